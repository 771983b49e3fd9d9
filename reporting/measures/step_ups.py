"""How many children went on to social care."""

from reporting.measures.declaration import Cut, Kind, Measure
from reporting.measures.dimensions import LOCALITY, MONTH

MEASURE = Measure(
    key="step_ups",
    title="Children stepped up to social care",
    definition=(
        "Of the children whose case closed in the period, those whose case closed because social "
        "care took over. A child whose cases closed twice in the period is counted once, at the "
        "last. A locality stands out where fewer than one in forty would be so far from the "
        "authority’s rate by chance (95% limits)."
    ),
    kind=Kind.RATE,
    unit="% of closures",
    population="Children whose case closed in the period",
    counts="Children stepped up",
    out_of="Children whose case closed",
    decimals=1,
    cuts=(Cut(LOCALITY), Cut(MONTH)),
    sources=(
        "cases_closure.closed_on",
        "cases_closure.group",
        "cases_closure.reopened_on",
        "cases_casechild.person",
        "cases_case.locality",
    ),
)
