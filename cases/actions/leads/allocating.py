"""Giving a case its lead practitioner."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.roles import May, may
from audit.actions.recording import record
from audit.context import reach_of
from audit.models import Stale
from audit.refusal import Refused, refuse_if
from cases.actions.moving import move
from cases.actions.timing.clocks import Happening, end, happened
from cases.journey import Stage, Verb
from cases.models import Allocation, Case, SharingBasis
from cases.rules.blocking import blockers
from localities.models import Agency

NOBODY = "Name who looks after the family while they wait."
NOT_AHEAD = "Say on which day they next look how the family is: today or later."


@transaction.atomic
def allocate(
    *,
    case: Case,
    lead: Any,
    by: Any,
    note: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> Allocation:
    """Make `lead` the one lead practitioner of a case, in place of whoever led it.

    `version` is that of the case the page was drawn from. Raises Refused where `by` may not,
    the lead cannot take cases, or no basis covers the lead's agency; Stale where the case has
    changed since.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    if version is not None and case.version != version:
        raise Stale(case)
    refuse_if(blockers(case, "allocate", by))
    return hand_to(case=case, lead=lead, by=by, note=note, at=at)


@transaction.atomic
def hand_to(
    *, case: Case, lead: Any, by: Any, note: str = "", at: datetime | None = None
) -> Allocation:
    """Allocate without asking whether `by` may: for verbs that have decided it themselves,
    such as the desk's acceptance of a partner's offer to lead."""
    refuse_if(reasons_against(case, lead))
    moment = at or timezone.now()
    present = Allocation.objects.select_for_update().filter(case=case, ended_at__isnull=True)
    former = present.first()
    if former and former.user_id == lead.pk:
        raise Refused(f"{lead.name} already leads this case.")
    if former:  # two machines’ clocks may differ: nobody leads before whoever led until then
        moment = max(moment, former.started_at)
    present.update(ended_at=moment, end_reason=Allocation.EndReason.REALLOCATED)
    allocation = Allocation.objects.create(
        case=case,
        user=lead,
        agency=lead.agency,
        started_at=moment,
        allocated_by=by,
        note=note,
    )
    record(
        "case.allocated",
        allocation,
        f"{lead.name} is the lead practitioner",
        by=by,
        case_id=case.pk,
        family_id=case.family_id,
        reason=note,
    )
    for step in settings.CASE_ALLOCATING_STEPS:
        import_string(step)(case=case, by=by, at=moment)
    day = timezone.localdate(moment)
    if case.stage == Stage.WAITING:
        move(case=case, verb=Verb.ALLOCATE, by=by, on=day)
        happened(case=case, what=Happening.CASE_ALLOCATED, by=by, on=day)
    else:  # of a case that another locality took over, the work itself goes on
        end(case=case, key="allocation", by=by, on=day)
    return allocation


@transaction.atomic
def look_after(
    *,
    case: Case,
    by: Any,
    risk: str,
    minded_by: Any,
    version: int,
    check_on: date | None = None,
) -> Case:
    """Say what the risk is while a family waits, who looks after them until it is allocated, and
    on which day they next look how the family is (as before, where it is not said)."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    refuse_if(blockers(case, "look_after", by))
    if not minded_by:
        raise Refused(NOBODY)
    day = check_on or case.check_on
    if day is None or (check_on and check_on < timezone.localdate()):
        raise Refused(NOT_AHEAD)
    if not Case.objects.visible_to(minded_by).filter(pk=case.pk).exists():
        raise Refused(f"{minded_by.name} cannot see this case. Choose a manager or duty worker.")
    case.change(expected=version, risk=risk, minded_by=minded_by, check_on=day)
    record(
        "case.looked_after",
        case,
        f"While waiting: {minded_by.name} looks after the family, next on {day:%-d %B %Y}",
        by=by,
        case_id=case.pk,
        family_id=case.family_id,
        reason=risk,
    )
    return case


def reasons_against(case: Case, lead: Any) -> list[str]:
    """Why this person cannot lead this case."""
    if not lead.is_active or not may(lead, May.WORK):
        return [f"{lead.name} cannot take cases. Choose a practitioner."]
    reach = reach_of(lead.pk)
    if case.family_id in reach.closed:
        return [f"{lead.name} cannot lead this family. Choose somebody else."]
    if case.restricted and case.family_id not in reach.opened:
        return [f"{lead.name} is not named on this restricted record. Name them, then allocate."]
    agency = lead.agency
    if agency and agency.kind != Agency.Kind.COUNCIL and not _covered(case, agency):
        return [f"No sharing basis covers {agency.name} for this family. Record it, then allocate."]
    return []


def _covered(case: Case, agency: Agency) -> bool:
    return SharingBasis.objects.holding().filter(family=case.family_id, agency=agency).exists()
