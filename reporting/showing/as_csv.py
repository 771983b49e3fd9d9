"""A table as a file for a spreadsheet. Every line says of itself what it is."""

import csv
import io
from typing import Any

from reporting.table import Row, Table

HEADS = (
    "measure", "title", "unit", "from", "to", "by", "label", "series", "numerator", "denominator",
    "value", "also", "before_numerator", "before_denominator", "before_value", "before_also",
    "population", "per_1000",
)  # fmt: skip
RISKY = ("=", "+", "-", "@", "\t", "\r")


def table_csv(table: Table) -> str:
    """With a heading line; the last line is the total."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADS)
    for row in (*table.rows, table.total):
        writer.writerow([guarded(cell) for cell in _cells(table, row)])
    return out.getvalue()


def guarded(cell: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(cell, str) and cell.startswith(RISKY):
        return f"'{cell}"
    return cell


def _cells(table: Table, row: Row) -> list[Any]:
    now, before, measure = row.now, row.before, table.measure
    return [
        measure.key,
        measure.title,
        measure.unit,
        table.period.start.isoformat(),
        table.period.end.isoformat(),
        table.cut.key,
        row.label,
        row.series_label,
        now.numerator,
        now.denominator,
        now.value,
        now.also,
        before.numerator if before else None,
        before.denominator if before else None,
        before.value if before else None,
        before.also if before else None,
        row.population,
        row.per_1000,
    ]
