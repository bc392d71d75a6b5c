"""Printed lines in, one canonical text out: furniture gone, hyphenation undone, paragraphs kept.

The text is made here once and only sliced after that; see the rules at the top of each function.
"""

import re
import statistics
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from itertools import takewhile

from index import columns, footnotes, tables
from index.read import Line
from index.textlayer import width

VORLAGE = re.compile(r"\b(?:Vorlage|Drucksache|Drs\.|Information|Unterrichtung|Umdruck)\s+(?:Nr\.\s*)?(\d{1,2}/\d{1,6})")
_PAGE_NUMBER = re.compile(
    r"^(?:[-–—|•]\s*)?(?:(?:Seite|S\.)\s*)?\d{1,4}(?:\s*(?:von|/)\s*\d{1,4})?(?:\s*[-–—|•])?$", re.IGNORECASE
)
_LIST_MARKER = re.compile(r"^(?:[–—•▪◦*-]\s+|\(?\d{1,2}[.)]\s+(?!(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b)|\(?[a-z]{1,2}\)\s+|(?:[ivx]+\.|[IVX]+\.)\s+)")
_NUMBERED_HEADING = re.compile(r"^(?:TOP\s*\d|[IVX]{1,4}\.?\s|\d{1,2}(?:\.\d{1,2})*\.?\s)")
_SENTENCE_END = re.compile(r"[.:;!?…][)\]“”\"'»«]*$")
# What opens a part of an item of a protocol; its colon keeps it from sentences of a narrative.
_LABEL = re.compile(r"^(?:Antragsteller(?:in(?:nen)?|/innen)?|Antragstellende(?:s Land| Länder)|Beschluss(?:vorschlag)?|Begründung|Abstimmung(?:sergebnis)?|Ergebnis(?: der Abstimmung)?|Votum|(?:Gemeinsame )?Protokoll(?:erklärung|notiz)[^.:]{0,80}):")
_BODY = re.compile(rf"{_LABEL.pattern}|\d:\d+:\d|^Grüne Liste$")  # never a running header or footer, however often it recurs
_TOP_LINE = re.compile(r"^(?:TOP|Tagesordnungspunkt)\s*\d")
_SUSPENDED = frozenset("und oder bzw bzw. sowie als noch bis u. o. and or".split())
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"})
_EDGE_LINES = 3
_NO_LETTERS = re.compile(r"[\W_]+")  # exactly what str.isalnum denies


@dataclass(frozen=True)
class Paragraph:
    """A span of the canonical text; ``heading`` when it is a heading by its look, ``item`` when a list item.

    ``role``: "note" of a footnote or of words in the margin, or the column of a table (see tables.py); "" of any other.
    """

    start: int
    end: int
    heading: bool = False
    item: bool = False
    role: str = ""


@dataclass(frozen=True)
class Document:
    """The canonical text with the offset at which each page starts and its paragraphs in reading order.

    ``page_lines``: the lines of each page as the PDF holds them, in that order too, what was left out of the text last.
    """

    text: str
    page_starts: tuple[int, ...]
    paragraphs: tuple[Paragraph, ...]
    page_lines: tuple[tuple[str, ...], ...] = ()


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

    Furniture stands among the outermost lines of a page, where places are known in its upper or lower eighth, and is a page number, or
    recurs (digits aside) at the same edge and height of at least three pages and every twentieth, or all of two; of three pages, two are enough where the digits
    are the same (the first page is often without). A sentence must recur on half of the pages, a TOP's number with its digits; a
    vote never does. Lines are taken from the edge inwards, never from the middle.
    """
    heights = [line.y for page in pages for line in page if line.text and line.y is not None]
    low, high = (min(heights), max(heights)) if heights else (0.0, 0.0)
    eighth = (high - low) / 8

    def keys(line: Line) -> set:
        text = line.text if _TOP_LINE.match(line.text) else re.sub(r"\d+", "#", line.text).lower()
        return {(text, place) for place in (range(round(line.y / 4) - 1, round(line.y / 4) + 2) if line.y is not None else (None,))} | {line.text}

    def edges(page: list[Line]) -> tuple[list[Line], list[Line]]:
        lines = [line for line in page if line.text]
        if lines and all(line.y is not None for line in lines):
            lines = sorted(lines, key=lambda line: -line.y)
            upper, lower = [line for line in lines if line.y >= high - eighth], [line for line in lines if line.y <= low + eighth]
            return upper[:_EDGE_LINES], lower[::-1][:_EDGE_LINES]
        return lines[:_EDGE_LINES], lines[::-1][:_EDGE_LINES]

    counts: tuple[Counter, Counter] = (Counter(), Counter())
    for page in pages:
        for counter, edge in zip(counts, edges(page)):
            counter.update(set().union(*map(keys, edge)))

    def recurs(line: Line, counter: Counter) -> bool:
        if _BODY.search(line.text):
            return False
        needed = max(3 if len(pages) > 2 else 2, len(pages) / 20, len(pages) / 2 if line.text.endswith((".", ";", ":")) else 0)
        return len(pages) > 1 and max(counter[key] for key in keys(line) if key != line.text) >= needed or (len(pages) == 3 and counter[line.text] > 1)

    kept, vorlage, tops = [], None, set()
    for page in pages:
        gone: list[Line] = []
        for counter, edge in zip(counts, edges(page)):
            for line in edge:
                if not (_PAGE_NUMBER.match(line.text) or recurs(line, counter)):
                    break
                if _TOP_LINE.match(line.text) and line.text not in tops:  # "TOP 5.2" on each page of a long TOP: the first is its heading
                    tops.add(line.text)
                    break
                gone.append(line)
        for line in gone:
            if vorlage is None and VORLAGE.search(line.text):
                vorlage = line.text
        kept.append([line for line in page if not any(line is other for other in gone)])
    return kept, vorlage


def clean(pages: tuple[tuple[Line, ...], ...]) -> Document:
    """The canonical text of a document's pages (see module docstring)."""
    normal = [[_normalised(line) for line in page] for page in pages]
    body, vorlage = drop_furniture(normal)
    if body and vorlage and not any(vorlage in line.text for line in body[0]):
        body[0] = [Line(vorlage), Line("")] + body[0]  # the number stays, once, as words that prove the field
    size = footnotes.body_size(body)
    body = columns.in_order(tables.in_rows([footnotes.set_apart(page, size) for page in body]))
    words = known_words([line.text for page in body for line in page])
    layout = _layout(body)
    groups = _with_notes(_groups(body, layout), body)
    text, starts, paragraphs = _written(groups, words, layout, len(body))
    read: list[list[str]] = [[] for _ in body]
    for group in groups:
        for number, line in group:
            read[number].append(line.text)
    for number, page in enumerate(normal):
        used = Counter(read[number])
        for line in page:  # what stands in the margins of the page
            if line.text and not line.parts and not used[line.text]:
                read[number].append(line.text)
    return Document(text, starts, paragraphs, tuple(map(tuple, read)))


def _normalised(line: Line) -> Line:
    return replace(line, text=normalise_line(line.text), parts=tuple((normalise_line(text), *place) for text, *place in line.parts))


_Group = list[tuple[int, Line]]  # the lines of one paragraph, each with the number of its page, from 0


def _groups(pages: list[list[Line]], layout: "_Layout") -> list[_Group]:
    """The lines of the pages as paragraphs, without those of notes."""
    groups: list[_Group] = []
    blank = False
    for number, page in enumerate(pages):
        for line in page:
            if not line.text:
                blank = True
            elif line.role != "note":
                before = groups[-1][-1] if groups else None
                if before is None or blank or _breaks(before[1], line, layout, same_page=before[0] == number, alone=len(groups[-1]) == 1):
                    groups.append([])
                groups[-1].append((number, line))
                blank = False
        blank = False
    return groups


def _with_notes(groups: list[_Group], pages: list[list[Line]]) -> list[_Group]:
    """The paragraphs with the notes of each page put where they tear no sentence: behind the paragraph that has their number.

    A paragraph that goes on overleaf is followed by a note of the next page only; its own stands before it, so that every
    word stays on its page. Where it comes from the page before as well, it is parted at the end of a sentence.
    """
    first = 0  # the first paragraph that reaches the page
    for number, page in enumerate(pages):
        while first < len(groups) and groups[first][-1][0] < number:
            first += 1
        for note in _notes(page):
            lines: _Group = [(number, line) for line in note]
            mark = footnotes.number_of(note[0].text)
            here = list(takewhile(lambda place: groups[place][0][0] <= number, range(first, len(groups))))
            marked = [place for place in here if mark and any(on == number and _marked(line.text, mark) for on, line in groups[place] if line.role != "note")]
            place = (marked or here or [first])[-1]
            if not here:
                place = first
            elif groups[place][-1][0] == number:
                place += 1
                while place < len(groups) and groups[place][0][1].role == "note" and groups[place][0][0] == number:
                    place += 1  # behind the notes put there before
            elif groups[place][0][0] < number:
                own = [at for at, (on, _) in enumerate(groups[place]) if on == number]
                ends = [at for at in own if _SENTENCE_END.search(groups[place][at][1].text)]
                at = (ends or own)[-1] + 1
                groups[place : place + 1] = [groups[place][:at], groups[place][at:]]
                place += 1
            groups.insert(place, lines)
    return groups


def _marked(text: str, mark: str) -> bool:
    return re.search(rf"(?<![{footnotes.RAISED}]){re.escape(mark)}(?![{footnotes.RAISED}])", text) is not None


def _notes(page: list[Line]) -> list[list[Line]]:
    """The notes of a page, each with its lines."""
    notes: list[list[Line]] = []
    last = 0
    for line in page:
        if line.role == "note" and line.text:
            mark = footnotes.number_of(line.text)
            count = footnotes.plain(mark) if mark else ""
            opens = bool(mark) and (line.text.startswith(mark) or not notes or count == str(last + 1))  # "24 Monate" may go on in any line
            above = notes and notes[-1][-1].y is not None and line.y is not None and line.y > notes[-1][-1].y
            if opens or above or not notes:
                notes.append([])
            last = int(count) if opens and count.isdigit() else last
            notes[-1].append(line)
    return notes


def _written(groups: list[_Group], words: Counter, layout: "_Layout", pages: int) -> tuple[str, tuple[int, ...], tuple[Paragraph, ...]]:
    """The canonical text of the paragraphs, the offset at which each page starts, and the paragraphs as spans."""
    done: list[str] = []
    starts: list[int] = []
    paragraphs: list[Paragraph] = []
    size = 0
    before, lines = "", []  # the paragraph before
    for group in groups:
        if size:
            done.append("\n\n")
            size += 2
        start, tail = size, ""
        for place, (number, line) in enumerate(group):
            if place:
                piece = "".join(join_lines(tail, line.text, words))
                done.append(piece)
                size += len(piece)
            starts += [size] * (number + 1 - len(starts))
            tail = line.text
        done.append(tail)
        size += len(tail)
        content = "".join(done[-len(group) :])
        paragraph = _paragraph(content, start, size, [line for _, line in group], layout)
        if paragraph.item and paragraphs and paragraphs[-1].heading and _LIST_MARKER.match(before) and not paragraphs[-1].role and not _stands_out(lines, layout):
            paragraphs[-1] = replace(paragraphs[-1], heading=False, item=True)  # "2. Der Fonds soll insbesondere" and then "a) …"
        paragraphs.append(paragraph)
        before, lines = content, [line for _, line in group]
    starts += [size] * (pages - len(starts))
    return "".join(done), tuple(starts), tuple(paragraphs)


@dataclass(frozen=True)
class _Layout:
    pitch: float  # usual distance of two lines, points; 0 if unknown
    full: float  # width of a full line, in units of `textlayer.width`
    left: float  # x of the body's left edge
    size: float  # body font size
    mostly_bold: bool


def _layout(pages: list[list[Line]]) -> _Layout:
    pages = [[line for line in page if line.role != "note"] for page in pages]
    lines = [line for page in pages for line in page if line.text]
    gaps = [
        above.y - below.y
        for page in pages
        for above, below in zip(page, page[1:])
        if above.y is not None and below.y is not None and 0 < above.y - below.y < 100
    ]
    widths = sorted(width(line.text) for line in lines)
    lefts = Counter(round(line.x) for line in lines if line.x is not None)
    sizes = Counter(line.size for line in lines for _ in range(len(line.text)))
    return _Layout(
        statistics.mode([round(gap) for gap in gaps]) if gaps else 0.0,
        widths[int(len(widths) * 0.9)] if widths else 0.0,
        float(lefts.most_common(1)[0][0]) if lefts else 0.0,
        sizes.most_common(1)[0][0] if sizes else 0.0,
        sum(len(line.text) for line in lines if line.bold) * 2 > sum(len(line.text) for line in lines),
    )


def _breaks(above: Line, below: Line, layout: _Layout, same_page: bool, alone: bool = False) -> bool:
    """Whether a paragraph ends between two lines that follow each other; ``alone``: the upper one is the first of its paragraph."""
    if above.role or below.role:  # the cells of a table
        return above.role != below.role or below.role == "number" or bool(_LIST_MARKER.match(below.text) and _SENTENCE_END.search(above.text))
    if above.bold != below.bold or (above.size and below.size and abs(above.size - below.size) > 0.6):
        return True
    ended = bool(_SENTENCE_END.search(above.text))
    if same_page and layout.pitch and above.y is not None and below.y is not None:
        gap = above.y - below.y
        if gap > 1.3 * layout.pitch * max(1.0, min(above.size, below.size) / (layout.size or 1.0)):
            return True
    out = above.x is not None and below.x is not None and above.x - below.x > 5  # back to the margin, as a label does after hanging words
    if _LIST_MARKER.match(below.text) and (ended or above.text.endswith(",") or _LIST_MARKER.match(above.text) or (out and above.text.endswith((" und", " oder", " sowie")))):
        return True
    if re.match(r"TOP\s*\d", below.text) and (ended or not same_page):
        return True
    if _LABEL.match(below.text) or (below.parts and len(below.parts[0][0]) < 6 and _LIST_MARKER.match(below.parts[0][0] + " ") and len(columns.at_gaps(below)) > 1):
        return True  # a label with a gap behind it is one, whatever stands before
    indented = below.x is not None and above.x is not None and 5 < below.x - layout.left < 60 and (abs(above.x - layout.left) < 3 or (alone and abs(above.x - below.x) < 3))
    if ended and indented and not _LIST_MARKER.match(above.text):  # the words of a list item hang under each other
        return True
    first_word = below.text.split(" ", 1)[0]
    hangs = above.x is not None and below.x is not None and abs(above.x - below.x) < 2 and layout.size
    inside = max(0.0, above.x - layout.left) / layout.size if hangs else 0.0  # lines indented alike have less room
    room = layout.full * 0.94 - inside - width(above.text) - width(" " + first_word)
    if ended and above.text[-1] not in ";" and room > 0:
        return True
    return room > layout.full * 0.35 and not above.text.endswith(("-", ",")) and not below.text[:1].islower()


def _paragraph(content: str, start: int, end: int, lines: list[Line], layout: _Layout) -> Paragraph:
    role = lines[0].role
    if role:
        return Paragraph(start, end, role in ("number", "title", "head"), False, role)
    item = bool(_LIST_MARKER.match(content))
    short = len(content) < 220 and not re.search(r"[.;,:!?]$", content) and not _LABEL.match(content)
    looks = (
        _stands_out(lines, layout)
        or (_NUMBERED_HEADING.match(content) is not None and len(content) < 120 and not re.match(r"\d{1,2}[.)]\s+[a-zäöü]", content))
        or (content.isupper() and len(content) > 3)
        or (len(lines) == 1 and len(content.split()) <= 7 and content[:1].isupper() and len(content) > 3)
    )
    heading = bool(short and looks)
    return Paragraph(start, end, heading, item and not heading)


def _stands_out(lines: list[Line], layout: _Layout) -> bool:
    """Whether all the lines are bold or large where the rest is not."""
    return (all(line.bold for line in lines) and not layout.mostly_bold) or bool(layout.size and min(line.size for line in lines) > layout.size * 1.08)
