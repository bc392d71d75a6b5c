"""What single Länder declared for the protocol: listed, counted and quoted as their own, never as the conference's.

A narrative report may only say that there was one ("Hessen gab eine Protokollerklärung ab"): that is quoted too, and told apart.
"""

import re
from dataclasses import dataclass
from itertools import groupby

from assistant import answer as answers
from assistant import quote as quoting
from assistant import tops
from assistant.query import Query
from assistant.types import Answer
from index import cues
from index.search import OpenIndex
from index.types import Report, Resolution

_LABEL = "Protokollerklärung"
_MENTION = re.compile(r"\bProtokoll(?:erklärung|notiz)|\bzu Protokoll\b")
_ASKS_CONTENT = re.compile(r"^\W*(?:und )?(?:was|worum|wie lautet\w*)\b|\b(?:inhalt|wortlaut)\b", re.IGNORECASE)
NOTE = "Eine Protokollerklärung gibt die Haltung der genannten Länder wieder, nicht die der Konferenz."


@dataclass(frozen=True)
class Declaration:
    """What one or several Länder declared to a resolution, as a span of its report. ``lands`` is empty where none is named."""

    report: Report
    resolution: Resolution
    lands: tuple[str, ...]
    start: int
    end: int
    told: bool = False  # the report only says that there is one; ``lands`` are those named in that sentence


def of(report: Report) -> list[Declaration]:
    """The declarations in a report, in its order."""
    found = []
    for resolution in report.resolutions:
        own = len(found)
        parts = [(label, list(passages)) for label, passages in groupby(resolution.passages, key=lambda passage: passage.label)]
        for place, (label, passages) in enumerate(parts):
            opens = label == _LABEL and place + 1 < len(parts) and (parts[place + 1][0] or "").startswith(_LABEL)  # "Protokollerklärung:" above the Land's own
            if (label or "").startswith(_LABEL) and not opens:
                lands = tuple(cues.land_name(match.group(1)) for match in cues.LAND.finditer(label))
                found.append(Declaration(report, resolution, lands, passages[0].start, passages[-1].end))
        for passage in resolution.passages if len(found) == own else ():
            if _MENTION.search(report.slice(passage)):
                named = dict.fromkeys(cues.land_name(match.group(1)) for match in cues.LAND.finditer(report.slice(passage)))
                found.append(Declaration(report, resolution, tuple(named), passage.start, passage.end, True))
    return found


def find(index: OpenIndex, query: Query) -> list[Declaration]:
    """The declarations in the reports asked for, of the Länder asked for, the newest conference first."""
    reports = [report for report in reversed(answers.in_time(list(index.reports.values()))) if answers.report_matches(report, query.filters)]
    asked = lands(query)
    return [one for report in reports for one in of(report) if (not asked or asked & set(one.lands)) and (not query.top or one.resolution.number == query.top)]


def lands(query: Query) -> set[str]:
    """The Länder that a question names."""
    return {cues.land_name(match.group(1)) for expression in (cues.LAND, cues.LAND_ADJECTIVE) for match in expression.finditer(query.text)}


def answer(index: OpenIndex, query: Query, found: list[Declaration], about: str | None = None) -> Answer:
    """The list of declarations, each quoted. ``count`` is that of the resolutions they belong to, as in every list; the first line counts the declarations."""
    asked = [*sorted(lands(query)), *([f"TOP {query.top}"] if query.top else []), *([f"zu „{' '.join(query.subject_words)}“"] if query.subject_words else []), *([about] if about else [])]
    what = f" ({', '.join(asked)})" if asked else ""
    basis = f"Gezählt in {answers.searched(index, query.filters, dative=True)}; ihren Wortlaut geben in der Regel nur Protokolle wieder."
    if not found:
        return Answer(query.text, "not_found", f"Keine Protokollerklärung gefunden{what}.", (), (basis,), 0, query.filters)
    found = sorted(found, key=lambda entry: entry.told)  # stable: the newest conference first within each kind
    quotes = tuple(quoting.make(number, one.report, one.resolution.id, one.start, one.end) for number, one in enumerate(found, 1))
    given, told = ([entry for entry in found if entry.told == kind] for kind in (False, True))
    lines = [f"{len(given)} Protokollerklärung{'' if len(given) == 1 else 'en'}{what}: {'; '.join(map(_row, given))}."] if given else []
    one = "eine" if len(told) == 1 else "je eine"
    lines += [f"{f'Ohne Wortlaut erwähnt wird außerdem {one}' if given else f'Erwähnt, aber nicht im Wortlaut wiedergegeben wird {one} Protokollerklärung{what}'} zu: {'; '.join(answers.titled(index, entry.resolution) for entry in told)}."] if told else []
    ids = tuple(dict.fromkeys(one.resolution.id for one in found))
    status = "answered" if given or not _ASKS_CONTENT.search(query.text) else "related"
    return Answer(query.text, status, " ".join(lines), quotes, (NOTE, basis), len(ids), query.filters, ids, tuple((id, 1.0) for id in ids[:10]), about)


def _row(one: Declaration) -> str:
    """"Sachsen zu TOP 5.2, Rettungskräfte (96. ASMK, Seite 5)"."""
    who = answers.enumerate_names(list(one.lands)) if one.lands else "ein nicht genanntes Land"
    top = f"TOP {one.resolution.number}, " if tops.printed(one.report, one.resolution) else ""
    return f"{who} zu {top}{one.resolution.title} ({answers.conference_name(one.report)}, Seite {one.report.page_of(one.start)})"
