"""References people can read out over the telephone."""

from datetime import date

from django.db import connection


def next_reference(prefix: str, on: date) -> str:
    """The next reference of this kind in the year of `on`: EH-2026-00417."""
    return reserve_references(prefix, on.year, 1)[0]


def reserve_references(prefix: str, year: int, how_many: int) -> list[str]:
    """Take `how_many` consecutive references at once. A number is never given out twice."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_referencecounter (prefix, year, last) VALUES (%s, %s, %s)"
            " ON CONFLICT (prefix, year) DO UPDATE"
            " SET last = audit_referencecounter.last + excluded.last RETURNING last",
            [prefix, year, how_many],
        )
        last = cursor.fetchone()[0]
    return [f"{prefix}-{year}-{number:05d}" for number in range(last - how_many + 1, last + 1)]
