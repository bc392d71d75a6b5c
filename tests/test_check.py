"""Checking a pasted sentence: verbatim, changed, stitched together, or not there."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.check import check, check_text
from helpers import LAYOUTS, WRITTEN
from index import build
from index.errors import QuestionError

NAMES = [path.name for path in WRITTEN]


@pytest.fixture(scope="module")
def reports(parsed):
    """The written reports by id."""
    return {parsed[name].id: parsed[name] for name in NAMES}


def sentence(report, number: int) -> str:
    """A full sentence of a report's resolutions that is not short."""
    return [report.slice(p) for r in report.resolutions for p in r.passages if p.end - p.start > 90][number]


@given(st.data())
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_every_sentence_is_verbatim_on_its_page(reports, data):
    report = data.draw(st.sampled_from(list(reports.values())))
    passage = data.draw(st.sampled_from([p for r in report.resolutions for p in r.passages if p.end - p.start > 40]))
    dress = data.draw(st.sampled_from(["{}", "„{}“", "  {}\n", '"{}"']))
    words = data.draw(st.sampled_from([" ", "\n", "  "])).join(report.slice(passage).split())
    found = check(reports, dress.format(words))
    assert found.verdict == "wörtlich"
    assert any((m.report, m.start, m.page) == (report.id, passage.start, report.page_of(passage.start)) for m in found.matches) or len(found.matches) > 1 or found.matches[0].text[:20] in report.slice(passage)
    for match in found.matches:
        assert reports[match.report].text[match.start : match.end] == match.text


@pytest.mark.parametrize("change", [
    lambda words: [*words[:4], "keinesfalls", *words[4:]],  # a word put in
    lambda words: words[:5] + words[6:],  # a word left out
    lambda words: [*words[:3], "Dachdeckerinnung", *words[4:]],  # a word exchanged
], ids=["put in", "left out", "exchanged"])  # fmt: skip
def test_a_changed_sentence_is_told_with_its_difference(reports, change):
    report = reports["asmk-101-bericht-beispiel"]
    words = sentence(report, 2).split()
    found = check(reports, " ".join(change(words)))
    assert found.verdict == "verändert"
    assert any(kind != "gleich" for kind, _, _ in found.matches[0].differences)
    assert found.matches[0].report == report.id


def test_one_changed_figure_or_negation_is_never_verbatim(reports):
    """The smallest changes are the dangerous ones."""
    for report in reports.values():
        for number in range(12):
            words = sentence(report, number)
            for changed in (words.replace(" nicht ", " "), words.replace("1", "2"), words.replace("einstimmig", "mehrheitlich"), words.replace(" die ", " keine ", 1)):
                if changed != words:
                    assert check(reports, changed).verdict != "wörtlich", changed


def test_two_places_are_stitched(reports):
    one, other = list(reports.values())[:2]
    found = check(reports, f"{sentence(one, 1)} {sentence(other, 5)}")
    assert found.verdict == "zusammengesetzt"
    assert {match.report for match in found.matches} == {one.id, other.id}


@pytest.mark.parametrize("text", ["Der Mond ist ein Käse aus sehr altem Gouda und Emmentaler.", "Quantenchromodynamik beschreibt die Gluonen und ihre Farbladung."])
def test_what_is_not_there(reports, text):
    assert check(reports, text).verdict == "nicht gefunden"


@pytest.mark.parametrize("text", ["", "   ", "kurz", "x" * 6000])
def test_what_cannot_be_checked(reports, text):
    with pytest.raises(QuestionError):
        check(reports, text)


def test_part_of_a_word_is_not_verbatim(reports):
    """"ozialministerkonferenz" stands in the text, but is no word of it."""
    assert check(reports, "ozialministerkonferen").verdict != "wörtlich"


@pytest.fixture(scope="module")
def protocol(embedder):
    """A protocol with a rejected motion and a single Land's declaration, by its id."""
    report = build.parse(next(path for path in LAYOUTS if "096-protokoll" in path.name), embedder.documents)
    return {report.id: report}


def test_the_text_of_a_rejected_motion_is_verbatim_but_rejected(protocol):
    (report,) = protocol.values()
    rejected = next(r for r in report.resolutions if r.outcome and r.outcome.value == "abgelehnt")
    words = max((report.slice(p) for p in rejected.passages if p.label != "Abstimmung"), key=len)
    found = check(protocol, words)
    assert found.verdict == "wörtlich" and found.matches[0].outcome == "abgelehnt"
    assert check_text(found, protocol).startswith(f"Wörtlich gefunden. Aber: Der Antrag wurde abgelehnt ({rejected.vote.value}).")


def test_a_single_lands_declaration_is_not_the_conferences_word(protocol):
    (report,) = protocol.values()
    passage = next(p for r in report.resolutions for p in r.passages if p.label == "Protokollerklärung Sachsen")
    found = check(protocol, report.slice(passage))
    assert found.verdict == "wörtlich" and found.matches[0].label == passage.label
    assert "Aber: Protokollerklärung von Sachsen, nicht die Haltung der Konferenz." in check_text(found, protocol)


def test_what_the_conference_decided_is_verbatim_without_a_but(protocol):
    (report,) = protocol.values()
    adopted = next(r for r in report.resolutions if r.outcome and r.outcome.value == "beschlossen")
    assert check_text(check(protocol, report.slice(max((p for p in adopted.passages if p.conference), key=lambda p: p.end - p.start))), protocol).startswith("Wörtlich gefunden.\n")
