"""Across conferences: the same matter in several reports, side by side in time order."""

import re

from assistant import answer as answers
from assistant.query import Query
from assistant.types import Answer, Filters, Quote
from index.search import Hit, OpenIndex
from index.types import Report

_FIRST = re.compile(r"\b(?:zuerst|erstmals|zum ersten Mal|das erste Mal|seit wann)\b", re.IGNORECASE)


def answer_compare(index: OpenIndex, query: Query, found: list[tuple[Report, Hit]], ranking: tuple[tuple[str, float], ...]) -> Answer:
    """One quote block per report in time order, and one line that says when it came first and what the reports cover.

    ``found``: per report the resolution that answers the question there; empty when none does.
    """
    by_report = {report.id: hit for report, hit in found}
    timed = [(report, by_report[report.id]) for report in answers.in_time([report for report, _ in found])]
    scope = f"Durchsucht: {answers.searched(index, Filters(report=query.filters.report))}; was davor oder daneben beschlossen wurde, ist damit nicht gesagt."
    if not timed:
        return Answer(query.text, "not_found", "Dazu steht in keinem der Berichte ein Beschluss.", (), (scope,), None, query.filters, (), ranking)
    quotes: list[Quote] = []
    for report, hit in timed:
        quotes += answers.resolution_quotes(index, hit, len(quotes) + 1)
    named = [f"{answers.conference_name(report)}{f' ({report.year})' if report.year else ''}" for report, _ in timed]
    if _FIRST.search(query.text):
        lead = f"In den vorliegenden Berichten zuerst: {named[0]}." + (f" Danach auch: {', '.join(named[1:])}." if named[1:] else "")
    elif len(timed) == 1:
        lead = f"Nur ein Bericht enthält dazu einen Beschluss: {named[0]}."
    else:
        lead = f"Dazu gibt es Beschlüsse in {len(timed)} Berichten, der Reihe nach: {', '.join(named)}."
    return Answer(query.text, "answered", lead, tuple(quotes), (scope,), None, query.filters, tuple(hit.resolution.id for _, hit in timed), ranking)
