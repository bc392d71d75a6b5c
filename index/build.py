"""PDF files into the index: read, cut, embed, store, in one new generation."""

import hashlib
import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Callable

from index import corrections, describe, embed, fields, lexical, store, titles, topics, work
from index.clean import clean, letters
from index.corrections import CorrectionError
from index.errors import AsmkError, IndexMissing, ReportError
from index.marks import marks
from index.read import MAX_BYTES, Source, read_pdf
from index.split import split
from index.types import Report, Resolution

CHANGED = "Die aufbewahrte PDF-Datei ist nicht mehr die, die aufgenommen wurde; bitte nehmen Sie den Bericht noch einmal auf: asmk index DATEI"
NO_CONFERENCE = "Der Bericht nennt keine Arbeits- und Sozialministerkonferenz mit Nummer."
REFUSED = "abgelehnt"  # folder of kept PDFs that a rebuild could not read any more
POOL_FROM = 8  # files from which several processes read: they take half a second to start
SAMPLES = Path(__file__).resolve().parent.parent / "docs" / "reports"
_LAND_CODES = {
    "Baden-Württemberg": "bw", "Bayern": "by", "Berlin": "be", "Brandenburg": "bb", "Bremen": "hb", "Hamburg": "hh", "Hessen": "he", "Mecklenburg-Vorpommern": "mv",
    "Niedersachsen": "ni", "Nordrhein-Westfalen": "nrw", "Rheinland-Pfalz": "rp", "Saarland": "sl", "Sachsen": "sn", "Sachsen-Anhalt": "st", "Schleswig-Holstein": "sh", "Thüringen": "th",
}


Lost = tuple[str, str, str]  # a kept PDF that can no longer be read: its checksum, its own name, why


@dataclass(frozen=True)
class FileResult:
    """What became of one file: "added", "replaced", "corrected", "unchanged", "duplicate" (``report`` is the one kept) or "refused"."""

    file: str
    status: str
    report: Report | None = None
    message: str | None = None


def parse(path: Path, encode: titles.Encode | None = None, sample: bool = False) -> Report:
    """Read and cut one PDF. The id is provisional; ``index_files`` makes it unique. Raises ReportError."""
    return analyse(read_pdf(path), encode, sample)


def analyse(source: Source, encode: titles.Encode | None = None, sample: bool = False) -> Report:
    """Cut a read PDF into frame and resolutions with all fields; ``encode`` helps to choose titles. Raises ReportError."""
    document = clean(source.pages)
    frame, cuts = split(document)
    text = document.text
    if not cuts:
        raise ReportError(source.file, "Darin wurde kein Beschluss gefunden; bitte prüfen Sie, ob dies ein Bericht über eine Arbeits- und Sozialministerkonferenz ist.")
    about = describe.describe(document, frame, source.metadata_title, source.file)
    report_id = _report_id(about, source.file)
    resolutions = []
    for running, (cut, title) in enumerate(zip(cuts, titles.titles(text, cuts, encode)), 1):
        outcome = fields.outcome(text, cut.passages)
        resolutions.append(
            Resolution(
                id=f"{report_id}/{running:02d}",
                report=report_id,
                number=cut.number or str(running),
                title=title,
                start=cut.start,
                end=cut.end,
                passages=cut.passages,
                heading=cut.heading,
                vote=fields.vote(text, cut.passages) or (fields.common_vote(text, frame, cut.number, cut.passages) if about["kind"] == "protokoll" and cut.number and not fields.failed(outcome) else None),
                outcome=outcome,
                initiators=fields.initiators(text, cut.passages),
                # where a motion failed, the conference asks nobody for anything
                addressees=() if fields.failed(outcome) else fields.addressees(text, cut.passages),
                mode=() if fields.failed(outcome) else fields.mode(text, cut.passages),
                topics=topics.topics(text[cut.start : cut.end], f"{title} {cut.heading or ''}"),
            )
        )
    warnings = source.warnings + (() if about["conference"] or about["sister"] else (NO_CONFERENCE,)) + (
        (f"Das ist ein Bericht über eine andere Konferenz ({about['sister']}); seine Beschlüsse werden als deren Beschlüsse gezeigt.",) if about["sister"] else ()
    )
    return Report(
        id=report_id,
        file=source.file,
        sha256=source.sha256,
        text=text,
        page_starts=document.page_starts,
        page_letters=tuple(letters(" ".join(page)) for page in document.page_lines),
        sample=sample,
        warnings=warnings,
        frame=frame,
        resolutions=tuple(resolutions),
        **about,
    )


def preview(path: Path, known: list[Report], embedder: embed.Embedder) -> FileResult:
    """How a file would be cut, and what would become of it beside the ``known`` reports; nothing is kept.

    The report is the file's own; ``message`` is the file name of the known report that is the same or would be replaced. Raises ReportError.
    """
    report = analyse(read_pdf(path), _title_encoder(embedder))
    if same := next((other for other in known if other.sha256 == report.sha256), None):
        return FileResult(path.name, "unchanged" if same.file == path.name else "duplicate", report, same.file)
    old = _replaced(path, report, known)
    return FileResult(path.name, "replaced" if old else "added", report, old.file if old else None)


def index_files(
    paths: list[Path], data: Path, embedder: embed.Embedder, server: str | None = None, rebuild: bool = False, automatic_samples: bool = False,
    progress: Callable[[int, int, str], None] | None = None,
) -> list[FileResult]:
    """Take files and folders of PDFs into the index; what cannot be read is listed and left out, the rest goes in.

    Unchanged files do nothing; a file with a known name and other content replaces that report; known content under
    another name is kept once. ``rebuild`` reads every kept PDF anew; one that is gone or no longer readable is listed as refused. ``progress(done, total, name)`` is called per file.
    Raises AsmkError where nothing can be done at all (no such path, no PDF, index locked or of another model).
    """
    files = _pdf_files(paths) if paths else []
    with store.write_lock(data), _nothing_half_done(data):
        pointer, known, lost = _known(data, rebuild)
        if pointer and not rebuild:
            store.check(pointer, embedder.identity)
        drop_samples = bool(pointer and pointer.automatic_samples and not automatic_samples and files)
        if rebuild and pointer:
            known, lost = _all_again(known, data, embedder, progress)
        sample_sums = _sample_sums()
        results, changed, fresh = [FileResult(file, "refused", None, message) for _, file, message in lost], rebuild or (pointer is None and bool(known)), set()
        held = {report.sha256 for report in known}
        with _cutting([path for path in files if checksum(path) not in held], embedder) as cut:
            for number, path in enumerate(files, 1):
                if progress:
                    progress(number, len(files), path.name)
                try:
                    result = _take(path, data, known, sample_sums, embedder, fresh, cut)
                except (ReportError, CorrectionError) as error:
                    results.append(FileResult(path.name, "refused", None, str(error)))
                    continue
                if result.report and result.status in ("added", "replaced", "corrected"):
                    known = [report for report in known if report.id != result.report.id] + [result.report]
                    if result.status != "corrected":
                        _keep(path, data, result.report.sha256)
                    fresh.add(result.report.id)
                    changed = True
                results.append(result)
        own = any(result.status in ("added", "replaced", "corrected", "unchanged") for result in results)
        if drop_samples and own:
            # Sample reports that a person names stay, and the index is from now on that person's.
            known = [report for report in known if not report.sample or any(result.report and result.report.id == report.id for result in results)]
            changed = True
        if changed:
            still_automatic = bool(rebuild and pointer and pointer.automatic_samples and not files)
            write(data, server, known, embedder, automatic_samples or still_automatic)
            _set_aside(data, {sha256 for sha256, _, _ in lost} - {report.sha256 for report in known})
            forget(data, known)
    return results


def remove(report_id: str, data: Path, embedder: embed.Embedder, server: str | None = None) -> Report:
    """Take a report out of the index and delete its PDF. Raises AsmkError where there is no such report."""
    with store.write_lock(data):
        pointer = store.read_pointer(data)
        known = store.read_reports(data, pointer) if pointer else []
        gone = next((report for report in known if report.id == report_id), None)
        if gone is None:
            raise AsmkError(f"Es gibt keinen Bericht „{report_id}“ im Index; asmk reports zeigt die vorhandenen.")
        store.check(pointer, embedder.identity)
        write(data, server, [report for report in known if report.id != report_id], embedder, pointer.automatic_samples)
        forget(data, [report for report in known if report.id != report_id])
    return gone


def correct(report_id: str, resolution_id: str | None, values: dict | None, data: Path, embedder: embed.Embedder, server: str | None = None) -> Report:
    """Keep a person's corrections of a report, or of one of its resolutions, and write the index with them.

    ``values``: German field names (see index/corrections.py) with the values that shall hold from now on; what equals the
    reading takes a correction back, None takes all of them back. Raises AsmkError, CorrectionError for a value that does not exist; then nothing is changed.
    """
    with store.write_lock(data):
        pointer = store.read_pointer(data)
        known = store.read_reports(data, pointer) if pointer else []
        old = next((report for report in known if report.id == report_id), None)
        if old is None or (resolution_id and resolution_id not in (r.id for r in old.resolutions)):
            raise AsmkError("Diesen Bericht oder Beschluss gibt es nicht mehr; bitte laden Sie die Seite neu.")
        store.check(pointer, embedder.identity)
        path = store.own_corrections(data, old.sha256)
        kept = path.read_bytes() if path.is_file() else None
        plain = _reread(old, data, embedder)
        base = corrections.apply(plain, corrections.read(store.given_corrections(data, old.sha256)))
        edited = corrections.edited(corrections.read(path, f"Berichtigungen zu {old.file}"), base, resolution_id, values)
        try:
            store.write_text(path, corrections.dump(edited)) if edited else path.unlink(missing_ok=True)
            report = _corrected(plain, data)
            write(data, server, [report if other.id == report_id else other for other in known], embedder, pointer.automatic_samples)
        except BaseException:  # the index still is as it was: so must be the file
            path.write_bytes(kept) if kept is not None else path.unlink(missing_ok=True)
            raise
    return report


def build_samples(data: Path, embedder: embed.Embedder, server: str | None = None) -> list[FileResult]:
    """Index the sample reports that come with the program."""
    return index_files([SAMPLES], data, embedder, server, automatic_samples=True)


def document_texts(report: Report) -> list[str]:
    """The texts whose vectors stand for a report, in the order of their rows: each resolution with its title, its passages."""
    texts = []
    for resolution in report.resolutions:
        texts.append(lexical_text(report, resolution))
        texts += [report.slice(passage) for passage in resolution.passages]
    return texts


def lexical_text(report: Report, resolution: Resolution) -> str:
    """What a resolution is found by: its heading, its title and its words."""
    heading = resolution.heading or ""
    title = "" if resolution.title in heading else resolution.title
    return " ".join(part for part in (heading, title, report.slice(resolution)) if part)


def lexical_entry(report: Report, resolution: Resolution) -> lexical.Entry:
    """All that a resolution is found by."""
    return lexical.Entry(lexical_text(report, resolution), f"{resolution.title} {resolution.heading or ''}", marks(report, resolution))


def write(data: Path, server: str | None, reports: list[Report], embedder: embed.Embedder, automatic_samples: bool) -> None:
    """Make these reports the index; those that come from the index itself are not embedded again."""
    store.write_generation(
        data, server, sorted(reports, key=lambda report: report.id), lambda report: embedder.documents(document_texts(report)), embedder.identity, lexical_entry, automatic_samples
    )


def _pdf_files(paths: list[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(file for file in path.rglob("*") if file.suffix.lower() == ".pdf" and file.is_file())
        elif path.is_file():
            files.append(path)
        else:
            raise AsmkError(f"{path}: Diese Datei oder diesen Ordner gibt es nicht; bitte prüfen Sie den Pfad.")
    if not files:
        raise AsmkError(f"{paths[0]}: In diesem Ordner liegt keine PDF-Datei; bitte geben Sie den Ordner mit den Berichten an.")
    return list(dict.fromkeys(file.resolve() for file in files))


@contextmanager
def _nothing_half_done(data: Path):
    """Where a run fails before the pointer has moved, the files that it kept go again."""

    def pointer() -> bytes:
        return (data / "current.json").read_bytes() if (data / "current.json").is_file() else b""

    before, there = pointer(), set((data / "files").glob("*"))
    try:
        yield
    except BaseException:
        if pointer() == before:
            for path in set((data / "files").glob("*")) - there:
                path.unlink(missing_ok=True)
        raise


@contextmanager
def _cutting(paths: list[Path], embedder: embed.Embedder):
    """A function from a path to its report as read: many files by several processes at once, few by this one."""

    def alone(path: Path) -> Report:
        return parse(path, _title_encoder(embedder))

    if len(paths) < POOL_FROM:
        yield alone
        return
    with work.Pool(paths, alone) as pool:
        yield lambda path: pool.cut(path) if path in pool else alone(path)


def checksum(path: Path) -> str:
    """SHA-256 of a file's content, "" of one that is not there or too large to be read at all."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.stat().st_size <= MAX_BYTES else ""
    except OSError:
        return ""


def _take(
    path: Path, data: Path, known: list[Report], sample_sums: frozenset[str], embedder: embed.Embedder, fresh: set[str], cut: Callable[[Path], Report]
) -> FileResult:
    beside = path.with_suffix(".yaml")
    if given := beside.is_file():
        corrections.read(beside)  # one that is none refuses the report
    sha256 = checksum(path)
    same = next((report for report in known if report.sha256 == sha256), None)
    if same:
        if checksum(store.pdf_path(data, sha256)) != sha256:  # the kept one is lost or damaged: here it is again
            _keep(path, data, sha256, same.file)
        if given:
            _keep_beside(beside, data, sha256)
            report = _corrected(_renamed(analyse(replace(read_pdf(path), file=same.file), _title_encoder(embedder), same.sample), same.id), data)
            if report != same:
                return FileResult(path.name, "corrected", report)
        if same.file == path.name:
            return FileResult(path.name, "unchanged", same)
        return FileResult(path.name, "duplicate", same, f"{path.name}: Derselbe Bericht ist schon als {same.file} im Index; er bleibt einmal.")
    report = cut(path)
    report = replace(report, sample=report.sha256 in sample_sums)
    old = _replaced(path, report, known, fresh)
    for kept in (store.own_corrections, store.given_corrections) if old else ():  # a new version of a report keeps the old one's
        if kept(data, old.sha256).is_file() and not kept(data, report.sha256).is_file():
            _keep_beside(kept(data, old.sha256), data, report.sha256, kept)
    if given:
        _keep_beside(beside, data, report.sha256)
    report = _renamed(report, old.id if old else _unique(report.id, {other.id for other in known}))
    return FileResult(path.name, "replaced" if old else "added", _corrected(report, data))


def _replaced(path: Path, report: Report, known: list[Report], fresh: set[str] = frozenset()) -> Report | None:
    """The known report that a file of other content is a new version of."""
    return next((other for other in known if other.file == path.name and other.id not in fresh and _same_conference(other, report)), None)


def _renamed(report: Report, report_id: str) -> Report:
    resolutions = tuple(replace(r, id=f"{report_id}/{r.id.rsplit('/', 1)[1]}", report=report_id) for r in report.resolutions)
    return replace(report, id=report_id, resolutions=resolutions)


def _all_again(known: list[Report], data: Path, embedder: embed.Embedder, progress) -> tuple[list[Report], list[Lost]]:
    """The reports read anew from their kept PDFs, with their corrections; and those whose PDF is gone or no longer readable.

    Raises ReportError where that is every one: an empty index would help no one.
    """
    again: list[Report] = []
    lost: list[Lost] = []
    for number, report in enumerate(known, 1):
        if progress:
            progress(number, len(known), report.file)
        try:
            again.append(_corrected(_reread(report, data, embedder), data))
        except ReportError as error:
            lost.append((report.sha256, report.file, str(error)))
            problem = error
    if lost and not again:
        raise problem
    return again, lost


def _corrected(report: Report, data: Path) -> Report:
    """A report as read, with the corrections kept beside its PDF; a kept file that is none becomes a warning."""
    try:
        given, own = (corrections.read(kept(data, report.sha256), f"Berichtigungen zu {report.file}") for kept in (store.given_corrections, store.own_corrections))
    except CorrectionError as error:
        return replace(report, warnings=report.warnings + (f"Die Berichtigungen gelten nicht: {error}",))
    done = corrections.apply(report, corrections.merged(given, own))
    return replace(done, warnings=tuple(w for w in done.warnings if w != NO_CONFERENCE or not done.conference))


def _keep_beside(path: Path, data: Path, sha256: str, kept=store.given_corrections) -> None:
    """Keep a file of corrections with its time, which dates entries that name none; the same again changes nothing."""
    target, text = kept(data, sha256), path.read_text(encoding="utf-8-sig")
    if not target.is_file() or target.read_text(encoding="utf-8") != text:
        target.parent.mkdir(parents=True, exist_ok=True)
        store.write_text(target, text)
        shutil.copystat(path, target)


def _reread(report: Report, data: Path, embedder: embed.Embedder) -> Report:
    return _renamed(analyse(kept_source(data, report.sha256, report.file), _title_encoder(embedder), report.sample), report.id)


def kept_source(data: Path, sha256: str, file: str) -> Source:
    """A kept PDF as read, under its own name. Raises ReportError where it is gone, changed or no longer readable."""
    path = store.pdf_path(data, sha256)
    if not path.is_file():
        raise ReportError(file, "Die aufbewahrte PDF-Datei fehlt; bitte nehmen Sie den Bericht noch einmal auf: asmk index DATEI")
    if checksum(path) != sha256:
        raise ReportError(file, CHANGED)
    try:
        return replace(read_pdf(path), file=file)
    except ReportError as error:
        raise ReportError(file, str(error).removeprefix(f"{error.file}: ")) from error


def _title_encoder(embedder: embed.Embedder) -> titles.Encode:
    """Titles are chosen by the bundled model whatever the index is made with: the same titles, and no slow model for phrases."""
    return embedder.documents if embedder.name == "bundled" else bundled().documents


@lru_cache(maxsize=1)
def bundled() -> embed.Embedder:
    """The model that comes with the program, loaded once."""
    return embed.load()


def _known(data: Path, rebuild: bool) -> tuple[store.Pointer | None, list[Report], list[Lost]]:
    """The pointer and the reports of the index; where it is gone, or unreadable and to be rebuilt, the kept PDFs stand in.

    The last are kept PDFs that cannot be read any more. Raises ReportError where that is every one.
    """
    try:
        pointer = store.read_pointer(data)
        if pointer:
            return pointer, store.read_reports(data, pointer), []
    except IndexMissing:
        if not rebuild:
            raise
    found: list[Report] = []
    lost: list[Lost] = []
    for path in sorted((data / "files").glob("*.pdf")):
        name = path.with_suffix(".txt")
        file = name.read_text(encoding="utf-8") if name.is_file() else path.name
        try:
            source = kept_source(data, path.stem, file)
            report = analyse(source, bundled().documents, source.sha256 in _sample_sums())
        except ReportError as error:
            lost.append((path.stem, file, str(error)))
            problem = error
            continue
        found.append(_corrected(_renamed(report, _unique(report.id, {other.id for other in found})), data))
    if lost and not found:
        raise problem
    return None, found, lost


def _unique(wanted: str, taken: set[str]) -> str:
    unique, count = wanted, 1
    while unique in taken:
        count += 1
        unique = f"{wanted}-{count}"
    return unique


def _same_conference(old: Report, new: Report) -> bool:
    """Whether a file of the same name may be a new version: "2019/bericht.pdf" and "2020/bericht.pdf" are two reports."""
    numbers = {old.conference.value if old.conference else ""} | {c.read for c in old.corrected if c.field == "conference"}  # as corrected, and as read
    return new.conference is None or "" in numbers or new.conference.value in numbers


def forget(data: Path, reports: list[Report]) -> None:
    """Delete kept PDFs, and what lies beside them, that no report of the index needs."""
    needed = {report.sha256 for report in reports}
    for path in (data / "files").glob("*.*"):
        if path.name.partition(".")[0] not in needed:
            path.unlink(missing_ok=True)


def _set_aside(data: Path, checksums: set[str]) -> None:
    """Kept PDFs that can no longer be read leave the index, but are not deleted: a later version may read them."""
    for path in [path for path in (data / "files").glob("*.*") if path.name.partition(".")[0] in checksums]:
        (data / REFUSED).mkdir(exist_ok=True)
        path.replace(data / REFUSED / path.name)


def _keep(path: Path, data: Path, sha256: str, name: str | None = None) -> None:
    target = store.pdf_path(data, sha256)
    if checksum(target) != sha256:  # not there, or damaged
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_suffix(".new")
        shutil.copyfile(path, temporary)
        temporary.replace(target)
    target.with_suffix(".txt").write_text(name or path.name, encoding="utf-8")  # its own name, should the index be lost


def _report_id(about: dict, file: str) -> str:
    number, _, body = (about["sister"] or f"{about['conference'].value if about['conference'] else ''}. ASMK").lower().partition(". ")
    if number and about["kind"] == "protokoll":
        return f"{body}-{number}-protokoll"
    if number and about["land"]:
        return f"{body}-{number}-{_LAND_CODES[about['land'].value]}"
    slug = re.sub(r"[^a-z0-9]+", "-", topics.fold(file.rsplit(".", 1)[0])).strip("-")
    return slug or "bericht"


def _sample_sums() -> frozenset[str]:
    return frozenset(hashlib.sha256(path.read_bytes()).hexdigest() for path in SAMPLES.glob("*.pdf")) if SAMPLES.is_dir() else frozenset()
