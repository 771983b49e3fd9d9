"""`manage.py load_demo`: the demonstration authority, into an empty database."""

import os
import time
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from earlyhelp.demo.checks import FigureMissed
from earlyhelp.demo.loading import EARLIEST, SEED, Wish, is_empty, load
from earlyhelp.local.greeting import DEMO_ACCOUNTS, DEMO_PASSWORD


class Command(BaseCommand):
    help = "Loads the demonstration: an invented authority, its past and its present."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where there is data"
        )
        parser.add_argument("--seed", type=int, default=SEED, help="another seed, other people")
        parser.add_argument(
            "--today", type=date.fromisoformat, help="the day the caseload is dated around"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and not is_empty():
            self.stdout.write("There is data already: nothing was loaded.")
            return
        today = options["today"] or timezone.localdate()
        self._refuse(today)
        password = os.environ.get("DEMO_PASSWORD", DEMO_PASSWORD)
        say = self._say if options["verbosity"] else _hush
        began = time.monotonic()
        try:
            load(Wish(today, password, options["seed"]), say)
        except FigureMissed as missed:
            raise CommandError(str(missed)) from None
        say(f"Loaded in {time.monotonic() - began:.0f} seconds. Sign in as:")
        for email, who in DEMO_ACCOUNTS.items():
            say(f"  {email}  {who}")
        say(f"Password: {password}")

    def _refuse(self, today: date) -> None:
        if not is_empty():
            raise CommandError(
                "This database is in use, and the demonstration would mix invented people with "
                "what is there. Load it into an empty database."
            )
        if today < EARLIEST:
            raise CommandError(f"Give a --today from {EARLIEST} on: the past ends before that day.")

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)


def _hush(sentence: str) -> None:
    """Nobody wants to read it."""
