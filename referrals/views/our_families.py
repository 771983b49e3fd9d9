"""Where a partner starts: the families they work with, and what they have sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.doors import only_for
from accounts.roles import May, may
from audit.actions.recording import looked
from audit.models import Look
from cases.extensions import meetings_of, tasks_of
from cases.queries.asked import asked_of, changes_to_note
from cases.queries.my_families import grouped, my_families
from referrals.actions.doors.notifying import may_notify
from referrals.queries import sent_by
from referrals.queries.drafts import not_sent_yet
from referrals.queries.notifications import notices_for


@require_safe
@only_for(May.OFFER_TO_LEAD, May.MANAGE_AGENCY)
def our_families(request: HttpRequest) -> HttpResponse:
    """“Our families”: those this person leads or is in the TAF of, then the requests they sent."""
    rows = my_families(request.user)
    looked(Look.Kind.LISTED, "Our families", by=request.user, rows=len(rows))
    context = {
        "groups": grouped(rows),
        "sent": sent_by(request.user),
        "drafts": not_sent_yet(request.user),
        "notes": changes_to_note(request.user),
        "asked": asked_of(request.user),
        "tasks": tasks_of(request.user),
        "meetings": meetings_of(request.user),
        "school_notices": list(notices_for(request.user)[:50]),
        "may_notify": may_notify(request.user),
        "may_ask": may(request.user, May.ASK_WHO_HELPS),
        "may_start": may(request.user, May.OFFER_TO_LEAD),
    }
    return render(request, "cases/our_families.html", context)
