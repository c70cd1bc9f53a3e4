"""Private keys at rest, and the audit log's hashes."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from svckit.problems import Unavailable
from users_svc.models import AuditEvent
from users_svc.services.audit import GENESIS, digest
from users_svc.services.keys import Seal


def test_a_sealed_key_opens_with_the_same_secret_only() -> None:
    sealed = Seal("s" * 40).close("kid-1", b"private")
    assert b"private" not in sealed
    assert Seal("s" * 40).open("kid-1", sealed) == b"private"
    with pytest.raises(Unavailable, match="USERS_SECRET_KEY"):
        Seal("t" * 40).open("kid-1", sealed)


def test_a_sealed_key_can_not_be_put_in_the_place_of_another() -> None:
    seal = Seal("s" * 40)
    with pytest.raises(Unavailable):
        seal.open("kid-2", seal.close("kid-1", b"private"))


def _event() -> AuditEvent:
    return AuditEvent(
        seq=1,
        at=datetime(2026, 5, 4, 12, 0, 0, 123456, tzinfo=UTC),
        actor_id=UUID(int=7),
        actor_name="Ada",
        action="user.role_changed",
        subject_id=UUID(int=8),
        detail={"before": "author", "after": "admin"},
        request_id="r",
        previous_hash=GENESIS,
    )


def test_the_hash_of_a_line_depends_on_everything_it_says_and_not_on_the_timezone_it_is_read_in() -> None:
    original = digest(_event())
    moved = _event()
    moved.at = moved.at.astimezone(timezone(timedelta(hours=9)))
    assert digest(moved) == original
    changes = {
        "seq": 2,
        "at": datetime(2026, 5, 4, 12, 0, 0, 123457, tzinfo=UTC),
        "actor_id": None,
        "actor_name": "Bob",
        "action": "user.renamed",
        "subject_id": UUID(int=9),
        "detail": {"before": "author", "after": "reviewer"},
        "request_id": "s",
        "previous_hash": "1" * 64,
    }
    for field, value in changes.items():
        altered = _event()
        setattr(altered, field, value)
        assert digest(altered) != original, field
