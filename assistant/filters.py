"""Which resolutions a set of filters leaves. Plain functions over the fields; the field index is the resolutions themselves."""

import re
from dataclasses import replace
from functools import lru_cache

import numpy as np

from assistant.types import Filters
from index.fields import ALL
from index.marks import CO_MOVER
from index.types import Passage, Report, Resolution


IN_FIGURES = "in Zahlen"  # of votes: any tally
ABSTAINED = "einstimmig bei Enthaltung"
NO_AGAINST, WITH_AGAINST, WITH_ABSTENTIONS = "ohne Gegenstimmen", "mit Gegenstimmen", "mit Enthaltungen"
# How Länder voted, as a value of ``vote``: one of these and their names, "Bayern und Hessen" (each of them) or "Bayern oder Hessen".
BY_LAND, AGAINST_LAND, WITHOUT_LAND = "Enthaltung von ", "gegen die Stimmen von ", "ohne Zustimmung von "
OF_LANDS = (BY_LAND, AGAINST_LAND, WITHOUT_LAND)
NOBODY = "ohne Angabe"  # of movers


def matches(report: Report, resolution: Resolution, filters: Filters) -> bool:
    """Whether a resolution passes every filter that is set."""
    if not report_matches(report, filters):
        return False
    if filters.vote and not (_abstained(report, resolution, filters.vote) if _told(filters.vote) else _vote(resolution, filters.vote)):
        return False
    if filters.outcome and (resolution.outcome is None or resolution.outcome.value not in filters.outcome.split(" oder ")):
        return False
    if filters.topic and filters.topic.lower() not in (topic.lower() for topic, _ in resolution.topics):
        return False
    if filters.mover == NOBODY:
        if resolution.initiators:
            return False
    elif filters.mover and filters.mover.startswith("nicht "):
        if any(field.value == filters.mover.removeprefix("nicht ") for field in resolution.initiators):
            return False
    elif filters.mover and not any(field.value == filters.mover and (not filters.role or CO_MOVER.search(report.slice(field))) for field in resolution.initiators):
        return False
    if filters.addressee and not _addressee(resolution, filters.addressee):
        return False
    if filters.page and not report.page_of(resolution.start) <= filters.page <= report.page_of(resolution.end - 1):
        return False
    return not filters.mode or filters.mode in (field.value for field in resolution.mode)


@lru_cache(maxsize=64)
def _places(generation: str, index, filters: Filters) -> np.ndarray:
    table, left = index.lexicon.marks, np.ones(len(index.resolutions), dtype=bool)
    if (about := of_reports(filters)) != Filters():
        left &= np.array([report_matches(report, about) for report in index.reports.values()], dtype=bool)[index.report_number]
    if filters.vote and _told(filters.vote):
        kept = [place for place in np.flatnonzero(left).tolist() if _abstained(index.reports[index.resolutions[place].report], index.resolutions[place], filters.vote)]
        left &= np.isin(np.arange(len(left)), kept)
    elif filters.vote:
        left &= _voted(table, filters.vote)
    if filters.addressee:
        left &= table.mask(f"addressee={filters.addressee}") | (table.mask("addressee=Bundesregierung") if filters.addressee == "Bund" else _begins(table, "addressee=Bundesministerium") if filters.addressee == "Bundesministerium" else False)
    if filters.outcome and " oder " in filters.outcome:
        left &= np.logical_or.reduce([table.mask(f"outcome={value}") for value in filters.outcome.split(" oder ")])
        filters = replace(filters, outcome=None)
    if filters.mover == NOBODY:
        left &= ~_begins(table, "mover=")
        filters = replace(filters, mover=None)
    if filters.mover and filters.mover.startswith("nicht "):
        left &= ~table.mask(f"mover={filters.mover.removeprefix('nicht ')}")
        filters = replace(filters, mover=None)
    marks = {"outcome": filters.outcome, "topic": filters.topic and filters.topic.lower(), "co-mover" if filters.role else "mover": filters.mover, "mode": filters.mode, "page": filters.page}
    for name, value in marks.items():
        if value:
            left &= table.mask(f"{name}={value}")
    return np.flatnonzero(left)


def allowed(index, filters: Filters) -> np.ndarray:
    """The places in ``index.resolutions`` that the filters leave, in their order; kept for the filters used last.

    The same as :func:`matches` of each resolution, read from the table of their marks.
    """
    return _places(index.pointer.generation, index, filters)


def places(index, filters: Filters) -> list[int]:
    """:func:`allowed` as a list."""
    return allowed(index, filters).tolist()


def _begins(table, *beginnings: str) -> np.ndarray:
    """Which resolutions have a mark that begins so."""
    found = np.zeros(table.size, dtype=bool)
    for mark in table.column:
        if mark.startswith(beginnings):
            found[table.of(mark)] = True
    return found


def _voted(table, wanted: str) -> np.ndarray:
    """As :func:`_vote`, of all resolutions at once."""
    stated = np.zeros(table.size, dtype=bool)
    for mark in table.column:
        if mark.startswith("vote="):
            stated[table.of(mark)] = True
    if wanted.startswith("nicht "):
        return stated & ~_voted(table, wanted.removeprefix("nicht "))
    if wanted.lower() == "ohne angabe":
        return ~stated
    if wanted == IN_FIGURES:
        return _begins(table, *(f"vote={digit}" for digit in range(10)))
    if wanted == "mehrheitlich":
        return stated & ~table.mask("vote=einstimmig") & ~table.mask("outcome=abgelehnt")
    return table.mask(f"vote={wanted}")


def report_matches(report: Report, filters: Filters) -> bool:
    """Whether a report passes the filters that name a report, a conference or a year."""
    return (
        (not filters.report or report.id == filters.report)
        and (not filters.conference or (report.conference is not None and int(report.conference.value) == filters.conference))
        and (not filters.year or report.year == filters.year)
        and (not filters.conferences or (report.conference is not None and int(report.conference.value) in filters.conferences))
        and (not filters.years or report.year in filters.years)
    )


def of_reports(filters: Filters) -> Filters:
    """Only those of the filters that name reports, conferences or years."""
    return Filters(report=filters.report, conference=filters.conference, year=filters.year, conferences=filters.conferences, years=filters.years)


def _told(wanted: str) -> bool:
    """Whether a vote can only be told from the report's words, not from the field's value."""
    return wanted in (ABSTAINED, NO_AGAINST, WITH_AGAINST, WITH_ABSTENTIONS) or wanted.startswith(OF_LANDS)


def _abstained(report: Report, resolution: Resolution, wanted: str) -> bool:
    """Whether a unanimous vote is told with an abstention (``ABSTAINED``), or Länder are said to have abstained or voted against (``OF_LANDS``)."""
    vote = resolution.vote
    if wanted in (NO_AGAINST, WITH_AGAINST, WITH_ABSTENTIONS):
        if vote is None or not vote.proved:
            return False
        tally = re.fullmatch(r"(\d+):(\d+):(\d+)", vote.value)
        said = report.slice(vote)
        against = bool(tally and int(tally.group(2))) or bool(re.search(r"(?<![Oo]hne )(?<![Kk]eine )(?:[Gg]egenstimme|[Nn]ein-?[Ss]timme)|gegen die Stimme", said))
        abstained = bool(tally and int(tally.group(3))) or bool(re.search(r"(?<![Oo]hne )(?<![Kk]eine )[Ee]nthalt", said))
        return {NO_AGAINST: not against and (tally is not None or vote.value == "einstimmig"), WITH_AGAINST: against, WITH_ABSTENTIONS: abstained}[wanted]
    if wanted == ABSTAINED:
        return vote is not None and vote.value == "einstimmig" and vote.proved and "nthalt" in report.slice(vote)
    return telling(report, resolution, wanted) is not None


def telling(report: Report, resolution: Resolution, wanted: str) -> Passage | None:
    """The sentence that names the vote of the Länder of ``wanted`` (one of ``OF_LANDS`` and their names), or None where the report does not."""
    kind = next(kind for kind in OF_LANDS if wanted.startswith(kind))
    found = []
    for name in re.split(r" und | oder ", wanted.removeprefix(kind)):
        land = rf"(?<![\w-]){re.escape(name)}(?:e?s)?(?![\w-])"
        abstained = rf"nthaltung(?:en)?\b[^.;:]{{0,60}}{land}|{land}[^.;]{{0,40}}\b(?:enthielt|enthalten|Enthaltung)"
        against = rf"[Gg]egen die Stimmen? [^.;:]{{0,60}}{land}|{land}[^.;]{{0,40}}\b(?:stimmten? (?:dagegen|gegen|mit Nein)|dagegen (?:gestimmt|votiert))|(?:Gegenstimmen?|Nein-?[Ss]timmen?) (?:von|des|der|aus) [^.;:]{{0,60}}{land}"
        told = {BY_LAND: abstained, AGAINST_LAND: against, WITHOUT_LAND: f"{abstained}|{against}"}[kind]
        found.append(next((passage for passage in resolution.passages if re.search(told, report.slice(passage))), None))
    return next((passage for passage in found if passage), None) if any(found) and (all(found) or " oder " in wanted) else None


def _vote(resolution: Resolution, wanted: str) -> bool:
    """"einstimmig", "mehrheitlich" (a contested tally is a majority too), "ohne Angabe", a tally, or "nicht " before one."""
    value = resolution.vote.value if resolution.vote else None
    if wanted.startswith("nicht "):
        return value is not None and not _vote(resolution, wanted.removeprefix("nicht "))
    if wanted.lower() == "ohne angabe":
        return value is None
    if wanted == IN_FIGURES:
        return value is not None and value[0].isdigit()
    if wanted == "mehrheitlich":
        return value is not None and value != "einstimmig" and (resolution.outcome is None or resolution.outcome.value != "abgelehnt")
    return value == wanted


def _addressee(resolution: Resolution, wanted: str) -> bool:
    values = {field.value for field in resolution.addressees}
    if wanted == "Bundesministerium" and any(value.startswith(wanted) for value in values):
        return True
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
        phrases.append({"ohne Angabe": "ohne Angabe zur Abstimmung", IN_FIGURES: "Abstimmung in Zahlen"}.get(filters.vote, f"mit {filters.vote} Stimmen" if filters.vote[0].isdigit() else filters.vote))
    if filters.outcome:
        phrases.append(filters.outcome)
    if filters.topic:
        phrases.append(f"Thema {filters.topic}")
    if filters.mover:
        phrases.append("ohne Angabe zum Antragsteller" if filters.mover == NOBODY else "Antrag aller Länder" if filters.mover == ALL else f"nicht beantragt von {filters.mover.removeprefix('nicht ')}" if filters.mover.startswith("nicht ") else f"{'mit' if filters.role else '(mit)'}beantragt von {filters.mover}")
    if filters.addressee:
        phrases.append(f"gerichtet an: {filters.addressee}")
    if filters.page:
        phrases.append(f"Seite {filters.page}")
    if filters.mode:
        phrases.append(f"Art: {filters.mode}")
    return phrases
