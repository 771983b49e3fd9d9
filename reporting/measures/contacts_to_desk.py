"""How often the desk was asked for support."""

from reporting.measures.declaration import Cut, Kind, Measure
from reporting.measures.dimensions import LOCALITY, MONTH, SENDER

MEASURE = Measure(
    key="contacts_to_desk",
    title="Contacts to the early help desk",
    definition=(
        "Requests for support by the day they were received, whatever was decided and whether or "
        "not it has been. The children named in them are counted apart; a child named in two "
        "requests is counted in each."
    ),
    kind=Kind.COUNT,
    unit="contacts",
    population="Requests for support received in the period",
    counts="Requests for support",
    also="Children",
    cuts=(Cut(LOCALITY), Cut(MONTH), Cut(SENDER)),
    sources=(
        "referrals_referral.received_at",
        "referrals_referral.locality",
        "referrals_referral.sender",
        "referrals_referralperson.kind",
    ),
)
