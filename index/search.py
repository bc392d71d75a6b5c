"""A question's words and vector in, ranked resolutions with their evidence out.

Candidates come from Chroma (nearest whole and passage vectors) and from BM25; each is then scored exactly. How much the
words count beside the vectors depends on how much of the question a resolution really holds: see :func:`score`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from index import lexical, store
from index.analysis import STOPWORDS, tokens, tokens_of_word, words
from index.glossary import Glossary
from index.topics import fold
from index.types import Report, Resolution

DENSE_CANDIDATES = 300  # records asked from Chroma (whole resolutions and passages)
LEXICAL_CANDIDATES = 60
COMMON_IDF = 1.5  # a synonym that one resolution in five holds proves nothing
PASSAGE_WORDS = 0.5  # how much the question's words count beside the cosine when sentences are chosen
LEXICAL_WEIGHT = 0.6
TITLE_WEIGHT = 0.1
EXACT_BELOW = 4000  # with no more resolutions than this allowed, all of them are scored


@dataclass(frozen=True, eq=False)  # two generations are told apart by identity
class OpenIndex:
    """A generation of the index, opened for reading."""

    pointer: store.Pointer
    reports: dict[str, Report]
    resolutions: tuple[Resolution, ...]
    position: dict[str, int]  # resolution id -> place in ``resolutions``
    first_row: np.ndarray  # (n + 1,) row of each resolution's whole vector; its passages follow
    vectors: np.ndarray  # (rows, dimension)
    collection: object
    lexicon: lexical.LexicalIndex
    glossary: Glossary
    seen: str  # every folded word of the reports, frames included, for "does this word occur anywhere?"


@dataclass(frozen=True)
class QueryTerms:
    """The words of a question as the lexical side sees them.

    ``weights``: search token -> weight. ``salient``: per content word of the question (as typed, folded) the tokens that
    satisfy it (its own stem, its repair's, those of one-word synonyms; compound parts, marked "~", by their share) and its
    rarity. ``unknown``: content words that no report holds in any form.
    """

    weights: dict[str, float]
    salient: tuple[tuple[str, tuple[str, ...], float], ...]  # (word, satisfying tokens, idf)
    unknown: tuple[str, ...]
    known: frozenset[str]  # the satisfying tokens that the index holds


@dataclass(frozen=True)
class Hit:
    """A scored resolution. ``passage_scores``: one score per passage, for choosing quotes."""

    resolution: Resolution
    score: float
    dense: float  # mean of whole and best passage cosine
    coverage: float  # share of the question's word weight that the resolution holds
    passage_coverage: float  # the same for its best single passage
    bm25: float
    passage_scores: tuple[float, ...]


def open_index(data: Path, server: str | None, pointer: store.Pointer, glossary: Glossary) -> OpenIndex:
    """Open the generation that ``pointer`` names."""
    reports = store.read_reports(data, pointer)
    resolutions = tuple(resolution for report in reports for resolution in report.resolutions)
    first_row = np.concatenate([[0], np.cumsum([1 + len(resolution.passages) for resolution in resolutions])]).astype(np.int64)
    lexicon = lexical.open_index(data / "generations" / pointer.generation / "lexical")
    frames = (fold(report.slice(passage)) for report in reports for passage in report.frame)
    return OpenIndex(
        pointer,
        {report.id: report for report in reports},
        resolutions,
        {resolution.id: place for place, resolution in enumerate(resolutions)},
        first_row,
        store.read_vectors(data, pointer),
        store.open_collection(data, server, pointer),
        lexicon,
        glossary,
        "\n".join([*(word for known in lexicon.vocabulary.values() for word in known), *frames]),
    )


def query_terms(index: OpenIndex, question: str, german: bool = True) -> QueryTerms:
    """Analyse a question's words: stems, compound parts, and, for a ``german`` question, repaired typos and synonyms from the glossary."""
    weights: dict[str, float] = {}
    salient, unknown = [], []
    folded = words(question)
    synonyms = index.glossary.synonyms(folded) if german else {}
    for place, word in enumerate(folded):
        if word in STOPWORDS or (len(word) < 2 and not word.isdigit()):
            continue
        own = tokens_of_word(word)
        satisfying = {own[0]} if own else set()
        for token in own:
            weights[token] = max(weights.get(token, 0.0), 1.0)
        if len(own) == 1 and word.isalpha() and len(word) >= 4:
            satisfying.add(f"~{own[0]}")
            weights[f"~{own[0]}"] = 1.0
        repaired = lexical.repair(index.lexicon, word) if german else None
        if repaired:
            for token in tokens_of_word(repaired):
                weights[token] = max(weights.get(token, 0.0), 0.9)
            satisfying.add(tokens_of_word(repaired)[0])
        elif german and own and own[0] not in index.lexicon.frequency:
            for compound in lexical.compounds(index.lexicon, own[0]):
                token = tokens_of_word(compound)[0]
                weights[token] = max(weights.get(token, 0.0), 0.8)
                satisfying.add(token)
        for synonym in synonyms.get(place, ()):
            stems = [token for part in synonym if part not in folded for token in tokens_of_word(part)[:1]]
            for token in stems:
                weights[token] = max(weights.get(token, 0.0), 0.5 / len(stems))
            if len(synonym) == 1 and all(lexical.idf(index.lexicon, token) > COMMON_IDF for token in stems):
                satisfying.update(stems)  # several words ("gesetzlicher Mindestlohn") mean it only together
        known = [token for token in satisfying if token in index.lexicon.frequency]
        rarity = max((lexical.idf(index.lexicon, token) for token in known), default=lexical.idf(index.lexicon, "\0"))
        salient.append((word, tuple(sorted(satisfying)) + own[1:], rarity))
        if not known and not any(token in index.lexicon.frequency for token in own[1:]):
            unknown.append(word)
    held = frozenset(token for _, satisfying, _ in salient for token in satisfying if token in index.lexicon.frequency)
    return QueryTerms(weights, tuple(salient), tuple(unknown), held)


def spelled(index: OpenIndex, question: str) -> str:
    """The question with misspelt words replaced by the index's own, for the vector: the model knows no word it never saw."""

    def mend(match: re.Match) -> str:
        return lexical.repair(index.lexicon, fold(match.group(0))) or match.group(0)

    return re.sub(r"[^\W\d_]{5,}", mend, question)


def search(index: OpenIndex, vector: np.ndarray, terms: QueryTerms, allowed: list[int] | None = None, count: int = 10) -> list[Hit]:
    """The best ``count`` resolutions for a question vector (shape (d,)) and its terms, best first.

    ``allowed``: places in ``index.resolutions`` to choose from, or None for all.
    """
    bm25 = lexical.scores(index.lexicon, terms.weights)
    covered = lexical.coverage(index.lexicon, [(satisfying, rarity) for _, satisfying, rarity in terms.salient])
    asked = _asked(terms)
    scored = []
    for place, cosines in _cosines(index, vector, _candidates(index, vector, bm25, allowed)):
        resolution = index.resolutions[place]
        dense = 0.5 * float(cosines[0]) + 0.5 * float(cosines[1:].max())
        coverage = float(covered[place])
        title = _share(asked, _title_tokens(resolution.title, resolution.heading or "")) if coverage else 0.0
        scored.append((score(dense, coverage, title), place, dense, coverage, cosines))
    scored.sort(key=lambda entry: (-entry[0], index.resolutions[entry[1]].id))
    return [_hit(index, place, total, dense, coverage, float(bm25[place]), cosines, asked) for total, place, dense, coverage, cosines in scored[:count]]


def _candidates(index: OpenIndex, vector: np.ndarray, bm25: np.ndarray, allowed: list[int] | None) -> list[int]:
    if allowed is not None and len(allowed) <= EXACT_BELOW:
        return allowed
    near = [index.position[found] for found in store.nearest(index.collection, vector, DENSE_CANDIDATES, len(index.vectors)) if found in index.position]
    best = np.argpartition(-bm25, min(LEXICAL_CANDIDATES, len(bm25) - 1))[:LEXICAL_CANDIDATES] if len(bm25) else []
    union = dict.fromkeys(near + [int(place) for place in best if bm25[place] > 0])
    if allowed is None:
        return list(union)
    keep = set(allowed)
    return [place for place in union if place in keep]


def _cosines(index: OpenIndex, vector: np.ndarray, places: list[int]):
    """(place, cosines of its whole and its passages) of each place, computed in one product."""
    spans = [(int(index.first_row[place]), int(index.first_row[place + 1])) for place in places]
    rows = np.concatenate([np.arange(start, end) for start, end in spans]) if spans else np.zeros(0, dtype=int)
    values = np.asarray(index.vectors[rows]) @ vector
    done = 0
    for place, (start, end) in zip(places, spans):
        yield place, values[done : done + end - start]
        done += end - start


def _hit(index: OpenIndex, place: int, total: float, dense: float, coverage: float, bm25: float, cosines: np.ndarray, asked: "_Asked") -> Hit:
    resolution = index.resolutions[place]
    report = index.reports[resolution.report]
    shares = [_share(asked, _sentence_tokens(report.slice(passage))) for passage in resolution.passages]
    return Hit(resolution, total, dense, coverage, max(shares), bm25, tuple(float(cosine) + PASSAGE_WORDS * share for cosine, share in zip(cosines[1:], shares)))


def score(dense: float, coverage: float, title: float) -> float:
    """Fused score: the vectors' cosine plus the words' share, squared so that a chance hit of one word counts little.

    ``title``: share of the question's words that the title alone holds; it tells "Reform Sozialstaat" from its kin.
    """
    return dense + LEXICAL_WEIGHT * coverage**2 + TITLE_WEIGHT * title**2


@dataclass(frozen=True)
class _Asked:
    """The question's words, ready for counting: satisfying token -> places of its words; the words' rarity, its sum, their number of parts."""

    places: dict[str, tuple[int, ...]]
    rarity: tuple[float, ...]
    total: float
    parts: tuple[int, ...]


def _asked(terms: QueryTerms) -> _Asked:
    places: dict[str, tuple[int, ...]] = {}
    for number, (_, satisfying, _) in enumerate(terms.salient):
        for token in satisfying:
            places[token] = (*places.get(token, ()), number)
    rarity = tuple(rarity for _, _, rarity in terms.salient)
    return _Asked(places, rarity, sum(rarity), tuple(max(1, sum(t.startswith("~") for t in satisfying)) for _, satisfying, _ in terms.salient))


def _share(asked: _Asked, held: frozenset[str]) -> float:
    """Share of the question's word weight (idf) that is satisfied by ``held`` tokens; all parts of a compound satisfy half."""
    if not asked.total:
        return 0.0
    whole: set[int] = set()
    parts: dict[int, float] = {}
    for token in asked.places.keys() & held:
        for number in asked.places[token]:
            if token.startswith("~"):
                parts[number] = parts.get(number, 0.0) + 0.5 / asked.parts[number]
            else:
                whole.add(number)
    return sum(asked.rarity[number] * (1.0 if number in whole else parts[number]) for number in whole | parts.keys()) / asked.total


@lru_cache(maxsize=50_000)
def _sentence_tokens(text: str) -> frozenset[str]:
    return frozenset(tokens(text))


@lru_cache(maxsize=20_000)
def _title_tokens(title: str, heading: str) -> frozenset[str]:
    return frozenset(tokens(f"{title} {heading}"))
