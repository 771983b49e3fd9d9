"""`manage.py load_services FILE.csv`: the directory of services and groups, from a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.context import Actor, entered
from localities.actions.loading_services import CannotLoad, read_services


class Command(BaseCommand):
    help = "Loads entries of the directory from a CSV file. An entry is known again by its key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            with entered(Actor(name="loading the directory")):
                count = read_services(file, by=None)
        except CannotLoad as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"{count} entries loaded.")
