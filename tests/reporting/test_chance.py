"""Limits of chance, against the binomial distribution counted out in whole numbers."""

from fractions import Fraction
from math import comb

from hypothesis import given
from hypothesis import strategies as st

from reporting.limits import Verdict, standing


def test_the_published_pattern() -> None:
    """16% of 400 is more than chance makes of 10%; 12% of 400 is not."""
    above = standing(64, 400, 0.1)
    assert above
    assert (above.verdict, above.far) == (Verdict.ABOVE, True)
    within = standing(48, 400, 0.1)
    assert within
    assert within.verdict == Verdict.WITHIN
    assert within.low < 10 < within.high
    below = standing(24, 400, 0.1)
    assert below
    assert below.verdict == Verdict.BELOW


def test_nothing_is_not_judged() -> None:
    assert standing(0, 0, 0.1) is None
    assert standing(0, 10, 0.0) is None
    assert standing(10, 10, 1.0) is None


@given(st.integers(1, 60), st.integers(0, 60), st.integers(1, 99))
def test_equals_the_distribution_counted_out(trials: int, hits: int, percent: int) -> None:
    hits = min(hits, trials)
    found = standing(hits, trials, percent / 100)
    assert found
    rate = Fraction(percent, 100)
    chances = [comb(trials, k) * rate**k * (1 - rate) ** (trials - k) for k in range(trials + 1)]
    high, low = sum(chances[hits:]), sum(chances[: hits + 1])
    tail = Fraction(25, 1000)
    if abs(high - tail) > Fraction(1, 10**9) and abs(low - tail) > Fraction(1, 10**9):
        expected = Verdict.ABOVE if high < tail else Verdict.BELOW if low < tail else Verdict.WITHIN
        assert found.verdict == expected


@given(st.integers(1, 4000), st.integers(1, 99))
def test_what_lies_between_the_limits_is_within(trials: int, percent: int) -> None:
    middle = round(trials * percent / 100)
    found = standing(middle, trials, percent / 100)
    assert found
    assert found.low <= 100 * middle / trials <= found.high
    assert found.verdict == Verdict.WITHIN
