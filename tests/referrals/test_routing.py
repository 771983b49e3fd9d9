"""From a postcode to the locality that serves it."""

import pytest

from localities.routing import NO_FIXED_ABODE, locality_of, tidy_postcode
from tests.cast import World


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("wv140aa", "WV14 0AA"),
        (" WV14  0aa ", "WV14 0AA"),
        ("WV1-4AN", "WV1 4AN"),
        ("sw1a 1aa", "SW1A 1AA"),
        ("zz99 3vz", NO_FIXED_ABODE),
        ("WV14", ""),
        ("0AA WV14", ""),
        ("", ""),
    ],
)
def test_postcodes_are_stored_in_one_form(typed: str, tidy: str) -> None:
    assert tidy_postcode(typed) == tidy


def test_a_postcode_of_the_area_names_its_locality(world: World) -> None:
    assert locality_of("wv140aa") == world.bilston
    assert locality_of("WV10 9AA") == world.low_hill


@pytest.mark.parametrize("postcode", ["B1 1AA", "nowhere", "", NO_FIXED_ABODE])
def test_elsewhere_a_person_must_choose(world: World, postcode: str) -> None:
    assert locality_of(postcode) is None
