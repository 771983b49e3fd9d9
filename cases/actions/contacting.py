"""Writing down a contact with the family, an attempt at one, or a note."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions.recording import record
from audit.refusal import refuse_if
from cases.actions.opening import CHECK_AFTER
from cases.actions.timing.clocks import Happening, happened
from cases.journey import Stage
from cases.models import AdultSpokenWith, Case, ChildSeen, Contact, Person
from cases.rules.blocking import blockers
from cases.rules.contacting import Written, reasons_against
from localities.calendar import add_working_days


@transaction.atomic
def record_contact(
    *,
    case: Case,
    by: Any,
    kind: str,
    happened_at: datetime | None = None,
    text: str = "",
    children_seen: Collection[Person] = (),
    alone: Collection[Person] = (),
    adults_spoken_with: Collection[Person] = (),
    no_access: bool = False,
    next_step: str = "",
    significant: bool = False,
    recorded_at: datetime | None = None,
) -> Contact:
    """Write a contact down; a successful one with the family moves the case's dates and clocks.

    `alone` names those of `children_seen` who were seen without their parents. Raises Refused
    where `by` does not work with the family, or what is written contradicts itself.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    written = recorded_at or timezone.now()
    moment = happened_at or written
    refuse_if(blockers(case, "add_contact", by))
    said = Written(kind, moment, text, children_seen, adults_spoken_with, no_access)
    refuse_if(reasons_against(case, by, said, written))
    contact = Contact.objects.create(
        case=case,
        kind=kind,
        happened_at=moment,
        recorded_at=written,
        by=by,
        no_access=no_access,
        text=text,
        next_step=next_step,
        significant=significant,
    )
    _note_children_seen(contact, children_seen, alone)
    _note_adults_spoken_with(contact, adults_spoken_with)
    record(
        "contact.recorded",
        contact,
        f"{contact.get_kind_display()} recorded{_late(contact)}",
        by=by,
        case_id=case.pk,
        family_id=case.family_id,
    )
    if kind in Contact.WITH_FAMILY and not no_access:
        reached(case, by, timezone.localdate(moment))
    return contact


def _note_children_seen(
    contact: Contact, children: Collection[Person], alone: Collection[Person]
) -> None:
    by_themselves = {child.pk for child in alone}
    ChildSeen.objects.bulk_create(
        ChildSeen(
            contact=contact,
            case_id=contact.case_id,
            person=child,
            alone=child.pk in by_themselves,
        )
        for child in children
    )


def _note_adults_spoken_with(contact: Contact, adults: Collection[Person]) -> None:
    AdultSpokenWith.objects.bulk_create(
        AdultSpokenWith(contact=contact, case_id=contact.case_id, person=adult) for adult in adults
    )


def reached(case: Case, by: Any, day: date) -> None:
    """The family was reached on `day`: stamp it, unless it is older than what is known. While they
    wait, somebody looks again so many working days later."""
    newest = case.last_contact_on is None or day >= case.last_contact_on
    values: dict[str, Any] = {}
    if newest and case.last_contact_on != day:
        values["last_contact_on"] = day
    if case.stage == Stage.WAITING and case.check_on and case.check_on <= day:
        values["check_on"] = add_working_days(day, CHECK_AFTER)
    if day >= case.received_on and (
        case.family_contacted_on is None or day < case.family_contacted_on
    ):
        values["family_contacted_on"] = day
    if values:
        case.change(**values)
    if newest and day >= case.received_on:
        happened(case=case, what=Happening.FAMILY_CONTACTED, by=by, on=day)


def _late(contact: Contact) -> str:
    return f", {contact.happened_at:%-d %B %Y} (late entry)" if contact.is_late_entry else ""
