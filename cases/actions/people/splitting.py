"""Splitting a wrong merge: what it moved goes back; what was added since is placed row by row."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.context import as_the_product
from audit.models import Stale
from audit.refusal import Refused, refuse_if
from cases.actions.people.gathering import move_one
from cases.actions.people.merging import locked_pair, remark, sees_all_restricted, tell
from cases.actions.people.putting_back import put_back
from cases.actions.sharing.holding_marks import settle
from cases.models import Membership, Merge, MergedRow, Person
from cases.queries.people.merges import (
    Added,
    added_since,
    reasons_not_to_place,
    reasons_not_to_split,
)
from cases.rules.merging import MERGED, NO_SPLIT_REASON, NOT_TOGETHER, TAKEN_SINCE


@transaction.atomic
def split(
    *,
    merge: Merge,
    by: Any,
    reason: str,
    versions: tuple[int, int],
    places: Mapping[str, str] | None = None,
) -> Merge:
    """Undo a merge: two people again, each with what was theirs.

    `places` says of each row added since, by its key, whose it is: "kept" or "merged". Raises
    Stale where the merge or the kept record changed since it was shown, Refused with the reasons.
    """
    kept, merged = locked_pair(merge.kept, merge.merged)
    locked = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if locked.version != versions[0]:
        raise Stale(locked)
    if kept.version != versions[1]:
        raise Stale(kept)
    refuse_if(reasons_not_to_split(locked, by))
    if not reason.strip():
        raise Refused(NO_SPLIT_REASON)
    if not sees_all_restricted(kept, merged, by):
        raise Refused(NOT_TOGETHER)
    with as_the_product():
        added = added_since(locked)
    refuse_if(reasons_not_to_place(added, by, places or {}))
    with as_the_product():
        _split(locked, kept, merged, added, places or {})
        both = Membership.objects.filter(person__in=[kept.pk, merged.pk])
        families = set(both.values_list("family_id", flat=True))
        settle(kept, merged, families=families, since=locked.at, by=by)
        locked.change(split_by=by, split_at=timezone.now(), split_reason=reason.strip())
        for person in (kept, merged):
            said = f"{person.name}: a merge with another record was undone"
            tell(locked, person, "person.split", said, by)
    return locked


def _split(
    merge: Merge, kept: Person, merged: Person, added: list[Added], places: Mapping[str, str]
) -> None:
    newer = max(kept.version, merged.version) + 1
    try:
        with transaction.atomic():
            put_back(merge)
            for one in added:
                if places.get(one.key) == MERGED:
                    _give(merge, one, merged)
    except IntegrityError:
        raise Refused(TAKEN_SINCE) from None
    Person.objects.filter(pk__in=[kept.pk, merged.pk]).update(version=newer)
    remark(kept, merged)
    for person in (kept, merged):
        person.refresh_from_db()


def _give(merge: Merge, one: Added, merged: Person) -> None:
    before, after = move_one(one.pointer, one.row, merged.pk)
    MergedRow.objects.create(
        merge=merge,
        what=MergedRow.What.PLACED,
        table=one.pointer.table,
        row_id=one.row.pk,
        column=one.pointer.column,
        before=before,
        after=after,
    )
