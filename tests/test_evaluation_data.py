"""The question sets point at words that stand in the reports, once each."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from helpers import ALL, REAL, ROOT, WRITTEN

LINKS = ROOT / "tests" / "evaluation" / "links.jsonl"  # labels, not questions
SETS = sorted(path for path in (ROOT / "tests" / "evaluation").glob("*.jsonl") if path != LINKS)
NEAR = 2500  # letters; the longest resolution has about as many
STYLES_WITHOUT_ANSWER = {"none"}


def entries(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def of_one_report(path: Path) -> list[dict]:
    """The entries about one report; those about several have ``sides``."""
    return [entry for entry in entries(path) if "sides" not in entry]


def squeeze(text: str) -> str:
    """Without white space: an anchor may stand over a line or paragraph end."""
    return "".join(text.split())


@pytest.fixture(scope="module")
def squeezed(parsed):
    """Canonical texts without white space."""
    return {name: squeeze(report.text) for name, report in parsed.items()}


def test_there_are_questions():
    assert SETS and sum(len(entries(path)) for path in SETS) > 800


def test_ids_are_unique_over_all_sets():
    ids = Counter(entry["id"] for path in SETS for entry in entries(path))
    assert not [id for id, count in ids.items() if count > 1]


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.name)
def test_every_line_has_its_keys(path):
    for entry in of_one_report(path):
        turns = entry.get("turns", [entry])
        assert entry["report"] in ALL, entry["id"]
        assert entry["split"] in ("tune", "report"), entry["id"]
        assert turns and all(turn["q"].strip() for turn in turns), entry["id"]
        for turn in turns:
            pointed = [name for name in ("anchor", "anchors") if turn.get(name)]
            empty = entry.get("style") in ("list", "count") and turn.get("anchors") == []  # the right answer is that there is none
            if "turns" not in entry and not empty:
                assert bool(pointed) != (entry["style"] in STYLES_WITHOUT_ANSWER) or entry.get("expect"), entry["id"]
                assert entry["style"] not in STYLES_WITHOUT_ANSWER or entry["why"], entry["id"]
            if entry.get("style") == "count":
                assert isinstance(turn["expect"], int), entry["id"]
            else:
                assert isinstance(turn.get("expect", []), int) or all(isinstance(word, str) for word in turn.get("expect", [])), entry["id"]


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.name)
def test_anchors_and_quotes_stand_in_the_report(path, squeezed):
    """An anchor once, so that it names one resolution; a quote near it, nearly always once in the whole report."""
    wrong = []
    for entry in of_one_report(path):
        if entry["report"] not in squeezed:
            continue
        text = squeezed[entry["report"]]
        for turn in entry.get("turns", [entry]):
            for anchor in [*filter(None, [turn.get("anchor")]), *turn.get("anchors", [])]:
                if text.count(squeeze(anchor)) != 1:
                    wrong.append((entry["id"], "anchor", anchor, text.count(squeeze(anchor))))
            for other in turn.get("also", []):  # answers as well, in another report
                if other["report"] in squeezed and (other["report"] == entry["report"] or squeezed[other["report"]].count(squeeze(other["anchor"])) != 1):
                    wrong.append((entry["id"], "also", other))
            if turn.get("quote"):
                anchor = text.find(squeeze(turn["anchor"]))
                if squeeze(turn["quote"]) not in text[max(0, anchor - NEAR) : anchor + NEAR]:
                    wrong.append((entry["id"], "quote", turn["quote"]))
    assert not wrong
    if REAL.name not in squeezed and all(entry["report"] == REAL.name for entry in of_one_report(path)):
        pytest.skip("the official report does not lie beside the checkout")


def test_entries_about_several_reports(squeezed):
    wrong = []
    for entry in (entry for path in SETS for entry in entries(path) if "sides" in entry):
        assert entry["split"] in ("tune", "report") and entry["style"] in ("compare", "list", "count") and entry["q"].strip(), entry["id"]
        assert {side["report"] for side in entry["sides"]} | set(entry.get("silent", ())) <= set(ALL), entry["id"]
        assert entry["style"] != "count" or isinstance(entry["expect"], int), entry["id"]
        for side in entry["sides"]:
            if side["report"] in squeezed and squeezed[side["report"]].count(squeeze(side["anchor"])) != 1:
                wrong.append((entry["id"], side))
    assert not wrong


def test_labelled_links_point_at_two_reports_once_each(squeezed):
    wrong = []
    for entry in entries(LINKS):
        assert entry["kind"] in ("same", "near") and entry["a"]["report"] != entry["b"]["report"], entry["id"]
        for side in (entry["a"], entry["b"]):
            assert side["report"] in ALL and len(side["anchor"].split()) <= 6, entry["id"]
            if side["report"] in squeezed and squeezed[side["report"]].count(squeeze(side["anchor"])) != 1:
                wrong.append((entry["id"], side))
    assert not wrong


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.name)
def test_no_anchor_points_into_the_frame_by_mistake(path, parsed):
    """Every anchor stands in a resolution as the program cuts it; only questions about the frame are meant for the frame."""
    inside = total = 0
    for entry in of_one_report(path):
        report = parsed.get(entry["report"])
        if report is None:
            continue
        bodies = [squeeze(report.slice(resolution)) for resolution in report.resolutions]
        for turn in entry.get("turns", [entry]):
            if turn.get("anchor") and entry.get("style") != "frame":
                total += 1
                inside += any(squeeze(turn["anchor"]) in body for body in bodies)
    if not total:
        pytest.skip("the official report does not lie beside the checkout")
    assert inside == total


def test_a_contested_tally_counts_as_by_majority_in_the_gold():
    """As in the product and the handbook: "mehrheitlich" is the word or a tally with a No or an abstention, of what was not rejected."""
    seen = 0
    for entry in entries(ROOT / "tests" / "evaluation" / "listen.jsonl"):
        if not re.search(r"\b[Mm]ehrheitlich", entry["q"]):
            continue
        pointed = [(side["report"], side["anchor"]) for side in entry.get("sides", ())] or [(entry["report"], anchor) for anchor in entry["anchors"]]
        for path in [path for path in WRITTEN if path.name in {report for report, _ in pointed}]:
            table = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))["resolutions"]
            wanted = {place for place, r in enumerate(table) if r["vote"] not in (None, "", "einstimmig") and r["outcome"] != "abgelehnt"}
            if "Bundesregierung" in entry["q"]:
                wanted = {place for place in wanted if "Bundesregierung" in table[place]["addressees"]}
            assert {place for place, r in enumerate(table) if any(report == path.name and squeeze(anchor) in squeeze(r["text"]) for report, anchor in pointed)} == wanted, entry["id"]
            seen += 1
    assert seen >= 10
