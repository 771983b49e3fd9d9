"""Loading what a page is about, and drawing pages on which one does one thing.

What a person may not see is not found.
"""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from assessments.blocking import of_the_family
from assessments.models import Assessment, Goal
from audit.days import in_words
from cases.models import Case
from cases.queries.people.cautions import Caution, cautions_of
from cases.rules.blocking import remembering
from cases.views.loading import opened
from cases.views.page import case_page


def case_of(request: HttpRequest, reference: str) -> Case:
    """The case with what its header shows, remembering what rules ask of it; or a 404."""
    case = case_page(request, reference)
    facts = case.__dict__
    return remembering(
        case,
        lead=(facts["lead_found"] or {}).get("id"),
        step_up=bool(facts["step_up_found"]),
        visible=True,
    )


def assessment_of(case: Case, number: int) -> Assessment:
    """An assessment of this case, or a 404."""
    rows = Assessment.objects.filter(case=case, pk=number)
    wanted = ("form", "about", "started_by", "started_by_agency")
    return _with(case, rows.select_related(*wanted).first())


def latest_in(case: Case, *states: str) -> Assessment:
    """The newest assessment of this case in one of these states, or a 404. Records are none."""
    rows = of_the_family(case).filter(state__in=states).order_by("-started_on", "-pk")
    return _with(case, rows.select_related("form", "started_by", "started_by_agency").first())


def child_of(case: Case, rows: Any, number: int) -> Any:
    """A row that hangs from this case, or a 404."""
    found = rows.filter(case=case, pk=number).first()
    if found is None:
        raise Http404
    return found


def goal_of(case: Case, number: int) -> Goal:
    """A goal of this case's plan, or a 404."""
    found: Goal = child_of(case, Goal.objects.select_related("plan"), number)
    found.plan.case = case
    return found


def show_form(
    request: HttpRequest,
    case: Case,
    template: str,
    *,
    title: str,
    back: str,
    **context: Any,
) -> HttpResponse:
    """Draw a page on which one does one thing: without tabs, with a way back."""
    opened(request, case, title)
    context |= {"case": case, "title": title, "cancel_url": back}
    return render(request, template, context)


def theirs(model: Any, number: int, request: HttpRequest, fields: list[str]) -> list[str]:
    """What somebody else has written meanwhile, where the form was sent on an older version."""
    sent = request.POST.get("version", "")
    row = model.objects.filter(pk=number).values("version", *fields).first() if sent else None
    if row is None or str(row["version"]) == sent:
        return []
    return [_said(row[name]) for name in fields]


def _said(value: Any) -> str:
    return in_words(value) if isinstance(value, date) else str(value)


def cautions(case: Case) -> list[Caution]:
    """Visit risks and court orders, for a page that shares something or brings people together."""
    facts = case.__dict__
    return cautions_of(
        facts["alerts_found"], facts["orders_found"], timezone.localdate(), facts["marks_found"]
    )


def to_case(name: str, case: Case, *more: Any) -> str:
    """The address of a page of this case."""
    return reverse(name, args=[case.reference, *more])


def _with(case: Case, assessment: Assessment | None) -> Assessment:
    if assessment is None:
        raise Http404
    assessment.case = case
    return assessment
