"""Inviting people to the next meeting, calling it off, and whether somebody comes."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import only_for, takes_away
from accounts.roles import May
from assessments.actions.inviting import answer as give_answer
from assessments.actions.inviting import call_off as call_meeting_off
from assessments.actions.inviting import (
    change_meeting,
    faults_of_guests,
    faults_of_place,
    plan_meeting,
)
from assessments.blocking import answering_blockers, blockers
from assessments.calendar_invitation import calendar_invitation
from assessments.models import Invitation, PlannedMeeting
from assessments.queries.inviting import Offered, next_meeting, offered
from assessments.queries.meetings import meetings_of
from assessments.queries.people import members_of_case
from assessments.views.loading import case_of, cautions, child_of, show_form, to_case
from assessments.web.invite_forms import AnswerForm, CallOffForm, InviteForm
from assessments.web.meeting_forms import OtherGuests
from audit.web.sending import send, whole
from cases.models import Case
from cases.queries.sharing.withheld import parted
from cases.views.loading import opened

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@only_for(May.WORK, May.ALLOCATE)
def invite(request: HttpRequest, reference: str) -> HttpResponse:
    """“Invite to the next meeting”, or change what they are invited to."""
    case = case_of(request, reference)
    meeting = next_meeting(case)
    found = offered(case, members_of_case(case, timezone.localdate()), meeting)
    form = _form(request, case, found, meeting)
    others = OtherGuests(request.POST or None, prefix="others")

    def against() -> list[str]:
        return blockers(case, "invite", request.user) or list(_faults(case, form, others))

    if request.method == "POST" and _sendable(form, others, against):

        def verb() -> str:
            guests = [*form.chosen(), *(other.invited() for other in others.filled)]
            _invite(case, meeting, form, guests, request.user)
            messages.success(request, "Invitations changed" if meeting else "Invitations sent")
            return to_case("case-meetings", case)

        if done := send(form, verb, by=request.user):
            return done
    return show_form(
        request,
        case,
        "assessments/invite.html",
        title="Change the next meeting" if meeting else "Invite to the next meeting",
        back=to_case("case-meetings", case),
        form=form,
        formset=others,
        offered=found,
        parted=parted(case),
        cautions=cautions(case),
        submit="Save and write to them again" if meeting else "Invite them",
        blocked=[] if form.is_bound else blockers(case, "invite", request.user),
    )


def _form(
    request: HttpRequest, case: Case, found: Offered, meeting: PlannedMeeting | None
) -> InviteForm:
    last = None if meeting else meetings_of(case).first()
    day = last.next_on if last and last.next_on and last.next_on >= timezone.localdate() else None
    initial = {"meets_on": day} if day else {}
    return InviteForm(request.POST or None, guests=found.guests, meeting=meeting, initial=initial)


def _invite(
    case: Case, meeting: PlannedMeeting | None, form: InviteForm, guests: list[Any], by: Any
) -> None:
    if meeting is None:
        plan_meeting(case=case, by=by, to_be=form.details(), guests=guests)
        return
    version = form.cleaned_data["version"]
    change_meeting(meeting=meeting, by=by, version=version, to_be=form.details(), guests=guests)


def _sendable(form: InviteForm, others: Any, against: Callable[[], list[str]]) -> bool:
    """Whether both are whole, and nobody only pressed “Add another”."""
    if others.changing:
        form.as_typed()
        return False
    return whole(form, others, reasons=against)


def _faults(case: Case, form: InviteForm, others: Any) -> Iterator[str]:
    said = form.cleaned_data.get
    if not {"place", "link"} & form.errors.keys():
        yield from faults_of_place(case, said("place", ""), said("link", ""))
    if others.is_valid():
        guests = [*form.chosen(), *(other.invited() for other in others.filled)]
        yield from faults_of_guests(case, guests)


@form_page
@only_for(May.WORK, May.ALLOCATE)
def call_off(request: HttpRequest, reference: str) -> HttpResponse:
    """“Call the meeting off”."""
    case = case_of(request, reference)
    meeting = _next(case)
    form = CallOffForm(request.POST or None, initial={"version": meeting.version})
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            data = form.cleaned_data
            call_meeting_off(
                meeting=meeting, by=request.user, version=data["version"], why=data["why"]
            )
            messages.success(request, "Meeting called off")
            return to_case("case-meetings", case)

        if done := send(form, verb, by=request.user):
            return done
    return show_form(
        request,
        case,
        "assessments/form.html",
        title="Call the next meeting off",
        back=to_case("case-meetings", case),
        form=form,
        submit="Call the meeting off",
        blocked=[] if form.is_bound else blockers(case, "invite", request.user),
    )


@form_page
@login_required
def answer(request: HttpRequest, reference: str, invitation: int) -> HttpResponse:
    """Whether somebody comes: whoever is invited, or the lead for them."""
    case = case_of(request, reference)
    rows = Invitation.objects.select_related("meeting")
    found: Invitation = child_of(case, rows, invitation)
    found.case = found.meeting.case = case
    form = AnswerForm(
        request.POST or None, initial={"version": found.version, "answer": found.answer}
    )
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            data = form.cleaned_data
            give_answer(
                invitation=found, by=request.user, version=data["version"], says=data["answer"]
            )
            messages.success(request, f"{found.name}: {found.get_answer_display().lower()}")
            return to_case("case-meetings", case)

        if done := send(form, verb, by=request.user):
            return done
    return show_form(
        request,
        case,
        "assessments/form.html",
        title=f"Can {found.name} come?",
        back=to_case("case-meetings", case),
        form=form,
        blocked=[] if form.is_bound else answering_blockers(found, case, request.user),
    )


@require_safe
@login_required
@takes_away
def calendar(request: HttpRequest, reference: str) -> HttpResponse:
    """The next meeting as a calendar file, for one’s own calendar or to hand on."""
    case = case_of(request, reference)
    meeting = _next(case)
    opened(request, case, "Calendar file of the next meeting")
    return HttpResponse(
        calendar_invitation(meeting, method="PUBLISH", made=timezone.now()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="meeting.ics"'},
    )


def _next(case: Case) -> PlannedMeeting:
    meeting = next_meeting(case)
    if meeting is None:
        raise Http404
    return meeting
