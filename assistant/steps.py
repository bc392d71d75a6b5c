"""Short questions that go on from a list: the same list again, one filter put in place of another, or the list narrowed."""

import re
from dataclasses import dataclass, replace

from assistant.query import Query, understand_list
from assistant.types import Filters

MAX_WORDS = 8
_SAME = re.compile(
    r"^\W*(?:(?:und|also|dann|bitte|ok\w*) )*(?:welche (?:sind|waren|wären) (?:das|es|die)|welche denn|und welche|wie ?viele? (?:sind|waren|wären) (?:das|es|die)|(?:zeig\w*|nenn\w*|liste) (?:mir )?(?:sie|diese|die|alle)(?: mir| alle| auf)*)(?: (?:denn|bitte|genau|insgesamt|nochmal|noch einmal|alle|alles))*\W*$",
    re.IGNORECASE,
)
_NARROWS = re.compile(r"^\W*(?:(?:und|aber|jetzt|bitte|dann|zeig\w*|mir) )*(?:nur|lediglich|ausschließlich|bloß)\b|\bvon (?:den )?(?:beiden|zweien|dreien)\b(?! (?:konferenzen|berichten|jahren))", re.IGNORECASE)
_GOES_ON = re.compile(r"^\W*(?:und|aber|oder|dann|jetzt)\b", re.IGNORECASE)
_OF_ONE = re.compile(r"\b(?:wer|wem|wen|wessen|warum|wieso|weshalb|wozu|wann|wo|wie (?!viele)|dagegen|dafür|das|dies|dieser|damit|dazu|daran|es|er|hat es|war es)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(\d{2,3})\s*\.(?!\d)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FILL = frozenset("und aber nur oder dann jetzt lediglich ausschliesslich bloss beiden zweien dreien welcher welche jahr bitte zeig zeige mir von der die den aus in bei beim war waren davon ebenso entsprechend konferenz sitzung".split())
_KINDS = (("vote", "outcome"), ("mover", "role"), ("addressee",), ("mode",), ("topic",), ("report", "conference", "year", "conferences", "years"), ("page",))  # filters of one kind exclude each other


@dataclass(frozen=True)
class Step:
    """``narrows``: within the resolutions told before; else the list is made anew. ``filters``: those named now."""

    narrows: bool
    filters: Filters
    missing_year: int | None = None
    missing_conference: int | None = None


def step(query: Query, conferences: frozenset[int], years: frozenset[int]) -> Step | None:
    """What a short question asks of the list told before it; None where it names a matter or one resolution."""
    text = query.text
    if _SAME.match(text):
        return Step(True, Filters())
    if len(text.split()) > MAX_WORDS or query.ordinal or not (narrows := bool(_NARROWS.search(text))) and (not _GOES_ON.match(text) or _OF_ONE.search(text)):
        return None
    as_list = understand_list(query)
    named = as_list.filters
    year, number = _YEAR.search(text), _NUMBERED.search(text)
    if year or number:
        named = replace(named, year=int(year.group(0)) if year else None, conference=int(number.group(1)) if number else None)
    if named == Filters() or any(word not in _FILL and not word.isdigit() for word in as_list.subject_words):
        return None
    missing_year = named.year if named.year and named.year not in years else None
    missing_conference = named.conference if named.conference and named.conference not in conferences else None
    return Step(narrows, named, missing_year, missing_conference)


def put_in_place(before: Filters, named: Filters) -> Filters:
    """The filters of a list with those named now in place of the ones of the same kind: "Und mehrheitlich?" after a list of unanimous votes."""
    kept = before.as_dict()
    for kind in _KINDS:
        if any(getattr(named, name) is not None for name in kind):
            kept = {name: value for name, value in kept.items() if name not in kind}
    return Filters(**{**kept, **named.as_dict()})

