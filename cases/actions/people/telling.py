"""What every verb about a family's people does: lock the case, refuse, write the event."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from audit.actions.recording import record
from audit.refusal import Refused, refuse_if
from cases.models import Case, Membership, Person
from cases.rules.blocking import blockers

Change = tuple[str, str, str]  # the label, how it was, how it is


def case_to_change(case: Case, by: Any, verb: str = "change_people") -> Case:
    """The case, locked; raises Refused where `by` may not change its people."""
    locked = Case.objects.select_for_update(of=("self",)).select_related("family", "locality")
    found = locked.get(pk=case.pk)
    refuse_if(blockers(found, verb, by))
    return found


def member_of(case: Case, person: Person) -> Person:
    """The person, locked; raises Refused where they are not of the case's family."""
    locked = Person.objects.select_for_update(of=("self",)).filter(pk=person.pk).first()
    if locked is None or not _belongs(case, locked):
        raise Refused("This person is not of this family. Add them first.")
    return locked


def _belongs(case: Case, person: Person) -> bool:
    """Asked once the person is locked: a merge may have been in progress."""
    return Membership.objects.filter(family=case.family_id, person=person.pk).exists()


def tell(
    case: Case,
    verb: str,
    subject: models.Model,
    summary: str,
    *,
    by: Any,
    person: Person | None = None,
    reason: str = "",
    changes: Iterable[Change] = (),
) -> None:
    """Write the event, with whom it is about and what changed in words."""
    details: dict[str, Any] = {"person": person.pk} if person else {}
    if found := [list(change) for change in changes]:
        details["changes"] = found
    record(
        verb,
        subject,
        summary[:500],
        by=by,
        case_id=case.pk,
        family_id=case.family_id,
        reason=reason,
        **details,
    )


def is_another_now(case: Case, person: Person, by: Any, why: str) -> None:
    """Somebody was born, has died, or left the family: what other rooms must do then is named in
    settings.PERSON_STEPS."""
    for step in settings.PERSON_STEPS:
        import_string(step)(case=case, person=person, by=by, why=why)
