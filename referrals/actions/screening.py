"""Finding out whether a family is known, and taking a request to look into it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.acting import acting_as_system
from accounts.roles import Scope
from audit.actions.queueing import Landing
from audit.actions.recording import record
from audit.models import Job
from audit.refusal import refuse_if
from referrals.actions.keeping_apart import keep_for_the_named
from referrals.matching import match, subjects_of
from referrals.models import MatchJudgement, Referral
from referrals.rules.blocking import blockers
from referrals.stages import Stage

Known = Referral.Known


@transaction.atomic
def take(
    *, referral: Referral, by: Any, expected_version: int | None = None, at: datetime | None = None
) -> Referral:
    """Take a request, so that two people do not work it. Whoever had it before gives it up.

    A new request is then being screened. Raises Stale where it changed since it was opened.
    """
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    refuse_if(blockers(locked, "take", by))
    locked.change(
        expected=expected_version,
        stage=Stage.SCREENING if locked.stage == Stage.NEW else locked.stage,
        taken_by=by,
        taken_at=at or timezone.now(),
    )
    record("request.taken", locked, f"{by.name} took the request", by=by)
    note_known(locked)
    return locked


def screen(job: Job) -> Landing:
    """The job of a request just received: note whether the family may be known."""
    number = job.payload["id"]
    with acting_as_system("matching"):
        referral = Referral.objects.filter(pk=number).first()
        if referral:
            keep_for_the_named(referral)
    with acting_as_system("matching", Scope.ALL):  # what the desk may find, and no more
        referral = Referral.objects.filter(pk=number).first()
        if referral:
            note_known(referral)
    return lambda: None


def note_known(referral: Referral) -> None:
    """Write down, the first time, whether there is anybody the people of a request may be.

    Not an edit: a form that is open stays good.
    """
    if referral.known == Known.UNCHECKED:
        referral.known = known_now(referral)
        rows = Referral.objects.filter(pk=referral.pk, known=Known.UNCHECKED)
        rows.update(known=referral.known)


def known_now(referral: Referral) -> str:
    """Known, where somebody is linked; possibly, where a candidate is not yet judged; or not."""
    people = list(referral.people.all())
    if any(person.person_id for person in people):
        return Known.KNOWN
    judged = set(
        MatchJudgement.objects.filter(referral_person__in=people).values_list(
            "referral_person_id", "person_id"
        )
    )
    candidates = match(subjects_of(referral, people))
    unjudged = any(
        (key, candidate.person.pk) not in judged
        for key, found in candidates.items()
        for candidate in found
    )
    return Known.POSSIBLY if unjudged else Known.NOT_KNOWN
