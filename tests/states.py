"""Cases in every state that decides who may see them, for matrices of access."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.actions.leads.allocating import hand_to
from cases.actions.sharing.breaking_glass import Whom, break_glass
from cases.actions.sharing.declaring import declare
from cases.actions.sharing.restricting import restrict
from cases.models import Case, Closure, Person, SharingBasis, TafMember
from referrals.models import Referral
from tests.cast import World, arranged, make_case, make_family
from tests.referrals.requests import make_request

# What each state is, and who of the cast sees a case in it.
COUNCIL_WIDE = {"desk", "social_worker", "head"}
BILSTON = {"manager", "team_manager", "duty"}
LOW_HILL = {"manager2"}
NAMED = {"social_worker", "practitioner", "head"}

SEEN_BY: dict[str, set[str]] = {
    "waiting": COUNCIL_WIDE | BILSTON,
    "own": COUNCIL_WIDE | BILSTON | {"practitioner"},
    "same_locality": COUNCIL_WIDE | BILSTON | {"practitioner2"},
    "other": COUNCIL_WIDE | LOW_HILL | {"practitioner2"},
    "restricted": NAMED,
    "shared": COUNCIL_WIDE | BILSTON | {"school"},
    "led_by_partner": COUNCIL_WIDE | BILSTON | {"school"},
    "never_covered": COUNCIL_WIDE | BILSTON,
    "expired": COUNCIL_WIDE | BILSTON,
    "withdrawn": COUNCIL_WIDE | BILSTON,
    "closed": COUNCIL_WIDE | BILSTON | {"practitioner"},
    "handed_on": COUNCIL_WIDE | BILSTON | {"practitioner2"},
    "glass": NAMED | {"manager"},
    "glass_over": NAMED,
    "linked": (COUNCIL_WIDE | BILSTON) - {"desk", "manager"},
}


@dataclass(frozen=True)
class States:
    """A case in each state, and a request about each of the families."""

    world: World
    cases: dict[str, Case]
    requests: dict[str, Referral]


@arranged
def every_state(world: World) -> States:
    cases = {key: _case(world, key) for key in SEEN_BY}
    for key in ("own", "restricted", "closed", "handed_on", "glass", "glass_over"):
        _lead(cases[key], world.practitioner, world)
    for key in ("same_locality", "other"):
        _lead(cases[key], world.practitioner2, world)
    _lead(cases["handed_on"], world.practitioner2, world)
    for key in ("shared", "never_covered", "expired", "withdrawn"):
        _join(cases[key], world)
    for key in ("shared", "expired", "withdrawn", "led_by_partner"):
        _cover(cases[key], world)
    _lead(cases["led_by_partner"], world.school, world)
    today = timezone.localdate()
    _bases(cases["expired"]).update(to_date=today - timedelta(days=1))
    _bases(cases["withdrawn"]).update(stopped_at=timezone.now())
    _close(cases["closed"])
    for key in ("restricted", "glass", "glass_over"):
        _restrict(cases[key], world)
    _glass(cases["glass"], world)
    over = _glass(cases["glass_over"], world)
    type(over).objects.filter(pk=over.pk).update(ended_at=timezone.now())
    for key in ("desk", "manager"):
        user = world.people[key]
        mother = _mother(cases["linked"])
        declare(case=cases["linked"], person=mother, user=user, by=world.head, link="cousin")
    requests = {key: _request(case) for key, case in cases.items()}
    return States(world, cases, requests)


def _case(world: World, key: str) -> Case:
    locality = world.low_hill if key == "other" else world.bilston
    family = make_family(world, f"Name{key.replace('_', '')}", children=1)
    return make_case(world, family, locality=locality)


def _lead(case: Case, user: Any, world: World) -> None:
    hand_to(case=Case.objects.get(pk=case.pk), lead=user, by=world.manager)


def _join(case: Case, world: World) -> None:
    TafMember.objects.create(
        case=case,
        family=case.family,
        user=world.school,
        name="Sam School",
        agency=world.school_agency,
        joined_on=case.opened_on,
    )


def _cover(case: Case, world: World) -> None:
    SharingBasis.objects.create(
        family=case.family,
        agency=world.school_agency,
        what="Early help plan",
        from_date=case.opened_on,
    )


def _bases(case: Case) -> Any:
    return SharingBasis.objects.filter(family=case.family_id)


def _close(case: Case) -> None:
    today = timezone.localdate()
    Closure.objects.create(case=case, closed_on=today, reason="needs_met", group="met")
    case.allocations.update(ended_at=timezone.now(), end_reason="closed")
    Case.objects.filter(pk=case.pk).update(stage="closed", closed_on=today)


def _restrict(case: Case, world: World) -> None:
    restrict(
        case=case,
        by=world.head,
        kind="staff",
        reason="The mother works here",
        named=[world.social_worker, world.practitioner],
        deputies=[world.head],
    )


def _glass(case: Case, world: World) -> Any:
    whom = Whom(reference=case.reference)
    return break_glass(whom=whom, by=world.manager, reason="A call at night", hours=2)


def _mother(case: Case) -> Person:
    return Person.objects.get(
        memberships__family=case.family_id, memberships__relationship="mother"
    )


def _request(case: Case) -> Referral:
    """A request that names a child of the family surely, and is linked with the family."""
    child = Person.objects.filter(case_children__case=case).order_by("pk").first()
    assert child is not None
    described = {
        "kind": "child",
        "given_name": child.given_name,
        "family_name": child.family_name,
        "date_of_birth": child.date_of_birth,
    }
    return make_request(described)
