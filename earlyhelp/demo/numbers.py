"""Numbers with their check digits, from ranges that are given to nobody."""

from collections.abc import Iterator

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_OUR_COUNCIL, _NO_SCHOOL = "336", "0000"


def nhs_numbers() -> Iterator[str]:
    """NHS numbers of the range kept for tests: 999 000 0018, …"""
    for serial in range(1, 1_000_000):
        nine = f"999{serial:06d}"
        check = 11 - sum(int(d) * w for d, w in zip(nine, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            yield f"{nine}{check % 11}"


def upns() -> Iterator[str]:
    """Unique pupil numbers of a school that does not exist."""
    for serial in range(1, 100_000):
        twelve = f"{_OUR_COUNCIL}{_NO_SCHOOL}{serial:05d}"
        mark = sum(int(d) * w for d, w in zip(twelve, range(2, 14), strict=True)) % 23
        yield f"{_UPN_LETTERS[mark]}{twelve}"


def phones() -> Iterator[str]:
    """Mobile numbers kept for drama: 07700 900000 to 900999, over and over."""
    while True:
        for serial in range(1000):
            yield f"07700 900{serial:03d}"
