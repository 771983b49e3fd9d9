"""Marks “not to be shared” hold in every family whose record has the item.

Somebody can belong to two families, after two records of theirs were made one. Their address then
stands on the record of both, and must not reach from either whoever it is kept from.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.actions.recording import record
from audit.context import as_the_product
from cases.actions.people.gathering import as_json
from cases.models import Address, ContactWay, Membership, MergedRow, Person, Withheld
from cases.withholding.kinds import Kind, kinds
from cases.withholding.words import FEWEST_DIGITS

SET_ALONG = "withheld.set_along"
NOT_HERE = "The item is not in this family’s record any more: two records were split again."


def hold_in_each(kept: Person, by: Any) -> list[Withheld]:
    """After a merge, have every standing mark of the person's families hold in each that has the
    item, and for what says the same: two records of one person mostly give one address. Gives
    the marks that were written. To be called with the product’s own sight."""
    families = set(Membership.objects.filter(person=kept).values_list("family_id", flat=True))
    rows = Withheld.objects.filter(family__in=families, ended_at__isnull=True)
    marks = list(rows.select_related("person").order_by("pk"))
    return [one for mark in marks for one in _in_each(mark, by, came=kept.pk)]


def hold_elsewhere(mark: Withheld, by: Any) -> None:
    """Have a new mark hold in every other family that has the item, whether or not `by` sees it."""
    with as_the_product():
        _in_each(mark, by)


def make_own(mark: Withheld, by: Any, *, why: str, words: str) -> bool:
    """A mark that a merge wrote becomes the family’s own once somebody there sets it, too: a
    split leaves it. Says whether it was such a mark still."""
    with as_the_product():
        written = MergedRow.objects.filter(
            what=MergedRow.What.ADDED, table=Withheld._meta.db_table, row_id=mark.pk
        ).first()
        if written is None or as_json(mark) != written.after:
            return False
    mark.why, mark.words, mark.set_by, mark.set_at = why, words, by, timezone.now()
    mark.save(update_fields=["why", "words", "set_by", "set_at"])
    return True


def settle(
    one: Person, other: Person, *, families: Iterable[int], since: datetime, by: Any
) -> None:
    """After a split of two records that were one from `since` on: what each family marked
    meanwhile is of the record that it has, and from the one that it has. Marks of what it has
    no more are ended; a mark of before stands as it stood before."""
    standing = Withheld.objects.filter(family__in=families, ended_at__isnull=True)
    for mark in standing.filter(set_at__gte=since).order_by("pk"):
        kind = kinds().get(mark.kind)
        if kind is None:
            continue
        _go_back(mark, kind, {one.pk: other.pk, other.pk: one.pk})
        if mark.family_id not in _families(kind, mark.row_id):
            _end(mark, by)


def alike(rows: Iterable[Any], row_id: int) -> list[Any]:
    """The item among these, and those that say the same: one address stands on everybody who lives
    there. None where the item is not among them."""
    found = list(rows)
    said = {_says(row) for row in found if row.pk == row_id} - {""}
    return [row for row in found if row.pk == row_id or _says(row) in said]


def _says(row: Any) -> str:
    """What an address or a way to reach somebody says, however it is written; nothing of other
    items, and of what says too little to be known by."""
    if not isinstance(row, Address | ContactWay):
        return ""
    words = row.value if isinstance(row, ContactWay) else f"{row.lines}{row.postcode}"
    plain = "".join(letter for letter in words.casefold() if letter.isalnum())
    return plain if len(plain) >= FEWEST_DIGITS else ""


def _in_each(mark: Withheld, by: Any, came: int | None = None) -> list[Withheld]:
    """In every other family; in its own for what came with a record, by the person it is of."""
    kind = kinds().get(mark.kind)
    if kind is None:
        return []
    return [
        made
        for family in sorted(_families(kind, mark.row_id))
        for row in alike(kind.in_family(family), mark.row_id)
        if family != mark.family_id or row.pk == mark.row_id or _is_of(row, came)
        if (made := _hold(mark, kind, family, row.pk, by))
    ]


def _is_of(row: Any, person: int | None) -> bool:
    return person is not None and getattr(row, "person_id", None) == person


def _families(kind: Kind, row_id: int) -> set[int]:
    """The families whose record has an item."""
    rows = kind.model._base_manager.filter(pk=row_id)
    return {number for number in rows.values_list(kind.of_family, flat=True) if number}


def _hold(mark: Withheld, kind: Kind, family: int, number: int, by: Any) -> Withheld | None:
    """Mark the item in a family, too. Whoever does not belong there is known by name, and what
    was written of it for the one family stays there."""
    own = family == mark.family_id
    known = own or _belongs(family, mark.person_id)
    made, is_new = Withheld.objects.get_or_create(
        family_id=family,
        kind=mark.kind,
        row_id=number,
        person=mark.person if known else None,
        name=mark.name if known else mark.whom,
        ended_at=None,
        defaults={
            "why": mark.why,
            "words": mark.words if own else "",
            "set_by": by,
            "set_at": timezone.now(),
        },
    )
    if is_new and number == mark.row_id:
        said = f"{kind.title} is not to be shared with {made.whom}, as in another record"
        record(SET_ALONG, made, said, by=by, family_id=family)
    return made if is_new else None


def _go_back(mark: Withheld, kind: Kind, other: dict[int, int]) -> None:
    """To the record of the two that the family has, where it has one of them alone."""
    values = {"person_id": mark.person_id}
    if kind.model is Person:
        values["row_id"] = mark.row_id
    found = {
        column: other[number]
        for column, number in values.items()
        if number in other
        and not _belongs(mark.family_id, number)
        and _belongs(mark.family_id, other[number])
    }
    if not found:
        return
    try:
        with transaction.atomic():
            Withheld.objects.filter(pk=mark.pk).update(**found)
    except IntegrityError:  # it is marked there already
        return
    for column, number in found.items():
        setattr(mark, column, number)


def _belongs(family: int, person: int | None) -> bool:
    return Membership.objects.filter(family=family, person=person).exists()


def _end(mark: Withheld, by: Any) -> None:
    ended = {"ended_by": by, "ended_at": timezone.now(), "end_reason": NOT_HERE}
    Withheld.objects.filter(pk=mark.pk).update(**ended)
