"""What a question asks for: commented cases of intent, filters and what is left to search with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.query import understand
from assistant.types import Filters

CONFERENCES, YEARS = frozenset({100, 102}), frozenset({2023, 2025})


def read(text: str, **filters):
    return understand(text, Filters(**filters), CONFERENCES, YEARS)


@pytest.mark.parametrize(
    "question, intent",
    [
        ("Was fordert die ASMK zur Pflege?", "search"),
        ("Pflege", "search"),  # keywords are a search
        ("Mein Vater ist gestürzt, wer zahlt das?", "search"),  # "wer" alone asks for no mover
        ("Welche Beschlüsse waren einstimmig?", "list"),
        ("Alle Beschlüsse zur Pflege", "list"),
        ("Was hat Bremen beantragt?", "list"),
        ("Wie viele Beschlüsse waren einstimmig?", "count"),
        ("Wie viele Anträge hat Hessen gestellt?", "count"),
        ("Wie wurde über das Pflegegeld abgestimmt?", "vote"),
        ("War der Beschluss zum Pflegegeld einstimmig?", "vote"),
        ("Wer hat den Antrag zum Pflegegeld eingebracht?", "mover"),
        ("Von wem kam der Vorschlag?", "mover"),
        ("An wen richtet sich der Beschluss?", "addressee"),
        ("Auf welcher Seite steht das?", "page"),
        ("Wann war die 102. ASMK?", "date"),
        ("Wo fand die Konferenz statt?", "place"),
        ("Wer hatte den Vorsitz?", "chair"),
        ("Wo finde ich den vollständigen Wortlaut?", "fulltext"),
        ("Hallo!", "greeting"),
        ("Vielen Dank!", "greeting"),
        ("Hallo, was wird zur Pflege gefordert?", "search"),  # a greeting before a question is a question
        ("Was kannst du?", "help"),
        ("Hilfe", "help"),
    ],
)
def test_intent(question, intent):
    assert read(question).intent == intent


@pytest.mark.parametrize(
    "question, filters",
    [
        ("Welche Beschlüsse waren einstimmig?", {"vote": "einstimmig"}),
        ("Welche Beschlüsse waren nicht einstimmig?", {"vote": "nicht einstimmig"}),
        ("Welche Beschlüsse waren nur mehrheitlich?", {"vote": "mehrheitlich"}),
        ("Welche Anträge wurden abgelehnt?", {"outcome": "abgelehnt"}),
        ("Welche Anträge wurden vertagt?", {"outcome": "vertagt"}),
        ("Was hat Bremen beantragt?", {"mover": "Bremen"}),
        ("Was hat Sachsen-Anhalt beantragt?", {"mover": "Sachsen-Anhalt"}),  # and not Sachsen
        ("Welche NRW-Anträge gab es?", {"mover": "Nordrhein-Westfalen"}),
        ("Welche Anträge kamen aus Bremen?", {"mover": "Bremen"}),  # "aus" is not the topic "Aus- und Weiterbildung"
        ("Welche Beschlüsse richten sich an die Bundesagentur für Arbeit?", {"addressee": "Bundesagentur für Arbeit"}),  # nor "Arbeit" a topic
        ("Welche Alle-Länder-Anträge gab es?", {"mover": "alle Länder"}),
        ("Welche Beschlüsse der 102. ASMK waren einstimmig?", {"conference": 102, "vote": "einstimmig"}),
        ("Welche Beschlüsse gab es im Jahr 2023?", {"year": 2023}),
        ("Was fordert die 100. ASMK zur Pflege?", {"conference": 100}),
        ("Was fordert die ASMK zur Pflege?", {}),
        ("Wie viele Euro fordert Bremen für 26 Wochen?", {}),  # figures are no conference, outside a list no Land is a filter
    ],
)
def test_filters(question, filters):
    assert read(question).filters.as_dict() == filters


@pytest.mark.parametrize(
    "question",
    [  # anybody's words that are also words of questions about reports
        "Was wird für Mütter getan, die vor dem Krieg geflohen sind?",
        "Wieso gibt's fürs Staplerschein-Machen nix mehr, letztes Jahr ging's doch noch?",
        "Sollen Entlassene bei den neuen Eigentümern zuerst zum Zug kommen?",
        "Welche Angaben sollten Briefe der Behörde enthalten?",
        "Höheres Geld für Überfallene ist schön, aber wer kommt dafür auf?",
        "Gibt es eine Webseite, wo ich alles auf einmal vom Sofa aus beantragen kann?",
        "Hilfe zur Pflege",
        "Welche Nummer wähl ich, wenn ich nicht weiß, welches Amt zuständig ist?",
        "Wer hat ausgerechnet, dass man ein Kind für vier Euro am Tag satt kriegt?",
        "Bei jedem Formular steht »Unterschrift Vater«, sehr witzig",
        "Hab meine Kneipe 2023 zugemacht und jetzt wollen die noch Zettel von damals sehn",
        "Das Programm läuft bis 2030, was kommt danach?",
    ],
)
def test_everyday_words_make_no_question_about_reports(question):
    query = read(question)
    assert query.intent == "search" and query.filters == Filters() and query.missing_year is None and query.subject_words


@pytest.mark.parametrize(
    "question, spoken",
    [
        ("Mei Bua findt nix, kunnt er ned in so a Lehrwerkstatt vom Staat?", "de"),  # Bavarian is no English
        ("Ick will wissen, wat am Ende rauskommt", "de"),
        ("De Klaane is drei un brauch uns de ganze Daach", "de"),
        ("b1 verkackt, gibts ne zweite chance?", "de"),  # nor Turkish
        ("In Athen frieren sie, was tut Europa?", "de"),
        ("Who pays for the course?", "en"),
        ("Qui paie le cours ?", "fr"),
        ("Kursu kim öder?", "tr"),
        ("Kto płaci za kurs?", "pl"),
        ("Хто платить за курс і коли?", "uk"),
    ],
)
def test_language(question, spoken):
    assert read(question).language == spoken


def test_filters_set_outside_stay():
    assert read("Welche Beschlüsse waren einstimmig?", report="r").filters.as_dict() == {"report": "r", "vote": "einstimmig"}


@pytest.mark.parametrize("question, year, conference", [("Was wurde im Jahr 1998 beschlossen?", 1998, None), ("Was hat die 77. ASMK beschlossen?", None, 77), ("Was hat die 102. ASMK beschlossen?", None, None), ("Rente mit 67", None, None)])
def test_a_year_or_conference_that_no_report_covers(question, year, conference):
    query = read(question)
    assert (query.missing_year, query.missing_conference) == (year, conference)


@pytest.mark.parametrize(
    "question, words, empty",
    [
        ("Was fordert die ASMK zum Pflegegeld?", {"pflegegeld"}, False),
        ("Wer hat den Antrag zum Pflegegeld eingebracht?", {"pflegegeld"}, False),
        ("Wer hat das beantragt?", set(), True),  # names no subject: only a follow-up can answer it
        ("Wie wurde abgestimmt?", set(), True),
        ("War das einstimmig?", set(), True),
        ("Auf welcher Seite steht das?", set(), True),
        ("Welche Beschlüsse waren einstimmig?", set(), True),
        ("Bei welchen Beschlüssen ist keine Abstimmung angegeben?", set(), True),  # "angegeben" belongs to the filter
    ],
)
def test_the_subject(question, words, empty):
    query = read(question)
    assert words <= set(query.subject_words)
    assert (query.subject == "") == empty == (not query.subject_words)


@pytest.mark.parametrize("question, refers", [("Und wer hat das beantragt?", True), ("Mehr dazu", True), ("Was fordert die ASMK zur Pflege?", False)])
def test_leaning_on_what_was_said(question, refers):
    assert (read(question).refers or read(question).more) == refers


@pytest.mark.parametrize("question, citizen", [("Bekomme ich mehr Geld?", True), ("Meine Oma braucht Pflege", True), ("Welche Beschlüsse gibt es zur Pflege?", False)])
def test_a_citizens_question(question, citizen):
    assert read(question).citizen == citizen


@given(st.text(max_size=300))
def test_any_text_is_understood_somehow(text):
    query = read(text)
    assert query.text == text and query.intent
    assert bool(query.subject) <= bool(query.subject_words)
