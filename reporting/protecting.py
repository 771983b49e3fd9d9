"""Counts for everybody to read: to the nearest five, so that nobody is known by a small number.

Every count of a table is rounded before anything is made of it, totals apart from their parts: so a
small count is found neither in the table nor by taking the parts from the total, and percentages,
charts and sentences are of the rounded counts.
"""

from collections.abc import Iterable
from dataclasses import replace

from reporting.counting import Counted
from reporting.measures import Cut
from reporting.rounding import to_five

FEWEST = 5  # of fewer somebody might be known: no median, and no factor of a locality, is told
NOTE = (
    "Every count is rounded to the nearest five, so that nobody can be recognised. Parts need not "
    "add up to their total, and percentages are of the rounded counts. What is said to stand out "
    "does so whatever the exact counts are."
)
OFF = 2  # how far a count may be from its rounded one


def protected(rows: Iterable[Counted], cut: Cut) -> list[Counted]:
    """The same rows with their counts rounded; of fewer than five cases no median. A part that
    rounding leaves nothing of is as one that is not there: that it was counted tells of it."""
    rounded = _rounded(rows)
    return [row for row in rounded if row.part is row.series is None or _is_left(row, cut)]


def _is_left(row: Counted, cut: Cut) -> bool:
    found_once = cut.part.again and not cut.part.whole  # a factor nobody has has no row
    return bool(row.numerator or (not found_once and (row.denominator or row.also)))


def _rounded(rows: Iterable[Counted]) -> list[Counted]:
    return [
        replace(
            row,
            numerator=to_five(row.numerator),
            denominator=None if row.denominator is None else to_five(row.denominator),
            also=None if row.also is None else to_five(row.also),
            middle=row.middle if row.numerator >= FEWEST else None,
        )
        for row in rows
    ]
