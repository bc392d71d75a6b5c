"""A Chroma server for several app processes: started for real, one writer, two processes that ask."""

import json
import os
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from helpers import ROOT, SMALL_REPORT
from index import doctor, search, store

pytestmark = pytest.mark.long
QUESTION = "Was fordert die ASMK für Leuchtturmwärter?"

# An app process that asks whenever it is told to, and looks into Chroma as a large index does.
_APP = """
    import json, sys
    from pathlib import Path
    from index import search
    search.EXACT_ROWS = 0
    from assistant.engine import open_engine
    from assistant.settings import load_settings
    engine = open_engine(load_settings(data=Path(sys.argv[1])))
    print("ready", flush=True)
    for line in sys.stdin:
        answer, _ = engine.ask(line.strip())
        print(json.dumps([len(engine.reports), [quote.text for quote in answer.quotes]]), flush=True)
"""


@pytest.fixture
def server(tmp_path):
    """The address of a Chroma server with a folder of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = Path(sys.executable).with_name("chroma")
    if not command.is_file():
        pytest.skip("the command chroma does not lie beside Python")
    process = subprocess.Popen([command, "run", "--path", tmp_path / "server", "--host", "127.0.0.1", "--port", str(port)], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(600):
        with socket.socket() as there:
            if there.connect_ex(("127.0.0.1", port)) == 0:
                break
        assert process.poll() is None
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.kill()
    process.wait(30)


def test_two_app_processes_and_one_writer_on_a_server(server, make_pdf, tmp_path, monkeypatch):
    """What the writer takes in, replaces and removes is what both answer from with the next question; nothing lies in the data folder's own Chroma."""
    monkeypatch.setattr(search, "EXACT_ROWS", 0)
    data, environment = tmp_path / "data", os.environ | {"ASMK_CHROMA": server, "ASMK_DATA": str(tmp_path / "data")}

    def report(word: str, conference: int) -> Path:
        return make_pdf(tmp_path / f"bericht-{conference}.pdf", [paragraph.replace("Leuchtturmwärter", word).replace("97.", f"{conference}.") for paragraph in SMALL_REPORT])

    def asmk(*arguments) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, "-m", "assistant", *map(str, arguments)], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)

    def ask(app, question: str):
        app.stdin.write(question + "\n")
        app.stdin.flush()
        return json.loads(app.stdout.readline())

    assert asmk("index", report("Leuchtturmwärter", 97)).returncode == 0
    apps = [subprocess.Popen([sys.executable, "-c", textwrap.dedent(_APP), str(data)], cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        assert [app.stdout.readline() for app in apps] == ["ready\n"] * 2
        before = [ask(app, QUESTION) for app in apps]
        assert before[0] == before[1] and before[0][0] == 1 and "Leuchtturmwärter" in before[0][1][0]
        assert asmk("index", report("Glockengießer", 98)).returncode == 0
        for app in apps:
            count, quotes = ask(app, "Was fordert die ASMK für Glockengießer?")
            assert count == 2 and "Glockengießer" in quotes[0] and ask(app, QUESTION)[1] == before[0][1]
        assert asmk("index", "--rebuild").returncode == 0
        assert asmk("index", report("Korbflechter", 98)).returncode == 0
        for app in apps:
            assert "Korbflechter" in ask(app, "Was fordert die ASMK für Korbflechter?")[1][0] and ask(app, QUESTION)[1] == before[0][1]
        assert asmk("remove", "bericht-98").returncode == 0 and asmk("index", "--rebuild").returncode == 0
        assert [ask(app, QUESTION) for app in apps] == before
    finally:
        for app in apps:
            app.kill()
            app.wait(30)
            app.stdin.close()
            app.stdout.close()
    assert not (data / "chroma").exists()
    assert {finding.level for finding in doctor.examine(data, server=server)} == {doctor.OK}
    store.client(data, server).delete_collection(store.read_collection(data / "generations" / store.read_pointer(data).generation).name)
    (found,) = [finding for finding in doctor.examine(data, server=server) if finding.level != doctor.OK]
    assert (found.check, found.level) == ("Vektordatenbank", doctor.ERROR) and server in found.text
    assert asmk("doctor", "--repair").returncode == 0
    assert {finding.level for finding in doctor.examine(data, server=server)} == {doctor.OK}


def test_a_server_that_does_not_answer_is_named(tmp_path, make_pdf):
    pdf = make_pdf(tmp_path / "bericht.pdf", SMALL_REPORT)
    environment = os.environ | {"ASMK_CHROMA": "http://127.0.0.1:9", "ASMK_DATA": str(tmp_path / "data")}
    run = subprocess.run([sys.executable, "-m", "assistant", "index", str(pdf)], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert run.returncode == 1 and len(run.stderr.splitlines()) == 1 and "http://127.0.0.1:9 antwortet nicht" in run.stderr
    assert not list((tmp_path / "data" / "files").glob("*"))
