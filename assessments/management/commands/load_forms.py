"""manage.py load_forms: publish the assessment forms of assessments/forms/."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.actions.loading import load_forms
from assessments.form_files import BadForm


class Command(BaseCommand):
    help = "Publishes every version of a form that is not published yet. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="only these files")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            published = load_forms(options["files"] or None)
        except (BadForm, OSError) as problem:
            raise CommandError(str(problem)) from None
        for version in published:
            self.stdout.write(f"Published: {version}, in force from {version.effective_from}")
        if not published and options["verbosity"] > 0:
            self.stdout.write("Every form was published already.")
