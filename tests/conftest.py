"""What the tests share: the real reports, one index of them for the whole run, small PDFs made on the spot, the CLI.

Nothing is mocked: real PDFs, the bundled model, a real Chroma in a temporary folder.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from helpers import NO_REAL, REAL, ROOT, SMALL_REPORT, WRITTEN
from index import build, embed
from index.types import Report

settings.register_profile("quick", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.load_profile("quick")


@pytest.fixture(scope="session")
def embedder():
    """The bundled model."""
    return embed.load()


@pytest.fixture(scope="session")
def parsed(embedder):
    """Every report at hand, read once as the index reads it: file name -> Report."""
    return {path.name: build.parse(path, embedder.documents) for path in [*WRITTEN, *([REAL] if REAL.is_file() else [])]}


@pytest.fixture(scope="session")
def report_of(parsed):
    """Looks a report up by its file name; skips where it is the official one and not there."""

    def look_up(name: str) -> Report:
        if name not in parsed:
            pytest.skip(NO_REAL)
        return parsed[name]

    return look_up


@pytest.fixture(scope="session")
def real(parsed) -> Report:
    """The official report, or a skip."""
    if REAL.name not in parsed:
        pytest.skip(NO_REAL)
    return parsed[REAL.name]


@pytest.fixture(scope="session")
def data(tmp_path_factory, embedder) -> Path:
    """A data folder with all written reports. For reading only; see ``own_data`` for one to change."""
    folder = tmp_path_factory.mktemp("index") / "data"
    results = build.index_files(WRITTEN, folder, embedder)
    assert [result.status for result in results] == ["added"] * len(WRITTEN)
    return folder


@pytest.fixture
def own_data(data, tmp_path) -> Path:
    """A copy of the index that a test may change or harm."""
    return Path(shutil.copytree(data, tmp_path / "data"))


@pytest.fixture(scope="session")
def engine(data, embedder):
    """The assistant over all written reports."""
    from assistant.engine import Engine
    from assistant.settings import Settings

    return Engine(Settings(data=data), embedder)


@dataclass(frozen=True)
class Run:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        """Standard output as one JSON value; fails where anything else stands there."""
        return json.loads(self.out)

    @property
    def lines(self) -> list:
        """Standard output as one JSON value a line."""
        return [json.loads(line) for line in self.out.splitlines()]


def _environment(home: Path, data: Path | None, extra: dict) -> dict:
    """The environment of a user with a fresh home folder and no settings but those given."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ASMK_")}
    clean |= {"HOME": str(home), "XDG_DATA_HOME": str(home / "share"), **extra}
    return clean | ({"ASMK_DATA": str(data)} if data is not None else {})


@pytest.fixture(scope="session")
def asmk(tmp_path_factory):
    """Runs ``python -m assistant ARGUMENTS`` as a user would: a process of its own."""
    home = tmp_path_factory.mktemp("home")

    def run(*arguments, data: Path | None = None, **extra) -> Run:
        command = [sys.executable, "-m", "assistant", *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, env=_environment(home, data, extra), capture_output=True, encoding="utf-8", timeout=120)
        return Run(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def asmk_here(tmp_path_factory, monkeypatch, capsys):
    """The same command in this process, without the second that starting one takes."""
    from assistant.cli import main

    home = tmp_path_factory.mktemp("home")

    def run(*arguments, data: Path | None = None, **extra) -> Run:
        environment = _environment(home, data, extra)
        for name in [name for name in os.environ if name.startswith("ASMK_")]:
            monkeypatch.delenv(name)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as leaving:
            code = leaving.code
        out, err = capsys.readouterr()
        return Run(code, out, err)

    return run


@pytest.fixture(scope="session")
def make_pdf():
    """Sets paragraphs as a PDF with a text layer: ``make_pdf(path, ["…", "…"])``; a form feed starts a new page."""
    from fpdf import FPDF

    def make(path: Path, paragraphs: list[str], password: str | None = None) -> Path:
        pdf = FPDF()
        pdf.core_fonts_encoding = "windows-1252"  # „ “ – beside Latin-1
        pdf.set_margin(25)
        pdf.add_page()
        pdf.set_font("Helvetica", size=11)
        for paragraph in paragraphs:
            if paragraph == "\f":
                pdf.add_page()
                continue
            pdf.multi_cell(0, 6, paragraph, align="L", new_x="LMARGIN", new_y="NEXT")
            pdf.ln(5)
        if password:
            pdf.set_encryption(owner_password=password + "-owner", user_password=password)
        pdf.output(str(path))
        return path

    return make


@pytest.fixture
def small_report() -> list[str]:
    """The paragraphs of a little report of our own: 97th conference, Dresden, 2020, two resolutions."""
    return list(SMALL_REPORT)
