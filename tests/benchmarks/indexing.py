"""How fast PDFs become an index: the official report where it is at hand, n generated reports, one more among them.

Run by bench.py in a process of its own:

    python tests/benchmarks/indexing.py FOLDER --reports 100 [--profile]     one JSON object on stdout
"""

import argparse
import cProfile
import json
import os
import shutil
import sys
import time
from pathlib import Path

from asking import Stopwatch, memory, top
from corpus import ROOT, make_pdfs

REAL = ROOT.parent / "shared" / "reports" / "asmk-102-bericht-nrw.pdf"  # an official report; lies beside the checkout


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()

    from index import build, embed

    embedder = embed.load()
    result: dict = {"reports": options.reports, "load average": os.getloadavg()[0]}
    paths = make_pdfs(options.reports + 1, options.folder / "pdf")
    data = options.folder / "data"
    shutil.rmtree(data, ignore_errors=True)
    single = REAL if REAL.is_file() else ROOT / "docs" / "reports" / "asmk-102-bericht-beispiel.pdf"
    once = Stopwatch()
    for name in ("first", "again"):  # the first loads the libraries too
        shutil.rmtree(options.folder / name, ignore_errors=True)
        once(build.index_files, [single], options.folder / name, embedder)
    result["one report alone"] = {"file": "the official report" if single == REAL else "a sample report", "first": round(once.wall[0], 3), "again": round(once.wall[1], 3), "again, cpu": round(once.cpu[1], 3)}

    moments: list[float] = []
    whole, profiler = Stopwatch(), cProfile.Profile()

    def progress(done: int, total: int, name: str) -> None:
        moments.append(time.perf_counter())

    if options.profile:
        profiler.enable()
    before, began = os.times(), time.perf_counter()
    found = whole(build.index_files, paths[:-1], data, embedder, progress=progress)
    profiler.disable()
    after, count = os.times(), len(found)
    others = after.children_user + after.children_system - before.children_user - before.children_system  # those that cut; not those that read PDFs for them
    reading = moments[-1] - moments[0]
    quarter = max(1, count // 4)
    result["all"] = {
        "seconds": round(whole.wall[0], 2), "cpu seconds": round(whole.cpu[0], 2), "cpu seconds of the cutting processes": round(others, 2), "reports per second": round(count / whole.wall[0], 2), "per cpu second": round(count / (whole.cpu[0] + others), 2),
        "reading, ms a report": round(1000 * reading / max(1, count - 1), 1), "first quarter, ms a report": round(1000 * (moments[quarter] - moments[0]) / quarter, 1),
        "last quarter, ms a report": round(1000 * (moments[-1] - moments[-1 - quarter]) / quarter, 1), "embedding and storing, s": round(began + whole.wall[0] - moments[-1], 2),
        "refused": sum(entry.status == "refused" for entry in found), "resolutions": sum(len(entry.report.resolutions) for entry in found if entry.report), "pages": sum(len(entry.report.page_starts) for entry in found if entry.report), "memory": memory(),
    }
    if options.profile:
        result["profile"] = top(profiler, count, 16)
    added = Stopwatch()
    added(build.index_files, [paths[-1]], data, embedder)
    result["one more"] = {"seconds": round(added.wall[0], 2), "cpu seconds": round(added.cpu[0], 2)}
    unchanged = Stopwatch()
    unchanged(build.index_files, [paths[-1]], data, embedder)
    result["unchanged file"] = {"seconds": round(unchanged.wall[0], 2), "cpu seconds": round(unchanged.cpu[0], 2)}
    json.dump(result, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
