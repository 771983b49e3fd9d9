"""What is done with a request besides deciding on it: each a page with one form."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.doors import only_for
from accounts.roles import May, may
from audit.actions.recording import looked
from audit.days import in_words
from audit.models import Look
from audit.web.sending import send, whole
from referrals.actions import asking_back, disagreeing, passing_on, pausing, returning
from referrals.answering_words import AFTER_THAT
from referrals.forms.going_on import (
    AnswerForm,
    ConfirmForm,
    DisagreeForm,
    HandBackForm,
    PassOnForm,
    PauseForm,
    TakeBackForm,
    UndoForm,
    children_of,
)
from referrals.models import Decision, Question, Referral
from referrals.rules.blocking import blockers
from referrals.views.page import load

UNDO = (
    "For a mistake, such as the wrong box or the wrong child. The decision stays on record, and "
    "the request is back at the desk with one working day. Whoever was told already is told what "
    "you decide next, and that it replaces what they were told."
)
GOES_ON = "{} stays open. If it was opened by mistake, ask its manager to close it."

# Whoever sent a request, or works with its family, may answer and disagree.
MAY_KNOW = (May.TRIAGE, May.OFFER_TO_LEAD, May.WORK, May.ALLOCATE)


@only_for(May.TRIAGE)
def pause(request: HttpRequest, reference: str) -> HttpResponse:
    referral = load(request, reference)
    form = PauseForm(request.POST or None)
    return one_form(
        request,
        referral,
        form,
        "pause",
        lambda said: pausing.pause(
            referral=referral, reason=said["reason"], until=said["until"], by=request.user
        ),
        reasons=lambda: pausing.reasons_against(
            form.cleaned_data.get("reason", ""), form.cleaned_data.get("until"), timezone.now()
        ),
        heading="Pause the clock",
        intro="The clock goes on by itself when the office closes on that day, with as much "
        "time as is left now.",
        done="The clock is paused.",
    )


@only_for(May.TRIAGE)
def resume(request: HttpRequest, reference: str) -> HttpResponse:
    referral = load(request, reference)
    return one_form(
        request,
        referral,
        ConfirmForm(request.POST or None),
        "resume",
        lambda _: pausing.resume(referral=referral, by=request.user),
        heading="Let the clock go on",
        intro="It runs out when the office has been open for as long as was left.",
        done="The clock goes on.",
    )


@only_for(May.TRIAGE)
def pass_on(request: HttpRequest, reference: str) -> HttpResponse:
    referral = load(request, reference)
    form = PassOnForm(request.POST or None, children=children_of(referral))
    return one_form(
        request,
        referral,
        form,
        "pass_on",
        lambda said: passing_on.pass_on(
            referral=referral,
            alleged=[
                passing_on.Alleged(child, said["said_by"], said["words"]) for child in form.chosen()
            ],
            by=request.user,
        ),
        heading="Harm is alleged: pass it on",
        intro="The request goes to a social worker at once, who decides. Ring the MASH as well. "
        "Nothing else that goes on about it holds this up.",
        done="The request is with a social worker now.",
    )


@only_for(May.DECIDE_HARM)
def hand_back(request: HttpRequest, reference: str) -> HttpResponse:
    referral = load(request, reference)
    return one_form(
        request,
        referral,
        HandBackForm(request.POST or None),
        "hand_back",
        lambda said: passing_on.hand_back(referral=referral, found=said["found"], by=request.user),
        heading="Give it back to the desk",
        intro="The desk may then decide on early help, advice or the panel. Social care and no "
        "further action stay with social workers.",
        done="The request is back at the desk.",
    )


@only_for(May.DECIDE)
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    referral = load(request, reference)
    return one_form(
        request,
        referral,
        TakeBackForm(request.POST or None),
        "take_back",
        lambda said: returning.take_back(referral=referral, reason=said["reason"], by=request.user),
        heading="Take it back from the panel",
        intro="The request is the desk’s again, and its clock starts anew.",
        done="The request is back at the desk.",
    )


@only_for(*MAY_KNOW)
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    referral = load(request, reference)
    asked = Question.objects.filter(referral=referral, ended_at__isnull=True).first()
    theirs = is_sender(referral, request)
    return one_form(
        request,
        referral,
        AnswerForm(request.POST or None),
        "answer",
        lambda said: asking_back.answer(referral=referral, words=said["words"], by=request.user),
        heading="Answer the desk’s question" if theirs else "Write down the sender’s answer",
        intro=_question(asked, theirs) if asked else "",
        done="The desk has the answer." if theirs else "The answer is written down.",
        submit="Send the answer" if theirs else "Save the answer",
    )


@only_for(May.DECIDE)
def undo(request: HttpRequest, reference: str) -> HttpResponse:
    referral = load(request, reference)
    rows = _standing(referral)
    form = UndoForm(request.POST or None, decisions=rows)
    opened = sorted({row.case.reference for row in rows if row.case})
    return one_form(
        request,
        referral,
        form,
        "correct",
        lambda said: returning.take_decision_back(
            decision=form.chosen(), reason=said["reason"], by=request.user
        ),
        heading="Undo a decision",
        intro=f"{UNDO}\n\n{GOES_ON.format(', '.join(opened))}" if opened else UNDO,
        done="The decision is undone. Decide again.",
    )


@only_for(*MAY_KNOW)
def disagree(request: HttpRequest, reference: str) -> HttpResponse:
    referral = load(request, reference)
    rows = _standing(referral)
    form = DisagreeForm(request.POST or None, decisions=rows)
    return one_form(
        request,
        referral,
        form,
        "disagree",
        lambda said: disagreeing.disagree(
            decision=form.chosen(),
            why=said["why"],
            wanted=said["wanted"],
            role=said["role"],
            by=request.user,
        ),
        heading="I disagree",
        intro="First you and whoever decided talk. If you do not agree in time, managers do, then "
        "heads of service. If a child may be in danger, ring the MASH now: that never waits.",
        done="Recorded. Whoever decided is told, and you talk first.",
    )


def one_form(
    request: HttpRequest,
    referral: Referral,
    form: Any,
    verb: str,
    act: Callable[[dict[str, Any]], object],
    *,
    heading: str,
    intro: str,
    done: str,
    submit: str = "",
    reasons: Callable[[], Iterable[str]] = tuple,
) -> HttpResponse:
    """Bind, call the verb once, show what it refused with every word kept. `reasons` are those of
    the rules that are asked also of a form that is not whole."""
    desk = may(request.user, May.TRIAGE)
    back = reverse("request", args=[referral.reference]) if desk else reverse("home")
    blocked = blockers(referral, verb, request.user)
    if request.method == "POST" and whole(form, reasons=lambda: blocked or reasons()):

        def once() -> str:
            act(form.cleaned_data)
            messages.success(request, done)
            return back

        if sent := send(form, once, by=request.user):
            return sent
    looked(
        Look.Kind.OPENED,
        f"{heading}: request {referral.reference}",
        by=request.user,
        family_id=referral.family_id if desk else None,
        case_id=referral.case_id if desk else None,
        request=referral.pk,
    )
    context = {
        "referral": referral,
        "form": form,
        "heading": heading,
        "intro": intro,
        "submit": submit,
        "cancel_url": back,
        "blocked": blocked,
    }
    return render(request, "referrals/one_form.html", context)


def _standing(referral: Referral) -> list[Decision]:
    rows = Decision.objects.filter(referral=referral, superseded_at__isnull=True)
    return list(rows.select_related("child", "referral", "decided_by", "case").order_by("child_id"))


def _question(asked: Question, theirs: bool) -> str:
    day = in_words(asked.answer_by)
    said = f"Please answer by {day}. {AFTER_THAT}" if theirs else f"To be answered by {day}."
    return f"{asked.words}\n\n{said}"


def is_sender(referral: Referral, request: HttpRequest) -> bool:
    return bool(referral.sender_user_id == request.user.pk)
