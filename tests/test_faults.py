"""What really goes wrong: writers killed at any point, a full disk, writers and readers at once.

After each fault the questions that were answered before have the same answers, what was there is there, and the doctor
finds nothing that a repair, or simply doing the same again, leaves behind.
"""

import os
import subprocess
import sys
import textwrap
import threading
import time

import pytest

from assistant.engine import Engine
from assistant.settings import Settings
from helpers import ROOT, SMALL_REPORT
from index import build, doctor, search, store

pytestmark = pytest.mark.long  # they kill, fill and rebuild: minutes together

resource = pytest.importorskip("resource", reason="needs a POSIX system")
KEPT, OLD, NEW, MORE = "Leuchtturmwärter", "Glockengießer", "Korbflechter", "Scherenschleifer"


def made(make_pdf, path, word, conference):
    return make_pdf(path, [paragraph.replace(KEPT, word).replace("97.", f"{conference}.") for paragraph in SMALL_REPORT])


@pytest.fixture
def folder(tmp_path, make_pdf, embedder):
    """``data`` with two reports and a generation before the current one; ``pdf`` with what shall be taken in next: one corrected report, one new."""
    pdf = tmp_path / "pdf"
    pdf.mkdir()
    made(make_pdf, pdf / "bleibt.pdf", KEPT, 97)
    made(make_pdf, pdf / "wechselt.pdf", OLD, 98)
    build.index_files([pdf], tmp_path / "data", embedder)
    build.index_files([], tmp_path / "data", embedder, rebuild=True)
    made(make_pdf, pdf / "wechselt.pdf", NEW, 98)
    made(make_pdf, pdf / "neu.pdf", MORE, 96)
    return tmp_path


def answered(data, embedder) -> str:
    """The answer to a question about the report that stays."""
    answer, _ = Engine(Settings(data=data), embedder).ask(f"Was fordert die ASMK für {KEPT}?")
    assert answer.status == "answered" and KEPT in answer.quotes[0].text
    return answer.lead + answer.quotes[0].text


def holds(data) -> set[str]:
    """Which of the words the reports of the index hold."""
    texts = " ".join(report.text for report in store.read_reports(data, store.read_pointer(data)))
    return {word for word in (KEPT, OLD, NEW, MORE) if word in texts}


def errors(data) -> list:
    return [finding for finding in doctor.examine(data) if finding.level == doctor.ERROR]


def not_in_order(data) -> list:
    return [finding for finding in doctor.examine(data) if finding.level != doctor.OK]


def asmk(*arguments, **named) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "assistant", *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, timeout=120, **named)


# ── killed ───────────────────────────────────────────────────────────────────────────────────────────────────────────

# A child that stops for good at a point of writing; the parent kills it there.
_STOPS = """
    import os, shutil, sys, time
    from pathlib import Path
    from index import archive, build, embed, lexical, postings, store

    def stop(*arguments, **named):
        print("here", flush=True)
        time.sleep(120)

    def later(call, times):
        def wrapped(*arguments, **named):
            nonlocal times
            times -= 1
            return stop() if times < 0 else call(*arguments, **named)
        return wrapped

    def then(call, patch):
        def wrapped(*arguments, **named):
            patch()
            return call(*arguments, **named)
        return wrapped

    embedder = embed.load()
    {patch}
    build.index_files([Path({pdf!r})], Path({data!r}), embedder)
"""

POINTS = {
    "a PDF half copied": "build.shutil.copyfile = lambda source, target: (Path(target).write_bytes(b'%PDF'), stop())",
    "one PDF kept": "build._keep = later(build._keep, 1)",
    "all PDFs kept": "build.write = stop",
    "the reports half written": "archive.kept = later(archive.kept, 2)",
    "the vectors half written": "archive.kept = later(archive.kept, 5)",
    "the words half written": "postings.save = later(postings.save, 2)",
    "before Chroma": "build.store._kept_collection = lambda *_: None; store._write_collection = stop",
    "the collection empty": "build.store._kept_collection = lambda *_: None; store.records_of = stop",
    "before the pointer": "store.write_text = stop",
    "the pointer half written": "store.write_text = then(store.write_text, lambda: setattr(os, 'replace', stop))",
    "the pointer moved": "store._clean_up = stop",
    "half swept": "store._clean_up = then(store._clean_up, lambda: setattr(shutil, 'rmtree', stop))",
    "old PDFs not deleted": "build.forget = stop",
}
MOVED = ("the pointer moved", "half swept", "old PDFs not deleted")


QUICK = ("all PDFs kept", "the vectors half written", "before the pointer", "the pointer moved")


@pytest.mark.parametrize("point", [point if point in QUICK else pytest.param(point, marks=pytest.mark.long) for point in POINTS])
def test_a_writer_killed_at_this_point(folder, embedder, point):
    """All of the old index answers, or all of the new one; doing the same again ends well, and so does the doctor without that."""
    data, before = folder / "data", answered(folder / "data", embedder)
    code = textwrap.dedent(_STOPS.format(patch=POINTS[point], pdf=str(folder / "pdf"), data=str(data)))
    child = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "here\n"
    child.kill()
    child.wait(30)
    child.stdout.close()
    new = {KEPT, NEW, MORE}
    assert holds(data) == (new if point in MOVED else {KEPT, OLD})
    assert answered(data, embedder) == before and errors(data) == []
    assert "Sperre" in {finding.check for finding in not_in_order(data)}
    doctor.repair(doctor.examine(data), data)
    assert not_in_order(data) == [] and answered(data, embedder) == before
    build.index_files([folder / "pdf"], data, embedder)
    assert holds(data) == new and not_in_order(data) == [] and answered(data, embedder) == before


@pytest.mark.long
def test_a_rebuild_killed_at_any_time(own_data, embedder):
    """Twenty rebuilds in another process, each killed a little later than the one before."""
    question = "Anpassungsgeld Braunkohle"
    before = Engine(Settings(data=own_data), embedder).ask(question)[0].quotes
    for step in range(20):
        child = subprocess.Popen([sys.executable, "-m", "assistant", "index", "--rebuild", "--data", str(own_data)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.3 * (step + 1))
        child.kill()
        child.wait(30)
        assert Engine(Settings(data=own_data), embedder).ask(question)[0].quotes == before and errors(own_data) == []
    doctor.repair(doctor.examine(own_data), own_data)
    assert not_in_order(own_data) == []


# ── full ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def one_sentence(run) -> None:
    assert run.returncode == 1 and "Traceback" not in run.stderr and len(run.stderr.strip().splitlines()) == 1, run.stderr
    assert "Platz" in run.stderr, run.stderr


@pytest.mark.parametrize("limit", [200, pytest.param(3_000, marks=pytest.mark.long), 5_000, pytest.param(60_000, marks=pytest.mark.long)])
def test_a_file_that_cannot_grow(folder, embedder, limit):
    """No file may become larger than ``limit`` bytes: the same error as of a full disk, without the rights to mount one."""
    data, before = folder / "data", answered(folder / "data", embedder)
    run = asmk("index", folder / "pdf", "--rebuild", "--data", data, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    one_sentence(run)
    assert holds(data) == {KEPT, OLD} and answered(data, embedder) == before and not_in_order(data) == []
    assert asmk("index", folder / "pdf", "--data", data).returncode == 0
    assert holds(data) == {KEPT, NEW, MORE} and not_in_order(data) == []


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 48 MB, where the rights to mount one are there."""
    place = tmp_path / "platte"
    place.mkdir()
    if os.name != "posix" or os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(place)], capture_output=True).returncode:
        pytest.skip("no rights to mount a file system")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("left", [pytest.param(left, marks=() if left == 64 else pytest.mark.long) for left in (0, 8, 64, 256)], ids=lambda left: f"{left} KB left")
def test_a_full_disk(folder, small_disk, embedder, left):
    """The old index goes on answering; one sentence says why nothing new is in; with space again all goes well."""
    data = small_disk / "data"
    subprocess.run(["cp", "-r", folder / "data", data], check=True)
    before, ballast = answered(folder / "data", embedder), small_disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    os.truncate(ballast, ballast.stat().st_size - left * 1024)
    run = asmk("index", folder / "pdf", "--rebuild", "--data", data)
    one_sentence(run)
    assert holds(data) == {KEPT, OLD}
    assert KEPT in asmk("ask", f"Was fordert die ASMK für {KEPT}?", "--data", data).stdout
    assert {finding.check for finding in errors(data)} == {"Speicherplatz"}
    ballast.unlink()
    assert not_in_order(data) == [] and answered(data, embedder) == before
    assert asmk("index", folder / "pdf", "--data", data).returncode == 0 and holds(data) == {KEPT, NEW, MORE} and not_in_order(data) == []


# ── at once ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_writers_at_once(folder, embedder):
    """Each goes through, or is told in one sentence who writes; told so, it goes through the next time."""
    data, before = folder / "data", answered(folder / "data", embedder)
    files = [folder / "pdf" / "wechselt.pdf", folder / "pdf" / "neu.pdf"]
    writers = [subprocess.Popen([sys.executable, "-m", "assistant", "index", str(file), "--data", str(data)], cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) for file in files]
    told = [(writer.communicate(timeout=120)[1], writer.returncode) for writer in writers]
    assert all((code == 0 and not line) or (code == 1 and "gerade geschrieben" in line and len(line.splitlines()) == 1) for line, code in told), told
    assert 0 in [code for _, code in told] and errors(data) == []
    for file, (_, code) in zip(files, told):
        assert code == 0 or asmk("index", file, "--data", data).returncode == 0
    assert holds(data) == {KEPT, NEW, MORE} and not_in_order(data) == [] and answered(data, embedder) == before


@pytest.mark.long
@pytest.mark.parametrize("rows", [search.EXACT_ROWS, 0], ids=["looked through whole", "by Chroma"])
def test_forty_ask_while_the_index_is_written(folder, embedder, monkeypatch, rows):
    """A process adds, replaces, removes and rebuilds; every answer in the meantime is the right one."""
    monkeypatch.setattr(search, "EXACT_ROWS", rows)
    data, before = folder / "data", answered(folder / "data", embedder)
    engine, done, wrong, asked = Engine(Settings(data=data), embedder), threading.Event(), [], []

    def ask():
        while not done.is_set():
            try:
                answer, _ = engine.ask(f"Was fordert die ASMK für {KEPT}?")
                asked.append(engine.index.pointer.generation)
                if answer.lead + answer.quotes[0].text != before:
                    wrong.append(answer)
            except Exception as error:
                wrong.append(error)
            time.sleep(0.05)

    threads = [threading.Thread(target=ask) for _ in range(40)]
    for thread in threads:
        thread.start()
    gone = next(report.id for report in store.read_reports(data, store.read_pointer(data)) if OLD in report.text)
    codes = [asmk(*arguments, "--data", data).returncode for arguments in (("index", folder / "pdf"), ("index", "--rebuild"), ("remove", gone), ("index", folder / "pdf"), ("index", "--rebuild"))]
    done.set()
    for thread in threads:
        thread.join()
    assert codes == [0] * 5 and wrong == [] and len(set(asked)) > 2
    assert holds(data) == {KEPT, NEW, MORE} and not_in_order(data) == []
