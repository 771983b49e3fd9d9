"""Within how many months of a closure a request came. Touches no database."""

from datetime import date

from localities.calendar import add_months

WITHIN = (3, 6, 12)  # months


def within(closed: date | None, received: date) -> int | None:
    """3, 6 or 12, the least that holds; None where it was longer ago, or never."""
    if closed is None:
        return None
    return next((months for months in WITHIN if received <= add_months(closed, months)), None)
