"""Many reports read and cut at the same time, each in one of a few processes (``python -m index.work``).

Each of them has a guarded child of its own for the PDF files (see read.py): one bad file harms only itself. A process of
this kind costs half a second to start, so it takes several files to be worth it.
"""

import os
import queue
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from index import sandbox
from index.errors import AsmkError, ReportError
from index.types import Report, report_from_dict, report_to_dict

SECONDS = 600.0  # for one file; reading alone has a limit of a minute
UNLIMITED = -1  # bytes; what needs a limit is the PDF, in its own process


class Pool:
    """Reads and cuts files ahead, in their order. A context manager; ``alone(path)`` stands in where a process fails."""

    def __init__(self, paths: list[Path], alone: Callable[[Path], Report]):
        self._alone = alone
        self._free: queue.Queue[sandbox.Child] = queue.Queue()
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self._children = [sandbox.Child("index.work", SECONDS, SECONDS) for _ in range(min(cores, len(paths)))]
        for child in self._children:
            self._free.put(child)
        self._threads = ThreadPoolExecutor(len(self._children))
        self._found = {path: self._threads.submit(self._cut, path) for path in paths}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._threads.shutdown(wait=False, cancel_futures=True)
        for child in self._children:
            child.stop()

    def __contains__(self, path: Path) -> bool:
        return path in self._found

    def cut(self, path: Path) -> Report:
        """The report in a file of the pool, waited for. Raises ReportError, AsmkError."""
        return self._found.pop(path).result()

    def _cut(self, path: Path) -> Report:
        child = self._free.get()
        try:
            (answer,) = child.ask({"path": str(path.absolute())})
        except (sandbox.ChildDied, sandbox.ChildTooSlow, sandbox.ChildMissing):
            return self._alone(path)
        finally:
            self._free.put(child)
        if "refused" in answer:
            raise ReportError(path.name, answer["refused"])
        if "failed" in answer:
            raise AsmkError(answer["failed"])
        return report_from_dict(answer["report"])


def _answer(request: dict) -> Iterator[dict]:
    from index import build

    path = Path(request["path"])
    try:
        yield {"done": True, "report": report_to_dict(build.parse(path, build.bundled().documents))}
    except ReportError as error:
        yield {"done": True, "refused": str(error).removeprefix(f"{error.file}: ")}
    except AsmkError as error:
        yield {"done": True, "failed": str(error)}


if __name__ == "__main__":
    sandbox.serve(_answer, UNLIMITED, SECONDS)
