"""The e-mail to those invited to a meeting. It names nobody of the family: each signs in to see
which one. Only to people with an account of their own who may know of the family now."""

from typing import Any

from django.utils import timezone

from assessments.calendar_invitation import calendar_invitation, url_of
from assessments.models import Invitation, PlannedMeeting
from assessments.queries.inviting import may_know
from audit.actions.posting import post
from audit.days import in_words

SUBJECT = "{kind}: Team Around the Family meeting, {day}"
TEXT = (
    "{opening}\n\nWhen: {when}\n{where}\n\nWhich family, and whether you can come: {url}\n"
    "You are asked to sign in.\n\nThis message names nobody, so that it can lie in a calendar."
)
OPENINGS = {
    "Invitation": "You are invited to a Team Around the Family meeting.",
    "Changed": "A Team Around the Family meeting you are invited to has changed.",
}
CANCELLED = (
    "A Team Around the Family meeting you were invited to is cancelled for you.\n\n"
    "It was planned for: {when}\n\nMore: {url}\nYou are asked to sign in."
)


def invite(meeting: PlannedMeeting, row: Invitation, by: Any, *, changed: bool = False) -> None:
    """Write to somebody that they are invited, or that what they are invited to has changed."""
    may = row.user_id is not None and may_know(meeting.case, row.user_id)
    if may != row.by_mail:
        row.change(by_mail=may)
    if may:
        kind = "Changed" if changed else "Invitation"
        text = TEXT.format(
            opening=OPENINGS[kind],
            when=_when(meeting),
            where=_where(meeting),
            url=url_of(meeting),
        )
        _post(meeting, row, by, kind, "REQUEST", text)


def call_away(meeting: PlannedMeeting, row: Invitation, by: Any) -> None:
    """Write to somebody who had an invitation by e-mail that it no longer stands."""
    if row.by_mail and row.user and row.user.is_active:
        text = CANCELLED.format(when=_when(meeting), url=url_of(meeting))
        _post(meeting, row, by, "Cancelled", "CANCEL", text)


def _post(
    meeting: PlannedMeeting, row: Invitation, by: Any, kind: str, method: str, text: str
) -> None:
    day = timezone.localdate(meeting.starts_at)
    assert row.user
    email = row.user.email
    calendar = calendar_invitation(meeting, method=method, made=timezone.now(), to=email)
    post(
        to=[email],
        subject=SUBJECT.format(kind=kind, day=f"{day:%A} {in_words(day)}"),
        text=text,
        by=by,
        key=f"taf {meeting.pk} {meeting.sequence} {method} {row.pk}",
        calendar={"method": method, "text": calendar},
    )


def _when(meeting: PlannedMeeting) -> str:
    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return f"{start:%A} {in_words(start)}, {start:%H:%M} to {end:%H:%M}"


def _where(meeting: PlannedMeeting) -> str:
    said = [f"Where: {meeting.place}"] if meeting.place else []
    return "\n".join([*said, *([f"Join: {meeting.link}"] if meeting.link else [])])
