"""The overview of all resolutions: which are shown, in which order, how they count up, and the same as CSV."""

import csv
import io
from dataclasses import dataclass

from assistant.filters import in_words, matches
from assistant.render import corrected_mark, field_text, movers_text, pages_text, source_line, vote_text
from assistant.types import Filters
from index.topics import fold
from index.types import Report, Resolution

SORTS = ("bericht", "titel", "abstimmung", "antragsteller", "form", "ergebnis")
KINDS = ("einstimmig", "mehrheitlich", "ohne Angabe", "abgelehnt")
HEAD = ("Bericht", "Konferenz", "Jahr", "Nummer", "Titel", "Themen", "Abstimmung", "Antragsteller", "Adressaten", "Form", "Ergebnis", "Seite", "Wortlaut")


@dataclass(frozen=True)
class Choice:
    """What the overview is asked to show."""

    filters: Filters = Filters()
    words: str = ""  # all of them stand in the title or the text
    sort: str = "bericht"
    down: bool = False


@dataclass(frozen=True)
class Row:
    """One resolution with its report."""

    report: Report
    resolution: Resolution


def rows(reports: dict[str, Report], choice: Choice) -> list[Row]:
    """The resolutions that the choice leaves, in its order; what is not stated comes last either way."""
    wanted = fold(choice.words).split()
    found = [
        Row(report, resolution)
        for report in latest_first(reports)
        for resolution in report.resolutions
        if matches(report, resolution, choice.filters) and _holds(report, resolution, wanted)
    ]
    if choice.sort in SORTS[1:]:
        found.sort(key=lambda row: fold(_sort_text(row, choice.sort)), reverse=choice.down)
        found.sort(key=lambda row: not _sort_text(row, choice.sort))
    elif choice.down:
        found.reverse()
    return found


def latest_first(reports: dict[str, Report]) -> list[Report]:
    """The reports, the newest conference first."""
    return sorted(reports.values(), key=lambda report: (conference_of(report) or 0, report.year or 0, report.title), reverse=True)


def conference_of(report: Report) -> int | None:
    """The conference's number, or None where the report names none."""
    return int(report.conference.value) if report.conference and report.conference.value.isdigit() else None


def vote_kind(resolution: Resolution) -> str:
    """One of ``KINDS``, as the filters understand them: a contested tally counts as a majority, a motion that failed does not."""
    if resolution.vote is None:
        return "ohne Angabe"
    if resolution.vote.value.startswith("einstimmig"):
        return "einstimmig"
    return "abgelehnt" if resolution.outcome and resolution.outcome.value == "abgelehnt" else "mehrheitlich"


def count_kinds(found: list[Row]) -> dict[str, int]:
    """How many of each kind of vote."""
    kinds = [vote_kind(row.resolution) for row in found]
    return {kind: kinds.count(kind) for kind in KINDS}


def by_topic(found: list[Row]) -> list[tuple[str, dict[str, int]]]:
    """Topic and its votes, the largest topic first. A resolution counts under each of its topics."""
    names = {topic for row in found for topic, _ in row.resolution.topics}
    groups = [(name, count_kinds([row for row in found if name in (topic for topic, _ in row.resolution.topics)])) for name in names]
    return sorted(groups, key=lambda group: (-sum(group[1].values()), group[0]))


def by_conference(reports: dict[str, Report], choice: Choice) -> list[tuple[str, str, dict[str, int]]]:
    """Short name, full name and votes per report, in time order; the filter on the conference is set aside.

    Two reports of one conference are two columns: their counts must not be added.
    """
    filters = Filters(**{**choice.filters.as_dict(), "conference": None, "year": None, "report": None})
    found = rows(reports, Choice(filters, choice.words))
    groups = []
    for report in reversed(latest_first(reports)):
        number = conference_of(report)
        short = f"{number}." if number else "–"
        groups.append((short, f"{number}. ASMK, {source_line(report)}" if number else source_line(report), count_kinds([row for row in found if row.report.id == report.id])))
    return groups


def in_short(choice: Choice, reports: dict[str, Report]) -> str:
    """The choice in words, "" for everything."""
    phrases = in_words(choice.filters, reports)
    return ", ".join([*phrases, f"mit „{choice.words}“"] if choice.words else phrases)


def as_csv(found: list[Row]) -> str:
    """The rows as CSV for a German spreadsheet program: semicolons, a byte order mark; nothing is run as a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    for row in found:
        report, resolution = row.report, row.resolution
        cells = (
            source_line(report), conference_of(report) or "", report.year or "", resolution.number, resolution.title + corrected_mark(resolution, "title"), field_text(resolution, "topics", ""), vote_text(resolution),
            movers_text(resolution), field_text(resolution, "addressees"), field_text(resolution, "mode"), field_text(resolution, "outcome"),
            pages_text(report.page_of(resolution.start), report.page_of(resolution.end - 1)).removeprefix("Seite "), report.slice(resolution),
        )
        writer.writerow([_harmless(str(cell)) for cell in cells])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet program would take for a formula, made text."""
    return f"'{cell}" if cell[:1] in tuple("=+-@\t\r") else cell


def _holds(report: Report, resolution: Resolution, wanted: list[str]) -> bool:
    if not wanted:
        return True
    text = fold(f"{resolution.title} {resolution.number} {resolution.heading or ''} {report.slice(resolution)}")
    return all(word in text for word in wanted)


def _sort_text(row: Row, sort: str) -> str:
    resolution = row.resolution
    return {
        "titel": resolution.title,
        "abstimmung": resolution.vote.value if resolution.vote else "",
        "antragsteller": ", ".join(field.value for field in resolution.initiators),
        "form": ", ".join(dict.fromkeys(field.value for field in resolution.mode)),
        "ergebnis": resolution.outcome.value if resolution.outcome else "",
    }[sort]
