"""The office's glossary: which words mean the same, and what abbreviations stand for. A plain file, one group a line."""

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from index.analysis import tokens_of_word, words

DEFAULT = Path(__file__).with_name("glossary.txt")
# A short form: at most eight signs with two capitals; with a space only where all before it is capitals ("SGB II", "SGB 2").
_SHORT = re.compile(r"(?=(?:[^A-ZÄÖÜ]*[A-ZÄÖÜ]){2})(?:\S{1,8}|(?=.{1,8}$)[A-ZÄÖÜ]{2,} (?:[IVX]+|\d+))")
_EVERYONE_KNOWS = frozenset({"ASMK", "EU"})


@dataclass(frozen=True)
class Glossary:
    """Groups of terms that mean the same. ``by_first``: stem of a term's first word -> (term's stems, its group's other terms as words)."""

    by_first: dict[str, tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], ...]]
    abbreviations: dict[str, str]
    meanings: dict[str, str] = field(default_factory=dict)  # a term's folded words, with spaces between -> one plain sentence

    def meaning(self, term: str) -> str | None:
        """The sentence that explains a term, or None."""
        return self.meanings.get(" ".join(words(term)))

    def synonyms(self, folded: list[str]) -> dict[int, tuple[tuple[str, ...], ...]]:
        """For a question's folded words: place of a term's first word -> the other terms of its group, each as its words."""
        stems = [_stem(word) for word in folded]
        found: dict[int, tuple[tuple[str, ...], ...]] = {}
        for place, stem in enumerate(stems):
            for term, others in self.by_first.get(stem, ()):
                if tuple(stems[place : place + len(term)]) == term:
                    found[place] = tuple(dict.fromkeys(found.get(place, ()) + others))
        return found

    @cached_property
    def _shortened(self) -> re.Pattern:
        longest_first = sorted(self.abbreviations.keys() - _EVERYONE_KNOWS, key=lambda short: (-len(short), short))
        return re.compile("|".join(rf"(?<!\w){re.escape(short)}(?!\w)".replace(r"\ ", r"\s") for short in longest_first) or r"(?!)")

    def explained(self, text: str) -> tuple[tuple[str, str], ...]:
        """(abbreviation, what it stands for) of each abbreviation in a text, in its order; none that the text itself spells out."""
        found = dict.fromkeys(" ".join(match.group(0).split()) for match in self._shortened.finditer(text))
        spelled_out = {_stem(word) for word in words(text)} if found else set()
        return tuple((short, self.abbreviations[short]) for short in found if not spelled_out.issuperset(_stem(word) for word in words(self.abbreviations[short])))


def _stem(word: str) -> str:
    own = tokens_of_word(word)
    return own[0] if own else word


@lru_cache(maxsize=4)
def load(path: Path = DEFAULT) -> Glossary:
    """Read a glossary file.

    One group a line, terms parted by ``|``, the official term first; ``#`` starts a comment. A term of at most eight signs with
    two capitals ("BeschV", "SGB II") is an abbreviation of the first term; the first line that has it says what it stands for.
    What follows `` = `` explains the terms of the line in one sentence.
    """
    by_first: dict[str, list] = {}
    abbreviations: dict[str, str] = {}
    meanings: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        group, _, meaning = line.split("#", 1)[0].partition(" = ")
        terms = [term.strip() for term in group.split("|") if term.strip()]
        if meaning.strip():
            meanings.update({" ".join(words(term)): meaning.strip() for term in terms})
        if len(terms) < 2:
            continue
        for term in terms[1:]:
            if _SHORT.fullmatch(term):
                abbreviations.setdefault(term, terms[0])
        for term in terms:
            parts = words(term)
            others = tuple(tuple(words(other)) for other in terms if other != term)
            by_first.setdefault(_stem(parts[0]), []).append((tuple(_stem(part) for part in parts), others))
    return Glossary({stem: tuple(entries) for stem, entries in by_first.items()}, abbreviations, meanings)
