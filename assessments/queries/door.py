"""What is asked of a link by whoever opens it, before anything is known of them."""

from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from assessments.link_rules import MOST_TRIES
from assessments.models import PlanLink
from assessments.queries.plan_links import code_digest


@dataclass(frozen=True)
class Tried:
    """The link that a key names, and whether the code opens it."""

    number: int
    case: int
    family: int
    who: str
    opens: bool


def try_code(link_key: str, code: str) -> Tried | None:
    """One question, whatever becomes of it. A wrong code counts. None: no link has this key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM try_plan_link(%s, %s, %s, %s)",
            [link_key, code_digest(link_key, code), MOST_TRIES, timezone.localdate()],
        )
        row = cursor.fetchone()
    return Tried(*row) if row else None


def link_inside(number: int, code: str) -> PlanLink | None:
    """The link somebody came in by, unless it was ended or its code was changed since."""
    rows = PlanLink.objects.filter(pk=number, code_digest=code, ended_at__isnull=True)
    return rows.select_related("person", "way", "case__locality", "case__family").first()
