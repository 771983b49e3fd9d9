"""What plan and meeting say of somebody who has died, or of a baby who was lost: to be looked at
again by whoever changes the plan, when it is right for the family."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from assessments.blocking import blockers
from assessments.models import Action, Goal, LookedAgain, Plan, PlannedMeeting
from assessments.queries.inviting import next_meeting
from audit.days import in_words
from cases.extensions import Notice
from cases.models import Case, Person

# How a baby who is not born yet is written of, besides by name.
OF_A_BABY = (
    r"bab(?:y|ies)|unborn|newborn|bump|pregnan\w*|birth(?!day|\s*da[yt])\w*|midwi\w*|antenatal|"
    r"expecting|due date|cot|moses basket|pram"
)
SHORTEST = 3  # letters of a name by which somebody is known in a text
WORDS = "{what} written before {name} {came}. Look again when it is right for the family."


@dataclass(frozen=True)
class GoalAgain:
    """A goal that is about them, or holds an action that is."""

    goal: Goal
    is_about_them: bool
    actions: list[Action]


@dataclass(frozen=True)
class Again:
    """What was written before, of one person."""

    person: Person
    goals: list[GoalAgain] = field(default_factory=list)
    meeting: PlannedMeeting | None = None

    def __bool__(self) -> bool:
        return bool(self.goals or self.meeting)


def to_look_at_again(case: Case, person: Person) -> Again:
    """Open goals and actions for a need of this person, or that name them; and the next meeting,
    if there is any. Nothing once somebody has looked."""
    if person.died_on is None or not case.is_live or _has_been(case, [person.pk]):
        return Again(person)
    return Again(person, list(_goals(case, person)), next_meeting(case))


def notices_after_deaths(case: Case, people: Iterable[Person], user: Any) -> list[Notice]:
    """For whoever changes the plan: where there is something to look at again, and no more. Named
    in settings.NOTICES_AFTER_DEATHS."""
    if not case.is_live or blockers(case, "change_plan", user):
        return []
    return [
        Notice(_said(again), address(case, again.person), "Look again at these")
        for person in people
        if (again := to_look_at_again(case, person))
    ]


def address(case: Case, person: Person) -> str:
    return reverse("plan-look-again", args=[case.reference, person.pk])


def names_them(person: Person, text: str) -> bool:
    """Whether a text names somebody; of a baby who was not born, also as “the baby”."""
    names = [person.given_name, person.known_as]
    words = [re.escape(name.strip()) for name in names if len(name.strip()) >= SHORTEST]
    if person.kind == Person.Kind.UNBORN:
        words.append(OF_A_BABY)
    return bool(words) and re.search(rf"\b(?:{'|'.join(words)})\b", text, re.IGNORECASE) is not None


def _goals(case: Case, person: Person) -> Iterable[GoalAgain]:
    rows = Goal.objects.filter(case=case, reached_on=None).exclude(plan__state=Plan.State.ENDED)
    actions: dict[int, list[Action]] = {}
    for action in Action.objects.filter(case=case, done_on=None, dropped_on=None):
        actions.setdefault(action.goal_id, []).append(action)
    for goal in rows.select_related("need"):
        theirs = bool(goal.need and goal.need.person_id == person.pk)
        about_them = theirs or names_them(person, goal.words)
        own = actions.get(goal.pk, [])
        named = own if about_them else [row for row in own if names_them(person, row.words)]
        if about_them or named:
            yield GoalAgain(goal, about_them, named)


def _has_been(case: Case, people: list[int]) -> bool:
    return LookedAgain.objects.filter(case=case, person__in=people).exists()


def _said(again: Again) -> str:
    goals = len(again.goals)
    parts = [f"{goals} goal{'' if goals == 1 else 's'} of the plan"] if goals else []
    parts += ["the next meeting"] if again.meeting else []
    what = " and ".join(parts)
    were = "was" if len(parts) == 1 and goals <= 1 else "were"
    return WORDS.format(
        what=f"{what[:1].upper()}{what[1:]} {were}", name=again.person.name, came=came(again.person)
    )


def came(person: Person) -> str:
    """“was lost on 3 May 2026”, “died on 3 May 2026”; nothing of somebody who lives."""
    if person.died_on is None:
        return ""
    lost = person.kind == Person.Kind.UNBORN
    return f"{'was lost' if lost else 'died'} on {in_words(person.died_on)}"
