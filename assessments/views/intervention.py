"""Programmes and groups delivered to a family: added, counted, ended."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May
from assessments.actions.delivering import add_intervention, change_intervention, faults
from assessments.blocking import blockers
from assessments.models import Intervention
from assessments.queries.people import members_of_case
from assessments.views.loading import case_of, child_of, show_form, theirs, to_case
from assessments.web.intervention_forms import InterventionForm
from audit.web.sending import send, whole
from cases.models import Case


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """“Add a programme or group”."""
    return _page(request, case_of(request, reference), None)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def change(request: HttpRequest, reference: str, intervention: int) -> HttpResponse:
    """Count its sessions, or say how it ended."""
    case = case_of(request, reference)
    found: Intervention = child_of(case, Intervention.objects, intervention)
    found.case = case
    return _page(request, case, found)


def _page(request: HttpRequest, case: Case, found: Intervention | None) -> HttpResponse:
    initial = InterventionForm.initial_of(found) if found else {"version": 0}
    members = members_of_case(case, timezone.localdate())
    form = InterventionForm(request.POST or None, members=members, initial=initial)

    def against() -> list[str]:
        return blockers(case, "deliver", request.user) or faults(**form.contradictory())

    if request.method == "POST" and whole(form, reasons=against):

        def verb() -> str:
            if found:
                version = form.cleaned_data["version"]
                change_intervention(
                    intervention=found, by=request.user, version=version, to=form.delivered()
                )
            else:
                add_intervention(case=case, by=request.user, what=form.delivered())
            messages.success(request, "Programme or group saved")
            return to_case("case-plan", case)

        if done := send(form, verb, by=request.user):
            return done
    seen = ["offered", "attended", "ending"]
    return show_form(
        request,
        case,
        "assessments/action.html",
        title="Change programme or group" if found else "Add a programme or group",
        back=to_case("case-plan", case),
        form=form,
        theirs=theirs(Intervention, found.pk, request, seen) if found else [],
        blocked=[] if form.is_bound else blockers(case, "deliver", request.user),
    )
