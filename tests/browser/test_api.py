"""Other programs: the same three calls over functions, HTTP and MCP. No browser; the web application runs in this process."""

import json

import pytest

from assistant import api
from assistant.page import mcp
from index.errors import QuestionError

QUESTION = "Was fordert die ASMK zu Mehrgenerationenhäusern?"


@pytest.fixture(scope="module")
def client(engine):
    from fastapi.testclient import TestClient

    from assistant.page.server import build_app

    with TestClient(build_app(engine), base_url="http://testserver") as opened:
        yield opened


def test_ask_over_http_is_the_contract(client, engine):
    answer = client.post("/api/ask", json={"question": QUESTION, "conference": 102}).json()
    assert answer["status"] == "answered" and answer["filters"] == {"conference": 102} and answer["quotes"][0]["page"] >= 1
    report = engine.reports[answer["quotes"][0]["report"]]
    assert report.text[answer["quotes"][0]["start"] : answer["quotes"][0]["end"]] == answer["quotes"][0]["text"]


@pytest.mark.parametrize(
    "path, body",
    [("ask", {}), ("ask", {"question": ""}), ("ask", {"question": 5}), ("ask", {"question": "Pflege", "topic": "Unfug"}), ("ask", {"question": "x", "vote": "ja"}), ("check", {"text": "kurz"}), ("list", {"unfug": 1})],
)
def test_what_does_not_fit_is_an_error_in_a_sentence(client, path, body):
    answer = client.post(f"/api/{path}", json=body)
    assert answer.status_code == 422 and answer.json()["error"].endswith(".")
    assert client.post("/api/remove", json={}).status_code == 404


def test_a_list_is_whole_and_filtered(client, engine):
    everything = client.post("/api/list", json={}).json()
    assert everything["count"] == len(everything["resolutions"]) == len(engine.index.resolutions)
    care = client.post("/api/list", json={"topic": "Pflege", "words": "bund"}).json()
    assert 0 < care["count"] < everything["count"] and all("Pflege" in entry["topics"] for entry in care["resolutions"])
    with pytest.raises(QuestionError):
        api.list_resolutions(engine, mover="Atlantis")


def rpc(client, method, params=None, headers=None, **rest):
    return client.post("/mcp", json={"jsonrpc": "2.0", "id": 1, "method": method, "params": params or {}, **rest}, headers=headers)


def test_mcp_shakes_hands_and_names_its_tools(client):
    hello = rpc(client, "initialize", {"protocolVersion": "2025-06-18"}).json()["result"]
    assert hello["protocolVersion"] == "2025-06-18" and hello["serverInfo"]["name"] == "asmk-assistent"
    assert rpc(client, "initialize", {"protocolVersion": "1999"}).json()["result"]["protocolVersion"] == mcp.VERSIONS[0]
    assert client.post("/mcp", json={"jsonrpc": "2.0", "method": "notifications/initialized"}).status_code == 202
    tools = rpc(client, "tools/list").json()["result"]["tools"]
    assert [tool["name"] for tool in tools] == ["ask", "check", "list"]
    assert all(tool["inputSchema"]["type"] == "object" and tool["description"] for tool in tools)


def test_mcp_answers_with_provenance(client):
    result = rpc(client, "tools/call", {"name": "ask", "arguments": {"question": QUESTION}}).json()["result"]
    assert result["structuredContent"]["quotes"][0]["page"] and json.loads(result["content"][0]["text"]) == result["structuredContent"]
    wrong = rpc(client, "tools/call", {"name": "list", "arguments": {"topic": "Unfug"}}).json()["result"]
    assert wrong["isError"] and "gibt es nicht" in wrong["content"][0]["text"]


@pytest.mark.parametrize(
    "params", [{"name": "ask"}, {"name": "ask", "arguments": {"question": 3}}, {"name": "ask", "arguments": {"question": "x", "data": "y"}}, {"name": "rm"}, {"name": "ask", "arguments": [1]}]
)
def test_mcp_refuses_what_does_not_fit(client, params):
    assert rpc(client, "tools/call", params).json()["error"]["code"] == -32602


def test_mcp_keeps_foreign_pages_and_nonsense_out(client):
    assert rpc(client, "ping", headers={"Origin": "https://boese.example"}).status_code == 403
    assert rpc(client, "ping", headers={"Origin": "http://testserver"}).status_code == 200
    assert client.post("/mcp", content=b"{").status_code == 400
    assert client.post("/mcp", json=[1]).status_code == 400
    assert client.get("/mcp").status_code == 405
    assert rpc(client, "unfug").json()["error"]["code"] == -32601
