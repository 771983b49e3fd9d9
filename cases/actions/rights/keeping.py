"""Holding a record, listing what is due for disposal, and deciding about it."""

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.roles import May, Scope, may
from audit.actions import queueing
from audit.actions.queueing import Landing
from audit.actions.recording import record
from audit.context import Actor, entered
from audit.days import in_words
from audit.models import Job
from audit.refusal import Refused, refuse_if
from cases.models import Disposal, LegalHold, RightsRequest
from localities.retention import period_on

LISTING, DISPOSING = "list_due_for_disposal", "dispose_of_record"
RECORD = "early_help_record"
NOT_YOURS = "Only information governance decides how long a record is kept."
NOT_FOUND = "No family or case has this reference. Check it and try again."
HELD = "A legal hold stands on this record, so nothing in it may be erased. End the hold first."
ENDED = "This hold has been ended already."
DECIDED = "This was decided already."
OPEN = (
    "No closed record of this person can be erased: a case is still open. Refuse with the reason."
)
NOT_AHEAD = "The day it is kept until must be after today."


@transaction.atomic
def hold(*, by: Any, reference: str, reason: str) -> LegalHold:
    """Let nothing of a family's record be disposed of, whatever its time. Raises Refused."""
    refuse_if([] if may(by, May.HANDLE_RIGHTS) else [NOT_YOURS])
    family = _family_to_hold(reference)
    if family is None:
        raise Refused(NOT_FOUND)
    held = LegalHold.objects.create(
        family_id=family[0],
        whose=family[1],
        reason=reason,
        set_by=by,
        from_date=timezone.localdate(),
    )
    record("hold.set", held, "Legal hold set", by=by, family_id=family[0], reason=reason)
    return held


@transaction.atomic
def end_hold(*, held: LegalHold, by: Any, reason: str) -> LegalHold:
    """End a legal hold. What is due for disposal is so again."""
    refuse_if([] if may(by, May.HANDLE_RIGHTS) else [NOT_YOURS])
    locked = LegalHold.objects.select_for_update(of=("self",)).get(pk=held.pk)
    if locked.ended_on:
        raise Refused(ENDED)
    locked.ended_on, locked.ended_by, locked.end_reason = timezone.localdate(), by, reason
    locked.save(update_fields=["ended_on", "ended_by", "end_reason"])
    family = locked.family_id
    record("hold.ended", locked, "Legal hold ended", by=by, family_id=family, reason=reason)
    return locked


def ask_for_listing(on: date | None = None) -> Job:
    """Ask, once a day, for what retention makes due to be listed."""
    day = on or timezone.localdate()
    return queueing.ask(LISTING, key=f"{LISTING}:{day}", by=None, payload={"on": day.isoformat()})


def list_due(job: Job) -> Landing:
    """The job: list the families whose records' time has come. It erases nothing."""
    day = date.fromisoformat(job.payload["on"])
    return lambda: _list(day)


@transaction.atomic
def agree(*, disposal: Disposal, by: Any, reason: str, expected: int | None = None) -> Disposal:
    """Decide that a record is disposed of. A worker does it; a hold set meanwhile stops it."""
    locked = _to_decide(disposal, by)
    refuse_if([HELD] if holds_on_family(locked.family_id) else [])
    _decided(locked, by, reason, expected, state=Disposal.State.AGREED)
    queueing.ask(DISPOSING, key=f"{DISPOSING}:{locked.pk}", by=by, payload={"disposal": locked.pk})
    return locked


@transaction.atomic
def keep_longer(
    *, disposal: Disposal, by: Any, reason: str, until: date, expected: int | None = None
) -> Disposal:
    """Keep a record until a later day, with the reason; it is listed again then."""
    locked = _to_decide(disposal, by)
    if until <= timezone.localdate():
        raise Refused(NOT_AHEAD)
    _decided(locked, by, reason, expected, state=Disposal.State.KEPT, keep_until=until)
    return locked


def put_to_disposal(request: RightsRequest) -> None:
    """List the records that an agreed request for erasure is about, to be decided like others.
    Raises Refused where none of them can be erased now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM families_to_erase(%s)", [request.pk])
        rows = cursor.fetchall()
    refuse_if([] if rows else [OPEN])
    today = timezone.localdate()
    Disposal.objects.bulk_create(
        (
            Disposal(
                family_id=family,
                reference=reference,
                name=name,
                record_class=RECORD,
                why=f"Erasure was asked for and agreed ({request.reference}).",
                due_on=today,
                listed_on=today,
            )
            for family, reference, name in rows
        ),
        ignore_conflicts=True,
    )


def holds_on_family(family_id: int) -> int:
    """Legal holds that stand on a family, or on anybody who is or was in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT holds_on_family(%s)", [family_id])
        return int(cursor.fetchone()[0])


def holds_on_families(families: list[int]) -> dict[int, int]:
    """The same of many, for a list."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT family, holds FROM holds_on_families(%s)", [families])
        return dict(cursor.fetchall())


def _family_to_hold(reference: str) -> tuple[int, str] | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM family_to_hold(%s)", [reference])
        return cursor.fetchone()


def _list(day: date) -> None:
    """In the name of the product, with the sight of information governance and no more."""
    with entered(Actor(name="Retention", scope=Scope.NONE, oversight="all")):
        period = period_on(RECORD, day)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM families_due_for_disposal(%s, %s, %s)",
                [day, period.age, period.years],
            )
            rows = cursor.fetchall()
        Disposal.objects.bulk_create(
            (_due(row, day) for row in rows), batch_size=1000, ignore_conflicts=True
        )


def _due(row: tuple[int, str, str, date, date, bool], day: date) -> Disposal:
    family, reference, name, closed_on, due_on, by_birth = row
    closed = in_words(closed_on)
    came = in_words(due_on)
    why = (
        f"The youngest child turned 25 on {came}" if by_birth else f"25 years had passed on {came}"
    )
    return Disposal(
        family_id=family,
        reference=reference,
        name=name,
        record_class=RECORD,
        why=f"{why}; the last case closed on {closed}.",
        due_on=due_on,
        listed_on=day,
    )


def _to_decide(disposal: Disposal, by: Any) -> Disposal:
    refuse_if([] if may(by, May.HANDLE_RIGHTS) else [NOT_YOURS])
    locked = Disposal.objects.select_for_update(of=("self",)).get(pk=disposal.pk)
    if locked.state != Disposal.State.DUE:
        raise Refused(DECIDED)
    return locked


def _decided(disposal: Disposal, by: Any, reason: str, expected: int | None, **values: Any) -> None:
    disposal.change(
        expected=expected, reason=reason, decided_by=by, decided_at=timezone.now(), **values
    )
    said = f"Record of {disposal.reference}: {disposal.get_state_display().lower()}"
    record("disposal.decided", disposal, said, by=by, family_id=disposal.family_id, reason=reason)
