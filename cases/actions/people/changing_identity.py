"""Closing the record of a former identity, and clearing people for it.

After an adoption, or where somebody must not be found, the new name gets a record of its own
through the ordinary doors. Nothing links the two: no key, no number, no note. The former record
is there for the people cleared for it, and for nobody else.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import May, may
from audit.actions.recording import record
from audit.context import as_the_product, reach_again
from audit.refusal import Refused, refuse_if
from cases.models import Cleared, ClosedIdentity, Membership, Person
from cases.queries.people.identities import MAY_READ

NOT_YOU = "Only locality managers and the head of service can close an identity."
NOBODY_CLEARED = "Choose at least one person who may still read the record."
CLOSED_ALREADY = "This identity is closed already."
MERGED_WITH = (
    "Another record was merged into this one. Split them first: a former identity is one record."
)
NO_GROUND = "Write who decided it, and on what ground."
CLEARED_ALREADY = "{name} is cleared already."
LAST_ONE = "Somebody must be cleared. Clear another person first."
CANNOT_READ = "{name} cannot be cleared: their role reads no record."


@transaction.atomic
def close_identity(
    *,
    person: Person,
    by: Any,
    why: str,
    reason: str,
    cleared: Iterable[User],
    on: date | None = None,
) -> ClosedIdentity:
    """Close the record of a former identity to everybody but the people cleared.

    Their belonging to families ends with the day. It is on record without a name and in no
    family's history, for that would tell what happened.
    """
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    people = list(dict.fromkeys(cleared))
    refuse_if(_reasons_against(locked, by, reason, people))
    day = on or timezone.localdate()
    with as_the_product():
        locked.change(identity_closed_on=day)
        rows = Membership.objects.filter(person=locked, to_date__isnull=True)
        for row in rows:
            row.to_date = max(day, row.from_date)
            row.save(update_fields=["to_date"])
        closed = ClosedIdentity.objects.create(
            person=locked, why=why, reason=reason.strip(), closed_by=by, closed_at=timezone.now()
        )
        for user in people:
            _clear(closed, user, by)
        record("identity.closed", closed, "The record of a former identity was closed", by=by)
    reach_again()
    return closed


@transaction.atomic
def clear(*, closed: ClosedIdentity, user: User, by: Any) -> Cleared:
    """Let one more person read the record of a former identity."""
    locked = _to_change(closed, by)
    if locked.cleared.filter(user=user, ended_at__isnull=True).exists():
        raise Refused(CLEARED_ALREADY.format(name=user.name))
    refuse_if(_cannot_read(user))
    made = _clear(locked, user, by)
    record("identity.cleared", made, f"{user.name} was cleared for a former identity", by=by)
    reach_again()
    return made


@transaction.atomic
def end_clearance(*, closed: ClosedIdentity, row: Cleared, by: Any) -> Cleared:
    """Take somebody off. Somebody stays cleared: a record that nobody can open helps nobody."""
    locked = _to_change(closed, by)
    standing = locked.cleared.filter(ended_at__isnull=True)
    if not standing.exclude(pk=row.pk).exists():
        raise Refused(LAST_ONE)
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    said = f"{row.user.name} is no longer cleared for a former identity"
    record("identity.uncleared", row, said, by=by)
    reach_again()
    return row


def _clear(closed: ClosedIdentity, user: User, by: Any) -> Cleared:
    return Cleared.objects.create(
        identity=closed, user=user, cleared_by=by, cleared_at=timezone.now()
    )


def _to_change(closed: ClosedIdentity, by: Any) -> ClosedIdentity:
    if not may(by, May.RESTRICT):
        raise Refused(NOT_YOU)
    return ClosedIdentity.objects.select_for_update(of=("self",)).get(pk=closed.pk)


def _reasons_against(person: Person, by: Any, reason: str, people: list[User]) -> list[str]:
    if not may(by, May.RESTRICT):
        return [NOT_YOU]
    if person.identity_closed_on:
        return [CLOSED_ALREADY]
    found = [said for user in people for said in _cannot_read(user)]
    if person.merged_into_id or _was_merged_with(person):
        found.append(MERGED_WITH)
    if not people:
        found.append(NOBODY_CLEARED)
    if not reason.strip():
        found.append(NO_GROUND)
    return found


def _was_merged_with(person: Person) -> bool:
    with as_the_product():
        return Person.objects.filter(merged_into=person.pk).exists()


def _cannot_read(user: User) -> list[str]:
    if user.is_active and any(may(user, each) for each in MAY_READ):
        return []
    return [CANNOT_READ.format(name=user.name)]
