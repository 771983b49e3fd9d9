"""`manage.py import_people FILE.csv`: people whom another system knows, for matching."""

from cases.importing.commanding import ImportCommand
from cases.importing.people import People
from cases.models import ImportRun


class Command(ImportCommand):
    help = (
        "Imports people known from another system from a CSV file (docs/imports.md). They belong "
        "to no family and are found by matching. What is wrong is left out and listed; the same "
        "file again changes nothing."
    )
    importer = People
    kind = ImportRun.Kind.PEOPLE
    what = "people"
