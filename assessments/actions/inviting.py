"""Inviting people to the next Team Around the Family meeting, and what they answer."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessments.actions.keeping import locked_case
from assessments.actions.writing_to_invited import call_away, invite
from assessments.blocking import answering_blockers, blockers
from assessments.models import Invitation, PlannedMeeting, Review
from assessments.queries.inviting import kept_away, next_meeting, telling_words, who
from assessments.queries.meetings import Invited
from audit.actions.recording import record
from audit.refusal import Reason, Refused, refuse_if
from cases.models import Allocation, Case

IN_THE_PAST = Reason(
    "The meeting must be in the future. One that was held is recorded instead.", about="meets_on"
)
NOWHERE = Reason("Enter where the meeting is, or the link to join it.", about="place")
NOBODY = Reason("Select who is invited.", about="guests")
PLANNED = "A next meeting is planned already. Change that one."
NOT_NEXT = "This meeting has been recorded or called off."
TELLS = (
    "Leave out “{word}”: place and link go into e-mail and calendars, where nobody of the family "
    "is named. You can write “at the family’s home”."
)


class Details(NamedTuple):
    """When and where a meeting is to be."""

    starts_at: datetime
    minutes: int = 60
    place: str = ""
    link: str = ""


@transaction.atomic
def plan_meeting(
    *, case: Case, by: Any, to_be: Details, guests: Iterable[Invited]
) -> PlannedMeeting:
    """Plan the next meeting and invite people: by e-mail whoever may know of the family and has
    an account, the others are told by whoever plans it."""
    case = locked_case(case)
    invited = list(guests)
    refuse_if(blockers(case, "invite", by) or _faults(case, to_be, invited))
    if next_meeting(case):
        raise Refused(PLANNED)
    meeting = PlannedMeeting.objects.create(
        case=case, **_facts(to_be), planned_by=by, planned_at=timezone.now()
    )
    for guest in invited:
        _add(meeting, guest, by)
    _record("taf.planned", meeting, f"TAF meeting planned for {_said(meeting)}", by)
    return meeting


@transaction.atomic
def change_meeting(
    *, meeting: PlannedMeeting, by: Any, version: int, to_be: Details, guests: Iterable[Invited]
) -> PlannedMeeting:
    """Change when, where or who. Everybody is written to again; who is invited to another time
    is asked again whether they come. Raises Stale where it changed since `version`."""
    case, meeting = _next(meeting, by)
    chosen = list(guests)
    refuse_if(_faults(case, to_be, chosen))
    moved = (to_be.starts_at, to_be.minutes) != (meeting.starts_at, meeting.minutes)
    meeting.change(expected=version, **_facts(to_be), sequence=meeting.sequence + 1)
    standing = list(_standing(meeting))
    wanted = {who(guest) for guest in chosen}
    for row in standing:
        if who(row) not in wanted:
            _withdraw(meeting, row, by)
            continue
        if moved and row.answer:
            row.change(answer="", answered_at=None, answered_by=None)
        invite(meeting, row, by, changed=True)
    there = {who(row) for row in standing}
    for guest in chosen:
        if who(guest) not in there:
            _add(meeting, guest, by)
    _record("taf.plan_changed", meeting, f"TAF meeting now planned for {_said(meeting)}", by)
    return meeting


@transaction.atomic
def call_off(*, meeting: PlannedMeeting, by: Any, version: int, why: str) -> PlannedMeeting:
    """Call the next meeting off, saying why. Whoever was written to is written to again."""
    _, meeting = _next(meeting, by)
    if not why.strip():
        raise Refused("Say why the meeting is called off.")
    return _call_off(meeting, by, version, why.strip())


@transaction.atomic
def answer(*, invitation: Invitation, by: Any, version: int, says: str) -> Invitation:
    """Whether somebody comes: in their own words, or written down by the lead for them."""
    case = locked_case(invitation.case)
    invitation.meeting.refresh_from_db()
    refuse_if(answering_blockers(invitation, case, by))
    invitation.change(expected=version, answer=says, answered_at=timezone.now(), answered_by=by)
    said = f"{invitation.name}: {invitation.get_answer_display().lower()}"
    _record("taf.answered", invitation, said, by)
    return invitation


def note_held(case: Case, review: Review) -> None:
    """A step of recording a meeting: it was the next one, if that was planned until then."""
    meeting = next_meeting(case)
    if meeting and timezone.localdate(meeting.starts_at) <= review.held_on:
        meeting.change(review=review)


def call_off_with_case(case: Case, by: Any) -> None:
    """A step of closing a case: nobody comes to a meeting that is no longer needed."""
    meeting = next_meeting(case)
    if meeting:
        _call_off(meeting, by, meeting.version, "The case was closed")


def invite_lead(case: Case, by: Any, at: datetime) -> None:
    """Whoever leads from now on is invited to the next meeting. Named in
    settings.CASE_ALLOCATING_STEPS."""
    meeting = next_meeting(case)
    held = Allocation.objects.filter(case=case, ended_at__isnull=True).select_related("user")
    lead = held.first()
    if meeting is None or lead is None or meeting.starts_at <= at:
        return
    if lead.user_id in {row.user_id for row in _standing(meeting)}:
        return
    _add(meeting, Invited("", lead.user.name, agency=lead.agency, user_id=lead.user_id), by)
    _record("taf.plan_changed", meeting, f"{lead.user.name} is invited to the TAF meeting", by)


def no_longer_invite(case: Case, leaver: User, lead: User, by: Any) -> None:
    """Whoever leaves comes to the next meeting no more. Named in
    settings.CASE_HANDING_OVER_STEPS."""
    meeting = next_meeting(case)
    if meeting:
        for row in _standing(meeting):
            if row.user_id == leaver.pk:
                _withdraw(meeting, row, by)


def _call_off(meeting: PlannedMeeting, by: Any, version: int, why: str) -> PlannedMeeting:
    meeting.change(
        expected=version,
        called_off_at=timezone.now(),
        called_off_why=why,
        sequence=meeting.sequence + 1,
    )
    for row in _standing(meeting):
        call_away(meeting, row, by)
    said = f"TAF meeting of {_said(meeting)} called off"
    _record("taf.called_off", meeting, said, by, why)
    return meeting


def _add(meeting: PlannedMeeting, guest: Invited, by: Any) -> None:
    row = Invitation.objects.create(
        meeting=meeting,
        case_id=meeting.case_id,
        name=guest.name,
        agency=guest.agency,
        person_id=guest.person_id,
        user_id=guest.user_id,
    )
    invite(meeting, row, by)


def _withdraw(meeting: PlannedMeeting, row: Invitation, by: Any) -> None:
    row.change(withdrawn_at=timezone.now())
    call_away(meeting, row, by)


def _standing(meeting: PlannedMeeting) -> Iterable[Invitation]:
    rows = Invitation.objects.filter(meeting=meeting, withdrawn_at__isnull=True)
    return rows.select_related("user").order_by("pk")


def _next(meeting: PlannedMeeting, by: Any) -> tuple[Case, PlannedMeeting]:
    case = locked_case(meeting.case)
    refuse_if(blockers(case, "invite", by))
    found = next_meeting(case)
    if found is None or found.pk != meeting.pk:
        raise Refused(NOT_NEXT)
    return case, found


def _faults(case: Case, to_be: Details, guests: list[Invited]) -> list[str]:
    when = [] if to_be.starts_at > timezone.now() else [IN_THE_PAST]
    return [*when, *faults_of_place(case, to_be.place, to_be.link), *faults_of_guests(case, guests)]


def faults_of_place(case: Case, place: str, link: str) -> list[str]:
    """Why people cannot be invited there, whenever it is."""
    nowhere = [] if place.strip() or link else [NOWHERE]
    found = {"place": telling_words(case, place), "link": telling_words(case, link)}
    tells = [
        Reason(TELLS.format(word=word), about=field)
        for field, words in found.items()
        for word in words
    ]
    return [*nowhere, *tells]


def faults_of_guests(case: Case, guests: list[Invited]) -> list[str]:
    """Why these people cannot be invited."""
    return [*([] if guests else [NOBODY]), *kept_away(case, guests)]


def _facts(to_be: Details) -> dict[str, Any]:
    return to_be._asdict() | {"place": to_be.place.strip()}


def _said(meeting: PlannedMeeting) -> str:
    when = timezone.localtime(meeting.starts_at)
    return f"{when.day} {when:%B %Y, %H:%M}"


def _record(verb: str, subject: Any, said: str, by: Any, reason: str = "") -> None:
    case = subject.case
    record(verb, subject, said[:500], by=by, case_id=case.pk, family_id=case.family_id,
           reason=reason)  # fmt: skip
