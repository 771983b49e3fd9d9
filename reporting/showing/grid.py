"""A table as headings and cells of words: what pages and reports print."""

from collections.abc import Iterable
from dataclasses import dataclass

from reporting.limits import Standing, Verdict
from reporting.measures import Kind
from reporting.measures.dimensions import MONTH
from reporting.showing.words import NONE, number, percent, value_of
from reporting.table import Figures, Row, Table

FEW = 4  # with more columns than these, cells leave their percentage to the last line


@dataclass(frozen=True)
class Grid:
    """Headings, lines and closing lines. The first cell of each line is its heading."""

    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    foot: tuple[tuple[str, ...], ...]


def grid_of(table: Table) -> Grid:
    if table.cut.series is None:
        return _simple(table)
    return _months_down(table) if table.cut.series is MONTH else _series_across(table)


def _simple(table: Table) -> Grid:
    """One line a part."""
    rows = [_cells(table, row) for row in table.rows]
    return Grid(_heads(table), tuple(rows), (_cells(table, table.total),))


def _heads(table: Table) -> tuple[str, ...]:
    measure = table.measure
    heads = [table.cut.part.title, measure.numerator_unit]
    if measure.kind == Kind.SHARE:
        heads.append("%")
    if measure.kind == Kind.RATE:
        heads += [measure.out_of, "Rate", "Compared with all"]
    if measure.kind == Kind.MEDIAN:
        heads.append(f"Median {measure.unit}")
    if measure.also:
        heads.append(measure.also)
    if table.total.population:
        heads.append("Per 1,000 children")
    heads.append(f"Before: {table.before.short}")
    return tuple(heads)


def _cells(table: Table, row: Row) -> tuple[str, ...]:
    measure = table.measure
    cells = [row.label, number(row.now.numerator)]
    if measure.kind == Kind.RATE:
        cells.append(number(row.now.denominator))
    if measure.kind != Kind.COUNT:
        cells.append(value_of(measure, row.now))
    if measure.kind == Kind.RATE:
        cells.append(standing_words(row.standing))
    if measure.also:
        cells.append(number(row.now.also))
    if table.total.population:
        cells.append(number(row.per_1000))
    cells.append(_before(table, row))
    return tuple(cells)


def _before(table: Table, row: Row) -> str:
    """The period before in one cell, with what it is out of."""
    measure, before = table.measure, row.before
    if before is None:
        return NONE
    words = value_of(measure, before)
    if measure.kind == Kind.SHARE:
        words = f"{before.numerator:,} ({words})" if before.denominator else "0"
    elif measure.kind == Kind.RATE and before.denominator:
        words = f"{words} ({before.numerator:,} of {before.denominator:,})"
    elif measure.kind == Kind.MEDIAN and before.numerator:
        words = f"{words} ({before.numerator:,} cases)"
    elif measure.kind == Kind.COUNT and measure.also and before.also:
        words = f"{words} ({before.also:,} {measure.also.lower()})"
    return f"{row.before_label}: {words}" if row.before_label else words


def _series_across(table: Table) -> Grid:
    """One line a part, one column a series, then all of the part, now and before."""
    names = [row.series_label for row in table.series_totals]
    heads = [table.cut.part.title, *names, "All", f"All before: {table.before.short}"]
    if table.measure.also:
        heads.insert(-1, table.measure.also)
    few = len(names) <= FEW
    lines = [
        (total.label, *(_share(table, row.now, few) for row in rows), *_ends(table, total))
        for total, rows in table.by_part()
    ]
    margin = table.series_totals
    foot = [
        (table.total.label, *(_share(table, row.now, True) for row in margin),
         *_ends(table, table.total)),
        _foot_before(table, margin),
    ]  # fmt: skip
    return Grid(tuple(heads), tuple(lines), tuple(foot))


def _foot_before(table: Table, margin: Iterable[Row]) -> tuple[str, ...]:
    before = table.total.before
    ends = [number(before.numerator if before else None)]
    if table.measure.also:
        ends.append(number(before.also if before else None))
    cells = [_share(table, row.before, True) for row in margin]
    return ("All before", *cells, *ends, "")


def _ends(table: Table, total: Row) -> list[str]:
    cells = [number(total.now.numerator)]
    if table.measure.also:
        cells.append(number(total.now.also))
    return [*cells, number(total.before.numerator if total.before else None)]


def _share(table: Table, figures: Figures | None, with_percentage: bool) -> str:
    if figures is None:
        return NONE
    words = f"{figures.numerator:,}"
    if not with_percentage or not table.measure.is_percentage or not figures.denominator:
        return words
    decimals = table.measure.decimals
    return f"{words} ({percent(figures.numerator, figures.denominator, decimals)})"


def _months_down(table: Table) -> Grid:
    """One line a month, one column a part: a year of months is a page, not a wall."""
    heads = (MONTH.title, *(row.label for row in table.part_totals), "All")
    lines = [
        (
            month.series_label,
            *(number(row.now.numerator) for row in table.rows if row.series == month.series),
            number(month.now.numerator),
        )
        for month in table.series_totals
    ]
    totals = (*table.part_totals, table.total)
    foot = (
        ("Total", *(number(row.now.numerator) for row in totals)),
        (
            f"Before: {table.before.short}",
            *(number(row.before.numerator if row.before else None) for row in totals),
        ),
    )
    return Grid(heads, tuple(lines), foot)


def standing_words(standing: Standing | None) -> str:
    """How a rate compares with the whole's, in words."""
    if standing is None:
        return NONE
    if standing.verdict == Verdict.WITHIN:
        return "Within chance"
    return "Above chance" if standing.verdict == Verdict.ABOVE else "Below chance"
