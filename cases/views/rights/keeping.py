"""Legal holds, and records whose time has come."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.doors import only_for
from accounts.roles import May
from audit.actions.recording import looked
from audit.models import Look
from cases.actions.rights import keeping
from cases.forms import rights as forms
from cases.models import Disposal, LegalHold
from cases.queries.rights.queues import due_for_disposal, page_of
from cases.views.rights.forms import METHODS, form_page
from cases.views.rights.tabs import page_number, tabs


@require_GET
@only_for(May.HANDLE_RIGHTS)
def holds(request: HttpRequest) -> HttpResponse:
    """“Legal holds”: those that stand, then those that ended."""
    rows = LegalHold.objects.select_related("set_by", "ended_by").order_by("-ended_on", "-pk")
    page = page_of(rows, page_number(request))
    looked(Look.Kind.LISTED, "Legal holds", by=request.user)
    here = f"{reverse('rights-holds')}?page="
    context = {
        "page": page,
        "tabs": tabs("holds"),
        "previous_url": f"{here}{page.previous}" if page.previous else "",
        "next_url": f"{here}{page.following}" if page.following else "",
    }
    return render(request, "cases/rights/holds.html", context)


@require_http_methods(METHODS)
@only_for(May.HANDLE_RIGHTS)
def new_hold(request: HttpRequest) -> HttpResponse:
    form, back = forms.HoldForm(request.POST or None), reverse("rights-holds")

    def act(typed: dict[str, Any]) -> str:
        keeping.hold(by=request.user, **typed)
        return back

    return form_page(
        request, form, act, heading="Set a legal hold", submit="Set hold",
        done="Nothing of this record will be disposed of while the hold stands.",
        back=back, back_text="Back to Legal holds",
    )  # fmt: skip


@require_http_methods(METHODS)
@only_for(May.HANDLE_RIGHTS)
def end_hold(request: HttpRequest, number: int) -> HttpResponse:
    held = LegalHold.objects.filter(pk=number).first()
    if held is None:
        raise Http404
    form, back = forms.ReasonForm(request.POST or None), reverse("rights-holds")

    def act(typed: dict[str, Any]) -> str:
        keeping.end_hold(held=held, by=request.user, **typed)
        return back

    return form_page(
        request, form, act, heading="End a legal hold", submit="End hold", done="Hold ended.",
        caption=held.whose, back=back, back_text="Back to Legal holds",
        blocked=[keeping.ENDED] if held.ended_on else [],
    )  # fmt: skip


@require_GET
@only_for(May.HANDLE_RIGHTS)
def disposal(request: HttpRequest) -> HttpResponse:
    """“Due for disposal”: records whose time has come, longest due first."""
    page = page_of(due_for_disposal(), page_number(request))
    held = keeping.holds_on_families([row.family_id for row in page.rows])
    looked(Look.Kind.LISTED, "Records due for disposal", by=request.user)
    here = f"{reverse('rights-disposal')}?page="
    context = {
        "rows": [(row, held.get(row.family_id, 0)) for row in page.rows],
        "tabs": tabs("disposal"),
        "previous_url": f"{here}{page.previous}" if page.previous else "",
        "next_url": f"{here}{page.following}" if page.following else "",
    }
    return render(request, "cases/rights/disposal.html", context)


@require_http_methods(METHODS)
@only_for(May.HANDLE_RIGHTS)
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """What becomes of one record whose time has come."""
    found = Disposal.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    form = forms.DisposalForm(request.POST or None, initial={"version": found.version})
    back = reverse("rights-disposal")

    def act(typed: dict[str, Any]) -> str:
        _decide(found, request.user, **typed)
        return back

    looked(Look.Kind.OPENED, f"Disposal of {found.reference}", by=request.user,
           family_id=found.family_id)  # fmt: skip
    held = keeping.holds_on_family(found.family_id)
    return form_page(
        request, form, act, heading=f"Record of the {found.name}", submit="Save decision",
        done="Decision recorded.", caption=found.reference, back=back,
        back_text="Back to Due for disposal",
        intro=f"{found.why} {'A legal hold stands on it.' if held else ''}".strip(),
        blocked=[keeping.DECIDED] if found.state != Disposal.State.DUE else [],
    )  # fmt: skip


def _decide(
    found: Disposal, by: Any, *, decision: str, reason: str, until: Any, version: int
) -> None:
    if decision == "dispose":
        keeping.agree(disposal=found, by=by, reason=reason, expected=version)
    elif decision == "keep":
        keeping.keep_longer(disposal=found, by=by, reason=reason, until=until, expected=version)
    else:
        keeping.hold(by=by, reference=found.reference, reason=reason)
