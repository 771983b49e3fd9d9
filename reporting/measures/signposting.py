"""Whom families were told of, and whether they went."""

from reporting.measures.declaration import Cut, Kind, Measure
from reporting.measures.dimensions import LOCALITY, MONTH, WENT

MEASURE = Measure(
    key="signposting",
    title="Signposting",
    definition=(
        "Services and groups of the directory that families were told of when their request was "
        "decided, by the day they were told, and what became of it when the desk asked later. A "
        "family told of two is counted twice; the requests are counted apart."
    ),
    kind=Kind.SHARE,
    unit="% of times told",
    population="Times a family was told of a service in the period",
    counts="Times a family was told",
    out_of="Times a family was told",
    also="Referrals",
    decimals=1,
    cuts=(Cut(WENT), Cut(LOCALITY), Cut(MONTH)),
    sources=(
        "referrals_signposting.at",
        "referrals_signposting.outcome",
        "referrals_referral.locality",
    ),
)
