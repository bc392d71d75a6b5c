"""Two columns on a page: their lines in reading order, whether the PDF holds them column by column or line by line across both."""

from dataclasses import replace

from index.read import Line
from index.textlayer import width

_MIN_LINES = 8  # in each column; fewer are an address beside a date, or a short list


def in_order(page: list[Line]) -> list[Line]:
    """The lines of a page from the left column to the right one, what goes across both where it stands; else the page as it is.

    Lines of the right column get the place they would have in the left one, so that indents mean the same in both.
    """
    if any(line.text and line.y is None for line in page):
        return page
    own = [line for line in page if line.text and not line.role]
    parts = [part for line in own for part in _split(line)]
    gutter = _gutter(parts)
    if gutter is None:
        return page
    whole = [part for part in parts if part.x < gutter - 30 and _end(part) > gutter + 20]
    left = [part for part in parts if part.x < gutter - 3 and part not in whole]
    right = [part for part in parts if part.x >= gutter - 3]
    shift = min(part.x for part in right) - min(part.x for part in left)
    ordered: list[Line] = []
    bounds = sorted((part.y for part in whole), reverse=True)
    for place, upper in enumerate([float("inf"), *bounds]):
        lower = bounds[place] if place < len(bounds) else float("-inf")
        if place:
            ordered += [part for part in whole if part.y == upper]
        ordered += _down(part for part in left if lower < part.y < upper)
        ordered += [replace(part, x=round(part.x - shift, 1)) for part in _down(part for part in right if lower < part.y < upper)]
    return ordered + [line for line in page if line.text and line.role]


def at_gaps(line: Line, edges: tuple[float, ...] = ()) -> list[Line]:
    """A line as several where a wide gap is, or where a part starts at one of the ``edges`` (x of a table's columns)."""
    pieces: list[Line] = []
    for text, x, y, size, bold in line.parts or ((line.text, line.x, line.y, line.size, line.bold),):
        if pieces and x - _end(pieces[-1]) <= 0.8 * line.size and not any(abs(x - edge) < 2 for edge in edges):
            pieces[-1] = replace(pieces[-1], text=f"{pieces[-1].text} {text}", size=max(size, pieces[-1].size), bold=bold and pieces[-1].bold)
        else:
            pieces.append(replace(line, text=text, x=x, y=y, size=size, bold=bold, parts=()))
    return pieces


def _split(line: Line) -> list[Line]:
    """The same; a list item's label stays with its words, and a line of one column whole."""
    pieces = at_gaps(line)
    if len(pieces) == 1:
        return [replace(line, parts=())]
    if len(pieces[0].text) < 6:
        pieces[:2] = [replace(pieces[0], text=f"{pieces[0].text} {pieces[1].text}")]
    return pieces


def _end(line: Line) -> float:
    return line.x + width(line.text) * line.size


def _down(lines) -> list[Line]:
    return sorted(lines, key=lambda line: -line.y)


def _gutter(parts: list[Line]) -> float | None:
    """Where the right column starts, if there are two: many lines start there, many end before it, few run across."""
    if len(parts) < 2 * _MIN_LINES:
        return None
    first, last = min(part.x for part in parts), max(map(_end, parts))
    middle = [part for part in parts if 0.4 < (part.x - first) / max(1.0, last - first) < 0.65 and len(part.text) > 3]
    if len(middle) < _MIN_LINES:
        return None
    start = min(part.x for part in middle if sum(abs(part.x - other.x) < 3 for other in middle) > 1)
    column = [part for part in middle if start - 3 <= part.x < start + 40]
    left = [part for part in parts if part.x < start - 30]
    before = [part for part in left if _end(part) < start + 15]
    if len(column) < max(_MIN_LINES, 0.8 * len(middle)) or len(before) < _MIN_LINES or len(before) < 0.7 * len(left):
        return None
    return start
