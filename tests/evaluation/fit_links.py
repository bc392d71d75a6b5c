"""Fits and measures the links of assistant/links.py: python tests/evaluation/fit_links.py INDEX_DATA [--write]

The labels are tests/evaluation/links.jsonl: {"id", "kind", "a": {"report", "anchor"}, "b": …}. "same": both pursue the same demand, or
tell of the same resolution; "near": the same matter but another demand, counted neither way. Every other pair of resolutions
of two of the reports is no link. Half of the resolutions, by their first words, teach; the pairs of the other half are reported.
Reports that are not in the index are left out.
"""

import json
import re
import sys
import zlib
from itertools import combinations
from pathlib import Path

import numpy as np

from assistant import links
from assistant.engine import open_engine
from assistant.evaluate import locate, wilson
from assistant.settings import Settings

LABELS = Path(__file__).with_name("links.jsonl")
RIDGE = 0.3


def labels(engine) -> dict[frozenset[str], str]:
    """{two resolution ids: "same" or "near"}; raises AsmkError where an anchor does not stand in its report."""
    by_file = {report.file: report for report in engine.reports.values()}
    found = {}
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["a"]["report"] in by_file and entry["b"]["report"] in by_file:
            found[frozenset(locate(by_file[entry[side]["report"]], entry[side]["anchor"]).resolution for side in "ab")] = entry["kind"]
    return found


def samples(engine) -> list[tuple[bool, list[float], bool, str]]:
    """(teaches, features, linked, the two ids) of every pair of resolutions of two reports."""
    index, known = engine.index, labels(engine)
    found = []
    for one, other in combinations(sorted(engine.reports.values(), key=lambda report: report.file), 2):
        matrix = links.pairs(index, one, other)
        for i, a in enumerate(matrix.first):
            teaches = zlib.crc32(one.slice(index.resolutions[a])[:24].encode()) % 2 == 0
            for j, b in enumerate(matrix.second):
                kind = known.get(frozenset((index.resolutions[a].id, index.resolutions[b].id)))
                if kind != "near":
                    found.append((teaches, [float(matrix.features[name][i, j]) for name in list(links.WEIGHTS)[1:]], kind == "same", f"{index.resolutions[a].id} {index.resolutions[b].id}"))
    return found


def fit(rows) -> dict[str, float]:
    """Log-odds by feature: logistic regression with a light ridge on standardised features (Newton's method)."""
    X, y = np.array([row[1] for row in rows]), np.array([row[2] for row in rows], dtype=float)
    mean, spread = X.mean(0), X.std(0)
    Z = np.column_stack([np.ones(len(X)), (X - mean) / spread])
    ridge = np.diag([1e-6] + [RIDGE] * X.shape[1])
    weights = np.zeros(Z.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-Z @ weights))
        step = np.linalg.solve((Z.T * (chance * (1 - chance))) @ Z + ridge, Z.T @ (chance - y) + ridge @ weights)
        weights -= step
    scaled = weights[1:] / spread
    return {name: round(float(value), 2) for name, value in zip(links.WEIGHTS, [weights[0] - scaled @ mean, *scaled])}


def measure(rows, weights: dict[str, float]) -> str:
    """Precision and recall at LINKED, with 95 % intervals."""
    odds = np.array([row[1] for row in rows]) @ np.array(list(weights.values())[1:]) + weights["bias"]
    said, true = odds >= np.log(links.LINKED / (1 - links.LINKED)), np.array([row[2] for row in rows])
    right = int((said & true).sum())
    return f"{int(true.sum())} links of {len(rows)} pairs; precision {right / max(1, said.sum()):.2f} {wilson(right, int(said.sum()))} recall {right / true.sum():.2f} {wilson(right, int(true.sum()))}"


def main() -> None:
    """Fit, report both halves, and write the weights with --write."""
    engine = open_engine(Settings(data=Path(sys.argv[1])))
    rows = samples(engine)
    teaching, reported = [row for row in rows if row[0]], [row for row in rows if not row[0]]
    weights = fit(teaching)
    print(weights)
    for name, half in (("taught", teaching), ("reported", reported)):
        print(f"{name}: {measure(half, weights)}; with the weights in force: {measure(half, links.WEIGHTS)}")
    if "--write" in sys.argv:
        path = Path(links.__file__)
        text = re.sub(r"^WEIGHTS: .*$", f"WEIGHTS: dict[str, float] = {json.dumps(weights)}", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
