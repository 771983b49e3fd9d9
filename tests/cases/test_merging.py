"""Two records of one person become one, and a wrong merge is split: nothing is lost."""

from datetime import date
from typing import Any

import pytest

from accounts.acting import acting_as
from audit.models import Event, Stale
from audit.refusal import Refused
from cases.actions.merging import merge
from cases.actions.registering import add_to_family, register_person
from cases.actions.splitting import split
from cases.models import (
    Case,
    Conflict,
    Couple,
    Family,
    Membership,
    Merge,
    Parentage,
    Person,
)
from cases.queries.find import find
from cases.looking import read
from cases.queries.merges import added_since
from tests.cases.merging import merged_by, pair, places_of, snapshot, split_by
from tests.cast import World, make_case, make_family

pytestmark = pytest.mark.django_db


def test_all_that_hangs_from_the_merged_record_moves_and_comes_back(world: World) -> None:
    kept, merged = pair(world)
    before = snapshot()
    made = merged_by(world.desk, kept, merged)
    assert Person.objects.get(pk=merged.pk).merged_into_id == kept.pk
    assert not Membership.objects.filter(person=merged).exists()
    assert Membership.objects.filter(person=kept, to_date__isnull=True).count() == 2
    split_by(world.desk, made)
    assert snapshot() == before


def test_a_twin_row_is_set_aside_and_restored_to_the_letter(world: World) -> None:
    family = make_family(world, "Okafor")
    kept = family.memberships.filter(relationship="child").first().person
    merged = register_person(by=None, kind="child", given_name="Chid", family_name="Okafor")
    add_to_family(family=family, person=merged, relationship="child", by=None, on=date(2020, 1, 1))
    before = snapshot()
    made = merged_by(world.desk, kept, merged, given_name="kept", family_name="kept")
    here = Membership.objects.get(family=family, person=kept)
    assert here.from_date == date(2020, 1, 1)
    assert made.rows.filter(what="aside", table="cases_membership").count() == 1
    split_by(world.desk, made)
    assert snapshot() == before
