"""The open data: pairs of texts that belong together, read from the data folder, one function per source.

Each source yields (left, right) strings: something asked, a heading, a word; and the text, answer or word that goes with it.
Licences and where each source is found: index/model/README.md.
"""

from __future__ import annotations

import json
import lzma
import random
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

Pair = tuple[str, str]
LONGEST = 700  # characters of a text; the rest of a long one is not read
BARE = re.compile(r"^(\(.*\)|Inkrafttreten.*|Außerkrafttreten.*|Anwendungsbereich|Begriffsbestimmungen|Schlussformel|Eingangsformel|"
                  r"Übergangs\w*|Anlagen?.*|Geltungsbereich|Zweck|Allgemeines|\W*)$")


def records(data: Path, name: str) -> Iterator[dict]:
    """The records of NAME.jsonl.xz or NAME.jsonl in the data folder."""
    packed = data / f"{name}.jsonl.xz"
    with lzma.open(packed, "rt", encoding="utf-8") if packed.exists() else open(data / f"{name}.jsonl", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def halves(text: str, rng: random.Random) -> Iterator[Pair]:
    """Two neighbouring stretches of one text, split at a sentence end."""
    parts = re.split(r"(?<=[a-zäöüß]{3}[.!?])\s+", text[:1500])
    if len(parts) >= 2:
        cut = rng.randrange(1, len(parts))
        yield " ".join(parts[max(0, cut - 2):cut])[-400:], " ".join(parts[cut:cut + 3])[:500]


def laws(data: Path, rng: random.Random) -> Iterator[Pair]:
    """Law title and heading -> text of the section; social and labour law in both forms."""
    for r in records(data, "gesetze_bund"):
        text, heading = r["text"][:LONGEST], r["heading"] or ""
        if len(text) < 80 or "Fundstelle" in text[:40] or BARE.match(heading):
            continue
        social = re.search(r"Sozial|Arbeit|Pflege|Rente|Behindert|Mutterschutz|Eltern|Kinder|Wohngeld|Asyl|Aufenthalt|Ausbildung|Mindestlohn", r["law_title"])
        yield f"{heading} {r['law_title']}" if rng.random() < 0.5 else heading, text
        if social:
            yield f"{r['law']} {heading}", text
            yield from halves(r["text"], rng)


def proceedings(data: Path, rng: random.Random) -> Iterator[Pair]:
    """Bundestag proceedings: title <-> abstract, descriptors <-> title; the strict social ones in all combinations."""
    for r in records(data, "qa_dip_vorgaenge"):
        title, words, text = re.sub(r"\s*\(G-SIG.*?\)", "", r["titel"]), " ".join(r.get("schlagworte", [])), (r.get("abstrakt") or "")[:LONGEST]
        strict = any("Arbeit und Soz" in x for x in r.get("ressort", [])) or bool({"Arbeit und Beschäftigung", "Soziale Sicherung"} & set(r.get("sachgebiet", [])))
        if len(text) > 40:
            yield title, text
        if words and (strict or not text or rng.random() < 0.3):
            yield words, title
        if words and strict and len(text) > 40:
            yield words, text


def questions(data: Path, rng: random.Random) -> Iterator[Pair]:
    """Parliamentary questions -> answers, both parliaments."""
    for name in ("qa_bundestag_fragestunde", "qa_landtag_nds_kleine_anfragen"):
        for r in records(data, name):
            if r["question"] and len(r["answer"] or "") > 60:
                yield r["question"][:LONGEST], r["answer"][:LONGEST]
            if r.get("titel") and r["question"]:
                yield r["titel"], r["question"][:LONGEST]


def speeches(data: Path, rng: random.Random) -> Iterator[Pair]:
    """Agenda item -> speech; neighbouring sentences and paragraphs."""
    for r in records(data, "pol_bundestag_reden_wp17_18"):
        if r["social"]:
            yield r["top"][-300:], r["text"][300:300 + LONGEST]
        for start in range(0, min(len(r["text"]), 6000), 1500):
            yield from halves(r["text"][start:start + 1500], rng)
    for r in records(data, "pol_bundestag_reden_wp20"):
        paragraphs = [p for p in r["paragraphs"] if len(p) > 60]
        for a, b in zip(paragraphs, paragraphs[1:]):
            yield a[:LONGEST], b[:LONGEST]


def encyclopedia(data: Path, rng: random.Random) -> Iterator[Pair]:
    """Plain <-> standard German leads; title and heading -> text; neighbouring sentences of a share of the sections."""
    for r in records(data, "enc_klexikon_pairs"):
        yield r["klexikon_lead"][:LONGEST], r["wiki_lead"][:LONGEST]
        yield r["title"], r["klexikon_lead"][:LONGEST]
        for s in r["klexikon_sections"]:
            yield f"{r['title']} {s['h']}", s["t"][:LONGEST]
    for r in records(data, "enc_wiki_sections_klexikon"):
        if rng.random() < 0.5:
            yield f"{r['title']} {r['heading'].replace('>', ' ')}", r["text"][:LONGEST]
        elif rng.random() < 0.5:
            yield from halves(r["text"], rng)


def integreat(data: Path, rng: random.Random) -> Iterator[Pair]:
    """Questions on living in Germany -> page, across languages (train split only)."""
    for r in records(data, "qa_integreat_omosqa"):
        if r["split"] == "train":
            answer = {k: " ".join(v)[:LONGEST] for k, v in r["answer"].items() if v} if isinstance(r["answer"], dict) else {}
            for lang, q in r["question"].items():
                if "de" in answer:
                    yield q, answer["de"]
                if lang != "de":
                    yield q, r["question"]["de"]
                    yield q, r["context"]["de"][:LONGEST]
                    yield r["context"][lang][:LONGEST], r["context"]["de"][:LONGEST]
    for r in records(data, "qa_integreat_generated"):
        yield r["question"], r["context"][:LONGEST]
        if r["answer"]:
            yield r["question"], " ".join(r["answer"])[:LONGEST]
    for r in records(data, "pages_integreat"):
        if len(r["text"]) > 120:
            yield r["title"], r["text"][:LONGEST]


def parallel(data: Path, rng: random.Random) -> Iterator[Pair]:
    """Sentences in another language <-> German (or English where there is no German)."""
    for r in records(data, "qa_xquad_parallel"):
        for field in ("question", "context"):
            texts = {k: v[:LONGEST] for k, v in r[field].items() if k in ("de", "en", "tr", "ru", "ar")}
            if field == "question" or rng.random() < 0.3:
                yield from ((texts[k], texts["de"]) for k in texts if k != "de")
        yield r["question"]["de"], r["context"]["de"][:LONGEST]
    for r in records(data, "sts_stsb_multi"):
        if r["split"] == "train":
            for s in (r["s1"], r["s2"]):
                yield from ((s[k], s["de"]) for k in ("en", "ru", "pl", "fr") if k in s)
            if r["score"] >= 4:
                yield r["s1"]["de"], r["s2"]["de"]
    for r in records(data, "par_tatoeba_laser"):
        if r["lang"] in ("deu", "fra", "pol", "tur", "ukr", "rus", "ara", "ces", "bul", "srp"):
            yield r["src"], r["eng"]


def words(data: Path, rng: random.Random) -> Iterator[Pair]:
    """Synonyms and dictionary entries: words of one meaning, in German and across languages."""
    for r in records(data, "syn_openthesaurus"):
        terms = [t for t in r["terms"] if not t.startswith("#")][:8]
        for a, b in list(combinations(terms, 2))[:12]:
            yield a, b
    for r in records(data, "dict_omw_multilingual"):
        german = r.get("de", [])[:2]
        for lang in ("en", "fr", "pl", "tr", "uk", "ru", "ar"):
            for word in r.get(lang, [])[:3]:
                for pivot in german or r.get("en", [])[:1]:
                    if pivot != word:
                        yield word, pivot


def glossary(data: Path, rng: random.Random) -> Iterator[Pair]:
    """Official terms <-> abbreviations, everyday words, explanation and translations."""
    for r in records(data, "glossar"):
        names = [r["term"], *([r["abbr"]] if r["abbr"] else []), *r["everyday"]]
        others = [r[k] for k in ("en", "tr", "uk", "ru", "ar", "pl", "fr") if r.get(k)]
        for a, b in combinations(names + others, 2):
            yield a, b
        for a in names + others:
            yield a, r["gloss"]
        for a in r["related"]:
            yield a, r["term"]


SOURCES = {f.__name__: f for f in (laws, proceedings, questions, speeches, encyclopedia, integreat, parallel, words, glossary)}


def pairs(data: Path, name: str, seed: int = 0) -> list[Pair]:
    """All pairs of one source, without those whose sides are equal or empty."""
    rng = random.Random(f"{seed}{name}")
    return [(a, b) for a, b in SOURCES[name](data, rng) if a.strip() and b.strip() and a != b]
