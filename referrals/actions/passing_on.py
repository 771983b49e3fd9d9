"""Where harm is alleged: to a social worker at once, who alone decides about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import ROLES, May
from audit.actions.posting import post
from audit.actions.recording import record
from audit.refusal import refuse_if
from referrals.actions.asking_back import no_longer_asked
from referrals.actions.clock import due_at
from referrals.actions.pausing import start_clock
from referrals.actions.telling.of_harm import ask_to_tell
from referrals.models import Allegation, Decision, Outcome, Referral, ReferralPerson
from referrals.rules.blocking import blockers
from referrals.stages import Stage

NO_SOURCE = "Say who alleges harm. An allegation names its source."
NO_WORDS = "Write what is alleged, in the words it was said in."
NO_CHILD = "Say which children it is about."
NOT_FOUND_OUT = "Write what you looked into and why the desk may go on."
SUBJECT = "A request in which harm is alleged"
TEXT = (
    "Request {reference} was passed to social work at {at}: somebody alleges that a child is "
    "harmed. It waits for a social worker now. Sign in and open Triage."
)


@dataclass(frozen=True)
class Alleged:
    """What is said about one child, and by whom."""

    child: ReferralPerson
    said_by: str
    words: str


@transaction.atomic
def pass_on(
    *, referral: Referral, alleged: Sequence[Alleged], by: Any, at: datetime | None = None
) -> Referral:
    """Pass a request to social work, from wherever it is: decided, with the panel, disputed.

    Nothing that goes on about the request holds this up.
    """
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    refuse_if(blockers(locked, "pass_on", by))
    refuse_if(reasons_against(alleged))
    moment = at or timezone.now()
    write_harm(locked, alleged, by, moment)
    allege(locked, alleged, by, moment)
    return locked


@transaction.atomic
def hand_back(*, referral: Referral, found: str, by: Any, at: datetime | None = None) -> Referral:
    """A named social worker has looked into it: the desk may go on, and says what they found."""
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    refuse_if(blockers(locked, "hand_back", by))
    refuse_if([] if found.strip() else [NOT_FOUND_OUT])
    moment = at or timezone.now()
    looked_into(locked, locked.people.all(), found, by, moment)
    locked.change(
        stage=Stage.SCREENING,
        returned=Referral.Returned.LOOKED_INTO,
        taken_by=None,
        taken_at=None,
    )
    said = f"{by.name} looked into what is alleged: back to the desk"
    record("request.handed_back", locked, said, by=by, reason=found.strip())
    return locked


def reasons_against(alleged: Sequence[Alleged]) -> list[str]:
    found = [] if alleged else [NO_CHILD]
    if not all(row.said_by.strip() for row in alleged):
        found.append(NO_SOURCE)
    if not all(row.words.strip() for row in alleged):
        found.append(NO_WORDS)
    return found


def allege(referral: Referral, alleged: Sequence[Alleged], by: Any, moment: datetime) -> None:
    """Write down what is said of which child, and bring the locked request to social work."""
    Allegation.objects.bulk_create(
        Allegation(
            referral=referral,
            child=row.child,
            said_by=row.said_by.strip(),
            words=row.words.strip(),
            recorded_by=by,
            recorded_at=moment,
        )
        for row in alleged
    )
    no_longer_asked(referral, moment)
    start_clock(referral, by, moment)
    again: dict[str, Any] = {"due_at": due_at(moment)} if referral.decided_at else {}
    referral.change(
        stage=Stage.SOCIAL_WORK,
        harm_alleged=True,
        decided_at=None,
        returned="",
        taken_by=None,
        taken_at=None,
        **again,
    )
    record("request.passed_on", referral, "Harm is alleged: passed to social work", by=by)
    _tell_social_workers(referral, moment)
    ask_to_tell(referral, moment, by)


def looked_into(referral: Referral, children: Any, found: str, by: Any, moment: datetime) -> None:
    """Name the social worker beside every allegation about these children."""
    Allegation.objects.filter(
        referral=referral, child__in=children, looked_into_at__isnull=True
    ).update(looked_into_by=by, looked_into_at=moment, found=found.strip())


def write_harm(referral: Referral, alleged: Sequence[Alleged], by: Any, moment: datetime) -> None:
    """What stood about these children stands no more: nothing is decided about them now."""
    children = [row.child for row in alleged]
    Decision.objects.filter(child__in=children, superseded_at__isnull=True).update(
        superseded_at=moment
    )
    Decision.objects.bulk_create(
        Decision(
            referral=referral,
            child=row.child,
            outcome=Outcome.HARM,
            reason=f"{row.said_by.strip()} says: {row.words.strip()}",
            decided_on=timezone.localdate(moment),
            decided_at=moment,
            decided_by=by,
        )
        for row in alleged
    )


def _tell_social_workers(referral: Referral, moment: datetime) -> None:
    roles = [key for key, role in ROLES.items() if May.DECIDE_HARM in role.may]
    found = User.objects.filter(is_active=True, role__in=roles).exclude(pk__in=referral.closed_to)
    text = TEXT.format(reference=referral.reference, at=f"{timezone.localtime(moment):%H:%M}")
    key = f"harm alleged {referral.reference} {moment.isoformat()}"
    addresses = list(found.values_list("email", flat=True))
    if referral.kept_for_id is None:  # people named on a restricted record were told already
        post(to=addresses, subject=SUBJECT, text=text, by=None, key=key)
