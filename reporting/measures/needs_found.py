"""What families needed, and what became of it."""

from reporting.measures.declaration import Cut, Kind, Measure
from reporting.measures.dimensions import LOCALITY, MONTH, NEED, NEED_WENT

MEASURE = Measure(
    key="needs_found",
    title="Needs found",
    definition=(
        "Needs of families and their members that were first recorded in the period, by the day "
        "the assessment that found them was signed off, and what became of them when the case "
        "last closed. A need of two children is two needs; one that a re-assessment finds again "
        "is the same need. Cases are counted apart. A need has no outcome yet while its case is "
        "open, or where nobody wrote one at the closure."
    ),
    kind=Kind.SHARE,
    unit="% of needs",
    population="Needs first recorded in the period",
    counts="Needs",
    out_of="Needs first recorded",
    also="Cases",
    decimals=1,
    cuts=(
        Cut(NEED),
        Cut(LOCALITY),
        Cut(MONTH),
        Cut(NEED_WENT),
        Cut(NEED, NEED_WENT),
        Cut(NEED, LOCALITY),
    ),
    sources=(
        "cases_need.kind",
        "cases_need.seen_on",
        "cases_needoutcome.outcome",
        "cases_closure.reopened_on",
        "cases_case.locality",
    ),
)
