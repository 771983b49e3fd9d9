"""Finishing a record: of a conversation, or a young person's own. Nobody signs it off."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.actions.keeping import locked_assessment
from assessments.blocking import blockers
from assessments.definition import Audience, Feeds
from assessments.models import Answer, Assessment
from assessments.queries.people import members_of_case
from assessments.queries.sheet import Sheet
from audit.actions.recording import record
from audit.refusal import refuse_if
from cases.actions.people.telling import tell
from cases.actions.sharing.holding_marks import SET_ALONG
from cases.actions.sharing.withholding import SET, withhold
from cases.models import Person, Withheld

MAY = "yes"
ASKED = "Asked in the young person’s own form: parents and carers may not see it, or not yet."


@transaction.atomic
def finish(
    *, assessment: Assessment, by: Any, version: int | None = None, on: date | None = None
) -> Assessment:
    """Finish a record: from now on nobody writes in it. The case stays where it is, and no clock
    stops. What parents may not know is kept from every adult of the family.

    Raises Refused with everything still missing, and Stale where its state has changed since
    `version`.
    """
    day = on or timezone.localdate()
    assessment = locked_assessment(assessment)
    refuse_if(blockers(assessment, "finish", by))
    assessment.change(expected=version, state=Assessment.State.FINISHED, completed_on=day)
    record(
        "assessment.finished",
        assessment,
        f"{assessment.form.title} finished",
        by=by,
        case_id=assessment.case_id,
        family_id=assessment.family_id,
    )
    _keep_from_parents(Sheet(assessment), by)
    return assessment


def _keep_from_parents(sheet: Sheet, by: Any) -> None:
    """Mark every answer, unless they said that parents and carers may see it."""
    asked = sheet.fed(Feeds.PARENTS)
    if not asked or all(one.answer.value == MAY for one in asked):
        return
    case = sheet.assessment.case
    adults = [
        one.id
        for one in members_of_case(case, timezone.localdate())
        if one.audience == Audience.ADULT
    ]
    for person in Person.objects.filter(pk__in=adults):
        for answer in Answer.objects.filter(assessment=sheet.assessment).order_by("pk"):
            withhold(
                case=case,
                by=by,
                kind=Answer._meta.label_lower,
                row_id=answer.pk,
                why=Withheld.Why.ASKED,
                person=person,
                words=ASKED,
                verb=SET_ALONG,
            )
        said = f"{sheet.assessment.form.title} is not to be shared with {person.name}"
        tell(case, SET, sheet.assessment, said, by=by, person=person)
