"""Change one hidden thing: nothing changes for the agency that acts for whom it is hidden from."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from cases.models import ActsFor, Case
from cases.withholding.kinds import kinds
from tests.cases.withheld.arranging import (
    acts_for_father,
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
    "assessments.action", "assessments.intervention",
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


@contextmanager
def taken_back() -> Iterator[None]:
    """So that each kind finds the family as it was, without making another."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_nothing_seen_changes_with_what_is_hidden(world: World, case: Case, client: Client) -> None:
    """Neither a word of a page nor the number of questions it asks the database."""
    rows = items_of_each_kind(case)
    assert set(KINDS) == set(rows) == set(kinds()) - NOT_FOR_PARTNERS
    for kind in KINDS:
        with taken_back():
            keep_from_father(world, case, kind, rows[kind])
            acts_for_father(world, case, world.school.agency)
            all_that_is_seen(client, world.school, case)  # what is asked once has been asked
            before = all_that_is_seen(client, world.school, case)
            assert before[f"/cases/{case.reference}/"].status == 200
            change(world, kind, rows[kind])
            after = all_that_is_seen(client, world.school, case)
        assert (kind, differences(before, after)) == (kind, [])


def test_without_the_filter_the_difference_shows(world: World, case: Case, client: Client) -> None:
    """The anti-test: the same agency, acting for nobody."""
    rows = items_of_each_kind(case)
    for kind in KINDS:
        keep_from_father(world, case, kind, rows[kind])
    before = all_that_is_seen(client, world.school, case)
    for kind in KINDS:
        with taken_back():
            change(world, kind, rows[kind])
            after = all_that_is_seen(client, world.school, case)
        assert differences(before, after), kind


def test_the_mark_itself_does_not_show(world: World, case: Case, client: Client) -> None:
    """Marking something the agency never sees changes nothing but that it is gone."""
    acts_for_father(world, case, world.school.agency)
    rows = items_of_each_kind(case)
    seen = all_that_is_seen(client, world.school, case)
    for address in ("not-to-be-shared/", "copies/"):
        assert seen[f"/cases/{case.reference}/{address}"].status == 404
    for kind, row in rows.items():
        keep_from_father(world, case, kind, row)
    seen = all_that_is_seen(client, world.school, case)
    for address in ("not-to-be-shared/", "copies/"):
        assert seen[f"/cases/{case.reference}/{address}"].status == 404
    assert not [a for a, page in seen.items() if "Not to be shared" in page.text]
    assert {page.status for page in seen.values()} <= {200, 302, 403, 404, 405}


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
