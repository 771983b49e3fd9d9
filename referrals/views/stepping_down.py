"""The door of social care: a step-down, and the files that come with it."""

import logging
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import only_for, takes_away
from accounts.roles import May
from audit.actions.recording import looked
from audit.models import Look
from audit.web.sending import send
from cases.files.keeping import Changed, read
from cases.views.files import attachment
from referrals.actions.doors.stepping_down import add_file, reasons_against_file, step_down
from referrals.actions.telling.senders import tell_received
from referrals.forms.stepping_down import RequestFileForm, StepDownAnswers
from referrals.models import Referral, RequestFile
from referrals.rules.reading import may_read_as_sent
from referrals.views.page import load

METHODS = ["GET", "HEAD", "POST"]
_log = logging.getLogger(__name__)


@require_http_methods(METHODS)
@only_for(May.TRIAGE)
def new(request: HttpRequest) -> HttpResponse:
    """“Record a step-down”: by a social worker in the MASH, or the desk on their behalf."""
    answers = StepDownAnswers(request)
    if answers.are_good():

        def verb() -> str:
            referral = step_down(
                by=request.user,
                people=answers.people(),
                handover=answers.handover(),
                outstanding=answers.outstanding(),
                **answers.facts(),
            )
            tell_received(referral=referral, by=request.user)
            messages.success(request, f"Step-down {referral.reference} is in the queue")
            return _where(referral, request.user)

        if done := send(answers.form, verb, by=request.user):
            return done
    return render(request, "referrals/step_down.html", answers.context())


@require_http_methods(METHODS)
@only_for(May.TRIAGE)
def file_new(request: HttpRequest, reference: str) -> HttpResponse:
    """“Add a file”: the plan, as social care keeps it."""
    referral = _step_down(request, reference)
    too_large = "file" in request.META.get("earlyhelp.too_large", ())  # known once it was read
    form = RequestFileForm(request.POST or None, request.FILES or None, too_large=too_large)
    back = reverse("request", args=[reference])
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            file, title = form.cleaned_data["file"], form.cleaned_data["title"]
            content = file.read()
            add_file(
                referral=referral, by=request.user, title=title, content=content, name=file.name
            )
            messages.success(request, "File added")
            return back

        if done := send(form, verb, by=request.user):
            return done
    _opened(request, referral, f"Add a file to {reference}")
    reasons = reasons_against_file(referral, request.user)
    context: dict[str, Any] = {"form": form, "referral": referral, "cancel_url": back}
    return render(request, "referrals/request_file.html", context | {"blocked": reasons})


@require_safe
@login_required
@takes_away
def file(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The file itself, to be saved and never shown by the browser as a page of ours. For whoever
    leads the case it led to as well: it is social care's plan."""
    referral = _step_down(request, reference)
    if not may_read_as_sent(referral, request.user):
        raise Http404
    found = RequestFile.objects.filter(referral=referral, pk=number).first()
    if found is None:
        raise Http404
    _opened(request, referral, f"File {found.pk} of {reference}", Look.Kind.DOWNLOADED)
    try:
        content = read(found)
    except Changed:
        _log.error("the file of request file %s is not as it was kept", found.pk)
        raise Http404 from None
    return attachment(content, found.kind, found.download_name)


def _step_down(request: HttpRequest, reference: str) -> Referral:
    referral = load(request, reference)
    if referral.kind != Referral.Kind.STEP_DOWN:
        raise Http404
    return referral


def _where(referral: Referral, user: Any) -> str:
    """Its page; for a restricted record, which others have now, the board."""
    seen = Referral.objects.visible_to(user).filter(pk=referral.pk).exists()
    return reverse("request", args=[referral.reference]) if seen else reverse("triage")


def _opened(
    request: HttpRequest, referral: Referral, what: str, kind: str = Look.Kind.OPENED
) -> None:
    looked(
        kind,
        what,
        by=request.user,
        family_id=referral.family_id,
        case_id=referral.case_id,
        request=referral.pk,
    )
