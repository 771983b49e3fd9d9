"""The second wall of requests. The same rule as `need_to_know`, said to the database."""

from audit.row_security import ACTOR, Policy, among, scope
from cases.row_security import MADE_NOW, PARTNER, shared, standing


def of_request(column: str = "referral_id") -> Policy:
    """What hangs from a request is there for whoever sees it."""
    return Policy(f"may_see_request({column})")


def with_request(column: str = "referral_id") -> Policy:
    """The same, and there for whoever wrote it until that ends: the desk may not see a request
    it has just sent, where the record is restricted."""
    return Policy(f"{of_request(column).seen} OR {MADE_NOW}")


# What a notification or an allegation says is for the council's own people, whoever sent it.
OF_THE_COUNCIL = f"{PARTNER} = ''"

POLICIES: dict[str, Policy] = {
    "referrals_referral": Policy(
        f"sender_user_id = {ACTOR} OR (NOT coalesce({ACTOR} = ANY (closed_to), false) AND ("
        f"{among('kept_for_id', 'opened')} OR (kept_for_id IS NULL"
        f" AND NOT coalesce({among('family_id', 'closed')}, false)"
        f" AND ({scope('all')} OR (case_id IS NOT NULL"
        " AND may_see_case(case_id))))))"
        # While it is on the agenda of a panel of theirs (sql/panels.sql).
        f" OR (NOT {scope('all')} AND {ACTOR} IS NOT NULL"
        f" AND id IN (SELECT requests_on_agenda_of({ACTOR})))"
        # While a manager of its place looks at what was decided again (sql/looking_again.sql).
        f" OR ({scope('localities')} AND id IN (SELECT requests_to_look_at_again({ACTOR})))"
    ),
    "referrals_importedrequest": of_request(),
    "referrals_referralperson": standing(of_request(), "person_id"),
    "referrals_decision": of_request(),
    "referrals_pause": of_request(),
    "referrals_question": of_request(),
    "referrals_allegation": Policy(f"{of_request().seen} AND {OF_THE_COUNCIL}"),
    "referrals_sample": Policy(
        "EXISTS (SELECT FROM referrals_decision drawn WHERE drawn.id = decision_id"
        f" AND may_see_request(drawn.referral_id)) AND {OF_THE_COUNCIL}"
    ),
    "referrals_disagreement": of_request(),
    "referrals_disagreementstage": Policy(
        "EXISTS (SELECT FROM referrals_disagreement one WHERE one.id = disagreement_id"
        " AND may_see_request(one.referral_id))"
    ),
    "referrals_matchjudgement": standing(
        Policy("may_see_described(referral_person_id)"), "person_id"
    ),
    "referrals_stepdownrequest": with_request(),
    "referrals_outstandingaction": with_request(),
    "referrals_requestfile": of_request(),
    "referrals_requestsenton": of_request(),
    "referrals_notification": Policy(
        f"({shared(of_request(), 'referrals.notification').seen} AND {OF_THE_COUNCIL})"
        f" OR {MADE_NOW}"
    ),
    # Whoever of the school was told; and the desk, which sees to it that they are.
    "referrals_schoolnotice": Policy(
        f"user_id = {ACTOR} OR {MADE_NOW} OR ({scope('all')} AND {of_request().seen})"
    ),
    "referrals_adultcontact": Policy(f"{scope('all')} OR by_id = {ACTOR}"),
    # What a sender was told is the council's to read; a sender reads it as far as a basis lasts.
    "referrals_answer": Policy(f"may_see_request(referral_id) AND {scope('all', 'localities')}"),
    "referrals_replypath": Policy(f"may_see_request(referral_id) AND {scope('all')}"),
    "referrals_publicdraft": Policy("false"),
    "referrals_signposting": of_request(),
    # The desk arranges panels; whoever sits on one sees who else does. Its items follow the
    # requests they are about.
    "referrals_panel": Policy(
        f"{scope('all')} OR chair_id = {ACTOR} OR id IN (SELECT panels_of({ACTOR}))"
    ),
    "referrals_panelmember": Policy(f"{scope('all')} OR panel_id IN (SELECT panels_of({ACTOR}))"),
    "referrals_panelitem": of_request(),
    # Its author, and the contacts of their agency; a draft given up is nobody's.
    "referrals_draft": Policy(
        f"author_id = {ACTOR} OR EXISTS (SELECT FROM accounts_user reader"
        f" WHERE reader.id = {ACTOR} AND reader.is_active AND reader.role = 'agency_contact'"
        " AND reader.agency_id = referrals_draft.agency_id)"
    ),
}
