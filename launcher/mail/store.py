"""Messages on disk: one SQLite file, written by the SMTP thread, read by the page."""

import base64
import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

KEEP = 5000  # messages; the oldest go first, so that a long-lived stack does not fill the disk

_SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    received_at TEXT NOT NULL,
    sender TEXT NOT NULL,
    recipients TEXT NOT NULL,
    subject TEXT NOT NULL,
    message_id TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    links TEXT NOT NULL,
    raw BLOB NOT NULL
)
"""


@dataclass(frozen=True, slots=True)
class Message:
    """One received message. `recipients` are the envelope's, `links` every address in it, in order."""

    id: int
    received_at: datetime
    sender: str
    recipients: tuple[str, ...]
    subject: str
    message_id: str
    text: str
    html: str
    links: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]

    def summary(self) -> dict[str, Any]:
        """The message as the list of the JSON API shows it."""
        return {
            "id": self.id,
            "subject": self.subject,
            "from": self.sender,
            "to": list(self.recipients),
            "message_id": self.message_id,
            "received_at": self.received_at.isoformat().replace("+00:00", "Z"),
            "links": list(self.links),
        }

    def detail(self) -> dict[str, Any]:
        """The whole message for the JSON API."""
        return self.summary() | {
            "text": self.text,
            "html": self.html,
            "headers": [list(h) for h in self.headers],
        }


class _Hrefs(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def links_of(text: str, html: str) -> list[str]:
    """Every web address in the message, HTML first, each once, in order."""
    parser = _Hrefs()
    parser.feed(html)
    candidates = parser.found + re.findall(r"https?://[^\s<>\"'“”]+", text)
    trimmed = (link.rstrip(".,;:)") for link in candidates)
    return list(dict.fromkeys(link for link in trimmed if link.startswith(("http://", "https://"))))


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    if body is None:
        return ""
    try:
        return str(body.get_content()).replace("\r\n", "\n")
    except (LookupError, ValueError):  # a charset Python does not know, or bytes that are not in it
        payload = body.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


class Store:
    """Thread-safe; one connection behind a lock, for traffic is a person's, not a relay's."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        with self._locked() as db:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute(_SCHEMA)

    @contextmanager
    def _locked(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._db as db:
            yield db

    def add(self, raw: bytes, *, sender: str, recipients: list[str]) -> int:
        """Keep a message as it came over the wire; returns its id."""
        parsed = BytesParser(policy=policy.default).parsebytes(raw)
        text, html = _part(parsed, "plain"), _part(parsed, "html")
        row = (
            datetime.now(UTC).isoformat(),
            str(parsed.get("From", sender)),
            json.dumps(recipients),
            str(parsed.get("Subject", "")),
            str(parsed.get("Message-ID", "")).strip(),
            text,
            html,
            json.dumps(links_of(text, html)),
            raw,
        )
        with self._locked() as db:
            added = db.execute(
                "INSERT INTO messages"
                " (received_at, sender, recipients, subject, message_id, text, html, links, raw)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            ).lastrowid
            db.execute("DELETE FROM messages WHERE id <= ?", ((added or 0) - KEEP,))
        return added or 0

    def find(self, *, to: str = "", query: str = "", limit: int = 200) -> list[Message]:
        """Newest first. `to`: an address of the envelope; `query`: part of subject, text or address."""
        wanted = to.strip().lower()
        needle = f"%{query.strip()}%"
        with self._locked() as db:
            rows = db.execute(
                "SELECT * FROM messages WHERE subject LIKE ? OR text LIKE ? OR recipients LIKE ?"
                " ORDER BY id DESC",
                (needle, needle, needle),
            ).fetchall()
        found = []
        for row in rows:
            if wanted and wanted not in (str(a).lower() for a in json.loads(row["recipients"])):
                continue
            found.append(_message(row))
            if len(found) == limit:
                break
        return found

    def get(self, message_id: int) -> Message | None:
        """One message, or None."""
        with self._locked() as db:
            row = db.execute("SELECT * FROM messages WHERE id = ?", (message_id,)).fetchone()
        return _message(row) if row else None

    def framed(self, message_id: int) -> str | None:
        """The message's HTML with the pictures that came in it, as a mail program shows it."""
        with self._locked() as db:
            row = db.execute("SELECT html, raw FROM messages WHERE id = ?", (message_id,)).fetchone()
        return _with_pictures(row["html"], row["raw"]) if row else None

    def count(self) -> int:
        """How many messages are kept."""
        with self._locked() as db:
            return int(db.execute("SELECT count(*) FROM messages").fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()


def _with_pictures(html: str, raw: bytes) -> str:
    if "cid:" not in html:
        return html
    for part in BytesParser(policy=policy.default).parsebytes(raw).walk():
        name = str(part.get("Content-ID", "")).strip("<> ")
        payload = part.get_payload(decode=True)
        if name and part.get_content_maintype() == "image" and isinstance(payload, bytes):
            address = f"data:{part.get_content_type()};base64,{base64.b64encode(payload).decode()}"
            html = html.replace(f'"cid:{escape(name)}"', f'"{address}"')
    return html


def _message(row: sqlite3.Row) -> Message:
    headers = BytesParser(policy=policy.default).parsebytes(row["raw"], headersonly=True)
    return Message(
        id=row["id"],
        received_at=datetime.fromisoformat(row["received_at"]),
        sender=row["sender"],
        recipients=tuple(json.loads(row["recipients"])),
        subject=row["subject"],
        message_id=row["message_id"],
        text=row["text"],
        html=row["html"],
        links=tuple(json.loads(row["links"])),
        headers=tuple((name, str(value)) for name, value in headers.items()),
    )
