"""What every page of a case does: load it or not find it, log the look, show it with its header."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cases.models import Case
from cases.need_to_know import CaseQuerySet
from cases.queries.facts import known_case, with_header
from cases.queries.header import header
from cases.queries.written_once import Reader, WrittenOnce, reader_values
from cases.views.loading import opened

More = Callable[[CaseQuerySet], CaseQuerySet]


def case_page(request: HttpRequest, reference: str, more: More | None = None) -> Case:
    """The case with what its header shows (and what `more` adds to the query), or a 404."""
    shape, values = reader_values(request.user)
    found = _CASES(more, *shape, reference=reference, **values)
    if not found:
        raise Http404
    return known_case(found[0])


def _cases(more: More | None, role: str, *shape: str, **values: Any) -> CaseQuerySet:
    cases = with_header(Case.objects.visible_to(Reader(role, values)))
    return (more(cases) if more else cases).filter(reference=values["reference"])


_CASES = WrittenOnce(_cases)


def show(request: HttpRequest, case: Case, tab: str, template: str, **context: Any) -> HttpResponse:
    """Write that the page was opened, then show it under the case's header."""
    opened(request, case, f"{tab.capitalize()} of {case.reference}")
    shown = {"case": case, "header": header(case, request.user, tab)}
    return render(request, template, shown | context)
