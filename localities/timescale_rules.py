"""What a table of timescales may not say, whoever changes it: in sentences for the form."""

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


def reasons_against_day(key: str, from_date: date, today: date) -> list[str]:
    """Why nothing can change from this day on."""
    if from_date <= today:
        return [NOT_LATER]
    later = Timescale.objects.filter(key=key, from_date__gt=today).exclude(from_date=from_date)
    if planned := later.order_by("from_date").first():
        said = in_words(planned.from_date)
        return [f"A change from {said} is planned already. Choose that day to change it."]
    return []
