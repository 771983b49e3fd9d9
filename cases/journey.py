"""A case's life in one table: stages, moves, and the milestone date each move stamps.

Touches no database. The diagram in docs/journey.svg is drawn from it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    WAITING = "waiting"
    ASSESSING = "assessing"
    SIGN_OFF = "sign_off"
    PLANNING = "planning"
    SUPPORTING = "supporting"
    SOCIAL_CARE = "social_care"
    CLOSED = "closed"


TITLES: dict[Stage, str] = {
    Stage.WAITING: "Waiting for allocation",
    Stage.ASSESSING: "Assessment",
    Stage.SIGN_OFF: "Assessment waiting for sign-off",
    Stage.PLANNING: "Plan to be agreed",
    Stage.SUPPORTING: "Plan and TAF reviews",
    Stage.SOCIAL_CARE: "With social care",
    Stage.CLOSED: "Closed",
}
LIVE: tuple[Stage, ...] = tuple(stage for stage in Stage if stage is not Stage.CLOSED)
CHOICES = [(stage.value, TITLES[stage]) for stage in Stage]


class Verb(StrEnum):
    """What moves a case from one stage to another."""

    ALLOCATE = "allocate"
    SUBMIT = "submit_assessment"
    RETURN = "return_assessment"
    SIGN_OFF = "sign_off_assessment"
    AGREE_PLAN = "agree_plan"
    STEP_UP = "accept_step_up"
    COME_BACK = "come_back_from_social_care"
    HAND_OVER = "hand_over_to_social_care"
    CLOSE = "close"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Move:
    """One row of the table: `verb` takes a case from any of `sources` to `target`."""

    verb: Verb
    label: str
    sources: tuple[Stage, ...]
    target: Stage
    stamps: str = ""  # the milestone date set on the case, the first time only
    clears: str = ""  # the date that holds no more


class Reassessment(StrEnum):
    """How far a re-assessment of the case is: an assessment begun at a stage WITH_PLAN. It moves
    no stage; the plan goes on beside it."""

    NONE = ""
    WRITTEN = "written"
    SENT = "sent"


REASSESSMENT_TITLES: dict[Reassessment, str] = {
    Reassessment.NONE: "",
    Reassessment.WRITTEN: "Re-assessment being written",
    Reassessment.SENT: "Re-assessment waiting for sign-off",
}
WITH_PLAN: tuple[Stage, ...] = (Stage.PLANNING, Stage.SUPPORTING)
WORKED = (Stage.ASSESSING, Stage.SIGN_OFF, Stage.PLANNING, Stage.SUPPORTING)

MOVES: tuple[Move, ...] = (
    Move(Verb.ALLOCATE, "Allocate", (Stage.WAITING,), Stage.ASSESSING, "allocated_on"),
    Move(
        Verb.SUBMIT,
        "Submit for sign-off",
        (Stage.ASSESSING,),
        Stage.SIGN_OFF,
        "eha_submitted_on",
    ),
    Move(Verb.RETURN, "Return with comments", (Stage.SIGN_OFF,), Stage.ASSESSING),
    Move(
        Verb.SIGN_OFF,
        "Sign off",
        (Stage.SIGN_OFF,),
        Stage.PLANNING,
        "eha_signed_off_on",
    ),
    Move(
        Verb.AGREE_PLAN,
        "Agree plan",
        (Stage.PLANNING,),
        Stage.SUPPORTING,
        "plan_agreed_on",
    ),
    Move(
        Verb.STEP_UP,
        "Social care accepts",
        (Stage.WAITING, *WORKED),
        Stage.SOCIAL_CARE,
        "with_social_care_on",
    ),
    Move(Verb.COME_BACK, "Social care hands back", (Stage.SOCIAL_CARE,), Stage.ASSESSING),
    Move(
        Verb.HAND_OVER,
        "Handover recorded",
        (Stage.SOCIAL_CARE,),
        Stage.CLOSED,
        "closed_on",
    ),
    Move(Verb.CLOSE, "Close case", (Stage.WAITING, *WORKED), Stage.CLOSED, "closed_on"),
    Move(Verb.REOPEN, "Opened again", (Stage.CLOSED,), Stage.WAITING, clears="closed_on"),
)


def move_for(verb: Verb) -> Move:
    return next(move for move in MOVES if move.verb == verb)


def can_move(stage: str, verb: Verb) -> bool:
    return Stage(stage) in move_for(verb).sources
