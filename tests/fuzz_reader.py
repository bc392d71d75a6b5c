"""Throws damaged PDFs at the reader: ``python tests/fuzz_reader.py --minutes 10 [--seed N]``.

The sample reports, in every layout, as they are and with their streams unpacked, are cut, flipped, overwritten and shuffled at random.
Each must be read or refused with one German sentence, in bounded time and memory; what is read must be cut into a
report or refused likewise. A file that breaks this is kept in the folder of temporary files and ends the run with 1.
"""

import argparse
import io
import random
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from helpers import LAYOUTS, WRITTEN
from index import build, read
from index.errors import ReportError


@dataclass
class Result:
    """What came of a run: how many files ended how, the slowest one and the largest memory of the reading process."""

    outcomes: Counter = field(default_factory=Counter)
    seconds: float = 0.0
    slowest: float = 0.0
    memory: int = 0  # bytes; 0 where the system does not tell
    broken: list[str] = field(default_factory=list)


def unpacked(path: Path) -> bytes:
    """The same report without compression, so that damage reaches fonts, texts and objects."""
    import pypdf

    writer = pypdf.PdfWriter(clone_from=path)
    for number in range(len(writer._objects)):
        found = writer._objects[number]
        if isinstance(found, pypdf.generic.EncodedStreamObject):
            plain = pypdf.generic.DecodedStreamObject()
            plain.update({key: value for key, value in found.items() if key not in ("/Filter", "/DecodeParms", "/Length")})
            plain.set_data(found.get_data())
            writer._objects[number] = plain
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """One to three kinds of damage."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        at, size = chance.randrange(len(out)), chance.choice([1, 8, 100, 2000])
        kind = chance.randrange(7)
        if kind == 0:
            tail = out[-200:] if chance.random() < 0.7 else b""  # with its end kept, it is not refused at once
            out = out[:at] + tail
        elif kind == 1:
            for _ in range(chance.choice([1, 5, 50])):
                out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
        elif kind == 2:
            out[at : at + size] = chance.randbytes(size)
        elif kind == 3:
            del out[at : at + size]
        elif kind == 4:
            out[at:at] = out[chance.randrange(len(out)) :][:size]
        else:  # a number or a name changes its value
            found = list(re.finditer(rb"(?<![\w.])\d+(?![\w.])" if kind == 5 else rb"/[A-Z]\w+", bytes(out)))
            if found:
                one, other = chance.choice(found), chance.choice(found).group()
                out[one.start() : one.end()] = chance.choice([other, b"0", b"-1", b"99999999999", b"null", b"[" * 500])
        if not out:
            break
    return bytes(out)


def run(seconds: float, seed: int) -> Result:
    """Damage and read for about so many seconds."""
    chance, result, start = random.Random(seed), Result(), time.monotonic()
    originals = [path.read_bytes() for path in WRITTEN + LAYOUTS] + [unpacked(path) for path in WRITTEN + LAYOUTS]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bericht.pdf"
        while time.monotonic() - start < seconds:
            data = damaged(chance.choice(originals), chance)
            path.write_bytes(data)
            began = time.monotonic()
            outcome = _outcome(path)
            took = time.monotonic() - began
            result.outcomes[outcome] += 1
            result.slowest = max(result.slowest, took)
            result.memory = max(result.memory, _memory())
            if outcome.startswith("FEHLER") or took > read.TOTAL_SECONDS + 10:
                kept = Path(tempfile.gettempdir()) / f"asmk-fuzz-{seed}-{sum(result.outcomes.values())}.pdf"
                kept.write_bytes(data)
                result.broken.append(f"{outcome} ({took:.1f} s): {kept}")
    result.seconds = time.monotonic() - start
    return result


def _outcome(path: Path) -> str:
    try:
        source = read.read_pdf(path)
        outcome = "gelesen, mit Hinweis" if source.warnings else "gelesen"
        "".join(line.text for page in source.pages for line in page).encode()  # halves of characters cannot be stored
        build.analyse(source)
        return outcome
    except ReportError as error:
        name, _, reason = str(error).partition(": ")
        plain = name == path.name and reason.endswith(".") and "\n" not in reason
        return reason if plain else f"FEHLER {error!r}"
    except Exception as error:
        return f"FEHLER {error!r}"


def _memory() -> int:
    """The most memory that the reading process has had, in bytes."""
    process = read._child._process
    try:
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii") if process else ""
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    return int(found.group(1)) * 1024 if found else 0


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--seed", type=int, default=None)
    chosen = options.parse_args()
    seed = random.randrange(10**6) if chosen.seed is None else chosen.seed
    result = run(chosen.minutes * 60, seed)
    print(f"seed {seed}: {sum(result.outcomes.values())} files in {result.seconds:.0f} s, slowest {result.slowest:.1f} s, largest memory {result.memory / 2**20:.0f} MB")
    for outcome, count in result.outcomes.most_common():
        print(f"{count:7}  {outcome}")
    for line in result.broken:
        print(line)
    return 1 if result.broken else 0


if __name__ == "__main__":
    sys.exit(main())
