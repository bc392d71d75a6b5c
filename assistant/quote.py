"""Verbatim quotes: built by slicing a report's text, checked against the PDF's own letters at the moment of answering."""

import re

from assistant.types import Quote
from index import cues
from index.clean import letters
from index.errors import AsmkError
from index.types import Passage, Report, Resolution

# A sentence that cannot stand without the one before it.
_NEEDS_BEFORE = re.compile(
    r"^(?:Dies(?:e[nrms]?|es)?|Da(?:bei|für|her|zu|mit|durch|rin|raus|neben)|Hier(?:zu|für|bei|mit|durch|von)|Das (?:soll|gilt|Ziel|sei|würde)|Sie|Er|Es (?:soll|sei)|Ihre?|Deren|Dessen|Solche|Aus diesem|Zu diesem|Zur Erreichung|Beide|Letztere|Ebenfalls müs|Danach)\b"
)


_SIDE = ("Antragsteller", "Abstimmung", "ACK")  # what the answer's first line says anyway
WHOLE = 900  # characters up to which a resolution of at most three sentences is quoted whole
CLEAR_SHARE = 0.3  # a sentence below this share of the best one's value is not quoted beside it


class QuoteMismatch(AsmkError):
    """A quote that the PDF's own text does not hold; the answer must not be shown."""


def make(number: int, report: Report, resolution: str | None, start: int, end: int) -> Quote:
    """A quote of ``report.text[start:end]``. Raises QuoteMismatch when the PDF's pages do not hold the same letters."""
    quote = Quote(number, report.text[start:end], report.id, resolution, report.page_of(start), report.page_of(end - 1), start, end, label(report, resolution, start, end))
    check(quote, report)
    return quote


def label(report: Report, resolution: str | None, start: int, end: int) -> str | None:
    """What a span is, where it is no plain sentence: "TOP 5.2, Nr. 3 b", "Fußnote 2"; None for any other."""
    owner = next((r for r in report.resolutions if r.id == resolution), None)
    passages = owner.passages if owner else report.frame
    labels = list(dict.fromkeys(p.label for p in passages if p.start < end and start < p.end))
    named = labels[0] if len(labels) == 1 else None
    if owner and report.kind == "protokoll":
        return f"TOP {owner.number}" + (f", {named}" if named else "")
    return named


def check(quote: Quote, report: Report) -> None:
    """Compare letters and digits of the quote, page by page, with what pypdf read there."""
    pages = (report.page_of(quote.start), report.page_of(quote.end - 1))
    if report.text[quote.start : quote.end] != quote.text or not quote.text.strip() or (quote.page, quote.page_end) != pages:
        raise QuoteMismatch(f"{report.file}: Ein Zitat stimmt nicht mit dem Bericht überein; bitte bauen Sie den Index neu: asmk index --rebuild")
    for page in range(quote.page, quote.page_end + 1):
        first = report.page_starts[page - 1]
        after = report.page_starts[page] if page < len(report.page_starts) else len(report.text)
        part = letters(report.text[max(quote.start, first) : min(quote.end, after)])
        if part not in report.page_letters[page - 1]:
            raise QuoteMismatch(f"{report.file}: Ein Zitat von Seite {page} steht so nicht im PDF; bitte bauen Sie den Index neu: asmk index --rebuild")


def choose(report: Report, resolution: Resolution, scores: tuple[float, ...], limit: int = 3) -> list[Passage]:
    """The one to three sentences that answer: the best one, what it needs to be understood, and the demand itself.

    ``scores``: one per passage of the resolution, higher is better. A resolution that is short enough is quoted whole:
    its sentences belong together, and the deciding words often stand in the one the question does not resemble.
    Neighbours are merged into one span; the spans come in the order of the text. An item of a protocol stays a quote of its own, with
    the words that open its list; a declaration or a reason is never all that is quoted.
    """
    told = [(passage, score) for passage, score in zip(resolution.passages, scores) if passage.label not in _SIDE] or list(zip(resolution.passages, scores))
    passages, scores = [passage for passage, _ in told], [score for _, score in told]
    if len(passages) <= limit and resolution.end - resolution.start <= WHOLE:
        return _merge(list(passages), report.text)
    texts = [report.slice(passage) for passage in passages]
    value = []
    for place, (score, text) in enumerate(zip(scores, texts)):
        beside = max((scores[near] for near in (place - 1, place + 1) if 0 <= near < len(scores)), default=0.0)
        value.append(score + 0.25 * beside + (0.15 if passages[place].conference and cues.demands(text) and not text.endswith(":") else 0.0) + (0.05 if cues.votes(text) else 0.0))
    order = sorted(range(len(passages)), key=lambda place: -value[place])
    chosen: list[int] = []

    def take(place: int) -> None:
        if place not in chosen and len(chosen) < limit:
            chosen.append(place)

    best = order[0]
    take(best)
    if best > 0 and _NEEDS_BEFORE.match(texts[best]):
        take(best - 1)
    opens = _opens_list(passages, best)
    if opens is not None:
        take(opens)
    if not passages[best].conference:
        take(next((place for place in order if passages[place].conference), best))
    if not any(cues.demands(texts[place]) or cues.settles(texts[place]) for place in chosen):
        asking = [place for place in order if cues.demands(texts[place]) or cues.settles(texts[place])]
        if asking:
            take(asking[0])
    for place in order[1:]:
        if value[place] >= CLEAR_SHARE * value[best]:
            take(place)
    return _merge([passages[place] for place in sorted(chosen)], report.text)


def _opens_list(passages: list[Passage], place: int) -> int | None:
    """The sentence that opens the list in which a lettered item stands: "3. Die ASMK fordert den Bund auf," before "b) …"."""
    parent = (passages[place].label or "").rpartition(" ")[0]
    if parent.startswith("Nr. "):
        return next((at for at in range(place - 1, -1, -1) if passages[at].label == parent), None)
    return None


def _merge(passages: list[Passage], text: str) -> list[Passage]:
    merged: list[Passage] = []
    for passage in passages:
        if merged and merged[-1].label == passage.label and not text[merged[-1].end : passage.start].strip():
            merged[-1] = Passage(merged[-1].start, passage.end, passage.label)
        else:
            merged.append(passage)
    return merged
