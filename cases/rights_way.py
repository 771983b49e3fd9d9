"""The life of a person's request about their record, in one table. Touches no database."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    NEW = "new"
    IDENTITY = "identity"
    WORKING = "working"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


TITLES: dict[State, str] = {
    State.NEW: "New",
    State.IDENTITY: "Waiting for proof",
    State.WORKING: "Being worked on",
    State.ANSWERED: "Answered",
    State.WITHDRAWN: "Withdrawn",
}
CHOICES = [(state.value, TITLES[state]) for state in State]
OPEN = (State.NEW, State.IDENTITY, State.WORKING)


class Verb(StrEnum):
    """What moves a request from one state to another."""

    ASK_PROOF = "ask_proof"
    PROVE = "prove"
    EXTEND = "extend"
    ANSWER = "answer"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Move:
    """One row of the table: `verb` takes a request from any of `sources` to `target`."""

    verb: Verb
    label: str
    sources: tuple[State, ...]
    target: State


MOVES: tuple[Move, ...] = (
    Move(Verb.ASK_PROOF, "Ask for proof", (State.NEW,), State.IDENTITY),
    Move(Verb.PROVE, "Record proof", (State.NEW, State.IDENTITY), State.WORKING),
    Move(Verb.EXTEND, "Extend by two months", (State.WORKING,), State.WORKING),
    Move(Verb.ANSWER, "Record the answer", (State.WORKING,), State.ANSWERED),
    Move(Verb.WITHDRAW, "Record that it was withdrawn", OPEN, State.WITHDRAWN),
)


def move_for(verb: Verb) -> Move:
    return next(move for move in MOVES if move.verb == verb)


def can_move(state: str, verb: Verb) -> bool:
    return State(state) in move_for(verb).sources
