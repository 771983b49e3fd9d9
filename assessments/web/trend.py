"""Scores over time as dots: one row of dots for each person who scored."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from assessments.instruments import SAFETY, Instrument
from audit.days import in_words

Series = Mapping[str, Sequence[tuple[date, int]]]

ROW, LEFT, WIDTH, TOP = 34, 160, 500, 26
LONGEST_NAME = 19
FEW, MANY = 9, 10  # up to how many steps each, or every second, has its line


def sentence(series: Series, of: Instrument = SAFETY) -> str:
    """Which way is better, and how it went for those who scored more than once."""
    went = [_went(name, dots, of) for name, dots in series.items() if len(dots) > 1]
    return " ".join([direction(of), *went])


def direction(of: Instrument) -> str:
    """Which way is better, and what the ends mean."""
    way = "right" if of.higher_is_better else "left"
    return f"Further {way} is better: {of.lowest} means {of.low}, {of.highest} means {of.high}."


def rows(series: Series, of: Instrument = SAFETY) -> list[list[str]]:
    """The table under the picture: who, when, how much."""
    return [
        [name, _said(day), of.said(value)] for name, dots in series.items() for day, value in dots
    ]


def picture(series: Series, of: Instrument = SAFETY) -> SafeString:
    """The dots as SVG: the newest is filled, a line leads to it from the first."""
    height = TOP + ROW * len(series) + 6
    scale = format_html_join(
        "",
        '<line x1="{0}" y1="{1}" x2="{0}" y2="{2}" stroke="#cecece"/>'
        '<text x="{0}" y="14" text-anchor="middle" font-size="13" fill="#484949">{3}</text>',
        ((_x(value, of), TOP - 6, height - 6, value) for value in _lines(of)),
    )
    lines = format_html_join(
        "", "{}", ((_line(number, name, dots, of),) for number, (name, dots) in _numbered(series))
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


def _line(number: int, name: str, dots: Sequence[tuple[date, int]], of: Instrument) -> SafeString:
    y = TOP + ROW * number + ROW // 2
    first, last = dots[0][1], dots[-1][1]
    earlier = format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="6" fill="#ffffff" stroke="#1f3a5f" stroke-width="2"/>',
        ((_x(value, of), y) for _, value in dots[:-1]),
    )
    return format_html(
        '<text x="{}" y="{}" text-anchor="end" font-size="13" fill="#0b0c0c">{}</text>'
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="#1f3a5f" stroke-width="2"/>{}'
        '<circle cx="{}" cy="{}" r="8" fill="#1f3a5f"/>',
        LEFT - 14,
        y + 5,
        name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…",
        _x(first, of),
        y,
        _x(last, of),
        y,
        earlier,
        _x(last, of),
        y,
    )


def _x(value: int, of: Instrument) -> int:
    return round(LEFT + (value - of.lowest) * (WIDTH - LEFT - 20) / (of.highest - of.lowest))


def _lines(of: Instrument) -> range:
    """The readings that have a line and their number above it."""
    steps = of.highest - of.lowest
    return range(of.lowest, of.highest + 1, 1 if steps <= FEW else 2 if steps <= MANY else 10)


def _went(name: str, dots: Sequence[tuple[date, int]], of: Instrument) -> str:
    (first_day, first), (last_day, last) = dots[0], dots[-1]
    if first == last:
        return f"{name} said {first} on {_said(first_day)} and again on {_said(last_day)}."
    way = "better" if (last > first) == of.higher_is_better else "worse"
    return f"{name} went from {first} on {_said(first_day)} to {last} on {_said(last_day)}: {way}."


def _said(day: date) -> str:
    return in_words(day)
