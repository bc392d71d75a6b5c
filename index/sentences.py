"""German sentences as spans. Rules rather than a model: every cut must be explainable and stable."""

import re

from index.types import Passage

# After these a full stop does not end a sentence (lower case, without the final stop).
_ABBREVIATIONS = frozenset(
    """abs allg art aufl az bd bes betr bspw bzgl bzw ca d.h dr drs ebd einschl etc evtl exkl f ff geb gem ggf ggfs grds hl hr hrsg inkl insb insbes
    i.d.r i.h.v i.s.d i.s.v i.v.m jg jh jhd kap lfd lit max mind min mio mrd nr nrn o.ä o.g prof rd rdn s s.o sog st std str tel u.a u.ä
    u.u usf usw v.a vgl z.b z.t z.zt ziff zzgl tsd""".split()
)
# A sentence may end after these although they are abbreviations, when a clear sentence opener follows.
_CAN_END = frozenset("etc usw usf ff f".split())
_MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
# After an ordinal ("102.") these never begin a sentence; nor does any small letter.
_AFTER_ORDINAL = frozenset(
    _MONTHS
    + """Arbeits ASMK ACK Konferenz Sitzung Lebensjahr Lebensjahres Jahrhundert Jahrhunderts Legislaturperiode Wahlperiode Sozialgesetzbuch Buch Tag
    Monat Quartal Amtschefkonferenz Amtschefinnen Gesundheitsministerkonferenz Integrationsministerkonferenz Jugend Änderungsgesetz Geburtstag Kapitel
    Abschnitt Sozialministerkonferenz Auflage Tagung Halbjahr Schuljahr Klasse Legislatur Deutschen Deutscher Bundestag BImSchV Verordnung Etage
    GMK IntMK JFMK KMK Ministerpräsidentenkonferenz MPK Ausschuss Plenarsitzung""".split()
)
_END = re.compile(r"[.!?…]+[)\]“”\"'»«’]*(?=\s)|:(?=\s)")
_LABEL = re.compile(r"\s*(?:\d{1,2}|[a-z]{1,2}|[IVX]{1,4})\.")  # "1. Die ASMK …": the number of an item stays with its words
_OPENER = re.compile(r"^[„»\"'(\[–-]*\s*(?:[A-ZÄÖÜ0-9§]|[a-z]\)|•)")


def sentences(text: str, start: int, end: int) -> tuple[Passage, ...]:
    """The sentences of ``text[start:end]`` as passages without surrounding white space, gap-free over the words."""
    passages = []
    position = start
    for match in _END.finditer(text, start, end):
        stop = match.end()
        if stop >= end or _LABEL.fullmatch(text, position, stop) or not _ends(text, position, match.start(), stop, end):
            continue
        passages.append(_trim(text, position, stop))
        position = stop
    if text[position:end].strip():
        passages.append(_trim(text, position, end))
    return tuple(passages)


def _ends(text: str, begin: int, dot: int, stop: int, end: int) -> bool:
    mark = text[dot]
    following = text[stop:end].lstrip()
    if not _OPENER.match(following):
        return False
    if mark == ":":
        return False  # what a colon introduces belongs to its sentence; the splitter looks at colons itself
    if mark in "!?…" or text[dot : dot + 2] in ("..",):
        return True
    if _inside_bracket(text[begin:stop]):
        return False
    word = re.search(r"\S*$", text[begin:dot]).group(0).lstrip("(„»\"'[").lower()
    next_word = re.match(r"[„»\"'(\[]*([\w-]*)", following).group(1)
    if re.fullmatch(r"\d{1,3}", word):
        # "26. und 27. November", "102. ASMK"; a figure that ends a sentence is rare and opens with a real opener
        return next_word.split("-")[0] not in _AFTER_ORDINAL and not next_word.isdigit() and _strong_opener(following)
    if re.fullmatch(r"[a-zäöü]", word) or re.fullmatch(r"[ivx]+", word):  # initials, "z." of "z. B.", "Kapitel IV."
        return len(word) > 1 and word not in ("iv", "v", "x")
    if word in _ABBREVIATIONS or re.fullmatch(r"(?:[a-zäöü]\.)+[a-zäöü]{1,3}", word):
        return word in _CAN_END and _strong_opener(following)
    return True


def _inside_bracket(sentence: str) -> bool:
    """Whether a round bracket is open at the end: "(BGBl. I S. 5. Fassung)" is no place to cut; given up after 200."""
    opened = sentence.rfind("(")
    return opened > sentence.rfind(")") and len(sentence) - opened < 200


def _strong_opener(following: str) -> bool:
    return bool(
        re.match(
            r"[„»\"'(]*(?:Die|Der|Das|Den|Dem|Des|Ein|Eine|Einen|Es|Sie|Er|Wir|Auf|Im|In|Um|Zur|Zum|Zu|Mit|Bei|Für|Auch|Dies|Diese|Dieser|Dieses|"
            r"Hier\w*|Da\w*|Weiter\w*|Ferner|Zudem|Außerdem|Ebenfalls|Einstimmig|Mehrheitlich|Nach|Von|Vor|Durch|Als|Wer|Wenn|Aus|Unter)\b",
            following,
        )
    )


def _trim(text: str, start: int, end: int) -> Passage:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Passage(start, end)
