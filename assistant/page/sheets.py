"""The pages of a report as pictures, and where words stand on them. The only module that imports pypdfium2."""

import ctypes
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

SCALE = 2.0  # pixels per point: sharp at the width of the evidence pane on a high-resolution screen
_lock = threading.Lock()  # pdfium must not be called by two threads at once


@dataclass(frozen=True)
class Box:
    """A rectangle on a page, in parts (0 to 1) of the page's width and height, from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Sheet:
    """A page's size in points and its letters and digits in reading order, each with the box it stands in."""

    width: float
    height: float
    letters: str
    boxes: tuple[Box, ...]


def letters_of(text: str) -> str:
    """The letters and digits of a text, ligatures taken apart: what is compared when a quote is looked for."""
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isalnum())


def page_png(path: Path, page: int) -> bytes:
    """Page ``page`` (from 1) of a PDF as PNG. Raises IndexError if there is no such page."""
    return _page_png(path, path.stat().st_mtime_ns, page)


def sheet(path: Path, page: int) -> Sheet:
    """Size, letters and boxes of page ``page`` (from 1). Raises IndexError if there is no such page."""
    return _sheet(path, path.stat().st_mtime_ns, page)


def find(letters: str, sheets: list[Sheet]) -> list[list[Box]] | None:
    """The lines, per sheet, on which a quote stands that begins on the first sheet and ends on the last.

    ``letters`` are the quote's letters. Between two sheets there may be page furniture: the longest beginning
    that stands on a sheet is taken, and the rest is looked for on the next. None if the quote is not found.
    """
    if not letters or not sheets:
        return None
    page, rest = sheets[0], sheets[1:]
    if not rest:
        at = page.letters.find(letters)
        return None if at < 0 else [_lines(page.boxes[at : at + len(letters)])]
    low, high = 0, len(letters)
    while low < high:  # the longest beginning that stands on the page; every shorter one stands there too
        middle = (low + high + 1) // 2
        low, high = (middle, high) if letters[:middle] in page.letters else (low, middle - 1)
    for taken in range(low, max(0, low - 8), -1):  # furniture may happen to start with the quote's next letters
        at = page.letters.rfind(letters[:taken])
        following = find(letters[taken:], rest) if taken < len(letters) else None
        if following is not None:
            return [_lines(page.boxes[at : at + taken]), *following]
    return None


def extent(page: Sheet) -> Box:
    """The rectangle that holds all letters of a page."""
    if not page.boxes:
        return Box(0, 0, 1, 1)
    return Box(
        min(box.left for box in page.boxes),
        min(box.top for box in page.boxes),
        max(box.right for box in page.boxes),
        max(box.bottom for box in page.boxes),
    )


def _lines(boxes: tuple[Box, ...]) -> list[Box]:
    """Letters' boxes joined to one box per printed line."""
    lines: list[Box] = []
    for box in boxes:
        last = lines[-1] if lines else None
        if last and box.left >= last.left and min(last.bottom, box.bottom) - max(last.top, box.top) > 0.4 * (box.bottom - box.top):
            lines[-1] = Box(last.left, min(last.top, box.top), max(last.right, box.right), max(last.bottom, box.bottom))
        else:
            lines.append(box)
    return lines


@lru_cache(maxsize=96)
def _page_png(path: Path, changed: int, page: int) -> bytes:
    with _lock, _open(path) as document:
        picture = document[_index(document, page)].render(scale=SCALE).to_pil()
    out = BytesIO()
    picture.convert("P", colors=64).save(out, "PNG", compress_level=6) if _is_grey(picture) else picture.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _is_grey(picture) -> bool:
    """Whether a picture is black on white, so that few shades do."""
    small = picture.convert("RGB").resize((96, 128))
    return all(max(pixel) - min(pixel) < 12 for pixel in small.get_flattened_data())


@lru_cache(maxsize=256)
def _sheet(path: Path, changed: int, page: int) -> Sheet:
    import pypdfium2.raw as pdfium

    with _lock, _open(path) as document:
        sheet_page = document[_index(document, page)]
        width, height = sheet_page.get_size()
        text = sheet_page.get_textpage()
        letters: list[str] = []
        boxes: list[Box] = []
        for i in range(text.count_chars()):
            found = letters_of(chr(pdfium.FPDFText_GetUnicode(text.raw, i)))
            if found:
                box = _box(pdfium, sheet_page, text.get_charbox(i, loose=True), width, height)
                letters.extend(found)
                boxes.extend([box] * len(found))
    return Sheet(width, height, "".join(letters), tuple(boxes))


def _box(pdfium, page, charbox, width: float, height: float) -> Box:
    """A box in page space (points, origin below) as parts of the page as it is drawn, rotation and crop included."""
    fine = 20
    left, bottom, right, top = charbox
    corners = []
    for x, y in ((left, bottom), (right, top)):
        device_x, device_y = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, int(width * fine), int(height * fine), 0, x, y, device_x, device_y)
        corners.append((device_x.value / (width * fine), device_y.value / (height * fine)))
    (x1, y1), (x2, y2) = corners
    return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _open(path: Path):
    import pypdfium2

    return pypdfium2.PdfDocument(path)


def _index(document, page: int) -> int:
    if not 1 <= page <= len(document):
        raise IndexError(f"page {page} of {len(document)}")
    return page - 1
