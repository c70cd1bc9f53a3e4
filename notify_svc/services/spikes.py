"""What an e-mail says of a watch that spiked: the title, a few figures, the last points, the picture."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from notify_svc.events import ChartLine, SpikeInfo, WatchChart, WatchSpiked
from svckit import charts, logging
from svckit.charts import Chart, Dot, Line

log = logging.get(__name__)
LAST = 6
WIDTH, HEIGHT, ZOOM = 540, 270, 2.0
"""As wide as the letter, so that its text can be read there; twice the pixels, for fine screens."""
_UNITS = {"minute": "minute", "hour": "hour", "day": "day", "week": "week", "month": "month"}
_TIMEFRAMES = {
    "now 1-H": "hour", "now 4-H": "4 hours", "now 1-d": "day", "now 7-d": "7 days", "today 1-m": "30 days",
    "today 3-m": "90 days", "today 12-m": "12 months", "today 5-y": "5 years", "all": "20 years",
}  # fmt: skip


class Figure(NamedTuple):
    """A number with what it is."""

    name: str
    value: str


class Bar(NamedTuple):
    """One of the last points; ``share``: width in per cent."""

    name: str
    value: str
    share: int


@dataclass(frozen=True)
class Story:
    """The words of the e-mail."""

    title: str
    figures: tuple[Figure, ...]
    bars: tuple[Bar, ...]
    rising: tuple[tuple[str, str], ...]
    unfinished: bool
    unit: str
    described: str


def story(context: dict[str, Any]) -> Story:
    """What the delivery's context tells."""
    news = WatchSpiked.model_validate(context)
    line = _line_of(news)
    return Story(
        title=_title(news, line),
        figures=_figures(news, line),
        bars=_bars(news.chart, line),
        rising=tuple(
            (q.query, f"+{q.value:,}%" if isinstance(q.value, int) else q.value) for q in news.rising
        ),
        unfinished=bool(news.chart and news.chart.unfinished),
        unit=_UNITS[news.chart.resolution] if news.chart else "period",
        described=_described(news),
    )


def picture(context: dict[str, Any]) -> bytes | None:
    """The chart as PNG; None where there is nothing to draw, or it can't be drawn."""
    news = WatchSpiked.model_validate(context)
    if news.chart is None or not news.chart.lines:
        return None
    try:
        return charts.as_png(charts.as_svg(_chart(news, news.chart)), zoom=ZOOM)
    except (ImportError, ValueError, ArithmeticError, IndexError) as error:
        # The figures are in the text: an e-mail without its picture is better than none.
        log.exception("email.no_picture", error=repr(error)[:300])
        return None


def _chart(news: WatchSpiked, chart: WatchChart) -> Chart:
    made_up = " · sample data" if news.sample else ""
    as_of = f" · as of {news.as_of.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if news.as_of else ""
    return Chart(
        title="",
        about=f"{news.place or news.geo or 'Worldwide'}{as_of}{made_up}",
        lines=[Line(line.keyword, _dots(chart, line)) for line in chart.lines],
        resolution=chart.resolution,
        rings={(spike.keyword, spike.time) for spike in news.spikes if spike.time},
        width=WIDTH,
        height=HEIGHT,
    )


def _dots(chart: WatchChart, line: ChartLine) -> list[Dot]:
    first_unfinished = len(chart.times) - chart.unfinished
    return [
        Dot(_moment(time), _number(value), at >= first_unfinished)
        for at, (time, value) in enumerate(zip(chart.times, line.values, strict=False))
        if value is not None
    ]


def _line_of(news: WatchSpiked) -> ChartLine | None:
    """Of what spiked first."""
    if news.chart is None or not news.spikes:
        return None
    return next((line for line in news.chart.lines if line.keyword == news.spikes[0].keyword), None)


def _title(news: WatchSpiked, line: ChartLine | None) -> str:
    if not news.spikes:
        return f"“{news.name}” is rising"
    if len(news.spikes) > 1:
        words = [f"“{spike.keyword}”" for spike in news.spikes]
        return f"{', '.join(words[:-1])} and {words[-1]} are rising"
    spike = news.spikes[0]
    known = [_number(value) for value in line.values if value is not None] if line else []
    span = _TIMEFRAMES.get(news.timeframe)
    if span and known and _number(spike.value) >= max(known):
        return f"“{spike.keyword}” is at its highest in {span}"
    return f"“{spike.keyword}” is rising"


def _figures(news: WatchSpiked, line: ChartLine | None) -> tuple[Figure, ...]:
    if not news.spikes:
        return ()
    spike = news.spikes[0]
    found = [
        Figure(_when(news, spike), str(spike.value)),
        Figure("Expected", f"{spike.expected:.0f}"),
    ]
    if line and news.chart and spike.time:
        at = _index(news.chart, spike.time)
        before = at - LAST if at is not None else -1
        if before >= 0 and line.values[before] is not None:
            unit = _UNITS[news.chart.resolution]
            found.append(Figure(f"Six {unit}s before", str(line.values[before])))
    return tuple(found)


def _when(news: WatchSpiked, spike: SpikeInfo) -> str:
    if news.chart is None or spike.time is None:
        return "Now"
    at = _index(news.chart, spike.time)
    unit = _UNITS[news.chart.resolution]
    if at is not None and at >= len(news.chart.times) - news.chart.unfinished:
        return f"This {unit} so far"
    return f"Last full {unit}"


def _bars(chart: WatchChart | None, line: ChartLine | None) -> tuple[Bar, ...]:
    if chart is None or line is None:
        return ()
    first_unfinished = len(chart.times) - chart.unfinished
    last = list(enumerate(zip(chart.times, line.values, strict=False)))[-LAST:]
    return tuple(
        Bar(
            _named(_moment(time), chart.resolution) + (", so far" if at >= first_unfinished else ""),
            str(value),
            max(1, round(_number(value))),
        )
        for at, (time, value) in last
        if value is not None
    )


def _described(news: WatchSpiked) -> str:
    told = [
        f"{spike.keyword} at {spike.value}, where its past lets expect {spike.expected:.0f}"
        for spike in news.spikes
    ]
    return f"Line chart of search interest: {'; '.join(told)}." if told else "Line chart of search interest."


def _index(chart: WatchChart, moment: datetime) -> int | None:
    second = int(moment.timestamp())
    return chart.times.index(second) if second in chart.times else None


def _named(moment: datetime, resolution: str) -> str:
    if resolution in {"minute", "hour"}:
        return f"{moment.day} {moment:%b %H:%M}"
    return f"{moment:%b %Y}" if resolution == "month" else f"{moment.day} {moment:%b}"


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, tz=UTC)


def _number(value: int | str) -> float:
    """ "<1" is something, less than one."""
    return float(value) if isinstance(value, int) else 0.5
