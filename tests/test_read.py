"""The reader: bad files refused in bounded time and memory, odd text mended or named, and nothing that stops the rest."""

import io
import os
import random
import threading
import time

import pytest

import bad_files
import fuzz_reader
from bad_files import BAD, FONT, SENTENCE, deflated, page, shown, stream
from helpers import WRITTEN
from index import build, read, sandbox, textlayer
from index.errors import AsmkError, ReportError
from index.read import read_pdf


@pytest.fixture
def written(tmp_path):
    """Reads a PDF given as bytes."""

    def write_and_read(data: bytes, name: str = "bericht.pdf"):
        (tmp_path / name).write_bytes(data)
        return read_pdf(tmp_path / name)

    return write_and_read


@pytest.fixture
def hurried(monkeypatch):
    """Gives up after three seconds a page and five in all, to spare the time of whoever runs the tests."""
    child = sandbox.Child("index.read", 3, 5)
    monkeypatch.setattr(read, "_child", child)
    yield
    child.stop()


def refusal(path) -> str:
    """The sentence that refuses a file, without its name."""
    with pytest.raises(ReportError) as raised:
        read_pdf(path)
    name, _, sentence = str(raised.value).partition(": ")
    assert (name, raised.value.file) == (path.name, path.name) and "\n" not in sentence
    return sentence


# ── bad files ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("bad", [pytest.param(bad, marks=pytest.mark.long) if bad.name.startswith("bombe") else bad for bad in BAD], ids=lambda bad: bad.name)
def test_a_bad_file_is_refused_with_its_sentence(bad, tmp_path, hurried):
    path = tmp_path / bad.name
    path.write_bytes(bad.make())
    begin = time.monotonic()
    sentence = refusal(path)
    assert time.monotonic() - begin < bad.seconds
    assert sentence == bad.sentence if isinstance(bad.sentence, str) else sentence in bad.sentence


@pytest.mark.long
@pytest.mark.parametrize("bad", [bad for bad in BAD if bad.seconds > 5], ids=lambda bad: bad.name)
def test_a_heavy_file_is_refused_within_the_real_limits(bad, tmp_path):
    path = tmp_path / bad.name
    path.write_bytes(bad.make())
    assert refusal(path) in (bad.sentence if isinstance(bad.sentence, tuple) else (bad.sentence,))


def test_500_mb_are_refused_at_once(tmp_path):
    path = bad_files.write_large(tmp_path / "riesig.pdf")
    begin = time.monotonic()
    assert refusal(path) == bad_files.TOO_LARGE
    assert time.monotonic() - begin < 5


def test_a_file_that_is_not_there_or_no_file(tmp_path):
    for path in (tmp_path / "fehlt.pdf", tmp_path):
        assert "prüfen Sie Pfad und Zugriffsrechte" in refusal(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_that_no_one_writes_to_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "rohr.pdf")
    assert refusal(tmp_path / "rohr.pdf") == bad_files.EMPTY


@pytest.mark.parametrize("name", ["Bericht Übersicht (2).pdf", "ä" * 60 + ".pdf", "a;b'c\"d&e.pdf", "zeile\nneu.pdf", "-rf.pdf"])
def test_any_file_name(name, tmp_path):
    try:
        (tmp_path / name).write_bytes(page(stream(shown(SENTENCE))))
    except OSError:
        pytest.skip("the file system does not take this name")
    assert read_pdf(tmp_path / name).file == name


# ── the child process ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_child_that_dies_names_its_file_and_the_rest_goes_on(tmp_path, monkeypatch):
    """It is killed while it reads the first of two files."""
    slow, good = tmp_path / "langsam.pdf", WRITTEN[0]
    slow.write_bytes(page(deflated(b"0 0 m " * 12_000_000)))
    monkeypatch.setattr(read, "_child", sandbox.Child("index.read", 30, 30))
    killer = threading.Timer(1.5, lambda: read._child._process.kill())
    killer.start()
    assert refusal(slow) == bad_files.TOO_BIG
    assert len(read_pdf(good).pages) > 1
    read._child.stop()


def test_an_idle_child_that_dies_is_replaced():
    read_pdf(WRITTEN[0])
    read._child._process.kill()
    read._child._process.wait()
    assert read_pdf(WRITTEN[0]).pages


def test_one_child_reads_many_files():
    read_pdf(WRITTEN[0])
    first = read._child._process.pid
    for path in WRITTEN:
        read_pdf(path)
    assert read._child._process.pid == first


def test_files_read_from_several_threads_are_not_mixed_up():
    expected = {path: read_pdf(path) for path in WRITTEN}
    found = []
    threads = [threading.Thread(target=lambda path=path: found.append((path, read_pdf(path)))) for path in WRITTEN * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(found) == len(threads) and all(expected[path] == source for path, source in found)


def test_an_interrupted_read_leaves_no_answer_for_the_next(tmp_path, monkeypatch):
    """Ctrl+C while pages arrive."""
    monkeypatch.setattr(read, "Line", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        read_pdf(WRITTEN[0])
    monkeypatch.undo()
    assert read_pdf(WRITTEN[1]).sha256 != read_pdf(WRITTEN[0]).sha256


def test_a_child_that_does_not_start_is_no_fault_of_the_file(monkeypatch):
    monkeypatch.setattr(read, "_child", sandbox.Child("index.gibt_es_nicht", 5, 5))
    with pytest.raises(AsmkError, match="installieren") as raised:
        read_pdf(WRITTEN[0])
    assert not isinstance(raised.value, ReportError)


def test_the_program_itself_never_loads_pypdf():
    import subprocess
    import sys

    code = f"import sys; from pathlib import Path; from index.read import read_pdf; read_pdf(Path({str(WRITTEN[0])!r})); print('pypdf' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=WRITTEN[0].parents[2], capture_output=True, text=True, timeout=60).stdout.strip() == "False"


@pytest.mark.skipif(not os.path.exists("/proc/self/limits"), reason="the system does not tell its limits")
def test_the_memory_of_the_child_is_limited():
    read_pdf(WRITTEN[0])
    with open(f"/proc/{read._child._process.pid}/limits", encoding="ascii") as file:
        limits = {line[:25].strip(): line[25:].split()[0] for line in file}
    assert int(limits["Max address space"]) == read.MAX_MEMORY


def test_small_files_are_read_quickly(tmp_path):
    data = page(stream(shown(SENTENCE)))
    paths = [tmp_path / f"{number}.pdf" for number in range(40)]
    for path in paths:
        path.write_bytes(data)
    read_pdf(paths[0])
    begin = time.monotonic()
    for path in paths:
        read_pdf(path)
    assert time.monotonic() - begin < 8  # about 0.4 where nothing else runs


# ── odd text ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "raw, expected",
    [
        ("E r g e b n i s s e", "Ergebnisse"),
        ("E r g e b n i s s e  d e r  K o n f e r e n z", "Ergebnisse der Konferenz"),  # wider gaps between words
        ("E r g e b n i s s e   d e r   K o n f e r e n z", "Ergebnisse der Konferenz"),
        ("E r g e b n i s s e K o n f e r e n z", "Ergebnisse Konferenz"),  # no wider gaps, but a capital
        ("B E S C H L Ü S S E", "BESCHLÜSSE"),
        ("1. B e r i c h t", "1. Bericht"),
        ("II. P f l e g e und mehr", "II. Pflege und mehr"),
        ("a b c d e", "a b c d e"),  # letters of an enumeration
        ("1 0 3 1 5", "1 0 3 1 5"),  # figures of a table
        ("z. B. i. d. R.", "z. B. i. d. R."),
        ("S G B", "S G B"),  # three letters may be an abbreviation
        ("wie z. B. in A und B", "wie z. B. in A und B"),
        ("\uf0a7 erster Punkt", "• erster Punkt"),  # a bullet of a pictograph font
        ("\uf731\uf732 \uf761\uf773\uf76d\uf76b", "12 ASMK"),  # old-style figures, small capitals
        ("".join(chr(0xF000 + ord(letter)) for letter in "Länder und Bund"), "Länder und Bund"),  # a text font that calls itself a symbol font
        ("ErgebnisseErgebnisse", "Ergebnisse"),  # printed twice, to look bold
        ("Die Länder fordern Die Länder fordern", "Die Länder fordern"),
        ("EErrggeebbnniissssee  ddeerr  KKoonnffeerreennzz", "Ergebnisse der Konferenz"),  # letter by letter
        ("Otto Anna", "Otto Anna"),
        ("Ja, ja", "Ja, ja"),
        ("11 22 33 44 55 66 77", "11 22 33 44 55 66 77"),  # figures of a table
        ("TOP 7 ................................", "TOP 7 ................................"),
        ("Pfle\ue123ge", "Pfle\ue123ge"),  # unknown: left, and named in a warning
        ("Eine gewöhnliche Zeile, wie sie sein soll.", "Eine gewöhnliche Zeile, wie sie sein soll."),
    ],
)
def test_a_line_is_mended(raw, expected):
    assert textlayer.mend(raw) == expected


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_a_good_report_has_no_warning_and_is_not_mended(path):
    source = read_pdf(path)
    assert source.warnings == ()
    assert not any(textlayer.is_gibberish("\n".join(line.text for line in lines)) for lines in source.pages)


MAP = b"1 begincodespacerange <00> <FF> endcodespacerange\n%s"
MAPPED_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>"


def mapped(content: bytes, ranges: bytes) -> bytes:
    """A page in a font with this map from codes to letters."""
    return page(stream(content), [MAPPED_FONT, stream(MAP % ranges)], b"/Font << /F 6 0 R >>")


def test_glyphs_without_a_letter_are_counted_in_a_warning(written):
    source = written(mapped(shown("Die Pfle~ge der L~nder", 20), b"2 beginbfrange\n<20> <7D> <0020>\n<7E> <7E> <E123>\nendbfrange"))
    assert [warning for warning in source.warnings if "Sonderschrift" in warning and "40" in warning]


def test_a_symbol_font_is_read(written):
    source = written(mapped(shown(SENTENCE), b"1 beginbfrange\n<20> <FF> <F020>\nendbfrange"))
    assert source.pages[0][0].text == SENTENCE and source.warnings == ()


def test_half_a_character_can_be_stored(written):
    """A map to a lone surrogate: text that could be read but never written to a file."""
    source = written(mapped(shown("Die Pfle~ge der Pension~re", 20), b"2 beginbfrange\n<20> <7D> <0020>\n<7E> <7E> <D835>\nendbfrange"))
    "".join(line.text for line in source.pages[0]).encode()
    assert any("Sonderschrift" in warning for warning in source.warnings)


def test_a_place_beyond_all_numbers_is_no_place(written):
    source = written(page(stream(shown(SENTENCE) + (b" " + b"9" * 30 + b" 0 0 1 0 0 cm ") * 12 + b"BT /F 11 Tf 9 0 Td (weit weg) Tj ET")))
    assert source.pages[0][-1].text == "weit weg" and source.pages[0][-1].x is None


def test_letter_spacing_by_the_typesetter_is_read(written):
    source = written(page(stream(shown(SENTENCE) + b"BT /F 11 Tf 70 400 Td 4 Tc (Ergebnisse der Konferenz) Tj ET")))
    assert source.pages[0][-1].text == "Ergebnisse der Konferenz"


@pytest.mark.parametrize("turn, matrix", [(90, b"0 1 -1 0 500 70"), (180, b"-1 0 0 -1 525 70"), (270, b"0 -1 1 0 100 780")])
def test_a_turned_page_is_read_as_if_it_were_upright(written, turn, matrix):
    lines = b"".join(b"(Zeile %d: " % number + SENTENCE.encode() + b") Tj T*\n" for number in range(5))
    source = written(page(stream(b"q " + matrix + b" cm BT /F 11 Tf 14 TL 0 0 Td\n" + lines + b"ET Q"), page_entries=b"/Rotate %d" % turn))
    found = source.pages[0]
    assert [line.text for line in found] == [f"Zeile {number}: {SENTENCE}" for number in range(5)]
    assert {line.x for line in found} == {found[0].x} and {above.y - below.y for above, below in zip(found, found[1:])} == {14.0}
    assert all(0 <= line.x and 0 <= line.y and line.size == 11 for line in found)


@pytest.mark.parametrize(
    "content",
    [
        b"BT /F 11 Tf 70 400 Td (Ergebnisse der Konferenz) Tj ET BT /F 11 Tf 70.3 400 Td (Ergebnisse der Konferenz) Tj ET",
        b"BT /F 11 Tf 70 400 Td (Ergebnisse der Konferenz) Tj 0.3 0 Td (Ergebnisse der Konferenz) Tj ET",
        b"BT /F 11 Tf 70 400 Td (Ergebnisse der Konferenz) Tj ET BT /F 11 Tf 70 399.7 Td (Ergebnisse der Konferenz) Tj ET",
    ],
    ids=["in two goes", "in one go", "a little lower"],
)
def test_text_printed_twice_to_look_bold_is_read_once(content, written):
    source = written(page(stream(shown(SENTENCE) + b"\n" + content)))
    assert [line.text for line in source.pages[0]][-1] == "Ergebnisse der Konferenz"
    assert sum("Ergebnisse" in line.text for line in source.pages[0]) == 1


def test_the_same_words_in_two_places_are_read_twice(written):
    source = written(page(stream(shown("Die Länder fordern mehr.", 20))))
    assert len(source.pages[0]) == 20


@pytest.mark.parametrize(
    "content, expected",
    [
        (b"BT /F 11 Tf 70 400 Td " + b" ".join(b"(%c) Tj 14 0 Td" % letter for letter in b"Ergebnisse") + b" ET", "Ergebnisse"),
        (b"BT /F 11 Tf 70 400 Td [" + b" -600 ".join(b"(%c)" % letter for letter in b"Ergebnisse") + b"] TJ ET", "Ergebnisse"),
        (b"".join(b"BT /F 11 Tf %d 400 Td (%c) Tj ET " % (70 + 14 * place, letter) for place, letter in enumerate(b"Ergebnisse")), "Ergebnisse"),
    ],
    ids=["pen moved", "gaps in an array", "letter by letter"],
)
def test_letter_spacing_by_the_pen_is_read(content, expected, written):
    source = written(page(stream(shown(SENTENCE) + b"\n" + content)))
    assert source.pages[0][-1].text == expected


def test_words_that_lost_their_hyphen_are_named(written):
    source = written(page(stream(shown("Die Arbeitsund Sozialministerkonferenz in Stralsund ist gesund."))))
    assert [warning for warning in source.warnings if "„Arbeitsund“" in warning and "Stralsund" not in warning]


@pytest.mark.parametrize("word", ["Stralsund", "Öresund", "Hintergrund", "Freund", "Ungesund", "Dortmund", "Arbeits- und", "Länder und"])
def test_words_that_only_end_so_are_not(word, written):
    assert written(page(stream(shown(f"Die Konferenz fordert {word} mehr Hilfe für Menschen mit Behinderungen.")))).warnings == ()


def test_a_raised_number_is_kept_apart_from_the_figure_before_it(written):
    """ "seit 2024" with footnote 5 read "seit 20245"."""
    content = b"BT /F 11 Tf 70 400 Td (seit 2024) Tj ET BT /F 6.5 Tf 117 404 Td (5) Tj ET BT /F 11 Tf 121 400 Td ( gilt) Tj ET"
    assert written(page(stream(shown(SENTENCE) + b"\n" + content))).pages[0][-1].text == "seit 2024⁵ gilt"


def test_a_lowered_number_is_none(written):
    content = b"BT /F 11 Tf 70 400 Td (CO) Tj ET BT /F 6.5 Tf 86 398 Td (2) Tj ET BT /F 11 Tf 91 400 Td (-Abgabe) Tj ET"
    assert written(page(stream(shown(SENTENCE) + b"\n" + content))).pages[0][-1].text == "CO2-Abgabe"


def test_a_stamp_that_runs_up_the_margin_tears_no_line(written):
    lines = shown(SENTENCE, 10).replace(b"ET", b"") + b"ET q BT /F 9 Tf 0 1 -1 0 40 300 Tm (Entwurf vom 3. Mai) Tj ET Q BT /F 11 Tf 70 600 Td (Ende) Tj ET"
    found = written(page(stream(lines))).pages[0]
    assert [line.text for line in found if not line.role] == [SENTENCE] * 10 + ["Ende"]
    assert [(line.text, line.role) for line in found[-1:]] == [("Entwurf vom 3. Mai", "note")]


def test_missing_spaces_are_named(written):
    assert any("Leerzeichen" in warning for warning in written(page(stream(shown(SENTENCE.replace(" ", ""))))).warnings)


@pytest.mark.parametrize("size", [2, 3])
def test_torn_words_are_named(written, size):
    torn = " ".join(word[at : at + size] for word in SENTENCE.split() for at in range(0, len(word), size))
    assert any("zerrissen" in warning for warning in written(page(stream(shown(torn)))).warnings)


def two_pages(first: bytes, second: bytes, resources: bytes = b"", more: tuple = ()) -> bytes:
    sheet = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F 5 0 R >> %s >> >>"
    return bad_files.pdf([bad_files.CATALOGUE, b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>", sheet % (6, b""), sheet % (7, resources), FONT, first, second, *more])


@pytest.mark.parametrize("footer", [b"", b"BT /F 9 Tf 300 30 Td (Seite 2) Tj ET"])
def test_a_page_that_is_a_picture_is_named(written, footer):
    picture = stream(bytes(16), b"/Type /XObject /Subtype /Image /Width 4 /Height 4 /ColorSpace /DeviceGray /BitsPerComponent 8")
    source = written(two_pages(stream(shown(SENTENCE)), stream(b"q 500 0 0 800 0 0 cm /P Do Q " + footer), b"/XObject << /P 8 0 R >>", (picture,)))
    assert len(source.warnings) == 1 and source.warnings[0].startswith("Auf Seite 2 steht nur ein Bild ohne Text")


def test_an_empty_page_is_no_cause_for_a_warning(written):
    assert written(two_pages(stream(shown(SENTENCE)), stream(b""))).warnings == ()


def test_a_page_of_gibberish_is_named(written):
    exchanged = SENTENCE.lower().translate(str.maketrans("abcdefghijklmnopqrstuvwxyz", "qxzjvkbpwfygcumhdolrsitnea"))
    source = written(two_pages(stream(shown(SENTENCE, 40)), stream(shown(exchanged, 10))))
    assert len(source.warnings) == 1 and source.warnings[0].startswith("Auf Seite 2 steht Text, der im PDF nicht lesbar hinterlegt ist")


@pytest.mark.parametrize(
    "text, gibberish",
    [
        (SENTENCE * 3, False),
        (SENTENCE.upper() * 3, False),
        (SENTENCE.replace(" ", "") * 3, False),
        ("The conference of ministers calls on the federal government to do more for people who need care. " * 3, False),  # refused later, as no report
        ("13:0:3 16:0:0 " * 50, False),
        ("TOP 5.1 ......................................................................................... 17\n" * 20, False),
        ("xqzj vkbp wfyg cumh dolr sitn " * 10, True),
        ("$%&/()=?*+#'" * 30, True),
        ("zu kurz", False),
    ],
)
def test_gibberish_is_told_from_language(text, gibberish):
    assert textlayer.is_gibberish(text) is gibberish


def test_letters_exchanged_at_random_are_always_gibberish():
    """Whatever the exchange, as with fonts that number their glyphs; a handful of fixed points aside."""
    alphabet = "abcdefghijklmnopqrstuvwxyzäöüß"
    text = " ".join(line.text for lines in read_pdf(WRITTEN[0]).pages for line in lines).lower()
    chance = random.Random(0)
    for _ in range(100):
        assert textlayer.is_gibberish(text.translate(str.maketrans(alphabet, "".join(chance.sample(alphabet, len(alphabet))))))


def with_form(value: str) -> bytes:
    field = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (Antrag) /V (%s) /Rect [70 100 200 120] >>" % value.encode()
    sheet = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F 4 0 R >> >> /Annots [6 0 R] >>"
    catalogue = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] >> >>"
    return bad_files.pdf([catalogue, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", sheet, FONT, stream(shown(SENTENCE)), field])


def test_a_filled_form_is_named(written):
    assert any("Formularfeldern" in warning for warning in written(with_form("Bremen")).warnings)
    assert written(with_form("")).warnings == ()


def test_an_incremental_update_is_read_in_its_last_state(written):
    import pypdf

    first = page(stream(shown("Der alte Stand: " + SENTENCE)))
    writer = pypdf.PdfWriter(io.BytesIO(first), incremental=True)
    content = pypdf.generic.DecodedStreamObject()
    content.set_data(shown("Der neue Stand: " + SENTENCE))
    writer.pages[0][pypdf.generic.NameObject("/Contents")] = writer._add_object(content)
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(first)
    source = written(out.getvalue())
    assert {line.text for line in source.pages[0]} == {"Der neue Stand: " + SENTENCE} and source.warnings == ()


def test_a_file_that_had_to_be_mended_says_so(written):
    """Its table of objects points beside them: what could be found is read, but something may lack."""
    data = page(stream(shown(SENTENCE)))
    shifted = data.replace(b"%PDF-1.7\n", b"%PDF-1.7\n%" + b"x" * 50 + b"\n", 1)
    source = written(shifted)
    assert source.pages[0][0].text == SENTENCE
    assert source.warnings == ("Das PDF ist nicht fehlerfrei aufgebaut; möglicherweise fehlt Text. Bitte vergleichen Sie Zitate mit dem PDF.",)


def test_a_document_that_announces_more_pages_than_it_has_says_so(written):
    data = page(stream(shown(SENTENCE))).replace(b"/Count 1", b"/Count 3")
    assert any("möglicherweise fehlt Text" in warning for warning in written(data).warnings)


def test_the_warnings_reach_the_report(tmp_path, make_pdf, small_report):
    path = make_pdf(tmp_path / "bericht.pdf", small_report)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"\n", b"\n%" + b"x" * 50 + b"\n", 1))
    assert build.parse(path).warnings == read_pdf(path).warnings != ()


# ── damage at random ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_damaged_reports_are_read_or_refused():
    """A short run of ``python tests/fuzz_reader.py``."""
    result = fuzz_reader.run(seconds=3, seed=20)
    assert result.broken == [] and sum(result.outcomes.values()) > 5
    assert result.memory < read.MAX_MEMORY


@pytest.mark.parametrize("share", [0.02, 0.2, 0.4, 0.6, 0.8, 0.95, 0.998])
def test_a_download_that_broke_off_is_refused(tmp_path, share):
    for path in WRITTEN:
        data = path.read_bytes()
        (tmp_path / path.name).write_bytes(data[: int(len(data) * share)])
        assert refusal(tmp_path / path.name) == bad_files.BROKEN
