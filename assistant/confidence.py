"""How sure the assistant is that the best resolution answers the question. Weights fitted on the tuning questions only."""

import math

from assistant.query import Query
from index.search import Hit, QueryTerms

ANSWERED = 0.5  # probability from which an answer is given as one
RELATED = 0.08  # below this nothing near was found
# Log-odds; fitted by tests/evaluation/fit_confidence.py, see docs/evaluation.md.
WEIGHTS: dict[str, float] = {"bias": -2.0, "dense": 6.0, "coverage": 2.0, "passage": 1.0, "margin": 3.0, "unknown": -1.5}


def features(query: Query, terms: QueryTerms, hits: list[Hit]) -> dict[str, float]:
    """Readable evidence, each between about -1 and 1; hits must not be empty."""
    best = hits[0]
    second = hits[1].score if len(hits) > 1 else 0.0
    weight = sum(rarity for _, _, rarity in terms.salient) or 1.0
    unknown = sum(rarity for word, _, rarity in terms.salient if word in terms.unknown) / weight
    return {
        "bias": 1.0,
        "dense": best.dense,
        "coverage": best.coverage,
        "passage": best.passage_coverage,
        "margin": best.score - second,
        "unknown": unknown,
    }


def confidence(query: Query, terms: QueryTerms, hits: list[Hit]) -> float:
    """Probability (0..1) that the best hit answers the question; 0 where there is none."""
    if not hits or not terms.salient and not query.subject:
        return 0.0
    odds = sum(WEIGHTS.get(name, 0.0) * value for name, value in features(query, terms, hits).items())
    return 1 / (1 + math.exp(-odds))


def status_of(probability: float, blocked: bool = False) -> str:
    """"answered", "related" or "not_found". ``blocked``: the question names a year or conference that is not there."""
    if probability < RELATED:
        return "not_found"
    return "answered" if probability >= ANSWERED and not blocked else "related"
