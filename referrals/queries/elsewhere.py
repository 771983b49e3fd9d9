"""Requests that wait with another team: that there is one, and nothing of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Elsewhere:
    """A request the desk need not look for: people named on a restricted record have it."""

    reference: str
    received_at: datetime


def requests_elsewhere(user: Any) -> list[Elsewhere]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM requests_elsewhere(%s)", [user.pk])
        return [Elsewhere(*row) for row in cursor.fetchall()]
