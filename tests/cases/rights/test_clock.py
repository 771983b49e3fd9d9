"""By when a request must be answered: properties of the calendar month."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rights_clock import begins_on, due_by
from localities.calendar import add_months, is_working_day

DAYS = st.dates(date(2018, 5, 25), date(2060, 12, 31))


@given(DAYS, st.sampled_from([1, 3]))
def test_a_month_later_is_in_the_month_after(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(DAYS, st.booleans())
def test_the_answer_is_due_on_the_first_working_day_from_then(day: date, extended: bool) -> None:
    due, plain = due_by(day, extended=extended), add_months(day, 3 if extended else 1)
    assert is_working_day(due)
    assert due >= plain
    between = [plain + timedelta(days=n) for n in range((due - plain).days)]
    assert not any(map(is_working_day, between))
    assert (due - plain).days <= 5


@given(DAYS, DAYS, st.booleans())
def test_it_never_runs_backwards(one: date, other: date, extended: bool) -> None:
    first, last = sorted((one, other))
    assert due_by(first, extended=extended) <= due_by(last, extended=extended)
    assert due_by(first) < due_by(first, extended=True)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 20), date(2026, 12, 21)),  # the 20th is a Sunday
        (date(2027, 1, 31), date(2027, 3, 1)),  # February's last day is a Sunday
        (date(2024, 1, 31), date(2024, 2, 29)),
        (date(2026, 11, 25), date(2026, 12, 29)),  # Christmas, a weekend, Boxing Day moved
        (date(2026, 9, 3), date(2026, 10, 5)),
        (date(2026, 3, 3), date(2026, 4, 7)),  # Good Friday to Easter Monday
    ],
)
def test_ends_of_months_and_bank_holidays(received: date, due: date) -> None:
    assert due_by(received) == due


def test_the_month_begins_when_proof_that_was_asked_for_comes() -> None:
    received, asked, proved = date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 20)
    assert begins_on(received, None, proved) == received
    assert begins_on(received, asked, None) is None
    assert begins_on(received, asked, proved) == proved
