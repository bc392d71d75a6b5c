"""Fits the weights of assistant/confidence.py on the tuning questions: python tests/evaluation/fit_confidence.py INDEX_DATA [--unseen ROWS.jsonl] [--write]

Logistic regression with a light ridge (needs scipy, which sentence-transformers brings). Every tuning question is asked of
its own report alone and of the whole index; right first resolutions are positives, unanswerable questions negatives,
answerable ones with a wrong first resolution are left out. Prints leave-one-report-out figures before it prints weights.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from assistant import confidence
from assistant.engine import _search, open_engine
from assistant.evaluate import locate
from assistant.query import understand
from assistant.settings import Settings
from assistant.types import Filters

HERE = Path(__file__).parent
SETS = ("asmk-102-bericht-nrw", "asmk-099-bericht-hessen", "asmk-100-bericht-sachsen", "asmk-101-bericht-beispiel")
RIDGE = 0.05
UNSEEN = "unseen"
SHARE = 1.0


def samples(engine) -> list[tuple[str, dict, bool, bool]]:
    """(report file, features, answerable and right, blocked by a rule) for each tuning question and scope."""
    by_file = {report.file: report for report in engine.reports.values()}
    found = []
    for name in SETS:
        for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            question = json.loads(line)
            report = by_file.get(question["report"])
            if question["split"] != "tune" or report is None:
                continue
            for filters in (Filters(report=report.id), Filters()):
                if not filters.report and question.get("answered_elsewhere"):
                    continue
                query = understand(question["q"], filters, engine.index.conferences, engine.index.years)
                if not query.subject_words or query.intent in ("list", "count"):
                    continue
                terms, hits = _search(engine.index, engine.embedder, query, query.subject)
                if not hits:
                    continue
                gold = locate(report, question["anchor"]).resolution if "anchor" in question else None
                also = {locate(by_file[other["report"]], other["anchor"]).resolution for other in question.get("also", ()) if other["report"] in by_file}
                right = gold is not None and hits[0].resolution.id in {gold, *also}
                if gold is not None and not right:
                    continue
                blocked = query.missing_year is not None or query.missing_conference is not None or bool(confidence.gap(query, engine.reports[hits[0].resolution.report], hits[0]))
                found.append((question["report"], confidence.features(query, terms, hits), right, blocked, question))
    return found


def unseen(path: Path) -> list[tuple[str, dict, bool, bool, dict]]:
    """Rows that unseen.py wrote, in the same shape; answerable ones with a wrong first resolution are left out."""
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(UNSEEN, e["features"], e["right"], e["blocked"], {"style": e["style"]}) for e in entries if e["right"] or not e["gold"]]


def fit(rows) -> dict[str, float]:
    """Weights (log-odds) by name; rows that a rule blocks teach nothing. Unseen rows together weigh ``SHARE`` of the tuning questions, each kind of question alike."""
    names = list(rows[0][1])
    X = np.array([[row[1][name] for name in names] for row in rows if not row[3]])
    y = np.array([1.0 if row[2] else -1.0 for row in rows if not row[3]])
    kept = [row for row in rows if not row[3]]
    own = np.array([row[0] != UNSEEN for row in kept])
    weight = np.ones(len(kept))
    weight[own & (y < 0)] = (own & (y > 0)).sum() / max(1, (own & (y < 0)).sum()) * 0.6
    kinds = Counter((row[4]["style"], row[2]) for row in kept if row[0] == UNSEEN)
    for right in (True, False):
        groups = [kind for kind in kinds if kind[1] == right]
        total = SHARE * weight[own & ((y > 0) == right)].sum()
        for number, row in enumerate(kept):
            if row[0] == UNSEEN and row[2] == right:
                weight[number] = total / len(groups) / kinds[row[4]["style"], right]

    def loss(w):
        return (weight * np.logaddexp(0, -y * (X @ w))).sum() + RIDGE * (w[1:] ** 2).sum()

    return {name: round(float(w), 2) for name, w in zip(names, minimize(loss, np.zeros(len(names)), method="L-BFGS-B").x)}


def rates(rows, weights, threshold: float) -> tuple[float, float]:
    """Share of right answerable questions answered; share of unanswerable ones not answered."""
    odds = np.array([sum(weights[n] * v for n, v in row[1].items()) for row in rows])
    said = (1 / (1 + np.exp(-odds)) >= threshold) & ~np.array([row[3] for row in rows])
    right = np.array([row[2] for row in rows])
    return float(said[right].mean()), float((~said[~right]).mean())


def main() -> None:
    engine = open_engine(Settings(Path(sys.argv[1])))
    rows = samples(engine)
    other = unseen(Path(sys.argv[sys.argv.index("--unseen") + 1])) if "--unseen" in sys.argv else []
    print(len(rows), "rows,", sum(row[2] for row in rows), "right; blocked right:", sum(row[3] and row[2] for row in rows), "blocked none:", sum(row[3] and not row[2] for row in rows))
    if "-v" in sys.argv:
        for row in rows:
            if row[3] and row[2]:
                print("  wrongly blocked:", row[4]["q"])
    held = []
    for file in sorted({row[0] for row in rows}):
        weights = fit([row for row in rows if row[0] != file] + other)
        held.append((weights, [row for row in rows if row[0] == file]))
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        pairs = [rates(part, weights, threshold) for weights, part in held]
        print(threshold, "held out: answered of right", round(np.mean([a for a, _ in pairs]), 3), "declined of none", round(np.mean([b for _, b in pairs]), 3))
    odds = [(row[2], sum(w[n] * v for n, v in row[1].items())) for w, part in held for row in part if not row[3]]
    for threshold in (0.02, 0.05, 0.1, 0.15, 0.2):
        below = [(right, 1 / (1 + np.exp(-o)) < threshold) for right, o in odds]
        print(threshold, "below it, held out: of right", round(np.mean([b for right, b in below if right]), 3), "of none", round(np.mean([b for right, b in below if not right]), 3))
    weights = fit(rows + other)
    for threshold in (0.5, 0.6, 0.7) if other else ():
        print(threshold, "unseen: answered of right, declined of none", [round(rate, 3) for rate in rates(other, weights, threshold)])
    print(json.dumps(weights, ensure_ascii=False))
    if "--write" in sys.argv:
        path = Path(confidence.__file__)
        source = path.read_text(encoding="utf-8")
        body = "".join(f'    "{name}": {value},\n' for name, value in weights.items())
        path.write_text(re.sub(r"WEIGHTS: dict\[str, float\] = \{.*?\}", lambda _: "WEIGHTS: dict[str, float] = {\n" + body + "}", source, count=1, flags=re.S), encoding="utf-8")


if __name__ == "__main__":
    main()
