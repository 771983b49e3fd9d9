"""When help drifts: it goes on and on, nobody sees the family, or meetings change nothing.

Touches no database.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cases.ages import months_between

LONG = timedelta(days=365)
UNSEEN = 6  # weeks, where the plan agrees nothing else: as long as from one review to the next
EVERY = {1: "every week"} | {weeks: f"every {weeks} weeks" for weeks in range(2, 13)}
UNCHANGED = 3  # TAF meetings one after the other
SEEN_TO = timedelta(weeks=6)  # after a manager wrote what they decided


@dataclass(frozen=True)
class Course:
    """What is known of a case’s course. `unchanged`: how many TAF meetings one after the other
    found no action done and no goal reached since the one before. `contact_every`: as the plan
    agrees it."""

    opened_on: date
    last_contact_on: date | None
    unchanged: int
    contact_every: int | None = None  # weeks


def signs_of_drift(course: Course, today: date) -> list[str]:
    """In words why this case drifts. None: it does not."""
    signs = []
    if course.opened_on <= today - LONG:
        signs.append(f"Open for {months_between(course.opened_on, today)} months")
    seen = course.last_contact_on or course.opened_on
    if seen <= today - timedelta(weeks=course.contact_every or UNSEEN):
        signs.append(_no_contact((today - seen).days // 7, course))
    if course.unchanged >= UNCHANGED:
        signs.append(f"{course.unchanged} meetings in a row changed nothing")
    return signs


def _no_contact(weeks: int, course: Course) -> str:
    since = "" if course.last_contact_on else ", none since it was opened"
    agreed = f"; {EVERY[course.contact_every]} was agreed" if course.contact_every else ""
    return f"No contact for {'a week' if weeks == 1 else f'{weeks} weeks'}{since}{agreed}"
