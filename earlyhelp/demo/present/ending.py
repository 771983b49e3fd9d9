"""Cases that have closed not long ago."""

from collections.abc import Mapping
from datetime import date

from assessments.models import Goal, Plan
from cases.closure_reasons import RISK_CHECKED, ClosureReason, group_of
from cases.journey import Stage
from cases.models import Allocation, Closure, NeedOutcome, TafMember
from earlyhelp.demo.book import at
from earlyhelp.demo.present.scene import Folder, Scene, tell
from earlyhelp.demo.rows import Row
from earlyhelp.demo.themes import CHILD_SAYS, PARENT_SAYS

MayAsk = Closure.MayAsk
REASONS = {
    ClosureReason.NEEDS_MET: 50.0,
    ClosureReason.PARTLY_MET: 18.0,
    ClosureReason.STEPPED_UP: 8.0,
    ClosureReason.AGREEMENT_WITHDRAWN: 9.0,
    ClosureReason.DISENGAGED: 6.0,
    ClosureReason.MOVED: 6.0,
    ClosureReason.TRANSFERRED: 3.0,
}
SUMMARIES = {
    "early_help": "The plan’s goals are reached or on the way. School and grandmother carry on.",
    "stepped_up": "Social care leads from today. Handover held with the family.",
    "other": "Help ended before the plan was finished. What was learnt is passed on to the school.",
}
RISK = "No sign of harm at the last visit. School and health visitor know, and will send again."
STAYS = "School’s family support worker, once a term"


def close(scene: Scene, folder: Folder, day: date, reason: ClosureReason) -> None:
    """End a case on a day, with what became of each need."""
    group = group_of(reason)
    by = folder.worker if reason == ClosureReason.STEPPED_UP else folder.manager
    asked = reason not in RISK_CHECKED and reason != ClosureReason.STEPPED_UP
    folder.stamp(stage=Stage.CLOSED.value, closed_on=day)
    closure_id = scene.book.add(
        Closure,
        case_id=folder.id,
        closed_on=day,
        reason=reason,
        group=group,
        summary=SUMMARIES[group],
        family_view=scene.chance.pick(PARENT_SAYS),
        child_view=scene.chance.pick(folder.story.fitting(CHILD_SAYS)),
        stays_in_touch=STAYS if group == "early_help" else "",
        may_ask=_may_ask(day) if group == "early_help" else "",
        risk_check=RISK if reason in RISK_CHECKED else "",
        closed_by_id=by.id,
        asked_by_id=folder.worker.id if asked else None,
    )
    outcomes = {need_id: _outcome(scene, reason) for need_id, _theme, _child in folder.needs}
    for need_id, outcome in outcomes.items():
        scene.book.add(
            NeedOutcome,
            closure_id=closure_id,
            case_id=folder.id,
            need_id=need_id,
            outcome=outcome,
        )
    reach(_own(scene.book[Goal].rows, folder), outcomes, day)
    _let_go(scene, folder, day)
    tell(scene, folder, "case.close", "Close case: now at “Closed”", day, by, reason=reason.label)


def reach(goals: list[Row], outcomes: Mapping[int, str], closed: date) -> None:
    """What became of the goals of a case that closes: reached where the need was met, at the
    latest that day, and not where it was not met."""
    for goal in goals:
        outcome, reached = outcomes.get(goal["need_id"], ""), goal.get("reached_on")
        if outcome == NeedOutcome.Outcome.MET:
            goal["reached_on"] = min(reached or closed, closed)
        elif outcome == NeedOutcome.Outcome.NOT_MET or (reached and reached > closed):
            goal["reached_on"] = None


def _may_ask(day: date) -> str:
    """Two of three agree. Not left to chance: what comes after would turn out otherwise."""
    return (MayAsk.PHONE, MayAsk.TEXT, MayAsk.NO)[day.toordinal() % 3]


def _outcome(scene: Scene, reason: ClosureReason) -> str:
    outcome = NeedOutcome.Outcome
    if reason == ClosureReason.NEEDS_MET:
        return outcome.MET
    if reason == ClosureReason.PARTLY_MET:
        return scene.chance.weighted({outcome.MET: 5, outcome.PARTLY: 5})
    return scene.chance.weighted({outcome.MET: 1, outcome.PARTLY: 4, outcome.NOT_MET: 5})


def _let_go(scene: Scene, folder: Folder, day: date) -> None:
    """What ends with the case: the lead's work, the team, the plan. These rows are the last."""
    for row in _own(scene.book[Allocation].rows, folder):
        row |= {"ended_at": at(day, 17), "end_reason": Allocation.EndReason.CLOSED}
    for row in _own(scene.book[TafMember].rows, folder):
        row["left_on"] = max(day, row["joined_on"])
    for row in _own(scene.book[Plan].rows, folder):
        row |= {"state": Plan.State.ENDED, "ended_on": day}


def _own(rows: list[Row], folder: Folder) -> list[Row]:
    own: list[Row] = []
    for row in reversed(rows):
        if row["case_id"] != folder.id:
            break
        own.append(row)
    return own
