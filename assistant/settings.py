"""Settings from the environment: one place, plain names, everything optional."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Where the data lies and how the page is served. Environment names stand beside the fields."""

    data: Path  # ASMK_DATA
    model: str | None = None  # ASMK_MODEL: folder or name of a sentence-transformers model; None is the bundled one
    chroma: str | None = None  # ASMK_CHROMA: http://host:port of a Chroma server; None is the embedded database
    glossary: Path | None = None  # ASMK_GLOSSAR: the office's own glossary file
    host: str = "127.0.0.1"  # ASMK_HOST
    port: int = 7860  # ASMK_PORT
    root_path: str = ""  # ASMK_ROOT_PATH: path under a reverse proxy, such as /asmk
    feedback: Path | None = None  # ASMK_FEEDBACK: file that keeps what people say about answers; None keeps nothing
    contact: str | None = None  # ASMK_CONTACT: whom a person can ask what holds for them, one German sentence
    imprint: str | None = None  # ASMK_IMPRESSUM: address of the page with that name
    privacy: str | None = None  # ASMK_DATENSCHUTZ
    accessibility: str | None = None  # ASMK_BARRIEREFREIHEIT
    admin_password: str | None = None  # ASMK_ADMIN_PASSWORD: who has it takes in and removes reports on the page; None closes that
    users: Path | None = None  # ASMK_USERS: file with readers and their hashed passwords; None lets everyone read


def default_data() -> Path:
    """The data folder where none is set: the system's usual place for a program's data."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home)) / "asmk"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "asmk"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "asmk"


def load_settings(**overrides) -> Settings:
    """Settings of this process; ``overrides`` that are not None win over the environment."""
    from index.errors import AsmkError

    port = os.environ.get("ASMK_PORT", "7860")
    if not port.isdigit():
        raise AsmkError(f"ASMK_PORT muss eine Zahl sein, nicht „{port}“.")
    values = {
        "data": Path(os.environ["ASMK_DATA"]).expanduser() if os.environ.get("ASMK_DATA") else default_data(),
        "model": os.environ.get("ASMK_MODEL") or None,
        "chroma": os.environ.get("ASMK_CHROMA") or None,
        "glossary": Path(os.environ["ASMK_GLOSSAR"]) if os.environ.get("ASMK_GLOSSAR") else None,
        "host": os.environ.get("ASMK_HOST", "127.0.0.1"),
        "port": int(port),
        "root_path": os.environ.get("ASMK_ROOT_PATH", ""),
        "feedback": Path(os.environ["ASMK_FEEDBACK"]).expanduser() if os.environ.get("ASMK_FEEDBACK") else None,
        "contact": " ".join(os.environ.get("ASMK_CONTACT", "").split()) or None,
        "imprint": _address("ASMK_IMPRESSUM"),
        "privacy": _address("ASMK_DATENSCHUTZ"),
        "accessibility": _address("ASMK_BARRIEREFREIHEIT"),
        "admin_password": os.environ.get("ASMK_ADMIN_PASSWORD") or None,
        "users": Path(os.environ["ASMK_USERS"]).expanduser() if os.environ.get("ASMK_USERS") else None,
    }
    if values["glossary"] and not values["glossary"].is_file():
        raise AsmkError(f"ASMK_GLOSSAR: Die Datei {values['glossary']} gibt es nicht; bitte prüfen Sie den Pfad.")
    values.update({name: value for name, value in overrides.items() if value is not None})
    return Settings(**values)


def _address(name: str) -> str | None:
    """A web address from the environment; anything else would not be a link."""
    from index.errors import AsmkError

    value = os.environ.get(name) or None
    if value and not value.startswith(("https://", "http://", "/")):
        raise AsmkError(f"{name} muss mit https://, http:// oder / beginnen, nicht „{value}“.")
    return value
