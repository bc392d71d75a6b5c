"""The routes of the sections beside the chat. Fragments of HTML for the page's script, and files to save.

What a person types travels in the body of a request, never in its address: addresses end up in the logs of proxies.
"""

import logging

from fastapi import Body, FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from assistant import overview
from assistant.page import checking, library, table
from index.errors import AsmkError

MAX_BODY = 200_000  # bytes of a request that carries text
log = logging.getLogger(__name__)


def add_routes(app: FastAPI, engine) -> None:
    """Add the sections' routes to the application."""
    missing = PlainTextResponse("Das gibt es hier nicht (mehr).", 404)

    @app.get("/bereich/{name}")
    def section(name: str, request: Request):
        _refresh(engine)
        query = dict(request.query_params)
        if name == "zitat":
            return HTMLResponse(checking.section())
        if name == "ueberblick":
            return HTMLResponse(table.section(engine.reports, query))
        if name == "berichte" and "bericht" not in query:
            return HTMLResponse(library.section(engine))
        if name == "berichte" and query["bericht"] in engine.reports:
            return HTMLResponse(library.cut(engine, query["bericht"]))
        return missing

    @app.post("/bereich/zitat")
    def checked(text: str = Body(max_length=MAX_BODY, embed=True)):
        _refresh(engine)
        return HTMLResponse(checking.result(engine, text))

    @app.get("/ueberblick.csv")
    def overview_csv(request: Request):
        _refresh(engine)
        found = overview.rows(engine.reports, table.choice_from(dict(request.query_params)))
        return Response(overview.as_csv(found), media_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="asmk-beschluesse.csv"'})


def _refresh(engine) -> None:
    """Open a newer index if one was built; where that fails, the old one goes on answering."""
    try:
        engine.refresh()
    except AsmkError as error:
        log.error("Neuer Index nicht geöffnet: %s", type(error).__name__)
