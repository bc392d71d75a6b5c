"""Administration: log in, upload reports, see how each would be cut, take them in, remove one. Readers are answered meanwhile."""

import logging
import math
import re
import secrets
import shutil
import threading
import time
from functools import lru_cache
from html import escape
from pathlib import Path
from urllib.parse import quote as url_quote
from urllib.parse import unquote, urlsplit

from fastapi import Body, FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant import overview
from assistant.access import Patience, Sessions, is_admin
from assistant.page import correcting, library
from assistant.page.markup import source_name
from index import build
from index.errors import AsmkError
from index.types import Report

COOKIE = "asmk_verwaltung"
MAX_BYTES = 100 * 1024 * 1024  # as `asmk index`
MAX_WAITING = 30  # uploaded files that are not yet taken in
KEEP = 24 * 3600  # seconds that an upload waits
log = logging.getLogger(__name__)


def add_admin(app: FastAPI, engine, root_path: str = ""):
    """Add the administrator's routes; without a password there are none. Returns a function: whether the administrator sends a request."""
    settings = engine.settings
    if not settings.admin_password:
        return lambda request: False
    sessions, patience = Sessions(1800), Patience()
    folder = settings.data / "eingang"
    writing = threading.Lock()
    refused = PlainTextResponse("Bitte melden Sie sich an.", 403)

    def admitted(request: Request) -> bool:
        origin = request.headers.get("origin")
        own = not origin or urlsplit(origin).netloc == request.headers.get("host")
        return own and sessions.holds(request.cookies.get(COOKIE))

    @app.get("/bereich/verwaltung")
    def section(request: Request):
        return HTMLResponse(_section(engine, folder) if admitted(request) else _login())

    @app.post("/verwaltung/anmelden")
    def log_in(request: Request, kennwort: str = Body(max_length=500, embed=True)):
        address = request.client.host if request.client else ""
        if wait := patience.wait(address):
            return PlainTextResponse(f"Zu viele Versuche. Bitte warten Sie {math.ceil(wait)} Sekunden.", 429)
        right = is_admin(settings.admin_password, kennwort)
        patience.note(address, right)
        if not right:
            return PlainTextResponse("Das Kennwort stimmt nicht.", 403)
        response = Response(status_code=204)
        response.set_cookie(COOKIE, sessions.open(), httponly=True, samesite="strict", secure=request.url.scheme == "https", path=f"{root_path}/")
        return response

    @app.post("/verwaltung/abmelden")
    def log_out(request: Request):
        sessions.close(request.cookies.get(COOKIE))
        response = Response(status_code=204)
        response.delete_cookie(COOKIE, path=f"{root_path}/")
        return response

    @app.put("/verwaltung/datei")
    async def upload(request: Request):
        if not admitted(request):
            return refused
        await run_in_threadpool(_tidy, folder)
        if len(_waiting(folder)) >= MAX_WAITING:
            return PlainTextResponse(f"Es warten schon {MAX_WAITING} Dateien; bitte nehmen Sie diese erst auf.", 422)
        path = folder / secrets.token_hex(8) / _file_name(unquote(request.headers.get("x-dateiname", "")))
        path.parent.mkdir(parents=True)
        part_file = path.with_suffix(".teil")  # only a whole file waits
        try:
            size = 0
            with part_file.open("wb") as file:
                async for part in request.stream():
                    size += len(part)
                    if size > MAX_BYTES:
                        raise AsmkError(f"{path.name}: Die Datei ist größer als 100 MB.")
                    file.write(part)
            part_file.rename(path)
            return HTMLResponse(await run_in_threadpool(_preview, engine, path))
        except AsmkError as error:
            shutil.rmtree(path.parent, ignore_errors=True)
            return PlainTextResponse(str(error), 422)
        except BaseException:  # the connection was lost, the disk is full: nothing half done stays
            shutil.rmtree(path.parent, ignore_errors=True)
            raise

    @app.post("/verwaltung/aufnehmen")
    def take_in(request: Request, marken: list[str] = Body(embed=True, max_length=MAX_WAITING)):
        if not admitted(request):
            return refused
        paths = [path for path in _waiting(folder) if path.parent.name in marken]
        if not paths:
            return PlainTextResponse("Diese Dateien warten nicht mehr.", 422)
        return _write(engine, writing, lambda: _told(build.index_files(paths, settings.data, engine.embedder, settings.chroma)), lambda: [shutil.rmtree(path.parent, ignore_errors=True) for path in paths])

    @app.post("/verwaltung/verwerfen")
    def drop(request: Request, marke: str = Body(embed=True)):
        if not admitted(request):
            return refused
        for path in _waiting(folder):
            if path.parent.name == marke:
                shutil.rmtree(path.parent, ignore_errors=True)
        return PlainTextResponse("Verworfen.")

    @app.post("/verwaltung/entfernen")
    def remove(request: Request, bericht: str = Body(embed=True, max_length=200)):
        if not admitted(request):
            return refused
        return _write(engine, writing, lambda: f"{build.remove(bericht, settings.data, engine.embedder, settings.chroma).file} ist entfernt.", lambda: None)

    @app.post("/verwaltung/formular")
    def form(request: Request, bericht: str = Body(max_length=200), beschluss: str = Body("", max_length=200)):
        if not admitted(request):
            return refused
        try:
            return HTMLResponse(correcting.form(engine.reports[bericht], engine.resolution(beschluss) if beschluss else None))
        except KeyError:
            return PlainTextResponse("Diesen Bericht oder Beschluss gibt es nicht mehr; bitte laden Sie die Seite neu.", 422)

    @app.post("/verwaltung/berichtigen")
    def correct(request: Request, bericht: str = Body(max_length=200), beschluss: str = Body("", max_length=200), felder: dict | None = Body(None)):
        if not admitted(request):
            return refused
        return _write(engine, writing, lambda: _corrected(build.correct(bericht, beschluss or None, felder, settings.data, engine.embedder, settings.chroma), felder), lambda: None)

    return admitted


def _write(engine, writing: threading.Lock, work, afterwards) -> Response:
    """Change the index, then open the new one. Meanwhile the old one answers; one change at a time."""
    if not writing.acquire(blocking=False):
        return PlainTextResponse("Es wird gerade etwas aufgenommen oder entfernt; bitte warten Sie, bis das fertig ist.", 422)
    try:
        said = work()
        engine.refresh()
        afterwards()
    except AsmkError as error:
        return PlainTextResponse(str(error), 422)
    except OSError as error:
        log.error("Verwaltung: %s", type(error).__name__)
        return PlainTextResponse("Zugriff nicht möglich; bitte prüfen Sie Platz und Rechte im Datenordner.", 500)
    finally:
        writing.release()
    return PlainTextResponse(said)


def _corrected(report: Report, values: dict | None) -> str:
    if values is None:
        return "Zurückgenommen. Was eine beigelegte Datei berichtigt, bleibt." if report.corrected or any(r.corrected for r in report.resolutions) else "Zurückgenommen."
    return "Gespeichert."


def _told(results: list[build.FileResult]) -> str:
    words = {"added": "aufgenommen", "replaced": "ersetzt", "corrected": "berichtigt", "unchanged": "unverändert"}
    return " ".join(f"{result.file}: {words[result.status]}." if result.status in words else (result.message or "") for result in results)


def _file_name(name: str) -> str:
    """A file name that is only a name: no folders, no control characters, not hidden."""
    name = re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|]", "_", name.strip().replace("\\", "/").rsplit("/", 1)[-1]).lstrip(".")[-120:]
    return name if name.lower().endswith(".pdf") and len(name) > 4 else f"{name or 'bericht'}.pdf"


def _waiting(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.pdf"), key=lambda path: path.name) if folder.is_dir() else []


def _tidy(folder: Path) -> None:
    """Drop uploads that nobody came back for."""
    for path in _waiting(folder):
        if path.stat().st_mtime < time.time() - KEEP:
            shutil.rmtree(path.parent, ignore_errors=True)


@lru_cache(maxsize=MAX_WAITING)
def _read(path: Path, changed: int, generation: str, engine) -> build.FileResult:
    """A waiting file as it would be taken in, read once as long as neither it nor the index changes."""
    return build.preview(path, list(engine.reports.values()), engine.embedder)


def _preview(engine, path: Path) -> str:
    """How a file would be cut up, before it goes live. Raises ReportError."""
    fate = _read(path, path.stat().st_mtime_ns, engine.index.pointer.generation, engine)
    report = fate.report
    told = {"unchanged": f"Derselbe Bericht ist schon als {fate.message} im Bestand.", "replaced": f"Ersetzt den Bericht gleichen Namens; was an ihm berichtigt ist, bleibt, soweit es noch passt: {fate.message}."}
    told["duplicate"] = told["unchanged"]
    note = f'<p class="warnung">{escape(told[fate.status])}</p>' if fate.status in told else ""
    facts = [f"{report.conference.value}. ASMK" if report.conference else "Konferenz nicht erkannt", report.dates.value if report.dates else "Datum nicht erkannt"]
    facts += [f"{len(report.page_starts)} Seiten", f"{len(report.resolutions)} Beschlüsse"]
    cut = library.cut_section(report, links=False).replace('<h2 id="bereich-titel" tabindex="-1">', "<h3>").replace("</h2>", "</h3>").replace(' aria-labelledby="bereich-titel"', "")
    return (
        f'<div class="wartet-auf" data-marke="{escape(path.parent.name)}"><p><strong>{escape(path.name)}</strong><br>{escape(source_name(report))}<span class="fakten">{escape(" · ".join(facts))}</span></p>'
        f"{note}{'' if told.get(fate.status) == told['unchanged'] else library.warnings(report)}"
        f'<p class="werkzeug"><button type="button" class="knopf haupt" data-aufnehmen>Aufnehmen<span class="verborgen">: {escape(path.name)}</span></button>'
        f'<button type="button" class="knopf" data-verwerfen>Verwerfen<span class="verborgen">: {escape(path.name)}</span></button></p>'
        f'<details class="mehr"><summary>Vorschau: so wird {escape(path.name)} zerlegt</summary>{cut}</details></div>'
    )


def _login() -> str:
    return (
        '<section class="bereich-text" aria-labelledby="bereich-titel"><h2 id="bereich-titel" tabindex="-1">Verwaltung</h2>'
        "<p>Hier werden Berichte aufgenommen und entfernt.</p>"
        '<form class="pruefen" data-anmelden><label class="feld"><span>Kennwort der Verwaltung</span><input type="password" name="kennwort" autocomplete="current-password" required></label>'
        '<div class="auswahl-fuss"><button class="knopf haupt">Anmelden</button></div></form><div data-ergebnis></div></section>'
    )


def _section(engine, folder: Path) -> str:
    waiting = "".join(_preview_again(engine, path) for path in _waiting(folder))
    rows = "".join(
        f'<li><span>{escape(source_name(report))}<span class="fakten">{escape(report.file)} · {len(report.resolutions)} Beschlüsse</span></span>'
        f'<a class="knopf" href="#berichte?bericht={url_quote(report.id, safe="")}">Ansehen und berichtigen<span class="verborgen">: {escape(source_name(report))}</span></a>'
        f'<button type="button" class="knopf" data-entfernen="{escape(report.id)}">Entfernen<span class="verborgen">: {escape(source_name(report))}</span></button></li>'
        for report in overview.latest_first(engine.reports)
    )
    return (
        '<section class="bereich-text" aria-labelledby="bereich-titel"><h2 id="bereich-titel" tabindex="-1">Verwaltung</h2>'
        '<div class="ablage" data-ablage><p><label for="dateien">Berichte (PDF) hierher ziehen oder auswählen</label></p>'
        '<input type="file" id="dateien" accept="application/pdf,.pdf" multiple></div>'
        f'<p class="leise">Nichts geht in den Bestand, bevor Sie „Aufnehmen“ wählen. Wer fragt, bekommt weiter Antworten.</p><div data-ergebnis></div><div id="wartende">{waiting}</div>'
        f'<h3>Im Bestand</h3><ul class="bestandsliste">{rows}</ul><p><button type="button" class="knopf" data-abmelden>Abmelden</button></p></section>'
    )


def _preview_again(engine, path: Path) -> str:
    try:
        return _preview(engine, path)
    except AsmkError as error:
        return f'<p class="fehler">{escape(str(error))}</p>'
