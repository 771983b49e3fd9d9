"""Who reads a request as it was sent, once it has led to a case."""

from typing import Any

from accounts.roles import May, may
from cases.models import Case
from cases.rules.blocking import is_lead
from localities.models import Agency
from referrals.models import Referral

# Who writes about a family that is neither theirs nor their work.
KEPT_FROM_PARTNERS = (Referral.Sender.RELATIVE, Referral.Sender.OTHER)


def may_read_with(case: Case, user: Any) -> bool:
    """Whether somebody who sees the case reads what led to it: the council's workers, and the
    partner who leads it. Others of the TAF read what the case itself says."""
    at_work = any(may(user, one) for one in (May.TRIAGE, May.WORK, May.ALLOCATE))
    return (at_work and not may(user, May.OFFER_TO_LEAD)) or is_lead(case, user)


def may_read_as_sent(referral: Referral, user: Any) -> bool:
    if may(user, May.TRIAGE):
        return True
    return referral.case is not None and may_read_with(referral.case, user)


def names_sender_to(referral: Referral, user: Any) -> bool:
    """Whether this reader learns who sent it by name. A neighbour or a relative is known to the
    council alone: they wrote to nobody else."""
    return is_of_the_council(user) or referral.sender not in KEPT_FROM_PARTNERS


def is_of_the_council(user: Any) -> bool:
    return user.agency is None or user.agency.kind == Agency.Kind.COUNCIL
