"""The plan as a family could read it: need, goal, actions; and what it still lacks."""

from dataclasses import dataclass, field
from datetime import date

from assessments.models import Action, Goal, Intervention, NeedSetAside, Plan
from cases.models import Case, Need
from cases.needs import NeedKind

_KINDS = dict(NeedKind.choices)


@dataclass
class GoalLine:
    """A goal and what will be done to reach it."""

    goal: Goal
    actions: list[Action] = field(default_factory=list)

    @property
    def standing(self) -> list[Action]:
        """Those that were not taken out of the plan."""
        return [action for action in self.actions if action.dropped_on is None]


@dataclass
class NeedLine:
    """A need, the goals that answer it, or why it has none."""

    need: Need | None
    title: str
    whose: str
    goals: list[GoalLine] = field(default_factory=list)
    why_none: str = ""


def current_plan(case: Case) -> Plan | None:
    """The plan of the case that is being written or lived by; of a closed case, the last."""
    plans = sorted(Plan.objects.filter(case=case), key=lambda plan: plan.pk, reverse=True)
    return next((p for p in plans if p.state != Plan.State.ENDED), plans[0] if plans else None)


def lines_of(case: Case, plan: Plan | None) -> list[NeedLine]:
    """Every need of the case with its goals and actions, then the goals that answer none."""
    lines = {need.pk: _line(need) for need in _needs(case)}
    if plan:
        others = NeedLine(None, "Other goals", "")
        for goal_line in _goals(plan):
            lines.get(goal_line.goal.need_id or 0, others).goals.append(goal_line)
        for aside in NeedSetAside.objects.filter(plan=plan):
            if aside.need_id in lines:
                lines[aside.need_id].why_none = aside.why
        return [*lines.values(), *([others] if others.goals else [])]
    return list(lines.values())


def gaps_of(case: Case, plan: Plan | None) -> list[str]:
    """What the plan lacks before the family can agree it, as sentences. Nothing is asked for about
    somebody who has died."""
    lines = [line for line in lines_of(case, plan) if not _of_the_dead(line.need)]
    goals = [goal for line in lines for goal in line.goals]
    gaps = [] if goals else ["Add at least one goal to the plan."]
    gaps += [
        f"Add a goal for “{line.title}” ({line.whose}), or say why it has none."
        for line in lines
        if line.need and not line.goals and not line.why_none
    ]
    gaps += [
        f"Say who does what for the goal “{short(line.goal.words)}”."
        for line in goals
        if not line.standing and line.goal.reached_on is None
    ]
    gaps += [
        f"Say who does “{short(action.words)}”."
        for line in goals
        for action in line.standing
        if not action.owner_name.strip()
    ]
    return gaps


def _of_the_dead(need: Need | None) -> bool:
    return bool(need and need.person and need.person.died_on)


def delivered_to(case: Case) -> list[Intervention]:
    """The programmes and groups the family or one of them takes or took part in, newest first."""
    rows = Intervention.objects.filter(case=case).select_related("person", "service")
    return list(rows.defer("service__words"))


def counted_goals(lines: list[NeedLine]) -> tuple[int, int]:
    """How many goals are reached, of how many."""
    goals = [goal.goal for line in lines for goal in line.goals]
    return sum(goal.reached_on is not None for goal in goals), len(goals)


def overdue(lines: list[NeedLine], today: date) -> int:
    """How many open actions are past their day."""
    actions = [a for line in lines for goal in line.goals for a in goal.actions]
    return sum(action.is_open and action.due_on < today for action in actions)


def short(words: str, most: int = 60) -> str:
    first = " ".join(words.split())
    return first if len(first) <= most else f"{first[:most].rsplit(' ', 1)[0]}…"


def title_of(need: Need) -> str:
    """What a need is about: “Secure housing”."""
    return str(_KINDS.get(need.kind, need.kind.replace("_", " ").capitalize()))


def whose(need: Need) -> str:
    return need.person.name if need.person else "the whole family"


def needs_of(case: Case) -> list[Need]:
    """The needs of a case in the order of the framework."""
    return _needs(case)


def _needs(case: Case) -> list[Need]:
    order = {kind: number for number, kind in enumerate(NeedKind.values)}
    needs = Need.objects.filter(case=case).select_related("person")
    return sorted(needs, key=lambda need: (order.get(need.kind, 99), need.pk))


def _line(need: Need) -> NeedLine:
    return NeedLine(need, title_of(need), whose(need))


def _goals(plan: Plan) -> list[GoalLine]:
    goals = {goal.pk: GoalLine(goal) for goal in Goal.objects.filter(plan=plan)}
    for action in (
        Action.objects.filter(goal__plan=plan)
        .select_related("owner_user", "service")
        .defer("service__words")
    ):
        goals[action.goal_id].actions.append(action)
    return list(goals.values())
