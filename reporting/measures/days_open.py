"""How long cases stay open."""

from reporting.measures.declaration import Cut, Kind, Measure
from reporting.measures.dimensions import LOCALITY, MONTH

MEASURE = Measure(
    key="days_open",
    title="Days open",
    definition=(
        "The median number of days from opening to closing, of cases that closed in the period: "
        "half were open for fewer days, half for more. Cases still open are not in it."
    ),
    kind=Kind.MEDIAN,
    unit="days",
    population="Cases that closed in the period",
    counts="Cases closed",
    decimals=1,
    cuts=(Cut(LOCALITY), Cut(MONTH)),
    sources=("cases_case.opened_on", "cases_case.closed_on", "cases_case.locality"),
    apart="the median of all cases is not a sum of the localities’ medians",
)
