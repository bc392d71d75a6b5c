"""The words of resolutions: BM25, the share of a question's words that each holds, typo repair over the index's own words.

The only module that knows rapidfuzz.
"""

import json
import math
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from index import postings
from index.analysis import STOPWORDS, tokens, tokens_of_word, words
from index.errors import IndexMissing
from index.postings import Postings

_PART_WEIGHT = 0.5  # a compound part proves less than a whole word
_K1, _B = 1.2, 0.6


@dataclass(frozen=True, eq=False)
class LexicalIndex:
    """The tables of n resolutions and of the frames' sentences, and the whole words for typo repair."""

    texts: Postings  # heading, title and words of each resolution
    titles: Postings  # heading and title alone
    marks: Postings  # what each resolution's fields say, for filters: see marks.py
    frames: Postings  # the sentences of the frames, in the order of the reports
    frequency: dict[str, int]  # token -> number of resolutions that hold it
    vocabulary: dict[str, tuple[str, ...]]  # first letter -> folded words of five letters or more
    joined: str  # the same words, one a line
    seen: str  # and every word of the frames, one a line, for "does this word occur anywhere?"
    repaired: dict[str, str | None] = field(default_factory=dict)  # what :func:`repair` found so far

    @property
    def size(self) -> int:
        """Number of resolutions."""
        return self.texts.size


@dataclass(frozen=True)
class Entry:
    """What is to be found of a resolution: its whole text with heading and title, these alone, and the marks of its fields."""

    text: str
    title: str
    marks: tuple[str, ...]


def build(folder: Path, size: int, entries: dict[int, Entry], frame_size: int, frames: dict[int, str], old: Path | None = None,
          moved: np.ndarray | None = None, frames_moved: np.ndarray | None = None, gone: tuple[str, ...] = (), frames_gone: tuple[str, ...] = ()) -> None:
    """Write the lexical index of ``size`` resolutions and ``frame_size`` sentences of frames into ``folder``.

    ``entries`` and ``frames``: those that are new, by their place. The others come from the index in ``old``, where
    place p becomes ``moved[p]``, or -1 where it goes; ``gone`` are the texts of those.
    """
    before, frames_before, tables = Counter(), Counter(), dict.fromkeys(("texts", "titles", "marks", "frames"), postings.EMPTY)
    if old is not None:
        kept = json.loads((old / "words.json").read_text(encoding="utf-8"))
        before, frames_before = Counter(kept["words"]), Counter(kept["frames"])
        tables = {name: postings.load(old, name) for name in tables}
    moved, frames_moved = (np.zeros(0, dtype=np.int64) if places is None else places for places in (moved, frames_moved))
    new = {
        "texts": (moved, size, {place: tokens(entry.text) for place, entry in entries.items()}),
        "titles": (moved, size, {place: tokens(entry.title) for place, entry in entries.items()}),
        "marks": (moved, size, {place: entry.marks for place, entry in entries.items()}),
        "frames": (frames_moved, frame_size, {place: tokens(text) for place, text in frames.items()}),
    }
    for name, table in tables.items():
        postings.save(postings.update(table, *new[name]), folder, name)
    for counts, come, leave in ((before, [entry.text for entry in entries.values()], gone), (frames_before, frames.values(), frames_gone)):
        counts.update(word for text in come for word in words(text))
        counts.subtract(word for text in leave for word in words(text))
    kept = {"words": {word: count for word, count in sorted(before.items()) if count > 0}, "frames": {word: count for word, count in sorted(frames_before.items()) if count > 0}}
    (folder / "words.json").write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def open_index(folder: Path) -> LexicalIndex:
    """Open what :func:`build` wrote; raises IndexMissing where it is gone or damaged."""
    try:
        kept = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        tables = [postings.load(folder, name) for name in ("texts", "titles", "marks", "frames")]
    except (OSError, ValueError) as error:
        raise IndexMissing("Der Index ist beschädigt; bitte bauen Sie ihn neu: asmk index --rebuild") from error
    known = [word for word in kept["words"] if len(word) >= 5 and word not in STOPWORDS]
    by_letter: dict[str, list[str]] = {}
    for word in known:
        by_letter.setdefault(word[0], []).append(word)
    joined = "\n".join(known)
    return LexicalIndex(*tables, tables[0].frequency(), {letter: tuple(found) for letter, found in by_letter.items()}, joined, "\n".join([joined, *kept["frames"]]))


def scores(index: LexicalIndex, weighted: dict[str, float]) -> np.ndarray:
    """BM25 (Lucene's form) of every document (shape (n,), float32) for query tokens with weights; parts of compounds count half."""
    total = np.zeros(index.size, dtype=np.float32)
    table = index.texts
    usual = _K1 * (1 - _B + _B * table.lengths / max(1.0, float(table.lengths.mean()))) if index.size else total
    for token, weight in weighted.items():
        found = table.column.get(token)
        if found is None:
            continue
        span = slice(table.starts[found], table.starts[found + 1])
        places, counts = table.places[span], table.counts[span].astype(np.float32)
        total[places] += (weight * (_PART_WEIGHT if token.startswith("~") else 1.0) * idf(index, token)) * counts / (counts + usual[places])
    return total


def coverage(table: Postings, words_: list[tuple[tuple[str, ...], float]]) -> np.ndarray:
    """Share of a question's word weight that each thing of a table holds, shape (n,), float32.

    ``words_``: per word the tokens that satisfy it and its weight; a thing that holds all compound parts (``~``) but
    not the word satisfies it half, with fewer parts less.
    """
    total = sum(weight for _, weight in words_)
    found = np.zeros(table.size, dtype=np.float32)
    if not total:
        return found
    for satisfying, weight in words_:
        held = None
        parts = sum(token.startswith("~") for token in satisfying)
        for token in sorted(satisfying, reverse=True):  # "~" sorts last among letters: parts first, whole words over them
            places = table.of(token)
            if len(places):
                held = np.zeros(table.size, dtype=np.float32) if held is None else held
                if token.startswith("~"):
                    held[places] += 0.5 / parts
                else:
                    held[places] = 1.0
        if held is not None:
            found += weight * held
    return found / total


def idf(index: LexicalIndex, token: str) -> float:
    """Rarity of a token: ln(1 + (n - df + 0.5) / (df + 0.5)), the BM25 (Lucene) formula."""
    df = index.frequency.get(token, 0)
    return math.log(1 + (index.size - df + 0.5) / (df + 0.5))


def repair(index: LexicalIndex, word: str) -> str | None:
    """The index's word that an unknown folded word is a misspelling of, or None.

    Normalised edit similarity (Indel) of at least 0.86 for words from five letters; the first letter must agree.
    """
    if len(word) < 5 or any(token in index.frequency for token in tokens_of_word(word)[:1]):
        return None
    if word not in index.repaired:
        from rapidfuzz import fuzz, process

        found = process.extract(word, index.vocabulary.get(word[0], ()), scorer=fuzz.ratio, score_cutoff=86, limit=None)  # the most alike first
        if len(index.repaired) > 5000:
            index.repaired.clear()
        index.repaired[word] = next((known for known, _, _ in found if abs(len(known) - len(word)) <= 3), None)
    return index.repaired[word]


def compounds(index: LexicalIndex, stem: str) -> list[str]:
    """Words of the index that hold a stem of six letters or more inside: "altersteilzeit" in "altersteilzeitguthaben"; at most eight."""
    found: list[str] = []
    at = index.joined.find(stem) if len(stem) >= 6 else -1
    while at >= 0 and len(found) < 8:
        end = index.joined.find("\n", at)
        end = len(index.joined) if end < 0 else end
        found.append(index.joined[index.joined.rfind("\n", 0, at) + 1 : end])
        at = index.joined.find(stem, end)
    return found


def align(part: str, whole: str) -> tuple[float, int, int]:
    """The stretch of ``whole`` most like ``part``: similarity (0..100, Indel), start, end."""
    from rapidfuzz import fuzz

    found = fuzz.partial_ratio_alignment(part.lower(), whole.lower()) if len(part) <= len(whole) else None
    return (found.score, found.dest_start, found.dest_end) if found else (0.0, 0, 0)
