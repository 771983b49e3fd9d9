"""How a case of the past ended."""

from django.db.models import Model

from assessments.models import Goal
from cases.closure_reasons import RISK_CHECKED, ClosureReason, group_of
from cases.models import Case, Closure, ClosureCheck, Need, NeedOutcome, StepUp
from cases.rules.sustaining import NOT_LOOKED_AT
from earlyhelp.demo.book import at
from earlyhelp.demo.past.scene import PastCase, PastScene
from earlyhelp.demo.present.clocks import Happened
from earlyhelp.demo.present.ending import RISK, STAYS, SUMMARIES, reach
from earlyhelp.demo.procedure import ticked
from earlyhelp.demo.rows import Row
from earlyhelp.demo.themes import PARENT_SAYS
from localities.calendar import add_months
from localities.models import Timescale

Outcome = NeedOutcome.Outcome
Finding = ClosureCheck.Finding


def write_ending(scene: PastScene, case: PastCase) -> None:
    """The closure, what became of the needs, and social care's handover where there was one."""
    reason = case.episode.reason
    assert reason
    group = group_of(reason)
    by = case.lead if reason == ClosureReason.STEPPED_UP else case.manager
    asked = reason not in RISK_CHECKED and reason != ClosureReason.STEPPED_UP
    closure_id = scene.book.add(
        Closure,
        case_id=case.id,
        closed_on=case.closed,
        reason=reason,
        group=group,
        summary=SUMMARIES[group],
        family_view=scene.chance.pick(PARENT_SAYS),
        stays_in_touch=STAYS if group == "early_help" else "",
        risk_check=RISK if reason in RISK_CHECKED else "",
        closed_by_id=by.id,
        asked_by_id=case.lead.id if asked else None,
    )
    outcomes = {row["id"]: _outcome(scene, reason) for row in _own(scene, case, Need)}
    for need, outcome in outcomes.items():
        scene.book.add(
            NeedOutcome,
            closure_id=closure_id,
            case_id=case.id,
            need_id=need,
            outcome=outcome,
        )
    reach(_own(scene, case, Goal), outcomes, case.closed)
    if reason == ClosureReason.STEPPED_UP:
        _hand_over(scene, case)
    if reason not in NOT_LOOKED_AT:
        _look_since(scene, case, closure_id)
    said = "Close case: now at “Closed”"
    when = at(case.closed, 17)
    scene.book.tell("case.close", said, when, by, Case, case.id, reason=reason.label, **case.keys())


def _look_since(scene: PastScene, case: PastCase, closure_id: int) -> None:
    """What the looks at the records found 3, 6 and 12 months after."""
    for months in ClosureCheck.After.values:
        due_on = scene.days.on_or_after(add_months(case.closed, months))
        came_back = case.back_on is not None and case.closed < case.back_on <= due_on
        finding = Finding.CAME_BACK if came_back else Finding.NOTHING
        scene.book.add(
            ClosureCheck,
            closure_id=closure_id,
            case_id=case.id,
            months=months,
            due_on=due_on,
            looked_on=due_on,
            finding=finding,
            found_on=case.back_on if came_back else None,
        )


def _own(scene: PastScene, case: PastCase, model: type[Model]) -> list[Row]:
    """The needs or goals of this case: the last ones written."""
    own = []
    for row in reversed(scene.book[model].rows):
        if row["case_id"] != case.id:
            break
        own.append(row)
    return own


def _outcome(scene: PastScene, reason: ClosureReason) -> str:
    if reason == ClosureReason.NEEDS_MET:
        return Outcome.MET
    if reason == ClosureReason.PARTLY_MET:
        return scene.chance.pick((Outcome.MET, Outcome.PARTLY))
    return scene.chance.pick((Outcome.PARTLY, Outcome.NOT_MET, Outcome.NOT_MET))


def _hand_over(scene: PastScene, case: PastCase) -> None:
    taken = case.days.social_care
    assert taken
    asked = max(scene.days.add(taken, -1), case.episode.opened)
    scene.book.add(
        StepUp,
        case_id=case.id,
        state=StepUp.State.HANDED_OVER,
        why_now=case.story.say("New worries for {child} that early help cannot answer."),
        tried="Visits, TAF meetings and the plan’s actions.",
        family_told=case.story.say("{mother} was told and agreed."),
        requested_by_id=case.lead.id,
        requested_at=at(asked, 11),
        agreed_by_id=case.manager.id,
        agreed_at=at(asked, 14),
        sent_at=at(asked, 15),
        answered_at=at(taken, 12),
        answer_by="Assessment team",
        handed_over_on=case.closed,
        handover_note="Handover meeting held with the family.",
        checklist=ticked(asked),
    )
    sent = Happened(asked, Timescale.Happening.STEP_UP_SENT, case.manager.id)
    answered = Happened(taken, Timescale.Happening.STEP_UP_ANSWERED, case.manager.id)
    scene.clocks.write(scene.book, case.id, [sent, answered])
