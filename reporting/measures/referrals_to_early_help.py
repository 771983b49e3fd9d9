"""How many children the desk passed to early help."""

from reporting.measures.declaration import Cut, Kind, Measure
from reporting.measures.dimensions import LEVEL, LOCALITY, MONTH, SENDER

MEASURE = Measure(
    key="referrals_to_early_help",
    title="Children referred to early help by the desk",
    definition=(
        "Children for whom the desk decided “early help”, by the day of the decision, and the "
        "referrals they came in. A referral is counted once however many children it names; a "
        "child of two referrals is counted in each. All contacts to the desk are more than these."
    ),
    kind=Kind.COUNT,
    unit="children",
    population="Children with the decision “early help” in the period",
    counts="Children",
    also="Referrals",
    cuts=(Cut(LOCALITY), Cut(MONTH), Cut(SENDER), Cut(LEVEL)),
    sources=(
        "referrals_decision.decided_on",
        "referrals_decision.outcome",
        "referrals_decision.superseded_at",
        "referrals_decision.level",
        "referrals_referral.locality",
        "referrals_referral.sender",
    ),
)
