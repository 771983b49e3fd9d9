"""Copies for one person: who gets it, both versions side by side, and the copy itself to print."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from audit.web.sending import send
from cases.actions.sharing.copying import make_copy
from cases.forms.sharing.withholding import MakeCopyForm, RecipientForm
from cases.models import Case, CopyGiven
from cases.queries.facts import known_case
from cases.queries.people.cautions import cautions_of
from cases.queries.sharing.withheld import (
    audience_of,
    copies_of,
    parted,
    proposed_for,
    recipients,
    warnings_for,
)
from cases.rules.blocking import blockers
from cases.views.loading import opened
from cases.views.one_form import METHODS
from cases.views.sharing.withholding import case_not_acted_in
from cases.withholding.copies import beside, copyables


@require_safe
@login_required
def copies(request: HttpRequest, reference: str) -> HttpResponse:
    """Every copy that was made, for whom, and by whom."""
    case = case_not_acted_in(request, reference)
    opened(request, case, f"Copies of {case.reference}")
    return render(request, "cases/copies.html", {"case": case, "copies": copies_of(case)})


@require_http_methods(METHODS)
@login_required
def recipient(request: HttpRequest, reference: str, kind: str, row: int) -> HttpResponse:
    """Who gets a copy. Parents who have parted share none."""
    case = case_not_acted_in(request, reference)
    title = _title(case, kind, row)
    apart = parted(case)
    form = RecipientForm(request.POST or None, whom=recipients(case))
    if request.method == "POST" and form.is_valid():
        whom = form.cleaned_data["whom"]
        return redirect("case-copy-beside", case.reference, kind, row, whom)
    opened(request, case, f"Copy for somebody ({case.reference})")
    context = {
        "case": case,
        "form": form,
        "title": title,
        "parted": apart,
        "blocked": blockers(case, "change_people", request.user),
        "cautions": _cautions(case),
        "cancel_url": reverse("case-documents", args=[case.reference]),
    }
    return render(request, "cases/copy_for.html", context)


@require_http_methods(METHODS)
@login_required
def side_by_side(
    request: HttpRequest, reference: str, kind: str, row: int, whom: str
) -> HttpResponse:
    """The whole and the copy, side by side, before anything is given to anybody."""
    case = case_not_acted_in(request, reference)
    audience = audience_of(case, whom)
    found = beside(case, kind, row, audience) if audience else None
    if audience is None or found is None:
        raise Http404
    form = MakeCopyForm(request.POST or None, beside=found)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            copy = make_copy(
                case=case,
                by=request.user,
                kind=kind,
                row_id=row,
                audience=audience,
                looked_at=form.cleaned_data["digest"],
                decisions=form.decisions(),
            )
            messages.success(request, f"Copy for {audience.title} made")
            return reverse("case-copy", args=[case.reference, copy.pk])

        if done := send(form, verb, by=request.user):
            return done
    opened(request, case, f"Both versions of a copy ({case.reference})")
    context = {
        "case": case,
        "form": form,
        "beside": found,
        "warnings": warnings_for(case, audience),
        "proposed": proposed_for(case, audience),
        "cautions": _cautions(case),
        "blocked": [] if form.is_bound else blockers(case, "change_people", request.user),
        "cancel_url": reverse("case-copy-for", args=[case.reference, kind, row]),
    }
    return render(request, "cases/copy_beside.html", context)


@require_safe
@login_required
def copy(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One copy as it was made, to print or to save as a PDF from the browser."""
    case = case_not_acted_in(request, reference)
    found = CopyGiven.objects.filter(case=case, pk=number).select_related("made_by").first()
    if found is None:
        raise Http404
    opened(request, case, f"Copy of {case.reference}", copy=found.pk)
    return render(request, "cases/copy.html", {"case": case, "copy": found})


def _title(case: Case, kind: str, row: int) -> str:
    copyable = copyables().get(kind)
    found = copyable.read(case, row) if copyable else None
    if found is None:
        raise Http404
    return found[0]


def _cautions(case: Case):  # type: ignore[no-untyped-def]
    facts = known_case(case).__dict__
    return cautions_of(
        facts["alerts_found"], facts["orders_found"], timezone.localdate(), facts["marks_found"]
    )
