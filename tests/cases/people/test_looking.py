"""Reading what was typed into the search box."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.looking import Terms, near_dates, read


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("Okafor", Terms(names=("okafor",))),
        ("the O’Neill-Łoś family", Terms(names=("oneill", "los"))),
        ("okafor 3/4/2015", Terms(names=("okafor",), born=date(2015, 4, 3))),
        ("3 April 2015", Terms(born=date(2015, 4, 3))),
        ("2015-04-03", Terms(born=date(2015, 4, 3))),
        ("3.4.15", Terms(born=date(2015, 4, 3))),
        ("1.1.88", Terms(born=date(1988, 1, 1))),
        ("eh 2026 417", Terms(reference="EH-2026-00417")),
        ("FA-2026-00002", Terms(reference="FA-2026-00002")),
        ("NHS 943 476 5919", Terms(nhs_number="9434765919")),
        ("h801200001001", Terms(upn="H801200001001")),
        ("ada wv140aa", Terms(names=("ada",), postcode="WV14 0AA")),
        ("31/2/2015", Terms()),
        ("  ", Terms()),
    ],
)
def test_what_was_typed_is_understood(typed: str, terms: Terms) -> None:
    assert read(typed) == terms


@given(st.text(max_size=300))
def test_anything_may_be_typed(typed: str) -> None:
    assert isinstance(read(typed), Terms)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_near_dates_are_found_both_ways(born: date) -> None:
    near = near_dates(born)
    assert born in near
    for day in near:
        assert born in near_dates(day)
