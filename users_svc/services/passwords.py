"""Which passwords are good enough, and how they are kept."""

import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from svckit.problems import Unavailable, Unprocessable

MIN_LENGTH = 12
MAX_LENGTH = 256

# OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane.
MEMORY_KIB = 19_456
PASSES = 2
LANES = 1

_TAIL = re.compile(r"[\d\W_]+$")
_HEAD = re.compile(r"^[\d\W_]+")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_LEET = str.maketrans("01345@$!7", "oieasasit")
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm")
_LONGEST_UNIT = 5
_SHORTEST_NAME = 4


@cache
def common_words() -> frozenset[str]:
    """Passwords and the words they are made of that everybody tries first."""
    lines = (files("users_svc.services") / "common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def normalise(password: str) -> str:
    """The same password however a keyboard composes it (NIST SP 800-63B: NFKC)."""
    return unicodedata.normalize("NFKC", password)


def weakness(password: str, *, email: str, name: str) -> str | None:
    """Why this password won't do, as a sentence for its owner; None when it will."""
    if len(password) < MIN_LENGTH:
        return f"Use at least {MIN_LENGTH} characters. This has {len(password)}."
    if len(password) > MAX_LENGTH:
        return f"Use at most {MAX_LENGTH} characters."
    lowered = password.casefold()
    if _is_repetition(lowered) or _is_run(lowered):
        return "This repeats a short pattern, which is quickly guessed. Try a few unrelated words."
    if _is_common(lowered):
        return "This is one of the first passwords anybody would try. Try a few unrelated words."
    for part in _personal_parts(email, name):
        if part in lowered:
            return f"It contains “{part}”, which is part of your name or e-mail address. Leave it out."
    return None


def require_strong(password: str, *, email: str, name: str, field: str = "password") -> None:
    """Raise unless the password will do.

    Raises:
        Unprocessable: ``weak-password``, saying why under ``field``.
    """
    reason = weakness(password, email=email, name=name)
    if reason is not None:
        raise Unprocessable("weak-password", reason, errors=[{"field": field, "message": reason}])


def _is_repetition(text: str) -> bool:
    for size in range(1, _LONGEST_UNIT + 1):
        if (text[:size] * (len(text) // size + 1))[: len(text)] == text:
            return True
    return len(set(text)) < _LONGEST_UNIT


def _is_run(text: str) -> bool:
    return any(text in run or text[::-1] in run for run in _RUNS)


def _is_common(text: str) -> bool:
    words = common_words()
    bare = _HEAD.sub("", _TAIL.sub("", text))
    plain = _NOT_LETTERS.sub("", bare.translate(_LEET))
    if words & {text, bare, plain}:
        return True
    # Two common words in a row ("adminpassword1!") are no better than one.
    return any(plain[:cut] in words and plain[cut:] in words for cut in range(3, len(plain) - 2))


def _personal_parts(email: str, name: str) -> list[str]:
    local, _, domain = email.casefold().partition("@")
    parts = [email.casefold(), local, domain, *re.split(r"[^\w]+", local), *name.casefold().split()]
    return sorted({part for part in parts if len(part) >= _SHORTEST_NAME}, key=len, reverse=True)


class Hasher:
    """argon2id, never more than ``at_once`` at a time.

    A hash takes a core and 19 MiB for some 30 ms. Unlimited, a rush of sign-ins would take the
    machine from every other request; so they stand in line, and the line has an end.

    Args:
        at_once: hashes computed at the same time in this process.
        waiting: sign-ins that may stand in line; more are told to come back.
        patience: seconds anyone stands in line.
    """

    def __init__(self, *, at_once: int, waiting: int, patience: float = 15.0) -> None:
        self._argon2 = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
        self._slots = threading.BoundedSemaphore(at_once)
        self._room = threading.BoundedSemaphore(at_once + waiting)
        self._patience = patience
        self._nobody = self._argon2.hash("nobody has this password")

    @contextmanager
    def turn(self) -> Iterator["Turn"]:
        """Wait for a turn to compute hashes. Hold no database connection meanwhile.

        Raises:
            Unavailable: ``busy``; the line is full or too slow.
        """
        busy = Unavailable("busy", "Many people are signing in right now. Try again shortly.", retry_after=2)
        if not self._room.acquire(blocking=False):
            raise busy
        try:
            if not self._slots.acquire(timeout=self._patience):
                raise busy
            try:
                yield Turn(self._argon2, self._nobody)
            finally:
                self._slots.release()
        finally:
            self._room.release()

    def hash(self, password: str) -> str:
        """A hash to store, after waiting for a turn."""
        with self.turn() as turn:
            return turn.hash(password)


class Turn:
    """The right to compute a hash now."""

    def __init__(self, argon2: PasswordHasher, nobody: str) -> None:
        self._argon2 = argon2
        self._nobody = nobody

    def hash(self, password: str) -> str:
        return self._argon2.hash(normalise(password))

    def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password fits. Takes as long when there is no account (``stored`` is None)."""
        try:
            return self._argon2.verify(stored or self._nobody, normalise(password)) and stored is not None
        except (VerificationError, InvalidHashError):
            return False

    def outdated(self, stored: str) -> bool:
        """Whether the hash was made with weaker parameters than today's."""
        return self._argon2.check_needs_rehash(stored)
