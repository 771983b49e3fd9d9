"""Merging while others write, on a database that commits."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.db import connection

from accounts.acting import acting_as_system
from audit.models import Stale
from audit.refusal import Refused
from cases.models import Address, Merge, Person
from tests.cases.people.merging import merged_by, pair
from tests.cast import World, build_world
from tests.fixtures.database import CommittedDatabase

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


def written_during_a_merge(world: World, owner: psycopg.Connection[Any]) -> tuple[int, int]:
    """Somebody writes an address of the merged record while the merge is not committed yet.
    Gives whose it is then, and the number of the kept record."""
    with acting_as_system("arranging"):
        kept, merged = pair(world)

    def write() -> int:
        try:
            with acting_as_system("writing"):
                return Address.objects.create(person=merged, lines="9 Late Road").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with acting_as_system("merging"):
            merged_by(world.desk, kept, merged)
            written = threads.submit(write)
            until = time.monotonic() + 20
            while time.monotonic() < until and owner.execute(WAITING).fetchone() == (0,):
                pass
        number = written.result(20)
    with acting_as_system("looking"):
        return Address.objects.get(pk=number).person_id, kept.pk


def test_what_is_written_meanwhile_waits_and_is_of_the_kept_record(
    committing_db: CommittedDatabase, owner_connection: psycopg.Connection[Any]
) -> None:
    whose, kept = written_during_a_merge(build_world(), owner_connection)
    assert whose == kept


def test_without_the_guard_it_would_hang_from_a_record_nobody_opens(
    committing_db: CommittedDatabase, owner_connection: psycopg.Connection[Any]
) -> None:
    owner_connection.execute("DROP TRIGGER kept_record_person_id ON cases_address")
    whose, kept = written_during_a_merge(build_world(), owner_connection)
    assert whose != kept


@pytest.mark.parametrize("crossed", [True, False])
def test_two_merges_at_once_are_one(committing_db: CommittedDatabase, crossed: bool) -> None:
    world = build_world()
    with acting_as_system("arranging"):
        one, other = pair(world)

    def attempt(kept: Person, merged: Person) -> str:
        try:
            with acting_as_system("merging"):
                merged_by(world.desk, kept, merged)
            return "merged"
        except (Refused, Stale):
            return "refused"
        finally:
            connection.close()

    pairs = [(one, other), (other, one) if crossed else (one, other)]
    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(lambda each: attempt(*each), pairs))
    assert sorted(done) == ["merged", "refused"]
    with acting_as_system("looking"):
        assert Merge.objects.count() == 1
        assert Person.objects.filter(merged_into__isnull=False).count() == 1
