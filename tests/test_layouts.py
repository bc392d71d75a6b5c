"""Reports in every layout, protocols too: their cut, their fields, and that nothing false is quoted from them."""

import json
import random
import re
import sys
from dataclasses import replace
from datetime import datetime

import pytest

from assistant import export, render
from assistant.page import markup
from helpers import LAYOUTS, ROOT, first_letter, gold_starts
from index import build, clean, columns, footnotes, protocol, tables
from index.clean import Paragraph
from index.protocol import CONTENTS
from index.read import Line
from index.types import Passage

sys.path.insert(0, str(ROOT / "tests" / "evaluation"))
sys.path.insert(0, str(ROOT / "tests" / "data" / "layouts"))

import layouts  # noqa: E402
import make_layouts  # noqa: E402

HAMBURG, ROSTOCK, ERFURT, MAINZ, DRESDEN = (f"asmk-{number}-protokoll-{town}" for number, town in (("085", "hamburg"), ("096", "rostock"), ("092", "erfurt"), ("091", "mainz"), ("088", "dresden")))


@pytest.fixture(scope="module")
def laid_out():
    """Every layout, read once: name without ending -> Report."""
    return {path.stem: build.parse(path) for path in LAYOUTS}


@pytest.fixture(scope="module")
def library(tmp_path_factory, embedder):
    """The assistant over all layouts."""
    from assistant.engine import Engine
    from assistant.settings import Settings

    folder = tmp_path_factory.mktemp("layouts") / "data"
    build.index_files(LAYOUTS, folder, embedder)
    return Engine(Settings(data=folder), embedder)


def numbered(report, number):
    return next(resolution for resolution in report.resolutions if resolution.number == number)


# ── against gold ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_corpus_is_there():
    assert len(LAYOUTS) >= 18 and len([path for path in LAYOUTS if "protokoll" in path.name]) >= 3
    assert all(path.stat().st_size < 60_000 for path in LAYOUTS)


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_the_gold_cut_is_that_of_the_source(path):
    front, blocks = make_layouts.read_source(path.with_suffix(".txt"))
    front["footnotes"] = any(make_layouts.NOTE.search(text) for _, text in blocks)
    assert json.loads(json.dumps(make_layouts.cut_gold(front, blocks), default=str)) == json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))


def test_all_layouts_reach_their_figures():
    total = sum((layouts.score(path)[0] for path in LAYOUTS), layouts.Score())
    assert total.f1 >= 0.97, total.wrong
    assert min(total.vote, total.movers, total.outcome) >= 0.97 * total.agree, total.wrong


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_each_layout_is_cut(path):
    result, _ = layouts.score(path)
    assert result.f1 >= 0.89, result.wrong


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_every_passage_stands_on_its_page(path, laid_out):
    """The check of quotes holds for whole resolutions, each sentence and the frame, whatever the order in which the PDF holds them."""
    from assistant import quote

    report = laid_out[path.stem]
    for resolution in report.resolutions:
        quote.make(1, report, resolution.id, resolution.start, resolution.end)
        for passage in resolution.passages:
            quote.make(1, report, resolution.id, passage.start, passage.end)
    for passage in report.frame:
        quote.make(1, report, None, passage.start, passage.end)


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_no_word_of_the_pdf_is_lost_or_told_twice(path, laid_out):
    """Every sentence of the gold cut stands in the text exactly as often as in gold."""
    report = laid_out[path.stem]
    table = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    starts = gold_starts(report, table)
    assert all(start >= 0 for start in starts)
    stream, gold = clean.letters(report.text), [clean.letters(entry["text"]) for entry in table["resolutions"]]
    notes = "¹" in report.text  # their numbers stand between the words of gold
    assert all(stream.count(entry) == 1 or notes for entry in gold)


# ── protocols ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name, conference, dates, place",
    [(ROSTOCK, "96", "27. und 28. November 2019", "Rostock"), (ERFURT, "92", "18./19. November 2015", "Erfurt"), (MAINZ, "91", "26. bis 27. November 2014", "Mainz"), (DRESDEN, "88", "23. und 24. November 2011", "Dresden"), (HAMBURG, "85", "13. und 14. November 2008", "Hamburg")],
)
def test_a_cover_gives_the_conferences_own_date_and_place(name, conference, dates, place, laid_out):
    """The preparing conference stands on the cover too."""
    report = laid_out[name]
    assert (report.kind, report.sister, report.conference.value, report.dates.value, report.place.value, report.land) == ("protokoll", None, conference, dates, place, None)
    assert report.id == f"asmk-{conference}-protokoll"
    assert report.slice(report.dates) == dates and report.slice(report.place) == place


@pytest.mark.parametrize("name", [HAMBURG, ROSTOCK, ERFURT, MAINZ, DRESDEN])
def test_contents_and_formalities_are_no_resolutions(name, laid_out):
    report = laid_out[name]
    assert all("." in resolution.number for resolution in report.resolutions)
    contents = [passage for passage in report.frame if passage.label == CONTENTS]
    assert contents and all(report.page_of(passage.start) == 2 for passage in contents)
    assert all(report.page_of(resolution.start) > 2 for resolution in report.resolutions)
    formal = " ".join(report.slice(passage) for passage in report.frame if passage.label is None)
    assert "Tagesordnung" in formal and "Grüne" in formal


def test_a_wrapped_title_is_whole(laid_out):
    assert numbered(laid_out[ROSTOCK], "5.1").title == "Leistungen der Pflegeversicherung bei Nacht- und Kurzzeitpflege in ländlichen Regionen"
    assert numbered(laid_out[ROSTOCK], "5.5").title == "Weiterentwicklung der Grundsicherung für Menschen in besonderen Wohnformen nach dem Zwölften Buch Sozialgesetzbuch"
    assert numbered(laid_out[ERFURT], "6.1").title == "Öffentlich geförderte Beschäftigung für langzeitarbeitslose Menschen in strukturschwachen Räumen – Passiv-Aktiv-Transfer"


def test_items_have_their_labels(laid_out):
    report = laid_out[ROSTOCK]
    labels = [passage.label for passage in numbered(report, "5.1").passages]
    assert labels == ["Antragsteller", None, "Nr. 1", "Nr. 2", "Nr. 2 a", "Nr. 2 b", "Nr. 2 c", "Nr. 3", "Abstimmung"]
    labels = [passage.label for passage in numbered(report, "6.1").passages]
    assert list(dict.fromkeys(labels)) == ["Antragsteller", None, "Nr. 1", "Nr. 1 a", "Nr. 1 b", "Nr. 1 c", "Nr. 2", "Begründung", "Protokollerklärung Bayern und Hessen"]


@pytest.mark.parametrize("name, number, lands", [(ROSTOCK, "5.2", "Sachsen"), (ERFURT, "5.3", "Bayern"), (MAINZ, "5.5", "Sachsen-Anhalt"), (HAMBURG, "6.1", "Bayern und Baden-Württemberg"), (HAMBURG, "6.4", "Hessen"), (HAMBURG, "6.5", "Bayern und Sachsen")])
def test_a_declaration_is_its_lands_and_states_nothing_of_the_resolution(name, number, lands, laid_out):
    report = laid_out[name]
    resolution = numbered(report, number)
    declared = [passage for passage in resolution.passages if passage.label == f"Protokollerklärung {lands}"]
    assert declared and not any(passage.conference for passage in declared)
    for field in filter(None, (resolution.vote, resolution.outcome, *resolution.initiators, *resolution.addressees, *resolution.mode)):
        assert not any(passage.start <= field.start < passage.end for passage in declared)


@pytest.mark.parametrize("name, number, outcome", [(ROSTOCK, "5.5", "zurückgezogen"), (ROSTOCK, "5.9", "abgelehnt"), (ROSTOCK, "6.2", "vertagt"), (ERFURT, "5.6", "abgelehnt"), (ERFURT, "6.3", "vertagt"), (ERFURT, "6.4", "zurückgezogen")])
def test_what_failed_is_no_demand(name, number, outcome, laid_out):
    resolution = numbered(laid_out[name], number)
    assert (resolution.outcome.value, resolution.mode, resolution.addressees) == (outcome, (), ())


def test_a_report_that_speaks_of_protocols_is_none(parsed):
    assert {report.kind for report in parsed.values()} == {"bericht"}


FILL = "Die Länder weisen darauf hin, dass die Umsetzung in den Kommunen sehr unterschiedlich verläuft und die Zahl der Anträge gestiegen ist. "


def lengthened(source, breaks: bool) -> str:
    """A protocol of 56 TOPs from the ones of a short source, with longer items; with ``breaks`` each TOP opens a page."""
    text = source.read_text(encoding="utf-8")
    start = re.search(r"^## TOP \d\.\d", text, re.M).start()
    tops = [top for top in re.split(r"(?=^##? TOP )", text[start:], flags=re.M) if re.match(r"## TOP \d\.\d", top)]
    out, chance = [text[:start].replace("held_out: true\n", "")], random.Random(1)
    listed = re.search(r"\d\.\d(?:(?:,| und)(?: TOP)? \d\.\d)+", out[0][out[0].index("{{F}}") :])  # the TOPs of the Grüne Liste
    together = []
    for place in range(56):
        number = f"{5 + place // 14}.{place % 14 + 1 + place % 14 // 5}"  # with gaps
        together += [number] if re.search(r"(?<=number=)[\d.]+", tops[place % len(tops)]).group() in listed.group() else []
        top = re.sub(r"^## TOP [\d.]+\d", f"## TOP {number}", tops[place % len(tops)])
        top = re.sub(r"number=[\d.]+", f"number={number}", top)
        out.append(re.sub(r"^(\d\. .*\.)$", lambda found: f"{found[1]} {FILL * chance.randint(0, 6)}", top, flags=re.M).rstrip())
    out[0] = out[0].replace(listed.group(), " und ".join((", ".join(together[:-1]), together[-1])))
    return ("\n\n{{pagebreak}}\n\n" if breaks else "\n\n").join(out)


@pytest.mark.parametrize("breaks", [False, True], ids=["running on", "each TOP on its page"])
@pytest.mark.parametrize("name", [ROSTOCK, ERFURT, MAINZ, DRESDEN])
def test_a_protocol_of_real_length(name, breaks, tmp_path):
    """56 TOPs: what recurs at the edges of pages ("TOP 5.1", "Abstimmungsergebnis: 16:0:0") is no header or footer."""
    source = tmp_path / f"{name}.txt"
    source.write_text(lengthened(next(path for path in LAYOUTS if path.stem == name).with_suffix(".txt"), breaks), encoding="utf-8")
    _, gold = make_layouts.make_layout(source)
    report = build.parse(source.with_suffix(".pdf"))
    assert [resolution.number for resolution in report.resolutions] == [entry["number"] for entry in gold["resolutions"]]
    for resolution, entry in zip(report.resolutions, gold["resolutions"]):
        assert clean.letters(report.slice(resolution)) == clean.letters(entry["text"])
        assert (resolution.vote and resolution.vote.value, resolution.outcome and resolution.outcome.value) == (entry["vote"], entry["outcome"])
        assert sorted(field.value for field in resolution.initiators) == sorted(entry["initiators"])
        assert list(dict.fromkeys(p.label for p in resolution.passages if p.label and p.label.startswith("Nr."))) == items(entry["text"])


@pytest.mark.parametrize("name", [DRESDEN, ERFURT])
def test_tops_may_go_without_the_word(name, tmp_path):
    """ "5.1 Titel" in the body, "TOP 5.1" in the contents or the other way round."""
    text = next(path for path in LAYOUTS if path.stem == name).with_suffix(".txt").read_text(encoding="utf-8")
    source = tmp_path / f"{name}.txt"
    source.write_text(re.sub(r"^## TOP ([5-9]\.\d)", r"## \1", text, flags=re.M), encoding="utf-8")
    _, gold = make_layouts.make_layout(source)
    report = build.parse(source.with_suffix(".pdf"))
    assert [resolution.number for resolution in report.resolutions] == [entry["number"] for entry in gold["resolutions"]]


def test_a_protocol_of_a_sister_conference_without_contents(make_pdf, tmp_path):
    """Whole numbers; "Termine" is a formality, "Terminvergabe" is none."""
    report = build.parse(make_pdf(tmp_path / "gmk.pdf", [
        "Beschlussprotokoll", "der 70. Gesundheitsministerkonferenz", "am 2. und 3. Juli 1997 in Saarbrücken", "\f",
        "TOP 1 Tagesordnung", "Die Tagesordnung wird angenommen.",
        "TOP 2 Terminvergabe", "Antragsteller: Bremen", "Die GMK fordert die Krankenkassen einstimmig auf, Termine binnen vier Wochen zu vermitteln.",
        "TOP 3 Organspende", "Antragsteller: Bayern", "Beschluss: Die GMK bittet den Bund, die Aufklärung zu verstärken.", "Abstimmung: 14:0:2",
        "TOP 4 Termine", "Die nächste GMK findet in Trier statt.",
    ]))
    assert (report.kind, report.sister, report.conference, report.place.value, report.id) == ("protokoll", "70. GMK", None, "Saarbrücken", "gmk-70-protokoll")
    assert [(r.number, r.vote.value, [m.value for m in r.initiators]) for r in report.resolutions] == [("2", "einstimmig", ["Bremen"]), ("3", "14:0:2", ["Bayern"])]


def items(text: str) -> list[str]:
    """The labels of the items of a gold text."""
    found = []
    for paragraph in text.split("\n\n"):
        if match := re.match(r"(\d{1,2})\. |([a-z])\) ", paragraph):
            found.append(f"Nr. {match[1]}" if match[1] else f"{found[-1].rpartition(' ')[0] if found[-1].count(' ') > 1 else found[-1]} {match[2]}")
    return found


# ── answers from them ────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_item_is_quoted_with_its_label(library):
    answer = library.ask("Sollen die Wegekosten der Fahrdienste bei der Nachtpflege gesondert vergütet werden?")[0]
    labels = [quote.label for quote in answer.quotes]
    assert answer.status == "answered" and "TOP 5.1, Nr. 2 a" in labels and "TOP 5.1, Nr. 2" in labels, "the item and the words that open its list"
    assert all(quote.text.count(" a) ") + quote.text.count(" b) ") == 0 for quote in answer.quotes)


@pytest.mark.parametrize(
    "question",
    [
        "Fordert die ASMK, die Kosten zusätzlicher Übungen auf 120 Euro je Person zu begrenzen?",
        "Sollen die Mehrkosten des Pflegebedürftigkeitsbegriffs vollständig aus Steuermitteln getragen werden?",
    ],
)
def test_a_declaration_is_never_the_conferences_position(question, library):
    answer = library.ask(question)[0]
    assert not answer.lead.startswith(("Ja", "120"))
    assert all("Protokollerklärung" in quote.label for quote in answer.quotes if "120 Euro" in quote.text or "Steuermitteln" in quote.text)
    assert any("Protokollerklärung" not in (quote.label or "") for quote in answer.quotes)
    assert "nicht die Haltung der Konferenz" in answer.lead or any("nicht die der Konferenz" in note for note in answer.notes)


@pytest.mark.parametrize(
    "question, fate",
    [
        ("Fordert die ASMK, Einkommen unter 50 000 Euro beim Elternunterhalt freizustellen?", "abgelehnt"),
        ("Fordert die Konferenz Mutterschutz in der Plattformarbeit?", "zurückgezogen"),
        ("Was fordert die ASMK zum Schutz vor Nanopartikeln am Arbeitsplatz?", "vertagt"),
    ],
)
def test_a_failed_motion_is_told_as_failed(question, fate, library):
    answer = library.ask(question)[0]
    assert answer.lead.startswith(f"Ein Antrag dazu wurde {fate}; es ist keine Forderung")


def test_a_sister_conference_is_named_as_such(library, laid_out):
    report = laid_out["gmk-094-bericht-hamburg"]
    assert (report.sister, report.conference, report.id) == ("94. GMK", None, "gmk-94-hh")
    assert [warning for warning in report.warnings if "andere Konferenz (94. GMK)" in warning] == list(report.warnings)
    answer = library.ask("Was wird zu den Vorhaltekosten von Kinderkliniken gesagt?")[0]
    assert "94. GMK" in answer.lead and "ASMK" not in answer.lead


def test_a_sister_conferences_resolutions_do_not_count_as_the_asmks(library):
    """There is a report on the 94. ASMK as well."""
    answer = library.ask("Wie viele Beschlüsse hat die 94. ASMK gefasst?")[0]
    assert answer.count == len(library.reports["asmk-94-th"].resolutions)
    assert "94. GMK" in library.ask("Welche Beschlüsse gibt es zu Hebammen?")[0].notes[0]


def test_contents_answer_nothing(library):
    for question in ("Leistungen der Pflegeversicherung bei Nacht- und Kurzzeitpflege in ländlichen Regionen", "Antragsteller Mecklenburg-Vorpommern, Brandenburg, Niedersachsen Nachtpflege"):
        assert not any(quote.label == CONTENTS for quote in library.ask(question)[0].quotes)


@pytest.mark.parametrize("subject, number", [("barrierefreie Notrufe", "5.3"), ("das Entgeltsystem in psychosomatischen Kliniken", "5.2")])
def test_the_vote_on_the_green_list_is_quoted_from_there(subject, number, library):
    answer = library.ask(f"Wie wurde über {subject} abgestimmt?")[0]
    assert "Grünen Liste" in answer.lead
    assert number in answer.quotes[0].text and "einstimmig" in answer.quotes[0].text


@pytest.mark.parametrize("name, number, vote", [(DRESDEN, "5.2", "einstimmig"), (MAINZ, "6.3", "einstimmig"), (ROSTOCK, "5.7", "einstimmig"), (ERFURT, "5.2", None)])
def test_the_common_vote_on_the_green_list_is_the_vote_of_its_resolutions(name, number, vote, laid_out):
    """Proved by that sentence in the frame; where the sentence only says "en bloc", no result is stated (Erfurt)."""
    report = laid_out[name]
    found = numbered(report, number).vote
    assert (found and found.value) == vote
    assert found is None or any(p.start <= found.start < found.end <= p.end for p in report.frame) and report.slice(found) == "einstimmig"


def test_resolutions_of_the_green_list_are_in_lists_and_counts(library):
    report = next(r for r in library.reports.values() if r.id == "asmk-96-protokoll")
    answer = library.ask("Welche Beschlüsse der 96. ASMK waren einstimmig?")[0]
    numbers = {r.number for r in report.resolutions if r.id in answer.resolutions}
    assert {"5.3", "5.7", "6.4"} <= numbers and answer.count == len(answer.resolutions)
    assert sum(quote.resolution is None and "en bloc" in quote.text for quote in answer.quotes) == 1


@pytest.mark.parametrize("sentence, number, marked, held", [
    ("Die Beschlussvorschläge zu TOP 5.2 bis 5.6 werden einstimmig en bloc angenommen.", "5.4", False, True),  # a range
    ("Die Beschlussvorschläge zu TOP 5.2 bis 5.6 werden einstimmig en bloc angenommen.", "5.7", False, False),
    ("Die Beschlussvorschläge zu TOP 5.2 und 5.6, außer TOP 5.7, werden einstimmig angenommen.", "5.7", False, False),  # named as left out
    ("Die Grüne Liste wird einstimmig angenommen.", "5.4", True, True),  # the TOP says itself that it is on the list
    ("Die Grüne Liste wird einstimmig angenommen.", "5.4", False, False),
    ("Die Konferenz beschließt einstimmig, TOP 5.4 von der Tagesordnung abzusetzen.", "5.4", False, False),  # no adoption
    ("Die Beschlussvorschläge zu TOP 5.41 und 6.2 werden einstimmig angenommen.", "5.4", False, False),  # another number
])  # fmt: skip
def test_which_tops_a_common_vote_names(sentence, number, marked, held):
    assert (protocol.common_vote(sentence, (Passage(0, len(sentence)),), number, marked) is not None) == held


@pytest.mark.parametrize("question, vote, said", [
    ("Welche Beschlüsse gab es gegen die Stimmen von Bayern?", "gegen die Stimmen von Bayern", r"gegen die Stimmen von [^.]*Bayern"),
    ("Welche Beschlüsse wurden gegen die Stimmen von Bayern und Sachsen gefasst?", "gegen die Stimmen von Bayern und Sachsen", r"gegen die Stimmen von Bayern und Sachsen"),  # several
    ("Wogegen stimmte Sachsen?", "gegen die Stimmen von Sachsen", r"gegen die Stimmen von [^.]*Sachsen"),
    ("Bei welchen Beschlüssen hat Bayern dagegen gestimmt?", "gegen die Stimmen von Bayern", r"gegen die Stimmen von [^.]*Bayern"),
    ("Was hat Sachsen abgelehnt?", "gegen die Stimmen von Sachsen", r"gegen die Stimmen von [^.]*Sachsen"),
    ("Welche Beschlüsse wurden ohne Hamburg gefasst?", "ohne Zustimmung von Hamburg", r"nthaltung von [^.]*Hamburg|gegen die Stimmen von [^.]*Hamburg"),
    ("Welche Beschlüsse hat Sachsen nicht unterstützt?", "ohne Zustimmung von Sachsen", r"nthaltung von [^.]*Sachsen(?!-)|gegen die Stimmen von [^.]*Sachsen(?!-)"),
    ("Bei welchen Beschlüssen haben sich Hamburg und Hessen enthalten?", "Enthaltung von Hamburg und Hessen", r"nthaltung von Hamburg und Hessen"),
    ("Welche Beschlüsse fielen bei Enthaltung von Hamburg oder Sachsen?", "Enthaltung von Hamburg oder Sachsen", r"nthaltung von [^.]*(?:Hamburg|Sachsen(?!-))"),
])  # fmt: skip
def test_how_a_land_voted_is_no_filter_on_movers(question, vote, said, library):
    """Only the report's own words on that Land's vote count, of all resolutions; never what the Land moved."""
    answer = library.ask(question)[0]
    assert answer.filters.as_dict() == {"vote": vote}
    assert set(answer.resolutions) == {r.id for report in library.reports.values() for r in report.resolutions if re.search(said, report.slice(r))}
    assert answer.quotes == () or all(re.search(said, quote.text) for quote in answer.quotes)
    assert "nur selten" in answer.notes[0]


@pytest.mark.parametrize("question, mover", [
    ("Welche Anträge von Bayern wurden abgelehnt?", "Bayern"),  # rejected by the conference
    ("Welche Beschlüsse hat Sachsen nicht mitbeantragt?", "nicht Sachsen"),
    ("Was hat Hamburg beantragt?", "Hamburg"),
])  # fmt: skip
def test_what_a_land_moved_is_still_a_filter_on_movers(question, mover, library):
    answer = library.ask(question)[0]
    assert (answer.filters.mover, answer.filters.vote) == (mover, None)


@pytest.mark.parametrize("question, head", [
    ("Welche Tagesordnungspunkte gab es auf der 96. ASMK?", "10 Tagesordnungspunkte (96. ASMK), davon 6 beschlossen, 1 zur Kenntnis genommen, 1 abgelehnt, 1 vertagt, 1 zurückgezogen."),
    ("Welche Anträge der 96. ASMK wurden zurückgezogen?", "1 Antrag (96. ASMK, zurückgezogen)."),  # no Beschluss
    ("Welche Beschlüsse der 96. ASMK waren mehrheitlich?", "3 Beschlüsse (96. ASMK, mehrheitlich)."),  # all adopted
])  # fmt: skip
def test_the_head_of_a_list_counts_by_outcome(question, head, library):
    answer = library.ask(question)[0]
    assert answer.lead == head
    assert answer.count == len(answer.resolutions) == int(head.split()[0])


def test_a_list_shows_the_outcome_of_each_row(library):
    """On the page as a column, in the text and in a note beside the quote."""
    answer = library.ask("Welche Tagesordnungspunkte gab es auf der 96. ASMK?")[0]
    html = markup.turn(answer, library, 1)
    outcomes = [library.resolution(id).outcome.value for id in answer.resolutions]
    assert re.findall(r'<td data-spalte="Ergebnis">([^<]*)</td>', html) == outcomes and "10 Beschlüsse<" not in html
    text = render.answer_text(answer, library)
    note = export.markdown(library, [answer], datetime(2026, 11, 28))
    for fate in ("abgelehnt", "vertagt", "zurückgezogen"):
        assert f"Ergebnis: {fate}" in text and f"Ergebnis: {fate}" in note


# ── columns, tables, footnotes ───────────────────────────────────────────────────────────────────────────────────────


def lines(*rows):
    """Lines of (text, x, y), 10 points high."""
    return [Line(text, x, y, 10.0) for text, x, y in rows]


LEFT = [("Die Konferenz fordert den Bund auf, den Ausbau", 50, 700 - 12 * n) for n in range(10)]
RIGHT = [("der Beratung in allen Ländern zu fördern, und", 310, 700 - 12 * n) for n in range(10)]


@pytest.mark.parametrize("stream", [LEFT + RIGHT, [one for pair in zip(LEFT, RIGHT) for one in pair]], ids=["column by column", "line by line"])
def test_columns_are_read_one_after_the_other(stream):
    page = lines(("Bericht über die 90. Arbeits- und Sozialministerkonferenz in der Stadt Magdeburg an der Elbe", 60, 750), *stream)
    ordered = columns.in_order([page])[0]
    assert [line.y for line in ordered] == [750, *[y for _, _, y in LEFT], *[y for _, _, y in RIGHT]]
    assert {line.x for line in ordered[1:]} == {50}, "an indent means the same in both"


def test_a_page_that_is_hardly_filled_has_the_columns_of_the_others():
    short = [one for pair in zip(LEFT, RIGHT[:2]) for one in pair]
    _, second = columns.in_order([lines(*LEFT, *RIGHT), lines(*short)])
    assert [line.y for line in second] == [700, 688, 700, 688]
    assert columns.in_order([lines(*short)]) == [lines(*short)], "alone it may be anything"


def test_one_wide_line_after_each_other_is_one_column():
    page = lines(*[("Die Konferenz fordert den Bund auf, den Ausbau der Beratung in allen Ländern zu fördern,", 50, 700 - 12 * n) for n in range(20)])
    assert columns.in_order([page]) == [page]


def test_the_cells_of_a_table_without_a_known_head_stay_in_their_order():
    """Two columns of cells, each with its lines one after the other: read as columns, every title would lose its text."""
    rows = []
    for row in range(5):
        rows += [("TOP 5.1 Reform der Pflegeversicherung", 50, 700 - 60 * row), ("und der Hilfen für Menschen mit Demenz", 50, 688 - 60 * row)]
        rows += [("Die ASMK fordert den Bund einstimmig auf, die", 310, 700 - 60 * row - 12 * line) for line in range(4)]
    assert columns.in_order([lines(*rows)]) == [lines(*rows)]


def test_a_date_beside_an_address_is_no_column():
    page = lines(*[("Die Konferenz fordert den Bund auf, den Ausbau der Beratung in allen Ländern zu fördern,", 50, 600 - 12 * n) for n in range(20)], ("Potsdam, 9. Januar 2017", 330, 700))
    assert columns.in_order([page]) == [page]


def test_two_columns_set_line_by_line_across_tear_no_sentence(laid_out):
    report = laid_out["asmk-090-bericht-niedersachsen-spalten"]
    assert any("Sprachen der Beschäftigten einzusetzen." in report.slice(resolution) for resolution in report.resolutions)
    assert any(report.slice(p) == "Die Krankenkassen werden mehrheitlich gebeten, Dolmetschkosten bei der Behandlung traumatisierter Menschen zu tragen." for r in report.resolutions for p in r.passages)


TABLE = [("TOP", 50, 700), ("Thema", 100, 700), ("Ergebnis", 250, 700), ("5.1", 50, 680), ("Wohnen im", 100, 680), ("Alter", 100, 668), ("Die ASMK fordert den", 250, 680), ("Bund auf.", 250, 668)]


def test_the_rows_of_a_table_are_read_one_after_the_other():
    pages = tables.in_rows([lines(("Vorwort.", 50, 730), *TABLE), lines(("5.2", 50, 700), ("Pflege", 100, 700), ("Vertagt.", 250, 700), ("Ende des Berichts.", 50, 600))])
    assert [(line.role, line.text) for line in pages[0]] == [
        ("", "Vorwort."), ("head", "TOP"), ("head", "Thema"), ("head", "Ergebnis"),
        ("number", "5.1"), ("title", "Wohnen im"), ("title", "Alter"), ("cell", "Die ASMK fordert den"), ("cell", "Bund auf."),
    ]
    assert [(line.role, line.text) for line in pages[1]] == [("number", "5.2"), ("title", "Pflege"), ("cell", "Vertagt."), ("", "Ende des Berichts.")]


def test_words_that_are_no_head_of_a_table_make_none():
    page = lines(("TOP", 50, 700), ("und Thema", 100, 700), ("Das Ergebnis steht noch aus.", 250, 700))
    assert tables.in_rows([page]) == [page]


def test_a_row_that_goes_on_overleaf_is_one_resolution(laid_out):
    report = laid_out["asmk-095-bericht-saarland-tabelle"]
    assert len({report.page_of(resolution.start) for resolution in report.resolutions}) == 2
    over = [r for r in report.resolutions if report.page_of(r.start) != report.page_of(r.end - 1)]
    assert all("\n\n" not in report.slice(resolution) for resolution in over)
    assert numbered(report, "5.4").title == "Gebärdensprachdolmetschung bei Elternabenden"


def test_columns_of_movers_and_votes_are_fields(laid_out):
    report = laid_out["asmk-089-bericht-hamburg-tabelle"]
    assert [field.value for field in numbered(report, "5.7").initiators] == ["Bayern", "Hessen"]
    assert [field.value for field in numbered(report, "5.2").initiators] == ["alle Länder"]


def test_a_footnote_is_told_apart_and_tears_no_sentence(laid_out):
    report = laid_out["asmk-098-bericht-bremen-fussnoten"]
    notes = [p for r in report.resolutions for p in r.passages if p.label and p.label.startswith("Fußnote")]
    assert [note.label for note in notes] == [f"Fußnote {number}" for number in range(1, 8)]
    assert all(report.slice(note).startswith("¹²³⁴⁵⁶⁷"[number]) for number, note in enumerate(notes))
    first = report.resolutions[0]
    assert notes[0] in first.passages, "it belongs to the words that name it"
    assert "24 Monate³ absenken" in report.text, "not 243"


def page_with_note(last: str, note: str) -> list[Line]:
    return [*lines(("Die ASMK fordert den Bund auf, die Hilfen¹ zu", 50, 120), (last, 50, 108)), Line(note, 50, 60, 7.0)]


def test_a_footnote_below_a_sentence_that_goes_on_overleaf():
    document = clean.clean((
        (*lines(("Ein erster Absatz, der hier schon endet.", 50, 700)), Line(""), *page_with_note("verlängern und in den", "1 BGBl. I S. 12.")),
        tuple(lines(("folgenden Jahren zu erhöhen.", 50, 700))),
    ))
    texts = [document.text[p.start : p.end] for p in document.paragraphs]
    assert texts[-1] == "Die ASMK fordert den Bund auf, die Hilfen¹ zu verlängern und in den folgenden Jahren zu erhöhen."
    assert texts[1] == "1 BGBl. I S. 12." and document.paragraphs[1] == Paragraph(document.paragraphs[1].start, document.paragraphs[1].end, role="note")
    assert document.paragraphs[1].start < document.page_starts[1], "every word stays on its page"


@pytest.mark.parametrize(
    "text, number",
    [("¹ BGBl. I S. 12", "¹"), ("12 Vgl. Anlage", "¹²"), ("3) Stand Mai", "³"), ("* ohne Berlin", "*"), ("Stand Mai", None), ("2024", None)],
)
def test_the_number_of_a_footnote(text, number):
    assert footnotes.number_of(text) == number


def test_small_print_without_a_number_is_no_footnote():
    page = [*lines(("Die ASMK fordert mehr.", 50, 700)), Line("Gedruckt auf Recyclingpapier", 50, 40, 7.0)]
    assert footnotes.set_apart(page, 10.0) == page
    assert footnotes.set_apart([page[0], replace(page[1], text="1 Stand Mai")], 10.0)[1].role == "note"


# ── enumerations, annexes, headings ──────────────────────────────────────────────────────────────────────────────────


def test_numbered_and_lettered_items_belong_to_one_resolution(laid_out):
    report = laid_out["asmk-094-bericht-thueringen-nummern"]
    first = report.resolutions[0]
    assert "1. Die Länder fordern" in report.slice(first) and "c) den Angehörigen der Zusatzversorgung" in report.slice(first)
    assert first.heading == "Angleichung der Rentenwerte"


def test_a_list_whose_items_are_resolutions_is_cut_by_its_numbers(laid_out):
    report = laid_out["asmk-084-bericht-sachsen-anhalt-liste"]
    assert [report.slice(resolution).split(" ")[0] for resolution in report.resolutions] == [f"{number}." for number in range(1, 10)]
    assert "a) Berufseinstiegskurse" in report.slice(report.resolutions[4]), "an item of such an item is none"


def test_a_list_with_dots_whose_items_are_resolutions_is_cut_by_them(laid_out):
    report = laid_out["asmk-083-bericht-rheinland-pfalz-punkte"]
    assert all(report.slice(resolution).startswith("• ") for resolution in report.resolutions)
    assert not any("Soziales:" in report.slice(resolution) for resolution in report.resolutions), "a theme above the list is no part of it"


@pytest.mark.parametrize("numbers", [True, False], ids=["TOP numbers", "themes only"])
def test_a_report_in_the_form_of_a_protocol(numbers, tmp_path):
    """ "Antragsteller: …", "Beschluss: …", "Ergebnis: …" below each heading; it stays a report."""
    text = next(path for path in LAYOUTS if "formular" in path.stem).with_suffix(".txt").read_text(encoding="utf-8")
    source = tmp_path / "formular.txt"
    source.write_text(text if numbers else re.sub(r"^# TOP [\d.]+ – ", "# ", text, flags=re.M), encoding="utf-8")
    make_layouts.make_layout(source)
    report = build.parse(source.with_suffix(".pdf"))
    assert report.kind == "bericht" and [r.number for r in report.resolutions][:2] == (["5.3", "5.6"] if numbers else ["1", "2"])
    assert [(r.title, r.vote and r.vote.value, r.outcome.value, [m.value for m in r.initiators]) for r in report.resolutions][:3] == [
        ("Heimgesetz", "einstimmig", "beschlossen", ["Bayern"]), ("Blindenführhunde", "13:1:2", "beschlossen", ["Hessen", "Saarland"]), ("Ein-Euro-Jobs", None, "zurückgezogen", ["Berlin"]),
    ]
    assert any("abrufbar" in report.slice(passage) for passage in report.frame)


def test_a_failed_motion_is_titled_by_its_matter(laid_out):
    """It was "Beschluss 4", since the phrase began with the mover."""
    assert laid_out["asmk-084-bericht-sachsen-anhalt-liste"].resolutions[3].title == "Lockerung des Kündigungsschutzes"


def test_an_annex_without_resolutions_is_frame(laid_out):
    report = laid_out["asmk-094-bericht-thueringen-nummern"]
    assert any("Deutsche Demokratische Republik" in report.slice(passage) for passage in report.frame)


def test_a_header_on_two_of_three_pages_goes(laid_out):
    report = laid_out["asmk-093-bericht-brandenburg-striche"]
    assert report.text.count("Information 6/212") == 1, "once, as words that prove the Vorlage's number"
    assert any("auf Initiative von Mecklenburg-Vorpommern einstimmig auf" in report.slice(r) for r in report.resolutions)


def test_a_label_is_kept_in_a_stored_index(library):
    report = library.reports["asmk-96-protokoll"]
    assert Passage(report.resolutions[0].passages[2].start, report.resolutions[0].passages[2].end, "Nr. 1") == report.resolutions[0].passages[2]


def test_first_letters_find_gold_again(laid_out):
    report = laid_out[ROSTOCK]
    assert first_letter(report, report.resolutions[0].start) == report.resolutions[0].start


def test_the_page_says_what_a_declaration_is(library):
    from assistant.page.library import cut_section

    html = cut_section(library.reports["asmk-96-protokoll"])
    assert '<span class="leise">Protokollerklärung Sachsen:</span> Sachsen fordert' in html and ">Nr. 1:<" not in html
