"""Sending e-mail: asked for as a row of the verb's own transaction, sent by a worker after it."""

from collections.abc import Iterable
from typing import Any

from django.core.mail import EmailMessage

from audit.actions.queueing import Landing, ask
from audit.models import Job


def post(*, to: Iterable[str], subject: str, text: str, by: Any, key: str) -> Job:
    """Ask for one message to each of these addresses, once per `key`.

    Never a family’s or child’s name in the subject. What the text may say is the caller's to
    know: mail is read on other people's screens.
    """
    payload = {"to": sorted(set(to)), "subject": subject, "text": text}
    return ask("send_mail", key=f"mail {key}", by=by, payload=payload)


def send(job: Job) -> Landing:
    """The job: each address gets a message of its own, so that nobody sees the others."""
    for address in job.payload["to"]:
        EmailMessage(job.payload["subject"], job.payload["text"], to=[address]).send()
    return lambda: None
