"""Gathering the Team Around the Family: who joins it and who leaves."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.actions.delegating import end_those_of
from assessments.actions.keeping import locked_case
from assessments.blocking import blockers
from audit.actions.recording import record
from audit.refusal import Refused, refuse_if
from cases.models import Case, TafMember
from localities.models import Agency


@transaction.atomic
def join(
    *,
    case: Case,
    by: Any,
    name: str,
    role: str = "",
    agency: Agency | None = None,
    user: Any = None,
    on: date | None = None,
) -> TafMember:
    """Make somebody part of the Team Around the Family.

    With a user, they can see this family's case, if a sharing basis covers their agency.
    """
    case = locked_case(case)
    refuse_if(blockers(case, "change_team", by))
    if user and TafMember.objects.filter(case=case, user=user, left_on__isnull=True).exists():
        raise Refused(f"{user.name} is in the team already.")
    member = TafMember.objects.create(
        case=case,
        family_id=case.family_id,
        user=user,
        name=user.name if user else name.strip(),
        role=role.strip(),
        agency=user.agency if user else agency,
        joined_on=on or timezone.localdate(),
    )
    _record("taf.joined", member, f"{member.name} joined the Team Around the Family", by)
    return member


@transaction.atomic
def leave(*, member: TafMember, by: Any, on: date | None = None) -> TafMember:
    """Take somebody out of the team. From then on they do not see the case through it."""
    case = locked_case(member.case)
    refuse_if(blockers(case, "change_team", by))
    member = TafMember.objects.select_for_update().get(pk=member.pk)
    if member.left_on is not None:
        raise Refused(f"{member.name} left the team before.")
    member.left_on = max(on or timezone.localdate(), member.joined_on)
    member.save(update_fields=["left_on"])
    if member.user_id:
        why = "Left the Team Around the Family"
        end_those_of(case, member.user, by, why)
    _record("taf.left", member, f"{member.name} left the Team Around the Family", by)
    return member


def _record(verb: str, member: TafMember, said: str, by: Any) -> None:
    record(verb, member, said, by=by, case_id=member.case_id, family_id=member.family_id)
