"""`manage.py load_postcodes FILE.csv`: the postcodes of the area, each with its locality."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.context import Actor, entered
from localities.actions.loading_postcodes import CannotLoad, load_postcodes
from localities.models import Authority, Locality


class Command(BaseCommand):
    help = (
        "Loads postcodes from a CSV file of this product's form or the ONS Postcode Directory, "
        "and gives each to the locality whose hub is nearest."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--authority", help="only this council's, by its ONS code; otherwise our own"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        with entered(Actor(name="loading postcodes")):
            authority = options["authority"]
            if authority is None:
                authority = Authority.current().ons_code
            try:
                count = load_postcodes(file, authority=authority)
            except CannotLoad as problem:
                raise CommandError(str(problem)) from None
            placed = Locality.objects.filter(easting__isnull=False).exists()
        self.stdout.write(f"{count} postcodes loaded.")
        if not placed:
            self.stdout.write(
                "No locality has a hub with a grid reference yet. Give them one and load again, "
                "so that an address finds its locality."
            )
