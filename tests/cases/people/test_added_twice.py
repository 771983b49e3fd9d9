"""Somebody who is added to a second family is said to have a record already, to who sees it."""

import html

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Person
from tests.assessments.arranging import led_case
from tests.cases.helpers import sent
from tests.cases.page.arranging import children_of
from tests.cast import World, make_case, make_family

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["practitioner", "head"])
def test_it_is_said_to_whoever_sees_the_other_record(
    client: Client, world: World, who: str
) -> None:
    child = children_of(led_case(world, make_family(world, "Okafor")))[0]
    assert "has another record, of the same date of birth, in the Okafor family" in added(
        client, world, who, child
    )


def test_it_is_not_said_to_who_does_not_see_it(client: Client, world: World) -> None:
    elsewhere = children_of(make_case(world, make_family(world, "Okafor")))[0]
    assert "has another record" not in added(client, world, "practitioner", elsewhere)


def test_another_day_of_birth_is_somebody_else(client: Client, world: World) -> None:
    child = children_of(led_case(world, make_family(world, "Okafor")))[0]
    child.date_of_birth = timezone.localdate()
    assert "has another record" not in added(client, world, "practitioner", child)


def added(client: Client, world: World, who: str, child: Person) -> str:
    """What the page says once somebody of these names was added to another family."""
    other = led_case(world, make_family(world, "Adeyemi"))
    client.force_login(world.people[who])
    born = child.date_of_birth
    assert born
    typed = {
        "kind": "child", "relationship": "child", "household": 1, "sex": "M",
        "given_name": child.given_name, "family_name": child.family_name,
        "date_of_birth_day": born.day, "date_of_birth_month": born.month,
        "date_of_birth_year": born.year,
    }  # fmt: skip
    page = client.post(f"/cases/{other.reference}/people/new/", sent(**typed), follow=True)
    text = html.unescape(page.content.decode())
    assert "Added to the family" in text
    return text
