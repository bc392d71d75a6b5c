"""The commands that the README and the handbook show: they parse, and they run as shown where that is cheap."""

import re
import shlex

import pytest

from helpers import ROOT, SAMPLES
from index import build

PAGES = [path for path in (ROOT / "README.md", ROOT / "docs" / "handbuch.md") if path.is_file()]
_FENCE = re.compile(r"^```(?:console|bash|sh|shell|text)?[ \t]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_RUN = ("index", "reports", "show", "ask", "check", "doctor", "remove")  # what a test runs; serve stays, model asks a network


def commands() -> list[tuple[str, str]]:
    """(page, command line) of every fenced line that begins with "asmk ", in the order of the pages."""
    found = []
    for path in PAGES:
        for block in _FENCE.findall(path.read_text(encoding="utf-8")):
            for line in block.splitlines():
                line = line.strip().removeprefix("$ ")
                if line.startswith("asmk "):
                    found.append((path.name, line))
    return found


COMMANDS = commands()
pytestmark = pytest.mark.skipif(not PAGES, reason="there is no README.md yet")


def arguments(line: str) -> list[str]:
    return shlex.split(line, comments=True)[1:]


def concrete(line: str) -> bool:
    """Whether a line can be run as it stands: no BERICHT, ORDNER or … to be filled in, no shell syntax."""
    return not re.search(r"…|\.\.\.|[|<>&;]|\b(?:BERICHT|ORDNER|PFAD|DATEI|FRAGEN|NAME|LAND)\b", line)


def test_the_readme_shows_commands():
    assert COMMANDS


@pytest.mark.parametrize("page, line", COMMANDS, ids=[line for _, line in COMMANDS])
def test_a_shown_command_parses(page, line):
    from assistant.cli import parser

    if "…" in line:
        pytest.skip("stands for something to fill in")
    parser().parse_args(arguments(line))


@pytest.fixture(scope="module")
def office(tmp_path_factory, embedder):
    """A data folder with the sample reports, as a reader of the README has one."""
    folder = tmp_path_factory.mktemp("readme") / "data"
    build.index_files(SAMPLES, folder, embedder)
    return folder


def _order(line: str) -> int:
    return arguments(line)[0] == "remove"  # last, for what it takes away


RUNNABLE = sorted(dict.fromkeys(line for _, line in COMMANDS if concrete(line) and arguments(line)[0] in _RUN), key=_order)


@pytest.mark.parametrize("line", RUNNABLE)
def test_a_shown_command_runs(asmk_here, office, monkeypatch, line):
    """From the repository's folder, as the README is read."""
    monkeypatch.chdir(ROOT)
    if arguments(line)[0] == "index" and not all((ROOT / part).exists() for part in arguments(line)[1:] if not part.startswith("-")):
        pytest.skip("names the reader's own files")
    run = asmk_here(*arguments(line), data=office)
    assert (run.code, run.err) == (0, ""), run
    assert run.out.strip()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_and_pictures_are_there(path):
    """Every relative link of the page leads to a file of the repository."""
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        target = target.partition("#")[0]
        if target and not re.match(r"[a-z]+:", target) and not (path.parent / target).exists():
            broken.append(target)
    assert not broken


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_setting_named_is_one(path):
    """ASMK_… on a page is read by the program."""
    code = "\n".join(file.read_text(encoding="utf-8") for folder in ("assistant", "index") for file in (ROOT / folder).rglob("*.py")) + (ROOT / "app.py").read_text(encoding="utf-8")
    named = set(re.findall(r"\bASMK_[A-Z_]+\b", path.read_text(encoding="utf-8")))
    assert not {name for name in named if f'"{name}"' not in code}


def test_the_readme_names_every_command_and_setting():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    from assistant import settings
    from assistant.cli import parser

    (commands,) = [action.choices for action in parser()._actions if action.choices]
    assert not [name for name in commands if f"asmk {name}" not in readme]
    source = (ROOT / "assistant" / "settings.py").read_text(encoding="utf-8")
    assert not [name for name in set(re.findall(r'"(ASMK_[A-Z_]+)"', source)) if name not in readme] and settings


def test_shown_make_commands_are_targets():
    """The README's make commands are targets of the Makefile."""
    if not (ROOT / "Makefile").is_file():
        pytest.skip("there is no Makefile")
    targets = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    shown = {target for path in PAGES for target in re.findall(r"\bmake ([a-z][\w-]*)", path.read_text(encoding="utf-8"))}
    assert shown and shown <= targets
