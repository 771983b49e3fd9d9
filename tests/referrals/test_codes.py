"""Codes: long enough, readable, and of use to nobody who has only the tables."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.codes import SIGNS
from referrals.codes import (
    LENGTH,
    NotThisCode,
    digest_of,
    new_code,
    seal_with,
    status_code,
    tidy_code,
    unseal_with,
)


def test_a_code_cannot_be_guessed_or_misread() -> None:
    assert LENGTH * math.log2(len(SIGNS)) > 60
    assert len(set(SIGNS)) == len(SIGNS)
    assert not set(SIGNS) & set("0O1ILU")
    assert len({new_code() for _ in range(500)}) == 500


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_none(typed: str) -> None:
    found = tidy_code(typed)
    assert found == "" or (tidy_code(found) == found and len(found) == LENGTH + 3)


def test_small_letters_and_spaces_do_no_harm() -> None:
    code = new_code()
    assert tidy_code(f"  {code.lower().replace('-', ' ')} ") == code


def test_what_is_sealed_opens_with_its_code_alone() -> None:
    code = new_code()
    sealed = seal_with(code, "Late and hungry")
    assert unseal_with(code.lower(), sealed) == "Late and hungry"
    assert "hungry" not in sealed
    for other in (new_code(), digest_of(code, use="draft")[:16]):
        with pytest.raises(NotThisCode):
            unseal_with(other, sealed)
    with pytest.raises(NotThisCode):
        unseal_with(code, sealed[:-4] + "AAAA")


def test_without_the_sites_secret_the_code_opens_nothing(settings: object) -> None:
    code = new_code()
    sealed = seal_with(code, "x")
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    with pytest.raises(NotThisCode):
        unseal_with(code, sealed)


def test_digests_of_one_code_for_two_uses_differ() -> None:
    code = new_code()
    assert digest_of(code, use="draft") != digest_of(code, use="status")


def test_a_status_code_follows_from_the_reference_and_cannot_be_told_from_it(
    settings: object,
) -> None:
    code = status_code("RQ-2026-00001")
    assert code == status_code("RQ-2026-00001") == tidy_code(code)
    assert code != status_code("RQ-2026-00002")
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    assert status_code("RQ-2026-00001") != code
