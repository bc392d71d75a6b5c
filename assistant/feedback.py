"""What people say about an answer, kept as lines of a question set, where the office has set a file for it (ASMK_FEEDBACK)."""

import json
import secrets
import threading
from datetime import date
from pathlib import Path

from assistant.types import Answer
from index.errors import QuestionError

RATINGS = ("hilfreich", "nicht hilfreich", "falsches Zitat")
MAX_COMMENT = 1000  # characters
_lock = threading.Lock()


def line(engine, questions: list[str], answer: Answer, rating: str, comment: str) -> dict:
    """A feedback as a line that `asmk eval` reads.

    A helpful answer becomes gold: its first quote is the anchor, where it stands only once. Any other line names no
    report, so that `asmk eval` leaves it out until a person has added "report" and "anchor". Raises QuestionError.
    """
    if rating not in RATINGS:
        raise QuestionError("Diese Rückmeldung gibt es nicht.")
    if len(comment) > MAX_COMMENT:
        raise QuestionError(f"Die Anmerkung ist zu lang (höchstens {MAX_COMMENT} Zeichen).")
    turns: list[dict] = [{"q": question} for question in questions]
    entry: dict = {"id": f"rueckmeldung-{date.today():%Y%m%d}-{secrets.token_hex(3)}"}
    quote = answer.quotes[0] if answer.quotes else None
    if rating == "hilfreich" and quote and engine.reports[quote.report].text.count(quote.text) == 1:
        entry["report"] = engine.reports[quote.report].file
        turns[-1]["anchor"] = quote.text
    entry |= {"turns": turns} if len(turns) > 1 else {**turns[0], "style": "rueckmeldung"}
    entry |= {"rating": rating, "status": answer.status, "shown": [quote.text for quote in answer.quotes[:3]], "resolutions": list(answer.resolutions[:5])}
    if filters := answer.filters.as_dict():
        entry["filters"] = filters
    if comment := " ".join(comment.split()):
        entry["comment"] = comment
    return entry


def keep(path: Path, entry: dict) -> None:
    """Append a line to the file, readable by its owner only. Raises OSError."""
    with _lock:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = not path.exists()
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        if new:
            path.chmod(0o600)
