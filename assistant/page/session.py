"""The section "Tagesordnung": one card per line of a session's agenda."""

from html import escape

from assistant.agenda import MAX_LINES, Item, items, topic
from assistant.page.markup import STATUS, evidence_link, place, source, vote_badge
from assistant.page.share import link
from assistant.render import movers_text
from assistant.types import Quote
from index.errors import QuestionError

QUOTES_SHOWN = 2  # per card


def section() -> str:
    """The form and the room for the cards."""
    return (
        '<section class="bereich-text weit" aria-labelledby="bereich-titel"><h2 id="bereich-titel" tabindex="-1">Tagesordnung</h2>'
        f'<div class="ordnung"><form class="pruefen" data-senden="tagesordnung"><p>Fügen Sie die Tagesordnung einer Sitzung ein, ein Thema je Zeile (höchstens {MAX_LINES}). '
        "Zu jeder Zeile erscheint der passendste Beschluss mit Abstimmung, Seite und Zitat.</p>"
        '<label class="feld"><span>Themen</span><textarea name="text" rows="7" maxlength="20000" required></textarea></label>'
        '<div class="auswahl-fuss"><button class="knopf haupt">Karten zeigen</button></div></form></div><div data-ergebnis></div></section>'
    )


def result(engine, text: str) -> str:
    """A card per line; an error in the text is one sentence."""
    try:
        found = items(engine, text)
    except QuestionError as error:
        return f'<div class="fehler" data-ansage="{escape(str(error))}"><p>{escape(str(error))}</p></div>'
    answered = sum(bool(item.answer and item.answer.status == "answered") for item in found)
    said = f"{len(found)} {'Karte' if len(found) == 1 else 'Karten'}, {answered} mit einer Antwort aus den Berichten."
    cards = "".join(_card(engine, item, number) for number, item in enumerate(found, 1))
    return (
        f'<div data-belege="Fundstelle" data-ansage="{said}"><div class="tafel-kopf"><p class="summe">{said}</p><p class="sichern">'
        '<button type="button" class="knopf" data-vermerk="docx">Als Word-Datei</button> <button type="button" class="knopf" data-vermerk="md">Als Markdown</button> '
        f'<button type="button" class="knopf" data-drucken>Drucken</button></p></div><ol class="karten">{cards}</ol></div>'
    )


def _card(engine, item: Item, number: int) -> str:
    answer = item.answer
    if answer is None:
        return f'<li class="karte punkt"><h3>{escape(item.line)}</h3><p class="leise">{escape(item.error or "")}</p></li>'
    status = answer.status if answer.status in STATUS else "not_found"
    resolution = engine.resolution(answer.resolutions[0]) if answer.resolutions and answer.count is None else None
    head = ""
    if resolution:
        head = f'<p class="titel"><span>{escape(resolution.title)}</span> {vote_badge(resolution)}</p><p class="angaben">Antragsteller: {escape(movers_text(resolution))}</p>'
    quotes = "".join(_quote(engine, quote) for quote in answer.quotes[:QUOTES_SHOWN])
    lead = "" if resolution else f'<p class="kern">{escape(answer.lead)}</p>'
    address = link([topic(item.line)], [])
    more = f'<p class="mehr"><a href="#{escape(address)}" target="_blank">Im Gespräch fragen<span class="verborgen">: {escape(item.line)} (neues Fenster)</span></a></p>'
    return (
        f'<li class="karte punkt" data-link="{escape(address)}"><h3>{escape(item.line)}</h3><div class="antwort {status}"><p class="stand">{STATUS[status]}</p>{lead}{head}{quotes}</div>{more}</li>'
    )


def _quote(engine, quote: Quote) -> str:
    report = engine.reports[quote.report]
    return (
        f'<figure class="zitat"><a class="verweis" href="{escape(evidence_link(quote.report, quote.start, quote.end))}" data-beleg target="_blank">[{quote.n}]<span class="verborgen"> Beleg zeigen</span></a>'
        f"<div><blockquote>„{escape(quote.text)}“</blockquote><figcaption>{place(quote)} · {source(report)}</figcaption></div></figure>"
    )
