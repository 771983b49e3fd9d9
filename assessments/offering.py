"""What this room offers on a case's page: its verbs and its documents.

Named in settings.CASE_ACTIONS and settings.CASE_DOCUMENTS (see cases.extensions).
"""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from accounts.roles import May, may
from assessments.blocking import IN_PROGRESS, TO_START, blockers, by_rule, of_the_family
from assessments.models import Assessment, Plan, Review
from cases.extensions import Action, Document
from cases.journey import WITH_PLAN, Stage
from cases.models import Case
from cases.rules.blocking import reasons_of

State = Assessment.State


def actions_for(case: Case, user: Any) -> list[Action]:
    """What `user` may do about the assessment, the plan and the meetings, with why not."""
    if not may(user, May.WORK) and not may(user, May.ALLOCATE):
        return []
    return list(_actions(case, user))


def documents_of(case: Case, user: Any) -> list[Document]:
    """The assessments, the plan and the records of meetings, newest first of each."""
    return [*_assessments(case), *_plans(case), *_meetings(case)]


def _actions(case: Case, user: Any) -> Iterator[Action]:
    if case.stage in {Stage.WAITING, Stage.ASSESSING, Stage.SIGN_OFF} or case.reassessment:
        yield from _about_the_assessment(case, user)
    elif case.stage in WITH_PLAN:
        reasons = reasons_of(TO_START, case, user)
        yield Action("Start re-assessment", _to("assessment-start", case), reasons)
    if case.is_live and (case.plan_agreed_on is None or case.stage == Stage.PLANNING):
        yield Action("Agree plan", _to("plan-agree", case), by_rule(case, "agree_plan", user))
    if case.is_live:
        yield Action("Add a reading", _to("reading-add", case), blockers(case, "score", user))
        reasons = blockers(case, "hold_taf", user)
        yield Action("Record a TAF meeting", _to("taf-record", case), reasons)


def _about_the_assessment(case: Case, user: Any) -> Iterator[Action]:
    rows = of_the_family(case).filter(state__in=IN_PROGRESS).order_by("-pk")
    present = rows.select_related("form").first()
    if present is None:
        reasons = reasons_of(TO_START, case, user)
        yield Action("Start assessment", _to("assessment-start", case), reasons)
        return
    present.case = case
    the = "the re-assessment" if present.is_reassessment else "assessment"
    if present.is_open_for_writing:
        reasons = blockers(present, "write", user)
        yield Action(f"Continue {the}", _to("assessment-continue", case), reasons)
        reasons = by_rule(present, "submit", user)
        yield Action("Submit for sign-off", _to("assessment-submit", case), reasons)
    elif may(user, May.SIGN_OFF):
        reasons, to = blockers(present, "sign_off", user), _to("assessment-sign-off", case)
        yield Action(f"Sign off {the}" if present.is_reassessment else "Sign off", to, reasons)
        if reasons and not blockers(present, "return", user):
            yield Action("Return with comments", to, [])


def _assessments(case: Case) -> Iterator[Document]:
    rows = Assessment.objects.filter(case=case)
    rows = rows.select_related("form", "about", "started_by_agency")
    for row in rows.order_by("-started_on", "-pk"):
        yield Document(
            title=row.title,
            url=_to("assessment-read", case, row.pk),
            on=row.completed_on or row.started_on,
            state=row.get_state_display(),
            note=f"Started by {row.started_by_agency}",
        )


def _plans(case: Case) -> Iterator[Document]:
    for plan in Plan.objects.filter(case=case).order_by("-pk"):
        yield Document(
            title="The family’s plan",
            url=_to("case-plan", case),
            on=plan.agreed_on or plan.started_on,
            state=plan.get_state_display(),
        )


def _meetings(case: Case) -> Iterator[Document]:
    for review in Review.objects.filter(case=case):
        copied = review.copied_to_family_on
        yield Document(
            title="Record of a TAF meeting",
            url=_to("taf", case, review.pk),
            on=review.held_on,
            state="Copy given to family" if copied else "Copy not given yet",
        )


def _to(name: str, case: Case, *more: Any) -> str:
    return reverse(name, args=[case.reference, *more])
