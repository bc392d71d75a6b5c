"""Which abbreviations of a quote are explained beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.render import abbreviations_text, answer_json, answer_text
from index.glossary import load


@pytest.mark.parametrize(
    "text, explained",
    [
        ("nach § 16a Nummer 4 SGB II eröffnen", {"SGB II": "Zweites Buch Sozialgesetzbuch"}),  # a space within
        ("nach dem SGB\u00a0III und dem SGB\nXII", {"SGB III": "Drittes Buch Sozialgesetzbuch", "SGB XII": "Zwölftes Buch Sozialgesetzbuch"}),  # at a line end; not SGB I, not SGB X
        ("ein Platz im BSK", {"BSK": "Berufssprachkurs"}),
        ("in der Beschäftigungsverordnung (BeschV) und im MFR", {"MFR": "Mehrjähriger Finanzrahmen"}),  # what the quote spells out is not said twice
        ("der Beschäftigungsverordnungen (BeschV)", {}),  # nor in another form
        ("der GKV-SV, die GKV-Versicherten", {"GKV-SV": "Spitzenverband Bund der Krankenkassen", "GKV": "Gesetzliche Krankenversicherung"}),  # the longest, and inside a compound
        ("die ASMK und die EU", {}),  # everyone knows
        ("ALG II", {"ALG II": "Arbeitslosengeld II"}),  # not "Bürgergeld", which stands in the same group
        ("Bask, BSKs und bsk", {}),  # only as a word, and as it is written
        ("", {}),
    ],
)
def test_what_is_explained(text, explained):
    assert dict(load().explained(text)) == explained


@given(st.text(alphabet=st.sampled_from("BSKGUVI -()\n"), max_size=40))
def test_each_is_explained_once_and_only_if_it_stands_there(text):
    found = load().explained(text)
    assert len(dict(found)) == len(found)
    assert all(short in " ".join(text.split()) for short, _ in found)


def test_it_stands_beside_the_quote_and_never_inside(engine):
    answer, _ = engine.ask("Suchtberatung nach § 16a SGB II")
    quote = answer.quotes[0]
    entry = answer_json(answer, engine)["quotes"][0]
    assert "SGB II" in quote.text and "Zweites Buch" not in quote.text
    assert entry["text"] == quote.text and entry["abbreviations"]["SGB II"] == "Zweites Buch Sozialgesetzbuch"
    assert f"„{quote.text}“" in answer_text(answer, engine) and "SGB II = Zweites Buch Sozialgesetzbuch" in answer_text(answer, engine)


def test_the_words_for_one_and_for_several():
    assert abbreviations_text(()) == ""
    assert abbreviations_text((("BSK", "Berufssprachkurs"),)) == "Abkürzung: BSK = Berufssprachkurs"
    assert abbreviations_text((("A1", "x"), ("B2", "y"))) == "Abkürzungen: A1 = x; B2 = y"
