"""Fits the boundary weights of index/split.py on reports whose cut is known: python -m index.training.split_weights GOLD… [--write]

GOLD is a ``*.gold.json`` (as docs/reports/make_reports.py writes it, the PDF beside it) or a JSON file with "report",
"starts" (words of each resolution's first sentence) and "open" (sentences that may be cut either way) whose PDF is found
with --pdfs. The fit is a logistic regression with a Gaussian prior around hand-set weights (PRIOR, spread SPREAD): few
reports must not turn a sound rule round. Prints boundary F1 with each report held out, then with all of them.
"""

import argparse
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index import cues, split
from index.clean import Document, clean, letters
from index.read import read_pdf

SPREAD = 0.8
PRIOR = {
    "bias": -1.5, "paragraph": 2.5, "nothing asked yet": -3.0, "only announced": -2.0, "second vote": 4.0, "first vote": 0.7, "mover": 0.0, "mover after demand": 2.5,
    "settles": 2.0, "demands": 0.8, "finds": 0.4, "announces": 2.0, "new subject": 1.5, "purpose": 0.3, "verb first": 1.0, "conference first": 0.2, "leans": -3.0,
    "continues": -2.0, "continues inside": -0.8, "points back": -3.5, "subjunctive": -1.0, "after ending": 1.0, "shares nothing": 0.7, "shares much": -0.7,
    "background, demand follows": 0.7, "background, taken up": 0.7, "background, nothing follows": -1.5, "length": 0.5,
}


@dataclass(frozen=True)
class Gold:
    """A report with its known cut; ``starts(text)`` says whether a sentence opens a resolution, ``free(text)`` whether it may."""

    name: str
    document: Document
    keys: frozenset[str]
    open_keys: frozenset[str]
    by_words: bool

    def starts(self, text: str) -> bool:
        return self._among(text, self.keys)

    def free(self, text: str) -> bool:
        return self._among(text, self.open_keys)

    def _among(self, text: str, keys: frozenset[str]) -> bool:
        if self.by_words:
            return any(key in text for key in keys)
        own = letters(text)[:40]
        return any(own.startswith(key[: len(own)]) and key.startswith(own[: len(key)]) for key in keys)


def read_gold(path: Path, pdfs: Path | None) -> Gold:
    """Read one gold file; raises FileNotFoundError when its PDF is missing."""
    data = json.loads(path.read_text(encoding="utf-8"))
    if "starts" in data:
        document = clean(read_pdf((pdfs or path.parent) / data["report"]).pages)
        return Gold(path.stem, document, frozenset(data["starts"]), frozenset(data["open"]), True)
    document = clean(read_pdf(path.with_name(path.name.replace(".gold.json", ".pdf"))).pages)
    return Gold(path.stem, document, frozenset(letters(r["text"])[:40] for r in data["resolutions"]), frozenset(), False)


def examples(gold: Gold) -> tuple[list[dict], list[bool]]:
    """Features and truth at every place that the weights decide, following the known cut."""
    found, _ = split._sentences(gold.document)
    first, last = split._body(found)
    body = found[first:last]
    rare = split._rarity(body)
    features, truth, current, under_top = [], [], [], False
    for place, sentence in enumerate(body):
        new = gold.starts(sentence.text)
        if sentence.headings:
            under_top = any(split.TOP_NUMBER.match(heading) for heading in sentence.headings)
        if not current or sentence.headings:
            current = [sentence]
            continue
        fixed = sentence.item or sentence.listed or current[-1].text.endswith(":") or cues.ENDS_ITEM.match(sentence.text)
        if not fixed and not under_top and not gold.free(sentence.text):
            features.append(split.boundary_features(current, sentence, body[place + 1 : place + 4], rare))
            truth.append(new)
        current = [sentence] if new else current + [sentence]
    return features, truth


def fit(parts: list[tuple[list[dict], list[bool]]]) -> dict[str, float]:
    """Weights (log-odds) that maximise likelihood times prior."""
    from scipy.optimize import minimize

    names = list(PRIOR)
    X = np.array([[row[name] for name in names] for features, _ in parts for row in features])
    y = np.array([1.0 if new else -1.0 for _, truth in parts for new in truth])
    prior = np.array([PRIOR[name] for name in names])

    def loss(weights):
        return np.logaddexp(0, -y * (X @ weights)).sum() + ((weights - prior) ** 2).sum() / (2 * SPREAD**2)

    return {name: round(float(weight), 2) for name, weight in zip(names, minimize(loss, prior, method="L-BFGS-B").x)}


def boundary_f1(gold: Gold) -> float:
    """F1 of resolution starts of ``split.split`` with the weights now set."""
    _, cuts = split.split(gold.document)
    firsts = [gold.document.text[cut.passages[0].start : cut.passages[0].end] for cut in cuts]
    right = sum(gold.starts(text) for text in firsts)
    extra = sum(not gold.starts(text) and not gold.free(text) for text in firsts)
    return 2 * right / (2 * right + extra + max(0, len(gold.keys) - right))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--pdfs", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights into index/split.py")
    options = parser.parse_args()
    golds = [read_gold(path, options.pdfs) for path in options.gold]
    parts = [examples(gold) for gold in golds]
    for place, gold in enumerate(golds):
        split.WEIGHTS = fit([part for other, part in enumerate(parts) if other != place])
        print(f"{gold.name}: held out {boundary_f1(gold):.3f}", end="")
        split.WEIGHTS = fit(parts)
        print(f", fitted {boundary_f1(gold):.3f}")
    if options.write:
        path = Path(split.__file__)
        source = path.read_text(encoding="utf-8")
        body = "".join(f'    "{name}": {weight},\n' for name, weight in split.WEIGHTS.items())
        path.write_text(re.sub(r"WEIGHTS: dict\[str, float\] = \{.*?\n\}", lambda _: "WEIGHTS: dict[str, float] = {\n" + body + "}", source, count=1, flags=re.S), encoding="utf-8")


if __name__ == "__main__":
    main()
