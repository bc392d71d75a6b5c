"""What flows through the index: frozen values, standard library only.

All offsets count characters of ``Report.text``, the one canonical text of a report: cleaned once, only sliced after
that. ``page`` numbers are PDF pages from 1.
"""

from bisect import bisect_right
from dataclasses import asdict, dataclass

# What the analysis of a text (cleaning, splitting, fields, titles, topics, tokens) produces may change between
# versions of this program; an index made by another version is refused (see store.py). Raise it with every change.
ANALYSIS_VERSION = 3


@dataclass(frozen=True)
class Field:
    """A value that the text states, with the span of the words that prove it."""

    value: str
    start: int
    end: int

    @property
    def proved(self) -> bool:
        """Whether words of the report prove it; a value that a person corrected has none (``start == end``)."""
        return self.start < self.end


@dataclass(frozen=True)
class Correction:
    """A field that a person has corrected: its name, when (an ISO date), and what had been read, in words ("" for nothing)."""

    field: str
    on: str
    read: str


@dataclass(frozen=True)
class Passage:
    """One sentence of a resolution or of the frame; what is quoted.

    ``label`` says what it is where it is no plain sentence: an item ("Nr. 3 b"), "Antragsteller", "Abstimmung", "Begründung",
    "Protokollerklärung Sachsen", "Fußnote 2", "Randtext", "Inhaltsverzeichnis".
    """

    start: int
    end: int
    label: str | None = None

    @property
    def conference(self) -> bool:
        """Whether the conference itself speaks here, and not a Land, the movers or an editor."""
        return self.label is None or not self.label.startswith(("Protokollerklärung", "Begründung", "Fußnote", "Randtext"))


@dataclass(frozen=True)
class Resolution:
    """A Beschluss: one unit of retrieval. ``[start, end)`` covers its sentences; a heading is not part of it."""

    id: str
    report: str
    number: str
    title: str
    start: int
    end: int
    passages: tuple[Passage, ...]
    heading: str | None = None
    vote: Field | None = None
    outcome: Field | None = None
    initiators: tuple[Field, ...] = ()
    addressees: tuple[Field, ...] = ()
    mode: tuple[Field, ...] = ()
    topics: tuple[tuple[str, float], ...] = ()  # (topic, score), best first
    corrected: tuple[Correction, ...] = ()


@dataclass(frozen=True)
class Report:
    """A report as read: its canonical text, where its pages start, what it says of itself, how it is cut."""

    id: str
    file: str
    sha256: str
    title: str
    kind: str  # "bericht" or "protokoll"
    text: str
    page_starts: tuple[int, ...]
    page_letters: tuple[str, ...]  # per page: letters and digits as the PDF gives them, for the check of quotes
    conference: Field | None = None
    dates: Field | None = None
    place: Field | None = None
    land: Field | None = None
    vorlage: Field | None = None
    year: int | None = None
    sister: str | None = None  # "94. GMK": the report tells of a sister conference; then it has no ``conference``, whose numbers are the ASMK's
    sample: bool = False
    warnings: tuple[str, ...] = ()
    frame: tuple[Passage, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    corrected: tuple[Correction, ...] = ()

    def page_of(self, offset: int) -> int:
        """The PDF page, from 1, on which the character at ``offset`` stands."""
        return max(1, bisect_right(self.page_starts, offset))

    def slice(self, span: "Passage | Resolution | Field") -> str:
        """The words of a span."""
        return self.text[span.start : span.end]


def report_to_dict(report: Report) -> dict:
    """A report as plain JSON values."""
    return asdict(report)


def _field(value: dict | None) -> Field | None:
    return None if value is None else Field(**value)


def _fields(values: list) -> tuple[Field, ...]:
    return tuple(Field(**value) for value in values)


def _passages(values: list) -> tuple[Passage, ...]:
    return tuple(Passage(**value) for value in values)


def _corrections(entry: dict) -> tuple[Correction, ...]:
    return tuple(Correction(**value) for value in entry.get("corrected", ()))


def resolution_from_dict(data: dict) -> Resolution:
    """The inverse of ``asdict`` after a trip through JSON."""
    return Resolution(
        **{
            **data,
            "passages": _passages(data["passages"]),
            "vote": _field(data["vote"]),
            "outcome": _field(data["outcome"]),
            "initiators": _fields(data["initiators"]),
            "addressees": _fields(data["addressees"]),
            "mode": _fields(data["mode"]),
            "topics": tuple((name, score) for name, score in data["topics"]),
            "corrected": _corrections(data),
        }
    )


def report_from_dict(data: dict) -> Report:
    """The inverse of :func:`report_to_dict` after a trip through JSON."""

    named = {name: _field(data[name]) for name in ("conference", "dates", "place", "land", "vorlage")}
    return Report(
        **{
            **data,
            **named,
            "page_starts": tuple(data["page_starts"]),
            "page_letters": tuple(data["page_letters"]),
            "warnings": tuple(data["warnings"]),
            "frame": _passages(data["frame"]),
            "resolutions": tuple(resolution_from_dict(entry) for entry in data["resolutions"]),
            "corrected": _corrections(data),
        }
    )
