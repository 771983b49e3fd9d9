"""Letting the clock of something due stand still, with a reason, and letting it go on."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions.recording import record
from audit.days import in_words
from audit.refusal import Reason, Refused, refuse_if
from cases.actions.timing.clocks import escalation_day
from cases.models import Case, Due, DuePause
from cases.rules.blocking import blockers
from localities.calendar import (
    add_working_days,
    closures,
    is_working_day,
    working_days_between,
)
from localities.models import Timescale

LONGEST = 30  # working days
NO_REASON = Reason("Say why the clock stands still.", about="reason")
NOT_AHEAD = Reason("The clock can only stand still until a later day.", about="until")
TOO_LONG = Reason(
    "The clock stands still for 30 working days at most. Choose an earlier day.", about="until"
)
LATE = "This is late already. Do it, or agree with your manager what happens instead."
STANDS = "Its clock stands still already. Let it go on first."
RUNS = "Its clock is running."
OVER = "This is not due any more. Reload the page."


@transaction.atomic
def pause(*, due: Due, reason: str, until: date, by: Any, on: date | None = None) -> DuePause:
    """Stop the clock until a day. What was left when it stopped is left again from then on."""
    case, due = _locked(due)
    day = on or timezone.localdate()
    refuse_if(blockers(case, "hold_up", by))
    refuse_if(reasons_against(due, reason, until, day))
    left = _left(due, day)
    held = DuePause.objects.create(
        case=case, due=due, reason=reason.strip(), started_on=day, until=until, left=left, by=by
    )
    _falls_due(due, _after(due, until, left), paused_until=until)
    _note("paused", due, f"stands still until {in_words(until)}", by, held.reason)
    return held


@transaction.atomic
def resume(*, due: Due, by: Any, on: date | None = None) -> Due:
    """Let the clock go on before the day that was said."""
    case, due = _locked(due)
    day = on or timezone.localdate()
    refuse_if(blockers(case, "hold_up", by))
    if not due.stands_still(day):
        raise Refused(RUNS)
    held = DuePause.objects.filter(due=due, ended_on__isnull=True).latest("started_on", "pk")
    held.ended_on, held.ended_by = day, by
    held.save(update_fields=["ended_on", "ended_by"])
    _falls_due(due, _after(due, day, held.left), paused_until=None)
    _note("resumed", due, "goes on", by)
    return due


def go_on_after_rest(*, case: Case, since: date, on: date) -> None:
    """What was not late when social care took the lead has as long again, now that it gave it back.
    Part of handing back."""
    resting = Due.objects.still_open().filter(case=case, due_on__gte=since)
    for due in resting.select_related("timescale"):
        if not due.stands_still(on):
            _falls_due(due, max(due.due_on, _after(due, on, _left(due, since))), paused_until=None)


def reasons_against(due: Due, reason: str, until: date | None, day: date) -> list[str]:
    """Why the clock of this cannot stand still from `day` until `until`, if that is known."""
    found: list[str] = [] if reason.strip() else [NO_REASON]
    if due.due_on < day:
        found.append(LATE)
    if due.stands_still(day):
        found.append(STANDS)
    if until is None:
        return found
    if until <= day:
        found.append(NOT_AHEAD)
    elif until > add_working_days(day, LONGEST):
        found.append(TOO_LONG)
    return found


def _locked(due: Due) -> tuple[Case, Due]:
    """The case and what is due, locked; refused where it was done or cancelled meanwhile."""
    cases = Case.objects.select_for_update(of=("self",)).select_related("locality")
    case = cases.get(pk=due.case_id)
    due = Due.objects.select_related("timescale").get(pk=due.pk)
    if due.done_on or due.cancelled_on:
        raise Refused(OVER)
    return case, due


def _left(due: Due, day: date) -> int:
    """Working days; days of the calendar where it is counted in weeks or months."""
    if _in_working_days(due):
        return working_days_between(day, due.due_on)
    return (due.due_on - day).days


def _after(due: Due, day: date, left: int) -> date:
    """Where the clock goes on on a day off, what is left counts from the working day before it."""
    if _in_working_days(due):
        closed = closures()
        while left and not is_working_day(day, closed):
            day -= timedelta(days=1)
        return add_working_days(day, left, closed)
    return add_working_days(day + timedelta(days=left), 0)


def _in_working_days(due: Due) -> bool:
    return due.timescale.unit == Timescale.Unit.WORKING_DAYS


def _falls_due(due: Due, on: date, *, paused_until: date | None) -> None:
    due.due_on, due.paused_until = on, paused_until
    if due.escalates_to:
        due.escalates_on = escalation_day(due.timescale, on)
    due.save(update_fields=["due_on", "paused_until", "escalates_on"])


def _note(what: str, due: Due, said: str, by: Any, reason: str = "") -> None:
    case = due.case
    record(
        f"due.{what}",
        due,
        f"{due.what}: the clock {said}",
        by=by,
        case_id=case.pk,
        family_id=case.family_id,
        reason=reason,
    )
