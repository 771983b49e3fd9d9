"""Finding a person or family among those somebody may see."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.acting import acting_as, acting_as_system
from audit.models import Look
from cases.actions.leads.allocating import allocate
from cases.looking import read
from cases.models import Address, Case, Family, Membership, Person
from cases.queries.people.find import find
from tests.cast import World, make_case, make_family

EVERYBODY = ["Khan family", "Okafor family", "O’Neill family"]


@pytest.fixture
def families(world: World) -> dict[str, Case]:
    made = {
        "okafor": make_case(world, make_family(world, "Okafor")),
        "oneill": make_case(world, make_family(world, "O’Neill"), locality=world.low_hill),
        "khan": make_case(world, make_family(world, "Khan")),
    }
    with acting_as_system("arranging a test"):
        allocate(case=made["khan"], lead=world.practitioner, by=world.manager)
        Person.objects.filter(family_name="Khan", given_name="Child1").update(
            nhs_number="9434765919", upn="H801200001001"
        )
    return made


def found(user: Any, text: str) -> list[str]:
    with acting_as(user):
        return [row.family.name for row in find(user, read(text)).families]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("okafor", ["Okafor family"]),
        ("Okaf", ["Okafor family"]),
        ("okfaor", ["Okafor family"]),
        ("ngozi okafor", ["Okafor family"]),
        ("OKAFOR Ngozi", ["Okafor family"]),
        ("oneil", ["O’Neill family"]),
        ("o'neill", ["O’Neill family"]),
        ("9434765919", ["Khan family"]),
        ("H801200001001", ["Khan family"]),
        ("ngozi", EVERYBODY),
        ("child2 3 2 2016", EVERYBODY),
        ("child2 2 3 2017", EVERYBODY),
        ("child2 14 9 2016", []),
        ("child2 2 3 2016", EVERYBODY),
        ("WV14 0AA", EVERYBODY),
        ("wv14 0ab", []),
        ("okafor WV14 0AA", ["Okafor family"]),
        ("smith", []),
    ],
)
def test_the_desk_finds_by_what_it_knows(
    world: World, families: dict[str, Case], text: str, names: list[str]
) -> None:
    assert found(world.desk, text) == names


def test_a_case_and_a_family_are_found_by_reference(
    world: World, families: dict[str, Case]
) -> None:
    case = families["okafor"]
    assert found(world.desk, case.reference) == ["Okafor family"]
    assert found(world.desk, case.family.reference) == ["Okafor family"]


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("head", {"Khan family", "O’Neill family", "Okafor family"}),
        ("manager", {"Khan family", "Okafor family"}),
        ("manager2", {"O’Neill family"}),
        ("practitioner", {"Khan family"}),
        ("practitioner2", set()),
        ("school", set()),
        ("analyst", set()),
        ("admin", set()),
    ],
)
def test_each_finds_only_what_they_may_see(
    world: World, families: dict[str, Case], who: str, names: set[str]
) -> None:
    assert set(found(world.people[who], "ngozi")) == names


@pytest.mark.parametrize("who", ["manager2", "practitioner"])
def test_a_reference_finds_nothing_that_may_not_be_seen(
    world: World, families: dict[str, Case], who: str
) -> None:
    case = families["okafor"]
    assert found(world.people[who], case.reference) == []
    assert found(world.people[who], case.family.reference) == []


def test_an_address_that_must_not_be_found_is_not(world: World, families: dict[str, Case]) -> None:
    hidden = Address.objects.filter(person__family_name="Okafor")
    hidden.update(safe_address=True)
    assert "Okafor family" not in found(world.desk, "WV14 0AA")
    assert found(world.desk, "okafor") == ["Okafor family"]


def test_somebody_with_a_hidden_address_is_not_found_by_another(
    world: World, families: dict[str, Case]
) -> None:
    for person in Person.objects.filter(family_name="Okafor"):
        Address.objects.create(person=person, postcode="WV10 9AA", safe_address=True)
    assert "Okafor family" not in found(world.desk, "WV14 0AA")
    assert "Okafor family" not in found(world.desk, "WV10 9AA")


def test_a_former_member_leads_to_no_family(world: World, families: dict[str, Case]) -> None:
    Membership.objects.filter(family__name="Okafor family").update(to_date=date(2030, 1, 1))
    assert found(world.desk, "okafor") == []


def test_the_latest_case_is_shown(world: World, families: dict[str, Case]) -> None:
    with acting_as(world.desk):
        row = find(world.desk, read("khan")).families[0]
    assert row.case == families["khan"]
    assert row.lead == "Pat Practitioner"
    assert [person.matches for person in row.people] == [True, True, True]
    assert [person.relationship for person in row.people] == ["Mother", "Child", "Child"]


def test_a_family_without_a_case_is_found_by_the_desk_alone(world: World) -> None:
    make_family(world, "Adebayo")
    assert found(world.desk, "adebayo") == ["Adebayo family"]
    assert found(world.manager, "adebayo") == []


def test_pages_of_many(world: World) -> None:
    for number in range(27):
        with acting_as_system("arranging a test"):
            family = Family.objects.create(reference=f"FA-2020-{number:05d}", name="Many family")
            person = Person.objects.create(kind="child", given_name="Ola", family_name="Many")
            Membership.objects.create(
                family=family, person=person, relationship="child", from_date=date(2020, 1, 1)
            )
    with acting_as(world.desk):
        first, second = (find(world.desk, read("ola many"), page) for page in (1, 2))
    assert (len(first.families), first.has_more) == (25, True)
    assert (len(second.families), second.has_more) == (2, False)


def test_the_page_logs_the_search_and_keeps_it_out_of_addresses(
    world: World, families: dict[str, Case], client: Client
) -> None:
    client.force_login(world.desk)
    page = client.post("/find/", {"q": "okafor"})
    text = page.content.decode()
    look = Look.objects.get(kind="searched")
    assert look.actor_id == world.desk.pk
    assert look.details == {"terms": "okafor"}
    assert f'href="/cases/{families["okafor"].reference}/"' in text
    assert "q=okafor" not in text
    assert page.headers["Cache-Control"] == "no-store"


def test_nothing_found_never_reassures(world: World, client: Client) -> None:
    client.force_login(world.practitioner)
    text = client.post("/find/", {"q": "nobody"}).content.decode()
    assert "This does not mean that nobody is helping this family" in text
    text = client.post("/find/", {"q": "--"}).content.decode()
    assert "Type what you know of them" in text
    assert not Look.objects.filter(kind="searched", details__terms="--").exists()


@pytest.mark.parametrize(
    "typed",
    ["a\0b", "%_\\", "'; --", "ﷺ" * 200, "x " * 100, "a-" * 100, "٣/٤/٢٠١٥", "😀", "\ud800"],
)
def test_anything_may_be_searched_for(world: World, client: Client, typed: str) -> None:
    client.force_login(world.desk)
    assert client.post("/find/", {"q": typed.encode("utf-8", "ignore")}).status_code == 200


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "²", "3"])
def test_any_page_may_be_asked_for(
    world: World, families: dict[str, Case], client: Client, page: str
) -> None:
    client.force_login(world.desk)
    assert client.post("/find/", {"q": "khan", "page": page}).status_code == 200
