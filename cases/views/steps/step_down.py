"""The checklist of a family that social care handed over."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May
from audit.web.sending import send
from cases.actions.steps.stepping_down import check
from cases.forms.steps.stepping_down import StepDownForm
from cases.models import Case, StepDown
from cases.queries.steps.step_down import gap_ahead, records_of, step_down_of
from cases.rules.blocking import blockers
from cases.rules.step_down_checklist import rows_for, still_open
from cases.views.loading import opened, visible_case
from cases.views.one_form import METHODS


@require_http_methods(METHODS)
@only_for(May.WORK, May.ALLOCATE)
def step_down(request: HttpRequest, reference: str) -> HttpResponse:
    """“Step-down checklist”: what the records show, what is asked, and the gap if there is one."""
    case = visible_case(request, reference)
    found = step_down_of(case)
    if found is None:
        raise Http404
    rows = rows_for(timezone.localdate(), found.checklist, records_of(found))
    names = ("version", "last_meeting_on", "closes_on")
    initial = {name: getattr(found, name) for name in names}
    form = StepDownForm(request.POST or None, initial=initial, rows=rows)
    if request.method == "POST" and form.is_valid():
        done = send(form, lambda: _check(request, case, found, form), by=request.user)
        if done:
            return done
    opened(request, case, f"Step-down checklist ({case.reference})")
    context = {
        "case": case,
        "step_down": found,
        "form": form,
        "rows": rows,
        "still_open": still_open(rows),
        "blocked": [] if form.is_bound else blockers(case, "check_step_down", request.user),
        "gap": gap_ahead(found),
        "cancel_url": reverse("case", args=[case.reference]),
    }
    return render(request, "cases/step_down.html", context)


def _check(request: HttpRequest, case: Case, found: StepDown, form: StepDownForm) -> str:
    data = form.cleaned_data
    written = check(
        step_down=found,
        by=request.user,
        checklist=form.checklist(),
        last_meeting_on=form.last_meeting(),
        closes_on=data["closes_on"],
        version=data["version"],
    )
    left = len(still_open(written.checklist))
    if not left:
        messages.success(request, "The step-down checklist is complete")
        return reverse("case", args=[case.reference])
    what = "1 step is" if left == 1 else f"{left} steps are"
    messages.success(request, f"Saved. {what} neither done nor explained yet")
    return reverse("case-step-down", args=[case.reference])
