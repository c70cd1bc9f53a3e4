"""Makes a publishable picture of an uploaded file. Knows no store and no framework.

What goes out is never the file that came in: it is decoded within bounds, turned the way its camera meant it,
brought to sRGB, and encoded again from the bare pixels. EXIF (where and when it was taken), thumbnails,
comments and whatever was hidden behind the picture stay behind. The same file always gives the same bytes.
"""

from __future__ import annotations

import io
import struct
import threading
import zlib
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageCms, ImageOps

Mime = Literal["image/png", "image/jpeg"]

MAX_UPLOAD_BYTES = 7 * 1024 * 1024
MAX_PIXELS = 40_000_000
"""Asked of the header, before anything is decoded: a small file can hold a huge picture."""
MAX_SIDE = 2048
MAX_BYTES = 1_000_000
"""Of the result. Bluesky takes no more; every other platform takes at least that."""
MAX_SCANS = 100
"""A progressive JPEG has about ten, each a pass over the whole picture: 7 MB have room for hours of them."""
QUALITIES = (88, 80, 70, 60)
FORMATS = ("PNG", "JPEG", "WEBP")
_BROKEN = (OSError, SyntaxError, ValueError, struct.error, zlib.error, EOFError, IndexError, KeyError)
_ROOM = threading.BoundedSemaphore(2)
"""Decoding takes up to 160 MB: that much twice at a time, and the third waits."""


class NotAnImage(Exception):
    """It can't be published; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Bytes that may go out."""

    content: bytes
    mime: Mime
    width: int
    height: int


def picture(file: bytes) -> Picture:
    """The picture in a PNG, JPEG or WebP file, at most MAX_SIDE wide and high and MAX_BYTES long.

    Raises:
        NotAnImage
    """
    if len(file) > MAX_UPLOAD_BYTES:
        raise NotAnImage(f"The file is larger than {MAX_UPLOAD_BYTES // 2**20} MB. Save it smaller.")
    if file.startswith(b"\xff\xd8") and file.count(b"\xff\xda") > MAX_SCANS:
        raise NotAnImage("This picture would take too long to open. Save it anew, as a plain JPEG or PNG.")
    with _ROOM:
        try:
            with Image.open(io.BytesIO(file), formats=FORMATS) as opened:
                return _encoded(_pixels(opened))
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise _too_many_pixels() from error
        except _BROKEN as error:
            raise NotAnImage(
                "This is no PNG, JPEG or WebP picture, or it is damaged. Save it anew as one of these."
            ) from error


def _pixels(opened: Image.Image) -> Image.Image:
    """RGB, or RGBA where it is see-through; upright, in sRGB, within MAX_SIDE, and nothing but pixels."""
    if opened.width * opened.height > MAX_PIXELS:
        raise _too_many_pixels()
    # A phone's JPEG holds a map of its lights, or a second view, behind the picture: that doesn't move.
    if getattr(opened, "n_frames", 1) > 1 and opened.format != "MPO":
        raise NotAnImage("This picture moves. Animated pictures can't be published; choose a still one.")
    opened.draft(
        "RGB", (MAX_SIDE, MAX_SIDE)
    )  # a JPEG is decoded at a fraction of its size where that is enough
    profile = opened.info.get("icc_profile")
    image = ImageOps.exif_transpose(opened)
    if image.mode.startswith("I"):  # 16 bits a channel: PNG's greys
        image = image.convert("I").point(lambda level: level / 256).convert("L")
    image = _in_srgb(image, profile)
    see_through = "A" in image.getbands() or "transparency" in image.info
    image = image.convert("RGBA" if see_through else "RGB")
    if see_through and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    return bare


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as they were meant, for a picture that will carry no profile."""
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return image
    try:
        converted = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGBA" if image.mode == "RGBA" else "RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken profile is no reason to refuse the picture
    return converted or image


def _encoded(image: Image.Image) -> Picture:
    """PNG where that is small enough (charts, screenshots), else JPEG; see-through pictures stay PNG."""
    while True:
        found = _as_png(image)
        if len(found) <= MAX_BYTES:
            return Picture(found, "image/png", *image.size)
        if image.mode == "RGB":
            for quality in QUALITIES:
                found = _saved(image, "JPEG", quality=quality, optimize=True, progressive=True)
                if len(found) <= MAX_BYTES:
                    return Picture(found, "image/jpeg", *image.size)
        image = image.resize(
            (max(1, image.width * 3 // 4), max(1, image.height * 3 // 4)), Image.Resampling.LANCZOS
        )


def _as_png(image: Image.Image) -> bytes:
    # A photo as PNG is never small enough: don't spend a second of the processor on finding out.
    if image.mode == "RGB" and image.width * image.height > 200_000 and _looks_like_a_photo(image):
        return bytes(MAX_BYTES + 1)
    return _saved(image, "PNG", optimize=image.width * image.height < 1_000_000)


def _looks_like_a_photo(image: Image.Image) -> bool:
    """Many colours even in a small sample: charts and screenshots have few."""
    sample = image.resize((128, 128), Image.Resampling.NEAREST)
    return sample.getcolors(maxcolors=4096) is None


def _saved(image: Image.Image, form: str, **options: int | bool) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def _too_many_pixels() -> NotAnImage:
    return NotAnImage(f"The picture has more than {MAX_PIXELS // 1_000_000} million pixels. Save it smaller.")
