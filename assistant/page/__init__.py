"""The chat page: the only place that knows gradio. Imported late, because gradio takes seconds to load."""


def build_page(engine):
    """The page as a ``gr.Blocks`` that answers with ``engine``."""
    from assistant.page.chat import build_page

    return build_page(engine)


def serve(settings, host: str | None = None, port: int | None = None, root_path: str | None = None) -> None:
    """Open the engine and serve the page until it is stopped; see :func:`assistant.page.server.serve`."""
    from assistant.page.server import serve

    serve(settings, host, port, root_path)


__all__ = ["build_page", "serve"]
