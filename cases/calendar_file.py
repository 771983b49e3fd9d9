"""A calendar file (iCalendar, RFC 5545), for the few things we put into one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

LONGEST = 75  # octets of a line, without its end
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class Day:
    """Something on a day, that keeps nobody busy. `uid` is the same whenever the file is read."""

    uid: str
    on: date
    title: str
    url: str = ""


def calendar_file(name: str, days: Iterable[Day], made: datetime) -> bytes:
    """The whole file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Early Help//What is due//EN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}"]
    lines += ["REFRESH-INTERVAL;VALUE=DURATION:PT4H"]
    for day in days:
        lines += _event(day, made.astimezone(timezone.get_fixed_timezone(0)))
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def escaped(text: str) -> str:
    return text.replace("\r\n", "\n").translate(ESCAPED)


def folded(line: str) -> bytes:
    """A line as it is written: broken before its 76th octet, never within a character."""
    found, rest = [b""], line
    for character in rest:
        octets = character.encode()
        if len(found[-1]) + len(octets) > LONGEST:
            found.append(b" ")
        found[-1] += octets
    return b"\r\n".join(found) + b"\r\n"


def _event(day: Day, made: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{day.uid}",
        f"DTSTAMP:{made:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(day.title)}",
        "TRANSP:TRANSPARENT",
    ]
    return [*lines, *([f"URL:{day.url}"] if day.url else []), "END:VEVENT"]
