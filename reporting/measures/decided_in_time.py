"""How often the desk kept to its clock."""

from reporting.measures.declaration import Better, Cut, Kind, Measure
from reporting.measures.dimensions import LOCALITY, MONTH, SENDER

MEASURE = Measure(
    key="decided_in_time",
    title="Requests decided in time",
    definition=(
        "Of the requests for support on which the last decision fell in the period, those decided "
        "before their clock ran out: one working day, or what the authority’s table of timescales "
        "says, in office hours, without the time it was paused for a reason that is on record. "
        "What a panel decided was in time if it was put to the panel before the clock ran out."
    ),
    kind=Kind.RATE,
    unit="% of requests decided",
    population="Requests for support decided in the period",
    counts="Requests decided in time",
    out_of="Requests decided",
    better=Better.HIGHER,
    decimals=1,
    cuts=(Cut(LOCALITY), Cut(MONTH), Cut(SENDER)),
    sources=(
        "referrals_referral.decided_at",
        "referrals_referral.due_at",
        "referrals_decision.decided_at",
        "referrals_panelitem.outcome_at",
        "referrals_referral.locality",
        "referrals_referral.sender",
    ),
)
