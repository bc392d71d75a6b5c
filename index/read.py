"""PDF file in, lines with their place on the page out. The only module that knows pypdf."""

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path

from index.errors import ReportError

MAX_BYTES = 100 * 1024 * 1024
MAX_PAGES = 1500
# A report of ten pages has some 20,000 letters; fewer than this per page on average means scanned pictures.
MIN_LETTERS_PER_PAGE = 40


@dataclass(frozen=True)
class Line:
    """One printed line. ``x`` and ``y`` in points from the lower left corner; None where the PDF does not tell."""

    text: str
    x: float | None = None
    y: float | None = None
    size: float = 0.0
    bold: bool = False


@dataclass(frozen=True)
class Source:
    """A PDF as read: pages of lines in reading order, and the checksum of the file."""

    file: str
    sha256: str
    pages: tuple[tuple[Line, ...], ...]
    metadata_title: str | None = None


def read_pdf(path: Path) -> Source:
    """Read the text layer of a PDF.

    Raises ReportError with one German sentence for anything that is no readable PDF with text.
    """
    name = path.name
    try:
        size = path.stat().st_size
        if size == 0:
            raise ReportError(name, "Die Datei ist leer; bitte laden Sie den Bericht noch einmal herunter.")
        if size > MAX_BYTES:
            raise ReportError(name, f"Die Datei ist größer als {MAX_BYTES // 2**20} MB; bitte teilen oder verkleinern Sie sie.")
        data = path.read_bytes()
    except OSError as error:
        raise ReportError(name, "Die Datei lässt sich nicht lesen; bitte prüfen Sie Pfad und Zugriffsrechte.") from error
    if b"%PDF-" not in data[:1024]:
        raise ReportError(name, "Das ist keine PDF-Datei; bitte geben Sie den Bericht als PDF an.")
    pages, title = _extract(name, path)
    if not pages:
        raise ReportError(name, "Das PDF enthält keine Seiten; bitte laden Sie den Bericht noch einmal herunter.")
    letters = sum(character.isalnum() for page in pages for line in page for character in line.text)
    if letters < MIN_LETTERS_PER_PAGE * len(pages):
        raise ReportError(
            name, "Das PDF enthält keinen lesbaren Text (vermutlich ein Scan); bitte lassen Sie vorher eine Texterkennung (OCR) laufen."
        )
    return Source(name, hashlib.sha256(data).hexdigest(), pages, title)


def _extract(name: str, path: Path) -> tuple[tuple[tuple[Line, ...], ...], str | None]:
    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReportError(name, "Das PDF ist mit einem Kennwort geschützt; bitte speichern Sie es ohne Kennwort und versuchen Sie es erneut.")
        if len(reader.pages) > MAX_PAGES:
            raise ReportError(name, f"Das PDF hat mehr als {MAX_PAGES} Seiten; bitte teilen Sie es in einzelne Berichte.")
        title = reader.metadata.title if reader.metadata else None
        return tuple(_page_lines(page) for page in reader.pages), title
    except ReportError:
        raise
    except (PyPdfError, OSError) as error:
        raise ReportError(name, "Das PDF ist beschädigt oder unvollständig; bitte laden Sie es noch einmal herunter.") from error
    except Exception as error:  # pypdf lets many kinds of error through on broken files: all mean the same to the user
        raise ReportError(name, "Das PDF lässt sich nicht lesen (beschädigt oder ungewöhnlich aufgebaut); bitte speichern Sie es neu als PDF.") from error


def _page_lines(page) -> tuple[Line, ...]:
    """The lines of one page: pypdf's own text, each line with the place and font of its first words."""
    fragments: list[tuple[str, float, float, float, bool]] = []

    def visit(text, current, matrix, font, size):
        if text:
            x = matrix[4] * current[0] + matrix[5] * current[2] + current[4]
            y = matrix[4] * current[1] + matrix[5] * current[3] + current[5]
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
    if place is None or place[:2] == (0.0, 0.0):
        return Line(text.rstrip())
    x, y, size, bold = place
    return Line(text.rstrip(), round(x, 1), round(y, 1), round(size, 1), bold)
