"""The section "Berichte": which reports are loaded, and how each was cut into resolutions."""

from datetime import datetime
from html import escape
from urllib.parse import quote as url_quote

from assistant import overview
from assistant.page import correcting
from assistant.page.markup import SAMPLE, evidence_link, pdf_link, source_name, vote_badge
from assistant.render import NOT_STATED, corrected_mark, field_text, movers_text, pages_text
from index.types import Passage, Report, Resolution


def section(engine) -> str:
    """All reports, the newest conference first."""
    reports = overview.latest_first(engine.reports)
    resolutions = sum(len(report.resolutions) for report in reports)
    count = "1 Bericht" if len(reports) == 1 else f"{len(reports)} Berichte"
    items = "".join(_item(engine, report) for report in reports)
    return (
        '<section class="bereich-text weit" aria-labelledby="bereich-titel"><h2 id="bereich-titel" tabindex="-1">Berichte</h2>'
        f'<p>{count} mit zusammen {resolutions} Beschlüssen.</p><ul class="berichtsliste">{items}</ul></section>'
    )


def cut(engine, report_id: str, editable: bool = False) -> str:
    """One report, cut into frame and resolutions, with all fields; ``editable`` for the administrator. Raises KeyError."""
    return cut_section(engine.reports[report_id], back='<p><a href="#berichte">‹ Alle Berichte</a></p>', editable=editable)


def cut_section(report: Report, back: str = "", links: bool = True, editable: bool = False) -> str:
    """A report cut up, to check at a glance; without ``links`` for one that is not in the index yet."""
    facts = " · ".join(f"{label}: {field_text(report, name)}" for label, name in (("Konferenz", "conference"), ("Datum", "dates"), ("Ort", "place"), ("Land", "land"), ("Vorlage", "vorlage")))
    about = f'<p class="fakten">{escape(facts)}</p>{correcting.button(report) if editable else ""}'
    frame = "".join(f'<li><span class="leise">S. {report.page_of(passage.start)}</span> {escape(report.slice(passage))}</li>' for passage in report.frame)
    frame = f'<details class="mehr"><summary>Rahmen: Anschreiben, Einleitung, Schluss ({len(report.frame)} Sätze)</summary><ul class="saetze">{frame}</ul></details>' if frame else ""
    return (
        f'<section class="bereich-text" aria-labelledby="bereich-titel">{back}<h2 id="bereich-titel" tabindex="-1">{escape(source_name(report))}{escape(corrected_mark(report, "title"))}{" " + SAMPLE if report.sample else ""}</h2>'
        f"<p>So hat das Programm den Bericht in {len(report.resolutions)} Beschlüsse zerlegt. Was hier unter einem Beschluss steht, wird zu ihm zitiert.</p>{about}{warnings(report)}{frame}"
        f'<div data-belege="Beschluss">{"".join(_resolution(report, resolution, links, editable) for resolution in report.resolutions)}</div></section>'
    )


def _item(engine, report: Report) -> str:
    link = f"#berichte?bericht={url_quote(report.id, safe='')}"
    name = escape(source_name(report))
    path = engine.pdf_path(report.id)
    pdf = f'<a href="{escape(pdf_link(report.id))}" target="_blank" rel="noopener">PDF öffnen<span class="verborgen">: {name} (neues Fenster)</span></a>' if path else '<span class="leise">PDF nicht mehr vorhanden</span>'
    facts = [
        ("Konferenz", field_text(report, "conference")), ("Datum", field_text(report, "dates")), ("Ort", field_text(report, "place")), ("Land", field_text(report, "land")),
        ("Vorlage", field_text(report, "vorlage")), ("Umfang", f"{_pages(report)}, {_count(report)}"), ("Datei", report.file),
        ("Aufgenommen", f"{datetime.fromtimestamp(path.stat().st_mtime):%d.%m.%Y, %H:%M} Uhr" if path else None),
    ]
    rows = "".join(f"<div><dt>{label}</dt><dd>{escape(value or NOT_STATED)}</dd></div>" for label, value in facts)
    return (
        f'<li class="karte"><h3>{name}{escape(corrected_mark(report, "title"))} {SAMPLE if report.sample else ""}</h3>{warnings(report)}<dl>{rows}</dl>'
        f'<p class="werkzeug">{pdf}<a href="{escape(link)}">So zerlegt<span class="verborgen">: {name}</span></a></p></li>'
    )


def _resolution(report: Report, resolution: Resolution, links: bool, editable: bool) -> str:
    pages = pages_text(report.page_of(resolution.start), report.page_of(resolution.end - 1))
    number = ("TOP " if "." in resolution.number else "Nr. ") + resolution.number
    facts = [
        ("Antragsteller", movers_text(resolution)), ("Adressat", field_text(resolution, "addressees")), ("Form", field_text(resolution, "mode")),
        ("Ergebnis", field_text(resolution, "outcome")), ("Themen", field_text(resolution, "topics", "–")),
    ]
    shown = " · ".join(f"{label}: {value}" for label, value in facts if value != NOT_STATED)
    title = escape(resolution.title)
    head = (f'<a href="{escape(evidence_link(report.id, resolution.start, resolution.end))}" data-beleg target="_blank">{title}</a>' if links else title) + escape(corrected_mark(resolution, "title"))
    words = "".join(f"<li>{_label(passage)}{escape(report.slice(passage))}</li>" for passage in resolution.passages)
    return (
        f'<article class="schnitt"><h3>{head}</h3><p class="fakten">{escape(f"{number} · {pages}")} {vote_badge(resolution)}</p><p class="fakten">{escape(shown)}</p>{correcting.button(report, resolution) if editable else ""}<ol class="saetze">{words}</ol></article>'
    )


def warnings(report: Report) -> str:
    """What the reader should know about a report, a paragraph each."""
    return "".join(f'<p class="warnung">Hinweis: {escape(warning)}</p>' for warning in report.warnings)


def _pages(report: Report) -> str:
    return "1 Seite" if len(report.page_starts) == 1 else f"{len(report.page_starts)} Seiten"


def _count(report: Report) -> str:
    return "1 Beschluss" if len(report.resolutions) == 1 else f"{len(report.resolutions)} Beschlüsse"


def _label(passage: Passage) -> str:
    """What a sentence is, where the report labels it: "Protokollerklärung Sachsen"; an item has its number anyway."""
    shown = passage.label and not passage.label.startswith(("Nr. ", "Buchst. ", "Antragsteller", "Abstimmung"))
    return f'<span class="leise">{escape(passage.label)}:</span> ' if shown else ""
