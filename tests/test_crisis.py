"""Who writes in present danger gets help named and no quote; who asks about the subject gets an answer."""

import json
from pathlib import Path

import pytest

from assistant.crisis import HELP, in_crisis

TRAINING = Path(__file__).resolve().parents[1] / "index" / "training" / "data"


@pytest.mark.parametrize(
    "text",
    [
        "Ich bringe mich um",
        "Ich bring mich noch um!",
        "Ich will nicht mehr leben",
        "ich moechte nicht mehr leben",  # without umlauts
        "Ich kann so nicht mehr weiterleben",
        "Ich will einfach nur noch sterben",
        "Am liebsten wäre ich tot, ich nehme mir das Leben",
        "Ich denke oft an Selbstmord",
        "Ich habe Suizidgedanken, wer hilft mir?",
        "Meine Tochter will sich umbringen",
        "Mein Sohn ritzt sich",
        "Mein Mann schlägt mich",
        "Hilfe, mein Ex-Mann hat mich gestern gewürgt",
        "Mein Mann schlägt unsere Kinder, was soll ich tun?",
        "Er schlägt mich jeden Abend",
        "Wohin kann ich gehen, wenn mein Mann mich schlägt?",
        "Papa haut mich",
        "Meine Eltern schlagen mich",
        "Ich werde bedroht",
        "Ich werde von meinem Chef bedroht",
        "Meine Mutter wird von ihrem Mann geschlagen",
        "Ich wurde vergewaltigt",
        "Mein Nachbar schlägt seine Frau",
        "Ich habe Angst vor meinem Mann",
        "hab angst dass er mich umbringt",
        "mann haut mich wohin heute nacht",  # hasty
        "Mein Kumpel will nicht mehr leben",
        "Keiner darf es wissen, mein Vater bringt mich um",
    ],
)
def test_present_danger_is_heard(text):
    assert in_crisis(text)


@pytest.mark.parametrize(
    "text",
    [
        "Suizidprävention",
        "Was fordert die ASMK zur Suizidprävention?",
        "Gewalt gegen Frauen",
        "Frauenhaus",
        "Wer zahlt den Platz im Frauenhaus?",
        "Was tun die Länder gegen häusliche Gewalt?",
        "Selbstmord am Arbeitsplatz",
        "Ich suche Beschlüsse zu Frauenhäusern",
        "Ich möchte zu Hause sterben, wer hilft bei der Pflege?",  # of care, not of a wish
        "Ich kann von meiner Rente nicht mehr leben",
        "Von dem Geld können wir nicht mehr leben",
        "Ich will nicht mehr leben wie bisher, sondern in einer Wohngruppe",
        "Ich bin von Wohnungslosigkeit bedroht",
        "Ich werde von Altersarmut bedroht",
        "Die Inflation bedroht uns alle",
        "Mein Chef schlägt mir Kurzarbeit vor",
        "Meine Kollegin schlägt mich als Betriebsrätin vor",
        "Ich wurde als Kind missbraucht, bekomme ich eine Opferrente?",  # a right, long after
        "Ich schlage vor, die Rente zu erhöhen",
        "Mein Vater ist gestorben, bekomme ich Waisenrente?",
        "Die Pflege meiner Mutter bringt mich um den Schlaf",
        "Der Zahn bringt mich um, wer zahlt den Arzt?",  # a way of speaking
        "Diese Arbeit bringt mich noch um",
        "Mein Kind wird in der Kita nicht betreut",
        "Wie werden Einsatzkräfte geschützt, die bedroht werden?",
        "Ich habe Angst vor der Altersarmut",
        "Mein Arbeitgeber verfolgt mich nicht",
        "Ich bin nicht suizidal, mir ist nur langweilig",
        "Er hat uns als Kinder verprügelt, muss ich für sein Heim zahlen?",  # long past
    ],
)
def test_a_subject_is_no_danger(text):
    assert not in_crisis(text)


def test_everyday_questions_hardly_trigger_it():
    """Of some 19,500 questions in people's own words about one in a thousand, and those it hears do tell of violence or of a wish to die."""
    asked = [text for path in sorted(TRAINING.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines() for text in json.loads(line).get("citizen", [])]
    caught = [text for text in asked if in_crisis(text)]
    assert len(asked) > 10_000 and 5 <= len(caught) <= len(asked) / 600, caught


def test_who_writes_in_danger_gets_help_and_no_quote(engine):
    answer, conversation = engine.ask("Mein Mann schlägt mich")
    assert answer.status == "not_found" and answer.lead == HELP and not answer.quotes and not answer.resolutions and not answer.notes
    assert all(number in answer.lead for number in ("112", "110", "0800 111 0 111", "0800 111 0 222", "116 016", "116 111"))
    assert not conversation.resolutions
    assert engine.ask("Gewalt gegen Frauen")[0].lead != HELP
