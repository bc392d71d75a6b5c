"""What somebody who saw the assistant for the first time asked in vain: one named test per defect."""

import pytest

from assistant.types import Conversation
from helpers import LAYOUTS, SAMPLES
from index import build


@pytest.fixture(scope="module")
def library(tmp_path_factory, embedder):
    """The assistant over the sample reports and every layout, protocols too."""
    from assistant.engine import Engine
    from assistant.settings import Settings

    folder = tmp_path_factory.mktemp("newcomer") / "data"
    build.index_files([*SAMPLES, *LAYOUTS], folder, embedder)
    return Engine(Settings(data=folder), embedder)


@pytest.fixture
def talk(library):
    """Asks one question after the other in one conversation; all answers."""

    def run(*questions: str):
        conversation, answers = Conversation(), []
        for question in questions:
            answer, conversation = library.ask(question, conversation)
            answers.append(answer)
        return answers

    return run


def votes(library, answer) -> set[str]:
    return {library.resolution(r).vote.value for r in answer.resolutions}


@pytest.mark.parametrize("question", ["Welche sind das?", "Und welche sind das?", "Zeig sie mir", "Und wie viele sind das?", "Wie viele waren das?"])
def test_the_list_told_before_is_told_again(talk, question):
    told, again = talk("Welche Beschlüsse der 101. ASMK waren einstimmig?", question)
    assert again.count == told.count > 1 and again.resolutions == told.resolutions


def test_another_vote_takes_the_place_of_the_first_and_the_conference_stays(talk, library):
    told, other = talk("Welche Beschlüsse der 101. ASMK waren einstimmig?", "Und mehrheitlich?")
    assert other.resolutions and {library.resolution(r).report for r in other.resolutions} == {library.resolution(r).report for r in told.resolutions}
    assert "einstimmig" not in votes(library, other)


@pytest.mark.parametrize("question", ["Und 2015?", "Und bei der 92.?", "Und die 92. ASMK?"])
def test_another_year_or_conference_takes_the_place_of_the_first_and_the_vote_stays(talk, library, question):
    _, other = talk("Welche Beschlüsse der 101. ASMK waren einstimmig?", question)
    assert other.resolutions and votes(library, other) == {"einstimmig"} and {library.resolution(r).report for r in other.resolutions} == {"asmk-92-protokoll"}


def test_another_land_takes_the_place_of_the_first(talk, library):
    _, other = talk("Was hat Bayern beantragt?", "Und Hamburg?")
    assert len(other.resolutions) > 1 and all("Hamburg" in {f.value for f in library.resolution(r).initiators} for r in other.resolutions)


@pytest.mark.parametrize("question, keep", [("Nur 2012", lambda r: r.report.startswith("asmk-089")), ("Nur einstimmige", lambda r: r.vote and r.vote.value == "einstimmig"), ("Bitte nur die von Bremen", lambda r: "Bremen" in {f.value for f in r.initiators})])
def test_only_narrows_the_list(talk, library, question, keep):
    told, narrowed = talk("Was hat Hamburg beantragt?", question)
    wanted = {r for r in told.resolutions if keep(library.resolution(r))}
    assert wanted and set(narrowed.resolutions) == wanted != set(told.resolutions)


def test_of_both_only_those_told_count(talk, library):
    _, both, which = talk("Was hat Hamburg beantragt?", "Nur die von Bremen", "Welche von den beiden waren einstimmig?")
    assert set(which.resolutions) == {r for r in both.resolutions if library.resolution(r).vote and library.resolution(r).vote.value == "einstimmig"}


def test_a_year_without_a_report_is_said_so_after_a_list(talk):
    assert "1999" in talk("Was hat Hamburg beantragt?", "Und 1999?")[1].lead


@pytest.mark.parametrize("question", ["Der zwanzigste", "Und der achtzehnte?"])
def test_an_ordinal_beyond_the_list_is_said_to_be_beyond_it(talk, question):
    told, _, answer = talk("Was hat Hamburg beantragt?", "Nur die von Bremen", question)
    assert answer.status == "related" and not answer.quotes and "Die Liste hat nur" in answer.lead


@pytest.mark.parametrize("question", ["Und wer hat das beantragt?", "Wurde das einstimmig beschlossen?"])
def test_a_question_about_one_of_the_list_is_still_asked_back(talk, question):
    assert talk("Was hat Hamburg beantragt?", question)[1].lead.startswith("Welchen Beschluss")


def test_whether_it_was_carried_stays_with_the_subject(talk):
    told, answer = talk("Was wurde zum Elternunterhalt beschlossen?", "War das also angenommen?")
    assert answer.resolutions[0] == told.resolutions[0] and answer.lead.startswith("Nein: abgelehnt.") and "abgelehnt" in answer.quotes[0].text


def test_a_detail_whose_words_the_subject_holds_stays_with_it(talk):
    told, answer = talk("Was wurde bei der 101. ASMK zur Saisonarbeit beschlossen?", "Wie viel Lohn wurde einbehalten?")
    assert answer.resolutions[0] == told.resolutions[0] and answer.about


@pytest.mark.parametrize(
    "question, said",
    [
        ("Wer stimmte gegen die Rentenbeiträge für Zeiten der Arbeitslosigkeit?", "gegen die Stimmen von Bayern und Sachsen"),
        ("Welche Länder waren gegen die Rentenbeiträge bei Arbeitslosigkeit?", "gegen die Stimmen von Bayern und Sachsen"),
        ("Wie haben Bayern und Sachsen zur rentenrechtlichen Bewertung von Zeiten der Arbeitslosigkeit gestimmt?", "gegen die Stimmen von Bayern und Sachsen"),
        ("Wer hat sich bei den Geduldeten enthalten?", "einstimmig bei Enthaltung von Bayern"),
    ],
)
def test_who_voted_how_is_quoted_as_a_first_question_too(talk, question, said):
    (answer,) = talk(question)
    assert answer.status == "answered" and f"„{said}“" in answer.lead and said in answer.quotes[0].text


@pytest.mark.parametrize(
    "question, opens, proof",
    [
        ("Wurde das Familienpflegegeld abgelehnt?", "Nein: es ist ein Beschluss. Abstimmung: mehrheitlich.", "mehrheitlich"),
        ("Stimmt es, dass das Familienpflegegeld einstimmig war?", "Nein: Der Beschluss wurde mehrheitlich gefasst.", "mehrheitlich"),
        ("Wurde der Antrag zum Elternunterhalt angenommen?", "Nein: abgelehnt. Abstimmung: 6:8:2.", "abgelehnt"),
        ("Ist es wahr, dass der Elternunterhalt abgelehnt wurde?", "Ja, abgelehnt.", "abgelehnt"),
        ("Wurde der Schutz vor Nanopartikeln vertagt?", "Ja, vertagt.", "abgesetzt"),
    ],
)
def test_a_false_premise_is_told_by_the_fields(talk, question, opens, proof):
    (answer,) = talk(question)
    assert answer.status == "answered" and answer.lead.startswith(opens) and proof in answer.quotes[0].text


def test_no_yes_or_no_where_the_matter_is_in_no_report(talk):
    assert talk("Wurde das Grundeinkommen abgelehnt?")[0].status == "not_found"


def test_how_single_laender_voted_is_not_answered_where_the_report_does_not_say(talk):
    (answer,) = talk("Wie haben Bayern und Sachsen zum Mindestlohn für das Wachgewerbe gestimmt?")
    assert answer.status == "related" and "Wie einzelne Länder abgestimmt haben, sagt der Bericht nicht." in answer.lead


@pytest.mark.parametrize(
    "question, land, proof",
    [
        ("Wer hatte den Vorsitz der 97. ASMK?", "Sachsen", "unter sächsischem Vorsitz"),  # not Berlin, whose report it is
        ("Wer hatte den Vorsitz der 96. ASMK?", "Mecklenburg-Vorpommern", "Ministerium für Soziales"),  # in the next cell
        ("Wer hatte den Vorsitz der 88. ASMK?", "Sachsen", "Sächsisches Staatsministerium"),  # in the next line
        ("Wer hatte den Vorsitz der 93. ASMK?", "Schleswig-Holstein", "unter dem Vorsitz von"),  # not where it met
        ("Wer hatte den Vorsitz der 87. ASMK?", "Hessen", "Den Vorsitz hatte"),
    ],
)
def test_the_chair_is_the_land_beside_the_word(talk, question, land, proof):
    (answer,) = talk(question)
    assert answer.lead.endswith(f"ASMK: {land}.") and proof in answer.quotes[0].text and "Vorsitz" in answer.quotes[0].text


@pytest.mark.parametrize("first", ["Wann war die 93. ASMK?", "Was wurde bei der 93. ASMK beschlossen?"])
def test_the_conference_talked_about_is_the_one_whose_chair_is_asked(talk, first):
    assert talk(first, "Wer hatte den Vorsitz?")[1].lead == "Zum Vorsitz sagt der Bericht: 93. ASMK: Schleswig-Holstein."


@pytest.mark.parametrize(
    "question, said",
    [
        ("Wann war die Amtschefkonferenz vor der 92. ASMK?", "am 8./9. Oktober 2015 in Weimar"),
        ("Wo war die Amtschefkonferenz vor der 92. ASMK?", "am 8./9. Oktober 2015 in Weimar"),
        ("Wann tagte die ACK vor der 91. ASMK?", "am 1./2. Oktober 2014 in Trier"),
        ("Wo war die Vorkonferenz der 85. ASMK?", "am 2. und 3. Oktober 2008 in Lübeck"),
    ],
)
def test_the_meeting_of_the_amtschefs_is_not_the_conference(talk, question, said):
    (answer,) = talk(question)
    assert answer.status == "answered" and said in answer.lead and said.removeprefix("am ") in " ".join(answer.quotes[0].text.split())


def test_a_meeting_of_the_amtschefs_that_is_not_told_of_is_said_so(talk):
    (answer,) = talk("Wann war die Amtschefkonferenz vor der 101. ASMK?")
    assert answer.status == "not_found" and "Amtschefkonferenz" in answer.lead


@pytest.mark.parametrize("question", ["Wo findet die nächste ASMK statt?", "Wann ist die nächste Konferenz?", "Wer hat als Nächstes den Vorsitz?"])
def test_the_next_conference_is_no_past_one(talk, question):
    (answer,) = talk(question)
    assert answer.status == "not_found" and "die letzte darin ist die 102. ASMK" in answer.lead and not answer.quotes


def test_what_a_report_said_of_the_next_conference_is_told_as_what_it_said(talk):
    (answer,) = talk("Wo sollte laut Bericht zur 101. ASMK die nächste Konferenz sein?")
    assert answer.lead.startswith("Der Bericht über die 101. ASMK (2024) sagt von der nächsten Konferenz") and "München" in answer.quotes[0].text


@pytest.mark.parametrize("question, status, said", [("Seit wann gilt das Familienpflegegeld?", "related", "Zuerst gefordert: 102. ASMK (2025)."), ("Seit wann gilt der Mindestlohn?", "related", "Zuerst gefordert: 84. ASMK (2007).")])
def test_a_demand_is_not_told_as_if_in_force(talk, library, question, status, said):
    (answer,) = talk(question)
    word = question.split()[-1].rstrip("?")
    assert answer.status == status and answer.lead == f"Seit wann etwas gilt, sagen die Berichte nicht: Sie erzählen nur von Forderungen. {said}"
    for r in answer.resolutions:
        resolution = library.resolution(r)
        assert word.lower()[:-2] in (resolution.title + library.reports[resolution.report].slice(resolution)).lower()  # not "Familienpflegezeit"


@pytest.mark.parametrize("question", ["Warum hat die ASMK die Kindergrundsicherung abgeschafft?", "Warum hat die ASMK das Familienpflegegeld abgeschafft?"])
def test_why_what_never_happened_is_related_with_the_nearest(talk, question):
    (answer,) = talk(question)
    assert answer.status == "related" and answer.quotes and answer.lead.startswith("Eine Antwort auf genau diese Frage steht nicht in den Berichten.")


@pytest.mark.parametrize(
    "question, opens",
    [
        ("Was heißt ACK?", "ACK steht für: Konferenz der Amtschefinnen und Amtschefs."),
        ("Was ist die Grüne Liste?", "Grüne Liste: Darauf stehen"),
        ("Was bedeutet einstimmig?", "Einstimmig: Kein Land hat dagegen gestimmt"),
        ("Was bedeutet das Wort mehrheitlich?", "Mehrheitlich: "),
        ("Wofür steht BAGüS?", "BAGüS steht für: Bundesarbeitsgemeinschaft der überörtlichen Träger"),  # spelled out in none of these reports
    ],
)
def test_a_word_is_explained_from_the_glossary(talk, question, opens):
    (answer,) = talk(question)
    assert answer.status == "not_found" and answer.lead.startswith(opens) and answer.notes == ("Das steht im Glossar dieses Programms, nicht in einem Bericht.",)


def test_what_a_report_spells_out_is_explained_with_its_words(talk):
    for question, said in (("Was ist die ASMK?", "Arbeits- und Sozialministerkonferenz"), ("Was heißt BMAS?", "Bundesministerium für Arbeit und Soziales")):
        (answer,) = talk(question)
        assert answer.status == "answered" and said in answer.lead and said.split()[-1] in answer.quotes[0].text


def test_an_explanation_leaves_the_conversation_where_it_was(talk):
    told, _, vote = talk("Was wurde zum Elternunterhalt beschlossen?", "Was bedeutet einstimmig?", "Wie wurde abgestimmt?")
    assert vote.resolutions[0] == told.resolutions[0]


def test_a_matter_asked_for_by_was_ist_is_still_searched_for(talk):
    assert talk("Was ist das Familienpflegegeld?")[0].status == "answered"


def test_the_matter_of_a_list_stays_until_another_takes_its_place(talk):
    _, year, topic, bund = talk("Welche Beschlüsse gibt es zum Mindestlohn?", "Und 2008?", "Und zur Pflege?", "Und 2007?")
    assert "zu „Mindestlohn“" in year.lead and year.filters.year == 2008
    assert topic.filters.topic == "Pflege" and "Mindestlohn" not in topic.lead and "Mindestlohn" not in bund.lead and bund.filters.topic == "Pflege"
