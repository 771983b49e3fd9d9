"""Files of requests for tests."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management import call_command

from referrals.importing.columns import COLUMNS

REQUEST = {
    "reference": "HPS-1",
    "sender": "school",
    "sender_name": "Sam Rowan",
    "sender_phone": "01632 960100",
    "address": "1 Test Street",
    "postcode": "wv14 0aa",
    "worries": "Late and hungry on most mornings",
    "family_knows": "agrees",
    "given_name": "Amara",
    "family_name": "Okafor",
    "date_of_birth": "27/03/2016",
}


def row(**changes: str) -> dict[str, str]:
    """A row of a request that is right, or as said."""
    return REQUEST | changes


def person(reference: str, **cells: str) -> dict[str, str]:
    """Another row of the same request: only what is of this person."""
    return {"reference": reference} | cells


def file_of(
    *rows: dict[str, str], columns: Iterable[str] = (), separator: str = ",", start: str = ""
) -> str:
    """The rows as a file."""
    out = io.StringIO()
    out.write(start)
    names = list(columns) or list(COLUMNS)
    writer = csv.DictWriter(out, names, delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def imported(
    folder: Path, text: str | bytes, *options: Any, command: str = "import_referrals"
) -> str:
    """Import it from the command line; what was said."""
    file = folder / "requests.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    out = io.StringIO()
    call_command(command, file, *options, stdout=out, stderr=io.StringIO())
    return out.getvalue()
