from typing import Any

from django.core.management.base import BaseCommand

from audit.actions.anchoring import anchor


class Command(BaseCommand):
    help = "Write outside the database where the chains of the record stand now."

    def handle(self, *args: Any, **options: Any) -> None:
        closing = anchor()
        self.stdout.write(
            f"Anchored {closing['entries']} entries in {closing['heads']} chains:"
            f" {closing['digest']}"
        )
