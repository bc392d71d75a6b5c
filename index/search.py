"""A question's words and vector in, ranked resolutions with their evidence out.

Of a small index every resolution is scored. Of a large one, candidates come from Chroma (nearest whole and passage
vectors) and from BM25; each is then scored exactly. How much the words count beside the vectors depends on how much of
the question a resolution really holds: see :func:`score`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from index import lexical, store
from index.analysis import STOPWORDS, tokens, tokens_of_word, words
from index.archive import Resolutions
from index.glossary import Glossary
from index.topics import fold
from index.types import Report, Resolution

DENSE_CANDIDATES = 300  # records asked from Chroma (whole resolutions and passages)
LEXICAL_CANDIDATES = 60
COMMON_IDF = 1.5  # a synonym that one resolution in five holds proves nothing
NEAR_WORD = 0.7
DETAILED = 3  # hits that may be quoted
PASSAGE_WORDS = 0.5  # how much the question's words count beside the cosine when sentences are chosen
LEXICAL_WEIGHT = 0.6
TITLE_WEIGHT = 0.1
EXACT_BELOW = 4000  # with no more resolutions than this allowed, all of them are scored
EXACT_ROWS = 30_000  # an index of no more vectors than this is looked through whole, without Chroma: quicker, and exact


@dataclass(frozen=True, eq=False)  # two generations are told apart by identity
class OpenIndex:
    """A generation of the index, opened for reading."""

    pointer: store.Pointer
    reports: dict[str, Report]
    resolutions: Resolutions
    position: dict[str, int]  # resolution id -> place in ``resolutions``
    first_row: np.ndarray  # (n + 1,) row of each resolution's whole vector; its passages follow
    vectors: np.ndarray  # (rows, dimension)
    collection: object | None  # of Chroma; None where the index is small enough to be looked through
    held: frozenset[str] | None  # ids of the reports whose records the collection holds
    loose: np.ndarray  # rows that the collection does not hold
    report_number: np.ndarray  # (n,) the place of each resolution's report in ``reports``
    frame_first: np.ndarray  # (reports + 1,) number of each report's first frame sentence among all
    lexicon: lexical.LexicalIndex
    glossary: Glossary
    conferences: frozenset[int]
    years: frozenset[int]
    word_vectors: Callable[[tuple[str, ...]], np.ndarray] | None = None  # see ``Embedder.words``


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
class Closeness:
    """How near the question's content words lie to a resolution's, word by word, by the model's vectors; a word that stands there is at 1.

    Words weigh by the length of their vectors. All between 0 and 1, ``least`` from -1.
    """

    mean: float = 0.0  # weighted mean of each word's cosine to the nearest word of the resolution
    high: float = 0.0  # weight of the words that have one nearer than ``NEAR_WORD``
    least: float = 0.0  # the cosine of the word that is farthest off
    heaviest: float = 0.0  # weight of the heaviest word


@dataclass(frozen=True)
class Hit:
    """A scored resolution. ``passage_scores``: one score per passage, for choosing quotes; only of the first ``DETAILED`` hits, as is ``passage_coverage``."""

    resolution: Resolution
    score: float
    dense: float  # mean of whole and best passage cosine
    coverage: float  # share of the question's word weight that the resolution holds
    passage_coverage: float  # the same for its best single passage
    bm25: float
    passage_scores: tuple[float, ...]
    closeness: Closeness = Closeness()  # of the first ``DETAILED`` hits


def open_index(data: Path, server: str | None, pointer: store.Pointer, glossary: Glossary, word_vectors: Callable[[tuple[str, ...]], np.ndarray] | None = None) -> OpenIndex:
    """Open the generation that ``pointer`` names."""
    kept = store.open_archive(data, pointer)
    reports, first_row, vectors = kept.reports, kept.first_row, kept.vectors
    collection, held, loose = None, None, np.zeros(0, dtype=np.int64)
    if len(vectors) > EXACT_ROWS:
        collection = store.open_collection(data, server, pointer)
        held = frozenset(store.read_collection(kept.folder).holds)
        rows = [np.arange(*first_row[list(kept.span(report))]) for report in reports if report.id not in held]
        loose = np.concatenate(rows) if rows else loose
    return OpenIndex(
        pointer,
        {report.id: report for report in reports},
        kept.resolutions,
        {id: place for place, id in enumerate(kept.ids)},
        first_row,
        vectors,
        collection,
        held,
        loose,
        np.repeat(np.arange(len(reports)), np.diff(kept.first)),
        np.cumsum([0, *(len(report.frame) for report in reports)]),
        lexical.open_index(kept.folder / "lexical"),
        glossary,
        frozenset(int(report.conference.value) for report in reports if report.conference),
        frozenset(report.year for report in reports if report.year),
        word_vectors,
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


@dataclass(frozen=True, eq=False)
class Ranking:
    """Scored resolutions, best first, as arrays of one length; see :class:`Hit` for the figures."""

    places: np.ndarray  # in ``OpenIndex.resolutions``
    score: np.ndarray
    dense: np.ndarray
    coverage: np.ndarray


def search(index: OpenIndex, vector: np.ndarray, terms: QueryTerms, allowed: Sequence[int] | np.ndarray | None = None, count: int = 10) -> list[Hit]:
    """The best ``count`` resolutions for a question vector (shape (d,)) and its terms, best first.

    ``allowed``: places in ``index.resolutions`` to choose from, in their order, or None for all.
    """
    allowed = None if allowed is None else np.asarray(allowed, dtype=np.int64)
    bm25 = lexical.scores(index.lexicon, terms.weights)
    return top(index, vector, terms, rank(index, vector, terms, _candidates(index, vector, bm25, allowed)), count, bm25)


def rank(index: OpenIndex, vector: np.ndarray, terms: QueryTerms, places: Sequence[int] | np.ndarray) -> Ranking:
    """The resolutions at ``places``, all scored exactly; of equal ones the first in the index comes first."""
    words_ = [(satisfying, rarity) for _, satisfying, rarity in terms.salient]
    places = np.asarray(places, dtype=np.int64)
    dense = _nearness(index, vector, places)
    coverage = lexical.coverage(index.lexicon.texts, words_)[places].astype(np.float64)
    total = score(dense, coverage, lexical.coverage(index.lexicon.titles, words_)[places].astype(np.float64))
    order = np.lexsort((places, -total))
    return Ranking(places[order], total[order], dense[order], coverage[order])


def top(index: OpenIndex, vector: np.ndarray, terms: QueryTerms, ranking: Ranking, count: int, bm25: np.ndarray | None = None) -> list[Hit]:
    """The first ``count`` of a ranking, the first ``DETAILED`` of them with their sentences' scores."""
    bm25 = lexical.scores(index.lexicon, terms.weights) if bm25 is None else bm25
    asked = _asked(terms)
    return [
        _hit(index, place, total, dense, coverage, float(bm25[place]), vector, asked, terms, number < DETAILED)
        for number, (place, total, dense, coverage) in enumerate(zip(*(part[:count].tolist() for part in (ranking.places, ranking.score, ranking.dense, ranking.coverage))))
    ]


def _candidates(index: OpenIndex, vector: np.ndarray, bm25: np.ndarray, allowed: np.ndarray | None) -> np.ndarray:
    if allowed is not None and len(allowed) <= EXACT_BELOW:
        return allowed
    if index.collection is None:
        return np.arange(len(index.resolutions)) if allowed is None else allowed
    found = store.nearest(index.collection, vector, DENSE_CANDIDATES, len(index.vectors) - len(index.loose))
    near = [index.position[id] for id in found if id in index.position and id.rsplit("/", 1)[0] in index.held]
    if len(index.loose):
        rows = index.loose[_best(index.vectors[index.loose] @ vector, DENSE_CANDIDATES)]
        near = np.concatenate([near, np.searchsorted(index.first_row, rows, "right") - 1])
    if allowed is None:
        best = _best(bm25, LEXICAL_CANDIDATES)
        return np.unique(np.concatenate([near, best[bm25[best] > 0]]).astype(np.int64))
    best = allowed[_best(bm25[allowed], LEXICAL_CANDIDATES)]
    return np.unique(np.concatenate([np.intersect1d(near, allowed), best[bm25[best] > 0]]).astype(np.int64))


def _best(values: np.ndarray, count: int) -> np.ndarray:
    """The places of the ``count`` largest values, in no order."""
    return np.argpartition(-values, count)[:count] if len(values) > count else np.arange(len(values))


def _nearness(index: OpenIndex, vector: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Mean of each resolution's own cosine and its best passage's, shape (len(places),), float64; all in one product."""
    if not len(places):
        return np.zeros(0)
    starts = index.first_row[places]
    counts = index.first_row[places + 1] - starts
    heads = np.cumsum(counts) - counts  # where each resolution's own cosine comes among the values
    if len(places) == len(index.resolutions):
        values = index.vectors @ vector
    else:
        values = index.vectors[np.repeat(starts - heads, counts) + np.arange(counts.sum())] @ vector
    passages = np.maximum.reduceat(values, np.stack([heads, heads + 1], axis=1).ravel())[1::2]
    return 0.5 * values[heads].astype(np.float64) + 0.5 * passages.astype(np.float64)


def frame_shares(index: OpenIndex, terms: QueryTerms) -> np.ndarray:
    """Share of a question's word weight that each sentence of the frames holds in whole words, shape (sentences,), float64."""
    found, total = np.zeros(index.lexicon.frames.size), sum(rarity for _, _, rarity in terms.salient)
    for _, satisfying, rarity in terms.salient if total else ():
        held = np.zeros(len(found), dtype=bool)
        for token in satisfying:
            if not token.startswith("~"):
                held[index.lexicon.frames.of(token)] = True
        found += rarity * held
    return found / (total or 1.0)


def _hit(index: OpenIndex, place: int, total: float, dense: float, coverage: float, bm25: float, vector: np.ndarray, asked: "_Asked", terms: QueryTerms, detailed: bool) -> Hit:
    resolution = index.resolutions[place]
    if not detailed:
        return Hit(resolution, total, dense, coverage, 0.0, bm25, ())
    cosines = np.asarray(index.vectors[index.first_row[place] : index.first_row[place + 1]]) @ vector
    report = index.reports[resolution.report]
    held = [_sentence_tokens(report.slice(passage)) for passage in resolution.passages]
    shares = [_share(asked, tokens_) for tokens_ in held]
    near = _closeness(index, terms, report.slice(resolution), frozenset().union(*held))
    return Hit(resolution, total, dense, coverage, max(shares), bm25, tuple(float(cosine) + PASSAGE_WORDS * share for cosine, share in zip(cosines[1:], shares)), near)


def _closeness(index: OpenIndex, terms: QueryTerms, text: str, held: frozenset[str]) -> Closeness:
    own = _content(text)
    if index.word_vectors is None or not terms.salient or not own:
        return Closeness()
    asked = index.word_vectors(tuple(word for word, _, _ in terms.salient))
    lengths = np.linalg.norm(asked, axis=1)
    there = index.word_vectors(own)
    there = there / np.maximum(np.linalg.norm(there, axis=1, keepdims=True), 1e-9)
    nearest = (asked @ there.T).max(axis=1) / np.maximum(lengths, 1e-9)
    nearest[[any(token in held for token in satisfying if not token.startswith("~")) for _, satisfying, _ in terms.salient]] = 1.0
    weights = lengths / max(float(lengths.sum()), 1e-9)
    return Closeness(float(weights @ nearest), float(weights[nearest > NEAR_WORD].sum()), float(nearest.min()), float(weights.max()))


@lru_cache(maxsize=5_000)
def _content(text: str) -> tuple[str, ...]:
    """The different content words of a text, folded."""
    return tuple(dict.fromkeys(word for word in words(text) if word not in STOPWORDS and len(word) > 1))


def score(dense, coverage, title):
    """Fused score: the vectors' cosine plus the words' share, squared so that a chance hit of one word counts little; floats or arrays.

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
