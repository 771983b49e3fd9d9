"""A manager's start: what waits for them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.doors import only_for
from accounts.roles import May, may
from audit.actions.recording import looked
from audit.models import Look
from cases.extensions import meetings_of, waiting_for
from cases.queries.needs_you.lists import LISTS, OF_ONE
from cases.queries.sharing.sharing_agreements import agreements_for


@require_safe
@only_for(May.ALLOCATE)
def needs_you(request: HttpRequest) -> HttpResponse:
    """“What needs you”: the first of each list, with how many there are; empty lists fold up."""
    lists: list[dict[str, Any]] = [
        {"key": key, "title": title, "page": query(request.user), "of_one": OF_ONE.get(key, title)}
        for key, (title, query) in LISTS.items()
    ]
    looked(Look.Kind.LISTED, "What needs you", by=request.user)
    context = {
        "lists": lists,
        "nothing_in": [one for one in lists if not one["page"].rows],
        "elsewhere": waiting_for(request.user),
        "meetings": meetings_of(request.user),
        "agreements": agreements_for(request.user),
        "may_see_looks": may(request.user, May.SEE_LOOKS),
    }
    return render(request, "cases/needs_you.html", context)


@require_safe
@only_for(May.ALLOCATE)
def one_list(request: HttpRequest, key: str) -> HttpResponse:
    """One of the lists, all of it, by pages."""
    if key not in LISTS:
        raise Http404
    title, query = LISTS[key]
    page = query(request.user, request.GET.get("after", ""), 50)
    looked(Look.Kind.LISTED, f"What needs you: {title}", by=request.user)
    return render(request, "cases/needs_you_list.html", {"key": key, "title": title, "page": page})
