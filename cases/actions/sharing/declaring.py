"""Declaring that a user is linked to somebody we know: they never see that family."""

from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import May, may
from audit.actions.posting import post
from audit.actions.recording import record
from audit.context import as_the_product, reach_again
from audit.refusal import Refused
from cases.actions.people.telling import member_of
from cases.models import Allocation, Case, Conflict, Person, RightsRequest
from cases.rights_way import OPEN

SUBJECT = "A case needs another lead practitioner"
TEXT = (
    "The lead practitioner of {reference} can no longer work on it. Sign in and allocate it to "
    "somebody else."
)


@transaction.atomic
def declare(*, case: Case, person: Person, user: User, by: Any, link: str) -> Conflict:
    """Say that `user` is linked to `person`, of this case's family. From the next page on they
    see no family that person is in, whatever their role; breaking the glass does not help.

    Everybody declares for themselves, a manager for anybody. If they lead the case, its managers
    are asked for another lead.
    """
    found = Case.objects.visible_to(by).select_related("locality").get(pk=case.pk)
    if user.pk != by.pk and not may(by, May.ALLOCATE):
        raise Refused("You can declare this for yourself. For somebody else a manager does it.")
    who = member_of(found, person)
    if Conflict.objects.filter(user=user, person=who, ended_at__isnull=True).exists():
        raise Refused(f"It is recorded already that {user.name} is linked to {who.name}.")
    conflict = Conflict.objects.create(
        user=user, person=who, link=link, declared_by=by, declared_at=timezone.now()
    )
    record(
        "case.conflict",
        conflict,
        f"{user.name} is linked to somebody in the family and no longer sees it",
        by=by,
        case_id=found.pk,
        family_id=found.family_id,
        person=who.pk,
    )
    _ask_for_another_lead(found, conflict, by)
    _give_up_requests(found, conflict)
    with connection.cursor() as cursor:
        cursor.execute("SELECT apply_conflict(%s)", [who.pk])
    reach_again()
    return conflict


@transaction.atomic
def end_conflict(*, conflict: Conflict, by: Any, reason: str) -> Conflict:
    """It was a mistake, or no longer holds. Never by the person it is about."""
    locked = Conflict.objects.select_for_update().get(pk=conflict.pk)
    if locked.user_id == by.pk or not may(by, May.ALLOCATE):
        raise Refused("A manager who is not the person concerned does this.")
    locked.ended_at, locked.end_reason = timezone.now(), reason
    locked.save(update_fields=["ended_at", "end_reason"])
    record(
        "case.conflict_ended",
        locked,
        "A link to somebody in the family was ended",
        by=by,
        reason=reason,
        person=locked.person_id,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT apply_conflict(%s)", [locked.person_id])
    return locked


def _ask_for_another_lead(case: Case, conflict: Conflict, by: Any) -> None:
    leads = Allocation.objects.filter(case=case, user=conflict.user, ended_at__isnull=True)
    if leads.exists():
        managers = case.locality.served_by.filter(role="locality_manager", is_active=True)
        post(
            to=managers.exclude(pk=conflict.user_id).values_list("email", flat=True),
            subject=SUBJECT,
            text=TEXT.format(reference=case.reference),
            by=by,
            key=f"conflict {conflict.pk}",
        )


def _give_up_requests(case: Case, conflict: Conflict) -> None:
    """Requests of the family about their records that they answer wait for somebody else."""
    with as_the_product():
        theirs = RightsRequest.objects.filter(
            handled_by=conflict.user_id, state__in=[state.value for state in OPEN],
            person__memberships__family=case.family_id,
        )  # fmt: skip
        for request in theirs.distinct().order_by("pk"):
            request.change(handled_by=None)
