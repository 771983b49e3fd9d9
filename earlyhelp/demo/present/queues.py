"""Requests that wait elsewhere than at the desk: for their sender, a social worker, the panel."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from earlyhelp.demo.present.scene import Scene
from earlyhelp.demo.staff import Worker
from localities.calendar import add_working_time, closing_moment, working_time_between
from localities.models import Authority
from referrals.models import Allegation, Decision, Outcome, Pause, Question, Referral
from referrals.stages import Stage

# By the number of the request: all of them have been taken, none is of a family known.
SENDER = (0, 6, 18, 30, 42)
ANSWERED = (33,)
NOT_ANSWERED = (24,)
SOCIAL_WORK = (3, 27, 36, 45)
PANEL = (9, 12, 21, 39)
DAYS_TO_ANSWER = 3

QUESTION = "Where do the children live now, and who looks after them in the mornings?"
ANSWER = "With their mother in the week and their aunt at weekends. The aunt brings them to school."
UNCLEAR = "The sender did not say where the children live now. Rung twice; message left."
NO_LEAD = "Several needs and no agency that is the obvious lead. The panel finds one."
SAID_BY = "The sender"
ALLEGED = "There was a mark on one arm on Monday, and nobody at home could say where it came from."


@dataclass
class Came:
    """A request that waits: its number, when it came, when it is due, what is said of it."""

    number: int
    received: datetime
    due: datetime
    facts: dict[str, Any]


class Queues:
    """Takes some of the requests on to where they wait, as the verbs would."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.authority = scene, Authority.current()
        self.decider: Worker = scene.staff.accounts["desk"]

    def facts(self, came: Came) -> dict[str, Any]:
        """Where the request is, and what its clock does. A pause moves `came.due`."""
        if came.number in SENDER:
            return {"stage": Stage.SENDER} | self._paused(came)
        if came.number in ANSWERED:
            return {"returned": Referral.Returned.ANSWERED}
        if came.number in NOT_ANSWERED:
            return {"returned": Referral.Returned.NO_ANSWER}
        if came.number in SOCIAL_WORK:
            taken = came.number == SOCIAL_WORK[0]
            by = self.scene.staff.accounts["social_worker"].id if taken else None
            when = self._moment(came) if taken else None
            gone = {"taken_by_id": by, "taken_at": when}
            return {"stage": Stage.SOCIAL_WORK, "harm_alleged": True} | gone
        return {"stage": Stage.PANEL} if came.number in PANEL else {}

    def write(self, came: Came, referral_id: int, children: list[int]) -> None:
        """The decisions that brought it there, and what goes with them."""
        if came.number in SENDER:
            self._ask(came, referral_id, children)
        elif came.number in ANSWERED:
            self._ask(came, referral_id, children, answer=ANSWER, ending="answered")
        elif came.number in NOT_ANSWERED:
            self._ask(came, referral_id, children, ending="no_answer")
        elif came.number in SOCIAL_WORK:
            self._harm(came, referral_id, children)
        elif came.number in PANEL:
            self._decide(referral_id, children, Outcome.PANEL, NO_LEAD, self._moment(came))

    def _moment(self, came: Came) -> datetime:
        return min(came.received + timedelta(minutes=70), self.scene.now)

    def _paused(self, came: Came) -> dict[str, Any]:
        moment = self._moment(came)
        if came.facts.get("urgent") or came.due <= moment:
            return {}
        day = self.scene.days.add(self.scene.today, DAYS_TO_ANSWER)
        until = closing_moment(day, self.authority)
        self._left = working_time_between(moment, came.due, self.authority, frozenset())
        came.due = add_working_time(until, self._left, self.authority, frozenset())
        return {"paused_until": until}

    def _ask(self, came: Came, referral_id: int, children: list[int], **ended: Any) -> None:
        moment, book = self._moment(came), self.scene.book
        ahead = 0 if ended else DAYS_TO_ANSWER
        by = {"answered_by_id": self.decider.id} if "answer" in ended else {}
        over = {"ended_at": self.scene.now} if ended else {}
        book.add(
            Question,
            referral_id=referral_id,
            words=QUESTION,
            asked_at=moment,
            asked_by_id=self.decider.id,
            answer_by=self.scene.days.add(self.scene.today, ahead),
            **(ended | by | over),
        )
        self._decide(referral_id, children, Outcome.MORE_INFORMATION, UNCLEAR, moment)
        if until := came.facts.get("paused_until"):
            book.add(
                Pause,
                referral_id=referral_id,
                reason="waiting for the sender’s answer",
                started_at=moment,
                until=until,
                left=self._left,
                by_id=self.decider.id,
            )

    def _harm(self, came: Came, referral_id: int, children: list[int]) -> None:
        moment = self._moment(came)
        self.scene.book.add(
            Allegation,
            referral_id=referral_id,
            child_id=children[0],
            said_by=SAID_BY,
            words=ALLEGED,
            recorded_by_id=self.decider.id,
            recorded_at=moment,
        )
        said = f"{SAID_BY} says: {ALLEGED}"
        self._decide(referral_id, children[:1], Outcome.HARM, said, moment)

    def _decide(
        self, referral_id: int, children: list[int], outcome: Outcome, reason: str, when: datetime
    ) -> None:
        for child_id in children:
            self.scene.book.add(
                Decision,
                referral_id=referral_id,
                child_id=child_id,
                outcome=outcome,
                reason=reason,
                decided_on=when.date(),
                decided_at=when,
                decided_by_id=self.decider.id,
                in_time=True,
            )
        told = (when, self.decider, Referral, referral_id)
        said = f"Decided: {outcome.label.lower()}"
        self.scene.book.tell("request.decided", said, *told, reason=reason)
