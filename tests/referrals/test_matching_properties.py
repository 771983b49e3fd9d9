"""What must hold of matching whatever is compared: more agreement never counts for less."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.matching import weights
from referrals.matching.comparing import Features
from referrals.matching.dates import how_near, near_dates
from referrals.matching.names import likeness
from referrals.matching.scoring import may_be_sure, score

LEVELS: dict[str, list[str]] = {
    "given": ["different", "same"],
    "family": ["different", "same"],
    "birth": ["different", "digit", "same"],
    "sex": ["different", "same"],
    "place": ["", "lives"],
    "kin": ["none", "one"],
    "nhs_number": ["different", "", "same"],
    "upn": ["different", "", "same"],
    "kind": ["different", ""],
}
names = st.text(st.sampled_from("abdehilmnorsuz "), max_size=12).map(str.split).map(" ".join)
shares = st.none() | st.floats(1e-7, 0.05)
features = st.builds(
    Features,
    swapped=st.booleans(),
    given_share=shares,
    family_share=shares,
    **{name: st.sampled_from([*levels, ""]) for name, levels in LEVELS.items()},
)


@given(features, st.sampled_from(sorted(LEVELS)))
def test_more_agreement_never_lowers_the_score(found: Features, what: str) -> None:
    levels = LEVELS[what]
    changes: list[dict[str, Any]] = [{what: level} for level in levels]
    scores = [score(replace(found, **change)) for change in changes]
    assert [each.bits for each in scores] == sorted(each.bits for each in scores)
    assert [each.percent for each in scores] == sorted(each.percent for each in scores)


@given(features, shares, shares)
def test_a_rarer_name_never_says_less(found: Features, one: Any, other: Any) -> None:
    if one and other and found.given == "same":
        rare, common = sorted((one, other))
        assert (
            score(replace(found, given_share=rare)).bits
            >= score(replace(found, given_share=common)).bits
        )


@given(features)
def test_a_score_is_between_one_and_ninety_nine(found: Features) -> None:
    assert 1 <= score(found).percent <= 99


@given(features)
def test_a_twin_or_a_parent_is_never_surely_the_same(found: Features) -> None:
    """Without a number, another given name, another kind or another birth is another person."""
    alone = replace(found, nhs_number="", upn="")
    for other in (
        replace(alone, given="different"),
        replace(alone, birth="different"),
        replace(alone, kind="different"),
    ):
        assert not may_be_sure(other, score(other))


@given(features)
def test_a_number_decides_only_where_surname_or_birth_agrees(found: Features) -> None:
    other = replace(found, nhs_number="same", family="different", birth="digit")
    assert not may_be_sure(other, score(other))


@given(names, names)
def test_likeness_is_the_same_both_ways(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.data())
def test_near_dates_are_near_both_ways(born: date, data: Any) -> None:
    near = data.draw(st.sampled_from(sorted(near_dates(born))))
    assert how_near(born, near) == how_near(near, born) != "different"


@pytest.mark.parametrize("what", sorted(weights.MATCH))
def test_every_level_has_both_its_weights_and_they_add_up(what: str) -> None:
    assert set(weights.MATCH[what]) == set(weights.RANDOM[what])
    for table in (weights.MATCH, weights.RANDOM):
        assert sum(table[what].values()) == pytest.approx(1, abs=0.01)
        assert all(0 < share <= 1 for share in table[what].values())
