"""Step-ups of today: asked for, sent, accepted by social care, returned."""

from datetime import date
from typing import Any

from cases.models import StepUp
from earlyhelp.demo.book import at
from earlyhelp.demo.present.scene import Folder, Scene, tell
from earlyhelp.demo.procedure import ticked
from earlyhelp.demo.themes import CHILD_SAYS
from localities.models import Timescale

State, Happening = StepUp.State, Timescale.Happening

WHY_NOW = (
    (
        "{child} told the learning mentor on Tuesday that mum’s boyfriend pushed {them} against "
        "the door. {mother} says it did not happen. There are three missed appointments since."
    ),
    (
        "Two nights away from home in a week, and {mother} does not know where. The exploitation "
        "screening is now at high risk."
    ),
    "The home was without food or heating at two visits, and {mother} will not let anybody in.",
)
TRIED = (
    "Weekly visits since spring, parenting programme (two of six sessions), TAF every six weeks, "
    "food parcels, a letter to housing."
)
TOLD = "{mother} was told by telephone. She is angry, and asks that her sister be there."
RETURNED = (
    "Threshold not met. Carry on with the plan; send again if {child} is hurt or goes missing."
)
ANSWERED_BY = "T. Mapfumo, assessment team"


def write_step_up(scene: Scene, folder: Folder, state: str, *, urgent: bool = False) -> None:
    """A step-up in one of its states, with what led there."""
    asked = _asked_on(scene, folder, state)
    number = scene.book.add(
        StepUp,
        case_id=folder.id,
        state=state,
        urgent=urgent,
        rung_at=at(asked, 11) if urgent else None,
        rung_whom="Duty social worker, MASH" if urgent else "",
        why_now=folder.story.say(scene.chance.pick(WHY_NOW)),
        tried="" if urgent else TRIED,
        child_voice=scene.chance.pick(folder.story.fitting(CHILD_SAYS)),
        family_told=folder.story.say(TOLD),
        requested_by_id=folder.worker.id,
        requested_at=at(asked, 11),
        checklist=[] if urgent else ticked(asked),
        **_later(scene, folder, state, asked, urgent),
    )
    words = "Urgent step-up: duty social worker was rung" if urgent else "Step-up asked for"
    tell(scene, folder, "step_up.requested", words, asked, folder.worker, StepUp, number)
    if not urgent:
        folder.tell_clocks(asked, Happening.STEP_UP_ASKED, folder.worker)
    if state != State.REQUESTED:
        if not urgent:
            folder.tell_clocks(asked, Happening.STEP_UP_DECIDED, folder.manager)
        said = "Step-up sent to social care with its pack"
        args = (asked, folder.manager, StepUp, number)
        tell(scene, folder, "step_up.sent", said, *args)
        folder.tell_clocks(asked, Happening.STEP_UP_SENT, folder.manager)
        if urgent:
            folder.tell_clocks(asked, Happening.PACK_TO_FOLLOW, folder.worker)
    answered = _answered_on(scene, folder, state, asked)
    if answered:
        said = f"Social care’s answer: {State(state).label.lower()}"
        tell(scene, folder, "step_up.answered", said, answered, folder.manager, StepUp, number)
        folder.tell_clocks(answered, Happening.STEP_UP_ANSWERED, folder.manager)
        if state == State.ACCEPTED:
            folder.tell_clocks(answered, Happening.STEP_UP_ACCEPTED, folder.manager)


def _asked_on(scene: Scene, folder: Folder, state: str) -> date:
    if folder.course.social_care:
        return scene.days.add(folder.course.social_care, -1)
    ago = {State.RETURNED: 25, State.SENT: scene.chance.between(0, 3)}.get(State(state), 1)
    return max(scene.days.add(scene.today, -ago), folder.course.opened)


def _answered_on(scene: Scene, folder: Folder, state: str, asked: date) -> date | None:
    if state == State.ACCEPTED:
        return folder.course.social_care
    return scene.days.add(asked, 1) if state == State.RETURNED else None


def _later(scene: Scene, folder: Folder, state: str, asked: date, urgent: bool) -> dict[str, Any]:
    if state == State.REQUESTED:
        return {}
    facts: dict[str, Any] = {"sent_at": at(asked, 11 if urgent else 14)}
    if not urgent:
        facts |= {
            "agreed_by_id": folder.manager.id,
            "agreed_at": at(asked, 14),
            "manager_note": f"Agreed. I spoke with {folder.worker.name} first.",
        }
    answered = _answered_on(scene, folder, state, asked)
    if answered:
        facts |= {"answered_at": at(answered, 12), "answer_by": ANSWERED_BY}
    if state == State.RETURNED:
        facts["answer_reason"] = folder.story.say(RETURNED)
    return facts
