"""German text as search tokens: folded, stemmed, compounds taken apart.

Used for reports and questions alike; a change here needs a new ANALYSIS_VERSION (types.py).
"""

import re
from functools import lru_cache
from pathlib import Path

import Stemmer
from tokenizers import Tokenizer

from index.topics import fold

# The bundled model's Unigram tokenizer takes compounds apart by itself: essen|s|liefer|dienste.
_PIECES = Path(__file__).with_name("model") / "tokenizer.json"
_WORD = re.compile(r"[^\W_⁰¹²³⁴⁵⁶⁷⁸⁹]+")  # without the number of a footnote behind a word
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[.\u00a0\u202f ]\d{3})+(?!\d)")
STOPWORDS = frozenset(
    fold(word)
    for word in """aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus bei beim bin bis bist da dabei dadurch dafür dagegen daher damit danach dann dar daran darauf
    daraus darf darin darüber darum das dass dasselbe davon dazu dein deine dem den denn der deren des dessen dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines einige er es
    etwa etwas euch euer für gab geben gegen geht genau gibt habe haben hast hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist ja jede jedem jeden jeder jedes jetzt kann kein
    keine keinem keinen keiner können könnte man manche mein meine meinem meinen meiner mich mir mit muss müssen nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner seit sich sie sind so solche
    soll sollen sollte sondern sonst sowie steht über um und uns unser unter viel vom von vor war waren warum was weder weil welche welchem welchen welcher welches wenn wer werde werden wie wieder will wir wird wirst wo wollen
    wollte wurde wurden würde würden zu zum zur zwar zwischen sagt sagen heißt gesagt denn eigentlich bitte mal
    asmk konferenz bericht beschluss beschlüsse beschlossen beschließen fordert fordern gefordert forderung forderungen länder arbeits sozialministerkonferenz ministerinnen minister senatorinnen senatoren bundesregierung bund dazu hinsichtlich
    bezüglich thema position positionen haltung stellung auffassung erhebt erheben richtet richten stellt stellen gestellt äußert äußern bezieht nimmt nehmen vertritt vertreten formuliert formulieren formuliert vorsieht vorgesehen vorsehen lautet lauten
    plant planen strebt befürwortet aussage aussagen inwiefern inwieweit betrifft betreffen verlangt verlangen wünscht wünschen""".split()
)


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("german")


@lru_cache(maxsize=1)
def _pieces() -> Tokenizer:
    return Tokenizer.from_file(str(_PIECES))


def joined(text: str) -> str:
    """A text with its figures written without separators of thousands: "10.000" and "10 000" are "10000"."""
    return _THOUSANDS.sub(lambda match: re.sub(r"\D", "", match.group()), text)


def words(text: str) -> list[str]:
    """The folded words and numbers of a text, in order, stop words included; a number with its thousands in one."""
    return [fold(word) for word in _WORD.findall(joined(text))]


@lru_cache(maxsize=200_000)
def tokens_of_word(word: str) -> tuple[str, ...]:
    """Search tokens of one folded word: its stem first, then the parts of a compound (marked "~")."""
    if word in STOPWORDS:
        return ()
    stem = _stemmer().stemWord(word)
    if len(word) < 8 or not word.isalpha():
        return (stem,)
    parts = [piece.lstrip("▁") for piece in _pieces().encode(word, add_special_tokens=False).tokens]
    parts = [part for part in parts if len(part) >= 4]
    return (stem, *(f"~{_stemmer().stemWord(part)}" for part in parts if part != word))


def tokens(text: str) -> list[str]:
    """Search tokens of a text, in order. A short word counts as a compound part too, so that it meets one."""
    found: list[str] = []
    for word in words(text):
        own = tokens_of_word(word)
        found += own
        if len(own) == 1 and word.isalpha() and len(word) >= 4:
            found.append(f"~{own[0]}")
    return found
