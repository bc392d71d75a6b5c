"""The tables behind words and filters: however they grow, they say the same; and a filter read from them is the filter of the fields."""

from collections import Counter
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.filters import ABSTAINED, BY_LAND, IN_FIGURES, NO_AGAINST, WITH_ABSTENTIONS, WITH_AGAINST, matches, places
from assistant.types import Filters
from index import postings

documents = st.lists(st.lists(st.sampled_from(["rente", "~rente", "pflege", "kind", "arbeit"]), max_size=6), max_size=6)


def made(texts: list[list[str]]) -> postings.Postings:
    return postings.update(postings.EMPTY, np.zeros(0, dtype=np.int64), len(texts), dict(enumerate(texts)))


def said(table: postings.Postings) -> dict:
    """Token -> thing -> how often, and the lengths."""
    return {token: dict(zip(table.of(token).tolist(), table.counts[table.starts[c] : table.starts[c + 1]].tolist())) for token, c in table.column.items()}


@given(documents, documents, st.randoms())
def test_a_table_that_changed_is_the_one_made_anew(old, new, random):
    """Some things go, the rest stay in a new order among new ones."""
    staying = [place for place in range(len(old)) if random.random() < 0.6]
    order = [("old", place) for place in staying] + [("new", place) for place in range(len(new))]
    random.shuffle(order)
    moved = np.full(len(old), -1)
    for place, (kind, number) in enumerate(order):
        if kind == "old":
            moved[number] = place
    changed = postings.update(made(old), moved, len(order), {place: new[number] for place, (kind, number) in enumerate(order) if kind == "new"})
    whole = made([(old if kind == "old" else new)[number] for kind, number in order])
    assert said(changed) == said(whole) and changed.lengths.tolist() == whole.lengths.tolist() and changed.frequency() == {t: whole.frequency()[t] for t in changed.column}


@given(documents)
def test_a_table_counts_what_the_texts_hold_and_survives_the_disk(tmp_path_factory, texts):
    table, folder = made(texts), tmp_path_factory.mktemp("table")
    postings.save(table, folder, "t")
    for found in (table, postings.load(folder, "t")):
        assert said(found) == {token: {place: Counter(text)[token] for place, text in enumerate(texts) if token in text} for token in {t for text in texts for t in text}}
        assert all(found.mask(token).tolist() == [token in text for text in texts] for token in ("rente", "~rente", "nie"))


def test_places_are_what_matches_says(engine):
    """Every value that a field of the index holds, and the words with a meaning of their own, alone and two at a time."""
    index = engine.index
    fields = lambda name: {field.value for r in index.resolutions for field in getattr(r, name)}  # noqa: E731
    votes = {r.vote.value for r in index.resolutions if r.vote} | {"einstimmig", "mehrheitlich", "ohne Angabe", "nicht einstimmig", "nicht mehrheitlich", "1:2:3", IN_FIGURES, ABSTAINED, NO_AGAINST, WITH_AGAINST, WITH_ABSTENTIONS, f"{BY_LAND}Bayern"}
    single = [{"report": report} for report in index.reports] + [{"conference": number} for number in (*index.conferences, 1)] + [{"year": year} for year in (*index.years, 1950)]
    single += [{"vote": vote} for vote in sorted(votes)] + [{"outcome": value} for value in ("beschlossen", "abgelehnt", "vertagt", "zurückgezogen")]
    single += [{"topic": topic} for topic in sorted({name for r in index.resolutions for name, _ in r.topics})] + [{"mode": mode} for mode in sorted(fields("mode"))]
    single += [{"page": page} for page in range(1, 12)] + [{"conferences": tuple(index.conferences)[:2]}, {"years": tuple(index.years)[:2]}]
    single += [{"mover": f"nicht {mover}"} for mover in sorted(fields("initiators"))]
    single += [{"mover": mover} | role for mover in sorted(fields("initiators")) for role in ({}, {"role": "Mitantragsteller"})] + [{"addressee": body} for body in sorted(fields("addressees") | {"Bund", "Bundesministerium"})]
    for one, two in [*product(single, [{}]), *product(single[::5], single[::3])]:
        filters = Filters(**{**one, **two})
        assert places(index, filters) == [place for place, r in enumerate(index.resolutions) if matches(index.reports[r.report], r, filters)], filters
