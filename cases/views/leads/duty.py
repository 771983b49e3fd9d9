"""The duty worker's view: a call about any family of the hub is answered, and it is logged why."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May
from audit.actions.recording import looked
from audit.models import Look
from audit.web.sending import send
from cases.actions.contacting import record_contact
from cases.forms.leads.duty import KINDS, CallerForm, CallForm, DutyForm
from cases.looking import read
from cases.models import Case
from cases.queries.leads.duty import duty_cases, on_duty
from cases.queries.people.find import find
from cases.rules.blocking import blockers

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@only_for(May.ANSWER_ON_DUTY)
def duty(request: HttpRequest) -> HttpResponse:
    """“Duty”: who calls, about which family; then the families of the hub that fit."""
    form = DutyForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["q"].replace("\0", "")
        terms = read(text)
        context |= {"asked": True, "hidden": form.as_hidden_values()}
        if terms:
            details: dict[str, Any] = dict(form.as_hidden_values())
            what = "a family, on duty"
            looked(Look.Kind.SEARCHED, what, by=request.user, terms=text, **details)
            context["found"] = find(request.user, terms, cases=duty_cases(request.user))
    return render(request, "cases/duty.html", context)


@require_http_methods(METHODS)
@only_for(May.ANSWER_ON_DUTY)
def family(request: HttpRequest, reference: str) -> HttpResponse:
    """One page about the family. Opened with a caller typed first; else it leads to that form."""
    case = _case(request, reference)
    caller = CallerForm(request.POST or None)
    if not caller.is_valid():
        return redirect("duty")
    return _page(request, case, caller, CallForm())


@require_http_methods(METHODS)
@only_for(May.ANSWER_ON_DUTY)
def call(request: HttpRequest, reference: str) -> HttpResponse:
    """Record what was said in the call."""
    case = _case(request, reference)
    caller, form = CallerForm(request.POST or None), CallForm(request.POST or None)
    if not caller.is_valid():
        return redirect("duty")
    if form.is_valid():

        def verb() -> str:
            record_contact(
                case=case,
                by=request.user,
                kind=KINDS[caller.cleaned_data["caller_kind"]],
                text=form.words(caller.cleaned_data),
                next_step=form.cleaned_data["next_step"],
            )
            messages.success(request, f"Call recorded for {case.family.name}")
            return reverse("duty")

        answer = send(form, verb, by=request.user)
        if answer:
            return answer
    return _page(request, case, caller, form)


def _page(request: HttpRequest, case: Case, caller: CallerForm, form: CallForm) -> HttpResponse:
    looked(
        Look.Kind.ON_DUTY,
        f"On duty: {case.reference}",
        by=request.user,
        case_id=case.pk,
        family_id=case.family_id,
        **dict(caller.as_hidden_values()),
    )
    context = {
        "case": case,
        "seen": on_duty(case),
        "hidden": caller.as_hidden_values(),
        "caller": caller.cleaned_data["caller"],
        "form": form,
        "blocked": blockers(case, "add_contact", request.user),
        "back_url": reverse("duty"),
    }
    return render(request, "cases/duty_family.html", context)


def _case(request: HttpRequest, reference: str) -> Case:
    cases = duty_cases(request.user).select_related("family", "locality")
    case: Case | None = cases.filter(reference=reference).first()
    if case is None:
        raise Http404
    return case
