""" "Was ist die ASMK?", "Was bedeutet BAGüS?": a word of the conference explained from the office's glossary, with a quote where a report spells it out."""

import re

from assistant import answer as answers
from assistant import quote as quoting
from assistant.filters import report_matches
from assistant.query import Query
from assistant.types import Answer, Quote
from index.search import OpenIndex

_ASKS = re.compile(
    r"^\W*(?:und )?(?:(?:was|wer) (?:ist|sind|heißt|bedeutet|bedeuten|meint)|wofür steht|was steht für|(?:was|wie) versteht man unter|was ist gemeint mit)(?: (?:denn|eigentlich|genau))*(?: (?:mit|die|der|das|den|dem|ein|eine|einem|einer))?(?: (?:abkürzung|wort|begriff|kürzel))?\s+(.+?)(?: (?:denn|eigentlich|genau|überhaupt|bitte))*\W*$",
    re.IGNORECASE,
)


def explained(index: OpenIndex, query: Query) -> Answer | None:
    """What a word or abbreviation means; None where the question is no such one or the glossary does not have it."""
    asked = _ASKS.match(query.text)
    if not asked:
        return None
    term = asked.group(1).strip(" „“\"'")
    long, meaning = index.glossary.abbreviations.get(term), index.glossary.meaning(term)
    if not long and not meaning:
        return None
    lead = " ".join(([f"{term} steht für: {long}."] if long else []) + ([meaning if long else f"{term[0].upper()}{term[1:]}: {meaning}"] if meaning else []))
    quote = _spelled_out(index, query, term, long) if long else None
    if quote:
        return Answer(query.text, "answered", lead, (quote,), (), None, query.filters)
    return Answer(query.text, "not_found", lead, (), ("Das steht im Glossar dieses Programms, nicht in einem Bericht.",), None, query.filters)


def _spelled_out(index: OpenIndex, query: Query, short: str, long: str) -> Quote | None:
    """The sentence of the newest report that names the long form with the short one in brackets behind it."""
    in_full = r"\s+".join(re.escape(word) for word in long.split())
    spelled = re.compile(rf"{in_full}\w{{0,2}}\s*[(–-]\s*{re.escape(short)}\b", re.IGNORECASE)
    for report in reversed(answers.in_time([r for r in index.reports.values() if report_matches(r, query.filters)])):
        if not (found := spelled.search(report.text)):
            continue
        for owner, passages in ((None, report.frame), *((r.id, r.passages) for r in report.resolutions)):
            passage = next((p for p in passages if p.start <= found.start() and found.end() <= p.end), None)
            if passage:
                return quoting.make(1, report, owner, passage.start, passage.end)
    return None
