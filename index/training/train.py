"""Contrastive training of one vector a piece: symmetric softmax over the batch (van den Oord 2018; CLIP), cosine times SCALE."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from scipy import sparse
from tokenizers import Tokenizer
from torch.nn import functional as F

from . import noise
from .own import Item, sentences

SCALE = 20.0


@dataclass(frozen=True)
class Ragged:
    """Token ids of many texts, laid end to end: text i is ids[starts[i]:starts[i + 1]]."""

    ids: np.ndarray
    starts: np.ndarray

    def take(self, rows: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        """(ids, offsets) of the rows, as embedding_bag wants them."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        offsets = np.concatenate([[0], np.cumsum(lengths)])[: len(rows)]
        index = np.repeat(self.starts[rows] - offsets, lengths) + np.arange(lengths.sum())
        return torch.from_numpy(self.ids[index].astype(np.int64)), torch.from_numpy(offsets)

    def some(self, rows: np.ndarray) -> Ragged:
        """The rows as texts of their own."""
        ids, offsets = self.take(rows)
        return Ragged(ids.numpy().astype(np.int32), np.append(offsets.numpy(), len(ids)))


@dataclass(frozen=True)
class Pairs:
    """Texts that belong together by row; rows of one key are about the same thing and never each other's negatives."""

    left: Ragged
    right: Ragged
    keys: np.ndarray
    extra: Ragged | None = None  # by row, a text that looks like the right one and is wrong (may be empty)


def ragged(tokenizer: Tokenizer, texts: list[str], longest: int = 96) -> Ragged:
    """The texts as token ids, each cut to `longest`; a text without pieces becomes the unknown piece."""
    rows = []
    for start in range(0, len(texts), 20_000):
        rows += [np.array(e.ids[:longest] or [0], np.int32) for e in tokenizer.encode_batch(texts[start:start + 20_000], add_special_tokens=False)]
    return Ragged(np.concatenate(rows), np.concatenate([[0], np.cumsum([len(r) for r in rows])]))


def open_pairs(tokenizer: Tokenizer, pairs: list[tuple[str, str]]) -> Pairs:
    """Pairs of an open source; equal right sides share a key."""
    keys: dict[str, int] = {}
    numbers = np.array([keys.setdefault(b, len(keys)) for _, b in pairs])
    return Pairs(ragged(tokenizer, [a for a, _ in pairs]), ragged(tokenizer, [b for _, b in pairs]), numbers)


def own_pairs(tokenizer: Tokenizer, items: list[Item], rng: random.Random) -> Pairs:
    """Every question of every item -> its passage or a stretch of it, with spelling noise and a hard negative; drawn anew each epoch."""
    left, right, extra, keys = [], [], [], []
    for number, item in enumerate(items):
        parts = sentences(item.passage)
        for style, question in item.questions:
            left.append(noise.misspell(question, rng) if rng.random() < 0.25 else question)
            if len(parts) > 1 and rng.random() < 0.4:
                start = rng.randrange(len(parts))
                right.append(" ".join(parts[start:rng.randrange(start, len(parts)) + 1]))
            else:
                right.append(item.passage)
            extra.append(rng.choice(item.negatives) if item.negatives and rng.random() < 0.5 else "")
            keys.append(number)
        german = [q for s, q in item.questions if s in ("staff", "yesno", "topic", "citizen", "paraphrase")]
        for style, question in item.questions:
            if len(style) == 2 and german:
                left.append(question), right.append(rng.choice(german)), extra.append(""), keys.append(number)
    return Pairs(ragged(tokenizer, left), ragged(tokenizer, right), np.array(keys), ragged(tokenizer, extra))


def some(group: Pairs, rows: np.ndarray) -> Pairs:
    """The rows of an open source as a source of its own."""
    return Pairs(group.left.some(rows), group.right.some(rows), group.keys[rows])


def batches(groups: list[Pairs], size: int, rng: np.random.Generator) -> Iterator[tuple[Pairs, np.ndarray]]:
    """Shuffled batches of rows, each of one group, groups mixed in proportion to their size."""
    plan = []
    for group in (g for g in groups if len(g.keys)):
        order = rng.permutation(len(group.keys))
        plan += [(group, part) for part in np.array_split(order, max(1, round(len(order) / size)))]
    for i in rng.permutation(len(plan)):
        yield plan[i]


class BagSum(torch.autograd.Function):
    """Sums of piece vectors by text; its gradient holds only the rows met, so a step costs what the batch costs, not the vocabulary."""

    @staticmethod
    def forward(ctx, table, weights, ids, offsets):
        ctx.save_for_backward(ids, offsets, weights[ids])
        ctx.shape = table.shape
        return F.embedding_bag(ids, table.detach(), offsets, mode="sum", per_sample_weights=weights[ids])

    @staticmethod
    def backward(ctx, gradient):
        ids, offsets, weights = (t.numpy() for t in ctx.saved_tensors)
        met, columns = np.unique(ids, return_inverse=True)
        bags = sparse.csr_matrix((weights, columns, np.append(offsets, len(ids))), (len(offsets), len(met)))
        rows = torch.from_numpy(bags.T @ gradient.numpy())
        return torch.sparse_coo_tensor(torch.from_numpy(met)[None], rows, ctx.shape, check_invariants=False), None, None, None


def embed(table: torch.Tensor, weights: torch.Tensor, bag: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
    """Unit vectors (texts, dim): the direction of the weighted mean of the piece vectors."""
    return F.normalize(BagSum.apply(table, weights, *bag) + 1e-9, dim=1)


def rarity(groups: list[Pairs], pieces: int, a: float = 1e-4) -> torch.Tensor:
    """A weight for each piece, a / (a + its share of all pieces): Arora et al. 2017 (SIF).

    Adam moves every row by the same step; with these fixed weights in front, frequent pieces start small and move finely.
    """
    counts = sum(np.bincount(side.ids, minlength=pieces) for group in groups for side in (group.left, group.right))
    return torch.from_numpy((a / (a + counts / counts.sum())).astype(np.float32))


def thinned(bag: tuple[torch.Tensor, torch.Tensor], drop: float) -> tuple[torch.Tensor, torch.Tensor]:
    """The bag with a share `drop` of its pieces left out, the first of each text kept."""
    ids, offsets = bag
    keep = torch.rand(len(ids)) >= drop
    keep[offsets] = True
    return ids[keep], torch.cumsum(keep, 0)[offsets] - 1


def loss(table: torch.Tensor, weights: torch.Tensor, group: Pairs, rows: np.ndarray, drop: float) -> torch.Tensor:
    """Mean of both directions' cross entropies; candidates with the key of the row, other than its own partner, are masked.

    Scores lie in [-SCALE, SCALE], so exp needs no shift and both directions share it.
    """
    a, b = (embed(table, weights, thinned(side.take(rows), drop)) for side in (group.left, group.right))
    keys = torch.from_numpy(group.keys[rows])
    mask = (keys[:, None] != keys[None, :]).float().fill_diagonal_(1)
    scores = SCALE * a @ b.T
    parts = scores.exp() * mask
    forth, back = parts.sum(1), parts.sum(0)
    if group.extra is not None:
        filled = rows[np.diff(group.extra.starts)[rows] > 1]
        if len(filled):
            forth = forth + (SCALE * a @ embed(table, weights, group.extra.take(filled)).T).exp().sum(1)
    return (forth.log() + back.log()).mean() / 2 - scores.diagonal().mean()


def epochs(table: torch.Tensor, weights: torch.Tensor, groups_of: Callable[[int], list[Pairs]], count: int, size: int, rate: float, seed: int, drop: float = 0.1,
           report: Callable[[str], None] = print) -> None:
    """Trains the table in place with Adam, rate falling linearly to zero; groups_of(epoch) gives the epoch's pairs."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    optimizer = torch.optim.SparseAdam([table], lr=rate, betas=(0.9, 0.99))
    for epoch in range(count):
        plan = list(batches(groups_of(epoch), size, rng))
        total = 0.0
        for step, (group, rows) in enumerate(plan):
            for param in optimizer.param_groups:
                param["lr"] = rate * (1 - (epoch + step / len(plan)) / count)
            value = loss(table, weights, group, rows, drop)
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            total += float(value.detach())
        report(f"epoch {epoch + 1}/{count}: {len(plan)} batches, loss {total / len(plan):.3f}")
