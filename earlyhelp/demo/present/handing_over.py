"""Families that social care handed over: what it left, when it closes, and the checklist.

One in four has a gap: social care closes before the first TAF meeting, or no meeting has a date.
Chosen by the day it was opened and not by chance, so that whatever else is told stays as it was.
"""

from datetime import date
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from assessments.models import PlannedMeeting, StepDownSetAside
from cases.models import StepDown, StepDownAction
from cases.rules.step_down_checklist import Records, rows_for
from earlyhelp.demo.book import at
from earlyhelp.demo.present.course import Course
from earlyhelp.demo.present.scene import Folder, Scene, tell

WORKER = "N. Adebayo, child in need team"
LATE = "The school had no room earlier. The family was rung every other day until then."
ASIDE = ("Done before the plan was agreed", "The school met the family in the first week")


def write_step_down(scene: Scene, folder: Folder) -> None:
    """A step-down; its checklist is complete where the first TAF meeting was held."""
    course, gap = folder.course, folder.course.opened.toordinal() % 4 == 0
    closes_on = _closes_on(scene, course, gap)
    complete = bool(folder.lead and course.tafs)
    number = scene.book.add(
        StepDown,
        case_id=folder.id,
        social_care_worker=WORKER,
        last_meeting_on=scene.days.add(course.opened, -3),
        outstanding=folder.story.say("{mother} finishes the parenting course; school meeting."),
        plan="Visits every fortnight for three months, then a review with the school.",
        received_on=course.opened,
        closes_on=closes_on,
        recorded_by_id=folder.manager.id,
        **(_checked(scene, folder, closes_on) if complete else {}),
    )
    for words, left in zip(ASIDE, _left(scene, folder, number), strict=True):
        if complete:
            day = at(course.tafs[0], 12)
            keys = {"case_id": folder.id, "left_id": left, "by_id": folder.worker.id}
            scene.book.add(StepDownSetAside, **keys, why=words, at=day)
    if folder.lead and not course.tafs and not gap:
        _plan_the_first(scene, folder)
    said = f"Received from social care ({WORKER})"
    tell(scene, folder, "step_down.received", said, course.opened, folder.manager, StepDown, number)


def _closes_on(scene: Scene, course: Course, gap: bool) -> date:
    if course.tafs:
        first = course.tafs[0]
        return max(scene.days.add(first, -4), course.opened) if gap else scene.days.add(first, 3)
    return scene.days.add(scene.today, 9)


def _checked(scene: Scene, folder: Folder, closes_on: date) -> dict[str, Any]:
    """Every step done, on the day of the first meeting; a gap is explained."""
    first = folder.course.tafs[0]
    records = Records(
        closes_on=closes_on,
        taf_on=first,
        taf_held=True,
        lead=folder.worker.name,
        left=len(ASIDE),
        waiting=0,
        last_meeting_on=scene.days.add(folder.course.opened, -3),
        plan_came=True,
    )
    rows = [
        row | ({"done": True} if not row["reads"] else {} if row["done"] else {"why": LATE})
        for row in rows_for(first, (), records)
    ]
    checked = {"checked_at": at(first, 16), "checked_by_id": folder.worker.id}
    return {"checklist": rows} | checked


def _left(scene: Scene, folder: Folder, number: int) -> list[int]:
    left = {
        "{mother} finishes the parenting course": folder.home.carer.name,
        "Meeting with the school about mornings": WORKER,
    }
    return [
        scene.book.add(
            StepDownAction,
            step_down_id=number,
            case_id=folder.id,
            what=folder.story.say(what),
            who=who,
            by_when=scene.days.add(folder.course.opened, 30),
        )
        for what, who in left.items()
    ]


def _plan_the_first(scene: Scene, folder: Folder) -> None:
    scene.book.add(
        PlannedMeeting,
        case_id=folder.id,
        starts_at=at(scene.days.add(scene.today, 6)),
        place="The family hub",
        uid=uuid5(NAMESPACE_OID, f"first meeting of {folder.id}"),
        planned_by_id=folder.worker.id,
        planned_at=min(at(folder.course.opened, 16), scene.now),
    )
