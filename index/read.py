"""PDF file in, lines with their place on the page out. The only module that knows pypdf.

:func:`read_pdf` is what others call. The work is done by a child process with limits (``python -m index.read``, see
:func:`_answer`), because a PDF is a program that somebody else wrote.
"""

import gc
import hashlib
import io
import logging
import math
import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from index import sandbox, textlayer
from index.errors import AsmkError, ReportError

MAX_BYTES = 100 * 1024 * 1024
MAX_PAGES = 1500
# A thousand pages of close print have some four million characters in 60,000 lines.
MAX_CHARACTERS = 10_000_000
MAX_LINES = 150_000
MAX_MEMORY = 1000 * 1024 * 1024
PAGE_SECONDS = 10.0
TOTAL_SECONDS = 60.0
# A report of ten pages has some 20,000 letters; fewer than this per page on average means scanned pictures.
MIN_LETTERS_PER_PAGE = 40

_OCR = "bitte lassen Sie vorher eine Texterkennung (OCR) laufen."
_AGAIN = "bitte laden Sie den Bericht noch einmal herunter."
_BROKEN = "Das PDF ist beschädigt oder unvollständig; bitte laden Sie es noch einmal herunter."
_ODD = "Das PDF lässt sich nicht lesen (beschädigt oder ungewöhnlich aufgebaut); bitte speichern Sie es neu als PDF."
_TOO_LONG = "Das PDF ist zu aufwendig aufgebaut und braucht beim Lesen zu viel Zeit; bitte speichern Sie es neu als PDF oder teilen Sie es."
_TOO_BIG = "Das PDF ist zu aufwendig aufgebaut und braucht beim Lesen zu viel Arbeitsspeicher; bitte speichern Sie es neu als PDF oder teilen Sie es."


@dataclass(frozen=True)
class Line:
    """One printed line. ``x`` and ``y`` in points from the lower left corner; None where the PDF does not tell.

    Of text that runs up, down or upside down, they are the place on the page as it is turned to read it.
    """

    text: str
    x: float | None = None
    y: float | None = None
    size: float = 0.0
    bold: bool = False


@dataclass(frozen=True)
class Source:
    """A PDF as read: pages of lines in reading order, the checksum of the file, and German sentences on what is odd in it."""

    file: str
    sha256: str
    pages: tuple[tuple[Line, ...], ...]
    metadata_title: str | None = None
    warnings: tuple[str, ...] = ()


class _Refused(Exception):
    """A German sentence that says why a file cannot be read, and what to do."""


_child = sandbox.Child("index.read", PAGE_SECONDS, TOTAL_SECONDS)


def read_pdf(path: Path) -> Source:
    """Read the text layer of a PDF, in bounded time and memory.

    Raises ReportError with one German sentence for anything that is no readable PDF with text, AsmkError where
    nothing can be read at all.
    """
    pages = []
    try:
        for part in _child.ask({"path": str(path.absolute())}):
            if "page" in part:
                pages.append(tuple(Line(*line) for line in part["page"]))
    except sandbox.ChildTooSlow:
        raise ReportError(path.name, _TOO_LONG) from None
    except sandbox.ChildDied:
        raise ReportError(path.name, _TOO_BIG) from None
    except sandbox.ChildMissing:
        raise AsmkError("Der Prozess, der PDF-Dateien liest, startet nicht; bitte installieren Sie das Programm neu.") from None
    if "refused" in part:
        raise ReportError(path.name, part["refused"])
    return Source(path.name, part["sha256"], tuple(pages), part["title"], tuple(part["warnings"]))


# ── in the child ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _answer(request: dict) -> Iterator[dict]:
    """A message per page, which also shows that there is progress, and a last one: the rest of Source, or why not."""
    try:
        yield from _read(Path(request["path"]))
    except _Refused as refusal:
        yield {"done": True, "refused": str(refusal)}
    except MemoryError:
        yield {"done": True, "refused": _TOO_BIG}
    gc.collect()


def _read(path: Path) -> Iterator[dict]:
    data = _bytes(path)
    yield {}  # so far so good
    oddities, lines, characters, letters = textlayer.Oddities(), 0, 0, 0
    with _Complaints() as complaints:
        try:
            reader = _open(data)
            title = reader.metadata.title if reader.metadata else None
            pages = len(reader.pages)
            for number, page in enumerate(reader.pages, 1):
                found = _page_lines(page)
                text = "\n".join(line.text for line in found)
                lines, characters = lines + len(found), characters + len(text)
                if lines > MAX_LINES or characters > MAX_CHARACTERS:
                    raise _Refused("Das PDF enthält mehr Text, als ein Bericht haben kann; bitte teilen Sie es in einzelne Berichte.")
                letters += sum(map(str.isalnum, text))
                oddities.see(number, text, len(text) < MIN_LETTERS_PER_PAGE and _has_picture(page))
                yield {"page": [astuple(line) for line in found]}
            catalogue = reader.trailer["/Root"]
            complaints.incomplete |= catalogue["/Pages"].get("/Count") is not None and catalogue["/Pages"]["/Count"] != pages
            filled = "/AcroForm" in catalogue and any(str(value or "").strip() for value in (reader.get_form_text_fields() or {}).values())
        except (_Refused, MemoryError):
            raise
        except Exception as error:  # pypdf lets many kinds of error through on broken files: all mean the same to the user
            raise _Refused(_TOO_BIG if type(error).__name__ == "LimitReachedError" else _BROKEN if type(error).__module__.startswith("pypdf") else _ODD) from error
    if complaints.cut_short:
        raise _Refused(_TOO_BIG)
    if complaints.damaged:
        raise _Refused(_BROKEN)
    if not pages:
        raise _Refused(f"Das PDF enthält keine Seiten; {_AGAIN}")
    if letters < MIN_LETTERS_PER_PAGE * pages:
        raise _Refused(f"Das PDF enthält keinen lesbaren Text (vermutlich ein Scan); {_OCR}")
    if oddities.mostly_gibberish:
        raise _Refused(f"Der Text des PDFs ist nicht lesbar hinterlegt (Zeichensalat statt Buchstaben); {_OCR}")
    warnings = oddities.warnings()
    if filled:
        warnings += ("Was in ausgefüllten Formularfeldern steht, wird nicht gelesen; bitte drucken Sie das Formular vorher in ein PDF, wenn es dazugehört.",)
    if complaints.incomplete:
        warnings += ("Das PDF ist nicht fehlerfrei aufgebaut; möglicherweise fehlt Text. Bitte vergleichen Sie Zitate mit dem PDF.",)
    yield {"done": True, "sha256": hashlib.sha256(data).hexdigest(), "title": None if title is None else _whole(str(title)), "warnings": warnings}


def _bytes(path: Path) -> bytes:
    """The file, if it looks like a whole PDF."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _Refused(f"Die Datei ist größer als {MAX_BYTES // 2**20} MB; bitte teilen oder verkleinern Sie sie.")
        data = path.read_bytes() if size else b""  # a pipe or device has no size, and perhaps no end
    except OSError as error:
        raise _Refused("Die Datei lässt sich nicht lesen; bitte prüfen Sie Pfad und Zugriffsrechte.") from error
    if not data:
        raise _Refused(f"Die Datei ist leer; {_AGAIN}")
    if b"%PDF-" not in data[:1024]:
        raise _Refused("Das ist keine PDF-Datei; bitte geben Sie den Bericht als PDF an.")
    if b"%%EOF" not in data.rstrip(b"\0 \t\r\n")[-4096:]:
        raise _Refused(_BROKEN)  # what lacks its end may lack pages, and pypdf would not say so
    return data


def _open(data: bytes):
    """pypdf's reader of a file, decrypted where no password is needed, with a bearable number of pages."""
    import pypdf
    from pypdf.errors import DependencyError

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
    except DependencyError:  # AES without the package cryptography
        locked = True
    if locked:
        raise _Refused("Das PDF ist mit einem Kennwort geschützt; bitte speichern Sie es ohne Kennwort und versuchen Sie es erneut.")
    if len(reader.pages) > MAX_PAGES:
        raise _Refused(f"Das PDF hat mehr als {MAX_PAGES} Seiten; bitte teilen Sie es in einzelne Berichte.")
    return reader


class _Complaints(logging.Handler):
    """What pypdf logs while it mends a broken file: data was ``damaged``, a limit ``cut_short`` the text, it may be ``incomplete``.

    In trials with damaged reports, a fifth of those that could still be read lacked text, and nearly all of these had
    some complaint, of many kinds: so all count but those about mere form.
    """

    damaged = cut_short = incomplete = False

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        self.damaged |= "while decompressing" in message
        self.cut_short |= re.search(r"Exceeded |Limiting to|is skipped", message) is not None
        self.incomplete |= re.search("not zero-indexed|Superfluous whitespace|Multiple definitions", message) is None

    def __enter__(self):
        logger = logging.getLogger("pypdf")
        logger.propagate = False
        logger.addHandler(self)
        return self

    def __exit__(self, *_):
        logging.getLogger("pypdf").removeHandler(self)


def _has_picture(page) -> bool:
    node = page
    for key in ("/Resources", "/XObject"):
        node = node.get(key)
        node = {} if node is None else node.get_object() or {}
    items = [item.get_object() or {} for item in node.values()]
    return any(item.get("/Subtype") in ("/Image", "/Form") for item in items)


def _page_lines(page) -> tuple[Line, ...]:
    """The lines of one page: pypdf's own text, each line with the place and font of its first words."""
    fragments: list[tuple[str, float, float, float, bool]] = []

    def visit(text, current, matrix, font, size):
        if text:
            x = matrix[4] * current[0] + matrix[5] * current[2] + current[4]
            y = matrix[4] * current[1] + matrix[5] * current[3] + current[5]
            along, up = matrix[0] * current[0] + matrix[1] * current[2], matrix[0] * current[1] + matrix[1] * current[3]
            if abs(up) > abs(along):  # the text runs up or down the page
                x, y = (y, float(page.mediabox.width) - x) if up > 0 else (float(page.mediabox.height) - y, x)
            elif along < 0:  # upside down
                x, y = float(page.mediabox.width) - x, float(page.mediabox.height) - y
            scale = abs(matrix[3] * current[3]) or abs(matrix[1] * current[1]) or 1.0
            name = str((font or {}).get("/BaseFont", "")).lower()
            fragments.append((text, x, y, size * scale, "bold" in name or "black" in name or "heavy" in name))

    page.extract_text(visitor_text=visit)
    lines: list[Line] = []
    text, place = "", None
    for fragment, x, y, size, bold in fragments:
        head, *rest = fragment.split("\n")
        parts = [(head, False)] + [(part, True) for part in rest]
        for part, new_line in parts:
            if new_line:
                lines.append(_line(text, place))
                text, place = "", None
            if part.strip() and place is None:
                place = (x, y, size, bold)
            elif part.strip() and place is not None:
                place = (place[0], place[1], max(place[2], size), place[3] and bold)
            text += part
    lines.append(_line(text, place))
    while lines and not lines[-1].text.strip():
        lines.pop()
    while lines and not lines[0].text.strip():
        lines.pop(0)
    return tuple(lines)


def _line(text: str, place: tuple[float, float, float, bool] | None) -> Line:
    text = textlayer.mend(_whole(text.rstrip()))
    if place is None or place[:2] == (0.0, 0.0) or not all(map(math.isfinite, place)):
        return Line(text)
    x, y, size, bold = place
    return Line(text, round(x, 1), round(y, 1), round(size, 1), bold)


def _whole(text: str) -> str:
    """Text that can be written to a file: halves of a character joined, single ones replaced."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


if __name__ == "__main__":
    sandbox.serve(_answer, MAX_MEMORY, TOTAL_SECONDS)
