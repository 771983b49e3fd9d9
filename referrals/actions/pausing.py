"""Pausing the clock of a request, with a reason, and letting it go on."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions.recording import record
from audit.refusal import Reason, refuse_if
from localities.calendar import (
    add_working_days,
    add_working_time,
    closing_moment,
    working_time_between,
)
from localities.models import Authority
from referrals.models import Pause, Referral
from referrals.rules.blocking import blockers
from referrals.stages import Stage

NO_REASON = Reason("Say why the clock pauses.", about="reason")
NOT_AHEAD = Reason("The clock can only pause until a later day.", about="until")
TOO_LONG = Reason(
    "The clock pauses for ten working days at most. Choose an earlier day.", about="until"
)
LONGEST = 10  # working days


@transaction.atomic
def pause(
    *, referral: Referral, reason: str, until: date, by: Any, at: datetime | None = None
) -> Referral:
    """Stop the clock until the office closes on a day. What is left then, is left."""
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    moment = at or timezone.now()
    refuse_if(blockers(locked, "pause", by))
    refuse_if(reasons_against(reason, until, moment))
    start_clock(locked, by, moment)  # of a pause that has ended by itself
    return stop_clock(locked, reason, until, by, moment)


@transaction.atomic
def resume(*, referral: Referral, by: Any, at: datetime | None = None) -> Referral:
    """Let the clock go on. It runs out when the office was open for what was left."""
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    refuse_if(blockers(locked, "resume", by))
    start_clock(locked, by, at or timezone.now())
    record("request.resumed", locked, "The clock goes on", by=by)
    return locked


def reasons_against(reason: str, until: date | None, moment: datetime) -> list[str]:
    """Why the clock cannot pause until a day, if that is known."""
    today = timezone.localdate(moment)
    found: list[str] = [] if reason.strip() else [NO_REASON]
    if until is None:
        return found
    if until <= today:
        found.append(NOT_AHEAD)
    elif until > add_working_days(today, LONGEST):
        found.append(TOO_LONG)
    return found


def stop_clock(referral: Referral, reason: str, until: date, by: Any, moment: datetime) -> Referral:
    """The pause itself, of a request that is locked and may be paused."""
    authority = Authority.current()
    ends = closing_moment(until, authority)
    left = working_time_between(moment, referral.due_at, authority)
    Pause.objects.create(
        referral=referral, reason=reason.strip(), started_at=moment, until=ends, left=left, by=by
    )
    referral.change(paused_until=ends, due_at=add_working_time(ends, left, authority))
    said = f"The clock pauses until {until:%d %b %Y}: {reason.strip()}"
    record("request.paused", referral, said, by=by, reason=reason.strip())
    return referral


def start_clock(referral: Referral, by: Any, moment: datetime) -> None:
    """End the pause of a locked request, if it has one that has not ended by itself."""
    pause = Pause.objects.filter(referral=referral, ended_at__isnull=True).first()
    if pause is None:
        return
    ended = min(moment, pause.until)
    pause.ended_at, pause.ended_by = ended, by if ended == moment else None
    pause.save(update_fields=["ended_at", "ended_by"])
    due = add_working_time(ended, pause.left, Authority.current())
    referral.change(paused_until=None, due_at=due)


def let_pauses_end(*, at: datetime | None = None) -> int:
    """Let every clock go on whose pause is over. How many there were."""
    moment = at or timezone.now()
    over = Referral.objects.filter(paused_until__lte=moment).exclude(stage=Stage.SENDER)
    numbers = list(over.values_list("pk", flat=True))
    for number in numbers:
        with transaction.atomic():
            start_clock(Referral.objects.select_for_update().get(pk=number), None, moment)
    return len(numbers)


def may_pause(referral: Referral, moment: datetime) -> bool:
    """Whether this clock may stand still: nobody is in danger, and it has not run out."""
    return not (referral.urgent or referral.harm_alleged or referral.due_at <= moment)
