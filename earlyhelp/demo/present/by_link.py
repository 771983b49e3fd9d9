"""A mother who reads the plan by a link: what she said waits for the lead."""

from datetime import date, timedelta

from accounts.acting import acting_by_link
from accounts.models import User
from assessments.actions import linking
from assessments.actions.saying import say
from assessments.link_rules import against
from assessments.models import FamilyWord, Goal, Plan
from cases.models import Membership, Person

Kind = FamilyWord.Kind
SAFE = (
    "She has a telephone of her own with a lock, and lives with the children alone. We read the "
    "first page together."
)
SAID = "The mornings are better now. Could we meet after four? I start work at nine."


def answer_by_link(today: date) -> None:
    """By the verbs themselves, once the rows stand. Neither link nor code is kept, so nobody can
    open this one; the lead gives another."""
    lead = User.objects.get(email="practitioner@example.org")
    mother, plan = _whom(lead)
    given = linking.give(
        case=plan.case,
        person=mother,
        by=lead,
        terms=linking.Terms(SAFE, today + timedelta(days=28)),
        seen=list(against(plan.case, mother)),
    )
    goal = Goal.objects.filter(plan=plan, reached_on=None).order_by("order", "pk")[0]
    with acting_by_link(f"{mother.name}, by the link", case_id=plan.case_id):
        say(link=given.link, kind=Kind.COMMENT, about=f"goal-{goal.pk}", words=SAID)
        say(link=given.link, kind=Kind.AGREES)


def _whom(lead: User) -> tuple[Person, Plan]:
    """The mother of a family they lead and whose plan is lived by, with nothing against a link."""
    plans = Plan.objects.filter(
        state=Plan.State.LIVE,
        case__restricted=False,
        case__allocations__user=lead,
        case__allocations__ended_at=None,
        goals__reached_on=None,
    )
    related = plans.select_related("case__family", "case__locality").order_by("pk").distinct()
    for plan in related:
        mothers = Membership.objects.filter(
            family=plan.family_id, relationship=Membership.Relationship.MOTHER, to_date=None
        )
        for row in mothers.select_related("person").order_by("pk"):
            if not against(plan.case, row.person):
                return row.person, plan
    raise LookupError("Nobody in the demonstration can read a plan by a link.")
