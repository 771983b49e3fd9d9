"""What a family of the past needed, and its plan."""

from datetime import date, timedelta

from assessments.models import Action, Goal, Plan
from cases.models import Need
from earlyhelp.demo.book import at
from earlyhelp.demo.past.scene import PastCase, PastScene
from earlyhelp.demo.themes import Theme

MOST_NEEDS = 2


def write_needs_and_plan(scene: PastScene, case: PastCase) -> None:
    """The needs found when the assessment was signed off; a goal for each, if a plan was agreed."""
    signed_off, agreed = case.days.signed_off, case.days.plan_agreed
    if signed_off is None:
        return
    plan_id = _plan(scene, case, signed_off, agreed) if agreed else None
    for order, theme in enumerate(case.story.themes[:MOST_NEEDS], start=1):
        need_id = scene.book.add(
            Need,
            case_id=case.id,
            person_id=case.story.child.id if order == 1 else None,
            kind=theme.kind.value,
            words=case.story.say(scene.chance.pick(theme.seen)),
            seen_on=signed_off,
        )
        if plan_id and agreed:
            _goal(scene, case, plan_id, need_id, theme, order, agreed)


def _plan(scene: PastScene, case: PastCase, started: date, agreed: date) -> int:
    who = case.home.carer.name
    number = scene.book.add(
        Plan,
        **case.keys(),
        state=Plan.State.ENDED,
        started_on=started,
        agreed_on=agreed,
        agreed_with=who,
        ended_on=case.closed,
    )
    said = f"Plan agreed with {who}"
    scene.book.tell("plan.agreed", said, at(agreed), case.lead, Plan, number, **case.keys())
    return number


def _goal(
    scene: PastScene,
    case: PastCase,
    plan_id: int,
    need_id: int,
    theme: Theme,
    order: int,
    agreed: date,
) -> None:
    aim = scene.chance.pick(theme.goals)
    goal_id = scene.book.add(
        Goal,
        plan_id=plan_id,
        case_id=case.id,
        need_id=need_id,
        words=case.story.say(aim.words),
        order=order,
    )
    due = agreed + timedelta(days=28)
    scene.book.add(
        Action,
        goal_id=goal_id,
        case_id=case.id,
        words=case.story.say(aim.worker),
        owner_kind=Action.OwnerKind.WORKER,
        owner_name=case.lead.name,
        owner_user_id=case.lead.id,
        due_on=due,
        done_on=min(due, case.closed),
    )
