"""Which policy areas a resolution belongs to: counted by the words of topics.toml, which an office can edit."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

TAXONOMY = Path(__file__).with_name("topics.toml")
_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@lru_cache(maxsize=4)
def taxonomy(path: Path = TAXONOMY) -> dict[str, re.Pattern]:
    """Topic names with the expression that finds their words in folded text."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: _expression(words) for name, words in table.items()}


@lru_cache(maxsize=4)
def _words(path: Path) -> dict[str, tuple[str, ...]]:
    """Topic names with their folded words, none of which the expression finds where the text does not hold it."""
    return {name: tuple(fold(word.lstrip("=")) for word in words) for name, words in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def _expression(words: list[str]) -> re.Pattern:
    # A word of six letters or more may also stand inside a compound ("langzeitpflege"), a short one only at its start.
    parts = []
    for word in words:
        exact = word.startswith("=")
        folded = fold(word.lstrip("="))
        parts.append(rf"\b{re.escape(folded)}\b" if exact else (re.escape(folded) if len(folded) >= 6 else rf"\b{re.escape(folded)}"))
    return re.compile("|".join(sorted(parts, key=len, reverse=True)))


def fold(text: str) -> str:
    """Lower case with ä, ö, ü, ß spelled out."""
    return text.lower().translate(_FOLD)


def topics(text: str, title: str, path: Path = TAXONOMY) -> tuple[tuple[str, float], ...]:
    """Topics of a resolution with their score (hits in the text, double in the title), best first, at most four."""
    folded, folded_title = fold(text), fold(title)
    both = f"{folded}\n{folded_title}"
    scores = {}
    for name, expression in taxonomy(path).items():
        if not any(word in both for word in _words(path)[name]):  # far quicker than the expression, which rarely finds anything
            continue
        hits = len(expression.findall(folded)) + 2 * len(expression.findall(folded_title))
        if hits:
            scores[name] = float(hits)
    best = max(scores.values(), default=0.0)
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if best < 2:  # a single chance word each: three topics at once are none
        return tuple(ranked) if len(ranked) <= 2 else ()
    return tuple((name, score) for name, score in ranked if score >= max(1.5, best / 3))[:4]
