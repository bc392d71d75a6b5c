"""Which resolutions a set of filters leaves. Plain functions over the fields; the field index is the resolutions themselves."""

import re
from functools import lru_cache

from assistant.types import Filters
from index.fields import ALL
from index.types import Report, Resolution


_CO_MOVER = re.compile(r"\b[Mm]it(?:antrag|beantrag|eingebracht|initi)")


def matches(report: Report, resolution: Resolution, filters: Filters) -> bool:
    """Whether a resolution passes every filter that is set."""
    if filters.report and report.id != filters.report:
        return False
    if filters.conference and (report.conference is None or int(report.conference.value) != filters.conference):
        return False
    if filters.year and report.year != filters.year:
        return False
    if filters.conferences and (report.conference is None or int(report.conference.value) not in filters.conferences):
        return False
    if filters.years and report.year not in filters.years:
        return False
    if filters.vote and not _vote(resolution, filters.vote):
        return False
    if filters.outcome and (resolution.outcome is None or resolution.outcome.value != filters.outcome):
        return False
    if filters.topic and filters.topic.lower() not in (topic.lower() for topic, _ in resolution.topics):
        return False
    if filters.mover and not any(field.value == filters.mover and (not filters.role or _CO_MOVER.search(report.slice(field))) for field in resolution.initiators):
        return False
    if filters.addressee and not _addressee(resolution, filters.addressee):
        return False
    if filters.page and not report.page_of(resolution.start) <= filters.page <= report.page_of(resolution.end - 1):
        return False
    return not filters.mode or filters.mode in (field.value for field in resolution.mode)


@lru_cache(maxsize=64)
def _places(generation: str, index, filters: Filters) -> list[int]:
    return [place for place, r in enumerate(index.resolutions) if matches(index.reports[r.report], r, filters)]


def places(index, filters: Filters) -> list[int]:
    """The places in ``index.resolutions`` that the filters leave; kept for the filters used last."""
    return _places(index.pointer.generation, index, filters)


def _vote(resolution: Resolution, wanted: str) -> bool:
    """"einstimmig", "mehrheitlich" (a contested tally is a majority too), "ohne Angabe", a tally, or "nicht " before one."""
    value = resolution.vote.value if resolution.vote else None
    if wanted.startswith("nicht "):
        return value is not None and not _vote(resolution, wanted.removeprefix("nicht "))
    if wanted.lower() == "ohne angabe":
        return value is None
    if wanted == "mehrheitlich":
        return value is not None and value != "einstimmig" and (resolution.outcome is None or resolution.outcome.value != "abgelehnt")
    return value == wanted


def _addressee(resolution: Resolution, wanted: str) -> bool:
    values = {field.value for field in resolution.addressees}
    return wanted in values or (wanted == "Bund" and "Bundesregierung" in values)  # who asks the Bundesregierung asks the Bund


def in_words(filters: Filters, reports: dict[str, Report]) -> list[str]:
    """The filters as short German phrases, for the page and for answers."""
    phrases = []
    if filters.report and filters.report in reports:
        phrases.append(f"Bericht: {reports[filters.report].title}")
    if filters.conference:
        phrases.append(f"{filters.conference}. ASMK")
    if filters.year:
        phrases.append(f"Jahr {filters.year}")
    if filters.conferences:
        phrases.append(", ".join(f"{number}." for number in filters.conferences) + " ASMK")
    if filters.years:
        phrases.append("Jahre " + ", ".join(map(str, filters.years)) if len(filters.years) > 1 else f"Jahr {filters.years[0]}")
    if filters.vote:
        phrases.append({"ohne Angabe": "ohne Angabe zur Abstimmung"}.get(filters.vote, filters.vote))
    if filters.outcome:
        phrases.append(filters.outcome)
    if filters.topic:
        phrases.append(f"Thema {filters.topic}")
    if filters.mover:
        phrases.append("Antrag aller Länder" if filters.mover == ALL else f"{'mit' if filters.role else '(mit)'}beantragt von {filters.mover}")
    if filters.addressee:
        phrases.append(f"gerichtet an: {filters.addressee}")
    if filters.page:
        phrases.append(f"Seite {filters.page}")
    if filters.mode:
        phrases.append(f"Art: {filters.mode}")
    return phrases
