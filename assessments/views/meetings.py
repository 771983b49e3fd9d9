"""The Meetings part of a case's page, one meeting, and the family's copy of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import only_for
from accounts.roles import May
from assessments.actions.reviewing import give_copy
from assessments.blocking import blockers
from assessments.models import Invitation, PlannedMeeting, Review, Score
from assessments.queries.inviting import next_meeting, without_responsibility
from assessments.queries.meetings import came_from, done_by, meetings_of, readings_of, team_of
from assessments.queries.people import members_of_case
from assessments.views.loading import case_of, cautions, child_of, show_form, to_case
from assessments.views.readings import HEADERS, charts_of
from assessments.web.invite_forms import AnswerForm
from assessments.web.meeting_forms import CopyForm
from audit.context import current_actor
from audit.days import in_words
from audit.web.sending import send
from cases.models import Case, CopyGiven
from cases.queries.sharing.withheld import parted
from cases.views.page import show


@require_safe
@login_required
def case_meetings(request: HttpRequest, reference: str) -> HttpResponse:
    """Every TAF meeting, who is in the team, and how the readings went."""
    case = case_of(request, reference)
    meetings = list(meetings_of(case))
    coming = next_meeting(case)
    mine = _own(coming, request.user)
    return show(
        request,
        case,
        "meetings",
        "assessments/meetings.html",
        meetings=[{"meeting": one, "came": came_from(one)} for one in meetings],
        next=coming,
        mine=mine,
        answering=AnswerForm(initial={"version": mine.version}) if mine else None,
        may_invite=not blockers(case, "invite", request.user),
        team=list(team_of(case)),
        may_change_team=not blockers(case, "change_team", request.user),
        may_copy=not blockers(case, "hold_taf", request.user),
        charts=charts_of(readings_of(case)),
        headers=HEADERS,
    )


def _own(meeting: PlannedMeeting | None, user: Any) -> Invitation | None:
    """The invitation of whoever looks, if the meeting is still to come."""
    if meeting is None or meeting.starts_at < timezone.now():
        return None
    return next((row for row in meeting.invitations.all() if row.user_id == user.pk), None)


@require_safe
@login_required
def meeting(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The record of one meeting, to read or print."""
    case = case_of(request, reference)
    found: Review = child_of(case, meetings_of(case), number)
    return show_form(
        request,
        case,
        "assessments/meeting.html",
        title=f"TAF meeting of {in_words(found.held_on)}",
        back=to_case("case-meetings", case),
        meeting=found,
        came=[one for one in found.attendances.all() if one.came],
        away=[one for one in found.attendances.all() if not one.came],
        actions=list(found.actions.filter(dropped_on__isnull=True)),
        done=list(done_by(found)),
        scores=list(found.scores.filter(Score.STANDS).order_by("pk")),
        may_mark=case.family_id not in current_actor().reach.acting,
        may_copy=not blockers(case, "hold_taf", request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def copy(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """“Copy given to family”: warns of court orders, parental responsibility and risks before."""
    case = case_of(request, reference)
    found: Review = child_of(case, Review.objects.select_related("case"), number)
    blocked = blockers(case, "hold_taf", request.user) + _each_their_own(case, found)
    form = CopyForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and not blocked and form.is_valid():

        def verb() -> str:
            data = form.cleaned_data
            give_copy(review=found, by=request.user, version=data["version"], on=data["copied_on"])
            messages.success(request, "Copy given to family recorded")
            return to_case("case-meetings", case)

        if done := send(form, verb, by=request.user):
            return done
    return show_form(
        request,
        case,
        "assessments/copy.html",
        title="Copy given to family",
        back=to_case("case-meetings", case),
        form=form,
        meeting=found,
        cautions=cautions(case),
        warnings=without_responsibility(case, members_of_case(case, timezone.localdate())),
        blocked=blocked,
    )


def _each_their_own(case: Case, meeting: Review) -> list[str]:
    """Where parents have parted or something is not to be shared, a copy is made here first."""
    apart = parted(case)
    if not apart and not case.__dict__["marks_found"]:
        return []
    if CopyGiven.objects.filter(case=case, kind="meeting", row_id=meeting.pk).exists():
        return []
    why = " ".join(apart) or "Something of this family is not to be shared with somebody."
    return [f"{why} Make a copy for one person first: “Copy for …” on the meeting’s record."]
