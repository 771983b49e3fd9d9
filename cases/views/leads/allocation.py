"""Giving a case its lead practitioner, and a family that waits somebody who looks after it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import only_for
from accounts.models import User
from accounts.roles import May
from audit.web.sending import send
from cases.actions.leads.allocating import allocate, look_after
from cases.forms.leads.allocating import AllocateForm, WaitingForm
from cases.journey import Stage
from cases.models import Case
from cases.queries.leads.workload import minders_for, workers_for
from cases.queries.parts import children_of_case, lead_of
from cases.rules.blocking import blockers
from cases.views.loading import opened, visible_case


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.ALLOCATE)
def allocation(request: HttpRequest, reference: str) -> HttpResponse:
    """“Allocate”: each worker with what they hold now; or what stands in the way."""
    case = visible_case(request, reference, "minded_by")
    waiting = case.stage == Stage.WAITING
    form = _allocate_form(case, request.POST or None)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            lead = User.objects.get(pk=form.cleaned_data["lead"])
            allocate(
                case=case,
                lead=lead,
                by=request.user,
                note=form.cleaned_data["note"],
                version=form.cleaned_data["version"],
            )
            messages.success(request, f"{lead.name} now leads {case.family.name}")
            return reverse("waiting") if waiting else reverse("case", args=[case.reference])

        answer = send(form, verb, by=request.user)
        if answer:
            return answer
    return _page(request, case, form, _waiting_form(case))


@require_POST
@only_for(May.ALLOCATE)
def while_waiting(request: HttpRequest, reference: str) -> HttpResponse:
    """Save the risk while waiting and who looks after the family."""
    case = visible_case(request, reference, "minded_by")
    form = _waiting_form(case, request.POST)
    if form.is_valid():

        def verb() -> str:
            data = form.cleaned_data
            look_after(
                case=case,
                by=request.user,
                risk=data["risk"],
                minded_by=data["minded_by"],
                check_on=data["check_on"],
                version=data["version"],
            )
            messages.success(request, "Saved how the family is looked after while they wait")
            return reverse("case-allocate", args=[case.reference])

        answer = send(form, verb, by=request.user)
        if answer:
            return answer
    return _page(request, case, _allocate_form(case), form)


def _page(
    request: HttpRequest, case: Case, form: AllocateForm, waiting_form: WaitingForm
) -> HttpResponse:
    opened(request, case, "Allocate")
    context: dict[str, Any] = {
        "case": case,
        "case_url": reverse("case", args=[case.reference]),
        "children": children_of_case(case),
        "days": (timezone.localdate() - case.opened_on).days,
        "workers": form.workers,
        "form": form,
        "waiting_form": waiting_form if case.stage == Stage.WAITING else None,
        "blocked": blockers(case, "allocate", request.user),
        "lead": lead_of(case),
        "cancel_url": reverse("waiting"),
    }
    return render(request, "cases/allocation.html", context)


def _allocate_form(case: Case, data: Any = None) -> AllocateForm:
    initial = {"version": case.version}
    return AllocateForm(data, initial=initial, workers=workers_for(case), auto_id="allocate-%s")


def _waiting_form(case: Case, data: Any = None) -> WaitingForm:
    initial = {"version": case.version, "risk": case.risk, "minded_by": case.minded_by_id}
    if (
        case.check_on and case.check_on >= timezone.localdate()
    ):  # a day that has passed is no answer
        initial["check_on"] = case.check_on
    return WaitingForm(data, initial=initial, minders=minders_for(case), auto_id="waiting-%s")
