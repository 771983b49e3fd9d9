"""Writing down who people are: what is kept, what is refused, what the history says."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.acting import acting_as
from audit.models import Event, Stale
from audit.refusal import Refused
from cases.actions.people.describing import add_person, describe, record_birth
from cases.actions.people.placing import leave, place
from cases.models import Case, CaseChild, Couple, Membership, Parentage, Person
from cases.numbers import read_nhs_number, read_upn
from tests.cases.helpers import fresh
from tests.cases.page.arranging import add_member, children_of, mother_of
from tests.cast import World, make_case, make_family

NHS, UPN = "9434765919", "B801200005001"


def change(
    case: Case, world: World, person: Person, who: str = "practitioner", **facts: Any
) -> Person:
    with acting_as(world.people[who]):
        facts.setdefault("version", person.version)
        return describe(case=case, person=person, by=world.people[who], **facts)


def test_a_change_is_kept_and_told_in_words(world: World, led: Case) -> None:
    child = children_of(led)[0]
    change(led, world, child, sex="F", disabilities=["AUT", "LD"], school=world.school_agency)
    now = Person.objects.get(pk=child.pk)
    assert (now.sex, now.disabilities, now.version) == ("F", ["AUT", "LD"], 2)
    event = Event.objects.get(verb="person.changed")
    assert (event.case_id, event.family_id) == (led.pk, led.family_id)
    assert event.details["person"] == child.pk
    assert ["Sex", "Male", "Female"] in event.details["changes"]
    assert ["School", "", "Hawthorn Primary School"] in event.details["changes"]


def test_nothing_changed_is_nothing_written(world: World, led: Case) -> None:
    child = children_of(led)[0]
    change(led, world, child, sex="M")
    assert Person.objects.get(pk=child.pk).version == 1
    assert not Event.objects.filter(verb="person.changed").exists()


def test_the_names_used_for_searching_follow(world: World, led: Case) -> None:
    child = children_of(led)[0]
    change(led, world, child, given_name="Zoë", family_name="O’Neill-Łoś")
    now = Person.objects.get(pk=child.pk)
    assert (now.given_key, now.family_key) == ("zoe", "oneill los")


def test_two_who_change_the_same_person_do_not_overwrite(world: World, led: Case) -> None:
    child = children_of(led)[0]
    change(led, world, child, known_as="Bo")
    with pytest.raises(Stale):
        change(led, world, child, known_as="Bobby", version=1)
    assert Person.objects.get(pk=child.pk).known_as == "Bo"


@pytest.mark.parametrize("who", ["desk", "social_worker", "practitioner2", "school", "analyst"])
def test_only_those_who_work_with_the_family_may(world: World, led: Case, who: str) -> None:
    with pytest.raises((Refused, Case.DoesNotExist)):
        change(led, world, children_of(led)[0], who=who, known_as="Bo")


def test_somebody_of_another_family_cannot_be_changed_through_this_case(
    world: World, led: Case
) -> None:
    stranger = mother_of(make_case(world, make_family(world, "Quist")))
    with pytest.raises(Refused, match="not of this family"):
        change(led, world, stranger, known_as="Bo")


def test_a_closed_case_is_not_changed(world: World, led: Case) -> None:
    from cases.actions.endings.closing import close_case

    child = children_of(led)[0]
    with acting_as(world.manager):
        close_case(
            case=led, by=world.manager, reason="not_contactable", outcomes={}, summary="Moved",
            risk_check="None",
        )  # fmt: skip
    with pytest.raises(Refused, match="closed"):
        change(led, world, child, who="manager", known_as="Bo")


def test_a_number_is_one_persons(world: World, led: Case) -> None:
    one, other = children_of(led)
    change(led, world, one, nhs_number=NHS, upn=UPN)
    with pytest.raises(Refused, match="NHS number is already") as refused:
        change(led, world, other, nhs_number=NHS)
    with pytest.raises(Refused, match="UPN is already"):
        change(led, world, other, upn=UPN)
    assert one.name not in str(refused.value)


def test_nobody_dies_before_they_are_born(world: World, led: Case) -> None:
    with pytest.raises(Refused, match="before the date of birth"):
        change(led, world, children_of(led)[0], died_on=date(2001, 1, 1))


def test_the_unborn_child_becomes_the_same_person(world: World, led: Case) -> None:
    unborn = add_member(led, world, "", "child", kind="unborn", expected_on=timezone.localdate())
    with acting_as(world.practitioner):
        born = record_birth(
            case=led, person=unborn, by=world.practitioner, version=1, given_name="Ada",
            family_name="Nowak", born_on=timezone.localdate(), sex="F",
        )  # fmt: skip
        assert born.pk == unborn.pk
        assert (born.kind, born.name) == ("child", "Ada Nowak")
        assert born.expected_on == timezone.localdate()
        assert Event.objects.get(verb="person.born").subject_id == unborn.pk
        with pytest.raises(Refused, match="recorded already"):
            record_birth(
                case=led, person=unborn, by=world.practitioner, version=2, given_name="Bo",
                family_name="", born_on=timezone.localdate(), sex="M",
            )  # fmt: skip


def test_somebody_new_belongs_and_the_case_is_about_them(world: World, led: Case) -> None:
    mother = mother_of(led)
    with acting_as(world.practitioner):
        added = add_person(
            case=led, by=world.practitioner, kind="child", relationship="child", household=2,
            concerned=True, parents=[mother], given_name="Ola", family_name="Nowak",
        )  # fmt: skip
    assert Membership.objects.get(person=added).household == 2
    assert CaseChild.objects.filter(case=led, person=added).exists()
    assert Parentage.objects.get(child=added).parent == mother
    with acting_as(world.practitioner), pytest.raises(Refused, match="at least one name"):
        add_person(case=led, by=world.practitioner, kind="adult", relationship="father")


def test_place_in_the_family(world: World, led: Case) -> None:
    mother, (one, other) = mother_of(led), children_of(led)
    father = add_member(led, world, "Emeka", "other")
    family_version = fresh(led, world).family.version
    with acting_as(world.practitioner):
        place(
            case=led, person=father, by=world.practitioner, version=family_version,
            relationship="father", household=2, parents={}, partner=mother, state="divorced",
        )  # fmt: skip
        place(
            case=led, person=one, by=world.practitioner, version=family_version + 1,
            relationship="child", household=1, parents={mother.pk: "birth", father.pk: "step"},
        )  # fmt: skip
        with pytest.raises(Stale):
            place(
                case=led, person=other, by=world.practitioner, version=family_version,
                relationship="child", household=1, parents={},
            )  # fmt: skip
        with pytest.raises(Refused, match="own parent"):
            place(
                case=led, person=one, by=world.practitioner, version=family_version + 2,
                relationship="child", household=1, parents={one.pk: "birth"},
            )  # fmt: skip
    assert Membership.objects.get(person=father).relationship == "father"
    assert Couple.objects.get().state == "divorced"
    kinds = dict(Parentage.objects.filter(child=one).values_list("parent_id", "kind"))
    assert kinds == {mother.pk: "birth", father.pk: "step"}


def test_leaving_the_family(world: World, led: Case) -> None:
    father = add_member(led, world, "Emeka", "father")
    with acting_as(world.practitioner):
        leave(case=led, person=father, by=world.practitioner, reason="Moved to Lagos")
        assert Membership.objects.get(person=father).to_date == timezone.localdate()
        with pytest.raises(Refused, match="left the family already"):
            leave(case=led, person=father, by=world.practitioner, reason="Again")
        with pytest.raises(Refused, match="at least one child"):
            leave(case=led, person=children_of(led)[0], by=world.practitioner, reason="No")
        with pytest.raises(Refused, match="before they joined"):
            leave(
                case=led, person=mother_of(led), by=world.practitioner, reason="Early",
                on=timezone.localdate() - timedelta(days=9),
            )  # fmt: skip


def test_numbers_by_their_check_digits() -> None:
    assert read_nhs_number("943 476 5919") == NHS
    assert read_upn(" b801200005001 ") == UPN
    temporary = "M80120000500A"
    assert read_upn(temporary) == temporary
    for wrong in ("9434765918", "943", "abcdefghij", ""):
        with pytest.raises(ValueError, match="Check the NHS number"):
            read_nhs_number(wrong)
    for wrong in ("A801200005001", "B80120000500", "B8012000X5001", "Ü801200005001", ""):
        with pytest.raises(ValueError, match="Check the UPN"):
            read_upn(wrong)
