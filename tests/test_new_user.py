"""What a new user found wrong: one named test, or table of commented cases, per thing."""

import pytest

from assistant.answer import FAILED, NO_LAW
from assistant.phrases import PHRASES
from assistant.types import Conversation, Filters


@pytest.fixture
def ask(engine):
    """Asks one question after the other in one conversation; the last answer."""

    def run(*questions: str, **filters):
        conversation, answer = Conversation(), None
        for question in questions:
            answer, conversation = engine.ask(question, conversation, Filters(**filters))
        return answer

    return run


# ── what is no demand is not called one ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("question", ["Bekomme ich {}?", "Gilt das für mich: {}?", "Was habe ich davon: {}?", "Will I get my money for {} from the office?", "Est-ce que je peux avoir de l'argent pour {} ?"])
def test_what_is_no_demand_is_not_called_one(ask, engine, question):
    law, seen = {NO_LAW, *(phrases["no_law"] for phrases in PHRASES.values())}, 0
    for resolution in [r for r in engine.index.resolutions if r.outcome and r.outcome.value in (*FAILED, "zur Kenntnis genommen")][:10]:
        answer = ask(question.format(resolution.title))
        if answer.quotes and answer.quotes[0].resolution == resolution.id:
            seen += 1
            assert not law & set(answer.notes), answer.lead
    assert seen


def test_a_demand_still_is_said_to_be_no_law(ask, engine):
    demand = next(r for r in engine.index.resolutions if r.outcome and r.outcome.value == "beschlossen" and any(mode.value == "fordert" for mode in r.mode))
    assert NO_LAW in ask(f"Bekomme ich {demand.title}?", report=demand.report).notes
