"""Questions about made-up reports that a model has not seen: what it does on new subjects, and what its confidence is fitted on.

    python tests/evaluation/unseen.py MODEL_FOLDER RECORDS.jsonl … --out ROWS.jsonl

Training records (index/training/data) that MODEL_FOLDER was *not* trained on become reports of 33 resolutions each. Every record's questions are asked of
its own report; some also of another, which cannot answer them; its ``unanswered`` ones are near misses. Written is a line a question with the features of
assistant/confidence.py, whether the first resolution is the right one, and whether a rule forbids an answer.
"""

import argparse
import json
import random
import tempfile
from collections import defaultdict
from pathlib import Path

from assistant import confidence
from assistant.engine import Engine, _search
from assistant.query import understand
from assistant.settings import Settings
from assistant.types import Filters
from index import build, embed, fields
from index.clean import letters
from index.sentences import sentences
from index.types import Report, Resolution

SIZE = 33
STYLES = {"keywords": 2, "citizen": 3, "paraphrase": 2, "staff": 2, "yesno": 1}  # questions of a record that are asked
LANGUAGES = ("en", "fr", "pl", "tr", "uk", "ru", "ar")


def reports(records: list[dict]) -> tuple[list[Report], list[str]]:
    """The records as reports, and the id of the resolution that each record became."""
    made, ids = [], []
    for start in range(0, len(records), SIZE):
        text, resolutions, name = "", [], f"r{start // SIZE:03}"
        for number, record in enumerate(records[start : start + SIZE], 1):
            begin = len(text)
            text += record["passage"]
            parts = sentences(text, begin, len(text))
            resolutions.append(Resolution(f"{name}/{number:02}", name, str(number), record["topic"], begin, len(text), parts, vote=fields.vote(text, parts), outcome=fields.outcome(text, parts)))
            text += "\n\n"
        ids += [resolution.id for resolution in resolutions]
        made.append(Report(name, f"{name}.pdf", name, name, "bericht", text, (0,), (letters(text),), resolutions=tuple(resolutions)))
    return made, ids


def rows(engine: Engine, records: list[dict], ids: list[str], seed: int = 5):
    """Rows of all questions."""
    rng = random.Random(seed)
    names = sorted(engine.reports)

    def row(question: str, style: str, report: str, gold: str | None) -> dict | None:
        query = understand(question, Filters(report=report), frozenset(), frozenset())
        if query.intent != "search" or not query.subject_words:
            return None
        terms, hits = _search(engine.index, engine.embedder, query, query.subject)
        if not hits:
            return None
        right = gold is not None and hits[0].resolution.id == gold
        blocked = bool(confidence.gap(query, engine.reports[report], hits[0])) or query.missing_year is not None
        return {"report": report, "style": style, "features": confidence.features(query, terms, hits), "right": right, "gold": gold is not None, "blocked": blocked, "p": confidence.confidence(query, terms, hits)}

    for record, gold in zip(records, ids):
        report = gold.split("/")[0]
        other = rng.choice([name for name in names if name != report])
        asked = [(style, question) for style, count in STYLES.items() for question in rng.sample(several(record, style), min(count, len(several(record, style))))]
        spoken = [name for name in LANGUAGES if record.get(name)]
        asked += [("language", several(record, name)[0]) for name in rng.sample(spoken, min(1, len(spoken)))]
        for style, question in asked:
            yield row(question, style, report, gold)
        for question in several(record, "unanswered"):
            yield row(question, "near miss", report, None)
        for style, question in rng.sample(asked, min(4, len(asked))):
            yield row(question, f"elsewhere, {style}", other, None)


def several(record: dict, key: str) -> list[str]:
    """A record's texts under a key."""
    value = record.get(key) or []
    return [value] if isinstance(value, str) else list(value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    records = [record for file in options.files for line in file.read_text(encoding="utf-8").splitlines() if line.strip() and "passage" in (record := json.loads(line))]
    for record in records:
        record["topic"] = record.get("topic") or record["passage"].split(".")[0][:80]
    random.Random(1).shuffle(records)
    embedder = embed.load(options.model)
    made, ids = reports(records)
    with tempfile.TemporaryDirectory() as folder:
        build.write(Path(folder), None, made, embedder, False)
        engine = Engine(Settings(Path(folder), model=options.model), embedder)
        found = [entry for entry in rows(engine, records, ids) if entry]
    if options.out:
        options.out.write_text("".join(json.dumps(entry) + "\n" for entry in found), encoding="utf-8")
    by_style = defaultdict(list)
    for entry in found:
        by_style[entry["style"]].append(entry)
    print("| Stil | n | richtig zuerst | als Antwort | … und richtig |\n|---|---:|---:|---:|---:|")
    for style, part in by_style.items():
        said = [entry for entry in part if entry["p"] >= confidence.ANSWERED and not entry["blocked"]]
        print(f"| {style} | {len(part)} | {sum(e['right'] for e in part) / len(part):.3f} | {len(said) / len(part):.3f} | {sum(e['right'] for e in said) / len(part):.3f} |")


if __name__ == "__main__":
    main()
