"""How often early help began again soon after it had ended."""

from reporting.measures.declaration import Better, Cut, Kind, Measure
from reporting.measures.dimensions import LOCALITY, MONTH, SENDER

MEASURE = Measure(
    key="rereferrals",
    title="Children referred again within 12 months",
    definition=(
        "Of the children for whom the desk decided “early help” in the period, those whose request "
        "came at most 12 months after the last case of the family had closed. Noted when the "
        "request is decided. A case that closed in error counts like any other."
    ),
    kind=Kind.RATE,
    unit="% of children referred",
    population="Children with the decision “early help” in the period",
    counts="Children referred again",
    out_of="Children referred to early help",
    better=Better.LOWER,
    decimals=1,
    cuts=(Cut(LOCALITY), Cut(MONTH), Cut(SENDER)),
    sources=(
        "referrals_decision.decided_on",
        "referrals_decision.outcome",
        "referrals_decision.superseded_at",
        "referrals_referral.rereferred_within",
        "referrals_referral.locality",
        "referrals_referral.sender",
    ),
)
