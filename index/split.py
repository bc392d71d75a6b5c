"""Where a report's resolutions start and end, and what is only its frame.

A narrative report tells several resolutions in one paragraph and one over several pages, so each place between two
sentences is weighed: `_weight` adds the cues for a new resolution and takes off those for going on; at THRESHOLD and
above a new one starts. Headings and TOP numbers always start one.
"""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache

from index import cues, protocol
from index.clean import Document, Paragraph
from index.fields import MOVERS, VOTE
from index.footnotes import number_of, plain
from index.protocol import Cut
from index.sentences import sentences
from index.types import Passage

UNDER_TOP = 2.0
THRESHOLD = -0.15  # a little below even odds: a missed start costs more than one too many
# Log-odds, fitted by index/training/split_weights.py on the gold cuts of the sample reports (see docs/architecture.md).
WEIGHTS: dict[str, float] = {
    "bias": -1.56,
    "paragraph": 3.71,
    "nothing asked yet": -3.35,
    "only announced": -2.0,
    "second vote": 4.35,
    "first vote": 0.2,
    "mover": -0.17,
    "mover after demand": 2.63,
    "settles": 2.03,
    "demands": 0.16,
    "finds": 0.75,
    "announces": 2.59,
    "new subject": 1.85,
    "purpose": 0.17,
    "verb first": 0.73,
    "conference first": 1.07,
    "leans": -3.0,
    "continues": -1.53,
    "continues inside": -0.19,
    "points back": -3.32,
    "subjunctive": -1.46,
    "after ending": 0.87,
    "shares nothing": 0.26,
    "shares much": -1.26,
    "background, demand follows": 0.63,
    "background, taken up": -0.1,
    "background, nothing follows": -1.84,
    "length": 1.18,
}
_FLAT = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "s"})
MAX_PASSAGE = 900  # characters; a longer list is not glued into one passage
TOP_NUMBER = re.compile(r"^(?:TOP|Tagesordnungspunkt|Ziffer|Nr\.)\s*(\d{1,2}(?:\.\d{1,3})*[a-z]?)\b[.:)]?\s*[–-]?\s*")
_BARE_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,3})+[a-z]?)\.?$")  # in a cell of a table
_LABELS = {"mover": "Antragsteller", "vote": "Abstimmung"}
_LISTED = re.compile(r"\(?(\d{1,2})[.)]\s")
_SECTION_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVX]{1,4}\.|[A-Z]\.|[a-z]\))\s+")
# "Der Antrag Sachsens zur Impfstoffbevorratung wurde vertagt.", in a paragraph of its own, is another motion than the one before.
_OTHER_MOTION = re.compile(rf"^(?:Der|Ein) (?:Antrag|Vorschlag|Vorstoß|Beschlussvorschlag) (?:des Landes |des Freistaats |von )?(?:{cues.LAND.pattern}|{cues.LAND_ADJECTIVE.pattern})")
_ANNEX = re.compile(r"^(?:Anlage|Anhang)\b(?:\s*\d+)?")
_INTRODUCTION = re.compile(
    r"\b(?:getroffen|trafen sich|tagte(?:n)?|zusammengekommen|kamen? .{0,200}zusammen|fand(?:en)? .{0,120}\bstatt|stattgefunden|[Vv]orsitz\w*|übersende|übermittle|"
    r"Sehr geehrte|Weiterleitung|Mit freundlichen|Anliegen der Konferenz|Tagesordnung umfasste|Tagesordnungspunkte|auf der Tagesordnung|[Ww]esentliche[nr]? Ergebnisse|nachfolgend|im Folgenden|"
    r"zusammengefasst|informiere|berichte ich|[Dd](?:ies)?er Bericht|vorliegende\w* Bericht|insgesamt \w+ Beschlüsse|Ergebnisse der \d+\.|(?:\d+|\w+) Beschlüsse (?:gefasst|verabschiedet)|Grüne Liste|ausgerichtet|Gastgeber\w*|"
    r"Schwerpunkt\w* der (?:Konferenz|Beratungen|Sitzung)|Bericht (?:über|zu|für|an))\b"
)
_GREETING = re.compile(r"Mit (?:freundlichen?|besten|vorzüglich\w*) Gr(?:uß|üßen)|Mit freundlichem Gruß|Hochachtungsvoll|^gez\.")
_CLOSING = re.compile(
    r"\b(?:abrufbar|Wortlaut|nachzulesen|nachgelesen|eingesehen|einsehbar|veröffentlicht|im Internet|Internetseite|www\.|https?:|Mit freundlichen|gez\.|nächste (?:Konferenz|ASMK|Sitzung|reguläre|ordentliche)|"
    r"\d+\. (?:ASMK|Arbeits- und Sozialministerkonferenz|Konferenz) (?:wird|findet|tagt|soll)|Vorsitz\w*|Anlagen?:|Kenntnisnahme|Rückfragen|Externe[ns]? Ergebnisprotokoll\w*|alle gefassten Beschlüsse|weitere[nr]? Beschlüsse\w*|nicht alle|Nicht alle|[Dd](?:ies)?er Bericht|gegeben: |Sämtliche Beschlüsse)\b"
)
_SOLEMN = re.compile(r"Ministerinnen und Minister.{0,90}?der Länder\b")  # the conference by its long name


@dataclass
class _Sentence:
    start: int
    end: int
    text: str
    opens_paragraph: bool
    item: bool
    label: str | None = None
    listed: bool = False  # opens an item of a list whose items are resolutions
    headings: list[str] = field(default_factory=list)  # headings that stand directly before it


def split(document: Document) -> tuple[tuple[Passage, ...], tuple[Cut, ...]]:
    """Cut a document into frame passages and resolutions; together they hold every sentence exactly once.

    Headings inside the body belong to no resolution; those of the letter and title are frame. A footnote belongs to the
    resolution behind whose words it stands.
    """
    frame, cuts = protocol.split(document) or _narrative(document)
    owners = sorted([(passage.start, place) for place, cut in enumerate(cuts) for passage in cut.passages] + [(passage.start, -1) for passage in frame])
    notes: dict[int, list[Passage]] = {}
    for passage in _notes(document):
        before = bisect_left(owners, (passage.start, -1)) - 1
        notes.setdefault(owners[before][1] if before >= 0 else -1, []).append(passage)
    found = []
    for place, cut in enumerate(cuts):
        passages = tuple(sorted((*cut.passages, *notes.get(place, ())), key=lambda p: p.start))
        found.append(replace(cut, end=passages[-1].end, passages=passages))
    return tuple(sorted((*frame, *notes.get(-1, ())), key=lambda p: p.start)), tuple(found)


def _notes(document: Document) -> list[Passage]:
    found = []
    for paragraph in document.paragraphs:
        if paragraph.role == "note":
            mark = number_of(document.text[paragraph.start : paragraph.end])
            found.append(Passage(paragraph.start, paragraph.end, f"Fußnote {plain(mark)}" if mark else "Randtext"))
    return found


def _narrative(document: Document) -> tuple[tuple[Passage, ...], tuple[Cut, ...]]:
    text = document.text
    found, head_spans = _sentences(document)
    first, last = _body(found)
    body = found[first:last]
    body_start = body[0].start if body else len(text)
    body_end = body[-1].end if body else len(text)
    # The heading right above the first resolution is the body's, everything before it the frame's.
    own = sum(len(heading) for heading in (body[0].headings if body else []))
    frame = [Passage(s.start, s.end, s.label) for s in found[:first] + found[last:]]
    frame += [
        Passage(start, end)
        for start, end in head_spans
        if (end <= body_start and not (own and body[0].headings and text[start:end] in body[0].headings)) or start >= body_end
    ]
    cuts: list[list[_Sentence]] = []
    rare = _rarity(body)
    under_top = False
    for i, sentence in enumerate(body):
        if sentence.headings:
            under_top = any(map(top_number, sentence.headings))
        under_top |= sentence.listed
        if not cuts or _starts_new(cuts[-1], sentence, body[i + 1 : i + 4], rare, under_top):
            background = _background_of(cuts[-1], sentence, rare) if cuts else 0
            cuts.append((cuts[-1][-background:] if background else []) + [sentence])
            if background:
                del cuts[-2][-background:]
        else:
            cuts[-1].append(sentence)
    return tuple(frame), _finish(cuts)


def top_number(heading: str) -> str | None:
    """"5.1" of "TOP 5.1 Wohnraum", or of a table's cell."""
    match = TOP_NUMBER.match(heading) or _BARE_NUMBER.match(heading)
    return match.group(1) if match else None


def _sentences(document: Document) -> tuple[list[_Sentence], list[tuple[int, int]]]:
    text, found, heads, waiting = document.text, [], [], []
    listed = _listed(document)
    body = [paragraph for paragraph in document.paragraphs if paragraph.role != "note"]
    for place, paragraph in enumerate(body):
        theme = place + 1 < len(body) and body[place + 1].start in listed and paragraph.end - paragraph.start < 60 and text[paragraph.end - 1] == ":"
        if paragraph.heading or theme:  # "Soziales:" above a list of resolutions
            waiting.append(text[paragraph.start : paragraph.end])
            heads.append((paragraph.start, paragraph.end))
            continue
        for number, span in enumerate(sentences(text, paragraph.start, paragraph.end)):
            last = found[-1] if found else None
            opens = number == 0 and paragraph.start in listed
            item = paragraph.item and number == 0 and not opens
            if item and last and not waiting and not re.search(r"[.!?]\W*$", last.text) and span.end - last.start < MAX_PASSAGE:
                # "Die ASMK erwartet vom Bund" + "- die Fortführung …,": one sentence printed as a list
                last.end, last.text = span.end, text[last.start : span.end]
                continue
            found.append(_Sentence(span.start, span.end, text[span.start : span.end], number == 0, item, _LABELS.get(paragraph.role) or _label(text, paragraph), opens, waiting))
            waiting = []
    return found, heads


def _listed(document: Document) -> set[int]:
    """Where the items of a list start whose items are resolutions: half of them tell a vote, a mover or a fate of their own.

    A numbered list may go on under further headings and over other paragraphs, one with dashes or dots only without a break.
    """
    starts: set[int] = set()
    runs: tuple[list[Paragraph], list[Paragraph]] = ([], [])  # numbered, and with dashes

    def close(run: list[Paragraph]) -> None:
        if len(run) > 2 and sum(_complete(document.text[p.start : p.end]) for p in run) >= len(run) / 2:
            starts.update(p.start for p in run)
        run.clear()

    for paragraph in document.paragraphs:
        number = _LISTED.match(document.text, paragraph.start, paragraph.end) if paragraph.item else None
        if number and int(number.group(1)) != len(runs[0]) + 1:
            close(runs[0])
        if number and int(number.group(1)) == len(runs[0]) + 1:
            runs[0].append(paragraph)
        if paragraph.item and document.text[paragraph.start] in "–—•▪◦*-":
            runs[1].append(paragraph)
        elif not paragraph.role:
            close(runs[1])
    for run in runs:
        close(run)
    return starts


def _complete(item: str) -> bool:
    return cues.settles(item) or _moves(item) or (cues.votes_formally(item) and (cues.demands(item) or cues.finds(item)))


def _label(text: str, paragraph: Paragraph) -> str | None:
    """Of a line "Antragsteller: …" or "Ergebnis: 16:0:0", what its words are."""
    part = protocol.part_of(text[paragraph.start : paragraph.end])
    return part if part in (MOVERS, VOTE) and paragraph.end - paragraph.start < 200 and not cues.demands(text[paragraph.start : paragraph.end]) else None


def _body(found: list[_Sentence]) -> tuple[int, int]:
    """Index of the first sentence of the first resolution, and of the first one after the last."""
    letter_end = max((i + 1 for i, s in enumerate(found[:60]) if _GREETING.search(" ".join(s.headings) + " " + s.text)), default=0)
    letter_end = letter_end if letter_end < len(found) / 2 else 0
    first = next((i for i in range(letter_end, len(found)) if _opens(found[i].text) and not _INTRODUCTION.search(found[i].text)), len(found))
    if first < len(found):
        first = _with_background(found, first, letter_end)
    annexes = (i for i in range(first, len(found)) if any(map(_ANNEX.match, found[i].headings)))
    last = next((i for i in annexes if not any(_opens(s.text) for s in found[i:])), len(found))  # an annex may also hold resolutions
    while last > first and _CLOSING.search(found[last - 1].text) and not (_opens(found[last - 1].text) and not _pointer(found[last - 1].text)):
        last -= 1
    return first, last


def _with_background(found: list[_Sentence], first: int, letter_end: int) -> int:
    """Back from the first demand over the background told before it: in its paragraph, or since the heading above it."""
    since_heading = first
    while since_heading > letter_end and not found[since_heading].headings:
        since_heading -= 1
    if found[since_heading].headings and not any(_INTRODUCTION.search(s.text) for s in found[since_heading:first]) and _theme(found[since_heading].headings):
        return since_heading
    while first > letter_end and not found[first].opens_paragraph and not _INTRODUCTION.search(found[first - 1].text):
        first -= 1
    return first


def _theme(headings: list[str]) -> bool:
    return not any(_INTRODUCTION.search(h) or re.search(r"^(?:Bericht|Betreff|Sehr geehrte|Mit freundlichen|Einleitung|Vorbemerkung)", h) for h in headings)


def _pointer(sentence: str) -> bool:
    return bool(re.search(r"\b(?:abrufbar|Wortlaut|nachzulesen|www\.|https?:|nächste|Vorsitz|weitere[nr]? Beschlüsse)\b|[Dd](?:ies)?er Bericht", sentence))


def _opens(sentence: str) -> bool:
    return cues.votes(sentence) or cues.demands(sentence) or cues.finds(sentence) or cues.settles(sentence) or bool(
        cues.LEAD_IN.search(sentence) and cues.CONFERENCE.search(sentence)
    )


def _starts_new(current: list[_Sentence], sentence: _Sentence, ahead: list[_Sentence], rare: Counter, under_top: bool) -> bool:
    if sentence.headings or sentence.listed:
        return True
    if sentence.item or sentence.label or current[-1].label == MOVERS or current[-1].text.endswith(":"):
        return False
    if cues.ENDS_ITEM.match(sentence.text) and not (sentence.opens_paragraph and cues.settles(sentence.text) and _OTHER_MOTION.match(sentence.text)):
        return False
    found = boundary_features(current, sentence, ahead, rare)
    weight = sum(WEIGHTS[name] * value for name, value in found.items())
    # Under a TOP number stands one resolution, as a rule: only a very clear start makes a second one.
    return weight >= (UNDER_TOP if under_top else THRESHOLD)


def _background_of(current: list[_Sentence], sentence: _Sentence, rare: Counter) -> int:
    """How many of the current resolution's last sentences are rather background of the demand that starts a new one."""
    if sentence.opens_paragraph or sentence.headings or cues.NEW_SUBJECT.match(sentence.text):
        return 0
    count = 0
    while count + 1 < len(current):
        trailing = current[-1 - count]
        text = trailing.text
        if (
            cues.demands(text) or cues.votes(text) or cues.settles(text) or cues.ENDS_ITEM.match(text) or cues.ANAPHORIC.match(text)
            or cues.CONTINUES.match(text) or cues.POINTS_BACK.search(text[:80]) or cues.SUBJUNCTIVE.search(text) or trailing.item
            or re.search(r"\bsoll(?:en)?\b", text)
        ):
            break
        if _shared(current[: -1 - count], text, rare) > max(0.1, _shared([sentence], text, rare)):
            break
        count += 1
        if trailing.opens_paragraph:
            break
    return count


def boundary_features(current: list[_Sentence], sentence: _Sentence, ahead: list[_Sentence], rare: Counter) -> dict[str, float]:
    """The readable signs for and against a new resolution at ``sentence``, after the sentences of the ``current`` one."""
    text = sentence.text
    voted = any(cues.votes_formally(s.text) for s in current)
    demands, vote, moves = cues.demands(text), cues.votes_formally(text), _moves(text)
    whole = sentence.opens_paragraph and vote and moves  # a resolution by itself: then a finding before it was one too
    asked = any(cues.demands(s.text) or cues.settles(s.text) or ((voted or whole) and cues.finds(s.text)) for s in current)
    head = _SOLEMN.sub("ASMK", text)[: 40 if sentence.opens_paragraph else 80]
    announced = bool(cues.NEW_SUBJECT.match(text))
    known = announced and not text.startswith("Um ") and _names_known(current, text)
    new_subject = announced and not known
    leans = bool(cues.ANAPHORIC.match(text)) and not announced
    points_back = known or (bool(cues.POINTS_BACK.search(head)) and not announced)
    shared = _shared(current, text, rare)
    background = not (demands or vote or leans or points_back or cues.settles(text))
    takes_up, follows = _followed(current, sentence, ahead, rare)
    return {
        "bias": 1.0,
        "paragraph": float(sentence.opens_paragraph),
        "nothing asked yet": float(not asked),
        "only announced": float(voted and not asked),
        "second vote": float(vote and voted),
        "first vote": float(vote and not voted),
        "mover": float(moves),
        "mover after demand": float(moves and asked),
        "settles": float(cues.settles(text)),
        "demands": float(demands),
        "finds": float(not demands and cues.finds(text)),
        "announces": float(bool(cues.ANNOUNCES.search(text))),
        "new subject": float(new_subject and not text.startswith("Um ")),
        "purpose": float(text.startswith("Um ")),
        "verb first": float(bool(cues.VERB_FIRST.match(text))),
        "conference first": float(bool(cues.CONFERENCE_FIRST.match(text))),
        "leans": float(leans),
        "continues": float(bool(cues.CONTINUES.match(text))),
        "continues inside": float(bool(cues.CONTINUES_INSIDE.search(text))),
        "points back": float(points_back),
        "subjunctive": float(bool(cues.SUBJUNCTIVE.search(text)) and not demands),
        "after ending": float(len(current) > 1 and bool(cues.ENDS_ITEM.match(current[-1].text))),
        "shares nothing": float(shared < 0.05),
        "shares much": float(shared > 0.25),
        "background, demand follows": float(background and asked and follows),
        "background, taken up": float(background and asked and takes_up),
        "background, nothing follows": float(background and asked and not follows),
        "length": min(len(current), 6) / 6,
    }


def _names_known(current: list[_Sentence], text: str) -> bool:
    """Whether "Im Bereich der Digitalisierung …" names what the current resolution named already: then it goes on."""
    nouns = [noun for noun in re.findall(r"\b[A-ZÄÖÜ][\wäöüß-]{6,}", text[3:60]) if not noun.endswith(("ereich", "Bezug", "Thema"))]
    return bool(nouns) and any(nouns[0][:9] in s.text for s in current)


def _followed(current: list[_Sentence], sentence: _Sentence, ahead: list[_Sentence], rare: Counter) -> tuple[bool, bool]:
    """Whether a demand that follows in the paragraph takes up the sentence rather than the current resolution; whether one follows."""
    leading = [sentence]
    for following in ahead:
        if following.headings or following.opens_paragraph:
            break
        if cues.demands(following.text) or cues.votes_formally(following.text) or cues.settles(following.text):
            leans = cues.ANAPHORIC.match(following.text) or cues.CONTINUES_INSIDE.search(following.text) or cues.POINTS_BACK.search(following.text)
            return bool(leans) or _shared(leading, following.text, rare) > _shared(current, following.text, rare), True
        leading.append(following)
    return False, False


def _moves(text: str) -> bool:
    return bool((cues.MOVER.search(text) and (cues.LAND.search(text) or cues.LAND_ADJECTIVE.search(text))) or cues.ALL_LAENDER.search(text))


def _stems(text: str) -> set[str]:
    """Beginnings of the content words: crude, but it sees "Pflegezeit" and "Pflegekräfte" as kin."""
    return {word[:6] for word in re.findall(r"[a-z]{5,}", _flat(text))}


@lru_cache(maxsize=4096)
def _flat(text: str) -> str:
    return text.lower().translate(_FLAT)


def _rarity(body: list[_Sentence]) -> Counter:
    counts: Counter = Counter()
    for sentence in body:
        counts.update(_stems(sentence.text))
    counts["__sentences__"] = max(1, len(body))
    return counts


def _shared(current: list[_Sentence], text: str, rare: Counter) -> float:
    """Share of the sentence's own content-word stems that the current resolution holds, also inside its compounds.

    Stems that a tenth of the report's sentences hold say nothing and do not count.
    """
    common = max(4, 0.1 * rare["__sentences__"])
    own = {stem for stem in _stems(text) if rare[stem] <= common}
    known = " ".join(_flat(s.text) for s in current)
    return sum(stem in known for stem in own) / len(own) if own else 0.15


def _finish(groups: list[list[_Sentence]]) -> tuple[Cut, ...]:
    cuts: list[Cut] = []
    heading = number = None
    under: Counter = Counter()
    headings: list[int] = []
    block = 0
    theme = None  # "Zum Thema Inklusion wurden drei Beschlüsse gefasst: …" names the theme of the paragraph's other resolutions too
    for group in groups:
        number = None
        if group[0].opens_paragraph or group[0].headings:
            theme = None
        lead_in = cues.THEME.search(group[0].text)
        theme = (lead_in.group(1) or lead_in.group(2)).strip(" „“") if lead_in else theme
        if group[0].headings:
            block += 1
            heading = group[0].headings[-1]
            number = next(filter(None, map(top_number, reversed(group[0].headings))), None)
            heading = _SECTION_NUMBER.sub("", TOP_NUMBER.sub("", heading)).strip() or heading
        elif (match := TOP_NUMBER.match(group[0].text)) is not None:
            number = match.group(1)
        under[block] += 1
        headings.append(block)
        passages = tuple(Passage(s.start, s.end, s.label) for s in group)
        cuts.append(Cut(passages[0].start, passages[-1].end, passages, " – ".join(filter(None, (heading, theme))) or None, number))
    return tuple(
        Cut(c.start, c.end, c.passages, c.heading, c.number, b > 0 and bool(c.heading) and under[b] == 1) for c, b in zip(cuts, headings)
    )
