"""The reports and vectors of one generation on disk: written once, read piece by piece when somebody asks.

    reports.jsonl       a line a report: what it says of itself, the ids of its resolutions, where its text and letters lie
    texts.bin           each report's text, then the letters of its pages as JSON
    resolutions.jsonl   a line a resolution; lines.npy holds where each begins
    vectors.npy         a vector for each resolution and for each of its passages; rows.npy holds where each resolution's begin

A hundred thousand resolutions open in a second this way, and only what is looked at takes memory.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields, is_dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from index.types import Report, Resolution, report_from_dict, resolution_from_dict

MAPPED_FROM = 256 * 1024 * 1024  # bytes from which the vectors stay on disk and are mapped
_LATER = ("text", "page_letters", "resolutions")


class _Later:
    """An attribute that is read from the archive when first asked for; what an instance holds itself comes first."""

    def __init__(self, name: str):
        self._name = name

    def __get__(self, report, owner=None):
        if report is None:
            return self
        value = report.__dict__[self._name] = report.kept.read(report, self._name)
        return value


class StoredReport(Report):
    """A report in an archive. ``dataclasses.replace`` makes one that lies in none."""

    text, page_letters, resolutions = (_Later(name) for name in _LATER)
    kept: "Archive | None" = None
    number: int = -1  # its place among the archive's reports

    def __eq__(self, other) -> bool:
        return isinstance(other, Report) and all(getattr(self, field.name) == getattr(other, field.name) for field in fields(Report))

    __hash__ = Report.__hash__


class Archive:
    """The open files of a generation. Raises OSError, ValueError, KeyError or TypeError where they are gone or damaged."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._texts, self._lines = _mapped(folder / "texts.bin"), _mapped(folder / "resolutions.jsonl")
        self.line, self.first_row = np.load(folder / "lines.npy"), np.load(folder / "rows.npy")
        self.ids: list[str] = []
        self.first: list[int] = [0]  # place of each report's first resolution
        self._extents: list[tuple[list[int], list[int]]] = []
        self.reports: list[Report] = []
        with (folder / "reports.jsonl").open(encoding="utf-8") as file:
            for number, line in enumerate(file):
                entry = json.loads(line)
                self.ids += entry["ids"]
                self.first.append(len(self.ids))
                self._extents.append((entry["text"], entry["letters"]))
                plain = report_from_dict({**entry["head"], "text": "", "page_letters": (), "resolutions": ()})
                report = object.__new__(StoredReport)
                report.__dict__.update({name: value for name, value in plain.__dict__.items() if name not in _LATER}, kept=self, number=number)
                self.reports.append(report)
        end = sum(self._extents[-1][1]) if self.reports else 0
        if not len(self.line) == len(self.first_row) == len(self.ids) + 1 or self.line[-1] != len(self._lines) or end != len(self._texts):
            raise ValueError("the files do not fit together")
        self.resolutions = Resolutions(self)

    @cached_property
    def vectors(self) -> np.ndarray:
        """The vectors, shape (rows, dimension), float32; a large table stays on disk and is mapped."""
        path = self.folder / "vectors.npy"
        found = np.asarray(np.load(path, mmap_mode="r" if path.stat().st_size > MAPPED_FROM else None))  # a plain array: its slices are quicker
        if len(found) != self.first_row[-1]:
            raise ValueError("the vectors do not fit the reports")
        return found

    def part(self, report: Report, which: int) -> bytes:
        """A report's text (0) or letters (1) as they are written."""
        start, length = self._extents[report.number][which]
        return self._texts[start : start + length].tobytes()

    def written(self, first: int, last: int) -> bytes:
        """The lines of resolutions ``first`` to ``last`` - 1."""
        return self._lines[self.line[first] : self.line[last]].tobytes()

    def span(self, report: Report) -> tuple[int, int]:
        """The places of a report's resolutions: the first, and the one after the last."""
        return self.first[report.number], self.first[report.number + 1]

    def read(self, report: Report, name: str):
        """The value of an attribute that is read later."""
        if name == "text":
            return self.part(report, 0).decode("utf-8")
        if name == "page_letters":
            return tuple(json.loads(self.part(report, 1)))
        return tuple(self.resolutions[place] for place in range(*self.span(report)))


class Resolutions(Sequence):
    """All resolutions of an archive by their place; each is made when first asked for, and kept."""

    def __init__(self, archive: Archive):
        self._archive = archive
        self._made: list[Resolution | None] = [None] * len(archive.ids)

    def __len__(self) -> int:
        return len(self._made)

    def __getitem__(self, place):
        if isinstance(place, slice):
            return tuple(self[number] for number in range(*place.indices(len(self))))
        found = self._made[place]
        if found is None:
            place = range(len(self))[place]
            found = self._made[place] = resolution_from_dict(json.loads(self._archive.written(place, place + 1)))
        return found


def write(folder: Path, reports: list[Report], embed: Callable[[Report], np.ndarray], dimension: int) -> None:
    """Write reports and vectors. What lies in another archive is copied, only what lies in none is embedded.

    ``embed``: vectors of a report's resolutions and passages, shape (rows, dimension).
    """
    lines, rows, at = [0], [0], 0
    with (folder / "reports.jsonl").open("w", encoding="utf-8") as heads, (folder / "texts.bin").open("wb") as texts, (folder / "resolutions.jsonl").open("wb") as resolutions:
        for report in reports:
            old = kept(report)
            if old:
                first, last = old.span(report)
                text, letters, written = old.part(report, 0), old.part(report, 1), old.written(first, last)
                ids, sizes, counts = old.ids[first:last], np.diff(old.line[first : last + 1]).tolist(), np.diff(old.first_row[first : last + 1]).tolist()
            else:
                text, letters = report.text.encode("utf-8"), json.dumps(report.page_letters, ensure_ascii=False).encode("utf-8")
                parts = [json.dumps(asdict(resolution), ensure_ascii=False).encode("utf-8") + b"\n" for resolution in report.resolutions]
                written, ids, sizes, counts = b"".join(parts), [r.id for r in report.resolutions], [len(part) for part in parts], [1 + len(r.passages) for r in report.resolutions]
            head = {field.name: _plain(getattr(report, field.name)) for field in fields(Report) if field.name not in _LATER}
            heads.write(json.dumps({"head": head, "ids": ids, "text": [at, len(text)], "letters": [at + len(text), len(letters)]}, ensure_ascii=False) + "\n")
            texts.write(text + letters)
            resolutions.write(written)
            at += len(text) + len(letters)
            lines += sizes
            rows += counts
    np.save(folder / "lines.npy", np.cumsum(lines))
    np.save(folder / "rows.npy", np.cumsum(rows))
    with (folder / "vectors.npy").open("wb") as file:
        np.lib.format.write_array_header_1_0(file, {"descr": "<f4", "fortran_order": False, "shape": (sum(rows), dimension)})
        for report in reports:
            old = kept(report)
            if old:
                first, last = old.span(report)
                found = old.vectors[old.first_row[first] : old.first_row[last]]
            else:
                found = embed(report)
            file.write(np.ascontiguousarray(found, dtype="<f4").data)


def kept(report: Report) -> Archive | None:
    """The archive that a report lies in, or None."""
    return report.__dict__.get("kept")


def _mapped(path: Path) -> np.ndarray:
    return np.asarray(np.memmap(path, dtype=np.uint8, mode="r")) if path.stat().st_size else np.zeros(0, dtype=np.uint8)


def _plain(value):
    """A report's own value as JSON has it."""
    return [asdict(part) if is_dataclass(part) else part for part in value] if isinstance(value, tuple) else asdict(value) if is_dataclass(value) else value
