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


def receipt_of(reference: str) -> Receipt | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM receipt_of(%s)", [reference])
        row = cursor.fetchone()
    return Receipt(*row) if row else None
