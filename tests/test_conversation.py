"""Follow-ups, and answers that must not claim more than a report says: one named test per thing that went wrong once."""

from dataclasses import replace

import pytest

from assistant.answer import CONTACT, NO_LAW
from assistant.engine import Engine
from assistant.types import Conversation, Filters


@pytest.fixture
def talk(engine):
    """Asks one question after the other in one conversation; all answers."""

    def run(*questions: str, **filters):
        conversation, answers = Conversation(), []
        for question in questions:
            answer, conversation = engine.ask(question, conversation, Filters(**filters))
            answers.append(answer)
        return answers

    return run


def test_davon_narrows_the_list_told_before(talk, engine):
    whole, narrowed, counted = talk("Welche Beschlüsse waren einstimmig?", "Welche davon hat Bayern beantragt?", "Wie viele sind das?", conference=101)
    wanted = {r for r in whole.resolutions if "Bayern" in {f.value for f in engine.resolution(r).initiators}}
    assert set(narrowed.resolutions) == wanted and 0 < len(wanted) < len(whole.resolutions)
    assert counted.count == len(wanted)


def test_an_ordinal_means_a_row_of_the_list(talk):
    whole, second = talk("Welche Beschlüsse waren nur mehrheitlich?", "Mehr zum zweiten", conference=101)
    assert second.resolutions == (whole.resolutions[1],)


def test_another_conference_is_asked_there_and_not_answered_from_the_last_one(talk, engine):
    first, second = talk("Was wurde zu den Mehrgenerationenhäusern beschlossen?", "Und bei der 101. Konferenz?", conference=None)
    assert all(engine.reports[q.report].conference.value == "101" for q in second.quotes)


def test_a_conference_without_a_report_is_said_so(talk):
    _, answer = talk("Was wurde zu den Mehrgenerationenhäusern beschlossen?", "Und bei der 97. Konferenz?")
    assert answer.status == "not_found" and "97" in answer.lead


def test_what_was_only_near_does_not_become_the_subject_of_a_sure_answer(talk):
    near, then = talk("Was ist mit Pilotinnen und Piloten im Cockpit?", "Wer hat das beantragt?")
    assert near.status != "answered" and then.status != "answered"


@pytest.mark.parametrize(
    "question",
    [
        "Hat die Bundesregierung das Direktanstellungsgebot eingeführt?",  # what became of a demand
        "Gibt es ein bundesweites Gütesiegel für Vermittlungsagenturen?",  # demanded, not there
        "Ist die ASMK gegen ein Direktanstellungsgebot?",  # the reverse
        "Soll der Mindestumfang für Weiterbildungen von 60 auf 120 Stunden steigen?",  # the figures the other way round
        "Können Inklusionsbetriebe Zugang zur Wirtschaftsförderung erhalten?",  # to be examined only
    ],
)
def test_no_yes_that_the_report_does_not_say(talk, question):
    (answer,) = talk(question, conference=102)
    assert not answer.lead.startswith("Ja")


@pytest.mark.parametrize("question", ["Schwarzarbeit auf Baustellen von Ikea", "Bürgerversicherung", "Cannabis", "Krankenhausreform", "Tempolimit"])
def test_a_subject_that_no_report_holds_is_not_answered(talk, question):
    """Synonyms of several words and bare compound parts once proved such words."""
    (answer,) = talk(question)
    assert answer.status != "answered"


def test_a_word_of_the_letter_is_not_said_to_be_missing(talk):
    (answer,) = talk("Frau Mustermann")  # signs the sample report for the 102nd conference
    assert "Mustermann" not in answer.lead


@pytest.mark.parametrize("question", ["1", "[1]", "-5", "?!"])
def test_figures_and_marks_alone_are_asked_back(talk, question):
    (answer,) = talk(question)
    assert answer.status != "answered"


def test_soft_hyphens_of_a_copied_word_do_not_matter(talk):
    plain, copied = talk("Assistenzhunde")[0], talk("Assistenz\u00adhunde")[0]
    assert plain.resolutions == copied.resolutions and plain.status == "answered"


@pytest.mark.parametrize(
    "question, language",
    [
        ("Do food delivery riders get a proper contract?", "en"),
        ("Les livreurs de repas auront-ils un contrat ?", "fr"),
        ("Czy dostawcy jedzenia dostaną umowę?", "pl"),
        ("Yemek kuryeleri sözleşme alacak mı?", "tr"),
        ("Чи отримають кур'єри договір?", "uk"),
        ("Получат ли курьеры договор?", "ru"),
        ("هل سيحصل سائقو التوصيل على عقد؟", "ar"),
    ],
)
def test_fixed_phrases_come_in_the_language_of_the_question_and_quotes_stay_german(talk, engine, question, language):
    (answer,) = talk(question)
    assert answer.language == language
    assert all(engine.reports[q.report].text[q.start : q.end] == q.text for q in answer.quotes)


@pytest.mark.parametrize("question", ["Ist das schon Gesetz?", "Und ist das schon in Kraft?", "Wurde das umgesetzt?", "Gilt das für mich?", "Habe ich darauf Anspruch?", "Ab wann?", "Was ist daraus geworden?", "Bekomme ich das?"])
def test_helpdesk_questions_quote_the_demand_and_say_whom_to_ask(talk, question):
    """They were once searched for by the word "Gesetz" or "wann"."""
    first, then = talk("Was wird zu den Assistenzhunden gefordert?", question)
    assert then.status == "related" and then.resolutions == first.resolutions
    assert NO_LAW in then.notes and then.notes[-1] == CONTACT


def test_a_helpdesk_question_without_a_subject_is_asked_back(talk):
    (answer,) = talk("Ist das schon Gesetz?")
    assert not answer.quotes and answer.lead.startswith("Worauf bezieht")


def test_from_when_is_answered_where_the_report_gives_a_date(talk):
    first, then = talk("Was wurde zur Pflegefachassistenzausbildung beschlossen?", "Ab wann?")
    assert then.status == "answered" and then.lead.startswith("1. Januar 2027") and then.resolutions == first.resolutions


def test_the_office_sets_whom_to_ask(engine, embedder):
    own = Engine(replace(engine.settings, contact="Fragen Sie das Bürgertelefon."), embedder)
    answer, _ = own.ask("Ist das Gütesiegel für Vermittlungsagenturen schon Gesetz?")
    assert answer.notes[-1] == "Fragen Sie das Bürgertelefon."
    plain, _ = own.ask("Wird ein Gütesiegel für Vermittlungsagenturen gefordert?")
    assert "Bürgertelefon" not in " ".join(plain.notes)
