"""The growth of a question's time with the corpus, as a small hand-written SVG with two logarithmic axes."""

from math import log10

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 430, 70, 190, 24, 56
# (name, colour, dashes, path to p50 or p99 in the JSON)
LINES = (
    ("Frage, p99", "#0b5394", "7 4", ("ask", "latency", "plain", "p99")),
    ("Frage, p50", "#0b5394", "", ("ask", "latency", "plain", "p50")),
    ("mit Filter, p99", "#b45f06", "7 4", ("ask", "latency", "filtered", "p99")),
    ("mit Filter, p50", "#b45f06", "", ("ask", "latency", "filtered", "p50")),
    ("Vergleich: MiniLM + Chroma, p50", "#666666", "", ("baseline", "question", "p50")),
    ("alle Vektoren (numpy), p50", "#38761d", "", ("ask", "alone", "exact scan", "p50")),
)


def draw(result: dict) -> str:
    """SVG of milliseconds (CPU time) over resolutions for the sizes that a result holds."""
    curves = [(name, colour, dashes, _points(result, path)) for name, colour, dashes, path in LINES]
    curves = [curve for curve in curves if curve[3]]
    sizes = sorted({size for *_, points in curves for size, _ in points})
    values = [value for *_, points in curves for _, value in points]
    first, last = log10(sizes[0]), log10(sizes[-1])
    low, high = int(log10(min(values)) // 1), int(-(-log10(max(values)) // 1))

    def x(size: float) -> float:
        return LEFT + (log10(size) - first) / max(last - first, 1e-9) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (log10(value) - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="12" role="img" aria-label="Rechenzeit einer Frage nach Zahl der Beschlüsse">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for power in range(low, high + 1):
        out += [f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(10**power):.1f}" y2="{y(10**power):.1f}" stroke="#dddddd"/>', f'<text x="{LEFT - 8}" y="{y(10**power) + 4:.1f}" text-anchor="end">{_german(10**power)} ms</text>']
    for size in sizes:
        out += [f'<line x1="{x(size):.1f}" x2="{x(size):.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#eeeeee"/>', f'<text x="{x(size):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{size:,}</text>'.replace(",", ".") if size >= 1000 else f'<text x="{x(size):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{size}</text>']
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 14}" text-anchor="middle">Beschlüsse im Index</text>')
    taken: dict[int, float] = {}  # last size of a curve -> place of the label before
    for name, colour, dashes, points in sorted(curves, key=lambda curve: y(curve[3][-1][1])):
        out.append(f'<polyline points="{" ".join(f"{x(size):.1f},{y(value):.1f}" for size, value in points)}" fill="none" stroke="{colour}" stroke-width="2"' + (f' stroke-dasharray="{dashes}"' if dashes else "") + "/>")
        out += [f'<circle cx="{x(size):.1f}" cy="{y(value):.1f}" r="3" fill="{colour}"/>' for size, value in points]
        place = max(y(points[-1][1]) + 4, taken.get(points[-1][0], 0) + 14)
        taken[points[-1][0]] = place
        out.append(f'<text x="{x(points[-1][0]) + 9:.1f}" y="{place:.1f}" fill="{colour}">{name}</text>')
    return "\n".join([*out, "</svg>", ""])


def _points(result: dict, path: tuple[str, ...]) -> list[tuple[int, float]]:
    """(resolutions, CPU milliseconds) along a path of the JSON; sizes without it are left out."""
    part, *keys, figure = path
    found = []
    for size, entry in result.get(part, {}).items():
        for key in keys:
            entry = entry.get(key) or {}
        value = entry.get("cpu", {}).get(figure)
        if value:
            found.append((int(size), value))
    return sorted(found)


def _german(value: float) -> str:
    return f"{value:g}".replace(".", ",")
