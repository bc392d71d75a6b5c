"""How sure the assistant is that the best resolution answers the question, and which questions reports cannot answer.

Two kinds of evidence: plain rules for what a report of demands cannot tell (a detail it does not give, what became of it,
how to apply), and a probability from a few readable features, its weights fitted on the tuning questions only.
"""

import math
import re

from assistant.query import Query
from index import cues
from index.analysis import joined
from index.search import Hit, QueryTerms
from index.topics import fold
from index.types import Report

ANSWERED = 0.7  # probability from which an answer is given as one
RELATED = 0.2  # below this nothing near was found

_NUMBER = r"(?:\d[\d.,]*|(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)\w{0,2}|halb\w*|doppelt\w*|hundert|tausend)"
_MONEY = re.compile(rf"{_NUMBER}\s*(?:Millionen |Milliarden |Mio\.? |Mrd\.? )?(?:Euro|€|Cent|Prozent|%|v\. H\.)|\b(?:kostenfrei|kostenlos|unentgeltlich|beitragsfrei)", re.IGNORECASE)
_SPAN = re.compile(rf"{_NUMBER}\w*\s*(?:\w+ ){{0,2}}(?:Stunden?|Tag\w*|Wochen?|Monat\w*|Jahr\w*|Minuten)|\b(?:unbefristet\w*|dauerhaft\w*|monatlich|jährlich|halbjährlich)", re.IGNORECASE)
_WHEN = re.compile(r"\b\d{1,2}\. (?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember) (?:19|20)\d\d\b|\b(?:19|20)\d\d\b|\b(?:zum|ab|bis|vom|seit) (?:dem |zum )?\d|\b(?:zeitnah|zügig|umgehend|unverzüglich|frühzeitig|kurzfristig|bis zur nächsten|Januar|Februar|März|April|Juni|Juli|August|September|Oktober|November|Dezember|Halbjahr|Legislatur)", re.IGNORECASE)
_ASKS = (
    (re.compile(r"\b(?:wie hoch|wie ?viel geld|wie teuer|was kostet|was kosten|wie ?viel (?:euro|prozent|kostet|kosten|würde|zahlt|bekommt|kriegt|soll)|welche[rn]? (?:betrag|summe|satz)|um wie ?viel)\b", re.IGNORECASE), _MONEY),
    (re.compile(r"\b(?:wie lange|wie oft|wie viele? (?:stunden|tage|wochen|monate|jahre))\b", re.IGNORECASE), _SPAN),
    (re.compile(r"\b(?:ab wann|bis wann|seit wann|zu welchem (?:zeitpunkt|datum|termin)|wann (?:soll|kommt|tritt|wird|gilt|startet|beginnt|werden|sollen))\b|\bwhen will\b", re.IGNORECASE), _WHEN),
)
_HOW_MANY = re.compile(r"\b[Ww]ie ?viele\s+(?:[a-zäöü]\w* ){0,2}?([A-ZÄÖÜ]\w{3,})")
_AFTERMATH = re.compile(
    r"\b(?:schon|inzwischen|bereits|mittlerweile|endlich|tatsächlich)\b[^?]{0,60}\b(?:umgesetzt|eingeführt|beschlossen worden|gesetz|in kraft|gestartet|übernommen|ausgezahlt|erfolgt|geworden|verabschiedet|geändert|da|passiert|gilt)\b|"
    r"\b(?:wurde|ist|sind|hat|haben)\b[^?]{0,80}\b(?:inzwischen|mittlerweile|am ende|schon|bereits)\b[^?]*\?|\b(?:was (?:ist|wurde) (?:daraus|aus)|gilt das schon|ist das (?:schon |jetzt )?(?:gesetz|umgesetzt)|wie hat (?:die bundesregierung|der bund) (?:reagiert|geantwortet))\b",
    re.IGNORECASE,
)
# "Hat die Bundesregierung … verankert?", "Wurde … abgebaut?": asks for the state of the world, not for what was demanded.
_DONE = re.compile(r"^\W*(?:wurde|wurden|hat|haben)\b[^?]*\b(?:\w+(?:t|en))\W*$", re.IGNORECASE)
_ABOUT_CONFERENCE = re.compile(
    r"\b(?:ASMK|Konferenz|Länder\w*|Minister\w*|(?:auf|ein)?gefordert\w*|beschl\w+|verlangt\w*|gebeten\w*|begrüßt\w*|empfohlen\w*|vorgeschlagen\w*|\w*beantragt\w*|abgestimmt|einstimmig\w*|mehrheitlich\w*|angenommen\w*|abgelehnt\w*|vertagt\w*|"
    r"zurückgezogen\w*|gefasst\w*|vereinbart\w*|thematisiert\w*|behandelt\w*|besprochen\w*|diskutiert\w*|erwähnt\w*|\w*stimmt\w*|eingebracht\w*|gestellt\w*|ausgesprochen|verständigt|geprüft|Antrag\w*|Beschluss\w*)\b|\b(?:ich|mir|mein\w*|wir|uns)\b",
    re.IGNORECASE,
)
_PROCEDURE = re.compile(
    r"\b(?:wie (?:beantrage|stelle|bekomme|komme|komm|melde|fülle|erreiche) (?:ich|wir|man)|wo (?:beantrage|stelle|melde|bekomme|kriege|krieg|finde) (?:ich|wir|man)|welche (?:unterlagen|papiere|fotos|formulare|nachweise) (?:brauche|benötige)|wer ist für mich zuständig|"
    r"welches (?:jobcenter|amt)\b[^?]*\bzuständig|gewinne ich|was jetzt\b|was soll ich (?:tun|machen)|steht mir[^?]*\bzu\b|stehen mir[^?]*\bzu\b)",
    re.IGNORECASE,
)
_VOTED = re.compile(r"\b(?:gestimmt|stimmte|stimmten|abgestimmt|votiert|votierte|enthalten|dagegen|zugestimmt|position von|haltung von)\b", re.IGNORECASE)
_WHO_VOTED = re.compile(r"\b(?:welche\w* (?:bundes)?l[aä]nd\w*|wer)\b", re.IGNORECASE)
_WHY = re.compile(r"^\W*(?:und )?(?:warum|wieso|weshalb|wozu|aus welchem grund)\b", re.IGNORECASE)

# Log-odds; fitted by tests/evaluation/fit_confidence.py, see docs/evaluation.md.
WEIGHTS: dict[str, float] = {
    "bias": -5.97,
    "dense": 12.15,
    "best passage": 0.21,
    "coverage": 1.82,
    "coverage squared": 4.13,
    "passage coverage": -3.38,
    "dense margin": 3.61,
    "coverage margin": 1.33,
    "agreement": 0.48,
    "unknown": -0.22,
    "half covered": -2.31,
    "length": 3.93,
    "why": -2.54,
    "closeness": 7.98,
    "closeness squared": 0.44,
    "near words": -6.53,
    "farthest word": 4.42,
    "heaviest word": -2.8,
    "dense squared": -5.38,
    "dense and coverage": -3.5,
    "dense and closeness": -2.87,
    "not German": -1.09,
}


def gap(query: Query, report: Report, best: Hit) -> str | None:
    """What a report of demands cannot tell of this question, as a German sentence; None where no rule speaks.

    Looked for in the best resolution: a sum, span or date that is asked for but not given; a figure of the question that
    it does not hold; a Land's own vote; what became of the demand; how to apply.
    """
    text, question = report.slice(best.resolution), query.text
    if _AFTERMATH.search(question) or (_DONE.match(question) and not _ABOUT_CONFERENCE.search(question)):
        return "Was aus der Forderung geworden ist, sagt der Bericht nicht."
    if _PROCEDURE.search(question):
        return "Der Bericht nennt politische Forderungen; wie etwas zu beantragen ist oder was im Einzelfall gilt, sagt er nicht."
    for asks, given in _ASKS:
        if asks.search(question) and not given.search(text):
            return "Eine Zahl oder ein Datum dazu nennt der Bericht nicht."
    counted = _HOW_MANY.search(question)
    if counted and not _SPAN.search("2 " + counted.group(1)) and not fold(counted.group(1)).startswith(("wird", "werden", "zahl", "prozent", "euro")) and not _counted(text, counted.group(1)):
        return f"Wie viele {counted.group(1)} es sind, sagt der Bericht nicht."
    lands = [cues.land_name(m.group(1)) for m in cues.LAND.finditer(question)]
    if _VOTED.search(question) and (any(land not in text for land in lands) or (_WHO_VOTED.search(question) and not re.search(r"gegen die Stimme|Enthaltung", text))):
        return "Wie einzelne Länder abgestimmt haben, sagt der Bericht hier nicht."
    if query.citizen:  # "Bin 26 und …": figures of a person's own life say nothing of the report
        return None
    asked = query.filters
    own = {str(value) for value in (query.top, asked.year, asked.conference, asked.page, *(asked.years or ()), *(asked.conferences or ()))}
    held = joined(text)
    figures = [f for f in re.findall(r"(?<![\w.])\d[\d.,]*\d", joined(question)) if f not in text and f not in held]
    figures = [f for f in figures if f not in own]
    if figures:
        return "Diese Zahl kommt dort nicht vor: " + ", ".join(figures) + "."
    return None


def asked_figure(question: str, texts: list[str]) -> str | None:
    """The sum, span or date that a question asks for, as it stands in the texts; None where they give none or several.

    "von 120 auf 60 Stunden" holds two: which of them is meant, only the sentence can tell.
    """
    for asks, given in _ASKS:
        if asks.search(question):
            found = {match.group(0) for text in texts for match in given.finditer(text) if re.search(r"\d", match.group(0))}
            return found.pop() if len(found) == 1 else None
    return None


def says_when(text: str) -> bool:
    """Whether a text names a date, a year or how soon."""
    return bool(_WHEN.search(text))


def _counted(text: str, noun: str) -> bool:
    stem = fold(noun)[: max(4, len(noun) - 3)]
    return any(stem in fold(match.group(0)) for match in re.finditer(rf"\b{_NUMBER}\s+(?:\S+\s+){{0,4}}\S+", text, re.IGNORECASE))


def features(query: Query, terms: QueryTerms, hits: list[Hit]) -> dict[str, float]:
    """Readable evidence, most of it between 0 and 1; hits must not be empty."""
    best = hits[0]
    near = best.closeness
    second = hits[1] if len(hits) > 1 else None
    weight = sum(rarity for _, _, rarity in terms.salient) or 1.0
    unknown = sum(rarity for word, _, rarity in terms.salient if word in terms.unknown) / weight
    return {
        "bias": 1.0,
        "dense": best.dense,
        "best passage": max(best.passage_scores),
        "coverage": best.coverage,
        "coverage squared": best.coverage**2,
        "passage coverage": best.passage_coverage,
        "dense margin": best.dense - max((h.dense for h in hits[1:]), default=0.0),
        "coverage margin": best.coverage - (second.coverage if second else 0.0),
        "agreement": float(best.coverage >= max(h.coverage for h in hits)),
        "unknown": unknown,
        "half covered": best.coverage * (1 - best.coverage),
        "length": min(len(terms.salient), 10) / 10,
        "why": float(bool(_WHY.match(query.text))),
        "closeness": near.mean,
        "closeness squared": near.mean**2,
        "near words": near.high,
        "farthest word": near.least,
        "heaviest word": near.heaviest,
        "dense squared": best.dense**2,
        "dense and coverage": best.dense * best.coverage,
        "dense and closeness": best.dense * near.mean,
        "not German": float(query.language != "de"),
    }


def confidence(query: Query, terms: QueryTerms, hits: list[Hit]) -> float:
    """Probability (0..1) that the best hit answers the question; 0 where there is none."""
    if not hits or not terms.salient and not query.subject:
        return 0.0
    odds = sum(WEIGHTS.get(name, 0.0) * value for name, value in features(query, terms, hits).items())
    return 1 / (1 + math.exp(-odds))


def status_of(probability: float, blocked: bool = False) -> str:
    """"answered", "related" or "not_found". ``blocked``: a rule says that the reports cannot answer this."""
    if probability < RELATED:
        return "not_found"
    return "answered" if probability >= ANSWERED and not blocked else "related"
