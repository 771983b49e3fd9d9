"""The Plan part of a case's page, and agreeing the plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import only_for
from accounts.roles import May
from assessments.actions.planning import agree as agree_plan
from assessments.actions.planning import set_need_aside
from assessments.blocking import blockers
from assessments.models import Action, FamilyWord, Plan
from assessments.queries.family_words import said_of
from assessments.queries.left import left_by_social_care
from assessments.queries.people import members_of_case
from assessments.queries.plan import (
    NeedLine,
    counted_goals,
    current_plan,
    delivered_to,
    lines_of,
    overdue,
)
from assessments.views.loading import case_of, child_of, show_form, to_case
from assessments.web.plan_forms import AgreeForm, AsideForm
from audit.context import current_actor
from audit.web.sending import send, whole
from cases.models import Case, Need
from cases.rules.blocking import is_lead, lead_or_manager, manages
from cases.views.page import show


@dataclass(frozen=True)
class Rights:
    """What this person may do on the page of the plan."""

    change: bool
    tick_all: bool
    user_id: int

    def tick(self, action: Action) -> bool:
        return action.is_open and (self.tick_all or action.owner_user_id == self.user_id)


@require_safe
@login_required
def case_plan(request: HttpRequest, reference: str) -> HttpResponse:
    """Need, goal, actions: one table that a family could read."""
    case = case_of(request, reference)
    plan = current_plan(case)
    lines = lines_of(case, plan)
    today = timezone.localdate()
    reached, goals = counted_goals(lines)
    may_copy = case.family_id not in current_actor().reach.acting
    said = said_of(case, plan)
    return show(
        request,
        case,
        "plan",
        "assessments/plan.html",
        plan=plan,
        rows=rows_of(lines, rights_of(case, plan, request.user), said.on_parts),
        reached=reached,
        goals=goals,
        overdue=overdue(lines, today),
        today=today,
        left=left_by_social_care(case),
        programmes=delivered_to(case),
        may_deliver=not blockers(case, "deliver", request.user),
        may_copy=may_copy,
        said=said,
        may_read_words=lead_or_manager(case, request.user) == "",
        may_change=rights_of(case, plan, request.user).change,
    )


def rights_of(case: Case, plan: Plan | None, user: Any) -> Rights:
    ended = plan is not None and plan.state == Plan.State.ENDED
    return Rights(
        change=not ended and not blockers(case, "change_plan", user),
        tick_all=case.is_live and not ended and (is_lead(case, user) or manages(case, user)),
        user_id=user.pk,
    )


def rows_of(
    lines: list[NeedLine], rights: Rights, said: Mapping[str, list[FamilyWord]]
) -> list[dict[str, Any]]:
    """The table: a need, its goals, and for each the actions with what may be done to them, and
    what the family said of either by their links."""
    return [
        {
            "line": line,
            "goals": [
                {
                    "goal": goal.goal,
                    "height": max(len(goal.actions), 1),
                    "said": said.get(f"goal-{goal.goal.pk}", []),
                    "actions": [
                        {
                            "action": action,
                            "tick": rights.tick(action),
                            "said": said.get(f"action-{action.pk}", []),
                        }
                        for action in goal.actions
                    ],
                }
                for goal in line.goals
            ],
        }
        for line in lines
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def agree(request: HttpRequest, reference: str) -> HttpResponse:
    """“Agree plan”: who of the family agreed, and when."""
    case = case_of(request, reference)
    plan = current_plan(case)
    today = timezone.localdate()
    form = AgreeForm(
        request.POST or None,
        members=members_of_case(case, today),
        initial={"version": plan.version if plan else 0, "agreed_on": today},
    )

    def against() -> list[str]:
        return blockers(case, "agree_plan", request.user)

    if request.method == "POST" and whole(form, reasons=against):

        def verb() -> str:
            agree_plan(
                case=case,
                by=request.user,
                agreed_with=form.agreed_with(),
                contact_every=form.cleaned_data["contact_every"],
                version=form.cleaned_data["version"],
                on=form.cleaned_data["agreed_on"],
            )
            messages.success(request, "Plan agreed")
            return to_case("case-plan", case)

        if done := send(form, verb, by=request.user):
            return done
    return show_form(
        request,
        case,
        "assessments/plan_agree.html",
        title="Agree plan",
        back=to_case("case-plan", case),
        back_text="Back to the plan",
        form=form,
        lines=lines_of(case, plan),
        waiting=[one for one in left_by_social_care(case) if one.waits],
        blocked=[] if form.errors else against(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def aside(request: HttpRequest, reference: str, need: int) -> HttpResponse:
    """Say why needs have no goal of their own: one answer for all that share it."""
    case = case_of(request, reference)
    child_of(case, Need.objects, need)
    lines = lines_of(case, current_plan(case))
    form = AsideForm(
        request.POST or None,
        needs=[line.need for line in lines if line.need and not line.goals],
        goals=[goal.goal for line in lines for goal in line.goals],
        initial={"needs": [str(need)]},
    )
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            for found in form.chosen():
                set_need_aside(case=case, need=found, by=request.user, why=form.reason())
            return to_case("case-plan", case)

        if done := send(form, verb, by=request.user):
            return done
    return show_form(
        request,
        case,
        "assessments/form.html",
        title="Why needs have no goal",
        back=to_case("case-plan", case),
        form=form,
        blocked=[] if form.is_bound else blockers(case, "change_plan", request.user),
    )
