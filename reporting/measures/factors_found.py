"""The factors of the children in need census that assessments find."""

from reporting.measures.declaration import Cut, Kind, Measure
from reporting.measures.dimensions import FACTOR, LOCALITY, MONTH

MEASURE = Measure(
    key="factors_found",
    title="Factors found at assessment",
    definition=(
        "Of the assessments signed off in the period, those that found at least one factor of the "
        "children in need census; by factor, those that found it. One assessment is about a whole "
        "family; one before a birth and each re-assessment is an assessment of its own. “None of "
        "these” is shown as a line of its own and is not a factor found. Assessments whose form "
        "does not ask for factors, such as the older CAF form, are not counted."
    ),
    kind=Kind.RATE,
    unit="% of assessments",
    population="Assessments signed off in the period on a form that asks for factors",
    counts="Assessments that found it",
    out_of="Assessments signed off",
    decimals=1,
    apart="an assessment with several factors is counted under each, and once in the total; one "
    "with “None of these” is not in the total",
    cuts=(Cut(FACTOR), Cut(LOCALITY), Cut(MONTH), Cut(FACTOR, LOCALITY)),
    sources=(
        "assessments_assessment.completed_on",
        "assessments_assessment.state",
        "assessments_factor.code",
        "cases_case.locality",
    ),
)
