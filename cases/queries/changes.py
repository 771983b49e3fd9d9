"""Changes of rows in words: what a case's history says of `audit_change`, for the council's people.

The row policy of `audit_change` hides every one from other agencies.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.db import models
from django.db.models import CharField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, Trim
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from accounts.models import User
from audit.models import Change
from audit.tracking import tracked
from cases.models import Address, Membership, Person
from cases.safe_addresses import CLOSED
from localities.models import Agency, Locality, Team

MOST = 1000  # rows of changes a page of the history shows
NOTHING = "not recorded"
# What is nobody's words: version counters, keys for sorting and finding, marks of a transaction.
BESIDE = {"id", "version", "made_in", "salt", "pack", "digest"}
# Who reads a case does not read these.
ELSEWHERE = ["cases_asking", "cases_disposal"]
NAMED: list[type[models.Model]] = [User, Person, Agency, Locality, Team]

Group = tuple[int, str]  # the transaction, and the request within it


@dataclass(frozen=True)
class RowChange:
    """One row added, changed or removed: "Need changed", and each field from what to what."""

    title: str
    group: Group
    fields: list[tuple[str, str, str]] = field(default_factory=list)


def changes_of_case(case: int) -> QuerySet[Change]:
    return Change.objects.filter(case_id=case).exclude(table__in=ELSEWHERE)


def changes_of_family(family: int) -> QuerySet[Change]:
    rows = Change.objects.filter(family_id=family, case_id__isnull=True)
    return rows.exclude(table__in=ELSEWHERE)


def changes_of_members(family: int) -> QuerySet[Change]:
    """Of the people who belong to the family now, and of records that were merged into theirs:
    where past members live is not told."""
    members = Membership.objects.filter(family=family, to_date__isnull=True).values("person")
    merged = Person.objects.filter(merged_into__in=members).values("pk")
    rows = Change.objects.filter(
        person_id__in=members.union(merged), case_id__isnull=True, family_id__isnull=True
    )
    return rows.exclude(table__in=ELSEWHERE)


def changes_in(case: int, family: int, groups: Iterable[Group]) -> list[RowChange]:
    """The changes of these groups in words, oldest first. Two questions, however many."""
    transactions = {xid for xid, _ in groups}
    one = Q(xid__in=transactions)
    found = (
        changes_of_case(case)
        .filter(one)
        .union(
            changes_of_family(family).filter(one), changes_of_members(family).filter(one), all=True
        )
    )
    rows = list(found.order_by("id")[:MOST])
    names = _names(rows)
    return [said for row in rows if (said := _said(row, names)) is not None]


def _said(row: Change, names: dict[tuple[type, int], str]) -> RowChange | None:
    """A change in words; None where only counters and keys changed."""
    model = tracked_models().get(row.table)
    if model is None:
        return None
    before, after = row.before or {}, row.after or {}
    closed = model is Address and _is_safe(row, names)
    if closed:
        before, after = _closed(before), _closed(after)
    lines = [
        (_label(each), _value(each, before, names), _value(each, after, names))
        for each in _told(model)
        if each.column in before or each.column in after
    ]
    lines = [line for line in lines if line[1] != line[2]]
    if not lines and not closed and row.operation == Change.Operation.UPDATE:
        return None
    how = Change.Operation(row.operation).label.lower()
    name = str(model._meta.verbose_name)
    return RowChange(f"{name[:1].upper()}{name[1:]} {how}", (row.xid, row.request_id), lines)


def _is_safe(row: Change, names: dict[tuple[type, int], str]) -> bool:
    """Whether this is a safe address now, or was one by this change."""
    held = [row.before or {}, row.after or {}]
    return (Address, row.row_id) in names or any(each.get("safe_address") for each in held)


def _closed(held: dict[str, Any]) -> dict[str, Any]:
    """A safe address stands on People alone, closed: the history tells that it changed."""
    return {
        column: CLOSED if column == "lines" and value else value
        for column, value in held.items()
        if column != "postcode"
    }


@cache
def tracked_models() -> dict[str, type[models.Model]]:
    return tracked()


@cache
def _told(model: type[models.Model]) -> list[Any]:
    """The fields that are told: not what the row hangs from, nor what is worked out from others."""
    return [
        each
        for each in model._meta.concrete_fields
        if each.column not in BESIDE
        and each.column not in {"case_id", "family_id"}
        and not hasattr(each, "source")
        and not each.name.endswith("_key")
    ]


def _label(each: Any) -> str:
    name = str(each.verbose_name)
    return f"{name[:1].upper()}{name[1:]}"


def _value(each: Any, held: dict[str, Any], names: dict[tuple[type, int], str]) -> str:
    value = held.get(each.column)
    if value is None or value == "":
        return NOTHING
    if each.is_relation:
        return names.get((each.related_model, value), "a record not shown here")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if each.flatchoices:
        return str({str(key): label for key, label in each.flatchoices}.get(str(value), value))
    if isinstance(value, dict | list):
        return _parts(value)
    if isinstance(each, models.DateTimeField):
        moment = parse_datetime(value)
        return f"{timezone.localtime(moment):%-d %B %Y, %H:%M}" if moment else NOTHING
    if isinstance(each, models.DateField):
        return f"{_date(value):%-d %B %Y}"
    return str(value)


def _date(text: str) -> date:
    return parse_date(text) or date.min


def _parts(value: dict[str, Any] | list[Any]) -> str:
    """What has parts of its own is counted: its words stand where it is shown."""
    return f"{len(value)} part{'' if len(value) == 1 else 's'}"


def _names(rows: list[Change]) -> dict[tuple[type, int], str]:
    """The names of the people, agencies and places the rows point at, as far as the reader sees
    them. One question."""
    wanted: dict[type[models.Model], set[int]] = {model: set() for model in NAMED}
    for row in rows:
        model = tracked_models().get(row.table)
        for each in _told(model) if model else []:
            if each.is_relation and each.related_model in wanted:
                held = ((row.before or {}).get(each.column), (row.after or {}).get(each.column))
                wanted[each.related_model] |= {key for key in held if key is not None}
    parts = [_named(at, model, wanted[model]) for at, model in enumerate(NAMED)]
    found = parts[0].union(*parts[1:], _safe(rows), all=True)
    return {([*NAMED, Address][row["of"]], row["key"]): row["called"] for row in found}


def _safe(rows: list[Change]) -> QuerySet[Any, dict[str, Any]]:
    """Which of the addresses changed are safe addresses now."""
    keys = {row.row_id or 0 for row in rows if row.table == Address._meta.db_table}
    found: QuerySet[Any] = Address.objects.filter(pk__in=keys or {0}, safe_address=True).order_by()
    of, called = Value(len(NAMED), IntegerField()), Value(CLOSED, CharField())
    return found.values(of=of, key=F("pk"), called=called)


def _named(at: int, model: type[models.Model], keys: set[int]) -> QuerySet[Any, dict[str, Any]]:
    # Zero is nobody's number: it keeps the question the same when there is nothing to name.
    rows = model._default_manager.filter(pk__in=keys or {0}).order_by()
    whole = Concat(F("given_name"), Value(" "), F("family_name"), output_field=CharField())
    name = Trim(whole) if model is Person else F("name")
    kind = Value(at, IntegerField())
    return rows.values(of=kind, key=F("pk"), called=Cast(name, CharField()))
