"""What goes elsewhere: to another council, to adult services; who has not answered; the source."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import only_for
from accounts.roles import May
from audit.actions.recording import looked
from audit.models import Look
from audit.web.sending import send
from cases.forms.leads.sending_on import AnswerForm, SendOnForm
from localities.models import Authority
from referrals.actions.advising_adults import signpost_adult
from referrals.actions.correcting import correct_source
from referrals.actions.sending_on import answer_for_request, reasons_against, send_request_on
from referrals.forms.elsewhere import AdultForm, SourceForm
from referrals.models import Referral, RequestSentOn
from referrals.out_of_area import council_of
from referrals.queries.chasing import to_chase
from referrals.views.page import load

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@only_for(May.TRIAGE)
def send_on(request: HttpRequest, reference: str) -> HttpResponse:
    """“Send to another council”."""
    referral = load(request, reference)
    form = SendOnForm(request.POST or None, initial={"council": council_of(referral)})

    def act(given: dict[str, Any]) -> str:
        sent = send_request_on(referral=referral, by=request.user, to=form.whom(), why=given["why"])
        return f"Sent on to {sent.council_name}. It waits here for their receipt"

    return _one_form(
        request,
        referral,
        form,
        act,
        heading="Send to another council",
        submit="Send on",
        blocked=reasons_against(referral, request.user),
        template="referrals/send_on.html",
    )


@require_http_methods(METHODS)
@only_for(May.TRIAGE)
def answer(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """“Record their answer”: receipt or refusal."""
    referral = load(request, reference)
    sent = RequestSentOn.objects.filter(referral=referral, pk=number).first()
    if sent is None:
        raise Http404
    form = AnswerForm(request.POST or None, initial={"version": sent.version})

    def act(given: dict[str, Any]) -> str:
        answer_for_request(
            sent=_as_seen(sent, given["version"]),
            by=request.user,
            answer=given["answer"],
            on=given["on"],
            answered_by=given["answered_by"],
            words=given["words"],
        )
        return "Answer recorded"

    heading = f"What did {sent.council_name} answer?"
    return _one_form(request, referral, form, act, heading=heading, submit="Save")


@require_http_methods(METHODS)
@only_for(May.TRIAGE)
def source(request: HttpRequest, reference: str) -> HttpResponse:
    """“Correct the source code”."""
    referral = load(request, reference)
    initial = {"version": referral.version, "code": referral.source_code}
    form = SourceForm(request.POST or None, initial=initial)

    def act(given: dict[str, Any]) -> str:
        correct_source(
            referral=referral,
            by=request.user,
            code=given["code"],
            reason=given["reason"],
            version=given["version"],
        )
        return "Source code corrected"

    return _one_form(request, referral, form, act, heading="Correct the source code", submit="Save")


@require_safe
@only_for(May.TRIAGE)
def chase(request: HttpRequest) -> HttpResponse:
    """Who has not answered: other councils, and key adults of schools."""
    found = to_chase(request.user)
    looked(Look.Kind.LISTED, "Waiting for others", by=request.user, rows=found.total)
    return render(request, "referrals/chase.html", {"found": found})


@require_http_methods(METHODS)
@only_for(May.TRIAGE)
def adult(request: HttpRequest) -> HttpResponse:
    """“An adult with no child”: told where to turn; nothing is opened."""
    form = AdultForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {
            name: form.cleaned_data[name] for name in ("asked_by", "about", "told", "locality")
        }

        def verb() -> str:
            signpost_adult(by=request.user, **given)
            messages.success(request, "Recorded. Nothing was opened")
            return reverse("triage")

        if done := send(form, verb, by=request.user):
            return done
    context = {"form": form, "cancel_url": reverse("triage"), "authority": Authority.current()}
    return render(request, "referrals/adult.html", context)


def _one_form(
    request: HttpRequest,
    referral: Referral,
    form: Any,
    act: Any,
    *,
    heading: str,
    submit: str,
    blocked: list[str] | None = None,
    template: str = "referrals/one_form.html",
) -> HttpResponse:
    """A page of a request that is one form; `act` does it and says what was done."""
    back = reverse("request", args=[referral.reference])
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            messages.success(request, act(form.cleaned_data))
            return back

        if done := send(form, verb, by=request.user):
            return done
    looked(
        Look.Kind.OPENED,
        f"{heading} ({referral.reference})",
        by=request.user,
        family_id=referral.family_id,
        case_id=referral.case_id,
        request=referral.pk,
    )
    context = {
        "form": form,
        "referral": referral,
        "heading": heading,
        "submit": submit,
        "blocked": blocked or [],
        "cancel_url": back,
    }
    return render(request, template, context)


def _as_seen(sent: RequestSentOn, version: int) -> RequestSentOn:
    """The row as it was when the form was drawn."""
    sent.version = version
    return sent
