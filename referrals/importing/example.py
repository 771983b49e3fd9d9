"""The example file: every column, one request of two rows about nobody."""

import csv
import io

from referrals.importing.columns import COLUMNS

SECOND = {
    "reference": COLUMNS["reference"].example,
    "kind": "adult",
    "given_name": "Ngozi",
    "family_name": "Okafor",
    "relationship": "Mother",
}


def example_file() -> str:
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerow(column.example for column in COLUMNS.values())
    writer.writerow(SECOND.get(name, "") for name in COLUMNS)
    return out.getvalue()
