"""How many episodes of early help began."""

from reporting.measures.declaration import Cut, Kind, Measure
from reporting.measures.dimensions import DOOR, LEVEL, LOCALITY, MONTH

MEASURE = Measure(
    key="starts",
    title="Early help starts",
    definition=(
        "Cases by the day they were opened, whichever way the family came: the early help desk, "
        "a partner’s own assessment, a step-down from social care or the locality’s hub. The "
        "children of these cases are counted apart."
    ),
    kind=Kind.COUNT,
    unit="cases",
    population="Cases opened in the period",
    counts="Cases opened",
    also="Children",
    cuts=(Cut(LOCALITY), Cut(MONTH), Cut(LOCALITY, MONTH), Cut(DOOR), Cut(LEVEL)),
    sources=(
        "cases_case.opened_on",
        "cases_case.locality",
        "cases_case.door",
        "cases_case.level",
        "cases_casechild.case",
    ),
)
