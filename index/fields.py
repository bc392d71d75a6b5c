"""What a resolution states about itself: vote, outcome, movers, addressees, mode. Every value with its proving words.

Rules of meaning: a word wins over a tally; a bare tally is yes:no:abstentions and only n:0:0 is unanimous; "einstimmig
bei Enthaltung von …" is unanimous with the abstention in the proof; silence is None. A Land is a mover where it is
named as one; a motion of all Länder is "alle Länder", listed apart. Protocol declarations, reasons and footnotes state
nothing about the resolution (``Passage.conference``).
"""

import re

from index import cues, protocol
from index.types import Field, Passage

MOVERS, VOTE = "Antragsteller", "Abstimmung"  # labels of passages that name nothing else
ALL = "alle Länder"
NEARLY_ALL = "nahezu alle Länder"
_BODIES = (
    ("Bundesregierung", r"(?:die|der|Die|Der|an die|von der|Von der|An die) Bundesregierung"),
    ("Bund", r"(?:(?:den|Den|an den|An den|vom|Vom|beim|gegenüber dem) Bund|(?<=dass )der Bund|(?<=wird )der Bund|(?<=wurde )der Bund|[Dd]er Bund(?=[^.,;]{0,60}\b(?:soll|möge|müsse|muss|wird|werde)\b))"),
    ("Bundesagentur für Arbeit", r"(?:die|Die|an die|von der) (?:Bundesagentur für Arbeit|BA)"),
    ("Bundestag", r"(?:den|der|Der|an den) (?:Deutschen? )?Bundestag"),
    ("Bundesrat", r"(?:den|der|Der|an den) Bundesrat"),
    ("Deutsche Rentenversicherung", r"(?:die|Die|an die|von der) Deutschen? Rentenversicherung(?: Bund)?"),
    ("Deutsche Gesetzliche Unfallversicherung", r"(?:die|Die|an die|von der) (?:Deutschen? Gesetzlichen? Unfallversicherung|DGUV)"),
    ("Europäische Kommission", r"(?:die|Die|an die|von der) (?:Europäischen? Kommission|EU-Kommission|Kommission der EU)"),
    ("Kommunale Spitzenverbände", r"(?:die|Die|an die|von den) [Kk]ommunalen Spitzenverbände?n?"),
    ("Kommunen", r"(?:die|Die|an die|den) Kommunen"),
    ("Sozialpartner", r"(?:die|Die|an die|den|von den) (?:Sozial|Tarif(?:vertrags)?)(?:partnern?|parteien)"),
    ("GKV-Spitzenverband", r"(?:den|der|Der|vom|an den) (?:GKV-Spitzenverband|Spitzenverband der Krankenkassen)"),
    ("Krankenkassen", r"(?:die|Die|an die|von den) (?:gesetzlichen )?Krankenkassen"),
    ("Pflegekassen", r"(?:die|Die|an die|von den) Pflegekassen"),
    ("Gesundheitsministerkonferenz", r"(?:die|an die) (?:Gesundheitsministerkonferenz|GMK)"),
    ("Kultusministerkonferenz", r"(?:die|an die) (?:Kultusministerkonferenz|KMK)"),
    ("Integrationsministerkonferenz", r"(?:die|an die) (?:Integrationsministerkonferenz|IntMK)"),
    ("Amtschefkonferenz", r"(?:die|an die) (?:Amtschefinnen und Amtschefs|Amtschefkonferenz|ACK)"),
    ("Arbeitgeber", r"(?:die|an die) (?:Arbeitgeber(?:innen und Arbeitgeber|verbände)?)"),
    ("Jobcenter", r"(?:die|an die) Jobcenter"),
)
_MINISTRIES = {
    "BMAS": "Bundesministerium für Arbeit und Soziales",
    "BMG": "Bundesministerium für Gesundheit",
    "BMF": "Bundesministerium der Finanzen",
    "BMI": "Bundesministerium des Innern",
    "BMJ": "Bundesministerium der Justiz",
    "BMBF": "Bundesministerium für Bildung und Forschung",
    "BMFSFJ": "Bundesministerium für Familie, Senioren, Frauen und Jugend",
    "BMWK": "Bundesministerium für Wirtschaft und Klimaschutz",
}
_BODY_NAMES = tuple((value, re.compile(rf"\b{expression}\b(?!-)")) for value, expression in _BODIES)
_MINISTRY = re.compile(
    rf"\b(?:das|Das|dem|an das|vom|beim) (?:(?P<short>{'|'.join(_MINISTRIES)})\b|(?P<long>Bundes(?:\w+)?ministerium(?: (?:für|der|des) (?:[A-ZÄÖÜ][\w-]+|und|nukleare|den|die|,)(?:,? (?:[A-ZÄÖÜ][\w-]+|und|nukleare|Senioren))*)?))"
    r"|\b(?:die|den|an die|an den) (?P<person>Bundes(?:arbeits|gesundheits|sozial|familien|bau|finanz|innen|justiz)minister(?:in)?)\b"
)
# "durch den Bund", "für den Bund": not asked, only named.
_NOT_ASKED = re.compile(r"\b(?:wo|ob|wenn|solange|soweit|weil|obwohl|sofern|falls|als|durch|für|bei|zwischen|gegen|ohne|über|zulasten|zugunsten|mit|zu|seitens)\s+$")
_LAENDER_ASKED = re.compile(r"\b(?:fordert|bittet|ruft|appelliert an|empfiehlt|ermutigt|ermuntert)\s+(?:\w+\s+){0,2}(?:die|den) Ländern?\b|\bDen Ländern wird\b|\b[Dd]ie Länder (?:werden|wurden) (?:[\w ]{0,40})(?:gebeten|aufgefordert|ermuntert)")
# Any other body named right after the verb: "bitten die Länder die Bundesanstalt für Arbeitsschutz und Arbeitsmedizin, …"
_OTHER_BODY = re.compile(
    r"\b(?:bitte[tn]|beauftrag(?:t|en)|ersuch(?:t|en))\s+(?:(?:die (?:Länder|ASMK|Konferenz)|sie|einstimmig|mehrheitlich|daher|außerdem|zudem)\s+)*"
    r"((?:die|den|das)\s+((?:[A-ZÄÖÜ][\w/-]*)(?:\s+(?:(?:der|für|des|und|den) )?(?:[a-zäöü]+e[nr] )?[A-ZÄÖÜ][\w/-]*)*))\s*(?:\([^)]*\)\s*)?(?:,|um\b|zu\b|bis\b|mit\b|darum\b|mehrheitlich\b|einstimmig\b)"
)


def vote(text: str, passages: tuple[Passage, ...]) -> Field | None:
    """How the conference voted: "einstimmig", "mehrheitlich", a tally "13:0:3", or None where nothing is said."""
    tally = None
    passages = _conference(passages)
    for passage in passages:
        sentence = text[passage.start : passage.end]
        if not cues.votes(sentence) and passage.label != VOTE:
            continue
        words = [
            (match.start(), match.end(), value)
            for expression, value in ((cues.UNANIMOUS, "einstimmig"), (cues.MAJORITY, "mehrheitlich"))
            for match in expression.finditer(sentence)
        ]
        if words:
            # "einhellig" only where the resolution has no formal word; the formal word may stand in a later sentence
            formal = [word for word in words if not sentence[word[0] : word[1]].lower().startswith("einhellig")]
            start, end, value = min(formal or words)
            if formal or not _later_formal(text, passages, passage):
                return Field(value, passage.start + start, passage.start + end)
        tally = tally or _tally(sentence, passage.start)
    return tally


def common_vote(text: str, frame: tuple[Passage, ...], number: str, passages: tuple[Passage, ...]) -> Field | None:
    """The vote on a TOP of a protocol's Grüne Liste, which the protocol tells once for all of them: proved in the frame."""
    marked = any(passage.label == "ACK" and "Grüne Liste" in text[passage.start : passage.end] for passage in passages)
    told = protocol.common_vote(text, frame, number, marked)
    return vote(text, (told,)) if told else None


def _later_formal(text: str, passages: tuple[Passage, ...], passage: Passage) -> bool:
    return any(p.start > passage.start and cues.votes_formally(text[p.start : p.end]) for p in passages)


def _conference(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    return tuple(passage for passage in passages if passage.conference)


def failed(outcome: Field | None) -> bool:
    """Whether it is no resolution of the conference in the end."""
    return outcome is not None and outcome.value in ("abgelehnt", "vertagt", "zurückgezogen")


def _tally(sentence: str, offset: int) -> Field | None:
    match = cues.TALLY.search(sentence)
    if match:
        counts = tuple(int(group) for group in match.groups())
    else:
        match = cues.TALLY_WORDS.search(sentence) or cues.TALLY_VERBS.search(sentence)
        if not match:
            return None
        groups = next(g for g in cues.TALLY_GROUPS if match.group(g[0]))
        counts = tuple(_number(match.group(group)) for group in groups)
    yes, no, abstained = counts
    if yes > 16 or yes + no + abstained > 17 or yes == 0:
        return None
    value = "einstimmig" if no == abstained == 0 and ":" in match.group(0) else f"{yes}:{no}:{abstained}"
    return Field(value, offset + match.start(), offset + match.end())


def _number(word: str | None) -> int:
    if not word or word == "ohne":
        return 0
    return int(word) if word.isdigit() else cues.NUMBER_WORDS[word.lower()]


def outcome(text: str, passages: tuple[Passage, ...]) -> Field | None:
    """beschlossen, abgelehnt, vertagt, zurückgezogen, zur Kenntnis genommen, or None.

    "beschlossen" is proved by a word of deciding or by the conference's own demanding ("Die ASMK fordert"), which is
    the resolution itself.
    """
    decided = noted = None
    passages = _conference(passages)
    for passage in passages:
        sentence = text[passage.start : passage.end]
        told = passage.label in (None, VOTE)  # an item of a protocol tells what is asked, not what became of it
        for value, find, needed in (
            ("abgelehnt", cues.rejected, None),
            ("zurückgezogen", cues.WITHDRAWN.search, cues.HANDLED),
            ("vertagt", cues.POSTPONED.search, cues.HANDLED),
        ) if told else ():
            match = find(sentence)
            if match and (needed is None or needed.search(sentence) or len(sentence) < 30):  # "Zurückgezogen."
                return Field(value, passage.start + match.start(), passage.start + match.end())
        match = next((m for expression in cues.ALL_VOTES if (m := expression.search(sentence))), None)
        if decided is None and match and (cues.votes(sentence) or passage.label == VOTE):
            counted = _tally(sentence, passage.start)
            if counted and ":" in counted.value and not (cues.UNANIMOUS.search(sentence) or cues.MAJORITY.search(sentence)):
                yes, no, _ = (int(part) for part in counted.value.split(":"))
                if no >= yes:  # more against than for
                    return Field("abgelehnt", counted.start, counted.end)
            decided = Field("beschlossen", passage.start + match.start(), passage.start + match.end())
        if decided is None and cues.own_subject(sentence):
            match = next((m for _, e in cues.DEMANDS if (m := e.search(sentence))), None)
            if match:
                decided = Field("beschlossen", passage.start + match.start(), passage.start + match.end())
        if noted is None and cues.own_subject(sentence) and (match := re.search(r"\b[Zz]ur Kenntnis\b", sentence)):
            noted = Field("zur Kenntnis genommen", passage.start + match.start(), passage.start + match.end())
    if decided or noted:
        return decided or noted
    for passage in passages:
        sentence = text[passage.start : passage.end]
        match = next((m for _, e in cues.FINDINGS if (m := e.search(sentence))), None)
        if match and cues.own_subject(sentence):
            return Field("beschlossen", passage.start + match.start(), passage.start + match.end())
    return None


def initiators(text: str, passages: tuple[Passage, ...]) -> tuple[Field, ...]:
    """Who moved: each Land that is named as mover or co-mover, and/or "alle Länder" / "nahezu alle Länder"."""
    found: dict[str, Field] = {}
    for passage in _conference(passages):
        sentence = text[passage.start : passage.end]
        for value, expression in ((NEARLY_ALL, cues.NEARLY_ALL), (ALL, cues.ALL_LAENDER)):
            match = expression.search(sentence)
            if match and not (value == ALL and NEARLY_ALL in found):
                found.setdefault(value, Field(value, passage.start + match.start(), passage.start + match.end()))
        if passage.label == MOVERS:
            match = re.search(r"\balle(?: sechzehn| 16)? Länder\b(\s*\(?(?:außer|ohne|mit Ausnahme|bis auf)\b)?", sentence)
            named = [(NEARLY_ALL if match[1] else ALL, match)] if match else []
            if not match or not match[1]:  # who is named after "außer" is none
                named += [(cues.land_name(m.group(1)), m) for m in cues.LAND.finditer(sentence)] + [(cues.LAND_CODES[m.group()], m) for m in cues.LAND_CODE.finditer(sentence)]
            for value, match in named:
                found.setdefault(value, Field(value, passage.start + match.start(), passage.start + match.end()))
            continue
        mover = cues.MOVER.search(sentence)
        if not mover:
            continue
        lands = [m for m in (*cues.LAND.finditer(sentence), *cues.LAND_ADJECTIVE.finditer(sentence)) if _names_mover(sentence, m)]
        for match in lands:
            start, end = min(match.start(), mover.start()), max(match.end(), mover.end())
            if end - start > 160 or sentence.count(";", start, end):  # far from the word of moving: the name alone proves it
                start, end = match.span()
            found.setdefault(cues.land_name(match.group(1)), Field(cues.land_name(match.group(1)), passage.start + start, passage.start + end))
    return tuple(found.values())


def _names_mover(sentence: str, match: re.Match) -> bool:
    before, after = sentence[: match.start()], sentence[match.end() :]
    if cues.NO_MOVER_BEFORE.search(before):
        return False
    if re.match(r"\s*(?:,|und|oder|sowie)?[^.;]{0,40}\b(?:enthielt|stimmte|votierte)", after) and not cues.MOVER.search(after[:60]):
        return False
    # a place rather than a Land: "in Berlin", "im Land Brandenburg geltende"
    return not re.search(r"\b(?:in|im|nach|aus dem|für das|für)\s+(?:Land\s+)?$", before)


def addressees(text: str, passages: tuple[Passage, ...]) -> tuple[Field, ...]:
    """Whom the conference asks, in the order named."""
    found: dict[str, Field] = {}
    for passage in _conference(passages):
        sentence = text[passage.start : passage.end]
        asks = (cues.demands(sentence) or cues.EXAMINES.search(sentence)) and not cues.rejected(sentence)
        spans = []
        for value, expression in _BODY_NAMES if asks or "soll" in sentence or "möge" in sentence else ():
            for match in expression.finditer(sentence):
                shall = re.match(r"\s+(?:soll(?:en|e)?|möge[n]?)\b", sentence[match.end() :])
                if (asks or shall) and not _NOT_ASKED.search(sentence[: match.start()]):
                    spans.append((match.start(), match.end(), value))
        for match in _MINISTRY.finditer(sentence) if asks else ():
            value = _MINISTRIES.get(match.group("short") or "") or match.group("long") or match.group("person")
            spans.append((match.start(), match.end(), value))
        match = _LAENDER_ASKED.search(sentence)
        if match:
            spans.append((match.start(), match.end(), "Länder"))
        match = _OTHER_BODY.search(sentence)
        if match and not spans:
            spans.append((match.start(1), match.end(1), match.group(2)))
        for start, end, value in sorted(spans):
            found.setdefault(value, Field(value, passage.start + start, passage.start + end))
    return tuple(found.values())


def mode(text: str, passages: tuple[Passage, ...]) -> tuple[Field, ...]:
    """How the conference speaks: fordert, bittet, bittet um Prüfung, begrüßt, nimmt zur Kenntnis …, in the order of the text."""
    found: list[Field] = []
    for passage in _conference(passages):
        sentence = text[passage.start : passage.end]
        if not cues.own_subject(sentence):
            continue
        matches = [(m.start(), m.end(), label) for label, e in (*cues.DEMANDS, *cues.FINDINGS) if (m := e.search(sentence))]
        examined = cues.EXAMINES.search(sentence)
        if examined and (cues.demands(sentence)):
            matches.append((examined.start(), examined.end(), "bittet um Prüfung"))
        for start, end, label in sorted(matches):
            if all(field.value != label for field in found):
                found.append(Field(label, passage.start + start, passage.start + end))
    labels = {field.value for field in found}
    if len(labels) > 1:  # "beschließt" says nothing beside what was decided
        found = [field for field in found if field.value != "beschließt"]
    return tuple(found)
