"""Saying that the plan was looked at again after somebody died."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.actions.keeping import locked_case
from assessments.blocking import blockers
from assessments.models import LookedAgain
from audit.actions.recording import record
from audit.refusal import Refused, refuse_if
from cases.models import Case, Person

LIVES = "No death and no loss is recorded of {name}."


@transaction.atomic
def look_again(*, case: Case, person: Person, by: Any) -> None:
    """Note that what the plan and the next meeting say of somebody who has died was looked at, so
    that it is offered no more. Twice is once."""
    case = locked_case(case)
    refuse_if(blockers(case, "change_plan", by))
    if person.died_on is None:
        raise Refused(LIVES.format(name=person.name))
    looked, is_new = LookedAgain.objects.get_or_create(
        case=case, person=person, defaults={"by": by, "at": timezone.now()}
    )
    if is_new:
        record(
            "plan.looked_again",
            looked,
            "The plan was looked at again",
            by=by,
            case_id=case.pk,
            family_id=case.family_id,
            person=person.pk,
        )
