"""A chart as a picture: for e-mails and downloads. The same series and colours as on the page.

SVG is written here; resvg makes a PNG of it. Text is drawn with the host's sans-serif font.
"""

from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from trends_svc.services.snapshot import Point, Snapshot

WIDTH, HEIGHT = 960, 480
LEFT, RIGHT, TOP, BOTTOM = 56, 24, 76, 64
COLOURS = ("#0a6670", "#b4480a", "#5243a8", "#7d6100", "#9a2c68")
"""Those of the page in its light theme (static/css/tokens.css, --c1 to --c5); a dash for every five more."""
DASHES = ("", "8 4", "2 4", "12 4 2 4", "4 4")
INK, FAINT, GRID, PAPER = "#1f2328", "#57606a", "#d8dee4", "#ffffff"
MOST_LINES = 25
LONGEST_NAME = 28


def as_svg(snapshot: Snapshot, marks: Sequence[tuple[str, datetime]] = ()) -> str:
    """The chart. ``marks``: keyword and time of points to be ringed.

    Points that aren't over yet are dashed; "<1" is drawn on the ground line; a keyword without data has
    no line, and says so in the legend.
    """
    times = sorted({point.time for points in snapshot.series.values() for point in points})
    body = [_frame(snapshot), _grid(times, snapshot.resolution)]
    for index, keyword in enumerate(snapshot.keywords[:MOST_LINES]):
        points = snapshot.series.get(keyword, [])
        body.append(_line(points, times, index))
        body += [_ring(p, times, index) for p in points if (keyword, p.time) in marks]
    body.append(_legend(snapshot))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" role="img" '
        f"aria-label={quoteattr(_title(snapshot))}>{''.join(body)}</svg>"
    )


def as_png(svg: str, *, zoom: float = 1.0) -> bytes:
    """The picture of an SVG of ours."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom))


def _x(moment: datetime, times: Sequence[datetime]) -> float:
    span = (times[-1] - times[0]).total_seconds() or 1.0
    return LEFT + (moment - times[0]).total_seconds() / span * (WIDTH - LEFT - RIGHT)


def _y(value: float) -> float:
    return TOP + (100 - value) / 100 * (HEIGHT - TOP - BOTTOM)


def _number(point: Point) -> float:
    return 0.5 if point.value == "<1" else float(point.value)


def _title(snapshot: Snapshot) -> str:
    return f"Search interest: {', '.join(snapshot.keywords)}"


def _frame(snapshot: Snapshot) -> str:
    made_up = " · sample data" if snapshot.sample else ""
    scale = f" · one scale through “{snapshot.rescaled.anchor}”" if snapshot.rescaled else ""
    where = snapshot.geo or "worldwide"
    about = (
        f"{where} · {snapshot.timeframe} · {snapshot.source} · as of {snapshot.as_of:%Y-%m-%d %H:%M} UTC"
        f"{scale}{made_up}"
    )
    return (
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>'
        + _text(LEFT, 30, _short(_title(snapshot), 90), size=18, weight=600)
        + _text(LEFT, 52, about, colour=FAINT)
    )


def _grid(times: Sequence[datetime], resolution: str) -> str:
    parts = []
    for value in (0, 25, 50, 75, 100):
        y = _y(value)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{GRID}"/>')
        parts.append(_text(LEFT - 8, y + 4, str(value), colour=FAINT, anchor="end"))
    form = {"minute": "%d %b %H:%M", "hour": "%d %b %H:%M", "month": "%b %Y"}.get(resolution, "%d %b %Y")
    ticks = times[:: max(1, -(-len(times) // 6))]
    for tick in ticks:
        parts.append(_text(_x(tick, times), HEIGHT - BOTTOM + 18, tick.strftime(form), colour=FAINT))
    return "".join(parts)


def _line(points: Sequence[Point], times: Sequence[datetime], index: int) -> str:
    """Complete points drawn through; the way to a partial one dashed."""
    if not points:
        return ""
    complete = [point for point in points if not point.partial]
    partial = complete[-1:] + [point for point in points if point.partial]
    drawn = _path(complete, times, index, DASHES[index // len(COLOURS) % len(DASHES)])
    return drawn + (_path(partial, times, index, "3 5") if len(partial) > 1 else "")


def _path(points: Sequence[Point], times: Sequence[datetime], index: int, dash: str) -> str:
    if not points:
        return ""
    way = " ".join(f"{_x(p.time, times):.1f},{_y(_number(p)):.1f}" for p in points)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<polyline points="{way}" fill="none" stroke="{_colour(index)}" stroke-width="2.5" '
        f'stroke-linejoin="round"{dashed}/>'
    )


def _ring(point: Point, times: Sequence[datetime], index: int) -> str:
    x, y = _x(point.time, times), _y(_number(point))
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="none" stroke="{_colour(index)}" stroke-width="2.5"/>'
    )


def _legend(snapshot: Snapshot) -> str:
    parts, x = [], float(LEFT)
    for index, keyword in enumerate(snapshot.keywords[:MOST_LINES]):
        none = "" if snapshot.series.get(keyword) else " (not enough data)"
        name = _short(keyword, LONGEST_NAME) + none
        width = 34 + 7.2 * len(name)
        if x + width > WIDTH - RIGHT:
            parts.append(_text(x, HEIGHT - 16, "…"))
            break
        y = HEIGHT - 20
        parts.append(
            f'<line x1="{x:.0f}" x2="{x + 18:.0f}" y1="{y}" y2="{y}" stroke="{_colour(index)}" '
            'stroke-width="3"/>'
        )
        parts.append(_text(x + 24, HEIGHT - 16, name))
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
