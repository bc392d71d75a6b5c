"""What a report says of itself: conference, dates, place, publishing Land, Vorlage number, title, kind."""

import re

from index import cues
from index.clean import VORLAGE, Document
from index.types import Field, Passage

_CONFERENCE = re.compile(
    r"\b(\d{1,3})\.\s*(?:\([^)]{1,30}\)\s*)?(?:ordentlichen?\s+)?(?:Arbeits-?\s*und\s+Sozialministerkonferenz|ASMK\b|Konferenz der (?:Ministerinnen|für Arbeit)|Sitzung der (?:Arbeits- und Sozialministerkonferenz|ASMK))"
)
_SISTER = re.compile(r"\b(\d{1,3})\.\s*(Gesundheitsministerkonferenz|GMK|Integrationsministerkonferenz|IntMK|Jugend- und Familienministerkonferenz|JFMK|Sportministerkonferenz)")
_MONTH = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_DATES = re.compile(
    rf"\b\d{{1,2}}\.\s*(?:(?:{_MONTH})\s*)?(?:und|bis|/|–|-)\s*\d{{1,2}}\.\s*(?:{_MONTH})\s+(\d{{4}})\b|\b\d{{1,2}}\./\d{{1,2}}\.\s*(?:{_MONTH}|\d{{1,2}}\.)\s*(\d{{4}})\b|\b\d{{1,2}}\.\s*(?:{_MONTH})\s+(\d{{4}})\b|\b\d{{1,2}}\.\d{{1,2}}\.(\d{{4}})\b"
)
_CITY = r"((?:Bad )?[A-ZÄÖÜ][a-zäöüß]+(?:[-/ ](?:am|an der|im|in|[A-ZÄÖÜ])[a-zäöüß]*(?: [A-ZÄÖÜ][a-zäöüß]+)?)?)"
_PLACES = (
    re.compile(rf"\b(?:haben sich|trafen sich|kamen?|tagte[n]?|fand|hat|zusammengetreten|zusammengekommen|getagt)\b[^.]{{0,160}}?\bin (?:der Hansestadt |der Landeshauptstadt |Berlin-|)?{_CITY}"),
    re.compile(rf"\b\d{{4}}\s+in\s+(?:der Hansestadt |der Landeshauptstadt )?{_CITY}"),
    re.compile(rf"\bin\s+{_CITY}\s+[^.]{{0,120}}(?:zusammengetreten|zusammengekommen|getagt|statt)\b"),
    re.compile(rf"\bin\s+{_CITY}\s+(?:zur|zu ihrer|zu einer|stattgefunden|statt\b|getroffen|getagt|zusammen)"),
)
_NO_CITY = re.compile(r"^(?:Rahmen|Bezug|Zusammenarbeit|Präsenz|Form|Deutschland|Europa|Anwesenheit|Vertretung|Abstimmung|Verbindung|Kooperation)")
_ISSUER = re.compile(r"\b(?:Landtag\w*|Bürgerschaft|Abgeordnetenhaus|Ministeri\w+|Staatsministeri\w+|Sozialministeri\w+|Senat\w*|Landesregierung|Staatsregierung|Behörde)\b")
_BODY_NAMES = {
    "Hessisch": "Hessen", "Bayerisch": "Bayern", "Sächsisch": "Sachsen", "Niedersächsisch": "Niedersachsen", "Thüringer": "Thüringen",
    "Schleswig-Holsteinisch": "Schleswig-Holstein", "Brandenburgisch": "Brandenburg", "Saarländisch": "Saarland", "Bremisch": "Bremen",
    "Nordrhein-Westfälisch": "Nordrhein-Westfalen", "Rheinland-Pfälzisch": "Rheinland-Pfalz",
}
_BODY_ADJECTIVE = re.compile(rf"\b({'|'.join(_BODY_NAMES)})(?:e[nrsm]?)?\s+(?:Landtag\w*|\w*[Mm]inisteri\w+|Staats\w+|Landesregierung|Bürgerschaft|Staatsregierung)")
_PROTOCOL = re.compile(r"\b(?:Externes )?Ergebnisprotokoll\b|\bProtokoll der \d+\.", re.IGNORECASE)
_TITLE = re.compile(r"(?:^|[„»\"\s])((?:Bericht(?!:)|Unterrichtung|Ergebnisse|Beschlüsse|Ergebnisprotokoll|Externes Ergebnisprotokoll|Protokoll)\b[^“”«\"]{0,200}?(?:Konferenz|konferenz|ASMK)[^“”«\"]{0,80})[“”«\"]?")
_LETTER_WORDS = re.compile(r"Sehr geehrte|übersend|überreich|anbei|anliegend|vorlegen|beigefügt|meines Hauses|[Ii]ch bitte|gebeten")
_LETTER_HEAD = re.compile(r"^(?:Sehr geehrte|An (?:die|den)|Präsident|Herrn|Frau)\b")


def describe(document: Document, frame: tuple[Passage, ...], metadata_title: str | None, file: str) -> dict:
    """Fields of a report from its frame (letter, title, introduction, pointer), each with its proving words.

    Returns the keyword arguments title, kind, conference, dates, place, land, vorlage, year of ``Report``; what the
    text does not state is None. The title falls back to the PDF's own title and then to the file's name.
    """
    text = document.text
    spans = [(p.start, p.end) for p in frame] or [(0, min(len(text), 3000))]
    head = [span for span in spans if span[0] < max(4000, len(text) // 4)] or spans
    conference = _first(text, head, _CONFERENCE) or _first(text, [(0, len(text))], _CONFERENCE)
    return {
        "title": _title(text, head, conference, metadata_title, file),
        "kind": "protokoll" if any(_PROTOCOL.search(text[a:b]) for a, b in head[:6]) and not re.search(r"\bBericht\b", text[:1500]) else "bericht",
        "conference": conference,
        "dates": (dates := _dates(text, head, conference)),
        "place": _place(text, head),
        "land": _land(text, head),
        "vorlage": _first(text, head, VORLAGE, whole=False),
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


def _title(text: str, spans, conference: Field | None, metadata_title: str | None, file: str) -> str:
    for start, end in spans:
        sentence = text[start:end].rstrip().endswith(".")
        match = None if sentence or _LETTER_WORDS.search(text, start, end) else _TITLE.search(text, start, end)
        if match and not _LETTER_HEAD.match(match.group(1)):
            return re.sub(r"\s+", " ", match.group(1)).strip(" .,:")
    if metadata_title and len(metadata_title.strip()) > 8:
        return metadata_title.strip()
    return f"Bericht über die {conference.value}. ASMK" if conference else file.removesuffix(".pdf")
