"""Spelling as people type it: slips, missing umlauts, ß/ss, compounds taken apart, everything in small letters."""

from __future__ import annotations

import random

NEIGHBOURS = dict(zip("qwertzuiopasdfghjklyxcvbnm", ["wa", "qes", "wrd", "etf", "rzg", "tuh", "zij", "uok", "ipl", "ol", "qsy", "adwx", "sfec", "dgrv",
                      "fhtb", "gjzn", "hkum", "jli", "kop", "asx", "ysdc", "xdfv", "cfgb", "vghn", "bhjm", "njk"]))
PLAIN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "Ä": "A", "Ö": "O", "Ü": "U"})
SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def slip(word: str, rng: random.Random) -> str:
    """One typing slip: two letters swapped, one dropped, doubled or replaced by its neighbour on a German keyboard."""
    if len(word) < 4:
        return word
    i = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return word[:i] + word[i + 1] + word[i] + word[i + 2:]
    if kind == 1:
        return word[:i] + word[i + 1:]
    if kind == 2:
        return word[:i] + word[i] + word[i:]
    return word[:i] + rng.choice(NEIGHBOURS.get(word[i].lower(), word[i])) + word[i + 1:]


def misspell(text: str, rng: random.Random, slips: float = 0.12) -> str:
    """The text with a slip in each word with probability `slips` (at least one), and at random other habits of typing."""
    words = text.split()
    long = [i for i, w in enumerate(words) if len(w) >= 5]
    hit = {i for i in long if rng.random() < slips} | ({rng.choice(long)} if long else set())
    words = [slip(w, rng) if i in hit else w for i, w in enumerate(words)]
    text = " ".join(words)
    if rng.random() < 0.3:
        text = text.translate(PLAIN if rng.random() < 0.5 else SPELLED)
    if rng.random() < 0.2:
        text = text.replace("ß", "ss") if "ß" in text else text.replace("ss", "ß", 1)
    if rng.random() < 0.3:
        text = text.lower()
    return text
