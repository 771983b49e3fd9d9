"""Opening a case."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.actions.numbering import next_reference
from audit.actions.recording import record
from audit.refusal import Refused
from cases.actions.timing.clocks import Happening, happened
from cases.models import Case, CaseChild, Family, Person
from localities.calendar import add_working_days
from localities.models import Locality

CHECK_AFTER = 5  # working days until somebody looks how a family that waits is
ALREADY_OPEN = "This family already has an open case. Add what you have learnt to that case."


@transaction.atomic
def open_case(
    *,
    family: Family,
    children: Iterable[Person],
    locality: Locality,
    level: int,
    by: Any,
    reason: str,
    received_on: date,
    door: str = Case.Door.DESK,
    risk: str = "",
    minded_by: Any = None,
    check_on: date | None = None,
    on: date | None = None,
) -> Case:
    """Open a case for a family in a locality, waiting for allocation, and start its clocks.

    `minded_by` looks after the family until a lead is allocated, and looks how they are on
    `check_on`, five working days on if it is not said. Raises Refused where the
    family has a live case: the database allows one.
    """
    day = on or timezone.localdate()
    try:
        with transaction.atomic():
            case = Case.objects.create(
                reference=next_reference("EH", day),
                family=family,
                restricted=family.restricted,
                locality=locality,
                level=level,
                door=door,
                reason=reason,
                risk=risk,
                minded_by=minded_by,
                check_on=check_on or add_working_days(day, CHECK_AFTER),
                received_on=min(received_on, day),
                opened_on=day,
            )
    except IntegrityError as problem:
        if "one_live_case_per_family" in str(problem):
            raise Refused(ALREADY_OPEN) from None
        raise
    for child in children:
        add_child(case=case, person=child, on=day)
    record(
        "case.opened",
        case,
        f"Case opened in {locality.name} at level {level}",
        by=by,
        case_id=case.pk,
        family_id=family.pk,
        reason=reason,
    )
    happened(case=case, what=Happening.CASE_OPENED, by=by, on=day)
    return case


def add_child(*, case: Case, person: Person, on: date) -> CaseChild:
    """Make a child one of those the case is about; if they are already, that row."""
    return CaseChild.objects.get_or_create(case=case, person=person, defaults={"joined_on": on})[0]
