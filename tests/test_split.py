"""Where resolutions start and end, measured against the cuts by hand."""

import itertools
import json

import pytest

from helpers import ALL, EVALUATION, SAMPLES, WRITTEN, first_letter, gold_of
from index.build import parse

# F1 of the starts of resolutions, a little under what was reached when these floors were set. Raise them with the splitter.
FLOORS = {
    "asmk-101-bericht-beispiel.pdf": 0.90,
    "asmk-102-bericht-beispiel.pdf": 0.85,
    "asmk-099-bericht-hessen.pdf": 0.82,
    "asmk-100-bericht-sachsen.pdf": 0.95,
}


def f1(found: set[int], gold: set[int]) -> float:
    return 2 * len(found & gold) / (len(found) + len(gold))


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_boundaries_against_gold(path, parsed):
    report = parsed[path.name]
    gold = {first_letter(report, entry.start) for entry in gold_of(path, report)[0]}
    found = {first_letter(report, resolution.start) for resolution in report.resolutions}
    reached = f1(found, gold)
    assert reached >= FLOORS[path.name], f"F1 {reached:.3f}, {len(found)} found, {len(gold)} in gold, {len(found & gold)} agree"


def test_every_written_report_has_a_floor():
    assert sorted(FLOORS) == sorted(path.name for path in SAMPLES + EVALUATION)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_frame_and_body_against_gold(path, parsed):
    """The letter, introduction and closing pointer are frame, and no resolution's words are."""
    report = parsed[path.name]
    resolutions, frame = gold_of(path, report)
    for part in frame:
        inside = [r.id for r in report.resolutions if r.start < part.end and part.start < r.end]
        assert not inside, f"frame taken for a resolution: {report.text[part.start:part.end][:80]}"
        assert any(passage.start < part.end and part.start < passage.end for passage in report.frame)
    for part in resolutions:
        inside = [p for p in report.frame if p.start < part.end and part.start < p.end]
        assert not inside, f"resolution taken for frame: {report.text[part.start:part.end][:80]}"


@pytest.mark.parametrize("name", ALL)
def test_every_sentence_is_in_one_resolution_or_the_frame(name, report_of):
    """Passages lie in order and apart; what lies between them is a heading and belongs to no resolution."""
    report = report_of(name)
    owned = sorted([(p.start, p.end, r.id) for r in report.resolutions for p in r.passages] + [(p.start, p.end, "frame") for p in report.frame])
    for (_, end, one), (start, _, other) in itertools.pairwise(owned):
        assert end <= start, f"{one} and {other} share words"
    gaps = [report.text[end:start].strip() for (_, end, _), (start, _, _) in itertools.pairwise([(0, 0, ""), *owned, (len(report.text), 0, "")])]
    for gap in filter(None, gaps):
        assert len(gap) < 300 and not gap.endswith("."), f"a sentence belongs nowhere: {gap[:120]}"


@pytest.mark.parametrize("name", ALL)
def test_a_resolution_is_its_passages(name, report_of):
    report = report_of(name)
    for resolution in report.resolutions:
        assert resolution.passages
        assert (resolution.start, resolution.end) == (resolution.passages[0].start, resolution.passages[-1].end)
    starts = [resolution.start for resolution in report.resolutions]
    assert starts == sorted(starts)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_headings_belong_to_no_resolution(path, parsed):
    report = parsed[path.name]
    headings = {" ".join(heading.split()) for heading in json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))["headings"]}
    for resolution in report.resolutions:
        lines = {" ".join(line.split()) for line in report.slice(resolution).split("\n\n")}
        assert not headings & lines


def test_top_numbers_are_kept(parsed):
    numbers = [resolution.number for resolution in parsed["asmk-100-bericht-sachsen.pdf"].resolutions]
    assert {"5.1", "5.2", "5.4", "5.6", "6.1", "6.2"} <= set(numbers)


@pytest.mark.parametrize("name", ALL)
def test_titles(name, report_of):
    """Short, of words, in the report's own words; hardly any twice."""
    report = report_of(name)
    titles = [resolution.title for resolution in report.resolutions]
    assert all(3 <= len(title) <= 90 and title == title.strip() for title in titles)
    assert len(set(titles)) >= 0.9 * len(titles)
    text = "".join(report.text.split())
    assert all("".join(title.split()) in text for title in titles if not title.startswith("Beschluss "))


def test_quoted_motion_titles_are_the_titles(parsed):
    titles = {resolution.title for resolution in parsed["asmk-102-bericht-beispiel.pdf"].resolutions}
    assert "Industriearbeit bewahren – Arbeitspolitische Herausforderungen lösen" in titles


# ── the official report ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_official_report_has_its_resolutions(real):
    assert 32 <= len(real.resolutions) <= 36


def test_the_official_reports_letter_introduction_and_closing_are_frame(real):
    frame = " ".join(real.slice(passage) for passage in real.frame)
    for word in ("Sehr geehrte", "Mit freundlichen Grüßen", "München", "https://www.asmkonline.de"):
        assert word in frame
    body = " ".join(real.slice(resolution) for resolution in real.resolutions)
    for word in ("Sehr geehrte", "Mit freundlichen Grüßen", "asmkonline"):
        assert word not in body
    assert all(real.page_of(resolution.start) >= 2 for resolution in real.resolutions), "the letter is page 1"


def test_the_official_reports_fields(real):
    assert (real.conference.value, real.place.value, real.land.value, real.year, real.kind) == ("102", "München", "Nordrhein-Westfalen", 2025, "bericht")
    assert real.dates.value == "26. und 27. November 2025"


# ── reports that are small, odd, or none ─────────────────────────────────────────────────────────────────────────────


def test_two_resolutions_in_a_little_report(make_pdf, small_report, tmp_path):
    report = parse(make_pdf(tmp_path / "klein.pdf", small_report))
    assert [r.vote.value for r in report.resolutions] == ["einstimmig", "mehrheitlich"]
    assert "Leuchtturmwärter" in report.slice(report.resolutions[0]) and "Almhütten" in report.slice(report.resolutions[1])
    assert (report.conference.value, report.place.value, report.year) == ("97", "Dresden", 2020)
    assert "asmkonline" in " ".join(report.slice(passage) for passage in report.frame)


def test_two_resolutions_in_one_paragraph(make_pdf, small_report, tmp_path):
    one = [small_report[0], small_report[1], f"{small_report[2]} Ebenfalls einstimmig bittet die ASMK den Bund, die Förderung der Dorfkinos fortzusetzen.", small_report[4]]
    report = parse(make_pdf(tmp_path / "absatz.pdf", one))
    assert len(report.resolutions) == 2
    assert report.slice(report.resolutions[1]).startswith("Ebenfalls einstimmig")


def test_a_resolution_over_a_page_break(make_pdf, small_report, tmp_path):
    long = small_report[2] + "".join(f" Dies gilt auch für die Dienstzeiten auf dem {number}. Turm der Küste." for number in range(1, 105))
    report = parse(make_pdf(tmp_path / "umbruch.pdf", [*small_report[:2], long, small_report[4]]))
    (resolution,) = report.resolutions
    assert (report.page_of(resolution.start), report.page_of(resolution.end - 1)) == (1, 2)
    assert "\n\n" not in report.slice(resolution), "the page break is no end of a paragraph"
    assert len(resolution.passages) == 2 + 104
