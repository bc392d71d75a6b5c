""""Zitat prüfen": does a sentence stand in the reports verbatim, changed, stitched together, or not at all?"""

import difflib
import re
from dataclasses import dataclass

from assistant.render import corrected_mark
from index import lexical
from index.errors import IndexMissing, QuestionError
from index.sentences import sentences
from index.fields import failed
from index.types import Report, Resolution

MAX_LENGTH = 5000  # characters
CHANGED = 78.0  # similarity (0..100) from which a passage counts as the same one with changes
MIN_PART = 4  # words that a part of a stitched text must have


@dataclass(frozen=True)
class Match:
    """A place in a report that the checked text, or a part of it, matches."""

    report: str
    resolution: str | None
    page: int
    start: int
    end: int
    text: str  # the report's words
    part: str  # the checked words
    similarity: float  # 0..100; 100 is verbatim
    differences: tuple[tuple[str, str, str], ...] = ()  # (kind, checked words, report's words): "gleich", "anders", "fehlt", "zusätzlich"
    label: str | None = None  # of the first sentence it touches in which not the conference speaks: "Protokollerklärung Sachsen", "Begründung"
    outcome: str | None = None  # of the resolution, as the report states it
    note: str | None = None  # why it may not be cited as the conference's will: a motion that failed, a single Land's declaration


@dataclass(frozen=True)
class Check:
    """The verdict: "wörtlich", "verändert", "zusammengesetzt" or "nicht gefunden"."""

    text: str
    verdict: str
    matches: tuple[Match, ...]


def check(reports: dict[str, Report], text: str) -> Check:
    """Check a pasted text against the reports; spaces, line breaks and the kind of quotation marks do not count.

    Raises QuestionError for an empty or overlong text.
    """
    if not reports:
        raise IndexMissing("Es sind noch keine Berichte aufgenommen; bitte nehmen Sie zuerst welche auf: asmk index ORDNER")
    text = " ".join(text.split()).strip("„“”\"«»' ")
    if len(text) < 8:
        raise QuestionError("Bitte fügen Sie einen ganzen Satz ein.")
    if len(text) > MAX_LENGTH:
        raise QuestionError(f"Der Text ist zu lang (höchstens {MAX_LENGTH} Zeichen); bitte prüfen Sie ihn in Teilen.")
    found = _everywhere(reports, text)
    if found:
        return Check(text, "wörtlich", tuple(found))
    parts = _parts(text)
    placed = [_everywhere(reports, part) for part in parts]
    if len(parts) > 1 and all(placed):
        return Check(text, "zusammengesetzt", tuple(places[0] for places in placed))
    near = sorted((match for report in reports.values() if (match := _near(report, text))), key=lambda match: -match.similarity)
    if near and near[0].similarity >= CHANGED:
        return Check(text, "verändert", (near[0],))
    if len(parts) > 1:
        places = [places[0] if places else _best(reports, part) for places, part in zip(placed, parts)]
        good = [place for place in places if place and place.similarity >= CHANGED]
        if len(good) == len(parts):
            return Check(text, "zusammengesetzt", tuple(good))
    return Check(text, "nicht gefunden", tuple(near[:1]) if near and near[0].similarity >= 60 else ())


def _parts(text: str) -> list[str]:
    """Sentences, and the pieces between "…" or "[...]", that are long enough to be told apart."""
    pieces = re.split(r"\s*(?:\[?(?:…|\.\.\.)\]?)\s*", text)
    parts = [piece[p.start : p.end] for piece in pieces for p in sentences(piece, 0, len(piece))]
    return [part for part in parts if len(part.split()) >= MIN_PART] or [text]


def _letters(text: str) -> tuple[str, list[int]]:
    """Folded letters and digits of a text, and the offset each came from."""
    kept, offsets = [], []
    for place, character in enumerate(text):
        if character.isalnum():
            for folded in character.casefold():
                kept.append(folded)
                offsets.append(place)
    return "".join(kept), offsets


def _everywhere(reports: dict[str, Report], text: str) -> list[Match]:
    wanted, _ = _letters(text)
    if len(wanted) < 6:
        return []
    matches = []
    for report in reports.values():
        letters, offsets = _letters(report.text)
        at = letters.find(wanted)
        while at >= 0:
            start, end = offsets[at], offsets[at + len(wanted) - 1] + 1
            while end < len(report.text) and report.text[end] in ".!?“”\"":
                end += 1
            if _on_word_borders(report.text, start, offsets[at + len(wanted) - 1] + 1):
                matches.append(_match(report, start, end, text, 100.0))
            at = letters.find(wanted, at + 1)
    return matches


def _on_word_borders(text: str, start: int, end: int) -> bool:
    return not (start > 0 and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())


def _near(report: Report, text: str) -> Match | None:
    """The sentences of the report most like the text."""
    similarity, start, end = lexical.align(text, report.text)
    passages = [*report.frame, *(p for resolution in report.resolutions for p in resolution.passages)]
    touched = [p for p in passages if min(p.end, end) - max(p.start, start) > 0.3 * (p.end - p.start)]
    if touched:  # whole sentences: what the text leaves out shows as left out
        start, end = min(p.start for p in touched), max(p.end for p in touched)
    elif (inside := next((p for p in passages if p.start <= start < p.end), None)) is not None:
        start, end = inside.start, inside.end
    return _match(report, start, end, text, similarity) if start < end else None


def _best(reports: dict[str, Report], part: str) -> Match | None:
    return max((m for report in reports.values() if (m := _near(report, part))), key=lambda match: match.similarity, default=None)


def _match(report: Report, start: int, end: int, part: str, similarity: float) -> Match:
    resolution = next((r for r in report.resolutions if r.start <= start < r.end), None)
    words = report.text[start:end]
    differences = () if similarity == 100.0 else differing(part, words)
    passages = [*report.frame, *(resolution.passages if resolution else ())]
    label = next((p.label for p in passages if p.start < end and start < p.end and not p.conference), None)
    outcome = resolution.outcome.value if resolution and resolution.outcome else None
    return Match(report.id, resolution.id if resolution else None, report.page_of(start), start, end, words, part, round(similarity, 1), differences, label, outcome, _caveat(resolution, label))


def _caveat(resolution: Resolution | None, label: str | None) -> str | None:
    """What must be said beside words that stand in the report and yet are not what the conference decided; None for nothing."""
    said = []
    if resolution and failed(resolution.outcome):
        tally = f" ({resolution.vote.value})" if resolution.vote and resolution.vote.value[0].isdigit() else ""
        said.append(f"Der Antrag wurde {resolution.outcome.value}{tally}{corrected_mark(resolution, 'outcome')}")
    if label and label.startswith("Protokollerklärung"):
        lands = label.removeprefix("Protokollerklärung").strip()
        said.append(f"Protokollerklärung{f' von {lands}' if lands else ''}, nicht die Haltung der Konferenz")
    elif label:
        said.append(f"Das steht in: {label}; es ist nicht der Beschluss selbst")
    return "; ".join(said) + "." if said else None


def caveat(result: Check) -> str:
    """" Aber: …" for a verdict whose every place has a caveat, each said once; "" where one place has none."""
    notes = [match.note for match in result.matches]
    return f" Aber: {' '.join(dict.fromkeys(notes))}" if notes and all(notes) else ""


def differing(checked: str, original: str) -> tuple[tuple[str, str, str], ...]:
    """Word by word: what is the same, what differs, what the checked text leaves out ("fehlt") or adds ("zusätzlich")."""
    left, right = checked.split(), original.split()
    names = {"equal": "gleich", "replace": "anders", "insert": "fehlt", "delete": "zusätzlich"}
    matcher = difflib.SequenceMatcher(None, [w.strip(".,;:„“”\"").lower() for w in left], [w.strip(".,;:„“”\"").lower() for w in right], autojunk=False)
    return tuple((names[kind], " ".join(left[a:b]), " ".join(right[c:d])) for kind, a, b, c, d in matcher.get_opcodes())


def check_text(result: Check, reports: dict[str, Report]) -> str:
    """The verdict for a person to read."""
    heads = {
        "wörtlich": "Wörtlich gefunden.",
        "verändert": "So steht es nicht im Bericht; gefunden mit Änderungen.",
        "zusammengesetzt": "Aus mehreren Stellen zusammengesetzt; in dieser Folge steht es nicht im Bericht.",
        "nicht gefunden": "In den Berichten nicht gefunden.",
    }
    lines = [heads[result.verdict] + caveat(result)]
    for match in result.matches:
        report = reports[match.report]
        lines += ["", f"Bericht: „{match.text}“", f"    {report.title} · Seite {match.page}"]
        if match.note and len(result.matches) > 1:
            lines.append(f"    aber: {match.note}")
        for kind, checked, original in match.differences:
            if kind == "anders":
                lines.append(f"    anders: „{checked}“ – im Bericht: „{original}“")
            elif kind == "fehlt":
                lines.append(f"    fehlt: „{original}“")
            elif kind == "zusätzlich":
                lines.append(f"    zusätzlich: „{checked}“")
    return "\n".join(lines)
