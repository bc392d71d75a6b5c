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
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from index import sandbox, textlayer
from index.errors import AsmkError, ReportError

MAX_BYTES = 100 * 1024 * 1024
MAX_PAGES = 1500
# A thousand pages of close print have some four million characters in 60,000 lines.
MAX_CHARACTERS = 10_000_000
MAX_LINES = 150_000
MAX_ASIDE = 100  # lines in a page's margin; more are no margin
MAX_PARTS = 30  # of one line; more are single letters or words
MAX_MEMORY = 1000 * 1024 * 1024
PAGE_SECONDS = 30.0
TOTAL_SECONDS = 120.0
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

    Of text that runs up, down or upside down, they are the place on the page as it is turned to read it. ``parts`` are the
    (words, x, y, size, bold) that the PDF shows one by one, as the cells of a table or a line of two columns; empty where it shows all at once. ``role``
    says what a line is where it is no plain one: "note" (at the foot or in the margin), or a cell of a table.
    """

    text: str
    x: float | None = None
    y: float | None = None
    size: float = 0.0
    bold: bool = False
    parts: tuple[tuple[str, float, float, float, bool], ...] = ()
    role: str = ""


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
                pages.append(tuple(Line(*line[:5], tuple(map(tuple, line[5])), *line[6:]) for line in part["page"]))
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


@dataclass(frozen=True)
class _Piece:
    """What pypdf reads at one go: words of one line, or the end of a line (""). ``turn``: 0 upright, 1 upside down, 2 up, 3 down."""

    text: str
    x: float
    y: float
    size: float
    bold: bool
    turn: int

    @property
    def placed(self) -> bool:
        return (self.x, self.y) != (0.0, 0.0) and math.isfinite(self.x) and math.isfinite(self.y)

    def same_line(self, other: "_Piece") -> bool:
        """Whether it stands on the other's line; columns set row by row come in turns, a little apart in height."""
        return not (self.placed and other.placed) or abs(self.y - other.y) <= 0.45 * max(self.size, other.size)


def _page_lines(page) -> tuple[Line, ...]:
    """The lines of one page: pypdf's own text, each line with the place and font of its first words."""
    pieces = _pieces(page)
    letters = [0, 0, 0, 0]
    for piece in pieces:
        letters[piece.turn] += len(piece.text.strip())
    turn = letters.index(max(letters))
    lines = _lines([piece for piece in pieces if piece.turn == turn])
    aside = _lines([piece for piece in pieces if piece.turn != turn])  # a stamp in the margin tears no sentence
    while lines and not lines[-1].text.strip():
        lines.pop()
    while lines and not lines[0].text.strip():
        lines.pop(0)
    return tuple(lines) + tuple(replace(line, role="note" if len(aside) < MAX_ASIDE else "") for line in aside if line.text.strip())


def _pieces(page) -> list[_Piece]:
    found: list[_Piece] = []
    seen: dict[tuple[str, int], list[_Piece]] = {}

    def visit(text, current, matrix, font, size):
        x = matrix[4] * current[0] + matrix[5] * current[2] + current[4]
        y = matrix[4] * current[1] + matrix[5] * current[3] + current[5]
        along, up = matrix[0] * current[0] + matrix[1] * current[2], matrix[0] * current[1] + matrix[1] * current[3]
        turn = 0
        if abs(up) > abs(along):  # the text runs up or down the page
            x, y = (y, float(page.mediabox.width) - x) if up > 0 else (float(page.mediabox.height) - y, x)
            turn = 2 if up > 0 else 3
        elif along < 0:  # upside down
            x, y = float(page.mediabox.width) - x, float(page.mediabox.height) - y
            turn = 1
        scale = abs(matrix[3] * current[3]) or abs(matrix[1] * current[1]) or 1.0
        name = str((font or {}).get("/BaseFont", "")).lower()
        bold = "bold" in name or "black" in name or "heavy" in name
        for number, words in enumerate(text.split("\n")):
            if number:
                found.append(_Piece("", 0.0, 0.0, 0.0, False, found[-1].turn if found else turn))  # it ends the line before
            piece = _Piece(words, x, y, size * scale, bold, turn)
            if words and not _again(piece, seen):
                found.append(piece)

    page.extract_text(visitor_text=visit)
    return found


def _again(piece: _Piece, seen: dict[tuple[str, int], list[_Piece]]) -> bool:
    """Whether the same words were shown in nearly the same place: a font made bold, or given a shadow, by printing it twice."""
    words = piece.text.strip()
    if not piece.placed or len(words) < 2:
        return False
    for row in (-1, 0, 1):
        if any(abs(piece.x - other.x) < 1.5 and abs(piece.y - other.y) < 1.5 for other in seen.get((words, round(piece.y / 2) + row), ())):
            return True
    seen.setdefault((words, round(piece.y / 2)), []).append(piece)
    return False


def _lines(pieces: list[_Piece]) -> list[Line]:
    lines: list[Line] = []
    current: list[_Piece] = []
    for piece in pieces:
        placed = next((one for one in reversed(current) if one.text.strip()), None)
        if not piece.text or (placed and piece.text.strip() and not piece.same_line(placed)):
            lines.append(_line(current))
            current = []
        if piece.text:
            current.append(piece)
    lines.append(_line(current))
    return lines


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _line(pieces: list[_Piece]) -> Line:
    shown = [piece for piece in pieces if piece.text.strip()]
    if not shown:
        return Line("")
    size = max(piece.size for piece in shown)
    foot = min((piece.y for piece in shown if piece.size == size), default=0.0)
    text, parts = "", []
    for piece in pieces:
        words = piece.text
        raised = re.fullmatch(r"\s*(\d{1,3})(\s*)", words) if piece.size < 0.8 * size and piece.y > foot + 0.08 * size else None
        if raised:  # the number of a footnote: "2024" and "5" must not read "20245"
            words = raised[1].translate(_RAISED) + raised[2]
            text = text.rstrip()
        if words.strip() and (raised or not piece.placed) and parts:
            parts[-1] = (parts[-1][0].rstrip() + words, *parts[-1][1:])
        elif words.strip():
            parts.append((words.strip(), round(piece.x, 1), round(piece.y, 1), round(piece.size, 1), piece.bold))
        text += words
    whole, first = textlayer.mend(_whole(text.rstrip())), shown[0]
    if not first.placed:
        return Line(whole)
    parts = [(textlayer.mend(_whole(words)), *place) for words, *place in parts] if 1 < len(parts) <= MAX_PARTS else []
    return Line(whole, round(first.x, 1), round(first.y, 1), round(size, 1), all(piece.bold for piece in shown), tuple(parts))


def _whole(text: str) -> str:
    """Text that can be written to a file: halves of a character joined, single ones replaced."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


if __name__ == "__main__":
    sandbox.serve(_answer, MAX_MEMORY, TOTAL_SECONDS)
