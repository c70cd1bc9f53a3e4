"""Charts as pictures, on hosts with and without fonts."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
import resvg_py

from svckit.charts import FAMILY, FONTS, HEIGHT, WIDTH, Chart, Dot, Line, as_png, as_svg

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"


def chart(
    title: str = "Tea", *, names: tuple[str, ...] = ("tea",), width: int = WIDTH, height: int = HEIGHT
) -> Chart:
    def dots(level: int) -> list[Dot]:
        return [Dot(NOW - timedelta(weeks=20 - at), min(100, level + at), at == 19) for at in range(20)]

    lines = [Line(name, dots(10 * n)) for n, name in enumerate(names)]
    return Chart(title, "made for a test", lines, "week", width=width, height=height)


def alone(svg: str, *, fonts: bool) -> bytes:
    """As on a host without any font of its own."""
    files = [str(path) for path in sorted(FONTS.glob("*.ttf"))] if fonts else []
    drawn = resvg_py.svg_to_bytes(
        svg_string=svg, skip_system_fonts=True, font_files=files, sans_serif_family=FAMILY
    )
    return bytes(drawn)


@pytest.mark.parametrize(
    "title", ["Tea and coffee", "Чай", "żółta łąka", "ماتشا لاتيه", "תה ירוק", "Ελληνικός"]
)
def test_a_host_without_fonts_draws_the_same_letters(title: str) -> None:
    svg = as_svg(chart(title))
    assert alone(svg, fonts=True) == as_png(svg)
    assert alone(svg, fonts=False) != as_png(svg)  # these would be pictures without a word


def test_the_font_comes_with_its_licence() -> None:
    assert "Bitstream" in (FONTS / "LICENSE.txt").read_text()


def test_a_small_chart_keeps_everything_inside() -> None:
    names = ("a", "b", "c", "a rather long name", "and another long one", "f")
    root = ElementTree.fromstring(as_svg(chart("", names=names, width=540, height=270)))  # noqa: S314 - our own
    assert (root.get("width"), root.get("height")) == ("540", "270")
    places = [float(text.get("x", 0)) for text in root.iter(f"{SVG}text")]
    assert all(0 < x < 540 for x in places)
    for line in root.iter(f"{SVG}polyline"):
        points = [tuple(map(float, pair.split(","))) for pair in line.get("points", "").split()]
        assert all(0 <= x <= 540 and 0 <= y <= 270 for x, y in points)


def test_a_chart_of_nothing_is_a_picture_all_the_same() -> None:
    assert as_png(as_svg(Chart("Nothing", "", [Line("tea", [])], "week"))).startswith(b"\x89PNG")
