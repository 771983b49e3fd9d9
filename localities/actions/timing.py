"""Changing how long there is for something, from a day on."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from audit.actions.recording import record
from audit.days import in_words
from audit.refusal import Refused, refuse_if
from localities.models import Timescale
from localities.timescale_rules import (
    ALWAYS,
    KEPT,
    reasons_against,
    reasons_against_day,
    reasons_against_escalation,
    reasons_against_words,
)

GONE = "This is not due any more. Reload the page."
THERE = "There is something of this name already. Change that, or choose another name."


@dataclass(frozen=True)
class Terms:
    """How long there is, whose work it is, and who is told when it is late by how many working
    days."""

    length: int
    unit: str
    owner: str
    because: str
    escalates_to: str = ""
    escalates_after: int | None = None


@transaction.atomic
def change(*, key: str, terms: Terms, from_date: date, by: Any, due_now: int = 0) -> Timescale:
    """From a day on there is so long for `key`. What is due already keeps its date.

    `due_now` is how many of it were due when the change was confirmed, for the record. Raises
    Refused where the table may not say this, or the day is not a later one.
    """
    former = _in_force(key, from_date)
    refuse_if(
        [
            *_against(key, former.starts_with, terms, from_date),
            *reasons_against_words(former, terms.length, terms.unit, terms.because),
        ]
    )
    planned = former if former.from_date == from_date else _after(former, from_date)
    for name, value in asdict(terms).items():
        setattr(planned, name, value)
    planned.save()
    _note("changed", planned, from_date, by, due_now)
    return planned


@transaction.atomic
def end(*, key: str, from_date: date, by: Any, due_now: int = 0) -> Timescale:
    """From a day on nothing more falls due of `key`. What is due already stays due."""
    former = _in_force(key, from_date)
    if key in ALWAYS:
        raise Refused(KEPT)
    refuse_if(reasons_against_day(key, from_date, timezone.localdate()))
    if former.from_date == from_date:
        former.delete()
    else:
        _ends_before(former, from_date)
    _note("ended", former, from_date, by, due_now)
    return former


@transaction.atomic
def add(
    *,
    due: str,
    starts_with: str,
    ends_with: str,
    terms: Terms,
    from_date: date,
    by: Any,
) -> Timescale:
    """From a day on something more falls due."""
    key = slugify(due)[:40]
    refuse_if(_against(key, starts_with, terms, from_date))
    if not key or Timescale.objects.filter(key=key).exists():
        raise Refused(THERE)
    row = Timescale.objects.create(
        key=key,
        due=due,
        starts_with=starts_with,
        ends_with=ends_with,
        from_date=from_date,
        **asdict(terms),
    )
    _note("added", row, from_date, by, 0)
    return row


def _against(key: str, starts_with: str, terms: Terms, from_date: date) -> list[str]:
    return [
        *reasons_against(key, terms.length, terms.unit),
        *reasons_against_escalation(starts_with, terms.escalates_to, terms.escalates_after),
        *reasons_against_day(key, from_date, timezone.localdate()),
    ]


def _in_force(key: str, day: date) -> Timescale:
    """The row that holds on a day, locked."""
    rows = Timescale.objects.select_for_update().filter(key=key, from_date__lte=day)
    row = rows.order_by("-from_date").first()
    if row is None or (row.to_date and row.to_date < day):
        raise Refused(GONE)
    return row


def _after(former: Timescale, from_date: date) -> Timescale:
    """A row to follow, as long as the former one would have held; which now ends before it."""
    row = Timescale.objects.get(pk=former.pk)
    row.pk, row._state.adding = None, True
    row.from_date = from_date
    _ends_before(former, from_date)
    return row


def _ends_before(former: Timescale, from_date: date) -> None:
    former.to_date = from_date - timedelta(days=1)
    former.save(update_fields=["to_date"])


def _note(what: str, row: Timescale, from_date: date, by: Any, due_now: int) -> None:
    said = f"Timescale {what} from {in_words(from_date)}: {row}"
    record(
        f"timescale.{what}", row, said[:500], by=by, key=row.key, length=row.length, due_now=due_now
    )
