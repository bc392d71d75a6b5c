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


# ── what is talked about ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "question",
    [
        "Was kostet so ein Tier?",  # short, names no matter of its own, and no pronoun
        "Und wenn man kein Einkommen hat?",
        "Alle einer Meinung?",
        "Wer steht dahinter?",
        "Was soll der Bund da zahlen?",
        "Wer muss das machen?",
        "Bitte im vollen Wortlaut",
        "Kostet das was?",
        "Was sagt die Bundesregierung dazu?",  # "dazu" once read as "what came in addition"
    ],
)
def test_a_short_question_stays_with_what_is_talked_about(talk, question):
    first, then = talk("Was wird zu den Assistenzhunden gefordert?", question)
    assert then.about and then.resolutions == first.resolutions


@pytest.mark.parametrize("question", ["Was fordert die ASMK zu Elektroautos?", "Mehrgenerationenhäuser?", "Was ist mit den Au-pairs?", "Welche Regeln gibt es für Radon an Arbeitsplätzen?", "Und mit Syrien?"])
def test_another_matter_is_not_answered_from_the_last_one(talk, question):
    first, then = talk("Was wird zu den Assistenzhunden gefordert?", question)
    assert not then.about and first.resolutions[0] not in then.resolutions


def test_the_whole_wording_in_plain_words(talk, engine):
    for wish in ("Den ganzen Text bitte", "Im vollen Wortlaut bitte", "Zeig mir den kompletten Beschluss", "Wie lautet der genaue Wortlaut?"):
        answer = talk("Was wird zu den Assistenzhunden gefordert?", wish)[1]
        resolution = engine.resolution(answer.resolutions[0])
        assert answer.quotes[0].text == engine.reports[resolution.report].slice(resolution), wish


def test_a_misreading_is_corrected(talk, engine):
    wrong, right, vote = talk("Suchtberatung", "Nein, ich meinte die Schuldnerberatung", "Wer hat das beantragt?")
    assert right.resolutions[0] not in wrong.resolutions and "Schuldnerberatung" in right.quotes[0].text
    assert vote.resolutions == right.resolutions[:1]


@pytest.mark.parametrize("meant", ["Pflege", "Kinder und Familie", "Arbeit", "die Rente", "Ukraine", "Geld"])
def test_a_correction_to_anything_is_answered_without_what_was_corrected(talk, meant):
    """Only the first few hits know their sentences' scores: with the corrected one gone, another must not be quoted."""
    first, then = talk("Was fordert die ASMK zur Pflege?", f"Nein, ich meinte {meant}")
    assert first.resolutions[0] not in then.resolutions


def test_a_bare_no_is_asked_back_with_what_else_was_found(talk):
    first, no, second = talk("Kurzarbeitergeld", "Nein", "Das erste")
    assert not no.quotes and first.resolutions[0] not in no.resolutions and no.lead.startswith("Welchen Beschluss meinen Sie?")
    assert second.resolutions == no.resolutions[:1]


@pytest.mark.parametrize("back", ["Zurück zu den Assistenzhunden", "Zurück zum vorigen Thema", "Nochmal zu den Assistenzhunden: wer hat das beantragt?", "Zurück zum Anfang"])
def test_back_to_what_was_talked_about_before(talk, back):
    first, other, again = talk("Was wird zu den Assistenzhunden gefordert?", "Was wurde zu Au-pairs beschlossen?", back)
    assert other.resolutions[0] != first.resolutions[0] and again.resolutions[:1] == first.resolutions[:1] and again.about
    assert "Bayern" in again.lead


def test_back_to_a_matter_never_talked_about_is_a_plain_search(talk):
    *_, answer = talk("Was wird zu den Assistenzhunden gefordert?", "Zurück zu den Au-pairs: wer hat das beantragt?")
    assert "Hamburg" in answer.lead


@pytest.mark.parametrize("choice", ["Der zweite", "Das zweite bitte", "Radon"])
def test_an_unclear_reference_is_asked_back_and_the_choice_answers_the_question(talk, engine, choice):
    told, unclear, answer = talk("Welche Beschlüsse hat Bayern beantragt?", "Wie wurde abgestimmt?", choice)
    assert unclear.status == "related" and not unclear.quotes and unclear.resolutions == told.resolutions[:3]
    wanted = next(r for r in told.resolutions if "Radon" in engine.resolution(r).title) if choice == "Radon" else told.resolutions[1]
    assert answer.resolutions == (wanted,) and "Abstimm" in answer.lead or "gefasst" in answer.lead


def test_of_a_list_with_one_entry_it_is_clear_which_is_meant(talk):
    told, vote = talk("Welche Beschlüsse auf Seite 4 zu Mehrgenerationenhäusern gibt es?", "Wie wurde abgestimmt?", conference=101)
    assert told.count != 1 or vote.resolutions == told.resolutions


def test_an_ordinal_beyond_the_list_is_asked_back(talk):
    told, answer = talk("Welche Beschlüsse hat Bayern beantragt?", "Der neunte")
    assert len(told.resolutions) < 9 and not answer.quotes and answer.lead.startswith(f"Die Liste hat nur {len(told.resolutions)} Beschlüsse. Welchen Beschluss")


def test_who_abstained_is_told_in_the_reports_words_or_said_to_be_missing(talk):
    named = talk("Höchstdauer Kurzarbeitergeld", "Wer hat sich enthalten?")[1]
    assert "Enthaltung von Bayern" in named.lead
    missing = talk("Mindestlohngesetz", "Wer war dagegen?", conference=101)[1]
    assert "Wie einzelne Länder abgestimmt haben, sagt der Bericht nicht." in missing.lead


def test_asked_for_a_demand_a_failed_motion_does_not_come_first(talk, engine):
    (answer,) = talk("Was fordert die ASMK zum Mindestlohn?")
    assert engine.resolution(answer.resolutions[0]).outcome.value == "beschlossen"
