"""What is not to be shared with whom: the list of it, and each thing one does about it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from audit.context import current_actor
from cases.actions.sharing import withholding as verbs
from cases.forms.sharing.withholding import ActsForForm, LiftForm, ProposedForm, WithholdForm
from cases.models import ActsFor, Case, Withheld
from cases.queries.sharing.withheld import (
    acting_in,
    how_many_proposed,
    item,
    items_of,
    marks_of,
    people_of,
    proposals,
)
from cases.rules.blocking import blockers
from cases.views.loading import opened, visible_case
from cases.views.one_form import METHODS, one_form
from cases.withholding.kinds import kinds


def case_not_acted_in(request: HttpRequest, reference: str) -> Case:
    """The case, or a 404: also for an agency that acts for somebody of the family, whether
    anything is kept from them or not."""
    case = visible_case(request, reference)
    if case.family_id in current_actor().reach.acting:
        raise Http404
    return case


@require_safe
@login_required
def marks(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything that is or was not to be shared, who acts for whom, and what orders propose."""
    case = case_not_acted_in(request, reference)
    opened(request, case, f"Not to be shared ({case.reference})")
    reasons = blockers(case, "change_people", request.user)
    found = marks_of(case)
    context = {
        "case": case,
        "standing": [one for one in found if one.mark.ended_at is None],
        "ended": [one for one in found if one.mark.ended_at is not None],
        "acting": acting_in(case),
        "proposals": [] if reasons else how_many_proposed(case),
        "reasons": reasons,
    }
    return render(request, "cases/withheld.html", context)


@require_safe
@login_required
def choose_item(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything of the family that can be marked, by kind."""
    case = case_not_acted_in(request, reference)
    opened(request, case, f"Choose what is not to be shared ({case.reference})")
    context = {"case": case, "items": items_of(case)}
    return render(request, "cases/withheld_choose.html", context)


@require_http_methods(METHODS)
@login_required
def mark(request: HttpRequest, reference: str, kind: str, row: int) -> HttpResponse:
    """Say with whom one item is not to be shared."""
    case = case_not_acted_in(request, reference)
    found = item(case, kind, row)
    if found is None:
        raise Http404
    form = WithholdForm(request.POST or None, people=people_of(case))

    def act(data: dict[str, Any]) -> None:
        verbs.withhold(
            case=case,
            by=request.user,
            kind=kind,
            row_id=row,
            why=data["why"],
            words=data["words"],
            **form.chosen(),
        )

    return one_form(
        request,
        case,
        form,
        act,
        heading="Not to be shared with somebody",
        submit="Save",
        done="Marked as not to be shared",
        back=_back(case),
        intro=f"{found[0].title}: {found[1]}",
    )


@require_http_methods(METHODS)
@login_required
def proposed(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What a court order's restraint proposes not to share with the person it restrains."""
    case = case_not_acted_in(request, reference)
    asked = next(((p, found) for p, found in proposals(case).items() if p.pk == number), None)
    if asked is None:
        raise Http404
    person, found = asked

    def act(data: dict[str, Any]) -> None:
        for key in data["items"]:
            kind, _, row = key.partition(":")
            verbs.withhold(
                case=case,
                by=request.user,
                kind=kind,
                row_id=int(row),
                why=Withheld.Why.COURT_ORDER,
                person=person,
            )

    return one_form(
        request,
        case,
        ProposedForm(request.POST or None, items=found),
        act,
        heading=f"Not to be shared with {person.name}",
        submit="Mark these",
        done="Marked as not to be shared",
        back=_back(case),
        intro=f"A court order restrains {person.name}. Tick what must not reach them, nor the "
        "agency acting for them.",
    )


@require_http_methods(METHODS)
@login_required
def lift(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """End a mark, with the reason."""
    case = case_not_acted_in(request, reference)
    rows = Withheld.objects.filter(family=case.family_id, ended_at__isnull=True, pk=number)
    found = rows.select_related("person").first()
    if found is None:
        raise Http404
    title = kinds()[found.kind].title if found.kind in kinds() else found.kind

    def act(data: dict[str, Any]) -> None:
        verbs.lift(case=case, by=request.user, mark=found, reason=data["reason"])

    return one_form(
        request,
        case,
        LiftForm(request.POST or None),
        act,
        heading=f"Share with {found.whom} again",
        submit="End the mark",
        done="The mark has ended",
        back=_back(case),
        intro=f"{title}: from now on it stands in what {found.whom} gets.",
    )


@require_http_methods(METHODS)
@login_required
def acting(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that an agency acts for somebody of the family."""
    case = case_not_acted_in(request, reference)
    form = ActsForForm(request.POST or None, people=people_of(case))

    def act(data: dict[str, Any]) -> None:
        verbs.acts_for(case=case, by=request.user, agency=data["agency"], **form.chosen())

    return one_form(
        request,
        case,
        form,
        act,
        heading="An agency acts for somebody",
        submit="Save",
        done="Recorded for whom the agency acts",
        back=_back(case),
    )


@require_http_methods(["POST"])
@login_required
def end_acting(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Record that an agency no longer acts for somebody."""
    case = case_not_acted_in(request, reference)
    found = ActsFor.objects.filter(family=case.family_id, pk=number).first()
    if found is None:
        raise Http404
    verbs.acts_no_longer(case=case, by=request.user, acting=found)
    messages.success(request, "Recorded that the agency no longer acts for them")
    return redirect(_back(case))


def _back(case: Case) -> str:
    return reverse("case-withheld", args=[case.reference])
