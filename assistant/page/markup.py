"""The conversation as HTML.

Every text that comes from a report or a question passes :func:`html.escape`; nothing else is put into the page.
"""

import re
from html import escape
from itertools import count, groupby
from urllib.parse import quote as url_quote

from assistant.compare import differences
from assistant.filters import in_words
from assistant.phrases import RIGHT_TO_LEFT
from assistant.render import abbreviations_text, field_text, movers_text, pages_text, source_line, vote_text
from assistant.types import Answer, Quote
from index.types import Report, Resolution

STATUS = {
    "answered": "Antwort aus den Berichten",
    "related": "Nächstliegende Stellen",
    "not_found": "Ohne Fundstelle",
}
SAMPLE = '<span class="marke beispiel">Beispielbericht</span>'
SAVE = (
    '<p class="sichern"><span>Als Vermerk speichern:</span> <button type="button" class="knopf" data-vermerk="docx">Word</button> '
    '<button type="button" class="knopf" data-vermerk="md">Markdown</button> <button type="button" class="knopf" data-drucken>PDF oder Druck</button></p>'
)
DIFFERS = '<p class="leise">Unterstrichene Wörter stehen nur auf einer Seite des Vergleichs.</p>'
ROWS_SHOWN = 12  # rows of a list that are open from the start
QUOTES_SHOWN = 4  # more quotes below a list are folded
REPORTS_SHOWN = 6
_states = count(1)  # each answer of the server is a new state, so that the page notices even an unchanged one


def history(engine, turns: tuple[str, ...], error: str | None = None) -> str:
    """The whole conversation: the welcome, the turns, and an error if there is one."""
    parts = [welcome(engine, folded=bool(turns)), *turns]
    if turns:
        parts.append(SAVE)
    if error:
        parts.append(f'<div class="fehler" data-ansage="{escape(error)}"><p>{escape(error)}</p></div>')
    return f'<section class="verlauf" aria-label="Gespräch" data-stand="{next(_states)}">{"".join(parts)}</section>'


def welcome(engine, folded: bool = False) -> str:
    """Which reports the assistant knows, and what can be asked; folded to a line once a question was asked."""
    reports = sorted(engine.reports.values(), key=lambda report: (report.year or 0, report.title), reverse=True)
    shown = "".join(_report_item(report) for report in reports[:REPORTS_SHOWN])
    rest = "".join(_report_item(report) for report in reports[REPORTS_SHOWN:])
    more = f'<details class="mehr"><summary>Weitere {len(reports) - REPORTS_SHOWN} Berichte</summary><ul class="berichte">{rest}</ul></details>' if rest else ""
    known = "diesen Bericht" if len(reports) == 1 else f"diese {len(reports)} Berichte"
    sample = (
        '<p class="leise">Noch ist kein eigener Bericht eingelesen. Bis dahin antworte ich aus Beispielberichten; '
        "jedes Zitat daraus ist als „Beispielbericht“ gekennzeichnet.</p>"
        if reports and all(report.sample for report in reports)
        else ""
    )
    list_html = f'<ul class="berichte">{shown}</ul>{more}{sample}'
    if folded:
        count = "1 Bericht" if len(reports) == 1 else f"{len(reports)} Berichte"
        samples = " (Beispielberichte)" if reports and all(report.sample for report in reports) else ""
        return f'<h2 class="verborgen">Gespräch</h2><details class="mehr bestand"><summary>{count} im Bestand{samples}</summary>{list_html}</details>'
    examples = "".join(f'<li><button type="button" data-frage="{escape(text)}">{escape(text)}</button></li>' for text in engine.examples(4))
    examples = f'<h3>Sie können zum Beispiel fragen</h3><ul class="beispiele">{examples}</ul>' if examples else ""
    return (
        '<div class="willkommen"><h2>Was hat die Arbeits- und Sozialministerkonferenz beschlossen?</h2>'
        f"<p>Fragen Sie in eigenen Worten. Ich kenne {known} und antworte mit wörtlichen Zitaten daraus:</p>{list_html}{examples}</div>"
    )


def turn(answer: Answer, engine, number: int, link: str = "", feedback: bool = False) -> str:
    """One question with its answer. ``link`` is what leads to it again, behind "#"."""
    status = answer.status if answer.status in STATUS else "not_found"
    parts = []
    if answer.about:
        about = answer.about if answer.about.startswith("Bezogen auf") else f"Bezogen auf: {answer.about}"
        parts.append(f'<p class="bezug">{escape(about)}</p>')
    if restricted := ", ".join(in_words(answer.filters, engine.reports)):
        parts.append(f'<p class="bezug">Eingegrenzt auf: {escape(restricted)}</p>')
    parts.append(f'<p class="stand">{_status_words(answer)}</p>')
    parts.append(f'<p class="kern"{_spoken(answer)}>{_with_references(answer, engine)}</p>')
    if answer.resolutions and (answer.count is not None or not answer.quotes):
        parts.append(_table(answer, engine))
    quotes = (DIFFERS if len(answer.sides) > 1 else "") + "".join(_quotes(answer, engine))
    if answer.count is not None and len(answer.quotes) > QUOTES_SHOWN:
        quotes = f'<details class="mehr"><summary>Wortlaut zeigen ({len(answer.quotes)} Zitate)</summary>{quotes}</details>'
    parts.append(quotes)
    if answer.notes:
        parts.append(f'<ul class="hinweise"{_spoken(answer)}>' + "".join(f"<li>{escape(note)}</li>" for note in answer.notes) + "</ul>")
    return (
        f'<article class="runde" id="runde-{number}" data-link="{escape(link)}" data-ansage="{escape(announcement(answer))}">'
        f'<h3 class="gefragt"><span class="verborgen">Frage {number}: </span>{escape(answer.question)}</h3>'
        f'<div class="antwort {status}">{"".join(parts)}</div>{_turn_tools(number, feedback) if link else ""}</article>'
    )


def _turn_tools(number: int, feedback: bool) -> str:
    """What can be done with an answer: pass on its link, say how good it was."""
    rate = "".join(
        f'<button type="button" data-urteil="{rating}" aria-pressed="false">{label}</button>'
        for rating, label in (("hilfreich", "Hilfreich"), ("nicht hilfreich", "Nicht hilfreich"), ("falsches Zitat", "Falsches Zitat"))
    )
    about = f'<span class="verborgen"> zu Frage {number}</span>'
    return (
        f'<div class="runde-fuss"><button type="button" data-teilen>Link kopieren{about}</button>'
        + (f'<span class="urteile" role="group" aria-label="Rückmeldung zu Frage {number}">{rate}</span>' if feedback else "")
        + "</div>"
    )


def announcement(answer: Answer) -> str:
    """What a screen reader says once when the answer is there."""
    quotes = {0: "", 1: " 1 Zitat."}.get(len(answer.quotes), f" {len(answer.quotes)} Zitate.")
    return f"{_status_words(answer)}: {answer.lead}{quotes}"


def evidence_placeholder() -> str:
    """What stands on the right before there is a quote."""
    return (
        '<section class="beleg leer" aria-label="Beleg"><h2>Beleg</h2>'
        "<p>Zu jedem Zitat erscheint hier die Seite des Berichts, auf der es steht; die Stelle ist hervorgehoben.</p></section>"
    )


def evidence_link(report: str, start: int, end: int) -> str:
    """The address, relative to the page, of the evidence for a span of a report."""
    return f"beleg/{url_quote(report, safe='')}/{start}-{end}"


def pdf_link(report: str, page: int = 1) -> str:
    """The address, relative to the page, of a report opened at a page."""
    return f"pdf/{url_quote(report, safe='')}#page={page}"


def vote_words(resolution: Resolution) -> str:
    """The vote in words; a bare tally says what its numbers are."""
    return re.sub(r"^\d+:\d+:\d+", r"\g<0> (Ja : Nein : Enthaltung)", vote_text(resolution))


def source_name(report: Report, short: bool = False) -> str:
    """A report in one line; the short form is "102. ASMK (Bayern)". What the badge says of samples is not said twice."""
    if short and report.conference:
        return f"{report.conference.value}. ASMK" + (f" ({report.land.value})" if report.land else "")
    return source_line(report).replace(" (Beispielbericht)", "") if report.sample else source_line(report)


def source(report: Report, short: bool = False, page: str = "") -> str:
    """:func:`source_name` as HTML, with a page ("Seite 3") and the badge of a sample report."""
    return escape(source_name(report, short) + (f", {page}" if page else "")) + (f" {SAMPLE}" if report.sample else "")


def vote_badge(resolution: Resolution) -> str:
    """The vote as a small label; what is not stated looks like it."""
    kind = "ohne" if resolution.vote is None else "einstimmig" if resolution.vote.value.startswith("einstimmig") else "mehrheit"
    words = vote_words(resolution)
    before = "Abstimmung " if kind == "ohne" else '<span class="verborgen">Abstimmung: </span>'
    return f'<span class="marke stimme {kind}">{before}{escape(words)}</span>'


def _status_words(answer: Answer) -> str:
    """What kind of answer this is; one that searched nothing (a greeting, the help) is only a hint."""
    if answer.status not in ("answered", "related") and not answer.notes and not answer.ranking:
        return "Hinweis"
    return STATUS.get(answer.status, STATUS["not_found"])


def _report_item(report: Report) -> str:
    facts = [f.value for f in (report.dates, report.place) if f]
    count = len(report.resolutions)
    facts += [f"{len(report.page_starts)} Seiten", "1 Beschluss" if count == 1 else f"{count} Beschlüsse"]
    return (
        f'<li><a href="{escape(pdf_link(report.id))}" target="_blank" rel="noopener">{escape(source_name(report))}'
        f'<span class="verborgen"> (PDF, neues Fenster)</span></a> {SAMPLE if report.sample else ""}'
        f'<span class="fakten">{escape(" · ".join(facts))}</span></li>'
    )


def _spoken(answer: Answer) -> str:
    """Language and direction of the fixed phrases, where they are not German; quotes keep the page's own."""
    if answer.language == "de":
        return ""
    return f' lang="{escape(answer.language)}"' + (' dir="rtl"' if answer.language in RIGHT_TO_LEFT else "")


def _with_references(answer: Answer, engine) -> str:
    """The lead, with [1] made a link to quote 1."""
    numbers = {str(quote.n): quote for quote in answer.quotes}
    parts = re.split(r"\[(\d+)\]", answer.lead)
    return "".join(
        escape(part) if i % 2 == 0 else _reference(numbers[part]) if part in numbers else f"[{escape(part)}]" for i, part in enumerate(parts)
    )


def _reference(quote: Quote) -> str:
    return (
        f'<a class="verweis" href="{escape(evidence_link(quote.report, quote.start, quote.end))}" data-beleg data-n="{quote.n}" target="_blank">'
        f'[{quote.n}]<span class="verborgen"> Beleg zeigen</span></a>'
    )


def _quotes(answer: Answer, engine):
    """The quotes, those of one resolution together under its title."""
    marks = differences(answer)
    for (report_id, resolution_id), quotes in groupby(answer.quotes, key=lambda quote: (quote.report, quote.resolution)):
        report = engine.reports[report_id]
        resolution = engine.resolution(resolution_id) if resolution_id else None
        yield f'<div class="zitate">{_head(resolution)}{"".join(_quote(quote, report, abbreviations_text(engine.explained(quote.text)), marks.get(quote.n, [])) for quote in quotes)}</div>'


def _head(resolution: Resolution | None) -> str:
    if resolution is None:
        return '<div class="zitate-kopf"><p class="titel"><span>Rahmentext des Berichts</span></p></div>'
    return (
        f'<div class="zitate-kopf"><p class="titel"><span>{escape(resolution.title)}</span> {vote_badge(resolution)}</p>'
        f'<p class="angaben">Antragsteller: {escape(movers_text(resolution))}</p></div>'
    )


def _marked(text: str, spans: list[tuple[int, int]]) -> str:
    """A text with spans of it underlined; the text itself is unchanged."""
    parts, done = [], 0
    for start, end in spans:
        parts.append(f'{escape(text[done:start])}<mark class="anders">{escape(text[start:end])}</mark>')
        done = end
    return "".join(parts) + escape(text[done:])


def place(quote: Quote) -> str:
    """Where a quote stands, as HTML: "TOP 5.2, Nr. 3 b · Seite 4"."""
    return (f"{escape(quote.label)} · " if quote.label else "") + pages_text(quote.page, quote.page_end)


def _quote(quote: Quote, report: Report, abbreviations: str, marks: list[tuple[int, int]]) -> str:
    beside = f'<p class="abkuerzungen leise">{escape(abbreviations)}</p>' if abbreviations else ""
    return (
        f'<figure class="zitat" data-n="{quote.n}" data-report="{escape(report.id)}" data-page="{quote.page}">'
        f"{_reference(quote)}<div><blockquote>„{_marked(quote.text, marks)}“</blockquote>"
        f"<figcaption>{place(quote)} · {source(report)}{beside}</figcaption></div></figure>"
    )


def _table(answer: Answer, engine) -> str:
    """The whole set of a list answer; long lists are folded after the first rows."""
    rows = [_row(engine.resolution(id), engine) for id in answer.resolutions]
    head = "<thead><tr><th scope='col'>Beschluss</th><th scope='col'>Ergebnis</th><th scope='col'>Abstimmung</th><th scope='col'>Antragsteller</th><th scope='col'>Bericht, Seite</th></tr></thead>"
    adopted = all(r.outcome is None or r.outcome.value == "beschlossen" for r in map(engine.resolution, answer.resolutions))
    caption = ("1 Beschluss" if adopted else "1 Eintrag") if len(rows) == 1 else f"{len(rows)} Beschlüsse" if adopted else f"{len(rows)} Einträge"
    table = f'<table class="liste"><caption>{caption}</caption>{head}<tbody>{"".join(rows[:ROWS_SHOWN])}</tbody></table>'
    if len(rows) > ROWS_SHOWN:
        rest = f'<table class="liste"><caption class="verborgen">Weitere</caption>{head}<tbody>{"".join(rows[ROWS_SHOWN:])}</tbody></table>'
        table += f'<details class="mehr"><summary>Weitere {len(rows) - ROWS_SHOWN} zeigen</summary>{rest}</details>'
    return table


def _row(resolution: Resolution, engine) -> str:
    report = engine.reports[resolution.report]
    page = pages_text(report.page_of(resolution.start), report.page_of(resolution.end - 1))
    link = evidence_link(report.id, resolution.start, resolution.end)
    return (
        f'<tr><th scope="row"><a href="{escape(link)}" data-beleg target="_blank">{escape(resolution.title)}</a></th>'
        f'<td data-spalte="Ergebnis">{escape(field_text(resolution, "outcome"))}</td>'
        f'<td data-spalte="Abstimmung">{escape(vote_words(resolution))}</td>'
        f'<td data-spalte="Antragsteller">{escape(movers_text(resolution))}</td>'
        f'<td data-spalte="Bericht">{source(report, short=True, page=page)}</td></tr>'
    )
