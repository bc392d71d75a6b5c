"""Links to a question: the part of the address after "#", which browsers never send to a server or write into its log."""

from urllib.parse import parse_qsl, urlencode

from assistant.page.choices import filter_choices, filters_from
from assistant.page.table import NAMES
from assistant.types import Answer, Conversation, Filters
from index.errors import QuestionError

MAX_QUESTIONS = 6  # of a conversation that a link repeats


def link(questions: list[str], values) -> str:
    """The questions and the chosen filters, in the order of :func:`filter_choices`, as the text behind "#"."""
    pairs = [("frage", question) for question in questions] + [(name, value) for name, value in zip(NAMES, values) if value]
    return urlencode(pairs)


def unlink(text: str, reports) -> tuple[list[str], list[str]]:
    """Questions and filter values of a link; values that the reports do not know are left out."""
    pairs = parse_qsl("&".join(text.removeprefix("#").split("&")[:20])) if "frage=" in text else []
    questions = [value for name, value in pairs if name == "frage" and value.strip()][:MAX_QUESTIONS]
    given = dict(pairs)
    known = [{value for _, value in choices} for _, choices in filter_choices(reports)]
    return questions, [given.get(name, "") if given.get(name, "") in values else "" for name, values in zip(NAMES, known)]


def needed(engine, answer: Answer, before: list[str], filters: Filters) -> list[str]:
    """The questions that lead to this answer: it alone, unless it is another one without those before it."""
    if not before:
        return [answer.question]
    alone, _ = engine.ask(answer.question, Conversation(), filters)
    same = (alone.lead, alone.quotes, alone.about) == (answer.lead, answer.quotes, answer.about)
    return [answer.question] if same else [*before, answer.question][-MAX_QUESTIONS:]


def answer_again(engine, text: str) -> Answer:
    """The answer that a link leads to. Raises QuestionError where the link holds no question."""
    questions, values = unlink(text, engine.reports)
    if not questions:
        raise QuestionError("Dieser Link enthält keine Frage.")
    conversation = Conversation()
    for question in questions:
        answer, conversation = engine.ask(question, conversation, filters_from(values))
    return answer
