"""How long the program takes to start: each command in a process of its own, and what it imports meanwhile."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from corpus import ROOT

QUESTION = "Was fordert die ASMK zum Pflegegeld?"


def _environment(data: Path, **extra: str) -> dict:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ASMK_")}
    return clean | {"ASMK_DATA": str(data), "PYTHONPATH": str(ROOT), **extra}


def _run(arguments: list[str], data: Path) -> tuple[float, float, str]:
    """Wall seconds, CPU seconds of the process, its stderr."""
    before = os.times()
    began = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=_environment(data), capture_output=True, text=True, timeout=300)
    wall, after = time.perf_counter() - began, os.times()
    assert done.returncode == 0, done.stderr[-500:]
    return wall, after.children_user + after.children_system - before.children_user - before.children_system, done.stderr


def imports(stderr: str, count: int = 15) -> dict:
    """The costliest entries of ``-X importtime``, milliseconds: packages with all they import, and modules by themselves."""
    rows = [(int(match.group(1)) / 1000, int(match.group(2)) / 1000, match.group(4), len(match.group(3)) // 2) for match in re.finditer(r"^import time:\s+(\d+) \|\s+(\d+) \| ( *)(\S+)$", stderr, re.MULTILINE)]
    with_all = sorted(rows, key=lambda row: -row[1])[:count]
    alone = sorted(rows, key=lambda row: -row[0])[:count]
    return {"modules": len(rows), "with all they import": [{"module": name, "ms": round(whole, 1)} for _, whole, name, _ in with_all], "by themselves": [{"module": name, "ms": round(own, 1)} for own, _, name, _ in alone]}


def command(arguments: list[str], data: Path, times: int) -> dict:
    """A command's start-up: the best and the middle of ``times`` runs, and its imports."""
    runs = sorted(_run(arguments, data)[:2] for _ in range(times))
    _, _, stderr = _run(["-X", "importtime", *arguments], data)
    return {"best": round(runs[0][0], 3), "median": round(runs[len(runs) // 2][0], 3), "cpu": round(min(cpu for _, cpu in runs), 3), "imports": imports(stderr)}


def page(data: Path, times: int) -> dict:
    """From ``python app.py`` until /health answers, and until the first page is there, seconds."""
    healthy, shown, cpu = [], [], []
    for flags in [[]] * times + [["-X", "importtime"]]:  # the last run is for the imports only
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        before, began = os.times(), time.perf_counter()
        with tempfile.TemporaryFile("w+") as errors:
            process = subprocess.Popen([sys.executable, *flags, "app.py"], cwd=ROOT, env=_environment(data, ASMK_PORT=str(port)), stdout=subprocess.DEVNULL, stderr=errors)
            try:
                _get(f"http://127.0.0.1:{port}/health", process, began)
                if not flags:
                    healthy.append(time.perf_counter() - began)
                    _get(f"http://127.0.0.1:{port}/", process, began)
                    shown.append(time.perf_counter() - began)
            finally:
                process.terminate()
                process.wait(timeout=60)
            errors.seek(0)
            stderr = errors.read()
        after = os.times()
        if not flags:
            cpu.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return {"health": round(min(healthy), 3), "best": round(min(shown), 3), "median": round(sorted(shown)[len(shown) // 2], 3), "cpu": round(min(cpu), 3), "imports": imports(stderr)}


def _get(address: str, process, began: float) -> None:
    while True:
        if process.poll() is not None or time.perf_counter() - began > 180:
            raise RuntimeError("the page did not start")
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                answer.read()
                return
        except OSError:
            time.sleep(0.02)


def measure(data: Path, times: int = 3) -> dict:
    """All start-ups with the index in ``data``."""
    return {
        "python": {"best": round(min(_run(["-c", "pass"], data)[0] for _ in range(times)), 3)},
        "asmk --help": command(["-m", "assistant", "--help"], data, times),
        "asmk ask": command(["-m", "assistant", "ask", QUESTION], data, times),
        "app.py": page(data, times),
    }
