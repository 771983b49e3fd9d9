"""Letters of the front door that are no answer, and did not arrive while they still matter."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q

from audit.actions.posting import letter_key
from audit.models import Job
from localities.models import Authority
from referrals.answering_words import answer_key, danger_key
from referrals.models import Notification, Question, Referral
from referrals.queries.answers import Standing, standings

MOST = 200
Asked = list[tuple[Question, Standing]]  # the open questions, with how their requests stand
NO_LETTER = (
    "No email went to them: they have no account and no confirmed address. Ring them, and write "
    "down the answer."
)
NO_WAY = "No email went to them, and they left no way to reach them."
WITH_CODE = " They read the question, and can answer it, when they look with their code."
NO_CONTACT = "No email went to them: the request says that nobody should contact the family."
TO_SENDER, TO_DUTY = "the question to its sender", "the alert to duty"


@dataclass(frozen=True)
class NotArrived:
    """One letter that failed or came back: about which request, what it was, and why."""

    request: Referral
    what: str
    problem: str


def duty_address() -> str:
    """Where an alert is read at once: duty's address, else the desk's."""
    return str(settings.DUTY_EMAIL or Authority.current().desk_email)


def not_arrived(user: Any) -> list[NotArrived]:
    """Questions that still wait for their sender, whom a letter did not reach or none was sent to;
    and alerts about requests nobody has decided."""
    asked = _waiting(user)
    letters = {key: (row, what) for key, row, what in (*_alerts(user), *_questions(asked))}
    failed = Job.objects.filter(key__in=list(letters), state=Job.State.FAILED)
    rows = failed.order_by("pk").values_list("key", "problem")
    return [
        *(NotArrived(*letters[key], problem) for key, problem in rows),
        *_without_a_letter(asked),
    ]


def why_no_letter(referral: Referral, standing: Standing) -> str:
    """Why no letter says that a question waits for whoever sent it; "" where one does, or their
    system reads it."""
    if standing.system or standing.is_asked_by_letter(referral.safe_way):
        return ""
    reachable = referral.sender_phone or referral.sender_email
    why = NO_LETTER if reachable else NO_WAY
    if standing.is_not_contacted(referral.safe_way):
        why = NO_CONTACT
    return f"{why}{WITH_CODE}" if standing.by_code else why


def _without_a_letter(asked: Asked) -> Iterator[NotArrived]:
    for one, standing in asked:
        if problem := why_no_letter(one.referral, standing):
            yield NotArrived(one.referral, TO_SENDER, problem)


def _alerts(user: Any) -> Iterator[tuple[str, Referral, str]]:
    waiting = Referral.objects.visible_to(user).exclude(stage=Referral.Stage.DECIDED)
    alarming = Q(urgent=True) | Q(notification__risk=Notification.Risk.HIGH)
    to = duty_address()
    for row in waiting.filter(alarming).order_by("received_at")[:MOST]:
        yield letter_key(danger_key(row.reference), to), row, TO_DUTY


def _questions(asked: Asked) -> Iterator[tuple[str, Referral, str]]:
    for one, standing in asked:
        key = answer_key(one.referral_id, "asked", one.asked_at)
        yield letter_key(key, standing.email), one.referral, TO_SENDER


def _waiting(user: Any) -> Asked:
    asked = Question.objects.filter(
        ended_at__isnull=True, referral__in=Referral.objects.visible_to(user)
    )
    rows = list(asked.select_related("referral").order_by("asked_at")[:MOST])
    return list(zip(rows, standings(row.referral_id for row in rows), strict=True))
