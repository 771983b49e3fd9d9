"""The timescales a new authority starts with, each effective from the beginning.

Sources: Working Together (triage; 45 working days for social care's own assessment, after which a
handover is due), Hertfordshire (first TAF, reviews, records, copies). No source says when late work
escalates: that is a beginning of our own. Every authority changes all of them
in its own table.
"""

from datetime import date
from typing import NamedTuple

from localities.models import Timescale

Happening, Unit, Owner = Timescale.Happening, Timescale.Unit, Timescale.Owner
Level = Timescale.Level
BEGINNING = date(2016, 4, 1)


class Row(NamedTuple):
    key: str
    due: str
    because: str
    starts_with: str
    ends_with: str
    length: int
    unit: str
    owner: str
    escalates_to: str = ""
    escalates_after: int | None = None


STANDARD = [
    Row(
        "triage",
        "Decision on the request",
        "one working day from the request",
        Happening.REQUEST_RECEIVED,
        Happening.REQUEST_DECIDED,
        1,
        Unit.WORKING_DAYS,
        Owner.DESK,
    ),
    Row(
        "allocation",
        "Allocation",
        "two working days from opening",
        Happening.CASE_OPENED,
        Happening.CASE_ALLOCATED,
        2,
        Unit.WORKING_DAYS,
        Owner.MANAGER,
        Level.HEAD,
        2,
    ),
    Row(
        "first_contact",
        "First contact with the family",
        "five working days from allocation",
        Happening.CASE_ALLOCATED,
        Happening.FAMILY_CONTACTED,
        5,
        Unit.WORKING_DAYS,
        Owner.LEAD,
        Level.MANAGER,
        2,
    ),
    Row(
        "assessment",
        "Early help assessment",
        "30 working days from allocation",
        Happening.CASE_ALLOCATED,
        Happening.ASSESSMENT_SUBMITTED,
        30,
        Unit.WORKING_DAYS,
        Owner.LEAD,
        Level.MANAGER,
        5,
    ),
    Row(
        "reassessment",
        "Assessment, corrected",
        "five working days from its return",
        Happening.ASSESSMENT_RETURNED,
        Happening.ASSESSMENT_SUBMITTED,
        5,
        Unit.WORKING_DAYS,
        Owner.LEAD,
        Level.MANAGER,
        5,
    ),
    Row(
        "sign_off",
        "Sign-off of the assessment",
        "five working days from submission",
        Happening.ASSESSMENT_SUBMITTED,
        Happening.ASSESSMENT_SIGNED_OFF,
        5,
        Unit.WORKING_DAYS,
        Owner.MANAGER,
        Level.HEAD,
        5,
    ),
    Row(
        "plan",
        "Plan agreed with the family",
        "ten working days from sign-off",
        Happening.ASSESSMENT_SIGNED_OFF,
        Happening.PLAN_AGREED,
        10,
        Unit.WORKING_DAYS,
        Owner.LEAD,
        Level.MANAGER,
        5,
    ),
    Row(
        "first_taf",
        "First TAF meeting",
        "six weeks from opening",
        Happening.CASE_OPENED,
        Happening.TAF_HELD,
        6,
        Unit.WEEKS,
        Owner.LEAD,
        Level.MANAGER,
        5,
    ),
    Row(
        "review",
        "TAF review",
        "six weeks since the last TAF",
        Happening.TAF_HELD,
        Happening.TAF_HELD,
        6,
        Unit.WEEKS,
        Owner.LEAD,
        Level.MANAGER,
        5,
    ),
    Row(
        "taf_record",
        "Record of the TAF meeting",
        "three working days from the TAF",
        Happening.TAF_HELD,
        Happening.TAF_RECORDED,
        3,
        Unit.WORKING_DAYS,
        Owner.LEAD,
        Level.MANAGER,
        5,
    ),
    Row(
        "taf_copy",
        "Copy of the TAF record to the family",
        "five working days from the TAF",
        Happening.TAF_HELD,
        Happening.TAF_COPIED,
        5,
        Unit.WORKING_DAYS,
        Owner.LEAD,
        Level.MANAGER,
        5,
    ),
    Row(
        "step_up_request",
        "Answer to the request to step up",
        "one working day from the request",
        Happening.STEP_UP_ASKED,
        Happening.STEP_UP_DECIDED,
        1,
        Unit.WORKING_DAYS,
        Owner.MANAGER,
        Level.HEAD,
        1,
    ),
    Row(
        "step_up_pack",
        "Pack of the urgent step-up",
        "one working day from the call",
        Happening.PACK_TO_FOLLOW,
        Happening.PACK_COMPLETED,
        1,
        Unit.WORKING_DAYS,
        Owner.LEAD,
        Level.MANAGER,
        1,
    ),
    Row(
        "step_up_answer",
        "Social care’s answer to the step-up",
        "one working day from sending",
        Happening.STEP_UP_SENT,
        Happening.STEP_UP_ANSWERED,
        1,
        Unit.WORKING_DAYS,
        Owner.MANAGER,
        Level.HEAD,
        1,
    ),
    Row(
        "handover",
        "Handover by social care",
        "45 working days from their acceptance",
        Happening.STEP_UP_ACCEPTED,
        Happening.HANDED_OVER,
        45,
        Unit.WORKING_DAYS,
        Owner.MANAGER,
        Level.HEAD,
        5,
    ),
    Row(
        "closing",
        "Answer to the closing",
        "five working days from the request",
        Happening.CLOSING_ASKED,
        Happening.CLOSING_SENT_BACK,
        5,
        Unit.WORKING_DAYS,
        Owner.MANAGER,
        Level.HEAD,
        5,
    ),
    Row(
        "closing_again",
        "Closing, corrected",
        "five working days from its return",
        Happening.CLOSING_SENT_BACK,
        Happening.CLOSING_ASKED,
        5,
        Unit.WORKING_DAYS,
        Owner.LEAD,
        Level.MANAGER,
        5,
    ),
    Row(
        "transfer",
        "Answer to a transfer",
        "two working days from asking",
        Happening.TRANSFER_ASKED,
        Happening.TRANSFER_ANSWERED,
        2,
        Unit.WORKING_DAYS,
        Owner.MANAGER,
    ),
    Row(
        "disagreement_1",
        "Practitioners settle a disagreement",
        "two working days from “I disagree”",
        Happening.DISAGREEMENT_RAISED,
        Happening.DISAGREEMENT_SETTLED,
        2,
        Unit.WORKING_DAYS,
        Owner.DESK,
    ),
    Row(
        "disagreement_2",
        "Managers settle a disagreement",
        "three working days from the practitioners’ talk",
        Happening.DISAGREEMENT_ESCALATED,
        Happening.DISAGREEMENT_SETTLED,
        3,
        Unit.WORKING_DAYS,
        Owner.MANAGER,
    ),
    Row(
        "disagreement_3",
        "Heads of service settle a disagreement",
        "five working days from the managers’ talk",
        Happening.DISAGREEMENT_ESCALATED,
        Happening.DISAGREEMENT_SETTLED,
        5,
        Unit.WORKING_DAYS,
        Owner.MANAGER,
    ),
    Row(
        "other_council",
        "The other council’s receipt",
        "two working days from sending on",
        Happening.SENT_ON,
        Happening.SENT_ON_ANSWERED,
        2,
        Unit.WORKING_DAYS,
        Owner.DESK,
    ),
    Row(
        "closure_3",
        "First look at how a closed case holds",
        "three months from closure",
        Happening.CASE_CLOSED,
        Happening.CHECKED_3,
        3,
        Unit.MONTHS,
        Owner.MANAGER,
    ),
    Row(
        "closure_6",
        "Second look at how a closed case holds",
        "six months from closure",
        Happening.CASE_CLOSED,
        Happening.CHECKED_6,
        6,
        Unit.MONTHS,
        Owner.MANAGER,
    ),
    Row(
        "closure_12",
        "Last look at how a closed case holds",
        "twelve months from closure",
        Happening.CASE_CLOSED,
        Happening.CHECKED_12,
        12,
        Unit.MONTHS,
        Owner.MANAGER,
    ),
]


def load_standard_timescales() -> None:
    """Write the standard table where there is none."""
    if not Timescale.objects.exists():
        Timescale.objects.bulk_create(
            Timescale(from_date=BEGINNING, **row._asdict()) for row in STANDARD
        )
