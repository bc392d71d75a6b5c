"""Is the data folder sound? Every part is looked at: pointer, index, kept PDFs, quotes, vectors, corrections, lock, disk.

:func:`examine` changes nothing. :func:`repair` builds anew what can be built from the kept PDFs and deletes what is left over.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from index import archive, build, corrections, embed, lexical, search, store
from index.clean import clean, letters
from index.corrections import CorrectionError
from index.errors import AsmkError, IndexMismatch, ReportError
from index.types import Report

OK, HINT, ERROR = "ok", "hint", "error"
WORDS = {OK: "In Ordnung", HINT: "Hinweis", ERROR: "Fehler"}
SPARE = 20 * 1024 * 1024  # bytes that an added report may need beside the copy of the index
NAMED = 5  # files that a line names
TRIED = 200  # vectors compared with Chroma, spread over the whole index
_BATCH = 2000  # records asked for at once
_REPAIR = "asmk doctor --repair"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Finding:
    """One German line on one check: "ok", "hint" (answers are right all the same) or "error"; what repairs it: "rebuild", "sweep", or None for a person."""

    check: str
    level: str
    text: str
    repair: str | None = None


def examine(data: Path, model: str | None = None, server: str | None = None, progress: Progress | None = None) -> list[Finding]:
    """Look at everything in the data folder; nothing is changed. ``progress(done, total, name)`` is called per report read."""
    found = [_lock(data), _disk(data)]
    try:
        pointer = store.read_pointer(data)
    except AsmkError:
        return [*found, Finding("Wegweiser", ERROR, f"current.json ist unlesbar; {_REPAIR} baut den Index aus den aufbewahrten PDF-Dateien neu.", "rebuild")]
    if pointer is None:
        if any((data / "files").glob("*.pdf")):
            return [*found, Finding("Wegweiser", ERROR, f"current.json fehlt, aufbewahrte PDF-Dateien sind da; {_REPAIR} baut den Index daraus neu.", "rebuild")]
        return [*found, Finding("Wegweiser", HINT, "Es gibt noch keinen Index; nehmen Sie Berichte auf: asmk index ORDNER")]
    made = _making(data, pointer, model)
    found += [Finding("Wegweiser", OK, f"Es gilt der Stand {pointer.generation}."), made]
    if made.level == ERROR:  # what another version or model wrote is not judged; it will be written anew
        return [*found, *_files(data, None), *_left(data, server, pointer)]
    try:
        kept = store.open_archive(data, pointer)
        reports = _whole(kept, pointer)
    except (AsmkError, OSError, ValueError, KeyError, TypeError, IndexError):
        found.append(Finding("Index", ERROR, f"Der Index ist beschädigt; {_REPAIR} baut ihn aus den aufbewahrten PDF-Dateien neu.", "rebuild"))
        return [*found, *_files(data, None), *_left(data, server, pointer)]
    found.append(Finding("Index", OK, f"{len(reports)} Berichte, {len(kept.ids)} Beschlüsse, {len(kept.vectors)} Vektoren."))
    found += [*_files(data, reports), _quotes(data, reports, progress), _collection(data, server, pointer, kept), *_corrections(data, reports), *_left(data, server, pointer)]
    return found


def repair(findings: list[Finding], data: Path, model: str | None = None, server: str | None = None, progress: Progress | None = None) -> list[str]:
    """Mend what the findings of :func:`examine` say can be mended; German sentences on what was done. Raises AsmkError."""
    wanted = {finding.repair for finding in findings}
    done: list[str] = []
    if "rebuild" in wanted:
        if any(finding.check == "PDF-Dateien" and finding.level == ERROR for finding in findings):
            raise AsmkError("Der Index muss neu gebaut werden, aber aufbewahrte PDF-Dateien fehlen oder sind beschädigt; bitte geben Sie diese Berichte mit an, sonst fehlen sie danach: asmk index --rebuild DATEI …")
        results = build.index_files([], data, embed.load(model, data), server, rebuild=True, progress=progress)
        done += ["Der Index ist neu gebaut.", *(result.message or result.file for result in results if result.status == "refused")]
    if wanted & {"rebuild", "sweep"}:
        with store.write_lock(data):
            pointer = store.read_pointer(data)
            if pointer:
                build.forget(data, store.read_reports(data, pointer))
                store.sweep(data, server, pointer.generation)
        done.append("Übriggebliebenes ist gelöscht.")
    return done or ["Es gibt nichts, was sich von selbst instand setzen lässt."]


def _lock(data: Path) -> Finding:
    held, who = store.lock_holder(data)
    if held:
        return Finding("Sperre", HINT, f"Der Index wird gerade geschrieben ({who or 'ein anderer Prozess'}); prüfen Sie danach noch einmal.")
    if who:
        return Finding("Sperre", HINT, f"Ein Vorgang wurde abgebrochen ({who}); seine Sperre gilt nicht mehr. Nehmen Sie die Berichte noch einmal auf, falls welche fehlen.", "sweep")
    return Finding("Sperre", OK, "Niemand schreibt gerade.")


def _disk(data: Path) -> Finding:
    there = next(folder for folder in (data, *data.absolute().parents) if folder.exists())
    free = shutil.disk_usage(there).free
    sizes = {folder: sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) for folder in (data / "generations").glob("*")}
    needed = max(sizes.values(), default=0) * 2 + SPARE  # a new generation, and as much again in Chroma
    if free < needed:
        return Finding("Speicherplatz", ERROR, f"Nur {_megabytes(free)} MB frei, das nächste Aufnehmen braucht bis zu {_megabytes(needed)} MB; bitte schaffen Sie Platz. Gefragt werden kann weiter.")
    return Finding("Speicherplatz", OK, f"{_megabytes(free)} MB frei.")


def _making(data: Path, pointer: store.Pointer, model: str | None) -> Finding:
    try:
        store.check(pointer, embed.load(model, data).identity)
    except IndexMismatch as error:
        return Finding("Programm und Modell", ERROR, str(error), "rebuild")
    except AsmkError as error:
        return Finding("Programm und Modell", ERROR, str(error))
    return Finding("Programm und Modell", OK, f"Sprachmodell „{pointer.model}“ ({pointer.revision}), Textanalyse {pointer.analysis}.")


def _whole(kept: archive.Archive, pointer: store.Pointer) -> list[Report]:
    """The reports of an archive, each of its files read to the end. Raises what :class:`archive.Archive` raises, and IndexError, IndexMissing."""
    words = lexical.open_index(kept.folder / "lexical")
    frames = sum(len(report.frame) for report in kept.reports)
    if (words.texts.size, words.titles.size, words.marks.size, words.frames.size) != (len(kept.ids),) * 3 + (frames,):
        raise ValueError("the words do not fit the reports")
    if len(kept.ids) and (kept.vectors.shape[1] != pointer.dimension or not np.isfinite(kept.vectors).all()):
        raise ValueError("the vectors do not fit the model")
    store.read_collection(kept.folder)
    for place, resolution in enumerate(kept.resolutions):
        rows = kept.first_row[place + 1] - kept.first_row[place]
        if resolution.id != kept.ids[place] or rows != 1 + len(resolution.passages):
            raise ValueError("resolutions and vectors do not fit together")
    for report in kept.reports:
        if len(report.page_letters) != len(report.page_starts) or any(not 0 <= r.start < r.end <= len(report.text) for r in report.resolutions):
            raise ValueError("a report's parts do not fit together")
    return kept.reports


def _files(data: Path, reports: list[Report] | None) -> list[Finding]:
    """The kept PDFs: none missing, none changed, none over. Without reports, which are not known then, each by its own name."""
    there = [(_own_name(path), path.stem) for path in sorted((data / "files").glob("*.pdf"))]
    wanted = there if reports is None else [(report.file, report.sha256) for report in reports]
    missing = [file for file, sha256 in wanted if not store.pdf_path(data, sha256).is_file()]
    changed = [file for file, sha256 in wanted if file not in missing and build.checksum(store.pdf_path(data, sha256)) != sha256]
    found = []
    if missing:
        found.append(Finding("PDF-Dateien", ERROR, f"{_named(missing)} fehlt im Ordner files; bitte nehmen Sie die Datei noch einmal auf: asmk index DATEI"))
    if changed:
        found.append(Finding("PDF-Dateien", ERROR, f"{_named(changed)} ist nicht mehr die Datei, die aufgenommen wurde (andere Prüfsumme); bitte nehmen Sie sie noch einmal auf: asmk index DATEI"))
    found = found or [Finding("PDF-Dateien", OK, f"{len(wanted)} aufbewahrte Dateien sind da und unverändert.")]
    over = sorted({file for file, sha256 in there if sha256 not in {known for _, known in wanted}})
    if over:
        found.append(Finding("PDF-Dateien", HINT, f"{_named(over)} liegt im Ordner files, gehört aber zu keinem Bericht des Index (mehr); {_REPAIR} löscht die Kopie, das nächste Aufnehmen auch.", "sweep"))
    aside = sorted(_own_name(path) for path in (data / build.REFUSED).glob("*.pdf"))
    if aside:
        found.append(Finding("PDF-Dateien", HINT, f"{_named(aside)} ließ sich beim Neubau nicht mehr lesen und liegt im Ordner {build.REFUSED}; nehmen Sie die Datei neu auf, und löschen Sie diese Kopie."))
    return found


def _quotes(data: Path, reports: list[Report], progress: Progress | None) -> Finding:
    """Every sentence that can be quoted, and every word that proves a field, against the PDF, read anew."""
    wrong, unread, count = [], [], 0
    for number, report in enumerate(reports, 1):
        if progress:
            progress(number, len(reports), report.file)
        try:
            pages = [letters(" ".join(page)) for page in clean(build.kept_source(data, report.sha256, report.file).pages).page_lines]
        except ReportError:  # gone or changed: that is said already; what was read then is all there is
            unread.append(report.file)
            pages = list(report.page_letters)
        spans = {(p.start, p.end) for r in (report, *report.resolutions) for p in (report.frame if r is report else r.passages)}
        spans |= {(f.start, f.end) for r in report.resolutions for f in (r.vote, r.outcome, *r.initiators, *r.addressees, *r.mode) if f and f.proved}
        count += len(spans)
        if list(report.page_letters) != pages or not all(_stands(report, start, end, pages) for start, end in spans):
            wrong.append(report.file)
    if wrong:
        return Finding("Zitate", ERROR, f"In {_named(wrong)} steht Gespeichertes nicht so im PDF (solche Zitate werden nicht gezeigt); {_REPAIR} liest die Dateien neu.", "rebuild")
    read = f"; nicht am PDF geprüft: {_named(unread)}" if unread else ""
    return Finding("Zitate", OK if not unread else HINT, f"{count} Stellen stehen so in den PDF-Dateien{read}.")


def _stands(report: Report, start: int, end: int, pages: list[str]) -> bool:
    """Whether the letters of a span stand on its pages."""
    bounds = list(pairwise([*report.page_starts, len(report.text)]))
    return 0 <= start < end <= len(report.text) and all(
        letters(report.text[max(start, first) : min(end, after)]) in pages[page - 1] for page in range(report.page_of(start), report.page_of(end - 1) + 1) for first, after in [bounds[page - 1]]
    )


def _collection(data: Path, server: str | None, pointer: store.Pointer, kept: archive.Archive) -> Finding:
    """The Chroma collection against the archive: every record is there, and vectors tried here and there are the same."""
    needed = len(kept.vectors) > search.EXACT_ROWS
    level, told = (ERROR, "") if needed else (HINT, " Dieser kleine Index antwortet auch ohne sie.")
    where = f"auf {server}" if server else "im Datenordner"
    if not server and not (data / "chroma").is_dir():
        return Finding("Vektordatenbank", level, f"Der Ordner chroma fehlt; {_REPAIR} legt ihn neu an.{told}", "rebuild")
    try:
        collection = store.open_collection(data, server, pointer)
        held = set(store.read_collection(kept.folder).holds)
        rows = [row for report in kept.reports if report.id in held for row in range(*kept.first_row[list(kept.span(report))])]
        ids = [record for record, _ in store.records_of(kept)]
        there = sum(len(collection.get(ids=[ids[row] for row in rows[start : start + _BATCH]], include=[])["ids"]) for start in range(0, len(rows), _BATCH))
        tried = rows[:: max(1, len(rows) // TRIED)]
        vectors = collection.get(ids=[ids[row] for row in tried], include=["embeddings"]) if tried else {"ids": [], "embeddings": []}
    except AsmkError as error:
        if "antwortet nicht" in str(error):
            return Finding("Vektordatenbank", ERROR, str(error))
        return Finding("Vektordatenbank", level, f"Die Sammlung zum Index fehlt {where}; {_REPAIR} legt sie neu an.{told}", "rebuild")
    except Exception:  # whatever Chroma says of a damaged database
        return Finding("Vektordatenbank", level, f"Die Vektordatenbank {where} ist beschädigt; {_REPAIR} legt sie neu an.{told}", "rebuild")
    place = dict(zip((ids[row] for row in tried), tried))
    same = all(np.allclose(kept.vectors[place[record]], vector, atol=1e-5) for record, vector in zip(vectors["ids"], vectors["embeddings"]))
    if there != len(rows) or not same:
        return Finding("Vektordatenbank", level, f"Die Sammlung {where} passt nicht zum Index ({there} statt {len(rows)} Einträge{'' if same else ', andere Vektoren'}); {_REPAIR} legt sie neu an.{told}", "rebuild")
    return Finding("Vektordatenbank", OK, f"{there} Einträge {where} passen zum Index.")


def _corrections(data: Path, reports: list[Report]) -> list[Finding]:
    """The files of corrections: readable, and every entry still names a resolution."""
    found, count = [], 0
    for report in reports:
        for path, origin in ((store.given_corrections(data, report.sha256), "aus der Datei neben dem Bericht"), (store.own_corrections(data, report.sha256), "von der Seite")):
            try:
                read = corrections.read(path, f"Berichtigungen zu {report.file}, {origin}")
            except CorrectionError as error:
                found.append(Finding("Berichtigungen", ERROR, f"{error} Die Datei heißt {path.name} und liegt im Ordner files; danach: asmk index --rebuild"))
                continue
            count += len(read.report) + len(read.resolutions)
            stale = [f"Nr. {entry.number} „{entry.anchor}“" for entry in read.resolutions if corrections.place_of(report, entry) is None]
            if stale:
                found.append(Finding("Berichtigungen", HINT, f"{report.file}, {origin}: {_named(stale)} passt zu keinem Beschluss mehr und gilt nicht; bitte berichtigen Sie neu."))
    return found or [Finding("Berichtigungen", OK, f"{count} Einträge passen.")]


def _left(data: Path, server: str | None, pointer: store.Pointer) -> list[Finding]:
    """What killed processes left behind."""
    if store.lock_holder(data)[0]:
        return []  # what is being written looks like a left-over
    parts = []
    if folders := store.leftovers(data, pointer.generation):
        parts.append(f"{len(folders)} unfertige oder alte Stände")
    try:
        stray = store.stray_collections(data, server) if server or (data / "chroma").is_dir() else []
    except Exception:  # the line on the database says so
        stray = []
    if stray and not server:
        parts.append(f"{len(stray)} Sammlungen der Vektordatenbank")
    if files := store.half_written(data):
        parts.append(f"{len(files)} halb geschriebene Dateien")
    found = [Finding("Übriggebliebenes", HINT, f"{', '.join(parts)} von abgebrochenen Vorgängen; {_REPAIR} löscht sie, das nächste Aufnehmen auch.", "sweep")] if parts else []
    if stray and server:
        found.append(Finding("Übriggebliebenes", HINT, f"{len(stray)} Sammlungen auf {server} gehören nicht zu diesem Datenordner; gehören sie auch zu keinem anderen, löschen Sie sie dort ({_named(stray)})."))
    return found or [Finding("Übriggebliebenes", OK, "Nichts.")]


def _own_name(path: Path) -> str:
    name = path.with_suffix(".txt")
    return name.read_text(encoding="utf-8") if name.is_file() else path.name


def _named(names: list[str]) -> str:
    return ", ".join(names[:NAMED]) + (f" und {len(names) - NAMED} weitere" if len(names) > NAMED else "")


def _megabytes(size: int) -> int:
    return size // (1024 * 1024)
