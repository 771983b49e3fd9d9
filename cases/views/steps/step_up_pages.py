"""What the pages of a step-up share."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from audit.web.sending import send, whole
from cases.models import Case, StepUp
from cases.rules.blocking import blockers
from cases.views.loading import opened

FORM_METHODS = ["GET", "HEAD", "POST"]


def form_page(
    request: HttpRequest,
    case: Case,
    form: Any,
    verb: Callable[[], str],
    *,
    rule: str,
    template: str,
    reasons: Callable[[], Iterable[str]] = tuple,
    step_up: StepUp | None = None,
    **context: Any,
) -> HttpResponse:
    """A page that is one form about a step-up: send it, or show it with what stands in the way.
    `reasons` are those of the rules that are asked also of a form that is not whole."""

    def against() -> Iterable[str]:
        return blockers(case, rule, request.user) or reasons()

    if request.method == "POST" and whole(form, reasons=against):
        done = send(form, verb, by=request.user)
        if done:
            return done
    opened(request, case, "Step up to social care")
    context |= {
        "case": case,
        "form": form,
        "step_up": step_up,
        "blocked": blockers(case, rule, request.user),
        "cancel_url": address_of(case) if step_up else reverse("case", args=[case.reference]),
    }
    return render(request, template, context)


def address_of(case: Case) -> str:
    """The page on which a case's step-up stands."""
    return reverse("case-step-up", args=[case.reference])


def words_of(form: Any) -> dict[str, Any]:
    """What was typed, without the form's own key."""
    return {name: value for name, value in form.cleaned_data.items() if name != "one_time_key"}
