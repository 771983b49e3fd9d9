"""Giving one item about an adult's health, offending or history to an agency, and ending it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.refusal import Refused
from cases.actions.people.telling import case_to_change, tell
from cases.models import Case, Given
from cases.withholding.kinds import kinds
from localities.models import Agency

ITEMS = ("cases.need", "assessments.answer")
NOT_ONE = "Only an adult’s health, offending or history is given item by item."
OUR_OWN = "The council reads this already. Choose another agency."


@transaction.atomic
def give(
    *,
    case: Case,
    by: Any,
    kind: str,
    row_id: int,
    agency: Agency,
    why: str,
    until: date | None = None,
) -> Given:
    """Let an agency read one item, with the reason, until a day."""
    case = case_to_change(case, by, "share")
    row = kinds()[kind].rows(case).filter(pk=row_id).first() if kind in ITEMS else None
    if row is None or not row.about_an_adult:
        raise Refused(NOT_ONE)
    if agency.kind == Agency.Kind.COUNCIL:
        raise Refused(OUR_OWN)
    given, _ = Given.objects.update_or_create(
        kind=kind,
        row_id=row_id,
        agency=agency,
        ended_at=None,
        defaults={
            "case": case,
            "why": why,
            "until": until,
            "given_by": by,
            "given_at": timezone.now(),
        },
    )
    said = f"{kinds()[kind].title} about an adult given to {agency}"
    tell(case, "given.given", given, said, by=by, reason=why)
    return given


@transaction.atomic
def take_back(*, case: Case, by: Any, given: Given) -> Given:
    """End what was given: from now on the agency does not read it here."""
    case = case_to_change(case, by, "share")
    locked = (
        Given.objects.select_for_update(of=("self",))
        .select_related("agency")
        .get(pk=given.pk, case=case)
    )
    if locked.ended_at is None:
        locked.ended_at = timezone.now()
        locked.save(update_fields=["ended_at"])
        tell(case, "given.ended", locked, f"No longer given to {locked.agency}", by=by)
    return locked
