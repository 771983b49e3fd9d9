"""Whether families came from social care to early help without a gap between the two."""

from reporting.measures.declaration import Better, Cut, Kind, Measure
from reporting.measures.dimensions import LOCALITY, MONTH, STEP_DOWN_PROCEDURE

MEASURE = Measure(
    key="step_downs_without_gap",
    title="Step-downs without a gap",
    definition=(
        "Of the families that social care handed to early help in the period, also back after "
        "it had accepted a step-up, those handed over without a gap, as the records now show "
        "it: the first Team Around the Family meeting since, held or until then planned, is no "
        "later than the day social care closes (“First TAF meeting in time”); everything social"
        " care left to be done is in the plan, or it is written why not (“What was left seen "
        "to”); and the checklist is complete, with every step done or explained. Where nobody "
        "has written when social care closes, or no meeting has a date, there is a gap. A "
        "family that is handed over twice is counted twice, however many children are in it."
    ),
    kind=Kind.RATE,
    unit="% of step-downs",
    population="Step-downs received in the period",
    counts="Step-downs without a gap",
    out_of="Step-downs received",
    better=Better.HIGHER,
    decimals=1,
    apart="each part is looked at by itself, and the total is the step-downs that had all three",
    cuts=(Cut(STEP_DOWN_PROCEDURE), Cut(LOCALITY), Cut(MONTH)),
    sources=(
        "cases_stepdown.received_on",
        "cases_stepdown.closes_on",
        "cases_stepdown.checked_at",
        "assessments_review.held_on",
        "assessments_plannedmeeting.starts_at",
        "assessments_action.takes_up",
        "assessments_stepdownsetaside.left",
        "cases_case.locality",
    ),
)
