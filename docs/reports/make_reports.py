"""Lay out report sources as PDFs, and write the gold cut of their resolutions beside them.

    python docs/reports/make_reports.py [SOURCE.txt ...] [--out DIR]

Without sources every .txt beside this script is made. Needs fpdf2, pyphen and PyYAML (development only).
The same source gives the same bytes on every run.

A source is UTF-8 text: YAML front matter between two ``---`` lines, then the report.

    blank line                paragraph end; line ends inside a paragraph count as spaces
    # Heading, ## Heading     bold heading
    - item                    one list item a line, indented
    {{pagebreak}} or \\f       new page (on a line of its own)
    {{letter}} … {{/letter}}  covering letter: each line stays a line, "> " sets it to the right; frame text
    {{title}} … {{/title}}    title block: each line stays a line, bold and centred; frame text
    {{F}}                     frame text starts here (introduction, closing pointer)
    {{B vote=einstimmig | initiators=Bremen; Hessen | addressees=Bund | outcome=beschlossen | mode=fordert | title=…}}
                              a resolution starts here, in mid-paragraph too; it runs to the next mark or heading

The tags {{letter}} and {{title}} stand on lines of their own; a missing end tag is supplied by the next tag
or page break. Fields may be left out or empty: the report then does not state them.

Front matter (everything but ``title`` has a default; unknown keys are passed on to the gold file):

    title, sender, land, conference, dates, place, vorlage, published    what the report is
    header, footer          running lines; {page} and {pages} are filled in;  header_first_page: false
    font                    Helvetica | Times;  font_size (points);  line_height (times the font size)
    align                   justify | left;  hyphenate: true
    paragraphs              gap | indent;  margin (mm);  columns: 1
    numbered_headings       true: "1 Arbeitsmarkt", "1.1 …"
"""

import argparse
import datetime
import json
import re
import sys
from pathlib import Path

import pyphen
import yaml
from fpdf import FPDF
from fpdf.errors import FPDFException

DEFAULTS = {
    "header": "",
    "footer": "",
    "header_first_page": True,
    "font": "Helvetica",
    "font_size": 11,
    "line_height": 1.4,
    "align": "justify",
    "hyphenate": True,
    "paragraphs": "gap",
    "margin": 25,
    "columns": 1,
    "numbered_headings": False,
}
LISTS = ("initiators", "addressees", "mode")
OUTCOMES = {"beschlossen", "abgelehnt", "vertagt", "zurückgezogen", "zur Kenntnis genommen"}
MARK = re.compile(r"\{\{(B|F)\b([^}]*)\}\}")
LETTERS = re.compile(r"[A-Za-zÄÖÜäöüß]{4,}")
HYPHENS = pyphen.Pyphen(lang="de_DE", left=2, right=2)
MM_PER_POINT = 25.4 / 72


# ---- reading a source


def read_source(path):
    """Return (front matter, blocks) of a source; a block is a pair (kind, text).

    Kinds: letter, title, h1, h2, item, paragraph, pagebreak. Marks are still in the texts.
    """
    text = path.read_text(encoding="utf-8").replace("\f", "\n\n{{pagebreak}}\n\n")
    parts = re.split(r"^---[ ]*$\n?", text, maxsplit=2, flags=re.M)
    if len(parts) != 3 or parts[0].strip():
        raise ValueError("no front matter between two '---' lines")
    front = DEFAULTS | (yaml.safe_load(parts[1]) or {})
    front = {"file": path.with_suffix(".pdf").name} | front
    if not front.get("title"):
        raise ValueError("no title")
    for key, allowed in (("paragraphs", ("gap", "indent")), ("align", ("justify", "left")), ("columns", (1,))):
        if front[key] not in allowed:
            raise ValueError(f"{key} is {front[key]!r}, must be one of {allowed}")
    return front, split_blocks(parts[2])


def split_blocks(body):
    """Cut the body into blocks, line by line."""
    blocks, lines, kept = [], [], None  # kept: the letter or title block we are in, if any

    def close():
        if lines and kept:
            blocks.append((kept, "\n".join(lines).strip("\n")))
        elif lines:
            blocks.append(("paragraph", " ".join(lines)))
        lines.clear()

    for line in body.splitlines():
        tag = re.fullmatch(r"\s*\{\{(/?)(letter|title|pagebreak)\}\}\s*", line)
        heading = re.match(r"(##?) +(.+)", line)
        if tag:
            close()
            kept = tag[2] if not tag[1] and tag[2] != "pagebreak" else None
            if tag[2] == "pagebreak":
                blocks.append(("pagebreak", ""))
        elif kept:
            lines.append(line.rstrip())
        elif heading:
            close()
            blocks.append((f"h{len(heading[1])}", heading[2].strip()))
        elif line.startswith("- "):
            close()
            blocks.append(("item", bullet(line[2:].strip())))
        elif line.strip():
            lines.append(line.strip())
        else:
            close()
    close()
    return blocks


def bullet(text):
    """Put a bullet before a list item, after its mark if it has one."""
    return re.sub(r"^(\{\{[^}]*\}\}\s*)?", r"\1• ", text, count=1)


def number_headings(blocks, on):
    """Put 1, 1.1, 1.2, 2 … before the headings, when on."""
    counts, out = [0, 0], []
    for kind, text in blocks:
        if on and kind == "h1":
            counts = [counts[0] + 1, 0]
            text = f"{counts[0]} {text}"
        elif on and kind == "h2":
            counts[1] += 1
            text = f"{counts[0]}.{counts[1]} {text}"
        out.append((kind, text))
    return out


def strip_marks(text):
    """The text as printed: without marks."""
    plain = re.sub(r"\s+", " ", MARK.sub(" ", text)).strip()
    if "{{" in plain or "}}" in plain:
        raise ValueError(f"unknown or broken mark in {plain[max(0, plain.find('{{') - 20) :][:60]!r}")
    return plain


# ---- the gold cut


def read_fields(text):
    """The fields of one ``{{B …}}`` mark as a dictionary; what is not stated is None or an empty list."""
    fields = {"vote": None, "outcome": None, "initiators": [], "addressees": [], "mode": [], "title": None}
    for part in filter(str.strip, text.split("|")):
        key, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or key not in fields:
            raise ValueError(f"unknown field {part.strip()!r} in a mark")
        if key in LISTS:
            fields[key] = [item.strip() for item in value.split(";") if item.strip()]
        else:
            fields[key] = value or None
    if not re.fullmatch(r"einstimmig|mehrheitlich|\d+:\d+:\d+", fields["vote"] or "einstimmig"):
        raise ValueError(f"vote {fields['vote']!r} is neither einstimmig, mehrheitlich nor a tally like 13:0:3")
    if fields["outcome"] and fields["outcome"] not in OUTCOMES:
        raise ValueError(f"outcome {fields['outcome']!r} is not one of {sorted(OUTCOMES)}")
    return fields


def cut_gold(front, blocks):
    """Return {"report", "frame", "headings", "resolutions"}; a blank line joins paragraphs."""
    gold = {"report": front, "frame": [], "headings": [], "resolutions": []}
    current = None  # the list of texts that unmarked text goes on with
    pieces = []  # (fields or None for frame, list of texts), in reading order
    for kind, text in blocks:
        if kind in ("letter", "title"):
            plain = "\n".join(re.sub(r"^> *", "", line) for line in text.split("\n"))
            pieces.append((None, [MARK.sub("", plain).strip()]))
            current = None
        elif kind in ("h1", "h2"):
            gold["headings"].append(text)
            current = None
        elif kind in ("paragraph", "item"):
            before, *marked = MARK.split(text)
            if before.strip():
                if current is None:
                    raise ValueError(f"text belongs to no mark: {before.strip()[:60]!r}")
                current.append(strip_marks(before))
            for letter, fields, rest in zip(marked[::3], marked[1::3], marked[2::3]):
                current = [strip_marks(rest)] if rest.strip() else []
                pieces.append((read_fields(fields) if letter == "B" else None, current))
    for fields, texts in pieces:
        text = "\n\n".join(texts)
        if fields is None:
            gold["frame"].append(text)
        else:
            gold["resolutions"].append({"text": text} | fields)
    return gold


# ---- breaking lines


def break_points(word, hyphenate):
    """Yield (head, rest) for every place where a word may be broken, longest head first."""
    if "://" in word or "www." in word or "@" in word:
        return
    cuts = {match.end(): "" for match in re.finditer(r"-(?=\w)", word)}  # real hyphens stay as they are
    if hyphenate:
        for run in LETTERS.finditer(word):
            if not run[0][1:].islower():  # abbreviations (ASMK, SodEG) stay whole
                continue
            for position in HYPHENS.positions(run[0]):
                cuts.setdefault(run.start() + position, "-")
    for cut in sorted(cuts, reverse=True):
        yield word[:cut] + cuts[cut], word[cut:]


def break_lines(text, width, first_width, measure, hyphenate):
    """Fill lines greedily; return a list of strings, hyphens included. ``measure`` gives a string's width."""
    lines, line = [], ""
    words = text.split()
    while words:
        word = words.pop(0)
        room = width if lines else first_width
        longer = f"{line} {word}".lstrip()
        if measure(longer) <= room:
            line = longer
            continue
        for head, rest in break_points(word, hyphenate):
            if measure(f"{line} {head}".lstrip()) <= room:
                line = f"{line} {head}".lstrip()
                words.insert(0, rest)
                break
        else:
            if not line:
                raise ValueError(f"{word!r} is wider than a line")
            words.insert(0, word)
        lines.append(line)
        line = ""
    return lines + [line] if line else lines


# ---- laying out


class ReportPDF(FPDF):
    """A4 pages with a running header and footer; ``total`` is the number of pages that the footer names."""

    def __init__(self, front, total):
        super().__init__(format="A4")
        self.front, self.total = front, total
        self.core_fonts_encoding = "windows-1252"  # „ “ – € beside Latin-1
        self.set_margins(front["margin"], 28, front["margin"])
        self.set_auto_page_break(True, margin=26)

    def furniture(self, key, y):
        line = str(self.front[key] or "").replace("{page}", str(self.page_no())).replace("{pages}", str(self.total))
        if line:
            self.set_y(y)
            self.set_font(self.front["font"], size=8.5)
            self.cell(0, 4, line, align="C")

    def header(self):
        if self.page_no() > 1 or self.front["header_first_page"]:
            self.furniture("header", 12)
        self.set_xy(self.l_margin, self.t_margin)

    def footer(self):
        self.furniture("footer", -15)


def print_line(pdf, line, style, size, height, indent=0, justify=False, align="L"):
    """Print one finished line and go to the next; a justified line is stretched at its spaces (PDF operator Tw)."""
    if pdf.will_page_break(height):
        pdf.add_page()
    pdf.set_font(pdf.front["font"], style, size)
    pdf.set_x(pdf.l_margin + indent)
    gaps = line.count(" ")
    spare = pdf.epw - indent - pdf.get_string_width(line)
    stretch = spare / gaps if justify and gaps else 0
    if stretch:
        pdf._out(f"{stretch * pdf.k:.3f} Tw")  # fpdf2 offers word spacing only inside its own line breaking
    pdf.cell(0, height, line, align=align, new_x="LMARGIN", new_y="NEXT")
    if stretch:
        pdf._out("0 Tw")


def print_text(pdf, text, style="", size=None, indent=0, first_indent=0, justify=False, hyphenate=False):
    """Print a paragraph, list item or heading."""
    size = size or pdf.front["font_size"]
    height = size * MM_PER_POINT * pdf.front["line_height"]
    pdf.set_font(pdf.front["font"], style, size)
    width = pdf.epw - indent
    lines = break_lines(text, width, width - first_indent, pdf.get_string_width, hyphenate)
    for number, line in enumerate(lines):
        last = number == len(lines) - 1
        print_line(pdf, line, style, size, height, indent + (0 if number else first_indent), justify and not last)


def print_block(pdf, kind, text):
    """Print one block at the current position."""
    front = pdf.front
    size, line = front["font_size"], front["font_size"] * MM_PER_POINT * front["line_height"]
    gap = line if front["paragraphs"] == "gap" else 0
    body = {"justify": front["align"] == "justify", "hyphenate": front["hyphenate"]}
    if kind == "pagebreak":
        pdf.add_page()
    elif kind == "letter":
        for row in text.split("\n"):
            if not row:
                pdf.ln(line)
            elif row.startswith(">"):
                print_line(pdf, row[1:].strip(), "", size, line, align="R")
            else:
                print_text(pdf, row, hyphenate=front["hyphenate"])
    elif kind == "title":
        for row in text.split("\n"):
            print_line(pdf, row, "B", size + 2, line * 1.15, align="C") if row else pdf.ln(line)
        pdf.ln(line)
    elif kind in ("h1", "h2"):
        if pdf.will_page_break(4 * line):  # a heading never ends a page
            pdf.add_page()
        pdf.ln(0 if pdf.get_y() <= pdf.t_margin + 1 or gap else line)
        print_text(pdf, text, "B", size + (1.5 if kind == "h1" else 0))
        pdf.ln(line * 0.4)
    elif kind == "item":
        print_text(pdf, text, indent=6, **body)
        pdf.ln(gap * 0.3)
    else:
        print_text(pdf, text, first_indent=0 if gap else 6, **body)
        pdf.ln(gap)


def lay_out(front, blocks, total=0):
    """Return the finished PDF object; ``total`` is the page total for the footer (known after a first pass)."""
    pdf = ReportPDF(front, total)
    pdf.set_title(front["title"])
    pdf.set_author(str(front.get("sender") or ""))
    pdf.set_lang("de")
    pdf.set_producer("make_reports.py")
    pdf.set_creation_date(datetime.datetime(2026, 1, 15, 12, tzinfo=datetime.timezone.utc))
    pdf.add_page()
    for kind, text in blocks:
        print_block(pdf, kind, text if kind in ("letter", "title") else strip_marks(text))
    return pdf


# ---- making files


def make_report(source, folder=None):
    """Write NAME.pdf and NAME.gold.json for a source into folder (default: beside it); return (pages, gold)."""
    source = Path(source)
    folder = Path(folder) if folder else source.parent
    front, blocks = read_source(source)
    blocks = number_headings(blocks, front["numbered_headings"])
    gold = cut_gold(front, blocks)
    pages = lay_out(front, blocks).page_no()
    pdf = lay_out(front, blocks, pages)
    folder.mkdir(parents=True, exist_ok=True)
    pdf.output(str(folder / f"{source.stem}.pdf"))
    with open(folder / f"{source.stem}.gold.json", "w", encoding="utf-8", newline="\n") as file:
        json.dump(gold, file, ensure_ascii=False, indent=1, default=str)
        file.write("\n")
    return pages, gold


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Lay out report sources as PDFs with their gold cut.")
    parser.add_argument("sources", nargs="*", type=Path, help="source texts; default: all beside this script")
    parser.add_argument("--out", type=Path, help="folder for the results; default: beside each source")
    options = parser.parse_args(arguments)
    for source in options.sources or sorted(Path(__file__).parent.glob("*.txt")):
        try:
            pages, gold = make_report(source, options.out)
        except (ValueError, OSError, FPDFException, yaml.YAMLError) as error:
            print(f"{source}: {error}", file=sys.stderr)
            return 1
        print(f"{source.stem}: {pages} pages, {len(gold['resolutions'])} resolutions, {len(gold['frame'])} frame texts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
