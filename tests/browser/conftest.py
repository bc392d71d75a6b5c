"""The page in a real browser: app.py as its users start it, on a free port, with a fresh data folder."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from assistant.access import hash_password
from proxy import proxy

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
START_SECONDS = 180  # the first start builds the index of the sample reports
ADMIN_PASSWORD = "nur für diese Prüfung"
READER_PASSWORD = "ein Kennwort zum Lesen"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: needs Chromium and playwright")


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents and {"address", "guarded"} & set(item.fixturenames):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium, driven by playwright."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright ist nicht installiert (pip install playwright)")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("kein Chromium gefunden (apt-get install chromium)")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@contextmanager
def running(folder: Path, **more: str):
    """A chat page that knows the sample reports, with ``more`` settings; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "log.txt"
    settings = {
        "ASMK_DATA": str(folder / "data"), "ASMK_HOST": "127.0.0.1", "ASMK_PORT": str(port), "ASMK_ADMIN_PASSWORD": ADMIN_PASSWORD,
        "ASMK_FEEDBACK": str(folder / "rueckmeldung.jsonl"), "ASMK_IMPRESSUM": "https://example.org/impressum", **more,
    }
    with log.open("w") as out:
        process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env={**os.environ, **settings}, stdout=out, stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + START_SECONDS
        while not _answers(f"http://127.0.0.1:{port}/health"):
            assert process.poll() is None and time.monotonic() < until, f"app.py did not start:\n{log.read_text()}"
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """The address of a running chat page, for all tests that leave its reports as they are."""
    with running(tmp_path_factory.mktemp("chat")) as found:
        yield found


@pytest.fixture
def own_address(tmp_path):
    """The address of a chat page for one test alone, which may change the reports."""
    with running(tmp_path) as found:
        yield found


@pytest.fixture(scope="session")
def guarded(tmp_path_factory):
    """The address of a page for which readers must log in, under a path behind a reverse proxy, and the proxy's list of strays."""
    folder = tmp_path_factory.mktemp("leser")
    (folder / "leser.txt").write_text(f"anna:{hash_password(READER_PASSWORD)}\n", encoding="utf-8")
    with running(folder, ASMK_ROOT_PATH="/asmk", ASMK_USERS=str(folder / "leser.txt")) as behind, proxy(behind) as found:
        yield found


@pytest.fixture
def reader_password() -> str:
    """The password of the reader "anna"."""
    return READER_PASSWORD


@pytest.fixture
def axe():
    """Looks for violations of accessibility rules with axe-core (npm), where ASMK_AXE names its axe.min.js."""
    path = os.environ.get("ASMK_AXE")
    if not path:
        pytest.skip("ASMK_AXE nennt keine axe.min.js (npm pack axe-core)")
    script = Path(path).read_text(encoding="utf-8")

    def look(page, what: str) -> None:
        page.wait_for_timeout(400)
        if not page.evaluate("'axe' in window"):
            page.evaluate(script)
        found = page.evaluate("axe.run(document)")["violations"]
        assert [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found] == [], what

    return look


@pytest.fixture
def admin_password() -> str:
    """The password of the page's administration."""
    return ADMIN_PASSWORD


class Chat:
    """A browser window on the chat page, and what it did on the network."""

    def __init__(self, browser, address: str, log_in: tuple[str, str] | None = None, **options):
        self.context = browser.new_context(locale="de-DE", **{"viewport": {"width": 1440, "height": 900}, **options})
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.hosts: set[str] = set()
        self.complaints: list[str] = []
        self.allowed: tuple[str, ...] = ()  # complaints with these words are what the test is about
        self.page.on("request", self._seen)
        self.page.on("websocket", lambda socket: self.hosts.add(urlsplit(socket.url).hostname))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        self.page.goto(address)
        if log_in:
            self.page.get_by_label("Name").fill(log_in[0])
            self.page.get_by_label("Kennwort").fill(log_in[1])
            self.page.keyboard.press("Enter")
        self.field.wait_for()
        # the first state is the one built into the page; the next comes once the page has spoken to the server
        self.page.wait_for_function("Number(document.querySelector('#verlauf .verlauf')?.dataset.stand) > 1")

    def _seen(self, request):
        if request.url.startswith("http"):
            self.hosts.add(urlsplit(request.url).hostname)

    @property
    def field(self):
        return self.page.get_by_label("Ihre Frage")

    @property
    def turns(self):
        return self.page.locator(".runde")

    def ask(self, question: str):
        """Ask with the Enter key; the new turn."""
        before = self.turns.count()
        self.field.fill(question)
        self.field.press("Enter")
        turn = self.turns.nth(before)
        turn.wait_for()
        return turn


@pytest.fixture
def chat(browser, address):
    """Opens windows on the page; afterwards: no other host was spoken to, nothing broke, nothing was blocked."""
    opened: list[Chat] = []

    def open_chat(at: str = address, **options) -> Chat:
        opened.append(Chat(browser, at, **options))
        return opened[-1]

    yield open_chat
    for window in opened:
        window.context.close()
        assert window.hosts <= {"127.0.0.1"}
        assert [text for text in window.complaints if not any(word in text for word in window.allowed)] == []


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False
