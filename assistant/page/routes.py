"""The routes of the sections beside the chat. Fragments of HTML for the page's script, and files to save.

What a person types travels in the body of a request, never in its address: addresses end up in the logs of proxies.
"""

import logging
from datetime import datetime
from urllib.parse import parse_qsl

from fastapi import Body, FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant import api, export, feedback, overview
from assistant.matches import matches, question_for
from assistant.page import checking, library, session, share, table
from assistant.page.markup import evidence_link, source_name
from index.errors import AsmkError

MAX_BODY = 200_000  # bytes of a request that carries text
MAX_ANSWERS = 100  # in one note
NOTES = {"html": ("html", "text/html; charset=utf-8"), "md": ("markdown", "text/markdown; charset=utf-8"), "docx": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")}
log = logging.getLogger(__name__)


def add_routes(app: FastAPI, engine, administers=lambda request: False) -> None:
    """Add the sections' routes to the application. ``administers(request)``: whether the administrator asks."""
    missing = PlainTextResponse("Das gibt es hier nicht (mehr).", 404)

    @app.get("/bereich/{name}")
    def section(name: str, request: Request):
        _refresh(engine)
        query = dict(request.query_params)
        if name == "zitat":
            return HTMLResponse(checking.section())
        if name == "tagesordnung":
            return HTMLResponse(session.section())
        if name == "ueberblick":
            return HTMLResponse(table.section(engine.reports, {}))
        if name == "berichte" and "bericht" not in query:
            return HTMLResponse(library.section(engine))
        if name == "berichte" and query["bericht"] in engine.reports:
            return HTMLResponse(library.cut(engine, query["bericht"], administers(request)))
        return missing

    @app.post("/bereich/zitat")
    def checked(text: str = Body(max_length=MAX_BODY, embed=True)):
        _refresh(engine)
        return HTMLResponse(checking.result(engine, text))

    @app.post("/bereich/tagesordnung")
    def agenda(text: str = Body(max_length=MAX_BODY, embed=True)):
        _refresh(engine)
        return HTMLResponse(session.result(engine, text))

    @app.post("/treffer")
    def found(q: str = Body(max_length=200, embed=True)):
        hits = matches(engine.index.pointer.generation, engine.reports, q)
        return JSONResponse([_match(hit.report, hit.resolution) for hit in hits])

    @app.post("/vermerk/{kind}")
    def note(kind: str, links: list[str] = Body(max_length=MAX_ANSWERS, embed=True)):
        _refresh(engine)
        if kind not in NOTES:
            return missing
        try:
            answers = [share.answer_again(engine, link) for link in links]
        except AsmkError as error:
            return PlainTextResponse(str(error), 422)
        content = getattr(export, NOTES[kind][0])(engine, answers, datetime.now())
        return Response(content, media_type=NOTES[kind][1], headers={"Content-Disposition": f'attachment; filename="asmk-vermerk.{kind}"'})

    @app.post("/rueckmeldung")
    def rated(link: str = Body(max_length=20_000), rating: str = Body(max_length=40), comment: str = Body("", max_length=5000)):
        if not engine.settings.feedback:
            return missing
        try:
            questions, _ = share.unlink(link, engine.reports)
            feedback.keep(engine.settings.feedback, feedback.line(engine, questions, share.answer_again(engine, link), rating, comment))
        except AsmkError as error:
            return PlainTextResponse(str(error), 422)
        except OSError as error:
            log.error("Rückmeldung nicht gespeichert: %s", type(error).__name__)
            return PlainTextResponse("Die Rückmeldung ließ sich nicht speichern.", 500)
        return PlainTextResponse("Danke für die Rückmeldung.")

    @app.post("/api/{name}")
    def asked(name: str, request: dict = Body()):
        call = {"ask": api.ask, "check": api.check, "list": api.list_resolutions}.get(name)
        if call is None:
            return missing
        _refresh(engine)
        try:
            return JSONResponse(call(engine, **request))
        except AsmkError as error:
            return JSONResponse({"error": str(error)}, 422)
        except (TypeError, ValueError, AttributeError):
            return JSONResponse({"error": "Die Angaben passen nicht zu diesem Aufruf; siehe docs/api.md."}, 422)

    @app.post("/bereich/ueberblick")
    def overview_section(auswahl: str = Body("", max_length=2000, embed=True)):
        _refresh(engine)
        return HTMLResponse(table.section(engine.reports, dict(parse_qsl(auswahl))))

    @app.post("/ueberblick.csv")
    async def overview_csv(request: Request):
        chosen = dict(parse_qsl((await request.body()).decode("utf-8", "replace")))
        return await run_in_threadpool(as_csv, chosen)

    def as_csv(chosen: dict[str, str]) -> Response:
        _refresh(engine)
        found = overview.rows(engine.reports, table.choice_from(chosen))
        return Response(overview.as_csv(found), media_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="asmk-beschluesse.csv"'})


def _match(report, resolution) -> dict:
    page = report.page_of(resolution.start)
    return {
        "titel": resolution.title, "quelle": f"{source_name(report, short=True)}, Seite {page}" + (" (Beispielbericht)" if report.sample else ""),
        "frage": question_for(resolution), "beleg": evidence_link(report.id, resolution.start, resolution.end),
    }


def _refresh(engine) -> None:
    """Open a newer index if one was built; where that fails, the old one goes on answering."""
    try:
        engine.refresh()
    except AsmkError as error:
        log.error("Neuer Index nicht geöffnet: %s", type(error).__name__)
