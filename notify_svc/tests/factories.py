"""Events as their producers send them, with as little as a test wants to say."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from svckit.db import utcnow
from svckit.events.envelope import Envelope
from svckit.ids import uuid7

MAYA = {"id": "01890000-0000-7000-8000-00000000000a", "name": "Maya Okafor"}
TOM = {"id": "01890000-0000-7000-8000-00000000000b", "name": "Tom Reyes"}
PRIYA = {"id": "01890000-0000-7000-8000-00000000000c", "name": "Priya Shah"}
DRAFT = "01890000-0000-7000-8000-0000000000d1"
POST = "01890000-0000-7000-8000-0000000000e1"
LATER = datetime(2031, 10, 8, 8, 0, tzinfo=UTC).isoformat()


def envelope(event_type: str, data: dict[str, Any], *, event_id: UUID | None = None) -> Envelope:
    return Envelope(
        id=event_id or uuid7(),
        source="/test",
        type=event_type,
        time=utcnow(),
        requestid="request-0123456789",
        data=data,
    )


def user(person: dict[str, str], **changes: Any) -> dict[str, Any]:
    email = f"{person['name'].split()[0].lower()}@example.org"
    base = {"user_id": person["id"], "email": email, "name": person["name"]}
    return base | {"role": "author", "active": True, "verified": True} | changes


def link(person: dict[str, str], **changes: Any) -> dict[str, Any]:
    base = {"user_id": person["id"], "email": f"{person['name'].split()[0].lower()}@example.org"}
    return base | {"name": person["name"], "token_id": str(uuid7()), "expires_at": LATER} | changes


def draft(**changes: Any) -> dict[str, Any]:
    base = {
        "draft_id": DRAFT,
        "title": "Pumpkin spice peaks, loaf at seven",
        "author": TOM,
        "version": 3,
        "content_hash": "a" * 64,
        "texts": {"webhook": "Pumpkin spice reached its peak.\n\nWe took the hint."},
        "platforms": ["webhook"],
        "publish_at": None,
        "keywords": ["pumpkin spice"],
        "sample": False,
    }
    return base | changes


def post(**changes: Any) -> dict[str, Any]:
    account = {"id": str(uuid7()), "name": "Sample network", "platform": "webhook"}
    base = {
        "post_id": POST,
        "draft_id": DRAFT,
        "title": "Pumpkin spice peaks, loaf at seven",
        "state": "published",
        "texts": {"webhook": "Pumpkin spice reached its peak."},
        "scheduled_at": LATER,
        "published_at": LATER,
        "author": TOM,
        "approver": MAYA,
        "deliveries": [
            {
                "account": account,
                "state": "delivered",
                "remote_url": "http://127.0.0.1:8082/p/1",
                "error": None,
            }
        ],
    }
    return base | changes


FAILED = {"type": "http-500", "title": "The server failed", "detail": "The network answered 500."}


def week(at: int) -> datetime:
    """The Sundays of a year."""
    return datetime(2030, 10, 13, tzinfo=UTC) + timedelta(weeks=at)


def guest(**changes: Any) -> dict[str, Any]:
    base = {
        "draft_id": DRAFT,
        "title": "Pumpkin spice peaks, loaf at seven",
        "author": TOM,
        "invited_by": MAYA,
        "guest_name": "Nadia Berg",
        "guest_email": "nadia@client.example",
        "kind": "approved",
        "comment": "",
        "state": "in_review",
        "counted": False,
        "current": True,
        "sample": False,
    }
    return base | changes


def guest_token(**changes: Any) -> dict[str, Any]:
    base = {
        "draft_id": DRAFT,
        "title": "Pumpkin spice peaks, loaf at seven",
        "token_id": str(uuid7()),
        "email": "nadia@client.example",
        "name": "Nadia Berg",
        "invited_by": MAYA,
        "expires_at": LATER,
        "sample": False,
    }
    return base | changes


def every_event() -> dict[str, tuple[str, dict[str, Any]]]:
    """``{template: (event type, data)}``, one for each e-mail there is."""
    failed = [{**post()["deliveries"][0], "state": "failed", "remote_url": None, "error": FAILED}]
    return {
        "welcome": ("user.verified", user(TOM)),
        "verify-email": ("user.verification_requested", link(TOM)),
        "already-registered": ("user.registration_repeated", link(TOM)),
        "reset-password": ("user.password_reset_requested", link(TOM)),
        "search-failed": (
            "trends.search.failed",
            {"search_id": DRAFT, "keywords": ["pumpkin spice"], "requested_by": TOM, "error": FAILED},
        ),
        "watch-spiked": (
            "trends.watch.spiked",
            {
                "watch_id": POST,
                "name": "Autumn drinks",
                "search_id": DRAFT,
                "watched_by": TOM,
                "geo": "GB",
                "place": "United Kingdom",
                "timeframe": "today 12-m",
                "source": "google",
                "as_of": LATER,
                "spikes": [
                    {"keyword": "pumpkin spice", "time": week(51).isoformat(), "value": 100, "expected": 41.6}
                ],
                "rising": [{"query": "pumpkin spice mix", "value": 250}],
                "chart": {
                    "resolution": "week",
                    "times": [int(week(at).timestamp()) for at in range(53)],
                    "unfinished": 1,
                    "lines": [
                        {"keyword": "pumpkin spice", "values": [*["<1"] * 5, *[40] * 46, 100, 87]},
                        {"keyword": "chai", "values": [*[None] * 3, *[12] * 50]},
                    ],
                },
                "draft": {"platforms": ["webhook", "x"]},
                "sample": True,
            },
        ),
        "review-asked": ("thinker.draft.submitted", draft(publish_at=LATER)),
        "nobody-to-review": ("thinker.draft.submitted", draft()),
        "changes-requested": (
            "thinker.draft.changes_requested",
            draft(reviewer=MAYA, comment="Say which week."),
        ),
        "comment-mentioned": (
            "thinker.comment.mentioned",
            {
                "draft_id": DRAFT,
                "comment_id": POST,
                "thread_id": POST,
                "title": "Pumpkin spice peaks, loaf at seven",
                "author": MAYA,
                "mentioned": [TOM],
                "comment": "@Tom, is that true? Our chart says a quarter.",
                "quote": "nearly double",
                "sample": True,
            },
        ),
        "draft-rejected": ("thinker.draft.rejected", draft(reviewer=MAYA, comment="Not ours to say.")),
        "draft-approved": ("thinker.draft.approved", draft(reviewer=MAYA)),
        "draft-held": ("thinker.draft.held", draft(reviewer=MAYA, comment="Legal reads it first.")),
        "review-reminder": (
            "thinker.draft.reminder_due",
            draft(publish_at=LATER, submitted_at=LATER, approvals_needed=2, approved_by=[PRIYA]),
        ),
        "draft-failed": ("thinker.draft.failed", draft(error=FAILED)),
        "guest-invited": ("thinker.guest.invited", guest_token()),
        "guest-code": ("thinker.guest.code_requested", guest_token()),
        "guest-responded": ("thinker.guest.responded", guest(kind="changes_requested", comment="Say which.")),
        "post-published": ("tweeter.post.published", post()),
        "post-failed": ("tweeter.post.failed", post(state="failed", deliveries=failed)),
        "post-missed": ("tweeter.post.missed", post(state="missed", deliveries=[], error=FAILED)),
        "post-cancelled": ("tweeter.post.cancelled", post(state="cancelled", deliveries=[])),
        "account-disconnected": (
            "tweeter.account.disconnected",
            {"account_id": POST, "name": "Sample network", "platform": "webhook", "error": FAILED},
        ),
    }
