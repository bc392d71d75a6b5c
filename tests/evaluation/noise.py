"""How much spelling costs: python tests/evaluation/noise.py INDEX_DATA [--split tune]

Asks each official question (formal, keyword, detail, yes/no) as it is and spoiled in one way at a time, seeded, and prints
the share with the right resolution first; each question is asked of its own report alone.
"""

import argparse
import json
import random
import re
from pathlib import Path

from assistant.engine import open_engine
from assistant.evaluate import locate
from assistant.settings import Settings
from assistant.types import Filters
from index.analysis import _pieces
from index.topics import fold

HERE = Path(__file__).parent


def typo(text: str, rng: random.Random) -> str:
    """One letter swapped, dropped or doubled in every third word of five letters or more."""
    def spoil(match: re.Match) -> str:
        word = match.group(0)
        if rng.random() > 0.34:
            return word
        place = rng.randrange(1, len(word) - 1)
        return rng.choice([word[:place] + word[place + 1 :], word[:place] + word[place] + word[place:], word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :] if place > 1 else word])
    return re.sub(r"[^\W\d_]{5,}", spoil, text)


def apart(text: str, rng: random.Random) -> str:
    """Long compounds taken apart at a piece of the tokenizer: "Familien pflegegeld"."""
    def cut(match: re.Match) -> str:
        word = match.group(0)
        pieces = [p for p in _pieces().encode(fold(word), add_special_tokens=False).tokens]
        first = len(pieces[0].lstrip("▁")) if len(pieces) > 1 else 0
        return f"{word[:first]} {word[first:]}" if 4 <= first <= len(word) - 4 else word
    return re.sub(r"[^\W\d_]{11,}", cut, text)


NOISES = {
    "wie gestellt": lambda text, rng: text,
    "Tippfehler": typo,
    "ae oe ue ss": lambda text, rng: text.translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})),
    "ohne Umlautpunkte": lambda text, rng: text.translate(str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "s", "Ä": "A", "Ö": "O", "Ü": "U"})),
    "alte Schreibung": lambda text, rng: text.replace("dass", "daß").replace("muss", "muß").replace("ss", "ß"),
    "Komposita getrennt": apart,
    "Wörter verbunden": lambda text, rng: re.sub(r"(?<=[a-zäöü])-(?=[A-ZÄÖÜa-z])", "", re.sub(r"\b([A-ZÄÖÜ]\w{3,}) (?=[A-ZÄÖÜ]\w{3,})", r"\1", text)),
    "alles klein": lambda text, rng: text.lower(),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--split", default="tune")
    options = parser.parse_args()
    engine = open_engine(Settings(options.data))
    by_file = {report.file: report for report in engine.reports.values()}
    asked = []
    for path in sorted(HERE.glob("*bericht*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            question = json.loads(line)
            report = by_file.get(question["report"])
            if report and question["split"] == options.split and question["style"] in ("formal", "keyword", "detail", "yesno"):
                asked.append((question["q"], report, locate(report, question["anchor"]).resolution))
    print(f"{len(asked)} Fragen\n\n| Schreibung | richtiger Beschluss zuerst |\n|---|---:|")
    for name, noise in NOISES.items():
        rng = random.Random(7)
        right = 0
        for text, report, gold in asked:
            answer, _ = engine.ask(noise(text, rng), filters=Filters(report=report.id))
            right += bool(answer.ranking) and answer.ranking[0][0] == gold
        print(f"| {name} | {right / len(asked):.3f} |")


if __name__ == "__main__":
    main()
