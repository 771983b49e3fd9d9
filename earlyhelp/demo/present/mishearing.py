"""How a sender gets a name or a birthday nearly right."""

from collections.abc import Callable
from datetime import date
from typing import Any

from audit.text import fold
from earlyhelp.demo.kin import Kin

Facts = dict[str, Any]


def as_it_is(kin: Kin) -> Facts:
    return {}


def one_letter_less(kin: Kin) -> Facts:
    """Sandhu → Sandu."""
    middle = len(kin.surname) // 2
    return {"family_name": kin.surname[:middle] + kin.surname[middle + 1 :]}


def letters_swapped(kin: Kin) -> Facts:
    """Callum → Callmu."""
    return {"given_name": kin.given[:-2] + kin.given[-1:] + kin.given[-2:-1]}


def day_and_month_swapped(kin: Kin) -> Facts:
    """4 May → 5 April, where there is such a day."""
    born = kin.born
    if kin.kind != "child" or born is None or born.day > 12:
        return {}
    return {"date_of_birth": date(born.year, born.day, born.month)}


def without_accents(kin: Kin) -> Facts:
    """Wójcik → Wojcik."""
    return {"given_name": fold(kin.given).title(), "family_name": fold(kin.surname).title()}


MISHEARD: tuple[Callable[[Kin], Facts], ...] = (
    as_it_is,
    one_letter_less,
    day_and_month_swapped,
    letters_swapped,
    without_accents,
)
