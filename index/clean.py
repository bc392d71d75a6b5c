"""Printed lines in, one canonical text out: furniture gone, hyphenation undone, paragraphs kept.

The text is made here once and only sliced after that; see the rules at the top of each function.
"""

import re
import statistics
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from index.read import Line

VORLAGE = re.compile(r"\b(?:Vorlage|Drucksache|Drs\.|Information|Unterrichtung|Umdruck)\s+(?:Nr\.\s*)?(\d{1,2}/\d{1,6})")
_PAGE_NUMBER = re.compile(
    r"^(?:[-–—|•]\s*)?(?:(?:Seite|S\.)\s*)?\d{1,4}(?:\s*(?:von|/)\s*\d{1,4})?(?:\s*[-–—|•])?$", re.IGNORECASE
)
_LIST_MARKER = re.compile(r"^(?:[–—•▪◦*-]\s+|\(?\d{1,2}[.)]\s+|\(?[a-z]{1,2}\)\s+|(?:[ivx]+\.|[IVX]+\.)\s+)")
_NUMBERED_HEADING = re.compile(r"^(?:TOP\s*\d|[IVX]{1,4}\.?\s|\d{1,2}(?:\.\d{1,2})*\.?\s)")
_SENTENCE_END = re.compile(r"[.:;!?…][)\]“”\"'»«]*$")
_SUSPENDED = frozenset("und oder bzw bzw. sowie als noch bis u. o. and or".split())
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"})
_EDGE_LINES = 3
_NO_LETTERS = re.compile(r"[\W_]+")  # exactly what str.isalnum denies


@dataclass(frozen=True)
class Paragraph:
    """A span of the canonical text; ``heading`` when it is a heading by its look, ``item`` when a list item."""

    start: int
    end: int
    heading: bool = False
    item: bool = False


@dataclass(frozen=True)
class Document:
    """The canonical text with the offset at which each page starts and its paragraphs in reading order."""

    text: str
    page_starts: tuple[int, ...]
    paragraphs: tuple[Paragraph, ...]


def letters(text: str) -> str:
    """Letters and digits only, compatibility forms folded: what a quote and its page must share."""
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKC", text))


def normalise_line(text: str) -> str:
    """One line with plain spaces, composed umlauts and spelled-out ligatures; a soft hyphen is left only at its end."""
    text = unicodedata.normalize("NFC", text).translate(_LIGATURES)
    text = text.replace("\uf0b7", "•").replace("\uf02d", "-").replace("\u2010", "-").replace("\u2011", "-")
    text = re.sub(r"[\u200b\u200c\u200d\u2060\ufeff]|[\x00-\x08\x0b-\x1f\x7f]|\u00ad(?!\s*$)", "", text)
    return re.sub(r"\s+", " ", text).strip()


def known_words(lines: list[str]) -> Counter:
    """How often each word stands whole inside a line (never the parts of a word broken at a line end)."""
    words: Counter = Counter()
    for line in lines:
        found = _WORD.findall(line)
        if line.endswith(("-", "\u00ad")) and found:
            found = found[:-1]
        words.update(word.lower() for word in found)
    return words


def join_lines(left: str, right: str, words: Counter) -> tuple[str, str]:
    """How two lines of a paragraph join: the left one as it goes into the text, and what stands between them.

    Rules, first that applies (``words``: the document's own words, see :func:`known_words`):
    no hyphen: a space; slash: nothing; soft hyphen: goes; "und -" + "qualifikationen": the hyphen belongs to the right
    word; a dash between spaces stays a dash; "Arbeits-" + "und": suspended, kept with a space; an abbreviation, digit or
    single letter before it ("EU-", "20-", "E-"): a real hyphen; a capital or digit after it ("Nordrhein-" +
    "Westfalen"): a real hyphen, unless only the joined word occurs elsewhere; small letter after it: hyphenation,
    undone, unless only the hyphenated word occurs elsewhere.
    """
    if not left or not right:
        return left, ""
    if left.endswith("\u00ad"):
        return left[:-1], ""
    if left.endswith("/") and not left.endswith(" /"):
        return left, ""
    if not left.endswith("-"):
        return left, " "
    before = re.search(r"(\S*)-$", left).group(1)
    after = re.match(r"\S*", right).group(0)
    if not before:  # a lone hyphen at the end
        previous = left[:-1].rstrip().rsplit(" ", 1)[-1].lower()
        leading = previous in _SUSPENDED or previous.endswith(",")
        return left, "" if leading and after[:1].isalpha() else " "
    if after.lower().strip(",;") in _SUSPENDED or after[:1] in "(,;/":
        return left, " " if after[:1] not in ",;/" else ""
    part = re.split(r"[^\w]", before)[-1]
    if not after[:1].isalnum() or part.isdigit() or len(part) == 1 or (len(part) > 1 and part.isupper() and after[:1].islower()):
        return left, ""
    left_word = re.search(r"[^\W\d_]+(?:-[^\W\d_]+)*$", before)
    right_word = _WORD.match(after)
    joined = hyphenated = 0
    if left_word and right_word:
        joined = words[(left_word.group(0) + right_word.group(0)).lower()]
        hyphenated = words[f"{left_word.group(0)}-{right_word.group(0)}".lower()]
    keep = (not joined or hyphenated > 0) if after[:1].isupper() or after[:1].isdigit() else (hyphenated > 0 and not joined)
    if after[:1].isupper() and part.isupper() and len(part) > 2 and after[:3].isupper() and not hyphenated and not joined:
        keep = False  # a heading in capitals: "SOZIALMINISTER-" + "KONFERENZ"
    return (left, "") if keep else (left[:-1], "")


def drop_furniture(pages: list[list[Line]]) -> tuple[list[list[Line]], str | None]:
    """Pages without running headers, footers and page numbers, and the Vorlage number that stood there, if any.

    Furniture stands among the outermost lines of a page and is a page number, or recurs (digits aside) at the same
    edge of at least three pages, or of all of two. Lines are taken from the edge inwards, never from the middle.
    """

    def key(line: Line) -> str:
        return re.sub(r"\d+", "#", line.text).lower()

    def edges(page: list[Line]) -> tuple[list[Line], list[Line]]:
        lines = [line for line in page if line.text]
        if lines and all(line.y is not None for line in lines):
            lines = sorted(lines, key=lambda line: -line.y)
        return lines[:_EDGE_LINES], lines[::-1][:_EDGE_LINES]

    counts: tuple[Counter, Counter] = (Counter(), Counter())
    for page in pages:
        for counter, edge in zip(counts, edges(page)):
            counter.update({key(line) for line in edge})
    needed = 3 if len(pages) > 2 else 2
    kept, vorlage = [], None
    for page in pages:
        gone: list[Line] = []
        for counter, edge in zip(counts, edges(page)):
            for line in edge:
                if not (_PAGE_NUMBER.match(line.text) or (len(pages) > 1 and counter[key(line)] >= needed)):
                    break
                gone.append(line)
        for line in gone:
            if vorlage is None and VORLAGE.search(line.text):
                vorlage = line.text
        kept.append([line for line in page if not any(line is other for other in gone)])
    return kept, vorlage


def clean(pages: tuple[tuple[Line, ...], ...]) -> Document:
    """The canonical text of a document's pages (see module docstring)."""
    normal = [[Line(normalise_line(line.text), line.x, line.y, line.size, line.bold) for line in page] for page in pages]
    body, vorlage = drop_furniture(normal)
    words = known_words([line.text for page in body for line in page])
    layout = _layout(body)
    done: list[str] = []  # the text so far, without the line that may still lose its hyphen
    size, start, tail = 0, 0, ""
    page_starts: list[int] = []
    spans: list[tuple[int, int, list[Line]]] = []
    current: list[Line] = []  # lines of the open paragraph

    def put(piece: str) -> None:
        nonlocal size
        done.append(piece)
        size += len(piece)

    for number, page in enumerate(body):
        lines = page
        if number == 0 and vorlage and not any(vorlage in line.text for line in lines):
            lines = [Line(vorlage), Line("")] + lines  # the number stays, once, as words that prove the field
        opened = False
        blank = False
        previous = current[-1] if current else None
        for line in lines:
            if not line.text:
                blank = True
                continue
            if previous is not None and (blank or _breaks(previous, line, layout, same_page=opened)):
                put(tail)
                spans.append((start, size, current))
                put("\n\n")
                current, previous, tail, start = [], None, "", size
            if previous is not None:
                put("".join(join_lines(tail, line.text, words)))
            if not opened:
                page_starts.append(size)
                opened = True
            tail = line.text
            current.append(line)
            previous, blank = line, False
        if not opened:
            page_starts.append(size + len(tail))
    put(tail)
    spans.append((start, size, current))
    text = "".join(done)
    paragraphs = [_paragraph(text, first, last, held, layout) for first, last, held in spans if held and text[first:last].strip()]
    return Document(text, tuple(page_starts), tuple(paragraphs))


@dataclass(frozen=True)
class _Layout:
    pitch: float  # usual distance of two lines, points; 0 if unknown
    full: float  # width of a full line, in units of `_width`
    left: float  # x of the body's left edge
    size: float  # body font size
    mostly_bold: bool


def _layout(pages: list[list[Line]]) -> _Layout:
    lines = [line for page in pages for line in page if line.text]
    gaps = [
        above.y - below.y
        for page in pages
        for above, below in zip(page, page[1:])
        if above.y is not None and below.y is not None and 0 < above.y - below.y < 100
    ]
    widths = sorted(_width(line.text) for line in lines)
    lefts = Counter(round(line.x) for line in lines if line.x is not None)
    sizes = Counter(line.size for line in lines for _ in range(len(line.text)))
    return _Layout(
        statistics.mode([round(gap) for gap in gaps]) if gaps else 0.0,
        widths[int(len(widths) * 0.9)] if widths else 0.0,
        float(lefts.most_common(1)[0][0]) if lefts else 0.0,
        sizes.most_common(1)[0][0] if sizes else 0.0,
        sum(len(line.text) for line in lines if line.bold) * 2 > sum(len(line.text) for line in lines),
    )


@lru_cache(maxsize=4096)  # each line is asked for several times, and its neighbours by the next
def _width(text: str) -> float:
    """About how wide a line is printed, in em of a common sans serif."""
    return sum(map(_em, text))


@lru_cache(maxsize=None)
def _em(character: str) -> float:
    return 0.26 if character in "iIljtfr.,;:'|!()[] -" else 0.86 if character in "mwMW–" else 0.67 if character.isupper() else 0.55


def _breaks(above: Line, below: Line, layout: _Layout, same_page: bool) -> bool:
    """Whether a paragraph ends between two lines that follow each other."""
    if above.bold != below.bold or (above.size and below.size and abs(above.size - below.size) > 0.6):
        return True
    ended = bool(_SENTENCE_END.search(above.text))
    if same_page and layout.pitch and above.y is not None and below.y is not None:
        gap = above.y - below.y
        if gap > 1.3 * layout.pitch * max(1.0, min(above.size, below.size) / (layout.size or 1.0)):
            return True
    if _LIST_MARKER.match(below.text) and (ended or above.text.endswith(",") or _LIST_MARKER.match(above.text)):
        return True
    if re.match(r"TOP\s*\d", below.text) and (ended or not same_page):
        return True
    indented = below.x is not None and above.x is not None and 5 < below.x - layout.left < 60 and abs(above.x - layout.left) < 3
    if ended and indented:
        return True
    first_word = below.text.split(" ", 1)[0]
    room = layout.full * 0.94 - _width(above.text) - _width(" " + first_word)
    if ended and above.text[-1] not in ";" and room > 0:
        return True
    return room > layout.full * 0.35 and not above.text.endswith(("-", ",")) and not below.text[:1].islower()


def _paragraph(text: str, start: int, end: int, lines: list[Line], layout: _Layout) -> Paragraph:
    content = text[start:end]
    item = bool(_LIST_MARKER.match(content))
    short = len(content) < 220 and not re.search(r"[.;,:!?]$", content)
    looks = (
        (all(line.bold for line in lines) and not layout.mostly_bold)
        or (layout.size and min(line.size for line in lines) > layout.size * 1.08)
        or (_NUMBERED_HEADING.match(content) is not None and len(content) < 120)
        or (content.isupper() and len(content) > 3)
        or (len(lines) == 1 and len(content.split()) <= 7 and content[:1].isupper() and len(content) > 3)
    )
    heading = bool(short and looks)
    return Paragraph(start, end, heading, item and not heading)
