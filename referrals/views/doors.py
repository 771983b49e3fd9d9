"""The doors: the public's form, the desk's for a telephone call, and the partner's."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from accounts.doors import only_for
from accounts.models import User
from accounts.roles import May, may
from audit.limiting import is_over
from audit.refusal import Refused
from localities.models import Authority
from referrals.actions.doors import drafting
from referrals.actions.doors import resuming as drafts_of_the_public
from referrals.actions.doors.replying import open_reply_path
from referrals.actions.telling.senders import tell_received
from referrals.codes import new_code, tidy_code
from referrals.forms.answers import Answers, CallAnswers, PartnersAnswers
from referrals.forms.senders import DangerForm
from referrals.forms.typed import given, marks_of, marks_seen, part_names
from referrals.models import Referral
from referrals.sources import BY_AGENCY
from referrals.views import resuming
from referrals.views.drafts import clashes_of, page_of
from referrals.views.sending import send

Door = Referral.Door

NO_AGENCY = "Your account belongs to no agency. Ask the early help desk to put that right."
HELD = (
    "Too many requests have been sent in the last hour, so this one was not. What you typed is "
    "still here: send it again in an hour, or ring the early help desk on {} now."
)
DANGER = "somebody_in_danger"  # in the session: what was ticked on the first screen


@never_cache
def support(request: HttpRequest) -> HttpResponse:
    """The first screen: is anybody in danger now? The numbers, and a tick that repeats them."""
    form = DangerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.session[DANGER] = form.cleaned_data["danger"]
        return redirect("request-support-form")
    ticked = {"danger": request.session.get(DANGER, False)}
    return render(request, "public/support.html", {"form": DangerForm(initial=ticked)})


@never_cache
def support_form(request: HttpRequest) -> HttpResponse:
    """The short form. Whoever comes here first is asked about danger first."""
    if request.method == "GET" and DANGER not in request.session:
        return redirect("request-support")
    who = _partner(request.user)
    answers = Answers(request, _known_of(who) | {"urgent": request.session.get(DANGER, False)})
    code = tidy_code(request.POST.get("draft_code", "")) or new_code()
    if "save" in request.POST:
        saved = resuming.save(request, code)
        if isinstance(saved, HttpResponse):
            return saved
        answers.form.add_refusals([saved])
    good = "save" not in request.POST and answers.are_good()
    held = good and too_many(request)
    if held:
        answers.form.add_refusals([HELD.format(Authority.current().desk_phone)])
    elif good and (
        sent := send(request, answers, door=Door.PUBLIC, finish=_receipt(answers, code, who), **who)
    ):
        request.session.pop(DANGER, None)
        return sent
    urgent = bool(answers.sender["urgent"].value() not in (False, "False", "", None))
    context = {"urgent": urgent, "draft_code": code, "account": bool(who)} | answers.context()
    return render(request, "public/support_form.html", context, status=429 if held else 200)


def _receipt(answers: Answers, code: str, who: dict[str, Any]) -> Callable[[Referral], None]:
    """What goes with sending: a code, or a letter to an account; and the draft is gone."""

    def finish(referral: Referral) -> None:
        if who:
            tell_received(referral=referral, by=who["sender_user"])
        else:
            open_reply_path(referral=referral, email=answers.sender.write_to())
        drafts_of_the_public.end(code)

    return finish


def too_many(request: HttpRequest) -> bool:
    """Whether more requests came within the hour than people send: from this address, or at all.

    Somebody signed in is known, and not counted.
    """
    if request.user.is_authenticated:
        return False
    return is_over("request", get_ip(request), settings.REQUESTS_AN_HOUR) or is_over(
        "request", "everybody", settings.REQUESTS_AN_HOUR_FROM_ALL
    )


@only_for(May.TRIAGE)
def call(request: HttpRequest) -> HttpResponse:
    """A telephone call, written down by the desk."""
    answers = CallAnswers(request)
    if answers.are_good():
        sent = send(request, answers, door=Door.PHONE, then="request")
        if sent:
            return sent
    return render(request, "referrals/call.html", answers.context())


@only_for(May.OFFER_TO_LEAD)
def partner_start(request: HttpRequest) -> HttpResponse:
    """A partner starts an early help assessment: it goes to the desk, with the offer to lead.

    The child is typed in. Nothing on this page or the next tells whether anybody is known.
    """
    user = request.user
    assert isinstance(user, User)
    answers = PartnersAnswers(request, {"sender_phone": user.phone})
    key = _draft_key(request)
    kept = _keep(request, key)
    if kept and not kept.conflicts and "save" in request.POST:
        messages.success(request, "Saved. It stands under “Not sent yet”")
        return redirect("our-families")
    clashes = clashes_of(request, kept) if kept else []
    sending = answers.are_good() and not clashes and "save" not in request.POST
    if sending and (sent := _send_offer(request, answers, user, key)):
        return sent
    marks = marks_seen(request.POST)
    if kept:
        marks = marks_of(kept.draft)
    context = page_of(kept.draft if kept else None, answers, key, marks, clashes)
    return render(request, "referrals/partner_start.html", context)


def _send_offer(
    request: HttpRequest, answers: PartnersAnswers, user: User, key: UUID
) -> HttpResponse | None:
    if user.agency is None:
        answers.form.add_refusals([NO_AGENCY])
        return None

    def finish(referral: Referral) -> None:
        drafting.sent(key=key, referral=referral, by=user)
        tell_received(referral=referral, by=user)

    return send(
        request,
        answers,
        door=Door.PARTNER,
        sender=BY_AGENCY[user.agency.kind],
        sender_name=user.name,
        sender_email=user.email,
        finish=finish,
        **_partner(user),
    )


def _draft_key(request: HttpRequest) -> UUID:
    """The page's own draft; a page that names none begins a new one."""
    try:
        return UUID(request.POST.get("draft", ""))
    except ValueError:
        return uuid4()


def _keep(request: HttpRequest, key: UUID) -> drafting.Saved | None:
    """Save what was sent, so that nothing typed is lost whatever becomes of it."""
    if "draft" not in request.POST:
        return None
    try:
        typed = given(request.POST, part_names())
        return drafting.save(key=key, by=request.user, given=typed)
    except Refused as refusal:
        if "save" in request.POST:
            messages.error(request, str(refusal))
        return None


def _partner(user: Any) -> dict[str, Any]:
    """What a request keeps of the partner who sends it, so that they see how it stands."""
    if not may(user, May.OFFER_TO_LEAD) or user.agency is None:
        return {}
    return {"sender_user": user, "sender_agency": user.agency}


def _known_of(partner: dict[str, Any]) -> dict[str, Any]:
    """What the account of a partner says of whoever sends a request."""
    if not partner:
        return {}
    user, agency = partner["sender_user"], partner["sender_agency"]
    return {
        "sender": BY_AGENCY[agency.kind],
        "sender_name": user.name,
        "sender_phone": user.phone,
        "sender_email": user.email,
    }
