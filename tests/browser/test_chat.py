"""What a person sees and does on the chat page."""

import json
import subprocess
import sys
import urllib.request
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from assistant.page import sheets
from test_sheets import words_in

QUESTION = "Was fordert die ASMK zu Mehrgenerationenhäusern?"
LIST = "Welche Beschlüsse wurden einstimmig gefasst?"
OFF_TOPIC = "Wie backe ich einen Apfelkuchen mit Streuseln?"


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def test_opens_with_the_reports_it_knows_and_examples(chat):
    window = chat()
    page = window.page
    assert page.title() == "ASMK-Assistent"
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.locator(".berichte li").count() >= 2
    assert page.locator(".berichte .beispiel").first.inner_text() == "Beispielbericht"
    page.locator(".beispiele button").first.click()
    window.turns.first.wait_for()
    assert window.turns.first.locator("blockquote").count() >= 1


def test_a_quote_stands_in_the_pdf_on_the_page_named(chat, address):
    window = chat()
    turn = window.ask(QUESTION)
    assert "Mehrgenerationenh" in turn.inner_text()
    assert window.field.input_value() == ""
    figures = turn.locator("figure.zitat")
    assert figures.count() >= 1
    for i in range(figures.count()):
        figure = figures.nth(i)
        quote = figure.locator("blockquote").inner_text()
        assert quote[0] == "„" and quote[-1] == "“"
        assert "Beispielbericht" in figure.inner_text() and "Seite" in figure.inner_text()
        report, first = figure.get_attribute("data-report"), int(figure.get_attribute("data-page"))
        with urllib.request.urlopen(f"{address}/pdf/{report}") as answer:
            pdf = pypdf.PdfReader(BytesIO(answer.read()))
        on_page = letters(pdf.pages[first - 1].extract_text())
        wanted = letters(quote)
        # a quote may run on to the next page: then its beginning stands at least here
        assert wanted in on_page or ("–" in figure.locator("figcaption").inner_text() and wanted[:20] in on_page)


def test_the_quoted_page_is_shown_with_the_quote_highlighted(chat):
    window = chat()
    turn = window.ask(QUESTION)
    pane = window.page.locator("#beleg")
    pane.locator(".stelle").first.wait_for()
    picture = pane.locator(".blatt img").first
    window.page.wait_for_function("document.querySelector('#beleg .blatt img').naturalWidth > 500")
    assert picture.get_attribute("alt").startswith("Seite ")
    quote = turn.locator("blockquote").first.inner_text()[1:-1]
    pane.locator("summary").first.click()
    assert letters(pane.locator("mark").first.inner_text()) in letters(quote)
    pane.get_by_role("button", name="Ganze Seite").click()
    assert pane.get_by_role("button", name="Ganze Seite").get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize("width, height", [(1440, 900), (390, 800)])
def test_the_highlight_lies_on_the_words_in_the_pdf(chat, address, tmp_path, width, height):
    """Where the browser draws the rectangles on the page's picture, the PDF has the words of the quote and no others."""
    window = chat(viewport={"width": width, "height": height})
    figure = window.ask(QUESTION).locator("figure.zitat").first
    window.page.wait_for_function("document.querySelector('#beleg .blatt img')?.naturalWidth > 500 && document.querySelector('#beleg .stelle')")
    rectangles = window.page.evaluate("""() => [...document.querySelectorAll('#beleg .blatt-innen')].map((sheet) => {
        const page = sheet.querySelector('img').getBoundingClientRect();
        return [...sheet.querySelectorAll('.stelle')].map((mark) => {
            const box = mark.getBoundingClientRect();
            return [(box.left - page.left) / page.width, (box.top - page.top) / page.height, (box.right - page.left) / page.width, (box.bottom - page.top) / page.height];
        });
    })""")
    file = tmp_path / "bericht.pdf"
    with urllib.request.urlopen(f"{address}/pdf/{figure.get_attribute('data-report')}") as answer:
        file.write_bytes(answer.read())
    first = int(figure.get_attribute("data-page"))
    found = "".join(words_in(file, first + i, [sheets.Box(*box) for box in boxes]) for i, boxes in enumerate(rectangles))
    assert found == sheets.letters_of(figure.locator("blockquote").inner_text())


def test_numbers_select_the_evidence(chat):
    window = chat()
    turn = window.ask(LIST)
    rows = turn.locator(".liste tbody tr")
    assert rows.count() >= 5
    link = rows.nth(2).locator("a")
    title = link.inner_text()
    link.click()
    window.page.locator("#beleg .karte h3", has_text=title).wait_for()
    assert rows.nth(2).get_attribute("class") == "gewaehlt"
    window.page.locator("#beleg").get_by_role("button", name="Nächster Beleg").click()
    window.page.locator("#beleg .karte h3", has_text=rows.nth(3).locator("a").inner_text()).wait_for()


def test_a_quote_is_copied_with_its_source(chat):
    window = chat(permissions=["clipboard-read", "clipboard-write"])
    quote = window.ask(QUESTION).locator("blockquote").first.inner_text()
    window.page.get_by_role("button", name="Zitat kopieren").click()
    window.page.get_by_role("button", name="Kopiert").wait_for()
    copied = window.page.evaluate("navigator.clipboard.readText()")
    assert letters(copied).startswith(letters(quote)) and "Beispielbericht, S." in copied


def test_a_question_being_written_survives_a_reload(chat):
    window = chat()
    window.field.fill("Was ist mit")
    window.page.reload()
    window.page.wait_for_function("document.querySelector('#frage-feld textarea')?.value === 'Was ist mit'")


def test_an_answer_that_is_none_looks_like_none(chat):
    window = chat()
    turn = window.ask(OFF_TOPIC)
    assert turn.locator(".antwort.answered").count() == 0
    assert turn.locator(".stand").inner_text() in ("Ohne Fundstelle", "Nächstliegende Stellen")


def test_keyboard_alone(chat):
    window = chat()
    page = window.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "sprung"
    page.keyboard.press("Enter")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    window.turns.first.wait_for()
    assert "Antwort" in page.locator("#ansage").inner_text()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.zitat [data-beleg]')"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('#beleg h2')")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.runde [data-beleg]')")


def test_two_people_do_not_mix(chat):
    first, second = chat(), chat()
    first.ask(QUESTION)
    second.ask(LIST)
    first.ask(OFF_TOPIC)
    assert [first.turns.nth(i).locator("h3").inner_text().split("\n")[-1] for i in range(2)] == [QUESTION, OFF_TOPIC]
    assert second.turns.count() == 1 and LIST in second.turns.first.inner_text()
    first.page.get_by_role("button", name="Neues Gespräch").click()
    first.page.locator(".beispiele").wait_for()
    assert first.turns.count() == 0 and second.turns.count() == 1


def test_many_people_do_not_mix(address):
    """The load script, short: every dialogue gets the answers word for word that it gets alone."""
    script = Path(__file__).resolve().parents[1] / "benchmarks" / "load.py"
    done = subprocess.run([sys.executable, str(script), address, "--people", "6", "--seconds", "3"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and " 0 wrong" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "${alert(1)} {{value}} [x](javascript:alert(1))", "<script>alert(1)</script>"])
def test_a_hostile_question_is_text(chat, text):
    window = chat()
    turn = window.ask(f"{text} {QUESTION}")
    assert text in turn.locator("h3").inner_text()
    assert turn.locator("img, script").count() == 0
    window.page.wait_for_timeout(300)  # a script would have opened a dialog by now; the fixture looks


def test_an_error_is_one_sentence_and_the_question_stays(chat):
    window = chat()
    window.field.fill("Pflege " * 5000)
    window.field.press("Enter")
    window.page.locator(".fehler").wait_for()
    assert len(window.field.input_value()) == 35000
    assert window.turns.count() == 0
    window.ask(QUESTION)
    assert window.page.locator(".fehler").count() == 0


def test_filters_restrict_the_question(chat):
    window = chat()
    page = window.page
    page.get_by_role("button", name="Frage eingrenzen").click()
    everything = page.locator("#uebrig").inner_text()
    page.get_by_label("Konferenz").click()
    page.get_by_role("option", name="101. ASMK").click()
    page.wait_for_function("before => document.querySelector('#uebrig').innerText !== before", arg=everything)
    page.get_by_role("button", name="Frage eingrenzen (1 Filter gesetzt)").wait_for()
    turn = window.ask("Was wurde zur Pflege beschlossen?")
    captions = turn.locator("figcaption").all_inner_texts()
    assert captions and all("101." in caption for caption in captions)


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_window_scrolls_only_downwards(chat, width, scheme):
    window = chat(viewport={"width": width, "height": 800}, color_scheme=scheme)
    window.ask(LIST)
    window.ask(QUESTION)
    window.page.locator("#beleg .stelle").first.wait_for()
    assert window.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chat, axe, scheme):
    window = chat(color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    axe(window.page, "Anfang")
    for question in (QUESTION, LIST, OFF_TOPIC):
        window.ask(question)
        axe(window.page, question)
    window.page.get_by_role("button", name="Frage eingrenzen").click()
    axe(window.page, "Filter")
    window.page.get_by_role("button", name="Dunkel").click()
    window.page.get_by_role("button", name="Großschrift").click()
    axe(window.page, "umgeschaltet, in Großschrift")


def test_other_programs_ask_over_the_named_endpoints_only(chat, address):
    with urllib.request.urlopen(f"{address}/gradio_api/info") as answer:
        known = json.load(answer)
    assert list(known["named_endpoints"]) == ["/ask", "/check", "/list"] and known["unnamed_endpoints"] == {}
    call = urllib.request.Request(
        f"{address}/gradio_api/call/ask", json.dumps({"data": [QUESTION]}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(call) as answer:
        event = json.load(answer)["event_id"]
    with urllib.request.urlopen(f"{address}/gradio_api/call/ask/{event}") as answer:
        lines = answer.read().decode().splitlines()
    assert lines[0] == "event: complete"
    [result] = json.loads(lines[1].removeprefix("data: "))
    assert result["status"] == "answered" and result["question"] == QUESTION and result["turn"] == 0 and result["quotes"]


def test_headers_and_closed_doors(address):
    with urllib.request.urlopen(address) as answer:
        policy = answer.headers["Content-Security-Policy"]
        page = answer.read().decode()
    assert "default-src 'self'" in policy and "http" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["X-Frame-Options"] == "DENY"
    assert "huggingface" not in page.split("<body")[0].split("gradio_config")[0] and "og:image" not in page
    closed = ["/pdf/unbekannt", "/pdf/..%2fapp.py", "/blatt/unbekannt/1.png", "/beleg/unbekannt/0-5", "/eigen/unbekannt", "/gradio_api/upload", "/openapi.json"]
    for path in closed:
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(address + path)
        assert refused.value.code == 404, path
