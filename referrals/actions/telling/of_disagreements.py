"""Who is told of a disagreement: whose turn it is, and whoever disagrees how it stands.

No letter names a family, or says what was written: that is read behind signing in.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.roles import ROLES, May, Scope
from audit.actions.posting import addresses_of, post
from audit.days import in_words
from referrals.models import Disagreement, DisagreementStage

Number = DisagreementStage.Number

DECIDED = "Somebody disagrees with a decision of yours"
TALK = (
    "A professional disagrees with a decision you took on request {reference}. Talk to them by "
    "{day}.\n\nSign in to read it: {page}"
)
TURN = "A disagreement waits for you"
SETTLE = (
    "A disagreement about the decision on request {reference} is at stage {number} now: {label}. "
    "It is to be settled by {day}.\n\nSign in to read it: {page}"
)
SPEAKS = "You speak for the desk in a disagreement"
SPEAK = (
    "You speak for the desk in a disagreement about the decision on request {reference}. It is to "
    "be settled by {day}.\n\nSign in to read it: {page}"
)
YOURS = "Your disagreement with a decision"
HIGHER = (
    "Your disagreement with the decision on request {reference} is at stage {number} now: {label}. "
    "It is to be settled by {day}. If a child may be in danger, ring the MASH now: that never "
    "waits."
)
SETTLED = (
    "Your disagreement with the decision on request {reference} is settled: {outcome}. Ring the "
    "early help desk if you have not heard why."
)
DISPUTED = "A disagreement with a decision of yours is settled"
STANDS = (
    "The disagreement with a decision you took on request {reference} is settled: {outcome}.\n\n"
    "Sign in to read it: {page}"
)


def tell_who_decided(raised: Disagreement, stage: DisagreementStage, by: Any) -> None:
    to = addresses_of([raised.decision.decided_by], but=by)
    post(to=to, subject=DECIDED, text=_of(TALK, stage), by=by, key=f"disagreement {raised.pk}")


def tell_the_next(raised: Disagreement, stage: DisagreementStage, by: Any) -> None:
    """Whoever settles this stage, and whoever disagrees."""
    key = f"disagreement {raised.pk} at {stage.number}"
    settles = [stage.ours] if stage.ours else _who_settle(raised, stage)
    post(to=addresses_of(settles, but=by), subject=TURN, text=_of(SETTLE, stage), by=by, key=key)
    to = addresses_of([raised.raised_by], but=by)
    post(to=to, subject=YOURS, text=_of(HIGHER, stage), by=by, key=f"{key} for who disagrees")


def tell_who_speaks(raised: Disagreement, stage: DisagreementStage, by: Any) -> None:
    to = addresses_of([stage.ours], but=by)
    key = f"disagreement {raised.pk} at {stage.number} spoken for"
    post(to=to, subject=SPEAKS, text=_of(SPEAK, stage), by=by, key=key)


def tell_it_is_settled(raised: Disagreement, by: Any) -> None:
    outcome = raised.get_outcome_display().lower()
    text = SETTLED.format(reference=raised.referral.reference, outcome=outcome)
    key = f"disagreement {raised.pk} settled"
    post(to=addresses_of([raised.raised_by], but=by), subject=YOURS, text=text, by=by, key=key)
    if raised.outcome != Disagreement.Outcome.CHANGED:  # else see of_overturning
        page = settings.SITE_URL + reverse("disagreement", args=[raised.pk])
        said = STANDS.format(reference=raised.referral.reference, outcome=outcome, page=page)
        to = addresses_of([raised.decision.decided_by], but=by)
        post(to=to, subject=DISPUTED, text=said, by=by, key=f"{key} for who decided")


def _who_settle(raised: Disagreement, stage: DisagreementStage) -> Iterable[User]:
    """Managers who see the request: of its case's place, and of all; at the last stage the heads.

    Nobody is written to about a request that is kept for named people, or about somebody they are
    linked to.
    """
    referral = raised.referral
    if referral.kept_for_id:
        return []
    managers = [role for role in ROLES.values() if May.ALLOCATE in role.may]
    of_all = Q(role__in=[role.key for role in managers if role.scope == Scope.ALL])
    place = referral.case.locality_id if referral.case else referral.locality_id
    if place and stage.number == Number.MANAGERS:
        here = [role.key for role in managers if role.scope == Scope.LOCALITIES]
        of_all |= Q(role__in=here, localities=place)
    found = User.objects.filter(of_all, is_active=True).exclude(pk__in=referral.closed_to)
    return found.distinct()


def _of(text: str, stage: DisagreementStage) -> str:
    raised = stage.disagreement
    return text.format(
        reference=raised.referral.reference,
        number=stage.number,
        label=Number(stage.number).label.lower(),
        day=in_words(stage.due_on),
        page=settings.SITE_URL + reverse("disagreement", args=[raised.pk]),
    )
