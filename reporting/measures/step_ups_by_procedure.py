"""Whether step-ups keep to the procedure that was agreed with social care."""

from reporting.measures.declaration import Better, Cut, Kind, Measure
from reporting.measures.dimensions import LOCALITY, MONTH, STEP_UP_PROCEDURE

MEASURE = Measure(
    key="step_ups_by_procedure",
    title="Step-ups that kept to the procedure",
    definition=(
        "Of the step-ups sent to social care in the period, those that kept to the agreed "
        "procedure: every step of its checklist was done or it is written why not (“Checklist "
        "complete”), and social care answered within its clock, one working day or what the "
        "authority’s table of timescales says (“Answered in time”). Where every step was done, no "
        "step was left to explain. A step-up with no checklist, such as an urgent one whose pack "
        "was not completed, or with no clock on record, did not. One that still waited for its "
        "answer, within its clock, on the last day of the period is not counted yet. Each step-up "
        "of a case is counted, however many children are in it."
    ),
    kind=Kind.RATE,
    unit="% of step-ups",
    population="Step-ups sent to social care in the period",
    counts="Step-ups that kept to it",
    out_of="Step-ups sent",
    better=Better.HIGHER,
    decimals=1,
    apart="each part of the procedure is looked at by itself, and the total is those that kept "
    "to the checklist and the clock",
    cuts=(Cut(STEP_UP_PROCEDURE), Cut(LOCALITY), Cut(MONTH)),
    sources=(
        "cases_stepup.sent_at",
        "cases_stepup.answered_at",
        "cases_stepup.checklist",
        "cases_due.due_on",
        "cases_case.locality",
    ),
)
