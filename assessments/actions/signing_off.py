"""A manager's verdict on a submitted assessment."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.actions.feeding import feed
from assessments.actions.keeping import locked_assessment, over, stamp
from assessments.blocking import blockers
from assessments.models import Assessment, SignOff
from audit.actions.recording import record
from audit.refusal import Reason, Refused, refuse_if
from cases.actions.moving import move
from cases.actions.timing.clocks import Happening, happened, happened_again, no_longer_waits_for
from cases.actions.timing.moments import moment_on
from cases.journey import Verb

NO_COMMENTS = Reason(
    "Write what should be changed before you return the assessment.", about="comments"
)


@transaction.atomic
def sign_off(
    *,
    assessment: Assessment,
    by: Any,
    comments: str = "",
    version: int | None = None,
    on: date | None = None,
) -> SignOff:
    """Accept the assessment: its needs, worries, strengths and scores go on to the case. The plan
    goes on under a re-assessment: a need that is new waits there for a goal.

    Raises Refused where `by` may not, wrote it, or it is not waiting; Stale where its state has
    changed since `version`.
    """
    day = on or timezone.localdate()
    signed_off = {"state": State.SIGNED_OFF, "completed_on": day}
    assessment = _decided(assessment, "sign_off", by, version, **signed_off)
    feed(assessment=assessment, by=by, on=day)
    verdict = _verdict(assessment, SignOff.Verdict.SIGNED_OFF, by, comments, day)
    if assessment.is_reassessment:
        over(assessment.case)
        happened_again(case=assessment.case, what=Happening.ASSESSMENT_SIGNED_OFF, by=by, on=day)
        return verdict
    move(case=assessment.case, verb=Verb.SIGN_OFF, by=by, on=day)
    happened(case=assessment.case, what=Happening.ASSESSMENT_SIGNED_OFF, by=by, on=day)
    return verdict


@transaction.atomic
def send_back(
    *,
    assessment: Assessment,
    by: Any,
    comments: str,
    version: int | None = None,
    on: date | None = None,
) -> SignOff:
    """Return the assessment to its writers with comments; it can be written in again.

    A manager who wrote it may take it back so, and not sign it off.
    """
    day = on or timezone.localdate()
    if not comments.strip():
        raise Refused(
            Reason(
                "Write what should be changed before you return the assessment.", about="comments"
            )
        )
    assessment = _decided(assessment, "return", by, version, state=State.RETURNED)
    verdict = _verdict(assessment, SignOff.Verdict.RETURNED, by, comments.strip(), day)
    if assessment.is_reassessment:
        stamp(assessment.case, reassessment_submitted_on=None)
        sent, signed_off = Happening.ASSESSMENT_SUBMITTED, Happening.ASSESSMENT_SIGNED_OFF
        no_longer_waits_for(case=assessment.case, what=signed_off, since=sent, on=day)
        happened_again(case=assessment.case, what=Happening.ASSESSMENT_RETURNED, by=by, on=day)
        return verdict
    move(case=assessment.case, verb=Verb.RETURN, by=by, on=day, reason=comments.strip())
    no_longer_waits_for(case=assessment.case, what=Happening.ASSESSMENT_SIGNED_OFF, on=day)
    happened(case=assessment.case, what=Happening.ASSESSMENT_RETURNED, by=by, on=day)
    return verdict


State = Assessment.State


def _decided(
    assessment: Assessment, verb: str, by: Any, version: int | None, **values: Any
) -> Assessment:
    assessment = locked_assessment(assessment)
    refuse_if(blockers(assessment, verb, by))
    return assessment.change(expected=version, **values)


def _verdict(assessment: Assessment, verdict: str, by: Any, comments: str, day: date) -> SignOff:
    row = SignOff.objects.create(
        assessment=assessment,
        case_id=assessment.case_id,
        verdict=verdict,
        comments=comments,
        by=by,
        at=moment_on(day),
    )
    record(
        f"assessment.{verdict}",
        assessment,
        f"{assessment.kind_title}: {row.get_verdict_display().lower()}",
        by=by,
        case_id=assessment.case_id,
        family_id=assessment.family_id,
        reason=comments,
    )
    return row
