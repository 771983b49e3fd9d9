"""Readings on instruments: how they went, and adding one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import only_for
from accounts.roles import May
from assessments.actions.scoring import add_reading
from assessments.blocking import blockers
from assessments.instruments import INSTRUMENTS
from assessments.queries.meetings import readings_of
from assessments.queries.people import members_of_case
from assessments.views.loading import case_of, show_form, to_case
from assessments.web import trend
from assessments.web.reading_form import FAMILY, ReadingForm
from audit.web.sending import send
from cases.models import Case, Person


@require_safe
@login_required
def readings(request: HttpRequest, reference: str) -> HttpResponse:
    """How the readings on each instrument went, each with its table."""
    case = case_of(request, reference)
    found = readings_of(case)
    return show_form(
        request,
        case,
        "assessments/readings.html",
        title="Readings",
        back=to_case("case-meetings", case),
        charts=[_chart(key, found[key]) for key in INSTRUMENTS if key in found],
        headers=["Who", "When", "Reading"],
        may_add=not blockers(case, "score", request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """“Add a reading”: one that was taken outside a meeting or an assessment."""
    case = case_of(request, reference)
    members = members_of_case(case, timezone.localdate())
    form = ReadingForm(request.POST or None, members=members)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            add_reading(case=case, by=request.user, **_given(case, form.cleaned_data))
            messages.success(request, "Reading added")
            return to_case("case-readings", case)

        if done := send(form, verb, by=request.user):
            return done
    return show_form(
        request,
        case,
        "assessments/reading_add.html",
        title="Add a reading",
        back=to_case("case-readings", case),
        form=form,
        blocked=[] if form.is_bound else blockers(case, "score", request.user),
    )


def _given(case: Case, data: dict[str, Any]) -> dict[str, Any]:
    """What was typed, for the verb."""
    plain = ("value", "area", "scorer", "name", "scored_on", "trained")
    given = {name: data[name] for name in plain if name in data}
    about = data["about"]
    person = None if about == FAMILY else Person.objects.get(pk=about)
    return given | {"instrument": INSTRUMENTS[data["instrument"]], "person": person}


def _chart(key: str, series: trend.Series) -> dict[str, Any]:
    of = INSTRUMENTS[key]
    return {
        "id": f"readings-{key}",
        "title": f"{of.title} ({of.scale})",
        "sentence": trend.sentence(series, of),
        "picture": trend.picture(series, of),
        "rows": trend.rows(series, of),
    }
