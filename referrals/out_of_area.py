"""Families of another council’s area: how they are recognised, and until when they are ours."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from cases.models import Address
from localities.models import Authority, OtherCouncil, Postcode
from referrals.models import Outcome, Referral, RequestSentOn

WAITS = (
    "This request was sent on to {council} and they have not answered. Ring them, and record "
    "their receipt or refusal, before it ends here."
)
SEND_FIRST = (
    "The family lives in another council’s area. Send the request on, and record their receipt "
    "or refusal, before it ends here."
)
# What would end our part while nobody else has the family. Help and safeguarding never wait.
ENDING = frozenset({Outcome.ADVICE, Outcome.NO_ACTION})


def lives_elsewhere(referral: Referral) -> bool:
    """Whether the sender said so, or the postcode is known to be another council’s."""
    if referral.address_kind == Address.Kind.OUT_OF_AREA:
        return True
    ours = Authority.objects.exclude(ons_code="").exclude(ons_code=OuterRef("local_authority"))
    theirs = Postcode.objects.filter(pk=referral.postcode).exclude(local_authority="")
    return theirs.filter(Exists(ours)).exists()


def council_of(referral: Referral) -> OtherCouncil | None:
    """The council whose postcode it is, where we know it."""
    code = code_of(referral.postcode)
    found = OtherCouncil.objects.filter(ons_code=code, ended_on__isnull=True) if code else None
    return found.first() if found is not None else None


def until_another_council_has_it(referral: Referral, outcomes: Collection[str]) -> list[str]:
    """Why a request may not end yet: nobody but us has the family."""
    if not ENDING & set(outcomes):
        return []
    sent = list(RequestSentOn.objects.filter(referral=referral))
    if waiting := [row for row in sent if not row.answer]:
        return [WAITS.format(council=waiting[0].council_name)]
    return [SEND_FIRST] if not sent and lives_elsewhere(referral) else []


def code_of(postcode: str) -> str:
    known = Postcode.objects.filter(pk=postcode).values_list("local_authority", flat=True)
    return known.first() or ""
