"""What a report's frame tells of a meeting: who had the chair, when and where the Amtschefs met before it, where the next one is."""

import re

from assistant import answer as answers
from assistant import quote as quoting
from assistant.filters import of_reports, report_matches
from assistant.query import Query
from assistant.types import Answer, Filters
from index import cues
from index.protocol import CONTENTS
from index.search import OpenIndex
from index.types import Passage, Report

PREPARED = re.compile(r"\b(?:Amtschef\w*|Vorkonferenz\w*|ACK)\b")
_CHAIR = re.compile(r"\bVorsitz\b|Gastgeber|ausgerichtet")
_CHAIR_LABEL = re.compile(r"^\W*(?:Vorsitz(?:land)?|Vorsitzendes Land|Gastgeber(?:land)?)\W*$")
_NEAR = 90  # characters between the word and the Land that had the chair
_MONTH = r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
_WHEN_WHERE = re.compile(rf"(\d{{1,2}}\.(?:\s?(?:/|und|bis|–|-)\s?\d{{1,2}}\.)?\s+{_MONTH}\s+\d{{4}})(?:\s+in\s+((?:Bad\s+)?[A-ZÄÖÜ][\wäöüß-]+))?")
_WITHIN = 120  # characters from the name of the meeting to its date
_NEXT = re.compile(r"\b(?:[Nn]ächste|[Kk]ommende|[Ff]olgende)\w* (?:ASMK|Konferenz|Sitzung|Tagung|Arbeits- und Sozialministerkonferenz)\b[^.]*\b(?:findet|tagt|wird|ist|stattfinden)\b")


def chair(report: Report) -> tuple[str | None, Passage] | None:
    """(the Land or office that had the chair, the words that say so); None where the frame tells of none.

    A label ("Vorsitz:") is proved together with the line or cell behind it.
    """
    for place, passage in enumerate(report.frame):
        text = report.slice(passage)
        if passage.label == CONTENTS or not _CHAIR.search(text):
            continue
        if _CHAIR_LABEL.match(text):
            behind = report.frame[place + 1] if place + 1 < len(report.frame) else None
            if behind and report.page_of(behind.start) == report.page_of(passage.start):
                return _land(report.slice(behind)) or report.slice(behind), Passage(passage.start, behind.end)
            continue
        return _chairing(text), passage
    return None


def _chairing(sentence: str) -> str | None:
    """The Land nearest to the word for the chair: before it as an adjective ("unter sächsischem Vorsitz"), behind it, else before it."""
    word = _CHAIR.search(sentence)
    adjective = list(cues.LAND_ADJECTIVE.finditer(sentence[: word.start()]))
    if adjective and not sentence[adjective[-1].end() : word.start()].strip():
        return cues.land_name(adjective[-1].group(1))
    behind, before = cues.LAND.search(sentence, word.end(), word.end() + _NEAR), list(cues.LAND.finditer(sentence, 0, word.start()))
    found = behind if behind and not re.search(r"\bin (?:der )?$", sentence[: behind.start()]) else before[-1] if before else behind
    return cues.land_name(found.group(1)) if found else _land(sentence)


def _land(text: str) -> str | None:
    land = cues.LAND.search(text) or cues.LAND_ADJECTIVE.search(text)
    return cues.land_name(land.group(1)) if land else None


def answer_prepared(index: OpenIndex, query: Query) -> Answer:
    """When and where the Amtschefs met before a conference, as the reports that the filters leave tell it."""
    lines, quotes = [], []
    for report in answers.in_time([r for r in index.reports.values() if report_matches(r, query.filters)]) if query.intent != "chair" else ():
        for passage in report.frame:
            named = PREPARED.search(report.slice(passage)) if passage.label != CONTENTS else None
            told = _WHEN_WHERE.search(report.text, passage.start + named.end(), passage.start + named.end() + _WITHIN) if named else None
            if told:
                lines.append(f"vor der {answers.conference_name(report)} am {' '.join(told.group(1).split())}" + (f" in {told.group(2)}" if told.group(2) else f", Ort {answers.NOT_STATED}"))
                quotes.append(quoting.make(len(quotes) + 1, report, None, passage.start, told.end()))
                break
    if not lines:
        return Answer(query.text, "not_found", f"Zur Amtschefkonferenz ist das {answers.NOT_STATED}.", (), (f"Durchsucht: {answers.searched(index, query.filters)}.",), None, query.filters)
    return Answer(query.text, "answered", f"Die Amtschefkonferenz tagte {'; '.join(lines)}.", tuple(quotes), (), None, query.filters)


def answer_next(index: OpenIndex, query: Query) -> Answer:
    """Where the next conference is: what the newest report says of it, or the one that the question names; never a conference that is told of itself."""
    asked = of_reports(query.filters)
    after = re.search(r"\bnach der (\d{2,3})\.", query.text)
    if after and asked == Filters():
        asked = Filters(conference=int(after.group(1)))
    told = [r for r in answers.in_time(list(index.reports.values())) if r.conference and report_matches(r, asked)]
    newest = max((int(r.conference.value) for r in told), default=None)
    for report in told:
        if int(report.conference.value) != newest:
            continue
        following = re.compile(rf"\b{newest + 1}\. (?:ASMK|Konferenz|Arbeits- und Sozialministerkonferenz)\b[^.]*(?:\.\s?[^.]*)?\b(?:findet|wird|tagt|ist)\b")
        for passage in report.frame:
            if passage.label != CONTENTS and (_NEXT.search(report.slice(passage)) or following.search(report.slice(passage))):
                quote = quoting.make(1, report, None, passage.start, passage.end)
                return Answer(query.text, "answered", f"Der Bericht über die {answers.conference_name(report)}{f' ({report.year})' if report.year else ''} sagt von der nächsten Konferenz: „{' '.join(quote.text.split())}“", (quote,), (), None, query.filters)
    last = f"; {'die letzte darin' if asked == Filters() else 'gefragt'} ist die {newest}. ASMK{_of(told, newest)}" if newest else ""
    return Answer(query.text, "not_found", f"Von der nächsten Konferenz sagen die Berichte nichts{last}.", (), (f"Durchsucht: {answers.searched(index, asked)}.",), None, query.filters)


def _of(reports: list[Report], number: int) -> str:
    report = next((r for r in reports if int(r.conference.value) == number and r.dates), None)
    return f" (am {report.dates.value}{f' in {report.place.value}' if report.place else ''})" if report else ""
