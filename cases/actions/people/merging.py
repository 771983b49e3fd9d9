"""Merging two records that are one person's. Loses nothing, and can be split again."""

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from audit.actions.recording import record
from audit.context import as_the_product
from audit.models import Stale
from audit.refusal import Refused, refuse_if
from cases.actions.people.gathering import Notes, as_json, change, gather, own_rows
from cases.actions.sharing.holding_marks import hold_in_each
from cases.models import Family, Membership, Merge, MergedRow, Person, Withheld
from cases.rules.merging import (
    FACTS,
    NO_REASON,
    NOT_TOGETHER,
    facts_of,
    reasons_not_to_merge,
    value_of,
)

WHAT = MergedRow.What


@transaction.atomic
def merge(
    *,
    kept: Person,
    merged: Person,
    by: Any,
    reason: str,
    versions: tuple[int, int],
    stands: Mapping[str, str] | None = None,
    mistake: str = "",
) -> Merge:
    """Make two records of one person one: `kept` stays, and all that hangs from `merged` moves.

    What the merged record said stays in it; it leads to the one that was kept, which takes a
    version above both: whoever was editing either is told.

    `stands` says for each fact they differ in whose stands, "kept" or "merged"; `versions` are
    those the two were compared in; `mistake` how it is known that one of two numbers is wrong.
    Raises Stale where either changed since, Refused with the reasons where it must not be.
    """
    one, other = locked_pair(kept, merged)
    _fresh(one, versions[0])
    _fresh(other, versions[1])
    refuse_if(reasons_not_to_merge(one, other, by, stands=stands or {}, mistake=mistake))
    if not reason.strip():
        raise Refused(NO_REASON)
    if not sees_all_restricted(one, other, by):
        raise Refused(NOT_TOGETHER)
    with as_the_product():
        made = _merge(one, other, by, reason.strip(), stands or {}, mistake.strip())
        tell(made, one, "person.merged", f"Two records of {one.name} were made one", by)
    return made


def locked_pair(one: Person, other: Person) -> tuple[Person, Person]:
    """Both records, locked in one order whoever asks; raises Refused where one is not there."""
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk, other.pk])
    found = {row.pk: row for row in rows.order_by("pk")}
    if len(found) < 2 and one.pk != other.pk:
        raise Refused(NOT_TOGETHER)
    return found[one.pk], found[other.pk]


def sees_all_restricted(one: Person, other: Person, by: Any) -> bool:
    """Whether every restricted family of the two is open to this person by name. To others
    nothing tells that there is one."""
    with as_the_product():
        rows = Membership.objects.filter(person__in=[one.pk, other.pk], family__restricted=True)
        ids = set(rows.values_list("family_id", flat=True))
    return Family.objects.visible_to(by).filter(pk__in=ids).count() == len(ids)


def remark(*people: Person) -> None:
    """Carry the restriction of their families over to whoever belongs to them now."""
    ids = [person.pk for person in people]
    for person in people:
        present = Membership.objects.filter(
            person=person.pk, to_date__isnull=True, family__restricted=True
        )
        Person.objects.filter(pk=person.pk).exclude(restricted=present.exists()).update(
            restricted=present.exists()
        )
    families = Membership.objects.filter(person__in=ids, family__restricted=True)
    for family in sorted(set(families.values_list("family_id", flat=True))):
        with connection.cursor() as cursor:
            cursor.execute("SELECT apply_restriction(%s)", [family])


def _fresh(person: Person, version: int) -> None:
    if person.version != version:
        raise Stale(person)


def _merge(
    kept: Person, merged: Person, by: Any, reason: str, stands: Mapping[str, str], mistake: str
) -> Merge:
    notes = own_rows(kept)
    made = Merge.objects.create(
        kept=kept,
        merged=merged,
        reason=reason,
        mistake=mistake,
        chosen=_chosen(kept, merged, stands),
        by=by,
        at=timezone.now(),
    )
    facts = _facts_that_stand(kept, merged, stands)
    newer = max(kept.version, merged.version) + 1
    change(merged, {"merged_into": kept}, notes)
    Person.objects.filter(pk=merged.pk).update(version=F("version") + 1)
    change(kept, facts, notes)
    Person.objects.filter(pk=kept.pk).update(version=newer)
    gather(source=merged, target=kept, notes=notes)
    _requests_kept(kept, merged, notes)
    _marks_hold(kept, by, notes)
    for row in notes.rows:
        row.merge = made
    MergedRow.objects.bulk_create(notes.rows)
    kept.refresh_from_db()
    return made


def _chosen(kept: Person, merged: Person, stands: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {
            "label": fact.label,
            "kept": fact.kept,
            "merged": fact.merged,
            "stands": stands[fact.name] if fact.ask else fact.stands,
        }
        for fact in facts_of(kept, merged)
        if fact.kept != fact.merged
    ]


def _facts_that_stand(kept: Person, merged: Person, stands: Mapping[str, str]) -> dict[str, Any]:
    values = {name: value_of(name, kept, merged, stands) for name in FACTS}
    values["date_of_birth_estimated"] = _estimated(kept, merged, values["date_of_birth"])
    values = {name: value for name, value in values.items() if value != getattr(kept, name)}
    for field in kept._derived_fields():
        if field.source in values:
            setattr(kept, field.source, values[field.source])
            values[field.name] = field.pre_save(kept, False)
    return values


def _estimated(kept: Person, merged: Person, born: Any) -> bool:
    """A date one record knows for certain is certain."""
    same = [row for row in (kept, merged) if row.date_of_birth == born]
    return bool(born) and all(row.date_of_birth_estimated for row in same)


def _requests_kept(kept: Person, merged: Person, notes: Notes) -> None:
    """Restrictions follow; a request that was put aside for the named people by it is noted."""
    before = _kept_for(kept)
    remark(kept)
    for number, was in before.items():
        now = _kept_for(kept)[number]
        if was != now:
            notes.add(
                WHAT.CHANGED, "referrals_referral", number, "kept_for_id",
                before={"kept_for_id": was}, after={"kept_for_id": now},
            )  # fmt: skip


def _marks_hold(kept: Person, by: Any, notes: Notes) -> None:
    """What is not to be shared with somebody is not to be from any of the families."""
    for mark in hold_in_each(kept, by):
        notes.add(WHAT.ADDED, Withheld._meta.db_table, mark.pk, after=as_json(mark))


def _kept_for(person: Person) -> dict[int, int | None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM requests_about(%s)", [person.pk])
        return dict(cursor.fetchall())


def tell(made: Merge, person: Person, verb: str, summary: str, by: Any) -> None:
    """On record in every family the person belongs to; why stands with the merge itself."""
    families = Membership.objects.filter(person=person.pk).values_list("family_id", flat=True)
    for family in sorted(set(families)):
        record(verb, made, summary, by=by, family_id=family, person=person.pk)
    if not families:
        record(verb, made, summary, by=by, person=person.pk)
