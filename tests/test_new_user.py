"""What a new user found wrong: one named test, or table of commented cases, per thing."""

import pytest

from assistant.answer import FAILED, NO_LAW
from assistant.phrases import PHRASES
from assistant.query import tally
from assistant.types import Conversation, Filters
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
