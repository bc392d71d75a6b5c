"""Printed lines in, one canonical text out."""

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from helpers import ALL, WRITTEN
from index.clean import clean, drop_furniture, join_lines, known_words, letters, normalise_line
from index.read import Line, read_pdf

SOFT = "\u00ad"


def joined(left: str, right: str, *elsewhere: str) -> str:
    """Two lines of a paragraph as they stand in the text, in a document that also holds the lines ``elsewhere``."""
    whole, between = join_lines(left, right, known_words([left, right, *elsewhere]))
    return whole + between + right


@pytest.mark.parametrize(
    "left, right, expected",
    [
        # no hyphen at the end
        ("die Konferenz", "fordert", "die Konferenz fordert"),  # a space
        ("steht auf Seite 3", "bis 4", "steht auf Seite 3 bis 4"),  # a figure too
        # hyphenation, undone
        ("die Sozialminister-", "konferenz hat", "die Sozialministerkonferenz hat"),  # small letter after it
        ("Arbeits- und Sozialminister-", "konferenz", "Arbeits- und Sozialministerkonferenz"),  # only the last hyphen goes
        ("bei der Beschäfti-", "gung", "bei der Beschäftigung"),
        ("(Sozialminister-", "konferenz)", "(Sozialministerkonferenz)"),  # the bracket is no part of the word
        # real hyphens, kept
        ("in Nordrhein-", "Westfalen", "in Nordrhein-Westfalen"),  # a capital after it
        ("der Alle-", "Länder-Antrag", "der Alle-Länder-Antrag"),  # a capital after it
        ("der Alle-Länder-", "Antrag", "der Alle-Länder-Antrag"),  # the second of two hyphens
        ("der EU-", "weit geltende", "der EU-weit geltende"),  # after an abbreviation, though a small letter follows
        ("20-", "jährig", "20-jährig"),  # after a figure
        ("ein E-", "Rezept", "ein E-Rezept"),  # after a single letter
        ("die SGB-II-", "Leistungen", "die SGB-II-Leistungen"),
        ("Covid-", "19-Pandemie", "Covid-19-Pandemie"),  # a figure after it
        # suspended hyphens, kept with their space
        ("Tarif-", "und Betriebspartner", "Tarif- und Betriebspartner"),
        ("Kranken-", "oder Pflegeversicherung", "Kranken- oder Pflegeversicherung"),
        ("Vor-", "bzw. Nachteile", "Vor- bzw. Nachteile"),
        ("Bundes-", "sowie Landesmittel", "Bundes- sowie Landesmittel"),
        # leading hyphens, no space after them
        ("Arbeitskräfte und -", "qualifikationen", "Arbeitskräfte und -qualifikationen"),
        ("Hilfen, -", "angebote", "Hilfen, -angebote"),
        # dashes
        ("die Lage -", "so die ASMK -", "die Lage - so die ASMK -"),  # a dash between words keeps both spaces
        ("die Lage –", "so die ASMK", "die Lage – so die ASMK"),  # the long dash is no hyphen at all
        # soft hyphens go
        (f"Pflege{SOFT}", "versicherung", "Pflegeversicherung"),
        # a slash joins
        ("Senatorinnen/", "Senatoren", "Senatorinnen/Senatoren"),
        ("Länder /", "Kommunen", "Länder / Kommunen"),  # unless it stands between spaces
    ],
)
def test_two_lines_join(left, right, expected):
    assert joined(left, right) == expected


@pytest.mark.parametrize(
    "left, right, elsewhere, expected",
    [
        # a small letter after it: hyphenation, unless only the hyphenated word stands elsewhere
        ("die pro-", "aktive", "eine pro-aktive Beratung", "die pro-aktive"),
        ("die pro-", "aktive", "eine proaktive Beratung", "die proaktive"),
        ("die pro-", "aktive", "", "die proaktive"),
        # a capital after it: a real hyphen, unless only the joined word stands elsewhere
        ("das Bürger-", "Geld", "das BürgerGeld steigt", "das BürgerGeld"),
        ("das Bürger-", "Geld", "das Bürger-Geld steigt", "das Bürger-Geld"),
        # where both stand elsewhere, the letter after the hyphen decides
        ("die pro-", "aktive", "pro-aktive und proaktive Beratung", "die proaktive"),
        # the parts of a broken word are no evidence: "konferenz" was never a word of its own here
        ("die Sozialminister-", "konferenz", "die Amtschef-\nkonferenz", "die Sozialministerkonferenz"),
    ],
)
def test_the_documents_own_words_decide(left, right, elsewhere, expected):
    assert joined(left, right, *elsewhere.split("\n")) == expected


@pytest.mark.parametrize(
    "raw, expected",
    [
        ("  zwei   Leerzeichen ", "zwei Leerzeichen"),
        ("geschütztes\u00a0Leerzeichen", "geschütztes Leerzeichen"),
        ("Ü aus zwei Zeichen: U\u0308", "Ü aus zwei Zeichen: Ü"),
        ("e\ufb03zient, \ufb01nanziert", "effizient, finanziert"),  # ligatures
        ("Bund\u2011Länder", "Bund-Länder"),  # the non-breaking hyphen
        (f"Pflege{SOFT}geld", "Pflegegeld"),  # a soft hyphen inside a line
        ("null\u200bbreit", "nullbreit"),
    ],
)
def test_a_line_is_normalised(raw, expected):
    assert normalise_line(raw) == expected


def page(*texts: str) -> list[Line]:
    return [Line(text) for text in texts]


def kept(pages: list[list[Line]]) -> list[list[str]]:
    return [[line.text for line in lines] for lines in drop_furniture(pages)[0]]


BODY = [
    ["Erster Absatz, der lang genug ist,", "um ein Absatz zu sein.", "Noch eine Zeile.", "Und noch eine.", "Auch diese bleibt."],
    ["Zweite Seite mit anderem Text,", "der nicht wiederkehrt.", "Hier steht mehr.", "Und hier noch mehr.", "Schluss der Seite."],
    ["Dritte Seite, wieder anders,", "ohne Wiederholung.", "Weiter im Text.", "Es folgt der Rest.", "Ende des Berichts."],
]


@pytest.mark.parametrize(
    "head, foot",
    [
        ("Ministerium für Arbeit – Bericht zur 102. ASMK", None),  # a running header
        (None, "Seite # von 9"),  # page numbers in their usual forms
        (None, "- # -"),
        (None, "– # –"),
        (None, "#"),
        (None, "Seite #"),
        (None, "#/9"),
        ("Landtag · Drucksache 7/123", "- # -"),  # both at once
        ("Bericht zur ASMK Seite #", None),  # a header that counts
    ],
)
def test_furniture_goes_and_nothing_else(head, foot):
    pages = [
        page(*([head.replace("#", str(n))] if head else []), *body, *([foot.replace("#", str(n))] if foot else []))
        for n, body in enumerate(BODY, 1)
    ]
    assert kept(pages) == BODY


@pytest.mark.parametrize(
    "pages",
    [
        BODY,  # there is none
        [[*BODY[0][:2], "2.800", *BODY[0][2:]], *BODY[1:]],  # a figure in the middle of a page
        [[*BODY[0][:2], "Zwischentitel", *BODY[0][3:]], *BODY[1:]],
        [BODY[0]],  # a single page: nothing can recur
    ],
)
def test_what_is_no_furniture_stays(pages):
    assert kept([page(*lines) for lines in pages]) == pages


def test_what_opens_and_ends_the_pages_of_a_protocol_stays():
    """Each TOP opens a page and ends with its vote; a running header and a page number stand beside them."""
    pages = [
        [Line("Ergebnisprotokoll ASMK", 70, 800), Line(f"TOP 5.{n}", 70, 770), Line(f"Titel {'abcdef'[n]}", 70, 755), Line("Antragsteller: alle Länder", 70, 740),
         *(Line(f"Zeile {'abcdef'[n] * k}", 70, 740 - 14 * k) for k in range(1, 40)), Line(f"Abstimmungsergebnis: {16 - n}:0:{n}", 70, 70), Line(f"{n + 3} von 40", 70, 40)]
        for n in range(6)
    ]
    assert kept(pages) == [[line.text for line in page[1:-1]] for page in pages]


def test_the_running_number_of_a_long_top_goes_but_for_the_first():
    pages = [[Line("TOP 5.2", 70, 800), *(Line(f"Zeile {'abcdef'[n] * k}", 70, 780 - 14 * k) for k in range(1, 40))] for n in range(5)]
    assert [texts[0] for texts in kept(pages)] == ["TOP 5.2", "Zeile b", "Zeile c", "Zeile d", "Zeile e"]


def test_a_line_that_recurs_far_from_the_edge_stays():
    """Short pages: all their lines are among the outermost."""
    pages = [[Line("Kopf", 70, 800), Line(f"Titel {'abcdef'[n]}", 70, 700), Line("Der Antrag wurde zurückgezogen", 70, 600), Line(f"{n}", 70, 40)] for n in range(6)]
    assert [texts for texts in kept(pages)] == [[f"Titel {'abcdef'[n]}", "Der Antrag wurde zurückgezogen"] for n in range(6)]


def test_a_line_that_recurs_in_the_middle_of_pages_stays():
    middle = "Die ASMK fordert:"
    pages = [[*body[:3], *["Füllzeile " + "abc"[n] * k for k in range(1, 4)], middle, *["Ende " + "abc"[n] * k for k in range(1, 4)], *body[3:]] for n, body in enumerate(BODY)]
    assert kept([page(*lines) for lines in pages]) == pages


def test_the_vorlage_number_of_the_header_is_kept_once():
    pages = tuple(tuple(page("Landtag Musterland – Vorlage 8/417", *body, f"- {n} -")) for n, body in enumerate(BODY, 1))
    document = clean(pages)
    assert document.text.count("Vorlage 8/417") == 1
    assert "- 2 -" not in document.text


@pytest.mark.parametrize(
    "pages, paragraphs",
    [
        # a blank line ends a paragraph
        ([["Ein kurzer Absatz steht hier oben.", "", "Der nächste steht darunter."]], 2),
        # a paragraph runs over a page break: no full stop before it
        ([["Die Konferenz hat in ihrer Sitzung die Bundesregierung"], ["aufgefordert, die Mittel zu erhöhen."]], 1),
        # hyphenation over a page break
        ([["Die Konferenz hat in ihrer Sitzung über die Sozialminister-"], ["konferenz beraten und sie begrüßt."]], 1),
    ],
)
def test_paragraphs(pages, paragraphs):
    document = clean(tuple(tuple(page(*lines)) for lines in pages))
    assert len(document.paragraphs) == paragraphs
    assert document.text.count("\n\n") == paragraphs - 1
    assert "-\n" not in document.text and len(document.page_starts) == len(pages)


def test_a_broken_word_begins_on_its_second_page_where_its_second_half_stands():
    document = clean(tuple(tuple(page(*lines)) for lines in [["über die Sozialminister-"], ["konferenz beraten"]]))
    assert document.text == "über die Sozialministerkonferenz beraten"
    assert document.text[document.page_starts[1] :] == "konferenz beraten"


def test_an_indent_and_a_gap_start_paragraphs():
    full = "Diese Zeile reicht bis an den rechten Rand des Satzspiegels und endet mit Punkt."
    indented = [Line(full, 70, 700, 11), Line("Eingerückt beginnt der nächste Absatz, auch er ist breit genug für die Zeile.", 85, 686, 11)]
    assert len(clean((tuple([*indented, Line(full, 70, 672, 11), Line(full, 70, 658, 11)]),)).paragraphs) == 2
    gap = [Line(full, 70, 700, 11), Line(full, 70, 686, 11), Line(full, 70, 650, 11), Line(full, 70, 636, 11), Line(full, 70, 622, 11)]
    assert len(clean((tuple(gap),)).paragraphs) == 2


# ── invariants ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ALL)
def test_no_letter_is_added_or_moved(name, report_of):
    """The letters of the text are the PDF's in their order; what lacks on a page lacks at its edges."""
    report = report_of(name)
    for number, (start, end) in enumerate(itertools.pairwise([*report.page_starts, len(report.text)])):
        text = report.text[start:end]
        if number == 0 and report.vorlage and text.startswith(report.slice(report.vorlage).split()[0]):
            text = text.partition("\n\n")[2]  # the Vorlage number of a running header stands before the text, once
        assert letters(text) in report.page_letters[number]
    stream = iter("".join(report.page_letters))
    first = report.page_starts[1] if len(report.page_starts) > 1 else len(report.text)
    assert all(character in stream for character in letters(report.text[first:])), "the text is no subsequence of the PDF"


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_only_furniture_is_dropped(path, parsed):
    """What the text lacks of a page are its running header and page number: few letters, never a sentence."""
    report = parsed[path.name]
    for number, (start, end) in enumerate(itertools.pairwise([*report.page_starts, len(report.text)])):
        lost = len(report.page_letters[number]) - len(letters(report.text[start:end]))
        assert lost < 120, f"page {number + 1} lost {lost} letters"


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_no_line_end_hyphen_is_left(path, parsed):
    """Every word of the source text is whole in the canonical text: the gold texts are found with their spaces and hyphens."""
    from helpers import gold_of

    report = parsed[path.name]
    resolutions, _ = gold_of(path, report)
    for gold in resolutions:
        assert " ".join(report.text[gold.start : gold.end].split()) in " ".join(gold.entry["text"].split())


WORD = st.text("abcdefghijklmnoprstuäöüß", min_size=2, max_size=12)
TOKEN = st.one_of(WORD, WORD.map(str.capitalize), WORD.map(lambda word: word + "-"), WORD.map(lambda word: word + SOFT), WORD.map(lambda word: word + "."), st.sampled_from(["und", "-", "/", "§", "EU-", "z. B.", "„ja“", "–"]))
LINE = st.lists(TOKEN, min_size=1, max_size=8).map(" ".join)


@given(st.lists(LINE, min_size=1, max_size=12))
def test_cleaning_keeps_all_letters_of_any_lines(lines):
    pages = (tuple(Line(line) for line in lines),)
    assert letters(clean(pages).text) == letters("".join(lines))


@given(st.lists(st.lists(LINE, min_size=0, max_size=8), min_size=2, max_size=5))
def test_cleaning_any_pages_keeps_their_letters_in_order(pages):
    """Furniture may go, but what stays is a subsequence, page by page; the starts of the pages never go backwards."""
    document = clean(tuple(tuple(Line(line) for line in lines) for lines in pages))
    assert len(document.page_starts) == len(pages)
    assert list(document.page_starts) == sorted(document.page_starts)
    for lines, start, end in zip(pages, document.page_starts, [*document.page_starts[1:], len(document.text)]):
        assert letters(document.text[start:end]) in letters("".join(lines))


@given(LINE, LINE)
def test_joining_changes_no_letter(left, right):
    whole, between = join_lines(normalise_line(left), normalise_line(right), known_words([left, right]))
    assert letters(whole + between + normalise_line(right)) == letters(left + right)
    assert between in ("", " ")


@given(st.lists(LINE, min_size=1, max_size=10))
def test_paragraphs_hold_all_the_text_in_order(lines):
    document = clean((tuple(Line(line) for line in lines),))
    assume(document.text)
    at = 0
    for paragraph in document.paragraphs:
        assert at <= paragraph.start < paragraph.end <= len(document.text)
        assert not document.text[at : paragraph.start].strip()
        at = paragraph.end
    assert not document.text[at:].strip()


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_reading_twice_gives_the_same(path):
    assert clean(read_pdf(path).pages) == clean(read_pdf(path).pages)
