import sys
from typing import Any

from django.core.management.base import BaseCommand

from audit.actions.bouncing import LONGEST, note_bounce
from audit.context import Actor, entered


class Command(BaseCommand):
    help = (
        "Read a delivery report (RFC 3464) from standard input and note that the letter it names "
        "came back. For a mail system’s pipe. Always ends well: a mail system must not bounce a "
        "bounce."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        report = sys.stdin.buffer.read(LONGEST)
        with entered(Actor(name="Noting what came back", scope="system")):
            job = note_bounce(report)
        self.stdout.write(f"Noted: letter {job.pk} came back" if job else "No letter of ours")
