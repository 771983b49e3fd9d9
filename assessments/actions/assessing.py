"""Starting an assessment or a record, and ending one that will not be finished."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.acting import acting_as
from accounts.models import User
from assessments.actions.carrying import fill
from assessments.actions.delegating import end_all
from assessments.actions.keeping import locked_case, over, stamp
from assessments.blocking import IN_PROGRESS, none_in_progress, starting_blockers, starts_from
from assessments.definition import Purpose
from assessments.fitting import Choice, does_not_fit
from assessments.models import Assessment, FormVersion
from assessments.queries.forms import in_force
from assessments.queries.people import members_of_case
from audit.actions.queueing import CannotBeDone
from audit.actions.recording import record
from audit.models import Job
from audit.refusal import Refused, refuse_if
from cases.journey import WITH_PLAN
from cases.models import Case


@transaction.atomic
def start(
    *,
    case: Case,
    by: Any,
    form: FormVersion | None = None,
    about: int | None = None,
    on: date | None = None,
) -> Assessment:
    """Start a form that fits the family, filled with what is known already; the early help
    assessment, if no `form` is named. `about`: the young person whose own it is.

    An assessment before birth that is unfinished when the baby is born goes on in it, and ends.
    One begun while the plan goes on is a re-assessment: it leaves stage, first dates and clocks.

    Raises Refused where `by` may not, one is in progress, the form does not fit the family, or
    none is in force that day. A record moves no stage and stops no clock.
    """
    day = on or timezone.localdate()
    locked = locked_case(case)
    form = form or _form(day)
    refuse_if(_misfits(locked, form, about, day) or starting_blockers(locked, form, about, by))
    if before := starts_from(locked, form, by):
        _end(before, by, "The baby is born", f"goes on in: {form.title}")
    assessment = Assessment.objects.create(
        case=locked,
        family_id=locked.family_id,
        form=form,
        about_id=about,
        is_reassessment=not form.is_record and locked.stage in WITH_PLAN,
        started_on=day,
        started_by=by,
        started_by_agency=_agency(by),
    )
    record(
        "assessment.started",
        assessment,
        f"{assessment.kind_title} started",
        by=by,
        case_id=locked.pk,
        family_id=locked.family_id,
    )
    fill(assessment=assessment, by=by, on=day, goes_on=before)
    if assessment.is_reassessment:
        stamp(case, reassessment_started_on=day)
    elif not form.is_record and locked.eha_started_on is None:
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


def _misfits(case: Case, form: FormVersion, about: int | None, day: date) -> list[str]:
    members = members_of_case(case, day)
    person = next((member for member in members if member.id == about), None)
    return does_not_fit(Choice(Purpose(form.purpose), person), members)


def _agency(by: Any) -> Any:
    if by.agency_id is None:
        raise Refused("Your account belongs to no agency. Ask the system administrator to mend it.")
    return by.agency


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
            if case.stage in WITH_PLAN or none_in_progress(case, user):
                return
            try:
                start(case=case, by=user)
            except Refused as refusal:
                raise CannotBeDone(str(refusal)) from None

    return land


def end_unfinished(case: Case, by: Any, on: date) -> None:
    """End the assessments in progress of a case that closes. What was written stays."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("form")
    for assessment in rows.filter(case=case, state__in=IN_PROGRESS):
        assessment.case = case
        _end(assessment, by, "The case closed", "ended unfinished, because the case closed")


def _end(assessment: Assessment, by: Any, why: str, said: str) -> None:
    assessment.change(state=Assessment.State.ENDED)
    if assessment.is_reassessment:
        over(assessment.case)
    end_all(assessment, by, why)
    record(
        "assessment.ended",
        assessment,
        f"{assessment.kind_title} {said}",
        by=by,
        case_id=assessment.case_id,
        family_id=assessment.family_id,
    )
