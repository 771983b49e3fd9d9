"""What a hub's duty worker sees of a family so that a call is answered."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.acting import served_localities
from accounts.models import User
from cases.models import Agreement, Case, Contact, SharingBasis
from cases.need_to_know import CaseQuerySet, listed
from cases.queries.facts import known_case
from cases.queries.parts import NextDue, lead_of, next_due_of
from cases.queries.people.cautions import Caution, cautions_of
from cases.queries.people.members import PersonCard, cards_of

RECENT = 5


@dataclass(frozen=True)
class OnDuty:
    """One page about a family: warnings, the lead, what is due, who may be told what."""

    case: Case
    cautions: list[Caution]
    lead: User | None
    minded_by: User | None  # who looks after a family that waits for a lead
    due: NextDue | None
    people: list[PersonCard]
    contacts: list[Contact]
    sharing: list[SharingBasis]
    agreed: bool

    @property
    def reach(self) -> User | None:
        """Who is rung about the family."""
        return self.lead or self.minded_by


def duty_cases(user: Any) -> CaseQuerySet:
    """Cases of the hubs this person serves. Restricted families are never among them, whoever
    else may have opened them to this person."""
    served = listed(served_localities(user))
    found: CaseQuerySet = Case.objects.visible_to(user).filter(
        locality__among=served, restricted=False
    )
    return found


def on_duty(case: Case) -> OnDuty:
    """What is shown. Safe addresses take no part: no address is shown at all."""
    today = timezone.localdate()
    known = known_case(case)
    facts = known.__dict__
    _members, people = cards_of(case, today, clear=False)
    sharing = SharingBasis.objects.holding().filter(family=case.family_id)
    contacts = Contact.objects.filter(case=case).select_related("by")
    standing = Agreement.objects.filter(family=case.family_id, withdrawn_on__isnull=True)
    lead = lead_of(case)
    return OnDuty(
        case=case,
        cautions=cautions_of(facts["alerts_found"], facts["orders_found"], today),
        lead=lead,
        minded_by=None if lead else case.minded_by,
        due=next_due_of(facts["due_found"]),
        people=[card for card in people if not card.person.died_on],
        contacts=list(contacts[:RECENT]),
        sharing=list(sharing.select_related("agency").order_by("agency__name", "pk")),
        agreed=standing.exists(),
    )
