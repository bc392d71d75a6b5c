"""What can go wrong in a way that a user can mend. Every message is one German sentence that says what to do."""


class AsmkError(Exception):
    """Base of all errors whose message is shown to the user as it is."""


class ReportError(AsmkError):
    """A file that cannot be taken into the index; the message starts with its name."""

    def __init__(self, file: str, reason: str):
        super().__init__(f"{file}: {reason}")
        self.file = file


class IndexMissing(AsmkError):
    """There is no index in the data folder yet."""


class IndexMismatch(AsmkError):
    """The index was made by another model or another version of the text analysis."""


class IndexLocked(AsmkError):
    """Another process is writing the index."""


class ModelError(AsmkError):
    """The embedding model cannot be loaded."""


class QuestionError(AsmkError):
    """A question that cannot be worked on (empty, far too long)."""
