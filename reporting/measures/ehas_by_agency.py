"""Who begins Early Help Assessments."""

from reporting.measures.declaration import Cut, Kind, Measure
from reporting.measures.dimensions import AGENCY, LOCALITY, MONTH

MEASURE = Measure(
    key="ehas_by_agency",
    title="Early Help Assessments initiated",
    definition=(
        "Early Help Assessments (EHAs) by the day they were begun and the type of agency of the "
        "person who began them. One assessment is about a whole family; one before a birth is an "
        "EHA too; a re-assessment while the family’s plan goes on is not. Assessments on the older "
        "CAF form are counted apart, and records of conversations and young people’s own forms are "
        "not counted."
    ),
    kind=Kind.SHARE,
    unit="% of assessments",
    population="Early Help Assessments begun in the period",
    counts="Assessments",
    out_of="All assessments begun",
    decimals=2,
    cuts=(Cut(AGENCY), Cut(LOCALITY), Cut(MONTH), Cut(LOCALITY, AGENCY)),
    sources=(
        "assessments_assessment.started_on",
        "assessments_assessment.started_by_agency",
        "assessments_assessment.is_reassessment",
        "assessments_formversion.key",
        "assessments_formversion.purpose",
        "localities_agency.kind",
    ),
)
