"""“Not answered yet”: senders whom nobody has told, and telling them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import only_for
from accounts.roles import May
from audit.actions.recording import looked
from audit.models import Look
from audit.web.sending import send
from referrals.actions.telling.senders import note_told
from referrals.describing import sender_words
from referrals.forms.answering import AnswerForm
from referrals.queries.answers import (
    answers_of,
    failed_later,
    not_answered,
    standings,
    to_be_told_anew,
)
from referrals.queries.letters import not_arrived
from referrals.sources import PROFESSIONALS
from referrals.views.page import load


@require_safe
@only_for(May.TRIAGE)
def not_answered_yet(request: HttpRequest) -> HttpResponse:
    """Decided, and the sender has no answer: nobody told them, or the letter did not arrive."""
    rows, total = not_answered(request.user)
    later = failed_later(request.user)
    others = not_arrived(request.user)
    listed = len(rows) + len(later) + len(others)
    looked(Look.Kind.LISTED, "Not answered yet", by=request.user, rows=listed)
    context = {"rows": rows, "total": total, "later": later, "others": others}
    return render(request, "referrals/not_answered.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.TRIAGE)
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """What the sender was told so far; and that they were told by telephone, say, or why not."""
    referral = load(request, reference)
    looked(
        Look.Kind.OPENED,
        f"Answers to {referral.reference}",
        by=request.user,
        family_id=referral.family_id,
        case_id=referral.case_id,
        request=referral.pk,
    )
    [standing] = standings([referral.pk])
    form = AnswerForm(request.POST or None, referral=referral, who=standing.who)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            asked = form.cleaned_data
            note_told(
                referral=referral,
                event=asked["event"],
                way=asked["way"],
                words=form.words(),
                by=request.user,
                family=form.tells_family(),
                safe_because=asked.get("safe_because", ""),
            )
            messages.success(request, f"Answer to {referral.reference} recorded")
            return reverse("not-answered")

        if done := send(form, verb, by=request.user):
            return done
    rows = answers_of(referral)
    context = {
        "form": form,
        "referral": referral,
        "sender": sender_words(referral),
        "who": standing.who,
        "says_professional": referral.sender in PROFESSIONALS,
        "answers": rows,
        "replaces": to_be_told_anew(referral, standing, rows),
    }
    return render(request, "referrals/answer.html", context)
