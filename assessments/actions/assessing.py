"""Starting an assessment, and ending one that will not be finished."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.acting import acting_as
from accounts.models import User
from assessments.actions.delegating import end_all
from assessments.actions.keeping import locked_case, stamp
from assessments.adult_information import of_answer
from assessments.blocking import IN_PROGRESS, blockers, none_in_progress
from assessments.models import Answer, Assessment, FormVersion
from assessments.queries.forms import in_force
from assessments.queries.sheet import Sheet
from audit.actions.queueing import CannotBeDone
from audit.actions.recording import record
from audit.models import Job
from audit.refusal import Refused, refuse_if
from cases.actions.moments import moment_on
from cases.models import Case


@transaction.atomic
def start(*, case: Case, by: Any, on: date | None = None) -> Assessment:
    """Start the assessment of a family on the form in force, filled with what was sent.

    Raises Refused where `by` may not, one is in progress, or no form is in force that day.
    """
    day = on or timezone.localdate()
    locked = locked_case(case)
    refuse_if(blockers(locked, "start", by))
    assessment = Assessment.objects.create(
        case=locked,
        family_id=locked.family_id,
        form=_form(day),
        started_on=day,
        started_by=by,
        started_by_agency=_agency(by),
    )
    record(
        "assessment.started",
        assessment,
        f"{assessment.form.title} started",
        by=by,
        case_id=locked.pk,
        family_id=locked.family_id,
    )
    _fill(assessment, by, day)
    if locked.eha_started_on is None:
        stamp(case, eha_started_on=day)
    return assessment


def _form(day: date) -> FormVersion:
    form = in_force(day)
    if form is None:
        raise Refused(
            f"No assessment form is in force on {day.day} {day:%B %Y}. "
            "Ask the system administrator to publish one."
        )
    return form


def _agency(by: Any) -> Any:
    if by.agency_id is None:
        raise Refused("Your account belongs to no agency. Ask the system administrator to mend it.")
    return by.agency


def _fill(assessment: Assessment, by: Any, day: date) -> None:
    """Write what the case already says into the questions that ask for it."""
    moment = moment_on(day)
    Answer.objects.bulk_create(
        Answer(
            assessment=assessment,
            case_id=assessment.case_id,
            section=section.key,
            question=question.key,
            value=words,
            saved_at=moment,
            saved_by=by,
            saved_by_agency_id=by.agency_id,
            about_an_adult=of_answer(section, question, words),
        )
        for section in Sheet(assessment).definition.sections
        for question in section.questions
        if question.prefill and (words := getattr(assessment.case, question.prefill).strip())
    )


def open_for_partner(job: Job) -> Callable[[], None]:
    """A job: start the assessment of a partner whose offer to lead was accepted.

    The payload names the case and the partner, {"case": 7, "user": 4}; it is started in the
    partner's name. Done again, it starts nothing.
    """
    user = User.objects.select_related("agency").get(pk=job.payload["user"])

    def land() -> None:
        with acting_as(user):
            case = Case.objects.visible_to(user).filter(pk=job.payload["case"]).first()
            if case is None:
                raise CannotBeDone("They do not lead this family, so nothing was started.")
            if none_in_progress(case, user):
                return
            try:
                start(case=case, by=user)
            except Refused as refusal:
                raise CannotBeDone(str(refusal)) from None

    return land


def end_unfinished(case: Case, by: Any, on: date) -> None:
    """End the assessments in progress of a case that closes. What was written stays."""
    for assessment in Assessment.objects.select_for_update().filter(
        case=case, state__in=IN_PROGRESS
    ):
        assessment.change(state=Assessment.State.ENDED)
        end_all(assessment, by, "The case closed")
        record(
            "assessment.ended",
            assessment,
            "Assessment ended without sign-off, because the case closed",
            by=by,
            case_id=case.pk,
            family_id=case.family_id,
        )
