"""Trains the embedded model: `python -m index.training --data DIR [--dictionaries DIR] [--all] [--out FOLDER]`."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from . import data, dictionaries, evaluate, own, save, tokenizer, train

PIECES, WHOLE, DIM = 72_000, 36_000, 256
SAMPLE = {"laws": 12_000, "proceedings": 25_000, "encyclopedia": 25_000, "speeches": 15_000, "words": 150_000, "de-en": 50_000}
SHARE = {"proceedings": 0.5, "words": 0.4}  # of a source, drawn anew each epoch


def main() -> None:
    """Reads the options and trains; prints the figures on held-out items unless they were trained on as well."""
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the training data named in index/model/README.md")
    parser.add_argument("--dictionaries", type=Path, help="folder with FreeDict and TU Chemnitz dictionaries (searched through)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "model", help="folder to write; default: index/model")
    parser.add_argument("--all", action="store_true", help="train on the held-out items too, for the model that is shipped")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    started = time.time()

    def say(text: str) -> None:
        print(f"{time.time() - started:6.0f} s  {text}", flush=True)

    items = own.load(options.data)
    held = [i for i in items if i.held_out]
    kept = items if options.all else [i for i in items if not i.held_out]
    open_data = {name: data.pairs(options.data, name, options.seed) for name in data.SOURCES}
    open_data |= dictionaries.pairs(options.dictionaries, options.seed) if options.dictionaries else {}
    say(f"{len(kept)} own items, {sum(map(len, open_data.values()))} open pairs")
    pieces = tokenizer.train(texts(open_data, kept, options.seed), PIECES, WHOLE)
    groups = {name: train.open_pairs(pieces, p) for name, p in open_data.items()}
    say(f"tokenizer of {pieces.get_vocab_size()} pieces; open pairs tokenised")

    table = run(pieces, groups, kept, options.seed, say)
    if not options.all:
        print(evaluate.as_table(evaluate.report(save.encoder(pieces, table), held)))
    save.save(options.out, pieces, table)
    say(f"written to {options.out}")


def texts(open_data: dict[str, list[tuple[str, str]]], items: list[own.Item], seed: int) -> Iterator[str]:
    """What the tokenizer learns from: a sample of the large sources, everything else; own data and other languages several times."""
    rng = random.Random(seed)
    for name, pairs in open_data.items():
        for pair in rng.sample(pairs, min(len(pairs), SAMPLE.get(name, len(pairs)))):
            yield from pair
    for item in items * 2:
        yield item.passage
        for style, question in item.questions:
            yield from [question] * (3 if style in own.LANGUAGES else 1)


def run(pieces: Tokenizer, groups: dict[str, train.Pairs], items: list[own.Item], seed: int, say=print) -> torch.Tensor:
    """The trained table (pieces, DIM): all sources, own ones twice; own ones with a tenth of the open ones; own ones alone."""
    torch.manual_seed(seed)
    rng, numbers = random.Random(seed), np.random.default_rng(seed)
    table = torch.nn.Parameter(torch.randn(pieces.get_vocab_size(), DIM) * 0.05)
    weights = train.rarity(list(groups.values()), len(table))

    def drawn(factor: float, own_times: int) -> list[train.Pairs]:
        shares = {name: factor * (1 if name in data.SOURCES else 0.4) * SHARE.get(name, 1) for name in groups}
        chosen = [train.some(g, numbers.permutation(len(g.keys))[: int(shares[name] * len(g.keys))]) for name, g in groups.items()]
        return chosen + [train.own_pairs(pieces, items, rng) for _ in range(own_times)]

    train.epochs(table, weights, lambda _: drawn(1, 2), 2, 2048, 3e-2, seed, drop=0.1, report=say)
    train.epochs(table, weights, lambda _: drawn(0.1, 3), 3, 2048, 8e-3, seed + 1, drop=0.2, report=say)
    train.epochs(table, weights, lambda _: drawn(0, 1), 4, 2048, 8e-3, seed + 2, drop=0.2, report=say)
    return table.detach() * weights[:, None]


if __name__ == "__main__":
    main()
