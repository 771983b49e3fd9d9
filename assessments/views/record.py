"""Recording a TAF meeting."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May
from assessments.actions.reviewing import NOBODY_CAME, faults_of_days, hold
from assessments.blocking import blockers
from assessments.models import PlannedMeeting
from assessments.queries.inviting import guests_of, next_meeting
from assessments.queries.left import goals_to_choose
from assessments.queries.meetings import contacts_since_the_last, gone_meanwhile, open_actions_of
from assessments.queries.owners import owners_among
from assessments.queries.people import members_of_case
from assessments.views.loading import case_of, cautions, show_form, to_case
from assessments.web.meeting_forms import WORKER, AgreedItems, MeetingForm, OtherGuests
from audit.web.sending import send, whole
from cases.models import Case


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def record(request: HttpRequest, reference: str) -> HttpResponse:
    """“Record a TAF meeting”: who came, what was said, what is done and agreed, scores."""
    case = case_of(request, reference)
    form = _form(request, case)
    others = OtherGuests(request.POST or None, prefix="others")
    agreed = _agreed(request, case, form)

    def against() -> list[str]:
        return blockers(case, "hold_taf", request.user) or list(_faults(case, form, others))

    if request.method == "POST" and _sendable(form, others, agreed, against):

        def verb() -> str:
            hold(
                case=case,
                by=request.user,
                held_on=form.cleaned_data["held_on"],
                record_of=form.minutes_of(
                    [other.guest() for other in others.filled],
                    [item.agreed() for item in agreed.filled] if agreed else [],
                ),
            )
            messages.success(request, "TAF meeting recorded")
            return to_case("case-meetings", case)

        if done := send(form, verb, by=request.user):
            return done
    return show_form(
        request,
        case,
        "assessments/record.html",
        title="Record a TAF meeting",
        back=to_case("case-meetings", case),
        form=form,
        others=others,
        agreed=agreed,
        guests=[form[name] for name in form.guests],
        planned=form.meeting,
        progress=[(form[f"done-{pk}"], form[f"version-{pk}"]) for pk in form.actions],
        scores=[form[name] for name in (*form.scorers, f"score-{WORKER}")],
        cautions=cautions(case),
        contacts=contacts_since_the_last(case),
        blocked=[] if form.is_bound else blockers(case, "hold_taf", request.user),
    )


def _form(request: HttpRequest, case: Case) -> MeetingForm:
    members = members_of_case(case, timezone.localdate())
    meeting = _perhaps_held(next_meeting(case))
    guests, actions = guests_of(case, members, meeting), list(open_actions_of(case))
    return MeetingForm(
        request.POST or None,
        guests=guests,
        meeting=meeting,
        actions=actions,
        gone=gone_meanwhile(case, request.POST, guests, actions) if request.POST else [],
        scorers=members,
        writer=request.user,
        contact_every=case.contact_every,
    )


def _perhaps_held(meeting: PlannedMeeting | None) -> PlannedMeeting | None:
    """The meeting people are invited to, once its day has come: who is invited to a later one did
    not come to this."""
    if meeting is None or timezone.localdate(meeting.starts_at) > timezone.localdate():
        return None
    return meeting


def _agreed(request: HttpRequest, case: Case, form: MeetingForm) -> Any:
    """The actions agreed, for whoever may write them into the plan."""
    if blockers(case, "change_plan", request.user):
        return None
    known = [one for one in form.guests.values() if not one.key.startswith("invited-")]
    asked = {"owners": owners_among(known), "goals": goals_to_choose(case)}
    return AgreedItems(request.POST or None, prefix="agreed", form_kwargs=asked)


def _sendable(
    form: MeetingForm, others: Any, agreed: Any, against: Callable[[], list[str]]
) -> bool:
    """Whether all are whole, and nobody only pressed “Add another”."""
    items = [one for one in (others, agreed) if one]
    if any(each.changing for each in items):
        form.as_typed()
        for each in items:
            each.changing = True
        return False
    return whole(form, *items, reasons=against)


def _faults(case: Case, form: MeetingForm, others: Any) -> Iterator[str]:
    days = form.cleaned_data.get
    yield from faults_of_days(case, days("held_on"), days("next_on"))
    nobody = not others.filled and not any(guest.came for guest in form.came())
    if nobody and form.says_who_came():
        yield NOBODY_CAME
