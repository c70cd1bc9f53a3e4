"""Admin: what works, what doesn't, and what to do about it."""

from dataclasses import dataclass

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal import words
from portal.access import allow
from portal.clients import api
from portal.models.admin import Check, DeadLetter, Health
from portal.rendering import page as render
from svckit.auth import Role
from svckit.http import HttpFailure

bp = Blueprint("health", __name__, url_prefix="/admin/health")

_SLOW_OUTBOX_SECONDS = 60


@dataclass(frozen=True)
class Todo:
    """Something broken: what, what it means, what to do."""

    hue: str
    title: str
    text: str
    do: str
    href: str = ""
    action: str = ""


@dataclass(frozen=True)
class Store:
    """A thing that several services lean on, as they see it."""

    name: str
    silent_for: list[str]
    seen_by: int
    latency_ms: float | None


_KNOWN_AS = {"postgresql": "PostgreSQL", "sqlite": "SQLite", "rabbitmq": "RabbitMQ"}
_NAMES = {
    "database": "Database",
    "events": "Events",
    "redis": "Redis",
    "task queue": "Task queue",
    "smtp": "SMTP",
}
_REMEDIES = {
    "model": (
        "Nothing can be drafted",
        "Start the model server, or look where OLLAMA_HOST (or OPENAI_BASE_URL) points.",
    ),
    "ollama": ("Nothing can be drafted", "Start Ollama, or look where OLLAMA_HOST points."),
    "database": (
        "This service can neither read nor write",
        "See that its PostgreSQL runs; it reconnects by itself.",
    ),
    "events": (
        "Events wait in the outbox; nothing is lost",
        "See that the broker runs; they go out by themselves.",
    ),
    "redis": ("Background work waits; nothing is lost", "See that Redis runs; the sweepers put work back."),
    "smtp": ("E-mails wait; none is lost", "Look at MAIL_SERVER and MAIL_PORT, and whether it runs."),
}


@bp.get("")
@allow(Role.ADMIN)
def page() -> ResponseReturnValue:
    services = api().health.all()
    letters = _letters()
    todos = [todo for service in services for todo in _of(service)] + _of_letters(letters)
    return render(
        "admin/health.html",
        parts=("state",),
        services=services,
        todos=todos,
        letters=letters,
        title=_title(todos),
        checked=words.now(),
        stores=_stores(services),
        working=sum(service.ok for service in services),
    )


def _stores(services: list[Health]) -> list[Store]:
    """One line per store or broker, the slowest answer of those who asked it; the silent ones first."""
    asked: dict[str, list[tuple[str, Check]]] = {}
    for service in services:
        for check in service.checks:
            known = _KNOWN_AS.get(check.detail.lower()) or _NAMES.get(check.name, check.name.capitalize())
            asked.setdefault(known, []).append((service.service, check))
    stores = [
        Store(
            name,
            [service for service, check in seen if not check.ok],
            len(seen),
            max((check.latency_ms for _, check in seen if check.latency_ms is not None), default=None),
        )
        for name, seen in asked.items()
    ]
    return sorted(stores, key=lambda store: not store.silent_for)


def _title(todos: list[Todo]) -> str:
    broken = sum(todo.hue == "red" for todo in todos)
    if broken:
        return (
            "One thing is broken"
            if broken == 1
            else f"{words.upper_first(words.spelled(broken))} things are broken"
        )
    return "Everything works" if not todos else "Something is slow"


def _letters() -> list[DeadLetter]:
    try:
        return api().notify.dead_letters().items
    except HttpFailure:
        return []


def _of(service: Health) -> list[Todo]:
    if not service.reached:
        return [
            Todo(
                "red",
                f"{service.service} does not work",
                f"It {service.fault}.",
                "Look at its log; it is started again by itself.",
            )
        ]
    todos = []
    for check in service.broken:
        name = next((key for key in _REMEDIES if key in check.name.lower()), "")
        means, do = _REMEDIES.get(name, ("A part of this service stands still", "Look at its log."))
        todos.append(
            Todo("red", f"{check.name} of {service.service} does not answer", f"{check.detail}. {means}.", do)
        )
    if service.outbox and (service.outbox.oldest_seconds or 0) > _SLOW_OUTBOX_SECONDS:
        waiting = words.count(service.outbox.waiting, "message")
        since = words.duration(service.outbox.oldest_seconds or 0)
        todos.append(
            Todo(
                "orange",
                f"{waiting} of {service.service} wait",
                f"The oldest for {since}.",
                "See that the broker runs; they go out by themselves.",
            )
        )
    return todos


def _of_letters(letters: list[DeadLetter]) -> list[Todo]:
    if not letters:
        return []
    newest = letters[0]
    return [
        Todo(
            "red",
            f"{words.count(len(letters), 'event')} could not be handled",
            f"The last: {newest.event_type}, {words.count(newest.tries, 'try', 'tries')}, "
            f"{words.when(newest.died_at)}: “{newest.error[:120]}”.",
            "Put right what it names, then requeue it.",
            "dead_letters.listing",
            "Open dead letters",
        )
    ]
