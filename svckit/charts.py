"""Line charts as pictures, for places that run no script: e-mails and files.

SVG is written here; resvg (``resvg-py``, which a service that draws lists among its requirements) makes a
PNG of it. Text is drawn with the font that comes along, so that a host without any draws it too; letters
that this font lacks are looked for in the host's own.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

WIDTH, HEIGHT = 960, 480
LEFT, RIGHT, TOP, BOTTOM = 56, 24, 76, 64
TOP_WITHOUT_TITLE = 40
COLOURS = ("#0a6670", "#b4480a", "#8b35e0", "#14206e", "#4a1126")
"""Those of the page in its light theme (static/css/tokens.css, --c1 to --c5); a dash for every five more."""
DASHES = ("", "8 4", "2 4", "12 4 2 4", "4 4")
INK, FAINT, GRID, PAPER = "#1f2328", "#57606a", "#d8dee4", "#ffffff"
MOST_LINES = 25
LONGEST_NAME = 28
TICK_WIDTH = 140
FONTS = Path(__file__).parent / "fonts"
FAMILY = "DejaVu Sans"


@dataclass(frozen=True)
class Dot:
    """A value of 0 to 100 at a time; ``unfinished``: it may still change."""

    time: datetime
    value: float
    unfinished: bool = False


@dataclass(frozen=True)
class Line:
    """A named series, oldest first. Without dots it is only named in the legend."""

    name: str
    dots: Sequence[Dot]


@dataclass(frozen=True)
class Chart:
    """What is drawn.

    Attributes:
        title, about: the two lines above the chart; without a title ``about`` stands alone.
        resolution: what a dot stands for: minute, hour, day, week or month.
        rings: line and time of dots to be ringed.
    """

    title: str
    about: str
    lines: Sequence[Line]
    resolution: str
    rings: Collection[tuple[str, datetime]] = ()
    width: int = WIDTH
    height: int = HEIGHT


class _Plane:
    """Where a time and a value lie."""

    def __init__(self, chart: Chart) -> None:
        self.times = sorted({dot.time for line in chart.lines for dot in line.dots})
        self.right, self.bottom = chart.width - RIGHT, chart.height - BOTTOM
        self.top = TOP if chart.title else TOP_WITHOUT_TITLE

    def x(self, moment: datetime) -> float:
        span = (self.times[-1] - self.times[0]).total_seconds() or 1.0
        return LEFT + (moment - self.times[0]).total_seconds() / span * (self.right - LEFT)

    def y(self, value: float) -> float:
        return self.top + (100 - value) / 100 * (self.bottom - self.top)


def as_svg(chart: Chart) -> str:
    """The picture. Unfinished dots are dashed."""
    plane = _Plane(chart)
    body = [_frame(chart), _grid(plane, chart.resolution)]
    for index, line in enumerate(chart.lines[:MOST_LINES]):
        body.append(_line(line.dots, plane, index))
        body += [_ring(dot, plane, index) for dot in line.dots if (line.name, dot.time) in chart.rings]
    body.append(_legend(chart, plane))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{chart.width}" height="{chart.height}" '
        f'viewBox="0 0 {chart.width} {chart.height}" font-family="{FAMILY}, sans-serif" role="img" '
        f"aria-label={quoteattr(chart.title or chart.about)}>{''.join(body)}</svg>"
    )


def as_png(svg: str, *, zoom: float = 1.0) -> bytes:
    """The picture of an SVG of ours."""
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=zoom,
            font_files=[str(path) for path in sorted(FONTS.glob("*.ttf"))],
            sans_serif_family=FAMILY,
        )
    )


def _frame(chart: Chart) -> str:
    letters = chart.width // 8
    title = _text(LEFT, 30, _short(chart.title, letters - 30), size=18, weight=700) if chart.title else ""
    about = _text(LEFT, 52 if chart.title else 22, _short(chart.about, letters), colour=FAINT)
    return f'<rect width="{chart.width}" height="{chart.height}" fill="{PAPER}"/>{title}{about}'


def _grid(plane: _Plane, resolution: str) -> str:
    parts = []
    for value in (0, 25, 50, 75, 100):
        y = plane.y(value)
        parts.append(f'<line x1="{LEFT}" x2="{plane.right}" y1="{y:.1f}" y2="{y:.1f}" stroke="{GRID}"/>')
        parts.append(_text(LEFT - 8, y + 4, str(value), colour=FAINT, anchor="end"))
    form = {"minute": "%d %b %H:%M", "hour": "%d %b %H:%M", "month": "%b %Y"}.get(resolution, "%d %b %Y")
    most = max(2, (plane.right - LEFT) // TICK_WIDTH)
    for tick in plane.times[:: max(1, -(-len(plane.times) // most))]:
        # A label near the edge is kept inside the picture.
        x = min(max(plane.x(tick), LEFT + 40), plane.right - 40)
        parts.append(_text(x, plane.bottom + 18, tick.strftime(form), colour=FAINT, anchor="middle"))
    return "".join(parts)


def _line(dots: Sequence[Dot], plane: _Plane, index: int) -> str:
    """Finished dots drawn through; the way to an unfinished one dashed."""
    if not dots:
        return ""
    finished = [dot for dot in dots if not dot.unfinished]
    rest = finished[-1:] + [dot for dot in dots if dot.unfinished]
    drawn = _path(finished, plane, index, DASHES[index // len(COLOURS) % len(DASHES)])
    return drawn + (_path(rest, plane, index, "3 5") if len(rest) > 1 else "")


def _path(dots: Sequence[Dot], plane: _Plane, index: int, dash: str) -> str:
    if not dots:
        return ""
    way = " ".join(f"{plane.x(dot.time):.1f},{plane.y(dot.value):.1f}" for dot in dots)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<polyline points="{way}" fill="none" stroke="{_colour(index)}" stroke-width="2.5" '
        f'stroke-linejoin="round"{dashed}/>'
    )


def _ring(dot: Dot, plane: _Plane, index: int) -> str:
    x, y = plane.x(dot.time), plane.y(dot.value)
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="none" stroke="{_colour(index)}" stroke-width="2.5"/>'
    )


def _legend(chart: Chart, plane: _Plane) -> str:
    parts, x, y = [], float(LEFT), chart.height - 20
    for index, line in enumerate(chart.lines[:MOST_LINES]):
        name = _short(line.name, LONGEST_NAME) + ("" if line.dots else " (not enough data)")
        width = 40 + 8 * len(name)
        if x + width > plane.right + RIGHT and index:
            parts.append(_text(x, y + 4, "…"))
            break
        parts.append(
            f'<line x1="{x:.0f}" x2="{x + 18:.0f}" y1="{y}" y2="{y}" stroke="{_colour(index)}" '
            'stroke-width="3"/>'
        )
        parts.append(_text(x + 24, y + 4, name))
        x += width
    return "".join(parts)


def _text(
    x: float,
    y: float,
    text: str,
    *,
    colour: str = INK,
    size: int = 13,
    weight: int = 400,
    anchor: str = "start",
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _colour(index: int) -> str:
    return COLOURS[index % len(COLOURS)]
