"""The parts beside the chat, without a browser: overview, plots, note, agenda, matches, links, feedback."""

import csv
import io
import json
import re
import time
import zipfile
from datetime import datetime
from xml.dom import minidom

import pytest

from assistant import agenda, export, feedback, matches, overview
from assistant.overview import Choice
from assistant.page import charts, checking, library, session, share, table
from assistant.types import Conversation, Filters
from index.errors import QuestionError

NOW = datetime(2026, 3, 2, 9, 30)
QUESTION = "Was fordert die ASMK zu Mehrgenerationenhäusern?"


# --- overview


def test_every_resolution_is_in_the_overview_once(engine):
    found = overview.rows(engine.reports, Choice())
    assert sorted(row.resolution.id for row in found) == sorted(r.id for report in engine.reports.values() for r in report.resolutions)
    assert sum(overview.count_kinds(found).values()) == len(found)


@pytest.mark.parametrize("sort", overview.SORTS)
@pytest.mark.parametrize("down", [False, True])
def test_what_is_not_stated_comes_last_either_way(engine, sort, down):
    found = overview.rows(engine.reports, Choice(sort=sort, down=down))
    assert len(found) == len(overview.rows(engine.reports, Choice()))
    if sort == "abstimmung":
        silent = [row.resolution.vote is None for row in found]
        assert silent == sorted(silent)


def test_words_and_filters_narrow_together(engine):
    care = overview.rows(engine.reports, Choice(Filters(topic="Pflege")))
    assert care and all("Pflege" in dict(row.resolution.topics) for row in care)
    some = overview.rows(engine.reports, Choice(Filters(topic="Pflege"), words="PFLEGE bund"))
    assert 0 < len(some) < len(care)


def test_the_address_of_the_overview_is_read_safely(engine):
    choice = table.choice_from({"konferenz": "x", "sort": "unfug", "wort": " a " * 200, "ab": "1"})
    assert choice.filters.conference is None and choice.sort == "bericht" and len(choice.words) <= 100 and choice.down


@pytest.mark.parametrize("kind", ["einstimmig", "mehrheitlich", "ohne Angabe"])
def test_the_totals_are_those_of_the_filters(engine, kind):
    everything = overview.count_kinds(overview.rows(engine.reports, Choice()))
    assert everything[kind] == len(overview.rows(engine.reports, Choice(Filters(vote=kind)))) > 0


def test_columns_are_per_report_and_in_time_order(engine):
    columns = overview.by_conference(engine.reports, Choice(Filters(conference=102)))
    assert len(columns) == len(engine.reports)  # the filter on the conference is set aside here
    numbers = [int(short.rstrip(".")) for short, _, _ in columns]
    assert numbers == sorted(numbers)


def test_csv_holds_the_whole_list_and_no_formula(engine):
    found = overview.rows(engine.reports, Choice())
    text = overview.as_csv(found)
    lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert text.startswith("\ufeff") and tuple(lines[0]) == overview.HEAD and len(lines) == len(found) + 1
    assert overview._harmless("=1+1") == "'=1+1"
    assert lines[1][12] == found[0].report.slice(found[0].resolution)


def test_plots_are_described_and_whole(engine):
    found = overview.rows(engine.reports, Choice())
    svg = charts.topic_bars(overview.by_topic(found))
    minidom.parseString(svg)
    assert 'role="img"' in svg and "Pflege: " in svg
    minidom.parseString(charts.conference_columns(overview.by_conference(engine.reports, Choice())))
    assert "style=" not in svg and "script" not in svg


# --- Zitat prüfen


def sentence(engine):
    report = next(iter(engine.reports.values()))
    resolution = report.resolutions[3]
    passage = max(resolution.passages, key=lambda p: p.end - p.start)
    return report, report.slice(passage)


def test_a_verbatim_sentence_is_found_and_leads_to_its_page(engine):
    report, text = sentence(engine)
    html = checking.result(engine, f"„{text}“")
    assert "Wörtlich gefunden" in html and f'href="beleg/{report.id}/' in html


def test_a_changed_sentence_has_its_differences_marked(engine):
    _, text = sentence(engine)
    words = text.split()
    html = checking.result(engine, " ".join([*words[:3], "FREI<b>ERFUNDEN", *words[4:]]))
    assert "Mit Änderungen gefunden" in html and "FREI&lt;b&gt;ERFUNDEN</" in html.replace('<span class="verborgen">]</span>', "")
    assert re.search(r"<ins>.*?" + re.escape(words[3].strip(".,")), html)


def test_what_is_nowhere_is_not_found(engine):
    assert "Nicht gefunden" in checking.result(engine, "Quantenflöten zwitschern leise über den violetten Marsgletschern.")
    assert 'class="fehler"' in checking.result(engine, "  ")


def test_without_any_report_the_sections_say_so():
    class Empty:
        reports: dict = {}

    assert 'class="fehler"' in checking.result(Empty(), "Dieser Satz steht nirgends.")
    assert "Kein Beschluss" in table.section({}, {}) and "0 Berichte" in library.section(Empty())


# --- Berichte


def test_each_report_is_listed_and_can_be_seen_cut_up(engine):
    listed = library.section(engine)
    for report in engine.reports.values():
        assert f"#berichte?bericht={report.id}" in listed
        html = library.cut(engine, report.id)
        assert html.count('<article class="schnitt">') == len(report.resolutions)
    with pytest.raises(KeyError):
        library.cut(engine, "unbekannt")


# --- links


def test_a_link_leads_to_the_same_answer(engine):
    answer, _ = engine.ask(QUESTION, filters=Filters(conference=102, year=2025))
    text = share.link([QUESTION], ["102", "2025", "", "", ""])
    assert share.unlink("#" + text, engine.reports) == ([QUESTION], ["102", "2025", "", "", ""])
    again = share.answer_again(engine, text)
    assert (again.lead, again.quotes) == (answer.lead, answer.quotes)


def test_a_follow_up_carries_the_questions_it_rests_on(engine):
    _, conversation = engine.ask(QUESTION)
    second, _ = engine.ask("Mit welcher Mehrheit?", conversation)
    assert share.needed(engine, second, [QUESTION], Filters()) == [QUESTION, "Mit welcher Mehrheit?"]
    assert share.answer_again(engine, share.link([QUESTION, "Mit welcher Mehrheit?"], [])).lead == second.lead
    other, _ = engine.ask("Welche Beschlüsse waren einstimmig?", conversation)
    assert share.needed(engine, other, [QUESTION], Filters()) == [other.question]


@pytest.mark.parametrize("text", ["", "#", "#zitat", "frage=", "frage=%ff&konferenz=<b>", "a=b&" * 500, "frage=&" * 5000])
def test_a_broken_link_asks_nothing_strange(engine, text):
    try:
        questions, values = share.unlink(text, engine.reports)
    except ValueError:
        pytest.fail("a link must never fail")
    assert values == [""] * 5 and all(questions)


# --- matches


def test_two_words_bring_the_resolution_with_them_in_its_title(engine):
    report = next(iter(engine.reports.values()))
    resolution = next(r for r in report.resolutions if len(r.title.split()) >= 2)
    typed = " ".join(word[:6] for word in resolution.title.split()[:2])
    found = matches.matches("a", engine.reports, typed)
    assert resolution.id in [hit.resolution.id for hit in found] and len(found) <= matches.SHOWN
    assert matches.matches("a", engine.reports, "zz") == [] == matches.matches("a", engine.reports, "quantenflöte marsgletscher")


def test_a_title_that_was_chosen_leads_to_its_resolution(engine):
    wrong = []
    for resolution in engine.index.resolutions:
        answer, _ = engine.ask(matches.question_for(resolution))
        same_title = {r.id for r in engine.index.resolutions if r.title == resolution.title}
        if not same_title & set(answer.resolutions):
            wrong.append(resolution.title)
    assert len(wrong) <= len(engine.index.resolutions) // 20, wrong


def test_matches_come_while_one_types(engine):
    matches.matches("b", engine.reports, "pflege bund")
    began = time.perf_counter()
    for _ in range(10):
        matches.matches("b", engine.reports, "pflege bund")
    assert (time.perf_counter() - began) / 10 < 0.05


# --- agenda


@pytest.mark.parametrize(
    "line, wanted",
    [("TOP 5.1 Wohngeld", "Wohngeld"), ("3) Wohngeld", "Wohngeld"), ("- Wohngeld", "Wohngeld"), ("1. Wohngeld", "Wohngeld"), ("Wohngeld 2025", "Wohngeld 2025"), ("102. ASMK", "ASMK"), ("TOP 3", "")],
)
def test_a_line_is_read_without_its_number(line, wanted):
    assert agenda.topic(line if line != "TOP 3" else "TOP 3 ") == wanted


def test_a_card_per_line(engine):
    html = session.result(engine, "TOP 1 Mehrgenerationenhäuser\n\n   \nQuantenflöten <b>")
    assert html.count('class="karte punkt"') == 2 and "&lt;b&gt;" in html and "<b>" not in html
    with pytest.raises(QuestionError):
        agenda.items(engine, "\n".join(["Pflege"] * (agenda.MAX_LINES + 1)))
    assert 'class="fehler"' in session.result(engine, "  ")


# --- note


def answers(engine):
    first, conversation = engine.ask(QUESTION)
    second, _ = engine.ask("Mit welcher Mehrheit?", conversation)
    return [first, second, engine.ask("Welche Beschlüsse waren einstimmig?")[0]]


def test_a_note_as_markdown_has_a_footnote_per_quote(engine):
    found = answers(engine)
    text = export.markdown(engine, found, NOW)
    quotes = sum(len(answer.quotes) for answer in found)
    assert len(re.findall(r"\[\^\d+\]:", text)) == quotes == len(re.findall(r"\[\^\d+\](?!:)", text))
    assert "2.3.2026" not in text and "02.03.2026, 09:30 Uhr" in text and ", S. " in text


@pytest.mark.parametrize("text", ["# Kopf", "1. eins", "> Zitat", "![x](javascript:1)", "<img src=x>", "a\n# b", "- c", "**fett** _u_ `k`"])
def test_markdown_takes_nothing_for_markup(text):
    plain = export._plain(text)
    assert "\n" not in plain and not re.match(r"(#|>|-|\d+\.)\s", plain)
    assert not re.search(r"(?<!\\)[\[\]<>*`!]", plain)


def test_in_a_list_each_quote_is_under_its_resolution_and_the_print_is_escaped(engine):
    """"Der Antrag fand mehrheitlich Zustimmung." alone says nothing."""
    listed = answers(engine)[2]
    assert listed.count > 2
    for text in (export.markdown(engine, [listed], NOW), export.html(engine, [listed], NOW)):
        titles = [engine.resolution(quote.resolution).title for quote in listed.quotes]
        assert all(title in text.replace("\\", "") or "&" in title for title in titles)
    hostile, _ = engine.ask("Pflege <img src=x onerror=alert(1)>")
    assert "<img" not in export.html(engine, [hostile], NOW) and "&lt;img" in export.html(engine, [hostile], NOW)


def test_a_note_as_word_file_is_well_formed_with_real_footnotes(engine):
    found = answers(engine)
    archive = zipfile.ZipFile(io.BytesIO(export.docx(engine, found, NOW)))
    assert archive.testzip() is None
    parts = {name: minidom.parseString(archive.read(name)) for name in archive.namelist()}
    quotes = sum(len(answer.quotes) for answer in found)
    assert len(parts["word/document.xml"].getElementsByTagName("w:footnoteReference")) == quotes
    assert len(parts["word/footnotes.xml"].getElementsByTagName("w:footnote")) == quotes + 2
    styles = {style.getAttribute("w:styleId") for style in parts["word/styles.xml"].getElementsByTagName("w:style")}
    assert {style.getAttribute("w:val") for style in parts["word/document.xml"].getElementsByTagName("w:pStyle")} <= styles
    assert found[0].quotes[0].text in archive.read("word/document.xml").decode().replace("&amp;", "&")


def test_control_characters_do_not_break_a_word_file(engine):
    answer, _ = engine.ask("Pflege \x00\x0b <w:p> & „x“")
    minidom.parseString(zipfile.ZipFile(io.BytesIO(export.docx(engine, [answer], NOW))).read("word/document.xml"))


# --- feedback


def test_a_helpful_answer_becomes_gold_that_eval_reads(engine, tmp_path):
    from assistant.evaluate import evaluate

    answer, _ = engine.ask(QUESTION)
    file = tmp_path / "neu" / "rueckmeldung.jsonl"
    feedback.keep(file, feedback.line(engine, [QUESTION], answer, "hilfreich", " gut \n so "))
    feedback.keep(file, feedback.line(engine, [QUESTION, "Und wer?"], answer, "falsches Zitat", ""))
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert lines[0]["q"] == QUESTION and lines[0]["anchor"] == answer.quotes[0].text and lines[0]["comment"] == "gut so"
    assert [turn["q"] for turn in lines[1]["turns"]] == [QUESTION, "Und wer?"] and "report" not in lines[1]
    scored = evaluate(engine, lines)
    assert scored["left_out"] == 1 and scored["all answerable"]
    assert file.stat().st_mode & 0o077 == 0


def test_feedback_that_is_none_is_refused(engine):
    answer, _ = engine.ask(QUESTION, Conversation())
    for rating, comment in (("prima", ""), ("hilfreich", "x" * 1001)):
        with pytest.raises(QuestionError):
            feedback.line(engine, [QUESTION], answer, rating, comment)
