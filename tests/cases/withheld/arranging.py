"""A family whose father is not to know something, and a school that acts for him."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from assessments.actions.delivering import Delivered, add_intervention
from assessments.actions.gathering import join
from assessments.actions.reviewing import Guest, Minutes, hold
from assessments.models import Action, Answer, Assessment, Goal, Intervention, Plan, Review
from cases.actions.contacting import record_contact
from cases.actions.people import housing, protecting
from cases.actions.sharing import withholding
from cases.actions.sharing.agreeing import record_sharing
from cases.models import Address, Case, Contact, ContactWay, CourtOrder, Need, Person
from cases.withholding.kinds import kinds
from localities.models import Agency
from tests.assessments.arranging import agreed, led_case
from tests.cases.page.arranging import add_member, children_of, mother_of
from tests.cast import World, arranged, make_family

HIDDEN_STREET = "12 Quince Orchard Lane"
NOTE = "They spoke about the allotment behind the chapel."


@arranged
def family_with_a_past(world: World) -> Case:
    """Mother and children in one home, the father in another; a plan, a meeting, notes."""
    case = led_case(world, make_family(world, "Okafor"))
    case = agreed(world, case).case
    by = world.practitioner
    mother, children = mother_of(case), children_of(case)
    add_member(case, world, "Emeka", "father", household=2, sex="M")
    zebedee = add_member(case, world, "Zebedee", "grandparent", household=1)
    housing.move_home(
        case=case, people=[mother, *children], by=by, lines=HIDDEN_STREET, postcode="WV14 7QX"
    )
    housing.record_way(
        case=case, person=mother, by=by, kind="mobile", value="07700 900123", safe_to_contact="yes"
    )
    Agency.objects.create(name="Juniper Academy", kind=Agency.Kind.EDUCATION)
    Person.objects.filter(pk=children[0].pk).update(school=world.other_school)
    need = Need.objects.filter(case=case, person=children[0])[0]
    Need.objects.filter(pk=need.pk).update(words="Hides in the library at noon")
    Answer.objects.filter(case=case, question="housing").update(value="Two rooms over a bakery")
    Answer.objects.filter(case=case, question="needs", person=need.person).update(value=None)
    Goal.objects.filter(case=case).update(words="Supper without a quarrel over cards")
    protecting.raise_alert(
        case=case, person=mother, by=by, kind="other", text="A neighbour watches the gate",
        source="Mother", review_on=timezone.localdate() + timedelta(days=60),
    )  # fmt: skip
    protecting.record_order(
        case=case, person=children[0], by=by, kind="Prohibited steps order",
        text="He must not remove the child from the marina club", source="Order seen",
        made_on=timezone.localdate(),
    )  # fmt: skip
    add_intervention(
        case=case, by=by,
        what=Delivered("Kestrel canoe club", case.opened_on, person_id=children[1].pk, offered=4,
                       attended=3),
    )  # fmt: skip
    record_contact(case=case, by=by, kind="note", text=NOTE)
    record_contact(
        case=case, by=by, kind="home_visit", text="All well.", children_seen=children,
        adults_spoken_with=[mother, zebedee],
    )  # fmt: skip
    hold(
        case=case,
        by=by,
        held_on=timezone.localdate(),
        record_of=Minutes(
            guests=[Guest(name=mother.name, came=True, person_id=mother.pk)],
            minutes="We talked of the mornings.",
            family_view="It is getting better.",
        ),
    )
    return Case.objects.select_related("family", "locality").get(pk=case.pk)


@arranged
def let_in(world: World, case: Case, user: User) -> None:
    """Have somebody of another agency in the team, with a basis that covers their agency."""
    assert user.agency
    record_sharing(
        case=case, by=world.manager, agency=user.agency, basis="public_task", what="The plan"
    )
    join(case=case, by=world.manager, user=user, name=user.name, role="Worker")


def father_of(case: Case) -> Person:
    return Person.objects.get(memberships__family=case.family_id, given_name="Emeka")


@arranged
def items_of_each_kind(case: Case) -> dict[str, int]:
    """One item of each kind: its key and the number of its row."""
    mother, child = mother_of(case), children_of(case)[0]
    goal = Goal.objects.filter(case=case)[0]
    return {
        "cases.address": Address.objects.filter(person=mother, lines=HIDDEN_STREET)[0].pk,
        "cases.contactway": ContactWay.objects.filter(person=mother)[0].pk,
        "cases.school": child.pk,
        "cases.person": Person.objects.get(given_name="Zebedee").pk,
        "cases.contact": Contact.objects.get(case=case, kind="note").pk,
        "cases.need": Need.objects.filter(case=case, person=child)[0].pk,
        "cases.courtorder": CourtOrder.objects.get(child=child).pk,
        "cases.alert": mother.alerts.get().pk,
        "assessments.answer": Answer.objects.get(case=case, question="housing").pk,
        "assessments.goal": goal.pk,
        "assessments.action": Action.objects.filter(goal=goal)[0].pk,
        "assessments.intervention": Intervention.objects.get(case=case).pk,
    }


NEW = "Something wholly different and long"
CHANGES: dict[str, dict[str, Any]] = {
    "cases.contactway": {"value": "07700 900987", "kind": "phone"},
    "cases.person": {"given_name": "Bartholomew", "given_key": "bartholomew"},
    "cases.contact": {"text": NEW, "next_step": NEW, "significant": True},
    "cases.need": {"words": NEW, "kind": "finance"},
    "cases.courtorder": {"text": NEW, "kind": "Another order"},
    "cases.alert": {"text": NEW, "kind": "dog"},
    "assessments.answer": {"value": NEW},
    "assessments.goal": {"words": NEW},
    "assessments.intervention": {"name": NEW, "offered": 9, "attended": 1},
    "assessments.action": {"words": NEW, "owner_name": "Jo", "due_on": date(2027, 1, 9)},
}


@arranged
def change(world: World, kind: str, row: int) -> None:
    """Change the hidden thing itself, in the record, to something quite different."""
    if kind == "cases.address":
        said = Address.objects.get(pk=row).lines
        Address.objects.filter(lines=said).update(lines="99 Tamarind Wharf", postcode="WV10 7QY")
    elif kind == "cases.school":
        other = Agency.objects.get(name="Juniper Academy")
        Person.objects.filter(pk=row).update(school=other)
    else:
        kinds()[kind].by_number([row]).update(**CHANGES[kind])


@arranged
def keep_from_father(world: World, case: Case, kind: str, row: int) -> None:
    withholding.withhold(
        case=case, by=world.practitioner, kind=kind, row_id=row, why="domestic_abuse",
        person=father_of(case),
    )  # fmt: skip


@arranged
def acts_for_father(world: World, case: Case, agency: Agency | None) -> None:
    assert agency
    withholding.acts_for(case=case, by=world.practitioner, agency=agency, person=father_of(case))


@arranged
def addresses_of_pages(case: Case) -> list[str]:
    """Every page of the case that can be read, by its address."""
    base = f"/cases/{case.reference}/"
    assessment = Assessment.objects.get(case=case)
    parts = ["", "story/", "people/", "timeline/", "history/", "documents/", "plan/", "meetings/",
             "assessment/", f"assessment/{assessment.pk}/", "assessment/continue/", "contacts/new/",
             "step-up/", "closure/", "meetings/record/", "people/new/", "not-to-be-shared/",
             "copies/", "given/", "plan/agree/"]  # fmt: skip
    people = [f"people/{p.pk}/{part}" for p in (mother_of(case), children_of(case)[0])
              for part in ("facts/", "place/", "orders/new/")]  # fmt: skip
    meetings = [
        f"meetings/{pk}/" for pk in Review.objects.filter(case=case).values_list("pk", flat=True)
    ]
    plans = [
        f"copies/plan/{pk}/" for pk in Plan.objects.filter(case=case).values_list("pk", flat=True)
    ]
    sections = [f"assessment/{assessment.pk}/home/", f"assessment/{assessment.pk}/meaning/"]
    return [base + part for part in (*parts, *people, *meetings, *plans, *sections)] + [
        "/our-families/"
    ]


SEARCHES = ("Okafor", "Zebedee", "Bartholomew", "WV14 7QX", "WV10 7QY", "07700 900123")
_MASKED = re.compile(
    r'name="(?:csrfmiddlewaretoken|one_time_key|digest)" value="[^"]*"|nonce="[^"]*"'
    r'|name="happened_time" type="text" value="[^"]*"|It was now, \d+ \w+ at \d\d:\d\d'
    r'|value="[^"]*" name="(?:csrfmiddlewaretoken|one_time_key)"'
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)


class Seen(NamedTuple):
    """An answer without what differs each time, and how many questions the database was asked:
    how long a page takes follows from those."""

    status: int
    text: str
    questions: int


def all_that_is_seen(client: Client, user: User, case: Case) -> dict[str, Seen]:
    """The answer of every page and search to somebody."""
    client.force_login(user)
    seen = {address: _seen(client.get, address) for address in addresses_of_pages(case)}
    for words in SEARCHES:
        seen[f"find {words}"] = _seen(client.post, "/find/", {"q": words})
    return seen


def _seen(ask: Callable[..., Any], *asked: Any) -> Seen:
    with CaptureQueriesContext(connection) as queries:
        answer = ask(*asked)
    return Seen(answer.status_code, _MASKED.sub("", answer.content.decode()), len(queries))
