"""Quotes are slices of the report, and are checked against the PDF's own letters at the moment of answering."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import quote as quoting
from helpers import ALL, WRITTEN
from index.clean import letters
from index.errors import AsmkError

NAMES = [path.name for path in WRITTEN]


@given(st.sampled_from(NAMES), st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_span_of_words_is_a_quote(parsed, name, data):
    """Whatever is sliced from the body of a report stands in its PDF, with the right pages."""
    report = parsed[name]
    first = report.page_starts[1]  # page 1 may begin with the Vorlage number of a running header
    start = data.draw(st.integers(first, len(report.text) - 1))
    end = data.draw(st.integers(start + 1, min(len(report.text), start + 3000)))
    if not report.text[start:end].strip():
        with pytest.raises(quoting.QuoteMismatch):
            quoting.make(1, report, None, start, end)
        return
    quote = quoting.make(1, report, None, start, end)
    assert quote.text == report.text[start:end]
    assert (quote.page, quote.page_end) == (report.page_of(start), report.page_of(end - 1))
    assert 1 <= quote.page <= quote.page_end <= len(report.page_starts)


@given(st.sampled_from(NAMES), st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_one_changed_letter_is_noticed(parsed, name, data):
    """A report whose text was changed by a single letter quotes nothing that holds this letter."""
    report = parsed[name]
    resolution = data.draw(st.sampled_from(report.resolutions))
    passage = data.draw(st.sampled_from(resolution.passages))
    at = data.draw(st.sampled_from([p for p in range(passage.start, passage.end) if report.text[p].isalnum()]))
    tampered = replace(report, text=report.text[:at] + "ß¥"[report.text[at] == "ß"] + report.text[at + 1 :])
    if tampered.text[at].isalnum():
        with pytest.raises(quoting.QuoteMismatch):
            quoting.make(1, tampered, resolution.id, passage.start, passage.end)


@pytest.mark.parametrize(
    "tamper, why",
    [
        (lambda text: text.replace("einstimmig", "mehrheitlich"), "a word exchanged"),
        (lambda text: text.replace("fordert", "fordert nicht"), "a word put in"),
        (lambda text: text.replace("nicht ", ""), "a word left out"),
        (lambda text: text.replace("1", "7"), "a figure changed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_tampered_text_is_not_quoted(parsed, tamper, why):
    """Every passage that the change reaches is refused, every other one is still quoted."""
    report = parsed["asmk-101-bericht-beispiel.pdf"]
    changed = 0
    for resolution in report.resolutions:
        for passage in resolution.passages:
            words = report.slice(passage)
            other = tamper(words)
            if words == other:
                quoting.make(1, report, resolution.id, passage.start, passage.end)
                continue
            changed += 1
            text = report.text[: passage.start] + other + report.text[passage.end :]
            tampered = replace(report, text=text, page_starts=tuple(s if s <= passage.start else s + len(other) - len(words) for s in report.page_starts))
            with pytest.raises(quoting.QuoteMismatch):
                quoting.make(1, tampered, resolution.id, passage.start, passage.start + len(other))
    assert changed, why


def test_a_quote_with_the_wrong_words_is_refused(parsed):
    report = parsed["asmk-101-bericht-beispiel.pdf"]
    passage = report.resolutions[0].passages[0]
    quote = quoting.make(1, report, None, passage.start, passage.end)
    with pytest.raises(quoting.QuoteMismatch):
        quoting.check(replace(quote, text=quote.text + " Und mehr."), report)
    with pytest.raises(quoting.QuoteMismatch):
        quoting.check(replace(quote, page=quote.page + 1, page_end=quote.page + 1), report)  # right words, wrong page


def test_the_message_says_what_to_do(parsed):
    report = parsed["asmk-101-bericht-beispiel.pdf"]
    passage = report.resolutions[0].passages[0]
    tampered = replace(report, page_letters=tuple("" for _ in report.page_letters))
    with pytest.raises(AsmkError, match=r"(?s)^asmk-101-bericht-beispiel\.pdf.*asmk index --rebuild") as raised:
        quoting.make(1, tampered, None, passage.start, passage.end)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("name", ALL)
def test_quotes_over_a_page_break(name, report_of):
    """A passage that runs over a page break names both pages; its parts stand each on its own page."""
    report = report_of(name)
    for number, start in enumerate(report.page_starts[1:], 1):
        quote = quoting.make(1, report, None, start - 30, start + 30)
        assert (quote.page, quote.page_end) == (number, number + 1)
        assert letters(report.text[start - 30 : start]) in report.page_letters[number - 1]


@pytest.mark.parametrize("name", ALL)
def test_the_chosen_sentences(name, report_of):
    """One to three sentences of the resolution, in order, never overlapping, whatever the scores say."""
    report = report_of(name)
    for resolution in report.resolutions:
        count = len(resolution.passages)
        for scores in (tuple(range(count)), tuple(range(count, 0, -1)), (0.5,) * count):
            spans = quoting.choose(report, resolution, tuple(map(float, scores)), 3)
            assert spans and sum(1 for p in resolution.passages if any(s.start <= p.start and p.end <= s.end for s in spans)) <= 3
            assert all(resolution.start <= s.start < s.end <= resolution.end for s in spans)
            assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
            best = resolution.passages[max(range(count), key=scores.__getitem__)]
            if count <= 2:
                assert any(s.start <= best.start and best.end <= s.end for s in spans)
