"""The command ``asmk``. Heavy modules are imported by the command that needs them, so that ``--help`` is quick."""

import argparse
import errno
import json
import os
import re
import sys
import time
from pathlib import Path

from index.errors import AsmkError

EXIT_ERROR, EXIT_USAGE = 1, 2


class _Format(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):
        super().add_usage(usage, actions, groups, "Aufruf: " if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """German help and messages; exit code 2 for wrong usage."""

    def __init__(self, *args, add_help: bool = True, **settings):
        super().__init__(*args, add_help=False, formatter_class=_Format, **settings)
        self._optionals.title, self._positionals.title = "Angaben", "Angaben zum Befehl"
        if add_help:
            self.add_argument("-h", "--help", action="help", help="diese Hilfe zeigen")

    def error(self, message: str):
        self.print_usage(sys.stderr)
        self.exit(EXIT_USAGE, f"{self.prog}: {_german(message)}\n")


def _german(message: str) -> str:
    for english, german in (
        ("the following arguments are required:", "es fehlt:"),
        ("unrecognized arguments:", "unbekannte Angaben:"),
        ("invalid choice:", "unbekannt:"),
        ("expected one argument", "hier fehlt ein Wert"),
        ("invalid int value:", "keine ganze Zahl:"),
        ("choose from", "möglich sind"),
        ("argument ", "Angabe "),
    ):
        message = message.replace(english, german)
    return message


def parser() -> argparse.ArgumentParser:
    """The argument parser with German help texts."""
    common = _Parser(add_help=False)
    common.add_argument("--data", type=Path, metavar="ORDNER", help="Datenordner (sonst ASMK_DATA oder der übliche Platz des Systems)")
    common.add_argument("--model", metavar="MODELL", help="anderes sentence-transformers-Modell: Ordner oder Name (sonst ASMK_MODEL oder das mitgelieferte)")
    as_json = {"action": "store_true", "help": "Ausgabe als JSON"}
    top = _Parser(prog="asmk", description="Fragen zu Berichten der Arbeits- und Sozialministerkonferenz, beantwortet mit wörtlichen Zitaten.")
    top._optionals.title, top._positionals.title = "Angaben", "Befehle"
    commands = top.add_subparsers(dest="command", metavar="BEFEHL", required=True, parser_class=_Parser)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text, parents=[common])
        return sub

    sub = command("index", "Berichte (PDF-Dateien oder Ordner) aufnehmen oder auffrischen")
    sub.add_argument("paths", nargs="*", type=Path, metavar="PFAD")
    sub.add_argument("--rebuild", action="store_true", help="alle aufgenommenen Berichte neu lesen (nach einem Wechsel von Programm oder Modell)")
    sub = command("reports", "die Berichte im Index auflisten")
    sub.add_argument("--json", **as_json)
    sub = command("show", "einen Bericht in Beschlüsse zerlegt zeigen")
    sub.add_argument("report", metavar="BERICHT")
    sub.add_argument("--json", **as_json)
    sub = command("remove", "einen Bericht aus dem Index nehmen")
    sub.add_argument("report", metavar="BERICHT")
    sub = command("ask", "eine Frage beantworten")
    sub.add_argument("question", nargs="?", metavar="FRAGE")
    sub.add_argument("--batch", type=Path, metavar="FRAGEN.jsonl", help="viele Fragen aus einer Datei")
    sub.add_argument("--json", **as_json)
    sub.add_argument("--report", metavar="BERICHT", help="nur in diesem Bericht suchen")
    sub.add_argument("--conference", type=int, metavar="N", help="nur in Berichten zur N. Konferenz suchen")
    sub.add_argument("--year", type=int, metavar="J", help="nur in Berichten zu Konferenzen des Jahres J suchen")
    sub.add_argument("--vote", metavar="ABSTIMMUNG", help='nur Beschlüsse mit dieser Abstimmung ("einstimmig", "mehrheitlich", "ohne Angabe" oder etwa "13:0:3")')
    sub.add_argument("--topic", metavar="THEMA", help="nur Beschlüsse zu diesem Politikfeld")
    sub.add_argument("--mover", metavar="LAND", help="nur Beschlüsse, die dieses Land (mit)beantragt hat")
    sub = command("check", "prüfen, ob ein Satz so in den Berichten steht")
    sub.add_argument("text", metavar="TEXT")
    sub.add_argument("--json", **as_json)
    sub = command("eval", "einen Fragensatz auswerten (Format: docs/evaluation.md)")
    sub.add_argument("questions", nargs="+", type=Path, metavar="FRAGEN.jsonl")
    sub.add_argument("--alone", action="store_true", help="jede Frage nur an ihren eigenen Bericht stellen (sonst an den ganzen Index)")
    sub.add_argument("--split", choices=["tune", "report"], help="nur diesen Teil auswerten")
    sub.add_argument("--json", **as_json)
    sub = command("doctor", "den ganzen Datenordner prüfen: Index, PDF-Dateien, Zitate, Vektordatenbank, Modell, Platz")
    sub.add_argument("--repair", action="store_true", help="neu bauen, was sich aus den PDF-Dateien bauen lässt, und Übriggebliebenes löschen")
    sub.add_argument("--json", **as_json)
    sub = command("serve", "die Chat-Seite starten")
    sub.add_argument("--host", metavar="ADRESSE", help="Adresse (sonst ASMK_HOST oder 127.0.0.1)")
    sub.add_argument("--port", type=int, metavar="NUMMER", help="Port (sonst ASMK_PORT oder 7860)")
    sub = commands.add_parser("model", help="ein anderes Sprachmodell holen")
    actions = sub.add_subparsers(dest="action", metavar="AKTION", required=True, parser_class=_Parser)
    fetch = actions.add_parser("fetch", help="ein sentence-transformers-Modell in den Datenordner laden (braucht Netzzugang)", parents=[common])
    fetch.add_argument("name", metavar="NAME")
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit code (0 done, 1 error with one German line on stderr; wrong usage exits with 2)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = parser().parse_args(arguments)
    try:
        return _COMMANDS[options.command](options)
    except AsmkError as error:
        print(error, file=sys.stderr)
        return EXIT_ERROR
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_ERROR
    except KeyboardInterrupt:
        print("Abgebrochen; der Index ist unverändert.", file=sys.stderr)
        return EXIT_ERROR
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            print(f"Der Datenträger ist voll ({error.filename or 'Datenordner'}); bitte schaffen Sie Platz, und wiederholen Sie den Befehl. Der bisherige Index gilt weiter.", file=sys.stderr)
            return EXIT_ERROR
        print(f"Zugriff nicht möglich: {error.strerror or error} ({error.filename or 'Datei'}); bitte prüfen Sie Platz und Rechte im Datenordner.", file=sys.stderr)
        return EXIT_ERROR


def _settings(options):
    from assistant.settings import load_settings

    return load_settings(data=options.data, model=options.model, host=getattr(options, "host", None), port=getattr(options, "port", None))


def _engine(options):
    from assistant.engine import open_engine

    return open_engine(_settings(options))


def _index(options) -> int:
    from index import build, embed

    settings = _settings(options)
    if not options.paths and not options.rebuild:
        raise AsmkError("Bitte geben Sie an, welche PDF-Dateien oder Ordner aufgenommen werden sollen, zum Beispiel: asmk index Berichte/")
    embedder = embed.load(settings.model, settings.data)
    results = build.index_files(options.paths, settings.data, embedder, settings.chroma, options.rebuild, progress=_progress())
    words = {"added": "aufgenommen", "replaced": "ersetzt", "corrected": "berichtigt", "unchanged": "unverändert"}
    for result in results:
        if result.status in words:
            report = result.report
            print(f"{result.file}: {words[result.status]} als {report.id} – {len(report.page_starts)} Seiten, {len(report.resolutions)} Beschlüsse" + ("".join(f"; Hinweis: {w}" for w in report.warnings)))
        elif result.status == "duplicate":
            print(result.message)
    refused = [result for result in results if result.status == "refused"]
    for result in refused:
        print(result.message, file=sys.stderr)
    if options.rebuild and not options.paths:
        print("Der Index ist neu gebaut.")
    return EXIT_ERROR if refused else 0


def _progress():
    """A function that draws a progress bar per file on a terminal, with the time that is left; nothing where the output goes to a file."""
    began, width = time.monotonic(), 24

    def draw(done: int, total: int, name: str) -> None:
        if sys.stderr.isatty():
            left = (time.monotonic() - began) / (done - 1) * (total - done + 1) if done > 2 else 0.0
            told = f"noch etwa {left / 60:.0f} Min." if left > 90 else f"noch etwa {left:.0f} Sek." if left > 5 else ""
            print(f"\r[{'█' * (width * done // total):<{width}}] {done}/{total} {told} {name[:40]:<56}"[:118], end="\n" if done == total else "", file=sys.stderr, flush=True)

    return draw


def _known_reports(options):
    from index import store

    settings = _settings(options)
    pointer = store.read_pointer(settings.data)
    return store.read_reports(settings.data, pointer) if pointer else []


def _reports(options) -> int:
    from assistant.render import report_json

    entries = [report_json(report) for report in _known_reports(options)]
    if options.json:
        print(json.dumps(entries, ensure_ascii=False))
        return 0
    if not entries:
        print("Noch keine Berichte im Index; nehmen Sie welche auf mit: asmk index ORDNER")
    for entry in entries:
        sample = " · Beispielbericht" if entry["sample"] else ""
        print(f"{entry['id']}: {entry['title']} · {entry['pages']} Seiten · {entry['resolutions']} Beschlüsse · {entry['file']}{sample}")
    return 0


def _show(options) -> int:
    from assistant.render import report_json, resolution_json, show_text

    report = next((report for report in _known_reports(options) if report.id == options.report), None)
    if report is None:
        raise AsmkError(f"Es gibt keinen Bericht „{options.report}“ im Index; asmk reports zeigt die vorhandenen.")
    if options.json:
        print(json.dumps({"report": {**report_json(report), "text": report.text, "page_starts": report.page_starts}, "resolutions": [resolution_json(report, r) for r in report.resolutions]}, ensure_ascii=False))
    else:
        print(show_text(report))
    return 0


def _remove(options) -> int:
    from index import build, embed

    settings = _settings(options)
    gone = build.remove(options.report, settings.data, embed.load(settings.model, settings.data), settings.chroma)
    print(f"{gone.file}: aus dem Index genommen.")
    return 0


def _ask(options) -> int:
    from assistant.types import Filters

    filters = Filters(report=options.report, conference=options.conference, year=options.year, vote=options.vote, topic=options.topic, mover=_land(options.mover))
    _check_filters(filters)
    if options.batch:
        return _batch(options, filters)
    if options.question is None:
        raise AsmkError("Bitte geben Sie eine Frage an, zum Beispiel: asmk ask \"Was fordert die ASMK zur Pflege?\"")
    engine = _engine(options)
    _check_report(engine, options.report)
    answer, _ = engine.ask(options.question, filters=filters)
    _print_turn(answer, engine, options.json, None, 0)
    return 0


def _batch(options, filters) -> int:
    from assistant.types import Conversation

    dialogues = _read_lines(options.batch)
    engine = _engine(options)
    _check_report(engine, options.report)
    failed = False
    for dialogue in dialogues:
        conversation = Conversation()
        for turn, question in enumerate(dialogue.get("turns") or [dialogue]):
            try:
                answer, conversation = engine.ask(str(question.get("q", "")), conversation, filters)
            except AsmkError as error:
                failed = True
                print(f"{dialogue.get('id')}, {turn}: {error}", file=sys.stderr)
                continue
            _print_turn(answer, engine, options.json, dialogue.get("id"), turn)
    return EXIT_ERROR if failed else 0


def _read_lines(path: Path) -> list[dict]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise AsmkError(f"{path}: Die Datei mit den Fragen lässt sich nicht lesen; bitte prüfen Sie Pfad und Kodierung (UTF-8).") from error
    entries = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                entry = json.loads(line)
            except ValueError as error:
                raise AsmkError(f"{path}, Zeile {number}: Das ist kein gültiges JSON; bitte eine Frage je Zeile, etwa {{\"id\": \"1\", \"q\": \"…\"}}.") from error
            turns = entry.get("turns", [entry]) if isinstance(entry, dict) else None
            if not isinstance(turns, list) or not turns or not all(isinstance(turn, dict) and "q" in turn for turn in turns):
                raise AsmkError(f"{path}, Zeile {number}: Hier fehlt „q“, oder „turns“ ist keine Liste von {{\"q\": \"…\"}}.")
            entries.append(entry)
    return entries


def _land(name: str | None) -> str | None:
    from index import cues

    match = cues.LAND.fullmatch(name) if name else None
    return cues.land_name(match.group(1)) if match else name


def _check_report(engine, report: str | None) -> None:
    if report and report not in engine.reports:
        raise AsmkError(f"Es gibt keinen Bericht „{report}“ im Index; asmk reports zeigt die vorhandenen.")


def _check_filters(filters) -> None:
    from index.cues import LAENDER
    from index.topics import taxonomy

    if filters.topic and filters.topic.lower() not in (name.lower() for name in taxonomy()):
        raise AsmkError(f"Das Thema „{filters.topic}“ gibt es nicht; möglich sind: {', '.join(taxonomy())}.")
    if filters.mover and filters.mover not in (*LAENDER, "alle Länder", "nahezu alle Länder"):
        raise AsmkError(f"„{filters.mover}“ ist kein Land; möglich sind: {', '.join(LAENDER)} oder „alle Länder“.")
    if filters.vote and not re.fullmatch(r"(?:nicht )?(?:einstimmig|mehrheitlich)|ohne Angabe|\d+:\d+:\d+", filters.vote, re.IGNORECASE):
        raise AsmkError(f"„{filters.vote}“ ist keine Abstimmung; möglich sind: einstimmig, mehrheitlich, ohne Angabe oder Stimmen wie 13:0:3.")


def _print_turn(answer, engine, as_json: bool, id: str | None, turn: int) -> None:
    from assistant.render import answer_json, answer_text

    if as_json:
        print(json.dumps(answer_json(answer, engine, id, turn), ensure_ascii=False), flush=True)
    else:
        print((f"— {answer.question}\n" if id is not None else "") + answer_text(answer, engine) + ("\n" if id is not None else ""), flush=True)


def _check(options) -> int:
    from dataclasses import asdict

    from assistant.check import check, check_text

    engine_reports = {report.id: report for report in _known_reports(options)}
    result = check(engine_reports, options.text)
    print(json.dumps(asdict(result), ensure_ascii=False) if options.json else check_text(result, engine_reports))
    return 0


def _eval(options) -> int:
    from assistant.evaluate import evaluate, table

    questions = [entry for path in options.questions for entry in _read_lines(path)]
    result = evaluate(_engine(options), [q for q in questions if not options.split or q.get("split") == options.split], options.alone)
    print(json.dumps(result, ensure_ascii=False) if options.json else table(result))
    return 0


def _doctor(options) -> int:
    from index import doctor

    settings = _settings(options)
    findings, done = doctor.examine(settings.data, settings.model, settings.chroma, _progress()), ()
    if options.repair:
        done = doctor.repair(findings, settings.data, settings.model, settings.chroma, _progress())
        findings = doctor.examine(settings.data, settings.model, settings.chroma, _progress())
    sound = all(finding.level != doctor.ERROR for finding in findings)
    if options.json:
        print(json.dumps({"ok": sound, "repaired": list(done), "checks": [finding.__dict__ for finding in findings]}, ensure_ascii=False))
        return 0 if sound else EXIT_ERROR
    for line in done:
        print(line)
    for finding in findings:
        print(f"{doctor.WORDS[finding.level]:<10}  {finding.check}: {finding.text}")
    return 0 if sound else EXIT_ERROR


def _serve(options) -> int:
    from assistant.page import serve

    settings = _settings(options)
    serve(settings, host=settings.host, port=settings.port)
    return 0


def _model(options) -> int:
    from index import embed

    settings = _settings(options)
    print(f"Gespeichert in {embed.fetch(options.name, settings.data)}; benutzen mit: --model {options.name} (danach asmk index --rebuild)")
    return 0


_COMMANDS = {"index": _index, "reports": _reports, "show": _show, "remove": _remove, "ask": _ask, "check": _check, "eval": _eval, "doctor": _doctor, "serve": _serve, "model": _model}
