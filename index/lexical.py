"""BM25 over resolutions, with typo repair over the index's own vocabulary. The only module that knows bm25s and rapidfuzz."""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.errors import IndexMissing
from index.analysis import STOPWORDS, tokens, tokens_of_word, words

_PART_WEIGHT = 0.5  # a compound part proves less than a whole word


@dataclass(frozen=True)
class LexicalIndex:
    """BM25 index of n documents: token ids, document frequencies, and the whole words for typo repair."""

    retriever: object
    size: int
    frequency: dict[str, int]  # token -> number of documents that hold it
    vocabulary: dict[str, tuple[str, ...]]  # first letter -> folded words of five letters or more


def build(texts: list[str], folder: Path) -> None:
    """Index n texts (one per resolution, in order) into ``folder``."""
    import bm25s

    folder.mkdir(parents=True, exist_ok=True)
    corpus = [tokens(text) for text in texts]
    frequency: dict[str, int] = {}
    for document in corpus:
        for token in set(document):
            frequency[token] = frequency.get(token, 0) + 1
    vocabulary = sorted({word for text in texts for word in words(text) if len(word) >= 5 and word not in STOPWORDS})
    if corpus:
        retriever = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
        retriever.index([document or [""] for document in corpus], show_progress=False)
        retriever.save(folder / "bm25", show_progress=False)
    (folder / "terms.json").write_text(
        json.dumps({"size": len(texts), "frequency": frequency, "vocabulary": vocabulary}, ensure_ascii=False), encoding="utf-8"
    )


def open_index(folder: Path) -> LexicalIndex:
    """Open what :func:`build` wrote; raises IndexMissing where it is gone or damaged."""
    import bm25s

    try:
        terms = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
        retriever = bm25s.BM25.load(folder / "bm25", mmap=True, load_corpus=False) if terms["size"] else None
    except (OSError, ValueError) as error:
        raise IndexMissing("Der Index ist beschädigt; bitte bauen Sie ihn neu: asmk index --rebuild") from error
    by_letter: dict[str, list[str]] = {}
    for word in terms["vocabulary"]:
        by_letter.setdefault(word[0], []).append(word)
    return LexicalIndex(retriever, terms["size"], terms["frequency"], {letter: tuple(known) for letter, known in by_letter.items()})


def scores(index: LexicalIndex, weighted: dict[str, float]) -> np.ndarray:
    """BM25 score of every document (shape (n,), float32) for query tokens with weights; parts of compounds count half."""
    total = np.zeros(index.size, dtype=np.float32)
    if index.retriever is None:
        return total
    by_weight: dict[float, list[str]] = {}
    for token, weight in weighted.items():
        if token in index.frequency:
            by_weight.setdefault(round(weight * (_PART_WEIGHT if token.startswith("~") else 1.0), 3), []).append(token)
    for weight, group in by_weight.items():
        total += weight * np.asarray(index.retriever.get_scores(group), dtype=np.float32)
    return total


def coverage(index: LexicalIndex, words_: list[tuple[tuple[str, ...], float]]) -> np.ndarray:
    """Share of a question's word weight that each document holds, shape (n,), float32.

    ``words_``: per word the tokens that satisfy it and its weight; a document that holds all compound parts (``~``) but
    not the word satisfies it half, with fewer parts less. Read from the postings of the BM25 matrix, so no document is looked at twice.
    """
    total = sum(weight for _, weight in words_)
    found = np.zeros(index.size, dtype=np.float32)
    if index.retriever is None or not total:
        return found
    matrix, vocabulary = index.retriever.scores, index.retriever.vocab_dict
    for satisfying, weight in words_:
        held = np.zeros(index.size, dtype=np.float32)
        parts = sum(token.startswith("~") for token in satisfying)
        for token in sorted(satisfying, reverse=True):  # "~" sorts last among letters: parts first, whole words over them
            number = vocabulary.get(token)
            if number is not None:
                documents = matrix["indices"][matrix["indptr"][number] : matrix["indptr"][number + 1]]
                if token.startswith("~"):
                    held[documents] += 0.5 / parts
                else:
                    held[documents] = 1.0
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
    from rapidfuzz import fuzz, process

    candidates = [known for known in index.vocabulary.get(word[0], ()) if abs(len(known) - len(word)) <= 3]
    found = process.extractOne(word, candidates, scorer=fuzz.ratio, score_cutoff=86)
    return found[0] if found else None


def compounds(index: LexicalIndex, stem: str) -> list[str]:
    """Words of the index that hold a stem of six letters or more inside: "altersteilzeit" in "altersteilzeitguthaben"; at most eight."""
    if len(stem) < 6:
        return []
    found = (known for words_ in index.vocabulary.values() for known in words_ if stem in known)
    return [word for word, _ in zip(found, range(8))]


def align(part: str, whole: str) -> tuple[float, int, int]:
    """The stretch of ``whole`` most like ``part``: similarity (0..100, Indel), start, end."""
    from rapidfuzz import fuzz

    found = fuzz.partial_ratio_alignment(part.lower(), whole.lower()) if len(part) <= len(whole) else None
    return (found.score, found.dest_start, found.dest_end) if found else (0.0, 0, 0)
