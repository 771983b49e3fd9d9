"""How often a manager who looked again decided otherwise."""

from reporting.measures.declaration import Better, Cut, Kind, Measure
from reporting.measures.dimensions import DECISION, LOCALITY, MONTH

MEASURE = Measure(
    key="overturned_decisions",
    title="Decisions overturned",
    definition=(
        "Of the decisions taken in the period that chance drew for a manager to look at again, and "
        "that a manager has judged, those that were overturned. One decision is one child’s."
    ),
    kind=Kind.RATE,
    unit="% of decisions looked at again",
    population="Decisions of the period that a manager has looked at again",
    counts="Decisions overturned",
    out_of="Decisions looked at again",
    better=Better.LOWER,
    decimals=1,
    cuts=(Cut(DECISION), Cut(LOCALITY), Cut(MONTH)),
    sources=(
        "referrals_decision.decided_on",
        "referrals_decision.outcome",
        "referrals_sample.verdict",
        "referrals_referral.locality",
    ),
)
