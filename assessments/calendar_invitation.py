"""An invitation as a calendar file. It names nobody of the family: it lies in other calendars."""

from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse

from assessments.models import PlannedMeeting
from cases.calendar_file import escaped, folded

TITLE = "Team Around the Family meeting"
WHICH = "Which family, and whether you can come: {url} (you are asked to sign in)"


def calendar_invitation(
    meeting: PlannedMeeting, *, method: str, made: datetime, to: str = ""
) -> str:
    """The whole file. `method` is REQUEST or CANCEL for whoever it is sent `to`, or PUBLISH for
    a file that is handed on. One UID for ever; SEQUENCE says which of two is newer."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Early Help//Meetings//EN",
        f"METHOD:{method}",
        *_event(meeting, method, made, to),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines).decode()


def url_of(meeting: PlannedMeeting) -> str:
    return settings.SITE_URL + reverse("case-meetings", args=[meeting.case.reference])


def _event(meeting: PlannedMeeting, method: str, made: datetime, to: str) -> list[str]:
    host = settings.SITE_URL.partition("://")[2]
    url = url_of(meeting)
    return [
        "BEGIN:VEVENT",
        f"UID:{meeting.uid}@{host}",
        f"SEQUENCE:{meeting.sequence}",
        f"DTSTAMP:{_moment(made)}",
        f"DTSTART:{_moment(meeting.starts_at)}",
        f"DTEND:{_moment(meeting.ends_at)}",
        f"SUMMARY:{TITLE}",
        f"LOCATION:{escaped(meeting.place or 'Online')}",
        f"DESCRIPTION:{escaped(_description(meeting, url))}",
        f"URL:{url}",
        f"STATUS:{'CANCELLED' if method == 'CANCEL' else 'CONFIRMED'}",
        "CLASS:PRIVATE",
        f"ORGANIZER:mailto:{meeting.planned_by.email}",
        *([f"ATTENDEE;RSVP=FALSE:mailto:{to}"] if to else []),
        "END:VEVENT",
    ]


def _description(meeting: PlannedMeeting, url: str) -> str:
    joining = f"Join: {meeting.link}\n" if meeting.link else ""
    return joining + WHICH.format(url=url)


def _moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"
