"""Administration and the readers' door, over HTTP, without a browser: real PDFs, a real index of its own."""

import base64
import subprocess
import sys
import threading
import time

import pytest

from assistant import access
from assistant.engine import Engine
from assistant.settings import Settings
from helpers import SAMPLES, SMALL_REPORT

PASSWORD = "ein langes Kennwort"
LAMPS = "Was fordert die Konferenz zu Leuchtturmwärtern?"


def open_app(data, embedder, **more):
    from fastapi.testclient import TestClient

    from assistant.page.server import build_app

    return TestClient(build_app(Engine(Settings(data=data, **more), embedder)), base_url="http://testserver")


@pytest.fixture
def admin(own_data, embedder):
    with open_app(own_data, embedder, admin_password=PASSWORD) as client:
        assert client.post("/verwaltung/anmelden", json={"kennwort": PASSWORD}).status_code == 204
        yield client


def put(client, path, name=None):
    return client.put("/verwaltung/datei", content=path.read_bytes(), headers={"X-Dateiname": name or path.name})


def mark(html: str) -> str:
    return html.split('data-marke="')[1].split('"')[0]


def test_without_a_password_there_is_no_administration(own_data, embedder):
    with open_app(own_data, embedder) as client:
        assert client.get("/bereich/verwaltung").status_code == 404
        assert client.post("/verwaltung/anmelden", json={"kennwort": ""}).status_code in (404, 405)
        assert "#verwaltung" not in client.get("/").text


def test_nothing_is_open_without_logging_in(own_data, embedder, tmp_path):
    with open_app(own_data, embedder, admin_password=PASSWORD) as client:
        assert "Kennwort" in client.get("/bereich/verwaltung").text
        assert put(client, SAMPLES[0]).status_code == 403
        for path, body in (("aufnehmen", {"marken": ["x"]}), ("entfernen", {"bericht": "x"}), ("verwerfen", {"marke": "x"}), ("formular", {"bericht": "x"}), ("berichtigen", {"bericht": "x"})):
            assert client.post(f"/verwaltung/{path}", json=body).status_code == 403
        assert client.post("/verwaltung/anmelden", json={"kennwort": "falsch"}).status_code == 403
        assert "data-berichtigen" not in client.get("/bereich/berichte?bericht=asmk-102-bericht-beispiel").text


def test_a_report_is_previewed_before_it_goes_live_and_removed_again(admin, make_pdf, tmp_path):
    file = make_pdf(tmp_path / "asmk-97-bremen.pdf", SMALL_REPORT)
    before = admin.get("/health").json()["reports"]
    preview = put(admin, file)
    assert preview.status_code == 200 and "2 Beschlüsse" in preview.text and "Leuchtturmwärter" in preview.text
    assert admin.get("/health").json()["reports"] == before  # not live yet
    assert mark(preview.text) in admin.get("/bereich/verwaltung").text
    taken = admin.post("/verwaltung/aufnehmen", json={"marken": [mark(preview.text)]})
    assert taken.status_code == 200 and "aufgenommen" in taken.text
    assert admin.get("/health").json()["reports"] == before + 1
    answer = admin.post("/api/ask", json={"question": LAMPS}).json()
    assert answer["status"] == "answered" and "Leuchtturmwärter" in answer["quotes"][0]["text"]
    assert admin.post("/verwaltung/aufnehmen", json={"marken": [mark(preview.text)]}).status_code == 422
    report = answer["quotes"][0]["report"]
    assert admin.post("/verwaltung/entfernen", json={"bericht": report}).status_code == 200
    assert admin.get("/health").json()["reports"] == before
    assert admin.post("/verwaltung/entfernen", json={"bericht": report}).status_code == 422


def test_the_preview_is_what_goes_live_and_says_what_it_replaces(admin, make_pdf, tmp_path):
    """The titles of the preview had been chosen without the model, and "2019/bericht.pdf" was said to replace "2020/bericht.pdf"."""
    file = make_pdf(tmp_path / "bericht.pdf", SMALL_REPORT)
    preview = put(admin, file)
    admin.post("/verwaltung/aufnehmen", json={"marken": [mark(preview.text)]})
    live = [entry["title"] for entry in admin.post("/api/list", json={"conference": 97}).json()["resolutions"]]
    assert live and all(title in preview.text for title in live)
    assert "schon als bericht.pdf im Bestand" in put(admin, file, "anders.pdf").text
    assert "Ersetzt den Bericht" in put(admin, make_pdf(tmp_path / "neu.pdf", [*SMALL_REPORT[:-1], "Mit freundlichen Grüßen", SMALL_REPORT[-1]]), "bericht.pdf").text
    other = make_pdf(tmp_path / "anderes.pdf", [text.replace("97.", "96.") for text in SMALL_REPORT])
    assert "Ersetzt den Bericht" not in put(admin, other, "bericht.pdf").text


def test_a_field_is_corrected_and_taken_back(admin, own_data, embedder):
    report = "asmk-102-bericht-beispiel"
    first = f"{report}/01"
    form = admin.post("/verwaltung/formular", json={"bericht": report, "beschluss": first})
    assert form.status_code == 200 and 'name="abstimmung"' in form.text and "Pflege" in form.text
    before = admin.post("/api/list", json={"words": ""}).json()["resolutions"]
    old = next(entry for entry in before if entry["id"] == first)
    assert admin.post("/verwaltung/berichtigen", json={"bericht": report, "beschluss": first, "felder": {"abstimmung": "9:4:3"}}).text == "Gespeichert."
    now = {entry["id"]: entry for entry in admin.post("/api/list", json={"words": ""}).json()["resolutions"]}
    assert now[first]["vote"] == "9:4:3" and now[first]["corrected"]["vote"]["read"] == (old["vote"] or "") and len(now) == len(before)
    assert "gelesen: " in admin.post("/verwaltung/formular", json={"bericht": report, "beschluss": first}).text
    refused = admin.post("/verwaltung/berichtigen", json={"bericht": report, "felder": {"land": "Preußen"}})
    assert refused.status_code == 422 and "möglich sind" in refused.text
    assert admin.post("/verwaltung/formular", json={"bericht": "unbekannt"}).status_code == 422
    cut = admin.get(f"/bereich/berichte?bericht={report}").text
    assert "9:4:3 (Ja : Nein : Enthaltung) (berichtigt am" in cut and "data-berichtigen" in cut
    with open_app(own_data, embedder, admin_password=PASSWORD) as reader:  # it is in the index, not in a session
        assert "berichtigt am" in reader.get(f"/bereich/berichte?bericht={report}").text
    assert admin.post("/verwaltung/berichtigen", json={"bericht": report, "beschluss": first}).text == "Zurückgenommen."
    again = next(entry for entry in admin.post("/api/list", json={"words": ""}).json()["resolutions"] if entry["id"] == first)
    assert again == old


def test_readers_are_answered_while_the_index_changes(admin, make_pdf, tmp_path):
    """Taking in, correcting and removing go on in another thread; every question meanwhile is answered, from the old index or the new one."""
    mark_of = mark(put(admin, make_pdf(tmp_path / "asmk-97-bremen.pdf", SMALL_REPORT)).text)
    codes: list[int] = []

    def change():
        codes.append(admin.post("/verwaltung/aufnehmen", json={"marken": [mark_of]}).status_code)
        codes.append(admin.post("/verwaltung/berichtigen", json={"bericht": "asmk-102-bericht-beispiel", "felder": {"ort": "Bonn"}}).status_code)
        codes.append(admin.post("/verwaltung/entfernen", json={"bericht": "asmk-101-bericht-beispiel"}).status_code)

    changing = threading.Thread(target=change)
    changing.start()
    answers = []
    while changing.is_alive():
        answers.append(admin.post("/api/ask", json={"question": "Was fordert die ASMK zu Mehrgenerationenhäusern?"}))
    changing.join()
    assert codes == [200, 200, 200] and answers
    assert all(answer.status_code == 200 and answer.json()["status"] == "answered" for answer in answers)


def test_a_hostile_correction_is_text(admin):
    report = "asmk-102-bericht-beispiel"
    assert admin.post("/verwaltung/berichtigen", json={"bericht": report, "beschluss": f"{report}/01", "felder": {"titel": "<img src=x onerror=alert(1)>"}}).status_code == 200
    for path in (f"/bereich/berichte?bericht={report}", "/bereich/ueberblick"):
        html = admin.get(path).text
        assert "&lt;img src=x" in html and "<img src=x" not in html
    assert "<img src=x" not in admin.post("/verwaltung/formular", json={"bericht": report, "beschluss": f"{report}/01"}).text


def test_what_is_no_report_is_refused_in_a_sentence_and_leaves_nothing(admin, own_data, make_pdf, tmp_path):
    broken = tmp_path / "kaputt.pdf"
    broken.write_bytes(b"<html>nicht PDF</html>")
    letter = make_pdf(tmp_path / "brief.pdf", ["Sehr geehrte Damen und Herren, das Wetter ist schön. Mit freundlichen Grüßen"])
    for file in (broken, letter):
        refused = put(admin, file)
        assert refused.status_code == 422 and refused.text.startswith(file.name)
    assert not list((own_data / "eingang").glob("*/*"))


def test_a_hostile_file_name_is_only_a_name(admin, own_data):
    answer = put(admin, SAMPLES[0], "..%2F..%2F%3Cimg%20src%3Dx%3E.pdf")
    assert answer.status_code == 200 and "<img" not in answer.text
    [file] = (own_data / "eingang").glob("*/*")
    assert file.name == "_img src=x_.pdf"
    assert admin.post("/verwaltung/verwerfen", json={"marke": file.parent.name}).status_code == 200
    assert not list((own_data / "eingang").glob("*/*"))


def test_another_site_cannot_act_through_the_administrators_browser(admin):
    for path, body in (("entfernen", {"bericht": "x"}), ("aufnehmen", {"marken": ["x"]})):
        assert admin.post(f"/verwaltung/{path}", json=body, headers={"Origin": "https://boese.example"}).status_code == 403
    admin.post("/verwaltung/abmelden")
    assert "Kennwort" in admin.get("/bereich/verwaltung").text


def test_guessing_is_slowed(own_data, embedder):
    with open_app(own_data, embedder, admin_password=PASSWORD) as client:
        codes = [client.post("/verwaltung/anmelden", json={"kennwort": str(i)}).status_code for i in range(access.FREE_TRIES + 2)]
        assert codes[-1] == 429 and codes[: access.FREE_TRIES] == [403] * access.FREE_TRIES
        assert client.post("/verwaltung/anmelden", json={"kennwort": PASSWORD}).status_code == 429


def test_an_oversized_body_is_refused(admin):
    assert admin.post("/bereich/zitat", content=b"x" * 2_100_000).status_code == 413
    chunks = (b"x" * 100_000 for _ in range(25))  # no length given
    assert admin.post("/bereich/zitat", content=chunks, headers={"Content-Type": "application/json"}).status_code == 400


# --- readers


@pytest.fixture
def readers(own_data, embedder, tmp_path):
    users = tmp_path / "leser.txt"
    users.write_text(f"# Lesende\nanna:{access.hash_password(PASSWORD)}\nkaputt:abc\n", encoding="utf-8")
    with open_app(own_data, embedder, users=users) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/info", "/pdf/asmk-102-bericht-beispiel", "/bereich/berichte", "/eigen/seite.js", "/beleg/x/0-5"])
def test_nothing_is_read_without_logging_in(readers, path):
    answer = readers.get(path)
    assert answer.status_code == 401 and "Beschl" not in answer.text
    assert answer.headers["X-Frame-Options"] == "DENY" and "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert readers.get("/health").status_code == 200 and readers.get("/eigen/seite.css").status_code == 200


def test_a_reader_logs_in_and_out(readers):
    assert readers.post("/", data={"name": "anna", "kennwort": "falsch"}).status_code == 401
    assert readers.post("/", data={"name": "kaputt", "kennwort": "abc"}).status_code == 401
    answer = readers.post("/", data={"name": "anna", "kennwort": PASSWORD}, follow_redirects=False)
    assert answer.status_code == 303 and "HttpOnly" in answer.headers["set-cookie"]
    assert "gradio-app" in readers.get("/").text and readers.get("/bereich/berichte").status_code == 200
    readers.post("/abmelden")
    assert readers.get("/bereich/berichte").status_code == 401


def test_a_program_reads_with_basic(readers):
    right = {"Authorization": "Basic " + base64.b64encode(f"anna:{PASSWORD}".encode()).decode()}
    assert readers.post("/api/list", json={}, headers=right).status_code == 200
    for wrong in ("Basic ???", "Basic " + base64.b64encode(b"anna:x").decode(), "Bearer x"):
        assert readers.post("/api/list", json={}, headers={"Authorization": wrong}).status_code == 401


def test_guessing_a_reader_is_slowed_too(readers):
    codes = [readers.post("/", data={"name": "anna", "kennwort": str(i)}).status_code for i in range(access.FREE_TRIES + 1)]
    assert codes[-1] == 429


# --- passwords


def test_passwords_are_salted_and_checked():
    stored = access.hash_password(PASSWORD)
    assert stored != access.hash_password(PASSWORD) and access.matches(PASSWORD, stored) and not access.matches(PASSWORD + " ", stored)
    for broken in ("", "x", "scrypt$1$2", "scrypt$99999999999$8$1$00$00", "md5$2$8$1$00$00", "scrypt$16384$8$1$zz$00"):
        assert not access.matches(PASSWORD, broken)


def test_patience_ends_and_begins_anew():
    patience = access.Patience()
    for _ in range(access.FREE_TRIES + 3):
        patience.note("a", False)
    assert 10 < patience.wait("a") <= access.LONGEST_PAUSE and patience.wait("b") == 0
    patience.note("a", True)
    assert patience.wait("a") == 0


def test_sessions_end():
    sessions = access.Sessions(0.05)
    token = sessions.open()
    assert sessions.holds(token) and not sessions.holds("x") and not sessions.holds(None)
    time.sleep(0.08)
    assert not sessions.holds(token)


def test_a_users_line_asks_for_a_name():
    done = subprocess.run([sys.executable, "-m", "assistant.access"], capture_output=True, text=True)
    assert done.returncode and "NAME" in done.stderr
