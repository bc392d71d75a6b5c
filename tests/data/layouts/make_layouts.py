"""Lay out the sources of this folder as PDFs in many layouts, each with its gold cut.

    python tests/data/layouts/make_layouts.py [SOURCE.txt ...]

The sources are written as for docs/reports/make_reports.py, whose functions set most of them. Added here:

    text[^: the note]         a footnote, numbered through the report, at the foot of its page
    | a | b | c |             a row of a table; the first one is the header, repeated on every page. The mark stands in a cell
    1. text,  a) text         an item with its label in the margin (``1.``, ``a)``, ``aa)``)
    {{contents}}              contents with page numbers: the headings that start with TOP, what follows them up to the first plain
                              paragraph, and that paragraph if it names the movers
    {{B number=5.2 | …}}      the TOP number; ``declares=Bayern; Hessen`` whose protocol declarations stand under it

Front matter added: ``columns: 2`` (``row_wise: true`` writes both columns line by line), ``headings: bold | capitals | italic``,
``bullet``, ``widths`` (of the cells, per cent), ``contents_number: beside | below``, ``held_out: true`` (never tuned on), ``body``
(the conference's short name, ASMK by default).
"""

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "docs" / "reports"))

import make_reports as base  # noqa: E402

DEFAULTS = {"headings": "bold", "bullet": "•", "widths": [12, 28, 60], "row_wise": False, "contents_number": "beside", "held_out": False, "body": "ASMK"}
NOTE = re.compile(r"\[\^: ([^\]]+)\]")
LABEL = re.compile(r"^(\{\{[^}]*\}\}\s*)?(\d{1,2}\.|[a-z]\)|[a-z]{2}\))\s+(.*)", re.S)
RAISED = "¤"  # in a line about to be printed: what follows up to the next one is raised and small
TALL_FOOT = 24  # mm kept free above the footer for notes


def read_source(path):
    """(front matter, blocks) of a source, with the kinds ``row`` and ``label`` added."""
    text = path.read_text(encoding="utf-8")
    head, body = re.split(r"^---[ ]*$\n?", text, maxsplit=2, flags=re.M)[1:]
    front = {"file": path.with_suffix(".pdf").name} | base.DEFAULTS | DEFAULTS | base.yaml.safe_load(head)
    blocks = []
    for kind, content in base.split_blocks(re.sub(r"^(\|.*\||\{\{contents\}\}|(?:\{\{B[^}]*\}\})?(?:\d{1,2}\.|[a-z]{1,2}\)) .*)$", r"\n\1\n", body, flags=re.M)):
        if kind == "paragraph" and content.startswith("|"):
            kind = "row"
        elif content == "{{contents}}":
            kind = "contents"
        elif kind == "paragraph" and LABEL.match(content):
            kind = "label"
        elif kind == "item":
            content = content.replace("• ", front["bullet"] + " ", 1)
        elif kind in ("h1", "h2") and front["headings"] == "capitals":
            content = content.upper()
        blocks.append((kind, content))
    return front, base.number_headings(blocks, front["numbered_headings"])


def cut_gold(front, blocks):
    """The gold cut; a row's number and title are its heading, all other cells its text, a note belongs to no text."""
    plain, numbers, declared = [], [], []
    for kind, text in blocks:
        text = NOTE.sub("", text)
        if kind == "row":
            mark, cells = _cells(text)
            plain.append(("h2", " ".join(cells[:2] if mark else cells)))
            if mark:
                plain.append(("paragraph", mark + " ".join(filter(None, cells[2:]))))
        elif kind != "contents":
            plain.append(("paragraph" if kind == "label" else kind, text))
    for kind, text in plain:
        for letter, fields in base.MARK.findall(text):
            if letter == "B":
                parts = dict(part.split("=", 1) for part in map(str.strip, fields.split("|")) if "=" in part)
                numbers.append(parts.get("number"))
                declared.append([name.strip() for name in parts.get("declares", "").split(";") if name.strip()])
    gold = base.cut_gold(front, [(kind, _without(text)) for kind, text in plain])
    for entry, number, names in zip(gold["resolutions"], numbers, declared, strict=True):
        entry.update({"number": number} if number else {}, **({"declares": names} if names else {}))
    return gold


def _without(text):
    """The marks without what the gold cut of make_reports does not know."""
    return re.sub(r"\{\{B([^}]*)\}\}", lambda m: "{{B" + " |".join(p for p in m[1].split("|") if not re.match(r"\s*(?:number|declares)=", p)) + "}}", text)


def _cells(row):
    """The mark in a row, "" in the first one, and its cells without it."""
    mark = base.MARK.search(row)
    mark = mark[0] if mark else ""
    return mark, [cell.strip() for cell in row.replace(mark, "").strip()[1:-1].split("|")]


# ---- laying out


class LayoutPDF(base.ReportPDF):
    """Pages with up to two columns and footnotes."""

    def __init__(self, front, total):
        super().__init__(front, total)
        self.column, self.notes, self.count, self.queue, self.pages_of = 1, [], 0, [], {}
        self.side, self.gutter = front["margin"], 9
        self.set_auto_page_break(False, margin=26 + (TALL_FOOT if front.get("footnotes") else 0))

    def will_page_break(self, height):
        return self.get_y() + height > self.h - self.b_margin

    def _perform_page_break_if_need_be(self, h):
        return False  # every break is made here

    def add_page(self, *args, **kwargs):
        if self.front["columns"] == 2 and self.page and self.column == 0:
            self._column(1)
            self.set_xy(self.l_margin, self.top)
            return
        self.top = self.t_margin
        self.flush()
        self._column(None)
        super().add_page(*args, **kwargs)
        if self.front["columns"] == 2:
            self._column(0)
            self.set_x(self.l_margin)

    def _column(self, number):
        half = (self.w - 2 * self.side - self.gutter) / 2
        self.column = 1 if number is None else number
        self.set_left_margin(self.side + (half + self.gutter if number == 1 else 0))
        self.set_right_margin(self.side + (half + self.gutter if number == 0 else 0))

    def flush(self):
        """Print what waited to be written line by line across both columns."""
        for y, x, draw in sorted(self.queue, key=lambda entry: (round(entry[0], 1), entry[1])):
            self.set_xy(x, y)
            draw()
        self.queue = []

    def footer(self):
        if self.notes:
            self.set_draw_color(120)
            top = self.h - self.b_margin + 3
            self.line(self.side, top, self.side + 50, top)
            self.set_xy(self.side, top + 1)
            for number, note in self.notes:
                self.set_font(self.front["font"], size=8.5)
                for place, line in enumerate(base.break_lines(note, self.w - 2 * self.side - 5, self.w - 2 * self.side - 5, self.get_string_width, False)):
                    self.set_x(self.side)
                    if not place:
                        raised(self, str(number), 8.5)
                    self.set_x(self.side + 4)
                    self.cell(0, 3.6, line, new_x="LMARGIN", new_y="NEXT")
            self.notes = []
        column = self.column
        self._column(None)
        super().footer()
        self._column(None if self.front["columns"] == 1 else column)


def raised(pdf, text, size):
    """A footnote's number: small and above the line."""
    x, y = pdf.get_x(), pdf.get_y()
    pdf.set_font_size(size * 0.62)
    pdf.text(x + 0.3, y + size * 0.26, text)
    pdf.set_xy(x + pdf.get_string_width(text) + 0.5, y)
    pdf.set_font_size(size)


def print_line(pdf, line, style, size, height, indent=0, justify=False, align="L"):
    """As in make_reports, with raised numbers, and queued where columns are written row by row."""
    if pdf.will_page_break(height):
        pdf.add_page()
    for number, note in [(n, t) for n, t in pdf.waiting if f"{RAISED}{n}{RAISED}" in line]:
        pdf.notes.append((number, note))
        pdf.waiting.remove((number, note))
    x, y, width = pdf.l_margin + indent, pdf.get_y(), pdf.epw - indent

    def draw():
        pdf.set_font(pdf.front["font"], style, size)
        plain = re.sub(f"{RAISED}[^{RAISED}]*{RAISED}", "", line)
        gaps, spare = plain.count(" "), width - pdf.get_string_width(plain) - 1.5 * line.count(RAISED)
        stretch = spare / gaps if justify and gaps else 0
        pdf.set_x({"C": x + spare / 2, "R": x + spare}.get(align, x))
        for place, part in enumerate(line.split(RAISED)):
            if place % 2:
                raised(pdf, part, size)
            elif part:
                pdf.c_margin = 0
                if stretch:
                    pdf._out(f"{stretch * pdf.k:.3f} Tw")
                pdf.cell(pdf.get_string_width(part) + stretch * part.count(" "), height, part)
                if stretch:
                    pdf._out("0 Tw")

    if pdf.front["row_wise"]:
        pdf.queue.append((y, x, draw))
    else:
        pdf.set_xy(x, y)
        draw()
    pdf.set_xy(pdf.l_margin, y + height)


def print_label(pdf, text):
    """An item whose label stands in a column of its own."""
    label, rest = LABEL.match(text).groups()[1:]
    level = 0 if label[0].isdigit() else len(label) - 1
    if pdf.will_page_break(pdf.front["font_size"] * base.MM_PER_POINT * pdf.front["line_height"]):
        pdf.add_page()
    y = pdf.get_y()
    print_line(pdf, label, "", pdf.front["font_size"], pdf.front["font_size"] * base.MM_PER_POINT * pdf.front["line_height"], 7 * level)
    pdf.set_xy(pdf.l_margin, y)
    base.print_text(pdf, rest, indent=7 * (level + 1), justify=pdf.front["align"] == "justify", hyphenate=pdf.front["hyphenate"])
    pdf.ln(pdf.front["font_size"] * base.MM_PER_POINT * 0.5)


def print_row(pdf, cells, style=""):
    """A row of a ruled table; it goes over a page break where it does not fit."""
    size, height = pdf.front["font_size"] - 1, (pdf.front["font_size"] - 1) * base.MM_PER_POINT * 1.3
    widths = [pdf.epw * share / 100 for share in pdf.front["widths"]]
    pdf.set_font(pdf.front["font"], style, size)
    lines = [base.break_lines(cell, width - 3, width - 3, pdf.get_string_width, pdf.front["hyphenate"]) for cell, width in zip(cells, widths)]
    done = 0
    while done < max(map(len, lines)):
        room = int((pdf.h - pdf.b_margin - pdf.get_y() - 2) // height)
        if room < min(2, max(map(len, lines)) - done):
            pdf.add_page()
            if style != "B" and pdf.table_head:
                print_row(pdf, pdf.table_head, "B")
            continue
        part = [column[done : done + room] for column in lines]
        tall = max(map(len, part)) * height + 2
        top, left = pdf.get_y(), pdf.l_margin
        for column, width in zip(part, widths):
            pdf.rect(left, top, width, tall)
            for place, line in enumerate(column):
                pdf.set_font(pdf.front["font"], style, size)
                pdf.set_xy(left + 1.5, top + 1 + place * height)
                pdf.c_margin = 0
                pdf.cell(width - 3, height, line)
            left += width
        pdf.set_xy(pdf.l_margin, top + tall)
        done += room


def print_contents(pdf, blocks, pages):
    """Entries of the contents: heading lines and movers on the left, the page on the right or below."""
    size = pdf.front["font_size"] - 1
    height = size * base.MM_PER_POINT * 1.3
    for number, entry in enumerate(contents(blocks)):
        page = str(pages.get(number, 0))
        for place, text in enumerate(entry):
            pdf.set_font(pdf.front["font"], size=size)
            lines = base.break_lines(text, pdf.epw - 30, pdf.epw - 30, pdf.get_string_width, True)
            for row, line in enumerate(lines):
                if pdf.will_page_break(2 * height):
                    pdf.add_page()
                if pdf.front["contents_number"] == "beside" and place == 0 and row == len(lines) - 1:
                    dots = "." * int((pdf.epw - pdf.get_string_width(line) - 22) / pdf.get_string_width("."))
                    line, y = f"{line} {dots}", pdf.get_y()
                    pdf.set_xy(pdf.l_margin + pdf.epw - 10, y)
                    print_line(pdf, page, "", size, 0, pdf.epw - 8)
                    pdf.set_xy(pdf.l_margin, y)
                print_line(pdf, line, "", size, height, 0 if place == 0 and row == 0 else 6)
        if pdf.front["contents_number"] == "below":
            print_line(pdf, page, "", size, height, pdf.epw - 8)
        pdf.ln(1.5)


def contents(blocks):
    """Per TOP: its heading lines and, where they follow at once, the words on its movers and the preparing conference."""
    found = []
    for place, (kind, text) in enumerate(blocks):
        if kind in ("h1", "h2") and re.match(r"TOP \d", text):
            entry = [text]
            for following, words in blocks[place + 1 : place + 4]:
                words = base.strip_marks(words) if following == "paragraph" else words
                if following in ("h1", "h2") and not words.startswith("TOP"):
                    entry.append(words)
                elif re.match(r"Antragsteller|TOP \d\S* der ACK", words):
                    entry.append(words)
                else:
                    break
            found.append([f"{entry[0]} {entry[1]}", *entry[2:]] if len(entry) > 1 and re.fullmatch(r"TOP [\d.]+", entry[0]) else entry)
    return found


def lay_out(front, blocks, total=0, pages=None):
    """The finished PDF object and the pages of the entries of its contents."""
    pdf = LayoutPDF(front, total)
    pdf.set_title(front["title"])
    pdf.set_lang("de")
    pdf.set_producer("make_layouts.py")
    pdf.set_creation_date(base.datetime.datetime(2026, 1, 15, 12, tzinfo=base.datetime.timezone.utc))
    pdf.table_head, pdf.waiting = None, []
    pdf.add_page()
    entries = 0
    for kind, text in blocks:
        if kind in ("letter", "title"):
            across = front["columns"] == 2 and pdf.get_y() == pdf.t_margin
            if across:
                pdf._column(None)
            base.print_block(pdf, kind, text)
            if across:
                pdf._column(0)
                pdf.column, pdf.top = 0, pdf.get_y()
            continue
        if kind == "contents":
            print_contents(pdf, blocks, pages or {})
            continue
        if kind == "row":
            cells = _cells(text)[1]
            head = pdf.table_head is None
            pdf.table_head = pdf.table_head or cells
            print_row(pdf, cells, "B" if head else "")
            continue
        text = NOTE.sub(lambda found: _note(pdf, found[1]), text)
        text = base.strip_marks(text)
        if kind in ("h1", "h2"):
            if pdf.will_page_break(4 * front["font_size"] * base.MM_PER_POINT * front["line_height"]):
                pdf.add_page()
            if re.match(r"TOP \d", text):
                pdf.pages_of[entries] = pdf.page_no()
                entries += 1
        if kind in ("h1", "h2") and front["headings"] == "italic":
            base.print_text(pdf, text, "I", front["font_size"] + 1)
            pdf.ln(2)
        elif kind == "label":
            print_label(pdf, text)
        else:
            base.print_block(pdf, kind, text)
    pdf.flush()
    return pdf


def _note(pdf, text):
    pdf.count += 1
    pdf.waiting.append((pdf.count, text))
    return f"{RAISED}{pdf.count}{RAISED}"


def make_layout(source):
    """Write NAME.pdf and NAME.gold.json beside a source; return (pages, gold)."""
    base.print_line = print_line
    front, blocks = read_source(source)
    front["footnotes"] = any(NOTE.search(text) for _, text in blocks)
    gold = cut_gold(front, blocks)
    first = lay_out(front, blocks)
    second = lay_out(front, blocks, first.page_no(), first.pages_of)
    second.output(str(source.with_suffix(".pdf")))
    with open(source.with_suffix(".gold.json"), "w", encoding="utf-8", newline="\n") as file:
        json.dump(gold, file, ensure_ascii=False, indent=1, default=str)
        file.write("\n")
    return second.page_no(), gold


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:] or sorted(HERE.glob("*.txt"))):
        made, cut = make_layout(path)
        print(f"{path.stem}: {made} pages, {len(cut['resolutions'])} resolutions, {path.with_suffix('.pdf').stat().st_size // 1024} kB")
