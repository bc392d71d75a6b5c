"""What can be odd about the text that stands in a PDF: mended where that is certain, else named in a German warning.

Mending changes spaces and the codes of known glyphs, never a letter that was read right.
"""

import re
from functools import lru_cache

_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
# Words that belong to a letter-spaced run: single characters with spaces between them, "E r g e b n i s s e".
# "Arbeitsund": a word that lost its hyphen and its space before "und" or "oder".
_JOINED = re.compile(r"\b(?!\w*gesund\b|Stralsund|[ÖO]resund)[A-ZÄÖÜ][a-zäöüß]{3,}(?:s|er|en)(?:und|oder)\b")
_SPACED = re.compile(r"(?<!\S)\S(?: +\S(?!\S)){3,}")
# The 120 most frequent pairs of letters in German (counted in the sample reports): 77 to 89 % of the pairs of a German
# page, 60 % of an English one, at most 34 % of a German one under 300 random exchanges of letters.
_PAIRS = frozenset(
    "ab ac ad ag al an ar as at au be bi bu ch da de di dr eb eg eh ei el em en er es et fa fe fo ft fü ge gi gs ha he hl hn hr ht ia ic ie ig il im in is it ko la "
    "le li ll lo lt me mi mm mo na nd ne ng ni nn ns nt nz od ol om on or os ot pr ra rb rd re rh ri rs rt ru sa sc se si so sp ss st ta te ti tl tr ts tt tu tz uf "
    "um un ur us ut ve vo we wi ze zi zu än ür".split()
)
_MIN_SHARE = 0.45
_MIN_PAIRS = 100  # fewer letters tell nothing


def mend(text: str) -> str:
    """One line: letters of symbol fonts and small capitals under their own code, a letter-spaced heading as words, what was printed twice once."""
    text = _once(text)
    if _PRIVATE.search(text):
        text = re.sub(r"^(\s*)[\ue000-\uf8ff](?=\s)", "\\1•", text)
        # Adobe's codes for old-style figures and small capitals are 0xF700 and the Latin-1 code.
        text = re.sub(r"[\uf730-\uf739\uf761-\uf77a\uf7e4\uf7f6\uf7fc]", lambda found: chr(ord(found.group()) - 0xF700).upper(), text)
        if len(re.findall(r"[\uf020-\uf0ff]", text)) > 0.3 * len(text.replace(" ", "")) and len(text) > 3:  # a text font that calls itself a symbol font
            text = re.sub(r"[\uf020-\uf0ff]", lambda found: bytes([ord(found.group()) - 0xF000]).decode("cp1252", "replace"), text)
    return _SPACED.sub(_unspaced, text)


def _once(text: str) -> str:
    """A line that a font made bold by printing it twice, whole ("ErgebnisseErgebnisse") or letter by letter ("EErrggeebbnniissssee")."""
    plain = text.strip()
    half = len(plain) // 2
    if half >= 8 and plain[:half].strip() == plain[-half:].strip() and not plain[half:-half].strip() and any(map(str.isalpha, plain)):
        return plain[:half].strip()
    words = plain.split()
    if sum(map(str.isalpha, plain)) >= 12 and all(len(word) % 2 == 0 and word[::2] == word[1::2] for word in words) and len(set(plain)) > 4:
        return " ".join(word[::2] for word in words)
    return text


def _unspaced(found: re.Match) -> str:
    run = found.group()
    letters = [character for character in run if character.isalpha()]
    codes = [ord(letter) for letter in letters]
    if len(letters) < 4 or len(letters) < 0.6 * len(run.replace(" ", "")) or all(b - a == 1 for a, b in zip(codes, codes[1:])):
        return run  # figures of a table; "a b c d"
    gaps = re.findall(" +", run)
    if len(min(gaps)) < len(max(gaps)):  # wider gaps stand between words
        return " ".join(word.replace(" ", "") for word in re.split(" {%d,}" % (len(min(gaps)) + 1), run))
    return re.sub(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])", " ", run.replace(" ", ""))


@lru_cache(maxsize=4096)  # each line is asked for several times, and its neighbours by the next
def width(text: str) -> float:
    """About how wide a text is printed, in em of a common sans serif."""
    return sum(map(_em, text))


@lru_cache(maxsize=None)
def _em(character: str) -> float:
    return 0.26 if character in "iIljtfr.,;:'|!()[] -" else 0.86 if character in "mwMW–" else 0.67 if character.isupper() else 0.55


def is_gibberish(text: str) -> bool:
    """Whether signs stand there that are no language: a font without a table from glyphs to letters."""
    signs = re.sub(r"[\s.…_–—-]", "", text)  # without the leaders of a table of contents
    if len(signs) >= 2 * _MIN_PAIRS and sum(map(str.isalnum, signs)) < len(signs) / 2:
        return True
    words = re.findall(r"[^\W\d_]{2,}", text.lower())
    pairs = [word[at : at + 2] for word in words for at in range(len(word) - 1)]
    return len(pairs) >= _MIN_PAIRS and sum(pair in _PAIRS for pair in pairs) < _MIN_SHARE * len(pairs)


class Oddities:
    """What is odd in the pages seen so far."""

    def __init__(self):
        self._pictures, self._gibberish = [], []  # numbers of pages
        self._joined: list[str] = []
        self._strange = self._words = self._letters = self._in_long_words = self._in_gibberish = 0

    def see(self, number: int, text: str, has_picture: bool) -> None:
        """Take in a page; ``has_picture`` counts where there are no more letters than in a page number ("Seite 3")."""
        words = re.findall(r"[^\W\d_]+", text)
        letters = sum(map(len, words))
        self._words += len(words)
        self._letters += letters
        self._in_long_words += sum(len(word) for word in words if len(word) > 30)
        self._strange += len(re.findall(r"(?<=\w)[\ue000-\uf8ff\ufffd]|[\ue000-\uf8ff\ufffd](?=\w)|[\x00-\x08\x0e-\x1f]", text))
        self._joined += _JOINED.findall(text)
        if has_picture and letters < 10:
            self._pictures.append(number)
        if is_gibberish(text):
            self._gibberish.append(number)
            self._in_gibberish += letters

    @property
    def mostly_gibberish(self) -> bool:
        return bool(self._gibberish) and self._in_gibberish >= self._letters / 2

    def warnings(self) -> tuple[str, ...]:
        """German sentences."""
        found = []
        if self._pictures:
            found.append(f"{_pages(self._pictures)} nur ein Bild ohne Text (vermutlich ein Scan); bitte lassen Sie eine Texterkennung (OCR) laufen, sonst fehlt dieser Teil.")
        if self._gibberish:
            found.append(f"{_pages(self._gibberish)} Text, der im PDF nicht lesbar hinterlegt ist; bitte lassen Sie eine Texterkennung (OCR) laufen, sonst fehlt dieser Teil.")
        if self._strange:
            found.append(f"Zeichen einer Sonderschrift, die im PDF nicht als Buchstaben hinterlegt sind, fehlen im Text (Anzahl: {self._strange}); bitte vergleichen Sie Zitate mit dem PDF.")
        if self._in_long_words > 0.15 * self._letters:
            found.append("Zwischen vielen Wörtern fehlt im PDF das Leerzeichen; Zitate zeigen sie zusammengeschrieben, und die Suche findet weniger.")
        if self._joined:
            named = ", ".join(f"„{word}“" for word in list(dict.fromkeys(self._joined))[:3])
            found.append(f"Wörter sind im PDF ohne Bindestrich und Leerzeichen verbunden (zum Beispiel {named}); Zitate zeigen sie so, und die Suche findet weniger.")
        if self._words > 100 and self._letters < 4.2 * self._words:  # 6 to 7 letters a word are usual
            found.append("Viele Wörter sind im PDF in Stücke zerrissen; Zitate zeigen sie so, und die Suche findet weniger.")
        return tuple(found)


def _pages(numbers: list[int]) -> str:
    """ "Auf Seite 3 steht", "Auf den Seiten 3, 4 und 7 steht", "Auf 12 Seiten (3, 4, 5, …) steht" """
    if len(numbers) == 1:
        return f"Auf Seite {numbers[0]} steht"
    if len(numbers) > 8:
        return f"Auf {len(numbers)} Seiten ({', '.join(map(str, numbers[:3]))}, …) steht"
    return f"Auf den Seiten {', '.join(map(str, numbers[:-1]))} und {numbers[-1]} steht"
