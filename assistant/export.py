"""Questions and answers as a note (Vermerk) with footnotes: Markdown, HTML to print, or a Word document written here, without a library."""

import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from html import escape as html_escape
from io import BytesIO
from xml.sax.saxutils import escape as xml_escape

from assistant.filters import in_words
from assistant.render import movers_text, outcome_text, pages_text, source_line, vote_text
from assistant.types import Answer
from index.fields import failed
from index.types import Report

TITLE = "Vermerk: Beschlüsse der Arbeits- und Sozialministerkonferenz"
NO_LAW = "Zitiert wird der Wortlaut der Berichte. Beschlüsse der ASMK sind politische Forderungen, kein geltendes Recht; was daraus geworden ist, steht nicht in den Berichten."
STATUS = {"answered": "Antwort aus den Berichten", "related": "Nächstliegende Stellen; genau das steht nicht in den Berichten", "not_found": "Ohne Fundstelle"}
_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # what XML 1.0 cannot hold


@dataclass(frozen=True)
class Block:
    """A paragraph: ``kind`` is "title", "heading", "small", "text", "subject", "quote" or "item"; ``note`` is its footnote."""

    kind: str
    text: str
    note: str | None = None


def blocks(engine, answers: list[Answer], now: datetime) -> list[Block]:
    """The note as paragraphs."""
    found = [Block("title", TITLE), Block("small", f"Stand: {now:%d.%m.%Y, %H:%M} Uhr. {_searched(engine)}"), Block("small", NO_LAW)]
    for number, answer in enumerate(answers, 1):
        found.append(Block("heading", f"{number}. {answer.question}"))
        limits = [f"Bezogen auf: {answer.about}"] if answer.about else []
        if narrowed := ", ".join(in_words(answer.filters, engine.reports)):
            limits.append(f"Eingegrenzt auf: {narrowed}")
        found.append(Block("small", ". ".join([STATUS.get(answer.status, answer.status), *limits]) + "."))
        found.append(Block("text", answer.lead))
        several = len({quote.resolution for quote in answer.quotes}) > 1  # then each quote is under the title of its resolution
        for quote, before in zip(answer.quotes, (None, *answer.quotes)):
            if several and quote.resolution and (before is None or before.resolution != quote.resolution):
                found.append(Block("subject", engine.resolution(quote.resolution).title))
            found.append(_quote(engine, answer, quote))
        found += [Block("item", note) for note in answer.notes]
    return found


def markdown(engine, answers: list[Answer], now: datetime) -> str:
    """The note as Markdown; nothing in a question or a report is taken for markup."""
    lines, notes = [], []
    for block in blocks(engine, answers, now):
        text = _plain(block.text)
        if block.note:
            notes.append(_plain(block.note))
            text += f"[^{len(notes)}]"
        before = {"title": "# ", "heading": "## ", "quote": "> ", "item": "- "}.get(block.kind, "")
        around = {"small": "*", "subject": "**"}.get(block.kind, "")
        lines.append(f"{before}{around}{text}{around}\n")
    return "\n".join(lines) + "\n" + "\n".join(f"[^{number}]: {note}" for number, note in enumerate(notes, 1)) + ("\n" if notes else "")


def html(engine, answers: list[Answer], now: datetime) -> str:
    """The note as a fragment of HTML, for the browser to print or to save as PDF."""
    body, notes = [], []
    for block in blocks(engine, answers, now):
        mark = ""
        if block.note:
            notes.append(block.note)
            mark = f"<sup>{len(notes)}</sup>"
        before, after = _TAGS[block.kind]
        body.append(f"{before}{html_escape(block.text)}{mark}{after}")
    return "".join(body) + (f"<ol>{''.join(f'<li>{html_escape(note)}</li>' for note in notes)}</ol>" if notes else "")


def docx(engine, answers: list[Answer], now: datetime) -> bytes:
    """The note as a Word document with real footnotes."""
    body, notes = [], []
    for block in blocks(engine, answers, now):
        mark = ""
        if block.note:
            notes.append(block.note)
            mark = f'<w:r><w:rPr><w:rStyle w:val="Fussnotenzeichen"/></w:rPr><w:footnoteReference w:id="{len(notes)}"/></w:r>'
        body.append(f'<w:p><w:pPr><w:pStyle w:val="{_STYLES[block.kind]}"/></w:pPr>{_run(block.text)}{mark}</w:p>')
    foot = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="Fussnotentext"/></w:pPr><w:r><w:rPr><w:rStyle w:val="Fussnotenzeichen"/></w:rPr><w:footnoteRef/></w:r>{_run(" " + note)}</w:p></w:footnote>'
        for number, note in enumerate(notes, 1)
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "docProps/core.xml": _CORE.format(title=xml_escape(TITLE), now=f"{now:%Y-%m-%dT%H:%M:%S}Z"),
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
        "word/styles.xml": _STYLE_SHEET,
        "word/footnotes.xml": f'{_XML}<w:footnotes xmlns:w="{_W}">{_SEPARATORS}{foot}</w:footnotes>',
        "word/document.xml": f'{_XML}<w:document xmlns:w="{_W}"><w:body>{"".join(body)}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1417" w:right="1417" w:bottom="1134" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr></w:body></w:document>',
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _quote(engine, answer: Answer, quote) -> Block:
    report: Report = engine.reports[quote.report]
    facts = [source_line(report)]
    if report.sample and "Beispiel" not in facts[0]:
        facts.append("Beispielbericht")
    facts.append(pages_text(quote.page, quote.page_end).replace("Seite", "S."))
    if quote.label:
        facts.append(quote.label)
    note = ", ".join(facts)
    if quote.resolution:
        resolution = engine.resolution(quote.resolution)
        what = "Antrag" if failed(resolution.outcome) else "Beschluss"
        fate = f" Ergebnis: {told}." if (told := outcome_text(resolution)) else ""
        note += f". {what}: {resolution.title}.{fate} Abstimmung: {vote_text(resolution)}. Antragsteller: {movers_text(resolution)}"
    return Block("quote", f"„{quote.text}“", note + ".")


def _searched(engine) -> str:
    reports = sorted(engine.reports.values(), key=lambda report: (report.year or 0, report.title))
    return "Durchsuchte Berichte: " + "; ".join(source_line(report) for report in reports) + "."


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    text = re.sub(r"([\\`*_{}\[\]<>#|~$&!])", r"\\\1", " ".join(text.split()))
    return re.sub(r"^(\d+)([.)])(?=\s)", r"\1\\\2", re.sub(r"^([-+=>:])", r"\\\1", text))


def _run(text: str) -> str:
    return "<w:r>" + "<w:br/>".join(f'<w:t xml:space="preserve">{xml_escape(line)}</w:t>' for line in _BAD.sub("", text).split("\n")) + "</w:r>"


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006"
_M = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_STYLES = {"title": "Titel", "heading": "Frage", "small": "Angabe", "text": "Normal", "subject": "Beschluss", "quote": "Zitat", "item": "Hinweis"}
_TAGS = {
    "title": ("<h1>", "</h1>"), "heading": ("<h2>", "</h2>"), "small": ("<p><small>", "</small></p>"), "text": ("<p>", "</p>"), "subject": ("<h3>", "</h3>"),
    "quote": ("<blockquote>", "</blockquote>"), "item": ("<p><small>", "</small></p>"),
}
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
_TYPES = (
    f'{_XML}<Types xmlns="{_P}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{_M}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_M}.styles+xml"/><Override PartName="/word/footnotes.xml" ContentType="{_M}.footnotes+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_P}/relationships"><Relationship Id="r1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="r2" Type="{_P}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>'
)
_DOCUMENT_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_P}/relationships"><Relationship Id="r1" Type="{_R}/styles" Target="styles.xml"/>'
    f'<Relationship Id="r2" Type="{_R}/footnotes" Target="footnotes.xml"/></Relationships>'
)
_CORE = (
    f'{_XML}<cp:coreProperties xmlns:cp="{_P}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator>ASMK-Assistent</dc:creator><dc:language>de-DE</dc:language>'
    '<dcterms:created xsi:type="dcterms:W3CDTF">{now}</dcterms:created></cp:coreProperties>'
)


def _style(id: str, name: str, paragraph: str, letters: str, based: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


_STYLE_SHEET = (
    f'{_XML}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="22"/>'
    '<w:lang w:val="de-DE"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    + _style("Titel", "Title", '<w:spacing w:after="160"/>', '<w:b/><w:sz w:val="32"/>')
    + _style("Frage", "heading 1", '<w:keepNext/><w:spacing w:before="320" w:after="80"/><w:outlineLvl w:val="0"/>', '<w:b/><w:sz w:val="26"/>')
    + _style("Angabe", "Angabe", "", '<w:color w:val="595959"/><w:sz w:val="19"/>')
    + _style("Beschluss", "heading 2", '<w:keepNext/><w:spacing w:before="160" w:after="60"/><w:outlineLvl w:val="1"/>', "<w:b/>")
    + _style("Zitat", "Quote", '<w:pBdr><w:left w:val="single" w:sz="12" w:space="10" w:color="0F4C5C"/></w:pBdr><w:ind w:left="454"/>', "")
    + _style("Hinweis", "Hinweis", "", '<w:sz w:val="20"/>')
    + _style("Fussnotentext", "footnote text", '<w:spacing w:after="40" w:line="240" w:lineRule="auto"/>', '<w:sz w:val="18"/>')
    + '<w:style w:type="character" w:styleId="Fussnotenzeichen"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style></w:styles>'
)
