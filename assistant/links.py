"""Measured links: resolutions of different reports that pursue the same demand.

Two resolutions are linked where a logistic model over four features says so with at least LINKED. The weights are fitted by
tests/evaluation/fit_links.py on links labelled by hand; precision and recall on the other half stand in docs/evaluation.md.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from index import lexical
from index.analysis import tokens
from index.search import OpenIndex
from index.types import Report

LINKED = 0.5  # probability from which two resolutions count as linked
# Log-odds; fitted by tests/evaluation/fit_links.py.
WEIGHTS: dict[str, float] = {"bias": -11.85, "whole": -1.09, "part": 20.71, "nouns": 19.61, "margin": 5.32}
_NOUN = re.compile(r"\b[A-ZÄÖÜ][^\W_]{2,}(?:-[^\W_]+)*")


@dataclass(frozen=True, eq=False)
class Pairs:
    """The pairs of two reports: places in ``index.resolutions`` of either, and per feature a matrix of shape (first, second)."""

    first: tuple[int, ...]
    second: tuple[int, ...]
    features: dict[str, np.ndarray]


def pairs(index: OpenIndex, one: Report, other: Report) -> Pairs:
    """All pairs of resolutions of two reports with their features.

    whole: cosine of the whole resolutions; part: of one as a whole and the nearest sentence of the other, so that a resolution
    of several demands is not lost; nouns: shared nouns, by rarity; margin: by how much the pair's nearness exceeds the next
    best one of either side, the larger of both.
    """
    first, second = (tuple(index.position[r.id] for r in report.resolutions) for report in (one, other))
    whole_one, parts_one, starts_one = _vectors(index, first)
    whole_other, parts_other, starts_other = _vectors(index, second)
    whole = whole_one @ whole_other.T
    part = np.maximum(np.maximum.reduceat(whole_one @ parts_other.T, starts_other, axis=1), np.maximum.reduceat(parts_one @ whole_other.T, starts_one, axis=0))
    nouns = _shared_nouns(index, first, second)
    nearness = whole + nouns
    return Pairs(first, second, {"whole": whole, "part": part, "nouns": nouns, "margin": np.maximum(_margin(nearness), _margin(nearness.T).T)})


def probabilities(found: Pairs) -> np.ndarray:
    """Of each pair, that both pursue the same demand; shape (first, second)."""
    odds = WEIGHTS["bias"] + sum(WEIGHTS[name] * values for name, values in found.features.items())
    return 1 / (1 + np.exp(-np.clip(odds, -50, 50)))


@lru_cache(maxsize=4096)
def between(index: OpenIndex, one: str, other: str) -> tuple[tuple[int, int, float], ...]:
    """The links of two reports, given by id: (place of the first's resolution, of the second's, probability)."""
    if one > other:
        return tuple((b, a, probability) for a, b, probability in between(index, other, one))
    reports = index.reports[one], index.reports[other]
    if not all(report.resolutions for report in reports):
        return ()
    found = pairs(index, *reports)
    chances = probabilities(found)
    return tuple((found.first[i], found.second[j], float(chances[i, j])) for i, j in zip(*np.nonzero(chances >= LINKED)))


def of(index: OpenIndex, place: int, other: str) -> list[tuple[int, float]]:
    """The resolutions of report ``other`` linked to the one at ``place``, with their probability, likeliest first."""
    own = index.resolutions[place].report
    return sorted(((b, probability) for a, b, probability in between(index, own, other) if a == place), key=lambda pair: -pair[1]) if own != other else []


def _vectors(index: OpenIndex, places: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Whole vectors (n, d), passage vectors (m, d), and where each resolution's passages start in the latter (n,)."""
    rows = [np.arange(index.first_row[place], index.first_row[place + 1]) for place in places]
    starts = np.cumsum([0] + [len(own) - 1 for own in rows[:-1]])
    whole = np.asarray(index.vectors[[own[0] for own in rows]], dtype=np.float32)
    return whole, np.asarray(index.vectors[np.concatenate([own[1:] for own in rows])], dtype=np.float32), starts


def _shared_nouns(index: OpenIndex, first: tuple[int, ...], second: tuple[int, ...]) -> np.ndarray:
    """Cosine of the nouns that two resolutions hold, weighted by rarity; shape (first, second)."""
    held = [_nouns(index, place) for place in (*first, *second)]
    column = {token: number for number, token in enumerate(dict.fromkeys(token for tokens_ in held for token, _ in tokens_))}
    matrix = np.zeros((len(held), max(1, len(column))), dtype=np.float32)
    for row, tokens_ in enumerate(held):
        matrix[row, [column[token] for token, _ in tokens_]] = [rarity for _, rarity in tokens_]
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    return matrix[: len(first)] @ matrix[len(first) :].T


@lru_cache(maxsize=50_000)
def _nouns(index: OpenIndex, place: int) -> tuple[tuple[str, float], ...]:
    """The tokens of a resolution's nouns, with their rarity."""
    resolution = index.resolutions[place]
    text = f"{resolution.title} {index.reports[resolution.report].slice(resolution)}"
    return tuple((token, lexical.idf(index.lexicon, token)) for token in dict.fromkeys(token for noun in _NOUN.findall(text) for token in tokens(noun)))


def _margin(nearness: np.ndarray) -> np.ndarray:
    """By how much each value exceeds the best other one of its row (below 0 where it is not the best)."""
    if nearness.shape[1] == 1:
        return np.zeros_like(nearness)
    order = np.sort(nearness, axis=1)
    best, second = order[:, -1:], order[:, -2:-1]
    return nearness - np.where(nearness == best, second, best)
