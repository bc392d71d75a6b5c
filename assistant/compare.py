"""Across conferences: the same matter in several reports, side by side in time order, with what differs."""

import re
from difflib import SequenceMatcher

from assistant import answer as answers
from assistant import links
from assistant.query import Query
from assistant.types import Answer, Filters, Quote
from index.analysis import tokens_of_word, words
from index.search import Hit, OpenIndex
from index.topics import fold
from index.types import Report

_FIRST = re.compile(r"\b(?:zuerst|erstmals|zum ersten Mal|das erste Mal|seit wann)\b", re.IGNORECASE)
_WORD = re.compile(r"\d[\d.,:]*\d|[^\W_]+(?:-[^\W_]+)*-?")
IN_FORCE = re.compile(r"\bseit wann (?:gilt|gelten|gibt es|besteht|bestehen|haben wir|greift|ist|sind)\b", re.IGNORECASE)
_NOT_IN_FORCE = "Seit wann etwas gilt, sagen die Berichte nicht: Sie erzählen nur von Forderungen."
CHANGES_SHOWN = 4
CHANGE_WORDS = 4  # a change of more words than that is another wording, not a change
SAME_WORDING = 0.5  # share of words that two quotes have in common from which other words than figures are compared


def answer_compare(index: OpenIndex, query: Query, found: list[tuple[Report, Hit]], ranking: tuple[tuple[str, float], ...], linked: frozenset[str] = frozenset(), about: str | None = None) -> Answer:
    """One block of quotes per resolution in time order, one line that says when it came first, one per change, and what was searched.

    ``found``: the resolutions that answer the question; empty when none does. ``linked``: the ids of those that are there only
    because they are linked to another; they may pursue the same demand in other words, so they are not said to be the first.
    """
    searched = Filters(report=query.filters.report, conferences=query.filters.conferences, years=query.filters.years)
    scope = f"Durchsucht: {answers.searched(index, searched)}; was davor oder daneben beschlossen wurde, ist damit nicht gesagt."
    if not found:
        return Answer(query.text, "not_found", "Dazu steht in keinem der Berichte ein Beschluss.", (), (scope,), None, query.filters, (), ranking, about)
    if in_force := not about and bool(IN_FORCE.search(query.text)):
        named_word = fold(max(query.subject_words, key=len, default=""))
        beginning = named_word[: max(5, len(named_word) - 2)]
        found = [(report, hit) for report, hit in found if beginning in fold(f"{hit.resolution.title} {report.slice(hit.resolution)}")]
        if not found:
            return Answer(query.text, "not_found", f"{_NOT_IN_FORCE} Eine Forderung unter diesem Namen wurde nicht gefunden.", (), (scope,), None, query.filters, (), ranking, about)
    hits: dict[str, list[Hit]] = {}
    for report, hit in found:
        hits.setdefault(report.id, []).append(hit)
    timed = [(report, hit) for report in answers.in_time([index.reports[id] for id in hits]) for hit in hits[report.id]]
    quotes: list[Quote] = []
    sides = []
    for report, hit in timed:
        own = answers.resolution_quotes(index, hit, len(quotes) + 1)
        quotes += own
        sides.append(tuple(quote.n for quote in own))
    named = list(dict.fromkeys(_dated(report) for report, _ in timed))
    if in_force:
        demanded = next((report for report, hit in timed if not hit.resolution.outcome or hit.resolution.outcome.value == "beschlossen"), None)
        lead = f"{_NOT_IN_FORCE} " + (f"Zuerst gefordert: {_dated(demanded)}." if demanded else f"Zuerst beraten: {named[0]}.")
    elif _FIRST.search(query.text):
        lead = _first(timed, linked) if not about else f"In den vorliegenden Berichten zuerst: {named[0]}{', mit einem Beschluss zur selben Sache' if timed[0][1].resolution.id in linked else ''}." + (f" Danach auch: {', '.join(named[1:])}." if named[1:] else "")
    elif len(named) == 1:
        lead = f"Nur ein Bericht enthält dazu einen Beschluss: {named[0]}." if len(hits) == 1 else f"Nur zu einer Konferenz enthalten die Berichte dazu Beschlüsse: {named[0]}."
    else:
        lead = f"Dazu gibt es Beschlüsse in {len(hits)} Berichten, der Reihe nach: {', '.join(named)}."
    silent = [_dated(r) for r in answers.in_time(list(index.reports.values())) if answers.report_matches(r, searched) and r.id not in hits]
    notes = [f"Geändert: {change}" for change in _all_changes(index, quotes, sides)]
    if silent and (query.filters.conferences or query.filters.years or query.filters.conference or about):
        notes.append(f"Kein Beschluss dazu gefunden: {', '.join(dict.fromkeys(silent))}.")
    return Answer(query.text, "related" if in_force else "answered", lead, tuple(quotes), (*notes, scope), None, query.filters, tuple(hit.resolution.id for _, hit in timed), ranking, about, tuple(sides))


def _dated(report: Report) -> str:
    return f"{answers.conference_name(report)}{f' ({report.year})' if report.year else ''}"


def _first(timed: list[tuple[Report, Hit]], linked: frozenset[str]) -> str:
    own = list(dict.fromkeys(_dated(report) for report, hit in timed if hit.resolution.id not in linked))
    beside = [name for name in dict.fromkeys(_dated(report) for report, hit in timed if hit.resolution.id in linked) if name not in own]
    lead = f"In den vorliegenden Berichten zuerst: {own[0]}."
    lead += f" Danach auch: {', '.join(own[1:])}." if own[1:] else ""
    return lead + (f" Zur selben Sache, in anderen Worten: {', '.join(beside)}." if beside else "")


def _all_changes(index: OpenIndex, quotes: list[Quote], sides: list[tuple[int, ...]]) -> list[str]:
    """The changes from each side to the next, where the two are linked: only then do they tell of the same demand."""
    found = []
    for before, after in zip(sides, sides[1:]):
        one, other = quotes[before[0] - 1], quotes[after[0] - 1]
        if index.position[other.resolution] in [place for place, _ in links.of(index, index.position[one.resolution], other.report)]:
            found += changes(*(" ".join(quotes[n - 1].text for n in side) for side in (before, after)))
    return list(dict.fromkeys(found))[:CHANGES_SHOWN]


def changes(before: str, after: str) -> list[str]:
    """What was put in place of what, as "Stunden: 90 → 60" or "„soll“ → „muss“"; every word of it stands in ``before`` or in ``after``.

    Figures with the same noun behind them; and, where most of the words are the same, the short stretches that are not.
    """
    said = [f"{noun}: {old} → {new}" for noun, old, new in _figures(before, after)]
    one, other = list(_WORD.finditer(before)), list(_WORD.finditer(after))
    matcher = SequenceMatcher(None, [word.group(0).lower() for word in one], [word.group(0).lower() for word in other], autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes() if matcher.ratio() >= SAME_WORDING else ():
        if kind == "replace" and max(j - i, m - k) <= CHANGE_WORDS:
            old, new = before[one[i].start() : one[j - 1].end()], after[other[k].start() : other[m - 1].end()]
            if not re.search(r"[.!?:;]\s|\d", old + new) and _stems(old) != _stems(new):
                said.append(f"„{old}“ → „{new}“")
    return said


_FIGURE = re.compile(r"(\d[\d.,]*\d|\d)\s+(?:Millionen\s+|Milliarden\s+)?([A-ZÄÖÜ][^\W\d_]{3,})")


def _figures(before: str, after: str) -> list[tuple[str, str, str]]:
    """(noun, figures before, figures after) of each noun that has figures in both texts, and not the same."""
    told = []
    for text in (before, after):
        by_noun: dict[str, list[str]] = {}
        for figure, noun in _FIGURE.findall(text):
            by_noun.setdefault(noun, []).append(figure)
        told.append({noun: list(dict.fromkeys(figures)) for noun, figures in by_noun.items()})
    return [(noun, ", ".join(told[0][noun]), ", ".join(told[1][noun])) for noun in told[0] if noun in told[1] and set(told[0][noun]) != set(told[1][noun]) and noun not in _MONTHS]


def differences(answer: Answer) -> dict[int, list[tuple[int, int]]]:
    """Per quote of a comparison the spans that the neighbouring side (the one before, for the first the next) holds in no form."""
    if len(answer.sides) < 2:
        return {}
    texts = [" ".join(quote.text for quote in answer.quotes if quote.n in side) for side in answer.sides]
    other = [texts[1], *texts[:-1]]
    return {quote.n: differing(quote.text, other[place]) for place, side in enumerate(answer.sides) for quote in answer.quotes if quote.n in side}


_MONTHS = frozenset("Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split())


def _stems(text: str) -> frozenset[str]:
    return frozenset(token for word in words(text) for token in tokens_of_word(word)[:1])


def differing(text: str, other: str) -> list[tuple[int, int]]:
    """Spans of the nouns and figures of ``text`` that ``other`` holds in no form, for marking them."""
    held = _stems(other)
    return [(match.start(), match.end()) for match in _WORD.finditer(text) if (match.group(0)[0].isupper() or match.group(0)[0].isdigit()) and (own := _stems(match.group(0))) and not own <= held]
