"""``asmk doctor``: every kind of damage is found and named, a sound folder is not, and what can be repaired is."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from assistant.engine import Engine
from assistant.settings import Settings
from index import build, doctor, search, store
from index.types import ANALYSIS_VERSION

pytestmark = pytest.mark.long  # they kill, fill and rebuild: minutes together


@pytest.fixture(scope="module")
def sound(tmp_path_factory, make_pdf, embedder):
    """A data folder with two little reports, and the PDFs they came from. For reading only."""
    from helpers import SMALL_REPORT

    folder = tmp_path_factory.mktemp("arzt")
    for number, word in (("97.", "Leuchtturmwärter"), ("98.", "Glockengießer")):
        make_pdf(folder / f"bericht-{number}pdf", [paragraph.replace("Leuchtturmwärter", word).replace("97.", number) for paragraph in SMALL_REPORT])
    build.index_files([folder], folder / "data", embedder)
    return folder


@pytest.fixture
def patient(sound, tmp_path):
    """A copy of it that a test may harm."""
    return shutil.copytree(sound, tmp_path / "arzt") / "data"


def unsound(data, **named) -> dict:
    """check -> the finding, of all that are not in order."""
    return {finding.check: finding for finding in doctor.examine(data, **named) if finding.level != doctor.OK}


def generation(data):
    return data / "generations" / store.read_pointer(data).generation


def report(data, number=0):
    return store.read_reports(data, store.read_pointer(data))[number]


def content(data) -> dict:
    return {str(path.relative_to(data)): path.read_bytes() for path in data.rglob("*") if path.is_file() and "chroma" not in path.parts}


def asks(data, embedder) -> list[str]:
    engine = Engine(Settings(data=data), embedder)
    return [engine.ask(f"Was fordert die ASMK für {word}?")[0].quotes[0].text for word in ("Leuchtturmwärter", "Glockengießer")]


def test_a_sound_folder_is_in_order_and_nothing_is_changed(patient):
    before = content(patient)
    findings = doctor.examine(patient)
    assert [finding.level for finding in findings] == [doctor.OK] * len(findings)
    assert {"Sperre", "Speicherplatz", "Wegweiser", "Programm und Modell", "Index", "PDF-Dateien", "Zitate", "Vektordatenbank", "Berichtigungen", "Übriggebliebenes"} == {f.check for f in findings}
    assert content(patient) == before


def test_no_data_folder_is_a_hint_and_makes_none(tmp_path):
    assert {check: f.level for check, f in unsound(tmp_path / "nichts").items()} == {"Wegweiser": doctor.HINT}
    assert not (tmp_path / "nichts").exists()


def _other_model(data):
    path = data / "current.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"model": "anderes", "revision": "0123"}))


def _other_analysis(data):
    path = data / "current.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"analysis": ANALYSIS_VERSION - 1}))


def _foreign_letters(data):
    """One letter of a stored text is another than in the PDF; the files still fit together."""
    path = generation(data) / "texts.bin"
    path.write_bytes(path.read_bytes().replace("Leuchtturmwärter".encode(), "Leuchtturmwarter ".encode()))


def _short_vectors(data):
    path = generation(data) / "vectors.npy"
    np.save(path, np.load(path)[:-1])


def _no_number_vectors(data):
    path = generation(data) / "vectors.npy"
    vectors = np.load(path)
    vectors[1, 0] = np.nan
    np.save(path, vectors)


def _cut_resolutions(data):
    path = generation(data) / "resolutions.jsonl"
    path.write_bytes(path.read_bytes()[:-40])


def _other_resolution(data):
    path = generation(data) / "resolutions.jsonl"
    path.write_bytes(path.read_bytes().replace(b"/01", b"/09", 1))


def _less_in_chroma(data):
    collection = store.open_collection(data, None, store.read_pointer(data))
    collection.delete(ids=collection.get(limit=1)["ids"])


def _other_vectors_in_chroma(data):
    collection = store.open_collection(data, None, store.read_pointer(data))
    ids = collection.get()["ids"]
    collection.update(ids=ids, embeddings=np.eye(len(ids), 256, dtype=np.float32))


def _no_chroma(data):
    """As after a restart: this process has the database open no longer."""
    from chromadb.api.shared_system_client import SharedSystemClient

    SharedSystemClient.clear_system_cache()
    shutil.rmtree(data / "chroma")


DERIVED = {  # what is built from the PDFs: the harm, the check that finds it
    "pointer torn": (lambda data: (data / "current.json").write_text("{ kaputt"), "Wegweiser"),
    "pointer gone": (lambda data: (data / "current.json").unlink(), "Wegweiser"),
    "other model": (_other_model, "Programm und Modell"),
    "other analysis": (_other_analysis, "Programm und Modell"),
    "generation gone": (lambda data: shutil.rmtree(generation(data)), "Index"),
    "reports torn": (lambda data: (generation(data) / "reports.jsonl").write_text("{ kaputt"), "Index"),
    "resolutions cut off": (_cut_resolutions, "Index"),
    "another resolution": (_other_resolution, "Index"),
    "words gone": (lambda data: shutil.rmtree(generation(data) / "lexical"), "Index"),
    "a vector less": (_short_vectors, "Index"),
    "a vector that is none": (_no_number_vectors, "Index"),
    "collection's name gone": (lambda data: (generation(data) / "collection.json").unlink(), "Index"),
    "letters that the PDF does not hold": (_foreign_letters, "Zitate"),
    "Chroma gone": (_no_chroma, "Vektordatenbank"),
    "collection gone": (lambda data: store.client(data).delete_collection(store.read_collection(generation(data)).name), "Vektordatenbank"),
    "a record less in Chroma": (_less_in_chroma, "Vektordatenbank"),
    "other vectors in Chroma": (_other_vectors_in_chroma, "Vektordatenbank"),
}


@pytest.mark.parametrize("harm, check", DERIVED.values(), ids=DERIVED)
def test_damage_to_what_is_derived_is_found_and_repaired(patient, embedder, monkeypatch, harm, check):
    """Found with the command that repairs it; after it everything is in order, and the answers are the same."""
    monkeypatch.setattr(search, "EXACT_ROWS", 0)  # as of a large index, which cannot answer without Chroma
    before = asks(patient, embedder)
    harm(patient)
    found = unsound(patient)
    assert found[check].level == doctor.ERROR and "asmk" in found[check].text and "\n" not in found[check].text, found
    doctor.repair(list(found.values()), patient)
    assert unsound(patient) == {}
    assert asks(patient, embedder) == before


def test_a_small_index_without_chroma_is_a_hint(patient):
    _no_chroma(patient)
    assert {check: f.level for check, f in unsound(patient).items()} == {"Vektordatenbank": doctor.HINT}


@pytest.mark.parametrize("damaged", [False, True], ids=["gone", "changed"])
def test_a_kept_pdf_that_is_gone_or_changed_comes_back_with_the_file(patient, embedder, damaged):
    """A person must bring it; until then nothing is built anew without it."""
    kept = store.pdf_path(patient, report(patient).sha256)
    if damaged:
        kept.write_bytes(kept.read_bytes() + b"% mehr")
    else:
        kept.unlink()
    found = unsound(patient)
    assert found["PDF-Dateien"].level == doctor.ERROR and report(patient).file in found["PDF-Dateien"].text and "asmk index DATEI" in found["PDF-Dateien"].text
    _no_chroma(patient)
    before = content(patient)
    with pytest.raises(build.AsmkError, match="asmk index --rebuild DATEI"):
        doctor.repair(doctor.examine(patient), patient)
    assert content(patient) == before
    (result,) = build.index_files([patient.parent / report(patient).file], patient, embedder)
    assert result.status == "unchanged" and set(unsound(patient)) == {"Vektordatenbank"}
    doctor.repair(doctor.examine(patient), patient)
    assert unsound(patient) == {}


@pytest.mark.parametrize("pointer", [True, False], ids=["index there", "index lost"])
def test_a_rebuild_goes_on_without_a_pdf_that_cannot_be_read(patient, embedder, pointer):
    """After an upgrade one damaged PDF once stood in everybody's way: neither rebuilding nor removing went through."""
    gone = report(patient)
    kept = store.pdf_path(patient, gone.sha256)
    kept.write_bytes(b"kein PDF mehr")
    _other_analysis(patient) if pointer else (patient / "current.json").unlink()
    (result,) = build.index_files([], patient, embedder, rebuild=True)
    assert result.status == "refused" and result.message.startswith(f"{gone.file}: ")
    assert [r.file for r in store.read_reports(patient, store.read_pointer(patient))] == ["bericht-98.pdf"]
    assert (patient / build.REFUSED / kept.name).read_bytes() == b"kein PDF mehr"  # not deleted
    assert gone.file in unsound(patient)["PDF-Dateien"].text
    (result,) = build.index_files([patient.parent / gone.file], patient, embedder)
    assert result.status == "added"
    shutil.rmtree(patient / build.REFUSED)
    assert unsound(patient) == {}


def test_a_rebuild_that_can_read_nothing_changes_nothing(patient, embedder):
    for path in (patient / "files").glob("*.pdf"):
        path.write_bytes(b"kein PDF mehr")
    before = content(patient)
    with pytest.raises(build.ReportError):
        build.index_files([], patient, embedder, rebuild=True)
    assert content(patient) == before


def test_a_file_over_is_named(patient, sound):
    (patient / "files" / f"{'0' * 64}.pdf").write_bytes(b"%PDF-1.4")
    (patient / "files" / f"{'0' * 64}.txt").write_text("fremd.pdf", encoding="utf-8")
    found = unsound(patient)
    assert set(found) == {"PDF-Dateien"} and found["PDF-Dateien"].level == doctor.HINT and "fremd.pdf" in found["PDF-Dateien"].text


def test_what_killed_processes_left_is_swept_up(patient, embedder):
    """An unfinished generation with its collection, a collection of no generation, half-written files, the note of a dead writer."""
    before = asks(patient, embedder)
    left = patient / "generations" / "20000101-000000-000000-1"
    left.mkdir()
    (left / store._OWN).touch()
    chroma = store.client(patient)
    for name in (f"asmk-{left.name}", "asmk-19990101-000000-000000-1"):
        chroma.create_collection(name, embedding_function=None)
    (patient / "current.4711.new").touch()
    (patient / "files" / "abc.new").touch()
    (patient / "index.lock.holder").write_text("Prozess 4711 auf nirgends")
    found = unsound(patient)
    assert {check: f.level for check, f in found.items()} == {"Sperre": doctor.HINT, "Übriggebliebenes": doctor.HINT} and "4711" in found["Sperre"].text
    doctor.repair(list(found.values()), patient)
    assert unsound(patient) == {} and not left.exists() and asks(patient, embedder) == before
    assert [found.name for found in store.client(patient).list_collections()] == [store.read_collection(generation(patient)).name]


def test_an_unfinished_generation_goes_before_the_one_that_answered(patient, embedder):
    """Readers may still have the generation before open; what a killed build left is of use to no one."""
    answered = generation(patient)
    left = patient / "generations" / "29990101-000000-000000-1"  # the newest by name
    left.mkdir()
    build.index_files([], patient, embedder, rebuild=True)
    assert answered.exists() and not left.exists()


def test_while_somebody_writes_the_doctor_says_so_and_touches_nothing(patient):
    with store.write_lock(patient):
        (patient / "generations" / "29990101-000000-000000-1").mkdir()
        found = unsound(patient)
        assert set(found) == {"Sperre"} and "Prozess" in found["Sperre"].text
    assert "Übriggebliebenes" in unsound(patient)


def test_a_full_disk_is_an_error(patient, monkeypatch):
    usage = shutil.disk_usage(patient)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: usage._replace(free=1_000_000))
    found = unsound(patient)
    assert set(found) == {"Speicherplatz"} and found["Speicherplatz"].level == doctor.ERROR and "Platz" in found["Speicherplatz"].text


def test_corrections_that_no_longer_fit_and_that_are_none(patient):
    own = store.own_corrections(patient, report(patient).sha256)
    own.write_text('beschluesse:\n  - nummer: "7"\n    anfang: Niemand fordert hier irgendetwas\n    abstimmung: einstimmig\n', encoding="utf-8")
    store.given_corrections(patient, report(patient, 1).sha256).write_text("beschluesse: [", encoding="utf-8")
    findings = [f for f in doctor.examine(patient) if f.check == "Berichtigungen"]
    assert sorted(f.level for f in findings) == [doctor.ERROR, doctor.HINT]
    assert any("Niemand fordert hier irgendetwas" in f.text for f in findings) and any("YAML" in f.text for f in findings)


def test_the_command_prints_a_line_a_check_and_its_exit_code(asmk_here, patient):
    run = asmk_here("doctor", data=patient)
    assert (run.code, run.err) == (0, "") and all(line.startswith("In Ordnung") for line in run.out.splitlines()) and len(run.out.splitlines()) == 10
    (generation(patient) / "vectors.npy").unlink()
    run = asmk_here("doctor", "--json", data=patient)
    assert run.code == 1 and run.json["ok"] is False and {"check": "Index", "level": "error"}.items() <= next(c for c in run.json["checks"] if c["check"] == "Index").items()
    run = asmk_here("doctor", "--repair", data=patient)
    assert run.code == 0 and "neu gebaut" in run.out
    assert asmk_here("doctor", "--json", data=patient).json["ok"] is True


def test_a_span_that_runs_over_pages_is_compared_page_by_page(sound):
    found = replace(report(sound / "data"), text="Wort eins zwei", page_starts=(0, 10))
    assert doctor._stands(found, 0, 14, ["Worteins", "Kopfzwei"]) and not doctor._stands(found, 0, 14, ["Worteins", "drei"])
