"""Handing a family that lives elsewhere to the other council, and writing down their answer."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from audit.actions.posting import post
from audit.days import in_words
from audit.refusal import refuse_if
from cases.actions.people.telling import tell
from cases.models import Case, CaseSentOn
from cases.models.sent_on import SentOn
from cases.rules.blocking import blockers
from localities.calendar import add_working_days, due_date
from localities.clocks import in_force
from localities.models import Authority

Sent = TypeVar("Sent", bound=SentOn)

CLOCK, WORKING_DAYS = "other_council", 2
ALREADY = "This was sent on already and waits for their answer. Record it first."
NO_COUNCIL = "Choose the council, or enter its name."
NO_WAY = "Enter the secure email or the telephone number by which they were told."
NO_REASON = "Write how we know that the family lives there."
NO_ANSWER = "Choose whether they have the family or refuse it."
NOBODY = "Enter who of the other council answered."
ANSWERED = "Their answer has been recorded already."
TOO_EARLY = "They cannot have answered before it was sent on, nor in the future."
NO_WHY = "Write why they refuse, as they put it."
SUBJECT = "A family for you: please confirm receipt"
TEXT = (
    "A family that we know of lives in your area. Our reference is {reference}. For their sake "
    "nothing about them stands in this message: we send the details by secure e-mail or give "
    "them by telephone, {phone}.\n\nPlease confirm to {email} that you have them, or say why "
    "not, by {due}. Until then they stay with us.\n\n{council}\n"
)


@transaction.atomic
def send_case_on(*, case: Case, by: Any, to: Mapping[str, Any], why: str) -> CaseSentOn:
    """Hand a family that moved to the council it moved to. The case stays open, and ours."""
    case = Case.objects.select_for_update(of=("self",)).select_related("locality").get(pk=case.pk)
    refuse_if(blockers(case, "send_on", by))
    refuse_if([ALREADY] if CaseSentOn.objects.filter(case=case, answer="").exists() else [])
    sent = CaseSentOn.objects.create(case=case, **as_sent(to, why=why, by=by))
    said = f"Sent on to {sent.council_name}, who are to answer by {in_words(sent.due_on)}"
    tell(case, "case.sent_on", sent, said, by=by, reason=why)
    ask_for_receipt(sent, case.reference, by=by)
    return sent


@transaction.atomic
def answer_for_case(*, sent: CaseSentOn, by: Any, answer: str, **said: Any) -> CaseSentOn:
    """Write down that they have the family, or refuse it."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=sent.case_id)
    refuse_if(blockers(case, "answer_sent_on", by))
    sent = write_answer(sent, by=by, answer=answer, **said)
    words = f"{sent.council_name}: {sent.get_answer_display().lower()} ({sent.answered_by})"
    tell(case, "case.sent_on_answered", sent, words, by=by, reason=sent.answer_words)
    return sent


def as_sent(to: Mapping[str, Any], *, why: str, by: Any) -> dict[str, Any]:
    """The fields of a row that is sent on now. Refuses what is missing."""
    council = to.get("council")
    name = council.name if council else str(to.get("council_name", "")).strip()
    email = to.get("secure_email") or (council.secure_email if council else "")
    phone = to.get("phone") or (council.phone if council else "")
    refuse_if(
        [
            *([] if name else [NO_COUNCIL]),
            *([] if email or phone else [NO_WAY]),
            *([] if why.strip() else [NO_REASON]),
        ]
    )
    now = timezone.now()
    return {
        "council": council,
        "council_name": name,
        "secure_email": email,
        "phone": phone,
        "how": to["how"],
        "why": why.strip(),
        "sent_at": now,
        "sent_by": by,
        "due_on": answer_due(timezone.localdate(now)),
    }


def write_answer(
    sent: Sent, *, by: Any, answer: str, answered_by: str, on: date | None = None, words: str = ""
) -> Sent:
    """The answer on a locked row, once."""
    locked: Sent = type(sent)._base_manager.select_for_update().get(pk=sent.pk)
    day, today = on or timezone.localdate(), timezone.localdate()
    possible = timezone.localdate(locked.sent_at) <= day <= today
    refuse_if(
        [
            *([ANSWERED] if locked.answer else []),
            *([] if answer in {SentOn.Answer.RECEIPT, SentOn.Answer.REFUSAL} else [NO_ANSWER]),
            *([] if answered_by.strip() else [NOBODY]),
            *([] if possible else [TOO_EARLY]),
            *([NO_WHY] if answer == SentOn.Answer.REFUSAL and not words.strip() else []),
        ]
    )
    return locked.change(
        expected=sent.version,
        answer=answer,
        answered_on=day,
        answered_by=answered_by.strip(),
        answer_words=words.strip(),
        recorded_by=by,
    )


def answer_due(day: date) -> date:
    """By when another council should have answered what is sent on this day."""
    timescale = in_force(day).filter(key=CLOCK).first()
    return due_date(timescale, day) if timescale else add_working_days(day, WORKING_DAYS)


def ask_for_receipt(sent: SentOn, reference: str, *, by: Any) -> None:
    """A message that names nobody: that there is somebody, and whom to answer."""
    if not sent.secure_email:
        return
    ours = Authority.current()
    text = TEXT.format(
        reference=reference,
        phone=ours.desk_phone,
        email=ours.desk_email,
        due=in_words(sent.due_on),
        council=ours.name,
    )
    key = f"sent on {sent._meta.label_lower} {sent.pk}"
    post(to=[sent.secure_email], subject=SUBJECT, text=text, by=by, key=key)
