"""How well reports of every layout are read: ``python tests/evaluation/layouts.py [--wrong] [NAME …]``.

Every written report with a gold cut, in one line each: F1 of the starts of resolutions, then the share of resolutions found at their
start whose vote, movers and outcome are exactly the gold ones. Layouts marked ``held_out`` in their gold were written for reporting
only; their figures stand apart. With the official report beside the checkout, its F1 stands below. ``--wrong`` lists what differs.

In gold cuts of docs/reports and tests/data/reports a bare "Die ASMK fordert" has no outcome; found, it is "beschlossen": both are right there.
"""

import argparse
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from helpers import LAYOUTS, REAL, WRITTEN, first_letter, gold_starts  # noqa: E402
from index.build import parse  # noqa: E402
from index.training.split_weights import boundary_f1, read_gold  # noqa: E402


@dataclass
class Score:
    """Counts of one layout; ``+`` adds two."""

    gold: int = 0
    found: int = 0
    agree: int = 0
    vote: int = 0
    movers: int = 0
    outcome: int = 0
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    @property
    def f1(self) -> float:
        return 2 * self.agree / (self.gold + self.found) if self.gold + self.found else 0.0

    def row(self, name: str) -> str:
        """A line of the table in docs/evaluation.md."""
        shares = (f"{count / self.agree:.3f}" if self.agree else "–" for count in (self.vote, self.movers, self.outcome))
        return f"| {name} | {self.gold} | {self.found} | {self.f1:.3f} | {' | '.join(shares)} |"


def score(path: Path) -> tuple[Score, dict]:
    """The score of one report against the gold cut beside it, and that gold's description of the report."""
    report = parse(path)
    table = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    strict = path in LAYOUTS
    gold = dict(zip(gold_starts(report, table), table["resolutions"], strict=True))
    found = {first_letter(report, resolution.start): resolution for resolution in report.resolutions}
    result = Score(len(gold), len(found), len(gold.keys() & found.keys()))
    for start in sorted(gold.keys() ^ found.keys()):
        result.wrong.append(f"{path.stem}: {'fehlt' if start in gold else 'zu viel'}: {report.text[start : start + 80]!r}")
    for start in gold.keys() & found.keys():
        entry, resolution = gold[start], found[start]
        outcome = resolution.outcome and resolution.outcome.value
        pairs = {
            "vote": (entry["vote"], resolution.vote and resolution.vote.value),
            "movers": (sorted(entry["initiators"]), sorted(mover.value for mover in resolution.initiators)),
            "outcome": (entry["outcome"] if strict else entry["outcome"] or "beschlossen", outcome if strict else outcome or "beschlossen"),
        }
        for name, (wanted, got) in pairs.items():
            setattr(result, name, getattr(result, name) + (wanted == got))
            if wanted != got:
                result.wrong.append(f"{path.stem}: {name} {wanted} ≠ {got}: {report.text[start : start + 80]!r}")
    return result, table["report"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="parts of file names; default: all")
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    paths = [path for path in sorted(WRITTEN + LAYOUTS, key=lambda p: p.name) if not options.names or any(name in path.name for name in options.names)]
    print("| Bericht | Beschlüsse | gefunden | Grenzen F1 | Abstimmung | Antragsteller | Ergebnis |\n|---|---:|---:|---:|---:|---:|---:|")
    sums = {False: Score(), True: Score()}
    for path in paths:
        result, about = score(path)
        held_out = bool(about.get("held_out"))
        sums[held_out] += result
        print(result.row(path.stem + (" (zurückgehalten)" if held_out else "")))
    print(sums[False].row("**zusammen, ohne zurückgehaltene**"))
    print(sums[True].row("**zurückgehalten**"))
    print((sums[False] + sums[True]).row("**alle**"))
    if REAL.is_file():
        print(f"| echter Bericht zur 102. ASMK |  |  | {boundary_f1(read_gold(ROOT / 'tests/evaluation/asmk-102-schnitt.json', REAL.parent)):.3f} |  |  |  |")
    if options.wrong:
        print("\n" + "\n".join((sums[False] + sums[True]).wrong))


if __name__ == "__main__":
    main()
