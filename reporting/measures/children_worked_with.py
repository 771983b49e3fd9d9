"""How many children early help worked with."""

from reporting.measures.declaration import Cut, Kind, Measure
from reporting.measures.dimensions import LOCALITY, MONTH

MEASURE = Measure(
    key="children_worked_with",
    title="Children worked with",
    definition=(
        "Individual children, born or unborn, of cases open on any day of the period. A case is "
        "open from the day it was opened to the day it closed, both included. A child of two "
        "cases, or of a case that opened again, is counted once."
    ),
    kind=Kind.COUNT,
    unit="children",
    population="Children of cases open on any day of the period",
    counts="Individual children",
    cuts=(Cut(LOCALITY), Cut(MONTH)),
    sources=(
        "cases_case.opened_on",
        "cases_case.closed_on",
        "cases_case.locality",
        "cases_casechild.person",
        "cases_casechild.joined_on",
    ),
    apart="a child worked with in two of them is counted in each, and once in the total",
)
