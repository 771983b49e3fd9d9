"""The second wall of the front door's tables."""

from audit.row_security import ACTOR, Policy

POLICIES: dict[str, Policy] = {
    # Its author, and the contacts of their agency; a draft given up is nobody's.
    "referrals_draft": Policy(
        f"author_id = {ACTOR} OR EXISTS (SELECT FROM accounts_user reader"
        f" WHERE reader.id = {ACTOR} AND reader.is_active AND reader.role = 'agency_contact'"
        " AND reader.agency_id = referrals_draft.agency_id)"
    ),
}
