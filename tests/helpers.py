"""The reports that the tests read, their gold cuts, and what finds a cut again in a report's text."""

import json
from dataclasses import dataclass
from pathlib import Path

from index.clean import letters
from index.types import Passage, Report

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted((ROOT / "docs" / "reports").glob("*.pdf"))  # they come with the program
EVALUATION = sorted((ROOT / "tests" / "data" / "reports").glob("*.pdf"))
WRITTEN = SAMPLES + EVALUATION  # narrative reports with a gold cut
LAYOUTS = sorted((ROOT / "tests" / "data" / "layouts").glob("*.pdf"))  # short ones in every layout, protocols too, with a gold cut
REAL = ROOT.parent / "shared" / "reports" / "asmk-102-bericht-nrw.pdf"  # an official report; lies beside the checkout
NO_REAL = "the official report does not lie beside the checkout"
ALL = [path.name for path in WRITTEN] + [REAL.name]

# A whole little report of two resolutions, in the form that real ones have.
SMALL_REPORT = [
    "Bericht über die Ergebnisse der 97. Arbeits- und Sozialministerkonferenz",
    "Die 97. Arbeits- und Sozialministerkonferenz (ASMK) tagte am 25. und 26. November 2020 in Dresden.",
    "Auf Antrag Bremens fordert die ASMK die Bundesregierung einstimmig auf, den Anspruch auf Bildungsurlaub für Leuchtturmwärter "
    "bundesweit gesetzlich zu regeln. Leuchtturmwärter arbeiten häufig allein und können sich kaum vertreten lassen.",
    "Die ASMK bittet das BMAS mehrheitlich, die Zuschüsse für barrierefreie Almhütten zu verdoppeln. Die Mittel sollen ab dem "
    "kommenden Jahr bereitstehen und ohne Eigenanteil der Betreiber gewährt werden.",
    "Die Beschlüsse der Konferenz sind im vollen Wortlaut unter https://www.asmkonline.de abrufbar.",
]


@dataclass(frozen=True)
class Gold:
    """A resolution as cut by hand, found again in a report's canonical text by its letters."""

    start: int
    end: int
    entry: dict


def gold_of(path: Path, report: Report) -> tuple[list[Gold], list[Gold]]:
    """The gold resolutions and frame parts of a written report, as spans of its canonical text."""
    table = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    places = [place for place, character in enumerate(report.text) for _ in letters(character)]
    stream = "".join(letters(character) for character in report.text)

    def spans(texts_and_entries) -> list[Gold]:
        found, after = [], 0
        for text, entry in texts_and_entries:
            wanted = letters(text)
            at = stream.find(wanted, after)
            assert at >= 0, f"{path.name}: the gold text is not in the report: {text[:80]}…"
            after = at + len(wanted)
            found.append(Gold(places[at], places[after - 1] + 1, entry))
        return found

    return spans((entry["text"], entry) for entry in table["resolutions"]), spans((text, {}) for text in table["frame"])


def gold_starts(report: Report, table: dict) -> list[int]:
    """Where the gold resolutions start in a report's canonical text: the first letter of each, found by its first
    letters; below 0, each another, where the text does not hold it."""
    places = [place for place, character in enumerate(report.text) for _ in letters(character)]
    stream = "".join(letters(character) for character in report.text)
    starts, after = [], 0
    for entry in table["resolutions"]:
        # "Antragsteller: alle Länder" also stands in the contents: the longer the words, the surer the place
        wanted = next((w for w in (letters(entry["text"])[:length] for length in (160, 60, 30)) if stream.find(w, after) >= 0), None)
        if wanted is None:  # torn or lost by the reader
            starts.append(-1 - len(starts))
            continue
        at = stream.find(wanted, after)
        after = at + len(wanted)
        starts.append(places[at])
    return starts


def first_letter(report: Report, offset: int) -> int:
    """The offset of the first letter or digit at or after ``offset``: cuts may differ by quotation marks only."""
    return next((place for place in range(offset, len(report.text)) if report.text[place].isalnum()), len(report.text))


def passages_within(report: Report, start: int, end: int) -> tuple[Passage, ...]:
    """The sentences of a report between two offsets, however it is cut into resolutions."""
    passages = {passage for resolution in report.resolutions for passage in resolution.passages} | set(report.frame)
    return tuple(sorted((p for p in passages if p.start < end and p.end > start and p.end - 3 <= end and p.start + 3 >= start), key=lambda p: p.start))
