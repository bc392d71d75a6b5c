"""The evidence for a span of a report: the page as it looks in the PDF, the words highlighted, and the resolution's card."""

from html import escape
from urllib.parse import quote as url_quote

from assistant.page import sheets
from assistant.page.markup import pdf_link, source, source_name, vote_badge
from assistant.page.sheets import Box, Sheet
from assistant.render import abbreviations_text, corrected_mark, field_text, movers_text, pages_text
from index.types import Report, Resolution

MARGIN = 16.0  # points shown left and right of the text
AROUND = 64.0  # points shown above and below the quote, at least
CUT_HEIGHT = 300.0  # a cut is at least so high, in points
CORRECTED = "Was „berichtigt“ ist, hat die Verwaltung eingetragen; es steht so nicht im Bericht."
MAX_PAGES = 6  # a span is drawn on at most so many pages


def evidence(engine, report_id: str, start: int, end: int) -> str:
    """The evidence pane for ``report.text[start:end]`` as an HTML fragment.

    Raises KeyError for an unknown report and ValueError for a span that is none.
    """
    report = engine.reports[report_id]
    if not 0 <= start < end <= len(report.text):
        raise ValueError("span outside of the report")
    first, last = report.page_of(start), report.page_of(end - 1)
    last = min(last, first + MAX_PAGES - 1)
    resolution = next((found for found in report.resolutions if found.start <= start < found.end), None)
    pages = range(first, last + 1)
    return (
        f'<div class="beleg-kopf"><p class="seite">{escape(pages_text(first, last))}</p>'
        f'<p class="quelle">{source(report)}</p></div>'
        f"{_pictures(engine.pdf_path(report_id), report, start, end, pages)}"
        f'<p class="werkzeug"><button type="button" data-ganz aria-pressed="false">Ganze Seite</button>'
        f'<button type="button" data-kopie="{escape(footnote(report, start, end))}">Zitat kopieren</button>'
        f'<a href="{escape(pdf_link(report_id, first))}" target="_blank" rel="noopener">PDF öffnen<span class="verborgen"> (neues Fenster)</span></a></p>'
        f"{_abbreviations(engine, report.text[start:end])}{_card(report, resolution) if resolution else ''}"
        f"{''.join(_page_text(report, page, start, end) for page in pages)}"
    )


def footnote(report: Report, start: int, end: int) -> str:
    """A quote with its source, ready for a footnote."""
    pages = pages_text(report.page_of(start), report.page_of(end - 1)).replace("Seite", "S.")
    return f"„{report.text[start:end]}“ ({source_name(report)}{', Beispielbericht' if report.sample else ''}, {pages})"


def picture_link(report: Report, page: int) -> str:
    """The address, relative to the page, of a report's page as a picture."""
    return f"blatt/{url_quote(report.id, safe='')}/{page}.png?v={report.sha256[:12]}"


def _pictures(path, report: Report, start: int, end: int, pages: range) -> str:
    if path is None:
        return '<p class="leise">Die PDF-Datei dieses Berichts liegt nicht mehr vor; der Wortlaut steht unten.</p>'
    try:
        drawn = [sheets.sheet(path, page) for page in pages]
    except (OSError, IndexError, RuntimeError):
        return '<p class="leise">Die Seite lässt sich nicht zeichnen; der Wortlaut steht unten.</p>'
    lines = sheets.find(sheets.letters_of(report.text[start:end]), drawn)
    hint = "" if lines else '<p class="leise">Die Stelle ließ sich auf dem Seitenbild nicht hervorheben; der Wortlaut steht unten.</p>'
    parts = [_picture(report, page, drawn[i], lines[i] if lines else []) for i, page in enumerate(pages)]
    return hint + "".join(parts)


def _picture(report: Report, page: int, sheet: Sheet, lines: list[Box]) -> str:
    """A page cut to the quote's surroundings; the whole page is one class away."""
    text = sheets.extent(sheet)
    left, right = max(0.0, text.left - MARGIN / sheet.width), min(1.0, text.right + MARGIN / sheet.width)
    first, last = min((line.top for line in lines), default=0.0), max((line.bottom for line in lines), default=1.0)
    around = max(AROUND, (CUT_HEIGHT - (last - first) * sheet.height) / 2) / sheet.height
    top, bottom = max(0.0, first - around), min(1.0, last + around)
    width, height = right - left, bottom - top
    marks = "".join(
        f'<span class="stelle" style="left:{line.left:.3%};top:{line.top:.3%};width:{line.right - line.left:.3%};height:{line.bottom - line.top:.3%}"></span>'
        for line in lines
    )
    cut = f"--ausschnitt:{width * sheet.width:.1f}/{height * sheet.height:.1f};--seite:{sheet.width:.1f}/{sheet.height:.1f}"
    inner = f"--breite:{1 / width:.3%};--links:{-left / width:.3%};--oben:{-top / height:.3%}"
    return (
        f'<div class="blatt" style="{cut}"><div class="blatt-innen" style="{inner}">'
        f'<img src="{escape(picture_link(report, page))}" alt="Seite {page} des Berichts als Bild; der Text steht unter „Text der Seite {page}“.">'
        f"{marks}</div></div>"
    )


def _card(report: Report, resolution: Resolution) -> str:
    rows = [
        ("Antragsteller", movers_text(resolution)),
        ("Adressat", field_text(resolution, "addressees")),
        ("Form", field_text(resolution, "mode")),
        ("Ergebnis", field_text(resolution, "outcome")),
        ("Themen", field_text(resolution, "topics")),
        ("Fundstelle", pages_text(report.page_of(resolution.start), report.page_of(resolution.end - 1))),
    ]
    facts = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in rows)
    hint = f'<p class="leise">{CORRECTED}</p>' if resolution.corrected else ""
    return f'<div class="karte"><h3>{escape(resolution.title)}{escape(corrected_mark(resolution, "title"))}</h3>{vote_badge(resolution)}<dl>{facts}</dl>{hint}</div>'


def _abbreviations(engine, quoted: str) -> str:
    """What the abbreviations in the quote mean, beside it."""
    explained = abbreviations_text(engine.explained(quoted))
    return f'<p class="leise">{escape(explained)}</p>' if explained else ""


def _page_text(report: Report, page: int, start: int, end: int) -> str:
    """The text of a page with the quote marked: the alternative to its picture."""
    begin = report.page_starts[page - 1]
    stop = report.page_starts[page] if page < len(report.page_starts) else len(report.text)
    inside, outside = max(begin, min(start, stop)), max(begin, min(end, stop))
    before, quoted, after = report.text[begin:inside], report.text[inside:outside], report.text[outside:stop]
    return (
        f'<details class="mehr seitentext"><summary>Text der Seite {page}</summary>'
        f"<p>{escape(before)}<mark>{escape(quoted)}</mark>{escape(after)}</p></details>"
    )
