"""The web server of the page: routes for report pages, security headers, start-up."""

import secrets
import socket

from assistant.page.frame import STATIC, TYPES, document, policy, rewrite
from index.errors import AsmkError

CLOSED = ("/gradio_api/upload", "/gradio_api/proxy=", "/gradio_api/deep_link", "/gradio_api/component_server")  # nothing here uses them
UPLOAD = "/verwaltung/datei"  # the only route that takes more than MAX_BODY bytes; it counts them itself
MAX_BODY = 2_000_000
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def serve(settings, host: str | None = None, port: int | None = None, root_path: str | None = None) -> None:
    """Open the engine and serve the page until it is stopped. What is None comes from the settings.

    Raises AsmkError with one German sentence if the engine or the port cannot be opened.
    """
    import uvicorn

    from assistant.engine import open_engine

    host = host or settings.host
    port = settings.port if port is None else port
    listening = _listen(host, port)
    app = build_app(open_engine(settings), settings.root_path if root_path is None else root_path)
    shown = f"[{host}]" if ":" in host else host

    class Server(uvicorn.Server):
        async def startup(self, sockets=None):
            await super().startup(sockets)
            if self.started:
                print(f"Der ASMK-Assistent ist bereit: http://{shown}:{listening.getsockname()[1]} (beenden mit Strg+C)", flush=True)

    # No access log: nothing about who asked what is kept.
    Server(uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3)).run(sockets=[listening])


def build_app(engine, root_path: str | None = ""):
    """The web application: Gradio's page, the report pages and PDF files by report id, and a health check."""
    from fastapi import FastAPI
    from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response

    from assistant.page import sheets
    from assistant.page.chat import build_page, mount
    from assistant.page.evidence import evidence
    from assistant.page.admin import add_admin
    from assistant.page.gate import Gate
    from assistant.page.mcp import add_mcp
    from assistant.page.routes import add_routes

    root_path = (root_path or "").rstrip("/")
    app = FastAPI(title="ASMK-Assistent", docs_url=None, redoc_url=None, openapi_url=None)
    missing = PlainTextResponse("Das gibt es hier nicht (mehr).", 404)

    @app.get("/beleg/{report}/{start}-{end}")
    def beleg(report: str, start: int, end: int, teil: bool = False):
        try:
            fragment = evidence(engine, report, start, end)
        except (KeyError, ValueError):
            return missing
        return HTMLResponse(fragment if teil else document("Beleg", f'<main id="einzelbeleg"><section class="beleg ganz">{fragment}</section></main>', "../../"))

    @app.get("/blatt/{report}/{page}.png")
    def blatt(report: str, page: int):
        path = engine.pdf_path(report)
        try:
            picture = sheets.page_png(path, page) if path else None
        except (OSError, IndexError, RuntimeError):
            picture = None
        return Response(picture, media_type="image/png", headers={"Cache-Control": "private, max-age=86400"}) if picture else missing

    @app.get("/pdf/{report}")
    def pdf(report: str):
        path = engine.pdf_path(report)
        if path is None or not path.is_file():
            return missing
        return FileResponse(path, media_type="application/pdf", filename=engine.reports[report].file, content_disposition_type="inline")

    @app.get("/eigen/{name}")
    def eigen(name: str):
        if name not in TYPES:
            return missing
        return FileResponse(STATIC / name, media_type=TYPES[name], headers={"Cache-Control": "public, max-age=31536000, immutable"})

    @app.get("/favicon.ico")
    def favicon():
        return FileResponse(STATIC / "favicon.svg", media_type="image/svg+xml")

    @app.get("/health")
    def health():
        return JSONResponse({"status": "ok", "reports": len(engine.reports)})

    add_routes(app, engine, add_admin(app, engine, root_path))
    add_mcp(app, engine)
    mount(app, build_page(engine), root_path)
    return Guard(Gate(app, engine.settings.users, root_path) if engine.settings.users else app, engine.settings)


class Guard:
    """ASGI wrapper: security headers on every response, and Gradio's start page made German and ours."""

    def __init__(self, app, settings=None):
        self.app = app
        self.settings = settings

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"].startswith(CLOSED):
            await send({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if scope["path"] != UPLOAD and (not length.isdigit() or int(length) > MAX_BODY):
            await send({"type": "http.response.start", "status": 413, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
            return
        start_page = scope["path"] in ("/", "") and scope["method"] == "GET"
        nonce = secrets.token_urlsafe(16)
        if start_page:  # the body is rewritten below, so it must not come compressed
            scope = {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]}
        begun: dict = {}
        body = bytearray()
        taken = 0

        async def counted():
            """The request, cut off where it is longer than it said or said nothing."""
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            return message if taken <= MAX_BODY or scope["path"] == UPLOAD else {"type": "http.disconnect"}

        async def guarded(message):
            if message["type"] == "http.response.start":
                names = {name.lower() for name, _ in message["headers"]}
                extra = {**HEADERS, "Content-Security-Policy": policy(nonce)}
                if (b"content-type", b"application/pdf") in message["headers"]:
                    del extra["Content-Security-Policy"]  # the browser's PDF viewer does not run under it
                message["headers"] = [*message["headers"], *((n.lower().encode(), v.encode()) for n, v in extra.items() if n.lower().encode() not in names)]
                if start_page and message["status"] == 200:
                    begun.update(message)
                    return
            elif begun and message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if message.get("more_body"):
                    return
                page = rewrite(body.decode("utf-8"), nonce, self.settings).encode("utf-8")
                headers = [(name, value) for name, value in begun["headers"] if name.lower() != b"content-length"]
                await send({**begun, "headers": [*headers, (b"content-length", str(len(page)).encode())]})
                message = {"type": "http.response.body", "body": page}
            await send(message)

        await self.app(scope, counted, guarded)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise AsmkError(f"Unter {host}:{port} lässt sich die Seite nicht öffnen (vermutlich läuft sie schon); bitte wählen Sie mit ASMK_PORT oder --port einen anderen Anschluss.") from error
    listening.listen(128)
    return listening
