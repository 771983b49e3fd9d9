"""What a table of timescales may not say, whoever changes it: in sentences for the form."""

import re
from datetime import date
from typing import NamedTuple

from audit.days import in_words
from localities.models import Timescale

Unit = Timescale.Unit
WORKING, ANY = {Unit.WORKING_DAYS}, set(Unit)


class Limit(NamedTuple):
    """Between which lengths an authority may choose, and in which unit."""

    least: int
    most: int
    units: set[Unit]


LIMITS = {
    "assessment": Limit(10, 45, WORKING),  # Working Together leaves the choice to the authority
    "triage": Limit(1, 10, WORKING),  # counted in hours of the office
}
EVERY = Limit(1, 260, ANY)
# With these two an open case always has something due: the first meeting, then the next one.
ALWAYS = {"first_taf", "review"}

# Whose clock runs on an open case. Requests, disagreements, moves and closed cases have lists and
# stages of their own.
Happening = Timescale.Happening
NOT_OF_A_CASE = {
    Happening.REQUEST_RECEIVED,
    Happening.DISAGREEMENT_RAISED,
    Happening.DISAGREEMENT_ESCALATED,
    Happening.SENT_ON,
    Happening.TRANSFER_ASKED,
    Happening.CASE_CLOSED,
}
TO_WHOM = "Choose who is told, or leave out after how many working days."
AFTER_HOW_LONG = "Enter after how many working days they are told: 1 to 60."
NOBODY_ELSE = "This clock runs on no open case, so nobody else is told. Choose “Nobody else”."

SPELT = (
    "nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip
STILL = "These words stand after each date, and still say “{}”. Change them as well."
NOT_LATER = "A change applies from a later day: choose tomorrow or after."
KEPT = "An open case must always have something due, so this cannot end. Choose another length."


def reasons_against(key: str, length: int, unit: str) -> list[str]:
    """Why this cannot be how long there is for `key`."""
    limit = LIMITS.get(key, EVERY)
    if unit not in limit.units:
        return ["This is counted in working days. Choose working days."]
    if not limit.least <= length <= limit.most:
        return [f"Choose between {limit.least} and {limit.most} {Unit(unit).label}."]
    return []


def reasons_against_words(row: Timescale, length: int, unit: str, because: str) -> list[str]:
    """Why the words after the date do not fit any more: they still say the length of before."""
    if because != row.because or (length, unit) == (row.length, row.unit):
        return []
    numbers = {str(row.length)} | ({SPELT[row.length]} if row.length < len(SPELT) else set())
    said = numbers & set(re.findall(r"\w+", because.casefold()))
    return [STILL.format(min(said))] if said else []


def reasons_against_escalation(starts_with: str, to: str, after: int | None) -> list[str]:
    """Why late work cannot escalate to them, or not then."""
    if not to:
        return [TO_WHOM] if after else []
    if starts_with in NOT_OF_A_CASE:
        return [NOBODY_ELSE]
    return [] if after and 1 <= after <= 60 else [AFTER_HOW_LONG]


def reasons_against_day(key: str, from_date: date, today: date) -> list[str]:
    """Why nothing can change from this day on."""
    if from_date <= today:
        return [NOT_LATER]
    later = Timescale.objects.filter(key=key, from_date__gt=today).exclude(from_date=from_date)
    if planned := later.order_by("from_date").first():
        said = in_words(planned.from_date)
        return [f"A change from {said} is planned already. Choose that day to change it."]
    return []
