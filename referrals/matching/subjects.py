"""Whom a request describes, in the form in which people are compared."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from audit.text import fold
from cases.codes import Sex
from cases.models import Address
from cases.numbers import read_nhs_number, read_upn
from localities.routing import NO_FIXED_ABODE
from referrals.matching.names import given_of
from referrals.models import Referral, ReferralPerson


@dataclass(frozen=True)
class Subject:
    """One person as described: names folded, whatever is not known empty.

    Those asked about together are taken to be of one family. A number whose check digit is wrong
    is no number.
    """

    key: int  # of whoever asks: the ReferralPerson's id
    kind: str = ReferralPerson.Kind.CHILD  # empty: whether child or adult is not known
    given: str = ""
    family: str = ""
    born: date | None = None
    born_estimated: bool = False
    expected: date | None = None
    sex: str = Sex.NOT_KNOWN
    nhs_number: str = ""
    upn: str = ""
    postcode: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "given", given_of(self.given))
        object.__setattr__(self, "nhs_number", _checked(read_nhs_number, self.nhs_number))
        object.__setattr__(self, "upn", _checked(read_upn, self.upn))

    @property
    def names(self) -> set[str]:
        return {self.given, self.family} - {""}


def subjects_of(referral: Referral, people: Iterable[ReferralPerson]) -> list[Subject]:
    """Everybody in a request. The request's address is that of all who have none of their own."""
    postcode = _postcode(referral)
    return [
        Subject(
            key=person.pk,
            kind=person.kind,
            given=fold(person.given_name),
            family=fold(person.family_name),
            born=person.date_of_birth,
            expected=person.expected_on,
            sex=person.sex,
            nhs_number=person.nhs_number,
            upn=person.upn,
            postcode=person.postcode or postcode,
        )
        for person in people
    ]


def _checked(read: Callable[[str], str], number: str) -> str:
    try:
        return read(number) if number else ""
    except ValueError:
        return ""


def _postcode(referral: Referral) -> str:
    """A refuge's postcode, or that of no fixed abode, says nothing about who somebody is."""
    silent = {Address.Kind.REFUGE, Address.Kind.NO_FIXED_ABODE}
    if referral.address_kind in silent or referral.postcode == NO_FIXED_ABODE:
        return ""
    return referral.postcode
