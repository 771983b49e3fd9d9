"""By which words an address is known in other text, and that no town or flat number is one."""

import pytest

from cases.withholding.streets import known_by
from cases.withholding.words import Finder

POSTCODE = "WV14 7QX"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("12 Oak Street", "We feel safe in Oak Street"),
        ("12 Oak Street, Bilston", "the corner of oak st"),
        ("12 Oak St", "the letters go to Oak Street"),
        ("12 Oak Street", "Oak Street 12"),
        ("Flat 2, 12 Oak Street, Bilston", "at 12 Oak Street, ring twice"),
        ("Flat 2\n12 Oak Street\nBilston", "near Oak Street"),
        ("Rose Cottage, Mill Lane, Bilston", "behind Rose Cottage"),
        ("Rose Cottage, Mill Lane, Bilston", "half way up Mill Ln"),
        ("Flat 3, Oak Court, 12 Mill Lane, Bilston", "along Mill Lane"),
        ("Flat 3, Oak Court, 12 Mill Lane, Bilston", "the lift in Oak Court"),
        ("12-14 Canal Walk", "along Canal Walk"),
        ("9 Broadway", "at 9 Broadway"),
        ("12 Oak Street", "anything at wv147qx"),
    ],
)
def test_what_tells_where_somebody_lives_is_found(lines: str, text: str) -> None:
    assert Finder(known_by(lines, POSTCODE)).holds(text)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("12 Oak Street, Bilston", "the library in Bilston"),
        ("12 Oak Street, Low Hill", "the hub in Low Hill"),
        ("Rose Cottage, Mill Lane, Church Row", "the bus to Church Row"),
        ("Flat 2, 12 Oak Street", "Flat 2 of another house"),
        ("9 Broadway", "a show on Broadway"),
        ("12 Oak Street", "a table of oak"),
        ("12 The Street", "they play in the street"),
        ("12 Oak Street", "Elm Street"),
    ],
)
def test_what_is_said_of_any_place_is_not(lines: str, text: str) -> None:
    assert not Finder(known_by(lines, POSTCODE)).holds(text)
