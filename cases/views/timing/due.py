"""What is due on a case, and letting the clock of one thing stand still."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from audit.web.forms import Form
from cases.actions.timing import holding_up
from cases.forms.timing.due import PauseForm
from cases.models import Case, Due
from cases.queries.timing.what_is_due import what_is_due
from cases.rules.blocking import blockers
from cases.views.loading import visible_case
from cases.views.one_form import METHODS, one_form
from cases.views.page import case_page, show


@require_safe
@login_required
def all_due(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything that is due on the case, whose work it is, and what stands still and why."""
    case = case_page(request, reference)
    lines, pauses = what_is_due(case, timezone.localdate())
    return show(
        request,
        case,
        "due",
        "cases/due.html",
        lines=lines,
        pauses=pauses,
        today=timezone.localdate(),
        may_pause=not blockers(case, "hold_up", request.user),
    )


@require_http_methods(METHODS)
@login_required
def pause(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Why the clock stands still, and until when."""
    case = visible_case(request, reference)
    due = _due(case, number)

    def act(data: dict[str, Any]) -> None:
        holding_up.pause(due=due, reason=data["reason"], until=data["until"], by=request.user)

    form = PauseForm(request.POST or None)

    def against() -> list[str]:
        said, today = form.cleaned_data, timezone.localdate()
        return holding_up.reasons_against(due, said.get("reason", ""), said.get("until"), today)

    return one_form(
        request,
        case,
        form,
        act,
        reasons=against,
        heading=f"{due.what}: let the clock stand still",
        submit="Let it stand still",
        done=f"The clock of “{due.what}” stands still",
        back=_back(case),
        intro="What is left now is left again from the day it goes on.",
        rule="hold_up",
    )


@require_http_methods(METHODS)
@login_required
def resume(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Let a clock go on before its day."""
    case = visible_case(request, reference)
    due = _due(case, number)

    def act(data: dict[str, Any]) -> None:
        holding_up.resume(due=due, by=request.user)

    return one_form(
        request,
        case,
        Form(request.POST or None),
        act,
        heading=f"{due.what}: let the clock go on",
        submit="Let it go on today",
        done=f"The clock of “{due.what}” goes on",
        back=_back(case),
        intro="What was left when it stood still is left from today.",
        rule="hold_up",
    )


def _due(case: Case, number: int) -> Due:
    found = Due.objects.still_open().filter(case=case, pk=number).first()
    if found is None:
        raise Http404
    return found


def _back(case: Case) -> str:
    return reverse("case-due", args=[case.reference])
