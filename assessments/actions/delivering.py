"""Programmes and groups delivered to a family: written down, counted, ended."""

from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from assessments.actions.keeping import locked_case
from assessments.blocking import blockers
from assessments.models import Intervention
from audit.actions.recording import record
from audit.refusal import Reason, refuse_if
from cases.models import Case, CaseChild, Membership

MORE_THAN_OFFERED = Reason(
    "They cannot have come to more sessions than were offered.", about="attended"
)
NOT_YET = Reason(
    "A programme is recorded once it has begun. Until then it is an action of the plan.",
    about="from_on",
)
END_FIRST = "Say when it ended and how, or leave both empty."
BEFORE = Reason("It cannot have ended before it began.", about="to_on")
AHEAD = Reason("It cannot have ended in the future.", about="to_on")
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


def faults(
    *,
    from_on: date | None,
    to_on: date | None,
    ending: str,
    offered: int | None,
    attended: int | None,
) -> list[str]:
    """What in it contradicts itself, as far as it is known."""
    today, found = timezone.localdate(), list[str]()
    if offered is not None and attended is not None and attended > offered:
        found.append(MORE_THAN_OFFERED)
    if from_on and from_on > today:
        found.append(NOT_YET)
    if bool(ending) != bool(to_on):
        found.append(Reason(END_FIRST, about="to_on" if ending else "ending"))
    if to_on and from_on and to_on < from_on:
        found.append(BEFORE)
    if to_on and to_on > today:
        found.append(AHEAD)
    return found


def _faults(case: Case, what: Delivered) -> list[str]:
    names = ("from_on", "to_on", "ending", "offered", "attended")
    known: dict[str, Any] = {name: getattr(what, name) for name in names}
    ours = what.person_id is None or _is_of(case, what.person_id)
    return [*faults(**known), *([] if ours else [STRANGER])]


def _is_of(case: Case, person: int) -> bool:
    members = Membership.objects.filter(family=case.family_id, person=person)
    return members.exists() or CaseChild.objects.filter(case=case, person=person).exists()


def _record(verb: str, subject: Intervention, said: str, case: Case, by: Any) -> None:
    record(verb, subject, said[:500], by=by, case_id=case.pk, family_id=case.family_id)
