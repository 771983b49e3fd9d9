"""Whom a request describes, in the form in which people are compared."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from audit.text import fold
from cases.codes import Sex
from cases.models import Address
from localities.routing import NO_FIXED_ABODE
from referrals.models import Referral, ReferralPerson


@dataclass(frozen=True)
class Subject:
    """One person as described: names folded, whatever is not known empty."""

    key: int  # of whoever asks: the ReferralPerson's id
    kind: str = ReferralPerson.Kind.CHILD
    given: str = ""
    family: str = ""
    born: date | None = None
    expected: date | None = None
    sex: str = Sex.NOT_KNOWN
    nhs_number: str = ""
    upn: str = ""
    postcode: str = ""


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


def _postcode(referral: Referral) -> str:
    """A refuge's postcode, or that of no fixed abode, says nothing about who somebody is."""
    silent = {Address.Kind.REFUGE, Address.Kind.NO_FIXED_ABODE}
    if referral.address_kind in silent or referral.postcode == NO_FIXED_ABODE:
        return ""
    return referral.postcode
