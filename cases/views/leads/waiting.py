"""The list of cases that wait for a lead practitioner."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.doors import only_for
from accounts.roles import May
from audit.actions.recording import looked
from audit.models import Look
from cases.queries.leads.waiting import waiting_cases


@require_safe
@only_for(May.ALLOCATE)
def waiting(request: HttpRequest) -> HttpResponse:
    """“Waiting for allocation”: how long, with what risk, who looks after them meanwhile."""
    page = waiting_cases(request.user, request.GET.get("after", ""))
    looked(Look.Kind.LISTED, "Waiting for allocation", by=request.user, rows=len(page.rows))
    return render(request, "cases/waiting.html", {"page": page})
