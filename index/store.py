"""The data folder: generations of the index, the pointer to the one that answers, and its vectors in Chroma.

The only module that knows chromadb. Layout of the data folder:

    current.json             the pointer, replaced atomically: which generation answers, by which model and analysis
    generations/<name>/      reports.jsonl, vectors.npy, lexical/ of one generation
    chroma/                  Chroma's own files, one collection per generation (or a server, by ASMK_CHROMA)
    files/<sha256>.pdf       the reports as they came; beside each a .txt with the file's own name, and the corrections of what was read:
                             .beigelegt.yaml came with the report, .yaml is the page's own
    index.lock               held by the one writer
"""

import json
import os
import shutil
import socket
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlparse

import numpy as np

from index.errors import AsmkError, IndexLocked, IndexMismatch, IndexMissing
from index.types import ANALYSIS_VERSION, Report, report_from_dict, report_to_dict

_BATCH = 4000  # records per call; Chroma's own limit is a little above 5,000
MAPPED_FROM = 256 * 1024 * 1024  # bytes
KEEP_OLD = 1  # finished generations kept beside the current one, for readers that still have them open


@dataclass(frozen=True)
class Pointer:
    """What ``current.json`` says."""

    generation: str
    model: str
    revision: str
    dimension: int
    analysis: int
    automatic_samples: bool = False  # the sample reports were put in by the program, not by a person


def pdf_path(data: Path, sha256: str) -> Path:
    """Where the PDF with this checksum is kept."""
    return data / "files" / f"{sha256}.pdf"


def given_corrections(data: Path, sha256: str) -> Path:
    """Where the corrections that came beside a PDF are kept."""
    return data / "files" / f"{sha256}.beigelegt.yaml"


def own_corrections(data: Path, sha256: str) -> Path:
    """Where the corrections that were made on the page are kept."""
    return data / "files" / f"{sha256}.yaml"


def read_pointer(data: Path) -> Pointer | None:
    """The pointer, or None where there is no index yet."""
    try:
        return Pointer(**json.loads((data / "current.json").read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:
        raise IndexMissing("Der Wegweiser des Index (current.json) ist unlesbar; bitte bauen Sie den Index neu: asmk index --rebuild") from error


def check(pointer: Pointer, identity: dict) -> None:
    """Refuse an index made by another model or text analysis (rule 3 of the design). Raises IndexMismatch."""
    if pointer.analysis != ANALYSIS_VERSION:
        raise IndexMismatch(
            f"Der Index stammt von einer anderen Programmversion (Textanalyse {pointer.analysis}, jetzt {ANALYSIS_VERSION}); bitte bauen Sie ihn neu: asmk index --rebuild"
        )
    if (pointer.revision, pointer.dimension) != (identity["revision"], identity["dimension"]):
        raise IndexMismatch(
            f"Der Index wurde mit dem Sprachmodell „{pointer.model}“ ({pointer.revision}) gebaut, eingestellt ist „{identity['model']}“ ({identity['revision']}); "
            "bitte stellen Sie das alte Modell ein oder bauen Sie den Index neu: asmk index --rebuild"
        )


@contextmanager
def write_lock(data: Path):
    """Hold the one right to write; raises IndexLocked with who holds it."""
    from filelock import FileLock, Timeout

    data.mkdir(parents=True, exist_ok=True)
    lock, holder = FileLock(data / "index.lock"), data / "index.lock.holder"
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        who = holder.read_text(encoding="utf-8") if holder.is_file() else "ein anderer Prozess"
        raise IndexLocked(f"Der Index wird gerade geschrieben ({who}); bitte warten Sie, bis der Vorgang beendet ist.") from error
    try:
        holder.write_text(f"Prozess {os.getpid()} auf {socket.gethostname()}, seit {datetime.now():%d.%m.%Y %H:%M}", encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def client(data: Path, server: str | None = None):
    """A Chroma client: the embedded database in the data folder, or the server named by ``server`` (http://host:port)."""
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if server:
        address = urlparse(server)
        try:
            return chromadb.HttpClient(host=address.hostname or "localhost", port=address.port or 8000, ssl=address.scheme == "https", settings=settings)
        except Exception as error:
            raise AsmkError(f"Der Chroma-Server {server} antwortet nicht; bitte starten Sie ihn oder lassen Sie ASMK_CHROMA weg.") from error
    (data / "chroma").mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(path=str(data / "chroma"), settings=settings)


def write_generation(data: Path, server: str | None, reports: list[Report], vectors: np.ndarray, identity: dict, build_lexical, automatic_samples: bool) -> Pointer:
    """Write a whole new generation and then move the pointer to it; until that moment readers see the old one.

    ``vectors`` has one row per resolution and per passage, in the order of :func:`rows`. ``build_lexical(folder)``
    writes the lexical index.
    """
    name = f"{datetime.now():%Y%m%d-%H%M%S-%f}-{os.getpid()}"
    folder = data / "generations" / name
    folder.mkdir(parents=True)
    chroma = client(data, server)
    try:
        with (folder / "reports.jsonl").open("w", encoding="utf-8") as file:
            for report in reports:
                file.write(json.dumps(report_to_dict(report), ensure_ascii=False) + "\n")
        np.save(folder / "vectors.npy", vectors.astype(np.float32))
        build_lexical(folder / "lexical")
        collection = chroma.create_collection(f"asmk-{name}", embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 200}}, metadata={**identity, "analysis": ANALYSIS_VERSION})
        records = rows(reports)
        for start in range(0, len(records), _BATCH):
            part = records[start : start + _BATCH]
            collection.add(
                ids=[record for record, _ in part],
                embeddings=vectors[start : start + len(part)].astype(np.float32),
                metadatas=[{"resolution": resolution} for _, resolution in part],
            )
        pointer = Pointer(name, identity["model"], identity["revision"], identity["dimension"], ANALYSIS_VERSION, automatic_samples)
        write_text(data / "current.json", json.dumps(pointer.__dict__, indent=1))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        _drop(chroma, f"asmk-{name}")
        raise
    _clean_up(data, chroma, name)
    return pointer


def rows(reports: list[Report]) -> list[tuple[str, str]]:
    """(record id, resolution id) of every vector: the resolution as a whole, then each of its passages."""
    return [
        (resolution.id if number < 0 else f"{resolution.id}#{number}", resolution.id)
        for report in reports
        for resolution in report.resolutions
        for number in range(-1, len(resolution.passages))
    ]


def read_reports(data: Path, pointer: Pointer) -> list[Report]:
    """The reports of a generation."""
    path = data / "generations" / pointer.generation / "reports.jsonl"
    try:
        with path.open(encoding="utf-8") as file:
            return [report_from_dict(json.loads(line)) for line in file]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexMissing("Der Index ist beschädigt; bitte bauen Sie ihn neu: asmk index --rebuild") from error


def read_vectors(data: Path, pointer: Pointer) -> np.ndarray:
    """The vectors of a generation, in the order of :func:`rows`; a large table stays on disk and is mapped."""
    path = data / "generations" / pointer.generation / "vectors.npy"
    try:
        return np.load(path, mmap_mode="r" if path.stat().st_size > MAPPED_FROM else None)
    except (OSError, ValueError) as error:
        raise IndexMissing("Der Index ist beschädigt; bitte bauen Sie ihn neu: asmk index --rebuild") from error


def open_collection(data: Path, server: str | None, pointer: Pointer):
    """The Chroma collection of a generation; raises IndexMissing where it is gone."""
    try:
        return client(data, server).get_collection(f"asmk-{pointer.generation}", embedding_function=None)
    except AsmkError:
        raise
    except Exception as error:
        raise IndexMissing("Der Vektorindex fehlt oder ist beschädigt; bitte bauen Sie ihn neu: asmk index --rebuild") from error


def nearest(collection, vector: np.ndarray, count: int, size: int) -> list[str]:
    """Ids of the resolutions whose whole or passage vectors lie nearest to ``vector`` (shape (d,)), nearest first, distinct.

    ``size``: number of records in the collection; more than it holds cannot be asked for.
    """
    if size == 0:
        return []
    found = collection.query(query_embeddings=vector[None, :], n_results=min(count, size), include=[])
    return list(dict.fromkeys(record.split("#")[0] for record in found["ids"][0]))  # see rows(): "id" or "id#passage"


def write_text(path: Path, content: str) -> None:
    """Write a file as a whole or not at all. Raises OSError."""
    temporary = path.with_suffix(f".{os.getpid()}.new")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def _clean_up(data: Path, chroma, current: str) -> None:
    """Drop generations but the current one and the one before it."""
    names = sorted(folder.name for folder in (data / "generations").iterdir() if folder.name != current)
    for name in names[: len(names) - KEEP_OLD] if KEEP_OLD else names:
        shutil.rmtree(data / "generations" / name, ignore_errors=True)
        _drop(chroma, f"asmk-{name}")


def _drop(chroma, collection: str) -> None:
    try:
        chroma.delete_collection(collection)
    except Exception:  # it was never made, or is gone already: both are what we want
        pass
