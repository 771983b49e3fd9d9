"""`manage.py load_demo`: the demonstration authority, into an empty database."""

import os
import time
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from earlyhelp.demo.checks import FigureMissed
from earlyhelp.demo.loading import SEED, Wish, is_empty, load
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
        if not is_empty():
            if options["if_empty"]:
                self.stdout.write("There is data already: nothing was loaded.")
                return
            raise CommandError(
                "This database is in use, and the demonstration would mix invented people with "
                "what is there. Load it into an empty database."
            )
        say = self.stdout.write if options["verbosity"] else str
        began = time.monotonic()
        password = os.environ.get("DEMO_PASSWORD", DEMO_PASSWORD)
        today = options["today"] or timezone.localdate()
        try:
            load(Wish(today, password, options["seed"]), say)
        except FigureMissed as missed:
            raise CommandError(str(missed)) from None
        say(f"Loaded in {time.monotonic() - began:.0f} seconds. Sign in as:")
        for email, who in DEMO_ACCOUNTS.items():
            say(f"  {email}  {who}")
        say(f"Password: {password}")
