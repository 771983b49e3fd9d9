"""A manager's answer when a family no longer agrees."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import only_for
from accounts.models import User
from accounts.roles import May
from audit.web.sending import send
from cases.actions.sharing.withdrawing import go_on, reassign
from cases.forms.sharing.withdrawing import YES, GoOnForm, ReassignForm
from cases.models import Case, SharingBasis, Withdrawal
from cases.queries.leads.workload import workers_for
from cases.queries.parts import lead_of
from cases.rules.blocking import blockers
from cases.views.loading import opened, visible_case
from localities.models import Agency


@require_safe
@only_for(May.ALLOCATE)
def withdrawal(request: HttpRequest, reference: str) -> HttpResponse:
    """What was withdrawn and what stopped; close safely, give to a council lead, or go on."""
    case = visible_case(request, reference)
    return _page(request, case, _reassign_form(case), _go_on_form(case))


@require_http_methods(["POST"])
@only_for(May.ALLOCATE)
def to_council_lead(request: HttpRequest, reference: str) -> HttpResponse:
    """Somebody of the council leads from now on."""
    case = visible_case(request, reference)
    form = _reassign_form(case, request.POST)
    if form.is_valid():

        def verb() -> str:
            lead = User.objects.get(pk=form.cleaned_data["lead"])
            why, seen = form.cleaned_data["why"], form.numbers()
            reassign(case=case, lead=lead, by=request.user, why=why, seen=seen)
            messages.success(request, f"{lead.name} now leads {case.family.name}")
            return reverse("case", args=[case.reference])

        answer = send(form, verb, by=request.user)
        if answer:
            return answer
    return _page(request, case, form, _go_on_form(case))


@require_POST
@only_for(May.ALLOCATE)
def without_agreement(request: HttpRequest, reference: str) -> HttpResponse:
    """Work goes on without agreement, and what is named is shared."""
    case = visible_case(request, reference)
    form = _go_on_form(case, request.POST)
    if form.is_valid():

        def verb() -> str:
            go_on(
                case=case,
                by=request.user,
                why=form.cleaned_data["why"],
                sharing=form.sharing(),
                family_told=form.cleaned_data["family_told"] == YES,
                not_told_why=form.cleaned_data["not_told_why"],
                seen=form.numbers(),
            )
            messages.success(request, f"Work with {case.family.name} goes on without agreement")
            return reverse("case", args=[case.reference])

        answer = send(form, verb, by=request.user)
        if answer:
            return answer
    return _page(request, case, _reassign_form(case), form)


def _page(
    request: HttpRequest, case: Case, reassigning: ReassignForm, going_on: GoOnForm
) -> HttpResponse:
    withdrawals = _withdrawals(case)
    if not withdrawals:
        raise Http404
    opened(request, case, f"Agreement withdrawn ({case.reference})")
    context: dict[str, Any] = {
        "case": case,
        "waiting": [each for each in withdrawals if not each.answer],
        "answered": [each for each in withdrawals if each.answer],
        "shut_out": any(each.lead_shut_out and not each.answer for each in withdrawals),
        "lead": lead_of(case),
        "reassigning": reassigning,
        "going_on": going_on,
        "blocked": blockers(case, "answer_withdrawal", request.user),
        "case_url": reverse("case", args=[case.reference]),
    }
    return render(request, "cases/withdrawal.html", context)


def _withdrawals(case: Case) -> list[Withdrawal]:
    rows = case.withdrawals.select_related("agreement__person", "recorded_by", "answered_by")
    return list(rows.order_by("-recorded_at", "-pk"))


def _waiting(case: Case) -> list[Withdrawal]:
    return list(case.withdrawals.filter(answer="").order_by("pk"))


def _reassign_form(case: Case, data: Any = None) -> ReassignForm:
    council = Agency.Kind.COUNCIL
    partners = User.objects.exclude(agency__kind=council).filter(agency__isnull=False)
    shut_out = set(partners.values_list("pk", flat=True))
    workers = [worker for worker in workers_for(case) if worker.id not in shut_out]
    return ReassignForm(data, workers=workers, waiting=_waiting(case), auto_id="reassign-%s")


def _go_on_form(case: Case, data: Any = None) -> GoOnForm:
    waiting = _waiting(case)
    stopped = SharingBasis.objects.filter(stopped_by__in=waiting).select_related("agency")
    stopped = stopped.order_by("agency__name", "pk")
    return GoOnForm(data, stopped=stopped, waiting=waiting, auto_id="go-on-%s")
