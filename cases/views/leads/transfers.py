"""Asking another locality to take a case, and answering."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May
from audit.actions.recording import looked
from audit.models import Look
from audit.web.sending import send
from cases.actions.leads import transferring
from cases.forms.leads.transferring import AnswerForm, TakeBackForm, TransferForm
from cases.models import Case, CaseTransfer
from cases.queries.leads.transfers import (
    leads_elsewhere,
    leads_there,
    other_localities,
    refusals_of,
    transfers_of,
)
from cases.rules.blocking import blockers
from cases.views.loading import visible_case
from cases.views.one_form import METHODS, one_form

INTRO = (
    "The case stays here, with whoever leads it, until a manager of the other locality accepts. "
    "They see it only then."
)
Answer = CaseTransfer.Answer


@require_http_methods(METHODS)
@only_for(May.WORK, May.ALLOCATE)
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """“Move to another locality”, beside what was said to those who asked before."""
    case = visible_case(request, reference)
    places, leads = other_localities(case), leads_elsewhere(case)
    form = TransferForm(request.POST or None, places=places, leads=leads)

    def act(given: dict[str, Any]) -> None:
        asked = {name: given[name] for name in ("to", "why", "summary", "proposed_lead")}
        transferring.ask(case=case, by=request.user, **asked)

    def against() -> list[str]:
        said = form.cleaned_data
        words = (said.get("why", ""), said.get("summary", ""))
        return transferring.reasons_against_asking(
            case, said.get("to"), *words, said.get("proposed_lead")
        )

    return one_form(
        request,
        case,
        form,
        act,
        reasons=against,
        heading="Move to another locality",
        submit="Ask them",
        done="They were asked. Until they accept, the case stays here",
        back=reverse("case", args=[case.reference]),
        intro=INTRO,
        rule="transfer",
        template="cases/transfer_ask.html",
        shown={"refused_before": refusals_of(case, request.user)},
    )


@require_http_methods(METHODS)
@only_for(May.WORK, May.ALLOCATE)
def transfer(request: HttpRequest, number: int) -> HttpResponse:
    """One transfer: for whoever is asked, what the sender wrote and the answer; for whoever sees
    the case, how far it is."""
    found = _visible(request, number)
    offered = CaseTransfer.objects.offered_to(request.user).filter(pk=found.pk).exists()
    case = Case.objects.visible_to(request.user).filter(pk=found.case_id).first()
    form = _form(request, found, case, offered)
    if form is not None and request.method == "POST" and form.is_valid():
        verb = _answer if isinstance(form, AnswerForm) else _take_back
        answer = send(form, lambda: verb(request, found, form), by=request.user)
        if answer:
            return answer
    keys = {"case_id": found.case_id, "family_id": found.family_id}
    looked(Look.Kind.OPENED, "Transfer to another locality", by=request.user, **keys)
    earlier = transfers_of(case).exclude(pk=found.pk) if case else []
    context = {"transfer": found, "case": case, "form": form, "offered": offered}
    return render(request, "cases/transfer.html", context | {"earlier": earlier})


def _visible(request: HttpRequest, number: int) -> CaseTransfer:
    """Without the case: whoever is asked does not see it."""
    rows = CaseTransfer.objects.visible_to(request.user).filter(pk=number)
    found = rows.select_related("of", "to", "asked_by", "answered_by", "proposed_lead").first()
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, found: CaseTransfer, case: Case | None, offered: bool) -> Any:
    initial = {"version": found.version}
    if offered:
        return AnswerForm(request.POST or None, leads=leads_there(found), initial=initial)
    if case and not found.answer and not blockers(case, "take_back_transfer", request.user):
        return TakeBackForm(request.POST or None, initial=initial)
    return None


def _answer(request: HttpRequest, found: CaseTransfer, form: AnswerForm) -> str:
    given = form.cleaned_data
    said: dict[str, Any] = {"by": request.user, "version": given["version"]}
    if given["answer"] == Answer.REFUSED:
        transferring.refuse(transfer=found, words=given["words"], **said)
        messages.success(request, f"{found.of.name} was told that the case stays there")
        return reverse("needs-you")
    transferring.accept(transfer=found, words=given["words"], lead=given["lead"], **said)
    case = Case.objects.visible_to(request.user).filter(pk=found.case_id).first()
    messages.success(request, f"The case is {found.to.name}’s now")
    if case is None:  # a restricted record, for the people named on it
        return reverse("needs-you")
    return reverse("case" if given["lead"] else "case-allocate", args=[case.reference])


def _take_back(request: HttpRequest, found: CaseTransfer, form: TakeBackForm) -> str:
    given = form.cleaned_data
    transferring.take_back(
        transfer=found, by=request.user, version=given["version"], words=given["words"]
    )
    messages.success(request, f"{found.to.name} is no longer asked")
    return reverse("case", args=[found.case.reference])
