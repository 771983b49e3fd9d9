"""Closing a case: writing down how it ends, and the manager's answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import only_for
from accounts.roles import May
from audit.web.sending import send, whole
from cases.actions.endings import asking_to_close
from cases.actions.endings.closing import close_case
from cases.forms.endings.closing import AnswerClosingForm, CloseForm, TakeBackClosingForm
from cases.models import Case, ClosureRequest
from cases.queries.endings.closing import (
    changed_since,
    closing_sent_back,
    needs_of,
    sent_back_before,
    waiting_closing,
)
from cases.rules.blocking import blockers, manages
from cases.rules.closing import reasons_against, unsaid, withdrawn
from cases.views.loading import opened, visible_case

METHODS = ["GET", "HEAD", "POST"]
WORDS = ("reason", "summary", "family_view", "child_view", "stays_in_touch", "may_ask")


@require_http_methods(METHODS)
@only_for(May.WORK, May.ALLOCATE)
def closure(request: HttpRequest, reference: str) -> HttpResponse:
    """“Close case”: an outcome for each need, the reason, what everybody says. A manager closes
    it; anybody else asks one to authorise it."""
    case = visible_case(request, reference)
    if waiting_closing(case):
        return redirect("case-closing", case.reference)
    manager, back = manages(case, request.user), closing_sent_back(case)
    form = CloseForm(
        request.POST or None,
        needs=case.needs.select_related("person").order_by("pk"),
        manager=manager,
        initial={"version": case.version} | _as_asked(back),
    )
    rule, asks = ("close", reasons_against) if manager else ("ask_to_close", unsaid)

    def against() -> list[str]:
        return blockers(case, rule, request.user) or asks(case, form.ending())

    if request.method == "POST" and whole(form, reasons=against):
        act = _close if manager else _ask
        answer = send(form, lambda: act(request, case, form), by=request.user)
        if answer:
            return answer
    opened(request, case, "Close case")
    context = {
        "case": case,
        "form": form,
        "manager": manager,
        "sent_back": back,
        "withdrawn": withdrawn(case),
        "need_fields": [(form[f"need_{n.pk}"], form[f"note_{n.pk}"]) for n in form.needs],
        "blocked": blockers(case, rule, request.user),
        "cancel_url": reverse("case", args=[case.reference]),
    }
    return render(request, "cases/closure.html", context)


@require_http_methods(METHODS)
@only_for(May.WORK, May.ALLOCATE)
def closing(request: HttpRequest, reference: str) -> HttpResponse:
    """“Closing asked for”: what was written, and the manager's answer to it."""
    case = visible_case(request, reference)
    asked = waiting_closing(case)
    if asked is None:
        return redirect("case", case.reference)
    manager = manages(case, request.user)
    form = AnswerClosingForm(request.POST or None, initial={"version": asked.version})
    if request.method == "POST" and form.is_valid():
        answer = send(form, lambda: _answer(request, asked, form), by=request.user)
        if answer:
            return answer
    opened(request, case, "Closing asked for")
    before = sent_back_before(asked)
    context = {
        "case": case,
        "asked": asked,
        "needs": needs_of(asked),
        "before": before,
        "changed": changed_since(before, asked) if before else [],
        "manager": manager,
        "form": form,
        "take_back": TakeBackClosingForm(initial={"version": asked.version}),
        "may_take_back": not manager and not blockers(case, "take_back_closing", request.user),
        "blocked": blockers(case, "close", request.user) if manager else [],
        "withdrawn": withdrawn(case),
        "cancel_url": reverse("case", args=[case.reference]),
    }
    return render(request, "cases/closing.html", context)


@require_POST
@only_for(May.WORK, May.ALLOCATE)
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """“Take back”: the work goes on."""
    case = visible_case(request, reference)
    asked = waiting_closing(case)
    form = TakeBackClosingForm(request.POST)
    if asked and form.is_valid():
        answer = send(form, lambda: _take_back(request, asked, form), by=request.user)
        if answer:
            return answer
    for reason in form.errors.get("__all__", []):
        messages.error(request, str(reason))
    return redirect("case-closing", case.reference)


def _as_asked(asked: ClosureRequest | None) -> dict[str, Any]:
    """What stands in the form when a closing was sent back: nothing is typed again."""
    if asked is None:
        return {}
    outcomes = {
        name: said
        for need, (outcome, note) in asked.outcomes.items()
        for name, said in ((f"need_{need}", outcome), (f"note_{need}", note))
    }
    return outcomes | {name: getattr(asked, name) for name in WORDS}


def _written(case: Case, form: CloseForm, by: Any) -> dict[str, Any]:
    data: dict[str, Any] = form.cleaned_data
    words = {name: data[name] for name in (*WORDS, "version")}
    return words | {"case": case, "by": by, "outcomes": form.outcomes()}


def _close(request: HttpRequest, case: Case, form: CloseForm) -> str:
    checked = form.cleaned_data["risk_check"]
    close_case(**_written(case, form, request.user), risk_check=checked)
    messages.success(request, f"The case of {case.family.name} is closed")
    return reverse("case", args=[case.reference])


def _ask(request: HttpRequest, case: Case, form: CloseForm) -> str:
    asking_to_close.ask_to_close(**_written(case, form, request.user))
    messages.success(request, f"A manager of {case.locality.name} is asked to close the case")
    return reverse("case", args=[case.reference])


def _answer(request: HttpRequest, asked: ClosureRequest, form: AnswerClosingForm) -> str:
    data = form.cleaned_data
    known = {"asked": asked, "by": request.user, "version": data["version"]}
    if data["answer"] == "yes":
        asking_to_close.authorise(**known, risk_check=data["risk_check"])
        messages.success(request, f"The case of {asked.case.family.name} is closed")
    else:
        asking_to_close.send_back(**known, words=data["words"])
        messages.success(request, f"Sent back to {asked.asked_by.name}")
    return reverse("case", args=[asked.case.reference])


def _take_back(request: HttpRequest, asked: ClosureRequest, form: TakeBackClosingForm) -> str:
    asking_to_close.take_back(asked=asked, by=request.user, version=form.cleaned_data["version"])
    messages.success(request, "The closing is not asked for any more. The case goes on.")
    return reverse("case", args=[asked.case.reference])
