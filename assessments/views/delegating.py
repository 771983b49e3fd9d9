"""Sections that others write: asked for, handed in, taken back, read."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import only_for
from accounts.roles import May
from assessments.actions import delegating
from assessments.blocking import blockers, handing_in_blockers, taking_back_blockers
from assessments.models import Delegation
from assessments.queries.delegated import address_of, nothing_written, title_of
from assessments.queries.meetings import team_of
from assessments.views.loading import case_of, child_of, show_form, to_case
from assessments.views.section import address_of as address_of_page
from assessments.views.section import page_of
from assessments.web.delegating import AskForm, HandInForm, TakeBackForm
from audit.refusal import Refused
from audit.web.sending import send
from cases.models import Case


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def ask(
    request: HttpRequest, reference: str, number: int, section: str, person: int | None = None
) -> HttpResponse:
    """Somebody of the team is asked to write this section."""
    sheet, page = page_of(request, reference, number, section, person)
    case, out = sheet.assessment.case, sheet.asked(page)
    out = out if out and out.is_out else None
    team = list(team_of(case).filter(user__is_active=True))
    form = AskForm(request.POST or None, team=team, out_to=out.writer.name if out else "")
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            data = form.cleaned_data
            row = delegating.ask(
                assessment=sheet.assessment,
                page=page,
                writer=form.chosen,
                by=request.user,
                question=data["question"],
                due_on=data["due_on"],
                why_again=data.get("why_again", ""),
            )
            messages.success(request, f"{row.writer.name} is asked to write this section.")
            return to_case("case-assessment", case)

        if done := send(form, verb, by=request.user):
            return done
    return show_form(
        request,
        case,
        "assessments/section_ask.html",
        title="Ask somebody to write this section",
        back=address_of_page(sheet, page),
        form=form,
        page=page,
        anybody=bool(form.team),
        blocked=[] if form.is_bound else blockers(sheet.assessment, "delegate", request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def hand_in(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The writer gives the section back, with a word if they like."""
    case, row = _asked(request, reference, number)
    form = HandInForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            delegating.hand_in(delegation=row, by=request.user, note=form.cleaned_data["note"])
            messages.success(request, f"“{title_of(row)}” is handed in. Thank you.")
            return to_case("case-assessment", case)

        if done := send(form, verb, by=request.user):
            return done
    return show_form(
        request,
        case,
        "assessments/section_hand_in.html",
        title="Hand in this section",
        back=address_of(row),
        form=form,
        row=row,
        section_title=title_of(row),
        empty=nothing_written(row),
        blocked=[] if form.is_bound else handing_in_blockers(row, request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def take_back(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The section is no longer asked of somebody."""
    case, row = _asked(request, reference, number)
    form = TakeBackForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            delegating.take_back(delegation=row, by=request.user, why=form.cleaned_data["why"])
            messages.success(request, f"{row.writer.name} is no longer asked to write it.")
            return to_case("case-assessment", case)

        if done := send(form, verb, by=request.user):
            return done
    return show_form(
        request,
        case,
        "assessments/section_take_back.html",
        title="Take this section back",
        back=to_case("case-assessment", case),
        form=form,
        row=row,
        section_title=title_of(row),
        blocked=[] if form.is_bound else taking_back_blockers(row, request.user),
    )


@require_POST
@only_for(May.WORK, May.ALLOCATE)
def read(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The lead has read what came."""
    case, row = _asked(request, reference, number)
    try:
        delegating.note_read(delegation=row, by=request.user)
        messages.success(request, "Noted: you have read it.")
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect(to_case("case-assessment", case))


def _asked(request: HttpRequest, reference: str, number: int) -> tuple[Case, Delegation]:
    """A section that was asked for on this case, or a 404."""
    case = case_of(request, reference)
    related = ("assessment__form", "person", "writer", "asked_by", "agency")
    row: Any = child_of(case, Delegation.objects.select_related(*related), number)
    row.case = row.assessment.case = case
    return case, row
