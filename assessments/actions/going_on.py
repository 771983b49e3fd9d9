"""Going on with what a closing cut short, because the closing was wrong."""

from datetime import date
from typing import Any

from assessments.actions.keeping import stamp
from assessments.definition import ASSESSMENTS
from assessments.models import Assessment, Plan
from audit.actions.recording import record
from cases.models import Case


def go_on_with_case(case: Case, by: Any, on: date, closed_on: date) -> None:
    """A step of opening a case again: the plan and the assessment that ended with it go on. What
    others still wrote of it is asked of them anew."""
    for plan in case.plans.select_for_update().filter(ended_on=closed_on).order_by("-pk")[:1]:
        state = Plan.State.LIVE if plan.agreed_on else Plan.State.DRAFT
        plan.change(state=state, ended_on=None)
        said = "Plan goes on" if plan.agreed_on else "The plan is written on; it was not agreed yet"
        _note("plan.went_on", plan, said, case, by)
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("form")
    newest = rows.filter(case=case, form__purpose__in=ASSESSMENTS).order_by("-pk").first()
    if newest is None or newest.state != Assessment.State.ENDED:
        return
    newest.change(state=Assessment.State.DRAFT)
    if newest.is_reassessment:
        stamp(case, reassessment_started_on=newest.started_on)
    _note("assessment.went_on", newest, f"{newest.kind_title} goes on", case, by)


def _note(verb: str, subject: Any, said: str, case: Case, by: Any) -> None:
    record(verb, subject, said, by=by, case_id=case.pk, family_id=case.family_id)
