"""Across conferences: which resolutions are linked, what is new, and what differs side by side."""

import json
import re

import pytest

from assistant import links
from assistant.compare import changes, differences, differing
from assistant.evaluate import evaluate, locate
from assistant.page import markup
from assistant.types import Conversation
from helpers import ROOT

LABELS = [json.loads(line) for line in (ROOT / "tests" / "evaluation" / "links.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def talk(engine):
    """Asks one question after the other in one conversation; the last answer."""

    def run(*questions: str):
        conversation, answer = Conversation(), None
        for question in questions:
            answer, conversation = engine.ask(question, conversation)
        return answer

    return run


@pytest.fixture(scope="module")
def linked(engine):
    """The pairs of resolution ids that are linked, over all reports."""
    index, ids = engine.index, sorted(engine.reports)
    return {frozenset((index.resolutions[a].id, index.resolutions[b].id)) for i, one in enumerate(ids) for other in ids[i + 1 :] for a, b, _ in links.between(index, one, other)}


def conferences(engine, answer) -> list[str]:
    return [engine.reports[engine.resolution(r).report].conference.value for r in answer.resolutions]


def test_links_hold_against_the_labels(engine, linked):
    """A floor under the figures of docs/evaluation.md, on the labels of the reports that come with the program."""
    by_file = {report.file: report for report in engine.reports.values()}
    found = {
        kind: {frozenset(locate(by_file[e[side]["report"]], e[side]["anchor"]).resolution for side in "ab") for e in LABELS if e["kind"] == kind and e["a"]["report"] in by_file and e["b"]["report"] in by_file}
        for kind in ("same", "near")
    }
    said = linked - found["near"]
    assert len(said & found["same"]) >= 0.6 * len(found["same"]) and len(said & found["same"]) >= 0.6 * len(said)


def test_links_are_the_same_from_either_side(engine):
    there = links.between(engine.index, "asmk-101-bericht-beispiel", "asmk-102-bericht-beispiel")
    back = links.between(engine.index, "asmk-102-bericht-beispiel", "asmk-101-bericht-beispiel")
    assert there and {(a, b) for a, b, _ in there} == {(b, a) for a, b, _ in back}
    assert links.of(engine.index, there[0][0], "asmk-101-bericht-beispiel") == []  # none within a report


def test_what_has_been_done_since_shows_both_sides_in_time_order(talk, engine):
    answer = talk("Was hat sich bei den Mehrgenerationenhäusern seit 2020 getan?")
    assert conferences(engine, answer) == ["101", "102"] and len(answer.sides) == 2
    assert [n for side in answer.sides for n in side] == [quote.n for quote in answer.quotes]


def test_when_it_was_first_demanded_follows_the_conversation(talk, engine):
    answer = talk("Was fordert die 102. ASMK zu Essenslieferdiensten?", "Wann wurde das zuerst gefordert?")
    assert answer.about and conferences(engine, answer)[0] == "101" and "zuerst: 101. ASMK" in answer.lead
    alone = talk("Was wird zu Assistenzhunden gefordert?", "Wann wurde das zuerst gefordert?")
    assert conferences(engine, alone) == ["101"] and any("102" in note for note in alone.notes if note.startswith("Kein Beschluss"))


def test_a_link_alone_does_not_make_a_report_the_first_to_say_a_word(talk):
    """The 101st conference asked for a report on couriers; a Direktanstellungsgebot only came with the 102nd."""
    answer = talk("Seit wann fordert die ASMK ein Direktanstellungsgebot?")
    assert "zuerst: 102. ASMK" in answer.lead


def test_what_became_of_it_names_the_later_conference(talk):
    answer = talk("Was wurde zu den Springerpools gesagt?", "Was wurde daraus?")
    assert answer.status == "related" and any("spätere Konferenz" in note and "102. ASMK" in note for note in answer.notes)


@pytest.mark.parametrize(
    "question, kept, held, has",
    [
        ("Was ist neu gegenüber dem letzten Bericht?", "102", "101", False),
        ("Welche Forderungen sind neu gegenüber der 100. ASMK?", "102", "100", False),
        ("Was ist bei der 101. ASMK neu?", "101", "100", False),
        ("Welche Beschlüsse wurden wieder aufgegriffen?", "102", "101", True),
        ("Was wurde nicht mehr aufgegriffen?", "101", "102", False),
    ],
)
def test_news_are_the_whole_set_by_the_links(talk, engine, linked, question, kept, held, has):
    def of(number):
        return {r.id for report in engine.reports.values() if report.conference.value == number for r in report.resolutions}

    answer = talk(question)
    wanted = {r for r in of(kept) if any(frozenset((r, other)) in linked for other in of(held)) == has}
    assert set(answer.resolutions) == wanted and answer.count == len(wanted)
    assert f"{len(wanted)} von {len(of(kept))} Beschlüssen der {kept}. ASMK" in answer.lead and f"{held}. ASMK" in answer.lead


def test_news_within_a_topic_and_within_a_list(talk, engine):
    topic = talk("Was ist neu in der Pflege?")
    assert topic.filters.topic == "Pflege" and 0 < topic.count < talk("Was ist neu?").count
    told, narrowed = talk("Welche Beschlüsse der 102. ASMK waren einstimmig?"), talk("Welche Beschlüsse der 102. ASMK waren einstimmig?", "Welche davon sind neu?")
    assert set(narrowed.resolutions) < set(told.resolutions)


def test_without_an_earlier_report_nothing_is_called_new(talk):
    answer = talk("Was ist bei der 99. ASMK neu?")
    assert answer.status == "not_found" and answer.count == 0


@pytest.mark.parametrize("question", ["Gibt es neue Regeln zum Kinderzuschlag?", "Sollen Au-pair-Agenturen wieder eine Erlaubnis brauchen?", "Was soll sich bei Mietkautionen ändern?"])
def test_new_and_again_as_part_of_a_matter(talk, question):
    answer = talk(question)
    assert answer.count is None and not answer.sides


@pytest.mark.parametrize(
    "before, after, told",
    [
        ("von mehr als 120 auf mehr als 90 Stunden zu senken", "von mehr als 120 Stunden auf mehr als 60 Stunden", ["Stunden: 90 → 120, 60"]),
        ("am 3. Mai 2020", "am 4. Mai 2021", []),  # a date is no figure with a noun
        ("Die ASMK bittet den Bund, die Mittel zu erhöhen.", "Die ASMK fordert den Bund auf, die Mittel zu erhöhen.", ["„bittet“ → „fordert“"]),
        ("Die Mittel für Kurse sollen steigen.", "Pflegende Angehörige brauchen mehr Zeit.", []),  # another wording altogether
        ("gleich", "gleich", []),
        ("", "", []),
    ],
)
def test_changes(before, after, told):
    assert changes(before, after) == told


def test_every_word_of_a_change_stands_in_one_of_the_two_quotes(talk):
    answer = talk("Was hat sich bei den Mehrgenerationenhäusern seit 2020 getan?")
    held = " ".join(quote.text for quote in answer.quotes)
    for note in (note for note in answer.notes if note.startswith("Geändert: ")):
        assert all(word in held for word in re.findall(r"[^\W_]+", note.removeprefix("Geändert: ")))


def test_differing_words_are_nouns_and_figures_in_no_form_on_the_other_side():
    text = "Die Stunden sollen auf 60 sinken, der Kurse wegen."
    assert [text[start:end] for start, end in differing(text, "In Kursen von 120 Stunden")] == ["60"]


def test_the_page_underlines_them_and_leaves_the_quote_as_it_is(talk, engine):
    answer = talk("Was hat sich bei den Mehrgenerationenhäusern seit 2020 getan?")
    html = markup.turn(answer, engine, 1)
    assert any(differences(answer).values()) and '<mark class="anders">' in html and "Unterstrichene Wörter" in html
    shown = [re.sub(r"<[^>]+>", "", quote) for quote in re.findall(r"<blockquote>(.*?)</blockquote>", html, re.DOTALL)]
    assert shown == [f"„{markup.escape(quote.text)}“" for quote in answer.quotes]


COMPARED = {
    "id": "c", "q": "Was hat sich bei den Mehrgenerationenhäusern seit 2020 getan?", "style": "compare", "split": "tune",
    "sides": [{"report": "asmk-101-bericht-beispiel.pdf", "anchor": "Euro je Mehrgenerationenhaus und Jahr"}, {"report": "asmk-102-bericht-beispiel.pdf", "anchor": "die Mehrgenerationenhäuser wird einstimmig Klarheit"}],
}


@pytest.mark.parametrize(
    "change, right, sides",
    [
        ({}, 1.0, 1.0),
        ({"sides": [*COMPARED["sides"], {"report": "asmk-100-bericht-sachsen.pdf", "anchor": "Das Taschengeld soll"}]}, 0.0, 0.0),  # one side is missing
        ({"silent": ["asmk-101-bericht-beispiel.pdf"]}, 0.0, 1.0),  # a report that should be silent is not
        ({"q": "Wann ging es zuerst um Mehrgenerationenhäuser?", "first": 101}, 1.0, 1.0),
        ({"q": "Wann ging es zuerst um Mehrgenerationenhäuser?", "first": 102}, 0.0, 1.0),
    ],
)
def test_a_comparison_is_right_when_the_answer_holds_every_side(engine, change, right, sides):
    row = evaluate(engine, [{**COMPARED, **change}])["styles"]["compare"]
    assert (row["n"], row["as expected"], row["all sides"]) == (1, right, sides)


def test_a_comparison_of_a_report_that_is_not_there_is_left_out(engine):
    result = evaluate(engine, [{**COMPARED, "sides": [{"report": "fehlt.pdf", "anchor": "x"}]}])
    assert result["left_out"] == 1 and "compare" not in result["styles"]
