"""Keeping a family's records for named people only, and opening them to everybody again."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import May, may
from audit.actions.recording import record
from audit.context import reach_again, reach_of
from audit.refusal import Reason, Refused, refuse_if
from cases.actions.people.telling import case_to_change
from cases.models import Allocation, Case, NamedPerson, Restriction
from cases.rules.blocking import signs_off

NO_DEPUTY = Reason(
    "Name at least one deputy, who is told when the others are away.", about="deputies"
)
NOBODY = Reason("Name at least one person besides the deputies.", about="named")
NO_DECIDER = (
    "Name at least one person who decides on requests for support: a new request about this "
    "family goes to the people named, not to the desk."
)
NO_SIGNER = (
    "Name at least one manager of {place} who does not lead the case: somebody must be able to "
    "sign off the assessment, agree a step-up and close the case."
)
NOT_STANDING = "This record is not restricted."


@transaction.atomic
def restrict(
    *,
    case: Case,
    by: Any,
    kind: str,
    reason: str,
    named: Iterable[User],
    deputies: Iterable[User],
) -> Restriction:
    """Keep the records of the case's family for the people named and their deputies.

    From then on nobody else finds them, whatever their role. Raises Refused where `by` may not,
    or the people named could not keep the family's case going.
    """
    case = case_to_change(case, by, "restrict")
    people, others = list(named), list(deputies)
    refuse_if(reasons_against_names(case, people, others))
    now = timezone.now()
    restriction = Restriction.objects.create(
        family_id=case.family_id, kind=kind, reason=reason, set_by=by, set_at=now
    )
    NamedPerson.objects.bulk_create(
        NamedPerson(
            restriction=restriction,
            family_id=case.family_id,
            user=user,
            deputy=user in others and user not in people,
            named_by=by,
            named_at=now,
        )
        for user in dict.fromkeys(people + others)
    )
    _tell(case, "case.restricted", "The record was restricted to named people", by, reason)
    _apply(case)
    return restriction


@transaction.atomic
def name(*, case: Case, by: Any, user: User, deputy: bool = False) -> NamedPerson:
    """Add somebody to the people a restricted record is for."""
    case = case_to_change(case, by, "change_names")
    refuse_if(_against(case, user))
    restriction = _standing(case)
    if restriction.named.filter(user=user, ended_at__isnull=True).exists():
        raise Refused(f"{user.name} is named already.")
    made = NamedPerson.objects.create(
        restriction=restriction,
        family_id=case.family_id,
        user=user,
        deputy=deputy,
        named_by=by,
        named_at=timezone.now(),
    )
    _tell(case, "case.named", f"{user.name} was named on the restricted record", by)
    return made


@transaction.atomic
def unname(*, case: Case, by: Any, named: NamedPerson) -> NamedPerson:
    """Take somebody off. Refused where those who stay could not keep the case going."""
    case = case_to_change(case, by, "change_names")
    locked = NamedPerson.objects.select_for_update().get(pk=named.pk, family=case.family_id)
    stay = _standing(case).named.filter(ended_at__isnull=True).exclude(pk=locked.pk)
    rows = list(stay.select_related("user"))
    people = [row.user for row in rows if not row.deputy]
    refuse_if(reasons_against_names(case, people, [row.user for row in rows if row.deputy]))
    _tell(case, "case.unnamed", f"{locked.user.name} is no longer named on the record", by)
    locked.ended_at = timezone.now()
    locked.save(update_fields=["ended_at"])
    reach_again()
    return locked


@transaction.atomic
def lift(*, case: Case, by: Any, reason: str) -> Restriction:
    """End the restriction: the record is found again by everybody whose role reaches it."""
    case = case_to_change(case, by, "change_names")
    restriction = _standing(case)
    restriction.ended_at, restriction.ended_by = timezone.now(), by
    restriction.end_reason = reason
    restriction.save(update_fields=["ended_at", "ended_by", "end_reason"])
    _tell(case, "case.opened_again", "The restriction was lifted", by, reason)
    _apply(case)
    restriction.named.filter(ended_at__isnull=True).update(ended_at=restriction.ended_at)
    reach_again()
    return restriction


def reasons_against_names(case: Case, people: list[User], deputies: list[User]) -> list[str]:
    """Why these people could not keep a restricted case going between them."""
    everybody = [*people, *deputies]
    found = [reason for user in everybody for reason in _against(case, user)]
    if not people:
        found.append(NOBODY)
    if not set(deputies) - set(people):
        found.append(NO_DEPUTY)
    if not any(may(user, May.DECIDE) for user in everybody):
        found.append(NO_DECIDER)
    present = Allocation.objects.filter(case=case, ended_at__isnull=True).select_related("user")
    lead = present.first()
    if lead and lead.user not in everybody:
        found.append(
            f"{lead.user.name} leads the case. Name them, or allocate it to somebody you name."
        )
    if not any(signs_off(case, user) for user in everybody if not lead or user != lead.user):
        found.append(NO_SIGNER.format(place=case.locality.name))
    return found


def _against(case: Case, user: User) -> list[str]:
    """A role that reads no case, or somebody linked to the family, is of no use on it."""
    reads = may(user, May.WORK) or may(user, May.DECIDE) or may(user, May.RESTRICT)
    if not user.is_active or not reads or case.family_id in reach_of(user.pk).closed:
        return [f"{user.name} cannot be named on this record. Choose somebody else."]
    return []


def _standing(case: Case) -> Restriction:
    rows = Restriction.objects.select_for_update().filter(family=case.family_id)
    restriction = rows.filter(ended_at__isnull=True).first()
    if restriction is None:
        raise Refused(NOT_STANDING)
    return restriction


def _tell(case: Case, verb: str, summary: str, by: Any, reason: str = "") -> None:
    record(verb, case, summary, by=by, case_id=case.pk, family_id=case.family_id, reason=reason)


def _apply(case: Case) -> None:
    """Carry it over to the family, its people, its cases and what was sent about it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT apply_restriction(%s)", [case.family_id])
    reach_again()
