"""What always holds: spans slice, quotes stand in the PDF, ids are unique, nothing is lost on the way through JSON."""

import json

import pypdf
import pytest

from helpers import ALL, REAL, WRITTEN
from index import store
from index.clean import letters
from index.types import ANALYSIS_VERSION, report_from_dict, report_to_dict

PATHS = {path.name: path for path in [*WRITTEN, REAL]}


def fields_of(report):
    """Every field of a report and its resolutions, with the span that bounds its proof."""
    for field in (report.conference, report.dates, report.place, report.land, report.vorlage):
        if field is not None:
            yield field, 0, len(report.text)
    for resolution in report.resolutions:
        for field in (resolution.vote, resolution.outcome, *resolution.initiators, *resolution.addressees, *resolution.mode):
            if field is not None:
                yield field, resolution.start, resolution.end


@pytest.mark.parametrize("name", ALL)
def test_every_span_slices_to_words(name, report_of):
    report = report_of(name)
    spans = [*report.frame, *report.resolutions, *(p for r in report.resolutions for p in r.passages)]
    for span in spans:
        assert 0 <= span.start < span.end <= len(report.text)
        assert report.slice(span) == report.text[span.start : span.end] == report.slice(span).strip() != ""


@pytest.mark.parametrize("name", ALL)
def test_every_field_is_proved_inside_its_resolution(name, report_of):
    report = report_of(name)
    for field, start, end in fields_of(report):
        assert start <= field.start < field.end <= end, field
        assert report.slice(field).strip(), field


@pytest.mark.parametrize("name", ALL)
def test_pages(name, report_of):
    """As many pages as the PDF has, in order, each offset on one of them."""
    report = report_of(name)
    assert len(report.page_starts) == len(report.page_letters) == len(pypdf.PdfReader(PATHS[name]).pages)
    assert report.page_starts[0] == 0 and list(report.page_starts) == sorted(report.page_starts)
    for number, start in enumerate(report.page_starts, 1):
        if start < len(report.text) and start not in report.page_starts[number:]:
            assert report.page_of(start) == number
        if start:
            assert report.page_of(start - 1) < number
    assert report.page_of(len(report.text) - 1) <= len(report.page_starts)


@pytest.mark.parametrize("name", ALL)
def test_every_sentence_stands_on_its_page(name, report_of):
    """Read a second time, by pypdf alone: each passage's letters stand on the pages that its span names, in order."""
    report = report_of(name)
    pages = [letters(page.extract_text()) for page in pypdf.PdfReader(PATHS[name]).pages]
    for passage in [*report.frame, *(p for r in report.resolutions for p in r.passages)]:
        first, last = report.page_of(passage.start), report.page_of(passage.end - 1)
        bounds = [passage.start, *(report.page_starts[page] for page in range(first, last)), passage.end]
        for page, start, end in zip(range(first, last + 1), bounds, bounds[1:]):
            assert letters(report.text[start:end]) in pages[page - 1], f"not on page {page}: {report.text[start:end][:80]}"


@pytest.mark.parametrize("name", ALL)
def test_a_report_survives_json(name, report_of):
    report = report_of(name)
    assert report_from_dict(json.loads(json.dumps(report_to_dict(report)))) == report


def test_ids_are_unique_over_the_index(engine):
    ids = [resolution.id for resolution in engine.index.resolutions]
    assert len(ids) == len(set(ids)) == sum(len(report.resolutions) for report in engine.reports.values())
    assert len(engine.reports) == len(WRITTEN)
    assert all(resolution.report in engine.reports for resolution in engine.index.resolutions)


def test_the_index_holds_what_was_parsed(engine, parsed):
    """Nothing is changed between reading a PDF and answering from the index but the id."""
    for report in engine.reports.values():
        fresh = parsed[report.file]
        assert report.text == fresh.text and report.page_starts == fresh.page_starts and report.sha256 == fresh.sha256
        assert [(r.start, r.end, r.vote, r.title) for r in report.resolutions] == [(r.start, r.end, r.vote, r.title) for r in fresh.resolutions]


def test_a_vector_for_every_resolution_and_passage(data, engine, embedder):
    pointer = store.read_pointer(data)
    expected = sum(1 + len(resolution.passages) for resolution in engine.index.resolutions)
    assert engine.index.vectors.shape == (expected, embedder.dimension)
    assert store.open_collection(data, None, pointer).count() == expected
    assert (pointer.revision, pointer.dimension, pointer.analysis) == (embedder.revision, embedder.dimension, ANALYSIS_VERSION)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_the_reports_fields_against_gold(path, parsed):
    """What the report says of itself; where the text does not state it, None."""
    report, gold = parsed[path.name], json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))["report"]
    assert report.kind == gold["kind"]
    assert int(report.conference.value) == gold["conference"]
    assert report.year == int(gold["dates"][0][:4])
    assert report.land is None or report.land.value == gold["land"]
    assert report.place is None or report.place.value == gold["place"]
    assert report.vorlage is None or report.vorlage.value in str(gold["vorlage"])


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_the_reports_title_names_its_conference(path, parsed):
    """Shown beside every quote: "Bericht … 100. Arbeits- und Sozialministerkonferenz", no sentence of the text."""
    title = parsed[path.name].title
    assert str(int(parsed[path.name].conference.value)) in title and len(title) < 140


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_samples_are_marked_only_in_the_index(path, engine):
    """Only reports that come with the program are sample reports."""
    report = next(report for report in engine.reports.values() if report.file == path.name)
    assert report.sample == (path.parent.name == "reports" and path.parent.parent.name == "docs")
