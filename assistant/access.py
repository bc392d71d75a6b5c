"""Who may read and who may administer: hashed passwords, sessions in memory, and patience that grows with wrong guesses.

Standard library only. Add a reader: ``python -m assistant.access NAME >> FILE`` (asks for the password).
"""

import hashlib
import hmac
import secrets
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

N, R, P = 2**14, 8, 1  # scrypt's cost: about 50 ms and 16 MiB
FREE_TRIES = 5  # wrong passwords before a pause begins
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0  # seconds; doubled with each further wrong one
FORGET = 900.0  # seconds after which wrong guesses are forgotten
_hashing = threading.Semaphore(2)  # many guesses at once must not take all memory and cores


def hash_password(password: str, salt: bytes | None = None, cost: int = N) -> str:
    """A password as it may be stored: "scrypt$n$r$p$salt$hash"."""
    salt = salt or secrets.token_bytes(16)
    with _hashing:
        key = hashlib.scrypt(password.encode(), salt=salt, n=cost, r=R, p=P, maxmem=64 * 1024 * 1024)
    return f"scrypt${cost}${R}${P}${salt.hex()}${key.hex()}"


def matches(password: str, stored: str) -> bool:
    """Whether a password is the one stored; False for a line that is none."""
    try:
        name, n, _, _, salt, _ = stored.split("$")
        made = hash_password(password, bytes.fromhex(salt), int(n)) if name == "scrypt" and 2 <= int(n) <= 2**17 else ""
    except (ValueError, MemoryError):
        return False
    return hmac.compare_digest(made.encode(), stored.encode())


def read_users(path: Path) -> dict[str, str]:
    """Names and stored passwords of a users file: "NAME:scrypt$…" a line, "#" begins a comment. Raises OSError."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    return {name.strip(): stored.strip() for name, _, stored in (line.partition(":") for line in lines if line and not line.startswith("#"))}


_NOBODY = hash_password("")  # compared with where there is no such name, so that both take as long


def known_reader(path: Path, name: str, password: str) -> bool:
    """Whether the users file holds this name with this password. A file that cannot be read lets nobody in."""
    try:
        stored = read_users(path).get(name)
    except (OSError, UnicodeDecodeError):
        stored = None
    right = matches(password, stored or _NOBODY)
    return right and stored is not None


def is_admin(wanted: str | None, password: str) -> bool:
    """Whether this is the administrator's password; False where none is set."""
    return bool(wanted) and hmac.compare_digest(hashlib.sha256(password.encode()).digest(), hashlib.sha256((wanted or "").encode()).digest())


@dataclass
class Sessions:
    """Who is logged in, by token; forgotten when the program ends. ``lasts``: seconds since the last use."""

    lasts: float
    _until: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def open(self) -> str:
        """A new session's token."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            now = time.monotonic()
            self._until = {known: until for known, until in self._until.items() if until > now}
            self._until[token] = now + self.lasts
        return token

    def holds(self, token: str | None) -> bool:
        """Whether a token is that of an open session; its time begins anew."""
        with self._lock:
            if not token or self._until.get(token, 0.0) <= time.monotonic():
                return False
            self._until[token] = time.monotonic() + self.lasts
            return True

    def close(self, token: str | None) -> None:
        """End a session."""
        with self._lock:
            self._until.pop(token or "", None)


@dataclass
class Patience:
    """Counts wrong passwords per address and says how long the next try must wait."""

    _wrong: dict[str, tuple[int, float]] = field(default_factory=dict)  # address -> (wrong tries, time of the last)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, address: str) -> float:
        """Seconds until this address may try again; 0 if now."""
        with self._lock:
            count, last = self._wrong.get(address, (0, 0.0))
            if count < FREE_TRIES:
                return 0.0
            pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(count - FREE_TRIES, 20))
            return max(0.0, last + pause - time.monotonic())

    def note(self, address: str, right: bool) -> None:
        """Remember how a try went."""
        with self._lock:
            now = time.monotonic()
            self._wrong = {known: entry for known, entry in self._wrong.items() if entry[1] > now - FORGET}
            if right:
                self._wrong.pop(address, None)
            else:
                self._wrong[address] = (self._wrong.get(address, (0, 0.0))[0] + 1, now)


def main() -> None:
    """Print a line for the users file."""
    import getpass
    import sys

    if len(sys.argv) != 2 or ":" in sys.argv[1]:
        sys.exit("Aufruf: python -m assistant.access NAME >> DATEI (ein Name ohne Doppelpunkt)")
    password = getpass.getpass("Kennwort: ", stream=sys.stderr)
    if len(password) < 10:
        sys.exit("Das Kennwort ist zu kurz; bitte nehmen Sie mindestens 10 Zeichen.")
    if getpass.getpass("Noch einmal: ", stream=sys.stderr) != password:
        sys.exit("Die beiden Eingaben sind verschieden.")
    print(f"{sys.argv[1]}:{hash_password(password)}")


if __name__ == "__main__":
    main()
