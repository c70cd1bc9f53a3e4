"""The bytes of images that posts carry, and links to them for those who publish them elsewhere."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, undefer

from svckit.problems import NotFound
from tweeter_svc.events import ImageApproved
from tweeter_svc.models.image import Image

PATH: Final = "/api/v1/tweeter/images"
RECEIVERS_HAVE: Final = timedelta(days=30)
"""How long the link in a webhook works: a post that was sent late, or again, still carries it."""
PEOPLE_HAVE: Final = timedelta(hours=12)
MIMES: Final = ("image/png", "image/jpeg")


class WrongImage(Exception):
    """The bytes are not those that were announced. Nothing with them may be published."""


def keep(session: Session, data: ImageApproved) -> None:
    """Store the bytes of an image. Those that are here already stay.

    Raises:
        WrongImage: they don't have the hash they come under, or aren't of a kind we send.
    """
    try:
        content = base64.b64decode(data.content, validate=True)
    except binascii.Error as error:
        raise WrongImage(f"image {data.sha256}: the content is not base64") from error
    if hashlib.sha256(content).hexdigest() != data.sha256 or data.mime not in MIMES:
        raise WrongImage(f"image {data.sha256}: the bytes don't match their hash, or are no picture")
    session.execute(
        insert(Image).values(sha256=data.sha256, mime=data.mime, content=content).on_conflict_do_nothing()
    )


def missing(session: Session, wanted: Collection[str], *, intact: bool = False) -> set[str]:
    """Those of which the bytes have not arrived. `intact`: also those whose bytes are no longer theirs."""
    if not wanted:
        return set()
    there = select(Image.sha256).where(Image.sha256.in_(wanted))
    if intact:
        # Computed where the bytes are: up to 4 MB stay there.
        there = there.where(func.encode(func.sha256(Image.content), "hex") == Image.sha256)
    return set(wanted) - set(session.scalars(there))


def read(session: Session, sha256: str) -> Image:
    """An image with its bytes.

    Raises:
        NotFound
    """
    found = session.scalars(
        select(Image).where(Image.sha256 == sha256).options(undefer(Image.content))
    ).first()
    if found is None:
        raise NotFound("image-not-found", "There is no such image here.")
    return found


class Links:
    """Addresses at which an image can be fetched without an account, until they expire.

    Args:
        keys: the first signs, any of them opens, so that they can be changed in steps.
        public_url: address of this deployment, without a slash at the end.
    """

    def __init__(self, keys: Sequence[str], public_url: str) -> None:
        # Derived, so that a link tells nothing about the key that seals credentials.
        self._keys = [hmac.new(key.encode(), b"image links", hashlib.sha256).digest() for key in keys]
        self._public_url = public_url

    def path(self, sha256: str, until: datetime) -> str:
        """Within this site."""
        expires = int(until.timestamp())
        return f"{PATH}/{sha256}?expires={expires}&signature={self._sign(self._keys[0], sha256, expires)}"

    def url(self, sha256: str, until: datetime) -> str:
        """For whoever is elsewhere."""
        return f"{self._public_url}{self.path(sha256, until)}"

    def opens(self, sha256: str, expires: int, signature: str, now: datetime) -> bool:
        """Whether it is one of our links, and still good."""
        ours = [self._sign(key, sha256, expires) for key in self._keys]
        good = any(hmac.compare_digest(signature.encode(), one.encode()) for one in ours)
        return good and expires > now.timestamp()

    @staticmethod
    def _sign(key: bytes, sha256: str, expires: int) -> str:
        digest = hmac.new(key, f"{sha256}.{expires}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")
