"""What a new user found wrong: one named test, or table of commented cases, per thing."""

import pytest

from assistant.answer import FAILED, NO_LAW
from assistant.declarations import NOTE
from assistant.engine import Engine
from assistant.phrases import PHRASES
from assistant.query import tally, understand
from assistant.settings import Settings
from assistant.types import Conversation, Filters
from helpers import LAYOUTS
from index import build
from index.analysis import words


@pytest.fixture
def ask(engine):
    """Asks one question after the other in one conversation; the last answer."""

    def run(*questions: str, **filters):
        conversation, answer = Conversation(), None
        for question in questions:
            answer, conversation = engine.ask(question, conversation, Filters(**filters))
        return answer

    return run


# ── what is no demand is not called one ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("question", ["Bekomme ich {}?", "Gilt das für mich: {}?", "Was habe ich davon: {}?", "Will I get my money for {} from the office?", "Est-ce que je peux avoir de l'argent pour {} ?"])
def test_what_is_no_demand_is_not_called_one(ask, engine, question):
    law, seen = {NO_LAW, *(phrases["no_law"] for phrases in PHRASES.values())}, 0
    for resolution in [r for r in engine.index.resolutions if r.outcome and r.outcome.value in (*FAILED, "zur Kenntnis genommen")][:10]:
        answer = ask(question.format(resolution.title))
        if answer.quotes and answer.quotes[0].resolution == resolution.id:
            seen += 1
            assert not law & set(answer.notes), answer.lead
    assert seen


def test_a_demand_still_is_said_to_be_no_law(ask, engine):
    demand = next(r for r in engine.index.resolutions if r.outcome and r.outcome.value == "beschlossen" and any(mode.value == "fordert" for mode in r.mode))
    assert NO_LAW in ask(f"Bekomme ich {demand.title}?", report=demand.report).notes


# ── a number is one number, however its thousands are parted ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text, number",
    [
        ("10.000 Euro", "10000"),
        ("10 000 Euro", "10000"),
        ("10\u00a0000 Euro", "10000"),  # a space that does not break
        ("10000 Euro", "10000"),
        ("von 1.234.567,50 Euro", "1234567"),
        ("bis zu 3.300.", "3300"),  # at the end of a sentence
        ("im Jahr 2024 100 Euro", "2024"),  # a year is no number of thousands
        ("am 31.12.2025", "12"),  # nor is a date
        ("TOP 5.2", "2"),
    ],
)
def test_a_number_is_one_word_however_its_thousands_are_parted(text, number):
    assert number in words(text)


@pytest.mark.parametrize(
    "question",
    [
        "Soll die Kofinanzierung der Kommunen für Mehrgenerationenhäuser bei {} Euro bleiben?",
        "Wird der Zuschuss je Mehrgenerationenhaus auf {} Euro erhöht?",
    ],
)
def test_a_question_finds_a_figure_without_its_separator(ask, question):
    dotted, plain, spaced = (ask(question.format(f"{10 if 'Kofinanzierung' in question else 50}{separator}000")) for separator in (".", "", " "))
    assert dotted.status == plain.status == spaced.status == "answered", plain.lead
    assert dotted.resolutions == plain.resolutions == spaced.resolutions
    assert "20000" in ask(question.format("20000")).lead  # which does not stand there


# ── a tally is one thing ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text, counted",
    [
        ("mit 14:1:1 angenommen", "14:1:1"),
        ("mit 14 : 1 : 1 Stimmen", "14:1:1"),
        ("mit 14 zu 1 zu 1", "14:1:1"),
        ("um 14:30:00 Uhr", None),  # more than there are Länder: a time
        ("14:1", None),
        ("TOP 5.2", None),
    ],
)
def test_a_tally_is_told_from_other_figures(text, counted):
    assert tally(text)[0] == counted


@pytest.mark.parametrize("question", ["Welche Beschlüsse wurden mit {} angenommen?", "Wie viele Beschlüsse gab es mit {}?", "Was wurde mit {} Stimmen beschlossen?"])
def test_a_tally_in_a_list_question_is_a_filter_on_exactly_this_one(ask, engine, question):
    counted = "15:0:1"
    wanted = {r.id for r in engine.index.resolutions if r.vote and r.vote.value == counted}
    for written in (counted, counted.replace(":", " zu ")):
        assert set(ask(question.format(written)).resolutions) == wanted != set()


def test_a_tally_asked_of_one_resolution_is_answered_yes_or_no_by_the_field(ask, engine):
    adopted = next(r for r in engine.index.resolutions if r.vote and r.vote.value == "15:0:1" and r.outcome and r.outcome.value == "beschlossen")
    refused = next(r for r in engine.index.resolutions if r.vote and r.vote.value[0].isdigit() and r.outcome and r.outcome.value == "abgelehnt")
    word = next(r for r in engine.index.resolutions if r.vote and r.vote.value == "mehrheitlich" and r.outcome and r.outcome.value == "beschlossen")

    def asked(resolution, counted: str) -> str:
        answer = ask(f"Wurde „{resolution.title}“ mit {counted} beschlossen?", report=resolution.report)
        assert answer.resolutions == (resolution.id,)
        return answer.lead

    assert asked(adopted, "15:0:1").startswith("Ja: ") and asked(adopted, "14:1:1").startswith("Nein: ")
    assert asked(refused, refused.vote.value).startswith("Nein: ")  # these were the votes, but it was not adopted
    assert asked(word, "14:1:1").startswith("Stimmenzahlen nennt der Bericht dazu nicht")


# ── TOPs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def protocols(tmp_path_factory, embedder):
    """The assistant over two protocols and a narrative report that numbers nothing."""
    folder = tmp_path_factory.mktemp("protocols")
    build.index_files([path for path in LAYOUTS if path.name.startswith(("asmk-092", "asmk-096", "asmk-087"))], folder, embedder)
    return Engine(Settings(data=folder), embedder)


@pytest.mark.parametrize(
    "question, top, item",
    [
        ("Was steht unter TOP 5.2 der 96. ASMK?", "5.2", None),
        ("top 5.2", "5.2", None),
        ("Tagesordnungspunkt 6", "6", None),
        ("TOP 5.2 Nr. 3", "5.2", "Nr. 3"),
        ("TOP 5.2, Ziffer 3 b", "5.2", "Nr. 3 b"),
        ("TOP 5.2 Nr. 3 Buchstabe b", "5.2", "Nr. 3 b"),
        ("TOP 5.2 Buchstabe a", "5.2", "Buchst. a"),
        ("Die top 5 der Beschlüsse", None, None),  # the best five
        ("Seite 5.2", None, None),
    ],
)
def test_a_top_is_read(question, top, item):
    query = understand(question, Filters(), frozenset({92, 96}), frozenset({2015, 2019}))
    assert (query.top, query.item) == (top, item)


@pytest.mark.parametrize(
    "question, number, said",
    [
        ("Was steht unter TOP 5.2 der 96. ASMK?", "5.2", "Dazu gibt es einen Beschluss"),
        ("Zeig mir TOP 6.8 der 92. ASMK", "6.8", "Dazu gibt es einen Beschluss"),
        ("Wurde TOP 6.2 2019 vertagt?", "6.2", "Ja, vertagt"),
        ("Wurde TOP 6.2 2019 beschlossen?", "6.2", "Nein. "),
        ("Wer hat TOP 5.7 der 96. ASMK beantragt?", "5.7", "Antragsteller oder Mitantragsteller: "),
        ("Wie wurde über TOP 6.7 der 96. ASMK abgestimmt?", "6.7", "Abgestimmt wurde mit 15:1:0"),
        ("Wurde TOP 6.7 der 96. ASMK mit 15:1:0 angenommen?", "6.7", "Ja: "),
        ("Auf welcher Seite steht TOP 5.2 der 96. ASMK?", "5.2", "Das steht auf Seite 4"),
        ("Was steht unter TOP 5.2 Nr. 2 der 96. ASMK?", "5.2", "TOP 5.2, Nr. 2. "),
    ],
)
def test_a_top_of_a_conference_is_found_and_asked_as_any_other(protocols, question, number, said):
    answer, _ = protocols.ask(question)
    assert answer.status == "answered" and answer.lead.startswith(said), answer.lead
    assert [protocols.resolution(id).number for id in answer.resolutions] == [number]
    assert {quote.resolution for quote in answer.quotes} == set(answer.resolutions)
    if "Nr. 2" in question:
        assert {quote.label for quote in answer.quotes} == {"TOP 5.2, Nr. 2", "TOP 5.2, Nr. 2 a", "TOP 5.2, Nr. 2 b"}


def test_a_top_that_several_conferences_have_is_asked_back_and_settled_by_the_conference(protocols):
    asked, conversation = protocols.ask("Wer hat TOP 5.2 beantragt?")
    assert asked.status == "related" and not asked.quotes and len(asked.resolutions) == 2 and "96. ASMK" in asked.lead and "92. ASMK" in asked.lead
    settled, conversation = protocols.ask("Die 96. ASMK", conversation)
    assert settled.status == "answered" and settled.resolutions[0].startswith("asmk-96") and settled.lead.startswith("Antragsteller")
    after, _ = protocols.ask("Und TOP 5.3?", conversation)  # of the report that is talked about
    assert after.status == "answered" and [protocols.resolution(id).number for id in after.resolutions] == ["5.3"] and after.resolutions[0].startswith("asmk-96")


@pytest.mark.parametrize(
    "question, said",
    [
        ("Was steht unter TOP 7.7 der 96. ASMK?", "Einen Beschluss unter TOP 7.7 gibt es in 1 Bericht (96. ASMK, 2019) nicht."),
        ("Was steht unter TOP 3 der 87. ASMK?", "TOP-Nummern nennt kein Beschluss in 1 Bericht (87. ASMK, 2010)."),  # its running numbers are none
        ("Was steht unter TOP 5.2 der 50. ASMK?", "Zur 50. Konferenz liegt kein Bericht vor."),
    ],
)
def test_a_top_that_is_not_there_is_said_to_be_missing(protocols, question, said):
    answer, _ = protocols.ask(question)
    assert answer.status == "not_found" and not answer.quotes and answer.lead.startswith(said), answer.lead


def test_a_top_with_others_below_it_is_asked_back(protocols):
    answer, _ = protocols.ask("TOP 5 der 96. ASMK")
    assert answer.status == "related" and {protocols.resolution(id).number[:2] for id in answer.resolutions} == {"5."}


# ── declarations of single Länder ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "question, expected",  # (TOP, Länder) of each declaration
    [
        ("Welche Protokollerklärungen gibt es auf der 96. ASMK?", [("5.2", "Sachsen"), ("6.1", "Bayern und Hessen")]),
        ("Was hat Bayern zu Protokoll erklärt?", [("6.1", "Bayern und Hessen"), ("5.3", "Bayern")]),  # of both protocols, the newest first
        ("Was hat Bayern 2015 zu Protokoll gegeben?", [("5.3", "Bayern")]),
        ("Welche hessischen Protokollerklärungen gibt es?", [("6.1", "Bayern und Hessen")]),
        ("Wie viele Protokollerklärungen gab es?", [("5.2", "Sachsen"), ("6.1", "Bayern und Hessen"), ("5.3", "Bayern")]),
        ("Hat Sachsen zu TOP 5.2 der 96. ASMK etwas zu Protokoll erklärt?", [("5.2", "Sachsen")]),
        ("Welche Protokollerklärung gab es zur Weiterbildung?", [("6.1", "Bayern und Hessen")]),
        ("Was hat Sachsen-Anhalt zu Protokoll erklärt?", []),  # and not Sachsen
        ("Welche Protokollerklärungen gibt es auf der 87. ASMK?", []),
    ],
)
def test_declarations_are_listed_as_the_laender_own(protocols, question, expected):
    answer, _ = protocols.ask(question)
    assert [quote.label for quote in answer.quotes] == [f"TOP {top}, Protokollerklärung {lands}" for top, lands in expected]
    assert answer.status == ("answered" if expected else "not_found") and answer.count == len(answer.resolutions) == len(expected)
    assert answer.lead.startswith(f"{len(expected)} Protokollerklärung" if expected else "Keine Protokollerklärung")
    assert all(lands in answer.lead for _, lands in expected) and (not expected or NOTE in answer.notes)


def test_dazu_asks_for_the_declarations_to_what_is_talked_about(protocols):
    _, conversation = protocols.ask("Was steht unter TOP 5.2 der 96. ASMK?")
    answer, _ = protocols.ask("Gibt es dazu Protokollerklärungen?", conversation)
    assert [quote.label for quote in answer.quotes] == ["TOP 5.2, Protokollerklärung Sachsen"]


@pytest.mark.parametrize(
    "question, status",
    [
        ("Haben Hessen und Baden-Württemberg zur Rente für Strafgefangene eine Protokollerklärung abgegeben?", "answered"),
        ("Was steht in der Protokollerklärung Hessens zur Rente für Strafgefangene?", "related"),  # that there is one is all that is told
    ],
)
def test_a_declaration_that_a_report_only_mentions_is_told_as_mentioned(ask, question, status):
    answer = ask(question)
    assert answer.status == status and answer.lead.startswith("Erwähnt, aber nicht im Wortlaut") and answer.count == 1
    assert "gaben eine Protokollerklärung ab" in answer.quotes[0].text


def test_of_several_tops_the_first_is_answered_and_the_others_are_named(protocols):
    answer, _ = protocols.ask("Was steht in den TOPs 5.2 und 5.3 der 96. ASMK?")
    assert [protocols.resolution(id).number for id in answer.resolutions] == ["5.2"] and any("TOP 5.3" in note for note in answer.notes)


def test_the_tops_of_a_conference_are_a_list(protocols):
    answer, _ = protocols.ask("Welche TOPs hatte die 96. ASMK?")
    assert answer.count == len(answer.resolutions) == sum(r.report.startswith("asmk-96") for r in protocols.index.resolutions)
