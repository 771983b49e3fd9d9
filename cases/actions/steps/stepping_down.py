"""Receiving a family from social care, with no gap between the two services."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions.recording import record
from audit.days import in_words
from audit.refusal import Refused
from cases.actions.opening import open_case
from cases.actions.people.telling import case_to_change, tell
from cases.models import Case, Family, Person, StepDown, StepDownAction
from cases.queries.steps.step_down import records_of, step_down_of
from cases.rules.step_down_checklist import Row, rows_for, still_open
from localities.models import Locality

SUPERSEDED = "Social care has handed this family over again since. Open the newer checklist."


@transaction.atomic
def receive(
    *,
    family: Family,
    children: Iterable[Person],
    locality: Locality,
    level: int,
    by: Any,
    reason: str,
    social_care_worker: str,
    outstanding: str = "",
    plan: str = "",
    last_meeting_on: date | None = None,
    closes_on: date | None = None,
    on: date | None = None,
) -> StepDown:
    """Open a case for a family that social care hands to early help, with what is outstanding.

    Raises Refused where the family has a live case.
    """
    day = on or timezone.localdate()
    case = open_case(
        family=family,
        children=children,
        locality=locality,
        level=level,
        by=by,
        reason=reason,
        received_on=day,
        door=Case.Door.STEP_DOWN,
        on=day,
    )
    return note_step_down(
        case=case,
        by=by,
        social_care_worker=social_care_worker,
        outstanding=outstanding,
        plan=plan,
        last_meeting_on=last_meeting_on,
        closes_on=closes_on,
        on=day,
        reason=reason,
    )


@transaction.atomic
def note_step_down(
    *,
    case: Case,
    by: Any,
    social_care_worker: str,
    outstanding: str = "",
    actions: Iterable[Mapping[str, Any]] = (),
    plan: str = "",
    last_meeting_on: date | None = None,
    closes_on: date | None = None,
    on: date,
    reason: str = "",
) -> StepDown:
    """Write down what social care hands over with a family whose case is open.

    `actions` are fields of StepDownAction: what is to be done, by whom, until when. The family's
    plan may take them up.
    """
    rows = [dict(row) for row in actions]
    step_down = StepDown.objects.create(
        case=case,
        social_care_worker=social_care_worker,
        last_meeting_on=last_meeting_on,
        outstanding=outstanding or "\n".join(row["what"] for row in rows),
        plan=plan,
        received_on=on,
        closes_on=closes_on,
        recorded_by=by,
    )
    StepDownAction.objects.bulk_create(
        StepDownAction(step_down=step_down, case=case, **row) for row in rows
    )
    record(
        "step_down.received",
        step_down,
        f"Received from social care ({social_care_worker})",
        by=by,
        case_id=case.pk,
        family_id=case.family_id,
        reason=reason,
    )
    return step_down


@transaction.atomic
def check(
    *,
    step_down: StepDown,
    by: Any,
    checklist: Iterable[Row],
    last_meeting_on: date | None,
    closes_on: date | None,
    version: int,
    at: datetime | None = None,
) -> StepDown:
    """Write down how far the checklist is, when social care last met the family, and when it
    closes. It may be kept half done: a handover meeting lies ahead. It is complete once every step
    is done or explained; what the records show is read from them now, whatever `checklist` says of
    it.

    Raises Refused where `by` neither leads nor manages the case, Stale where somebody else wrote
    meanwhile.
    """
    case = case_to_change(step_down.case, by, "check_step_down")
    found = step_down_of(case)
    if found is None or found.pk != step_down.pk:
        raise Refused(SUPERSEDED)
    moment = at or timezone.now()
    met = _met_anew(found.last_meeting_on, last_meeting_on)
    found.last_meeting_on, found.closes_on = last_meeting_on, closes_on
    rows = rows_for(timezone.localdate(moment), checklist, records_of(found))
    complete = not still_open(rows)
    found.change(
        expected=version,
        last_meeting_on=last_meeting_on,
        closes_on=closes_on,
        checklist=rows,
        checked_at=moment if complete else None,
        checked_by=by if complete else None,
    )
    said = "Step-down checklist complete" if complete else "Step-down checklist written"
    tell(case, "step_down.checked", found, said + met, by=by)
    return found


def _met_anew(before: date | None, now: date | None) -> str:
    """What the history says of social care’s last meeting where its day was added or changed."""
    if before == now:
        return ""
    was = f", before {in_words(before)}" if before else ""
    return f". Social care’s last meeting: {in_words(now) if now else 'not known'}{was}"
