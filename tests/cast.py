"""The cast: the people every test of access is about, and the small world they work in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from accounts.acting import acting_as_system
from accounts.models import User
from cases.actions.opening import open_case
from cases.actions.people.registering import (
    add_to_family,
    record_address,
    register_family,
    register_person,
)
from cases.models import Case, Family, Person
from localities.models import Agency, Authority, Locality, Postcode, Team
from localities.timescales import load_standard_timescales

P = ParamSpec("P")
R = TypeVar("R")

PASSWORD = "a-long-test-password"


def arranged(function: Callable[P, R]) -> Callable[P, R]:
    """Run in a transaction that may see and write every case."""

    @wraps(function)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        with acting_as_system("arranging a test"):
            return function(*args, **kwargs)

    return inside


@dataclass
class World:
    """One authority with two localities, a council, two schools, and one person of each role."""

    authority: Authority
    bilston: Locality
    low_hill: Locality
    council: Agency
    school_agency: Agency
    other_school: Agency
    people: dict[str, User]

    def __getattr__(self, name: str) -> User:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


@arranged
def build_world() -> World:
    authority = Authority.objects.create(
        pk=1,
        name="Wolvermere Council",
        mash_phone="01632 960001",
        out_of_hours_phone="01632 960002",
        desk_phone="01632 960003",
        desk_email="desk@example.org",
    )
    load_standard_timescales()
    bilston = Locality.objects.create(
        name="Bilston", slug="bilston", order=1, easting=395000, northing=296500
    )
    low_hill = Locality.objects.create(
        name="Low Hill", slug="low-hill", order=2, easting=392500, northing=301000
    )
    Postcode.objects.create(
        postcode="WV14 0AA",
        easting=395000,
        northing=296500,
        local_authority="E08000031",
        locality=bilston,
    )
    Postcode.objects.create(
        postcode="WV10 9AA",
        easting=392500,
        northing=301000,
        local_authority="E08000031",
        locality=low_hill,
    )
    council = Agency.objects.create(name="Wolvermere Council", kind=Agency.Kind.COUNCIL)
    school = Agency.objects.create(name="Hawthorn Primary School", kind=Agency.Kind.EDUCATION)
    other = Agency.objects.create(name="Rowan Secondary School", kind=Agency.Kind.EDUCATION)
    people = _people(council, school, other, bilston, low_hill)
    return World(authority, bilston, low_hill, council, school, other, people)


def _people(
    council: Agency, school: Agency, other: Agency, bilston: Locality, low_hill: Locality
) -> dict[str, User]:
    team = Team.objects.create(name="Bilston team", agency=council, locality=bilston)
    rows: list[tuple[str, str, str, Agency, list[Locality]]] = [
        ("desk", "Dana Desk", "desk_worker", council, []),
        ("social_worker", "Sol Worker", "mash_social_worker", council, []),
        ("manager", "Mo Manager", "locality_manager", council, [bilston]),
        ("manager2", "Min Manager", "locality_manager", council, [low_hill]),
        ("head", "Hana Head", "head_of_service", council, []),
        ("practitioner", "Pat Practitioner", "practitioner", council, [bilston]),
        ("practitioner2", "Pia Practitioner", "practitioner", council, [low_hill]),
        ("school", "Sam School", "partner_practitioner", school, []),
        ("school2", "Sue School", "partner_practitioner", other, []),
        ("duty", "Dot Duty", "duty_worker", council, [bilston]),
        ("team_manager", "Tam Manager", "team_manager", council, [bilston]),
        ("contact", "Con Tact", "agency_contact", school, []),
        ("chair", "Cy Chair", "panel_chair", council, []),
        ("auditor", "Aud Itor", "quality_auditor", council, []),
        ("governance", "Gav Governance", "information_governance", council, []),
        ("analyst", "Ana Analyst", "performance_analyst", council, []),
        ("admin", "Ada Admin", "system_administrator", council, []),
        ("nobody", "No Role", "", council, []),
    ]
    people = {}
    for key, name, role, agency, localities in rows:
        user = User.objects.create_user(
            f"{key}@example.org",
            PASSWORD,
            name=name,
            role=role,
            agency=agency,
            team=team if bilston in localities else None,
            is_staff=key == "admin",
        )
        user.localities.set(localities)
        people[key] = user
    return people


@arranged
def make_family(world: World, name: str = "Okafor", children: int = 2, **facts: Any) -> Family:
    """A mother and her children living in Bilston."""
    by = world.desk
    family = register_family(name=f"{name} family", by=by)
    mother = register_person(
        by=by,
        kind=Person.Kind.ADULT,
        given_name="Ngozi",
        family_name=name,
        date_of_birth=date(1990, 5, 4),
        sex="F",
    )
    add_to_family(family=family, person=mother, relationship="mother", by=by)
    record_address(person=mother, by=by, lines="1 Test Street", postcode="WV14 0AA")
    for number in range(children):
        child = register_person(
            by=by,
            kind=Person.Kind.CHILD,
            given_name=f"Child{number + 1}",
            family_name=name,
            date_of_birth=date(2015 + number, 3, 2),
            sex="M",
            **facts,
        )
        add_to_family(family=family, person=child, relationship="child", by=by)
        record_address(person=child, by=by, lines="1 Test Street", postcode="WV14 0AA")
    return family


@arranged
def make_case(
    world: World, family: Family | None = None, locality: Locality | None = None, **facts: Any
) -> Case:
    """A case of a family, opened by the desk and waiting for allocation."""
    family = family or make_family(world)
    children = [
        row.person
        for row in family.memberships.filter(relationship="child").select_related("person")
    ]
    defaults: dict[str, Any] = {
        "level": 3,
        "reason": "Parents ask for help with routines",
        "received_on": date(2026, 11, 2),
        "on": date(2026, 11, 2),
    }
    return open_case(
        family=family,
        children=children,
        locality=locality or world.bilston,
        by=world.desk,
        **(defaults | facts),
    )
