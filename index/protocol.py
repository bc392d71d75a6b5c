"""Result protocols (Externes Ergebnisprotokoll): one resolution per TOP, its items labelled, declarations kept apart.

Rules in the order in which a protocol is read: cover, contents, formalities (frame); then each TOP with title, movers, resolution
formula, items, reasons, result and declarations. A wording that is not known goes into the table of parts, ``_PARTS``.
"""

import re
from dataclasses import dataclass

from index import cues
from index.clean import Document, Paragraph
from index.sentences import sentences
from index.types import Passage


@dataclass(frozen=True)
class Cut:
    """One resolution as cut out: its span, its sentences, the heading above it and its TOP number, if any."""

    start: int
    end: int
    passages: tuple[Passage, ...]
    heading: str | None = None
    number: str | None = None
    alone: bool = False  # the only resolution under its heading


CONTENTS = "Inhaltsverzeichnis"
_NAME = re.compile(r"\b(?:Ergebnis|Beschluss|Kurz)?protokoll\b|\bErgebnisniederschrift\b|\bNiederschrift\b", re.IGNORECASE)
_REPORT = re.compile(r"\b(?:Bericht|Unterrichtung|Vorlage)\b")
_TOP = re.compile(r"^(?:TOP|Tagesordnungspunkt)\s*(\d{1,2}(?:\.\d{1,3})*[a-z]?)\b\s*[:.–-]?\s*")
_BARE = re.compile(r"^(\d{1,2}\.\d{1,3}[a-z]?)(?:\s*$|\s+(?=[A-ZÄÖÜ„]))")
_PREPARED = re.compile(r"^(?:(?:ACK|Amtschefkonferenz)\b[^.]{0,40}$|(?:ACK\s*:?\s*)?(?:TOP\s*[\d.]+[a-z]?\s*)?(?:der (?:ACK|Amtschef\w*)|\|)[^.]{0,60}$|ACK\s*:|Grüne Liste$)")
_CONTENTS_HEAD = re.compile(r"^(?:Inhalt(?:sverzeichnis|sübersicht)?|Tagesordnung|Übersicht|Verzeichnis der Tagesordnungspunkte)\s*:?$", re.IGNORECASE)
_FORMAL = re.compile(
    r"\b(?:Tagesordnung|(?:Ergebnis)?Protokolls?|Niederschrift|Grüne\w* Liste|gemeinsamen Beschlussfassung|Verschiedenes|Sonstiges|Termine?|nächste \w+|Begrüßung|Eröffnung|Vorsitz(?:es)?)\b", re.IGNORECASE
)
_MOVERS = re.compile(r"^(?:(?:Mit)?[Aa]ntragsteller(?:in(?:nen)?|/innen|/-innen|innen und Antragsteller)?|[Aa]ntragstellende[rs]? (?:Land|Länder)|Eingebracht von|Einbringer)\s*:")
# What opens a part of a TOP, and the label of its sentences; "" where the conference speaks again.
_PARTS = (
    ("Antragsteller", _MOVERS),
    ("Abstimmung", re.compile(r"^(?:Abstimmung(?:sergebnis|sverhältnis)?|Votum|Stimmverhalten|Ergebnis(?: der Abstimmung)?)\s*:")),
    ("Protokollerklärung", re.compile(
        r"^(?:Gemeinsame )?(?:Protokollerklärung(?:en)?|Protokollnotiz(?:en)?|Protokollvermerk|Erklärung(?:en)? (?:[^.:]{0,60} )?zu[mr]? Protokoll)\b|"
        r"^[^.:]{0,120}\b(?:g[ia]bt?|geben|gaben) (?:folgende |nachstehende |eine )?(?:gemeinsame )?(?:Protokollerklärung|Erklärung zu[mr]? Protokoll)|^[^.:]{0,120}\berklär(?:t|en|te|ten) zu[mr]? Protokoll"
    )),
    ("Begründung", re.compile(r"^(?:Begründung|Sachverhalt|Erläuterung(?:en)?)\s*:|^(?:Begründung|Sachverhalt|Erläuterungen?)$")),
    ("ACK", _PREPARED),
    ("", re.compile(r"^(?:Beschluss(?:vorschlag|text|formel)?(?: der (?:ASMK|Konferenz))?\s*:?\s*$|Beschluss(?:vorschlag)?\s*:)")),
)
_POINTER = re.compile(r"\b(?:abrufbar|nachzulesen|einsehbar|eingesehen werden)\b|www\.|https?:")
_ANNEX = re.compile(r"^(?:Anlagen?|Anhang)\b")
_SECTION = re.compile(r"^(?:\d{1,2}\.?|[IVX]{1,4}\.)\s+[A-ZÄÖÜ]")
_ITEM = re.compile(r"^\(?(?:(\d{1,2})[.)]|([a-z])[.)]|([a-z]{2}|[ivx]{2,4})[.)])\s")


_TOGETHER = re.compile(r"Grüne\w* Liste|\ben bloc\b|gemeinsam\w* (?:Abstimmung|Beschlussfassung)")
_ADOPTED = re.compile(r"\b(?:angenommen|beschlossen|zugestimmt|gebilligt|verabschiedet|[Zz]ustimmung|nimmt|nehmen|stimmt|stimmen|beschließ(?:t|en)|billig(?:t|en)|en bloc)\b")
_EXCEPT = re.compile(r"\b(?:außer|bis auf|mit Ausnahme|ausgenommen|ohne (?=(?:die |den |der )?(?:TOP|Punkte?|Tagesordnungspunkte?)\b))")
_TO = r"(?:\s*(?:–|-|bis)\s*(?:zu )?(?:TOP )?(\d{1,2}(?:\.\d{1,3})+[a-z]?))?"


def common_vote(text: str, frame: tuple[Passage, ...], number: str, marked: bool = False) -> Passage | None:
    """The sentence of a protocol's formalities that adopts several TOPs in one vote and names TOP ``number`` among them, itself or in a range.

    ``marked``: the TOP itself says that it is on the Grüne Liste; then a sentence on the whole list, which names no number, will do.
    """
    for passage in frame:
        sentence = text[passage.start : passage.end]
        together = _TOGETHER.search(sentence)
        if passage.label is not None or not _ADOPTED.search(sentence) or not (together or cues.UNANIMOUS.search(sentence)) or re.search(r"Tagesordnung\b", sentence) or cues.POSTPONED.search(sentence) or cues.WITHDRAWN.search(sentence):
            continue
        held = _EXCEPT.split(sentence, maxsplit=1)[0]
        named = re.findall(rf"(?<![\d.])(\d{{1,2}}(?:\.\d{{1,3}})+[a-z]?){_TO}(?!\.?\d)", held)
        if any(_order(first) <= _order(number) <= _order(last or first) for first, last in named) or marked and together and not named and number not in sentence:
            return passage
    return None


def is_protocol(document: Document) -> bool:
    """Whether the cover calls itself a protocol, not a report, and TOPs follow."""
    cover = cover_of(document)
    return bool(_NAME.search(cover)) and not _REPORT.search(cover) and sum(_TOP.match(_words(document, p)) is not None for p in document.paragraphs) >= 3


def cover_of(document: Document) -> str:
    """The words before the contents or the first TOP."""
    for paragraph in document.paragraphs:
        words = _words(document, paragraph)
        if _CONTENTS_HEAD.match(words) or re.search(r"(?:^|\n)Inhaltsverzeichnis|\bTOP \d", words):
            return document.text[: paragraph.start]
    return document.text[:2000]


def split(document: Document) -> tuple[tuple[Passage, ...], tuple[Cut, ...]] | None:
    """Frame and resolutions of a protocol, or of a report in the form of one, as split.split gives them; None where the document is neither."""
    paragraphs = [p for p in document.paragraphs if p.role != "note"]
    tops = _tops(document, paragraphs) if sum(_TOP.match(_words(document, p)) is not None for p in paragraphs) >= 3 else []
    if not tops or not (is_protocol(document) or _is_form(document, paragraphs, tops)):
        return None
    contents = next((p.start for p in paragraphs if _CONTENTS_HEAD.match(_words(document, p)) or _TOP.match(_words(document, p))), 0)
    frame = [
        Passage(span.start, span.end, CONTENTS if p.start >= contents else None)
        for p in paragraphs[: tops[0][0]] for span in sentences(document.text, p.start, p.end)
    ]
    cuts = []
    for (place, number), (after, _) in zip(tops, [*tops[1:], (len(paragraphs), "")]):
        title, body = _title(document, paragraphs[place:after], number)
        body, annex = _without_annex(document, body)
        frame += [Passage(span.start, span.end) for p in annex for span in sentences(document.text, p.start, p.end)]
        passages = tuple(_passages(document, body))
        moved = any(_MOVERS.match(_words(document, p)) for p in body)
        if "." not in number and (not body or _FORMAL.search(title) and not moved):
            frame += [Passage(span.start, span.end) for p in [*paragraphs[place : after - len(body) - len(annex)], *body] for span in sentences(document.text, p.start, p.end)]
        elif passages:
            cuts.append(Cut(passages[0].start, passages[-1].end, passages, title or None, number, True))
    return tuple(frame), tuple(cuts)


def _is_form(document: Document, paragraphs: list[Paragraph], tops: list[tuple[int, str]]) -> bool:
    """Whether most TOPs of a report name their parts ("Antragsteller: …", "Beschluss: …", "Ergebnis: …")."""
    ends = [place for place, _ in tops[1:]] + [len(paragraphs)]
    formed = [any(part_of(_words(document, p)) not in (None, "ACK") for p in paragraphs[place + 1 : end]) for (place, _), end in zip(tops, ends)]
    return sum(formed) > len(tops) / 2


def _words(document: Document, paragraph: Paragraph) -> str:
    return document.text[paragraph.start : paragraph.end]


def _order(number: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(re.match(r"\d+", part).group()), part) for part in number.split("."))


def _tops(document: Document, paragraphs: list[Paragraph]) -> list[tuple[int, str]]:
    """(place among the paragraphs, number) of each TOP after the contents.

    Contents name the same numbers as the body, so the body starts where a number comes for the second time; numbers rise from there, and
    one that does not is only spoken of.
    """
    named = []
    for place, paragraph in enumerate(paragraphs):
        words = _words(document, paragraph)
        match = _TOP.match(words)
        if match and not _PREPARED.match(words) and not re.match(r"(?:der|des) (?:ACK|Amtschef|\d+\. ASMK)|\||(?:wird|wurde|ist|und|bis)\b", words[match.end() :]):
            named.append((place, match.group(1)))
    contents = any(_CONTENTS_HEAD.match(_words(document, p)) for p in paragraphs) or any(
        re.search(r"(?:\.{4}|\s)\s*\d{1,3}$", _words(document, paragraphs[place])) and number == "1" for place, number in named
    )
    first = 0
    if contents and named:
        # where the first number comes again; where the contents name it within a line only, where any other does
        again = [at for at, (_, number) in enumerate(named) if at and number == named[0][1]]
        first = again[0] if again else next((at for at, (place, number) in enumerate(named) if _spoken_of(number, document.text[: paragraphs[place].start])), 0)
    named = named[first:]
    if named and not any("." in number for _, number in named):  # "5.1 Titel", without the word
        bare = [(place, match.group(1)) for place, p in enumerate(paragraphs) if place > named[0][0] and p.heading and (match := _BARE.match(_words(document, p)))]
        named = sorted(named + bare)
    found: list[tuple[int, str]] = []
    for place, number in named:
        if not found or _order(number) > _order(found[-1][1]):
            found.append((place, number))
    return found


def _spoken_of(number: str, text: str) -> bool:
    """Whether a text names a TOP, and not the preparing conference's of that number."""
    return re.search(rf"(?:^|\s)TOP\s*{re.escape(number)}(?![\d.]*\d)(?!\s*(?:der|des) (?:ACK|Amtschef))", text) is not None


def _title(document: Document, paragraphs: list[Paragraph], number: str) -> tuple[str, list[Paragraph]]:
    """The title of a TOP, with what it wraps to, and the paragraphs after it."""
    words = _words(document, paragraphs[0])
    title, place = words[(_TOP.match(words) or _BARE.match(words)).end() :], 1
    while place < len(paragraphs):
        words = _words(document, paragraphs[place])
        plain = (not part_of(words) or not title and part_of(words) == "ACK") and not _ITEM.match(words) and len(words) < 250
        if not plain or not (paragraphs[place].heading if title else not words.endswith((".", ":"))):
            break
        title, place = f"{title} {words}".strip(), place + 1
    return re.sub(r"\s+", " ", title), paragraphs[place:]


def _without_annex(document: Document, body: list[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """The paragraphs of a TOP, and those from an annex on or that point to the full text; the heading of the next section is neither."""
    start = next((place for place, p in enumerate(body) if p.heading and _ANNEX.match(_words(document, p))), len(body))
    body, annex = body[:start], body[start:]
    while len(body) > 1 and _POINTER.search(_words(document, body[-1])) and part_of(_words(document, body[-1])) is None:
        body, annex = body[:-1], [body[-1], *annex]
    while body and body[-1].heading and _SECTION.match(_words(document, body[-1])):
        body = body[:-1]
    return body, annex


def part_of(words: str) -> str | None:
    """Which part of a TOP a paragraph opens: a label, "" where the conference speaks, None for none."""
    return next((label for label, expression in _PARTS if expression.match(words)), None)


def _passages(document: Document, paragraphs: list[Paragraph]):
    """The sentences of a TOP with their labels."""
    part, item, speaker = "", "", ""
    for paragraph in paragraphs:
        words = _words(document, paragraph)
        opened = part_of(words)
        if opened == "Abstimmung" and cues.demands(words):
            opened = ""  # "Ergebnis: Die ASMK fordert …"
        if opened is not None:
            part, item, speaker = opened, "", ""
        elif part in ("Antragsteller", "Abstimmung", "ACK"):
            part = ""  # one paragraph each
        if part == "Protokollerklärung" and not speaker:
            lands = _lands(words[:160] if opened is None else words.split(":")[0])
            speaker = " " + _listed(lands) if lands else ""
        elif not part:
            item = _item(words, item)
        label = f"{part}{speaker}" or item or None
        for span in sentences(document.text, paragraph.start, paragraph.end):
            yield Passage(span.start, span.end, label)


def _item(words: str, before: str) -> str:
    """The label of an item: "Nr. 3", "Nr. 3 b", "Nr. 3 b aa"; what no label opens goes on with the one before."""
    match = _ITEM.match(words)
    if not match:
        return before
    if match[1]:
        return f"Nr. {match[1]}"
    levels = before.removeprefix("Nr. ").removeprefix("Buchst. ").split()
    numbered = before.startswith("Nr. ")
    if match[2]:
        return f"Nr. {levels[0]} {match[2]}" if numbered else f"Buchst. {match[2]}"
    return f"{'Nr.' if numbered else 'Buchst.'} {' '.join(levels[: 2 if numbered else 1])} {match[3]}" if levels else f"Buchst. {match[3]}"


def _lands(words: str) -> list[str]:
    found = [(match.start(), cues.land_name(match.group(1))) for match in cues.LAND.finditer(words)] + [(match.start(), cues.LAND_CODES[match.group()]) for match in cues.LAND_CODE.finditer(words)]
    return list(dict.fromkeys(name for _, name in sorted(found)))


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " und " + names[-1]
