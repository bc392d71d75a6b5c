"""What flows through the assistant: frozen values, standard library only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Filters:
    """What a question is restricted to. ``None`` means no restriction."""

    report: str | None = None  # report id
    conference: int | None = None
    year: int | None = None
    conferences: tuple[int, ...] | None = None  # several, any of which will do
    years: tuple[int, ...] | None = None
    vote: str | None = None  # "einstimmig", "mehrheitlich", "ohne Angabe"; a leading "nicht " negates
    topic: str | None = None
    mover: str | None = None  # a Land, or "alle Länder"
    role: str | None = None  # "Mitantragsteller": only where the mover is named as one of several
    addressee: str | None = None
    mode: str | None = None
    page: int | None = None  # of the PDF, from 1
    outcome: str | None = None

    def as_dict(self) -> dict:
        """The filters that are set."""
        return {name: value for name, value in self.__dict__.items() if value is not None}


@dataclass(frozen=True)
class Quote:
    """A verbatim span of a report. ``resolution`` is None for the report's frame. ``n`` counts from 1 in an answer.

    ``label`` says where in a protocol or at the foot of a page it stands: "TOP 5.2, Nr. 3 b", "Protokollerklärung Sachsen", "Fußnote 2".
    """

    n: int
    text: str
    report: str
    resolution: str | None
    page: int
    page_end: int
    start: int
    end: int
    label: str | None = None


@dataclass(frozen=True)
class Answer:
    """An answer. ``status`` is "answered", "related" or "not_found".

    ``lead`` is the one line that answers; ``notes`` are further plain German sentences (what was searched, that a
    demand is no law). ``resolutions`` are the ids the answer is about, best first; ``ranking`` the ten best with
    score. ``count`` is None unless a list or number was asked for; then ``resolutions`` is the whole set.
    ``about`` says in words what a follow-up question was related to, or None.
    """

    question: str
    status: str
    lead: str
    quotes: tuple[Quote, ...] = ()
    notes: tuple[str, ...] = ()
    count: int | None = None
    filters: Filters = Filters()
    resolutions: tuple[str, ...] = ()
    ranking: tuple[tuple[str, float], ...] = ()
    about: str | None = None
    sides: tuple[tuple[int, ...], ...] = ()  # of a comparison: the numbers of each side's quotes, oldest conference first
    language: str = "de"  # of the fixed phrases; quotes are always German
    ms: float = 0.0


@dataclass(frozen=True)
class Conversation:
    """What a conversation is about so far; passed in and out, never kept globally."""

    resolutions: tuple[str, ...] = ()
    filters: Filters = Filters()
    last_question: str = ""
    listed: bool = False  # ``resolutions`` is the whole set of a list, which "davon" narrows
    several: bool = False  # the last answer told of several resolutions, so that "das" is not clear
    near: tuple[str, ...] = ()  # what else the last question found, for "Nein"
    earlier: tuple[str, ...] = ()  # what was talked about, the latest first, for "Zurück zu …"
    pending: str | None = None  # a question that was asked back, until it is clear what it is about …
    offered: tuple[str, ...] = ()  # … and the choices it was asked back with
    sure: bool = True  # the last answer was an answer, not only the nearest there is
    list_subject: str = ""  # the words of the matter that the list told last is about, "" for a list by fields alone
