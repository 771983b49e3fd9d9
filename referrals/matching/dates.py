"""How near two dates of birth are, and which dates are near one."""

from datetime import date, timedelta

PREGNANCY = timedelta(weeks=8)  # how far a birth may be from the day it was expected
GUESS = timedelta(days=550)  # how far an estimated date may be from the true one


def near_dates(born: date) -> set[date]:
    """The date itself, with day and month swapped, and with any one digit wrong."""
    digits = f"{born:%Y%m%d}"
    texts = {
        digits[:place] + digit + digits[place + 1 :]
        for place in range(2, 8)  # the century is not mistyped
        for digit in "0123456789"
    }
    texts.add(_swapped(digits))
    return {found for text in texts if (found := _date(text))}


def same_dates(born: date) -> set[date]:
    """The date itself, and with day and month swapped."""
    return {found for text in (f"{born:%Y%m%d}", _swapped(f"{born:%Y%m%d}")) if (found := _date(text))}


def how_near(one: date, other: date) -> str:
    """ "same", "swapped" (day and month), "digit" (one digit off), or "different"."""
    if one == other:
        return "same"
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return "swapped"
    apart = sum(a != b for a, b in zip(f"{one:%Y%m%d}", f"{other:%Y%m%d}", strict=True))
    return "digit" if apart == 1 and one.year // 100 == other.year // 100 else "different"


def _swapped(digits: str) -> str:
    return digits[:4] + digits[6:] + digits[4:6]


def _date(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
