"""Arranging records that are one person's, and looking whether anything was lost."""

import json
from typing import Any

from django.apps import apps
from django.db import connection

from accounts.acting import acting_as
from accounts.models import User
from audit.context import as_the_product
from cases.actions.people.changing_identity import close_identity
from cases.actions.people.merging import merge
from cases.actions.people.splitting import split
from cases.models import ClosedIdentity, Family, Merge, Person
from cases.queries.people.merges import added_since
from cases.rules.merging import facts_of
from tests.cast import World, make_case, make_family

BESIDE = {"audit_event", "audit_look", "audit_change", "audit_seal", "audit_head",
          "cases_merge", "cases_mergedrow", "audit_job", "audit_onetimekey"}  # fmt: skip


def pair(world: World) -> tuple[Person, Person]:
    """A child in two families, written down twice, with a case in each."""
    one, other = make_family(world, "Okafor"), make_family(world, "Okafor")
    make_case(world, one)
    make_case(world, other, locality=world.low_hill)
    return child_of(one), child_of(other)


def child_of(family: Family, number: int = 0) -> Person:
    rows = family.memberships.filter(relationship="child").select_related("person")
    return rows.order_by("pk")[number].person


def merged_by(user: Any, kept: Person, merged: Person, **stands: str) -> Merge:
    """As somebody who chooses the kept record's value wherever nothing else is said."""
    one, other = Person.objects.get(pk=kept.pk), Person.objects.get(pk=merged.pk)
    chosen = {fact.name: "kept" for fact in facts_of(one, other) if fact.ask} | stands
    with acting_as(user):
        return merge(
            kept=one,
            merged=other,
            by=user,
            reason="The school confirmed it",
            versions=(one.version, other.version),
            stands=chosen,
            mistake="The GP read it out",
        )


def split_by(user: Any, made: Merge, **places: str) -> Merge:
    made = Merge.objects.get(pk=made.pk)
    kept = Person.objects.get(pk=made.kept_id)
    with acting_as(user):
        return split(
            merge=made,
            by=user,
            reason="They are cousins",
            versions=(made.version, kept.version),
            places=places,
        )


def places_of(made: Merge, where: str) -> dict[str, str]:
    with as_the_product():
        return {one.key: where for one in added_since(made)}


def snapshot() -> dict[str, list[str]]:
    """Every row of every table but the record of what was done, without versions."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table in BESIDE or not model._meta.managed:
                continue
            cursor.execute(f'SELECT to_jsonb(row_)::text FROM "{table}" row_')
            rows = [json.loads(row[0]) for row in cursor.fetchall()]
            found[table] = sorted(
                json.dumps({k: v for k, v in row.items() if k not in ("version", "made_in")})
                for row in rows
            )
    return {table: rows for table, rows in found.items() if rows}


def closing(world: World, person: Person, *cleared: User) -> ClosedIdentity:
    """The record of a former identity, closed by the head of service."""
    with acting_as(world.head):
        return close_identity(
            person=person, by=world.head, why="adopted", reason="The court’s adoption order",
            cleared=cleared or [world.head],
        )  # fmt: skip
