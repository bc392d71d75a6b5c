"""Matches while a question is typed: resolutions whose title, keywords or text hold all words typed so far."""

import re
from dataclasses import dataclass

from index.topics import fold
from index.types import Report, Resolution

SHOWN = 7
MIN_LETTERS = 3
_known: tuple[str, list["_Entry"]] = ("", [])  # the index generation, and its entries


@dataclass(frozen=True)
class Found:
    """A resolution that matches."""

    report: Report
    resolution: Resolution


@dataclass(frozen=True)
class _Entry:
    found: Found
    title: str
    keywords: str
    text: str


def matches(generation: str, reports: dict[str, Report], typed: str) -> list[Found]:
    """The best matches: words at the start of title words before words within the title, then topics and movers, then the text.

    ``generation`` names the state of the index, whose folded texts are kept for the next letter.
    """
    words = fold(typed).split()[:8]
    if sum(map(len, words)) < MIN_LETTERS:
        return []
    ranked = [(rank, place, entry) for place, entry in enumerate(_entries(generation, reports)) if (rank := _rank(entry, words)) is not None]
    ranked.sort(key=lambda item: item[:2])
    return [entry.found for _, _, entry in ranked[:SHOWN]]


def question_for(resolution: Resolution) -> str:
    """The question that leads to a resolution."""
    return f"Was wurde zu „{resolution.title}“ beschlossen?"


def _rank(entry: _Entry, words: list[str]) -> int | None:
    if all(word in entry.title for word in words):
        return 0 if all(re.search(rf"\b{re.escape(word)}", entry.title) for word in words) else 1
    if all(word in entry.title or word in entry.keywords for word in words):
        return 2
    return 3 if len(words) > 1 and all(word in entry.text for word in words) else None


def _entries(generation: str, reports: dict[str, Report]) -> list[_Entry]:
    global _known
    kept, entries = _known
    if kept != generation:
        newest = sorted(reports.values(), key=lambda report: (report.year or 0, report.id), reverse=True)
        entries = [_entry(report, resolution) for report in newest for resolution in report.resolutions]
        _known = (generation, entries)
    return entries


def _entry(report: Report, resolution: Resolution) -> _Entry:
    keywords = [topic for topic, _ in resolution.topics] + [field.value for field in resolution.initiators] + [resolution.number, resolution.heading or ""]
    return _Entry(Found(report, resolution), fold(resolution.title), fold(" ".join(keywords)), fold(f"{resolution.title} {report.slice(resolution)}"))
