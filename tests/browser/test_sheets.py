"""The highlight lies on the words: what stands in its boxes in the PDF is the quote."""

from pathlib import Path

import pypdfium2
import pytest

from assistant.page import sheets

REPORTS = sorted((Path(__file__).resolve().parents[2] / "docs" / "reports").glob("*.pdf"))


def words_in(path: Path, page: int, boxes) -> str:
    """The letters of a page whose middle lies in one of the boxes, read independently of the code under test."""
    document = pypdfium2.PdfDocument(path)
    width, height = document[page - 1].get_size()
    text = document[page - 1].get_textpage()
    found = []
    for i in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(i)
        x, y = (left + right) / 2 / width, 1 - (bottom + top) / 2 / height
        if any(box.left <= x <= box.right and box.top <= y <= box.bottom for box in boxes):
            found.append(text.get_text_range(i, 1))
    return sheets.letters_of("".join(found))


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_every_stretch_of_every_page_is_found(path):
    for page in range(1, len(pypdfium2.PdfDocument(path)) + 1):
        sheet = sheets.sheet(path, page)
        for start in range(0, len(sheet.letters) - 150, 400):
            wanted = sheet.letters[start : start + 150]
            [boxes] = sheets.find(wanted, [sheet])
            assert words_in(path, page, boxes) == wanted
            assert all(0 <= box.left < box.right <= 1 and 0 <= box.top < box.bottom <= 1 for box in boxes)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_quote_over_a_page_break_is_found_on_both_pages(path):
    first, second = sheets.sheet(path, 2), sheets.sheet(path, 3)
    # furniture (a page number, a running header) may stand between the two halves
    end, begin = len(first.letters) - 30, 60
    boxes = sheets.find(first.letters[end - 80 : end] + second.letters[begin : begin + 80], [first, second])
    assert words_in(path, 2, boxes[0]) == first.letters[end - 80 : end]
    assert words_in(path, 3, boxes[1]) == second.letters[begin : begin + 80]


def test_what_is_not_there_is_not_found():
    assert sheets.find("diesenSatzgibtesnicht", [sheets.sheet(REPORTS[0], 2)]) is None
    assert sheets.find("", [sheets.sheet(REPORTS[0], 2)]) is None
    with pytest.raises(IndexError):
        sheets.sheet(REPORTS[0], 999)


def test_a_page_becomes_a_picture():
    assert sheets.page_png(REPORTS[0], 1).startswith(b"\x89PNG")
