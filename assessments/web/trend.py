"""Scores over time as dots: one row of dots for each person who scored."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from assessments.models import Score

Series = Mapping[str, Sequence[tuple[date, int]]]

ROW, LEFT, WIDTH, TOP = 34, 160, 500, 26
LONGEST_NAME = 19
STEP = (WIDTH - LEFT - 20) / 10
BETTER = Score.HIGHER_IS_BETTER[Score.Instrument.SAFETY]
DIRECTION = (
    "Further right is better: 0 means things could not be worse, 10 means everything is well."
)


def sentence(series: Series) -> str:
    """Which way is better, and how it went for those who scored more than once."""
    went = [_went(name, dots) for name, dots in series.items() if len(dots) > 1]
    return " ".join([DIRECTION, *went])


def rows(series: Series) -> list[list[str]]:
    """The table under the picture: who, when, how much."""
    return [[name, _said(day), str(value)] for name, dots in series.items() for day, value in dots]


def picture(series: Series) -> SafeString:
    """The dots as SVG: the newest is filled, a line leads to it from the first."""
    height = TOP + ROW * len(series) + 6
    scale = format_html_join(
        "",
        '<line x1="{0}" y1="{1}" x2="{0}" y2="{2}" stroke="#cecece"/>'
        '<text x="{0}" y="14" text-anchor="middle" font-size="13" fill="#484949">{3}</text>',
        ((_x(value), TOP - 6, height - 6, value) for value in range(0, 11, 2)),
    )
    lines = format_html_join(
        "", "{}", ((_line(number, name, dots),) for number, (name, dots) in _numbered(series))
    )
    return format_html(
        '<svg viewBox="0 0 {} {}" xmlns="http://www.w3.org/2000/svg" class="eh-trend">{}{}</svg>',
        WIDTH,
        height,
        scale,
        lines,
    )


def _numbered(series: Series) -> list[tuple[int, tuple[str, Sequence[tuple[date, int]]]]]:
    return list(enumerate(series.items()))


def _line(number: int, name: str, dots: Sequence[tuple[date, int]]) -> SafeString:
    y = TOP + ROW * number + ROW // 2
    first, last = dots[0][1], dots[-1][1]
    earlier = format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="6" fill="#ffffff" stroke="#1f3a5f" stroke-width="2"/>',
        ((_x(value), y) for _, value in dots[:-1]),
    )
    return format_html(
        '<text x="{}" y="{}" text-anchor="end" font-size="13" fill="#0b0c0c">{}</text>'
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="#1f3a5f" stroke-width="2"/>{}'
        '<circle cx="{}" cy="{}" r="8" fill="#1f3a5f"/>',
        LEFT - 14,
        y + 5,
        name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…",
        _x(first),
        y,
        _x(last),
        y,
        earlier,
        _x(last),
        y,
    )


def _x(value: int) -> int:
    return round(LEFT + value * STEP)


def _went(name: str, dots: Sequence[tuple[date, int]]) -> str:
    (first_day, first), (last_day, last) = dots[0], dots[-1]
    if first == last:
        return f"{name} said {first} on {_said(first_day)} and again on {_said(last_day)}."
    way = "better" if (last > first) == BETTER else "worse"
    return f"{name} went from {first} on {_said(first_day)} to {last} on {_said(last_day)}: {way}."


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
