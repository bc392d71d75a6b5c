"""From a question understood to an answer with quotes. Plain functions; the engine holds the state."""

import re
from dataclasses import replace
from functools import lru_cache

import numpy as np

from assistant import quote as quoting
from assistant import steps
from assistant.confidence import asked_figure, confidence, gap, says_when, status_of
from assistant.filters import report_matches
from assistant.phrases import PHRASES
from assistant.query import Query
from assistant.render import corrected_mark
from assistant.types import Answer, Conversation, Filters, Quote
from index import cues
from index.analysis import joined
from index.protocol import CONTENTS
from index.search import Hit, OpenIndex, QueryTerms, frame_shares
from index.topics import fold
from index.types import Report, Resolution

NO_LAW = "Das ist eine politische Forderung der Konferenz, kein geltendes Recht; was daraus geworden ist, steht nicht im Bericht."
NO_LAW_EITHER = "Das ist kein geltendes Recht."  # of what is no demand
FAILED = ("abgelehnt", "vertagt", "zurückgezogen")
CONTACT = "Was heute gilt, sagt Ihnen die zuständige Behörde oder eine Beratungsstelle."
NOT_STATED = "im Bericht nicht angegeben"
_PARAPHRASE = "Der Bericht gibt die Beschlüsse in eigenen Worten und nur in Auswahl wieder."
HELP = (
    "Ich beantworte Fragen zu den Berichten über die Arbeits- und Sozialministerkonferenz und belege jede Antwort mit wörtlichen Zitaten. "
    "Fragen Sie zum Beispiel nach einem Thema, nach einer Abstimmung, nach Antragstellern oder nach allen Beschlüssen zu einem Politikfeld."
)
GREETING = "Guten Tag! Stellen Sie mir gern eine Frage zu den Beschlüssen der Arbeits- und Sozialministerkonferenz."
EARLIER_KEPT = 12  # resolutions that a conversation can be led back to
NAMED_COVERAGE = 0.35  # share of the question's words from which a resolution plainly is about its matter
FRAME_SHARE = 0.8  # share of the question's word weight that a sentence of the frame must hold to answer it
_RELATED_MARGIN = 0.88  # further resolutions are named down to this share of the best score


def searched(index: OpenIndex, filters: Filters = Filters(), dative: bool = False) -> str:
    """What was searched, in words: "1 Bericht (102. ASMK, 2025)"; ``dative``: "in 2 Berichten"."""
    return _searched(index.pointer.generation, index, filters, dative)


@lru_cache(maxsize=64)
def _searched(generation: str, index: OpenIndex, filters: Filters, dative: bool) -> str:
    reports = [r for r in index.reports.values() if report_matches(r, filters)]
    named = sorted({(int(r.conference.value) if r.conference else 0, conference_name(r), r.year) for r in reports if r.conference or r.sister}, key=lambda three: three[:2])
    names = [name + (f", {year}" if year else "") for _, name, year in named]
    count = f"{len(reports)} Bericht" + ("" if len(reports) == 1 else "en" if dative else "e")
    return f"{count} ({'; '.join(names)})" if names else count


def in_time(reports: list[Report]) -> list[Report]:
    """The reports from the oldest conference to the newest."""
    return sorted(reports, key=lambda report: (report.year or 0, int(report.conference.value) if report.conference else 0, report.id))


def conference_name(report: Report) -> str:
    """"102. ASMK", "96. GMK", or "Konferenz" where the report names no number."""
    return f"{report.conference.value}. ASMK" if report.conference else report.sister or "Konferenz"


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
    rule = gap(query, index.reports[hits[0].resolution.report], hits[0]) if hits else None
    named = bool(hits) and hits[0].coverage >= NAMED_COVERAGE  # the best resolution plainly is about the matter
    missing = rule if rule and named else lacking(index, query, terms) or rule
    blocked = query.missing_year is not None or query.missing_conference is not None or rule is not None
    status = status_of(confidence(query, terms, hits), blocked)
    if rule and named and status == "not_found":
        status = "related"  # the matter is in the report, only not what was asked of it
    if query.why and named and not missing and not blocked and status == "not_found":
        status = "related"  # "Warum hat die ASMK X abgeschafft?": no reason for what did not happen, but X is there
    if status != "answered" and (framed := _from_frame(index, query, terms, ranking)):
        return framed
    if not hits or status == "not_found":
        return _not_found(index, query, missing, hits, ranking)
    if status == "related":
        return _related(index, query, missing, hits, ranking, about)
    best = hits[0]
    quotes = resolution_quotes(index, best)
    others = [hit for hit in hits[1:4] if hit.score >= _RELATED_MARGIN * best.score]
    notes = notes_for(query) + declared(quotes)
    if others:
        notes.append("Verwandte Beschlüsse: " + "; ".join(titled(index, hit.resolution) for hit in others) + ".")
    return Answer(
        query.text, "answered", opening(index, query, best, quotes) + lead(index, best.resolution, quotes[0].page), tuple(quotes), tuple(notes), None, query.filters,
        (best.resolution.id, *(hit.resolution.id for hit in others)), ranking, about,
    )


def side_by_side(query: Query, found: list[tuple[str, Answer]]) -> Answer:
    """One answer to several subjects of one question, each with its own quotes."""
    quotes = [quote for _, answer in found for quote in answer.quotes]
    lead = " ".join(f"Zu „{subject}“: {answer.lead}" for subject, answer in found)
    notes = dict.fromkeys(note for _, answer in found for note in answer.notes)
    ranking = sorted({pair for _, answer in found for pair in answer.ranking[:5]}, key=lambda pair: -pair[1])
    return Answer(
        query.text, "answered" if all(answer.status == "answered" for _, answer in found) else "related", lead, tuple(replace(quote, n=number) for number, quote in enumerate(quotes, 1)), tuple(notes), None,
        query.filters, tuple(dict.fromkeys(id for _, answer in found for id in answer.resolutions[:1])), tuple(ranking[:10]),
    )


def _from_frame(index: OpenIndex, query: Query, terms: QueryTerms, ranking) -> Answer | None:
    """An answer from letter, introduction or pointer, where one of their sentences holds nearly all words of the question."""
    if len(terms.salient) < 2:
        return None
    shares, found, reports = frame_shares(index, terms), None, tuple(index.reports.values())
    near = np.flatnonzero(shares >= FRAME_SHARE)
    for sentence in near[np.argsort(-shares[near], kind="stable")].tolist():
        number = int(np.searchsorted(index.frame_first, sentence, "right")) - 1
        passage = reports[number].frame[sentence - int(index.frame_first[number])]
        if report_matches(reports[number], query.filters) and passage.label != CONTENTS:
            found = reports[number], passage
            break
    if found is None:
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
        return f"Ein Antrag dazu {fate}{corrected_mark(resolution, 'outcome')}; es ist keine Forderung der {conference_name(report)}: {where}."
    if outcome == "zur Kenntnis genommen":
        return f"Die {conference_name(report)} hat dazu etwas zur Kenntnis genommen{corrected_mark(resolution, 'outcome')}: {where}."
    vote = resolution.vote.value if resolution.vote else None
    facts = [(vote if vote in ("einstimmig", "mehrheitlich") else f"mit {vote} Stimmen") + corrected_mark(resolution, "vote")] if vote else []
    if resolution.initiators:
        facts.append(f"beantragt oder mitbeantragt von {_movers([field.value for field in resolution.initiators])}{corrected_mark(resolution, 'initiators')}")
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
    best = max(zip(hit.passage_scores, hit.resolution.passages), key=lambda pair: pair[0])[1]
    if (best.label or "").startswith("Protokollerklärung"):
        return f"Davon spricht vor allem die {best.label}; sie ist nicht die Haltung der Konferenz. "
    if _YES_NO.match(query.text) and not failed:
        report = index.reports[hit.resolution.report]
        return "Ja. " if _says_yes(query.text, report.slice(best)) and not query.citizen else ""
    figure = asked_figure(query.text, [quote.text for quote in quotes if not _DECLARED.search(quote.label or "")])
    return f"{figure} – " if figure else ""


_DECLARED = re.compile(r"Protokollerklärung|Begründung|Fußnote")


def declared(quotes: list[Quote]) -> list[str]:
    """A note where a declaration of single Länder is among the quotes."""
    return ["Eine Protokollerklärung gibt die Haltung einzelner Länder wieder, nicht die der Konferenz."] if any("Protokollerklärung" in (quote.label or "") for quote in quotes) else []


def _says_yes(question: str, sentence: str) -> bool:
    if not _ASKS_DEMAND.match(question) or _HEDGED.search(question) or _HEDGED.search(sentence) or not cues.demands(sentence):
        return False
    held, question = fold(joined(sentence)), joined(question)
    named = [word for word in re.findall(r"[A-ZÄÖÜ][\wäöüß-]+|\d[\d.,]*", question)[1:] if word not in ("ASMK", "Konferenz", "Länder", "Ministerinnen", "Minister")]
    return len(re.findall(r"\d+", question)) < 2 and all(fold(word)[: max(4, len(fold(word)) - 3)] in held for word in named) and bool(named)


_REASON = re.compile(r"\b(?:weil|da|denn|aufgrund|angesichts|wegen|damit|Hintergrund|Gründen|Begründung|um [^.]{3,90} zu|nicht ausreichend|erschwer\w+|bislang|bisher|derzeit|aktuell|führ\w+ zu)\b", re.IGNORECASE)


def reason_scores(index: OpenIndex, hit: Hit) -> tuple[float, ...]:
    """Passage scores for a question after reasons: sentences with a word of reason, and those that do not demand, first."""
    report = index.reports[hit.resolution.report]
    texts = [report.slice(passage) for passage in hit.resolution.passages]
    return tuple(score + (0.6 if _REASON.search(text) else 0.0) + (0.3 if not cues.demands(text) else 0.0) for score, text in zip(hit.passage_scores, texts))


def demand_scores(index: OpenIndex, hit: Hit) -> tuple[float, ...]:
    """Passage scores for a question that names no detail: what is demanded or settled comes first."""
    report = index.reports[hit.resolution.report]
    return tuple(1.0 if cues.demands(text) else 0.5 if cues.settles(text) else 0.0 for text in map(report.slice, hit.resolution.passages))


def _movers(names: list[str]) -> str:
    """Movers after "von": "allen Ländern und Nordrhein-Westfalen"."""
    return enumerate_names([{"alle Länder": "allen Ländern", "nahezu alle Länder": "nahezu allen Ländern"}.get(name, name) for name in names])


def enumerate_names(names: list[str]) -> str:
    """"Bayern, Hessen und Sachsen"."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " und " + names[-1]


def notes_for(query: Query) -> list[str]:
    """That a demand is no law, where the question sounds like a person asking for themselves."""
    return [NO_LAW] if query.citizen else []


def helpdesk_opening(query: Query, texts: list[str]) -> tuple[str, bool]:
    """What comes before the lead of a helpdesk question about a resolution quoted as ``texts``, and whether that answers it."""
    if query.helpdesk != "when":
        return ("Das sagt der Bericht nicht. " if query.helpdesk == "law" else "Was für Sie gilt, sagt der Bericht nicht. "), False
    figure = asked_figure(query.text, texts)
    if figure or any(says_when(text) for text in texts):
        return (f"{figure} – " if figure else ""), True
    return "Ein Datum dazu nennt der Bericht nicht. ", False


def with_contact(answer: Answer, contact: str | None) -> Answer:
    """The answer to a helpdesk question with the notes that a demand is no law and whom to ask; ``contact`` is the office's line."""
    notes = answer.notes if NO_LAW in answer.notes or answer.language != "de" else (*answer.notes, NO_LAW)
    return replace(answer, notes=(*notes, contact or CONTACT))


def with_true_note(answer: Answer, index: OpenIndex) -> Answer:
    """The answer with the note that a demand is no law only where all that is quoted are demands of the conference.

    A motion that failed is none, nor is what the conference only took note of or welcomed, nor the letter of a report.
    """
    phrases = {"no_law": NO_LAW, "failed": NO_LAW_EITHER, "neutral": NO_LAW_EITHER} if answer.language == "de" else PHRASES[answer.language]
    if phrases["no_law"] not in answer.notes:
        return answer
    quoted = [index.resolutions[index.position[quote.resolution]] if quote.resolution else None for quote in answer.quotes]
    if quoted and all(resolution and _is_demand(resolution) for resolution in quoted):
        return answer
    failed = bool(quoted) and all(resolution and resolution.outcome and resolution.outcome.value in FAILED for resolution in quoted)
    other = phrases["failed" if failed else "neutral"]
    return replace(answer, notes=tuple(other if note == phrases["no_law"] else note for note in answer.notes))


def _is_demand(resolution: Resolution) -> bool:
    outcome = resolution.outcome.value if resolution.outcome else None
    modes = {field.value for field in resolution.mode}
    return outcome not in (*FAILED, "zur Kenntnis genommen") and (not modes or any(name in modes for name, _ in cues.DEMANDS))


def lacking(index: OpenIndex, query: Query, terms: QueryTerms) -> str | None:
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
    return beginning in index.lexicon.seen


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
    """The conversation after this turn: what it is about now."""
    kept = not answer.resolutions or not answer.quotes  # a greeting, a "not found", a question asked back change nothing
    subjects = conversation.resolutions if kept else answer.resolutions
    listed = conversation.listed if kept else answer.count is not None
    stated = answer.status == "answered" or (answer.about is not None and conversation.sure) or query.intent in ("vote", "mover", "addressee")
    earlier = conversation.earlier if kept or answer.count is not None else tuple(dict.fromkeys((*answer.resolutions[:1], *conversation.earlier)))[:EARLIER_KEPT]
    asked_back = query.text if kept and answer.status == "related" else None
    several = answer.count is not None or (answer.status == "answered" and len({quote.resolution for quote in answer.quotes}) > 1)
    near = conversation.near if kept or answer.about else tuple(id for id, _ in answer.ranking[:5])
    step = steps.step(query, index.conferences, index.years) if conversation.listed else None
    typed = {fold(word): word for word in re.findall(r"[^\W_]+", query.subject)}
    own = " ".join(typed.get(word, word) for word in query.subject_words) if query.intent in ("list", "count") else ""
    subject = "" if step and step.filters.topic and not kept else conversation.list_subject if kept or step else own
    return Conversation(subjects, conversation.filters if kept and conversation.listed else answer.filters, query.text, listed, conversation.several if kept else several, near, earlier, asked_back, answer.resolutions if asked_back else (), conversation.sure if kept else stated, subject)


def not_there(index: OpenIndex, query: Query) -> Answer:
    """The question names a conference or year that no report covers."""
    lacking = f"Zur {query.missing_conference}. Konferenz liegt kein Bericht vor." if query.missing_conference is not None else f"Zum Jahr {query.missing_year} liegt kein Bericht vor."
    return Answer(query.text, "not_found", lacking, (), (f"Vorhanden: {searched(index)}.",), 0 if query.intent in ("list", "count") else None, query.filters)
