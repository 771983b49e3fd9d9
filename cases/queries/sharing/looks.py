"""Who has looked at a family, and which looks are unusual."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.roles import Scope, role_of
from audit.models import Finding, Look
from audit.text import fold
from cases.models import Family

PAGE = 100
DAYS = 91  # a quarter

# The rules of unusual access: key, what it is called, what it counts.
RULES: dict[str, tuple[str, str]] = {
    "own_surname": ("Own surname", "looks at a family with somebody of their own surname"),
    "many_families": ("Many families", "different families opened within an hour"),
    "other_locality": (
        "Other locality",
        "looks at families of localities they do not serve and have not worked in for 12 months",
    ),
    "out_of_hours": (
        "Out of hours",
        "looks on a Sunday, or before six in the morning or after nine in the evening",
    ),
}

SUNDAY = "looks on a Sunday"
AT_NIGHT = "looks before six in the morning or after nine in the evening"


@dataclass(frozen=True)
class Overseen:
    """A family as somebody sees it who may see who looked: its reference and name."""

    id: int
    reference: str
    name: str


@dataclass(frozen=True)
class Unusual:
    """The looks of one person on one day that one rule points out."""

    rule: str
    actor_id: int
    actor_name: str
    day: date
    looks: int
    finding: Finding | None = None

    @property
    def title(self) -> str:
        return RULES[self.rule][0]

    @property
    def words(self) -> str:
        words = RULES[self.rule][1]
        if self.rule == "out_of_hours":
            words = SUNDAY if self.day.isoweekday() == 7 else AT_NIGHT
        return f"{self.looks} {words.replace('looks', 'look', 1) if self.looks == 1 else words}"


def families_called(user: Any, text: str) -> list[Overseen]:
    """Families by reference or the beginning of their name, among those this person oversees."""
    if role_of(user).scope == Scope.NONE:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM families_to_oversee(%s, %s)", [text, fold(text)])
            return [Overseen(*row) for row in cursor.fetchall()]
    families = Family.objects.visible_to(user)
    found = families.filter(reference=text.upper()) | families.filter(cases__reference=text.upper())
    if folded := fold(text):
        found = found | families.filter(sort_name__gte=folded, sort_name__lt=f"{folded}zzzz")
    rows = found.distinct().order_by("sort_name", "pk").values_list("pk", "reference", "name")
    return [Overseen(*row) for row in rows[:50]]


def family_overseen(user: Any, reference: str) -> Overseen | None:
    """The family of this reference, if this person oversees it."""
    found = families_called(user, reference)
    return next((each for each in found if each.reference == reference.upper()), None)


def looks_at(family: Overseen, before: int | None = None) -> tuple[list[Look], int | None]:
    """A page of the looks at a family, newest first, and where the next page begins."""
    return _page(Look.objects.filter(family_id=family.id), before)


def unusual(since: date | None = None) -> list[Unusual]:
    """What the rules point out, what nobody has looked into first. Two queries."""
    since = since or timezone.localdate() - timedelta(days=DAYS)
    findings = {
        (each.rule, each.actor_id, each.day): each
        for each in Finding.objects.filter(day__gte=since)
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM unusual_accesses(%s)", [since])
        found = [
            Unusual(rule, actor, name, day, looks, findings.get((rule, actor, day)))
            for rule, actor, name, day, looks in cursor.fetchall()
        ]
    return sorted(found, key=lambda row: (row.finding is not None, -row.day.toordinal(), row.rule))


def one_unusual(rule: str, actor: int, day: date) -> Unusual | None:
    found = unusual(day)
    return next((u for u in found if (u.rule, u.actor_id, u.day) == (rule, actor, day)), None)


def looks_of_day(actor: int, day: date) -> list[Look]:
    """What somebody looked at on one day."""
    begin = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    looks = Look.objects.filter(actor_id=actor, at__gte=begin, at__lt=begin + timedelta(days=1))
    return list(looks.order_by("-at", "-id")[:200])


def _page(looks: Any, before: int | None) -> tuple[list[Look], int | None]:
    if before is not None:
        looks = looks.filter(pk__lt=before)
    rows = list(looks.order_by("-pk")[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None
