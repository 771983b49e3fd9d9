"""Writing down contacts with a family."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as
from audit.refusal import Refused
from cases.actions.contacting import record_contact
from cases.actions.sharing.agreeing import record_agreement
from cases.models import Case, CaseChild, Contact, Person, SharingBasis, TafMember
from cases.queries.at_a_contact import last_spoken_with
from tests.cases.helpers import fresh, open_keys
from tests.cases.page.arranging import add_member, mother_of
from tests.cast import World, make_case, make_family


def add(case: Case, by: Any, **facts: Any) -> Contact:
    facts = {"kind": "home_visit", "text": "Everybody was at home."} | facts
    with acting_as(by):
        return record_contact(case=case, by=by, **facts)


def children(case: Case) -> list[Person]:
    return list(Person.objects.filter(case_children__case=case).order_by("pk"))


def test_the_first_contact_stamps_the_case_and_ends_its_clock(world: World, led: Case) -> None:
    assert "first_contact" in open_keys(led)
    one, two = children(led)
    contact = add(led, world.practitioner, children_seen=[one, two], alone=[two])
    now = fresh(led, world)
    assert now.family_contacted_on == now.last_contact_on == timezone.localdate()
    assert "first_contact" not in open_keys(led)
    assert {s.person_id: s.alone for s in contact.sightings.all()} == {one.pk: False, two.pk: True}


@pytest.mark.parametrize("facts", [{"no_access": True}, {"kind": "professional"}, {"kind": "note"}])
def test_what_does_not_reach_the_family_moves_nothing(
    world: World, led: Case, facts: dict[str, Any]
) -> None:
    add(led, world.practitioner, **facts)
    now = fresh(led, world)
    assert now.family_contacted_on is None
    assert now.last_contact_on is None
    assert "first_contact" in open_keys(led)


def test_a_late_entry_is_marked_and_does_not_take_the_last_contact_back(
    world: World, led: Case
) -> None:
    add(led, world.practitioner)
    earlier = timezone.now() - timedelta(days=3)
    contact = add(led, world.practitioner, happened_at=earlier)
    now = fresh(led, world)
    assert contact.is_late_entry
    assert now.last_contact_on == timezone.localdate()
    assert now.family_contacted_on == timezone.localdate(earlier)


def test_a_contact_before_the_request_is_kept_but_starts_no_clock(world: World, led: Case) -> None:
    long_ago = timezone.now() - timedelta(days=4000)
    add(led, world.practitioner, happened_at=long_ago)
    now = fresh(led, world)
    assert now.family_contacted_on is None
    assert "first_contact" in open_keys(led)


@pytest.mark.parametrize(
    ("how", "reaches"), [("in_person", True), ("by_phone", True), ("in_writing", False)]
)
def test_whoever_agrees_by_word_of_mouth_was_reached(
    world: World, led: Case, how: str, reaches: bool
) -> None:
    with acting_as(world.practitioner):
        record_agreement(case=led, by=world.practitioner, how=how, person=mother_of(led))
    now = fresh(led, world)
    assert now.family_contacted_on == (timezone.localdate() if reaches else None)
    assert ("first_contact" in open_keys(led)) is not reaches


def test_what_contradicts_itself_is_refused(world: World, led: Case) -> None:
    child = children(led)[0]
    tomorrow = timezone.now() + timedelta(days=1)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"no_access": True, "children_seen": [child]}, "nobody was seen"),
        ({"happened_at": tomorrow}, "before it has happened"),
        ({"text": " "}, "what happened"),
        ({"kind": "oversight"}, "by a manager"),
    ]
    for facts, reason in cases:
        with pytest.raises(Refused, match=reason):
            add(led, world.practitioner, **facts)
    assert not Contact.objects.exists()


def test_a_child_of_another_case_was_not_seen_here(world: World, led: Case, waiting: Case) -> None:
    with pytest.raises(Refused, match="not a child of this case"):
        add(led, world.practitioner, children_seen=children(waiting))


def test_a_manager_writes_oversight(world: World, led: Case) -> None:
    contact = add(led, world.manager, kind="oversight", text="Seen in supervision.")
    assert contact.kind == "oversight"


def test_a_partner_of_the_taf_adds_what_they_saw(world: World, led: Case) -> None:
    today = timezone.localdate()
    SharingBasis.objects.create(
        family=led.family, agency=world.school_agency, what="The plan", from_date=today
    )
    TafMember.objects.create(
        case=led, family=led.family, user=world.school, name="Sam School", joined_on=today
    )
    add(led, world.school, kind="school", text="Ate well at lunch.")
    assert fresh(led, world).last_contact_on == today


@pytest.mark.parametrize("who", ["practitioner2", "desk", "school"])
def test_others_add_nothing(world: World, led: Case, who: str) -> None:
    user = world.people[who]
    with acting_as(world.head), pytest.raises(Refused):
        record_contact(case=led, by=user, kind="note", text="A note.")


def test_nobody_is_asked_whether_they_saw_a_child_who_died_or_is_not_born(
    world: World, led: Case, client: Client
) -> None:
    one, two = children(led)
    baby = add_member(led, world, "", "child", kind="unborn")
    with acting_as(world.manager):
        CaseChild.objects.create(case=led, person=baby, joined_on=timezone.localdate())
        Person.objects.filter(pk=two.pk).update(died_on=timezone.localdate())
    client.force_login(world.practitioner)
    page = client.get(reverse("case-add-contact", args=[led.reference])).content.decode()
    asked = set(re.findall(r'name="children_seen"[^>]*value="(\d+)"', page))
    asked |= set(re.findall(r'value="(\d+)"[^>]*name="children_seen"', page))
    assert asked == {str(one.pk)}


def test_a_contact_says_which_adults_were_spoken_with(world: World, led: Case) -> None:
    mother = mother_of(led)
    uncle = add_member(led, world, "Emeka", "relative")
    contact = add(led, world.practitioner, adults_spoken_with=[mother])
    assert [row.person for row in contact.conversations.all()] == [mother]
    with acting_as(world.practitioner):
        assert last_spoken_with(led.pk) == {mother.pk: timezone.localdate()}
    assert uncle.pk not in {row.person_id for row in contact.conversations.all()}


def test_who_cannot_have_been_spoken_with_is_refused(world: World, led: Case) -> None:
    stranger = mother_of(make_case(world, make_family(world, "Quist")))
    facts: list[tuple[dict[str, Any], str]] = [
        ({"adults_spoken_with": [stranger]}, "not an adult of this family"),
        ({"adults_spoken_with": [children(led)[0]]}, "not an adult of this family"),
        ({"adults_spoken_with": [mother_of(led)], "no_access": True}, "spoke with an adult"),
    ]
    for typed, why in facts:
        with pytest.raises(Refused, match=why):
            add(led, world.practitioner, **typed)
    assert not Contact.objects.exists()


def test_the_form_asks_of_adults_who_are_in_the_family_now(
    world: World, led: Case, client: Client
) -> None:
    mother = mother_of(led)
    dead = add_member(led, world, "Obi", "grandparent", died_on=timezone.localdate())
    client.force_login(world.practitioner)
    address = reverse("case-add-contact", args=[led.reference])
    text = client.get(address).text
    assert f"{mother.name} (mother)" in text
    assert dead.name not in text
    now = timezone.localtime()
    typed = {
        "kind": "phone", "text": "She rang.", "adults_spoken_with": [mother.pk],
        "happened_on_day": now.day, "happened_on_month": now.month, "happened_on_year": now.year,
        "happened_time": f"{now:%H:%M}", "one_time_key": key_in(text),
    }  # fmt: skip
    assert client.post(address, typed | {"no_access": "on"}).status_code == 200
    assert client.post(address, typed).status_code == 302
    assert [row.person for row in Contact.objects.get().conversations.all()] == [mother]


def key_in(text: str) -> str:
    found = re.search(r'name="one_time_key" value="([^"]+)"', text)
    assert found
    return found[1]
