"""Whether what is about to be sent is still what was approved.

Days may lie between an approval and its time, and between two attempts. The hash that was compared when the
approval came says nothing of what the rows hold by now, so it is made again from what goes out.
"""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from tweeter_svc import queries
from tweeter_svc.models.delivery import Delivery
from tweeter_svc.models.post import Post
from tweeter_svc.platforms.base import Platform
from tweeter_svc.services import images
from tweeter_svc.services.content import content_hash
from tweeter_svc.services.states import DeliveryState

ALTERED = "content-altered"
ANEW = "Take its draft back and have it approved again."
ELSEWHERE = (
    "Another account has it already, so its draft can't be taken back: write a new one for this account."
)


def obstacle(session: Session, post: Post, platform: Platform, delivery: Delivery) -> tuple[str, str] | None:
    """Why it may not be sent, as type and words; None while all of it is as approved. Its payload is what an
    earlier attempt sent and this one would send again; None before the first, which is composed of the post.
    """
    stored = content_hash(post.texts, post.images) == post.content_hash and _has_its_bytes(session, post)
    if stored and (delivery.payload is None or _says_the_same(post, platform, delivery.payload)):
        return None
    return altered(queries.deliveries_of(session, post.id), doubtful=delivery.doubtful)


def altered(deliveries: Iterable[Delivery], *, doubtful: bool = False) -> tuple[str, str]:
    """Type and words, with what can be done beside the post's other deliveries."""
    sent = "It was not sent again." if doubtful else "Nothing was sent."
    out = any(delivery.state == DeliveryState.DELIVERED for delivery in deliveries)
    remedy = ELSEWHERE if out else ANEW
    return ALTERED, f"What is stored of this post is not what was approved. {sent} {remedy}"


def _has_its_bytes(session: Session, post: Post) -> bool:
    return not images.missing(session, [image["sha256"] for image in post.images], intact=True)


def _says_the_same(post: Post, platform: Platform, payload: str) -> bool:
    shown = platform.shown(payload)
    if shown is None:
        return False
    texts = post.texts | {platform.name: shown.text}
    carried = [{"sha256": sha256, "alt": alt} for sha256, alt in shown.images]
    return content_hash(texts, carried) == post.content_hash
