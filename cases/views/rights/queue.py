"""The queues of people's requests, and one request."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.doors import only_for
from accounts.roles import May
from audit.actions.recording import looked
from audit.models import Look
from cases.actions.rights.requests import holds_on
from cases.models import RightsRequest
from cases.queries.rights.queues import page_of, requests_of
from cases.rights_way import MOVES
from cases.rules.rights import rights_blockers
from cases.views.rights.tabs import page_number, tabs

PAGES = {
    "ask_proof": "rights-ask-proof",
    "prove": "rights-prove",
    "extend": "rights-extend",
    "answer": "rights-answer",
    "withdraw": "rights-withdraw",
}


@require_GET
@only_for(May.HANDLE_RIGHTS)
def queue(request: HttpRequest) -> HttpResponse:
    """“People’s requests”: one queue a kind, what is due first on top."""
    kind = request.GET.get("kind", "")
    if kind not in RightsRequest.Kind.values:
        kind = RightsRequest.Kind.SUBJECT_ACCESS.value
    ended = request.GET.get("ended") == "1"
    page = page_of(requests_of(kind, ended=ended), page_number(request))
    looked(Look.Kind.LISTED, "People’s requests about their records", by=request.user, of=kind)
    here = f"{reverse('rights')}?kind={kind}{'&ended=1' if ended else ''}&page="
    context = {
        "page": page,
        "tabs": tabs(kind),
        "kind": kind,
        "title": RightsRequest.Kind(kind).label,
        "ended": ended,
        "today": timezone.localdate(),
        "previous_url": f"{here}{page.previous}" if page.previous else "",
        "next_url": f"{here}{page.following}" if page.following else "",
    }
    return render(request, "cases/rights/queue.html", context)


@require_GET
@only_for(May.HANDLE_RIGHTS)
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """One request: what is asked, its clock, and what can be done now."""
    found = load(reference)
    looked(Look.Kind.OPENED, f"Request {found.reference}", by=request.user, person=found.person_id)
    context = {
        "found": found,
        "verbs": list(_verbs(found, request)),
        "disputes": found.disputes.order_by("pk"),
        "holds": holds_on(found.person_id),
        "copy_url": _copy_url(found),
        "identify": found.is_open and found.person_id is None,
    }
    return render(request, "cases/rights/request.html", context)


def load(reference: str) -> RightsRequest:
    """The request, or a 404."""
    rows = RightsRequest.objects.select_related("handled_by", "passed_on_by")
    found = rows.filter(reference=reference.upper()).first()
    if found is None:
        raise Http404
    return found


def _verbs(found: RightsRequest, request: HttpRequest) -> Any:
    for move in MOVES:
        if not found.is_open:
            return
        yield {
            "label": move.label,
            "url": reverse(PAGES[move.verb.value], args=[found.reference]),
            "reasons": rights_blockers(found, move.verb, request.user),
            "style": "secondary",
        }


def _copy_url(found: RightsRequest) -> str:
    """The page of the copy, which another room makes; nothing where there is none."""
    if found.kind != RightsRequest.Kind.SUBJECT_ACCESS:
        return ""
    try:
        return reverse("copy", args=[found.reference])
    except NoReverseMatch:
        return ""
