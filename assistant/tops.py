"""Questions that name a TOP: which resolution has it, and what of it is asked.

A TOP is a number that a report prints; the running numbers that resolutions of a narrative report get are none.
"""

import re
from dataclasses import replace

from assistant import answer as answers
from assistant import facts
from assistant import quote as quoting
from assistant.query import MORE_TOPS, Query
from assistant.types import Answer, Filters
from index.search import Hit, OpenIndex
from index.types import Report, Resolution

SHOWN = 12  # choices, and TOPs that there are, that are named
_BEFORE = 200  # characters before a resolution in which its TOP may be printed
_OUTCOME = (
    ("vertagt", re.compile(r"\b(?:vertagt|verschoben|zurückgestellt)\b", re.IGNORECASE)),
    ("abgelehnt", re.compile(r"\b(?:abgelehnt|gescheitert|durchgefallen)\b", re.IGNORECASE)),
    ("zurückgezogen", re.compile(r"\bzurückgezogen\b", re.IGNORECASE)),
    ("zur Kenntnis genommen", re.compile(r"\bzur kenntnis genommen\b", re.IGNORECASE)),
    ("beschlossen", re.compile(r"\b(?:beschlossen|angenommen|gebilligt|verabschiedet)\b", re.IGNORECASE)),
)
_YES_NO = re.compile(r"^\W*(?:und )?(?:wurde|ist|war)\b", re.IGNORECASE)


def printed(report: Report, resolution: Resolution) -> bool:
    """Whether a resolution's number is a TOP that the report prints."""
    if report.kind == "protokoll" or "." in resolution.number:
        return True
    near = report.text[max(0, resolution.start - _BEFORE) : resolution.end]
    return bool(re.search(rf"\bTOP\s*{re.escape(resolution.number)}(?![\d.]*\d)", near))


def find(index: OpenIndex, query: Query) -> list[Resolution]:
    """The resolutions with the TOP asked for in the reports asked for, the newest conference first; with those below it ("TOP 5": 5.1, 5.2 …) where none has it itself."""
    tops = _tops(index, query)
    return [r for r in tops if r.number == query.top] or [r for r in tops if r.number.startswith(f"{query.top}.")]


def _tops(index: OpenIndex, query: Query) -> list[Resolution]:
    reports = [report for report in answers.in_time([r for r in index.reports.values() if answers.report_matches(r, query.filters)])]
    return [r for report in reversed(reports) for r in report.resolutions if printed(report, r)]


def missing(index: OpenIndex, query: Query) -> Answer:
    """No report asked for prints this TOP over a resolution."""
    there = list(dict.fromkeys(r.number for r in _tops(index, query)))
    where = answers.searched(index, query.filters, dative=True)
    if not there:
        return Answer(query.text, "not_found", f"TOP-Nummern nennt kein Beschluss in {where}.", (), (), None, query.filters)
    named = f"Vorhanden: TOP {', '.join(there[:SHOWN])}{' …' if len(there) > SHOWN else ''}." if query.filters != Filters() else ""
    return Answer(query.text, "not_found", f"Einen Beschluss unter TOP {query.top} gibt es in {where} nicht.", (), (named,) if named else (), None, query.filters)


def choices(index: OpenIndex, query: Query, found: list[Resolution]) -> Answer:
    """Several have it: which one is meant?"""
    shown = found[:SHOWN]
    named = "; ".join(f"{number}. TOP {r.number}, {answers.titled(index, r)}" for number, r in enumerate(shown, 1)) + ("; …" if len(found) > SHOWN else "")
    lead = f"TOP {query.top} gibt es {len(found)}-mal. Welchen meinen Sie? {named}. Nennen Sie bitte die Konferenz." if len({r.report for r in found}) > 1 else f"Unter TOP {query.top} stehen {len(found)} Beschlüsse. Welchen meinen Sie? {named}."
    return Answer(query.text, "related", lead, (), (), None, query.filters, tuple(r.id for r in shown), tuple((r.id, 0.0) for r in shown))


def answer(index: OpenIndex, query: Query, resolution: Resolution) -> Answer | None:
    """The TOP's field, item, outcome or whole wording; None where a matter within it is asked for."""
    report = index.reports[resolution.report]
    if query.intent in ("vote", "mover", "addressee", "page"):
        hit = Hit(resolution, 1.0, 1.0, 1.0, 1.0, 0.0, (1.0,) * len(resolution.passages))
        return facts.answer_field(index, query, hit, [hit], None)
    if query.item:
        return _item(index, query, report, resolution)
    asked = next((value for value, expression in _OUTCOME if expression.search(query.text)), None) if _YES_NO.match(query.text) else None
    if asked:
        said = f"{'Ja' if resolution.outcome.value == asked else 'Nein'}. " if resolution.outcome else f"Das Ergebnis ist {answers.NOT_STATED}. "
        quote = facts.proof(index, resolution, Filters(outcome=asked), 1)
        return Answer(query.text, "answered" if resolution.outcome else "related", said + answers.lead(index, resolution), (quote,), (), None, query.filters, (resolution.id,), ((resolution.id, 1.0),))
    return None if query.subject_words or query.why or query.helpdesk else answers.answer_more(index, query, resolution, None)


def with_others(query: Query, found: Answer) -> Answer:
    """The answer to a question that names several TOPs says that it is about the first one."""
    others = [number for number in dict.fromkeys(MORE_TOPS.findall(query.text)) if number != query.top]
    return replace(found, notes=(*found.notes, f"Das ist TOP {query.top}. Nach TOP {answers.enumerate_names(others)} fragen Sie bitte einzeln.")) if others else found


def _item(index: OpenIndex, query: Query, report: Report, resolution: Resolution) -> Answer:
    """One numbered item of a TOP with all below it, or that there is none of this number."""
    spans = [p for p in resolution.passages if p.label and (p.label == query.item or p.label.startswith(f"{query.item} "))]
    if not spans:
        items = list(dict.fromkeys(p.label for p in resolution.passages if re.match(r"(?:Nr|Buchst)\. ", p.label or "")))
        there = f" Vorhanden: {', '.join(items)}." if items else ""
        whole = answers.answer_more(index, query, resolution, None)
        return Answer(query.text, "related", f"In TOP {resolution.number} gibt es {query.item} nicht.{there} Der ganze Beschluss: {answers.titled(index, resolution)}.", whole.quotes, (), None, query.filters, (resolution.id,), whole.ranking)
    quotes = tuple(quoting.make(number, report, resolution.id, p.start, p.end) for number, p in enumerate(spans, 1))
    return Answer(query.text, "answered", f"TOP {resolution.number}, {query.item}. {answers.lead(index, resolution, quotes[0].page)}", quotes, (), None, query.filters, (resolution.id,), ((resolution.id, 1.0),))
