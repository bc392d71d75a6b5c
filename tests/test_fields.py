"""What a resolution states about itself: a table of sentences, each with the reason why its value is that one."""

import pytest

from helpers import ALL, WRITTEN, gold_of, passages_within
from index import fields
from index.sentences import sentences
from index.types import Passage, Resolution


def stated(text: str, field: str):
    """The field of a resolution with these words; a list of values for a list field. Every proof must slice to words of it."""
    passages = sentences(text, 0, len(text))
    found = getattr(fields, field)(text, passages)
    for value in found if isinstance(found, tuple) else [found] if found else []:
        assert 0 <= value.start < value.end <= len(text) and text[value.start : value.end].strip()
    return [value.value for value in found] if isinstance(found, tuple) else found and found.value


# ── votes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text, vote",
    [
        # a word
        ("Die ASMK fordert den Bund einstimmig auf, die Mittel zu erhöhen.", "einstimmig"),
        ("Die ASMK fordert den Bund mehrheitlich auf, die Mittel zu erhöhen.", "mehrheitlich"),
        ("Der Antrag wurde mit großer Mehrheit angenommen.", "mehrheitlich"),
        ("Die Konferenz hat den Antrag einhellig angenommen.", "einstimmig"),
        ("Der einstimmige Beschluss zur Wanderarbeit richtet sich an den Bund.", "einstimmig"),
        ("Der Beschluss wurde ohne Gegenstimme gefasst.", "einstimmig"),
        # nothing said is nothing stated, and never inferred from a mover
        ("Die ASMK fordert den Bund auf, die Mittel zu erhöhen.", None),
        ("Auf Antrag aller Länder fordert die ASMK mehr Mittel.", None),
        # a bare tally is yes:no:abstentions
        ("Der Antrag wurde mit 13:0:3 Stimmen angenommen.", "13:0:3"),
        ("Der Beschluss erging mit 12 : 1 : 3 Stimmen.", "12:1:3"),
        ("Der Beschluss wurde mit zwölf Ja-Stimmen bei einer Gegenstimme und drei Enthaltungen gefasst.", "12:1:3"),
        ("Mit zehn gegen eine Stimme bei fünf Enthaltungen fordert die ASMK mehr Wohnungen.", "10:1:5"),
        # only n:0:0 is unanimous
        ("Der Antrag wurde mit 16:0:0 Stimmen angenommen.", "einstimmig"),
        ("Der Antrag wurde mit 15:0:1 Stimmen angenommen.", "15:0:1"),
        # a word wins over a tally
        ("Der Antrag wurde einstimmig (14:0:2) angenommen.", "einstimmig"),
        ("Der Antrag wurde mehrheitlich mit 9:5:2 Stimmen angenommen.", "mehrheitlich"),
        ("Mit 9:5:2 Stimmen, also mehrheitlich, wurde der Antrag angenommen.", "mehrheitlich"),
        # unanimous with an abstention is unanimous
        ("Die ASMK hat einstimmig bei Enthaltung von Bayern beschlossen, die Mittel zu erhöhen.", "einstimmig"),
        ("Einstimmig bei zwei Enthaltungen fordert die ASMK mehr Mittel.", "einstimmig"),
        # a negated word
        ("Der Beschluss wurde nicht einstimmig gefasst.", "mehrheitlich"),
        # against somebody's votes
        ("Gegen die Stimmen von Bayern und Sachsen fordert die ASMK ein Verbot.", "mehrheitlich"),
        # words that only look like a vote
        ("Die ASMK fordert bessere Löhne in der Pflege, die mehrheitlich von Frauen ausgeübt wird.", None),
        ("Pflege wird mehrheitlich von Frauen ausgeübt.", None),
        ("Die Mehrheit der Betroffenen lebt in Armut; die ASMK fordert Hilfe.", None),
        ("Die Sprechstunde ist von 10:00 bis 12:30 Uhr geöffnet; die ASMK fordert längere Zeiten.", None),
        # the vote may stand in a later sentence
        ("Die ASMK fordert den Bund auf, die Mittel zu erhöhen. Der Beschluss wurde mehrheitlich gefasst.", "mehrheitlich"),
        # a shared view is no vote when the vote itself is told
        ("Die ASMK ist einhellig der Auffassung, dass Hilfe nötig ist. Mehrheitlich fordert sie mehr Geld vom Bund.", "mehrheitlich"),
    ],
)
def test_vote(text, vote):
    assert stated(text, "vote") == vote


@pytest.mark.parametrize(
    "text, words",
    [
        ("Die ASMK fordert den Bund einstimmig auf, die Mittel zu erhöhen.", "einstimmig"),
        ("Der Antrag wurde mit 13:0:3 Stimmen angenommen.", "13:0:3"),
        ("Die ASMK hat einstimmig bei Enthaltung von Bayern beschlossen, mehr zu zahlen.", "einstimmig bei Enthaltung von Bayern"),
    ],
)
def test_the_proof_of_a_vote_holds_its_words(text, words):
    """The abstention stands in the proof."""
    proof = fields.vote(text, sentences(text, 0, len(text)))
    assert text[proof.start : proof.end].strip(" ,") == words


# ── outcomes ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text, outcome",
    [
        ("Der Antrag wurde einstimmig angenommen.", "beschlossen"),
        ("Die ASMK fordert den Bund auf, die Mittel zu erhöhen.", "beschlossen"),  # the conference's own demanding
        ("Der Antrag, die Mittel zu kürzen, fand keine Mehrheit.", "abgelehnt"),
        ("Der Antrag Bayerns wurde mit 5:9:2 Stimmen abgelehnt.", "abgelehnt"),
        ("Der Vorschlag verfehlte die erforderliche Mehrheit.", "abgelehnt"),
        ("Die Beratung über den Antrag wurde auf die nächste Konferenz vertagt.", "vertagt"),
        ("Der Tagesordnungspunkt wurde von der Tagesordnung abgesetzt; der Antrag wurde zurückgestellt.", "vertagt"),
        ("Bremen hat seinen Antrag zurückgezogen.", "zurückgezogen"),
        ("Hessen zog den Antrag vor der Abstimmung zurück.", "zurückgezogen"),
        ("Die ASMK nimmt den Bericht der Bundesregierung zur Kenntnis.", "zur Kenntnis genommen"),
        # noting is not the outcome where something is asked as well
        ("Die ASMK nimmt den Bericht zur Kenntnis und fordert den Bund auf, ihn jährlich vorzulegen.", "beschlossen"),
        # words that only look like an outcome
        ("Die ASMK fordert, dass Leistungen nicht ohne Anhörung abgelehnt werden.", "beschlossen"),
        ("Die ASMK fordert, Bescheide zu prüfen, weil viele Klagen zurückgezogen werden.", "beschlossen"),
        ("Pflegekräfte arbeiten häufig in Teilzeit.", None),
    ],
)
def test_outcome(text, outcome):
    assert stated(text, "outcome") == outcome


# ── movers ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text, movers",
    [
        ("Auf Antrag Bremens fordert die ASMK mehr Mittel.", {"Bremen"}),
        ("Auf Initiative von Hamburg und Berlin fordert die ASMK mehr Mittel.", {"Hamburg", "Berlin"}),
        ("Unter Mitantragstellung Hessens fordert die ASMK mehr Mittel.", {"Hessen"}),
        ("Nordrhein-Westfalen hat beantragt, die Mittel zu erhöhen.", {"Nordrhein-Westfalen"}),
        ("Der von Sachsen-Anhalt eingebrachte Antrag wurde angenommen.", {"Sachsen-Anhalt"}),  # and not Sachsen
        ("Auf eine bayerische Initiative hin fordert die ASMK mehr Mittel.", {"Bayern"}),  # the adjective names a Land
        ("Der Beschluss geht auf einen hessischen Antrag zurück, der von allen Seiten beantragt wurde.", {"Hessen"}),
        ("Auf Antrag der Länder Sachsen, Brandenburg und Thüringen fordert die ASMK mehr Mittel.", {"Sachsen", "Brandenburg", "Thüringen"}),
        ("Auf Antrag des Freistaats Sachsen fordert die ASMK mehr Mittel.", {"Sachsen"}),
        # a motion of all Länder is listed apart
        ("Der Alle-Länder-Antrag „Reform jetzt“ wurde angenommen.", {"alle Länder"}),
        ("Auf Antrag aller Länder fordert die ASMK mehr Mittel.", {"alle Länder"}),
        ("Der von Bayern eingebrachte Alle-Länder-Antrag wurde angenommen.", {"alle Länder", "Bayern"}),
        ("Unter Mitantragstellung nahezu aller Länder fordert die ASMK mehr Mittel.", {"nahezu alle Länder"}),
        # who abstains, votes against or declares something is no mover
        ("Auf Antrag Bremens fordert die ASMK bei Enthaltung von Bayern mehr Mittel.", {"Bremen"}),
        ("Der Antrag wurde gegen die Stimmen von Sachsen und Bayern angenommen.", set()),
        ("Auf Antrag Bremens wurde dies beschlossen; Bayern enthielt sich.", {"Bremen"}),
        # a place is no mover
        ("Auf Antrag Bremens fordert die ASMK ein Modellprojekt in Berlin.", {"Bremen"}),
        ("Die Konferenz in Hamburg fordert mehr Mittel.", set()),
        # silence
        ("Die ASMK fordert den Bund auf, die Mittel zu erhöhen.", set()),
        ("Bayern hatte in diesem Jahr den Vorsitz der Konferenz.", set()),
    ],
)
def test_movers(text, movers):
    assert set(stated(text, "initiators")) == movers


# ── addressees and modes ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text, addressees",
    [
        ("Die ASMK fordert die Bundesregierung auf, die Mittel zu erhöhen.", {"Bundesregierung"}),
        ("Die ASMK bittet das BMAS um Prüfung.", {"Bundesministerium für Arbeit und Soziales"}),  # the short name is spelled out
        ("Die ASMK bittet das Bundesministerium für Arbeit und Soziales, einen Entwurf vorzulegen.", {"Bundesministerium für Arbeit und Soziales"}),
        ("Die ASMK fordert den Bund und die Kommunen auf, gemeinsam zu handeln.", {"Bund", "Kommunen"}),
        ("Die ASMK bittet die Bundesagentur für Arbeit, die Beratung auszubauen.", {"Bundesagentur für Arbeit"}),
        ("Die ASMK fordert mehr Mittel durch den Bund.", set()),  # named, but not asked
        ("Die ASMK fordert mehr Mittel.", set()),
        ("Die Bundesregierung hat einen Bericht vorgelegt.", set()),  # nobody asks it for anything
    ],
)
def test_addressees(text, addressees):
    assert set(stated(text, "addressees")) == addressees


@pytest.mark.parametrize(
    "text, modes",
    [
        ("Die ASMK fordert mehr Mittel.", {"fordert"}),
        ("Die ASMK bittet den Bund um mehr Mittel.", {"bittet"}),
        ("Die ASMK bittet den Bund zu prüfen, ob die Mittel reichen.", {"bittet", "bittet um Prüfung"}),
        ("Die ASMK begrüßt den Entwurf.", {"begrüßt"}),
        ("Die ASMK nimmt den Bericht zur Kenntnis.", {"nimmt zur Kenntnis"}),
        ("Die Länder begrüßen den Entwurf. Zudem fordern sie mehr Mittel.", {"begrüßt", "fordert"}),
        ("Die ASMK spricht sich für ein Verbot aus.", {"spricht sich aus"}),
        ("Die ASMK lehnt den Entwurf ab.", {"lehnt ab"}),
        ("Der Sozialverband fordert mehr Mittel.", set()),  # somebody else speaks
    ],
)
def test_modes(text, modes):
    assert set(stated(text, "mode")) == modes


# ── on the reports ───────────────────────────────────────────────────────────────────────────────────────────────────

# What each value's proof must hold, in lower case: the value's own word or one that means it.
PROOF = {
    "einstimmig": ("einstimmig", "einhellig", "einmütig", "gegenstimme", "aller länder", "allen stimmen", "alle länder", "sämtliche länder", ":0:0", ": 0 : 0"),
    "mehrheitlich": ("mehrheit", "nicht einstimmig", "gegen die stimme"),
}


@pytest.mark.parametrize("name", ALL)
def test_proofs_hold_their_value(name, report_of):
    report = report_of(name)
    for resolution in report.resolutions:
        if resolution.vote:
            proof = report.slice(resolution.vote).lower()
            known = PROOF.get(resolution.vote.value)
            assert any(word in proof for word in known) if known else any(character.isdigit() for character in proof) or "stimm" in proof, (resolution.id, proof)
        for mover in resolution.initiators:
            if mover.value not in (fields.ALL, fields.NEARLY_ALL):
                assert _names(report.slice(mover), mover.value), (resolution.id, mover)
            else:
                assert "lände" in report.slice(mover).lower()  # printing errors are kept


def _names(proof: str, land: str) -> bool:
    """Whether the words name the Land, also by its adjective or its short form."""
    stem = land.lower()[:4]
    return stem in proof.lower() or {"Nordrhein-Westfalen": "NRW", "Mecklenburg-Vorpommern": "MV"}.get(land, "\0") in proof


# At least this share of gold resolutions has exactly the gold value; cut as in gold, so that only the fields are measured.
FLOORS = {"vote": 0.96, "initiators": 0.96, "failed": 1.0}


def accuracy(parsed, right) -> float:
    """Share of all gold resolutions for which ``right(entry, vote, movers, outcome)`` holds."""
    results = []
    for path in WRITTEN:
        report = parsed[path.name]
        for gold in gold_of(path, report)[0]:
            passages = passages_within(report, gold.start, gold.end)
            assert passages
            vote, outcome = fields.vote(report.text, passages), fields.outcome(report.text, passages)
            movers = {field.value for field in fields.initiators(report.text, passages)}
            results.append(right(gold.entry, vote and vote.value, movers, outcome and outcome.value))
    assert len(results) >= 120
    return sum(results) / len(results)


def test_votes_against_gold(parsed):
    assert accuracy(parsed, lambda gold, vote, movers, outcome: vote == gold["vote"]) >= FLOORS["vote"]


def test_movers_against_gold(parsed):
    assert accuracy(parsed, lambda gold, vote, movers, outcome: movers == set(gold["initiators"])) >= FLOORS["initiators"]


def test_outcomes_against_gold(parsed):
    """A motion that failed is never told as a demand, and no demand as failed. (In gold a bare "Die ASMK fordert" has no outcome.)"""
    failed = {"abgelehnt", "vertagt", "zurückgezogen"}
    assert accuracy(parsed, lambda gold, vote, movers, outcome: (outcome if outcome in failed else None) == (gold["outcome"] if gold["outcome"] in failed else None)) >= FLOORS["failed"]
    assert accuracy(parsed, lambda gold, vote, movers, outcome: gold["outcome"] != "beschlossen" or outcome == "beschlossen") == 1.0


def test_no_vote_is_invented(parsed):
    """Silence in gold is silence in the fields."""
    assert accuracy(parsed, lambda gold, vote, movers, outcome: gold["vote"] is not None or vote is None) >= 0.99


def test_a_resolution_without_fields_is_one_all_the_same():
    bare = Resolution("r/01", "r", "1", "Titel", 0, 5, ())
    assert bare.vote is None and bare.initiators == () and bare.topics == ()


def test_a_vote_told_by_verbs_is_an_outcome_and_no_crash():
    """"Für ihn stimmten sechs Länder, neun waren dagegen" once ended the whole indexing run."""
    text = "Ein Antrag Thüringens galt der Geringfügigkeitsgrenze. Für ihn stimmten sechs Länder, neun waren dagegen, ein Land enthielt sich."
    passages = sentences(text, 0, len(text))
    assert fields.vote(text, passages).value == "6:9:1"
    assert fields.outcome(text, passages).value == "abgelehnt"


# ── what protocols and tables add: passages with labels ──────────────────────────────────────────────────────────────


def labelled(*parts):
    """A text of (label, sentence) pairs with its passages."""
    text, passages = "", []
    for label, sentence in parts:
        passages.append(Passage(len(text), len(text) + len(sentence), label))
        text += sentence + "\n\n"
    return text, tuple(passages)


@pytest.mark.parametrize(
    "list_of_movers, movers",
    [
        ("Antragsteller: Bayern, Rheinland-Pfalz", ["Bayern", "Rheinland-Pfalz"]),
        ("Antragsteller: alle Länder", ["alle Länder"]),
        ("Antragsteller: alle Länder außer Bayern", ["nahezu alle Länder"]),  # who is named after "außer" moved nothing
        ("Antragsteller: BW, NRW, ST, MV", ["Baden-Württemberg", "Nordrhein-Westfalen", "Sachsen-Anhalt", "Mecklenburg-Vorpommern"]),
        ("Hamburg, Bremen", ["Hamburg", "Bremen"]),  # a cell of a table
        ("Antragsteller: –", []),
    ],
)
def test_a_list_of_movers(list_of_movers, movers):
    text, passages = labelled((fields.MOVERS, list_of_movers), (None, "Die ASMK fordert mehr Mittel für Heime in Berlin."))
    assert sorted(field.value for field in fields.initiators(text, passages)) == sorted(movers)


@pytest.mark.parametrize(
    "words, vote, outcome",
    [
        ("Abstimmungsergebnis: 16:0:0", "einstimmig", "beschlossen"),
        ("Abstimmung: 13:0:3", "13:0:3", "beschlossen"),
        ("einstimmig bei Enthaltung von Bayern", "einstimmig", "beschlossen"),
        ("mehrheitlich", "mehrheitlich", "beschlossen"),
        ("Abstimmung: 5:9:2", "5:9:2", "abgelehnt"),
        ("Abstimmung: –", None, None),
    ],
)
def test_a_line_of_the_vote(words, vote, outcome):
    text, passages = labelled((None, "Plätze der Nachtpflege fehlen."), (fields.VOTE, words))
    found = fields.vote(text, passages)
    assert (found and found.value) == vote
    found = fields.outcome(text, passages)
    assert (found and found.value) == outcome


@pytest.mark.parametrize("label", ["Protokollerklärung Sachsen", "Begründung", "Fußnote 3"])
def test_who_is_not_the_conference_states_nothing(label):
    """A declaration that demands, votes, rejects and moves."""
    other = "Sachsen fordert den Bund einstimmig auf, den Antrag Bremens mit 16:0:0 Stimmen anzunehmen; der Antrag wurde vertagt."
    text, passages = labelled((None, "Plätze der Nachtpflege fehlen."), (label, other))
    assert (fields.vote(text, passages), fields.outcome(text, passages)) == (None, None)
    assert (fields.initiators(text, passages), fields.addressees(text, passages), fields.mode(text, passages)) == ((), (), ())


def test_an_item_does_not_tell_what_became_of_its_motion():
    text, passages = labelled((None, "Die ASMK beschließt einstimmig:"), ("Nr. 1", "1. Die ASMK fordert, dass kein Antrag wegen fehlender Unterlagen abgelehnt wird."))
    assert fields.outcome(text, passages).value == "beschlossen"
