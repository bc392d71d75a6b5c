"""From a question understood to an answer with quotes. Plain functions; the engine holds the state."""

import re
from dataclasses import replace
from functools import lru_cache

from assistant import filters as filtering
from assistant import quote as quoting
from assistant.confidence import asked_figure, confidence, gap, status_of
from assistant.phrases import PHRASES
from assistant.query import Query
from assistant.types import Answer, Conversation, Filters, Quote
from index import cues
from index.analysis import tokens
from index.search import Hit, OpenIndex, QueryTerms
from index.topics import fold
from index.types import Field, Passage, Report, Resolution

NO_LAW = "Das ist eine politische Forderung der Konferenz, kein geltendes Recht; was daraus geworden ist, steht nicht im Bericht."
NOT_STATED = "im Bericht nicht angegeben"
_PARAPHRASE = "Der Bericht gibt die Beschlüsse in eigenen Worten und nur in Auswahl wieder."
HELP = (
    "Ich beantworte Fragen zu den Berichten über die Arbeits- und Sozialministerkonferenz und belege jede Antwort mit wörtlichen Zitaten. "
    "Fragen Sie zum Beispiel nach einem Thema, nach einer Abstimmung, nach Antragstellern oder nach allen Beschlüssen zu einem Politikfeld."
)
GREETING = "Guten Tag! Stellen Sie mir gern eine Frage zu den Beschlüssen der Arbeits- und Sozialministerkonferenz."
FRAME_SHARE = 0.8  # share of the question's word weight that a sentence of the frame must hold to answer it
_RELATED_MARGIN = 0.88  # further resolutions are named down to this share of the best score


def searched(index: OpenIndex, filters: Filters = Filters(), dative: bool = False) -> str:
    """What was searched, in words: "1 Bericht (102. ASMK, 2025)"; ``dative``: "in 2 Berichten"."""
    reports = [r for r in index.reports.values() if _report_matches(r, filters)]
    names = [f"{number}. ASMK" + (f", {year}" if year else "") for number, year in sorted({(int(r.conference.value), r.year) for r in reports if r.conference}, key=lambda pair: pair[0])]
    count = f"{len(reports)} Bericht" + ("" if len(reports) == 1 else "en" if dative else "e")
    return f"{count} ({'; '.join(names)})" if names else count


def conference_name(report: Report) -> str:
    """"102. ASMK", or "Konferenz" where the report names no number."""
    return f"{report.conference.value}. ASMK" if report.conference else "Konferenz"


def titled(index: OpenIndex, resolution: Resolution) -> str:
    """A resolution named with where it stands: "Titel (102. ASMK, Seite 6)"."""
    report = index.reports[resolution.report]
    return f"{resolution.title} ({conference_name(report)}, Seite {report.page_of(resolution.start)})"


def resolution_quotes(index: OpenIndex, hit: Hit, first: int = 1, limit: int = 3) -> list[Quote]:
    """Quotes of the sentences of a hit that answer, numbered from ``first``."""
    report = index.reports[hit.resolution.report]
    spans = quoting.choose(report, hit.resolution, hit.passage_scores, limit)
    return [quoting.make(first + place, report, hit.resolution.id, span.start, span.end) for place, span in enumerate(spans)]


def answer_search(index: OpenIndex, query: Query, terms: QueryTerms, hits: list[Hit], about: str | None = None) -> Answer:
    """The answer to a question about a matter: the best resolution's deciding sentences, or the nearest ones as related."""
    ranking = tuple((hit.resolution.id, round(hit.score, 4)) for hit in hits[:10])
    lacking = _lacking(index, query, terms) or (gap(query, index.reports[hits[0].resolution.report], hits[0]) if hits else None)
    blocked = query.missing_year is not None or query.missing_conference is not None or bool(hits and gap(query, index.reports[hits[0].resolution.report], hits[0]))
    status = status_of(confidence(query, terms, hits), blocked)
    if status != "answered" and (framed := _from_frame(index, query, terms, ranking)):
        return framed
    if not hits or status == "not_found":
        return _not_found(index, query, lacking, hits, ranking)
    if status == "related":
        return _related(index, query, lacking, hits, ranking, about)
    best = hits[0]
    quotes = resolution_quotes(index, best)
    others = [hit for hit in hits[1:4] if hit.score >= _RELATED_MARGIN * best.score]
    notes = _notes(index, query, best.resolution)
    if others:
        notes.append("Verwandte Beschlüsse: " + "; ".join(titled(index, hit.resolution) for hit in others) + ".")
    return Answer(
        query.text, "answered", opening(index, query, best, quotes) + lead(index, best.resolution, quotes[0].page), tuple(quotes), tuple(notes), None, query.filters,
        (best.resolution.id, *(hit.resolution.id for hit in others)), ranking, about,
    )


def _from_frame(index: OpenIndex, query: Query, terms: QueryTerms, ranking) -> Answer | None:
    """An answer from letter, introduction or pointer, where one of their sentences holds nearly all words of the question."""
    words_asked = [(set(satisfying), rarity) for _, satisfying, rarity in terms.salient]
    total = sum(rarity for _, rarity in words_asked)
    best, found = 0.0, None
    for report in index.reports.values():
        if not _report_matches(report, query.filters):
            continue
        for passage in report.frame:
            held = frozenset(tokens(report.slice(passage)))
            share = sum(rarity for satisfying, rarity in words_asked if any(not t.startswith("~") and t in held for t in satisfying)) / total if total else 0.0
            if share > best:
                best, found = share, (report, passage)
    if found is None or best < FRAME_SHARE or len(words_asked) < 2:
        return None
    report, passage = found
    quote = quoting.make(1, report, None, passage.start, passage.end)
    return Answer(query.text, "answered", f"Das steht nicht in einem Beschluss, sondern in Anschreiben, Einleitung oder Schluss des Berichts (Seite {quote.page}).", (quote,), (), None, query.filters, (), ranking)


def lead(index: OpenIndex, resolution: Resolution, page: int | None = None) -> str:
    """One line that names the resolution the quote belongs to, its vote and movers; the fate of a failed motion comes first.

    ``page``: where the answering words stand; the resolution's first page by default.
    """
    report = index.reports[resolution.report]
    outcome = resolution.outcome.value if resolution.outcome else None
    where = f"{resolution.title} (Seite {page or report.page_of(resolution.start)})"
    if outcome in ("abgelehnt", "vertagt", "zurückgezogen"):
        fate = {"abgelehnt": "wurde abgelehnt", "vertagt": "wurde vertagt", "zurückgezogen": "wurde zurückgezogen"}[outcome]
        return f"Ein Antrag dazu {fate}; es ist keine Forderung der {conference_name(report)}: {where}."
    if outcome == "zur Kenntnis genommen":
        return f"Die {conference_name(report)} hat dazu etwas zur Kenntnis genommen: {where}."
    vote = resolution.vote.value if resolution.vote else None
    facts = [vote if vote in ("einstimmig", "mehrheitlich") else f"mit {vote} Stimmen"] if vote else []
    if resolution.initiators:
        facts.append(f"beantragt oder mitbeantragt von {_movers([field.value for field in resolution.initiators])}")
    return f"Dazu gibt es einen Beschluss der {conference_name(report)}{', ' + ', '.join(facts) if facts else ''}: {where}."


_YES_NO = re.compile(
    r"^\W*(?:und )?(?:soll(?:en|te|ten)?|will|wollen|wollte|wollten|fordert|fordern|verlangt|verlangen|ist|sind|war|waren|wird|werden|wurde|wurden|hat|haben|darf|dürfen|kann|können|könnte|muss|müssen|gibt|gab|begrüßt|begrüßen|unterstützt|unterstützen|"
    r"lehnt|lehnen|spricht|sprechen|befürwortet|befürworten|plant|planen|möchte|möchten|bekommt|bekommen|gilt|gelten|setzt|setzen)\b",
    re.IGNORECASE,
)
_ASKS_DEMAND = re.compile(r"^\W*(?:fordert|fordern|verlangt|verlangen|begrüßt|begrüßen|empfiehlt|empfehlen|bittet|bitten|spricht|sprechen|lehnt|lehnen|will|wollen|soll|sollen)\b", re.IGNORECASE)
_HEDGED = re.compile(r"\b(?:ob|prüfen|Prüfung|geprüft|kaum|nicht|kein\w*|gegen|ohne|statt|weder|hilfsweise|allenfalls|abzulehnen)\b")


def opening(index: OpenIndex, query: Query, hit: Hit, quotes: list[Quote]) -> str:
    """What comes before the lead: "Ja" where one sentence plainly says it, the figure that was asked for, or nothing.

    "Ja" is said only to "Fordert …?" or "Soll …?", when every noun and figure of the question, who acts included, stands in
    one demanding sentence in which nothing is denied, examined or hedged; else the sentence speaks for itself.
    """
    failed = hit.resolution.outcome and hit.resolution.outcome.value in ("abgelehnt", "vertagt", "zurückgezogen")
    if _YES_NO.match(query.text) and not failed:
        report = index.reports[hit.resolution.report]
        best = max(zip(hit.passage_scores, hit.resolution.passages), key=lambda pair: pair[0])[1]
        return "Ja. " if _says_yes(query.text, report.slice(best)) and not query.citizen else ""
    figure = asked_figure(query.text, [quote.text for quote in quotes])
    return f"{figure} – " if figure else ""


def _says_yes(question: str, sentence: str) -> bool:
    if not _ASKS_DEMAND.match(question) or _HEDGED.search(question) or _HEDGED.search(sentence) or not cues.demands(sentence):
        return False
    held = fold(sentence)
    named = [word for word in re.findall(r"[A-ZÄÖÜ][\wäöüß-]+|\d[\d.,]*", question)[1:] if word not in ("ASMK", "Konferenz", "Länder", "Ministerinnen", "Minister")]
    return len(re.findall(r"\d+", question)) < 2 and all(fold(word)[: max(4, len(fold(word)) - 3)] in held for word in named) and bool(named)


_REASON = re.compile(r"\b(?:weil|da|denn|aufgrund|angesichts|wegen|damit|Hintergrund|Gründen|Begründung|um [^.]{3,90} zu|nicht ausreichend|erschwer\w+|bislang|bisher|derzeit|aktuell|führ\w+ zu)\b", re.IGNORECASE)


def reason_scores(index: OpenIndex, hit: Hit) -> tuple[float, ...]:
    """Passage scores for a question after reasons: sentences with a word of reason, and those that do not demand, first."""
    report = index.reports[hit.resolution.report]
    texts = [report.slice(passage) for passage in hit.resolution.passages]
    return tuple(score + (0.6 if _REASON.search(text) else 0.0) + (0.3 if not cues.demands(text) else 0.0) for score, text in zip(hit.passage_scores, texts))


def _movers(names: list[str]) -> str:
    """Movers after "von": "allen Ländern und Nordrhein-Westfalen"."""
    return _enumerate([{"alle Länder": "allen Ländern", "nahezu alle Länder": "nahezu allen Ländern"}.get(name, name) for name in names])


def _enumerate(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " und " + names[-1]


def _notes(index: OpenIndex, query: Query, resolution: Resolution) -> list[str]:
    return [NO_LAW] if query.citizen else []


def _lacking(index: OpenIndex, query: Query, terms: QueryTerms) -> str | None:
    """Which conference, year or word of the question no report holds, in words, or None."""
    if query.missing_conference is not None:
        return f"Zur {query.missing_conference}. Konferenz liegt kein Bericht vor."
    if query.missing_year is not None:
        return f"Zum Jahr {query.missing_year} liegt kein Bericht vor."
    typed = re.findall(r"[^\W_]+", query.text)
    foreign = {word for word, satisfying, _ in terms.salient if not any(token in terms.known for token in satisfying)}
    nouns = [
        word for place, word in enumerate(typed)
        if fold(word) in foreign and len(word) > 4 and word[0].isupper() and (place > 0 or len(typed) <= 2) and not _anywhere(index, fold(word)[: max(5, len(fold(word)) - 2)])
    ]
    return "In den Berichten kommt nicht vor: " + ", ".join(list(dict.fromkeys(nouns))[:2]) + "." if nouns else None


def _anywhere(index: OpenIndex, beginning: str) -> bool:
    """Whether a word so begun stands in any report, its frame and compounds included."""
    return any(beginning in _folded(report.text) for report in index.reports.values())


@lru_cache(maxsize=256)
def _folded(text: str) -> str:
    return fold(text)


def _related(index: OpenIndex, query: Query, lacking: str | None, hits: list[Hit], ranking, about: str | None) -> Answer:
    quotes: list[Quote] = []
    shown = [hits[0]] + [hit for hit in hits[1:3] if hit.score >= _RELATED_MARGIN * hits[0].score]
    for hit in shown:
        quotes += resolution_quotes(index, hit, len(quotes) + 1, 1 if quotes else 3)
    opening = "Eine Antwort auf genau diese Frage steht nicht in den Berichten." if lacking is None else lacking
    return Answer(
        query.text, "related", f"{opening} Am nächsten kommt dem:", tuple(quotes), (f"Durchsucht: {searched(index, query.filters)}.",) + ((NO_LAW,) if query.citizen else ()), None,
        query.filters, tuple(hit.resolution.id for hit in shown), ranking, about,
    )


def _not_found(index: OpenIndex, query: Query, lacking: str | None, hits: list[Hit], ranking) -> Answer:
    notes = [f"Durchsucht: {searched(index, query.filters)}. {_PARAPHRASE}"]
    if hits:
        notes.append("Vielleicht hilft: " + "; ".join(titled(index, hit.resolution) for hit in hits[:2]) + ".")
    pointer = next((text for text in map(_pointer, index.reports.values()) if text), None)
    if pointer:
        notes.append(f"Den vollständigen Wortlaut aller Beschlüsse nennt der Bericht unter {pointer}.")
    return Answer(query.text, "not_found", f"Dazu steht nichts in den Berichten. {lacking or ''}".strip(), (), tuple(notes), None, query.filters, (), ranking)


def _pointer(report: Report) -> str | None:
    for passage in reversed(report.frame):
        match = re.search(r"https?://\S+?(?=[.,;)]?(?:\s|$))|\bwww\.\S+?(?=[.,;)]?(?:\s|$))", report.slice(passage))
        if match:
            return match.group(0)
    return None


def answer_list(index: OpenIndex, query: Query, places: list[int], hits: list[Hit] | None) -> Answer:
    """The whole set that a list or count question asks for, with the words that prove each row."""
    found = [index.resolutions[place] for place in places]
    phrases = filtering.in_words(query.filters, index.reports)
    if query.subject:
        phrases.append(f"zu „{' '.join(query.subject_words)}“")
    scope = [r for r in index.resolutions if filtering.matches(index.reports[r.report], r, Filters(report=query.filters.report, conference=query.filters.conference, year=query.filters.year))]
    basis = f"Gezählt in {searched(index, query.filters, dative=True)} mit {len(scope)} Beschlüssen."
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
        if asked and names:
            yes = "Ja. " if cues.land_name(asked.group(1)) in names else f"{cues.land_name(asked.group(1))} ist nicht als Antragsteller genannt. "
        text = f"{yes}Antragsteller oder Mitantragsteller: {_enumerate(names)}." if names else f"Wer den Antrag gestellt hat, ist {NOT_STATED}."
    elif query.intent == "addressee":
        field = next(iter(resolution.addressees), None)
        names = [f.value for f in resolution.addressees]
        text = f"Gerichtet an: {_enumerate(names)}." if names else f"An wen sich der Beschluss richtet, ist {NOT_STATED}."
    else:
        field = None
        first, last = report.page_of(resolution.start), report.page_of(resolution.end - 1)
        text = f"Das steht auf Seite {first}" + (f" bis {last}" if last > first else "") + f" ({report.file})."
    passage = _holding(resolution, field) if field else _demand(report, resolution)
    quote = quoting.make(1, report, resolution.id, passage.start, passage.end)
    stated = field is not None or query.intent == "page"
    return Answer(
        query.text, "answered" if stated else "related", f"{text} Es geht um: {titled(index, resolution)}.", (quote,), tuple(_notes(index, query, resolution)), None, query.filters, (resolution.id,), ranking, about
    )


def _vote_sentence(query: Query, resolution: Resolution) -> str:
    if resolution.vote is None:
        return f"Das Abstimmungsergebnis ist {NOT_STATED}."
    value = resolution.vote.value
    asked = re.search(r"\b(einstimmig|einhellig|mehrheitlich)", query.text, re.IGNORECASE)
    yes = ""
    if asked and re.match(r"^\W*(?:war|waren|wurde|wurden|ist|sind|fiel|hat|haben|gab)\b", query.text, re.IGNORECASE):
        wanted = "einstimmig" if asked.group(1).lower().startswith("ein") else "mehrheitlich"
        yes = "Ja: " if value == wanted else "Nein: "
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
    reports = [r for r in index.reports.values() if _report_matches(r, query.filters)]
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
        lines.append(f"{conference_name(report)}: {said.strip()}")
    if not quotes:
        return Answer(query.text, "not_found", f"Das ist {NOT_STATED}.", (), (f"Durchsucht: {searched(index, query.filters)}.",), None, query.filters)
    subject = {"date": "Die Konferenz fand statt", "place": "Die Konferenz fand statt", "number": "Es ist", "chair": "Zum Vorsitz sagt der Bericht", "fulltext": "Zum vollständigen Wortlaut sagt der Bericht"}[query.intent]
    return Answer(query.text, "answered", f"{subject}: {'; '.join(dict.fromkeys(lines))}.", tuple(quotes), (), None, query.filters)


def _on(dates: Field | None) -> str:
    return f"am {dates.value}" if dates else "Datum " + NOT_STATED


def _in(place: Field | None) -> str:
    return f" in {place.value}" if place else f", Ort {NOT_STATED}"


def _frame_passage(report: Report, field: Field) -> Passage | None:
    return next((p for p in report.frame if p.start <= field.start and field.end <= p.end), None)


def _report_matches(report: Report, filters: Filters) -> bool:
    return (
        (not filters.report or report.id == filters.report)
        and (not filters.conference or (report.conference is not None and int(report.conference.value) == filters.conference))
        and (not filters.year or report.year == filters.year)
    )


def answer_more(index: OpenIndex, query: Query, resolution: Resolution, about: str) -> Answer:
    """The whole wording of a resolution, quoted paragraph by paragraph."""
    report = index.reports[resolution.report]
    quote = quoting.make(1, report, resolution.id, resolution.start, resolution.end)
    return Answer(query.text, "answered", lead(index, resolution), (quote,), (), None, query.filters, (resolution.id,), ((resolution.id, 1.0),), about)


def greeting(query: Query) -> Answer:
    """A friendly sentence for a greeting or "Was kannst du?"."""
    return Answer(query.text, "not_found", HELP if query.intent == "help" else GREETING, (), (), None, query.filters)


def translated(answer: Answer, name: str, index: OpenIndex) -> Answer:
    """The answer with its fixed phrases in another language; title and quotes stay German. Lists and fields stay as they are."""
    if name == "de" or answer.count is not None or name not in PHRASES:
        return answer
    phrases = PHRASES[name]
    lead_line = phrases[answer.status]
    if answer.quotes and answer.quotes[0].resolution:
        resolution = index.resolutions[index.position[answer.quotes[0].resolution]]
        vote = resolution.vote.value if resolution.vote else None
        lead_line += f" {resolution.title} ({phrases.get(vote or 'unstated', vote)}, {phrases['page']} {answer.quotes[0].page})"
    return replace(answer, lead=lead_line, notes=(phrases["no_law"],) if answer.quotes else (), language=name)


def with_time(answer: Answer, ms: float) -> Answer:
    """The answer with the time it took, milliseconds."""
    return replace(answer, ms=round(ms, 2))


def next_conversation(conversation: Conversation, query: Query, answer: Answer, index: OpenIndex) -> Conversation:
    """The conversation after this turn: what it is about now, and what it was about before."""
    kept = not answer.resolutions or not answer.quotes  # a greeting, a "not found", a question asked back change nothing
    subjects = conversation.resolutions if kept else answer.resolutions
    earlier = tuple(dict.fromkeys(conversation.resolutions[:1] + conversation.earlier))[:8]
    listed = conversation.listed if kept else answer.count is not None
    stated = answer.status == "answered" or (answer.about is not None and conversation.sure) or query.intent in ("vote", "mover", "addressee")
    return Conversation(subjects, answer.filters, query.text, conversation.turns + 1, listed, conversation.sure if kept else stated, earlier)


def not_there(index: OpenIndex, query: Query) -> Answer:
    """The question names a conference or year that no report covers."""
    lacking = f"Zur {query.missing_conference}. Konferenz liegt kein Bericht vor." if query.missing_conference is not None else f"Zum Jahr {query.missing_year} liegt kein Bericht vor."
    return Answer(query.text, "not_found", lacking, (), (f"Vorhanden: {searched(index)}.",), 0 if query.intent in ("list", "count") else None, query.filters)
