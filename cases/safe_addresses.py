"""Who may read an address that must not be found."""

from typing import Any

from accounts.roles import May, may
from cases.models import Address, Case
from cases.rules.blocking import is_lead

CLOSED = "a safe address, shown under People"


def may_read(case: Case, user: Any) -> bool:
    """Whether somebody who sees the case may read its safe addresses.

    Partner agencies in the Team Around the Family may not, unless they lead it.
    """
    return not may(user, May.OFFER_TO_LEAD) or is_lead(case, user)


def masked(address: Address) -> Address:
    """The address without its words, where it must not be found."""
    if address.safe_address:
        address.lines = address.postcode = ""
    return address
