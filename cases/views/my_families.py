"""A worker's own list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.doors import only_for
from accounts.roles import May, may
from audit.actions.recording import looked
from audit.models import Look
from cases.extensions import meetings_of, tasks_of
from cases.queries.asked import asked_of
from cases.queries.my_families import grouped, my_families


@require_safe
@only_for(May.WORK)
def my_families_page(request: HttpRequest) -> HttpResponse:
    """“My families”: every family with what is due next, when and why; overdue first."""
    rows = my_families(request.user)
    looked(Look.Kind.LISTED, "My families", by=request.user, rows=len(rows))
    context = {"groups": grouped(rows), "how_many": len(rows), "asked": asked_of(request.user)}
    context["tasks"] = tasks_of(request.user)
    context["meetings"] = meetings_of(request.user)
    context["may_ask"] = may(request.user, May.ASK_WHO_HELPS)
    return render(request, "cases/my_families.html", context)
