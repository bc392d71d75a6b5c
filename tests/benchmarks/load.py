"""Many people asking at once, each in a conversation of their own, over the same HTTP interface as the page in the browser.

    python tests/benchmarks/load.py http://127.0.0.1:7860 --people 20 --seconds 60

First each dialogue (a question about a resolution, then follow-ups that lean on it) is held alone; under load each must give
the same answers word for word, so that a mixed-up conversation, a lost one or an error shows. Stops by itself; exit code 1 if
anything was wrong. Standard library only.
"""

import argparse
import json
import re
import secrets
import statistics
import sys
import threading
import time
import urllib.request

FOLLOW_UPS = ("Wer hat das beantragt?", "Wie wurde darüber abgestimmt?", "Auf welcher Seite steht das?")
PATIENCE = 60  # seconds for one answer


def call(address: str, path: str, value=None):
    """The JSON that the server answers; raises OSError."""
    body = None if value is None else json.dumps(value).encode()
    request = urllib.request.Request(address + path, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return json.load(answer)


class Person:
    """A browser tab: its conversation lives in the server under ``session``."""

    def __init__(self, address: str, function: dict):
        self.address, self.function, self.session = address, function, secrets.token_hex(6)

    def ask(self, question: str) -> str:
        """The text of the newest turn; raises RuntimeError where there is none to this question."""
        data = [question, None, *[""] * (len(self.function["inputs"]) - 2)]
        call(self.address, "/gradio_api/queue/join", {"data": data, "fn_index": self.function["id"], "session_hash": self.session})
        with urllib.request.urlopen(f"{self.address}/gradio_api/queue/data?session_hash={self.session}", timeout=PATIENCE) as stream:
            for line in stream:
                message = json.loads(line[6:]) if line.startswith(b"data: ") else {}
                if message.get("msg") == "process_completed":
                    if not message["success"]:
                        raise RuntimeError(f"error instead of an answer: {message['output']}")
                    return newest_turn(message["output"]["data"][2], question)
        raise RuntimeError("the stream ended without an answer")


def newest_turn(page, question: str) -> str:
    """The last question and answer of a conversation as text, its number left out."""
    html = page if isinstance(page, str) else json.dumps(page, ensure_ascii=False)
    turns = re.findall(r"<article.*?</article>", html.replace('\\"', '"'), re.DOTALL)
    text = " ".join(re.sub(r"<[^>]+>", " ", turns[-1]).split()) if turns else ""
    if question not in text.replace("&quot;", '"'):
        raise RuntimeError(f"no answer to „{question}“: {text[:200]}")
    return re.sub(r"Frage \d+", "Frage", text)


def dialogues(address: str, people: int) -> list[list[str]]:
    """A dialogue a person, each about another resolution."""
    titles = list(dict.fromkeys(entry["title"] for entry in call(address, "/api/list", {})["resolutions"]))
    step = max(1, len(titles) // people)
    return [[f"Was wurde zu „{titles[i * step % len(titles)]}“ beschlossen?", *FOLLOW_UPS] for i in range(people)]


def hold(address: str, function: dict, questions: list[str], note=lambda seconds: None) -> list[str]:
    """A whole dialogue; ``note`` is told the seconds of each answer."""
    person, answers = Person(address, function), []
    for question in questions:
        began = time.perf_counter()
        answers.append(person.ask(question))
        note(time.perf_counter() - began)
    return answers


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("address")
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=0, help="seconds a person reads before the next dialogue")
    options = parser.parse_args()
    address = options.address.rstrip("/")
    functions = [f for f in call(address, "/config")["dependencies"] if any(trigger == "submit" for _, trigger in f["targets"])]
    wanted = dialogues(address, options.people)
    alone = [hold(address, functions[0], questions) for questions in wanted]
    times: list[float] = []
    wrong: list[str] = []
    until = time.monotonic() + options.seconds

    def live(number: int) -> None:
        while time.monotonic() < until:
            try:
                if hold(address, functions[0], wanted[number], times.append) != alone[number]:
                    wrong.append(f"person {number}: not the answers it gets alone")
            except (OSError, RuntimeError, ValueError) as error:
                wrong.append(f"person {number}: {error}")
            time.sleep(options.pause)

    threads = [threading.Thread(target=live, args=(number,)) for number in range(options.people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cuts = statistics.quantiles(times, n=20) if len(times) > 1 else [0.0] * 19
    print(f"{options.people} people, {options.seconds:.0f} s: {len(times)} answers, {len(wrong)} wrong, p50 {cuts[9] * 1000:.0f} ms, p95 {cuts[18] * 1000:.0f} ms, longest {max(times, default=0) * 1000:.0f} ms")
    for line in wrong[:10]:
        print(line, file=sys.stderr)
    return 1 if wrong or not times else 0


if __name__ == "__main__":
    sys.exit(main())
