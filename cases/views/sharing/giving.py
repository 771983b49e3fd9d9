"""Adults' health, offending and history: what was given to which agency, item by item."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from audit.context import current_actor
from cases.actions.sharing import giving
from cases.forms.sharing.withholding import GiveForm
from cases.models import Case, Given
from cases.rules.blocking import blockers
from cases.views.loading import opened, visible_case
from cases.views.one_form import METHODS, one_form
from cases.withholding.kinds import kinds


def _case(request: HttpRequest, reference: str) -> Case:
    """The case; not found for other agencies than the council."""
    case = visible_case(request, reference)
    if current_actor().reach.partner:
        raise Http404
    return case


@require_safe
@login_required
def given(request: HttpRequest, reference: str) -> HttpResponse:
    """Every such item of the case, and to whom it was given."""
    case = _case(request, reference)
    opened(request, case, f"Adults’ own information ({case.reference})")
    rows = Given.objects.filter(case=case, ended_at__isnull=True).select_related("agency")
    by_item: dict[str, list[Given]] = {}
    for row in rows.order_by("agency__name"):
        by_item.setdefault(f"{row.kind}:{row.row_id}", []).append(row)
    items = [
        {"kind": key, "row": row.pk, "label": kinds()[key].label(row),
         "given": by_item.get(f"{key}:{row.pk}", [])}
        for key in giving.ITEMS
        for row in kinds()[key].rows(case).filter(about_an_adult=True)
    ]  # fmt: skip
    reasons = blockers(case, "share", request.user)
    context = {"case": case, "items": items, "reasons": reasons}
    return render(request, "cases/given.html", context)


@require_http_methods(METHODS)
@login_required
def give(request: HttpRequest, reference: str, kind: str, row: int) -> HttpResponse:
    """Give one item to an agency."""
    case = _case(request, reference)
    known = kind in giving.ITEMS
    found = kinds()[kind].rows(case).filter(pk=row, about_an_adult=True).first() if known else None
    if found is None:
        raise Http404

    def act(data: dict[str, Any]) -> None:
        typed = {name: data[name] for name in ("agency", "why", "until")}
        giving.give(case=case, by=request.user, kind=kind, row_id=row, **typed)

    return one_form(
        request,
        case,
        GiveForm(request.POST or None),
        act,
        heading="Give to another agency",
        submit="Give",
        done="Given",
        back=_back(case),
        intro=kinds()[kind].label(found),
        rule="share",
    )


@require_http_methods(["POST"])
@login_required
def end(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """End what was given."""
    case = _case(request, reference)
    found = Given.objects.filter(case=case, pk=number).first()
    if found is None:
        raise Http404
    giving.take_back(case=case, by=request.user, given=found)
    messages.success(request, "They no longer read it here")
    return redirect(_back(case))


def _back(case: Case) -> str:
    return reverse("case-given", args=[case.reference])
