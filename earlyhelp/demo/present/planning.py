"""Plans of today: goals for the needs, and who does what by when."""

from datetime import date, timedelta

from assessments.models import Action, Goal, Plan
from cases.journey import Stage
from earlyhelp.demo.present.scene import Folder, Scene, tell
from earlyhelp.demo.themes import Goal as Aim
from earlyhelp.demo.themes import Theme
from localities.models import Timescale

Owner, Happening = Action.OwnerKind, Timescale.Happening
RESULTS = ("Done as agreed.", "Done; it helped.", "Took two tries, then it worked.", "")
_DRAFTED = 0.6  # of the cases whose plan is to be agreed have one begun


def write_plan(scene: Scene, folder: Folder) -> int | None:
    """The plan of a case that has come so far: begun, agreed, or lived by for some time."""
    course = folder.course
    if course.plan_started is None or not folder.needs:
        return None
    if course.stage == Stage.PLANNING and not scene.chance.happens(_DRAFTED):
        return None
    agreed = course.plan_agreed
    number = scene.book.add(
        Plan,
        **folder.keys(),
        state=Plan.State.LIVE if agreed else Plan.State.DRAFT,
        started_on=course.plan_started,
        agreed_on=agreed,
        agreed_with=_agreed_with(folder) if agreed else "",
    )
    for order, (need_id, theme, _child) in enumerate(folder.needs[:4], start=1):
        _goal(scene, folder, number, need_id, theme, order)
    if agreed:
        said = f"Plan agreed with {_agreed_with(folder)}"
        tell(scene, folder, "plan.agreed", said, agreed, folder.worker, Plan, number)
        folder.tell_clocks(agreed, Happening.PLAN_AGREED, folder.lead)
    return number


def _agreed_with(folder: Folder) -> str:
    older = [c.given for c in folder.home.children if c.born and c.age_on(folder.home.since) >= 10]
    return " and ".join([folder.home.carer.name, *older[:1]])


def _goal(
    scene: Scene, folder: Folder, plan_id: int, need_id: int, theme: Theme, order: int
) -> None:
    aim = scene.chance.pick(theme.goals)
    started = folder.course.plan_agreed or folder.course.plan_started
    assert started
    goal_id = scene.book.add(
        Goal,
        plan_id=plan_id,
        case_id=folder.id,
        need_id=need_id,
        words=folder.story.say(aim.words),
        order=order,
        reached_on=_reached(scene, started),
    )
    for number, owner in enumerate((Owner.WORKER, Owner.PARTNER, Owner.FAMILY)):
        due = started + timedelta(days=14 + 14 * number + scene.chance.between(0, 60))
        _action(scene, folder, goal_id, owner, aim, theme, scene.days.on_or_after(due))


def _action(
    scene: Scene, folder: Folder, goal_id: int, owner: str, aim: Aim, theme: Theme, due: date
) -> None:
    story, lead = folder.story, folder.worker
    words, name = {
        Owner.WORKER: (aim.worker, lead.name),
        Owner.PARTNER: (aim.partner, theme.partner or _partner(folder)),
        Owner.FAMILY: (aim.family, folder.home.carer.given),
    }[Owner(owner)]
    done = _done(scene, folder, due)
    scene.book.add(
        Action,
        goal_id=goal_id,
        case_id=folder.id,
        words=story.say(words),
        owner_kind=owner,
        owner_name=name,
        owner_user_id=lead.id if owner == Owner.WORKER else None,
        due_on=due,
        done_on=done,
        result=scene.chance.pick(RESULTS) if done else "",
    )


def _partner(folder: Folder) -> str:
    school = folder.story.child.school
    return school.name if school else "Health visitor"


def _done(scene: Scene, folder: Folder, due: date) -> date | None:
    """Most actions are done about when they were due; a few are late today."""
    if folder.course.plan_agreed is None or due > scene.today or scene.chance.happens(0.15):
        return None
    early = due - timedelta(days=scene.chance.between(0, 9))
    return max(early, folder.course.plan_agreed)


def _reached(scene: Scene, started: date) -> date | None:
    if (scene.today - started).days > 100 and scene.chance.happens(0.4):
        return scene.days.within(scene.chance, started + timedelta(days=60), scene.today)
    return None
