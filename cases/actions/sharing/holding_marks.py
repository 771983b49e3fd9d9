"""Marks “not to be shared” hold in every family whose record has the item.

Somebody can belong to two families, after two records of theirs were made one. Their address then
stands on the record of both, and must not reach from either whoever it is kept from.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from audit.actions.recording import record
from audit.context import as_the_product
from cases.models import Membership, Withheld
from cases.withholding.kinds import Kind, kinds

SET_ALONG = "withheld.set_along"
NOT_HERE = "The item is not in this family’s record any more: two records were split again."


def hold_in_each(families: Iterable[int], by: Any) -> list[Withheld]:
    """Have every standing mark of these families hold in each of the others that has the item.
    Gives the marks that were written. To be called with the product’s own sight."""
    rows = Withheld.objects.filter(family__in=families, ended_at__isnull=True)
    marks = list(rows.select_related("person").order_by("pk"))
    return [one for mark in marks for one in _elsewhere(mark, by)]


def hold_elsewhere(mark: Withheld, by: Any) -> None:
    """Have a new mark hold in every other family that has the item, whether or not `by` sees it."""
    with as_the_product():
        _elsewhere(mark, by)


def end_strays(families: Iterable[int], since: datetime, by: Any) -> None:
    """End marks of items that these families no longer have, after a split of a merge that was
    made at `since`. A mark of before stands as it stood before."""
    standing = Withheld.objects.filter(family__in=families, ended_at__isnull=True)
    for mark in standing.filter(set_at__gte=since).order_by("pk"):
        kind = kinds().get(mark.kind)
        if kind and mark.family_id not in _families(kind, mark.row_id):
            ended = {"ended_by": by, "ended_at": timezone.now(), "end_reason": NOT_HERE}
            Withheld.objects.filter(pk=mark.pk).update(**ended)


def _elsewhere(mark: Withheld, by: Any) -> list[Withheld]:
    kind = kinds().get(mark.kind)
    others = sorted(_families(kind, mark.row_id) - {mark.family_id}) if kind else []
    return [made for family in others if kind and (made := _hold(mark, kind, family, by))]


def _families(kind: Kind, row_id: int) -> set[int]:
    """The families whose record has an item."""
    rows = kind.model._base_manager.filter(pk=row_id)
    return {number for number in rows.values_list(kind.of_family, flat=True) if number}


def _hold(mark: Withheld, kind: Kind, family: int, by: Any) -> Withheld | None:
    """Mark the item in another family too. Whoever does not belong there is known by name, and
    what was written of it for the one family stays there."""
    belongs = Membership.objects.filter(family=family, person=mark.person_id).exists()
    made, is_new = Withheld.objects.get_or_create(
        family_id=family,
        kind=mark.kind,
        row_id=mark.row_id,
        person=mark.person if belongs else None,
        name="" if belongs else mark.whom,
        ended_at=None,
        defaults={"why": mark.why, "set_by": by, "set_at": timezone.now()},
    )
    if not is_new:
        return None
    said = f"{kind.title} is not to be shared with {made.whom}, as in another record"
    record(SET_ALONG, made, said, by=by, family_id=family)
    return made
