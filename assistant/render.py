"""Answers as plain text and as the JSON of the contract; short German labels for fields."""

from datetime import date

from assistant.types import Answer
from index.types import Report, Resolution

NOT_STATED = "nicht angegeben"


def source_line(report: Report) -> str:
    """A report in one line: title and publishing Land."""
    land = f" ({report.land.value})" if report.land and report.land.value not in report.title else ""
    return f"{report.title}{land}"


def vote_text(resolution: Resolution) -> str:
    """The vote in words, "nicht angegeben" where the report is silent; a corrected one says so."""
    return field_text(resolution, "vote")


def outcome_text(resolution: Resolution) -> str:
    """The outcome in words where it is told and is not simply a resolution: "abgelehnt", "zur Kenntnis genommen"; else ""."""
    return "" if resolution.outcome is None or resolution.outcome.value == "beschlossen" else field_text(resolution, "outcome")


def movers_text(resolution: Resolution) -> str:
    """The movers in words, "nicht angegeben" where the report names none; corrected ones say so."""
    return field_text(resolution, "initiators")


def field_text(thing: Report | Resolution, name: str, silent: str = NOT_STATED) -> str:
    """A field in words, members of a list each once, ``silent`` where the report states none; a corrected one says so."""
    value = getattr(thing, name)
    parts = value if isinstance(value, tuple) else (value,) if value else ()
    words = dict.fromkeys(part if isinstance(part, str) else part[0] if isinstance(part, tuple) else part.value for part in parts)
    return (", ".join(words) or silent) + corrected_mark(thing, name)


def corrected_mark(thing: Report | Resolution, name: str) -> str:
    """" (berichtigt am 27.11.2026)" behind a field that a person has corrected: it is not the report's; else ""."""
    mark = next((c for c in thing.corrected if c.field == name), None)
    if mark is None:
        return ""
    return f" (berichtigt am {date.fromisoformat(mark.on):%d.%m.%Y})" if mark.on else " (berichtigt)"


def corrected_json(thing: Report | Resolution) -> dict:
    """Which fields were corrected, when, and what had been read."""
    return {c.field: {"on": c.on, "read": c.read} for c in thing.corrected}


def pages_text(first: int, last: int) -> str:
    """"Seite 3" or "Seite 3–4"."""
    return f"Seite {first}" if first == last else f"Seite {first}–{last}"


def abbreviations_text(explained: tuple[tuple[str, str], ...]) -> str:
    """"Abkürzungen: BSK = Berufssprachkurs", "" for none. It stands beside a quote, never inside it."""
    return f"{'Abkürzung' if len(explained) == 1 else 'Abkürzungen'}: " + "; ".join(f"{short} = {long}" for short, long in explained) if explained else ""


def answer_text(answer: Answer, engine) -> str:
    """The answer as a person reads it on a terminal: lead, numbered quotes with their source, notes."""
    lines = [answer.lead]
    if answer.about:
        lines.insert(0, f"(Bezogen auf: {answer.about})")
    for quote in answer.quotes:
        report = engine.reports[quote.report]
        source = [source_line(report), pages_text(quote.page, quote.page_end)]
        if quote.resolution:
            resolution = engine.resolution(quote.resolution)
            source += [quote.label] if quote.label else []
            source += [f"Ergebnis: {told}"] if (told := outcome_text(resolution)) else []
            source += [f"Abstimmung: {vote_text(resolution)}", f"Antrag: {movers_text(resolution)}"]
        if report.sample:
            source.append("Beispielbericht")
        lines += ["", f"[{quote.n}] „{quote.text}“", "    " + " · ".join(source)]
        if short := abbreviations_text(engine.explained(quote.text)):
            lines.append(f"    {short}")
    if answer.notes:
        lines += ["", *answer.notes]
    return "\n".join(lines)


def answer_json(answer: Answer, engine, id: str | None = None, turn: int = 0) -> dict:
    """One turn as the contract's JSON object."""
    return {
        "id": id,
        "turn": turn,
        "question": answer.question,
        "status": answer.status,
        "answer": answer_text(answer, engine),
        "count": answer.count,
        "filters": answer.filters.as_dict(),
        "quotes": [
            {"n": q.n, "text": q.text, "report": q.report, "resolution": q.resolution, "page": q.page, "page_end": q.page_end, "start": q.start, "end": q.end, "label": q.label, "abbreviations": dict(engine.explained(q.text))}
            for q in answer.quotes
        ],
        "resolutions": list(answer.resolutions),
        "ranking": [{"id": resolution, "score": score} for resolution, score in answer.ranking],
        "about": answer.about,
        "sides": [list(side) for side in answer.sides],
        "language": answer.language,
        "ms": answer.ms,
    }


def report_json(report: Report) -> dict:
    """A report as `asmk reports --json` lists it."""
    return {
        "id": report.id,
        "title": report.title,
        "kind": report.kind,
        "conference": int(report.conference.value) if report.conference else None,
        "year": report.year,
        "land": report.land.value if report.land else None,
        "file": report.file,
        "pages": len(report.page_starts),
        "resolutions": len(report.resolutions),
        "dates": report.dates.value if report.dates else None,
        "place": report.place.value if report.place else None,
        "vorlage": report.vorlage.value if report.vorlage else None,
        "sister": report.sister,
        "sample": report.sample,
        "warnings": list(report.warnings),
        "corrected": corrected_json(report),
    }


def resolution_json(report: Report, resolution: Resolution) -> dict:
    """A resolution as `asmk show --json` prints it."""
    return {
        "id": resolution.id,
        "number": resolution.number,
        "title": resolution.title,
        "start": resolution.start,
        "end": resolution.end,
        "page": report.page_of(resolution.start),
        "text": report.slice(resolution),
        "vote": resolution.vote.value if resolution.vote else None,
        "outcome": resolution.outcome.value if resolution.outcome else None,
        "initiators": [field.value for field in resolution.initiators],
        "addressees": [field.value for field in resolution.addressees],
        "mode": [field.value for field in resolution.mode],
        "topics": [topic for topic, _ in resolution.topics],
        "corrected": corrected_json(resolution),
    }


def show_text(report: Report) -> str:
    """A report cut up, for a person to check at a glance."""
    def told(name: str) -> str:
        return field_text(report, name)

    lines = [
        told("title"),
        f"Kennung {report.id} · Datei {report.file} · {len(report.page_starts)} Seiten · {len(report.resolutions)} Beschlüsse",
        f"Konferenz: {told('conference')} · Datum: {told('dates')} · Ort: {told('place')} · Land: {told('land')} · Vorlage: {told('vorlage')}",
        *(f"Hinweis: {warning}" for warning in report.warnings),
        "",
        "Rahmen (Anschreiben, Einleitung, Schluss):",
        *(f"    S. {report.page_of(passage.start)}  {report.slice(passage)}" for passage in report.frame),
    ]
    for r in report.resolutions:
        lines += [
            "",
            f"── {r.id} · {'TOP ' if '.' in r.number else 'Nr. '}{r.number} · {pages_text(report.page_of(r.start), report.page_of(r.end - 1))} ──",
            f"   {field_text(r, 'title')}",
            f"   Abstimmung: {vote_text(r)} · Ergebnis: {field_text(r, 'outcome')} · Antrag: {movers_text(r)}",
            f"   Gerichtet an: {field_text(r, 'addressees')} · Art: {field_text(r, 'mode')} · Themen: {field_text(r, 'topics', '–')}",
            *(f"    | {f'[{passage.label}] ' if passage.label else ''}{report.slice(passage)}" for passage in r.passages),
        ]
    return "\n".join(lines)
