"""How long questions take on one index: opening, latency by kind of question, many askers at once, memory, profile.

Run by bench.py in a process of its own, so that the memory is that of one index:

    python tests/benchmarks/asking.py DATA --resolutions N [--questions 300] [--profile]     one JSON object on stdout
"""

import argparse
import cProfile
import json
import os
import pstats
import sys
import threading
import time
from pathlib import Path

from corpus import ROOT, SEED, questions

import numpy as np

ASKERS = 20
COMPARED = 400  # reports up to which comparisons are asked
LISTS = (
    "Welche Beschlüsse waren nur mehrheitlich?", "Welche Beschlüsse wurden einstimmig gefasst?", "Alles zum Thema Rente", "Was hat Bremen beantragt?", "Wie viele Beschlüsse gibt es zur Pflege?",
    "Welche Anträge richten sich an die Bundesregierung?", "Welche Beschlüsse gibt es zum Mindestlohn?", "Alle Beschlüsse zur Hitze",
)
COMPARISONS = ("Was hat sich beim Mindestlohn seit 2020 verändert?", "Hat sich die Haltung zur Kurzarbeit im Vergleich zum Vorjahr geändert?")
FOLLOW_UPS = (("Was fordert die ASMK zum Pflegegeld?", "Wer hat das beantragt?", "Und warum?", "Mehr dazu"), ("Mindestlohn", "Wie wurde abgestimmt?", "Auf welcher Seite steht das?"))


def note(*words) -> None:
    """Where the measuring is, on stderr."""
    print(time.strftime("%H:%M:%S"), *words, file=sys.stderr, flush=True)


def percentiles(seconds: list[float]) -> dict:
    """n, p50, p99 and the largest, in milliseconds."""
    values = np.asarray(seconds) * 1000
    return {"n": len(seconds)} | ({"p50": round(float(np.percentile(values, 50)), 2), "p99": round(float(np.percentile(values, 99)), 2), "max": round(float(values.max()), 2)} if len(values) else {})


def memory() -> dict:
    """Megabytes: the peak of this process, and what is now in its own pages and in pages of files it maps."""
    status = Path("/proc/self/status")
    if status.is_file():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        return {name: int(lines[key].split()[0]) // 1024 for name, key in (("peak", "VmHWM"), ("own", "RssAnon"), ("mapped", "RssFile"))}
    import resource

    return {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1 << 10)}


class Stopwatch:
    """Wall and CPU time of calls; CPU time is that of the whole process, so that other work on the machine does not show in it."""

    def __init__(self):
        self.wall: list[float] = []
        self.cpu: list[float] = []

    def __call__(self, function, *arguments, **named):
        cpu, wall = time.process_time(), time.perf_counter()
        result = function(*arguments, **named)
        self.wall.append(time.perf_counter() - wall)
        self.cpu.append(time.process_time() - cpu)
        return result

    @property
    def result(self) -> dict:
        return {**percentiles(self.wall), "cpu": percentiles(self.cpu)}


def asked(count: int, resolutions: int) -> list[str]:
    """Questions about a matter: three parts of the evaluation sets', one part made from the corpus's own titles; a fixed shuffle.

    Lists, counts and comparisons among them are left out; they grow with what they list and are measured apart.
    """
    import random

    from assistant.query import understand
    from assistant.types import Filters

    known = [json.loads(line)["q"] for path in sorted((ROOT / "tests" / "evaluation").glob("asmk-*-bericht-*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    random.Random(SEED).shuffle(known)
    made = questions(resolutions, count // 4)
    known = [text for text in known if understand(text, Filters(), frozenset(), frozenset()).intent not in ("list", "count", "compare")]
    mixed = known[: count - len(made)] + made
    random.Random(SEED).shuffle(mixed)
    return mixed


def filter_sets(engine) -> dict:
    """Filters of every kind with how many resolutions they leave, narrow and broad, drawn from the index."""
    from assistant.types import Filters

    reports = list(engine.reports.values())
    some = [reports[len(reports) * part // 4] for part in range(4)] if len(reports) > 3 else reports
    return {
        "report": [Filters(report=report.id) for report in some],
        "conference": [Filters(conference=int(report.conference.value)) for report in some],
        "year": [Filters(year=report.year) for report in some],
        "vote": [Filters(vote=vote) for vote in ("einstimmig", "mehrheitlich", "ohne Angabe")],
        "topic": [Filters(topic=topic) for topic in ("Pflege", "Rente", "Wohnen", "Digitalisierung")],
        "mover": [Filters(mover=land) for land in ("Bremen", "Bayern", "Sachsen", "Hessen")],
        "vote + topic": [Filters(vote="einstimmig", topic="Pflege"), Filters(vote="mehrheitlich", topic="Rente")],
    }


def latency(engine, texts: list[str]) -> dict:
    """Per kind of question: wall and CPU time of Engine.ask. Each question is asked once and was not asked before."""
    from assistant.types import Conversation

    plain, filtered, first, lists, comparisons, follow_ups = (Stopwatch() for _ in range(6))
    by_filter = {}
    half = len(texts) // 2
    for text in texts[:half]:
        plain(engine.ask, text)
    note("plain", plain.result)
    kinds = filter_sets(engine)
    for name, choices in kinds.items():  # what a filter leaves is looked up once and kept
        for filters in choices:
            first(engine.ask, "Was wurde zur Pflege beschlossen?", filters=filters)
    for number, text in enumerate(texts[half:]):
        name = list(kinds)[number % len(kinds)]
        filters = kinds[name][number // len(kinds) % len(kinds[name])]
        watch = by_filter.setdefault(name, Stopwatch())
        watch(engine.ask, text, filters=filters)
        filtered.wall.append(watch.wall[-1])
        filtered.cpu.append(watch.cpu[-1])
    note("follow-ups, lists, comparisons")
    for turns in FOLLOW_UPS:
        conversation = Conversation()
        _, conversation = engine.ask(turns[0], conversation)
        for text in turns[1:]:
            _, conversation = follow_ups(engine.ask, text, conversation)
    for text in LISTS:
        lists(engine.ask, text)
    for text in COMPARISONS if len(engine.reports) <= COMPARED else ():  # a search in every report: minutes beyond that
        comparisons(engine.ask, text)
    found = {"plain": plain, "filtered": filtered, "first use of a filter": first, "list or count": lists, "comparison": comparisons, "follow-up": follow_ups}
    return {name: watch.result for name, watch in found.items()} | {"by filter": {name: watch.result for name, watch in by_filter.items()}}


def search_alone(engine, texts: list[str]) -> dict:
    """The search without understanding and quotes, beside an exact product with every vector of the index (the floor)."""
    from index.search import query_terms, search

    search_watch, scan, embed_watch = Stopwatch(), Stopwatch(), Stopwatch()
    vectors = np.asarray(engine.index.vectors)
    np.asarray(vectors[::64]).sum()  # pages of a mapped table into memory, as they are in use
    for text in texts:
        vector = embed_watch(engine.embedder.queries, [text])[0]
        search_watch(lambda: search(engine.index, vector, query_terms(engine.index, text)))

    def exact(vector):
        values = vectors @ vector
        best = np.argpartition(-values, min(10, len(values) - 1))[:10]
        return best[np.argsort(-values[best])]

    for text in texts[:40]:
        scan(exact, engine.embedder.queries([text])[0])
    return {"search": search_watch.result, "exact scan": scan.result, "embed question": embed_watch.result}


def at_once(engine, texts: list[str], askers: int, each: int) -> dict:
    """``askers`` threads on one engine, each asking ``each`` questions one after the other."""
    waits: list[float] = []
    gate = threading.Barrier(askers + 1)
    failed: list[str] = []

    def ask(number: int) -> None:
        gate.wait()
        for turn in range(each):
            began = time.perf_counter()
            try:
                engine.ask(texts[(number * each + turn) % len(texts)])
            except Exception as error:  # a thread's error would else be lost
                failed.append(repr(error))
            waits.append(time.perf_counter() - began)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(askers)]
    for thread in threads:
        thread.start()
    gate.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return {"askers": askers, "per second": round(askers * each / (time.perf_counter() - began), 1), **percentiles(waits), "failed": failed[:3]}


def profile(engine, texts: list[str], count: int = 14) -> list[dict]:
    """The functions in which questions spend most time themselves, milliseconds a question, by cProfile."""
    profiler = cProfile.Profile()
    profiler.enable()
    for text in texts:
        engine.ask(text)
    profiler.disable()
    return top(profiler, len(texts), count)


def top(profiler: cProfile.Profile, parts: int, count: int) -> list[dict]:
    """The entries of a profile by own time, with the cumulative time too; milliseconds per part."""
    found = pstats.Stats(profiler).stats
    rows = [
        {"where": f"{Path(file).parent.name}/{Path(file).name}:{line} {name}" if line else name, "calls": round(calls / parts, 2), "own": round(own * 1000 / parts, 3), "all": round(cumulative * 1000 / parts, 3)}
        for (file, line, name), (_, calls, own, cumulative, _) in found.items()
    ]
    own = sorted(rows, key=lambda row: -row["own"])[:count]
    ours = sorted((row for row in rows if row["where"].startswith(("index/", "assistant/"))), key=lambda row: -row["all"])[:count]
    return [{"by": "own", **row} for row in own] + [{"by": "cumulative", **row} for row in ours]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--resolutions", type=int, required=True)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()

    from assistant.engine import Engine
    from assistant.settings import Settings
    from index import embed

    load, opening = Stopwatch(), Stopwatch()
    embedder = load(embed.load)
    before = memory()
    engine = opening(Engine, Settings(data=options.data), embedder)
    opened = memory()
    texts = asked(options.questions, options.resolutions)
    for text in ("Was fordert die ASMK zur Rente?", "Mindestlohn", "Wer zahlt das Pflegegeld?"):  # not part of the measured ones
        engine.ask(text)
    note("opened", opening.result["p50"], memory())
    result = {
        "resolutions": len(engine.index.resolutions), "records": len(engine.index.vectors), "reports": len(engine.reports), "load model": load.result, "open": opening.result, "load average": os.getloadavg()[0],
        "latency": latency(engine, texts), "memory": {"model loaded": before, "opened": opened, "after questions": memory()},
        "alone": search_alone(engine, texts[: min(100, len(texts))]),
    }
    note("many askers")
    quick = texts[: max(40, len(texts) // 2)]
    each = max(2, len(quick) // ASKERS)
    result["one asker"] = at_once(engine, quick, 1, min(len(quick), 60))
    result["many askers"] = at_once(engine, quick, ASKERS, each)
    result["memory"]["at the end"] = memory()
    if options.profile:
        result["profile"] = profile(engine, texts[: min(60, len(texts))])
    json.dump(result, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
