"""Corrections of what was read: a small YAML file beside a report, checked strictly, applied after the fields are read.

    bericht:
      ort: Dresden
      berichtigt: 2026-11-27
    beschluesse:
      - nummer: "5"
        anfang: Auf Antrag Bremens fordert die
        abstimmung: 13:0:3
        antragsteller: [Bremen, Hessen]
        berichtigt: 2026-11-27

A resolution is named by its first words and its number, so that the entry survives a new reading of the PDF; an entry that fits no
longer is left out and told. An empty value means "the report does not state it". Two files may lie beside a kept PDF: the
one that came with it (``<sha256>.beigelegt.yaml``) and the page's own (``<sha256>.yaml``), which wins. The only module that knows yaml.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from index import cues, topics
from index.clean import letters
from index.errors import AsmkError
from index.fields import ALL, NEARLY_ALL
from index.types import Correction, Field, Report, Resolution

MAX_BYTES = 500_000
MAX_TEXT = 200  # characters of one value
ANCHOR_WORDS = 10  # "Die ASMK fordert die Bundesregierung auf," begins more than one
OUTCOMES = ("beschlossen", "abgelehnt", "vertagt", "zurückgezogen", "zur Kenntnis genommen")
MODES = tuple(dict.fromkeys([label for label, _ in (*cues.DEMANDS, *cues.FINDINGS)] + ["bittet um Prüfung"]))
MOVERS = (*cues.LAENDER, ALL, NEARLY_ALL)
UNSTATED = "nicht angegeben"
STALE = "Eine Berichtigung passt zu keinem Beschluss mehr und gilt nicht"  # how the warning begins
# The file's German names for the fields of Report and Resolution.
REPORT_FIELDS = {"konferenz": "conference", "datum": "dates", "ort": "place", "land": "land", "titel": "title", "vorlage": "vorlage"}
FIELDS = {
    "titel": "title", "abstimmung": "vote", "ergebnis": "outcome", "antragsteller": "initiators", "adressaten": "addressees", "art": "mode", "themen": "topics",
}
_LISTS = ("antragsteller", "adressaten", "art", "themen")


class CorrectionError(AsmkError):
    """A file of corrections, or a value in it, that is none. The message is one German sentence."""


@dataclass(frozen=True)
class Entry:
    """Corrections of one report or resolution: German field names with None, a text, or a tuple of texts; when they were made."""

    values: dict = field(default_factory=dict)
    on: str = ""
    number: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Corrections:
    """What a file of corrections says."""

    report: tuple[Entry, ...] = ()  # one from each file
    resolutions: tuple[Entry, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.report or self.resolutions)


def read(path: Path, name: str = "") -> Corrections:
    """The corrections of a file; ``name`` is what messages call it. Raises CorrectionError; no file is no corrections."""
    name = name or path.name
    try:
        if not path.is_file():
            return Corrections()
        if path.stat().st_size > MAX_BYTES:
            raise CorrectionError(f"{name}: Die Datei mit den Berichtigungen ist zu groß (höchstens {MAX_BYTES // 1000} kB).")
        text = path.read_text(encoding="utf-8-sig")
        made = f"{datetime.fromtimestamp(path.stat().st_mtime):%Y-%m-%d}"
    except (OSError, UnicodeDecodeError) as error:
        raise CorrectionError(f"{name}: Die Datei mit den Berichtigungen lässt sich nicht lesen; bitte prüfen Sie Rechte und Kodierung (UTF-8).") from error
    return parse(text, name, made)


def parse(text: str, name: str = "berichtigungen.yaml", made: str = "") -> Corrections:
    """Corrections from YAML; ``made`` dates the entries that name no date. Raises CorrectionError."""
    table = _load(text, name)
    if table is None:
        return Corrections()
    _keys(name, table, ("bericht", "beschluesse"), "Datei")
    report = table.get("bericht") or {}
    entries = table.get("beschluesse") or []
    if not isinstance(entries, list):
        raise CorrectionError(f"{name}: „beschluesse“ muss eine Liste sein, jeder Eintrag mit einem Strich davor.")
    about = _entry(name, report, REPORT_FIELDS, (), "bericht", made)
    return Corrections((about,) if about.values else (), tuple(_entry(name, entry, FIELDS, ("nummer", "anfang"), "beschluesse", made) for entry in entries))


def dump(found: Corrections) -> str:
    """The same as YAML, for people to read and change."""
    import yaml

    def plain(entry: Entry, head: dict) -> dict:
        return head | {name: list(value) if isinstance(value, tuple) else value for name, value in entry.values.items()} | ({"berichtigt": entry.on} if entry.on else {})

    table: dict = {"bericht": plain(entry, {}) for entry in found.report}
    if found.resolutions:
        table["beschluesse"] = [plain(entry, {"nummer": entry.number, "anfang": entry.anchor}) for entry in found.resolutions]
    return yaml.safe_dump(table, allow_unicode=True, sort_keys=False, width=1000)


def checked(names: dict, values: dict, where: str = "Berichtigung") -> dict:
    """Values of German field names, each in its proper form. Raises CorrectionError for a name or value that does not exist."""
    _keys(where, values, tuple(names), "Felder")
    return {name: _value(where, names, name, value) for name, value in values.items()}


def merged(first: Corrections, over: Corrections) -> Corrections:
    """Both together; where both correct a field, ``over`` wins when it comes to applying, because it comes later."""
    return Corrections(first.report + over.report, first.resolutions + over.resolutions)


def apply(report: Report, found: Corrections) -> Report:
    """The report with its corrections. An entry that fits no resolution is left out and becomes a warning.

    A value that equals what was read changes nothing and is not marked; a corrected field has no proving words.
    """
    warnings, changes = [], {}
    for entry in found.resolutions:
        place = place_of(report, entry)
        if place is None:
            named = " ".join(part for part in (f"Nr. {entry.number}" if entry.number else "", f"„{entry.anchor}“" if entry.anchor else "") if part)
            warnings.append(f"{STALE}: {named}.")
        else:
            changes.setdefault(place, []).append(entry)
    resolutions = tuple(_changed(r, changes.get(place, ()), FIELDS) for place, r in enumerate(report.resolutions))
    corrected = _changed(report, found.report, REPORT_FIELDS)
    if any(c.field == "dates" for c in corrected.corrected):
        corrected = replace(corrected, year=_year(corrected.dates.value) if corrected.dates else None)
    return replace(corrected, resolutions=resolutions, warnings=report.warnings + tuple(warnings))


def edited(own: Corrections, base: Report, resolution_id: str | None, values: dict | None) -> Corrections:
    """The page's own corrections after a person has set ``values`` for a resolution, or for the report where it is None.

    ``base`` is the report without the page's own corrections: a value that it has already needs no correction.
    Fields that ``values`` does not name stay as they are in ``own``; without ``values`` all are taken back. Raises CorrectionError.
    """
    today = date.today().isoformat()
    if resolution_id is None:
        if values is None:  # with the report's own, what fits no resolution any more: it can be reached nowhere else
            return Corrections((), tuple(entry for entry in own.resolutions if place_of(base, entry) is not None))
        entry = _edit(own.report[0] if own.report else Entry(), as_values(base), checked(REPORT_FIELDS, values), today)
        return replace(own, report=(entry,) if entry.values else ())
    place = next(place for place, r in enumerate(base.resolutions) if r.id == resolution_id)
    number, anchor = named(base, base.resolutions[place])
    here = [entry for entry in own.resolutions if place_of(base, entry) == place]
    others = tuple(entry for entry in own.resolutions if entry not in here)
    if values is None:
        return replace(own, resolutions=others)
    before = Entry({name: value for entry in here for name, value in entry.values.items()}, here[-1].on if here else "", number, anchor)
    entry = _edit(before, as_values(base.resolutions[place]), checked(FIELDS, values), today)
    return replace(own, resolutions=others + ((entry,) if entry.values else ()))


def _edit(before: Entry, base: dict, values: dict, today: str) -> Entry:
    def same(one, other) -> bool:
        return set(one) == set(other) if isinstance(one, tuple) and isinstance(other, tuple) else one == other

    now = {name: value for name, value in (before.values | values).items() if not same(value, base[name])}
    return before if now == before.values else replace(before, values=now, on=today)


def place_of(report: Report, entry: Entry) -> int | None:
    """Which resolution an entry names: the one that begins with its words, the number deciding between several; or None."""
    wanted = letters(entry.anchor).casefold()
    fits = [place for place, r in enumerate(report.resolutions) if not wanted or letters(report.slice(r)).casefold().startswith(wanted)]
    if len(fits) > 1 or not wanted:
        fits = [place for place in fits if report.resolutions[place].number == entry.number]
    return fits[0] if len(fits) == 1 else None


def named(report: Report, resolution: Resolution) -> tuple[str, str]:
    """Number and first words by which a resolution is found again."""
    return resolution.number, " ".join(report.slice(resolution).split()[:ANCHOR_WORDS])


def as_values(thing: Report | Resolution) -> dict:
    """The fields of a report or resolution as a file of corrections would write them."""
    names = FIELDS if isinstance(thing, Resolution) else REPORT_FIELDS
    return {german: _plain(getattr(thing, name)) for german, name in names.items()}


def in_words(value) -> str:
    """A value of :func:`as_values` as a person reads it; "" for nothing."""
    return "; ".join(value) if isinstance(value, tuple) else value or ""


def _changed(thing, entries, names: dict):
    """A report or resolution with the entries' values, the last one winning, each change marked."""
    wanted = {german: (value, entry.on) for entry in entries for german, value in entry.values.items()}
    before, marks, values = as_values(thing), [], {}
    for german, (value, on) in wanted.items():
        if (set(value) if isinstance(value, tuple) else value) == (set(before[german]) if isinstance(value, tuple) else before[german]):
            continue
        name = names[german]
        marks.append(Correction(name, on, in_words(before[german])))
        values[name] = _field(getattr(thing, name), german, value)
    return replace(thing, **values, corrected=tuple(marks)) if marks else thing


def _field(old, german: str, value):
    """The corrected value in the form that the field has; members of a list that were read keep the words that prove them."""
    if german == "titel":
        return value
    if german == "themen":
        scores = dict(old)
        return tuple((name, scores.get(name, 1.0)) for name in value)
    if german in _LISTS:
        known = {f.value: f for f in reversed(old)}
        return tuple(known.get(text) or Field(text, 0, 0) for text in value)
    return Field(value, 0, 0) if value else None


def _plain(value):
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(item.value if isinstance(item, Field) else item[0] for item in value))
    return value.value if isinstance(value, Field) else value


def _load(text: str, name: str) -> dict | None:
    """YAML of texts, lists and tables only: nothing is taken for a number or a date (13:0:3 would be one), no aliases, no key twice."""
    import yaml

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers = {key: [pair for pair in pairs if pair[0].endswith(":null")] for key, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()}

        def compose_node(self, parent, index):
            if self.check_event(yaml.AliasEvent):
                raise yaml.YAMLError("alias")
            return super().compose_node(parent, index)

        def construct_mapping(self, node, deep=False):
            seen: set[str] = set()
            for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
                if str(key.value) in seen:
                    raise yaml.constructor.ConstructorError(None, None, "a key twice", key.start_mark)
                seen.add(str(key.value))
            return super().construct_mapping(node, deep)

    try:
        table = yaml.load(text, Loader=Loader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (Zeile {mark.line + 1})" if mark else ""
        raise CorrectionError(f"{name}: Die Datei mit den Berichtigungen ist kein gültiges YAML{where}; bitte prüfen Sie Einrückung, Doppelpunkte und doppelte Angaben.") from error
    if table is not None and not isinstance(table, dict):
        raise CorrectionError(f"{name}: In der Datei mit den Berichtigungen werden „bericht:“ und „beschluesse:“ erwartet.")
    return table


def _entry(name: str, table, names: dict, heads: tuple[str, ...], where: str, made: str) -> Entry:
    if not isinstance(table, dict):
        raise CorrectionError(f"{name}: Unter „{where}“ stehen Angaben wie „titel: …“, je eine in einer Zeile.")
    _keys(name, table, (*heads, *names, "berichtigt"), where)
    head = {key: " ".join(str(table.get(key) or "").split()) for key in (*heads, "berichtigt") if not isinstance(table.get(key), (list, dict))}
    if heads and not (head.get("nummer") or letters(head.get("anfang", ""))):
        raise CorrectionError(f"{name}: Jeder Eintrag unter „beschluesse“ braucht „nummer“ oder „anfang“ (die ersten Wörter des Beschlusses).")
    on = head.get("berichtigt") or made
    try:
        on = date.fromisoformat(on).isoformat() if on else ""
    except ValueError as error:
        raise CorrectionError(f"{name}: „berichtigt: {on[:30]}“ ist kein Datum; bitte schreiben Sie es so: 2026-11-27.") from error
    return Entry(checked(names, {key: value for key, value in table.items() if key in names}, name), on, head.get("nummer", ""), head.get("anfang", ""))


def _keys(name: str, table: dict, known: tuple[str, ...], where: str) -> None:
    unknown = next((key for key in table if key not in known), None)
    if unknown is not None:
        raise CorrectionError(f"{name}: „{str(unknown)[:60]}“ gibt es unter „{where}“ nicht; möglich sind: {', '.join(known)}.")


def _value(where: str, names: dict, name: str, value):
    def wrong(what: str) -> CorrectionError:
        shown = in_words(tuple(map(str, value)) if isinstance(value, (list, tuple)) else str(value))
        return CorrectionError(f"{where}: „{name}: {shown[:80]}“ geht nicht; {what}.")

    if name in _LISTS and names is FIELDS:
        parts = value if isinstance(value, (list, tuple)) else [] if value is None else [value]
        if not all(isinstance(part, str) for part in parts):
            raise wrong("erwartet wird ein Text oder eine Liste von Texten")
        given = tuple(dict.fromkeys(text for part in parts if (text := " ".join(part.split())) and text != UNSTATED))
        known = {"antragsteller": MOVERS, "art": MODES, "themen": tuple(topics.taxonomy())}.get(name)
        if known and not set(given) <= set(known):
            raise wrong(f"möglich sind: {', '.join(known)}")
        if any(len(text) > MAX_TEXT for text in given) or len(given) > 40:
            raise wrong(f"höchstens 40 Angaben mit je {MAX_TEXT} Zeichen")
        return given
    if value is not None and not isinstance(value, str):
        raise wrong("erwartet wird ein Text")
    text = " ".join((value or "").split())
    if len(text) > MAX_TEXT:
        raise wrong(f"höchstens {MAX_TEXT} Zeichen")
    if name == "titel":
        if not text:
            raise wrong("ein Titel darf nicht leer sein")
        return text
    if not text or text == UNSTATED:
        return None
    if name == "konferenz" and not re.fullmatch(r"[1-9]\d{0,2}", text):
        raise wrong("erwartet wird die Nummer der Konferenz, zum Beispiel 102")
    if name == "datum" and not _year(text):
        raise wrong("das Datum braucht ein Jahr, zum Beispiel „26. und 27. November 2025“")
    if name == "land" and text not in cues.LAENDER:
        raise wrong(f"möglich sind: {', '.join(cues.LAENDER)}")
    if name == "abstimmung":
        tally = re.fullmatch(r"(\d{1,2}):(\d{1,2}):(\d{1,2})", text)
        if text not in ("einstimmig", "mehrheitlich") and not (tally and 0 < sum(map(int, tally.groups())) <= 17):
            raise wrong("möglich sind: einstimmig, mehrheitlich, Stimmen wie 13:0:3 (Ja, Nein, Enthaltung) oder nichts")
        return "einstimmig" if tally and tally.group(2) == tally.group(3) == "0" else text
    if name == "ergebnis" and text not in OUTCOMES:
        raise wrong(f"möglich sind: {', '.join(OUTCOMES)} oder nichts")
    return text


def _year(text: str) -> int | None:
    match = re.search(r"\b(?:19|20)\d\d\b", text)
    return int(match.group(0)) if match else None
