"""Sending what was typed at one of the doors, once, and showing its sender that it came."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from audit.actions.keys import AlreadyDone, note_result, use_key
from audit.refusal import Refused
from referrals.actions.doors.receiving import receive
from referrals.codes import status_code
from referrals.forms.answers import Answers
from referrals.models import Referral
from referrals.queries.receipts import receipt_of, reply_path_of
from referrals.sources import PROFESSIONALS

SENT = "requests_sent"  # in the session: the receipts this browser may see
MOST_SENT = 20


def send(
    request: HttpRequest,
    answers: Answers,
    *,
    door: str,
    then: str = "request-received",
    finish: Callable[[Referral], None] | None = None,
    **more: Any,
) -> HttpResponse | None:
    """Hand the answers to the verb and go to `then`; None where it refused, with the reasons.

    `finish` does in the same transaction what sending ends, such as a draft.
    """
    by = request.user if request.user.is_authenticated else None
    try:
        with transaction.atomic():
            used = use_key(answers.form.cleaned_data["one_time_key"], by=by)
            referral = receive(by=by, door=door, people=answers.people(), **answers.facts(), **more)
            if finish:
                finish(referral)
            url = reverse(then, args=[referral.reference])
            note_result(used, url)
    except AlreadyDone as done:
        url = done.url
    except Refused as refusal:
        answers.form.add_refusals(refusal.reasons)
        return None
    request.session[SENT] = [*request.session.get(SENT, []), url][-MOST_SENT:]
    return redirect(url)


@never_cache
def received(request: HttpRequest, reference: str) -> HttpResponse:
    """The receipt: its reference and what happens next. There for the sender's browser alone."""
    if request.path not in request.session.get(SENT, []):
        raise Http404
    referral = receipt_of(reference)
    if referral is None:
        raise Http404
    has_code, asked = reply_path_of(reference)
    details = {
        "referral": referral,
        "professional": referral.sender in PROFESSIONALS,
        "code": status_code(reference) if has_code else "",
        "asked": asked,
    }
    return render(request, "referrals/received.html", details)
