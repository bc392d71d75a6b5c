"""Footnotes: the small print at the foot of a page, told apart so that it tears no sentence that goes on overleaf."""

import re
from collections import Counter
from dataclasses import replace

from index.read import Line

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
MAX_LINES = 100  # at the foot of one page
_NUMBER = re.compile(rf"^(?:([{RAISED}]{{1,3}})\s*|(\d{{1,3}})\)?\s+|(\*{{1,3}})\)?\s*)(?=\S)")
_PLAIN = str.maketrans(RAISED, "0123456789")


def number_of(note: str) -> str | None:
    """The number that a footnote starts with, as it stands in the text ("³"), or None where it goes on."""
    match = _NUMBER.match(note)
    if not match:
        return None
    return match[1] or match[3] or match[2].translate(str.maketrans("0123456789", RAISED))


def plain(number: str) -> str:
    """"³" as "3"."""
    return number.translate(_PLAIN)


def set_apart(page: list[Line], size: float) -> list[Line]:
    """The lines of a page, those of its footnotes with the role "note".

    Footnotes are the lowest lines of a page, all in smaller print than the body (``size``, points), and the first of them starts with
    a number; so a page whose last lines are merely small has none.
    """
    placed = sorted((line for line in page if line.text and line.y is not None and not line.role), key=lambda line: line.y)
    foot: list[Line] = []
    for line in placed:
        if not 0 < line.size < 0.92 * size:
            break
        foot.append(line)
    while foot and not number_of(foot[-1].text):
        foot.pop()  # small print above the first number is no footnote
    if len(foot) == len(placed):
        return page
    if len(foot) > MAX_LINES:
        return page
    own = set(map(id, foot))
    return [replace(line, role="note") if id(line) in own else line for line in page]


def body_size(pages: list[list[Line]]) -> float:
    """The size in which most letters of a document are printed, points; 0 where no size is known."""
    sizes: Counter = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0
