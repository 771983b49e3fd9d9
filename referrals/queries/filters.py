"""Which requests the board and the list show."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from localities.models import Locality
from referrals.models import Referral, ReferralPerson
from referrals.stages import Stage

Kind = ReferralPerson.Kind


class Age(StrEnum):
    """That one of the children is as old as this."""

    UNDER_1 = "under_1"
    TO_4 = "0_4"
    TO_11 = "5_11"
    TO_17 = "12_17"
    ADULTS = "adults"


class Clock(StrEnum):
    LATE = "late"
    TODAY = "today"
    LATER = "later"
    PAUSED = "paused"


AGES = {
    Age.UNDER_1: "Under 1, or not born yet",
    Age.TO_4: "0 to 4",
    Age.TO_11: "5 to 11",
    Age.TO_17: "12 to 17",
    Age.ADULTS: "Adults only",
}
CLOCKS = {
    Clock.LATE: "Late",
    Clock.TODAY: "Runs out today",
    Clock.LATER: "Runs out later",
    Clock.PAUSED: "Paused",
}
YEARS = {Age.UNDER_1: (0, 0), Age.TO_4: (0, 4), Age.TO_11: (5, 11), Age.TO_17: (12, 17)}


@dataclass(frozen=True)
class Filters:
    """Which requests: of one locality ("none": no locality yet), from one kind of sender, with a
    child of an age, by their clock, and only those I have taken."""

    locality: Locality | None = None
    unrouted: bool = False
    sender: str = ""
    age: str = ""
    clock: str = ""
    taken_by: Any = None

    def apply(self, requests: QuerySet[Referral]) -> QuerySet[Referral]:
        if self.locality:
            requests = requests.filter(locality=self.locality)
        if self.unrouted:
            requests = requests.filter(locality__isnull=True)
        if self.sender:
            requests = requests.filter(sender=self.sender)
        if self.taken_by:
            requests = requests.filter(taken_by=self.taken_by)
        if self.clock:
            requests = requests.filter(by_clock(Clock(self.clock), timezone.now()))
        if self.age:
            requests = requests.filter(by_age(Age(self.age), timezone.localdate()))
        return requests


def runs(now: datetime) -> Q:
    """That a clock is running: neither paused, nor past the desk and with the panel."""
    paused = Q(paused_until__gt=now)
    return ~Q(stage__in=(Stage.PANEL, Stage.DECIDED)) & (Q(paused_until__isnull=True) | ~paused)


def by_clock(clock: Clock, now: datetime) -> Q:
    if clock is Clock.PAUSED:
        return Q(paused_until__gt=now)
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    midnight = timezone.make_aware(datetime.combine(tomorrow, time.min))
    return (
        runs(now)
        & {
            Clock.LATE: Q(due_at__lt=now),
            Clock.TODAY: Q(due_at__gte=now, due_at__lt=midnight),
            Clock.LATER: Q(due_at__gte=midnight),
        }[clock]
    )


def by_age(age: Age, today: date) -> Q:
    """One of the children is of this age; an unborn child is with those under 1."""
    people = ReferralPerson.objects.filter(referral=OuterRef("pk"))
    if age is Age.ADULTS:
        return ~Q(Exists(people.exclude(kind=Kind.ADULT)))
    youngest, eldest = YEARS[age]
    born = Q(
        kind=Kind.CHILD,
        date_of_birth__gt=years_before(today, eldest + 1),
        date_of_birth__lte=years_before(today, youngest),
    )
    if age is Age.UNDER_1:
        born |= Q(kind=Kind.UNBORN)
    return Q(Exists(people.filter(born)))


def years_before(day: date, years: int) -> date:
    """The last birthday but so many. A child of 29 February is a year older on 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)
