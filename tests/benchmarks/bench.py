"""Speed and scale of the assistant, in one command; a table on stdout, everything else in the JSON file.

    python tests/benchmarks/bench.py                                        33, 1,000 and 10,000 resolutions, about half an hour
    python tests/benchmarks/bench.py --sizes 33,1000,10000,100000 --json OUT.json --keep FOLDER
    python tests/benchmarks/bench.py --only startup                         one part: ask, baseline, startup, indexing
    python tests/benchmarks/bench.py --draw OUT.json docs/bilder/wachstum.svg

Every part runs in a process of its own, one after the other. Times come twice: by the clock, and as CPU time of the
process; on a machine with other work the clock says little, the CPU time still does. Nothing here passes or fails: what
is fast enough is judged in docs/performance.md. The baseline needs two packages more (see baseline.py).
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
PARTS = ("ask", "baseline", "startup", "indexing")


def child(script: str, *arguments) -> dict:
    """The JSON that a script of this folder prints, run in a process of its own."""
    done = subprocess.run([sys.executable, str(HERE / script), *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"exit code {done.returncode}"}
    return json.loads(done.stdout)


def corpus_at(folder: Path, size: int) -> tuple[Path, dict]:
    """The index with ``size`` generated resolutions, made where it is not there yet."""
    data, made = folder / f"corpus-{size}", {}
    if not (data / "current.json").is_file():
        shutil.rmtree(data, ignore_errors=True)
        began = time.perf_counter()
        done = subprocess.run([sys.executable, str(HERE / "corpus.py"), str(size), str(data)], capture_output=True, text=True, check=True)
        made = {"seconds": round(time.perf_counter() - began, 1), "made": done.stdout.strip()}
    return data, made


def machine() -> dict:
    """What the figures were measured on."""
    import chromadb
    import numpy

    return {
        "date": time.strftime("%Y-%m-%d %H:%M"), "system": platform.system(), "processor": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version(),
        "chromadb": chromadb.__version__, "numpy": numpy.__version__, "load average": os.getloadavg() if hasattr(os, "getloadavg") else None,
    }


def run(options, folder: Path) -> dict:
    """All chosen parts; what is done is written to the JSON file after each step."""
    from startup import measure

    result: dict = {"machine": machine(), "ask": {}, "baseline": {}, "indexing": {}}

    def save() -> None:
        if options.json:
            options.json.write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")

    def say(*words) -> None:
        print(time.strftime("%H:%M:%S"), *words, file=sys.stderr, flush=True)

    for size in options.sizes:
        if {"ask", "startup"} & set(options.only):
            say(f"corpus of {size} resolutions")
            data, made = corpus_at(folder, size)
        if "ask" in options.only:
            say("  questions")
            result["ask"][str(size)] = {**child("asking.py", data, "--resolutions", size, "--questions", options.questions, "--profile"), "corpus": made}
            save()
        if "baseline" in options.only:
            say("  baseline")
            shutil.rmtree(folder / "baseline", ignore_errors=True)
            result["baseline"][str(size)] = child("baseline.py", folder / "baseline", "--resolutions", size, "--encode", options.encode)
            save()
        if "startup" in options.only and size == options.sizes[0]:
            say("  start-up")
            result["startup"] = measure(data, options.times)
            save()
    for count in options.reports if "indexing" in options.only else ():
        say(f"indexing {count} reports")
        result["indexing"][str(count)] = child("indexing.py", folder / "indexing", "--reports", count)
        result["indexing"].setdefault("profile", child("indexing.py", folder / "indexing", "--reports", min(count, 20), "--profile").get("profile"))
        save()
    result["machine"]["load average at the end"] = os.getloadavg() if hasattr(os, "getloadavg") else None
    save()
    return result


def table(result: dict) -> str:
    """The figures in short: ratios to the baseline first, absolute ones after."""
    lines: list[str] = []

    def head(title: str) -> None:
        lines.extend(["", title])

    ask = {size: entry for size, entry in result["ask"].items() if "latency" in entry}
    baseline = {size: entry for size, entry in result["baseline"].items() if "question" in entry}
    lines += [f"{size} resolutions: {entry.get('failed') or entry.get('left out')}" for part in ("ask", "baseline") for size, entry in result[part].items() if "failed" in entry or "left out" in entry]
    both = [size for size in ask if size in baseline]
    if both:
        head("Ratios to the afternoon pipeline (LangChain splitter, all-MiniLM-L6-v2, Chroma); above 1 the assistant is better")
        lines.append(f"{'resolutions':>12} {'question p50':>13} {'its CPU time':>13} {'p99':>7} {'memory':>8}")
        for size in both:
            ours, theirs = ask[size]["latency"]["plain"], baseline[size]["question"]
            lines.append(
                f"{int(size):>12,} {theirs['p50'] / ours['p50']:>13.1f} {theirs['cpu']['p50'] / ours['cpu']['p50']:>13.1f} {theirs['p99'] / ours['p99']:>7.1f} {baseline[size]['memory']['peak'] / ask[size]['memory']['at the end']['peak']:>8.1f}"
            )
    if ask:
        head("Search alone beside the exact scan over all vectors (the floor), CPU ms p50")
        for size, entry in ask.items():
            ours, floor = entry["alone"]["search"]["cpu"]["p50"], entry["alone"]["exact scan"]["cpu"]["p50"]
            lines.append(f"{int(size):>12,} {ours:>8.2f} ms, scan {floor:>8.2f} ms, ratio {ours / floor:.1f}")
        head("A question, ms by the clock p50 / p99 (CPU p50 / p99)")
        names = ("plain", "filtered", "first use of a filter", "list or count", "comparison", "follow-up")
        for size, entry in ask.items():
            for name in names:
                found = entry["latency"][name]
                if not found["n"]:
                    continue
                lines.append(f"{int(size):>12,} {name:<22} {found['p50']:>9.1f} / {found['p99']:>8.1f}   ({found['cpu']['p50']:>8.1f} / {found['cpu']['p99']:>8.1f})   n={found['n']}")
        head("Many askers at once, opening, memory")
        for size, entry in ask.items():
            one, many = entry["one asker"], entry["many askers"]
            lines.append(f"{int(size):>12,} one {one['per second']}/s, {many['askers']} at once {many['per second']}/s, p99 {many['p99']} ms · opened in {entry['open']['p50'] / 1000:.2f} s (CPU {entry['open']['cpu']['p50'] / 1000:.2f}) · peak {entry['memory']['at the end']['peak']} MB, own {entry['memory']['at the end']['own']}")
    if baseline:
        head("The afternoon pipeline, ms p50 / p99 (CPU p50)")
        for size, entry in baseline.items():
            lines.append(f"{int(size):>12,} {entry['question']['p50']:.1f} / {entry['question']['p99']:.1f} ({entry['question']['cpu']['p50']:.1f}), its search {entry['search']['cpu']['p50']:.1f} CPU · index in {entry['index, seconds (encoding scaled)']} s ({entry['encoded for real']} of {entry['chunks']} chunks encoded, the rest scaled) · peak {entry['memory']['peak']} MB")
    if "startup" in result:
        head("Start-up, seconds: best / median (CPU)")
        for name, entry in result["startup"].items():
            if "median" in entry:
                lines.append(f"  {name:<14} {entry['best']:.2f} / {entry['median']:.2f} ({entry['cpu']:.2f})")
    for count, entry in result["indexing"].items():
        if count == "profile":
            continue
        head(f"Indexing {count} ten-page reports")
        lines.append(entry["failed"] if "failed" in entry else "\n".join(f"  {name}: {entry[name]}" for name in ("one report alone", "all", "one more", "unchanged file")))
    return "\n".join(lines).strip()


def numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", type=numbers, default=[33, 1000, 10000], help="corpus sizes in resolutions")
    parser.add_argument("--reports", type=numbers, default=[100], help="numbers of PDF reports to index")
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--encode", type=int, default=60, help="chunks that the baseline encodes for real")
    parser.add_argument("--times", type=int, default=3, help="runs of each start-up")
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(PARTS), help=f"parts: {', '.join(PARTS)}")
    parser.add_argument("--json", type=Path, help="file for all figures")
    parser.add_argument("--keep", type=Path, help="folder for the corpora, used again next time")
    parser.add_argument("--draw", nargs=2, type=Path, metavar=("JSON", "SVG"), help="only draw the growth of a finished run")
    options = parser.parse_args()
    if options.draw:
        from plot import draw

        options.draw[1].write_text(draw(json.loads(options.draw[0].read_text(encoding="utf-8"))), encoding="utf-8")
        return 0
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        print(table(run(options, options.keep)))
    else:
        with tempfile.TemporaryDirectory() as folder:
            print(table(run(options, Path(folder))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
