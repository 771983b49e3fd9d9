"""Periods, and the one each is compared with."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.period import Period, last_quarter, this_quarter, year_so_far


@pytest.mark.parametrize(
    ("start", "end", "before"),
    [
        (date(2017, 4, 1), date(2017, 12, 31), (date(2016, 7, 1), date(2017, 3, 31))),
        (date(2019, 3, 1), date(2020, 2, 29), (date(2018, 3, 1), date(2019, 2, 28))),
        (date(2017, 3, 1), date(2017, 3, 31), (date(2017, 2, 1), date(2017, 2, 28))),
        (date(2017, 4, 3), date(2017, 4, 9), (date(2017, 3, 27), date(2017, 4, 2))),
    ],
)
def test_the_period_before(start: date, end: date, before: tuple[date, date]) -> None:
    found = Period(start, end).before()
    assert (found.start, found.end) == before


@given(st.dates(date(1995, 1, 1), date(2100, 1, 1)), st.integers(0, 2000))
def test_the_period_before_ends_the_day_before(start: date, days: int) -> None:
    period = Period(start, start + timedelta(days=days))
    before = period.before()
    assert before.end + timedelta(days=1) == period.start
    if not period.is_whole_months:
        assert before.end - before.start == period.end - period.start


def test_a_period_in_words() -> None:
    assert str(Period(date(2017, 4, 1), date(2017, 12, 31))) == "1 April to 31 December 2017"
    assert str(Period(date(2016, 9, 1), date(2017, 3, 31))) == "1 September 2016 to 31 March 2017"
    assert str(Period(date(2017, 4, 1), date(2017, 4, 1))) == "1 April 2017"
    assert Period(date(2017, 4, 1), date(2017, 12, 31)).short == "Apr–Dec 2017"


def test_a_period_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends on or after"):
        Period(date(2017, 4, 2), date(2017, 4, 1))


@pytest.mark.parametrize(
    ("today", "this", "last", "year"),
    [
        (date(2026, 11, 22), date(2026, 10, 1), date(2026, 7, 1), date(2026, 4, 1)),
        (date(2027, 1, 5), date(2027, 1, 1), date(2026, 10, 1), date(2026, 4, 1)),
        (date(2027, 4, 1), date(2027, 4, 1), date(2027, 1, 1), date(2027, 4, 1)),
    ],
)
def test_shortcuts(today: date, this: date, last: date, year: date) -> None:
    assert (this_quarter(today).start, this_quarter(today).end) == (this, today)
    assert (last_quarter(today).start, last_quarter(today).end) == (last, this - timedelta(days=1))
    assert (year_so_far(today).start, year_so_far(today).end) == (year, today)
