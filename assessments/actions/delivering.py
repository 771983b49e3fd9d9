"""Programmes and groups delivered to a family: written down, counted, ended."""

from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from assessments.actions.keeping import locked_case
from assessments.blocking import blockers
from assessments.models import Intervention
from audit.actions.recording import record
from audit.refusal import refuse_if
from cases.models import Case, CaseChild, Membership

MORE_THAN_OFFERED = "They cannot have come to more sessions than were offered."
NOT_YET = "A programme is recorded once it has begun. Until then it is an action of the plan."
END_FIRST = "Say when it ended and how, or leave both empty."
BEFORE = "It cannot have ended before it began."
AHEAD = "It cannot have ended in the future."
STRANGER = "This person is not of this family. Add them first."


class Delivered(NamedTuple):
    """What was delivered, to whom, and how it went."""

    name: str
    from_on: date
    service_id: int | None = None
    person_id: int | None = None
    offered: int = 0
    attended: int = 0
    to_on: date | None = None
    ending: str = ""
    how_it_ended: str = ""


@transaction.atomic
def add_intervention(*, case: Case, by: Any, what: Delivered) -> Intervention:
    """Write down a programme or group that the family or one of them takes part in."""
    case = locked_case(case)
    refuse_if(blockers(case, "deliver", by) or _faults(case, what))
    added = Intervention.objects.create(case=case, recorded_by=by, **what._asdict())
    _record("plan.intervention_begun", added, f"{added.name} begun", case, by)
    return added


@transaction.atomic
def change_intervention(
    *, intervention: Intervention, by: Any, version: int, to: Delivered
) -> Intervention:
    """Count its sessions, or say how it ended. Raises Stale where it changed since `version`."""
    case = locked_case(intervention.case)
    refuse_if(blockers(case, "deliver", by) or _faults(case, to))
    ended_now = to.ending and not intervention.ending
    intervention.change(expected=version, **to._asdict())
    sessions = f"{to.attended} of {to.offered} sessions"
    said = f"{to.name} ended" if ended_now else f"{to.name}"
    _record("plan.intervention_changed", intervention, f"{said}: {sessions}", case, by)
    return intervention


def _faults(case: Case, what: Delivered) -> list[str]:
    today = timezone.localdate()
    return [
        *([MORE_THAN_OFFERED] if what.attended > what.offered else []),
        *([NOT_YET] if what.from_on > today else []),
        *([END_FIRST] if bool(what.ending) != bool(what.to_on) else []),
        *([BEFORE] if what.to_on and what.to_on < what.from_on else []),
        *([AHEAD] if what.to_on and what.to_on > today else []),
        *([] if what.person_id is None or _is_of(case, what.person_id) else [STRANGER]),
    ]


def _is_of(case: Case, person: int) -> bool:
    members = Membership.objects.filter(family=case.family_id, person=person)
    return members.exists() or CaseChild.objects.filter(case=case, person=person).exists()


def _record(verb: str, subject: Intervention, said: str, case: Case, by: Any) -> None:
    record(verb, subject, said[:500], by=by, case_id=case.pk, family_id=case.family_id)
