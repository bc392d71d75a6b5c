"""What other programs may ask for: an answer, a check, a list. The same functions stand behind HTTP, Gradio's API and MCP."""

from dataclasses import asdict

from assistant import check as checking
from assistant import overview
from assistant.render import answer_json, resolution_json
from assistant.types import Filters
from index.errors import QuestionError

VOTES = ("einstimmig", "mehrheitlich", "ohne Angabe")
MAX_LIST = 1000  # resolutions in one list


def ask(engine, question: str, conference: int | None = None, year: int | None = None, vote: str | None = None, topic: str | None = None, mover: str | None = None) -> dict:
    """Answer a question from the reports with verbatim quotes; the JSON of `asmk ask --json`.

    Raises QuestionError for a question that is empty or too long, or a filter that does not exist.
    """
    answer, _ = engine.ask(question, filters=_filters(engine, conference, year, vote, topic, mover))
    return answer_json(answer, engine, id=None, turn=0)


def check(engine, text: str) -> dict:
    """Whether a text stands in the reports: verdict "wörtlich", "verändert", "zusammengesetzt" or "nicht gefunden", with places and differences.

    Raises QuestionError for a text that is empty or too long.
    """
    return asdict(checking.check(engine.reports, text))


def list_resolutions(engine, conference: int | None = None, year: int | None = None, vote: str | None = None, topic: str | None = None, mover: str | None = None, words: str = "") -> dict:
    """All resolutions that pass the filters and hold all ``words``, with their fields and wording. Raises QuestionError for a filter that does not exist."""
    found = overview.rows(engine.reports, overview.Choice(_filters(engine, conference, year, vote, topic, mover), words[:100]))
    entries = [{"report": row.report.id, **resolution_json(row.report, row.resolution)} for row in found[:MAX_LIST]]
    return {"count": len(found), "resolutions": entries}


def _filters(engine, conference: int | None, year: int | None, vote: str | None, topic: str | None, mover: str | None) -> Filters:
    """Filters whose values exist; a misspelt one must not look like an empty result."""
    resolutions = [resolution for report in engine.reports.values() for resolution in report.resolutions]
    _known("Abstimmung", vote, VOTES)
    _known("Thema", topic, {name for resolution in resolutions for name, _ in resolution.topics})
    _known("Antragsteller", mover, {field.value for resolution in resolutions for field in resolution.initiators})
    return Filters(conference=int(conference) if conference else None, year=int(year) if year else None, vote=vote or None, topic=topic or None, mover=mover or None)


def _known(label: str, value: str | None, choices) -> None:
    if value and value not in choices:
        raise QuestionError(f"{label} „{value[:80]}“ gibt es nicht; möglich sind: {', '.join(sorted(choices))}.")
