"""Asking the sender for more, and what comes back."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions.recording import record
from audit.context import as_the_product
from audit.refusal import Refused, refuse_if
from localities.calendar import closing_moment
from localities.models import Authority
from referrals.actions.pausing import may_pause, start_clock, stop_clock
from referrals.actions.telling.senders import tell_asked
from referrals.describing import source_words
from referrals.models import Question, Referral
from referrals.queries.answers import harm_waits
from referrals.rules.blocking import blockers
from referrals.stages import Stage

NO_ANSWER_WRITTEN = "Write what the sender answered."
NO_SUCH_QUESTION = "This code does not open this question. Enter the code again."
NOT_SENT = " What you wrote was not sent: if it matters, ring the early help desk."
TOO_LATE: dict[str, str] = {
    Question.Ending.ANSWERED: "This question was answered already.",
    Question.Ending.NO_ANSWER: "The day to answer by has passed, and the desk decides on what it "
    "knows.",
    Question.Ending.NOT_NEEDED: "The desk does not wait for an answer to this question any more.",
}


def ask_sender(
    referral: Referral, words: str, answer_by: date, by: Any, moment: datetime
) -> Question:
    """Put a question to the sender of a locked request. Its clock pauses until the day to answer
    by, unless somebody is in danger or it has run out."""
    question = Question.objects.create(
        referral=referral, words=words.strip(), asked_at=moment, asked_by=by, answer_by=answer_by
    )
    if may_pause(referral, moment):
        why = f"waiting for an answer from {source_words(referral)}"
        stop_clock(referral, why[:200], answer_by, by, moment)
    tell_asked(referral=referral, answer_by=answer_by, by=by, at=moment)
    return question


@transaction.atomic
def answer(*, referral: Referral, words: str, by: Any, at: datetime | None = None) -> Referral:
    """Write down what the sender answers; the request is back at the desk, and says so.

    `by` is the sender, whoever wrote it down for them at the desk, or None for a sender who is
    known by a code alone.
    """
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    refuse_if(blockers(locked, "answer", by))
    question = Question.objects.filter(referral=locked, ended_at__isnull=True).first()
    if question is None or not words.strip():
        raise Refused(NO_ANSWER_WRITTEN)
    moment = at or timezone.now()
    _end(question, Question.Ending.ANSWERED, moment, by, words.strip())
    _come_back(locked, Referral.Returned.ANSWERED, by, moment)
    said = "The sender answered the question" + ("" if by else ", on the page behind the code")
    record("request.answered", locked, said, by=by)
    return locked


@transaction.atomic
def answer_by_code(*, digest: str, question: int, words: str) -> None:
    """The same by whoever holds the code of the status page, who sees no request. Once: what comes
    after the question has ended is refused, with how it ended."""
    with as_the_product():
        rows = Question.objects.filter(referral__reply_path__code_digest=digest, pk=question)
        asked = rows.select_related("referral").first()
        if asked is None:
            raise Refused(NO_SUCH_QUESTION)
        Referral.objects.select_for_update().get(pk=asked.referral_id)
        asked.refresh_from_db(fields=["ending"])
        if asked.ending:
            raise Refused(TOO_LATE[asked.ending] + NOT_SENT)
        answer(referral=asked.referral, words=words, by=None)


def let_lapse(*, at: datetime | None = None) -> int:
    """Bring back to the desk whatever was not answered by its day. How many there were."""
    moment, authority = at or timezone.now(), Authority.current()
    today = timezone.localdate(moment)
    waiting = Question.objects.filter(ended_at__isnull=True, answer_by__lte=today)
    late = [row for row in waiting if closing_moment(row.answer_by, authority) <= moment]
    for question in late:
        _lapse(question, moment)
    return len(late)


def no_longer_asked(referral: Referral, moment: datetime) -> None:
    """End the question that waits, because the request was decided or passed on without it."""
    question = Question.objects.filter(referral=referral, ended_at__isnull=True).first()
    if question:
        _end(question, Question.Ending.NOT_NEEDED, moment)


@transaction.atomic
def _lapse(question: Question, moment: datetime) -> None:
    locked = Referral.objects.select_for_update().get(pk=question.referral_id)
    if not Question.objects.filter(pk=question.pk, ended_at__isnull=True).exists():
        return  # answered in this moment
    _end(question, Question.Ending.NO_ANSWER, moment)
    _come_back(locked, Referral.Returned.NO_ANSWER, None, moment)
    record("request.not_answered", locked, "No answer came from the sender in time", by=None)


def _end(
    question: Question, ending: str, moment: datetime, by: Any = None, answer: str = ""
) -> None:
    question.ending, question.ended_at = ending, moment
    question.answer, question.answered_by = answer, by
    question.save(update_fields=["ending", "ended_at", "answer", "answered_by"])


def _come_back(referral: Referral, why: str, by: Any, moment: datetime) -> None:
    """To the desk; where harm is alleged that nobody has looked into, to the social worker."""
    start_clock(referral, by, moment)
    stage = Stage.SOCIAL_WORK if harm_waits(referral) else Stage.SCREENING
    referral.change(returned=why, stage=stage)
