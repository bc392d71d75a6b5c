"""The one object behind the page, the command line and the API: an open index, a model, and ``ask``."""

import re
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant import answer as answers
from assistant import crisis, declarations, explain, facts, links, steps, tops
from assistant import filters as filtering
from assistant.compare import IN_FORCE, answer_compare
from assistant.confidence import confidence, status_of
from assistant.query import MAX_LENGTH, Query, back_before, parts, ranked, understand, understand_list
from assistant.settings import Settings
from assistant.types import Answer, Conversation, Filters
from index import build, embed, glossary, store
from index.analysis import words
from index.errors import IndexMissing, QuestionError
from index.search import Hit, OpenIndex, QueryTerms, open_index, query_terms, rank, search, spelled, top
from index.topics import fold
from index.types import Report, Resolution

COMPARED = 0.4  # certainty from which a report counts as holding the matter that is compared
COMPARED_COVERAGE = 0.45  # a report that the question names counts too where it holds so much of the question's word weight …
COMPARED_DENSE = 0.24  # … or lies so near to it
COMPARED_EACH = 2  # resolutions of one report that are compared, …
ALIKE = 0.88  # … the second only with so much of the first one's score
SURELY = 0.9  # what was found in a report with this certainty stays, whatever is linked
FIELD_ANSWERED = 0.25  # a question for a vote or mover names its subject in few words: less certainty will do
FIELD_COVERAGE = 0.4
FIELD_INTENTS = ("vote", "mover", "addressee", "page")  # of a resolution
FRAME_INTENTS = ("date", "place", "number", "chair", "next", "fulltext", "signer", "recipient", "pages", "agenda", "letter_date", "vorlage")  # of a report and its conference, not of a resolution
ELLIPSIS_BONUS = 0.15  # … and a short question without a matter of its own
SAME_REPORT_BONUS = 0.05  # the report that is talked about, where hits are nearly alike
FAILED_MALUS = 0.1  # a motion that failed, where a demand is asked for
DEMANDED = re.compile(r"\b(?:fordert|fordern|gefordert|verlangt|beschlossen)\b", re.IGNORECASE)
BARE_WORDS = 4  # "Und mit Syrien?": no more words, and one that no report holds, ask for something new
CHOICES = 3  # resolutions that an unclear question is asked back with
CLOSE = 0.35  # cosine from which a few words mean a resolution
MAX_CHOICE_WORDS = 6  # an answer to a question asked back is no longer than that
PRONOUN_BONUS = 0.3  # by so much a "das" or "dazu" speaks for the last resolution
_LIST_COVERAGE = 0.5  # a listed resolution holds at least half of the subject's word weight …
_LIST_DENSE = 0.45  # … or lies this near to it


class Engine:
    """Answers questions from the current index; thread-safe. Opens a newer index by itself when one was built."""

    def __init__(self, settings: Settings, embedder: embed.Embedder):
        self.settings = settings
        self.embedder = embedder
        self._lock = threading.Lock()
        self._index: OpenIndex | None = None
        self.refresh()

    @property
    def index(self) -> OpenIndex:
        """The open index."""
        assert self._index is not None
        return self._index

    @property
    def reports(self) -> dict[str, Report]:
        """The reports in the index by id."""
        return self.index.reports

    def resolution(self, resolution_id: str) -> Resolution:
        """A resolution by id; raises KeyError."""
        return self.index.resolutions[self.index.position[resolution_id]]

    def explained(self, text: str) -> tuple[tuple[str, str], ...]:
        """(abbreviation, what it stands for) of the abbreviations in a text that the text does not spell out itself."""
        return self.index.glossary.explained(text)

    def pdf_path(self, report_id: str) -> Path | None:
        """The kept PDF of a report, or None."""
        report = self.reports.get(report_id)
        path = store.pdf_path(self.settings.data, report.sha256) if report else None
        return path if path and path.is_file() else None

    def refresh(self) -> None:
        """Open the newest index if it is not open yet. Raises IndexMissing, IndexMismatch."""
        pointer = store.read_pointer(self.settings.data)
        if pointer is None:
            raise IndexMissing("Es gibt noch keinen Index; bitte nehmen Sie zuerst Berichte auf: asmk index ORDNER")
        if self._index is not None and self._index.pointer == pointer:
            return
        with self._lock:
            if self._index is None or self._index.pointer != pointer:
                store.check(pointer, self.embedder.identity)
                terms = glossary.load(self.settings.glossary or glossary.DEFAULT)
                opened = open_index(self.settings.data, self.settings.chroma, pointer, terms, self.embedder.words)
                _warm_up(opened, self.embedder)
                self._index = opened

    def ask(self, question: str, conversation: Conversation = Conversation(), filters: Filters = Filters()) -> tuple[Answer, Conversation]:
        """Answer one question. Raises QuestionError for an empty or far too long one, QuoteMismatch for a broken index."""
        began = time.perf_counter()
        question = " ".join(question.replace("\u00ad", "").split())  # soft hyphens come along when words are copied from a PDF
        if not question:
            raise QuestionError("Bitte geben Sie eine Frage ein.")
        if len(question) > MAX_LENGTH:
            raise QuestionError(f"Die Frage ist zu lang ({len(question)} Zeichen, höchstens {MAX_LENGTH}); bitte fassen Sie sich kürzer.")
        if crisis.in_crisis(question):
            return answers.with_time(crisis.answer(question, filters), (time.perf_counter() - began) * 1000), conversation
        self.refresh()
        index = self.index
        query = understand(question, filters, index.conferences, index.years)
        found = _answer(index, self.embedder, query, conversation)
        if query.intent == "search":
            found = answers.translated(found, query.language, index)
        if query.helpdesk and found.quotes:
            found = answers.with_contact(_taken_up(index, query, found), self.settings.contact)
        found = answers.with_true_note(found, index)
        found = answers.with_time(found, (time.perf_counter() - began) * 1000)
        return found, answers.next_conversation(conversation, query, found, index)

    def examples(self, count: int = 4) -> list[str]:
        """Example questions drawn from the reports in the index."""
        return _examples(self.index, count)


def open_engine(settings: Settings) -> Engine:
    """Load the model and open the index; with no index yet, build one from the sample reports."""
    embedder = embed.load(settings.model, settings.data)
    if store.read_pointer(settings.data) is None:
        if any((settings.data / "files").glob("*.pdf")):  # the index was lost, its PDFs were not
            build.index_files([], settings.data, embedder, settings.chroma, rebuild=True)
        else:
            build.build_samples(settings.data, embedder, settings.chroma)
    return Engine(settings, embedder)


def _warm_up(index: OpenIndex, embedder: embed.Embedder) -> None:
    """One search before the first question, so that no question pays for loading libraries and pages of the index."""
    search(index, embedder.queries(["Pflege"])[0], query_terms(index, "Pflegegeld Beschäftigungsverordnug"))


def _answer(index: OpenIndex, embedder: embed.Embedder, query: Query, conversation: Conversation) -> Answer:
    if query.intent in ("greeting", "help"):
        return answers.greeting(query)
    if told_of := explain.explained(index, query):
        return told_of
    told = tuple(r for r in conversation.resolutions if r in index.position)
    last = told[0] if told else None
    if not query.top and conversation.pending and not query.subject_words and query.filters != Filters():  # "Die 96.": to "Welchen TOP 5.2 meinen Sie?"
        pending = understand(conversation.pending, query.filters, index.conferences, index.years)
        query = pending if pending.top else query
    if query.intent == "declaration" and query.missing_conference is None and query.missing_year is None:
        return _declarations(index, embedder, query, last)
    if query.top and query.missing_conference is None and query.missing_year is None:
        return _top(index, embedder, query, last)
    if last and (led := _led_back(index, embedder, query, conversation, told)):
        return led
    if last and query.year_before:
        query = _the_year_before(index, query, last)
    if told and (conversation.listed or conversation.several) and (step := steps.step(query, index.conferences, index.years)):
        return _stepped(index, embedder, query, conversation, told, step)
    if query.missing_conference is not None or query.missing_year is not None:
        if not query.subject_words or query.intent in ("list", "count", *FRAME_INTENTS):
            return answers.not_there(index, query)
    if query.intent in FRAME_INTENTS and query.intent != "next" and not re.search(r"\b(?:berichte|konferenzen|tagungen|alle)\b", query.text, re.IGNORECASE):
        query = _in_report_talked_about(index, query, conversation, last)
    if query.intent in facts.SOURCES:
        return facts.answer_source(index, query)
    if query.intent in FRAME_INTENTS:
        return facts.answer_frame(index, query)
    if query.filters.page and not query.subject_words and query.intent in ("search", "page", "list"):
        query = _in_report_of(index, query, last) if last else query
        return facts.answer_page(index, query, filtering.places(index, query.filters))
    if last and query.more:
        resolution = index.resolutions[index.position[last]]
        return answers.answer_more(index, query, resolution, resolution.title)
    if told and query.ordinal and query.ordinal <= len(told):
        last = told[query.ordinal - 1]
        if query.intent == "search":
            resolution = index.resolutions[index.position[last]]
            return answers.answer_more(index, query, resolution, resolution.title)
        return _follow_up(index, embedder, query, last)
    if told and (conversation.listed or conversation.several) and query.ordinal and query.ordinal > len(told) and len(query.subject_words) <= 1:
        return _beyond(index, query, told)
    if query.intent == "news" and not (conversation.listed and query.narrows):
        return _news(index, query)
    if conversation.listed and query.narrows:
        return _narrowed(index, embedder, query, conversation, told)
    if last and query.by_fields and not conversation.listed and (query.refers or query.filters == Filters(addressee=query.filters.addressee)):
        return _unsure(_follow_up(index, embedder, query, last), conversation)  # "Was soll der Bund da tun?": of what is talked about
    if query.intent in ("list", "count"):
        return _list(index, embedder, query)
    if query.intent == "compare" and (query.subject_words or last):
        return _compare(index, embedder, query, last)
    if last and not query.subject_words and not query.corrects:
        if _other_report(index, query, last):
            return _same_matter(index, embedder, query, last)
        if conversation.several and len(told) > 1 and not query.helpdesk and (query.refers or query.intent != "search") and not query.why:
            return _which(index, query, told)
        return _unsure(_follow_up(index, embedder, query, last), conversation)
    if query.corrects and last and not query.subject_words:
        return _which(index, query, tuple(r for r in conversation.near if r != last and r in index.position))
    if not any(len(word) > 1 and not word.isdigit() for word in query.subject_words):
        return _ask_back(index, query)
    text = query.subject if query.intent == "search" else " ".join(query.subject_words)
    terms, hits = _search(index, embedder, query, text, conversation.last_question if last and (query.continues or query.corrects) else "")
    hits = _preferred(index, query, hits, last)
    if query.corrects:
        hits = [hit for hit in hits if hit.resolution.id != last and hit.passage_scores]
    if query.intent == "search" and (apart := _apart(index, embedder, query, terms, hits)):
        return apart
    if last and not query.corrects and (query.refers or query.continues or query.elliptic) and _keeps_subject(index, embedder, query, last, hits, terms):
        return _unsure(_follow_up(index, embedder, query, last), conversation)
    if query.intent != "search" and hits and confidence(query, terms, hits) >= FIELD_ANSWERED and hits[0].coverage >= FIELD_COVERAGE and not (query.intent == "vote" and facts.asked_outcome(query.text) and answers.lacking(index, query, terms)):
        return facts.answer_field(index, query, hits[0], hits, None)
    if query.intent in FIELD_INTENTS and hits and status_of(confidence(query, terms, hits)) != "not_found" and query.missing_year is None and query.missing_conference is None:
        return _unsure(facts.answer_field(index, query, hits[0], hits, None), replace(conversation, sure=False))  # the field of the nearest, as no more than that
    return answers.answer_search(index, query, terms, hits)


def _declarations(index: OpenIndex, embedder: embed.Embedder, query: Query, last: str | None) -> Answer:
    """What Länder declared for the protocol: to the matter that the question names, or to what is talked about ("Gibt es dazu …?")."""
    found = declarations.find(index, query)
    if query.subject_words and found:
        text = " ".join(query.subject_words)
        ranking = rank(index, embedder.queries([text])[0], query_terms(index, text), sorted({index.position[one.resolution.id] for one in found}))
        kept = set(ranking.places[ranking.coverage >= _LIST_COVERAGE].tolist())
        found = [one for one in found if index.position[one.resolution.id] in kept]
    elif last and query.refers and query.filters == Filters() and not query.top:
        return declarations.answer(index, query, [one for one in found if one.resolution.id == last], index.resolutions[index.position[last]].title)
    return declarations.answer(index, query, found)


def _top(index: OpenIndex, embedder: embed.Embedder, query: Query, last: str | None) -> Answer:
    """The answer to a question that names a TOP; the report that is talked about counts where several have it."""
    found = tops.find(index, query)
    if len(found) > 1 and last:
        found = tops.find(index, _in_report_of(index, query, last)) or found
    if len(found) > 1 and query.subject_words:
        hit = _search_among(index, embedder, query, found)
        found = [hit.resolution] if hit.coverage >= FIELD_COVERAGE else found
    if len(found) != 1:
        return tops.choices(index, query, found) if found else tops.missing(index, query)
    return tops.with_others(query, tops.answer(index, query, found[0]) or _follow_up(index, embedder, query, found[0].id))


def _search_among(index: OpenIndex, embedder: embed.Embedder, query: Query, found: list[Resolution]) -> Hit:
    """The best of some resolutions for the question's subject."""
    text = " ".join(query.subject_words)
    return search(index, embedder.queries([text])[0], query_terms(index, text), sorted(index.position[r.id] for r in found), 1)[0]


def _in_report_of(index: OpenIndex, query: Query, last: str) -> Query:
    """The query restricted to the report that the conversation is about, where it names none itself."""
    filters = query.filters
    if filters.report or filters.conference or filters.year or filters.conferences or filters.years:
        return query
    return replace(query, filters=replace(filters, report=index.resolutions[index.position[last]].report))


def _in_report_talked_about(index: OpenIndex, query: Query, conversation: Conversation, last: str | None) -> Query:
    """As :func:`_in_report_of`; the conference that the question before named comes first ("Wann war die 92. ASMK?", "Wer hatte den Vorsitz?")."""
    before = filtering.of_reports(conversation.filters)
    if before != Filters() and filtering.of_reports(query.filters) == Filters():
        return replace(query, filters=replace(query.filters, **before.as_dict()))
    return _in_report_of(index, query, last) if last else query


def _unsure(found: Answer, conversation: Conversation) -> Answer:
    """A follow-up to what was only the nearest there is stays no more than that."""
    if conversation.sure or found.status != "answered":
        return found
    return replace(found, status="related", lead=f"Falls Sie diesen Beschluss meinen: {found.lead}")


def _the_year_before(index: OpenIndex, query: Query, last: str) -> Query:
    year = index.reports[index.resolutions[index.position[last]].report].year
    if year is None:
        return query
    if year - 1 in index.years:
        return replace(query, filters=replace(query.filters, year=year - 1), subject="", subject_words=())
    return replace(query, missing_year=year - 1, subject="", subject_words=())


def _other_report(index: OpenIndex, query: Query, last: str) -> bool:
    """Whether the question names a conference or year that is not the last resolution's own."""
    resolution = index.resolutions[index.position[last]]
    return not answers.report_matches(index.reports[resolution.report], query.filters)


def _same_matter(index: OpenIndex, embedder: embed.Embedder, query: Query, last: str) -> Answer:
    """ "Und 2024?": what the last resolution is about, looked for in another report."""
    title = index.resolutions[index.position[last]].title
    asked = replace(query, subject=title, subject_words=tuple(title.split()))
    terms, hits = _search(index, embedder, asked, title)
    return replace(answers.answer_search(index, asked, terms, hits), about=title)


def _stepped(index: OpenIndex, embedder: embed.Embedder, query: Query, conversation: Conversation, told: tuple[str, ...], step: steps.Step) -> Answer:
    """ "Welche sind das?", "Nur 2019", "Und mehrheitlich?": of the list told before, or the same list with another filter."""
    if step.missing_year or step.missing_conference:
        return answers.not_there(index, replace(query, intent="list", missing_year=step.missing_year, missing_conference=step.missing_conference))
    subject_words = tuple(words(conversation.list_subject)) if not step.filters.topic else ()
    filters = steps.put_in_place(conversation.filters if conversation.listed else Filters(), step.filters)
    asked = replace(query, intent="list", filters=filters, subject=conversation.list_subject if subject_words else "", subject_words=subject_words)
    if step.narrows:
        kept = [(r, index.resolutions[index.position[r]]) for r in told]
        places = [index.position[r] for r, resolution in kept if filtering.matches(index.reports[resolution.report], resolution, step.filters)]
        return facts.answer_list(index, asked, places, None)
    return _listed(index, embedder, asked, filtering.places(index, filters))


def _narrowed(index: OpenIndex, embedder: embed.Embedder, query: Query, conversation: Conversation, told: tuple[str, ...]) -> Answer:
    """ "Welche davon waren einstimmig?": the list told before, with one more filter or subject."""
    if query.intent == "news":
        return _news(index, query, told)
    as_list = understand_list(query)
    merged = {**conversation.filters.as_dict(), **as_list.filters.as_dict()}
    asked = replace(as_list, filters=Filters(**merged))
    places = [index.position[r] for r in told if filtering.matches(index.reports[index.resolutions[index.position[r]].report], index.resolutions[index.position[r]], as_list.filters)]
    return _listed(index, embedder, asked, places)


def _search(index: OpenIndex, embedder: embed.Embedder, query: Query, text: str, before: str = "") -> tuple[QueryTerms, list[Hit]]:
    """Hits for ``text``; ``before`` is the question that it continues and counts a third as much ("Und in der Pflege?")."""
    terms = query_terms(index, text, query.language == "de")
    asked = spelled(index, text) if query.language == "de" else text
    vectors = embedder.queries([asked, before] if before else [asked])
    vector = vectors[0]
    if before:
        vector = vectors[0] + vectors[1] / 3
        vector = vector / max(float(np.linalg.norm(vector)), 1e-9)
    allowed = None if query.filters == Filters() else filtering.allowed(index, query.filters)
    return terms, search(index, vector, terms, allowed)


def _apart(index: OpenIndex, embedder: embed.Embedder, query: Query, terms: QueryTerms, hits: list[Hit]) -> Answer | None:
    """The answers to subjects named side by side, where no one resolution holds them all and each finds one of its own."""
    pieces, plainly = parts(query.text)
    if not pieces or not plainly and status_of(confidence(query, terms, hits)) == "answered" or hits and all(search(index, embedder.queries([piece])[0], query_terms(index, piece), [index.position[hits[0].resolution.id]], 1)[0].coverage >= FIELD_COVERAGE for piece in pieces):
        return None
    found = []
    for piece in pieces:
        asked = replace(query, subject=piece, subject_words=tuple(words(piece)))
        found.append((piece, answers.answer_search(index, asked, *_search(index, embedder, asked, piece))))
    if not any(answer.status == "answered" for _, answer in found) or len({answer.resolutions[:1] for _, answer in found}) < len(found):
        return None
    return answers.side_by_side(query, found)


def _follow_up(index: OpenIndex, embedder: embed.Embedder, query: Query, last: str) -> Answer:
    """A question about the resolution that the conversation is about."""
    place = index.position[last]
    terms = query_terms(index, query.text, query.language == "de")
    hit = search(index, embedder.queries([query.text])[0], terms, [place], 1)[0]
    if query.why:
        hit = replace(hit, passage_scores=answers.reason_scores(index, hit))
    about = hit.resolution.title
    if query.intent in ("vote", "mover", "addressee", "page"):
        return facts.answer_field(index, query, hit, [hit], about)
    if query.helpdesk:
        hit = replace(hit, passage_scores=answers.demand_scores(index, hit))
    quotes = tuple(answers.resolution_quotes(index, hit))
    opening, answered = answers.helpdesk_opening(query, [quote.text for quote in quotes]) if query.helpdesk else ("", True)
    found = Answer(query.text, "answered" if answered else "related", opening + answers.lead(index, hit.resolution), quotes, (), None, query.filters, (last,), ((last, round(hit.score, 4)),), about)
    return replace(found, notes=(answers.NO_LAW,)) if query.citizen else found


def _keeps_subject(index: OpenIndex, embedder: embed.Embedder, query: Query, last: str, hits: list[Hit], terms: QueryTerms) -> bool:
    """Whether a question with "das", "dazu" … stays with the last resolution: nothing else fits it clearly better.

    "Und mit Syrien?" with a word that no report holds, and nothing else that points back, asks for something new.
    """
    leans = query.refers or query.elliptic
    if not query.refers and (not query.elliptic or len(query.text.split()) <= BARE_WORDS) and any(word[:1].isupper() and fold(word) in terms.unknown for word in re.findall(r"[^\W\d_]+", query.text)) or _other_report(index, query, last) or query.missing_year or query.missing_conference:
        return False
    if not hits or hits[0].resolution.id == last or (leans and status_of(confidence(query, terms, hits)) != "answered"):
        return True
    terms = query_terms(index, query.text, query.language == "de")
    own = search(index, embedder.queries([query.text])[0], terms, [index.position[last]], 1)[0]
    if leans and own.coverage >= max(FIELD_COVERAGE, hits[0].coverage):
        return True  # it holds the words of a short question as well as the best one found
    return own.score + (PRONOUN_BONUS if query.refers else ELLIPSIS_BONUS if query.elliptic else 0.0) >= hits[0].score


def _preferred(index: OpenIndex, query: Query, hits: list[Hit], last: str | None) -> list[Hit]:
    """Of hits that are nearly alike, those of the report that is talked about first, and a demand before a motion that failed."""

    def worth(hit: Hit) -> float:
        outcome = hit.resolution.outcome.value if hit.resolution.outcome else None
        failed = outcome in ("abgelehnt", "zurückgezogen") and DEMANDED.search(query.text)
        return hit.score + (SAME_REPORT_BONUS if last and hit.resolution.report == index.resolutions[index.position[last]].report else 0.0) - (FAILED_MALUS if failed else 0.0)

    detailed = [hit for hit in hits if hit.passage_scores]  # the first few; only they can be quoted
    return sorted(detailed, key=lambda hit: -worth(hit)) + hits[len(detailed) :]


def _beyond(index: OpenIndex, query: Query, told: tuple[str, ...]) -> Answer:
    """ "Der dritte" of two: said to be beyond the list, with what it holds."""
    many = f"hat nur {len(told)} Beschlüsse" if len(told) > 1 else "hat nur einen Beschluss"
    asked = _which(index, query, told)
    return replace(asked, lead=f"Die Liste {many}. {asked.lead}")


def _which(index: OpenIndex, query: Query, told: tuple[str, ...]) -> Answer:
    """Several resolutions were told of, and the question does not say which one it is about."""
    choices = [index.resolutions[index.position[r]] for r in told[:CHOICES]]
    if not choices:
        return _ask_back(index, query)
    named = "; ".join(f"{number}. {answers.titled(index, resolution)}" for number, resolution in enumerate(choices, 1))
    return Answer(query.text, "related", f"Welchen Beschluss meinen Sie? Zum Beispiel: {named}.", (), (), None, query.filters, tuple(r.id for r in choices), tuple((r.id, 0.0) for r in choices))


def _led_back(index: OpenIndex, embedder: embed.Embedder, query: Query, conversation: Conversation, told: tuple[str, ...]) -> Answer | None:
    """ "Zurück zu …": the matter talked about before; or which of the choices offered a question asked back is about. None for neither."""
    earlier = [r for r in conversation.earlier if r in index.position]
    if query.back is not None and earlier:
        if back_before(query.back):
            found = earlier[-1] if "anfang" in query.back.lower() or "erste" in query.back.lower() else earlier[min(1, len(earlier) - 1)]
        else:
            near = _search(index, embedder, replace(query, filters=Filters()), query.back)[1][:5]
            elsewhere = bool(near) and near[0].resolution.id not in earlier and near[0].coverage > FIELD_COVERAGE
            found = near[0].resolution.id if elsewhere else next((hit.resolution.id for hit in near if hit.resolution.id in earlier), None) or _closest(index, embedder, query.back, earlier)
        if found and query.asked:
            return _follow_up(index, embedder, replace(query, text=query.asked), found)
        return _follow_up(index, embedder, query, found) if found else None
    if conversation.pending and query.intent == "search" and len(query.text.split()) <= MAX_CHOICE_WORDS:
        asked = understand(conversation.pending, query.filters, frozenset(), frozenset())
        offered = [r for r in conversation.offered if r in index.position]
        found = offered[query.ordinal - 1] if query.ordinal and query.ordinal <= len(offered) else _closest(index, embedder, query.text, list(dict.fromkeys([*offered, *(told if conversation.several else ())])))
        return _follow_up(index, embedder, query if asked.corrects else asked, found) if found else None
    return None


def _closest(index: OpenIndex, embedder: embed.Embedder, text: str, among: list[str]) -> str | None:
    """Which of some resolutions a few words plainly mean, or None."""
    hits = search(index, embedder.queries([spelled(index, text)])[0], query_terms(index, text), [index.position[r] for r in among], len(among))
    return hits[0].resolution.id if hits and (hits[0].coverage >= FIELD_COVERAGE or hits[0].dense >= CLOSE) else None


def _compare(index: OpenIndex, embedder: embed.Embedder, query: Query, last: str | None) -> Answer:
    """The same matter in every report: asked of each alone, kept where it answers there, with what is linked to the best of it.

    Without a subject it is the demand that was talked about last: its links are measured, so nothing else is searched for.
    """
    if not query.subject_words:
        return _linked(index, embedder, query, last)
    text = " ".join(query.subject_words)
    named = bool(query.filters.conferences or query.filters.years)
    found, weak, ranking = [], [], []
    for report in index.reports.values():
        if not answers.report_matches(report, replace(query.filters, conference=None, year=None)):
            continue
        asked = replace(query, filters=replace(query.filters, report=report.id, conference=None, year=None, conferences=None, years=None))
        terms, hits = _search(index, embedder, asked, text)
        ranking += [(hit.resolution.id, round(hit.score, 4)) for hit in hits[:3]]
        sure = confidence(query, terms, hits)
        held = IN_FORCE.search(query.text) and hits and hits[0].coverage >= COMPARED_COVERAGE  # the first one that has the word counts, sure or not
        if sure >= COMPARED or held or named and hits and (hits[0].coverage >= COMPARED_COVERAGE or hits[0].dense >= COMPARED_DENSE):
            found += [(sure, report, hit) for hit in hits[:COMPARED_EACH] if hit is hits[0] or hit.score >= ALIKE * hits[0].score]
        elif named and hits:
            weak.append((report, hits[0]))
    ranking.sort(key=lambda pair: -pair[1])
    if not found and named and any(hit.coverage or hit.dense >= COMPARED_DENSE for _, hit in weak):  # the reports it names are asked each, if only for what is nearest
        near = answer_compare(index, query, weak, tuple(ranking[:10]))
        return replace(near, status="related", lead="Eine Antwort auf genau diese Frage steht nicht in den Berichten. Am nächsten kommt dem, der Reihe nach:")
    if not found:
        return answers.answer_search(index, query, *_search(index, embedder, query, text))
    worded = frozenset(hit.resolution.id for _, _, hit in found if hit.coverage >= FIELD_COVERAGE)  # what only lies near says it in other words
    own = worded or frozenset(hit.resolution.id for _, _, hit in found)
    best = max(found, key=lambda entry: (entry[0], entry[2].score))
    found = _with_linked(index, embedder, query, best, found)
    return answer_compare(index, query, [(report, hit) for _, report, hit in found], tuple(ranking[:10]), frozenset(hit.resolution.id for _, _, hit in found) - own)


def _with_linked(index: OpenIndex, embedder: embed.Embedder, query: Query, best: tuple[float, Report, Hit], found: list[tuple[float, Report, Hit]]) -> list[tuple[float, Report, Hit]]:
    """What was found, and in each other report what is linked to the best of it: in place of what was less surely found there."""
    by_report: dict[str, list] = {}
    for entry in found:
        by_report.setdefault(entry[1].id, []).append(entry)
    place = index.position[best[2].resolution.id]
    for report in index.reports.values():
        near = links.of(index, place, report.id) if answers.report_matches(report, replace(query.filters, conference=None, year=None)) else []
        kept = by_report.get(report.id, [])
        if near and all(index.position[hit.resolution.id] not in [other for other, _ in near] for _, _, hit in kept):
            by_report[report.id] = [(near[0][1], report, _hit(index, embedder, query, near[0][0])), *(entry for entry in kept if entry[0] >= SURELY)]
    return [entry for own in by_report.values() for entry in own]


def _linked(index: OpenIndex, embedder: embed.Embedder, query: Query, last: str) -> Answer:
    """The resolution talked about last and those of the other reports that are linked to it."""
    place = index.position[last]
    own = index.reports[index.resolutions[place].report]
    found = [(own, _hit(index, embedder, query, place))]
    for report in index.reports.values():
        if report.id != own.id and answers.report_matches(report, replace(query.filters, conference=None, year=None)):
            found += [(report, _hit(index, embedder, query, other)) for other, _ in links.of(index, place, report.id)]
    ranking = tuple((hit.resolution.id, round(hit.score, 4)) for _, hit in found)
    return answer_compare(index, query, found, ranking[:10], frozenset(hit.resolution.id for _, hit in found[1:]), index.resolutions[place].title)


def _news(index: OpenIndex, query: Query, within: tuple[str, ...] | None = None) -> Answer:
    """What of the newest conference is new against the one before it, or taken up again, or of that one not taken up: the whole set, by the links.

    The question may name either conference. ``within``: only these resolutions, of a list told before.
    """
    allowed = replace(query.filters, conference=None, year=None, conferences=None, years=None)
    reports = [report for report in answers.in_time(list(index.reports.values())) if report.conference]
    numbers = list(dict.fromkeys(int(report.conference.value) for report in reports))
    by_year = {report.year: int(report.conference.value) for report in reports}
    named = [*(query.filters.conferences or ()), *(by_year[year] for year in query.filters.years or () if year in by_year)]
    newest = max(named) if named else query.filters.conference or by_year.get(query.filters.year) or (numbers[-1] if numbers else None)
    if query.filters.report and (own := index.reports[query.filters.report]).conference:
        newest = int(own.conference.value)
    earlier = [number for number in numbers if newest and number < newest]
    base = min(named) if len(named) > 1 else by_year.get(query.against, query.against) or (earlier[-1] if earlier else None)
    if newest is None or base not in numbers or newest not in numbers or base == newest:
        return Answer(query.text, "not_found", "Zum Vergleichen fehlt ein früherer Bericht.", (), (f"Vorhanden: {answers.searched(index)}.",), 0, query.filters)
    kept, held = (base, newest) if query.news == "dropped" else (newest, base)
    of_kept, of_held = ([r for r in reports if int(r.conference.value) == number and (number != newest or not query.filters.report or r.id == query.filters.report)] for number in (kept, held))
    linked = {place for one in of_kept for other in of_held for place, _, _ in links.between(index, one.id, other.id)}
    scope = [index.position[r.id] for report in of_kept for r in report.resolutions if (within is None or r.id in within) and filtering.matches(report, r, replace(allowed, report=None))]
    places = [place for place in scope if (place in linked) == (query.news == "again")]
    return facts.answer_news(index, query, places, len(scope), kept, held)


def _taken_up(index: OpenIndex, query: Query, found: Answer) -> Answer:
    """The answer to "Was wurde daraus?" with the linked resolutions of later conferences: that alone do the reports tell."""
    if query.helpdesk != "law" or not found.resolutions:
        return found
    place = index.position[found.resolutions[0]]
    own = index.reports[index.resolutions[place].report]
    later = [report for report in answers.in_time(list(index.reports.values())) if (report.year or 0) > (own.year or 0)]
    again = [answers.titled(index, index.resolutions[other]) for report in later for other, _ in links.of(index, place, report.id)]
    return replace(found, notes=(*found.notes, "Eine spätere Konferenz hat sich wieder damit befasst: " + "; ".join(again) + ".")) if again else found


def _hit(index: OpenIndex, embedder: embed.Embedder, query: Query, place: int) -> Hit:
    """A resolution scored against the question, the demand first among its sentences."""
    hit = search(index, embedder.queries([query.text])[0], query_terms(index, query.text, query.language == "de"), [place], 1)[0]
    return replace(hit, passage_scores=answers.demand_scores(index, hit))


def _ask_back(index: OpenIndex, query: Query) -> Answer:
    """A question that names no subject and follows nothing."""
    choices = [index.resolutions[place] for place in filtering.places(index, query.filters)[:3]]
    text = "Worauf bezieht sich Ihre Frage? Bitte nennen Sie ein Thema, zum Beispiel: " + "; ".join(resolution.title for resolution in choices) + "."
    return Answer(query.text, "related", text, (), (), None, query.filters, tuple(r.id for r in choices), tuple((r.id, 0.0) for r in choices))


def _list(index: OpenIndex, embedder: embed.Embedder, query: Query) -> Answer:
    """The whole set of a list or count question: by the fields, and by the subject's words and nearness where one is named."""
    if words_of_rank := ranked(query.text):
        named = query.subject_words or query.filters != Filters()
        listed = _listed(index, embedder, query, filtering.places(index, query.filters)) if named and not re.search(r"\b(?:Bundesl|L)[aä]nd", query.text) else None
        return facts.answer_ranked(query, words_of_rank, listed)
    found = _listed(index, embedder, query, filtering.places(index, query.filters))
    if found.count == 0 and query.filters.topic and query.subject_words:  # "Teilhabe im Alter" names no topic and a word, but one matter
        whole = replace(query, filters=replace(query.filters, topic=None), subject=query.text, subject_words=(*(word for word in words(query.filters.topic) if word in words(query.text)), *query.subject_words))
        return _listed(index, embedder, whole, filtering.places(index, whole.filters))
    return found


def _listed(index: OpenIndex, embedder: embed.Embedder, query: Query, places: list[int]) -> Answer:
    if not query.subject_words:
        return facts.answer_list(index, query, places, None)
    terms = query_terms(index, " ".join(query.subject_words), query.language == "de")
    vector = embedder.queries([query.subject])[0]
    ranking = rank(index, vector, terms, places)
    kept = (ranking.coverage >= _LIST_COVERAGE) | ((ranking.dense >= _LIST_DENSE) & (ranking.coverage > 0))
    return facts.answer_list(index, query, np.sort(ranking.places[kept]).tolist(), top(index, vector, terms, ranking, 10))


def _examples(index: OpenIndex, count: int) -> list[str]:
    latest = max(index.reports.values(), key=lambda report: (report.year or 0, report.id), default=None)
    if latest is None or not latest.resolutions:
        return []
    named = sorted(latest.resolutions, key=lambda r: (r.vote is None, not 12 < len(r.title) < 60))
    questions = [f"Was wurde zu „{named[0].title}“ beschlossen?"]
    moved = next((r for r in named[1:] if r.initiators), None)
    if moved:
        questions.append(f"Wer hat „{moved.title}“ beantragt?")
    questions.append("Welche Beschlüsse waren nur mehrheitlich?")
    topics = [topic for resolution in latest.resolutions for topic, _ in resolution.topics[:1]]
    if topics:
        questions.append(f"Alles zum Thema {max(sorted(set(topics)), key=topics.count)}")
    return questions[:count]
