"""What social care left to be done, taken up by the plan or put aside."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May
from assessments.actions.taking_up import set_left_aside, take_up
from assessments.blocking import blockers
from assessments.queries.left import goals_to_choose
from assessments.queries.owners import owners_of
from assessments.queries.plan import needs_of
from assessments.views.loading import case_of, child_of, show_form, to_case
from assessments.web.left_forms import LeftAsideForm, TakeUpForm
from audit.web.sending import send
from cases.models import Case, StepDownAction


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def make_action(request: HttpRequest, reference: str, left: int) -> HttpResponse:
    """“Make it an action”: filled in with what social care wrote."""
    case = case_of(request, reference)
    found = _left(case, left)
    form = TakeUpForm(
        request.POST or None,
        left=found,
        owners=owners_of(case),
        goals=goals_to_choose(case),
        needs=needs_of(case),
    )

    def verb() -> str:
        take_up(left=found, by=request.user, action=form.action(), goal=form.goal_chosen())
        messages.success(request, "Taken up in the plan")
        return to_case("case-plan", case)

    return _answer(request, case, found, form, verb, "Make it an action of the plan", "Add action")


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def put_aside(request: HttpRequest, reference: str, left: int) -> HttpResponse:
    """“Put aside”: why the plan does not take it up."""
    case = case_of(request, reference)
    found = _left(case, left)
    form = LeftAsideForm(request.POST or None)

    def verb() -> str:
        set_left_aside(left=found, by=request.user, why=form.cleaned_data["why"])
        messages.success(request, "Put aside, with the reason")
        return to_case("case-plan", case)

    return _answer(request, case, found, form, verb, "Put aside what social care left", "Put aside")


def _left(case: Case, number: int) -> StepDownAction:
    found: StepDownAction = child_of(case, StepDownAction.objects, number)
    found.case = case
    return found


def _answer(
    request: HttpRequest,
    case: Case,
    left: StepDownAction,
    form: Any,
    verb: Any,
    title: str,
    submit: str,
) -> HttpResponse:
    sent = request.method == "POST" and form.is_valid()
    if sent and (done := send(form, verb, by=request.user)):
        return done
    return show_form(
        request,
        case,
        "assessments/left.html",
        title=title,
        back=to_case("case-plan", case),
        form=form,
        left=left,
        submit=submit,
        blocked=[] if form.is_bound else blockers(case, "change_plan", request.user),
    )
