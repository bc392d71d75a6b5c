"""Answers read from the fields: whole lists and counts, a resolution's vote or mover, what a report says of its conference."""

import re

from assistant import answer as answers
from assistant import filters as filtering
from assistant import quote as quoting
from assistant.query import Query
from assistant.types import Answer, Filters, Quote
from index import cues
from index.search import Hit, OpenIndex
from index.types import Field, Passage, Report, Resolution


def answer_list(index: OpenIndex, query: Query, places: list[int], hits: list[Hit] | None) -> Answer:
    """The whole set that a list or count question asks for, with the words that prove each row."""
    found = [index.resolutions[place] for place in places]
    phrases = filtering.in_words(query.filters, index.reports)
    if query.subject:
        phrases.append(f"zu „{' '.join(query.subject_words)}“")
    scope = [r for r in index.resolutions if filtering.matches(index.reports[r.report], r, Filters(report=query.filters.report, conference=query.filters.conference, year=query.filters.year))]
    basis = f"Gezählt in {answers.searched(index, query.filters, dative=True)} mit {len(scope)} Beschlüssen."
    if query.filters.vote:
        silent = sum(resolution.vote is None for resolution in scope)
        basis += f" Bei {silent} davon nennt der Bericht kein Abstimmungsergebnis."
    ranking = tuple((hit.resolution.id, round(hit.score, 4)) for hit in (hits or [])[:10])
    what = ", ".join(phrases) if phrases else "alle Beschlüsse"
    if not found:
        return Answer(query.text, "not_found", f"Kein Beschluss gefunden ({what}).", (), (basis,), 0, query.filters, (), ranking)
    quotes = [_proof(index, resolution, query.filters, number) for number, resolution in enumerate(found, 1)]
    noun = "Beschluss" if len(found) == 1 else "Beschlüsse"
    return Answer(query.text, "answered", f"{len(found)} {noun} ({what}).", tuple(quotes), (basis,), len(found), query.filters, tuple(r.id for r in found), ranking)


def _proof(index: OpenIndex, resolution: Resolution, filters: Filters, number: int) -> Quote:
    """The sentence that proves why a resolution is in the list: the one with the filtered field, else the demand."""
    report = index.reports[resolution.report]
    field: Field | None = None
    if filters.mover:
        field = next((f for f in resolution.initiators if f.value == filters.mover), None)
    elif filters.vote and resolution.vote:
        field = resolution.vote
    elif filters.outcome:
        field = resolution.outcome
    elif filters.mode:
        field = next((f for f in resolution.mode if f.value == filters.mode), None)
    elif filters.addressee:
        field = next(iter(resolution.addressees), None)
    passage = _holding(resolution, field) if field else _demand(report, resolution)
    return quoting.make(number, report, resolution.id, passage.start, passage.end)


def _holding(resolution: Resolution, field: Field) -> Passage:
    return next(passage for passage in resolution.passages if passage.start <= field.start < passage.end)


def _demand(report: Report, resolution: Resolution) -> Passage:
    return next((p for p in resolution.passages if cues.demands(report.slice(p)) or cues.settles(report.slice(p))), resolution.passages[0])


def answer_field(index: OpenIndex, query: Query, hit: Hit, hits: list[Hit], about: str | None) -> Answer:
    """Vote, mover, addressee or page of one resolution, with the words that prove it."""
    resolution, report = hit.resolution, index.reports[hit.resolution.report]
    ranking = tuple((h.resolution.id, round(h.score, 4)) for h in hits[:10])
    field: Field | None
    if query.intent == "vote":
        field = resolution.vote
        text = _vote_sentence(query, resolution)
    elif query.intent == "mover":
        field = next(iter(resolution.initiators), None)
        names = [f.value for f in resolution.initiators]
        asked = cues.LAND.search(query.text)
        yes = ""
        if asked and names and re.match(r"^\W*(?:und )?(?:hat|hatte|war|kam|stammt|stammte|ist)\b", query.text, re.IGNORECASE):
            yes = "Ja. " if cues.land_name(asked.group(1)) in names else f"{cues.land_name(asked.group(1))} ist nicht als Antragsteller genannt. "
        text = f"{yes}Antragsteller oder Mitantragsteller: {answers.enumerate_names(names)}." if names else f"Wer den Antrag gestellt hat, ist {answers.NOT_STATED}."
    elif query.intent == "addressee":
        field = next(iter(resolution.addressees), None)
        names = [f.value for f in resolution.addressees]
        text = f"Gerichtet an: {answers.enumerate_names(names)}." if names else f"An wen sich der Beschluss richtet, ist {answers.NOT_STATED}."
    else:
        field = None
        first, last = report.page_of(resolution.start), report.page_of(resolution.end - 1)
        text = f"Das steht auf Seite {first}" + (f" bis {last}" if last > first else "") + f" ({report.file})."
    passage = _holding(resolution, field) if field else _demand(report, resolution)
    quote = quoting.make(1, report, resolution.id, passage.start, passage.end)
    stated = field is not None or query.intent == "page"
    return Answer(
        query.text, "answered" if stated else "related", f"{text} Es geht um: {answers.titled(index, resolution)}.", (quote,), tuple(answers.notes_for(query)), None, query.filters, (resolution.id,), ranking, about
    )


def _vote_sentence(query: Query, resolution: Resolution) -> str:
    if resolution.vote is None:
        return f"Das Abstimmungsergebnis ist {answers.NOT_STATED}."
    value = resolution.vote.value
    asked = re.search(r"\b(einstimmig|einhellig|mehrheitlich)", query.text, re.IGNORECASE)
    yes = ""
    if asked and re.match(r"^\W*(?:war|waren|wurde|wurden|ist|sind|fiel|hat|haben|gab)\b", query.text, re.IGNORECASE):
        wanted = "einstimmig" if asked.group(1).lower().startswith("ein") else "mehrheitlich"
        contested = value not in ("einstimmig", "mehrheitlich")  # a bare tally with a No or an abstention is a majority
        yes = "Ja: " if value == wanted or (contested and wanted == "mehrheitlich") else "Nein: "
    if value in ("einstimmig", "mehrheitlich"):
        return f"{yes}Der Beschluss wurde {value} gefasst."
    return f"{yes}Abgestimmt wurde mit {value} (Ja : Nein : Enthaltung)."


_FRAME = {
    "fulltext": re.compile(r"Wortlaut|abrufbar|https?:|www\.|nachzulesen|einsehbar|eingesehen"),
    "chair": re.compile(r"Vorsitz|Gastgeber|ausgerichtet"),
    "date": None,
    "place": None,
    "number": None,
}


def answer_frame(index: OpenIndex, query: Query) -> Answer:
    """What the reports say of themselves and of their conference: date, place, number, chair, where the full text is."""
    reports = [r for r in index.reports.values() if answers.report_matches(r, query.filters)]
    lines, quotes = [], []
    for report in reports:
        wanted = {"date": [report.dates, report.place], "place": [report.place, report.dates], "number": [report.conference]}.get(query.intent, [])
        if wanted and wanted[0] is None:
            continue
        spans = [_frame_passage(report, field) or Passage(field.start, field.end) for field in wanted if field]
        if not wanted:
            spans = [p for p in reversed(report.frame) if _FRAME[query.intent].search(report.slice(p))][:1]
        for span in dict.fromkeys(spans):
            quotes.append(quoting.make(len(quotes) + 1, report, None, span.start, span.end))
        if not spans:
            continue
        said = {
            "date": f"{_on(report.dates)}{_in(report.place)}", "place": f"{_on(report.dates)}{_in(report.place)}", "number": f"Nummer {report.conference.value if report.conference else ''}",
        }.get(query.intent, f"Seite {report.page_of(spans[0].start)}")
        lines.append(f"{answers.conference_name(report)}: {said.strip()}")
    if not quotes:
        return Answer(query.text, "not_found", f"Das ist {answers.NOT_STATED}.", (), (f"Durchsucht: {answers.searched(index, query.filters)}.",), None, query.filters)
    subject = {"date": "Die Konferenz fand statt", "place": "Die Konferenz fand statt", "number": "Es ist", "chair": "Zum Vorsitz sagt der Bericht", "fulltext": "Zum vollständigen Wortlaut sagt der Bericht"}[query.intent]
    return Answer(query.text, "answered", f"{subject}: {'; '.join(dict.fromkeys(lines))}.", tuple(quotes), (), None, query.filters)


def _on(dates: Field | None) -> str:
    return f"am {dates.value}" if dates else "Datum " + answers.NOT_STATED


def _in(place: Field | None) -> str:
    return f" in {place.value}" if place else f", Ort {answers.NOT_STATED}"


def _frame_passage(report: Report, field: Field) -> Passage | None:
    return next((p for p in report.frame if p.start <= field.start and field.end <= p.end), None)
