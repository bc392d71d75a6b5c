"""Reports that nobody wrote: a seeded corpus of any size, with the sentence lengths and the words of the written reports.

    python tests/benchmarks/corpus.py RESOLUTIONS FOLDER     an index of that many resolutions, as the program would store it
    python tests/benchmarks/corpus.py --pdf REPORTS FOLDER   ten-page PDF reports, for the whole way from file to index

A resolution is an opening sentence made of parts, so that vote, movers, addressee and mode have words that prove them,
and two to four sentences of the sample reports with their nouns, figures and Länder exchanged. Nouns are compounds of
two or three parts drawn by Zipf's law: the vocabulary grows with the corpus, as in German it does. The same size and
seed give the same corpus.
"""

import argparse
import hashlib
import random
import re
import sys
import textwrap
import time
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from index import cues  # noqa: E402
from index.clean import letters  # noqa: E402
from index.sentences import sentences  # noqa: E402
from index.topics import taxonomy  # noqa: E402
from index.types import Field, Passage, Report, Resolution  # noqa: E402

LAENDER = list(cues.LAENDER)
SEED = 102
PER_REPORT = 33  # resolutions; as many as the one official report holds
PAGE = 2600  # characters
SOURCES = sorted((ROOT / "docs" / "reports").glob("*.txt")) + sorted((ROOT / "tests" / "data" / "reports").glob("*.txt"))

_HEADS = """Pflege Kinder Jugend Familien Renten Arbeits Ausbildungs Weiterbildungs Wohn Kranken Sozial Teilhabe Bildungs Gesundheits Eingliederungs Betreuungs Grundsicherungs Migrations Integrations Fachkräfte Alters Armuts
Digital Daten Verwaltungs Tarif Mindestlohn Schwerbehinderten Werkstatt Jobcenter Beschäftigungs Kurzarbeits Hitze Unfall Opfer Gewalt Frauen Eltern Schul Kita Ehrenamts Quartiers Mobilitäts Wohngeld Regelbedarfs Unterhalts Vorsorge
Rehabilitations Assistenz Sprach Anerkennungs Klima Transformations Industrie Handwerks Plattform Saison Leiharbeits Werkvertrags Minijob Steuer Beitrags Bürger Kommunal Landes Bundes Europa Grenzgänger Sucht Schuldner Obdachlosen""".split()
_MIDDLES = """hilfe versicherungs leistungs markt förder schutz zeit kosten personal qualitäts einkommens bedarfs angebots beratungs zugangs verfahrens kraft platz haushalts ausgleichs entlastungs koordinierungs
finanzierungs nachweis antrags prüf melde struktur dienst""".split()
_TAILS = """geld gesetz verordnung fonds beirat programm beihilfe pauschale zuschuss strategie offensive richtlinie vereinbarung stelle netz konzept bericht budget register portal plan paket kommission garantie prämie reform regelung statistik
quote frist grenze kasse agentur gipfel initiative karte lotsen modell novelle pass rahmen satz siegel standard steuerung tabelle verbund vertrag werk zentrum zulage zuständigkeit""".split()
_DEMANDS = (
    "die {0} dauerhaft zu sichern und an die {1} anzupassen", "bis zum {d} einen Vorschlag für eine {0} vorzulegen", "die Mittel der {0} um {n} Millionen Euro aufzustocken",
    "zu prüfen, ob die {0} mit der {1} zusammengeführt werden kann", "die {0} auf {n} Monate zu befristen und danach zu überprüfen", "den Zugang zur {0} auch für Beschäftigte in der {1} zu öffnen",
    "die Berechnung der {0} zu vereinfachen und auf Nachweise der {1} zu verzichten", "bei der {0} die Belange der Länder und der {1} stärker zu berücksichtigen",
)
_ADDRESSEES = ("die Bundesregierung", "das BMAS", "den Bund", "die Bundesagentur für Arbeit", "das BMG", "die Sozialpartner", "die Kommunen")
_ADDRESSEE_NAMES = {"die Bundesregierung": "Bundesregierung", "das BMAS": "Bundesministerium für Arbeit und Soziales", "den Bund": "Bund", "das BMG": "Bundesministerium für Gesundheit"}
_TITLES = ("{0} und {1}", "Stärkung der {0}", "Weiterentwicklung der {0}", "{0}: {1}", "Zukunft der {0} in der {1}", "Reform der {0}")
_TOWNS = "Potsdam Mainz Bremen Dresden Kiel Erfurt Stuttgart Wiesbaden Schwerin Saarbrücken Magdeburg Hannover Düsseldorf München Berlin Hamburg".split()
_NOUN = re.compile(r"(?<=[a-zäöüß,] )[A-ZÄÖÜ][a-zäöüß]{6,}\b")
_LAND = re.compile(r"\b(?:%s)\b" % "|".join(sorted(LAENDER, key=len, reverse=True)))
_NUMBER = re.compile(r"(?<![\d.])\d{1,3}(?![\d.])")


@lru_cache(maxsize=1)
def source_sentences() -> tuple[str, ...]:
    """The sentences of the written reports' resolutions, marks taken out."""
    found = []
    for path in SOURCES:
        body = path.read_text(encoding="utf-8").split("{{F}}", 1)[1]
        for paragraph in re.split(r"\n\s*\n", body):
            plain = " ".join(re.sub(r"\{\{.*?\}\}", " ", paragraph).split())
            if not plain.startswith(("#", "-")):
                found += [plain[p.start : p.end] for p in sentences(plain, 0, len(plain))]
    return tuple(dict.fromkeys(text for text in found if 50 <= len(text) <= 400 and text.endswith(".")))


class Writer:
    """Draws words and sentences; one random stream, so that a corpus is the same on every run."""

    def __init__(self, seed: int, votes: bool = True):
        """``votes``: also sentences that tell a vote of their own, beside the one in the opening."""
        self.random = random.Random(seed)
        self.sources = [text for text in source_sentences() if votes or not cues.votes(text)]
        self.parts = {}
        for name, words in (("heads", _HEADS), ("middles", _MIDDLES), ("tails", _TAILS)):
            words = list(words)
            random.Random(f"{seed} {name}").shuffle(words)
            self.parts[name] = (words, list(accumulate(1 / (rank + 3) for rank in range(len(words)))))

    def _part(self, name: str) -> str:
        words, weights = self.parts[name]
        return self.random.choices(words, cum_weights=weights)[0]

    def compound(self) -> str:
        """A noun such as "Pflegefonds" or "Kinderbetreuungsgarantie"."""
        middle = self._part("middles") if self.random.random() < 0.5 else ""
        second = self._part("heads").lower() if self.random.random() < 0.15 else ""
        return self._part("heads") + second + middle + self._part("tails")

    def sentence(self) -> str:
        """A sentence of the written reports with some nouns, all Länder and some figures exchanged."""
        text = self.random.choice(self.sources)
        text = _NOUN.sub(lambda match: self.compound() if self.random.random() < 0.4 else match.group(0), text)
        text = _LAND.sub(lambda match: self.random.choice(LAENDER), text)
        return _NUMBER.sub(lambda match: str(self.random.randint(2, 400)), text)

    def opening(self) -> tuple[list[tuple[str, str | None, str]], dict]:
        """The deciding sentence as parts (text, field or None, value)."""
        draw = self.random
        demand = draw.choice(_DEMANDS).format(self.compound(), self.compound(), n=draw.randint(2, 900), d=f"{draw.randint(1, 28)}. Juni {draw.randint(2000, 2030)}")
        vote = draw.choices(("einstimmig", "mehrheitlich", "tally", None), (45, 20, 10, 25))[0]
        addressee = draw.choice(_ADDRESSEES)
        movers = draw.sample(LAENDER, draw.choices((0, 1, 2, 3), (40, 35, 15, 10))[0])
        asks = draw.random() < 0.4
        parts: list[tuple[str, str | None, str]] = []
        if movers:
            parts.append(("Auf Antrag von ", None, ""))
            for place, land in enumerate(movers):
                parts += [(", " if 0 < place < len(movers) - 1 else " und " if place else "", None, ""), (land, "initiators", land)]
            parts.append((" ", None, ""))
        verb = "bittet" if asks else "fordert"
        parts += [(verb if movers else f"Die ASMK {verb}", "mode", verb), (" die ASMK " if movers else " ", None, ""), (addressee, "addressees", _ADDRESSEE_NAMES.get(addressee, addressee.split(" ", 1)[1]))]
        if vote in ("einstimmig", "mehrheitlich"):
            parts += [(" ", None, ""), (vote, "vote", vote)]
        parts.append((f", {demand}" if asks else f" auf, {demand}", None, ""))
        if vote == "tally":
            yes = draw.randint(9, 15)
            counts = f"{yes}:{draw.randint(0, 16 - yes)}:1"
            parts += [(" (", None, ""), (counts, "vote", counts), (")", None, "")]
        parts.append((".", None, ""))
        return parts, {"decided": vote is not None or not asks}


def reports(resolutions: int, seed: int = SEED):
    """Yield reports that hold ``resolutions`` in all: each of one conference (from 1 to 102) as one Land tells it."""
    writer = Writer(seed)
    number = 0
    while resolutions > 0:
        count = min(PER_REPORT, resolutions)
        yield report(writer, number, count)
        resolutions -= count
        number += 1


def report(writer: Writer, number: int, count: int) -> Report:
    """The report with a running number, of ``count`` resolutions."""
    conference, land, kind = 102 - number % 102, LAENDER[number // 102 % 16], ("bericht", "protokoll")[number // 1632 % 2]
    report_id, year = f"{kind}-{conference}-{number}", 2025 - number % 102 % 70
    text, fields = "", {}

    def add(words: str, name: str | None = None, value: str = "") -> Field:
        nonlocal text
        field = Field(value or words, len(text), len(text) + len(words))
        if name:
            fields.setdefault(name, []).append(field)
        text += words
        return field

    add("Die ")
    numbered = add(f"{conference}.", value=str(conference))
    add(" Arbeits- und Sozialministerkonferenz tagte am ")
    dates = add(f"{number % 27 + 1}. November {year}")
    add(" in ")
    place = add(_TOWNS[number % 16])
    add(".")
    frame = [Passage(0, len(text))]
    found = []
    for running in range(1, count + 1):
        text += "\n\n"
        fields, start = {}, len(text)
        parts, about = writer.opening()
        for words, name, value in parts:
            add(words, name, value)
        spans = [Passage(start, len(text))]
        for _ in range(writer.random.choices((2, 3, 4), (25, 50, 25))[0]):
            text += " "
            begin = len(text)
            add(writer.sentence())
            spans.append(Passage(begin, len(text)))
        title = writer.random.choice(_TITLES).format(writer.compound(), writer.compound())
        topics = writer.random.sample(list(taxonomy()), writer.random.choice((1, 1, 2)))
        vote, mode = next(iter(fields.get("vote", ())), None), tuple(fields["mode"])
        found.append(
            Resolution(
                f"{report_id}/{running:02d}", report_id, str(running), title, start, len(text), tuple(spans), None, vote,
                Field("beschlossen", (vote or mode[0]).start, (vote or mode[0]).end) if about["decided"] else None,
                tuple(fields.get("initiators", ())), tuple(fields.get("addressees", ())), mode, tuple((topic, 4.0 - 2 * place) for place, topic in enumerate(topics)),
            )
        )
    text += "\n\n"
    begin = len(text)
    text += "Die Beschlüsse der Konferenz sind im vollen Wortlaut unter https://www.asmkonline.de abrufbar."
    frame.append(Passage(begin, len(text)))
    page_starts = tuple(range(0, len(text), PAGE))
    pages = tuple(letters(text[first : first + PAGE]) for first in page_starts)
    return Report(
        report_id, f"{report_id}.pdf", hashlib.sha256(report_id.encode()).hexdigest(), f"Ergebnisse der {conference}. ASMK ({land})", kind, text, page_starts, pages,
        conference=numbered, dates=dates, place=place, land=None, year=year, frame=tuple(frame), resolutions=tuple(found),
    )


@dataclass(frozen=True)
class Made:
    """What making an index took, seconds, and what it holds."""

    reports: int
    resolutions: int
    sentences: int
    write: float
    store: float


def make_index(resolutions: int, data: Path, seed: int = SEED) -> Made:
    """An index of generated reports in ``data``, by the program's own writer; the texts come from no PDF."""
    from index import build, embed

    began = time.perf_counter()
    made = sorted(reports(resolutions, seed), key=lambda report: report.id)
    written = time.perf_counter()
    build.write(data, None, made, embed.load(), False)
    return Made(len(made), resolutions, sum(len(r.passages) for report in made for r in report.resolutions), written - began, time.perf_counter() - written)


def make_pdfs(count: int, folder: Path, seed: int = SEED, pages: int = 10) -> list[Path]:
    """``count`` PDF reports of ``pages`` pages with page furniture, about 30 resolutions each."""
    from fpdf import FPDF

    folder.mkdir(parents=True, exist_ok=True)
    writer = Writer(seed, votes=False)
    paths = []
    for number in range(count):
        path = folder / f"bericht-{number:04d}.pdf"
        paths.append(path)
        made = report(writer, number, PER_REPORT + 12)  # more than ten pages hold; cut off below
        if path.is_file():
            continue
        pdf = FPDF(format="A4")
        pdf.core_fonts_encoding = "windows-1252"
        pdf.set_margins(25, 25)
        pdf.set_auto_page_break(True, margin=25)
        pdf.add_page()
        pdf.set_font("Helvetica", "B", 13)
        pdf.multi_cell(0, 7, f"Bericht über die Ergebnisse der {made.conference.value}. Arbeits- und Sozialministerkonferenz, Nr. {number}", new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("Helvetica", size=11.5)
        for paragraph in made.text.split("\n\n"):
            if pdf.page_no() == pages and pdf.get_y() > 200:
                break
            for line in textwrap.wrap(paragraph.replace("\u2011", "-"), 78, break_long_words=False):
                pdf.cell(0, 6.6, line.encode("windows-1252", "replace").decode("windows-1252"), new_x="LMARGIN", new_y="NEXT")
            pdf.ln(5)
        pdf.output(str(path))
    return paths


def questions(resolutions: int, count: int, seed: int = SEED) -> list[str]:
    """``count`` questions after titles and demands of the corpus of that size, a third of them with a slip of the pen.

    They come beside the questions of the evaluation sets, whose subjects every corpus holds too.
    """
    draw = random.Random(seed + 1)
    titles = [r.title for made in reports(min(resolutions, 3300), seed) for r in made.resolutions]
    forms = ("Was wurde zu „{0}“ beschlossen?", "Was fordert die ASMK zur {0}?", "{0}", "Soll die {0} kommen?", "Wie viel Geld gibt es für die {0}?")
    found = []
    for number in range(count):
        title = draw.choice(titles)
        if number % 3 == 2 and len(title) > 9:
            slip = draw.randrange(4, len(title) - 2)
            title = title[:slip] + title[slip + 1] + title[slip] + title[slip + 2 :]
        found.append(draw.choice(forms).format(title))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("count", type=int, help="resolutions, or with --pdf reports")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pdf", action="store_true", help="PDF files instead of an index")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    print(f"{len(make_pdfs(options.count, options.folder, options.seed))} PDF files" if options.pdf else make_index(options.count, options.folder, options.seed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
