"""Nothing that comes from a PDF or a question becomes markup, whatever it says."""

import re
from html.parser import HTMLParser

import pytest

from assistant.page import checking, library, markup, table
from assistant.page.evidence import evidence, footnote
from assistant.types import Answer, Quote
from index.types import Field, Passage, Report, Resolution

HOSTILE = """<img src=x onerror=alert(1)> "'></blockquote><script>alert(2)</script> [x](javascript:alert(3)) &lt;b&gt; ${4} {{5}}"""
ID = "r/../é"  # an id is made safe in addresses too
ALLOWED = set("section div article p h2 h3 ul li a span button figure figcaption blockquote table caption thead tbody tr th td details summary dl dt dd mark form label select option input textarea b strong svg text rect title line ol del ins".split())


class Engine:
    """What the markup needs of an engine: one report whose every text is hostile."""

    def __init__(self):
        end = len(HOSTILE)
        field = Field(HOSTILE, 0, end)
        resolution = Resolution("r-1", ID, "1", HOSTILE, 0, end, (Passage(0, end),), HOSTILE, field, field, (field,), (field,), (field,), ((HOSTILE, 1.0),))
        self.report = Report(ID, HOSTILE, "0" * 64, HOSTILE, "bericht", HOSTILE, (0,), ("",), field, field, field, field, field, 2025, sample=True, resolutions=(resolution,))
        self.reports = {ID: self.report}

    def resolution(self, resolution_id):
        return self.report.resolutions[0]

    def examples(self, count=4):
        return [HOSTILE]

    def explained(self, text):
        return ((HOSTILE, HOSTILE),)

    def pdf_path(self, report_id):
        return None


class Tags(HTMLParser):
    """Collects the tags and attributes of a fragment, and its text."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text = set(), set(), ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


def fragments():
    engine = Engine()
    quote = Quote(1, HOSTILE, ID, "r-1", 1, 1, 0, len(HOSTILE))
    for status in ("answered", "related", "not_found"):
        answer = Answer(HOSTILE, status, HOSTILE + " [1] [2]", (quote,), (HOSTILE,), 1, resolutions=("r-1",), about=HOSTILE)
        yield status, markup.turn(answer, engine, 1)
    yield "history", markup.history(engine, (), error=HOSTILE)
    yield "overview", table.section(engine.reports, {"thema": HOSTILE, "wort": HOSTILE, "sort": HOSTILE})
    yield "overview of all", table.section(engine.reports, {})
    yield "reports", library.section(engine)
    yield "cut", library.cut(engine, ID)
    yield "check", checking.result(engine, HOSTILE)
    yield "evidence", evidence(engine, ID, 0, len(HOSTILE))


@pytest.mark.parametrize("html", [pytest.param(html, id=name) for name, html in fragments()])
def test_hostile_text_stays_text(html):
    found = Tags(html)
    assert found.tags <= ALLOWED
    assert not [name for name in found.attributes if name.startswith("on")]
    assert HOSTILE.split(" [x]")[0] in found.text
    assert not re.search(r"""href=["']?\s*javascript""", html)
    assert ".." not in "".join(re.findall(r'href="([^"#]*)', html)).replace("%2F..%2F", "")


def test_a_footnote_names_its_source():
    engine = Engine()
    assert footnote(engine.report, 0, 5).startswith(f"„{HOSTILE[:5]}“ (") and "S. 1" in footnote(engine.report, 0, 5)


def test_a_span_that_is_none_is_refused():
    engine = Engine()
    for start, end in ((-1, 4), (5, 5), (0, 10_000)):
        with pytest.raises(ValueError):
            evidence(engine, ID, start, end)
    with pytest.raises(KeyError):
        evidence(engine, "unbekannt", 0, 5)


def test_phrases_of_another_language_say_which(engine):
    """A screen reader reads Arabic as Arabic, from right to left; the quotes stay German."""
    from assistant.page import markup

    answer, _ = engine.ask("هل سيحصل سائقو توصيل الطعام على عقود عمل؟")
    assert markup._spoken(answer) == ' lang="ar" dir="rtl"'
    german, _ = engine.ask("Essenslieferdienste")
    assert markup._spoken(german) == ""
