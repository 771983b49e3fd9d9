"""Loading the postcodes of an area, and giving each to the locality whose hub is nearest."""

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from django.db import connection, transaction

from localities.routing import tidy_postcode

BATCH = 5_000


class CannotLoad(Exception):
    """The file is not one of postcodes. Its text says what to do."""


class Row(NamedTuple):
    """A postcode, where it lies in metres of the National Grid, and whose area that is."""

    postcode: str
    easting: int
    northing: int
    local_authority: str


class Columns(NamedTuple):
    """What the file calls its columns; `ended` is empty where it has no such column."""

    postcode: str
    easting: str
    northing: str
    local_authority: str
    ended: str = ""


@transaction.atomic
def load_postcodes(file: Path, *, authority: str = "") -> int:
    """Write the live postcodes of a file, in place of what was known of them; how many.

    Takes the columns of this product's own files and of the ONS Postcode Directory. With
    `authority`, an ONS code such as E08000031, only those of that council.
    """
    count = 0
    rows = _rows(file, authority)
    while batch := list(islice(rows, BATCH)):
        _write(batch)
        count += len(batch)
    if not count:
        raise CannotLoad(f"{file.name} has no postcode of {authority or 'any council'}.")
    assign_postcodes()
    return count


def assign_postcodes() -> None:
    """Give every postcode to the locality whose hub lies nearest, as the crow flies."""
    with connection.cursor() as cursor:
        cursor.execute(_ASSIGN)


# Asked postcode by postcode: joined, a table that was filled a moment ago is planned as if empty.
_ASSIGN = """
    UPDATE localities_postcode p
    SET locality_id = (
        SELECT l.id FROM localities_locality l
        WHERE l.easting IS NOT NULL AND l.northing IS NOT NULL
        ORDER BY (p.easting - l.easting)::bigint * (p.easting - l.easting)
            + (p.northing - l.northing)::bigint * (p.northing - l.northing), l.id
        LIMIT 1)
"""


def _rows(file: Path, authority: str) -> Iterator[Row]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        columns = _columns(file, reader.fieldnames or [])
        for line in reader:
            row = _row(line, columns)
            if row and authority in {"", row.local_authority}:
                yield row


def _row(line: dict[str, str], columns: Columns) -> Row | None:
    """The row of a live postcode that has a place; the directory also lists ended ones."""
    if columns.ended and line[columns.ended].strip():
        return None
    postcode = tidy_postcode(line[columns.postcode])
    easting, northing = line[columns.easting].strip(), line[columns.northing].strip()
    if not postcode or not easting or not northing:
        return None
    place = int(float(easting)), int(float(northing))
    return Row(postcode, *place, line[columns.local_authority].strip())


def _columns(file: Path, names: Iterable[str]) -> Columns:
    """Our own names, the directory's older ones, or its newer ones with a year in them."""
    by_name = {name.strip().lower(): name for name in names}

    def named(pattern: str) -> str:
        return next((by_name[name] for name in by_name if re.fullmatch(pattern, name)), "")

    found = Columns(
        named("postcode|pcds"),
        named("easting|oseast1m|east1m"),
        named("northing|osnrth1m|north1m"),
        named(r"local_authority|oslaua|laua|lad\d\dcd|ladcd"),
        named("doterm"),
    )
    if not all(found[:4]):
        raise CannotLoad(
            f"{file.name} needs the columns postcode, easting, northing and local_authority, "
            "or pcds, oseast1m, osnrth1m and oslaua of the ONS Postcode Directory."
        )
    return found


def _write(batch: list[Row]) -> None:
    unique = {row.postcode: row for row in batch}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO localities_postcode (postcode, easting, northing, local_authority)"
            " SELECT * FROM unnest(%s::varchar[], %s::int[], %s::int[], %s::varchar[])"
            " ON CONFLICT (postcode) DO UPDATE SET easting = excluded.easting,"
            " northing = excluded.northing, local_authority = excluded.local_authority",
            [list(column) for column in zip(*unique.values(), strict=True)],
        )
