"""Two columns on a page: their lines in reading order, whether the PDF holds them column by column or line by line across both."""

from dataclasses import replace
from itertools import groupby

from index.read import Line
from index.textlayer import width

_MAX_LINES = 1000  # a page with more is no printed page
_NARROW = 0.88  # a common serif against the sans serif of textlayer.width
_MIN_LINES = 8  # in each column; fewer are an address beside a date, or a short list


def in_order(pages: list[list[Line]]) -> list[list[Line]]:
    """The lines of each page from the left column to the right one, what goes across both where it stands; other pages as they are.

    A page that is hardly filled has its columns where another page has them. Lines of the right column get the place they would have in the
    left one, so that indents mean the same in both.
    """
    gutters = [_gutter(_pieces(page)) for page in pages]
    known = sorted({gutter for gutter in gutters if gutter is not None})
    done = []
    for page, gutter in zip(pages, gutters):
        if gutter is None and known:
            pieces = _pieces(page)
            gutter = next((other for other in known if _fits(pieces, other)), None)
        done.append(page if gutter is None else _ordered(page, gutter))
    return done


def at_gaps(line: Line, edges: tuple[float, ...] = ()) -> list[Line]:
    """A line as several where a wide gap is, or where a part starts at one of the ``edges`` (x of a table's columns)."""
    return _split(line, lambda before, x: x - before.x - width(before.text) * before.size > 0.8 * line.size or any(abs(x - edge) < 2 for edge in edges))


def _split(line: Line, parted) -> list[Line]:
    """A line as several; ``parted(words before, x)`` says whether a part that starts at x is another one."""
    pieces: list[Line] = []
    for text, x, y, size, bold in line.parts or ((line.text, line.x, line.y, line.size, line.bold),):
        if pieces and not parted(pieces[-1], x):
            pieces[-1] = replace(pieces[-1], text=f"{pieces[-1].text} {text}", size=max(size, pieces[-1].size), bold=bold and pieces[-1].bold)
        else:
            pieces.append(replace(line, text=text, x=x, y=y, size=size, bold=bold, parts=()))
    return pieces if len(pieces) > 1 else [line]


def _pieces(page: list[Line]) -> list[Line]:
    """All that a page shows, piece by piece; nothing where places are not known."""
    if len(page) > _MAX_LINES or any(line.text and line.y is None for line in page):
        return []
    return [piece for line in page if line.text and not line.role for piece in _split(line, lambda before, x: True)]


def _end(line: Line) -> float:
    """Where a line ends at the latest that is surely not less than a narrow font needs."""
    return line.x + _NARROW * width(line.text) * line.size


def _down(lines) -> list[Line]:
    return sorted(lines, key=lambda line: -line.y)


def _gutter(pieces: list[Line]) -> float | None:
    """Where the right column starts, if there are two: many lines start there, many end before it, few run across."""
    if len(pieces) < 2 * _MIN_LINES:
        return None
    first, last = min(piece.x for piece in pieces), max(map(_end, pieces))
    middle = [piece for piece in pieces if 0.4 < (piece.x - first) / max(1.0, last - first) < 0.65 and len(piece.text) > 3]
    common = [piece.x for piece in middle if sum(abs(piece.x - other.x) < 3 for other in middle) >= 3]
    if not common:
        return None
    start = min(common)
    column = [piece for piece in middle if start - 3 <= piece.x < start + 40]
    left = [piece for piece in pieces if piece.x < start - 30]
    before = [piece for piece in left if _end(piece) < start + 15]
    full = [piece for piece in before if _end(piece) - first > 0.55 * (start - first)]  # the cells of a table are mostly short
    if len(full) < 0.5 * len(before):
        return None
    if len(column) < max(_MIN_LINES, 0.8 * len(middle)) or len(before) < _MIN_LINES or len(before) < 0.7 * len(left):
        return None
    return start


def _fits(pieces: list[Line], gutter: float) -> bool:
    """Whether some lines start at the gutter of another page, and only few go across it."""
    left = [piece for piece in pieces if piece.x < gutter - 30]
    across = sum(_end(piece) > gutter + 20 for piece in left)
    return any(gutter - 3 <= piece.x < gutter + 40 for piece in pieces) and across <= 0.3 * len(left)


def _ordered(page: list[Line], gutter: float) -> list[Line]:
    parts = [part for line in page if line.text and not line.role for part in _split(line, lambda before, x: before.x < gutter - 3 <= x)]
    whole = [part for part in parts if part.x < gutter - 30 and _end(part) > gutter + 20]
    left = [part for part in parts if part.x < gutter - 3 and not (part.x < gutter - 30 and _end(part) > gutter + 20)]
    right = [part for part in parts if part.x >= gutter - 3]
    runs = [len(list(run)) for _, run in groupby(part.x >= gutter - 3 for part in parts if not (part.x < gutter - 30 and _end(part) > gutter + 20))]
    if len(runs) > 6 and sum(run == 1 for run in runs) < 0.5 * len(runs):
        return page  # neither column by column nor line by line: the cells of a table, in their order
    shift = gutter - min((part.x for part in left), default=gutter)
    ordered: list[Line] = []
    bounds = sorted({part.y for part in whole}, reverse=True)
    for place, upper in enumerate([float("inf"), *bounds]):
        lower = bounds[place] if place < len(bounds) else float("-inf")
        ordered += [part for part in whole if part.y == upper]
        ordered += _down(part for part in left if lower <= part.y < upper)
        ordered += [replace(part, x=round(part.x - shift, 1)) for part in _down(part for part in right if lower <= part.y < upper)]
    return ordered + [line for line in page if line.text and line.role]
