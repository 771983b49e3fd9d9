"""Sending e-mail: asked for as a row of the verb's own transaction, sent by a worker after it.

One job for each recipient, tried for a day and a half (settings.MAIL_PAUSES). A letter goes out at
least once: a worker killed after the mail system took it and before that was written down sends
it again, with the same Message-ID, by which mail systems know that they have it. The other way
round, at most once, would lose an answer that somebody waits for.
"""

import hashlib
import hmac
import re
import smtplib
from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from django.conf import settings
from django.core.mail import EmailMessage

from audit.actions.queueing import CannotBeDone, Landing, NotNow, ask
from audit.directions import isolated
from audit.models import Job

REFUSED = "The mail system refused this message{}. Check the address, or tell them another way."
NOT_TAKEN = (
    "The mail system did not take this message for a day and a half. Send it again, or tell them "
    "another way."
)
LETTERS = ("send_mail", "ask_to_confirm", "send_sealed_mail")  # the kinds of job that are letters
_NUMBER = re.compile(r"(\d{1,18})\.([0-9a-f]{20})")


class Calendar(TypedDict):
    """A calendar file that goes with a message: what its reader is to do, and the file."""

    method: str  # REQUEST or CANCEL, as in the file
    text: str


def post(
    *,
    to: Iterable[str],
    subject: str,
    text: str,
    by: Any,
    key: str,
    calendar: Calendar | None = None,
) -> list[Job]:
    """Ask for a message to each of these addresses, once per `key` and address.

    Never a family’s or child’s name in the subject. What the text and the calendar file may say
    is the caller's to know: mail is read on other people's screens.
    """
    more = {"calendar": calendar} if calendar else {}
    return [
        ask(
            "send_mail",
            key=letter_key(key, address),
            by=by,
            payload={"to": [address], "subject": subject, "text": text, **more},
        )
        for address in sorted(set(to))
    ]


def addresses_of(people: Iterable[Any], *, but: Any) -> list[str]:
    """Of those who still work here. `but` is whoever did it, who knows; None where nobody did."""
    knows = but.pk if but else None
    return [user.email for user in people if user and user.is_active and user.pk != knows]


def letter_key(key: str, address: str) -> str:
    """The key of the job that is the letter of this key to this address."""
    return f"mail {key} {_digest(address)}"


def send(job: Job) -> Landing:
    """The job: one message to one address."""
    for address in job.payload["to"]:
        deliver(
            job,
            to=address,
            subject=job.payload["subject"],
            text=job.payload["text"],
            calendar=job.payload.get("calendar"),
        )
    return lambda: None


def deliver(
    job: Job, *, to: str, subject: str, text: str, calendar: Mapping[str, str] | None = None
) -> None:
    """Hand a job's message to the mail system. Raises CannotBeDone where it says “never”, NotNow
    where it says “later” or is not there."""
    number = number_of(job)
    own = settings.DEFAULT_FROM_EMAIL
    name, _, domain = settings.MAIL_BOUNCES_TO.partition("@")
    message = EmailMessage(
        isolated(subject),
        isolated(text),
        from_email=f"{name}+{number}@{domain}" if domain else own,
        to=[to],
        headers={
            "From": own,
            "Message-ID": f"<{number}@{_domain(own)}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    if calendar:
        kind = f"text/calendar; method={calendar['method']}"
        message.attach("invitation.ics", calendar["text"], kind)
    try:
        message.send()
    except smtplib.SMTPException as problem:
        if code := _refused_for_good(problem):
            raise CannotBeDone(REFUSED.format(f" ({code})")) from None
        raise NotNow(NOT_TAKEN) from problem
    except OSError as problem:  # nobody answers
        raise NotNow(NOT_TAKEN) from problem


def number_of(job: Job) -> str:
    """What stands in a letter's Message-ID: the job's number, and that we wrote it."""
    return f"{job.pk}.{_mark(job)}"


def job_of(text: str) -> Job | None:
    """The letter that a text which came back names, if one of ours is named at all."""
    for number, mark in _NUMBER.findall(text):
        job = Job.objects.filter(pk=int(number), kind__in=LETTERS).first()
        if job and hmac.compare_digest(mark, _mark(job)):
            return job
    return None


def _mark(job: Job) -> str:
    """Follows from the key, so that it is the same each time the letter is sent."""
    secret = f"letter {settings.SECRET_KEY}".encode()
    return hmac.new(secret, f"{job.pk} {job.key}".encode(), hashlib.sha256).hexdigest()[:20]


def _refused_for_good(problem: smtplib.SMTPException) -> int:
    """The code 5xx of a refusal that stays; 0 where later may go."""
    codes = [getattr(problem, "smtp_code", 0)]
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in problem.recipients.values()]
    if isinstance(problem, smtplib.SMTPAuthenticationError):  # ours to mend, not the recipient's
        return 0
    return next((code for code in codes if 500 <= code < 600), 0)


def _digest(address: str) -> str:
    return hashlib.sha256(address.lower().encode()).hexdigest()[:16]


def _domain(address: str) -> str:
    return address.rpartition("@")[2].strip("> ") or "localhost"
