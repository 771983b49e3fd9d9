"""A request's way over the desk in one table: its queues, and what moves it between them.

Touches no database. A request is in exactly one queue until every child of it has one standing
decision that ends it; the database holds that too (`referrals/sql/one_decision.sql`). The table
in docs/stages.md is drawn from here.
"""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    NEW = "new"
    SCREENING = "screening"
    SENDER = "sender"
    SOCIAL_WORK = "social_work"
    PANEL = "panel"
    DECIDED = "decided"


TITLES: dict[Stage, str] = {
    Stage.NEW: "New",
    Stage.SCREENING: "Screening",
    Stage.SENDER: "Waiting for the sender",
    Stage.SOCIAL_WORK: "With a social worker",
    Stage.PANEL: "For the panel",
    Stage.DECIDED: "Decided",
}
QUEUES: tuple[Stage, ...] = tuple(stage for stage in Stage if stage is not Stage.DECIDED)
AT_THE_DESK: tuple[Stage, ...] = (Stage.NEW, Stage.SCREENING, Stage.SENDER)
CHOICES = [(stage.value, TITLES[stage]) for stage in Stage]


class Verb(StrEnum):
    """What moves a request from one queue to another, or out of them."""

    TAKE = "take"
    ASK = "ask_sender"
    ANSWER = "answer"
    LAPSE = "lapse"
    PASS_ON = "pass_on"  # noqa: S105  a verb, not a password
    HAND_BACK = "hand_back"
    REFER = "refer"
    RETURN = "return"
    DECIDE = "decide"
    OVERTURN = "overturn"


@dataclass(frozen=True)
class Move:
    """One row of the table: `verb` takes a request from any of `sources` to `target`."""

    verb: Verb
    label: str
    sources: tuple[Stage, ...]
    target: Stage


MOVES: tuple[Move, ...] = (
    Move(Verb.TAKE, "Taken", (Stage.NEW,), Stage.SCREENING),
    Move(
        Verb.ASK,
        "The sender is asked",
        (*AT_THE_DESK, Stage.SOCIAL_WORK),
        Stage.SENDER,
    ),
    Move(Verb.ANSWER, "The sender answers", (Stage.SENDER,), Stage.SCREENING),
    Move(Verb.LAPSE, "The day to answer by passes", (Stage.SENDER,), Stage.SCREENING),
    Move(
        Verb.PASS_ON,
        "Harm is alleged",
        (*AT_THE_DESK, Stage.PANEL, Stage.DECIDED),
        Stage.SOCIAL_WORK,
    ),
    Move(
        Verb.HAND_BACK,
        "A social worker looked into it",
        (Stage.SOCIAL_WORK,),
        Stage.SCREENING,
    ),
    Move(Verb.REFER, "Put to the panel", (*AT_THE_DESK, Stage.SOCIAL_WORK), Stage.PANEL),
    Move(
        Verb.RETURN,
        "The panel gives it back, or the desk takes it back",
        (Stage.PANEL,),
        Stage.SCREENING,
    ),
    Move(Verb.DECIDE, "Decided for every child", QUEUES, Stage.DECIDED),
    Move(
        Verb.OVERTURN,
        "A decision is overturned, or undone as a mistake",
        (Stage.DECIDED,),
        Stage.SCREENING,
    ),
)


def move_for(verb: Verb) -> Move:
    return next(move for move in MOVES if move.verb == verb)


def can_move(stage: str, verb: Verb) -> bool:
    return Stage(stage) in move_for(verb).sources
