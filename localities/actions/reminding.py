"""Reminding whoever keeps an entry of the directory that its time is nearly over, or over."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from audit.actions.posting import post
from audit.actions.recording import record
from localities.models import Authority, Service

BEFORE = timedelta(days=21)
SUBJECT = "An entry of the directory needs looking at"
TEXT = (
    "“{name}” in the directory of services says that it is valid until {day.day} {day:%B %Y}.\n\n"
    "After that day it is not offered to families. Check what it says and tell {desk}, who give "
    "it a later day or end it."
)


@transaction.atomic
def remind_keepers(*, by: Any, on: date) -> int:
    """Write once to the keeper of each entry that is valid for three weeks more or less.

    An entry nobody keeps is the desk's. How many were reminded.
    """
    due = Service.objects.filter(ended_on__isnull=True, valid_until__lte=on + BEFORE).filter(
        Q(reminded_for__isnull=True) | ~Q(reminded_for=F("valid_until"))
    )
    council, rows = Authority.current(), list(due.select_for_update())
    for service in rows:
        _remind(service, council, by)
    return len(rows)


def _remind(service: Service, council: Authority, by: Any) -> None:
    day = service.valid_until
    if to := service.kept_by_email or council.desk_email:
        desk = f"the early help desk ({council.desk_email or council.desk_phone})"
        text = TEXT.format(name=service.name, day=day, desk=desk)
        key = f"directory {service.pk} {day}"
        post(to=[to], subject=SUBJECT, text=text, by=by, key=key)
    Service.objects.filter(pk=service.pk).update(reminded_for=day)
    record("directory.reminded", service, f"Reminded of {service.name}, valid until {day}", by=by)
