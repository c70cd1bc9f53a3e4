"""The images of a draft: added, described, put in order, removed. An approval signs them too."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import cast, or_, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Session, undefer

from svckit.auth import Principal
from svckit.ids import uuid7
from svckit.problems import NotFound, Unprocessable
from thinker_svc import queries
from thinker_svc.events import ImageApproved
from thinker_svc.models import outbox
from thinker_svc.models.draft import Draft
from thinker_svc.models.image import Image
from thinker_svc.models.revision import Revision
from thinker_svc.models.timeline_entry import TimelineEntry
from thinker_svc.services import alt_text, drafts, journal
from thinker_svc.services.states import Action

MOST = 4
"""Images of one post: as many as every platform takes."""
LONGEST_ALT = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """An image as somebody wants it in the draft: one it has, or had."""

    sha256: str
    alt: str


def add(
    session: Session,
    principal: Principal,
    draft_id: UUID,
    file: bytes,
    *,
    alt: str = "",
    of_chart: bool = False,
    seen_version: int | None = None,
) -> Draft:
    """Put a picture at the end. `of_chart`: it shows the draft's trend, and its facts describe it unless
    `alt` does. Text that others write meanwhile is left alone, so no version needs to be named.

    Raises:
        Unprocessable: `not-an-image`, or `too-many-images`.
    """
    from thinker_svc.imaging import encode  # the codecs cost workers and consumers 10 MB for nothing

    _require_room(queries.draft(session, draft_id))
    try:
        made = encode.picture(file)
    except encode.NotAnImage as error:
        raise _unprocessable("not-an-image", "file", str(error)) from error
    draft = drafts.open_for(session, Action.EDIT, principal, draft_id, seen_version)
    sha256 = hashlib.sha256(made.content).hexdigest()
    if any(image["sha256"] == sha256 for image in draft.images):
        return draft  # sent twice, or chosen twice: the draft shows it already
    _require_room(draft)
    session.execute(
        insert(Image)
        .values(sha256=sha256, mime=made.mime, width=made.width, height=made.height, content=made.content)
        .on_conflict_do_nothing()
    )
    said = alt.strip() or (_of_chart(session, draft) if of_chart else "")
    shown = {"mime": made.mime, "width": made.width, "height": made.height}
    image = {"id": str(uuid7()), "sha256": sha256, "alt": said, **shown}
    draft.images = [*draft.images, image]
    journal.note(session, draft, "image_added", principal, sha256=sha256, message=said)
    drafts.changed(session, draft, principal)
    return draft


def arrange(
    session: Session, principal: Principal, draft_id: UUID, seen_version: int, wanted: Sequence[Wanted]
) -> Draft:
    """Have exactly these images, in this order, with these descriptions. An image that was removed can be put
    back: its bytes stay. Wanting what is there already changes nothing.

    Raises:
        NotFound: `image-not-found`: the draft never had it.
        PreconditionFailed: `stale-content`.
        Unprocessable: `too-many-images`, or `repeated-image`.
    """
    draft = drafts.open_for(session, Action.EDIT, principal, draft_id, seen_version)
    if len(wanted) > MOST:
        raise _too_many()
    if len({image.sha256 for image in wanted}) < len(wanted):
        raise _unprocessable("repeated-image", "images", "Each image can be in a post once.")
    before = list(draft.images)
    known = _known(session, draft)
    after = []
    for want in wanted:
        if want.sha256 not in known:
            raise NotFound("image-not-found", "This draft never had that image. Upload it first.")
        after.append(known[want.sha256] | {"alt": want.alt.strip()})
    if after == before:
        return draft
    draft.images = after
    _note(session, draft, principal, before, after)
    drafts.changed(session, draft, principal)
    return draft


def content(session: Session, draft_id: UUID, sha256: str) -> Image:
    """One of the draft's images, or of its earlier versions, with its bytes.

    Raises:
        NotFound: `draft-not-found`, or `image-not-found`.
    """
    draft = queries.draft(session, draft_id)
    named = cast([{"sha256": sha256}], JSONB)
    earlier = select(Revision.id).where(Revision.draft_id == draft.id, Revision.images.op("@>")(named))
    ours = or_(
        select(Draft.id).where(Draft.id == draft.id, Draft.images.op("@>")(named)).exists(), earlier.exists()
    )
    found = session.execute(
        select(Image).where(Image.sha256 == sha256, ours).options(undefer(Image.content))
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("image-not-found", "This draft has no such image.")
    return found


def tell(session: Session, draft: Draft) -> None:
    """Send the bytes ahead of the approval that names them, to whoever publishes."""
    wanted = [image["sha256"] for image in draft.images]
    if not wanted:
        return
    found = session.execute(select(Image).where(Image.sha256.in_(wanted)).options(undefer(Image.content)))
    for image in found.scalars():
        sent = base64.b64encode(image.content).decode()
        outbox.emit(session, ImageApproved(sha256=image.sha256, mime=image.mime, content=sent))


def _known(session: Session, draft: Draft) -> dict[str, dict[str, Any]]:
    """Every image the draft has or had, by its hash; as it is now where it still is."""
    earlier = session.execute(
        select(Revision.images).where(Revision.draft_id == draft.id).order_by(Revision.number)
    ).scalars()
    # One that came and went within a minute is in no revision; the timeline has it.
    removed = session.execute(
        select(TimelineEntry.detail["image"]).where(
            TimelineEntry.draft_id == draft.id, TimelineEntry.kind == "image_removed"
        )
    ).scalars()
    each = [*removed, *(image for images in earlier for image in images), *draft.images]
    return {image["sha256"]: dict(image) for image in each}


def _note(
    session: Session,
    draft: Draft,
    principal: Principal,
    before: Sequence[Mapping[str, Any]],
    after: Sequence[Mapping[str, Any]],
) -> None:
    was, now = {image["sha256"]: image for image in before}, {image["sha256"]: image for image in after}
    for sha256, image in was.items():
        if sha256 not in now:
            journal.note(
                session,
                draft,
                "image_removed",
                principal,
                sha256=sha256,
                message=image["alt"],
                image=dict(image),
            )
    for sha256, image in now.items():
        if sha256 not in was:
            journal.note(session, draft, "image_added", principal, sha256=sha256, message=image["alt"])
        elif image["alt"] != was[sha256]["alt"]:
            journal.note(session, draft, "image_described", principal, sha256=sha256, message=image["alt"])
    kept = [sha256 for sha256 in was if sha256 in now]
    if kept != [sha256 for sha256 in now if sha256 in was]:
        journal.note(session, draft, "images_ordered", principal)


def _of_chart(session: Session, draft: Draft) -> str:
    stored = queries.snapshot(session, draft.search_id)
    return alt_text.of_chart(stored.data | {"sample": stored.sample}) if stored and stored.data else ""


def _require_room(draft: Draft) -> None:
    if len(draft.images) >= MOST:
        raise _too_many()


def _too_many() -> Unprocessable:
    return _unprocessable(
        "too-many-images", "images", f"A post has at most {MOST} images. Remove one to add another."
    )


def _unprocessable(kind: str, field: str, message: str) -> Unprocessable:
    return Unprocessable(kind, message, errors=[{"field": field, "message": message}])
