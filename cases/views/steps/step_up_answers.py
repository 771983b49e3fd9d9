"""What the manager and social care say to a step-up, and how the family went over or came back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May, may
from cases.actions.steps import answering, stepping_up
from cases.forms.steps.stepping_up import AnswerForm, DecideForm, HandoverForm
from cases.models import StepUp
from cases.queries.steps.pack import assemble
from cases.queries.steps.pack_shown import as_shown
from cases.queries.steps.step_up import present_step_up
from cases.rules.stepping_up import unsaid_of_returning
from cases.views.loading import visible_case
from cases.views.steps.step_up_pages import FORM_METHODS, address_of, form_page

State = StepUp.State


@require_http_methods(FORM_METHODS)
@only_for(May.SIGN_OFF)
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """The manager agrees or does not, with the assembled pack in view."""
    case = visible_case(request, reference)
    found = present_step_up(case, State.REQUESTED)
    if found is None:
        return redirect(address_of(case))
    form = DecideForm(request.POST or None, initial={"version": found.version})

    def verb() -> str:
        data = form.cleaned_data
        agreed = data["agrees"] == "yes"
        act = stepping_up.agree if agreed else stepping_up.decline
        act(step_up=found, by=request.user, words=data["words"], version=data["version"])
        messages.success(request, "Sent to social care" if agreed else "Recorded: not agreed")
        return address_of(case)

    return form_page(
        request,
        case,
        form,
        verb,
        rule="answer_step_up",
        template="cases/step_up_decide.html",
        step_up=found,
        pack=as_shown(assemble(case, timezone.now())),
    )


@require_http_methods(FORM_METHODS)
@only_for(May.WORK, May.SIGN_OFF)
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Record what social care answered. At another state: on to the page of that state."""
    case = visible_case(request, reference)
    found = present_step_up(case, *StepUp.WAITING)
    if found is None or found.state != State.SENT:
        return redirect(_page_of_the_state(found, request.user), case.reference)
    form = AnswerForm(request.POST or None, initial={"version": found.version})

    def verb() -> str:
        data = form.cleaned_data
        known = {"step_up": found, "by": request.user, "version": data["version"]}
        if data["answer"] == "accepted":
            answering.accepted(**known, answer_by=data["answer_by"])
            messages.success(request, "Recorded: the case is with social care")
        else:
            answering.returned(**known, answer_by=data["answer_by"], reason=data["reason"])
            messages.success(request, "Recorded: returned by social care. The case goes on.")
        return address_of(case)

    return form_page(
        request,
        case,
        form,
        verb,
        rule="answer_step_up",
        template="cases/step_up_answer.html",
        reasons=lambda: _unsaid(form),
        step_up=found,
    )


@require_http_methods(FORM_METHODS)
@only_for(May.WORK, May.ALLOCATE)
def handover(request: HttpRequest, reference: str) -> HttpResponse:
    """Record social care's handover, which closes the case, or that they handed it back."""
    case = visible_case(request, reference)
    found = present_step_up(case, State.ACCEPTED)
    if found is None:
        return redirect(address_of(case))
    form = HandoverForm(request.POST or None, initial={"version": found.version})

    def verb() -> str:
        data = form.cleaned_data
        known = {"step_up": found, "by": request.user, "version": data["version"]}
        if data["how"] == "over":
            answering.handed_over(**known, handover_note=data["words"])
            messages.success(request, "Handover recorded. The case is closed, stepped up.")
        else:
            answering.came_back(**known, reason=data["words"], **form.handed_back())
            messages.success(
                request,
                "Recorded: early help goes on with the family. Next is the step-down checklist.",
            )
            return reverse("case-step-down", args=[case.reference])
        return address_of(case)

    return form_page(
        request,
        case,
        form,
        verb,
        rule="hand_over",
        template="cases/step_up_handover.html",
        step_up=found,
    )


def _unsaid(form: AnswerForm) -> list[str]:
    data = form.cleaned_data
    returned = data.get("answer") == "returned"
    return unsaid_of_returning(data.get("reason", "")) if returned else []


def _page_of_the_state(found: StepUp | None, user: Any) -> str:
    if found and found.state == State.REQUESTED and may(user, May.SIGN_OFF):
        return "case-step-up-decide"
    if found and found.state == State.ACCEPTED:
        return "case-step-up-handover"
    return "case-step-up"
