"""Letting a partner lead who offered to: the sharing basis, the lead, the assessment begun."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import May, may
from audit.actions.queueing import ask
from audit.actions.recording import record
from cases.actions.leads.allocating import hand_to
from cases.models import Case, SharingBasis, TafMember
from localities.models import Agency
from referrals.models import Referral


def offered_lead(referral: Referral) -> User | None:
    """Who offered to lead and still can: an active worker of the agency that sent the request."""
    sender = referral.sender_user
    if not referral.offers_to_lead or sender is None or sender.agency_id is None:
        return None
    stayed = sender.agency_id == referral.sender_agency_id
    return sender if stayed and sender.is_active and may(sender, May.WORK) else None


@transaction.atomic
def let_sender_lead(*, referral: Referral, case: Case, lead: User, by: Any, at: datetime) -> None:
    """Make the sender lead practitioner of the case; what they sent opens their assessment."""
    assert lead.agency is not None  # an offer is made for an agency
    day = timezone.localdate(at)
    share_with(case, lead.agency, by, day)
    TafMember.objects.create(
        case=case,
        family=case.family,
        user=lead,
        name=lead.name,
        role=referral.sender_role,
        agency=lead.agency,
        joined_on=day,
    )
    hand_to(case=case, lead=lead, by=by, note=f"Offered to lead in {referral.reference}", at=at)
    ask(
        "open_partner_assessment",
        key=f"open assessment of {case.reference}",
        by=by,
        payload={"case": case.pk, "user": lead.pk},
    )


def share_with(case: Case, agency: Agency, by: Any, day: date) -> None:
    basis = SharingBasis.objects.create(
        family=case.family,
        agency=agency,
        basis=SharingBasis.Basis.PUBLIC_TASK,
        what="The early help assessment and plan of the family",
        from_date=day,
        recorded_by=by,
    )
    record(
        "family.shared",
        basis,
        f"Sharing with {agency.name} recorded: {basis.get_basis_display().lower()}",
        by=by,
        case_id=case.pk,
        family_id=case.family_id,
    )
