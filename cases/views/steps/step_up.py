"""Stepping up to social care: asking for it, and the page of each state with its next step."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May, may
from cases.actions.steps import stepping_up
from cases.forms.steps.stepping_up import CompleteForm, RequestForm
from cases.models import Case, StepUp
from cases.queries.steps.pack_shown import as_shown
from cases.queries.steps.step_up import StepUps, pack_within, present_step_up, step_ups_of
from cases.rules.step_up_checklist import rows_for
from cases.rules.stepping_up import unsaid
from cases.views.loading import opened, visible_case
from cases.views.steps.step_up_pages import FORM_METHODS, address_of, form_page, words_of

State = StepUp.State


@require_http_methods(FORM_METHODS)
@only_for(May.WORK, May.ALLOCATE, May.TRIAGE)
def step_up(request: HttpRequest, reference: str) -> HttpResponse:
    """“Step up to social care”: where it stands and the next step; with none in progress, the
    form that asks for one."""
    case = visible_case(request, reference)
    found = step_ups_of(case, request.user)
    if request.method == "POST" or (case.is_live and not found.current):
        return _ask(request, case, found)
    opened(request, case, "Step up to social care")
    pack = as_shown(found.current.pack) if found.current else None
    return render(request, "cases/step_up.html", {"case": case, "found": found, "pack": pack})


@require_http_methods(FORM_METHODS)
@only_for(May.WORK, May.ALLOCATE)
def complete(request: HttpRequest, reference: str) -> HttpResponse:
    """“Complete the pack” of an urgent step-up."""
    case = visible_case(request, reference)
    found = present_step_up(case, State.SENT, State.ACCEPTED)
    if found is None:
        return redirect(address_of(case))
    names = ("why_now", "tried", "child_voice", "family_told")
    initial = {name: getattr(found, name) for name in names} | {"version": found.version}
    steps = found.checklist or rows_for(timezone.localdate(found.requested_at))
    form = CompleteForm(request.POST or None, initial=initial, steps=steps)

    def verb() -> str:
        stepping_up.complete(step_up=found, by=request.user, **_asked(form))
        messages.success(request, "The whole pack is with social care")
        return address_of(case)

    return form_page(
        request,
        case,
        form,
        verb,
        rule="complete_step_up",
        template="cases/step_up_complete.html",
        step_up=found,
    )


def _ask(request: HttpRequest, case: Case, found: StepUps) -> HttpResponse:
    works = may(request.user, May.WORK) or may(request.user, May.ALLOCATE)
    form = RequestForm(
        request.POST or None, steps=rows_for(timezone.localdate()), urgent_alone=not works
    )

    def verb() -> str:
        made = stepping_up.request(case=case, by=request.user, **_asked(form))
        words = "Sent to social care" if made.urgent else "Sent to your manager to agree"
        messages.success(request, words)
        return address_of(case)

    return form_page(
        request,
        case,
        form,
        verb,
        rule="step_up" if works else "step_up_urgently",
        template="cases/step_up_request.html",
        reasons=lambda: unsaid(**form.asked_of()),
        works=works,
        found=found,
        pack_within=pack_within(),
    )


def _asked(form: RequestForm | CompleteForm) -> dict[str, Any]:
    """What was typed, the steps of the procedure as their list."""
    words = {
        name: value
        for name, value in words_of(form).items()
        if not name.startswith(("step_", "why_")) or name == "why_now"
    }
    return words | {"checklist": form.checklist()}
