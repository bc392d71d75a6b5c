"""German sentences as spans."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import ALL
from index.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[passage.start : passage.end] for passage in sentences(text, 0, len(text))]


# "|" marks each place where a sentence ends; everything else must hold together.
@pytest.mark.parametrize(
    "marked",
    [
        "Die ASMK fordert mehr Geld.| Sie bittet um Prüfung.| Dies gilt sofort.",
        # abbreviations
        "Dazu zählen z. B. Zulagen und Zuschläge.| Weiter nichts.",
        "Dazu zählen z.B. Zulagen.| Weiter nichts.",
        "Die Kosten betragen ca. 200 Mio. Euro im Jahr.| Der Bund trägt sie.",
        "Nach Nr. 4 der Vorlage gilt das nicht.| Das ist zu ändern.",
        "Der Anspruch besteht ggf. auch für Angehörige.| Das genügt.",
        "Das betrifft Beschäftigte i. d. R. nicht.| Sie sind versichert.",
        "Frau Dr. Muster und Herr Prof. Beispiel trugen vor.| Danach wurde beraten.",
        "Die Kommunen, bzw. Die Träger, sind zuständig.| So bleibt es.",
        "Das regelt § 44b Abs. 3 Satz 2 SGB II.| Die Länder stimmen zu.",
        "Es geht um Löhne, Zulagen usw.| Die ASMK begrüßt das.",  # may end a sentence when a clear opener follows
        "Genannt sind Löhne, Zulagen usw. nach Tarif.| Mehr nicht.",
        # ordinals and dates
        "Die 102. ASMK tagte in München.| Die nächste folgt.",
        "Sie tagte am 26. und 27. November 2025 in München.| Bayern hatte den Vorsitz.",
        "Das gilt ab dem 1. Januar 2026 für alle.| Ausnahmen gibt es nicht.",
        "Das gilt ab dem 58. Lebensjahr.| Die Länder tragen das mit.",
        "Die Frist endet am 31.12.2025 um 24 Uhr.| Danach verfällt sie.",
        "Die 10. Sitzung und die 11. Sitzung fielen aus.| Die 12. fand statt.",
        "Das Gesetz stammt aus dem Jahr 2019.| Die Länder wollen es ändern.",  # a year may end a sentence
        "Die Zahl stieg auf 120.| Die ASMK sieht das mit Sorge.",  # a figure may too
        # figures
        "Der Zuschuss steigt auf 1.000 Euro.| Das kostet 2,5 Millionen.",
        "Gestimmt wurde mit 13:0:3 Stimmen.| Der Antrag ist angenommen.",
        # brackets
        "Das Gesetz (BGBl. I S. 5. Fassung von 2020) gilt fort.| Es wird geprüft.",
        "Die Konferenz (ASMK) hat beraten.| (Siehe auch Seite 4.)| Weiter im Text.",
        # quotation marks
        "Der Antrag „Reform jetzt!“ wurde angenommen.| Er gilt.",
        "Die ASMK sagt: „Das muss enden.“| Danach folgt die Begründung.",
        # a colon does not end a sentence
        "Die ASMK fordert: Der Bund zahlt mehr.| Das ist gerecht.",
        # exclamation and question marks do
        "Reicht das Geld?| Nein!| Der Bund muss helfen.",
        # a web address
        "Näheres steht unter https://www.asmkonline.de/asmk-protokolle.html im Netz.| Dort ist alles.",
        # no full stop at the end, white space around
        "  Ein Satz ohne Punkt  ",
        "Erster Satz.|\nZweiter Satz auf neuer Zeile.|\n\nDritter nach einer Leerzeile.",
        "SGB II und SGB XII. bleiben.",  # a small letter never begins a sentence
    ],
)
def test_boundaries(marked):
    text = marked.replace("|", "")
    expected = [part.strip() for part in marked.split("|")]
    assert cut(text) == expected


def test_only_the_given_span_is_cut():
    text = "Vorher. Erster Satz. Zweiter Satz. Nachher."
    start, end = text.index("Erster"), text.index(" Nachher")
    assert [text[p.start : p.end] for p in sentences(text, start, end)] == ["Erster Satz.", "Zweiter Satz."]


@pytest.mark.parametrize("blank", ["", " ", "\n\n \n"])
def test_nothing_gives_nothing(blank):
    assert sentences(blank, 0, len(blank)) == ()


PIECE = st.sampled_from("Die Der Länder ASMK fordert . . . ! ? : , ; ( ) „ “ z. B. Abs. § 5 102. 26. November usw. 1.000 – - a) \n \n\n  “. .) ... … ä ß É".split(" ") + [" ", "\n\n"])


@given(st.lists(PIECE, max_size=40).map(" ".join), st.data())
def test_passages_are_gap_free_in_order_and_apart(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    at = start
    for passage in sentences(text, start, end):
        assert at <= passage.start < passage.end <= end
        assert not text[at : passage.start].strip(), "words between two passages"
        assert text[passage.start : passage.end] == text[passage.start : passage.end].strip()
        at = passage.end
    assert not text[at:end].strip(), "words after the last passage"


@given(st.text(max_size=120))
def test_any_text_at_all(text):
    found = sentences(text, 0, len(text))
    assert "".join(text.split()) == "".join("".join(text[p.start : p.end].split()) for p in found)


@pytest.mark.parametrize("name", ALL)
def test_the_reports_sentences_look_like_sentences(name, report_of):
    """No passage of a real report begins with a small letter, which would be a cut after an abbreviation."""
    report = report_of(name)
    passages = [passage for resolution in report.resolutions for passage in resolution.passages]
    assert passages
    broken = [report.slice(p)[:40] for before, p in itertools.pairwise(passages) if report.slice(p)[0].islower() and not report.slice(before).endswith(":")]
    assert not broken
