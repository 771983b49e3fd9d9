"""Is this person known? Candidates, verdicts and reasons in words."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.acting import acting_as_system
from cases.actions.registering import record_address, register_person
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
def test_a_near_date_of_birth_is_possible_and_no_more(
    amara: Person, born: date, reason: str
) -> None:
    candidate = first(given="amara", family="okafor", born=born)
    assert candidate.verdict == Verdict.POSSIBLY
    assert reason in candidate.reasons


def test_swapped_names_are_recognised(amara: Person) -> None:
    candidate = first(given="okafor", family="amara", born=BORN)
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
    assert counts == [2, 2]


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("okafor", "okafor", "same"),
        ("okafor", "okafro", "slip"),
        ("ali", "alo", "different"),
        ("khan begum", "begum", "part"),
        ("alex", "alexander", "part"),
        ("mohammed", "mohamad", "alike"),
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
