"""E-mail that opens a door: links and codes lie sealed until a worker sends them."""

import json
import uuid

from accounts.sealing import Broken, seal, unseal
from audit.actions.posting import deliver
from audit.actions.queueing import CannotBeDone, Landing, ask
from audit.models import Job

USE = "mail"
LASTS = 3600  # seconds; a code that comes later is of no use


def post_sealed(*, to: list[str], subject: str, text: str) -> Job:
    """Ask for a letter that nobody who reads the table of jobs may read."""
    sealed = seal(json.dumps({"to": to, "subject": subject, "text": text}), use=USE)
    return ask("send_sealed_mail", key=f"sealed {uuid.uuid4()}", by=None, payload={"mail": sealed})


def send(job: Job) -> Landing:
    """The job. A letter to nobody is work like any other, and sends nothing."""
    try:
        mail = json.loads(unseal(job.payload["mail"], use=USE, seconds=LASTS))
    except Broken:
        raise CannotBeDone("This letter lay too long and was not sent. Ask for it again.") from None
    for address in mail["to"]:
        deliver(job, to=address, subject=mail["subject"], text=mail["text"])
    return lambda: None
