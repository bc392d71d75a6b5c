"""A session's agenda: one topic per line, the best resolution for each."""

import re
from dataclasses import dataclass

from assistant.types import Answer
from index.errors import AsmkError, QuestionError

MAX_LINES = 60
_NUMBER = re.compile(r"^\s*(?:[-–•*]\s*)?(?:TOP\s*)?(?:\d+(?:\.\d+)*[.):]?\s+)?(?:[-–•*:]\s*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    """A line of the agenda with its answer; ``error`` says why there is none."""

    line: str
    answer: Answer | None = None
    error: str | None = None


def items(engine, text: str) -> list[Item]:
    """An item per line that says something. Raises QuestionError for no line, or too many."""
    lines = [re.sub(r"^[-–•*]\s+", "", " ".join(line.split())) for line in text.splitlines()]
    lines = [line for line in lines if topic(line)]
    if not lines:
        raise QuestionError("Bitte geben Sie die Tagesordnung ein, ein Thema je Zeile.")
    if len(lines) > MAX_LINES:
        raise QuestionError(f"Das sind {len(lines)} Zeilen, höchstens {MAX_LINES} gehen auf einmal; bitte teilen Sie die Tagesordnung.")
    return [_item(engine, line) for line in lines]


def topic(line: str) -> str:
    """A line without its numbering: "TOP 5.1 Wohngeld" and "3) Wohngeld" ask for "Wohngeld"."""
    return _NUMBER.sub("", line, count=1).strip()


def _item(engine, line: str) -> Item:
    try:
        answer, _ = engine.ask(topic(line))
    except AsmkError as error:
        return Item(line, error=str(error))
    return Item(line, answer)
