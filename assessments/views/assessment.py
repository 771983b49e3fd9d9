"""The Assessment part of a case's page, starting an assessment, and reading one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import only_for
from accounts.roles import May
from assessments.actions.assessing import start as start_assessment
from assessments.blocking import (
    IN_PROGRESS,
    blockers,
    by_rule,
    may_write_on,
    sections_out_to,
    starts_from,
)
from assessments.definition import Purpose
from assessments.models import Assessment
from assessments.progress import State
from assessments.queries.before import was_born
from assessments.queries.delegated import handed_in
from assessments.queries.ended import say_how_they_ended
from assessments.queries.offers import Offer, offers
from assessments.queries.people import members_of_case
from assessments.queries.put_aside import put_aside
from assessments.queries.sheet import Sheet
from assessments.queries.since import since
from assessments.views.loading import assessment_of, case_of, latest_in, show_form, to_case
from assessments.views.section import address_of, asked_rows, contents
from assessments.web.confirming import StartForm
from assessments.web.section_page import read_lines, saved_words
from audit.web.sending import send
from cases.models import Case
from cases.views.page import show

NO_FORM = "No form is published. Ask the system administrator to publish one."
START, RECORD, START_AGAIN = "Start assessment", "Start a record", "Start re-assessment"


@require_safe
@login_required
def case_assessment(request: HttpRequest, reference: str) -> HttpResponse:
    """Every assessment of the case, with what can be done with the one in progress."""
    case = case_of(request, reference)
    rows = list(
        Assessment.objects.filter(case=case)
        .select_related("form", "about", "started_by", "started_by_agency")
        .prefetch_related("sign_offs__by")
        .order_by("-started_on", "-pk")
    )
    for row in rows:
        row.case = case
    say_how_they_ended(case, rows)
    open_now = [row for row in rows if row.state in IN_PROGRESS]
    present = next((row for row in open_now if not row.form.is_record), None)
    sheet = Sheet(present) if present else None
    return show(
        request,
        case,
        "assessment",
        "assessments/assessment.html",
        sheet=sheet,
        saved=saved_words(sheet.saved_at) if sheet else "",
        contents=contents(sheet) if sheet else [],
        last=next((row for row in rows if present and row.pk == present.follows_id), None),
        asked=asked_rows(sheet) if sheet else [],
        may_ask=bool(present and not by_rule(present, "delegate", request.user)),
        may_submit=bool(present and not by_rule(present, "submit", request.user)),
        records=[_open_record(row) for row in open_now if row.form.is_record],
        born=bool(present and present.is_open_for_writing and _is_born(present)),
        may_record=not by_rule(case, "start_record", request.user),
        earlier=[row for row in rows if row not in open_now],
        comments=sheet.comments if sheet else None,
    )


def _is_born(present: Assessment) -> bool:
    return present.form.purpose == Purpose.UNBORN and was_born(present)


def _open_record(row: Assessment) -> dict[str, Any]:
    """A record that is being written, with the way to its first page."""
    sheet = Sheet(row)
    return {"it": row, "url": address_of(sheet, sheet.pages[0]) if sheet.pages else ""}


@require_safe
@login_required
def go_on(request: HttpRequest, reference: str) -> HttpResponse:
    """“Continue assessment”: to the first section one writes that is not complete."""
    sheet = Sheet(latest_in(case_of(request, reference), *IN_PROGRESS))
    own = sections_out_to(sheet.assessment, request.user)
    pages = [page for page in sheet.pages if may_write_on(page, own)] or sheet.pages
    unfinished = (page for page in pages if sheet.states[page] != State.COMPLETE)
    return redirect(address_of(sheet, next(unfinished, pages[0])))


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def start(request: HttpRequest, reference: str) -> HttpResponse:
    """“Start assessment”: says what it will be filled with and who is in it."""
    case = case_of(request, reference)
    today = timezone.localdate()
    every = offers(case, request.user, today)
    fitting = [offer for offer in every if not offer.reasons]
    form = StartForm(request.POST or None, offers=every)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            assessment = start_assessment(case=case, by=request.user, **_chosen(form))
            messages.success(request, f"{assessment.kind_title} started.")
            sheet = Sheet(assessment)
            return address_of(sheet, sheet.pages[0])

        if done := send(form, verb, by=request.user):
            return done
    return show_form(
        request,
        case,
        "assessments/start.html",
        title=_title(fitting or every),
        back=to_case("case-assessment", case),
        form=form,
        only=fitting[0] if len(fitting) == 1 else None,
        again=any(one.again for one in fitting),
        others=[offer for offer in every if offer.reasons],
        people_url=to_case("case-people", case),
        goes_on=_goes_on(case, fitting, request.user),
        members=members_of_case(case, today),
        blocked=[] if form.errors or fitting else _why_none(every, case, request.user),
    )


def _title(offered: list[Offer]) -> str:
    if any(one.again for one in offered):
        return START_AGAIN
    return START if any(not one.form.is_record for one in offered) else RECORD


def _chosen(form: StartForm) -> dict[str, Any]:
    offer = form.chosen()
    return {"form": offer.form, "about": offer.about.id if offer.about else None}


def _goes_on(case: Case, fitting: list[Offer], by: Any) -> Assessment | None:
    """The assessment before birth that would go on in one of these and end."""
    return next((row for one in fitting if (row := starts_from(case, one.form, by))), None)


def _why_none(every: list[Offer], case: Case, by: Any) -> list[str]:
    """Why nothing can be started: of the assessment, which is what one comes for."""
    return every[0].reasons if every else blockers(case, "start", by) or [NO_FORM]


@require_safe
@login_required
def read(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The whole assessment on one page, to read or print."""
    case = case_of(request, reference)
    assessment = assessment_of(case, number)
    say_how_they_ended(case, [assessment])
    sheet = Sheet(assessment)
    return show_form(
        request,
        case,
        "assessments/read.html",
        title=assessment.title,
        back=to_case("case-assessment", case),
        assessment=assessment,
        sign_offs=assessment.sign_offs.select_related("by").order_by("at"),
        groups=whole(sheet),
        since=since(sheet),
    )


def whole(sheet: Sheet) -> list[dict[str, Any]]:
    """Every section with its answers, by the family and by person; then what is kept of other
    versions of the form."""
    return [*_asked(sheet), *_kept(sheet)]


def _kept(sheet: Sheet) -> list[dict[str, Any]]:
    return [
        {
            "title": f"Kept from version {number} of the form",
            "note": "not asked any more",
            "pages": [{"title": "", "lines": lines}],
        }
        for number, lines in put_aside(sheet).items()
    ]


def _asked(sheet: Sheet) -> list[dict[str, Any]]:
    others = handed_in(sheet.assessment)
    return [
        {
            "title": group.title,
            "note": group.note,
            "pages": [
                {
                    "title": page.short_title,
                    "lines": read_lines(sheet, page),
                    "by": others.get((page.section.key, page.person_id)),
                }
                for page in group.pages
            ],
        }
        for group in sheet.groups
    ]
