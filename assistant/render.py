"""Answers as plain text and as the JSON of the contract; short German labels for fields."""

from assistant.types import Answer
from index.types import Report, Resolution

NOT_STATED = "nicht angegeben"


def source_line(report: Report) -> str:
    """A report in one line: title and publishing Land."""
    land = f" ({report.land.value})" if report.land and report.land.value not in report.title else ""
    return f"{report.title}{land}"


def vote_text(resolution: Resolution) -> str:
    """The vote in words, "nicht angegeben" where the report is silent."""
    return resolution.vote.value if resolution.vote else NOT_STATED


def movers_text(resolution: Resolution) -> str:
    """The movers in words, "nicht angegeben" where the report names none."""
    return ", ".join(field.value for field in resolution.initiators) or NOT_STATED


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
            {"n": q.n, "text": q.text, "report": q.report, "resolution": q.resolution, "page": q.page, "page_end": q.page_end, "start": q.start, "end": q.end, "abbreviations": dict(engine.explained(q.text))}
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
        "sample": report.sample,
        "warnings": list(report.warnings),
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
    }


def show_text(report: Report) -> str:
    """A report cut up, for a person to check at a glance."""
    about = report_json(report)
    lines = [
        f"{about['title']}",
        f"Kennung {report.id} · Datei {report.file} · {about['pages']} Seiten · {about['resolutions']} Beschlüsse",
        f"Konferenz: {about['conference'] or NOT_STATED} · Datum: {about['dates'] or NOT_STATED} · Ort: {about['place'] or NOT_STATED} · "
        f"Land: {about['land'] or NOT_STATED} · Vorlage: {about['vorlage'] or NOT_STATED}",
        *(f"Hinweis: {warning}" for warning in report.warnings),
        "",
        "Rahmen (Anschreiben, Einleitung, Schluss):",
        *(f"    S. {report.page_of(passage.start)}  {report.slice(passage)}" for passage in report.frame),
    ]
    for resolution in report.resolutions:
        entry = resolution_json(report, resolution)
        last = report.page_of(resolution.end - 1)
        lines += [
            "",
            f"── {resolution.id} · {'TOP ' if '.' in resolution.number else 'Nr. '}{resolution.number} · {pages_text(entry['page'], last)} ──",
            f"   {resolution.title}",
            f"   Abstimmung: {vote_text(resolution)} · Ergebnis: {entry['outcome'] or NOT_STATED} · Antrag: {movers_text(resolution)}",
            f"   Gerichtet an: {', '.join(entry['addressees']) or NOT_STATED} · Art: {', '.join(entry['mode']) or NOT_STATED} · Themen: {', '.join(entry['topics']) or '–'}",
            *(f"    | {report.slice(passage)}" for passage in resolution.passages),
        ]
    return "\n".join(lines)
