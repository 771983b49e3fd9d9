"""What a receipt shows. The public sees no request, so a named function answers."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection


@dataclass(frozen=True)
class Receipt:
    """That a request came, and what happens next. Nothing of what it says about anybody."""

    reference: str
    sender: str
    urgent: bool
    offers_to_lead: bool
    due_at: datetime
    safe_way: str  # how the family may safely be told, without the number or the reason


def reply_path_of(reference: str) -> tuple[bool, bool]:
    """Whether a code goes with the receipt, and whether its sender still has to confirm an
    address."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reply_path_of(%s)", [reference])
        row = cursor.fetchone()
    return (bool(row[0]), bool(row[1])) if row else (False, False)


def receipt_of(reference: str) -> Receipt | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM receipt_of(%s)", [reference])
        row = cursor.fetchone()
    return Receipt(*row) if row else None
