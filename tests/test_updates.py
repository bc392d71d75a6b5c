"""Many reports in one go, and what an upgrade does: the long way, through the command."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

from assistant.engine import Engine
from assistant.settings import Settings
from helpers import ROOT, SMALL_REPORT
from index import build, doctor, store
from index.errors import IndexMismatch

pytestmark = pytest.mark.long  # they kill, fill and rebuild: minutes together

SUBJECTS = ("Leuchtturmwärter", "Glockengießer", "Korbflechter", "Scherenschleifer", "Besenbinder", "Seiler", "Küfer", "Türmer", "Köhler", "Flößer")


def asmk(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "assistant", *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, timeout=550)


@pytest.mark.long
def test_five_hundred_reports_with_three_bad_ones(make_pdf, tmp_path, embedder):
    """The rest is in, the three are listed with their reasons, one twice under two names is kept once."""
    folder = tmp_path / "pdf"
    folder.mkdir()
    for number in range(500):
        word = f"{SUBJECTS[number % 10]}-Gilde Nummer {number}"
        make_pdf(folder / f"bericht-{number:03d}.pdf", [paragraph.replace("Leuchtturmwärter", word).replace("97.", f"{20 + number // 10}.") for paragraph in SMALL_REPORT])
    whole = (folder / "bericht-100.pdf").read_bytes()
    (folder / "bericht-100.pdf").write_bytes(whole[: len(whole) // 3])
    (folder / "bericht-200.pdf").write_text("kein PDF")
    (folder / "bericht-300.pdf").write_bytes(b"")
    shutil.copy(folder / "bericht-400.pdf", folder / "zwilling.pdf")
    run = asmk("index", folder, "--data", tmp_path / "data")
    assert run.returncode == 1
    assert [line.partition(":")[0] for line in run.stderr.splitlines()] == ["bericht-100.pdf", "bericht-200.pdf", "bericht-300.pdf"]
    assert run.stdout.count(": aufgenommen als ") == 497 and "zwilling.pdf: Derselbe Bericht ist schon als bericht-400.pdf im Index" in run.stdout
    reports = store.read_reports(tmp_path / "data", store.read_pointer(tmp_path / "data"))
    assert len(reports) == len({report.id for report in reports}) == 497
    answer, _ = Engine(Settings(data=tmp_path / "data"), embedder).ask("Was fordert die ASMK für die Küfer-Gilde Nummer 456?")
    assert "Küfer-Gilde Nummer 456 " in answer.quotes[0].text
    assert {finding.level for finding in doctor.examine(tmp_path / "data")} == {doctor.OK}


@pytest.fixture
def old_index(tmp_path, make_pdf, embedder):
    """An index of another version: its text analysis counted 0, its model had other vectors; corrections lie beside a PDF."""
    pdf = make_pdf(tmp_path / "bericht.pdf", SMALL_REPORT)
    pdf.with_suffix(".yaml").write_text('beschluesse:\n  - nummer: "1"\n    abstimmung: 13:0:3\n', encoding="utf-8")
    other = replace(embedder, name="altes-modell", revision="0123456789abcdef", documents=lambda texts: embedder.documents(texts)[:, ::-1])
    build.index_files([pdf], tmp_path / "data", other)
    return tmp_path / "data"


@pytest.mark.parametrize("with_analysis", [False, True], ids=["another model", "another model and analysis"])
def test_an_upgrade_is_refused_with_the_command_that_mends_it(old_index, embedder, with_analysis):
    """Neither asked nor added to nor removed from; the command builds it anew from the kept PDFs, corrections too."""
    path = old_index / "current.json"
    if with_analysis:
        path.write_text(json.dumps(json.loads(path.read_text()) | {"analysis": 0}))
    for arguments in (("ask", "Was fordert die ASMK für Leuchtturmwärter?"), ("index", old_index.parent / "bericht.pdf"), ("remove", "bericht")):
        run = asmk(*arguments, "--data", old_index)
        assert run.returncode == 1 and run.stdout == "" and len(run.stderr.splitlines()) == 1 and "asmk index --rebuild" in run.stderr
    (old_index.parent / "bericht.pdf").unlink()
    assert asmk("index", "--rebuild", "--data", old_index).returncode == 0
    engine = Engine(Settings(data=old_index), embedder)
    assert "Leuchtturmwärter" in engine.ask("Was fordert die ASMK für Leuchtturmwärter?")[0].quotes[0].text
    assert engine.index.resolutions[0].vote.value == "13:0:3"
    assert {finding.level for finding in doctor.examine(old_index)} == {doctor.OK}


def test_a_page_that_runs_on_with_the_old_program_says_so(old_index, embedder):
    """A reader that was started before the upgrade never answers from vectors of another model."""
    with pytest.raises(IndexMismatch, match="asmk index --rebuild"):
        Engine(Settings(data=old_index), embedder)
    build.index_files([], old_index, embedder, rebuild=True)
    engine = Engine(Settings(data=old_index), embedder)
    build.index_files([], old_index, replace(embedder, name="neues-modell", revision="fedcba9876543210"), rebuild=True)
    with pytest.raises(IndexMismatch, match="neues-modell"):
        engine.ask("Was fordert die ASMK für Leuchtturmwärter?")


def test_a_corrected_version_takes_the_place_of_the_old_one_everywhere(tmp_path, make_pdf, embedder):
    """Same name, other content: the old words are found nowhere any more, not in texts, words or vectors; the id stays."""
    pdf, data = make_pdf(tmp_path / "bericht.pdf", SMALL_REPORT), tmp_path / "data"
    build.index_files([pdf], data, embedder)
    (before,) = store.read_reports(data, store.read_pointer(data))
    make_pdf(pdf, [paragraph.replace("Leuchtturmwärter", "Glockengießer") for paragraph in SMALL_REPORT])
    (result,) = build.index_files([pdf], data, embedder)
    assert (result.status, result.report.id) == ("replaced", before.id) and result.report.sha256 != before.sha256
    engine = Engine(Settings(data=data), embedder)
    assert "Glockengießer" in engine.ask("Was fordert die ASMK für Glockengießer?")[0].quotes[0].text
    assert not any("Leuchtturm" in quote.text for quote in engine.ask("Was fordert die ASMK für Leuchtturmwärter?")[0].quotes)
    assert "leuchtturmwarter" not in engine.index.lexicon.joined and not store.pdf_path(data, before.sha256).exists()
    assert {finding.level for finding in doctor.examine(data)} == {doctor.OK}
