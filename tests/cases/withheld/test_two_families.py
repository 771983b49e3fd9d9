"""Somebody of two families: what is kept from somebody is kept from them in both."""

from typing import Any

import pytest

from accounts.acting import acting_as
from audit.context import as_the_product
from audit.models import Event
from cases.actions.sharing.withholding import lift, withhold
from cases.models import Address, Case, Family, Person, Withheld
from cases.queries.people.merges import added_since
from cases.withholding.audience import Audience, withheld_from
from tests.cases.people.merging import child_of, merged_by, places_of, snapshot, split_by
from tests.cast import World, make_case, make_family

NAME = "Craig Elsewhere"


@pytest.fixture
def cases(world: World) -> tuple[Case, Case]:
    """A child written down twice: with a family of Bilston, and with one of Low Hill."""
    one, other = make_family(world, "Okafor"), make_family(world, "Okafor")
    return make_case(world, one), make_case(world, other, locality=world.low_hill)


def child(case: Case) -> Person:
    return child_of(case.family)


def mark(case: Case, by: Any, row: Address, **whom: Any) -> Withheld:
    with acting_as(by):
        made = withhold(
            case=case, by=by, kind="cases.address", row_id=row.pk, why="domestic_abuse",
            words="He waits at the bus stop", **whom,
        )  # fmt: skip
        return next(one for one in made if one.row_id == row.pk)  # of each who lives there


def home(person: Person) -> Address:
    with as_the_product():
        return Address.objects.filter(person=person).order_by("pk")[0]


def standing(family: Family, row: Address) -> list[Withheld]:
    with as_the_product():
        rows = Withheld.objects.filter(family=family, row_id=row.pk, ended_at=None)
        return list(rows.filter(kind="cases.address").select_related("person"))


def test_a_merge_has_marks_hold_in_each_family(world: World, cases: tuple[Case, Case]) -> None:
    here, there = cases
    row = home(child(there))
    mark(there, world.manager2, row, name=NAME)
    merged_by(world.desk, child(here), child(there))
    with acting_as(world.manager):
        left_out = withheld_from(here, Audience(title=NAME, name=NAME))
        assert f"cases.address:{row.pk}" in left_out.items
    [made] = standing(here.family, row)
    assert (made.name, made.why, made.words, made.set_by) == (
        NAME,
        "domestic_abuse",
        "",  # what was written of it stays with the family it was written for
        world.desk,
    )
    told = Event.objects.filter(verb="withheld.set_along", family_id=here.family_id)
    assert [event.summary for event in told] == [
        f"Address is not to be shared with {NAME}, as in another record"
    ]


def test_a_person_of_the_other_family_is_known_there_by_name(
    world: World, cases: tuple[Case, Case]
) -> None:
    here, there = cases
    mother = there.family.memberships.get(relationship="mother").person
    row = home(child(there))
    mark(there, world.manager2, row, person=mother)
    merged_by(world.desk, child(here), child(there))
    assert [(one.person, one.name) for one in standing(here.family, row)] == [(None, mother.name)]
    assert [one.person for one in standing(there.family, row)] == [mother]


def test_a_split_takes_back_what_the_merge_marked(world: World, cases: tuple[Case, Case]) -> None:
    here, there = cases
    row = home(child(there))
    mark(there, world.manager2, row, name=NAME)
    before = snapshot()
    made = merged_by(world.desk, child(here), child(there))
    split_by(world.desk, made)
    assert snapshot() == before


def test_a_mark_of_later_holds_in_each_family_until_each_lifts_it_or_a_split(
    world: World, cases: tuple[Case, Case]
) -> None:
    here, there = cases
    row = home(child(there))
    made = merged_by(world.desk, child(here), child(there))
    own = mark(here, world.manager, row, name=NAME)
    assert len(standing(there.family, row)) == 1
    with acting_as(world.manager):
        lift(case=here, by=world.manager, mark=own, reason="She agreed")
    assert standing(here.family, row) == []
    assert len(standing(there.family, row)) == 1  # whose workers were not asked
    mark(here, world.manager, row, name=NAME)
    split_by(world.desk, made)
    assert standing(here.family, row) == []  # the address is not theirs any more
    assert len(standing(there.family, row)) == 1


def test_both_families_may_mark_the_same_item(world: World, cases: tuple[Case, Case]) -> None:
    here, there = cases
    row = home(child(there))
    mark(there, world.manager2, row, name=NAME)
    merged_by(world.desk, child(here), child(there))
    mark(here, world.manager, row, name=NAME)  # was an error of the server
    assert len(standing(here.family, row)) == 1


def school_mark(case: Case, by: Any, child: Person, **whom: Any) -> Withheld:
    with acting_as(by):
        [made] = withhold(
            case=case, by=by, kind="cases.school", row_id=child.pk, why="asked", **whom
        )
    return made


def standing_school(family: Family, child: Person) -> list[Withheld]:
    with as_the_product():
        rows = Withheld.objects.filter(family=family, kind="cases.school", row_id=child.pk)
        return list(rows.filter(ended_at=None))


def test_one_address_on_both_records_is_marked_on_both(
    world: World, cases: tuple[Case, Case]
) -> None:
    """Two records of one person mostly say the same: what one hides the other would tell."""
    here, there = cases
    ours, theirs = home(child(here)), home(child(there))
    with as_the_product():
        Address.objects.filter(pk=theirs.pk).update(lines=ours.lines.upper(), postcode="")
        Address.objects.filter(pk=ours.pk).update(postcode="")
    mark(there, world.manager2, theirs, name=NAME)
    before = snapshot()
    made = merged_by(world.desk, child(here), child(there))
    for family in (here.family, there.family):
        assert [len(standing(family, row)) for row in (ours, theirs)] == [1, 1]
    split_by(world.desk, made)
    assert snapshot() == before


def test_a_family_keeps_what_it_marked_of_its_own_child_whatever_the_split_is_told(
    world: World, cases: tuple[Case, Case]
) -> None:
    """After the merge both families know the child by the kept record."""
    here, there = cases
    ours, theirs = child(here), child(there)
    made = merged_by(world.desk, ours, theirs)
    school_mark(there, world.manager2, ours, name=NAME)
    with acting_as(world.desk):
        asked = [one.label for one in added_since(made) if isinstance(one.row, Withheld)]
    assert sorted(each.rpartition(", ")[2] for each in asked) == [
        f"{case.family.name} ({case.family.reference})" for case in (here, there)
    ]
    split_by(world.desk, made, **places_of(made, "kept"))
    assert len(standing_school(there.family, theirs)) == 1
    assert standing_school(there.family, ours) == []
    assert standing_school(here.family, theirs) == []


def test_a_mark_goes_back_to_whom_its_family_keeps_it_from(
    world: World, cases: tuple[Case, Case]
) -> None:
    here, there = cases
    one, other = (
        case.family.memberships.get(relationship="mother").person for case in (here, there)
    )
    made = merged_by(world.desk, one, other)
    row = home(child(there))
    mark(there, world.manager2, row, person=one)
    split_by(world.desk, made, **places_of(made, "kept"))
    assert [each.person for each in standing(there.family, row)] == [other]


@pytest.mark.parametrize("who", ["desk", "head"])
def test_what_a_family_marks_itself_outlasts_the_split_though_the_merge_had_marked_it(
    world: World, cases: tuple[Case, Case], who: str
) -> None:
    """Also where it is marked by whoever merged them."""
    here, there = cases
    ours, theirs = child(here), child(there)
    by = getattr(world, who)
    school_mark(there, world.manager2, theirs, name=NAME)
    made = merged_by(by, ours, theirs)
    own = school_mark(here, world.head, ours, name=NAME, words="She asked us, too")
    assert (own.words, own.set_by) == ("She asked us, too", world.head)
    again = school_mark(here, world.head, ours, name=NAME, words="Twice")
    assert again.words == "She asked us, too"
    split_by(by, made, **places_of(made, "kept"))
    assert len(standing_school(here.family, ours)) == 1
    assert len(standing_school(there.family, theirs)) == 1


def test_what_was_shared_again_stays_shared_in_its_family(
    world: World, cases: tuple[Case, Case]
) -> None:
    here, there = cases
    mothers = home(there.family.memberships.get(relationship="mother").person)
    mark(there, world.manager2, home(child(there)), name=NAME)
    [marked] = standing(there.family, mothers)  # who lives at the same address
    with acting_as(world.manager2):
        lift(case=there, by=world.manager2, mark=marked, reason="He knows where she lives")
    merged_by(world.desk, child(here), child(there))
    assert standing(there.family, mothers) == []
