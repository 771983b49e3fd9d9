"""Loading the case a page is about. What a person may not see is not found."""

from typing import Any

from django.http import Http404, HttpRequest

from audit.actions.recording import looked
from audit.models import Look
from cases.models import Case


def visible_case(request: HttpRequest, reference: str, *related: str) -> Case:
    """The case with its family and locality (and what else is named), or a 404."""
    cases = Case.objects.visible_to(request.user).select_related("family", "locality", *related)
    case = cases.filter(reference=reference).first()
    if case is None:
        raise Http404
    return case


def opened(request: HttpRequest, case: Case, what: str, **details: Any) -> Look:
    """Write that this person opened a page of the case, before it is shown."""
    return looked(
        Look.Kind.OPENED,
        what,
        by=request.user,
        case_id=case.pk,
        family_id=case.family_id,
        **details,
    )
