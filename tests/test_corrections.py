"""Corrections of what was read: the sidecar file, what it changes, what it must never do."""

import json
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import SMALL_REPORT
from index import build, corrections, store
from index.corrections import CorrectionError, Corrections, Entry
from index.errors import AsmkError

LAMPS = "Auf Antrag Bremens fordert die"  # the first words of the little report's first resolution
VOTE = f'beschluesse:\n  - nummer: "1"\n    anfang: {LAMPS}\n    abstimmung: 13:0:3\n    berichtigt: 2026-11-27\n'


def reports(data):
    return {report.file: report for report in store.read_reports(data, store.read_pointer(data))}


@pytest.fixture
def folder(tmp_path, make_pdf):
    """A folder with the little report, and room for its sidecar."""
    made = tmp_path / "berichte"
    made.mkdir()
    make_pdf(made / "bericht.pdf", SMALL_REPORT)
    return made


@pytest.fixture
def small(folder, embedder):
    return build.parse(folder / "bericht.pdf", embedder.documents)


# --- the file


@pytest.mark.parametrize(
    "text, says",
    [
        ("beschluesse: [", "kein gültiges YAML (Zeile 1)"),
        ("bericht:\n  ort: a\n  ort: b\n", "kein gültiges YAML (Zeile 3)"),  # a key twice: which one was meant?
        ("a: &x [1]\nb: *x\n", "kein gültiges YAML"),  # aliases can grow without end
        ("nur ein Satz", "„bericht:“ und „beschluesse:“"),
        ("berichte: {}", "„berichte“ gibt es unter „Datei“ nicht"),
        ("bericht:\n  stadt: Kassel", "„stadt“ gibt es unter „bericht“ nicht; möglich sind: konferenz, datum"),
        ("bericht: Kassel", "je eine in einer Zeile"),
        ("bericht:\n  konferenz: hundert", "Nummer der Konferenz"),
        ("bericht:\n  datum: im November", "braucht ein Jahr"),
        ("bericht:\n  land: Preußen", "möglich sind: Baden-Württemberg"),
        ("bericht:\n  titel:", "darf nicht leer sein"),
        ("bericht:\n  ort: [a, b]", "erwartet wird ein Text"),
        ("beschluesse: {a: b}", "muss eine Liste sein"),
        ("beschluesse:\n  - abstimmung: einstimmig", "„nummer“ oder „anfang“"),
        ("beschluesse:\n  - nummer: 1\n    abstimmung: knapp", "„abstimmung: knapp“ geht nicht; möglich sind: einstimmig"),
        ("beschluesse:\n  - nummer: 1\n    abstimmung: 99:0:0", "Stimmen wie 13:0:3"),
        ("beschluesse:\n  - nummer: 1\n    ergebnis: egal", "möglich sind: beschlossen"),
        ("beschluesse:\n  - nummer: 1\n    antragsteller: [Bremen, Preußen]", "Bremen; Preußen"),
        ("beschluesse:\n  - nummer: 1\n    themen: Raumfahrt", "möglich sind: Pflege"),
        ("beschluesse:\n  - nummer: 1\n    berichtigt: gestern", "kein Datum"),
        ("bericht:\n  ort: " + "x" * 300, "höchstens 200 Zeichen"),
        ("!!python/object/apply:os.system ['true']", "kein gültiges YAML"),
    ],
)
def test_what_is_wrong_is_one_sentence(text, says):
    with pytest.raises(CorrectionError) as error:
        corrections.parse(text, "bericht.yaml")
    assert str(error.value).startswith("bericht.yaml: ") and says in str(error.value) and "\n" not in str(error.value)


def test_values_are_texts_whatever_yaml_would_make_of_them():
    """13:0:3 is a number to base 60 in YAML, 2026-11-27 a date, 102 a number."""
    found = corrections.parse("bericht: {konferenz: 102}\nbeschluesse:\n  - {nummer: 5.10, abstimmung: 13:0:3, berichtigt: 2026-11-27}\n")
    assert found.report[0].values == {"konferenz": "102"}
    assert found.resolutions == (Entry({"abstimmung": "13:0:3"}, "2026-11-27", "5.10"),)


@pytest.mark.parametrize("text", ["", "# nur eine Anmerkung", "bericht:\nbeschluesse:\n"])
def test_an_empty_file_corrects_nothing(text):
    assert not corrections.parse(text)


@given(
    st.lists(
        st.builds(
            Entry,
            st.fixed_dictionaries({}, optional={"titel": st.sampled_from(["Ein Titel: mit #Zeichen", "- x", "null"]), "abstimmung": st.sampled_from([None, "13:0:3"]), "themen": st.sampled_from([(), ("Pflege", "Rente")])}).filter(bool),
            st.just("2026-11-27"), st.sampled_from(["1", "5.10"]), st.sampled_from(["", "„Anfang: mit“ Zeichen"]),
        ),
        max_size=3,
    )
)
def test_what_is_written_is_read_again(entries):
    found = Corrections((Entry({"ort": "Bad Ems"}, "2026-01-02"),), tuple(entries))
    assert corrections.parse(corrections.dump(found)) == found


# --- what it changes


def test_a_corrected_field_has_no_proving_words_and_says_what_was_read(small):
    done = corrections.apply(small, corrections.parse(VOTE))
    vote, mark = done.resolutions[0].vote, done.resolutions[0].corrected[0]
    assert vote.value == "13:0:3" and not vote.proved and done.slice(vote) == ""
    assert (mark.field, mark.on, mark.read) == ("vote", "2026-11-27", "einstimmig")
    assert done.resolutions[1:] == small.resolutions[1:] and done.text == small.text


def test_a_value_as_read_is_not_marked(small):
    done = corrections.apply(small, corrections.parse(VOTE.replace("13:0:3", "einstimmig")))
    assert done == small and done.resolutions[0].vote.proved


def test_members_of_a_list_that_were_read_keep_their_proof(small):
    done = corrections.apply(small, corrections.parse(VOTE.replace("abstimmung: 13:0:3", "antragsteller: [Bremen, Hessen]")))
    assert [(f.value, f.proved) for f in done.resolutions[0].initiators] == [("Bremen", True), ("Hessen", False)]


def test_the_report_itself_is_corrected_and_its_year_follows(small):
    done = corrections.apply(small, corrections.parse("bericht: {datum: 3. Mai 2019, ort: , titel: Ein anderer}"))
    assert (done.dates.value, done.year, done.place, done.title) == ("3. Mai 2019", 2019, None, "Ein anderer")
    assert {c.field: c.read for c in done.corrected} == {"dates": small.dates.value, "place": "Dresden", "title": small.title}


@pytest.mark.parametrize(
    "number, anchor, place",
    [
        ("1", LAMPS, 0),
        ("7", LAMPS, 0),  # counted otherwise now: the words decide
        ("1", LAMPS.upper() + ",", 0),  # letters only, whatever their case
        ("2", "", 1),
        ("1", "Die ASMK bittet das BMAS mehrheitlich", 1),
        ("1", "Das stand einmal hier", None),
        ("9", "", None),
    ],
)
def test_a_resolution_is_named_by_its_first_words_then_its_number(small, number, anchor, place):
    assert corrections.place_of(small, Entry(number=number, anchor=anchor)) == place


def test_what_fits_no_longer_becomes_a_warning(small):
    done = corrections.apply(small, corrections.parse(VOTE.replace(LAMPS, "Das stand einmal hier")))
    assert done.resolutions == small.resolutions and "Das stand einmal hier" in done.warnings[-1]


# --- in the index


def test_a_file_beside_the_pdf_is_taken_and_survives_rebuild_and_renaming(folder, embedder, tmp_path):
    data = tmp_path / "data"
    build.index_files([folder], data, embedder)
    (folder / "bericht.yaml").write_text(VOTE, encoding="utf-8")
    assert build.index_files([folder], data, embedder)[0].status == "corrected"
    assert build.index_files([folder], data, embedder)[0].status == "unchanged"
    (folder / "bericht.yaml").unlink()
    (folder / "bericht.pdf").rename(folder / "anders.pdf")
    build.index_files([folder], data, embedder)
    build.index_files([], data, embedder, rebuild=True)
    assert reports(data)["bericht.pdf"].resolutions[0].vote.value == "13:0:3"
    (data / "current.json").unlink()  # the index is lost; the PDF and its corrections are not
    build.index_files([], data, embedder, rebuild=True)
    assert reports(data)["bericht.pdf"].resolutions[0].vote.value == "13:0:3"


def test_a_new_version_of_a_report_keeps_its_corrections(folder, embedder, tmp_path, make_pdf):
    data = tmp_path / "data"
    (folder / "bericht.yaml").write_text(VOTE, encoding="utf-8")
    build.index_files([folder], data, embedder)
    (folder / "bericht.yaml").unlink()
    make_pdf(folder / "bericht.pdf", [*SMALL_REPORT[:-1], "Mit freundlichen Grüßen", SMALL_REPORT[-1]])
    assert build.index_files([folder], data, embedder)[0].status == "replaced"
    assert reports(data)["bericht.pdf"].resolutions[0].vote.value == "13:0:3"
    build.remove(reports(data)["bericht.pdf"].id, data, embedder)
    assert not list((data / "files").glob("*"))


def test_a_broken_file_refuses_its_report_and_harms_nothing(folder, embedder, tmp_path):
    data = tmp_path / "data"
    build.index_files([folder], data, embedder)
    before = (data / "current.json").read_text()
    (folder / "bericht.yaml").write_text("bericht: [", encoding="utf-8")
    [result] = build.index_files([folder], data, embedder)
    assert result.status == "refused" and result.message.startswith("bericht.yaml: ")
    assert (data / "current.json").read_text() == before and len(list((data / "files").glob("*"))) == 2


def test_a_kept_file_that_was_broken_by_hand_is_told_and_left_out(folder, embedder, tmp_path):
    data = tmp_path / "data"
    (folder / "bericht.yaml").write_text(VOTE, encoding="utf-8")
    build.index_files([folder], data, embedder)
    next((data / "files").glob("*.yaml")).write_text("[", encoding="utf-8")
    build.index_files([], data, embedder, rebuild=True)
    report = reports(data)["bericht.pdf"]
    assert report.resolutions[0].vote.value == "einstimmig" and "Berichtigungen gelten nicht" in report.warnings[-1]


def test_the_page_corrects_over_the_file_and_takes_back(folder, embedder, tmp_path):
    data = tmp_path / "data"
    (folder / "bericht.yaml").write_text(VOTE, encoding="utf-8")
    build.index_files([folder], data, embedder)
    report = reports(data)["bericht.pdf"]
    first = report.resolutions[0].id
    build.correct(report.id, first, {"abstimmung": "mehrheitlich", "titel": "Leuchttürme"}, data, embedder)
    now = reports(data)["bericht.pdf"].resolutions[0]
    assert (now.vote.value, now.title, {c.field for c in now.corrected}) == ("mehrheitlich", "Leuchttürme", {"vote", "title"})
    build.correct(report.id, first, {"titel": report.resolutions[0].title}, data, embedder)
    now = reports(data)["bericht.pdf"].resolutions[0]
    assert now.title == report.resolutions[0].title and now.vote.value == "mehrheitlich"
    build.correct(report.id, first, {"abstimmung": "einstimmig"}, data, embedder)  # over the file, back to what was read
    assert reports(data)["bericht.pdf"].resolutions[0].corrected == ()
    build.correct(report.id, first, {"abstimmung": "13:0:3"}, data, embedder)
    assert not list((data / "files").glob("[0-9a-f]*[0-9a-f].yaml"))  # nothing of the page's own is left
    build.correct(report.id, None, {"ort": "Meißen"}, data, embedder)
    build.index_files([folder], data, embedder)  # the same file again does not undo what was done on the page
    assert reports(data)["bericht.pdf"].place.value == "Meißen"


def test_what_fits_no_longer_is_taken_back_with_the_reports_own(folder, embedder, tmp_path):
    from assistant.page import correcting

    data = tmp_path / "data"
    build.index_files([folder], data, embedder)
    report = reports(data)["bericht.pdf"]
    build.correct(report.id, report.resolutions[0].id, {"titel": "Leuchttürme"}, data, embedder)
    own = next((data / "files").glob("*.yaml"))
    own.write_text(own.read_text(encoding="utf-8") + "- nummer: '9'\n  anfang: Das stand einmal hier\n  titel: x\n", encoding="utf-8")
    build.index_files([], data, embedder, rebuild=True)
    assert "Das stand einmal hier" in reports(data)["bericht.pdf"].warnings[-1]
    assert "data-zuruecknehmen" in correcting.form(reports(data)["bericht.pdf"])
    build.correct(report.id, None, None, data, embedder)
    now = reports(data)["bericht.pdf"]
    assert now.warnings == () and now.resolutions[0].title == "Leuchttürme" and "data-zuruecknehmen" not in correcting.form(now)


def test_what_cannot_be_corrected_changes_nothing(own_data, embedder, engine):
    report = next(iter(engine.reports.values()))
    before = (own_data / "current.json").read_text()
    for where, values in ((None, {"land": "Preußen"}), (None, {"stadt": "x"}), (report.resolutions[0].id, {"abstimmung": "knapp"}), ("unbekannt/01", {"titel": "x"})):
        with pytest.raises(AsmkError):
            build.correct(report.id, where, values, own_data, embedder)
    shutil.rmtree(own_data / "files")
    with pytest.raises(AsmkError):
        build.correct(report.id, None, {"ort": "x"}, own_data, embedder)
    assert (own_data / "current.json").read_text() == before


# --- what is shown and said


@pytest.fixture
def corrected(folder, embedder, tmp_path):
    """An index of the little report with a corrected vote, mover, date and place."""
    data = tmp_path / "data"
    text = VOTE.replace("    abstimmung", "    antragsteller: [Hessen]\n    abstimmung") + "bericht: {datum: 3. Mai 2019, ort: Meißen, berichtigt: 2026-11-27}\n"
    (folder / "bericht.yaml").write_text(text, encoding="utf-8")
    assert build.index_files([folder], data, embedder)[0].report.warnings == ()
    return data


def test_it_is_marked_wherever_it_is_shown(corrected, asmk_here):
    shown = asmk_here("show", _id(corrected), data=corrected).out
    assert "Abstimmung: 13:0:3 (berichtigt am 27.11.2026)" in shown and "Antrag: Hessen (berichtigt am 27.11.2026)" in shown
    assert "Ort: Meißen (berichtigt am 27.11.2026)" in shown
    entry = json.loads(asmk_here("show", _id(corrected), "--json", data=corrected).out)
    assert entry["resolutions"][0]["corrected"]["vote"] == {"on": "2026-11-27", "read": "einstimmig"} and entry["resolutions"][1]["corrected"] == {}
    assert entry["report"]["corrected"]["place"]["read"] == "Dresden"


def _id(data) -> str:
    return next(iter(reports(data).values())).id


def test_it_is_never_quoted_as_the_reports(corrected, embedder):
    from assistant import overview
    from assistant.engine import Engine
    from assistant.page import evidence, library, markup
    from assistant.settings import Settings

    engine = Engine(Settings(data=corrected), embedder)
    report = next(iter(engine.reports.values()))
    vote, _ = engine.ask("Wie wurde über Leuchtturmwärter abgestimmt?")
    assert "13:0:3" in vote.lead and "berichtigt am 27.11.2026; so steht es nicht im Bericht" in vote.lead
    listed, _ = engine.ask("Was hat Hessen beantragt?")
    assert listed.count == 1 and "Bei 1 davon sind Angaben berichtigt" in listed.notes[0]
    when, _ = engine.ask("Wann war die 97. ASMK?")
    assert "3. Mai 2019 in Meißen (berichtigt am 27.11.2026)" in when.lead and not when.quotes and when.status == "related"
    for answer in (vote, listed, when):
        assert not [quote for quote in answer.quotes if "Hessen" in quote.text or "13:0:3" in quote.text]
    card = evidence.evidence(engine, report.id, report.resolutions[0].start, report.resolutions[0].end)
    for html in (card, library.section(engine), library.cut(engine, report.id), markup.vote_badge(report.resolutions[0]), overview.as_csv(overview.rows(engine.reports, overview.Choice()))):
        assert "berichtigt am 27.11.2026" in html
    assert "13:0:3 (Ja : Nein : Enthaltung) (berichtigt" in markup.vote_words(report.resolutions[0])
