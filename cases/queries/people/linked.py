"""Other families that share a child with this one, or are linked with it."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F

from cases.models import Case, Person
from cases.queries.rows import built


@dataclass(frozen=True)
class LinkedFamily:
    """Another family, as far as this person may know of it.

    Its name and case only where they may see one of its cases; else what both families hold:
    the children in both, why they are linked and who coordinates.
    """

    name: str
    children: list[str]
    why: str
    coordinator: str
    reference: str
    is_open: bool


def linked_families(case: Case, user: Any) -> list[LinkedFamily]:
    """Families that share a child with this case's family, or a link. Another family's own row
    need not be visible, so a named function finds them; their cases only where they are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM linked_families_of(%s)", [case.family_id])
        found = cursor.fetchall()
    seen = _seen(user, [row[0] for row in found]) if found else {}
    return [_linked(row, seen.get(row[0])) for row in found]


def _seen(user: Any, families: list[int]) -> dict[int, Case]:
    """The latest case this person may see of each family, an open one first."""
    cases = Case.objects.visible_to(user).filter(family__in=families).select_related("family")
    ordered = cases.order_by("family", F("closed_on").desc(nulls_first=True), "-pk")
    return {case.family_id: case for case in ordered.distinct("family")}


def _linked(row: tuple[Any, ...], case: Case | None) -> LinkedFamily:
    _, children, why, lead = row
    return LinkedFamily(
        name=case.family.name if case else "",
        children=[built(Person, child).name for child in json.loads(children or "[]")],
        why=why,
        coordinator=lead,
        reference=case.reference if case else "",
        is_open=case is not None and case.closed_on is None,
    )


def counted_once(families: list[LinkedFamily]) -> list[str]:
    """The children who belong to more than one family, each named once."""
    return sorted({child for family in families for child in family.children})
