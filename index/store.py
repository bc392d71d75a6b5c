"""The data folder: generations of the index, the pointer to the one that answers, and its vectors in Chroma.

The only module that knows chromadb. Layout of the data folder:

    current.json             the pointer, replaced atomically: which generation answers, by which model and analysis
    generations/<name>/      one generation: its reports and vectors (archive.py), lexical/, collection.json
    chroma/                  Chroma's own files, one collection per whole build (or a server, by ASMK_CHROMA)
    files/<sha256>.pdf       the reports as they came; beside each a .txt with the file's own name, and the corrections of what was read:
                             .beigelegt.yaml came with the report, .yaml is the page's own
    index.lock               held by the one writer
"""

import json
import os
import shutil
import socket
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlparse

import numpy as np

from index import archive, lexical
from index.errors import AsmkError, IndexLocked, IndexMismatch, IndexMissing
from index.types import ANALYSIS_VERSION, Report, Resolution

_BATCH = 4000  # records per call; Chroma's own limit is a little above 5,000
LOOSE = 20_000  # rows that may lie outside the collection: looked through one by one, they cost a question some milliseconds
_OWN = "own-collection"  # a file in a generation that made a collection of its own
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


def lock_holder(data: Path) -> tuple[bool, str | None]:
    """Whether somebody writes at this moment, and what the holder's note says (it stays behind when a writer is killed)."""
    from filelock import FileLock, Timeout

    note = data / "index.lock.holder"
    who = note.read_text(encoding="utf-8") if note.is_file() else None
    if not (data / "index.lock").is_file():
        return False, who
    lock = FileLock(data / "index.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True, who
    lock.release()
    return False, who


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


def write_generation(
    data: Path, server: str | None, reports: list[Report], embed: Callable[[Report], np.ndarray], identity: dict, entry: Callable[[Report, Resolution], lexical.Entry], automatic_samples: bool
) -> Pointer:
    """Write a whole new generation and then move the pointer to it; until that moment readers see the old one.

    Reports that :func:`read_reports` gave are copied from their generation; only the others are embedded (``embed``:
    one row for each resolution, then each of its passages) and taken into the words (``entry``). The copied ones are
    not written into Chroma again either, see :func:`_kept_collection`.
    """
    name = f"{datetime.now():%Y%m%d-%H%M%S-%f}-{os.getpid()}"
    folder = data / "generations" / name
    folder.mkdir(parents=True)
    chroma = None
    try:
        archive.write(folder, reports, embed, identity["dimension"])
        _write_lexical(folder, reports, entry)
        written = archive.Archive(folder)
        collection = _kept_collection(reports, written)
        if collection is None:
            collection = Collection(f"asmk-{name}", [report.id for report in reports], [report.id for report in reports])
            (folder / _OWN).touch()
            try:
                chroma = client(data, server)
                _write_collection(chroma, collection.name, written, identity)
            except AsmkError:
                raise
            except Exception as error:  # Chroma has many kinds, and no one of its own for a full disk
                raise AsmkError("Die Vektordatenbank lässt sich nicht schreiben; bitte prüfen Sie Platz und Rechte im Datenordner. Der bisherige Index gilt weiter.") from error
        (folder / "collection.json").write_text(json.dumps(collection.__dict__), encoding="utf-8")
        pointer = Pointer(name, identity["model"], identity["revision"], identity["dimension"], ANALYSIS_VERSION, automatic_samples)
        write_text(data / "current.json", json.dumps(pointer.__dict__, indent=1))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if chroma:
            _drop(chroma, f"asmk-{name}")
        raise
    _clean_up(data, server, name)
    return pointer


def _write_lexical(folder: Path, reports: list[Report], entry: Callable[[Report, Resolution], lexical.Entry]) -> None:
    """The words of all reports: those of the reports that were copied come from the old tables, renumbered."""
    old = next((found for report in reports if (found := archive.kept(report))), None)
    moved = frames_moved = np.zeros(0, dtype=np.int64)
    gone: list[Report] = []
    if old:
        moved = np.full(len(old.ids), -1)
        frame_first = np.cumsum([0, *(len(report.frame) for report in old.reports)])
        frames_moved = np.full(frame_first[-1], -1)
        staying = {report.number for report in reports if archive.kept(report)}
        gone = [report for report in old.reports if report.number not in staying]
    entries, frames = {}, {}
    place = frame = 0
    for report in reports:
        if archive.kept(report):
            first, last = old.span(report)
            moved[first:last] = np.arange(place, place + last - first)
            frames_moved[frame_first[report.number] : frame_first[report.number + 1]] = np.arange(frame, frame + len(report.frame))
            place += last - first
        else:
            entries |= {place + number: entry(report, resolution) for number, resolution in enumerate(report.resolutions)}
            frames |= {frame + number: report.slice(passage) for number, passage in enumerate(report.frame)}
            place += len(report.resolutions)
        frame += len(report.frame)
    lexical.build(
        folder / "lexical", place, entries, frame, frames, old.folder / "lexical" if old else None, moved, frames_moved,
        tuple(entry(report, resolution).text for report in gone for resolution in report.resolutions), tuple(report.slice(passage) for report in gone for passage in report.frame),
    )


@dataclass(frozen=True)
class Collection:
    """A Chroma collection as a generation uses it: the reports that it was made for, and those whose records still count."""

    name: str
    made_for: list[str]
    holds: list[str]


def _kept_collection(reports: list[Report], written: archive.Archive) -> Collection | None:
    """The collection of the generation that the reports were copied from, where it will do for the new one too.

    What is new or changed is not in it; readers look through that row by row, which is quick up to ``LOOSE`` rows. A
    report that has gone must be gone from Chroma too: then, and with more than ``LOOSE`` rows, a new one is due (None).
    """
    old = next((found for report in reports if (found := archive.kept(report))), None)
    if old is None:
        return None
    before = read_collection(old.folder)
    held = set(before.holds) & {report.id for report in reports if archive.kept(report)}
    spans = (written.span(report) for report in written.reports if report.id not in held)
    loose = sum(int(written.first_row[last] - written.first_row[first]) for first, last in spans)
    return None if loose > LOOSE or set(before.made_for) - {report.id for report in reports} else replace(before, holds=sorted(held))


def _write_collection(chroma, name: str, written: archive.Archive, identity: dict) -> None:
    collection = chroma.create_collection(name, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 200}}, metadata={**identity, "analysis": ANALYSIS_VERSION})
    records = records_of(written)
    for start in range(0, len(records), _BATCH):
        part = records[start : start + _BATCH]
        collection.add(ids=[record for record, _ in part], embeddings=np.asarray(written.vectors[start : start + len(part)]), metadatas=[{"resolution": resolution} for _, resolution in part])


def records_of(written: archive.Archive) -> list[tuple[str, str]]:
    """(record's id, resolution's id) of every vector, in the order of the rows."""
    counts = np.diff(written.first_row).tolist()
    return [(id if number < 0 else f"{id}#{number}", id) for id, count in zip(written.ids, counts) for number in range(-1, count - 1)]


def open_archive(data: Path, pointer: Pointer) -> archive.Archive:
    """The reports and vectors of a generation; raises IndexMissing where they are gone or damaged."""
    try:
        found = archive.Archive(data / "generations" / pointer.generation)
        found.vectors
        return found
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexMissing("Der Index ist beschädigt; bitte bauen Sie ihn neu: asmk index --rebuild") from error


def read_reports(data: Path, pointer: Pointer) -> list[Report]:
    """The reports of a generation; their texts and resolutions are read when they are looked at."""
    return open_archive(data, pointer).reports


def read_collection(folder: Path) -> Collection:
    """Which Chroma collection the generation in ``folder`` uses; raises IndexMissing."""
    try:
        return Collection(**json.loads((folder / "collection.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise IndexMissing("Der Index ist beschädigt; bitte bauen Sie ihn neu: asmk index --rebuild") from error


def open_collection(data: Path, server: str | None, pointer: Pointer):
    """The Chroma collection of a generation; raises IndexMissing where it is gone."""
    name = read_collection(data / "generations" / pointer.generation).name
    try:
        return client(data, server).get_collection(name, embedding_function=None)
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
    return list(dict.fromkeys(record.split("#")[0] for record in found["ids"][0]))  # "id" or "id#passage", see _write_collection


def write_text(path: Path, content: str) -> None:
    """Write a file as a whole or not at all. Raises OSError."""
    temporary = path.with_suffix(f".{os.getpid()}.new")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def leftovers(data: Path, current: str) -> list[Path]:
    """Generations that no one needs: unfinished ones, which never answered, and finished ones but the current and the one before it."""
    others = sorted(folder for folder in (data / "generations").glob("*") if folder.name != current)
    finished = [folder for folder in others if (folder / "collection.json").is_file()]
    return [folder for folder in others if folder not in finished[max(0, len(finished) - KEEP_OLD) :]]


def stray_collections(data: Path, server: str | None) -> list[str]:
    """Collections of Chroma that no generation of the data folder made or uses. On a server they may be another folder's."""
    used = {name for folder in (data / "generations").glob("*") for name in _collections(folder)}
    return sorted({found.name for found in client(data, server).list_collections() if found.name.startswith("asmk-")} - used)


def sweep(data: Path, server: str | None, current: str) -> None:
    """Drop what :func:`leftovers` and :func:`stray_collections` name (on a server only the collections of this folder), and what a killed
    process left half-written. Only for who holds the lock."""
    _clean_up(data, server, current)
    for name in stray_collections(data, None) if not server and (data / "chroma").is_dir() else ():
        _drop(client(data), name)
    for path in half_written(data):
        path.unlink(missing_ok=True)


def half_written(data: Path) -> list[Path]:
    """Files that a killed process did not finish writing."""
    return sorted([*data.glob("*.new"), *(data / "files").glob("*.new")])


def _clean_up(data: Path, server: str | None, current: str) -> None:
    """Drop the generations that no one needs, and the collections that none of the others uses."""
    leaving = leftovers(data, current)
    used = {name for folder in (data / "generations").iterdir() if folder not in leaving for name in _collections(folder)}
    unused = {name for folder in leaving for name in _collections(folder)} - used
    chroma = client(data, server) if unused else None
    for name in unused:
        _drop(chroma, name)
    for folder in leaving:
        shutil.rmtree(folder, ignore_errors=True)


def _collections(folder: Path) -> set[str]:
    """The collections that a generation made or uses; an interrupted build has made one and uses none."""
    found = {f"asmk-{folder.name}"} if (folder / _OWN).exists() else set()
    try:
        return found | {read_collection(folder).name}
    except IndexMissing:
        return found


def _drop(chroma, collection: str) -> None:
    try:
        chroma.delete_collection(collection)
    except Exception:  # it was never made, or is gone already: both are what we want
        pass
