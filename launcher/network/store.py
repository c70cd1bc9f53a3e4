"""What the sample network remembers: one SQLite file, one row per message id."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SCHEMA = """
create table if not exists post (
  id text primary key,
  received_at text not null,
  last_received_at text not null,
  received_times integer not null,
  title text not null,
  text text not null,
  account text not null,
  author text not null,
  approver text not null,
  content_hash text not null,
  sample integer not null,
  body text not null
);
create index if not exists post_received_at on post (received_at desc);
create table if not exists image (
  sha256 text primary key,
  mime text not null,
  content blob not null
);
create table if not exists refusal (
  reason text primary key,
  times integer not null,
  last_at text not null
);
"""


@dataclass(frozen=True)
class Post:
    """One message that arrived, however often it was sent. Times are aware UTC datetimes."""

    id: str
    received_at: datetime
    last_received_at: datetime
    received_times: int
    title: str
    text: str
    account: str
    author: str
    approver: str
    content_hash: str
    sample: bool
    data: dict[str, Any]


@dataclass(frozen=True)
class Refusal:
    """Requests turned away for one reason."""

    reason: str
    times: int
    last_at: datetime


class Store:
    """Opens a connection per call: calls come from many threads and are few."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._connection() as connection:
            connection.execute("pragma journal_mode=wal")
            connection.executescript(SCHEMA)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path, timeout=10, isolation_level="IMMEDIATE")
        connection.row_factory = sqlite3.Row
        try:
            with connection:
                yield connection
        finally:
            connection.close()

    def receive(self, message_id: str, payload: dict[str, Any], body: str) -> Post:
        """Keep the first message of an id; of a repeat only count that it came."""
        now = datetime.now(UTC).isoformat()
        data = payload["data"]
        with self._connection() as connection:
            row = connection.execute(
                """insert into post values (:id, :now, :now, 1, :title, :text, :account, :author, :approver,
                                            :content_hash, :sample, :body)
                   on conflict (id) do update
                   set received_times = received_times + 1, last_received_at = :now
                   returning *""",
                {
                    "id": message_id,
                    "now": now,
                    "title": _text(data.get("title")),
                    "text": _text(data.get("text")),
                    "account": _name(data.get("account")),
                    "author": _name(data.get("author")),
                    "approver": _name(data.get("approver")),
                    "content_hash": _text(data.get("content_hash")),
                    "sample": data.get("sample") is True,
                    "body": body,
                },
            ).fetchone()
        return _post(row)

    def keep_image(self, sha256: str, mime: str, content: bytes) -> None:
        with self._connection() as connection:
            connection.execute("insert or ignore into image values (?, ?, ?)", (sha256, mime, content))

    def has_image(self, sha256: str) -> bool:
        with self._connection() as connection:
            found = connection.execute("select 1 from image where sha256 = ?", (sha256,)).fetchone()
        return found is not None

    def image(self, sha256: str) -> tuple[str, bytes] | None:
        """Its kind and its bytes."""
        with self._connection() as connection:
            row = connection.execute("select mime, content from image where sha256 = ?", (sha256,)).fetchone()
        return None if row is None else (row["mime"], row["content"])

    def refuse(self, reason: str) -> None:
        """Count a request that was turned away."""
        now = datetime.now(UTC).isoformat()
        with self._connection() as connection:
            connection.execute(
                """insert into refusal values (?, 1, ?)
                   on conflict (reason) do update set times = times + 1, last_at = excluded.last_at""",
                (reason, now),
            )

    def posts(self, limit: int = 200) -> list[Post]:
        """Newest first."""
        with self._connection() as connection:
            rows = connection.execute(
                "select * from post order by received_at desc, id desc limit ?", (limit,)
            ).fetchall()
        return [_post(row) for row in rows]

    def post(self, message_id: str) -> Post | None:
        with self._connection() as connection:
            row = connection.execute("select * from post where id = ?", (message_id,)).fetchone()
        return None if row is None else _post(row)

    def count(self) -> int:
        with self._connection() as connection:
            return int(connection.execute("select count(*) from post").fetchone()[0])

    def refusals(self) -> list[Refusal]:
        with self._connection() as connection:
            rows = connection.execute("select * from refusal order by last_at desc").fetchall()
        return [Refusal(row["reason"], row["times"], datetime.fromisoformat(row["last_at"])) for row in rows]


def _post(row: sqlite3.Row) -> Post:
    return Post(
        id=row["id"],
        received_at=datetime.fromisoformat(row["received_at"]),
        last_received_at=datetime.fromisoformat(row["last_received_at"]),
        received_times=row["received_times"],
        title=row["title"],
        text=row["text"],
        account=row["account"],
        author=row["author"],
        approver=row["approver"],
        content_hash=row["content_hash"],
        sample=bool(row["sample"]),
        data=json.loads(row["body"])["data"],
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _name(value: object) -> str:
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)
