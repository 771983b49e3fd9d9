"""Two records of one person become one, and a wrong merge is split: nothing is lost."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.acting import acting_as
from audit.models import Event, Stale
from audit.refusal import Refused
from cases.actions.people.describing import describe
from cases.actions.people.merging import merge
from cases.actions.people.registering import add_to_family, register_person
from cases.actions.people.splitting import split
from cases.actions.sharing.restricting import restrict
from cases.looking import read
from cases.models import (
    Address,
    Case,
    Couple,
    Membership,
    Merge,
    Need,
    Parentage,
    Person,
    Withheld,
)
from cases.pointing import NOT_HANGING, pointers_to
from cases.queries.people.find import find
from cases.rules.merging import (
    BOTH_DIED,
    GONE_ON,
    LATER_FIRST,
    MERGED_ALREADY,
    NOBODY,
    NOT_CHOSEN,
    NOT_TOGETHER,
    TWO_NUMBERS,
)
from tests.cases.people.merging import child_of, merged_by, pair, places_of, snapshot, split_by
from tests.cast import World, make_case, make_family

MERGERS = {"desk", "social_worker", "head", "manager", "team_manager"}


def written_twice(world: World, **facts: Any) -> tuple[Person, Person]:
    """A child of one family, who stands in it twice."""
    family = make_family(world, "Okafor")
    kept = child_of(family)
    merged = register_person(by=None, kind="child", given_name="Chid", **facts)
    add_to_family(family=family, person=merged, relationship="child", by=None, on=date(2020, 1, 1))
    return kept, merged


def test_all_that_hangs_from_the_merged_record_moves_and_comes_back(world: World) -> None:
    kept, merged = pair(world)
    before = snapshot()
    made = merged_by(world.desk, kept, merged)
    assert Person.objects.get(pk=merged.pk).merged_into_id == kept.pk
    assert not Membership.objects.filter(person=merged).exists()
    assert Membership.objects.filter(person=kept, to_date__isnull=True).count() == 2
    split_by(world.desk, made)
    assert snapshot() == before


def test_a_twin_row_is_set_aside_whole_and_the_earlier_day_stands(world: World) -> None:
    kept, merged = written_twice(world)
    before = snapshot()
    made = merged_by(world.desk, kept, merged)
    assert Membership.objects.get(person=kept).from_date == date(2020, 1, 1)
    assert made.rows.filter(what="aside", table="cases_membership").count() == 1
    split_by(world.desk, made)
    assert snapshot() == before


def test_a_couple_keeps_its_order_both_ways(world: World) -> None:
    one, middle, last = (register_person(by=None, kind="adult", given_name=n) for n in "abc")
    family = make_family(world, "Okafor")
    for person in (one, middle, last):
        add_to_family(family=family, person=person, relationship="partner", by=None)
    Couple.objects.create(one=one, other=middle)
    before = snapshot()
    made = merged_by(world.desk, last, one)
    row = Couple.objects.get()
    assert (row.one_id, row.other_id) == (middle.pk, last.pk)
    split_by(world.desk, made)
    assert snapshot() == before


def test_what_must_not_be_shown_to_them_stays_so(world: World) -> None:
    """A mark on the merged record names it by number, not by a key."""
    kept, merged = pair(world)
    family = merged.memberships.get().family
    mark = Withheld.objects.create(
        family=family, kind="cases.school", row_id=merged.pk, name="Father", why="asked",
        set_by=world.desk, set_at=timezone.now(),
    )  # fmt: skip
    made = merged_by(world.desk, kept, merged)
    mark.refresh_from_db()
    assert mark.row_id == kept.pk
    split_by(world.desk, made)
    mark.refresh_from_db()
    assert mark.row_id == merged.pk


def test_nothing_is_preselected_where_they_differ_and_what_one_knows_stands(world: World) -> None:
    kept, merged = written_twice(world, upn="B801200005001", sex="F", first_language="Igbo")
    versions = (kept.version, merged.version)
    with acting_as(world.desk), pytest.raises(Refused) as refused:
        merge(kept=kept, merged=merged, by=world.desk, reason="Same", versions=versions)
    assert set(refused.value.reasons) == {
        NOT_CHOSEN.format(what="Given name"), NOT_CHOSEN.format(what="Sex")
    }  # fmt: skip
    merged_by(world.desk, kept, merged, sex="merged")
    kept.refresh_from_db()
    assert (kept.given_name, kept.sex, kept.upn) == ("Child1", "F", "B801200005001")
    assert kept.first_language == "Igbo"
    assert find(world.desk, read("okafor child1")).families


def test_two_numbers_are_refused_until_it_is_said_which_is_wrong(world: World) -> None:
    kept, merged = pair(world)
    Person.objects.filter(pk=kept.pk).update(nhs_number="9434765919")
    Person.objects.filter(pk=merged.pk).update(nhs_number="9434765870")
    kept.refresh_from_db()
    merged.refresh_from_db()
    values: dict[str, Any] = {"kept": kept, "merged": merged, "by": world.desk, "reason": "Same",
              "versions": (kept.version, merged.version),
              "stands": {"nhs_number": "merged"}}  # fmt: skip
    with acting_as(world.desk), pytest.raises(Refused) as refused:
        merge(**values)
    assert refused.value.reasons == [TWO_NUMBERS.format(what="NHS numbers")]
    with acting_as(world.desk):
        made = merge(**values, mistake="The GP says the first is a cousin’s")
    kept.refresh_from_db()
    assert kept.nhs_number == "9434765870"
    split_by(world.desk, made)
    kept.refresh_from_db()
    merged.refresh_from_db()
    assert (kept.nhs_number, merged.nhs_number) == ("9434765919", "9434765870")


def test_two_people_are_not_one(world: World) -> None:
    family = make_family(world, "Okafor")
    child = child_of(family)
    mother = family.memberships.get(relationship="mother").person
    Parentage.objects.create(child=child, parent=mother)
    with pytest.raises(Refused, match="parent"):
        merged_by(world.desk, mother, child)
    kept, merged = pair(world)
    Person.objects.filter(pk=kept.pk).update(died_on=date(2026, 1, 1))
    Person.objects.filter(pk=merged.pk).update(died_on=date(2026, 1, 2))
    with pytest.raises(Refused) as refused:
        merged_by(world.desk, kept, merged)
    assert BOTH_DIED in refused.value.reasons


def test_who_may(world: World) -> None:
    kept, merged = written_twice(world)
    make_case(world, kept.memberships.get().family)
    may = set()
    for who, user in world.people.items():
        try:
            split_by(user, merged_by(user, kept, merged))
            may.add(who)
        except Refused as refused:
            assert refused.reasons[0] in (NOBODY, NOT_TOGETHER)  # noqa: PT017
    assert may == MERGERS


def test_a_restricted_record_is_merged_by_those_named_alone(world: World) -> None:
    kept, merged = pair(world)
    case = Case.objects.get(family=merged.memberships.get().family)
    people = {"named": [world.manager2, world.head], "deputies": [world.desk]}
    with acting_as(world.head):
        restrict(case=case, by=world.head, kind="staff", reason="Staff", **people)
    with pytest.raises(Refused) as refused:
        merged_by(world.social_worker, kept, merged)
    assert refused.value.reasons == [NOT_TOGETHER]
    before = snapshot()
    made = merged_by(world.desk, kept, merged)
    assert Person.objects.get(pk=kept.pk).restricted
    split_by(world.desk, made)
    assert snapshot() == before


def test_chains_are_flattened_and_split_the_last_first(world: World) -> None:
    one, other = pair(world)
    third = child_of(make_family(world, "Okafor"))
    before = snapshot()
    first = merged_by(world.desk, other, third)
    second = merged_by(world.desk, one, other)
    assert Person.objects.get(pk=third.pk).merged_into_id == one.pk
    with pytest.raises(Refused) as refused:
        split_by(world.desk, first)
    assert refused.value.reasons == [GONE_ON]
    with pytest.raises(Refused) as refused:
        merged_by(world.desk, one, third)
    assert refused.value.reasons == [MERGED_ALREADY]
    split_by(world.desk, second)
    split_by(world.desk, first)
    assert snapshot() == before


def test_of_two_merges_into_one_the_later_is_split_first(world: World) -> None:
    one, other = pair(world)
    third = child_of(make_family(world, "Okafor"))
    first = merged_by(world.desk, one, other)
    merged_by(world.desk, one, third)
    with pytest.raises(Refused) as refused:
        split_by(world.desk, first)
    assert refused.value.reasons == [LATER_FIRST]


def test_what_was_added_since_is_placed_row_by_row(world: World) -> None:
    kept, merged = pair(world)
    made = merged_by(world.desk, kept, merged)
    case = Case.objects.get(family=merged_family(made))
    need = Need.objects.create(case=case, person=kept, kind="housing", seen_on=case.opened_on)
    home = Address.objects.create(person=kept, lines="9 New Road")
    with pytest.raises(Refused, match="Choose whose it is"):
        split_by(world.desk, made)
    places = places_of(made, "kept") | {f"cases_need-person_id-{need.pk}": "merged"}
    split_by(world.desk, made, **places)
    need.refresh_from_db()
    home.refresh_from_db()
    assert (need.person_id, home.person_id) == (merged.pk, kept.pk)
    assert made.rows.filter(what="placed").count() == 1


def merged_family(made: Merge) -> int:
    row = made.rows.filter(what="moved", table="cases_membership").first()
    assert row is not None
    return Membership.objects.get(pk=row.row_id).family_id


def test_whoever_edits_one_of_them_is_told(world: World) -> None:
    kept, merged = written_twice(world)
    case = make_case(world, kept.memberships.get().family)
    old = merged.version
    merged_by(world.desk, kept, merged)
    facts = {"first_language": "Igbo"}
    with acting_as(world.manager), pytest.raises(Stale):
        describe(case=case, person=kept, by=world.manager, version=old, **facts)
    with acting_as(world.manager), pytest.raises(Refused):
        describe(case=case, person=merged, by=world.manager, version=old, **facts)
    with acting_as(world.desk), pytest.raises(Stale):
        split(merge=Merge.objects.get(), by=world.desk, reason="No", versions=(1, 1))


def test_both_histories_stand_in_the_kept_one(world: World) -> None:
    kept, merged = pair(world)
    made = merged_by(world.desk, kept, merged)
    split_by(world.desk, made)
    verbs = Event.objects.filter(subject="cases.merge").values_list("verb", flat=True)
    assert set(verbs) == {"person.merged", "person.split"}


def test_what_is_written_of_a_merged_record_is_written_of_the_kept_one(world: World) -> None:
    kept, merged = pair(world)
    merged_by(world.desk, kept, merged)
    late = Address.objects.create(person=merged, lines="9 Late Road")
    late.refresh_from_db()
    assert late.person_id == kept.pk


def test_every_key_to_a_person_is_handled(world: World) -> None:
    """By the database's own list of keys: none is forgotten, in no app, and each has its guard."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, attname, EXISTS (SELECT FROM pg_trigger"
            " WHERE tgrelid = conrelid AND tgname = 'kept_record_' || attname)"
            " FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]"
            " WHERE contype = 'f' AND confrelid = 'cases_person'::regclass"
        )
        keys = {(table, column): guarded for table, column, guarded in cursor.fetchall()}
    beside = {model._meta.db_table for model in NOT_HANGING}
    handled = {(one.table, one.column) for one in pointers_to(Person) if not one.only}
    # A key the database does not hold: no constraint may tell that somebody is a perpetrator.
    unconstrained = {("referrals_notification", "perpetrator_id")}
    assert {key for key in keys if key[0] not in beside} | unconstrained == handled | unconstrained
    unguarded = {key for key, guarded in keys.items() if not guarded and key[0] not in beside}
    assert unguarded == {("cases_person", "merged_into_id")}
