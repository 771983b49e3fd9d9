"""How early help ended."""

from reporting.measures.declaration import Cut, Kind, Measure
from reporting.measures.dimensions import LOCALITY, MONTH, OUTCOME, REASON

MEASURE = Measure(
    key="closure_outcomes",
    title="Closure outcomes",
    definition=(
        "Children whose case closed in the period, by how it closed. Every reason for closing "
        "falls into one of three groups, so the groups add up to every closure. A child whose "
        "cases closed twice in the period is counted once, at the last. A closure that was "
        "undone by opening the case again is not counted."
    ),
    kind=Kind.SHARE,
    unit="% of children",
    population="Children whose case closed in the period",
    counts="Children",
    out_of="All children whose case closed",
    decimals=1,
    cuts=(
        Cut(OUTCOME),
        Cut(LOCALITY),
        Cut(LOCALITY, OUTCOME),
        Cut(REASON),
        Cut(MONTH),
        Cut(MONTH, OUTCOME),
    ),
    sources=(
        "cases_closure.closed_on",
        "cases_closure.reason",
        "cases_closure.group",
        "cases_closure.reopened_on",
        "cases_casechild.person",
        "cases_case.locality",
    ),
)
