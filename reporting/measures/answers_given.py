"""How many of those who asked were given an answer."""

from reporting.measures.declaration import Better, Cut, Kind, Measure
from reporting.measures.dimensions import LOCALITY, MONTH, SENDER

MEASURE = Measure(
    key="answers_given",
    title="Requests answered",
    definition=(
        "Of the requests for support on which the last decision fell in the period, those whose "
        "sender has been told of it since, as far as they may know, or of whom the reason for not "
        "telling them is recorded. A letter that failed or came back is no answer."
    ),
    kind=Kind.RATE,
    unit="% of requests decided",
    population="Requests for support decided in the period",
    counts="Requests answered",
    out_of="Requests decided",
    better=Better.HIGHER,
    decimals=1,
    cuts=(Cut(SENDER), Cut(LOCALITY), Cut(MONTH)),
    sources=(
        "referrals_referral.decided_at",
        "referrals_referral.locality",
        "referrals_referral.sender",
        "referrals_answer.event",
        "referrals_answer.at",
        "audit_job.state",
    ),
)
