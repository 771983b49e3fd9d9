"""`manage.py import_referrals FILE.csv`: requests for support that another system holds."""

from cases.importing.commanding import ImportCommand
from cases.models import ImportRun
from referrals.importing.requests import Requests


class Command(ImportCommand):
    help = (
        "Imports requests for support from a CSV file, one row per person (docs/imports.md). "
        "What is wrong is left out and listed; the same file again changes nothing."
    )
    importer = Requests
    kind = ImportRun.Kind.REQUESTS
    what = "requests"
