"""The index on disk: what a second run does, who may write, what readers see, what an interruption leaves."""

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace

import pytest

from assistant.engine import Engine, open_engine
from assistant.settings import Settings
from helpers import EVALUATION, ROOT, SAMPLES
from index import archive, build, lexical, search, store, work
from index.errors import AsmkError, IndexLocked, IndexMismatch, IndexMissing
from index.types import report_to_dict


@pytest.fixture
def own_report(make_pdf, small_report, tmp_path):
    """A PDF of a little report."""
    return make_pdf(tmp_path / "eigener.pdf", small_report)


@pytest.fixture
def small_index(own_report, tmp_path, embedder):
    """A data folder with that one report."""
    folder = tmp_path / "data"
    build.index_files([own_report], folder, embedder)
    return folder


def reports(folder) -> dict:
    pointer = store.read_pointer(folder)
    return {report.id: report for report in store.read_reports(folder, pointer)}


def snapshot(folder) -> dict:
    """Every file of a data folder with its content, but for the lock."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file() and not path.name.startswith("index.lock")}


# ── taking in, again, replaced, removed ──────────────────────────────────────────────────────────────────────────────


def test_unchanged_files_do_nothing(small_index, own_report, embedder):
    before = snapshot(small_index)
    (result,) = build.index_files([own_report], small_index, embedder)
    assert result.status == "unchanged"
    assert snapshot(small_index) == before


def test_a_changed_file_replaces_its_resolutions(small_index, own_report, embedder, make_pdf, small_report):
    (old,) = reports(small_index)
    small_report[2] = small_report[2].replace("Leuchtturmwärter", "Glockengießer")
    make_pdf(own_report, small_report)
    (result,) = build.index_files([own_report], small_index, embedder)
    assert (result.status, result.report.id) == ("replaced", old)
    (report,) = reports(small_index).values()
    assert "Glockengießer" in report.text and "Leuchtturmwärter" not in report.text
    engine = Engine(Settings(data=small_index), embedder)
    assert "Glockengießer" in engine.ask("Was fordert die ASMK für Glockengießer?")[0].quotes[0].text


def test_the_same_report_under_another_name_is_kept_once(small_index, own_report, embedder):
    twin = shutil.copy(own_report, own_report.with_name("zwilling.pdf"))
    before = snapshot(small_index)
    (result,) = build.index_files([own_report.with_name("zwilling.pdf")], small_index, embedder)
    assert result.status == "duplicate" and result.report.file == own_report.name and "zwilling.pdf" in result.message
    assert snapshot(small_index) == before and twin


def test_the_same_report_twice_in_one_run_is_kept_once(own_report, tmp_path, embedder):
    shutil.copy(own_report, own_report.with_name("zwilling.pdf"))
    results = build.index_files([own_report.parent], tmp_path / "neu", embedder)
    assert sorted(result.status for result in results) == ["added", "duplicate"]
    assert len(reports(tmp_path / "neu")) == 1


def test_two_reports_of_the_same_land_and_conference_have_two_ids(make_pdf, tmp_path, embedder, small_report):
    named = ["Ministerium für Soziales des Landes Hessen", *small_report]
    one = make_pdf(tmp_path / "eins.pdf", named)
    two = make_pdf(tmp_path / "zwei.pdf", [*named[:3], *(paragraph.replace("Almhütten", "Backhäuser") for paragraph in named[3:])])
    results = build.index_files([one, two], tmp_path / "data", embedder)
    assert [result.status for result in results] == ["added", "added"]
    found = reports(tmp_path / "data")
    assert len(found) == 2 and len({r.id for report in found.values() for r in report.resolutions}) == 4


def test_two_files_of_one_name_in_one_run_are_two_reports(own_report, tmp_path, embedder, make_pdf, small_report):
    """"2019/bericht.pdf" and "2020/bericht.pdf": the second must not quietly take the place of the first."""
    for folder, word in (("2019", "Leuchtturmwärter"), ("2020", "Glockengießer")):
        (tmp_path / folder).mkdir()
        make_pdf(tmp_path / folder / "bericht.pdf", [paragraph.replace("Leuchtturmwärter", word) for paragraph in small_report])
    results = build.index_files([tmp_path / "2019", tmp_path / "2020"], tmp_path / "data", embedder)
    texts = " ".join(report.text for report in reports(tmp_path / "data").values())
    assert all(word in texts for word in ("Leuchtturmwärter", "Glockengießer")) or "refused" in {result.status for result in results}


def test_the_kept_files_are_those_of_the_index(small_index, own_report, embedder, make_pdf, small_report):
    """The PDF of a replaced report does not stay behind: from the kept files the whole index can be built again."""
    make_pdf(own_report, [paragraph.replace("Leuchtturmwärter", "Glockengießer") for paragraph in small_report])
    build.index_files([own_report], small_index, embedder)
    assert {path.stem for path in (small_index / "files").iterdir()} == {report.sha256 for report in reports(small_index).values()}


def test_a_removed_report_is_gone_from_everywhere(own_data, embedder):
    gone = next(report for report in reports(own_data).values() if report.file == EVALUATION[0].name)
    build.remove(gone.id, own_data, embedder)
    assert gone.id not in reports(own_data)
    assert not store.pdf_path(own_data, gone.sha256).exists()
    engine = Engine(Settings(data=own_data), embedder)
    assert not any(resolution.report == gone.id for resolution in engine.index.resolutions)
    collection = store.open_collection(own_data, None, store.read_pointer(own_data))
    kept = {metadata["resolution"] for metadata in collection.get(include=["metadatas"])["metadatas"]}
    assert kept == {resolution.id for resolution in engine.index.resolutions}


def test_the_last_report_can_be_removed_and_the_index_answers_that_it_holds_nothing(small_index, embedder):
    build.remove(next(iter(reports(small_index))), small_index, embedder)
    answer, _ = Engine(Settings(data=small_index), embedder).ask("Was fordert die ASMK für Leuchtturmwärter?")
    assert answer.status == "not_found" and not answer.quotes


def test_removing_an_unknown_report_changes_nothing(small_index, embedder):
    before = snapshot(small_index)
    with pytest.raises(AsmkError, match="asmk reports"):
        build.remove("gibt-es-nicht", small_index, embedder)
    assert snapshot(small_index) == before


def test_a_rebuild_gives_the_same_reports_and_needs_no_original(small_index, own_report, embedder):
    before, pointer = reports(small_index), store.read_pointer(small_index)
    own_report.unlink()
    build.index_files([], small_index, embedder, rebuild=True)
    assert reports(small_index) == before
    assert store.read_pointer(small_index) != pointer


def test_what_cannot_be_read_does_not_keep_the_rest_out(own_report, tmp_path, embedder):
    (own_report.parent / "kaputt.pdf").write_text("kein PDF")
    results = {result.file: result for result in build.index_files([own_report.parent], tmp_path / "neu", embedder)}
    assert (results["kaputt.pdf"].status, results["eigener.pdf"].status) == ("refused", "added")
    assert results["kaputt.pdf"].message.startswith("kaputt.pdf: ")
    assert len(reports(tmp_path / "neu")) == 1


# ── growing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def growing(make_pdf, folder, small_report) -> list:
    """Three little reports of three conferences."""
    words = (("97.", "Leuchtturmwärter"), ("98.", "Glockengießer"), ("96.", "Scherenschleifer"))
    return [make_pdf(folder / f"bericht-{number}pdf", [paragraph.replace("Leuchtturmwärter", word).replace("97.", number) for paragraph in small_report]) for number, word in words]


def state(folder) -> tuple:
    """All that a reader opens of an index, in a form that can be compared; the order of tokens does not count."""
    pointer = store.read_pointer(folder)
    kept = store.open_archive(folder, pointer)
    words = lexical.open_index(kept.folder / "lexical")
    tables = [{token: dict(zip(table.of(token).tolist(), table.counts[table.starts[c] : table.starts[c + 1]].tolist())) for token, c in table.column.items()} for table in (words.texts, words.titles, words.marks, words.frames)]
    return [report_to_dict(report) for report in kept.reports], kept.vectors.tolist(), tables, words.texts.lengths.tolist(), words.vocabulary, words.seen


def test_an_index_grown_piece_by_piece_is_the_one_built_at_once(make_pdf, tmp_path, embedder, small_report):
    """Adding, replacing and removing copy what is there already; the result must not show it."""
    one, two, three = growing(make_pdf, tmp_path, small_report)
    build.index_files([one, two, three], tmp_path / "whole", embedder)
    for pdf in (one, two, three):
        build.index_files([pdf], tmp_path / "grown", embedder)
    assert state(tmp_path / "grown") == state(tmp_path / "whole")
    make_pdf(two, [paragraph.replace("Leuchtturmwärter", "Wanderbühnen").replace("97.", "98.") for paragraph in small_report])
    (result,) = build.index_files([two], tmp_path / "grown", embedder)
    assert result.status == "replaced"
    build.remove(next(id for id, report in reports(tmp_path / "grown").items() if report.file == three.name), tmp_path / "grown", embedder)
    build.index_files([one, two], tmp_path / "other", embedder)
    assert state(tmp_path / "grown") == state(tmp_path / "other")


def test_a_report_from_the_index_is_the_report_that_was_written(small_index, own_report, embedder):
    """It reads its parts when they are asked for; a copy of it, changed, is a plain new one."""
    (stored,) = reports(small_index).values()
    plain = build.parse(own_report, embedder.documents)
    assert stored == plain and plain == stored and hash(stored) == hash(plain) and archive.kept(stored)
    other = replace(stored, title="Anders")
    assert other != stored and archive.kept(other) is None and other.resolutions == plain.resolutions


def test_one_more_report_embeds_no_other(make_pdf, tmp_path, embedder, small_report):
    one, two, _ = growing(make_pdf, tmp_path, small_report)
    build.index_files([one], tmp_path / "data", embedder)
    seen = []
    build.index_files([two], tmp_path / "data", replace(embedder, documents=lambda texts: seen.extend(texts) or embedder.documents(texts)))
    assert any("Glockengießer" in text for text in seen) and not any("Leuchtturmwärter" in text for text in seen)


def test_what_chroma_does_not_hold_yet_is_found_all_the_same(make_pdf, tmp_path, embedder, small_report, monkeypatch):
    """A large index: the new and the replaced report are looked through row by row, and go into Chroma with the next whole build."""
    one, two, three = growing(make_pdf, tmp_path, small_report)
    data = tmp_path / "data"
    build.index_files([one, two], data, embedder)
    made = store.read_collection(data / "generations" / store.read_pointer(data).generation).name
    build.index_files([three], data, embedder)
    make_pdf(two, [paragraph.replace("Leuchtturmwärter", "Wanderbühnen").replace("97.", "98.") for paragraph in small_report])
    build.index_files([two], data, embedder)
    collection = store.read_collection(data / "generations" / store.read_pointer(data).generation)
    assert collection.name == made and len(collection.made_for) == 2 and len(collection.holds) == 1
    monkeypatch.setattr(search, "EXACT_ROWS", 0)
    engine = Engine(Settings(data=data), embedder)
    assert engine.index.collection is not None and len(engine.index.loose)
    for word in ("Leuchtturmwärter", "Wanderbühnen", "Scherenschleifer"):
        assert word in engine.ask(f"Was fordert die ASMK für {word}?")[0].quotes[0].text
    monkeypatch.setattr(store, "LOOSE", 0)
    make_pdf(three, [paragraph.replace("Leuchtturmwärter", "Korbflechter").replace("97.", "96.") for paragraph in small_report])
    build.index_files([three], data, embedder)
    collection = store.read_collection(data / "generations" / store.read_pointer(data).generation)
    assert collection.name != made and collection.holds == collection.made_for == sorted(reports(data))


def test_many_files_read_by_several_processes_are_the_reports_that_one_reads(make_pdf, tmp_path, embedder, small_report, monkeypatch):
    """In the order of the files, with the same refusals; a process that dies is no reason to lose a file."""
    folder = tmp_path / "pdf"
    folder.mkdir()
    growing(make_pdf, folder, small_report)
    (folder / "kaputt.pdf").write_text("kein PDF")
    alone = build.index_files([folder], tmp_path / "alone", embedder)
    monkeypatch.setattr(build, "POOL_FROM", 2)
    many = build.index_files([folder], tmp_path / "many", embedder)
    assert many == alone and [result.status for result in many].count("refused") == 1
    monkeypatch.setattr(work, "SECONDS", 0.0)  # every answer comes too late
    assert build.index_files([folder], tmp_path / "late", embedder) == alone


def test_a_small_index_answers_without_chroma(small_index, embedder):
    shutil.rmtree(small_index / "chroma")
    assert Engine(Settings(data=small_index), embedder).ask("Was fordert die ASMK für Leuchtturmwärter?")[0].status == "answered"


# ── sample reports ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_sample_reports_come_by_themselves_and_go_with_the_first_own_one(tmp_path, embedder, own_report):
    folder = tmp_path / "leer"
    engine = open_engine(Settings(data=folder))
    assert {report.file for report in engine.reports.values()} == {path.name for path in SAMPLES}
    assert all(report.sample for report in engine.reports.values())
    build.index_files([own_report], folder, embedder)
    engine.refresh()
    assert [report.file for report in engine.reports.values()] == [own_report.name]


def test_a_refused_file_does_not_drop_the_sample_reports(tmp_path, embedder):
    folder = tmp_path / "leer"
    open_engine(Settings(data=folder))
    (tmp_path / "kaputt.pdf").write_text("kein PDF")
    build.index_files([tmp_path / "kaputt.pdf"], folder, embedder)
    assert len(reports(folder)) == len(SAMPLES)


def test_sample_reports_that_a_person_took_in_stay(data, tmp_path, embedder, own_report):
    """Indexed by hand they are still marked as samples, but an own report does not drop them."""
    assert {report.file for report in reports(data).values() if report.sample} == {path.name for path in SAMPLES}
    folder = tmp_path / "leer"
    open_engine(Settings(data=folder))  # they come by themselves …
    build.index_files(SAMPLES, folder, embedder)  # … and then by hand
    build.index_files([own_report], folder, embedder)
    assert {report.file for report in reports(folder).values()} == {own_report.name, *(path.name for path in SAMPLES)}


# ── the wrong index ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "change",
    [
        {"revision": "0123456789abcdef", "model": "anderes-modell"},  # another model of the same dimension
        {"dimension": 384},
        {"analysis": -1},  # another version of the text analysis
    ],
    ids=lambda change: "-".join(change),
)
def test_an_index_of_another_making_is_refused(small_index, own_report, embedder, change):
    """Neither answered from nor added to; the message names the command that mends it, and the command does."""
    path = small_index / "current.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    before = snapshot(small_index)
    for attempt in (lambda: Engine(Settings(data=small_index), embedder), lambda: build.index_files([own_report], small_index, embedder)):
        with pytest.raises(IndexMismatch, match="asmk index --rebuild") as raised:
            attempt()
        assert "\n" not in str(raised.value)
    assert snapshot(small_index) == before
    build.index_files([], small_index, embedder, rebuild=True)
    assert Engine(Settings(data=small_index), embedder).reports


@pytest.mark.parametrize("harm", ["pointer", "reports", "chroma", "vectors", "lexical"])
def test_a_damaged_index_is_a_plain_message(small_index, embedder, harm, monkeypatch):
    monkeypatch.setattr(search, "EXACT_ROWS", 0)  # as of a large index, which asks Chroma
    pointer = store.read_pointer(small_index)
    generation = small_index / "generations" / pointer.generation
    match harm:
        case "pointer":
            (small_index / "current.json").write_text("{ kaputt")
        case "reports":
            (generation / "reports.jsonl").write_text("{ kaputt")
        case "chroma":
            moved = shutil.copytree(small_index, small_index.with_name("ohne-chroma"))
            shutil.rmtree(moved / "chroma")
            small_index = moved
        case "vectors":
            (generation / "vectors.npy").unlink()
        case "lexical":
            shutil.rmtree(generation / "lexical")
    with pytest.raises(IndexMissing, match="asmk index --rebuild"):
        Engine(Settings(data=small_index), embedder)


def test_no_index_at_all_is_a_plain_message(tmp_path, embedder):
    with pytest.raises(IndexMissing, match="asmk index"):
        Engine(Settings(data=tmp_path / "nichts"), embedder)


# ── readers and writers ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_second_writer_is_told_who_writes(small_index, own_report, embedder):
    before = snapshot(small_index)
    with store.write_lock(small_index):
        code = f"""
            from pathlib import Path
            from index import build, embed
            build.index_files([Path({str(own_report)!r})], Path({str(small_index)!r}), embed.load())
        """
        other = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, capture_output=True, text=True, timeout=60)
        with pytest.raises(IndexLocked, match=f"Prozess {os.getpid()}"):
            build.remove(next(iter(reports(small_index))), small_index, embedder)
    assert other.returncode != 0 and "IndexLocked" in other.stderr and f"Prozess {os.getpid()}" in other.stderr
    assert snapshot(small_index) == before
    build.index_files([own_report], small_index, embedder)  # the lock is free again


def test_the_lock_of_a_dead_writer_is_free(small_index, own_report, embedder):
    code = f"""
        import os
        from pathlib import Path
        from index import store
        with store.write_lock(Path({str(small_index)!r})):
            os.kill(os.getpid(), 9)
    """
    dead = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, timeout=60)
    assert dead.returncode == -signal.SIGKILL
    (result,) = build.index_files([own_report], small_index, embedder)
    assert result.status == "unchanged"


def test_a_reader_sees_the_new_generation_with_its_next_question(small_index, embedder, make_pdf, tmp_path, small_report):
    """The reader has the old generation open while another process writes the new one."""
    engine = Engine(Settings(data=small_index), embedder)
    question = "Was fordert die ASMK für Glockengießer?"
    assert not any("Glockengießer" in quote.text for quote in engine.ask(question)[0].quotes)
    other = make_pdf(tmp_path / "zweiter.pdf", [paragraph.replace("Leuchtturmwärter", "Glockengießer").replace("97.", "98.") for paragraph in small_report])
    writer = subprocess.run([sys.executable, "-m", "assistant", "index", str(other), "--data", str(small_index)], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (writer.returncode, writer.stderr) == (0, "")
    answer, _ = engine.ask(question)
    assert "Glockengießer" in answer.quotes[0].text and len(engine.reports) == 2


def test_a_reader_of_an_old_generation_keeps_answering_while_a_new_one_is_written(small_index, own_report, embedder, make_pdf, small_report):
    engine = Engine(Settings(data=small_index), embedder)
    opened = engine.index
    make_pdf(own_report, [*small_report[:4], "Die ASMK bittet den Bund einstimmig, Wanderbühnen zu fördern.", small_report[4]])
    build.index_files([own_report], small_index, embedder)
    hits = search.search(opened, embedder.queries(["Leuchtturmwärter"])[0], search.query_terms(opened, "Leuchtturmwärter"))
    assert "Leuchtturmwärter" in opened.reports[hits[0].resolution.report].slice(hits[0].resolution)
    assert len(opened.resolutions) == 2 and len(Engine(Settings(data=small_index), embedder).index.resolutions) == 3


def test_old_generations_do_not_pile_up(small_index, embedder):
    for _ in range(3):
        build.index_files([], small_index, embedder, rebuild=True)
    pointer = store.read_pointer(small_index)
    kept = sorted(folder.name for folder in (small_index / "generations").iterdir())
    assert pointer.generation in kept and len(kept) <= 1 + store.KEEP_OLD
    assert {collection.name for collection in store.client(small_index).list_collections()} == {f"asmk-{name}" for name in kept}


def test_two_builds_within_a_second(small_index, embedder):
    """Generations must not share a name, however quickly they follow."""
    for _ in range(3):
        build.index_files([], small_index, embedder, rebuild=True)
    assert Engine(Settings(data=small_index), embedder).reports


def test_a_lost_pointer_loses_no_report(own_data, embedder):
    """Whoever restores the files alone, or loses current.json, keeps every PDF: by rebuilding, by asking, by indexing."""
    before = {path.name for path in (own_data / "files").iterdir()}
    (own_data / "current.json").unlink()
    build.index_files([], own_data, embedder, rebuild=True)
    assert {path.name for path in (own_data / "files").iterdir()} == before
    (own_data / "current.json").unlink()
    engine = open_engine(Settings(data=own_data))
    assert {report.sha256 for report in engine.reports.values()} == {name.split(".")[0] for name in before}
