"""The national numbers of a person, with their check digits. Touches no database."""

from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.gb import nhs, upn

NOT_AN_NHS_NUMBER = (
    "Check the NHS number. It has 10 digits, like 943 476 5919, and its last digit does not fit"
)
NOT_A_UPN = "Check the UPN. It has a letter and 12 more characters, like B801200005001"


def read_nhs_number(typed: str) -> str:
    """The ten digits of an NHS number; raises ValueError with what to do where it is not one."""
    try:
        return str(nhs.validate(typed))
    except WrongNumber:
        raise ValueError(NOT_AN_NHS_NUMBER) from None


def read_upn(typed: str) -> str:
    """A unique pupil number, temporary ones (which end in a letter) included, by its check letter.

    The authority's number in it is not judged: new authorities come faster than lists of them.
    """
    number = upn.compact(typed)
    shape = len(number) == 13 and number[1:12].isdecimal() and number[12].isalnum()
    if not shape or not number.isascii() or not _fits(number):
        raise ValueError(NOT_A_UPN)
    return str(number)


def spaced_nhs_number(number: str) -> str:
    """As people read it out: 943 476 5919."""
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def _fits(number: str) -> bool:
    try:
        return bool(number[0] == upn.calc_check_digit(number[1:]))
    except ValueError:  # a letter that no UPN has
        return False
