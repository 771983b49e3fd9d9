"""Sending a finished assessment for sign-off."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.actions.delegating import end_all
from assessments.actions.keeping import locked_assessment, stamp
from assessments.blocking import blockers
from assessments.models import Assessment, Delegation
from audit.actions.recording import record
from audit.refusal import Refused, refuse_if
from cases.actions.moving import move
from cases.actions.timing.clocks import Happening, happened, happened_again
from cases.actions.timing.moments import moment_on
from cases.journey import Verb


@transaction.atomic
def submit(
    *,
    assessment: Assessment,
    by: Any,
    version: int | None = None,
    without: str = "",
    on: date | None = None,
) -> Assessment:
    """Send the assessment to the manager. From now on nobody writes in it. A re-assessment leaves
    the case at its stage, and no clock counts it that counts the way to the first.

    Raises Refused with everything still missing, and Stale where its state has changed since
    `version`. While others still write sections, `without` says why it goes without waiting.
    """
    day = on or timezone.localdate()
    assessment = locked_assessment(assessment)
    refuse_if(blockers(assessment, "submit", by))
    if Delegation.objects.filter(Delegation.OUT, assessment=assessment).exists():
        _without(assessment, by, without.strip())
    assessment.change(
        expected=version,
        state=Assessment.State.SUBMITTED,
        submitted_at=moment_on(day),
        submitted_by=by,
    )
    record(
        "assessment.submitted",
        assessment,
        f"{assessment.kind_title} submitted for sign-off",
        by=by,
        case_id=assessment.case_id,
        family_id=assessment.family_id,
    )
    if assessment.is_reassessment:
        stamp(assessment.case, reassessment_submitted_on=day)
        happened_again(case=assessment.case, what=Happening.ASSESSMENT_SUBMITTED, by=by, on=day)
        return assessment
    move(case=assessment.case, verb=Verb.SUBMIT, by=by, on=day)
    happened(case=assessment.case, what=Happening.ASSESSMENT_SUBMITTED, by=by, on=day)
    return assessment


def _without(assessment: Assessment, by: Any, why: str) -> None:
    """What is still out is taken back for the reason given."""
    if not why:
        raise Refused("Say why you do not wait for the sections that others still write.")
    end_all(assessment, by, why)
