"""Step-ups and step-downs of small histories, and writing them down as rows."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import User
from assessments.models import Action, Goal, Plan, PlannedMeeting, Review, StepDownSetAside
from cases.models import Case, Due, StepDown, StepDownAction, StepUp
from localities.models import Timescale

LONDON = ZoneInfo("Europe/London")
WRITTEN = (
    StepUp, StepDown, StepDownAction, Due, Review, PlannedMeeting, Plan, Goal, Action,
    StepDownSetAside,
)  # fmt: skip


@dataclass(frozen=True)
class Up:
    """A step-up that was sent. `steps`: each step of its checklist, done or the words why not."""

    sent: datetime
    steps: tuple[bool | str, ...] = ()
    due: date | None = None
    answered: datetime | None = None


@dataclass(frozen=True)
class Down:
    """A step-down. `left`: what became of each thing social care left: "taken", "aside", ""."""

    received: date
    closes: date | None = None
    left: tuple[str, ...] = ()
    checked: bool = False


def write_steps(episodes: list[Any], cases: list[Case], by: User) -> None:
    """The step-ups, step-downs and meetings of each episode."""
    pairs = list(zip(cases, episodes, strict=True))
    _ups([(case, up) for case, episode in pairs for up in episode.ups], by)
    _downs([(case, down) for case, episode in pairs for down in episode.downs], by)
    Review.objects.bulk_create(
        Review(case=case, held_on=day, recorded_by=by, recorded_at=_at(day))
        for case, episode in pairs
        for day in episode.tafs
    )
    PlannedMeeting.objects.bulk_create(
        PlannedMeeting(case=case, starts_at=episode.planned, place="Hub", planned_by=by,
                       planned_at=episode.planned)
        for case, episode in pairs
        if episode.planned
    )  # fmt: skip


def _ups(ups: list[tuple[Case, Up]], by: User) -> None:
    StepUp.objects.bulk_create(
        StepUp(
            case=case,
            state="declined",  # one in progress of a case is enough
            why_now="Now",
            tried="Much",
            checklist=[{"key": str(n), "asks": "?", "done": step is True,
                        "why": "" if step is True else step} for n, step in enumerate(up.steps)],
            requested_by=by,
            requested_at=up.sent,
            sent_at=up.sent,
            answered_at=up.answered,
        )
        for case, up in ups
    )  # fmt: skip
    clock = Timescale.objects.get(key="step_up_answer")
    Due.objects.bulk_create(
        Due(
            case=case, timescale=clock, key=clock.key, what=clock.due, because=clock.because,
            owner=clock.owner, started_on=up.sent.astimezone(LONDON).date(), due_on=up.due,
            cancelled_on=up.due,
        )
        for case, up in ups
        if up.due
    )  # fmt: skip


def _downs(downs: list[tuple[Case, Down]], by: User) -> None:
    rows = StepDown.objects.bulk_create(
        StepDown(
            case=case, social_care_worker="A worker", received_on=down.received,
            closes_on=down.closes, checked_at=_at(down.received) if down.checked else None,
            checked_by=by if down.checked else None,
        )
        for case, down in downs
    )  # fmt: skip
    left = StepDownAction.objects.bulk_create(
        StepDownAction(step_down=row, case=row.case, what="To be done")
        for row, (_, down) in zip(rows, downs, strict=True)
        for _ in down.left
    )
    became = [state for _, down in downs for state in down.left]
    items = list(zip(left, became, strict=True))
    StepDownSetAside.objects.bulk_create(
        StepDownSetAside(left=item, case=item.case, why="Done", by=by, at=_at(date(2017, 1, 1)))
        for item, state in items
        if state == "aside"
    )
    _take_up([item for item, state in items if state == "taken"])


def _take_up(items: list[StepDownAction]) -> None:
    started = {"state": "ended", "started_on": date(2017, 1, 1), "ended_on": date(2017, 1, 1)}
    cases = {item.case_id: item.case for item in items}
    plans = Plan.objects.bulk_create(
        Plan(case=case, family_id=case.family_id, **started) for case in cases.values()
    )
    goals = Goal.objects.bulk_create(
        Goal(plan=plan, case_id=plan.case_id, words="Better") for plan in plans
    )
    by_case = {goal.case_id: goal for goal in goals}
    Action.objects.bulk_create(
        Action(
            goal=by_case[item.case_id], case_id=item.case_id, words="Do it", owner_kind="family",
            owner_name="Gran", due_on=date(2017, 1, 1), takes_up=item,
        )
        for item in items
    )  # fmt: skip


def _at(day: date) -> datetime:
    return datetime.combine(day, time(12), LONDON)
