"""Is this person known? Candidates, verdicts and reasons in words."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.acting import acting_as, acting_as_system
from accounts.roles import Scope
from cases.actions.people.registering import (
    add_to_family,
    record_address,
    register_family,
    register_person,
)
from cases.models import Person
from referrals.matching import Candidate, Subject, Verdict, match
from referrals.matching.dates import how_near, near_dates
from referrals.matching.names import likeness
from tests.cast import World

BORN = date(2016, 3, 12)


@pytest.fixture
def amara(world: World) -> Person:
    with acting_as_system("arranging a test"):
        person = register_person(
            by=world.desk,
            kind="child",
            given_name="Amara",
            family_name="Okafor",
            date_of_birth=BORN,
            sex="F",
            nhs_number="9434765919",
        )
        record_address(person=person, by=world.desk, postcode="WV10 9AA", on=date(2020, 1, 1))
        record_address(person=person, by=world.desk, postcode="WV14 0AA", on=date(2024, 5, 1))
    return person


def found(**facts: Any) -> list[Candidate]:
    return match([Subject(key=1, **facts)])[1]


def first(**facts: Any) -> Candidate:
    return found(**facts)[0]


def test_the_same_names_and_birth_are_the_same_person(amara: Person) -> None:
    candidate = first(given="amara", family="okafor", born=BORN)
    assert candidate.person == amara
    assert candidate.verdict == Verdict.SAME
    assert candidate.reasons == ["same date of birth", "same first and last name"]


def test_a_slip_in_the_surname_and_an_old_address_are_said(amara: Person) -> None:
    candidate = first(given="amara", family="okafer", born=BORN, postcode="WV10 9AA")
    assert candidate.verdict == Verdict.SAME
    assert candidate.reasons == [
        "same date of birth",
        "surname one letter apart",
        "same first name",
        "lived at this postcode until 2024",
    ]


@pytest.mark.parametrize(
    ("born", "reason"),
    [
        (date(2016, 12, 3), "day and month of birth swapped"),
        (date(2016, 3, 13), "date of birth one digit off"),
        (date(2015, 3, 12), "date of birth one digit off"),
    ],
)
def test_a_near_date_of_birth_is_found_and_said(amara: Person, born: date, reason: str) -> None:
    candidate = first(given="amara", family="okafor", born=born)
    assert candidate.person == amara
    assert reason in candidate.reasons
    assert candidate.score <= first(given="amara", family="okafor", born=BORN).score


def test_swapped_names_are_recognised(amara: Person) -> None:
    candidate = first(given="okafor", family="amara", born=BORN, postcode="WV14 0AA")
    assert candidate.verdict == Verdict.SAME
    assert "first and last name swapped" in candidate.reasons


def test_a_number_decides_only_where_surname_or_birth_agrees(amara: Person) -> None:
    number = amara.nhs_number
    assert first(family="okafor", nhs_number=number).verdict == Verdict.SAME
    assert first(given="bo", family="chen", nhs_number=number, born=BORN).verdict == Verdict.SAME
    for candidate in found(given="bo", family="chen", nhs_number=number, born=date(2010, 1, 1)):
        assert candidate.verdict == Verdict.POSSIBLY


def test_a_twin_is_never_the_same_person(amara: Person) -> None:
    candidate = first(given="chidi", family="okafor", born=BORN, postcode="WV14 0AA")
    assert candidate.verdict == Verdict.POSSIBLY
    assert "different first name" in candidate.reasons


def test_a_parent_and_child_of_one_name_are_two(amara: Person) -> None:
    candidates = found(kind="adult", given="amara", family="okafor", born=date(1990, 1, 1))
    assert all(candidate.verdict == Verdict.POSSIBLY for candidate in candidates)


def test_a_stranger_at_the_address_is_not_a_candidate(amara: Person) -> None:
    assert found(given="bo", family="chen", born=date(2012, 2, 2), postcode="WV14 0AA") == []


def test_a_newborn_without_a_name_is_found_by_address_and_surname(world: World) -> None:
    with acting_as_system("arranging a test"):
        unborn = register_person(
            by=world.desk, kind="unborn", family_name="Okafor", expected_on=date(2026, 10, 1)
        )
        record_address(person=unborn, by=world.desk, postcode="WV14 0AA")
    candidate = first(family="okafor", born=date(2026, 9, 20), postcode="WV14 0AA")
    assert candidate.person == unborn
    assert "about the same age" in candidate.reasons


def test_a_safe_address_takes_no_part(world: World) -> None:
    with acting_as_system("arranging a test"):
        hidden = register_person(by=world.desk, kind="child", family_name="Okafor")
        record_address(person=hidden, by=world.desk, postcode="WV14 0AA", safe_address=True)
    assert found(family="okafor", postcode="WV14 0AA") == []


def test_a_number_with_a_wrong_check_digit_is_no_number(amara: Person) -> None:
    assert found(nhs_number="9434765918") == []


@pytest.mark.parametrize("written", ["", "baby", "twin 1", "baby girl"])
def test_a_newborn_whose_name_is_not_known_is_found(world: World, written: str) -> None:
    with acting_as_system("arranging a test"):
        baby = register_person(
            by=world.desk,
            kind="child",
            given_name="Zoya",
            family_name="Khan",
            date_of_birth=date(2026, 11, 2),
        )
        record_address(person=baby, by=world.desk, postcode="WV14 0AA")
    candidate = first(given=written, family="khan", born=date(2026, 11, 2), postcode="WV14 0AA")
    assert candidate.person == baby


def test_twins_are_two(world: World) -> None:
    """Both known: whoever is named is the one. Not named: neither is said to be the one."""
    with acting_as_system("arranging a test"):
        for given in ("Aaron", "Isaac"):
            twin = register_person(
                by=world.desk,
                kind="child",
                given_name=given,
                family_name="Khan",
                date_of_birth=BORN,
            )
            record_address(person=twin, by=world.desk, postcode="WV14 0AA")
    known: Any = {"family": "khan", "born": BORN, "postcode": "WV14 0AA"}
    assert first(given="isaac", **known).person.given_name == "Isaac"
    assert first(given="isaac", **known).verdict == Verdict.SAME
    assert {each.verdict for each in found(**known)} == {Verdict.POSSIBLY}
    assert {each.verdict for each in found(given="noah", **known)} == {Verdict.POSSIBLY}


def test_the_family_around_brings_a_child_of_whom_little_is_known(world: World) -> None:
    """A mother named with her baby leads to the baby, who is described by nothing else."""
    with acting_as_system("arranging a test"):
        family = register_family(name="Khan family", by=world.desk)
        described: list[dict[str, Any]] = [
            {"kind": "adult", "given_name": "Ayesha", "date_of_birth": date(1999, 4, 1)},
            {"kind": "child", "given_name": "Zoya", "date_of_birth": date(2026, 11, 2)},
        ]
        mother, baby = (
            register_person(by=world.desk, family_name="Khan", **facts) for facts in described
        )
        for person, how in ((mother, "mother"), (baby, "child")):
            add_to_family(family=family, person=person, relationship=how, by=world.desk)
    asked = [
        Subject(key=1, kind="adult", given="aisha", family="khan", born=date(1999, 4, 1)),
        Subject(key=2, family="khan", sex="F"),
    ]
    beside = match(asked)[2]
    assert [candidate.person for candidate in beside] == [baby]
    assert "somebody else in this request is likely of the same family" in beside[0].reasons
    assert baby not in [candidate.person for candidate in match(asked[1:])[2]]


@pytest.mark.parametrize("gone", ["merged", "closed"])
def test_a_merged_record_and_a_closed_identity_are_never_offered(amara: Person, gone: str) -> None:
    """Not by name, birth, address or number, nor by the family around them."""
    with acting_as_system("arranging a test"):
        other = Person.objects.create(kind="child", family_name="Other")
        facts: Any = (
            {"merged_into": other} if gone == "merged" else {"identity_closed_on": date(2026, 1, 1)}
        )
        Person.objects.filter(pk=amara.pk).update(**facts)
    ways: list[dict[str, Any]] = [
        {"given": "amara", "family": "okafor", "born": BORN},
        {"nhs_number": amara.nhs_number, "family": "okafor"},
        {"family": "okafor", "postcode": "WV14 0AA"},
    ]
    for way in ways:
        assert amara not in [candidate.person for candidate in found(**way)]


def test_a_restricted_person_is_offered_to_those_named_alone(world: World, amara: Person) -> None:
    with acting_as_system("arranging a test"):
        Person.objects.filter(pk=amara.pk).update(restricted=True)
    known: Any = {"given": "amara", "family": "okafor", "born": BORN, "postcode": "WV14 0AA"}
    assert first(**known).person == amara  # the product itself, which passes the request on
    with acting_as(world.desk):
        assert found(**known) == []
    with acting_as_system("matching", Scope.ALL):
        assert found(**known) == []


def test_nothing_known_matches_nobody(amara: Person) -> None:
    assert found() == []


def test_as_many_queries_for_six_as_for_one(amara: Person) -> None:
    one = [Subject(key=1, given="amara", family="okafor", born=BORN, postcode="WV14 0AA")]
    six = [
        Subject(key=n, given=f"amara{n}", family="okafor", born=BORN, postcode="WV14 0AA")
        for n in range(6)
    ]
    counts = []
    for subjects in (one, six):
        with CaptureQueriesContext(connection) as queries:
            match(subjects)
        counts.append(len(queries))
    assert counts == [5, 5]


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("okafor", "okafor", "same"),
        ("okafor", "okafro", "slip"),
        ("ali", "alo", "different"),
        ("khan begum", "begum", "part"),
        ("alex", "alexander", "short"),
        ("mary jane", "liz mary", "part"),
        ("mohammed", "mohamad", "short"),
        ("kowalski", "kowalska", "slip"),
        ("wisniewska", "wisniewscy", "alike"),
        ("smith", "jones", "different"),
        ("", "jones", ""),
    ],
)
def test_likeness_of_names(one: str, other: str, how: str) -> None:
    assert likeness(one, other) == how


def test_near_dates_are_real_dates_and_found_both_ways() -> None:
    assert date(2016, 12, 3) in near_dates(BORN)
    assert all(how_near(day, BORN) != "different" for day in near_dates(BORN))
    assert BORN in near_dates(BORN)
