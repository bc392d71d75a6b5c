"""The section "Zitat prüfen": a pasted sentence beside what the reports say, every difference marked."""

from html import escape

from assistant.check import MAX_LENGTH, Check, Match, caveat, check
from assistant.page.markup import evidence_link, source, vote_badge
from assistant.render import pages_text
from index.errors import AsmkError

HEADS = {
    "wörtlich": ("answered", "Wörtlich gefunden", "Genau so steht es im Bericht. Groß- und Kleinschreibung, Satzzeichen und Zeilenumbrüche zählen nicht."),
    "verändert": ("related", "Mit Änderungen gefunden", "So steht es nicht im Bericht. Die Unterschiede sind markiert."),
    "zusammengesetzt": ("related", "Aus mehreren Stellen zusammengesetzt", "Die Teile stehen im Bericht, aber nicht in dieser Folge."),
    "nicht gefunden": ("not_found", "Nicht gefunden", "In den Berichten steht das nicht, auch nicht ähnlich."),
}
SHOWN = 20  # places of a verbatim sentence


def section() -> str:
    """The form and the room for the result."""
    return (
        '<section class="bereich-text" aria-labelledby="bereich-titel"><h2 id="bereich-titel" tabindex="-1">Zitat prüfen</h2>'
        "<p>Steht ein Satz aus einer Rede, einer Pressemitteilung oder einem KI-Text so in den Berichten? Fügen Sie ihn hier ein.</p>"
        '<form class="pruefen" data-senden="zitat"><label class="feld"><span>Satz oder Absatz</span>'
        f'<textarea name="text" rows="4" maxlength="{MAX_LENGTH}" required></textarea></label>'
        '<div class="auswahl-fuss"><button class="knopf haupt">Prüfen</button></div></form><div data-ergebnis></div></section>'
    )


def result(engine, text: str) -> str:
    """The verdict with its places; an error in the text is one sentence."""
    try:
        found = check(engine.reports, text)
    except AsmkError as error:
        return f'<div class="fehler" data-ansage="{escape(str(error))}"><p>{escape(str(error))}</p></div>'
    status, head, words = HEADS[found.verdict]
    if found.verdict == "nicht gefunden" and found.matches:
        words = "In den Berichten steht das nicht. Am ähnlichsten ist diese Stelle:"
    if found.verdict == "wörtlich" and len(found.matches) > 1:
        words += f" Es steht dort an {len(found.matches)} Stellen."
    words += escape(caveat(found))
    places = "".join(_place(match, number, found, engine) for number, match in enumerate(found.matches[:SHOWN], 1))
    return (
        f'<div class="urteil" data-belege="Fundstelle" data-ansage="{escape(head)}. {words}"><div class="antwort {status}"><p class="stand">{head}</p>'
        f'<p class="kern">{words}</p>{places}</div></div>'
    )


def _place(match: Match, number: int, found: Check, engine) -> str:
    report = engine.reports[match.report]
    resolution = engine.resolution(match.resolution) if match.resolution else None
    title = f"<span>{escape(resolution.title)}</span> {vote_badge(resolution)}" if resolution else "<span>Rahmentext des Berichts</span>"
    link = evidence_link(report.id, match.start, match.end)
    ours = "".join(_word(kind, original, "ins", "anders" if kind == "anders" else "fehlt im geprüften Text") for kind, _, original in match.differences)
    theirs = "".join(_word(kind, checked, "del", "anders" if kind == "anders" else "steht nicht im Bericht") for kind, checked, _ in match.differences)
    checked = f'<div class="vergleich"><p class="wessen">Geprüfter Text</p><p class="worte">{theirs or escape(match.part)}</p></div>' if found.verdict != "wörtlich" else ""
    like = f' <span class="leise">({match.similarity:.0f} % gleich)</span>' if match.differences else ""
    pages = pages_text(match.page, report.page_of(match.end - 1))
    note = f'<p class="aber"><strong>Aber:</strong> {escape(match.note)}</p>' if match.note and len(found.matches) > 1 else ""
    return (
        f'<div class="zitate"><div class="zitate-kopf"><p class="titel">{title}</p></div>{note}{checked}<figure class="zitat" data-n="{number}">'
        f'<a class="verweis" href="{escape(link)}" data-beleg target="_blank">[{number}]<span class="verborgen"> Beleg zeigen</span></a>'
        f'<div><p class="wessen">Im Bericht{like}</p><blockquote>{ours or escape(match.text)}</blockquote><figcaption>{pages} · {source(report)}</figcaption></div></figure></div>'
    )


def _word(kind: str, words: str, tag: str, hint: str) -> str:
    """A stretch of words; one that differs is marked, also for a screen reader."""
    if not words:
        return ""
    if kind == "gleich":
        return escape(words) + " "
    return f'<{tag}><span class="verborgen">[{hint}: </span>{escape(words)}<span class="verborgen">]</span></{tag}> '
