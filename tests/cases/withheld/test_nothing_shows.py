"""Change one hidden thing: nothing changes for the agency that acts for whom it is hidden from."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import ActsFor, Case
from cases.withholding.kinds import kinds
from tests.cases.withheld.arranging import (
    acts_for_father,
    addresses_of_pages,
    all_that_is_seen,
    change,
    family_with_a_past,
    items_of_each_kind,
    keep_from_father,
    let_in,
)
from tests.cast import World

KINDS = (
    "cases.address", "cases.contactway", "cases.school", "cases.person", "cases.contact",
    "cases.need", "cases.courtorder", "cases.alert", "assessments.answer", "assessments.goal",
    "assessments.action",
)  # fmt: skip
# Read by the council’s own workers alone, so no page of an agency could tell of a difference.
NOT_FOR_PARTNERS = {"referrals.notification"}  # tests/referrals/test_notifications.py


@pytest.fixture
def case(world: World) -> Case:
    found = family_with_a_past(world)
    let_in(world, found, world.school)
    return found


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [address for address, page in before.items() if after[address] != page]


def test_every_kind_is_tried(case: Case) -> None:
    assert set(KINDS) == set(items_of_each_kind(case)) == set(kinds()) - NOT_FOR_PARTNERS


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_seen_changes_with_what_is_hidden(
    world: World, case: Case, client: Client, kind: str
) -> None:
    row = items_of_each_kind(case)[kind]
    keep_from_father(world, case, kind, row)
    acts_for_father(world, case, world.school.agency)
    before = all_that_is_seen(client, world.school, case)
    assert before[f"/cases/{case.reference}/"][0] == 200
    change(world, kind, row)
    assert differences(before, all_that_is_seen(client, world.school, case)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_without_the_filter_the_difference_shows(
    world: World, case: Case, client: Client, kind: str
) -> None:
    """The anti-test: the same agency, acting for nobody."""
    row = items_of_each_kind(case)[kind]
    keep_from_father(world, case, kind, row)
    before = all_that_is_seen(client, world.school, case)
    change(world, kind, row)
    assert differences(before, all_that_is_seen(client, world.school, case))


@pytest.mark.parametrize("kind", KINDS)
def test_as_many_questions_are_asked_whatever_is_hidden(
    world: World, case: Case, client: Client, kind: str
) -> None:
    """How long a page takes follows from what it asks the database: it asks the same."""
    row = items_of_each_kind(case)[kind]
    keep_from_father(world, case, kind, row)
    acts_for_father(world, case, world.school.agency)
    client.force_login(world.school)

    def asked() -> list[int]:
        numbers = []
        for address in addresses_of_pages(case):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            numbers.append(len(queries))
        return numbers

    asked()
    before = asked()
    change(world, kind, row)
    assert asked() == before


def test_the_mark_itself_does_not_show(world: World, case: Case, client: Client) -> None:
    """Marking something the agency never sees changes nothing but that it is gone."""
    acts_for_father(world, case, world.school.agency)
    rows = items_of_each_kind(case)
    seen = all_that_is_seen(client, world.school, case)
    for address in ("not-to-be-shared/", "copies/"):
        assert seen[f"/cases/{case.reference}/{address}"][0] == 404
    for kind, row in rows.items():
        keep_from_father(world, case, kind, row)
    seen = all_that_is_seen(client, world.school, case)
    for address in ("not-to-be-shared/", "copies/"):
        assert seen[f"/cases/{case.reference}/{address}"][0] == 404
    assert not [a for a, (_, page) in seen.items() if "Not to be shared" in page]
    assert {status for status, _ in seen.values()} <= {200, 302, 403, 404, 405}


def test_who_acts_for_nobody_sees_everything(world: World, case: Case, client: Client) -> None:
    for kind, row in items_of_each_kind(case).items():
        keep_from_father(world, case, kind, row)
    acts_for_father(world, case, world.other_school)
    assert ActsFor.objects.count() == 1
    client.force_login(world.practitioner)
    page = client.get(f"/cases/{case.reference}/people/").content.decode()
    for words in ("12 Quince Orchard Lane", "07700 900123", "Rowan Secondary School", "Zebedee"):
        assert words in page
    assert "Not to be shared" in page
    assert "with Emeka" in page
