"""Making assessments, plans and meetings for tests, by the product's own verbs."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from assessments.actions.answering import Given, Saved, save
from assessments.actions.assessing import start
from assessments.actions.doing import NewAction
from assessments.actions.inviting import Details, plan_meeting
from assessments.actions.loading import load_forms
from assessments.actions.planning import add_goal, agree, set_need_aside
from assessments.actions.signing_off import sign_off
from assessments.actions.submitting import submit
from assessments.definition import Kind, Question
from assessments.models import (
    Action,
    Answer,
    Assessment,
    Delegation,
    FormVersion,
    Goal,
    Plan,
    PlannedMeeting,
)
from assessments.progress import Page
from assessments.queries.meetings import Invited
from assessments.queries.plan import needs_of
from assessments.queries.sheet import Sheet
from cases.actions.leads.allocating import allocate
from cases.actions.people.registering import add_to_family, register_person
from cases.models import Case, Family, Person
from tests.cast import World, arranged, make_case, make_family

SAMPLES: dict[Kind, Any] = {
    Kind.TEXT: "In a few words",
    Kind.LONG: "What was seen and heard, in some detail.",
    Kind.DATE: f"{timezone.localdate() - timedelta(days=3)}",
    Kind.SCALE: 6,
    Kind.YES_NO: True,
    Kind.NEEDS: {"education": "Missed 31 of 60 sessions"},
    Kind.FACTORS: ["3B", "4A"],
}


@arranged
def led_case(world: World, family: Family | None = None, lead: Any = None, **facts: Any) -> Case:
    """A case of Bilston led by the practitioner, ready for its assessment; the forms published."""
    load_forms()
    case = make_case(world, family or make_family(world), **facts)
    allocate(case=case, lead=lead or world.practitioner, by=world.manager)
    return Case.objects.select_related("locality", "family").get(pk=case.pk)


@arranged
def started(world: World, case: Case | None = None, by: Any = None) -> Assessment:
    """An assessment that its lead has started."""
    case = case or led_case(world)
    return start(case=case, by=by or world.practitioner)


@arranged
def teenager(case: Case, by: Any, years: int = 14) -> Person:
    """Amara, who joins the family."""
    born = date(case.opened_on.year - years, 1, 9)
    person = register_person(
        by=by, kind="child", given_name="Amara", family_name="Okafor", date_of_birth=born, sex="F"
    )
    add_to_family(family=case.family, person=person, relationship="child", by=by)
    return person


@arranged
def begun(case: Case, key: str, by: Any, about: int | None = None) -> Assessment:
    """The newest version of a form that somebody has started, by its key."""
    form = FormVersion.objects.filter(key=key).latest("number")
    return start(case=case, by=by, form=form, about=about)


@arranged
def said(assessment: Assessment, question: str, value: Any) -> None:
    """Other words than the samples’."""
    Answer.objects.filter(assessment=assessment, question=question).update(value=value)


def sample(question: Question) -> Any:
    """Some answer to a question."""
    return question.options[0].value if question.options else SAMPLES.get(question.kind)


def every_answer(assessment: Assessment) -> list[Given]:
    """An answer to everything that is asked."""
    return [given for page in Sheet(assessment).pages for given in answers_for(assessment, page)]


def answers_for(assessment: Assessment, page: Page) -> list[Given]:
    rows = Sheet(assessment).rows
    return [
        Given(
            page.section.key,
            page.person_id,
            question.key,
            sample(question),
            row.version if (row := rows.get((page.section.key, page.person_id, question.key)))
            else 0,
        )
        for question in page.questions
    ]  # fmt: skip


@arranged
def give_to_write(world: World, case: Case) -> Delegation:
    """A section that another worker of the team is asked to write."""
    page = Sheet(Assessment.objects.filter(case=case).latest("pk")).pages[0]
    return Delegation.objects.create(
        assessment=Assessment.objects.filter(case=case).latest("pk"), case=case,
        section=page.section.key, person_id=page.person_id, writer=world.duty,
        agency=world.council, question="How is it?", due_on=timezone.localdate(),
        asked_by=world.practitioner, asked_at=timezone.now(),
    )  # fmt: skip


@arranged
def written(world: World, assessment: Assessment, by: Any = None) -> Assessment:
    """The assessment with every question answered."""
    save(assessment=assessment, by=by or world.practitioner, answers=every_answer(assessment))
    return assessment


@arranged
def submitted(world: World, case: Case | None = None, by: Any = None) -> Assessment:
    """A whole assessment, waiting for sign-off."""
    by = by or world.practitioner
    assessment = written(world, started(world, case, by), by)
    return submit(assessment=assessment, by=by)


@arranged
def signed_off(world: World, case: Case | None = None) -> Assessment:
    """An assessment the locality's manager has signed off."""
    assessment = submitted(world, case)
    sign_off(assessment=assessment, by=world.manager)
    return Assessment.objects.select_related("form", "case__locality", "case__family").get(
        pk=assessment.pk
    )


@arranged
def planned(world: World, case: Case | None = None) -> Plan:
    """A plan that could be agreed: a goal with an action for the first need, the others aside."""
    return written_plan(world, signed_off(world, case).case)


@arranged
def written_plan(world: World, case: Case) -> Plan:
    """The same, of a case whose assessment is signed off."""
    first, *rest = needs_of(case)
    add_goal(case=case, by=world.practitioner, words="Mornings without shouting", need=first,
             actions=[action_by(world)])  # fmt: skip
    for need in rest:
        set_need_aside(case=case, need=need, by=world.practitioner, why="School helps already")
    return Plan.objects.select_related("case__locality", "case__family").get(case=case)


def action_by(world: World, **facts: Any) -> NewAction:
    values: dict[str, Any] = {
        "words": "Make a chart for the mornings",
        "owner_kind": Action.OwnerKind.WORKER,
        "owner_name": world.practitioner.name,
        "owner_user_id": world.practitioner.pk,
        "due_on": date(2026, 12, 1),
    }
    return NewAction(**(values | facts))


@arranged
def agreed(world: World, case: Case | None = None, **more: Any) -> Plan:
    """A plan the family has agreed."""
    plan = planned(world, case)
    agree(case=plan.case, by=world.practitioner, agreed_with="Ngozi Okafor", **more)
    return Plan.objects.select_related("case__locality", "case__family").get(pk=plan.pk)


@arranged
def agreed_from(world: World, case: Case) -> None:
    """The plan of a case whose assessment is signed off, agreed by the family."""
    plan = written_plan(world, case)
    agree(case=plan.case, by=world.practitioner, agreed_with="Ngozi Okafor")


@arranged
def goal_of(plan: Plan) -> Goal:
    return Goal.objects.select_related("plan__case__locality").filter(plan=plan)[0]


@arranged
def give(world: World, assessment: Assessment, by: Any, answers: Iterable[Given]) -> Saved:
    return save(assessment=assessment, by=by, answers=answers)


@arranged
def planned_meeting(world: World, case: Case, **facts: Any) -> PlannedMeeting:
    """A next meeting to which the lead, and Gran who has no account, are invited."""
    lead = Invited("", world.practitioner.name, user_id=world.practitioner.pk)
    guests = facts.pop("guests", [lead, Invited("", "Gran")])
    to_be = Details(timezone.now() + timedelta(days=7), place="The hub")._replace(**facts)
    return plan_meeting(case=case, by=world.practitioner, to_be=to_be, guests=guests)
