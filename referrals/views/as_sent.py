"""A request as whoever works with its case reads it: what was sent, and what was decided."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.actions.recording import looked
from audit.models import Look
from cases.needs import NeedKind
from referrals.models import Referral
from referrals.queries.beside import (
    fetch_beside,
    people_of,
    standing_decisions,
    step_down_of,
)
from referrals.queries.kinds import kinds_in_words
from referrals.rules.reading import (
    KEPT_FROM_PARTNERS,
    is_of_the_council,
    may_read_as_sent,
    names_sender_to,
)
from referrals.views.page import load


@require_safe
@login_required
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """Nothing can be changed here. A notification of domestic abuse has its own page."""
    reader: Any = request.user
    referral = load(request, reference)
    if not may_read_as_sent(referral, reader) or referral.kind == Referral.Kind.NOTIFICATION:
        raise Http404
    looked(
        Look.Kind.OPENED,
        f"Request {reference} as it was sent",
        by=reader,
        family_id=referral.family_id,
        case_id=referral.case_id,
        request=referral.pk,
    )
    fetch_beside(referral)
    context = {
        "referral": referral,
        "kind": kinds_in_words([referral]).get(referral.pk, ""),
        "people": people_of(referral),
        "reasons": [NeedKind(reason).label for reason in referral.reasons],
        "step_down": step_down_of(referral),
        "names_sender": names_sender_to(referral, reader),
        "tell_nobody": referral.sender in KEPT_FROM_PARTNERS,
        "decisions": standing_decisions(referral),
        "questions": referral.questions.all(),
        "allegations": referral.allegations.all() if is_of_the_council(reader) else [],
    }
    return render(request, "referrals/as_sent.html", context)
