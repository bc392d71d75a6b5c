"""Questions of held-out items against the passages and hard negatives of all held-out items: which comes first?"""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np

from . import noise
from .own import Item, sentences

Encode = Callable[[list[str]], np.ndarray]  # texts -> unit vectors (texts, dim)


def questions(items: list[Item], seed: int = 0) -> list[tuple[str, str, int]]:
    """(style, question, item number); "typo:STYLE" are the same German questions misspelt."""
    rng = random.Random(seed)
    plain = [(style, text, n) for n, item in enumerate(items) for style, text in item.questions]
    return plain + [(f"typo:{s}", noise.misspell(q, rng), n) for s, q, n in plain if s in ("staff", "citizen", "paraphrase")]


def ranks(encode: Encode, items: list[Item], asked: list[tuple[str, str, int]], whole: float = 0.5) -> np.ndarray:
    """Rank (from 1) of the right passage for each question; score = whole * passage + (1 - whole) * its best sentence."""
    texts = [i.passage for i in items] + [n for i in items for n in i.negatives]
    parts = [sentences(t) or [t] for t in texts]
    starts = np.cumsum([0] + [len(p) for p in parts[:-1]])
    query = encode([q for _, q, _ in asked])
    scores = whole * query @ encode(texts).T
    scores += (1 - whole) * np.maximum.reduceat(query @ encode([s for p in parts for s in p]).T, starts, axis=1)
    gold = scores[np.arange(len(asked)), [n for _, _, n in asked]]
    return 1 + (scores > gold[:, None]).sum(1)


def report(encode: Encode, items: list[Item], whole: float = 0.5) -> dict[str, dict[str, float]]:
    """style -> {"n", "hit1", "hit3", "mrr"} over the items, with means over languages and over typo'd questions."""
    asked = questions(items)
    rank = ranks(encode, items, asked, whole)
    styles = np.array([s for s, _, _ in asked])
    groups = {s: styles == s for s in dict.fromkeys(styles)}
    groups["languages"] = np.array([len(s) == 2 for s in styles])
    return {s: {"n": int(m.sum()), "hit1": float((rank[m] == 1).mean()), "hit3": float((rank[m] <= 3).mean()), "mrr": float((1 / rank[m]).mean())}
            for s, m in groups.items() if m.any()}


def as_table(figures: dict[str, dict[str, float]]) -> str:
    """The figures as a Markdown table."""
    rows = [f"| {s} | {f['n']} | {f['hit1']:.3f} | {f['hit3']:.3f} | {f['mrr']:.3f} |" for s, f in figures.items()]
    return "\n".join(["| style | n | first | first 3 | MRR |", "|---|---:|---:|---:|---:|", *rows])
