"""The section "Überblick": all resolutions as a filterable, sortable table, their totals, and two plots."""

from html import escape

from assistant import overview
from assistant.overview import Choice, Row
from assistant.page import charts
from assistant.page.choices import filter_choices, filters_from
from assistant.page.markup import evidence_link, source, vote_words
from assistant.render import corrected_mark, field_text, movers_text, pages_text
from index.types import Report

NAMES = ("konferenz", "jahr", "abstimmung", "thema", "antragsteller")  # in the order of filter_choices
COLUMNS = (("titel", "Beschluss"), ("abstimmung", "Abstimmung"), ("antragsteller", "Antragsteller"), ("form", "Form"), ("ergebnis", "Ergebnis"), ("bericht", "Bericht, Seite"))
ROWS_SHOWN = 150
TOPICS_SHOWN = 8


def choice_from(query: dict[str, str]) -> Choice:
    """The choice that an address asks for; what is not understood is left out."""
    filters = {name: query.get(name, "")[:100] for name in NAMES}
    for name in ("konferenz", "jahr"):
        filters[name] = filters[name] if filters[name].isdecimal() else ""
    sort = query.get("sort", "")
    return Choice(
        filters_from([filters[name] for name in NAMES]), " ".join(query.get("wort", "").split())[:100], sort if sort in overview.SORTS else "bericht", query.get("ab") == "1"
    )


def section(reports: dict[str, Report], query: dict[str, str]) -> str:
    """The whole section: the form, and the result that the form changes."""
    choice = choice_from(query)
    fields = "".join(_select(name, label, choices, query.get(name, "")) for name, (label, choices) in zip(NAMES, filter_choices(reports)))
    return (
        '<section class="bereich-text weit" aria-labelledby="bereich-titel"><h2 id="bereich-titel" tabindex="-1">Überblick</h2>'
        f'<form class="auswahl" data-auswahl="ueberblick" role="search" aria-label="Beschlüsse auswählen">{fields}'
        f'<label class="feld"><span>Wort im Beschluss</span><input type="search" name="wort" value="{escape(choice.words)}" autocomplete="off" maxlength="100"></label>'
        f'<input type="hidden" name="sort" value="{choice.sort}"><input type="hidden" name="ab" value="{"1" if choice.down else ""}"><input type="hidden" name="alle" value="">'
        '<div class="auswahl-fuss"><button class="knopf">Anzeigen</button> <a href="#ueberblick">Alle zeigen</a></div></form>'
        f'<div data-ergebnis>{result(reports, choice, bool(query.get("alle")))}</div></section>'
    )


def result(reports: dict[str, Report], choice: Choice, whole: bool = False) -> str:
    """Totals, plots and table for a choice."""
    found = overview.rows(reports, choice)
    count = _count(len(found))
    everything = sum(len(report.resolutions) for report in reports.values())
    named = overview.in_short(choice, reports)
    said = f"{count}" + (f" von {everything}" if len(found) != everything else "") + (f": {named}" if named else "")
    if not found:
        return f'<p class="summe" data-ansage="Kein Beschluss in dieser Auswahl.">Kein Beschluss in dieser Auswahl{escape(f" ({named})") if named else ""}.</p>'
    return (
        f'<p class="summe" data-ansage="{escape(said)}"><strong>{escape(count)}</strong>{escape(said.removeprefix(count))}</p>{_totals(found)}{_doubled(found)}'
        f"{_plots(reports, found, choice)}{_table(found, choice, whole)}"
    )


def _count(number: int) -> str:
    return "1 Beschluss" if number == 1 else f"{number} Beschlüsse"


def _totals(found: list[Row]) -> str:
    votes = overview.count_kinds(found)
    reports = len({row.report.id for row in found})
    cells = [*((name, number) for name, number in votes.items() if number), ("Bericht" if reports == 1 else "Berichte", reports)]
    names = {"ohne Angabe": "Abstimmung nicht angegeben"}
    return '<ul class="summen">' + "".join(f"<li><b>{number}</b> {escape(names.get(name, name))}</li>" for name, number in cells) + "</ul>"


def _doubled(found: list[Row]) -> str:
    """A warning where two reports tell of one conference: their counts must not be added."""
    of: dict[int, set[str]] = {}
    for row in found:
        if number := overview.conference_of(row.report):
            of.setdefault(number, set()).add(row.report.id)
    twice = ", ".join(f"{number}. ASMK" for number, ids in sorted(of.items()) if len(ids) > 1)
    return f'<p class="leise">Mehrere Berichte liegen vor zur {twice}; derselbe Beschluss kann dort mehrfach zählen.</p>' if twice else ""


def _plots(reports: dict[str, Report], found: list[Row], choice: Choice) -> str:
    topics = overview.by_topic(found)
    conferences = overview.by_conference(reports, choice)
    about = f"Thema {choice.filters.topic}" if choice.filters.topic else "Alle Themen"
    left = f"<section class='bildrahmen'><h3>Nach Thema und Abstimmung</h3>{charts.legend()}{charts.topic_bars(topics[:TOPICS_SHOWN])}{_rest(topics)}{charts.table('Thema', topics)}</section>" if topics else ""
    right = (
        f"<section class='bildrahmen'><h3>{escape(about)} im Lauf der Konferenzen</h3>{charts.legend()}{charts.conference_columns(conferences)}"
        f"<p class='leise'>Je Bericht eine Säule. Ein Thema wählen Sie oben unter „Thema“.</p>{charts.table('Bericht', [(name, votes) for _, name, votes in conferences])}</section>"
    )
    return f'<div class="bilder">{left}{right}</div>'


def _rest(topics: list[tuple[str, dict[str, int]]]) -> str:
    """The smaller topics, folded."""
    rest = topics[TOPICS_SHOWN:]
    most = max(sum(votes.values()) for _, votes in topics)
    return f'<details class="mehr"><summary>Weitere {len(rest)} Themen</summary>{charts.topic_bars(rest, most)}</details>' if rest else ""


def _table(found: list[Row], choice: Choice, whole: bool) -> str:
    shown = found if whole else found[:ROWS_SHOWN]
    more = "" if len(shown) == len(found) else f'<p><button type="button" class="knopf" data-alle>Alle {len(found)} zeigen</button></p>'
    heads = "".join(_column(name, label, choice) for name, label in COLUMNS)
    hidden = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in _query(choice).items())
    return (
        f'<div class="tafel-kopf"><h3>Beschlüsse</h3><form method="post" action="ueberblick.csv">{hidden}<button class="knopf">Als CSV speichern</button></form></div>'
        f'<table class="tafel" data-belege="Beschluss"><caption class="verborgen">{_count(len(found))}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(map(_row, shown))}</tbody></table>{more}"
    )


def _column(name: str, label: str, choice: Choice) -> str:
    on = choice.sort == name
    state = f' aria-sort="{"descending" if choice.down else "ascending"}"' if on else ""
    arrow = ("▼" if choice.down else "▲") if on else "↕"
    return f'<th scope="col"{state}><button type="button" data-sort="{name}">{label} <span class="pfeil" aria-hidden="true">{arrow}</span></button></th>'


def _row(row: Row) -> str:
    report, resolution = row.report, row.resolution
    page = pages_text(report.page_of(resolution.start), report.page_of(resolution.end - 1))
    topics = field_text(resolution, "topics", "")
    number = ("TOP " if "." in resolution.number else "Nr. ") + resolution.number
    return (
        f'<tr><th scope="row" data-spalte="Beschluss"><a href="{escape(evidence_link(report.id, resolution.start, resolution.end))}" data-beleg target="_blank">{escape(resolution.title)}</a>{escape(corrected_mark(resolution, "title"))}'
        f'<span class="fakten">{escape(" · ".join(part for part in (number, topics) if part))}</span></th>'
        f"{_cell('Abstimmung', vote_words(resolution))}{_cell('Antragsteller', movers_text(resolution))}{_cell('Form', field_text(resolution, 'mode'))}{_cell('Ergebnis', field_text(resolution, 'outcome'))}"
        f'<td data-spalte="Bericht">{source(report, short=True, page=page)}</td></tr>'
    )


def _cell(column: str, text: str) -> str:
    silent = ' class="ohne"' if text == "nicht angegeben" else ""
    return f'<td data-spalte="{column}"{silent}>{escape(text)}</td>'


def _select(name: str, label: str, choices: list[tuple[str, str]], chosen: str) -> str:
    options = "".join(f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}</option>' for text, value in choices)
    return f'<label class="feld"><span>{escape(label)}</span><select name="{name}">{options}</select></label>'


def _query(choice: Choice) -> dict[str, str]:
    filters = choice.filters
    found = {"konferenz": filters.conference, "jahr": filters.year, "abstimmung": filters.vote, "thema": filters.topic, "antragsteller": filters.mover, "wort": choice.words, "sort": choice.sort, "ab": "1" if choice.down else None}
    return {name: str(value) for name, value in found.items() if value}
