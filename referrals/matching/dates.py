"""How near two dates of birth are, and which dates are near one."""

from datetime import date, timedelta

from cases.looking import near_dates

__all__ = ["GUESS", "PREGNANCY", "how_near", "near_dates", "same_dates"]

PREGNANCY = timedelta(weeks=8)  # how far a birth may be from the day it was expected
GUESS = timedelta(days=550)  # how far an estimated date may be from the true one


def same_dates(born: date) -> set[date]:
    """The date itself, and with day and month swapped."""
    return {day for day in near_dates(born) if how_near(born, day) in ("same", "swapped")}


def how_near(one: date, other: date) -> str:
    """ "same", "swapped" (day and month), "digit" (one digit off), or "different"."""
    if one == other:
        return "same"
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return "swapped"
    if (one.year != other.year) + (one.month != other.month) + (one.day != other.day) > 1:
        return "different"
    apart = sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True))
    return "digit" if apart == 1 and one.year // 100 == other.year // 100 else "different"
