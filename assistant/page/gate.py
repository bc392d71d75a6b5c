"""The door for readers, where the office has set a users file: a login page for people, HTTP Basic for programs."""

import base64
import binascii
import math
from html import escape
from pathlib import Path
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from assistant.access import Patience, Sessions, known_reader
from assistant.page.frame import document

COOKIE = "asmk_lesen"
OPEN = ("/health", "/favicon.ico", "/eigen/seite.css", "/eigen/bereiche.css", "/eigen/favicon.svg")  # what the login page needs
MAX_FORM = 4000  # bytes


class Gate:
    """ASGI wrapper: without a session or right name and password there is only the login page."""

    def __init__(self, app, users: Path, root_path: str = ""):
        self.app, self.users, self.root_path = app, users, root_path
        self.sessions, self.patience = Sessions(12 * 3600), Patience()

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # nothing here speaks anything else
            await send({"type": "websocket.close", "code": 1008})
            return
        request = Request(scope, receive)
        if scope["path"] in OPEN or self.sessions.holds(request.cookies.get(COOKIE)) or await self._basic(request):
            if scope["path"] == "/abmelden" and scope["method"] == "POST":
                self.sessions.close(request.cookies.get(COOKIE))
                response: Response = RedirectResponse(f"{self.root_path}/", 303)
                response.delete_cookie(COOKIE, path=f"{self.root_path}/")
                await response(scope, receive, send)
                return
            await self.app(scope, receive, send)
            return
        if scope["path"] in ("/", ""):
            response = await self._log_in(request) if scope["method"] == "POST" else _page()
        else:
            response = PlainTextResponse("Bitte melden Sie sich an.", 401, {"WWW-Authenticate": 'Basic realm="ASMK-Assistent", charset="UTF-8"'} if "authorization" in request.headers or scope["path"].startswith(("/api/", "/mcp")) else None)
        await response(scope, receive, send)

    async def _log_in(self, request: Request) -> Response:
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > MAX_FORM:
                return _page("Diese Angaben sind zu lang.")
        given = parse_qs(body.decode("utf-8", "replace"))
        right, wait = await self._try(request, given.get("name", [""])[0], given.get("kennwort", [""])[0])
        if wait:
            return _page(f"Zu viele Versuche. Bitte warten Sie {math.ceil(wait)} Sekunden.", 429)
        if not right:
            return _page("Name oder Kennwort stimmt nicht.")
        response = RedirectResponse(f"{self.root_path}/", 303)
        response.set_cookie(COOKIE, self.sessions.open(), httponly=True, samesite="lax", secure=request.url.scheme == "https", path=f"{self.root_path}/")
        return response

    async def _basic(self, request: Request) -> bool:
        kind, _, value = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "basic":
            return False
        try:
            name, _, password = base64.b64decode(value, validate=True).decode("utf-8").partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return False
        return (await self._try(request, name, password))[0]

    async def _try(self, request: Request, name: str, password: str) -> tuple[bool, float]:
        """Whether name and password are right, and how long to wait where it was not even tried."""
        address = request.client.host if request.client else ""
        if wait := self.patience.wait(address):
            return False, wait
        right = await run_in_threadpool(known_reader, self.users, name[:200], password[:500])
        self.patience.note(address, right)
        return right, 0.0


def _page(error: str = "", status: int = 401) -> Response:
    """The login form. It has no address of its own, so that a shared link's question (behind "#") survives it."""
    told = f'<p class="fehler" role="alert">{escape(error)}</p>' if error else ""
    return HTMLResponse(
        document(
            "Anmelden",
            f'<main class="anmelden"><h1>ASMK-Assistent</h1><h2>Anmelden</h2>{told}<form method="post">'
            '<label class="feld"><span>Name</span><input name="name" autocomplete="username" required autofocus></label>'
            '<label class="feld"><span>Kennwort</span><input name="kennwort" type="password" autocomplete="current-password" required></label>'
            '<button class="knopf haupt">Anmelden</button></form></main>',
            "",
        ),
        status,
    )
