"""What somebody is asked to see to besides what a clock makes due: calls, changes of school."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.acting import reach_of
from cases.models import Allocation, Asking, Case, SchoolChange
from cases.need_to_know import listed
from cases.queries.written_once import read_by


@dataclass(frozen=True)
class Asked:
    """One line: what, of which family, since when, and where to do it."""

    what: str
    family: str
    since: date
    url_name: str
    reference: str
    number: int


def asked_of(user: Any) -> list[Asked]:
    """The calls and changes of school of the cases this person leads, covers or minds, oldest
    first."""
    rows = [_call(row) for row in _CALLS(user)] + [_school(row) for row in _CHANGES(user)]
    return sorted(rows, key=lambda row: (row.since, row.number))


def led_or_covered_by(user: Any) -> Exists:
    """Of rows about a `case`: that this person leads it, or covers for whoever does."""
    led = Allocation.objects.filter(case=OuterRef("case"), ended_at__isnull=True)
    led = led.filter(Q(user=user.pk) | Q(user__among=listed(reach_of(user).covering)))
    return Exists(led)


def _theirs(user: Any) -> Q:
    return Q(led_or_covered_by(user)) | Q(case__minded_by=user.pk)


def calls(user: Any) -> Any:
    """Calls that were asked for and not made, of the cases somebody sees."""
    rows = Asking.objects.filter(
        wanted_at__isnull=False, called_at__isnull=True, case__in=Case.objects.visible_to(user)
    )
    related = rows.select_related("case__family", "case__locality", "asker")
    return related.annotate(since=TruncDate("wanted_at"))


def school_changes(user: Any) -> Any:
    """Changes of school that nobody has seen to, of the cases somebody sees."""
    rows = SchoolChange.objects.filter(
        settled_at__isnull=True, case__in=Case.objects.visible_to(user)
    )
    related = rows.select_related("case__family", "case__locality", "old")
    leads = Allocation.objects.filter(
        case=OuterRef("case"), agency=OuterRef("old"), ended_at__isnull=True
    )
    return related.annotate(since=TruncDate("changed_at"), leads_still=Exists(leads))


_CALLS = read_by(lambda user: calls(user).filter(_theirs(user)))
_CHANGES = read_by(lambda user: school_changes(user).filter(_theirs(user)))


def changes_to_note(user: Any) -> Any:
    """The changes of school about which this person may still write their last note."""
    return SchoolChange.objects.filter(
        writers__contains=[user.pk], note_at__isnull=True, note_until__gte=timezone.localdate()
    ).select_related("new")


def _call(row: Asking) -> Asked:
    assert row.case is not None
    assert row.wanted_at is not None
    day = timezone.localdate(row.wanted_at)
    said = f"Please call {row.asker.name}"
    return Asked(said, row.case.family.name, day, "case-call", row.case.reference, row.pk)


def _school(row: SchoolChange) -> Asked:
    said = f"{row.child_name} left {row.old.name}"
    day = timezone.localdate(row.changed_at)
    case = row.case
    return Asked(said, case.family.name, day, "case-school-change", case.reference, row.pk)
