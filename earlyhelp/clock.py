"""Due dates and clocks in words, with the colour of the tag that says them."""

import datetime

from django.utils import timezone


def due_words(day: datetime.date, today: datetime.date) -> tuple[str, str]:
    """ "3 days late", "Due today", "Due Tue 24 Nov"; the year is said when it is another."""
    days = (day - today).days
    if days < 0:
        return f"{counted(-days, 'day')} late", "red"
    if days == 0:
        return "Due today", "orange"
    if days == 1:
        return "Due tomorrow", "yellow"
    year = f" {day.year}" if day.year != today.year else ""
    return f"Due {day:%a} {day.day} {day:%b}{year}", "yellow" if days <= 7 else "grey"


def time_left_words(deadline: datetime.datetime, now: datetime.datetime) -> tuple[str, str]:
    """ "2 h 10 min left", "35 min late", "1 day late"; amber is for what runs out today."""
    minutes = int((deadline - now).total_seconds() // 60)
    if minutes < 0:
        return f"{span(-minutes)} late", "red"
    local = timezone.localtime(deadline)
    if local.date() > timezone.localdate(now):
        whole = minutes - minutes % 60 if minutes >= 60 else minutes
        return f"{span(whole)} left, till {local:%a %H:%M}", "grey"
    return f"{span(minutes)} left", "orange" if minutes < 120 else "yellow"


def span(minutes: int) -> str:
    if minutes >= 24 * 60:
        return counted(minutes // (24 * 60), "day")
    if minutes >= 60:
        hours, rest = divmod(minutes, 60)
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{minutes} min"


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
