"""Whether what is about to be sent is still what was approved.

Days may lie between an approval and its time, and between two attempts. The hash that was compared when the
approval came says nothing of what the rows hold by now, so it is made again from what goes out.
"""

from typing import Final

from sqlalchemy.orm import Session

from tweeter_svc.models.post import Post
from tweeter_svc.platforms.base import Platform
from tweeter_svc.services import images
from tweeter_svc.services.content import content_hash

WHY: Final = (
    "What is stored of this post is not what was approved. Nothing was sent. "
    "Take its draft back and have it approved again."
)
ALTERED: Final = ("content-altered", WHY)


def obstacle(session: Session, post: Post, platform: Platform, payload: str | None) -> tuple[str, str] | None:
    """Why it may not be sent, as type and words; None while all of it is as approved.

    Args:
        payload: what an earlier attempt sent and this one would send again; None before the first, which
            is composed of the post.
    """
    if content_hash(post.texts, post.images) != post.content_hash or not _has_its_bytes(session, post):
        return ALTERED
    if payload is not None and not _says_the_same(post, platform, payload):
        return ALTERED
    return None


def _has_its_bytes(session: Session, post: Post) -> bool:
    return not images.missing(session, [image["sha256"] for image in post.images], intact=True)


def _says_the_same(post: Post, platform: Platform, payload: str) -> bool:
    shown = platform.shown(payload)
    if shown is None:
        return False
    texts = post.texts | {platform.name: shown.text}
    carried = [{"sha256": sha256, "alt": alt} for sha256, alt in shown.images]
    return content_hash(texts, carried) == post.content_hash
