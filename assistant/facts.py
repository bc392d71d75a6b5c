"""Answers read from the fields: whole lists and counts, a resolution's vote or mover, what a report says of its conference."""

import re
from dataclasses import replace

from assistant import answer as answers
from assistant import filters as filtering
from assistant import meetings
from assistant import quote as quoting
from assistant.query import Query, tally
from assistant.render import corrected_mark, source_line
from assistant.types import Answer, Filters, Quote
from index import cues, protocol
from index.search import Hit, OpenIndex
from index.topics import fold
from index.types import Field, Passage, Report, Resolution


def answer_list(index: OpenIndex, query: Query, places: list[int], hits: list[Hit] | None) -> Answer:
    """The whole set that a list or count question asks for, with the words that prove each row."""
    newest_first = {report.id: number for number, report in enumerate(reversed(answers.in_time(list(index.reports.values()))))}
    found = sorted((index.resolutions[place] for place in places), key=lambda resolution: (newest_first[resolution.report], resolution.start))
    phrases = filtering.in_words(query.filters, index.reports)
    if query.subject:
        phrases.append(f"zu „{' '.join(_as_typed(query))}“")
    about = filtering.of_reports(query.filters)
    scope = filtering.places(index, about)
    basis = f"Gezählt in {answers.searched(index, query.filters, dative=True)} mit {len(scope)} Beschlüssen und Anträgen."
    if changed := sum(bool(resolution.corrected) for resolution in found):
        basis += f" Bei {changed} davon sind Angaben berichtigt; diese stehen so nicht im Bericht."
    if query.filters.vote:
        silent = len(filtering.places(index, replace(about, vote="ohne Angabe")))
        basis += f" Bei {silent} davon nennt der Bericht kein Abstimmungsergebnis."
        if query.filters.vote.startswith(filtering.OF_LANDS):
            basis += " Wie einzelne Länder gestimmt haben, sagen die Berichte nur selten; gezählt ist, was sie davon sagen."
    if query.filters.vote == "mehrheitlich" and (counted := sum(r.vote is not None and r.vote.value != "mehrheitlich" for r in found)):
        basis += f" Das Wort „mehrheitlich“ steht bei {len(found) - counted}; bei {counted} folgt es aus den Stimmenzahlen."
    ranking = tuple((hit.resolution.id, round(hit.score, 4)) for hit in (hits or [])[:10])
    what = ", ".join(phrases) if phrases else "alle Beschlüsse"
    if not found:
        return Answer(query.text, "not_found", f"Kein Beschluss gefunden ({what}).", (), (basis,), 0, query.filters, (), ranking)
    quotes = _each_once([proof(index, resolution, query.filters, number) for number, resolution in enumerate(found, 1)])
    if re.search(r"\b(?:prozent|anteil)\b", query.text, re.IGNORECASE) and len(scope):
        basis = f"Das sind {round(100 * len(found) / len(scope))} Prozent. {basis}"
    return Answer(query.text, "answered", f"{_headed(index, found)} ({what}){_by_outcome(found)}.{_by_report(index, found)}", tuple(quotes), (basis,), len(found), query.filters, tuple(r.id for r in found), ranking)


_FAILED = ("abgelehnt", "vertagt", "zurückgezogen")
_ORDER = ("beschlossen", "zur Kenntnis genommen", *_FAILED)


def _headed(index: OpenIndex, found: list[Resolution]) -> str:
    """How many of what: "6 Beschlüsse"; "16 Anträge" where all failed; "10 Tagesordnungspunkte" or "10 Beschlüsse und Anträge" where some did."""
    fates = {resolution.outcome.value if resolution.outcome else None for resolution in found}
    if fates <= set(_FAILED):
        return f"{len(found)} {'Antrag' if len(found) == 1 else 'Anträge'}"
    if not fates.isdisjoint(_ORDER[1:]) and all(index.reports[resolution.report].kind == "protokoll" for resolution in found):
        return f"{len(found)} {'Tagesordnungspunkt' if len(found) == 1 else 'Tagesordnungspunkte'}"
    return f"{len(found)} {'Beschluss' if len(found) == 1 else 'Beschlüsse' if fates.isdisjoint(_FAILED) else 'Beschlüsse und Anträge'}"


def _by_outcome(found: list[Resolution]) -> str:
    """", davon 6 beschlossen, 1 abgelehnt" where not all were adopted, "" where all were, or all shared one fate."""
    fates = [resolution.outcome.value if resolution.outcome else "ohne Angabe zum Ergebnis" for resolution in found]
    if set(fates).isdisjoint(_ORDER[1:]):
        return ""
    told = [f"{fates.count(fate)} {fate}" for fate in (*_ORDER, "ohne Angabe zum Ergebnis") if fate in fates]
    return f", davon {', '.join(told)}" if len(told) > 1 else "" if fates[0] in _FAILED else f", {fates[0]}"


def _by_report(index: OpenIndex, found: list[Resolution]) -> str:
    """A sentence for each conference that more than one report tells of: counts per report must not be taken for one sum."""
    per: dict[str, dict[str, int]] = {}
    for resolution in found:
        counts = per.setdefault(answers.conference_name(index.reports[resolution.report]), {})
        counts[resolution.report] = counts.get(resolution.report, 0) + 1
    said = ""
    for conference, counts in per.items():
        if len(counts) > 1 and conference != "Konferenz":
            names = [source_line(index.reports[report]) for report in counts]
            told = [f"{count} im Bericht „{name if names.count(name) == 1 else index.reports[report].file}“" for (report, count), name in zip(counts.items(), names)]
            said += f" Zur {conference} gibt es {len(counts)} Berichte: {', '.join(told)}; es sind zum Teil dieselben, zusammenzählen darf man sie nicht."
    return said


def _as_typed(query: Query) -> list[str]:
    """The subject words as they were typed; the words that are searched with are folded."""
    typed = {fold(word): word for word in reversed(re.findall(r"[^\W_]+(?:-[^\W_]+)*|[^\W_]+", f"{query.text} {query.subject} {query.subject.replace('-', ' ')}"))}
    return [typed.get(word, word) for word in query.subject_words]


def answer_ranked(query: Query, words: str, listed: Answer | None) -> Answer:
    """A question for the most important or the most frequent: that is not in the reports; the set itself, if one is named, is."""
    said = f"Eine Rangfolge („{words}“) geben die Berichte nicht her."
    if listed is not None and listed.count:
        return replace(listed, lead=f"{said} Ohne Rangfolge: {listed.lead}")
    return Answer(query.text, "not_found", said, (), ("Zählen und auflisten kann ich nach Konferenz, Thema, Antragsteller, Abstimmung und Ergebnis; Zahlen je Thema und Konferenz zeigt der Überblick.",), 0, query.filters)


def answer_news(index: OpenIndex, query: Query, places: list[int], scope: int, kept: int, held: int) -> Answer:
    """The resolutions of conference ``kept`` that are new against ``held``, taken up again, or not taken up there, out of ``scope``."""
    found = answer_list(index, replace(query, filters=replace(query.filters, conference=kept, year=None, conferences=None, years=None)), places, None)
    has, are = ("hat", "ist") if len(places) == 1 else ("haben", "sind")
    said = {"new": f"{has} kein Gegenstück in den Berichten zur {held}. ASMK, {are} also dort neu oder nicht erwähnt", "again": f"{has} ein Gegenstück bei der {held}. ASMK", "dropped": f"{has} kein Gegenstück bei der {held}. ASMK"}[query.news]
    topic = f" zum Thema {query.filters.topic}" if query.filters.topic else ""
    basis = f"Gezählt unter {scope} Beschlüssen der {kept}. ASMK. Ob zwei Beschlüsse dasselbe verfolgen, erkennt das Programm an Wörtern und Sinn; es übersieht manche Verbindung."
    return replace(found, lead=f"{len(places)} von {scope} Beschlüssen der {kept}. ASMK{topic} {said}.", notes=(basis,), count=len(places))


def proof(index: OpenIndex, resolution: Resolution, filters: Filters, number: int) -> Quote:
    """The sentence that proves why a resolution is in the list: the one with the filtered field, else the demand."""
    report = index.reports[resolution.report]
    field: Field | None = None
    if filters.vote and filters.vote.startswith(filtering.OF_LANDS) and (told := filtering.telling(report, resolution, filters.vote)):
        return quoting.make(number, report, resolution.id, told.start, told.end)
    if filters.mover:
        field = next((f for f in resolution.initiators if f.value == filters.mover), None)
    elif filters.vote and resolution.vote:
        field = resolution.vote
    elif filters.outcome:
        field = resolution.outcome
    elif filters.mode:
        field = next((f for f in resolution.mode if f.value == filters.mode), None)
    elif filters.addressee:
        field = next((f for f in resolution.addressees if f.value.startswith(filters.addressee)), next(iter(resolution.addressees), None))
    if field and _in_frame(resolution, field) and (listed := _green_list(report, resolution)):
        return quoting.make(number, report, None, listed.start, listed.end)
    passage = _holding(resolution, field) if field and field.proved else _demand(report, resolution, filters.page)
    return quoting.make(number, report, resolution.id, passage.start, passage.end)


def _each_once(quotes: list[Quote]) -> list[Quote]:
    """The quotes, numbered anew, without those that are there already: one sentence proves the vote on every TOP of a Grüne Liste."""
    kept = {(quote.report, quote.start, quote.end): quote for quote in reversed(quotes)}
    return [replace(quote, n=number) for number, quote in enumerate(reversed(kept.values()), 1)]


def _holding(resolution: Resolution, field: Field) -> Passage:
    return next(passage for passage in resolution.passages if passage.start <= field.start < passage.end)


def _demand(report: Report, resolution: Resolution, page: int | None = None) -> Passage:
    """The first sentence that demands or settles something, of those on ``page`` if one is given."""
    passages = [p for p in resolution.passages if page is None or report.page_of(p.start) <= page <= report.page_of(p.end - 1)] or resolution.passages
    return next((p for p in passages if p.conference and (cues.demands(report.slice(p)) or cues.settles(report.slice(p)))), passages[0])


def answer_field(index: OpenIndex, query: Query, hit: Hit, hits: list[Hit], about: str | None) -> Answer:
    """Vote, mover, addressee or page of one resolution, with the words that prove it."""
    resolution, report = hit.resolution, index.reports[hit.resolution.report]
    ranking = tuple((h.resolution.id, round(h.score, 4)) for h in hits[:10])
    field: Field | None
    if query.intent == "vote":
        field = resolution.outcome if asked_outcome(query.text) and resolution.outcome and (resolution.vote is None or resolution.outcome.value != "beschlossen") else resolution.vote
        text = _vote_sentence(query, resolution) + _who_voted(query, report, resolution)
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
    listed = _green_list(report, resolution) if query.intent == "vote" and (field is None or _in_frame(resolution, field)) else None
    if listed:
        text = f"{text} Er steht auf der Grünen Liste, über die gemeinsam abgestimmt wurde." if field else "Der Beschluss steht auf der Grünen Liste, über die gemeinsam abgestimmt wurde."
    passage = listed or (_holding(resolution, field) if field and field.proved else _demand(report, resolution))
    outcome_mark = corrected_mark(resolution, "outcome") if query.intent == "vote" and asked_outcome(query.text) else ""
    text = _marked(text, outcome_mark or corrected_mark(resolution, {"vote": "vote", "mover": "initiators", "addressee": "addressees"}.get(query.intent, "")))
    quote = quoting.make(1, report, None if listed else resolution.id, passage.start, passage.end)
    stated = field is not None or listed is not None or query.intent == "page"
    if _NOT_BY_LAND.rstrip(".") in text and (resolution.vote is None or resolution.vote.value != "einstimmig" or cues.LAND.search(query.text)):
        stated = False  # unanimous answers "Wer war dagegen?", a majority does not
    return Answer(
        query.text, "answered" if stated else "related", f"{text} Es geht um: {answers.titled(index, resolution)}.", (quote,), tuple(answers.notes_for(query)), None, query.filters, (resolution.id,), ranking, about
    )


def _marked(text: str, mark: str) -> str:
    """A sentence that says of a corrected field that it is not the report's."""
    return f"{text.removesuffix('.')}{mark.removesuffix(')')}; so steht es nicht im Bericht)." if mark else text


def _green_list(report: Report, resolution: Resolution) -> Passage | None:
    """The sentence of a protocol's formalities that tells the common vote on the TOPs of the Grüne Liste, if it names this one."""
    if resolution.vote and _in_frame(resolution, resolution.vote):
        return next((p for p in report.frame if p.start <= resolution.vote.start < p.end), None)
    return protocol.common_vote(report.text, report.frame, resolution.number) if report.kind == "protokoll" else None


def _in_frame(resolution: Resolution, field: Field) -> bool:
    """Whether words outside the resolution prove its field: the common vote on the Grüne Liste."""
    return field.proved and not resolution.start <= field.start < resolution.end


_BY_LAND = re.compile(rf"(?:gegen (?:die )?Stimmen?|bei (?:Stimm)?[Ee]nthaltung(?:en)?)(?:[\s,]+(?:(?:von|und|sowie|der|des|dem|Landes|Länder|Freistaat\w*|Freien|Hansestadt)\b|(?:{'|'.join(cues.LAENDER)})s?\b))*")
_ASKS_WHO = re.compile(r"\b(?:wer|welche\w*)\b[^?]*\b(?:enth\w+|dagegen|dafür|gestimmt|stimmten?|votiert\w*|gegen)\b", re.IGNORECASE)
_ASKS_HOW = re.compile(r"\bwie\b[^?]*\b(?:gestimmt|stimmten?|votiert\w*)\b", re.IGNORECASE)
_NOT_BY_LAND = " Wie einzelne Länder abgestimmt haben, sagt der Bericht nicht."


def _who_voted(query: Query, report: Report, resolution: Resolution) -> str:
    """The report's own words where they name abstentions or votes against; or that it does not say how single Länder voted, where that was asked."""
    vote = resolution.vote
    said = report.slice(vote) if vote and vote.proved else ""
    asked = _ASKS_WHO.search(query.text) or (_ASKS_HOW.search(query.text) and cues.LAND.search(query.text))
    sentence = report.slice(_holding(resolution, vote)) if said and asked and not cues.LAND.search(said) and not _in_frame(resolution, vote) else ""
    found = [match.group(0) for match in _BY_LAND.finditer(sentence) if cues.LAND.search(match.group(0))]
    if found:
        return " Wörtlich: " + ", ".join(f"„{' '.join(words.split())}“" for words in found) + "."
    told = f" Wörtlich: „{said}“." if re.search(r"nthaltung|enthiel|[Gg]egenstimm", said) else ""
    return told + (_NOT_BY_LAND if asked and not cues.LAND.search(said) else "")


_ASKED_OUTCOMES = (
    ("beschlossen", re.compile(r"\b(?:angenommen|durchgekommen|gebilligt|verabschiedet|kam\b[^?]*\bdurch)\b", re.IGNORECASE)), ("abgelehnt", re.compile(r"\b(?:abgelehnt|gescheitert)\b", re.IGNORECASE)),
    ("vertagt", re.compile(r"\b(?:vertagt|verschoben)\b", re.IGNORECASE)), ("zurückgezogen", re.compile(r"\bzurückgezogen\b", re.IGNORECASE)),
)
_YES_OR_NO = re.compile(r"^\W*(?:und |aber |also |denn )?(?:war|waren|wurden?|wird|ist|sind|kam|ging|fiel|hat|haben|gab|stimmt|trifft)\b(?![^?]*\bnicht\b)", re.IGNORECASE)


def asked_outcome(question: str) -> str | None:
    """The outcome that a question asks for as yes or no, or None."""
    return next((value for value, words in _ASKED_OUTCOMES if words.search(question)), None) if _YES_OR_NO.match(question) else None


def _vote_sentence(query: Query, resolution: Resolution) -> str:
    asked, value = tally(query.text)[0], resolution.vote.value if resolution.vote else None
    if asked and value:
        failed = resolution.outcome is not None and resolution.outcome.value in answers.FAILED
        adopted = re.search(r"\b(?:beschlossen|angenommen|gebilligt|verabschiedet|gefasst|durchgekommen)\b", query.text, re.IGNORECASE)
        if not value[0].isdigit():
            return f"Stimmenzahlen nennt der Bericht dazu nicht, nur das Wort „{value}“."
        said = f"abgestimmt wurde mit {value} (Ja : Nein : Enthaltung)" + (f", und der Antrag wurde {resolution.outcome.value}" if failed else "")
        return f"{'Ja' if value == asked and not (failed and adopted) else 'Nein'}: {said}."
    wanted = asked_outcome(query.text)
    if wanted and resolution.outcome:
        outcome = resolution.outcome.value
        how = f" Abstimmung: {resolution.vote.value}." if resolution.vote else ""
        said = "es ist ein Beschluss" if outcome == "beschlossen" else outcome
        return f"Ja, {said}.{how}" if outcome == wanted else f"Nein: {said}.{how}"
    if resolution.vote is None:
        return f"Das Abstimmungsergebnis ist {answers.NOT_STATED}."
    value = resolution.vote.value
    asked = re.search(r"\b(einstimmig|einhellig|mehrheitlich)", query.text, re.IGNORECASE)
    yes = ""
    if asked and _YES_OR_NO.match(query.text):
        wanted = "einstimmig" if asked.group(1).lower().startswith("ein") else "mehrheitlich"
        contested = value not in ("einstimmig", "mehrheitlich")  # a bare tally with a No or an abstention is a majority
        yes = "Ja: " if value == wanted or (contested and wanted == "mehrheitlich") else "Nein: "
    against = re.fullmatch(r"\d+:(\d+):\d+", value)
    if against and re.match(r"^\W*gab es\b[^?]*\b(?:gegenstimme|nein-?stimme)", query.text, re.IGNORECASE):
        yes = "Ja: " if int(against.group(1)) else "Nein: "
    if value == "einstimmig" and re.match(r"^\W*(?:waren|haben|sind)\b[^?]*\balle\b", query.text, re.IGNORECASE):
        yes = "Ja: "
    if value in ("einstimmig", "mehrheitlich"):
        return f"{yes}Der Beschluss wurde {value} gefasst."
    return f"{yes}Abgestimmt wurde mit {value} (Ja : Nein : Enthaltung)."


def answer_page(index: OpenIndex, query: Query, places: list[int]) -> Answer:
    """What stands on a page of the PDF: its resolutions as a list, else what the report's letter, introduction or closing says there."""
    page = query.filters.page
    reports = [r for r in index.reports.values() if answers.report_matches(r, query.filters)]
    if places:
        return answer_list(index, query, places, None)
    if all(page > len(report.page_starts) for report in reports):
        lengths = "; ".join(f"{answers.conference_name(report)}: {len(report.page_starts)}" for report in reports)
        return Answer(query.text, "not_found", f"Eine Seite {page} gibt es nicht. Seiten je Bericht: {lengths}.", (), (), 0, query.filters)
    quotes: list[Quote] = []
    for report in reports:
        for passage in [p for p in report.frame if report.page_of(p.start) == page][:FRAME_QUOTES]:
            quotes.append(quoting.make(len(quotes) + 1, report, None, passage.start, passage.end))
    if not quotes:
        return Answer(query.text, "not_found", f"Auf Seite {page} steht kein Beschluss.", (), (f"Durchsucht: {answers.searched(index, query.filters)}.",), 0, query.filters)
    return Answer(query.text, "answered", f"Auf Seite {page} beginnt und endet kein Beschluss; dort stehen Anschreiben, Einleitung oder Schluss des Berichts.", tuple(quotes), (), None, query.filters)


FRAME_QUOTES = 8  # sentences of the frame that are quoted of one page
_GREETING = re.compile(r"^(?:Mit|Viele|Beste) (?:\w+ )?(?:Grüßen|Gruß|Grüße|Empfehlung)")
_AFTER_SIGNATURE = re.compile(r"^(?:Hinweis|Beispielbericht|Anlagen?\b|Nachrichtlich|Bericht\b)", re.IGNORECASE)
_NO_NAME = re.compile(r"^(?:gez\.?|i\. ?[VA]\.|in Vertretung|im Auftrag|\W*)$", re.IGNORECASE)


def _signature(report: Report) -> tuple[Passage, list[str]] | None:
    """The span from the letter's greeting to the last line below it, and those of the lines that name a person or an office."""
    at = next((place for place, p in enumerate(report.frame) if _GREETING.match(report.slice(p))), None)
    if at is None:
        return None
    below = []
    for passage in report.frame[at + 1 : at + 6]:
        if report.page_of(passage.start) != report.page_of(report.frame[at].start) or len(report.slice(passage)) > 60 or _AFTER_SIGNATURE.match(report.slice(passage)):
            break
        below.append(passage)
    names = [report.slice(p) for p in below if not _NO_NAME.match(report.slice(p))]
    return (Passage(report.frame[at].start, below[-1].end), names) if names else None


def answer_source(index: OpenIndex, query: Query) -> Answer:
    """Who signed a report and which Land gave it, to whom it goes, how many pages it has: one line per report, with the words that prove it."""
    lines, quotes = [], []
    for report in answers.in_time([r for r in index.reports.values() if answers.report_matches(r, query.filters)]):
        said, spans = SOURCES[query.intent](report)
        lines.append(f"{answers.conference_name(report)}{f' ({report.year})' if report.year else ''}: {said}")
        for span in spans:
            if not any(q.report == report.id and q.start < span.end and span.start < q.end for q in quotes):
                quotes.append(quoting.make(len(quotes) + 1, report, None, span.start, span.end))
    status = "answered" if quotes else "not_found"
    return Answer(query.text, status, "; ".join(lines) + ".", tuple(quotes), (), None, query.filters)


def _signed(report: Report) -> tuple[str, list[Passage]]:
    signature = _signature(report)
    land = _frame_passage(report, report.land) if report.land and report.land.proved else None
    said = [f"unterschrieben von {', '.join(signature[1])}" if signature else f"eine Unterschrift ist {answers.NOT_STATED}"]
    said += [f"vorgelegt von: {report.land.value}"] if report.land and land else []
    return ", ".join(said), [*([signature[0]] if signature else []), *([land] if land else [])]


def _received(report: Report) -> tuple[str, list[Passage]]:
    named = [p for p in report.frame if re.search(r"Ausschuss|Landtag|Präsident", report.slice(p))][:2]
    return ("; ".join(report.slice(p).rstrip(".,") for p in named[:1]) if named else f"an wen er geht, ist {answers.NOT_STATED}"), named


def _counted(report: Report) -> tuple[str, list[Passage]]:
    named = _frame_passage(report, report.conference) if report.conference and report.conference.proved else None
    return f"{len(report.page_starts)} Seiten, {len(report.resolutions)} Beschlüsse", [named or report.frame[0]] if named or report.frame else []


_LETTER_DATE = re.compile(r"\b\d{1,2}\. ?(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|\d{1,2}\.) ?\d{4}$")
_AGENDA = re.compile(r"Tagesordnung (?:um(?:fasste|fasst)|enthielt|hatte) (\d+)|(\d+) (?:Tagesordnungsp|P)unkte")


def _dated(report: Report) -> tuple[str, list[Passage]]:
    """The date of the letter: a short line of its own on the first page."""
    lines = [p for p in report.frame if report.page_of(p.start) == 1 and p.end - p.start < 60 and _LETTER_DATE.search(report.slice(p))]
    return (f"das Anschreiben ist vom {_LETTER_DATE.search(report.slice(lines[0])).group(0)}", lines[:1]) if lines else (f"ein Datum des Anschreibens ist {answers.NOT_STATED}", [])


def _agenda(report: Report) -> tuple[str, list[Passage]]:
    found = [(p, match) for p in report.frame if (match := _AGENDA.search(report.slice(p)))]
    return (f"{found[0][1].group(1) or found[0][1].group(2)} Punkte", [found[0][0]]) if found else (f"die Zahl der Tagesordnungspunkte ist {answers.NOT_STATED}", [])


def _numbered(report: Report) -> tuple[str, list[Passage]]:
    named = _frame_passage(report, report.vorlage) if report.vorlage and report.vorlage.proved else None
    return (report.vorlage.value, [named]) if named else (f"die Nummer ist {answers.NOT_STATED}", [])


SOURCES = {"signer": _signed, "recipient": _received, "pages": _counted, "agenda": _agenda, "letter_date": _dated, "vorlage": _numbered}


_FRAME = {
    "fulltext": re.compile(r"Wortlaut|abrufbar|https?:|www\.|nachzulesen|einsehbar|eingesehen"),
    "chair": None,
    "date": None,
    "place": None,
    "number": None,
}


def answer_frame(index: OpenIndex, query: Query) -> Answer:
    """What the reports say of themselves and of their conference: date, place, number, chair, where the full text is."""
    if query.intent == "next":
        return meetings.answer_next(index, query)
    if query.intent in ("date", "place", "chair") and meetings.PREPARED.search(query.text):
        return meetings.answer_prepared(index, query)
    reports = [r for r in index.reports.values() if filtering.report_matches(r, query.filters)]
    lines, quotes = [], []
    for report in reports:
        wanted = {"date": [report.dates, report.place], "place": [report.place, report.dates], "number": [report.conference]}.get(query.intent, [])
        if wanted and wanted[0] is None:
            continue
        spans = [_frame_passage(report, field) or Passage(field.start, field.end) for field in wanted if field and field.proved]
        if not wanted:
            chaired = meetings.chair(report) if query.intent == "chair" else None
            spans = ([chaired[1]] if chaired else []) if query.intent == "chair" else [p for p in reversed(report.frame) if _FRAME[query.intent].search(report.slice(p))][:1]
        marks = "".join(dict.fromkeys(corrected_mark(report, name) for name in {"date": ("dates", "place"), "place": ("dates", "place"), "number": ("conference",)}.get(query.intent, ())))
        for span in dict.fromkeys(spans):
            quotes.append(quoting.make(len(quotes) + 1, report, None, span.start, span.end))
        if not spans and not marks:
            continue
        said = {
            "date": f"{_on(report.dates)}{_in(report.place)}", "place": f"{_on(report.dates)}{_in(report.place)}", "number": f"Nummer {report.conference.value if report.conference else ''}",
        }.get(query.intent, (query.intent == "chair" and chaired and chaired[0] or f"Seite {report.page_of(spans[0].start)}") if spans else "")
        lines.append(f"{answers.conference_name(report)}: {said.strip()}{marks}")
    if not lines:
        return Answer(query.text, "not_found", f"Das ist {answers.NOT_STATED}.", (), (f"Durchsucht: {answers.searched(index, query.filters)}.",), None, query.filters)
    subject = {"date": "Die Konferenz fand statt", "place": "Die Konferenz fand statt", "number": "Es ist", "chair": "Zum Vorsitz sagt der Bericht", "fulltext": "Zum vollständigen Wortlaut sagt der Bericht"}[query.intent]
    return Answer(query.text, "answered" if quotes else "related", f"{_yes_place(query, reports)}{subject}: {'; '.join(dict.fromkeys(lines))}.", tuple(quotes), (), None, query.filters)


def _yes_place(query: Query, reports: list[Report]) -> str:
    """"Ja. " or "Nein. " to "War die 102. ASMK in Berlin?", where the reports state one place."""
    asked = re.match(r"^\W*(?:war|fand|tagte|ist)\b.*\bin (\w+)(?: statt)?\W*$", query.text, re.IGNORECASE)
    places = {report.place.value for report in reports if report.place}
    return "" if query.intent != "place" or not asked or len(places) != 1 else "Ja. " if places == {asked.group(1)} else "Nein. "


def _on(dates: Field | None) -> str:
    return f"am {dates.value}" if dates else "Datum " + answers.NOT_STATED


def _in(place: Field | None) -> str:
    return f" in {place.value}" if place else f", Ort {answers.NOT_STATED}"


def _frame_passage(report: Report, field: Field) -> Passage | None:
    return next((p for p in report.frame if p.start <= field.start and field.end <= p.end), None)
