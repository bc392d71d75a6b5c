"""What a report says of itself: conference, dates, place, publishing Land, Vorlage number, title, kind."""

import re

from index import cues, protocol
from index.clean import VORLAGE, Document
from index.types import Field, Passage

_CONFERENCE = re.compile(
    r"\b(\d{1,3})\.\s*(?:\([^)]{1,30}\)\s*)?(?:ordentlichen?\s+)?(?:Arbeits-?\s*und\s+Sozialministerkonferenz|ASMK\b|"
    r"Konferenz\s+der\s+(?:Minister(?:innen)?\s+und\s+Minister(?:innen)?,\s+Senator(?:en|innen)\s+und\s+Senator(?:en|innen)\s+(?=für\s+Arbeit)|Ministerinnen|für\s+Arbeit)|"
    r"Sitzung\s+der\s+(?:Arbeits-\s+und\s+Sozialministerkonferenz|ASMK))"
)
# Other conferences of ministers, by their short names; the ASMK's own name stands in _CONFERENCE.
_SISTERS = {
    "GMK": r"Gesundheitsministerkonferenz|GMK\b|Konferenz\s+der\s+(?:Ministerinnen\s+und\s+Minister,\s+Senatorinnen\s+und\s+Senatoren\s+für\s+Gesundheit|Gesundheitsminister)",
    "IntMK": r"Integrationsministerkonferenz|IntMK\b|Konferenz\s+der\s+für\s+Integration",
    "JFMK": r"Jugend-\s*und\s+Familienministerkonferenz|JFMK\b",
    "GFMK": r"Gleichstellungs-\s*und\s+Frauenminister\w*konferenz|GFMK\b",
    "KMK": r"Kultusministerkonferenz|KMK\b",
    "SMK": r"Sportministerkonferenz|SMK\b",
    "BMK": r"Bauministerkonferenz",
    "IMK": r"Innenministerkonferenz|IMK\b",
    "JuMiKo": r"Justizministerkonferenz|JuMiKo\b",
    "VSMK": r"Verbraucherschutzministerkonferenz|VSMK\b",
    "WMK": r"Wirtschaftsministerkonferenz|WMK\b",
}
_SISTER = re.compile(r"\b(\d{1,3})\.\s*(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _SISTERS.items()) + ")")
_PREPARING = re.compile(r"Amtschef|\bACK\b|[Vv]orkonferenz|[Vv]orbereite")
_MONTH = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_DATES = re.compile(
    rf"\b\d{{1,2}}\.\s*(?:(?:{_MONTH})\s*)?(?:und|bis|/|–|-)\s*\d{{1,2}}\.\s*(?:{_MONTH})\s+(\d{{4}})\b|\b\d{{1,2}}\./\d{{1,2}}\.\s*(?:{_MONTH}|\d{{1,2}}\.)\s*(\d{{4}})\b|\b\d{{1,2}}\.\s*(?:{_MONTH})\s+(\d{{4}})\b|\b\d{{1,2}}\.\d{{1,2}}\.(\d{{4}})\b"
)
_CITY = r"((?:Bad )?[A-ZÄÖÜ][a-zäöüß]+(?:[-/ ](?:am|an der|im|in|[A-ZÄÖÜ])[a-zäöüß]*(?: [A-ZÄÖÜ][a-zäöüß]+)?)?)"
_PLACES = (
    re.compile(rf"\b(?:haben sich|trafen sich|kamen?|tagte[n]?|fand|hat|zusammengetreten|zusammengekommen|getagt)\b[^.]{{0,160}}?\bin (?:der Hansestadt |der Landeshauptstadt |Berlin-|)?{_CITY}"),
    re.compile(rf"\b\d{{4}}\s+in\s+(?:der Hansestadt |der Landeshauptstadt )?{_CITY}"),
    re.compile(rf"\bin\s+{_CITY}\s+[^.]{{0,120}}(?:zusammengetreten|zusammengekommen|getagt|statt)\b"),
    re.compile(rf"\bin\s+{_CITY}\s+(?:zur|zu ihrer|zu einer|stattgefunden|stattfand|statt\b|getroffen|getagt|zusammen)"),
)
_NO_CITY = re.compile(r"^(?:Rahmen|Bezug|Zusammenarbeit|Präsenz|Form|Deutschland|Europa|Anwesenheit|Vertretung|Abstimmung|Verbindung|Kooperation)")
_ISSUER = re.compile(r"\b(?:Landtag\w*|Bürgerschaft|Abgeordnetenhaus|Ministeri\w+|Staatsministeri\w+|Sozialministeri\w+|Senat\w*|Landesregierung|Staatsregierung|Behörde)\b")
_BODY_NAMES = {
    "Hessisch": "Hessen", "Bayerisch": "Bayern", "Sächsisch": "Sachsen", "Niedersächsisch": "Niedersachsen", "Thüringer": "Thüringen",
    "Schleswig-Holsteinisch": "Schleswig-Holstein", "Brandenburgisch": "Brandenburg", "Saarländisch": "Saarland", "Bremisch": "Bremen",
    "Nordrhein-Westfälisch": "Nordrhein-Westfalen", "Rheinland-Pfälzisch": "Rheinland-Pfalz",
}
_BODY_ADJECTIVE = re.compile(rf"\b({'|'.join(_BODY_NAMES)})(?:e[nrsm]?)?\s+(?:Landtag\w*|\w*[Mm]inisteri\w+|Staats\w+|Landesregierung|Bürgerschaft|Staatsregierung)")
_TITLE = re.compile(r"(?:^|[„»\"\s])((?:Bericht(?!:)|Unterrichtung|Ergebnisse|Beschlüsse|Ergebnisprotokoll|Externes Ergebnisprotokoll|Protokoll)\b[^“”«\"]{0,200}?(?:Konferenz|konferenz|ASMK)[^“”«\"]{0,80})[“”«\"]?")
_LETTER_WORDS = re.compile(r"Sehr geehrte|übersend|überreich|anbei|anliegend|vorlegen|beigefügt|meines Hauses|[Ii]ch bitte|gebeten")
_LETTER_HEAD = re.compile(r"^(?:Sehr geehrte|An (?:die|den)|Präsident|Herrn|Frau)\b")


def describe(document: Document, frame: tuple[Passage, ...], metadata_title: str | None, file: str) -> dict:
    """Fields of a report from its frame (letter, title, introduction, pointer), each with its proving words.

    Returns the keyword arguments title, kind, sister, conference, dates, place, land, vorlage, year of ``Report``; what the
    text does not state is None. The title falls back to the PDF's own title and then to the file's name.
    """
    text = document.text
    if protocol.is_protocol(document):
        return _protocol(document, file)
    spans = [(p.start, p.end) for p in frame] or [(0, min(len(text), 3000))]
    head = [span for span in spans if span[0] < max(4000, len(text) // 4)] or spans
    conference, sister = _conference(text, head)
    return {
        "title": _title(text, head, conference, metadata_title, file, sister),
        "kind": "bericht",
        "sister": sister,
        "conference": conference,
        "dates": (dates := _dates(text, head, conference)),
        "place": _place(text, head),
        "land": _land(text, head),
        "vorlage": _first(text, head, VORLAGE, whole=False),
        "year": int(re.search(r"\d{4}", dates.value).group(0)) if dates else None,
    }


def _conference(text: str, spans) -> tuple[Field | None, str | None]:
    """The ASMK's number, or the name of the sister conference ("94. GMK") that the report tells of: the one named first, and more often."""
    own, sister = _first(text, spans, _CONFERENCE), _first(text, spans, _SISTER)
    if sister and (own is None or sister.start < own.start):
        name = _SISTER.match(text, sister.start).lastgroup
        counts = len(re.findall(_SISTERS[name], text)), len(re.findall(r"Sozialministerkonferenz|\bASMK\b", text))
        if counts[0] > counts[1]:
            return None, f"{sister.value}. {name}"
    return own or _first(text, [(0, len(text))], _CONFERENCE), None


def _protocol(document: Document, file: str) -> dict:
    """The same from the cover of a protocol; what it says of the preparing conference is left out. No Land publishes it."""
    text, spans, after_colon = document.text, [], False
    end = len(protocol.cover_of(document))
    for paragraph in document.paragraphs:
        words = text[paragraph.start : paragraph.end]
        preparing = _PREPARING.search(words)
        stop = paragraph.start if after_colon else paragraph.start + preparing.start() if preparing else paragraph.end
        after_colon = bool(preparing) and words.endswith(":")
        if paragraph.start >= end:
            break
        if stop > paragraph.start:
            if spans and not text[spans[-1][1] : paragraph.start].strip():
                spans[-1] = (spans[-1][0], stop)
            else:
                spans.append((paragraph.start, stop))
    conference, sister = _conference(text, spans)
    dates = _dates(text, spans, conference) or _first(text, spans, _DATES, whole=True)
    place = _place(text, spans)
    if dates and not place and (below := re.compile(rf"\s+{_CITY}(?=\s*\n|\s*\Z)").match(text, dates.end, next((stop for _, stop in spans if stop > dates.end), end))):  # the town in a line of its own
        place = Field(below.group(1), below.start(1), below.end(1))
    name = "Externes Ergebnisprotokoll" if re.search(r"Externes\s+Ergebnisprotokoll", text[:end]) else "Ergebnisprotokoll"
    return {
        "title": f"{name} der {sister or f'{conference.value}. ASMK'}" if conference or sister else file.removesuffix(".pdf"),
        "kind": "protokoll", "sister": sister, "conference": conference, "dates": dates, "place": place, "land": None, "vorlage": None,
        "year": int(re.search(r"\d{4}", dates.value).group(0)) if dates else None,
    }


def _first(text: str, spans, expression: re.Pattern, whole: bool = False) -> Field | None:
    for start, end in spans:
        match = expression.search(text, start, end)
        if match:
            return Field(match.group(0 if whole else 1), match.start(), match.end())
    return None


def _dates(text: str, spans, conference: Field | None) -> Field | None:
    """The dates nearest to the conference's name: the letter has a date of its own, a preparing conference too."""
    best = None
    for start, end in spans:
        for match in _DATES.finditer(text, start, end):
            around = text[max(start, match.start() - 160) : min(end, match.end() + 120)]
            value = 3 if re.search(r"(?:und|bis|/|–|-)\s*\d{1,2}\.", match.group(0)) else 0
            named = [n for n in _CONFERENCE.finditer(around)]
            value += 2 if named or re.search(r"\b(?:Konferenz|tagte|ASMK|Sozialministerkonferenz)\b", around) else 0
            value += 1 if conference and any(n.group(1) == conference.value for n in named) else 0
            value -= 3 if re.search(r"Amtschef|ACK|vorbereite", text[max(start, match.start() - 120) : match.start()]) else 0
            if value >= 2 and (best is None or value > best[0]):
                best = (value, Field(match.group(0), match.start(), match.end()))
    return best[1] if best else None


def _place(text: str, spans) -> Field | None:
    for expression in _PLACES:
        for start, end in spans:
            for match in expression.finditer(text, start, min(end, len(text))):
                if not _NO_CITY.match(match.group(1)) and not re.search(r"Amtschef", match.group(0)):
                    return Field(match.group(1), match.start(1), match.end(1))
    return None


def _land(text: str, spans) -> Field | None:
    """The publishing Land: named beside a parliament or a ministry in the head of the report."""
    for start, end in spans:
        match = _BODY_ADJECTIVE.search(text, start, end)
        if match:
            return Field(_BODY_NAMES[match.group(1)], match.start(), match.end())
        for match in cues.LAND.finditer(text, start, end):
            if _ISSUER.search(text[max(start, match.start() - 110) : match.start()]) and not re.search(r"Vorsitz", text[max(start, match.start() - 60) : match.start()]):
                return Field(cues.land_name(match.group(1)), match.start(), match.end())
    return None


def _title(text: str, spans, conference: Field | None, metadata_title: str | None, file: str, sister: str | None) -> str:
    for start, end in spans:
        sentence = text[start:end].rstrip().endswith(".")
        match = None if sentence or _LETTER_WORDS.search(text, start, end) else _TITLE.search(text, start, end)
        if match and not _LETTER_HEAD.match(match.group(1)):
            return re.sub(r"\s+", " ", match.group(1)).strip(" .,:")
    if metadata_title and len(metadata_title.strip()) > 8:
        return metadata_title.strip()
    return f"Bericht über die {sister or f'{conference.value}. ASMK'}" if conference or sister else file.removesuffix(".pdf")
