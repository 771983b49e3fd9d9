"""What stands out in a row of numbers, so that a sentence can say it."""

from collections.abc import Sequence

from reporting.table import Row

CLEAR = 1.15  # how many times the next one, to stand out
EVEN = 1.4  # how many times the smallest, to be broadly equal


def leaders(rows: Sequence[Row], off: int = 0) -> list[Row]:
    """The few that clearly exceed all others (at most three); none where nobody does. `off`: how
    far each number may be from the exact one."""
    ranked = sorted(rows, key=lambda row: -row.now.numerator)
    best: list[Row] = []
    widest = CLEAR
    for place in range(1, min(4, len(ranked))):
        following = ranked[place].now.numerator + off if ranked[place].now.numerator else 0
        gap = (ranked[place - 1].now.numerator - off) / following if following else 0.0
        if gap >= widest:
            best, widest = ranked[:place], gap
    return best


def broadly_equal(rows: Sequence[Row], off: int = 0) -> bool:
    values = [row.now.numerator for row in rows]
    return bool(values) and min(values) > 0 and max(values) + off <= EVEN * (min(values) - off)


def largest(rows: Sequence[Row]) -> list[Row]:
    """The one with most, or all that have as many."""
    most = max(row.now.numerator for row in rows)
    return [row for row in rows if row.now.numerator == most]


def ordered_by_value(rows: Sequence[Row]) -> list[Row]:
    """Those with a value, smallest first."""
    return sorted(
        (row for row in rows if row.now.value is not None), key=lambda row: row.now.value or 0
    )
