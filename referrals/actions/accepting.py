"""Accepting a family for early help: a case is opened, or its live case is added to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.actions.contributing import contribute
from cases.actions.opening import open_case
from cases.models import Case, Contact, Family, Person
from localities.models import Locality
from referrals.actions.enrolling import enrol, family_for
from referrals.actions.leading import let_sender_lead, offered_lead
from referrals.describing import source_words
from referrals.models import Referral, ReferralPerson

TELL_SAFELY = "How the family may safely be told stands with the request, in Documents."


@dataclass(frozen=True)
class Accepted:
    """The case a request led to, whether it was there already, and the note that was added."""

    case: Case
    added_to_live_case: bool
    note: Contact | None = None


@transaction.atomic
def accept(
    *,
    referral: Referral,
    children: Sequence[ReferralPerson],
    level: int,
    reason: str,
    by: Any,
    locality: Locality,
    family: Family | None,
    new_family: bool,
    accept_offer: bool,
    at: datetime,
) -> Accepted:
    """Register everybody the request names as one family and give the family early help.

    A second request about a family that has a live case becomes part of that case, and its
    sender learns nothing of it.
    """
    day = timezone.localdate(at)
    found = family_for(referral, chosen=family, new=new_family, by=by, on=day)
    Family.objects.select_for_update().get(pk=found.pk)  # two requests about one family queue here
    people = enrol(referral=referral, family=found, by=by, on=day)
    theirs = [people[child.pk] for child in children]
    if live := Case.objects.filter(family=found).live().first():
        text = as_note(referral, reason)
        note = contribute(case=live, text=text, by=by, children=theirs, at=at)
        return Accepted(live, added_to_live_case=True, note=note)
    case = _open(referral, found, theirs, level, reason, by, locality, accept_offer, at)
    return Accepted(case, added_to_live_case=False)


def as_note(referral: Referral, reason: str) -> str:
    """What a request said, for a case that is open already. Who sent it by name stays with it, and
    how the family may safely be told: a copy of the case may come to whoever must not know."""
    day = timezone.localdate(referral.received_at)
    if not says_itself(referral):
        return f"Something came in on {day:%d %b %Y}. The council’s workers find it in Documents."
    parts = [
        f"Request {referral.reference} of {day:%d %b %Y}, from {source_words(referral)}.",
        f"What worries them: {referral.worries}",
        f"What is going well: {referral.going_well}" if referral.going_well else "",
        f"What has been tried: {referral.tried}" if referral.tried else "",
        TELL_SAFELY if referral.safe_way else "",
        f"The desk decided: {reason}",
    ]
    return "\n\n".join(filter(None, parts))


def says_itself(referral: Referral) -> bool:
    """Whether its words may stand in the case. What a domestic abuse notification says stays with
    it: pages and copies of the case reach whom it names."""
    return bool(referral.kind != Referral.Kind.NOTIFICATION)


def _open(
    referral: Referral,
    family: Family,
    children: Sequence[Person],
    level: int,
    reason: str,
    by: Any,
    locality: Locality,
    accept_offer: bool,
    at: datetime,
) -> Case:
    lead = offered_lead(referral) if accept_offer else None
    tried = f"What has been tried: {referral.tried}" if referral.tried else ""
    says = says_itself(referral)
    case = open_case(
        family=family,
        children=children,
        locality=locality,
        level=level,
        by=by,
        reason="\n\n".join(filter(None, [reason, tried])),
        received_on=timezone.localdate(referral.received_at),
        door=_door(referral, lead),
        risk="The sender said that somebody was in danger." if referral.urgent and says else "",
        minded_by=manager_of(locality),
        on=timezone.localdate(at),
    )
    worries = referral.worries if says else ""
    case.change(worries=worries, strengths=referral.going_well)
    if lead:
        let_sender_lead(referral=referral, case=case, lead=lead, by=by, at=at)
    return case


def _door(referral: Referral, lead: User | None) -> str:
    if referral.kind == Referral.Kind.STEP_DOWN:
        return Case.Door.STEP_DOWN
    return Case.Door.PARTNER if lead else Case.Door.DESK


def manager_of(locality: Locality) -> User | None:
    """Who looks after a family of this locality until somebody leads."""
    managers = locality.served_by.filter(role="locality_manager", is_active=True)
    return managers.order_by("pk").first()
