"""What the desk decided."""

from reporting.measures.declaration import Cut, Kind, Measure
from reporting.measures.dimensions import DECISION, LOCALITY, MONTH

MEASURE = Measure(
    key="decisions",
    title="Decisions of the desk",
    definition=(
        "Children by what the desk decided for them, by the day of the decision. Each child of a "
        "request has one decision; a later one replaces it. A child of two requests is counted "
        "in each. The referrals they came in are counted apart."
    ),
    kind=Kind.SHARE,
    unit="% of children",
    population="Children decided on in the period",
    counts="Children",
    out_of="Children decided on",
    also="Referrals",
    decimals=1,
    cuts=(Cut(DECISION), Cut(LOCALITY), Cut(LOCALITY, DECISION), Cut(MONTH)),
    sources=(
        "referrals_decision.decided_on",
        "referrals_decision.outcome",
        "referrals_decision.superseded_at",
        "referrals_referral.locality",
    ),
)
