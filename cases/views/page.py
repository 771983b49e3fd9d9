"""What every page of a case does: load it or not find it, log the look, show it with its header."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cases.models import Case
from cases.need_to_know import CaseQuerySet
from cases.queries.facts import known_case, with_header
from cases.queries.header import header
from cases.views.loading import opened


def case_page(
    request: HttpRequest, reference: str, more: Callable[[CaseQuerySet], CaseQuerySet] | None = None
) -> Case:
    """The case with what its header shows (and what `more` adds to the query), or a 404."""
    cases = with_header(Case.objects.visible_to(request.user))
    cases = more(cases) if more else cases
    case = cases.filter(reference=reference).first()
    if case is None:
        raise Http404
    return known_case(case)


def show(request: HttpRequest, case: Case, tab: str, template: str, **context: Any) -> HttpResponse:
    """Write that the page was opened, then show it under the case's header."""
    opened(request, case, f"{tab.capitalize()} of {case.reference}")
    shown = {"case": case, "header": header(case, request.user, tab)}
    return render(request, template, shown | context)
