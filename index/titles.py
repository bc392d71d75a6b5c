"""A short human title for a resolution: the motion's quoted title, its heading, or its subject in the report's own words."""

import re
from collections import Counter
from typing import Callable

import numpy as np

from index import cues
from index.split import Cut

MAX_LENGTH = 90
TOP_LENGTH = 240  # the title of a TOP is its own, also where it wraps
_QUOTED = re.compile(
    r"(?:Antrag\w*|Initiative|Entschließung\w*|Thema|Themen\w*|Titel|Überschrift|Beschluss\w*|Leitantrag\w*|Papier|Forderung\w*|Erklärung|Stichwort)[^„“.;]{0,60}[„»\"]([^“”«\"]{4,120})[“”«\"]"
)
_NOUN = r"(?:[A-ZÄÖÜ][\wäöüß]*- (?:und|oder|bzw\.|sowie) )?[A-ZÄÖÜ][\wäöüß]+(?:[-/][\wäöüßÄÖÜ]+)*"
_ADJECTIVE = r"(?:(?!dies|solch|jed|ihr|sein|all|kein|unser|mein|welch)[a-zäöü][\wäöüß-]*(?:e|en|er|es|em) )"
_PREPOSITION = r"(?:von|vom|für|in|im|bei|beim|zur|zum|an|am|auf|mit|aus|gegen|über|unter|nach|zwischen|ohne|als|vor)"
_LINK = rf"(?:{_PREPOSITION} (?:(?:der|den|dem|die|das|einer|einem|eine|einen) )?|der |des |und )"
_GENITIVE = r"(?:(?!gegenüber|dies|solch|jed|ihr|kein|unser|welch|all|ander|oder|unter|über|hinter|aber|sonder)[a-zäöü][\wäöüß-]{2,}er )"  # "Einsatz künstlicher Intelligenz"
_PHRASE = re.compile(rf"\b{_NOUN}(?: (?:{_LINK}{_ADJECTIVE}{{0,2}}|{_GENITIVE}){_NOUN}){{0,4}}")
# "künstliche Intelligenz": the adjective that makes the noun a matter.
_QUALIFIED = re.compile(r"\b([a-zäöü][\wäöüß-]{3,}(?:lich|isch|al|ig|ell|ant|ent|iert|iv|är|bar|sam|los|haft)e) $")
_WORD = re.compile(r"[A-ZÄÖÜ][\wäöüß]+(?:[-/][\wäöüßÄÖÜ]+)*")
# Nouns that say nothing of a resolution's subject, and words that are capitalised only at the start of a sentence.
_EMPTY = frozenset(
    """Die Der Das Den Dem Des Ein Eine Einen Einem Einer Es Sie Er Auf Im In Um Zur Zum Zu Mit Bei Für Auch Dies Diese Dieser Dieses Diesen Weiter Ferner Zudem Außerdem Ebenfalls Einstimmig
    Mehrheitlich Nach Von Vor Durch Als Wer Wenn Aus Unter Ebenso Darin Damit Dabei Darüber Hierzu Des Aufgrund Angesichts Während Besonders Einen Weil Da Ob
    ASMK Arbeits Sozialministerkonferenz Konferenz Länder Ländern Land Bund Bundes Bundesregierung Bundesagentur Ministerinnen Minister Senatorinnen Senatoren Beschluss Beschlüsse Antrag Initiative Mitantragstellung Antragsteller
    Auffassung Einschätzung Thema Themenbereich Bereich Bereiche Maßnahmen Maßnahme Prüfung Rahmen Hinblick Blick Bezug Ziel Ziele Fokus Kenntnis Sorge Absicht Umsetzung Weise Zug Möglichkeit Möglichkeiten Regelung Regelungen
    Forderung Forderungen Bedeutung Notwendigkeit Voraussetzung Voraussetzungen Grund Gründen Anforderungen Zeit Zukunft Fall Frage Mehrheit Stimmen Enthaltung Enthaltungen Ja Nein Wege Vorschlag Bitte Erwartung Einrichtung
    Konzept Verfahren Anzahl Zahl Menschen Herausforderungen Handlungsbedarf Handlungsbedarfe Verbesserungsbedarf Euro Prozent Jahr Jahre Jahren Monat Monate Monaten Stunden Absatz Satz Nummer Artikel Gesetz Gesetzes TOP Anteil Höhe Form Beispiel
    Personen Betroffene Vorhaben Bedarf Gegenstand Schritt Aspekt Mittel Träger Lage Situation Deutschland""".split()
)


Encode = Callable[[list[str]], np.ndarray]


def titles(text: str, cuts: tuple[Cut, ...], encode: Encode | None = None) -> tuple[str, ...]:
    """One title per resolution, at most MAX_LENGTH characters (a TOP's own title TOP_LENGTH), distinct within the report where the words allow it.

    ``encode`` (n texts -> (n, d) unit vectors) lets the phrase win that lies nearest to the whole resolution (the idea of
    KeyBERT, Grootendorst 2020); without it the phrases are ranked by their words alone.
    """
    spread: Counter = Counter()
    for cut in cuts:
        spread.update({_stem(word) for word in _WORD.findall(text[cut.start : cut.end])})
    scored = [_subjects(text, cut, spread, len(cuts)) for cut in cuts]
    if encode:
        scored = _nearest(scored, [text[cut.start : cut.end] for cut in cuts], encode)
    found: list[str] = []
    for cut, subjects in zip(cuts, scored):
        choices = [choice for choice in _choices(text, cut, subjects) if choice]
        found.append(next((choice for choice in choices if choice not in found), choices[0] if choices else f"Beschluss {len(found) + 1}"))
    return tuple(found)


def _nearest(scored: list[dict[str, float]], contents: list[str], encode: Encode) -> list[dict[str, float]]:
    """The phrases' scores again, with the nearness of each to its whole resolution; all texts of a report in one call of the model."""
    vectors = encode([*contents, *(phrase for phrases in scored for phrase in phrases)])
    found, at = [], len(contents)
    for phrases, content in zip(scored, vectors):
        near = vectors[at : at + len(phrases)] @ content
        found.append({phrase: value**0.5 * (max(0.0, float(cosine)) + 0.1) for (phrase, value), cosine in zip(phrases.items(), near)})
        at += len(phrases)
    return found


def _choices(text: str, cut: Cut, scored: dict[str, float]) -> list[str]:
    content = text[cut.start : cut.end]
    choices = []
    if cut.heading and (cut.number or cut.alone):
        choices.append(_shorten(cut.heading, TOP_LENGTH if cut.number else MAX_LENGTH))
    match = _QUOTED.search(content)
    if match and match.group(1)[:1].isupper():
        choices.append(_shorten(match.group(1).strip()))
    return choices + sorted(scored, key=lambda phrase: -scored[phrase])[:4]


def _subjects(text: str, cut: Cut, spread: Counter, total: int) -> dict[str, float]:
    """Noun phrases with a score of how well they name the subject: rare in the report, long, in the demanding sentence, taken up again."""
    content = text[cut.start : cut.end]
    within = Counter(_stem(word) for word in _WORD.findall(content))
    scored: dict[str, float] = {}
    for number, passage in enumerate(p for p in cut.passages if p.conference):
        sentence = text[passage.start : passage.end]
        asks = cues.demands(sentence) or cues.settles(sentence)
        for match in _PHRASE.finditer(sentence):
            phrase = _tidy(match.group(0))
            if not phrase:
                continue
            words = [word for word in _WORD.findall(phrase) if word not in _EMPTY]
            if not words or cues.LAND.match(phrase) or re.match(r"[IVX]+-|Bundes\w*ministeri|\w*antragsteller|Abstimmung", phrase):
                continue
            value = sum(_weight(word, spread, within, total) for word in words[:3]) / (1 + 0.35 * max(0, len(words) - 2))
            value += 0.5 * _weight(words[0], spread, within, total)  # the head counts most
            value *= 1.25 if asks else 1.0
            value *= 0.6 if re.search(r"\b(?:des|eines|dieses) $", sentence[: match.start()]) else 1.0  # a genitive reads badly alone
            value /= 1 + 0.08 * number + 0.0015 * match.start() + (0.1 if len(phrase) > 60 else 0)
            qualified = _QUALIFIED.search(sentence[: match.start()]) if match.group(0).startswith(phrase) else None
            if qualified and len(phrase) <= 12:
                phrase = f"{qualified.group(1).capitalize()} {phrase}"
            scored[phrase] = max(scored.get(phrase, 0.0), value)
    return scored


def _tidy(phrase: str) -> str:
    """The phrase without empty nouns at its start and dangling ones at its end."""
    parts = phrase.split(" ")
    while parts and (parts[0] in _EMPTY or not parts[0][:1].isupper() or re.fullmatch(r"[IVX]+", parts[0]) or (len(parts) > 1 and cues.LAND.fullmatch(parts[0]))):
        parts.pop(0)
    while parts and not (parts[-1][:1].isupper() and parts[-1] not in _EMPTY):
        parts.pop()
    return _shorten(" ".join(parts))


def _weight(word: str, spread: Counter, within: Counter, total: int) -> float:
    rare = 1.0 - (spread[_stem(word)] - 1) / max(1, total)
    return rare**2 * (0.5 + min(len(word), 20) / 20) * (1 + 0.25 * min(3, within[_stem(word)] - 1))


def _stem(word: str) -> str:
    return word.lower()[:9]


def _shorten(title: str, limit: int = MAX_LENGTH) -> str:
    title = re.sub(r"\s+", " ", title).strip(" .,;:–-⁰¹²³⁴⁵⁶⁷⁸⁹")
    if len(title) <= limit:
        return title
    cut = title[:limit].rsplit(" ", 1)[0]
    while cut and not cut.rsplit(" ", 1)[-1][:1].isupper():
        cut = cut.rsplit(" ", 1)[0] if " " in cut else ""
    return cut or title[:limit]
