"""Pairs from free dictionaries, where a folder with them is given: FreeDict files of the dictd format and the TU Chemnitz list.

Where the files are found and their licences: index/model/README.md. Wiktionary-based ones (deu-pol, deu-rus, deu-fra …) explain
each German word in a German sentence as well, which teaches everyday words.
"""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Iterator
from pathlib import Path

FILES = [f"freedict-{pair}.dict.dz" for pair in ("deu-fra", "deu-pol", "deu-rus", "deu-tur", "fra-deu", "pol-eng", "eng-pol", "eng-tur", "ara-eng", "eng-ara")]
HEAD = re.compile(r"^(\S[^/<]*?)(?: /.*/)?(?: <[^>]*>)?$")
MARKED = re.compile(r" /.*/| <[^>]*>$")
NOISE = re.compile(r"\{[^}]*\}|\[[^\]]*\]|\([^)]*\)|<[^>]*>|/[^/]*/|\b(?:etw|jd[mns]?|sth|sb)\.")


def entries(file: Path) -> Iterator[tuple[str, list[str]]]:
    """(headword, lines below it) of a FreeDict .dict.dz file."""
    head, body = "", []
    with gzip.open(file, "rt", encoding="utf-8", errors="replace") as lines:
        for line in map(str.rstrip, lines):
            if MARKED.search(line) and (found := HEAD.match(line)):
                if head and body:
                    yield head, body
                head, body = found[1].strip(), []
            elif line:
                body.append(re.sub(r"^\s*\d+\.\s*|\s+\d+\.$", "", line).strip())
    if head and body:
        yield head, body


def freedict(file: Path, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Headword <-> up to three translations (short lines); German headword <-> its explanations (four words and more)."""
    explains = file.name.startswith("freedict-deu-")
    for head, body in entries(file):
        words, senses = [], []
        for line in filter(None, body):
            if len(line.split()) >= 4 and "," not in line[:25]:
                senses.append(re.sub(r"^[\w ,]{3,30}: ", "", line)[:300])
            else:
                words += [w for w in (NOISE.sub("", p).strip(" .") for p in re.split(r"[,;]", line)) if len(w) > 1 and w[0] != "("]
        for word in words[:3]:
            yield word, head
        if explains:
            for sense in senses[:3]:
                yield head, sense
            if words and senses:
                yield words[0], senses[0]


def chemnitz(file: Path, rng: random.Random) -> Iterator[tuple[str, str]]:
    """German <-> English and German synonyms of `de1; de2 | phrase :: en1; en2 | phrase`; of the phrases a sample."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if "::" not in line or line.startswith("#"):
            continue
        german, english = ([NOISE.sub("", f) for f in side.split("|")] for side in line.split("::", 1))
        for n, (de, en) in enumerate(zip(german, english)):
            ours, theirs = ([w.strip(" .") for w in f.split(";") if w.strip(" .")][:3] for f in (de, en))
            if n == 0 or (ours and len(ours[0].split()) > 2 and rng.random() < 0.5):
                yield from zip(theirs[:2], ours)
                yield from zip(ours, ours[1:])


def pairs(folder: Path, seed: int = 0) -> dict[str, list[tuple[str, str]]]:
    """Pairs by dictionary file of all dictionaries under the folder; the same pair once, where it is met first."""
    found, seen = {}, set()
    for file in [f for name in (*FILES, "de-en") for f in sorted(folder.rglob(name))]:
        rng = random.Random(f"{seed}{file.name}")
        source = chemnitz if file.name == "de-en" else freedict
        new = {(a, b): None for a, b in source(file, rng) if a and b and a.lower() != b.lower() and (a, b) not in seen}
        seen.update(new)
        if new:
            found[file.name.split(".")[0]] = list(new)
    return found
