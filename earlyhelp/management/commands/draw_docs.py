"""`manage.py draw_docs`: draws the documents that come from the code's own tables."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from earlyhelp.drawing import DRAWN


class Command(BaseCommand):
    help = "Draws docs/ from the code: the journey, the roles, the timescales."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when stale")

    def handle(self, *args: Any, **options: Any) -> None:
        stale = [
            (place, drawn)
            for name, draw in DRAWN.items()
            if _written(place := _place(name)) != (drawn := draw())
        ]
        if options["check"] and stale:
            names = ", ".join(f"docs/{place.name}" for place, _drawn in stale)
            raise CommandError(f"Stale: {names}. Run manage.py draw_docs and look at them.")
        for place, drawn in stale:
            place.write_text(drawn, encoding="utf-8")
            self.stdout.write(f"Drawn: docs/{place.name}")


def _place(name: str) -> Path:
    return Path(settings.BASE_DIR) / "docs" / name


def _written(place: Path) -> str:
    return place.read_text(encoding="utf-8") if place.exists() else ""
