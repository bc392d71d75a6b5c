"""Scores a question set against the index (format and metrics: docs/evaluation.md)."""

import math
from collections import defaultdict
from dataclasses import dataclass

from assistant.render import answer_text
from assistant.types import Conversation, Filters
from index.errors import AsmkError
from index.types import Report

Z = 1.96  # 95 % Wilson interval


@dataclass(frozen=True)
class Gold:
    """Where the answer stands: the resolution's id, or None for the report's frame."""

    report: str
    resolution: str | None


def locate(report: Report, anchor: str) -> Gold:
    """The resolution (or frame) that holds the anchor words; raises AsmkError if they stand nowhere or more than once."""
    found = report.text.find(anchor)
    if found < 0 or report.text.find(anchor, found + 1) >= 0:
        raise AsmkError(f"Die Ankerwörter „{anchor}“ stehen {'nicht' if found < 0 else 'mehrfach'} in {report.file}.")
    return Gold(report.id, next((r.id for r in report.resolutions if r.start <= found < r.end), None))


def evaluate(engine, questions: list[dict], alone: bool = False) -> dict:
    """Metrics per style. ``alone``: each question is asked of its own report only, else of the whole index.

    Questions about reports that are not in the index are left out and counted. Raises AsmkError for a set whose anchors
    do not stand in the reports: gold is validated before it is scored.
    """
    by_file = {report.file: report for report in engine.reports.values()}
    rows: dict[str, list[dict]] = defaultdict(list)
    left_out = 0
    for question in questions:
        if question.get("style") == "compare":
            if alone or any(side["report"] not in by_file for side in question["sides"]):
                left_out += 1
            else:
                rows["compare"].append(_score_compare(by_file, question, engine.ask(question["q"])[0]))
            continue
        if "sides" in question:  # a list over several reports
            if any(side["report"] not in by_file for side in question["sides"]):
                left_out += 1
                continue
            report, turn = None, {**question, "wanted": {locate(by_file[side["report"]], side["anchor"]).resolution for side in question["sides"]}}
            answer, _ = engine.ask(question["q"])
            rows[question["style"]].append(_score(engine, by_file, report, turn, answer))
            continue
        report = by_file.get(question.get("report", ""))
        if report is None or (not alone and question.get("answered_elsewhere")):
            left_out += 1
            continue
        filters = Filters(report=report.id) if alone else Filters()
        conversation = Conversation()
        for turn in question.get("turns") or [question]:
            answer, conversation = engine.ask(turn["q"], conversation, filters)
            style = "dialogue" if "turns" in question else question.get("style", "none" if "anchor" not in turn else "search")
            rows[style].append(_score(engine, by_file, report, turn, answer))
    result = {"styles": {style: _sum(entries) for style, entries in sorted(rows.items())}, "left_out": left_out}
    answerable = [row for entries in rows.values() for row in entries if row["gold"]]
    unanswerable = [row for entries in rows.values() for row in entries if not row["gold"] and not row["checked"]]
    result["all answerable"], result["all unanswerable"] = _sum(answerable), _sum(unanswerable)
    return result


def _score_compare(by_file: dict[str, Report], question: dict, answer) -> dict:
    """Right when the answer's resolutions hold every side; reports named as ``silent`` must not be among them, ``first`` must be said to be the first."""
    wanted = {locate(by_file[side["report"]], side["anchor"]).resolution for side in question["sides"]}
    silent = {by_file[file].id for file in question.get("silent", ()) if file in by_file}
    kept = not any(id.rsplit("/", 1)[0] in silent for id in answer.resolutions)
    first = "first" not in question or f"zuerst: {question['first']}. ASMK" in answer.lead
    return {"gold": False, "status": answer.status, "ms": answer.ms, "checked": True, "ok": wanted <= set(answer.resolutions) and answer.status != "not_found" and kept and first, "sides": wanted <= set(answer.resolutions)}


def _score(engine, by_file: dict[str, Report], report: Report | None, turn: dict, answer) -> dict:
    """One turn's row. ``also``: resolutions of other reports that answer the question just as well."""
    ranking = [entry for entry, _ in answer.ranking]
    row = {"gold": "anchor" in turn, "status": answer.status, "ms": answer.ms, "checked": False, "ok": True, "rank": None, "right": False, "quoted": None}
    if "anchor" in turn:
        gold = locate(report, turn["anchor"])
        ranked = ranking or list(answer.resolutions)
        also = {locate(by_file[other["report"]], other["anchor"]).resolution for other in turn.get("also", ()) if other["report"] in by_file}
        if gold.resolution is None:  # frame: right when a quote of the frame holds the words
            inside = any(q.resolution is None and q.report == gold.report for q in answer.quotes)
            row["rank"] = 0 if inside else None
        else:
            right = {gold.resolution, *also}
            row["rank"] = next((place for place, found in enumerate(ranked) if found in right), None)
        row["right"] = answer.status == "answered" and row["rank"] == 0
        if "quote" in turn and not (ranked and ranked[0] in also):  # the deciding words are those of the one the asker meant
            row["quoted"] = any(turn["quote"].lower() in q.text.lower() for q in answer.quotes)
    if "anchors" in turn or "wanted" in turn:
        wanted = turn["wanted"] if "wanted" in turn else {locate(report, anchor).resolution for anchor in turn["anchors"]}
        got = set(answer.resolutions)
        hits = len(wanted & got)
        row.update(checked=True, f1=2 * hits / (len(wanted) + len(got)) if wanted or got else 1.0, exact=wanted == got)
        row["ok"] = row["exact"]
    if "value" in turn:
        row["field"] = (row["rank"] == 0 or not row["gold"]) and _says(answer.lead, turn["value"], turn.get("yes"))
    if "expect" in turn:
        row["checked"] = True
        expected = turn["expect"]
        if isinstance(expected, int):
            row["ok"] = answer.count == expected
        else:
            text = answer_text(answer, engine).lower()
            row["ok"] = all(any(part.lower() in text for part in word.split("|")) for word in ([expected] if isinstance(expected, str) else expected))
    return row


def _says(lead: str, value: str | int | list[str] | None, yes: bool | None) -> bool:
    """Whether a lead tells a field's value as read by hand ("nicht angegeben" for none), and Ja or Nein where that was asked."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    told = all(str(part) in lead for part in values) if values else "nicht angegeben" in lead
    return told and (yes is None or lead.removeprefix("Falls Sie diesen Beschluss meinen: ").startswith("Ja") == yes)


def _sum(rows: list[dict]) -> dict:
    n = len(rows)
    if not n:
        return {"n": 0}
    gold = [row for row in rows if row["gold"]]
    result = {"n": n, "answered": sum(r["status"] == "answered" for r in rows) / n, "not_found": sum(r["status"] == "not_found" for r in rows) / n}
    if gold:
        ranks = [row["rank"] for row in gold]
        result.update(
            {
                "hit@1": sum(rank == 0 for rank in ranks) / len(gold),
                "interval": wilson(sum(rank == 0 for rank in ranks), len(gold)),
                "hit@3": sum(rank is not None and rank < 3 for rank in ranks) / len(gold),
                "mrr": sum(1 / (rank + 1) for rank in ranks if rank is not None) / len(gold),
                "answered right": sum(row["right"] for row in gold) / len(gold),
            }
        )
        quoted = [row["quoted"] for row in gold if row["quoted"] is not None]
        if quoted:
            result["quote holds gold"] = sum(quoted) / len(quoted)
    checked = [row for row in rows if row["checked"]]
    if checked:
        result["as expected"] = sum(row["ok"] for row in checked) / len(checked)
        fields = [row["field"] for row in rows if "field" in row]
        if fields:
            result["field right"] = sum(fields) / len(fields)
        with_sides = [row["sides"] for row in checked if "sides" in row]
        if with_sides:
            result["all sides"] = sum(with_sides) / len(with_sides)
        with_f1 = [row["f1"] for row in checked if "f1" in row]
        if with_f1:
            result["f1"] = sum(with_f1) / len(with_f1)
    times = sorted(row["ms"] for row in rows)
    result["ms p50"], result["ms p99"] = times[n // 2], times[min(n - 1, math.ceil(n * 0.99) - 1)]
    return result


def wilson(successes: int, n: int) -> list[float]:
    """95 % confidence interval of a share (Wilson 1927)."""
    share, spread = successes / n, Z * Z / n
    middle = (share + spread / 2) / (1 + spread)
    half = Z * math.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return [round(middle - half, 3), round(middle + half, 3)]


_COLUMNS = ("n", "hit@1", "hit@3", "mrr", "answered", "answered right", "not_found", "quote holds gold", "as expected", "field right", "all sides", "f1", "ms p50")


def table(result: dict) -> str:
    """The metrics as a Markdown table."""
    lines = ["| Stil | " + " | ".join(_COLUMNS) + " |", "|---|" + "---:|" * len(_COLUMNS)]
    rows = list(result["styles"].items()) + [("alle beantwortbaren", result["all answerable"]), ("alle nicht beantwortbaren", result["all unanswerable"])]
    for name, metrics in rows:
        cells = [metrics.get(column, "") for column in _COLUMNS]
        lines.append(f"| {name} | " + " | ".join(f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in cells) + " |")
    if result["left_out"]:
        lines.append(f"\n{result['left_out']} Fragen zu Berichten, die nicht im Index sind, wurden ausgelassen.")
    return "\n".join(lines)
