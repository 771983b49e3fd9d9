"""A request about a restricted family goes to the people named on it, with an alarm."""

from audit.actions.posting import post
from audit.actions.recording import record
from cases.models import Membership, NamedPerson
from referrals.matching import Verdict, match, subjects_of
from referrals.models import Referral

SUBJECT = "A request about a record you are named on"
TEXT = (
    "A request for support came in about a restricted record that you are named on. The early "
    "help desk does not see it, so you decide on it. Its reference is {reference}. Sign in and "
    "open Triage."
)


def keep_for_the_named(referral: Referral) -> None:
    """Keep a request for the people named where somebody in it is surely of a restricted family,
    and tell each of them and their deputies at once. Done again, it changes nothing."""
    if referral.kept_for_id is None:
        referral.kept_for_id = restricted_family(referral)
        Referral.objects.filter(pk=referral.pk).update(kept_for=referral.kept_for_id)
    if referral.kept_for_id is None:
        return
    named = NamedPerson.objects.filter(family=referral.kept_for_id, ended_at__isnull=True)
    addresses = list(named.filter(user__is_active=True).values_list("user__email", flat=True))
    key = f"kept request {referral.pk}"
    text = TEXT.format(reference=referral.reference)
    post(to=addresses, subject=SUBJECT, text=text, by=None, key=key)
    record(
        "request.kept",
        referral,
        "Kept for the people named on a restricted record",
        by=None,
        family_id=referral.kept_for_id,
    )


def restricted_family(referral: Referral) -> int | None:
    """The restricted family of somebody whom matching finds to be the same person."""
    found = match(subjects_of(referral, list(referral.people.all())))
    sure = [
        candidate.person.pk
        for candidates in found.values()
        for candidate in candidates
        if candidate.verdict == Verdict.SAME and candidate.person.restricted
    ]
    restricted = Membership.objects.filter(
        person__in=sure, to_date__isnull=True, family__restricted=True
    )
    return restricted.order_by("family_id").values_list("family_id", flat=True).first()
