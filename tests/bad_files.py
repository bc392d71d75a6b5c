"""PDFs that no reader should choke on, made on the spot, each with the sentence that refuses it.

``python tests/bad_files.py FOLDER`` writes them all, to try them by hand (the largest takes 500 MB of address, not of disk).
"""

import io
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from helpers import SAMPLES

EMPTY = "Die Datei ist leer; bitte laden Sie den Bericht noch einmal herunter."
NO_PDF = "Das ist keine PDF-Datei; bitte geben Sie den Bericht als PDF an."
TOO_LARGE = "Die Datei ist größer als 100 MB; bitte teilen oder verkleinern Sie sie."
BROKEN = "Das PDF ist beschädigt oder unvollständig; bitte laden Sie es noch einmal herunter."
ODD = "Das PDF lässt sich nicht lesen (beschädigt oder ungewöhnlich aufgebaut); bitte speichern Sie es neu als PDF."
PASSWORD = "Das PDF ist mit einem Kennwort geschützt; bitte speichern Sie es ohne Kennwort und versuchen Sie es erneut."
NO_PAGES = "Das PDF enthält keine Seiten; bitte laden Sie den Bericht noch einmal herunter."
MANY_PAGES = "Das PDF hat mehr als 1500 Seiten; bitte teilen Sie es in einzelne Berichte."
MUCH_TEXT = "Das PDF enthält mehr Text, als ein Bericht haben kann; bitte teilen Sie es in einzelne Berichte."
NO_TEXT = "Das PDF enthält keinen lesbaren Text (vermutlich ein Scan); bitte lassen Sie vorher eine Texterkennung (OCR) laufen."
GIBBERISH = "Der Text des PDFs ist nicht lesbar hinterlegt (Zeichensalat statt Buchstaben); bitte lassen Sie vorher eine Texterkennung (OCR) laufen."
TOO_SLOW = "Das PDF ist zu aufwendig aufgebaut und braucht beim Lesen zu viel Zeit; bitte speichern Sie es neu als PDF oder teilen Sie es."
TOO_BIG = "Das PDF ist zu aufwendig aufgebaut und braucht beim Lesen zu viel Arbeitsspeicher; bitte speichern Sie es neu als PDF oder teilen Sie es."
HEAVY = (TOO_SLOW, TOO_BIG, BROKEN, ODD)  # which limit is met first depends on the machine


@dataclass(frozen=True)
class Bad:
    """A file: its name, what makes its bytes, the sentence after its name (or the ones it may be), seconds it may take."""

    name: str
    make: Callable[[], bytes]
    sentence: str | tuple[str, ...]
    seconds: float = 5.0


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    size = len(objects) + 1
    return bytes(out) + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(data), entries) + data + b"\nendstream"


def deflated(data: bytes, entries: bytes = b"", times: int = 1) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return stream(data, b"/Filter [%s] %s" % (b"/FlateDecode " * times, entries))


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def page(content: bytes, more: list[bytes] = (), resources: bytes = b"/Font << /F 4 0 R >>", page_entries: bytes = b"") -> bytes:
    """A PDF of one page: object 5 is its content stream, ``more`` are the objects from 6 on."""
    body = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << %s >> %s >>" % (resources, page_entries)
    return pdf([CATALOGUE, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", body, FONT, content, *more])


def pages(number: int, content: bytes) -> bytes:
    """A PDF of many pages that share one content stream."""
    kids = b" ".join(b"%d 0 R" % (5 + k) for k in range(number))
    one = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 3 0 R >> >> >>"
    return pdf([CATALOGUE, b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, number), FONT, content, *[one] * number])


def shown(text: str, lines: int = 20) -> bytes:
    """A content stream that shows a line of text some times."""
    return b"BT /F 11 Tf 70 780 Td 14 TL\n" + (b"(" + text.encode("cp1252") + b") Tj T*\n") * lines + b"ET"


SENTENCE = "Die Arbeits- und Sozialministerkonferenz fordert die Bundesregierung auf, mehr zu tun."


def encrypted() -> bytes:
    from fpdf import FPDF

    document = FPDF()
    document.add_page()
    document.set_font("Helvetica", size=11)
    document.multi_cell(0, 6, SENTENCE * 5)
    document.set_encryption(owner_password="Sesam", user_password="öffne dich")
    return bytes(document.output())


def scan() -> bytes:
    """Two pages of pictures."""
    from fpdf import FPDF
    from PIL import Image

    document = FPDF()
    for shade in (200, 220):
        document.add_page()
        document.image(Image.new("L", (200, 300), shade), x=10, y=10, w=150)
    return bytes(document.output())


def picture() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(out, "PNG")
    return out.getvalue()


def without_map() -> bytes:
    """An embedded font whose glyph numbers stand for letters by no rule that the file tells."""
    alphabet = "abcdefghijklmnopqrstuvwxyzäöüß"
    exchanged = str.maketrans(alphabet, "qxzjvkbpwfygcüßöämhdulotsirnea"[:30])
    text = (SENTENCE.lower() + " Sie bittet den Bund, die Länder bei der Pflege zu unterstützen.".lower()).translate(exchanged)
    return page(stream(shown(text)))


def deep_array() -> bytes:
    return page(stream(shown(SENTENCE)), page_entries=b"/Deep " + b"[" * 200_000 + b"]" * 200_000)


def deep_tree() -> bytes:
    """A page under 20,000 nested nodes."""
    depth = 20_000
    nodes = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (number + 1, number - 1) for number in range(2, 2 + depth)]
    return pdf([CATALOGUE, *nodes, b"<< /Type /Page /MediaBox [0 0 595 842] /Parent %d 0 R >>" % (1 + depth)])


def circle() -> bytes:
    return pdf([CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 9 >>", b"<< /Type /Pages /Kids [2 0 R] /Parent 2 0 R /Count 3 >>"])


def laughs() -> bytes:
    """Forms that each draw the next one ten times: 10**12 lines of text in 4 KB."""
    levels = 12
    forms = [
        stream(b"/X Do " * 10, b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X %d 0 R >> >>" % (7 + level)) for level in range(levels)
    ]
    last = stream(shown(SENTENCE, 1), b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /Font << /F 4 0 R >> >>")
    return page(stream(b"/X Do"), [*forms, last], b"/XObject << /X 6 0 R >>")


def wide_map() -> bytes:
    """A character map over four billion codes."""
    table = b"1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange\n" + b"100 beginbfrange\n" + b"<00000000> <FFFFFFFF> <0041>\n" * 100 + b"endbfrange"
    return page(stream(shown(SENTENCE)), [b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>", stream(table)], b"/Font << /F 6 0 R >>")


def cut(share: float) -> bytes:
    data = SAMPLES[0].read_bytes()
    return data[: int(len(data) * share)]


def flipped() -> bytes:
    """A byte changed in the middle of the first page's compressed text."""
    data = bytearray(SAMPLES[0].read_bytes())
    start = data.index(b"stream\n", data.index(b"/FlateDecode")) + 7
    data[start + 300] ^= 0xFF
    return bytes(data)


BAD = [
    Bad("leer.pdf", lambda: b"", EMPTY),
    Bad("text.pdf", lambda: SENTENCE.encode(), NO_PDF),
    Bad("bild.pdf", picture, NO_PDF),
    Bad("seite.pdf", lambda: b"<!DOCTYPE html><title>404</title>", NO_PDF),  # what a failed download often is
    Bad("nullen.pdf", lambda: bytes(10_000), NO_PDF),
    Bad("kopf.pdf", lambda: b"%PDF-1.7\n", BROKEN),
    Bad("muell.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF", (BROKEN, ODD)),
    Bad("zehntel.pdf", lambda: cut(0.1), BROKEN),
    Bad("haelfte.pdf", lambda: cut(0.5), BROKEN),
    Bad("fast.pdf", lambda: cut(0.99), BROKEN),
    Bad("gekippt.pdf", flipped, BROKEN),
    Bad("ohne-katalog.pdf", lambda: pdf([b"null"]), (BROKEN, ODD)),
    Bad("ohne-seiten.pdf", lambda: pdf([CATALOGUE, b"<< /Type /Pages /Kids [] /Count 0 >>"]), (NO_PAGES, BROKEN)),
    Bad("kennwort.pdf", encrypted, PASSWORD),
    Bad("scan.pdf", scan, NO_TEXT),
    Bad("zeichensalat.pdf", without_map, GIBBERISH),
    Bad("2000-seiten.pdf", lambda: pages(2000, stream(shown(SENTENCE))), MANY_PAGES, 10),
    Bad("verschachtelt.pdf", deep_array, HEAVY, 20),
    Bad("seitenbaum.pdf", deep_tree, (*HEAVY, NO_TEXT, NO_PAGES), 20),
    Bad("kreis.pdf", circle, (*HEAVY, NO_TEXT, NO_PAGES)),
    Bad("bombe.pdf", lambda: page(deflated(bytes(100_000_000))), HEAVY, 20),
    Bad("bombe-doppelt.pdf", lambda: page(deflated(bytes(100_000_000), times=2)), HEAVY, 20),
    Bad("bombe-befehle.pdf", lambda: page(deflated(b"0 0 m " * 12_000_000)), HEAVY, 20),
    Bad("bombe-text.pdf", lambda: page(deflated(shown(SENTENCE, 700_000))), (*HEAVY, MUCH_TEXT), 20),
    Bad("bombe-seiten.pdf", lambda: pages(1000, deflated(shown(SENTENCE, 2_000))), (*HEAVY, MUCH_TEXT), 70),
    Bad("bombe-formen.pdf", laughs, HEAVY, 20),
    Bad("bombe-zeichen.pdf", wide_map, (*HEAVY, NO_TEXT), 20),
]


def write(folder: Path) -> None:
    """All of them, and the one that is too large to be made in memory."""
    folder.mkdir(parents=True, exist_ok=True)
    for bad in BAD:
        (folder / bad.name).write_bytes(bad.make())
    write_large(folder / "500-mb.pdf")


def write_large(path: Path) -> Path:
    """500 MB, nearly all of it a hole."""
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(500 * 1024 * 1024)
    return path


if __name__ == "__main__":
    write(Path(sys.argv[1]))
