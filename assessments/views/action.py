"""The actions of a plan: added, changed, done, taken out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May
from assessments.actions.doing import add_action, change_action, drop, finish
from assessments.blocking import plan_blockers, ticking_blockers
from assessments.models import Action
from assessments.queries.owners import owners_of
from assessments.views.loading import (
    case_of,
    child_of,
    goal_of,
    show_form,
    theirs,
    to_case,
)
from assessments.web.action_forms import ChangeActionForm, DoneForm, DropForm, NewActionForm
from audit.web.sending import send
from cases.models import Case

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@only_for(May.WORK, May.ALLOCATE)
def add(request: HttpRequest, reference: str, goal: int) -> HttpResponse:
    """“Add action” to a goal."""
    case = case_of(request, reference)
    found = goal_of(case, goal)
    form = NewActionForm(request.POST or None, owners=owners_of(case))

    def verb() -> str:
        add_action(goal=found, by=request.user, action=form.action())
        return _done(request, case, "Action added")

    if answer := _sent(request, form, verb):
        return answer
    return _show(request, case, "Add action", form, plan_blockers(found.plan, request.user),
                 goal=found, submit="Add action")  # fmt: skip


@form_page
@only_for(May.WORK, May.ALLOCATE)
def change(request: HttpRequest, reference: str, action: int) -> HttpResponse:
    """Change who does what by when."""
    case = case_of(request, reference)
    found, owners = _action(case, action), owners_of(case)
    initial = ChangeActionForm.initial_of(found, owners)
    form = ChangeActionForm(request.POST or None, owners=owners, initial=initial)

    def verb() -> str:
        version = form.cleaned_data["version"]
        change_action(action=found, by=request.user, version=version, to=form.action())
        return _done(request, case, "Action changed")

    if answer := _sent(request, form, verb):
        return answer
    return _show(
        request,
        case,
        "Change action",
        form,
        plan_blockers(found.goal.plan, request.user),
        action=found,
        theirs=theirs(Action, found.pk, request, ["words", "owner_name", "due_on"]),
        drop_url=to_case("plan-action-drop", case, found.pk),
    )


@form_page
@only_for(May.WORK, May.ALLOCATE)
def done(request: HttpRequest, reference: str, action: int) -> HttpResponse:
    """Tick an action: when it was done and what came of it."""
    case = case_of(request, reference)
    found = _action(case, action)
    initial = {"version": found.version, "done_on": timezone.localdate()}
    form = DoneForm(request.POST or None, initial=initial)

    def verb() -> str:
        finish(
            action=found,
            by=request.user,
            version=form.cleaned_data["version"],
            result=form.cleaned_data["result"],
            on=form.cleaned_data["done_on"],
        )
        return _done(request, case, "Action done")

    if answer := _sent(request, form, verb):
        return answer
    return _show(request, case, "Mark as done", form, ticking_blockers(found, request.user),
                 action=found, submit="Mark as done")  # fmt: skip


@form_page
@only_for(May.WORK, May.ALLOCATE)
def take_out(request: HttpRequest, reference: str, action: int) -> HttpResponse:
    """Take an action out of the plan, saying why."""
    case = case_of(request, reference)
    found = _action(case, action)
    form = DropForm(request.POST or None, initial={"version": found.version})

    def verb() -> str:
        version = form.cleaned_data["version"]
        drop(action=found, by=request.user, version=version, why=form.cleaned_data["why"])
        return _done(request, case, "Action taken out of the plan")

    if answer := _sent(request, form, verb):
        return answer
    return _show(request, case, "Take action out of the plan", form,
                 plan_blockers(found.goal.plan, request.user), action=found,
                 submit="Take out of the plan")  # fmt: skip


def _action(case: Case, number: int) -> Action:
    rows = Action.objects.select_related("goal__plan", "service").defer("service__words")
    found: Action = child_of(case, rows, number)
    found.case = found.goal.plan.case = case
    return found


def _sent(request: HttpRequest, form: Any, verb: Any) -> HttpResponse | None:
    if request.method == "POST" and form.is_valid():
        return send(form, verb, by=request.user)
    return None


def _done(request: HttpRequest, case: Case, said: str) -> str:
    messages.success(request, said)
    return to_case("case-plan", case)


def _show(
    request: HttpRequest, case: Case, title: str, form: Any, reasons: list[str], **context: Any
) -> HttpResponse:
    context["blocked"] = [] if form.is_bound else reasons
    back = to_case("case-plan", case)
    return show_form(
        request, case, "assessments/action.html", title=title, back=back, form=form, **context
    )
