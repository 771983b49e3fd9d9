"""Letters that came back: what the recipient's mail system says becomes the job's problem."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.utils import timezone

from audit.actions.posting import job_of
from audit.models import Job

CAME_BACK = "It came back: {}. Check the address, or tell them another way."
# What the class of a status means (RFC 3463), in words for whoever wrote.
MEANINGS = {
    "1": "there is no such address",
    "2": "the mailbox is full or closed",
    "7": "their mail system does not accept it",
}
LONGEST = 2_000_000  # bytes of a report that are read


def note_bounce(report: bytes) -> Job | None:
    """Take a delivery report (RFC 3464) and note that the letter it names did not arrive.

    Only failures: a report of delay or delivery changes nothing. None where it names no letter
    of ours. What the report says in words is not kept: it quotes addresses.
    """
    message = message_from_bytes(report[:LONGEST], policy=policy.default)
    assert isinstance(message, EmailMessage)
    status = _failure(message)
    job = job_of(_where_it_names_us(message)) if status else None
    if job is None:
        return None
    words = MEANINGS.get(status.split(".")[1], "their mail system could not deliver it")
    Job.objects.filter(pk=job.pk, state__in=[Job.State.DONE, Job.State.FAILED]).update(
        state=Job.State.FAILED,
        finished_at=timezone.now(),
        problem=CAME_BACK.format(f"{words} ({status})"),
    )
    return job


def _failure(message: EmailMessage) -> str:
    """The status of the first recipient who got nothing, such as 5.1.1; none: nobody failed."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            text = "\n".join(str(each) for each in part.get_payload())
            if re.search(r"^Action:\s*failed", text, re.IGNORECASE | re.MULTILINE):
                found = re.search(r"^Status:\s*(5\.\d{1,3}\.\d{1,3})", text, re.MULTILINE)
                return found[1] if found else "5.0.0"
    return ""


def _where_it_names_us(message: EmailMessage) -> str:
    """Where a report says which letter it is about: whom it was sent to, and the letter's head."""
    said = [str(message.get(name, "")) for name in ("To", "Delivered-To", "X-Original-To")]
    for part in message.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            payload = part.get_payload()
            said += [str(payload[0] if isinstance(payload, list) else payload)]
    return "\n".join(said)
