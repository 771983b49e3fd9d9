"""The parts the demonstration is made of."""

from datetime import date
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.gb import nhs, upn

from accounts.acting import acting_as_system
from assessments.factors import FACTORS, NONE
from audit.models import OneTimeKey
from cases.models import NeedOutcome, Person
from earlyhelp.demo.chance import Chance
from earlyhelp.demo.days import Workdays
from earlyhelp.demo.kin import births
from earlyhelp.demo.name_lists import PEOPLES, STRANGERS
from earlyhelp.demo.names import any_people, name_family
from earlyhelp.demo.numbers import nhs_numbers, upns
from earlyhelp.demo.past.closings import _adding_up
from earlyhelp.demo.past.families import PlannedFamily, Way
from earlyhelp.demo.present.ending import reach
from earlyhelp.demo.rows import Rows
from earlyhelp.demo.shares import apportion
from earlyhelp.demo.themes import THEMES, factors_of
from localities.calendar import add_working_days, is_working_day


def test_numbers_have_their_check_digits_and_are_nobodys() -> None:
    for number in islice(nhs_numbers(), 500):
        assert nhs.is_valid(number)
        assert number.startswith("999")
    for number in islice(upns(), 500):
        assert upn.is_valid(number)
        assert number[4:8] == "0000", "no school has this number"


def test_strangers_bear_names_that_nobody_on_record_has() -> None:
    on_record = {surname for people in PEOPLES for surname in people.surnames}
    assert not on_record & {surname for people in STRANGERS for surname in people.surnames}


@given(st.integers(0, 10_000))
def test_brothers_and_sisters_have_names_of_their_own(seed: int) -> None:
    chance = Chance(seed)
    naming = name_family(chance, any_people(chance))
    taken: set[str] = set()
    names = [naming.child(chance, "FM"[number % 2], taken) for number in range(6)]
    assert len({given for given, _ in names}) == 6
    assert all(all(name) for name in [*names, naming.mother, naming.father])


@given(st.integers(0, 10_000), st.integers(1, 5), st.floats(15.5, 17.0))
def test_children_are_born_before_and_stay_under_age(
    seed: int, how_many: int, latest: float
) -> None:
    on = date(2017, 6, 1)
    days = births(Chance(seed), how_many, on, latest_age=latest)
    assert len(set(days)) == how_many
    assert days == sorted(days)
    assert all(0 < (on - day).days <= latest * 365.25 for day in days)


@given(st.integers(0, 9_999), st.dictionaries(st.text(min_size=1), st.floats(0.1, 50), min_size=1))
def test_shares_add_up(total: int, weights: dict[str, float]) -> None:
    parts = apportion(total, weights)
    assert sum(parts.values()) == total
    whole = sum(weights.values())
    assert all(abs(parts[key] - total * weight / whole) < 1 for key, weight in weights.items())


def test_families_are_taken_until_their_children_add_up() -> None:
    families = [PlannedFamily("x", Way.OTHER, size) for size in (3, 2, 5, 1, 1, 1)]
    assert [family.children for family in _adding_up(families, 7)] == [3, 2, 1, 1]
    with pytest.raises(ValueError, match="1 children too few"):
        _adding_up(families[:2], 6)


@given(st.dates(date(2018, 1, 1), date(2018, 12, 1)), st.integers(0, 40))
def test_working_days_agree_with_the_calendar(day: date, count: int) -> None:
    days = Workdays(date(2017, 6, 1), date(2019, 6, 1))
    assert days.add(day, count) == add_working_days(day, count, frozenset())
    assert is_working_day(days.within(Chance(count), day, add_working_days(day, 9, frozenset())))


@pytest.mark.django_db
def test_rows_keep_what_they_are_given() -> None:
    rows = Rows(Person)
    words = 'Ó "quoted", {braces} \\ and\na new line'
    number = rows.add(
        kind="child", given_name=words, family_name="Łoś", disabilities=["AUT", "LD"], sex="F"
    )
    other = rows.add(kind="unborn", expected_on=date(2027, 1, 31))
    with acting_as_system("demonstration"):
        rows.write()
        found, unborn = Person.objects.get(pk=number), Person.objects.get(pk=other)
    assert (found.given_name, found.disabilities, found.version) == (words, ["AUT", "LD"], 1)
    assert found.family_key == "los"
    assert (unborn.given_name, unborn.expected_on) == ("", date(2027, 1, 31))


@pytest.mark.django_db
def test_rows_refuse_a_column_that_is_not_there() -> None:
    rows = Rows(Person)
    rows.add(kind="child", shoe_size=4)
    with pytest.raises(KeyError, match="no column shoe_size"):
        rows.write()


def test_rows_without_numbers_of_their_own() -> None:
    assert Rows(OneTimeKey).add(key="x") == 0


@pytest.mark.parametrize(
    ("outcome", "reached", "found"),
    [
        ("met", None, date(2026, 5, 1)),
        ("met", date(2026, 4, 1), date(2026, 4, 1)),
        ("met", date(2026, 6, 1), date(2026, 5, 1)),
        ("not_met", date(2026, 4, 1), None),
        ("partly", date(2026, 4, 1), date(2026, 4, 1)),
        ("partly", date(2026, 6, 1), None),
        ("partly", None, None),
    ],
)
def test_a_goal_is_reached_where_its_need_was_met(
    outcome: str, reached: date | None, found: date | None
) -> None:
    goal = {"need_id": 1, "reached_on": reached}
    reach([goal], {1: NeedOutcome.Outcome(outcome)}, date(2026, 5, 1))
    assert goal["reached_on"] == found


def test_an_assessment_that_finds_no_factor_says_so() -> None:
    """“None of these” stands alone."""
    found = [factors_of([theme]) for theme in THEMES] + [factors_of(THEMES)]
    assert [NONE] in found
    assert all(codes == [NONE] or NONE not in codes for codes in found)
    assert all(codes and set(codes) <= set(FACTORS) for codes in found)
