"""The documents of a case, and those the hub itself prints: step-up packs, the closure record."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.queries.documents import (
    closure_record,
    documents_of_case,
    outcomes_of,
    step_up_pack,
)
from cases.queries.endings.sustained import how_it_held
from cases.queries.steps.pack_shown import as_shown
from cases.rules.blocking import blockers
from cases.views.loading import opened, visible_case
from cases.views.page import case_page, show


@require_safe
@login_required
def documents(request: HttpRequest, reference: str) -> HttpResponse:
    """Every document of the case, newest first."""
    case = case_page(request, reference)
    found = documents_of_case(case, request.user)
    reasons = blockers(case, "add_document", request.user)
    context = {"documents": found, "add_reasons": reasons}
    return show(request, case, "documents", "cases/documents.html", **context)


@require_safe
@login_required
def step_up(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The pack of a step-up as it was sent, for printing."""
    case = visible_case(request, reference)
    found = step_up_pack(case, number)
    if found is None:
        raise Http404
    opened(request, case, f"Step-up pack of {case.reference}")
    context = {"case": case, "step_up": found, "pack": as_shown(found.pack)}
    return render(request, "cases/documents_step_up.html", context)


@require_safe
@login_required
def closure(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The record of how a case ended, for printing."""
    case = visible_case(request, reference)
    found = closure_record(case, number)
    if found is None:
        raise Http404
    opened(request, case, f"Closure record of {case.reference}")
    held = None if found.reopened_on else how_it_held(case, found, request.user)
    context = {"case": case, "closure": found, "needs": outcomes_of(found), "held": held}
    return render(request, "cases/documents_closure.html", context)
