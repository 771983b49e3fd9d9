"""Judging whether somebody a request describes is somebody already known."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions.recording import record
from audit.refusal import refuse_if
from cases.models import Person
from referrals.actions.rereferring import rereferral
from referrals.actions.screening import known_now
from referrals.actions.telling.of_harm import ask_to_tell
from referrals.families import likely_family
from referrals.models import MatchJudgement, Referral, ReferralPerson
from referrals.rules.blocking import blockers
from referrals.stages import Stage

Verdict = MatchJudgement.Verdict


@transaction.atomic
def judge(
    *,
    described: ReferralPerson,
    person: Person,
    verdict: str,
    by: Any,
    reasons: Sequence[str] = (),
) -> Referral:
    """Say that the person described is `person`, or is not; a later word replaces an earlier one.

    "Same person" links the two, and the request with the person's family. Raises Refused where
    either is already somebody else's match. `reasons` are kept as they were shown.
    """
    referral = Referral.objects.select_for_update().get(pk=described.referral_id)
    refuse_if(blockers(referral, "judge", by))
    if verdict == Verdict.SAME:
        refuse_if(_reasons_against(described, person))
    MatchJudgement.objects.update_or_create(
        referral_person=described,
        person=person,
        defaults={"verdict": verdict, "reasons": list(reasons), "by": by, "at": timezone.now()},
    )
    _link(described, person, verdict)
    record(
        "request.matched",
        referral,
        f"{described.name}: {Verdict(verdict).label.lower()} as {person.name}",
        by=by,
        reason="; ".join(reasons),
        person=person.pk,
    )
    if verdict == Verdict.SAME and referral.stage == Stage.SOCIAL_WORK:
        ask_to_tell(referral, timezone.now(), by)  # whose family it is may be known only now
    return _take_note(referral, by)


def _reasons_against(described: ReferralPerson, person: Person) -> list[str]:
    rows = MatchJudgement.objects.filter(
        verdict=Verdict.SAME, referral_person__referral=described.referral_id
    ).select_related("referral_person", "person")
    for row in rows:
        if row.referral_person_id == described.pk and row.person_id != person.pk:
            other = row.person.name
            return [f"{described.name} is matched with {other}. Say “Not the same” there first."]
        if row.person_id == person.pk and row.referral_person_id != described.pk:
            return [f"{person.name} is already matched with {row.referral_person.name}."]
    return []


def _link(described: ReferralPerson, person: Person, verdict: str) -> None:
    if verdict == Verdict.SAME:
        described.person = person
    elif described.person_id == person.pk:
        described.person = None
    described.save(update_fields=["person"])


def _take_note(referral: Referral, by: Any) -> Referral:
    """The request as it now stands: known or not, whose family, helped lately, in whose hands."""
    linked = referral.people.filter(person__isnull=False).values_list("person_id", flat=True)
    values: dict[str, Any] = {
        "known": known_now(referral),
        "family": likely_family(list(linked)),
    } | rereferral(referral, by)
    if referral.stage == Stage.NEW:
        values["stage"] = Stage.SCREENING
    if referral.taken_by_id is None:
        values |= {"taken_by": by, "taken_at": timezone.now()}
    return referral.change(**values)
