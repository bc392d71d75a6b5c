"""A child process with limits: hostile input may hang it, crash it or fill its memory, never the program itself.

The child reads one JSON request a line from standard input and answers each with lines of JSON, the last one with
``"done": true``. It lives on for the next request; whatever goes wrong ends it, and the next request starts another.
"""

import atexit
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path


_START_SECONDS = 60.0
_READY = b"ready\n"


class ChildDied(Exception):
    """The child ended in the middle of a request: out of memory, or a crash of the interpreter."""


class ChildTooSlow(Exception):
    """The child took too long, for one line or for all; it has been stopped."""


class ChildMissing(Exception):
    """The child does not even start: that is no fault of the request."""


class Child:
    """``python -m MODULE`` as a worker that is started when first asked. One request at a time, from any thread."""

    def __init__(self, module: str, line_seconds: float, total_seconds: float):
        self._module, self._line_seconds, self._total_seconds = module, line_seconds, total_seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen | None = None
        self._lines: queue.Queue = queue.Queue()

    def ask(self, request: dict) -> Iterator[dict]:
        """The answers to a request as they come. Raises ChildDied, ChildTooSlow or ChildMissing."""
        with self._lock:
            self._start()
            deadline, done = time.monotonic() + self._total_seconds, False
            try:
                self._send(request)
                while not done:
                    try:
                        line = self._lines.get(timeout=max(0.0, min(self._line_seconds, deadline - time.monotonic())))
                    except queue.Empty:
                        raise ChildTooSlow from None
                    if not line.endswith(b"\n"):
                        raise ChildDied
                    answer = json.loads(line)
                    done = "done" in answer
                    yield answer
            finally:
                if not done:  # also when the caller was interrupted: what this child still says is answer to no one
                    self.stop()

    def stop(self) -> None:
        """End the child, if there is one."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _start(self) -> None:
        if self._process and self._process.poll() is None:
            return
        self.stop()
        self._lines = queue.Queue()
        self._process = subprocess.Popen(
            [sys.executable, "-m", self._module],
            cwd=Path(__file__).resolve().parents[1],  # where the module is found
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        atexit.register(self.stop)
        threading.Thread(target=_forward, args=(self._process.stdout, self._lines), daemon=True).start()
        try:
            ready = self._lines.get(timeout=_START_SECONDS)
        except queue.Empty:
            ready = b""
        if ready != _READY:
            self.stop()
            raise ChildMissing

    def _send(self, request: dict) -> None:
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise ChildDied from None


def _forward(stream, lines: queue.Queue) -> None:
    """Lines of a pipe into a queue, where they can be waited for with a time limit; then one empty line."""
    with stream:
        for line in stream:
            lines.put(line)
    lines.put(b"")


def serve(answer: Callable[[dict], Iterable[dict]], memory: int, seconds: float) -> None:
    """What the child runs: answer requests until standard input ends.

    ``memory`` in bytes for the whole process, ``seconds`` of processor time for each request: the parent keeps the time,
    but may be killed itself. Both hold where the system can limit them.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which ends this child if it must
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    out.write(_READY)
    out.flush()
    for line in sys.stdin.buffer:
        _limit(memory, int(time.process_time() + seconds) + 1)
        for part in answer(json.loads(line)):
            out.write(json.dumps(part).encode() + b"\n")
            out.flush()


def _limit(memory: int, seconds: int) -> None:
    """Bound this process's address space (it then gets a MemoryError, not the whole machine's memory) and processor time."""
    try:
        import resource
    except ImportError:  # Windows: the parent's time limits bound the memory too
        return
    for what, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        try:
            resource.setrlimit(what, (limit, resource.getrlimit(what)[1]))
        except (ValueError, OSError):  # macOS keeps no limit of address space; a stricter one may be set already
            pass
