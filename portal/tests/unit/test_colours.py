"""The lines of a chart are told apart by everybody, on light and on dark."""

import itertools
import math
import re

import pytest

from portal.assets import STATIC
from svckit.charts import COLOURS

Triple = tuple[float, float, float]
# How eyes without one kind of cone see linear RGB (Machado, Oliveira and Fernandes 2009, severity 1).
EYES = {
    "all cones": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.3039),
    ),
}
PAPER = {"light": "#ffffff", "dark": "#131618"}
LEAST_APART = 25.0
"""Distance in CIELAB (ΔE*ab); about 2 is what a trained eye just notices side by side."""


def tokens(theme: str) -> list[str]:
    css = (STATIC / "css" / "tokens.css").read_text()
    pairs = dict(re.findall(r"--(\w+): light-dark\((#\w+), #\w+\)", css))
    if theme == "dark":
        pairs = dict(re.findall(r"--(\w+): light-dark\(#\w+, (#\w+)\)", css))
    return [pairs["accent"], *(pairs[f"c{n}"] for n in range(2, 6))]


def linear(colour: str) -> Triple:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def seen(colour: str, eye: str) -> Triple:
    rgb = linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, rgb, strict=True)))) for row in EYES[eye]
    )
    return red, green, blue


def lab(rgb: Triple) -> Triple:
    red, green, blue = rgb
    xyz = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def contrast(one: str, other: str) -> float:
    lights = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@pytest.mark.parametrize("theme", PAPER)
@pytest.mark.parametrize("eye", EYES)
def test_no_two_lines_look_alike_whatever_the_eye(theme: str, eye: str) -> None:
    apart = {
        (one, other): math.dist(lab(seen(one, eye)), lab(seen(other, eye)))
        for one, other in itertools.combinations(tokens(theme), 2)
    }
    assert min(apart.values()) >= LEAST_APART, apart


@pytest.mark.parametrize("theme", PAPER)
def test_a_line_s_name_can_be_read_in_its_colour(theme: str) -> None:
    assert all(contrast(colour, PAPER[theme]) >= 4.5 for colour in tokens(theme))


def test_pictures_have_the_colours_of_the_page() -> None:
    assert list(COLOURS) == tokens("light")
