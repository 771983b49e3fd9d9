"""Adding and changing the goals of a plan."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May
from assessments.actions.planning import add_goal, change_goal
from assessments.blocking import blockers, plan_blockers
from assessments.models import Goal
from assessments.queries.owners import owners_of
from assessments.queries.plan import needs_of
from assessments.views.loading import case_of, goal_of, show_form, theirs, to_case
from assessments.web.action_forms import ActionItems
from assessments.web.plan_forms import ChangeGoalForm, NewGoalForm
from audit.web.sending import send, whole


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """“Add goal”: what should be different, and who does what for it."""
    case = case_of(request, reference)
    data = request.POST or None
    initial = {"need": request.GET.get("need", "")}
    form = NewGoalForm(data, needs=needs_of(case), initial=initial)
    actions = ActionItems(data, prefix="actions", form_kwargs={"owners": owners_of(case)})
    if request.method == "POST" and _sendable(form, actions):

        def verb() -> str:
            add_goal(
                case=case,
                by=request.user,
                words=form.cleaned_data["words"],
                need=form.need_chosen(),
                actions=[item.action() for item in actions.filled],
            )
            messages.success(request, "Goal added to the plan")
            return to_case("case-plan", case)

        if done := send(form, verb, by=request.user):
            return done
    return show_form(
        request,
        case,
        "assessments/goal_add.html",
        title="Add goal",
        back=to_case("case-plan", case),
        form=form,
        formset=actions,
        blocked=[] if form.is_bound else blockers(case, "change_plan", request.user),
    )


def _sendable(form: Any, actions: Any) -> bool:
    """Whether both are whole, and nobody only pressed “Add another”."""
    if actions.changing:
        form.as_typed()
        return False
    return all([form.is_valid(), actions.is_valid()])


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def change(request: HttpRequest, reference: str, goal: int) -> HttpResponse:
    """Change a goal, or say that it is reached."""
    case = case_of(request, reference)
    found = goal_of(case, goal)
    initial = {
        "version": found.version,
        "words": found.words,
        "need": found.need_id or "other",
        "reached_on": found.reached_on,
    }
    form = ChangeGoalForm(request.POST or None, needs=needs_of(case), initial=initial)

    def against() -> list[str]:
        return plan_blockers(found.plan, request.user)

    if request.method == "POST" and whole(form, reasons=against):

        def verb() -> str:
            change_goal(
                goal=found,
                by=request.user,
                version=form.cleaned_data["version"],
                words=form.cleaned_data["words"],
                need=form.need_chosen(),
                reached_on=form.cleaned_data["reached_on"],
            )
            messages.success(request, "Goal changed")
            return to_case("case-plan", case)

        if done := send(form, verb, by=request.user):
            return done
    return show_form(
        request,
        case,
        "assessments/goal_change.html",
        title="Change goal",
        back=to_case("case-plan", case),
        form=form,
        goal=found,
        theirs=theirs(Goal, found.pk, request, ["words"]),
        blocked=[] if form.is_bound else against(),
    )
