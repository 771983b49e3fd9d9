"""Whether what was met when a case closed is met still, as far as the records show."""

from reporting.measures.declaration import Better, Cut, Kind, Measure
from reporting.measures.dimensions import AFTER, LOCALITY, MONTH

MEASURE = Measure(
    key="closures_that_lasted",
    title="Closures with needs met that lasted",
    definition=(
        "Of the cases that closed in the period with the reason “Needs met”, those that have "
        "lasted. The records are looked at 3, 6 and 12 months after each closure, and a closure "
        "is counted once they have been looked at for the first time. “As published” is every "
        "one of them; “now” are those of which no look found that a new case of the family had "
        "been opened, or that a request had been passed to social care for a need that was met. "
        "A closure that was undone by opening the case again is not counted. Records show who "
        "came back: they do not show how a family is."
    ),
    kind=Kind.RATE,
    unit="% of closures",
    population="Cases that closed in the period with needs met, as published",
    counts="Closures that have lasted, now",
    out_of="Closures with needs met, as published",
    better=Better.HIGHER,
    decimals=1,
    apart="a closure is looked at up to three times, and stands once in the total",
    cuts=(Cut(AFTER), Cut(LOCALITY), Cut(MONTH)),
    sources=(
        "cases_closure.closed_on",
        "cases_closure.reason",
        "cases_closure.reopened_on",
        "cases_closurecheck.months",
        "cases_closurecheck.finding",
        "cases_case.locality",
    ),
)
