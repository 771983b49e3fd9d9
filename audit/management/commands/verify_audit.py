import sys
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_date

from audit.context import Actor, entered
from audit.queries.anchors import disagreeing, newer_than_anchor
from audit.queries.faults import faults


class Command(BaseCommand):
    help = "Recompute the chains of the record and say which entry was changed or is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", metavar="REFERENCE", help="the chain of one case")
        parser.add_argument("--since", metavar="DATE", help="chains that grew since: 2026-11-25")

    def handle(self, *args: Any, **options: Any) -> None:
        with entered(Actor(name="verify_audit", scope="system")):
            if self._verify(options):
                sys.exit(1)

    def _verify(self, options: dict[str, Any]) -> int:
        case = _case(options["case"]) if options["case"] else None
        found = 0
        for fault in faults(case, _since(options["since"])):
            found += 1
            self.stdout.write(str(fault))
        for fault in disagreeing(f"case:{case}" if case is not None else None):
            found += 1
            self.stdout.write(str(fault))
        self._say(found)
        return found

    def _say(self, found: int) -> None:
        newer = newer_than_anchor()
        if newer is None:
            self.stdout.write("There is no anchor yet: run manage.py anchor_audit.")
        else:
            self.stdout.write(f"{max(newer, 0)} entries are newer than the last anchor.")
        self.stdout.write(f"{found} faults." if found else "The record agrees with its chains.")


def _case(reference: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cases_case WHERE reference = %s", [reference.upper()])
        row = cursor.fetchone()
    if row is None:
        raise CommandError(f"There is no case {reference}.")
    return int(row[0])


def _since(text: str | None) -> datetime | None:
    if not text:
        return None
    day = parse_date(text)
    if day is None:
        raise CommandError("Give the date as 2026-11-25.")
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
