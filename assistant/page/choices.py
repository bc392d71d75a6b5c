"""The filters beside the question: what can be chosen, and how many resolutions remain."""

from html import escape

from assistant.filters import matches
from assistant.types import Filters
from index.types import Report

ANY = ""
VOTES = ("einstimmig", "mehrheitlich", "ohne Angabe")


def any_choice() -> str:
    """The value of "no restriction" in every filter."""
    return ANY


def filter_choices(reports: dict[str, Report]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Label and choices of each filter, in the order that :func:`filters_from` reads them."""
    conferences = sorted({int(report.conference.value) for report in reports.values() if _number(report)}, reverse=True)
    years = sorted({report.year for report in reports.values() if report.year}, reverse=True)
    resolutions = [resolution for report in reports.values() for resolution in report.resolutions]
    topics = sorted({topic for resolution in resolutions for topic, _ in resolution.topics})
    movers = sorted({field.value for resolution in resolutions for field in resolution.initiators})
    return [
        ("Konferenz", [("Alle", ANY)] + [(f"{number}. ASMK", str(number)) for number in conferences]),
        ("Jahr", [("Alle", ANY)] + [(str(year), str(year)) for year in years]),
        ("Abstimmung", [("Alle", ANY)] + [(vote, vote) for vote in VOTES]),
        ("Thema", [("Alle", ANY)] + [(topic, topic) for topic in topics]),
        ("Antragsteller", [("Alle", ANY)] + [(mover, mover) for mover in movers]),
    ]


def filters_from(values) -> Filters:
    """The chosen values, in the order of :func:`filter_choices`, as filters."""
    conference, year, vote, topic, mover = [value or None for value in values] or [None] * 5
    return Filters(conference=int(conference) if conference else None, year=int(year) if year else None, vote=vote, topic=topic, mover=mover)


def filter_label(values) -> str:
    """The label of the folded filters; it tells when some are set."""
    count = sum(value != ANY for value in values)
    return "Frage eingrenzen" + (f" ({count} Filter gesetzt)" if count else "")


def remaining(reports: dict[str, Report], filters: Filters) -> str:
    """How many resolutions the filters leave, as HTML."""
    found = sum(matches(report, resolution, filters) for report in reports.values() for resolution in report.resolutions)
    words = "1 Beschluss" if found == 1 else f"{found} Beschlüsse"
    return f'<p class="uebrig">{escape(words)} in der Auswahl</p>'


def _number(report: Report) -> bool:
    return report.conference is not None and report.conference.value.isdigit()

