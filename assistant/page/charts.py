"""The overview's two plots as SVG: no script, no fixed width, readable by a screen reader and in both colour modes.

Places are percentages across and rem down, so that letters keep their size on a narrow screen and grow in large print.
"""

from html import escape

from assistant.overview import KINDS

_CLASSES = {"einstimmig": "s1", "mehrheitlich": "s2", "ohne Angabe": "s3", "abgelehnt": "s4"}
_ROW = 2.9  # rem per topic
_HEIGHT = 11.0  # rem of the columns' field
COLUMNS = 14  # so many reports have room beside each other


def legend() -> str:
    """What the colours mean."""
    items = "".join(f'<li><span class="farbe {_CLASSES[kind]}"></span>{escape(kind)}</li>' for kind in KINDS)
    return f'<ul class="legende" aria-hidden="true">{items}</ul>'


def topic_bars(groups: list[tuple[str, dict[str, int]]], most: int | None = None) -> str:
    """One stacked bar per topic, the name above it; ``most`` is the count that fills the width."""
    most = most or max((sum(votes.values()) for _, votes in groups), default=0)
    parts = []
    for place, (name, votes) in enumerate(groups):
        top = place * _ROW
        total = sum(votes.values())
        parts.append(f'<text x="0" y="{top + 1:.2f}rem">{escape(name)}</text><text x="100%" y="{top + 1:.2f}rem" text-anchor="end" class="zahl">{total}</text>')
        left = 0.0
        for kind, count in votes.items():
            if count:
                width = 100 * count / most
                parts.append(_block(f"{left:.3f}%", f"{top + 1.35:.2f}rem", f"{width:.3f}%", "1.05rem", kind))
                if width > 7:
                    parts.append(f'<text x="{left + width / 2:.3f}%" y="{top + 2.17:.2f}rem" text-anchor="middle" class="innen {_CLASSES[kind]}">{count}</text>')
                left += width
    return _svg("".join(parts), len(groups) * _ROW, "Beschlüsse nach Thema und Abstimmung", "; ".join(f"{name}: {_said(votes)}" for name, votes in groups))


def conference_columns(groups: list[tuple[str, str, dict[str, int]]]) -> str:
    """One stacked column per report, the latest ``COLUMNS`` of them, in time order."""
    groups = groups[-COLUMNS:]
    most = max((sum(votes.values()) for _, _, votes in groups), default=0)
    wide = 100 / max(len(groups), 4)
    parts = [f'<line x1="0" x2="100%" y1="{_HEIGHT + 1.4:.2f}rem" y2="{_HEIGHT + 1.4:.2f}rem" class="achse"/>']
    for place, (short, name, votes) in enumerate(groups):
        total, low = sum(votes.values()), _HEIGHT + 1.4
        middle = place * wide + wide / 2
        for kind, count in votes.items():
            if count:
                high = _HEIGHT * count / most
                low -= high
                parts.append(_block(f"{place * wide + wide * 0.16:.3f}%", f"{low:.3f}rem", f"{wide * 0.68:.3f}%", f"{high:.3f}rem", kind, name))
                if high > 1.1:
                    parts.append(f'<text x="{middle:.3f}%" y="{low + high / 2 + 0.3:.3f}rem" text-anchor="middle" class="innen {_CLASSES[kind]}">{count}</text>')
        parts.append(f'<text x="{middle:.3f}%" y="{low - 0.35:.3f}rem" text-anchor="middle" class="zahl">{total}</text>')
        parts.append(f'<text x="{middle:.3f}%" y="{_HEIGHT + 2.6:.2f}rem" text-anchor="middle">{escape(short)}</text>')
    return _svg("".join(parts), _HEIGHT + 3.0, "Beschlüsse je Bericht, nach der Zeit", "; ".join(f"{name}: {_said(votes)}" for _, name, votes in groups))


def table(head: str, groups: list[tuple[str, dict[str, int]]]) -> str:
    """The same figures as a table: for whoever would rather read than look."""
    columns = "".join(f'<th scope="col">{escape(kind)}</th>' for kind in (*KINDS, "insgesamt"))
    lines = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{votes[kind]}</td>" for kind in KINDS)}<td>{sum(votes.values())}</td></tr>' for name, votes in groups
    )
    return (
        f'<details class="mehr"><summary>Zahlen als Tabelle</summary><div class="rollt" tabindex="0" role="group" aria-label="Zahlen nach {escape(head)}">'
        f'<table class="zahlen"><thead><tr><th scope="col">{escape(head)}</th>{columns}</tr></thead><tbody>{lines}</tbody></table></div></details>'
    )


def _block(x: str, y: str, width: str, height: str, kind: str, name: str = "") -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" class="{_CLASSES[kind]}"><title>{escape(f"{name}: {kind}" if name else kind)}</title></rect>'


def _svg(inner: str, height: float, title: str, description: str) -> str:
    return f'<svg class="bild" role="img" width="100%" height="{height:.2f}rem" aria-label="{escape(title)}. {escape(description)}">{inner}</svg>'


def _said(votes: dict[str, int]) -> str:
    parts = ", ".join(f"{count} {kind}" for kind, count in votes.items() if count)
    return f"{sum(votes.values())} ({parts})" if parts else "0"
