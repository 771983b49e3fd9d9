"""Readings on instruments: how they went, adding one, and correcting one."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import only_for
from accounts.roles import May
from assessments.actions.scoring import CORRECTED, add_reading, correct, faults
from assessments.blocking import blockers
from assessments.instruments import INSTRUMENTS
from assessments.models import Score
from assessments.queries.meetings import corrected_of, readings_of, scored_by, standing_of
from assessments.queries.people import members_of_case
from assessments.views.loading import case_of, child_of, show_form, to_case
from assessments.web import trend
from assessments.web.reading_form import FAMILY, CorrectForm, ReadingForm
from audit.web.sending import send, whole
from cases.models import Case, Person

HEADERS = ["Who", "When", "Reading"]


@require_safe
@login_required
def readings(request: HttpRequest, reference: str) -> HttpResponse:
    """How the readings on each instrument went, each with its table."""
    case = case_of(request, reference)
    found = readings_of(case)
    may_correct = not blockers(case, "correct_score", request.user)
    return show_form(
        request,
        case,
        "assessments/readings.html",
        title="Readings",
        back=to_case("case-meetings", case),
        charts=charts_of(found),
        headers=HEADERS,
        may_add=not blockers(case, "score", request.user),
        to_correct=[_line(row) for row in standing_of(case)] if may_correct else [],
        corrected=[_line(row) for row in corrected_of(case)],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """“Add a reading”: one that was taken outside a meeting or an assessment."""
    case = case_of(request, reference)
    members = members_of_case(case, timezone.localdate())
    form = ReadingForm(request.POST or None, members=members)

    def against() -> list[str]:
        said = form.cleaned_data
        if "instrument" not in said:
            return []
        known = (said.get("value"), said.get("scored_on"), said.get("area", ""))
        return faults(INSTRUMENTS[said["instrument"]], *known, bool(said.get("trained")))

    if request.method == "POST" and whole(form, reasons=against):

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


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def correcting(request: HttpRequest, reference: str, reading: int) -> HttpResponse:
    """“Correct a reading” that was written down wrongly."""
    case = case_of(request, reference)
    rows = Score.objects.select_related("case", "person")
    found: Score = child_of(case, rows, reading)
    initial = {"version": found.version, "scored_on": found.scored_on}
    form = CorrectForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            plain = ("value", "scored_on", "why", "version")
            given = {name: form.cleaned_data[name] for name in plain}
            correct(score=found, by=request.user, **given)
            messages.success(request, "Reading corrected")
            return to_case("case-readings", case)

        if done := send(form, verb, by=request.user):
            return done
    stands = [] if found.corrected_at is None else [CORRECTED]
    return show_form(
        request,
        case,
        "assessments/reading_correct.html",
        title="Correct a reading",
        back=to_case("case-readings", case),
        form=form,
        line=_line(found),
        blocked=[] if form.is_bound else blockers(case, "correct_score", request.user) or stands,
    )


def _line(row: Score) -> dict[str, Any]:
    """A reading in words, beside the row."""
    of = INSTRUMENTS[row.instrument]
    right = getattr(row, "right_one", None) if row.corrected_at else None
    return {
        "row": row,
        "title": of.title,
        "who": scored_by(row),
        "said": of.said(row.value),
        "right": of.said(right.value) if right else "",
        "right_on": right.scored_on if right else None,
    }


def _given(case: Case, data: dict[str, Any]) -> dict[str, Any]:
    """What was typed, for the verb."""
    plain = ("value", "area", "scorer", "name", "scored_on", "trained")
    given = {name: data[name] for name in plain if name in data}
    about = data["about"]
    person = None if about == FAMILY else Person.objects.get(pk=about)
    return given | {"instrument": INSTRUMENTS[data["instrument"]], "person": person}


def charts_of(found: Mapping[str, trend.Series]) -> list[dict[str, Any]]:
    """A chart of each instrument that has readings, safety first."""
    return [_chart(key, found[key]) for key in INSTRUMENTS if key in found]


def _chart(key: str, series: trend.Series) -> dict[str, Any]:
    of = INSTRUMENTS[key]
    return {
        "id": f"readings-{key}",
        "title": f"{of.title} ({of.scale})",
        "sentence": trend.sentence(series, of),
        "picture": trend.picture(series, of),
        "rows": trend.rows(series, of),
    }
