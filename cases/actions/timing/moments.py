"""The moment at which something dated only by its day is taken to have happened."""

from datetime import date, datetime, time

from django.utils import timezone


def moment_on(day: date) -> datetime:
    """Now, if `day` is today; else five in the afternoon of that day."""
    if day == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(day, time(17)))
