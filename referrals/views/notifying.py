"""The door of the police: domestic abuse notifications, screening them, the key adult's page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import only_for
from accounts.roles import May, may
from audit.actions.recording import looked
from audit.models import Look
from audit.refusal import Refused
from audit.web.sending import send
from localities.models import Authority
from referrals.actions.doors.notifying import may_notify, notify, screen_notification
from referrals.actions.telling.schools import see, share_with_deputy
from referrals.actions.telling.senders import tell_received
from referrals.forms.notifying import NotificationAnswers, ScreeningForm
from referrals.models import Notification, Referral, SchoolNotice
from referrals.queries.notifications import marac_route, notices_for, of_request
from referrals.rules.reading import may_read_as_sent
from referrals.views.page import load

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """“Notify domestic abuse”: by the police, or the desk on their behalf."""
    if not may_notify(request.user):
        raise Http404
    answers = NotificationAnswers(request)
    if answers.are_good():

        def verb() -> str:
            referral = notify(
                by=request.user,
                people=answers.people(),
                incident=answers.form.incident(),  # type: ignore[attr-defined]
                **answers.facts(),
            )
            tell_received(referral=referral, by=request.user)
            said = f"Notification {referral.reference} was sent to the early help desk"
            messages.success(request, said)
            return _next(referral, request.user)

        if done := send(answers.form, verb, by=request.user):
            return done
    high = answers.form["risk"].value() == Notification.Risk.HIGH
    context = answers.context() | {"route": marac_route() if high else []}
    return render(request, "referrals/notification_new.html", context)


@require_safe
@login_required
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """What was notified, for the council's workers of the case it led to."""
    reader: Any = request.user
    referral, notice = _notification(request, reference)
    if not may_read_as_sent(referral, reader):
        raise Http404
    _opened(request, referral, f"Notification {reference}")
    context = {"referral": referral, "notice": notice, "said": of_request(referral)}
    return render(request, "referrals/notification_page.html", context)


@require_http_methods(METHODS)
@only_for(May.TRIAGE)
def screening(request: HttpRequest, reference: str) -> HttpResponse:
    """“Screen the notification”: the result, and what the schools may be told."""
    referral, notice = _notification(request, reference)
    unknown = SchoolNotice.objects.filter(referral=referral, school__isnull=True).order_by("pk")
    form = ScreeningForm(request.POST or None, notice=notice, unknown=unknown)
    back = reverse("request", args=[reference])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def verb() -> str:
            screen_notification(
                notice=notice,
                by=request.user,
                result=given["result"],
                words=given["words"],
                works_at_school=given["works_at_school"],
                works_at=given["works_at"],
                schools=form.chosen_schools(),
                account=given["account"],
                version=given["version"],
            )
            messages.success(request, "Screening recorded")
            return _next(referral, request.user)

        if done := send(form, verb, by=request.user):
            return done
    _opened(request, referral, f"Screening of {reference}")
    context = {
        "form": form,
        "referral": referral,
        "said": of_request(referral),
        "cancel_url": back,
    }
    return render(request, "referrals/screening.html", context)


@require_POST
@only_for(May.TRIAGE)
def tell_deputy(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """“Tell the deputy as well”, where the key adult has not read it."""
    referral, _notice = _notification(request, reference)
    row = SchoolNotice.objects.filter(referral=referral, pk=number).first()
    if row is None:
        raise Http404
    try:
        again = share_with_deputy(notice=row, by=request.user)
        messages.success(request, f"{again.user} was told")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("request", reference)


@require_safe
@login_required
def school_notice(request: HttpRequest, number: int) -> HttpResponse:
    """What a key adult is told: that an incident was notified, of which child, and no more."""
    row = notices_for(request.user).filter(pk=number).first()
    if row is None:
        raise Http404
    looked(Look.Kind.OPENED, f"Notice {row.pk} for a key adult", by=request.user)
    see(notice=row, by=request.user)
    context = {"notice": row, "authority": Authority.current()}
    return render(request, "referrals/school_notice.html", context)


def _notification(request: HttpRequest, reference: str) -> tuple[Referral, Notification]:
    referral = load(request, reference)
    notice = Notification.objects.filter(referral=referral).first()
    if notice is None:
        raise Http404
    return referral, notice


def _next(referral: Referral, user: Any) -> str:
    """Where whoever did it goes on: the desk to the request, if it still sees it."""
    if not may(user, May.TRIAGE):
        return reverse("home")
    seen = Referral.objects.visible_to(user).filter(pk=referral.pk).exists()
    return reverse("request", args=[referral.reference]) if seen else reverse("triage")


def _opened(request: HttpRequest, referral: Referral, what: str) -> None:
    looked(
        Look.Kind.OPENED,
        what,
        by=request.user,
        family_id=referral.family_id,
        case_id=referral.case_id,
        request=referral.pk,
    )
