"""A former identity is there for the people cleared, and nothing leads from it or to it."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.acting import acting_as
from accounts.models import User
from audit.models import Change, Event, Look
from audit.refusal import Refused
from cases.actions.people.changing_identity import (
    LAST_ONE,
    NOBODY_CLEARED,
    NOT_YOU,
    clear,
    close_identity,
    end_clearance,
)
from cases.actions.people.registering import (
    add_to_family,
    record_address,
    register_family,
    register_person,
)
from cases.looking import read
from cases.models import (
    Case,
    ClosedIdentity,
    Membership,
    Need,
    Parentage,
    Person,
)
from cases.pointing import pointers_to
from cases.queries.people.find import find
from tests.cases.helpers import sent
from tests.cases.people.merging import child_of, closing, merged_by
from tests.cast import World, make_case, make_family
from tests.referrals.requests import make_request

NHS, UPN = "9434765919", "B801200005001"


@pytest.fixture
def former(world: World) -> Person:
    """A child under the name they had, with all that can be found of somebody."""
    family = make_family(world, "Okafor")
    case = make_case(world, family)
    child = child_of(family)
    Person.objects.filter(pk=child.pk).update(
        given_name="Formername", given_key="formername", nhs_number=NHS, upn=UPN
    )
    mother = family.memberships.get(relationship="mother").person
    Parentage.objects.create(child=child, parent=mother)
    Need.objects.create(
        case=case, person=child, kind="housing", words="Formerneed", seen_on=case.opened_on
    )
    return Person.objects.get(pk=child.pk)


@pytest.fixture
def now(world: World) -> Person:
    """The same child under another name, in another family, as somebody new."""
    family = register_family(name="Nowak family", by=None)
    child = register_person(
        by=None, kind="child", given_name="Newname", family_name="Nowak", sex="M",
        date_of_birth=date(2015, 3, 2),
    )  # fmt: skip
    add_to_family(family=family, person=child, relationship="child", by=None)
    record_address(person=child, by=None, lines="7 New Street", postcode="WV10 9AA")
    make_case(world, family, locality=world.low_hill)
    return child


@pytest.fixture
def closed(world: World, former: Person) -> ClosedIdentity:
    return closing(world, former)


def others(world: World) -> list[tuple[str, User]]:
    return [(who, user) for who, user in world.people.items() if who != "head"]


def case_of(person: Person) -> Case:
    return Case.objects.get(family__memberships__person=person)


def test_nobody_but_the_cleared_sees_the_person_or_what_hangs_from_them(
    world: World, closed: ClosedIdentity
) -> None:
    number = closed.person_id
    for who, user in [*others(world), ("head", world.head)]:
        with acting_as(user):
            seen = {
                pointer.table for pointer in pointers_to(Person) if pointer.rows(number).exists()
            }
            there = Person.objects.filter(pk=number).exists()
            listed = Person.objects.visible_to(user).filter(pk=number).exists()
        assert (there, listed) == ((who == "head"),) * 2, who
        assert bool(seen) == (who == "head"), (who, seen)


def test_both_walls_stand_by_themselves(world: World, closed: ClosedIdentity) -> None:
    """Read with the product's sight, the first wall alone still hides them."""
    seen = {who for who, user in world.people.items()
            if Person.objects.visible_to(user).filter(pk=closed.person_id).exists()}  # fmt: skip
    assert seen == {"head"}


def test_before_it_was_closed_they_were_there(world: World, former: Person) -> None:
    """The anti-test: what the tests here look for is found while nothing is closed."""
    with acting_as(world.desk):
        assert find(world.desk, read("formername okafor")).families
        assert find(world.desk, read(NHS)).families
    assert "Formername" in pages_of(world.manager, case_of(former))


@pytest.mark.parametrize("typed", ["formername okafor", NHS, UPN, "formername 2/3/2015"])
def test_no_search_finds_them(world: World, closed: ClosedIdentity, typed: str) -> None:
    for who, user in others(world):
        with acting_as(user):
            assert not find(user, read(typed)).families, who


def test_the_family_page_tree_and_history_do_not_name_them(
    world: World, closed: ClosedIdentity
) -> None:
    case = case_of(closed.person)
    shown = pages_of(world.manager, case)
    assert "Formername" not in shown
    assert "Formerneed" not in shown
    assert "Child2" in shown


def pages_of(user: User, case: Case) -> str:
    client = Client()
    client.force_login(user)
    names = ["case", "case-people", "case-plan"]
    return " ".join(client.get(reverse(n, args=[case.reference])).content.decode() for n in names)


def test_is_anyone_helping_does_not_know_either_by_the_other(
    world: World, former: Person, now: Person
) -> None:
    asked = ("formername", "okafor", date(2015, 3, 2), "WV14 0AA", "", "")
    by_number = ("", "okafor", date(2015, 3, 2), "", NHS, "")
    assert helping(world, asked)
    assert helping(world, by_number)
    closing(world, former)
    assert not helping(world, asked)
    assert not helping(world, by_number)
    assert helping(world, ("newname", "nowak", date(2015, 3, 2), "WV10 9AA", "", ""))


def helping(world: World, asked: tuple[Any, ...]) -> bool:
    with acting_as(world.practitioner2), connection.cursor() as cursor:
        cursor.execute(
            "SELECT helping FROM is_anyone_helping(%s, %s, %s, %s, %s, %s, 'safeguarding', 'why')",
            asked,
        )
        return bool(cursor.fetchone()[0])


def test_they_are_never_merged_with_anybody(
    world: World, closed: ClosedIdentity, now: Person
) -> None:
    for user in (world.head, world.desk):
        for kept, merged in ((now, closed.person), (closed.person, now)):
            with pytest.raises(Refused):
                merged_by(user, kept, merged)
    client = Client()
    client.force_login(world.head)
    for pair in ((now.pk, closed.person_id), (closed.person_id, now.pk)):
        assert client.get(reverse("person-merge", args=pair)).status_code == 404


def test_a_number_that_went_along_tells_nothing(world: World, closed: ClosedIdentity) -> None:
    """The new record may carry the same UPN; nobody is told that somebody else has it."""
    made = register_person(by=None, kind="child", given_name="Newname", upn=UPN, nhs_number=NHS)
    assert Person.objects.filter(upn=UPN).count() == 2
    assert made.identity_closed_on is None


def test_nothing_stored_links_the_two(world: World, former: Person, now: Person) -> None:
    """No row anywhere names both, nor came to name either, when the former one was closed."""
    before = {
        one: set(one.rows(now.pk).values_list("pk", flat=True)) for one in pointers_to(Person)
    }
    closed = closing(world, former)
    after = {one: set(one.rows(now.pk).values_list("pk", flat=True)) for one in pointers_to(Person)}
    assert before == after
    assert closed.person_id == former.pk
    event = Event.objects.get(verb="identity.closed")
    assert (event.family_id, event.case_id) == (None, None)
    assert "Formername" not in f"{event.summary} {event.reason} {event.details}"


def hanging(person: Person) -> dict[Any, set[int]]:
    return {
        one: set(one.rows(person.pk).values_list("pk", flat=True)) for one in pointers_to(Person)
    }


def test_the_history_of_the_family_does_not_say_so(world: World, closed: ClosedIdentity) -> None:
    """What was written is of the person alone, and so there for whoever sees the person."""
    rows = Change.objects.filter(table__in=["cases_closedidentity", "cases_cleared"])
    found = set(rows.values_list("table", "case_id", "family_id", "person_id"))
    assert found == {
        ("cases_closedidentity", None, None, closed.person_id),
        ("cases_cleared", None, None, None),
    }
    assert not Event.objects.filter(verb="identity.closed", family_id__isnull=False).exists()


def test_a_request_that_described_them_describes_nobody(world: World, former: Person) -> None:
    request = make_request()
    request.people.update(person=former)
    closing(world, former)
    with acting_as(world.desk):
        assert not request.people.exists()


def test_who_may_and_what_is_asked(world: World, former: Person) -> None:
    with acting_as(world.desk), pytest.raises(Refused) as refused:
        close_identity(
            person=former, by=world.desk, why="adopted", reason="x", cleared=[world.head]
        )
    assert refused.value.reasons == [NOT_YOU]
    with acting_as(world.head), pytest.raises(Refused) as refused:
        close_identity(person=former, by=world.head, why="adopted", reason="x", cleared=[])
    assert refused.value.reasons == [NOBODY_CLEARED]


def test_clearing_and_its_end_count_at_once(world: World, closed: ClosedIdentity) -> None:
    with acting_as(world.head):
        row = clear(closed=closed, user=world.manager, by=world.head)
    with acting_as(world.manager):
        assert Person.objects.filter(pk=closed.person_id).exists()
    with acting_as(world.head):
        end_clearance(closed=closed, row=row, by=world.head)
    with acting_as(world.manager):
        assert not Person.objects.filter(pk=closed.person_id).exists()
    with acting_as(world.head), pytest.raises(Refused) as refused:
        end_clearance(closed=closed, row=closed.cleared.get(user=world.head), by=world.head)
    assert refused.value.reasons == [LAST_ONE]


def test_the_pages(world: World, former: Person) -> None:
    client = Client()
    client.force_login(world.head)
    case = case_of(former)
    page = reverse("case-identity-close", args=[case.reference, former.pk])
    assert client.get(page).status_code == 200
    typed = {"why": "protected", "reason": "Police advice", "cleared": [world.head.pk]}
    assert client.post(page, sent(**typed)).status_code == 302
    closed = ClosedIdentity.objects.get()
    assert Membership.objects.filter(person=former, to_date__isnull=True).count() == 0
    at = reverse("identity", args=[closed.pk])
    shown = client.get(at).content.decode()
    assert "Formername" in shown
    assert Look.objects.filter(what=f"Former identity, record {closed.pk}").exists()
    assert at in client.get(reverse("case-access", args=[case.reference])).content.decode()
    adding = reverse("identity-clear", args=[closed.pk])
    assert client.get(adding).status_code == 200
    assert client.post(adding, sent(user=world.manager.pk)).status_code == 302
    row = closed.cleared.get(user=world.manager)
    off = reverse("identity-unclear", args=[closed.pk, row.pk])
    assert client.get(off).status_code == 200
    assert client.post(off, sent()).status_code == 302


def test_the_pages_are_not_there_for_others(world: World, closed: ClosedIdentity) -> None:
    row = closed.cleared.get()
    for _who, user in others(world):
        client = Client()
        client.force_login(user)
        for at in (
            reverse("identity", args=[closed.pk]),
            reverse("identity-clear", args=[closed.pk]),
            reverse("identity-unclear", args=[closed.pk, row.pk]),
        ):
            assert client.get(at).status_code == 404
