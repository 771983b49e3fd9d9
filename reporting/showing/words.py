"""Numbers and lists as they are printed."""

from collections.abc import Sequence

from reporting.measures import Kind, Measure
from reporting.rounding import exact_percentage, printed
from reporting.table import Figures

NONE = "–"
ONE = {  # what a number is of, where it is one
    "assessments": "assessment",
    "cases": "case",
    "children": "child",
    "contacts": "contact",
    "days": "day",
    "needs": "need",
    "times a family was told": "time a family was told",
}


def value_of(measure: Measure, figures: Figures | None) -> str:
    """The value with its sign where it has one: 6,038 · 85.45% · 61 days."""
    if figures is None or figures.value is None:
        return NONE
    if measure.is_percentage:
        return percent(figures.numerator, figures.denominator or 0, measure.decimals)
    if measure.kind == Kind.MEDIAN:
        return trimmed(figures.value)
    return f"{figures.numerator:,}"


def headline_of(measure: Measure, figures: Figures | None) -> tuple[str, str]:
    """The number a figure is known by, and its unit: parts have a share, the whole a size."""
    if measure.kind == Kind.SHARE:
        size = figures.numerator if figures else None
        return number(size), _of(measure.counts.lower(), size)
    value = value_of(measure, figures)
    if value == NONE:
        return "nothing to count", ""
    is_of = figures.value if figures else None
    return value, "" if measure.is_percentage else _of(measure.unit, is_of)


def _of(unit: str, size: float | None) -> str:
    return ONE.get(unit, unit) if size == 1 else unit


def percent(numerator: int, denominator: int, decimals: int) -> str:
    if not denominator:
        return NONE
    return f"{printed(exact_percentage(numerator, denominator), decimals)}%"


def trimmed(value: float) -> str:
    """61.0 as 61 and 61.5 as it is."""
    return printed(value, 1).removesuffix(".0")


def number(value: float | None) -> str:
    return NONE if value is None else f"{value:,}"


def listed(names: Sequence[str]) -> str:
    """A, B and C."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def counted(how_many: int, one: str, many: str = "") -> str:
    """1 case, 2 cases."""
    return f"{how_many:,} {one if how_many == 1 else many or one + 's'}"
