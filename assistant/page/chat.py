"""The chat as Gradio blocks: what happens when a question is asked. The only module that imports gradio."""

import logging
import os
from dataclasses import dataclass

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # must be set before gradio is imported
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import gradio as gr  # noqa: E402

from assistant import api  # noqa: E402
from assistant.page import markup, share  # noqa: E402
from assistant.page.choices import any_choice, filter_choices, filter_label, filters_from, remaining  # noqa: E402
from assistant.types import Conversation  # noqa: E402
from index.errors import AsmkError  # noqa: E402

TITLE = "ASMK-Assistent"
ASKERS = 20  # questions answered at the same time
FAILED = "Die Frage konnte nicht beantwortet werden. Bitte versuchen Sie es noch einmal; bleibt es dabei, starten Sie das Programm neu."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Session:
    """One person's conversation: what it is about, and its turns as ready HTML. Lives in ``gr.State``, nowhere else."""

    conversation: Conversation = Conversation()
    turns: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()  # those that lead to the last answer, for its link


def build_page(engine) -> gr.Blocks:
    """The page: conversation and question on the left, room for the evidence on the right."""
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        session = gr.State(Session())
        with gr.Row(elem_id="seite", equal_height=False):
            with gr.Column(elem_id="gespraech", min_width=280):
                history = gr.HTML(markup.history(engine, ()), elem_id="verlauf", js_on_load=None, apply_default_css=False)
                with gr.Column(elem_id="frage"):
                    with gr.Row(elem_id="frage-zeile"):
                        question = gr.Textbox(
                            label="Ihre Frage", placeholder="Was möchten Sie wissen?", lines=1, max_lines=5, elem_id="frage-feld", scale=1
                        )
                        send = gr.Button("Fragen", variant="primary", elem_id="fragen", scale=0)
                    with gr.Row(elem_id="frage-fuss"):
                        with gr.Accordion(filter_label([]), open=False, elem_id="eingrenzen") as folder:
                            with gr.Row(elem_id="filter"):
                                chosen = [
                                    gr.Dropdown(choices, value=any_choice(), label=label, filterable=False, elem_classes="filter", min_width=140)
                                    for label, choices in filter_choices(engine.reports)
                                ]
                            left = gr.HTML(remaining(engine.reports, filters_from([])), elem_id="uebrig", js_on_load=None, apply_default_css=False)
                        restart = gr.Button("Neues Gespräch", variant="secondary", elem_id="neu", scale=0)
            with gr.Column(elem_id="belege", min_width=280):
                gr.HTML(markup.evidence_placeholder(), elem_id="beleg", js_on_load=None, apply_default_css=False)

        def narrowed(*values):
            return remaining(engine.reports, filters_from(values)), gr.update(label=filter_label(values))

        def opened(address: str = ""):
            """A new conversation, or the one that a link leads to; the reports may have changed since the server started."""
            state, error = Session(), None
            try:
                engine.refresh()
                questions, values = share.unlink(address or "", engine.reports)
                for question in questions:
                    state = turned(question, state, values)
            except AsmkError as failed:
                error = str(failed)
                questions, values = [], [any_choice()] * len(chosen)
            dropdowns = [gr.Dropdown(choices, value=value) for (_, choices), value in zip(filter_choices(engine.reports), values)]
            return [state, markup.history(engine, state.turns, error=error), *narrowed(*values), *dropdowns]

        def turned(text: str, state: Session, values) -> Session:
            """The conversation one turn on."""
            filters = filters_from(values)
            answer, conversation = engine.ask(text, state.conversation, filters)
            questions = share.needed(engine, answer, [*state.questions], filters)
            turn = markup.turn(answer, engine, len(state.turns) + 1, share.link(questions, values), bool(engine.settings.feedback))
            return Session(conversation, (*state.turns, turn), tuple(questions))

        def asked(text: str, state: Session, *values):
            """One turn. An error is shown below the conversation; the question stays in its field."""
            try:
                state = turned(text or "", state, values)
            except AsmkError as error:
                return gr.skip(), state, markup.history(engine, state.turns, error=str(error))
            except Exception as error:  # the page must go on; the question itself is never logged
                log.error("Fehler beim Antworten: %s", type(error).__name__)
                return gr.skip(), state, markup.history(engine, state.turns, error=FAILED)
            return "", state, markup.history(engine, state.turns)

        quiet = {"show_progress": "hidden", "api_visibility": "private"}
        address = gr.Textbox(visible=False)
        page.load(opened, address, [session, history, left, folder, *chosen], js="() => [location.hash]", **quiet)
        gr.on([send.click, question.submit], asked, [question, session, *chosen], [question, session, history], **quiet)
        restart.click(opened, None, [session, history, left, folder, *chosen], **quiet)
        for dropdown in chosen:
            dropdown.input(narrowed, chosen, [left, folder], **quiet)

        def ask(question: str) -> dict:
            """Eine Frage an die Berichte; die Antwort im JSON-Format von „asmk ask --json“."""
            return _told(api.ask, engine, question)

        def check(text: str) -> dict:
            """Ob ein Text so in den Berichten steht: wörtlich, verändert, zusammengesetzt oder nicht gefunden, mit Fundstellen."""
            return _told(api.check, engine, text)

        def list(conference: int | None = None, year: int | None = None, vote: str | None = None, topic: str | None = None, mover: str | None = None, words: str = "") -> dict:
            """Alle Beschlüsse, die zu den Angaben passen, mit Feldern und Wortlaut."""
            return _told(api.list_resolutions, engine, conference, year, vote, topic, mover, words)

        for function in (ask, check, list):
            gr.api(function, api_name=function.__name__)
    page.queue(default_concurrency_limit=ASKERS, api_open=False)
    return page


def _told(function, *values) -> dict:
    """What the API answers; an error that the caller can mend is passed on as it is."""
    try:
        return function(*values)
    except AsmkError as error:
        raise gr.Error(str(error), print_exception=False) from error


def mount(app, page: gr.Blocks, root_path: str):
    """Put the page into a web application, without anything that would leave the machine or show foreign links."""
    theme = gr.themes.Base(font=["sans-serif"], font_mono=["monospace"])
    return gr.mount_gradio_app(
        app,
        page,
        path="/",
        root_path=root_path or None,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        show_error=False,
        pwa=False,
        theme=theme,
        allowed_paths=[],
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )
