"""The tools of the assistant for other assistants: the Model Context Protocol over HTTP, one JSON answer per request.

Written here because the usual library asks for older versions of what this program is tested with. Stateless: no
session, no stream; https://modelcontextprotocol.io, "Streamable HTTP", allows both.
"""

import json
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from assistant import api
from index.errors import AsmkError

VERSIONS = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")  # newest first
MAX_BODY = 100_000  # bytes
_FILTERS = {
    "conference": {"type": "integer", "description": "Nummer der Konferenz, zum Beispiel 102"},
    "year": {"type": "integer", "description": "Jahr der Konferenz, zum Beispiel 2025"},
    "vote": {"type": "string", "enum": list(api.VOTES), "description": "Abstimmung"},
    "topic": {"type": "string", "description": "Politikfeld, zum Beispiel Pflege"},
    "mover": {"type": "string", "description": "antragstellendes Land, zum Beispiel Bremen, oder „alle Länder“"},
}
TOOLS = {
    "ask": (
        api.ask,
        "Beantwortet eine Frage zu den Berichten der Arbeits- und Sozialministerkonferenz (ASMK) mit wörtlichen Zitaten. Jedes Zitat nennt Bericht und Seite. "
        "status ist answered, related (nur Nächstliegendes) oder not_found. Beschlüsse sind politische Forderungen, kein geltendes Recht.",
        {"question": {"type": "string", "description": "die Frage, am besten auf Deutsch"}, **_FILTERS},
        ["question"],
    ),
    "check": (
        api.check,
        "Prüft, ob ein Text so in den Berichten steht: wörtlich, verändert (mit Unterschieden), zusammengesetzt oder nicht gefunden.",
        {"text": {"type": "string", "description": "der Satz oder Absatz"}},
        ["text"],
    ),
    "list": (
        api.list_resolutions,
        "Listet alle Beschlüsse in den Berichten mit Titel, Abstimmung, Antragstellern, Themen und Wortlaut auf, nach Wunsch gefiltert.",
        {**_FILTERS, "words": {"type": "string", "description": "Wörter, die im Beschluss stehen"}},
        [],
    ),
}


def add_mcp(app: FastAPI, engine) -> None:
    """Add the route /mcp."""

    @app.post("/mcp")
    async def mcp(request: Request):
        from starlette.concurrency import run_in_threadpool

        origin = request.headers.get("origin")
        if origin and urlsplit(origin).netloc != request.headers.get("host"):  # a web page of somebody else's in the reader's browser
            return Response(status_code=403)
        body = await request.body()
        try:
            message = json.loads(body) if len(body) <= MAX_BODY else None
        except ValueError:
            message = None
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0" or not isinstance(message.get("method"), str):
            return JSONResponse(_error(None, -32600, "Invalid Request"), 400)
        if "id" not in message:  # a notification
            return Response(status_code=202)
        return JSONResponse(await run_in_threadpool(respond, engine, message))

    @app.get("/mcp")
    def no_stream():
        return Response(status_code=405, headers={"Allow": "POST"})


def respond(engine, message: dict) -> dict:
    """The answer to one JSON-RPC request."""
    number, method = message["id"], message["method"]
    given = message.get("params")
    params = given if isinstance(given, dict) else {}
    if method == "initialize":
        wanted = params.get("protocolVersion")
        return _result(
            number,
            {
                "protocolVersion": wanted if wanted in VERSIONS else VERSIONS[0],
                "capabilities": {"tools": {}},
                "serverInfo": {"name": "asmk-assistent", "title": "ASMK-Assistent", "version": _version()},
                "instructions": "Wörtliche Zitate aus Berichten der Arbeits- und Sozialministerkonferenz. Zitate unverändert und mit Bericht und Seite weitergeben.",
            },
        )
    if method == "ping":
        return _result(number, {})
    if method == "tools/list":
        return _result(number, {"tools": [_tool(name) for name in TOOLS]})
    if method == "tools/call":
        return _call(engine, number, params)
    return _error(number, -32601, f"Method not found: {method[:80]}")


def _call(engine, number, params: dict) -> dict:
    name, arguments = params.get("name"), params.get("arguments") or {}
    if name not in TOOLS or not isinstance(arguments, dict):
        return _error(number, -32602, f"Unknown tool: {str(name)[:80]}")
    run, _, properties, required = TOOLS[name]
    kinds = {"string": str, "integer": int}
    wrong = [key for key, value in arguments.items() if key not in properties or (value is not None and not isinstance(value, kinds[properties[key]["type"]]))]
    if wrong or [key for key in required if key not in arguments]:
        return _error(number, -32602, f"Invalid arguments for {name}: {', '.join(wrong or required)[:200]}")
    try:
        engine.refresh()
        value = run(engine, **{key: value for key, value in arguments.items() if value is not None})
    except AsmkError as error:
        return _result(number, {"content": [{"type": "text", "text": str(error)}], "isError": True})
    return _result(number, {"content": [{"type": "text", "text": json.dumps(value, ensure_ascii=False)}], "structuredContent": value, "isError": False})


def _tool(name: str) -> dict:
    _, description, properties, required = TOOLS[name]
    schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return {"name": name, "description": description, "inputSchema": schema, "annotations": {"readOnlyHint": True, "openWorldHint": False}}


def _result(number, value: dict) -> dict:
    return {"jsonrpc": "2.0", "id": number, "result": value}


def _error(number, code: int, text: str) -> dict:
    return {"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": text}}


def _version() -> str:
    try:
        return version("asmk-assistent")
    except PackageNotFoundError:
        return "0"
