"""Resolutions told in a table (TOP | Thema | Ergebnis): its cells in reading order, each line with the role of its column.

A new name for a column goes into ``_COLUMNS``; nothing else needs to know it.
"""

import re
from dataclasses import replace

from index.columns import at_gaps
from index.read import Line

# role of the lines -> what the head of their column says
_COLUMNS = {
    "number": re.compile(r"^(?:TOP|Nr\.?|Nummer|Punkt|Ziffer|lfd\. Nr\.?|Lfd\. Nr\.?)(?: Nr\.)?$"),
    "title": re.compile(r"^(?:Thema|Themen|Gegenstand|Titel|Betreff|Beratungsgegenstand|Beschlussgegenstand|Tagesordnungspunkt|Bezeichnung)$"),
    "mover": re.compile(r"^(?:Antragsteller(?:in(?:nen)?|/in(?:nen)?|/-in(?:nen)?)?|Antragstellende(?:s Land| Länder)|Antrag(?: von)?|Einbringer|Initiative)$"),
    "vote": re.compile(r"^(?:Abstimmung(?:sergebnis)?|Votum|Stimmen(?:verhältnis)?|Abst\.)$"),
    "cell": re.compile(r"^(?:Ergebnis(?:se)?|Beschluss|Beschlüsse|Beratungsergebnis|Beschlussinhalt|Inhalt(?: des Beschlusses)?|Beschlusslage|Wesentlicher Inhalt)$"),
}
_NEEDED = {"number", "title", "cell"}
_NUMBER = re.compile(r"^(?:TOP\s*)?\d{1,2}(?:\.\d{1,3})*[a-z]?\.?$")
MAX_LINES = 1000  # a page with more is no printed page
_SLACK = 6.0  # points by which a cell's words may stand left of the head of their column


def in_rows(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages with the cells of such a table row by row, also over page breaks; all else as it is. A head that is repeated goes."""
    columns: list[tuple[float, str]] = []  # (x, role) of the table that is open
    done = []
    for page in pages:
        if len(page) > MAX_LINES or any(line.text and line.y is None for line in page):
            done.append(page)
            columns = []
            continue
        plain = [line for line in page if line.text and not line.role]
        head = _head([cell for line in plain for cell in at_gaps(line)])
        known = bool(columns)
        if head:
            columns = sorted((cell.x, _role(cell)) for cell in head)
        cells = [cell for line in plain for cell in at_gaps(line, tuple(x for x, _ in columns))]
        if not columns:
            done.append(page)
            continue
        top = max(cell.y for cell in head) if head else float("inf")
        table, end = _body(cells, columns, top)
        above = [line for line in page if line.text and (line.role or line.y > top + 3)]
        below = [line for line in page if line.text and not line.role and line.y <= end]
        first = [replace(cell, role="head") for cell in head] if head and not known else []
        done.append(above + first + _rows(table, columns) + below)
        if below:
            columns = []
    return done


def _role(cell: Line) -> str | None:
    return next((role for role, expression in _COLUMNS.items() if expression.match(cell.text.strip())), None)


def _head(cells: list[Line]) -> list[Line]:
    """The cells of the head row, or none."""
    for cell in cells:
        if _role(cell) == "number":
            row = [other for other in cells if abs(other.y - cell.y) < 3 and _role(other)]
            if _NEEDED <= {_role(other) for other in row}:
                return row
    return []


def _column(cell: Line, columns: list[tuple[float, str]]) -> int:
    return max((place for place, (x, _) in enumerate(columns) if cell.x >= x - _SLACK), default=0)


def _body(cells: list[Line], columns: list[tuple[float, str]], top: float) -> tuple[list[Line], float]:
    """The cells below the head down to the first line that is no number in the number's column, and the height of that line."""
    number = next(place for place, (_, role) in enumerate(columns) if role == "number")
    inside = [cell for cell in cells if cell.y < top - 3]
    strange = [cell.y for cell in inside if _column(cell, columns) == number and not _NUMBER.match(cell.text.strip())]
    end = max(strange, default=float("-inf"))
    return [cell for cell in inside if cell.y > end], end


def _rows(cells: list[Line], columns: list[tuple[float, str]]) -> list[Line]:
    number = next(place for place, (_, role) in enumerate(columns) if role == "number")
    starts = sorted((cell.y for cell in cells if _column(cell, columns) == number), reverse=True)
    ordered = []
    for place, upper in enumerate([float("inf"), *starts]):
        lower = starts[place] if place < len(starts) else float("-inf")
        row = [cell for cell in cells if lower + 3 < cell.y <= upper + 3]
        for column, (x, role) in enumerate(columns):
            own = sorted((cell for cell in row if _column(cell, columns) == column), key=lambda cell: -cell.y)
            ordered += [replace(cell, role=role) for cell in own]
    return ordered
