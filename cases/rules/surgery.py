"""Why something cannot be done with a surgery or what is put forward to it, in sentences a
practitioner would say. What depends on the case alone stands in `cases.rules.blocking`."""

from datetime import date
from typing import Any

from django.utils import timezone

from accounts.acting import served_localities
from accounts.roles import May, Scope, may, role_of
from audit.days import in_words
from cases.models import Surgery, SurgeryItem
from cases.rules.blocking import blockers
from localities.calendar import add_working_days
from localities.models import Locality

CLOSES = 2  # working days before the day; what comes later is late, and is taken all the same

NOT_A_MANAGER = "Only a manager of {locality} arranges its surgeries."
PAST = "The day has passed. Choose a day from today on."
CALLED_OFF = "This surgery was called off: {why}"
HELD = "This surgery was held: it is written down who was there."
NOT_YET = "The surgery is on {day}. What comes of it is written down then."
NOT_THERE = "Only a manager of {locality}, or somebody who put a case forward, can write this down."
ANSWERED = "{outcome} already. Reload the page."
NO_STEP = "There is no next step that waits."
OTHERS = "Only whoever put the case forward, its lead practitioner or a manager can withdraw it."


def reasons_against_arranging(locality: Locality, by: Any, on: date) -> list[str]:
    reasons = [] if arranges(locality, by) else [NOT_A_MANAGER.format(locality=locality.name)]
    return reasons + ([PAST] if on < timezone.localdate() else [])


def reasons_against_rearranging(surgery: Surgery, by: Any) -> list[str]:
    """Why `by` cannot change the day, the place or who leads it, or call it off."""
    if not arranges(surgery.locality, by):
        return [NOT_A_MANAGER.format(locality=surgery.locality.name)]
    return [HELD] if surgery.attended_at else _called_off(surgery)


def reasons_against_attending(surgery: Surgery, by: Any) -> list[str]:
    """Why `by` cannot write down who was there."""
    presents = SurgeryItem.objects.filter(surgery=surgery, put_forward_by=by.pk).exists()
    if not presents and not arranges(surgery.locality, by):
        return [NOT_THERE.format(locality=surgery.locality.name)]
    return _not_yet(surgery)


def reasons_against_putting_forward_to(surgery: Surgery, day: date) -> list[str]:
    """Why nothing can be put on the agenda of a surgery on a day, whoever asks."""
    if surgery.attended_at:
        return [HELD]
    return _called_off(surgery) or ([PAST] if surgery.held_on < day else [])


def reasons_against_advising(item: SurgeryItem, by: Any) -> list[str]:
    """Why `by` cannot write down the advice, or that the case was not discussed."""
    return [*_answered(item), *blockers(item.case, "advise", by), *_not_yet(item.surgery)]


def reasons_against_withdrawing(item: SurgeryItem, by: Any) -> list[str]:
    if item.put_forward_by_id == by.pk:
        return _answered(item)
    return _answered(item) + ([OTHERS] if blockers(item.case, "withdraw_question", by) else [])


def reasons_against_finishing(item: SurgeryItem, by: Any) -> list[str]:
    """Why `by` cannot say that the next step is done."""
    if not item.next_step or item.next_done_on:
        return [NO_STEP]
    if item.next_who_id == by.pk:
        return []
    return blockers(item.case, "withdraw_question", by)


def arranges(locality: Locality, by: Any) -> bool:
    if not may(by, May.ALLOCATE):
        return False
    return role_of(by).scope == Scope.ALL or locality.pk in served_localities(by)


def is_late(surgery: Surgery, today: date) -> bool:
    """Whether what is put forward today comes after the agenda was closed."""
    return add_working_days(today, CLOSES) > surgery.held_on


def _answered(item: SurgeryItem) -> list[str]:
    return [ANSWERED.format(outcome=item.get_outcome_display())] if item.outcome else []


def _called_off(surgery: Surgery) -> list[str]:
    return [CALLED_OFF.format(why=surgery.called_off_why)] if surgery.called_off_at else []


def _not_yet(surgery: Surgery) -> list[str]:
    if called_off := _called_off(surgery):
        return called_off
    day = surgery.held_on
    if day <= timezone.localdate():
        return []
    return [NOT_YET.format(day=in_words(day))]
