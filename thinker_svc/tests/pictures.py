"""Files as people upload them, good and bad."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image


def photo(width: int = 400, height: int = 300, form: str = "JPEG", **options: Any) -> bytes:
    """Noise: what compresses worst."""
    image = Image.effect_noise((width, height), 80).convert("RGB")
    return saved(image, form, **options)


def drawing(width: int = 300, height: int = 200, form: str = "PNG", colour: str = "#0a6670") -> bytes:
    return saved(Image.new("RGB", (width, height), colour), form)


def turned_photo() -> bytes:
    """As a phone held upright saves it: lying down, with a note how to turn it, where it was and by whom."""
    image = Image.new("RGB", (80, 40), "white")
    image.paste("red", (0, 0, 40, 40))
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn it clockwise
    exif[0x013B] = "Tom Lindqvist"  # artist
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 0.0)}  # GPS
    return saved(image, "JPEG", exif=exif, quality=95)


def two_in_one() -> bytes:
    """As phones save what they took in high dynamic range: a JPEG with a smaller one behind it."""
    image, behind = Image.new("RGB", (300, 200), "red"), Image.new("RGB", (150, 100), "grey")
    return saved(image, "MPO", save_all=True, append_images=[behind])


def passes(more: int) -> bytes:
    """A progressive JPEG whose last pass comes so many times more."""
    file = saved(Image.new("L", (64, 64), 128), "JPEG", progressive=True)
    last = file[file.rindex(b"\xff\xda") : -2]
    return file[:-2] + last * more + file[-2:]


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that claims, or holds, very many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + header + rows + chunk(b"IEND", b"")


def moving(form: str) -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    return saved(frames[0], form, save_all=True, append_images=frames[1:])
