"""Working days and the office clock."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from localities.calendar import add_working_days, due_date, due_moment, is_working_day
from localities.models import Authority, Timescale

NONE: frozenset[date] = frozenset()
DAYS = st.dates(date(2016, 1, 1), date(2030, 12, 31))
OFFICE = Authority(opens_at="09:00", closes_at="17:00")


def test_christmas_and_new_year_are_not_working_days() -> None:
    assert add_working_days(date(2026, 12, 22), 10, NONE) == date(2027, 1, 8)


def test_the_councils_own_closure_is_skipped() -> None:
    assert add_working_days(date(2026, 11, 2), 1, frozenset({date(2026, 11, 3)})) == date(
        2026, 11, 4
    )


@given(DAYS, st.integers(0, 60))
def test_a_working_day_is_what_comes_out_and_the_count_is_right(day: date, count: int) -> None:
    end = add_working_days(day, count, NONE)
    assert is_working_day(end)
    start = add_working_days(day, 0, NONE)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(map(is_working_day, between)) == count


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-03 14:10", "2026-11-04 14:10"),  # Tuesday afternoon
        ("2026-11-06 14:10", "2026-11-09 14:10"),  # Friday: Monday
        ("2026-11-07 11:00", "2026-11-10 09:00"),  # Saturday counts from Monday's opening
        ("2026-11-03 18:30", "2026-11-05 09:00"),  # after closing: from tomorrow's opening
        ("2026-11-03 07:30", "2026-11-04 09:00"),  # before opening
        ("2026-10-23 16:00", "2026-10-26 16:00"),  # over the end of summer time
    ],
)
def test_one_working_day_on_the_office_clock(received: str, due: str) -> None:
    moment = due_moment(_at(received), 1, OFFICE, NONE)
    assert timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") == due


@settings(max_examples=200)
@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001
def test_the_clock_always_ends_in_office_hours_after_the_request(received: datetime) -> None:
    aware = timezone.make_aware(received)
    due = timezone.localtime(due_moment(aware, 1, OFFICE, NONE))
    assert is_working_day(due.date())
    assert 9 <= due.hour < 17
    assert due > aware


def test_weeks_that_end_on_a_day_off_end_on_the_next_working_day() -> None:
    six_weeks = Timescale(length=6, unit=Timescale.Unit.WEEKS)
    assert due_date(six_weeks, date(2026, 11, 16), NONE) == date(2026, 12, 29)


def test_two_timescales_of_a_key_never_overlap(db: Any) -> None:
    from django.db import IntegrityError

    facts: dict[str, Any] = {
        "key": "k",
        "due": "d",
        "because": "b",
        "length": 1,
        "owner": "desk",
        "starts_with": "case_opened",
        "ends_with": "case_allocated",
    }
    Timescale.objects.create(from_date=date(2020, 1, 1), **facts)
    with pytest.raises(IntegrityError, match="one_timescale_of_a_key_at_a_time"):
        Timescale.objects.create(from_date=date(2021, 1, 1), **facts)


def _at(text: str) -> datetime:
    return timezone.make_aware(datetime.strptime(text, "%Y-%m-%d %H:%M"))  # noqa: DTZ007
