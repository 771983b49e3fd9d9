"""What stands out in a row of numbers, so that a sentence can say it."""

from collections.abc import Sequence

from reporting.table import Row

CLEAR = 1.15  # how many times the next one, to stand out
EVEN = 1.4  # how many times the smallest, to be broadly equal


def leaders(rows: Sequence[Row]) -> list[Row]:
    """The few that clearly exceed all others (at most three); none where nobody does."""
    ranked = sorted(rows, key=lambda row: -row.now.numerator)
    best: list[Row] = []
    widest = CLEAR
    for place in range(1, min(4, len(ranked))):
        following = ranked[place].now.numerator
        gap = ranked[place - 1].now.numerator / following if following else 0.0
        if gap >= widest:
            best, widest = ranked[:place], gap
    return best


def broadly_equal(rows: Sequence[Row]) -> bool:
    values = [row.now.numerator for row in rows]
    return bool(values) and min(values) > 0 and max(values) <= EVEN * min(values)


def largest(rows: Sequence[Row]) -> Row:
    return max(rows, key=lambda row: row.now.numerator)


def ordered_by_value(rows: Sequence[Row]) -> list[Row]:
    """Those with a value, smallest first."""
    return sorted(
        (row for row in rows if row.now.value is not None), key=lambda row: row.now.value or 0
    )
