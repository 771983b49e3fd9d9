"""The one next step of a case, for each person who might take it. Touches no database."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from cases.journey import WORKED, Reassessment, Stage


class Position(StrEnum):
    """How somebody stands to a case."""

    LEAD = "lead"
    MANAGER = "manager"


class Situation(StrEnum):
    """Where a case is, finer than its stage where the next step differs."""

    WAITING = "waiting"
    TO_CONTACT = "to_contact"
    TO_ASSESS = "to_assess"
    ASSESSING = "assessing"
    SIGN_OFF = "sign_off"
    TO_PLAN = "to_plan"
    PLANNING = "planning"
    TO_ARRANGE = "to_arrange"
    SUPPORTING = "supporting"
    REASSESSING = "reassessing"
    REASSESSMENT_SIGN_OFF = "reassessment_sign_off"
    STEP_DOWN = "step_down"
    STEP_UP_ASKED = "step_up_asked"
    STEP_UP_SENT = "step_up_sent"
    CLOSING_ASKED = "closing_asked"
    SOCIAL_CARE = "social_care"
    CLOSED = "closed"


@dataclass(frozen=True)
class NextStep:
    """What to do next: the words on the green button, and the page it opens."""

    label: str
    url_name: str


_LEAD, _MANAGER = Position.LEAD, Position.MANAGER
_HANDOVER = NextStep("Record the handover", "case-step-up-handover")

STEPS: dict[tuple[Situation, Position], NextStep] = {
    (Situation.WAITING, _MANAGER): NextStep("Allocate", "case-allocate"),
    (Situation.TO_CONTACT, _LEAD): NextStep("Add contact", "case-add-contact"),
    (Situation.TO_ASSESS, _LEAD): NextStep("Start assessment", "assessment-start"),
    (Situation.ASSESSING, _LEAD): NextStep("Continue assessment", "case-assessment"),
    (Situation.SIGN_OFF, _MANAGER): NextStep("Sign off", "assessment-sign-off"),
    (Situation.TO_PLAN, _LEAD): NextStep("Write the plan", "case-plan"),
    (Situation.PLANNING, _LEAD): NextStep("Agree plan", "plan-agree"),
    (Situation.TO_ARRANGE, _LEAD): NextStep("Invite to the next meeting", "taf-invite"),
    (Situation.SUPPORTING, _LEAD): NextStep("Record a TAF meeting", "taf-record"),
    (Situation.REASSESSING, _LEAD): NextStep("Continue the re-assessment", "case-assessment"),
    (Situation.REASSESSMENT_SIGN_OFF, _MANAGER): NextStep(
        "Sign off the re-assessment", "assessment-sign-off"
    ),
    (Situation.STEP_DOWN, _LEAD): NextStep("Complete the step-down checklist", "case-step-down"),
    (Situation.STEP_UP_ASKED, _MANAGER): NextStep("Answer the step-up", "case-step-up-decide"),
    (Situation.STEP_UP_SENT, _MANAGER): NextStep(
        "Record social care’s answer", "case-step-up-answer"
    ),
    (Situation.CLOSING_ASKED, _MANAGER): NextStep("Answer the closing", "case-closing"),
    (Situation.SOCIAL_CARE, _LEAD): _HANDOVER,
    (Situation.SOCIAL_CARE, _MANAGER): _HANDOVER,
}

# Whose step it is, for everybody else who reads the page.
WHOSE: dict[Situation, str] = {
    Situation.WAITING: "A manager of {locality} chooses the lead practitioner.",
    Situation.TO_CONTACT: "{lead} contacts the family.",
    Situation.TO_ASSESS: "{lead} starts the assessment.",
    Situation.ASSESSING: "{lead} is writing the assessment.",
    Situation.SIGN_OFF: "A manager of {locality} signs the assessment off.",
    Situation.TO_PLAN: "{lead} writes the plan with the family.",
    Situation.PLANNING: "{lead} agrees the plan with the family.",
    Situation.TO_ARRANGE: "{lead} works on the plan with the family.",
    Situation.SUPPORTING: "{lead} works on the plan with the family.",
    Situation.REASSESSING: "{lead} is writing the re-assessment. The plan goes on.",
    Situation.REASSESSMENT_SIGN_OFF: (
        "A manager of {locality} signs the re-assessment off. The plan goes on."
    ),
    Situation.STEP_DOWN: "{lead} completes the checklist of the step-down.",
    Situation.STEP_UP_ASKED: "A manager of {locality} answers the request to step up.",
    Situation.STEP_UP_SENT: "Social care has been asked to step in. Their answer is awaited.",
    Situation.CLOSING_ASKED: (
        "A manager of {locality} answers the request to close the case. The work goes on."
    ),
    Situation.SOCIAL_CARE: "Social care leads. The case stays open until the handover is recorded.",
    Situation.CLOSED: "The case is closed.",
}


def situations(
    stage: str,
    *,
    assessment_begun: bool,
    family_contacted: bool = True,
    has_goals: bool = True,
    meeting_arranged: bool = True,
    reassessment: str = Reassessment.NONE,
    step_up: str = "",
    step_down_open: bool = False,
    closing_asked: bool = False,
) -> list[Situation]:
    """Where the case is; before the stage's own step come a step-up in progress (its state), a
    closing that was asked for, a step-down whose checklist is not complete while somebody leads
    the case, and a re-assessment. What waits for sign-off comes before the checklist.

    A family is contacted before it is assessed (`family_contacted`). A plan without a goal is still
    to be written (`has_goals`); a meeting is recorded once one is planned or its day has come
    (`meeting_arranged`)."""
    found = [] if stage == Stage.SOCIAL_CARE else _asked(step_up, closing_asked)
    if step_down_open and stage == Stage.SIGN_OFF:
        return [*found, Situation.SIGN_OFF, Situation.STEP_DOWN]
    if reassessment == Reassessment.SENT:
        found.append(Situation.REASSESSMENT_SIGN_OFF)
    if step_down_open and stage in WORKED:
        found.append(Situation.STEP_DOWN)
    if reassessment == Reassessment.WRITTEN:
        found.append(Situation.REASSESSING)
    if stage == Stage.ASSESSING and not assessment_begun:
        first = Situation.TO_ASSESS if family_contacted else Situation.TO_CONTACT
        return [*found, first]
    if stage == Stage.PLANNING and not has_goals:
        return [*found, Situation.TO_PLAN]
    if stage == Stage.SUPPORTING and not meeting_arranged:
        return [*found, Situation.TO_ARRANGE]
    return [*found, Situation(stage)]


def _asked(step_up: str, closing_asked: bool) -> list[Situation]:
    """What somebody was asked for, whatever the stage."""
    steps = {"requested": Situation.STEP_UP_ASKED, "sent": Situation.STEP_UP_SENT}
    found = [steps[step_up]] if step_up in steps else []
    return [*found, Situation.CLOSING_ASKED] if closing_asked else found


def next_step(where: list[Situation], positions: Collection[Position]) -> NextStep | None:
    """The step this person takes next, if one is theirs to take."""
    for situation in where:
        for position in Position:
            if position in positions and (situation, position) in STEPS:
                return STEPS[situation, position]
    return None


def whose(where: list[Situation], *, lead: str, locality: str) -> str:
    """Whose step it is, in a sentence."""
    return WHOSE[where[0]].format(lead=lead or "The lead practitioner", locality=locality)
