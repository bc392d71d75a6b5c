"""The records written for this project: resolution-style passages with the questions people ask about them.

Shapes of record, told apart by their keys: most have `passage`, `citizen`, `paraphrase` and `hard_negative`, and some of
`topic`, `keywords`, `staff`, `yesno`, `en`, `xx` ({"lang", "q"}) and one key per language. `beantwortbar.jsonl` has `answered`
questions. Short ones have an `official` name of a matter, `everyday` and `neutral` ways to say it, and languages.
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("en", "fr", "pl", "tr", "uk", "ru", "ar")
GERMAN_STYLES = ("topic", "keywords", "staff", "yesno", "citizen", "paraphrase")
OWN_FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Item:
    """One passage, the (style, question) pairs it answers, and the texts that look like it but do not answer."""

    passage: str
    questions: tuple[tuple[str, str], ...]
    negatives: tuple[str, ...]
    short: bool = False  # the passage is only the name of a matter

    @property
    def held_out(self) -> bool:
        """A tenth of the items that have a passage, by its checksum: the same ones however many are added."""
        return not self.short and zlib.crc32(self.passage.encode()) % 10 == 0


def load(data: Path) -> list[Item]:
    """All own items: `alltagsfragen/` and `beantwortbar.jsonl` of the data folder, then index/training/data/."""
    files = sorted((data / "alltagsfragen").glob("*.jsonl")) + [data / "beantwortbar.jsonl"] + sorted(OWN_FOLDER.glob("*.jsonl"))
    items, seen = [], set()
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            record = json.loads(line) if line.strip() else {}
            if record and (item := parse(record)).passage not in seen:
                seen.add(item.passage)
                items.append(item)
    return items


def parse(record: dict) -> Item:
    """An Item from a record of any of the shapes; unknown keys are ignored."""
    questions = []
    for style in GERMAN_STYLES + LANGUAGES:
        questions += [(style, text) for text in as_list(record.get(style))]
    if isinstance(record.get("xx"), dict):
        questions.append((record["xx"]["lang"], record["xx"]["q"]))
    for key, style in (("answered", "answered"), ("everyday", "citizen"), ("neutral", "paraphrase")):
        questions += [(style, text) for text in as_list(record.get(key))]
    negatives = as_list(record.get("hard_negative"))
    passage = record.get("passage") or record["official"]
    return Item(passage, tuple((s, q.strip()) for s, q in questions if q.strip()), tuple(negatives), "passage" not in record)


def as_list(value: object) -> list[str]:
    """None -> [], "x" -> ["x"], a list stays."""
    if not value:
        return []
    return [value] if isinstance(value, str) else [v for v in value if isinstance(v, str)]


def sentences(text: str) -> list[str]:
    """A plain sentence splitter, good enough for training: full stops after digits and short abbreviations do not split."""
    parts = re.split(r"(?<=[^\d\W]{3}[.!?])\s+(?=[A-ZÄÖÜ„])|(?<=\))[.]\s+(?=[A-ZÄÖÜ])", text)
    return [p.strip() for p in parts if p and p.strip()]
