"""Who may import whom: read from the source, and tried in a fresh interpreter."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from helpers import ROOT

HEAVY = ("pypdf", "sentence_transformers", "chromadb", "rapidfuzz", "gradio")
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path
    for path in [*(ROOT / "index").rglob("*.py"), *(ROOT / "assistant").rglob("*.py"), ROOT / "app.py"]
}


@cache
def imports(path: Path, everywhere: bool = True) -> set[str]:
    """Modules that a file imports; only at its top level (what importing it loads) unless ``everywhere``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree)) if everywhere else list(_top_level(tree.body))
    found = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _top_level(body):
    """Statements that run on import: also those in if, try and with, but not in functions or under TYPE_CHECKING."""
    for node in body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for part in ("body", "orelse", "handlers", "finalbody"):
                yield from _top_level(getattr(node, part, []))


def uses(path: Path, package: str, everywhere: bool = True) -> bool:
    return any(name == package or name.startswith(package + ".") for name in imports(path, everywhere))


def users(package: str, everywhere: bool = True) -> set[str]:
    """Modules of the product that import a package; how the model was made (index/training) is a workshop of its own."""
    return {name for name, path in MODULES.items() if not name.startswith("index.training") and uses(path, package, everywhere)}


def test_there_is_something_to_look_at():
    assert {"app", "index.read", "assistant.cli", "assistant.page.chat"} <= set(MODULES)


def test_the_index_never_imports_the_assistant():
    assert not {name for name, path in MODULES.items() if name.startswith("index") and (uses(path, "assistant") or uses(path, "app"))}


@pytest.mark.parametrize(
    "package, where",
    [
        ("pypdf", "index.read"),
        ("sentence_transformers", "index.embed"),
        ("chromadb", "index.store"),
        ("rapidfuzz", "index.lexical"),
        ("filelock", "index.store"),
        ("yaml", "index.corrections"),
    ],
)
def test_a_library_is_known_in_one_module_only(package, where):
    assert users(package) == {where}


def test_gradio_is_known_to_the_page_only():
    found = users("gradio")
    assert found and all(name == "app" or name.startswith("assistant.page") for name in found)


@pytest.mark.parametrize("package", [*HEAVY[:4], "torch", "transformers"])
def test_heavy_libraries_are_imported_when_needed(package):
    """Never by importing a module: --help must be quick, and a report can be shown without a vector database."""
    assert users(package, everywhere=False) == set()


@pytest.mark.parametrize("name", ["index.types", "index.errors", "assistant.types", "assistant.settings"])
def test_core_types_need_the_standard_library_only(name):
    outside = {module.partition(".")[0] for module in imports(MODULES[name])} - set(sys.stdlib_module_names)
    assert outside <= {"index"}  # settings raise the product's own error
    assert name.endswith("settings") or not outside


@pytest.mark.parametrize("module", ["assistant.cli", "assistant.engine", "index.build", "index.search", "assistant.page", "app"])
def test_importing_loads_no_heavy_library(module):
    """Tried, not read: modules may reach a library by way of others."""
    code = f"import sys, {module}; print([name for name in {HEAVY + ('torch', 'transformers', 'onnxruntime')!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_the_command_line_starts_without_numbers():
    """``asmk --help`` loads neither numpy nor a tokenizer."""
    code = "import sys, assistant.cli; assistant.cli.parser().format_help(); print([name for name in ('numpy', 'tokenizers', 'Stemmer') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_no_module_imports_in_a_circle():
    """Following the imports at the top of the modules never leads back."""
    graph = {name: {other for other in imports(path, everywhere=False) if other in MODULES} for name, path in MODULES.items()}

    def reach(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join([*path, name])
        for other in graph[name]:
            reach(other, (*path, name))

    for name in graph:
        reach(name, ())


def test_no_telemetry_and_no_download_at_run_time():
    """The one place that asks a network for a model is ``embed.fetch``."""
    assert users("huggingface_hub") == {"index.embed"}
    assert not any(uses(path, package) for path in MODULES.values() for package in ("requests", "httpx", "urllib.request", "aiohttp"))
