"""The one writer of a case's stage."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions.recording import record
from audit.refusal import Refused
from cases.journey import TITLES, Stage, Verb, can_move, move_for
from cases.models import Case


@transaction.atomic
def move(
    *,
    case: Case,
    verb: Verb,
    by: Any,
    on: date | None = None,
    reason: str = "",
    to: Stage | None = None,
) -> Case:
    """Take the case along one row of the journey's table and stamp its milestone.

    `to` names another target than the table's where facts decide it: a case that social care
    hands back, or that is opened again, goes on where it left off. Raises Refused where the stage
    does not allow it.
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if not can_move(locked.stage, verb):
        raise Refused(f"The case is at “{locked.stage_title}”, where this cannot be done.")
    row = move_for(verb)
    target = to or row.target
    day = on or timezone.localdate()
    values: dict[str, Any] = {"stage": target.value}
    if row.stamps and getattr(locked, row.stamps) is None:
        values[row.stamps] = day
    if row.clears:
        values[row.clears] = None
    locked.change(**values)
    record(
        f"case.{verb.value}",
        locked,
        f"{row.label}: now at “{TITLES[target]}”",
        by=by,
        case_id=locked.pk,
        family_id=locked.family_id,
        reason=reason,
    )
    for name in ("version", *values):
        setattr(case, name, getattr(locked, name))
    return case
