"""Which of n numbered things hold a token, and how often: a sparse table by token, as three arrays.

The words and titles of resolutions, the sentences of frames and the fields that filters ask for are all kept so; a
table grows by what is new without a look at the old texts.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True, eq=False)
class Postings:
    """``places[starts[c]:starts[c + 1]]`` are the things that hold the token of column c, ``counts`` how often each does."""

    size: int  # things, numbered from 0
    column: dict[str, int]  # token -> column
    starts: np.ndarray  # (columns + 1,) int64
    places: np.ndarray  # (entries,) int32
    counts: np.ndarray  # (entries,) uint16
    lengths: np.ndarray  # (size,) int32, tokens of each thing

    def of(self, token: str) -> np.ndarray:
        """The things that hold ``token``, each once."""
        found = self.column.get(token)
        return self.places[:0] if found is None else self.places[self.starts[found] : self.starts[found + 1]]

    def mask(self, token: str) -> np.ndarray:
        """Whether each thing holds ``token``, shape (size,), bool."""
        held = np.zeros(self.size, dtype=bool)
        held[self.of(token)] = True
        return held

    def frequency(self) -> dict[str, int]:
        """How many things hold each token."""
        return dict(zip(self.column, np.diff(self.starts).tolist()))


EMPTY = Postings(0, {}, np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.uint16), np.zeros(0, dtype=np.int32))


def update(old: Postings, moved: np.ndarray, size: int, added: dict[int, Sequence[str]]) -> Postings:
    """A table of ``size`` things: thing p of ``old`` becomes ``moved[p]`` (-1: it goes), ``added`` maps new things to their tokens.

    From EMPTY this is how a table is first made.
    """
    column = dict(old.column)
    new_columns, new_places, new_counts = [], [], []
    lengths = np.zeros(size, dtype=np.int32)
    kept = moved >= 0
    lengths[moved[kept]] = old.lengths[kept]
    for place, tokens in added.items():
        lengths[place] = len(tokens)
        for token, count in Counter(tokens).items():
            new_columns.append(column.setdefault(token, len(column)))
            new_places.append(place)
            new_counts.append(min(count, 65535))
    columns = np.repeat(np.arange(len(old.column), dtype=np.int32), np.diff(old.starts))
    places = moved[old.places].astype(np.int32) if len(old.places) else old.places
    stay = places >= 0
    columns = np.concatenate([columns[stay], np.asarray(new_columns, dtype=np.int32)])
    places = np.concatenate([places[stay], np.asarray(new_places, dtype=np.int32)])
    counts = np.concatenate([np.asarray(old.counts)[stay], np.asarray(new_counts, dtype=np.uint16)])
    order = np.argsort(columns, kind="stable")
    held = np.bincount(columns, minlength=len(column)) if len(columns) else np.zeros(len(column), dtype=np.int64)
    names = [token for token, count in zip(column, held.tolist()) if count]  # what nothing holds any more goes
    starts = np.concatenate([[0], np.cumsum(held[held > 0])]).astype(np.int64)
    return Postings(size, {token: number for number, token in enumerate(names)}, starts, places[order], counts[order], lengths)


def save(table: Postings, folder: Path, name: str) -> None:
    """Write a table to ``folder`` as ``name``.txt (its tokens) and ``name``-*.npy."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_text("\n".join(table.column), encoding="utf-8")
    for part in ("starts", "places", "counts", "lengths"):
        np.save(folder / f"{name}-{part}.npy", getattr(table, part))


def load(folder: Path, name: str) -> Postings:
    """What :func:`save` wrote. Raises OSError or ValueError where it is gone or damaged."""
    tokens = (folder / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    starts, places, counts, lengths = (np.load(folder / f"{name}-{part}.npy") for part in ("starts", "places", "counts", "lengths"))
    tokens = tokens if len(starts) > 1 else []
    if len(tokens) != len(starts) - 1 or len(places) != starts[-1]:
        raise ValueError(f"{name}: the tokens do not fit the table")
    return Postings(len(lengths), {token: number for number, token in enumerate(tokens)}, starts, places, counts, lengths)
