"""What becomes of an uploaded file: a picture that may go out, or a sentence that says why not."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageCms

from thinker_svc.imaging import encode
from thinker_svc.imaging.encode import NotAnImage, picture
from thinker_svc.tests import pictures


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_comes_back_as_one_that_every_platform_takes(form: str) -> None:
    made = picture(pictures.photo(400, 300, form))
    image = opened(made.content)
    assert f"image/{(image.format or '').lower()}" == made.mime
    assert made.mime in {"image/png", "image/jpeg"}
    assert (made.width, made.height) == image.size == (400, 300)


def test_nothing_of_where_when_and_by_whom_it_was_taken_remains_and_it_stands_upright() -> None:
    file = pictures.turned_photo()
    assert b"Tom Lindqvist" in file
    made = picture(file)
    image = opened(made.content)
    assert b"Tom Lindqvist" not in made.content
    assert not image.getexif()
    assert not {"exif", "icc_profile", "comment", "xmp"} & set(image.info)
    assert image.size == (40, 80)
    red = image.convert("RGB").getpixel((20, 10))
    white = image.convert("RGB").getpixel((20, 70))
    assert isinstance(red, tuple)
    assert isinstance(white, tuple)
    assert red[0] > 200 > red[1]
    assert min(white) > 200


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + b"\0" * 100,
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        pictures.photo()[:800],
        pictures.photo(form="PNG")[:800],
    ],
    ids=["empty", "svg", "gif", "pdf", "png head", "cut jpeg", "cut png"],
)
def test_what_is_no_picture_is_refused_by_its_content(file: bytes) -> None:
    with pytest.raises(NotAnImage, match="no PNG, JPEG or WebP"):
        picture(file)


@pytest.mark.parametrize(("width", "height"), [(8000, 8000), (20_000, 20_000), (2**31 - 1, 2**31 - 1)])
def test_a_small_file_that_holds_a_huge_picture_is_refused_before_it_is_unpacked(
    width: int, height: int
) -> None:
    file = pictures.bomb(width, height)
    assert len(file) < 300
    with pytest.raises(NotAnImage):
        picture(file)


def test_a_small_jpeg_that_would_be_read_over_and_over_is_refused_before_it_is_opened() -> None:
    assert picture(pictures.passes(20)).width == 64
    file = pictures.passes(2000)
    assert len(file) < 100_000
    with pytest.raises(NotAnImage, match="too long to open"):
        picture(file)


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(NotAnImage, match="larger than 7 MB"):
        picture(b"\0" * (encode.MAX_UPLOAD_BYTES + 1))


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_a_moving_picture_is_refused(form: str) -> None:
    with pytest.raises(NotAnImage, match="moves"):
        picture(pictures.moving(form))


def test_a_phones_photo_with_a_second_picture_behind_it_is_taken_for_the_first() -> None:
    made = picture(pictures.two_in_one())
    assert (made.width, made.height) == (300, 200)


def test_a_large_photo_is_made_small_enough_for_every_platform() -> None:
    made = picture(pictures.photo(3000, 2000, quality=70))
    assert made.mime == "image/jpeg"
    assert len(made.content) <= encode.MAX_BYTES
    assert max(made.width, made.height) <= encode.MAX_SIDE
    assert made.width / made.height == pytest.approx(1.5, abs=0.01)


def test_a_see_through_picture_stays_see_through_however_much_has_to_be_taken_off() -> None:
    image = Image.effect_noise((1200, 1200), 100).convert("RGBA")
    image.putalpha(Image.effect_noise((1200, 1200), 100))
    made = picture(pictures.saved(image, "PNG"))
    assert made.mime == "image/png"
    assert len(made.content) <= encode.MAX_BYTES
    assert "A" in opened(made.content).getbands()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_pixel_is_understood(mode: str) -> None:
    image = Image.new("I;16", (30, 20), 40_000) if mode == "I;16" else Image.new(mode, (30, 20), 1)
    made = picture(pictures.saved(image, "JPEG" if mode == "CMYK" else "PNG"))
    assert opened(made.content).size == (30, 20)


def test_colours_are_brought_to_the_profile_that_everybody_assumes() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = picture(pictures.saved(Image.new("RGB", (20, 20), "#0a6670"), "PNG", icc_profile=profile))
    pixel = opened(made.content).convert("RGB").getpixel((5, 5))
    assert isinstance(pixel, tuple)
    assert all(abs(got - wanted) <= 2 for got, wanted in zip(pixel, (0x0A, 0x66, 0x70), strict=True))
    broken = pictures.saved(Image.new("RGB", (20, 20), "red"), "PNG", icc_profile=b"no profile")
    assert picture(broken).width == 20


def test_the_same_file_always_gives_the_same_bytes() -> None:
    file = pictures.photo()
    assert picture(file).content == picture(file).content
