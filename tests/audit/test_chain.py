"""Each tampering is found and named; what commits at once neither waits in a circle nor is lost."""

import threading
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from audit.actions.erasing import erase
from audit.actions.recording import looked, record
from audit.models import Change, Event, Look, Seal
from audit.queries.faults import faults
from cases.models import Case, TafMember
from tests.cast import World, build_world, make_case

Owner = psycopg.Connection[Any]


@pytest.fixture
def busy(committing_db: Any, settings: Any, tmp_path: Path) -> tuple[World, Case]:
    """A case with a chain of ten looks and deeds."""
    settings.AUDIT_ANCHOR_FOLDER = str(tmp_path)
    world = build_world()
    case = make_case(world)
    for number in range(5):
        with acting_as(world.manager):
            looked("opened", f"Page {number}", by=world.manager, case_id=case.pk)
            record("test.done", case, f"Deed {number}", by=world.manager, case_id=case.pk)
    return world, case


@pytest.fixture
def tampering(owner_connection: Owner) -> Callable[..., None]:
    """What the owner can do once the triggers are switched off on purpose."""

    def tamper(*statements: str) -> None:
        owner_connection.execute("SET app.scope = 'system'")
        for table in ("event", "look", "change", "seal", "head"):
            owner_connection.execute(f"ALTER TABLE audit_{table} DISABLE TRIGGER USER")
        for statement in statements:
            owner_connection.execute(statement)

    return tamper


def verify(*args: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify_audit", *args, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def found() -> list[str]:
    with acting_as_system("test"):
        return sorted(fault.fault for fault in faults())


def test_what_nobody_touched_agrees(busy: tuple[World, Case]) -> None:
    code, words = verify()
    assert (code, "agrees with its chains" in words) == (0, True)
    with acting_as_system("test"):
        entries = Event.objects.count() + Look.objects.count() + Change.objects.count()
        assert Seal.objects.count() == entries


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit_event SET summary = 'Another' WHERE summary = 'Deed 2'", "changed"),
        ("UPDATE audit_event SET actor_name = 'Another' WHERE summary = 'Deed 2'", "changed"),
        ("UPDATE audit_event SET at = at + '1 second' WHERE summary = 'Deed 2'", "changed"),
        ("UPDATE audit_look SET case_id = NULL WHERE what = 'Page 2'", "changed"),
        ("UPDATE audit_look SET details = '{\"x\": 1}' WHERE what = 'Page 2'", "changed"),
        ("UPDATE audit_event SET salt = NULL, summary = '' WHERE summary = 'Deed 2'", "erased"),
        ("DELETE FROM audit_event WHERE summary = 'Deed 2'", "missing"),
        (
            (
                "INSERT INTO audit_event (at, actor_name, verb, subject, summary, reason, details,"
                " request_id) VALUES (now(), 'X', 'v', 's', 'Forged', '', '{}', '')"
            ),
            "unsealed",
        ),
        ("DELETE FROM audit_head WHERE chain LIKE 'case:%'", "headless"),
    ],
)
def test_each_tampering_is_found(
    busy: tuple[World, Case], tampering: Callable[..., None], statement: str, fault: str
) -> None:
    tampering(statement)
    assert found() == [fault]
    code, words = verify()
    assert (code, "1 faults" in words) == (1, True)


# One column each; every eleventh deed has the same one.
TAMPERINGS = (
    "summary = summary || ' '",
    "reason = 'Another'",
    "details = details || '{\"x\": null}'",
    "actor_id = coalesce(actor_id, 0) + 1",
    "actor_name = lower(actor_name)",
    "at = at - interval '1 microsecond'",
    "verb = 'test.undone'",
    "subject_id = subject_id + 1",
    "request_id = 'another'",
    "family_id = coalesce(family_id, 0) + 1",
    "salt = gen_random_uuid()",
)


def test_ten_thousand_tamperings_are_each_found_at_their_place(
    busy: tuple[World, Case], tampering: Callable[..., None]
) -> None:
    """Fifty chains of two hundred deeds: every one changed in one column, by a space or a
    microsecond, and every fault named with its deed and nothing else."""
    many, now = 10_000, timezone.now()
    with acting_as_system("test"):
        made = Event.objects.bulk_create(
            Event(at=now, actor_name="Test", verb="test.done", subject="cases.case",
                  subject_id=number, case_id=1_000_000 + number % 50, summary="Done", reason="",
                  details={}, request_id="r")
            for number in range(many)
        )  # fmt: skip
    assert found() == []
    tampering(*(
        f"UPDATE audit_event SET {change} WHERE verb = 'test.done' AND case_id >= 1000000"
        f" AND id % {len(TAMPERINGS)} = {turn}"
        for turn, change in enumerate(TAMPERINGS)
    ))  # fmt: skip
    with acting_as_system("test"):
        told = [(fault.entry_id, fault.fault) for fault in faults()]
    assert sorted(told) == sorted((event.pk, "changed") for event in made)


def test_a_deed_removed_with_its_seal_leaves_a_gap(
    busy: tuple[World, Case], tampering: Callable[..., None]
) -> None:
    tampering(
        "DELETE FROM audit_seal USING audit_event e"
        " WHERE kind = 'event' AND entry_id = e.id AND summary = 'Deed 2'",
        "DELETE FROM audit_event WHERE summary = 'Deed 2'",
    )
    assert found() == ["gap"]
    assert "what stood between them was removed" in verify("--case", busy[1].reference)[1]


def test_a_tail_cut_off_with_its_head_is_shown_by_the_anchor(
    busy: tuple[World, Case], tampering: Callable[..., None]
) -> None:
    call_command("anchor_audit", stdout=StringIO())
    cut = [
        "DELETE FROM audit_event WHERE summary = 'Deed 4'",
        (
            "DELETE FROM audit_seal WHERE kind = 'event'"
            " AND NOT EXISTS (SELECT FROM audit_event e WHERE e.id = entry_id)"
        ),
    ]
    tampering(*cut)
    assert found() == ["cut"]
    tampering(
        "UPDATE audit_head h SET number = s.number, digest = s.digest FROM audit_seal s"
        " WHERE s.chain = h.chain AND s.number = h.number - 1 AND h.chain LIKE 'case:%'"
        " AND NOT EXISTS (SELECT FROM audit_seal x"
        " WHERE x.chain = h.chain AND x.number = h.number)"
    )
    assert found() == []  # within the database nothing shows it any more
    code, words = verify()
    assert (code, "anchored outside the database" in words) == (1, True)


def test_entries_newer_than_the_anchor_are_counted(busy: tuple[World, Case]) -> None:
    call_command("anchor_audit", stdout=StringIO())
    with acting_as(busy[0].desk):
        looked("listed", "Triage", by=busy[0].desk)
    assert "1 entries are newer than the last anchor" in verify()[1]
    call_command("anchor_audit", stdout=StringIO())
    assert "0 entries are newer" in verify()[1]


def test_what_is_erased_by_law_leaves_the_chain_whole(busy: tuple[World, Case]) -> None:
    _world, case = busy
    with acting_as_system("retention"):
        deed = Event.objects.get(summary="Deed 2")
        assert erase([deed], reason="Retention has run out", by=None) == 1
        deed.refresh_from_db()
        assert deed.erased
        assert (deed.actor_name, deed.case_id) == ("Mo Manager", case.pk)
        assert deed.summary.endswith("because: Retention has run out")
        change = Change.objects.filter(case_id=case.pk).first()
        assert change
        erase([change], reason="A court ordered it", by=None)
    assert found() == []


def test_only_information_governance_erases(busy: tuple[World, Case]) -> None:
    with pytest.raises(DatabaseError, match="information governance"), acting_as(busy[0].manager):
        erase([Event.objects.filter(verb="test.done")[0]], reason="I want to", by=busy[0].manager)


def test_what_is_rolled_back_leaves_no_entry_and_no_seal(busy: tuple[World, Case]) -> None:
    world, case = busy
    with acting_as(world.manager):
        record("test.never", case, "Never", by=world.manager, case_id=case.pk)
        transaction.set_rollback(True)
    with acting_as_system("test"):
        assert not Event.objects.filter(verb="test.never").exists()
    assert found() == []


def test_a_session_killed_before_it_commits_leaves_nothing_half_done(
    busy: tuple[World, Case], owner_connection: Owner
) -> None:
    world, case = busy

    def write_and_be_killed() -> None:
        with acting_as(world.manager):
            record("test.never", case, "Never", by=world.manager, case_id=case.pk)
            pid = connection.connection.info.backend_pid
            owner_connection.execute("SELECT pg_terminate_backend(%s)", [pid])
            Event.objects.count()

    with pytest.raises(DatabaseError, match=r"terminat|closed|lost"):
        write_and_be_killed()
    connections.close_all()
    assert found() == []


def test_eight_writers_on_overlapping_chains(busy: tuple[World, Case]) -> None:
    """Each writes to three cases in an order of its own; nobody deadlocks, every chain holds."""
    world, first = busy
    cases = [first, make_case(world), make_case(world)]
    problems: list[BaseException] = []
    rounds = 12

    def write(number: int) -> None:
        try:
            for turn in range(rounds):
                with acting_as(world.manager):
                    for step in range(3):
                        case = cases[(number + turn + step * (1 + number % 2)) % 3]
                        Case.objects.filter(pk=case.pk).exists()
                        looked("opened", "Page", by=world.manager, case_id=case.pk)
                        record("test.at", case, "At once", by=world.manager, case_id=case.pk)
        except BaseException as problem:  # noqa: BLE001
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert found() == []
    with acting_as_system("test"):
        assert Event.objects.filter(verb="test.at").count() == 8 * rounds * 3


def test_a_key_checked_late_does_not_wait_while_a_head_is_held(busy: tuple[World, Case]) -> None:
    """Somebody holds the case's row and then seals; another's key to the row is checked at its
    commit. Were the head locked first, each would wait for the other."""
    world, case = busy
    holds, inserted = threading.Event(), threading.Event()
    problems: list[BaseException] = []

    def hold() -> None:
        try:
            with acting_as(world.manager):
                Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
                holds.set()
                inserted.wait(10)
                record("test.held", case, "Held", by=world.manager, case_id=case.pk)
        except BaseException as problem:  # noqa: BLE001
            problems.append(problem)
        finally:
            connections.close_all()

    def add() -> None:
        try:
            holds.wait(10)
            with acting_as(world.manager):
                record("test.first", case, "First", by=world.manager, case_id=case.pk)
                _join(case, world)
                inserted.set()
        except BaseException as problem:  # noqa: BLE001
            problems.append(problem)
        finally:
            inserted.set()
            connections.close_all()

    threads = [threading.Thread(target=each) for each in (hold, add)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert problems == []
    assert found() == []


def _join(case: Case, world: World) -> None:
    TafMember.objects.create(
        case=case,
        family_id=case.family_id,
        user=world.practitioner,
        name="Pat",
        joined_on=timezone.localdate(),
    )


@pytest.mark.parametrize(
    "said", ["", '“Ó’Brien”, \\ "x"', "a\nb\tc\u0001\u007f", "محمد 👪", "</&>"]
)
def test_an_entry_is_put_into_text_to_the_letter_as_seals_before_were(
    world: World, said: str
) -> None:
    """Seals were once made over jsonb; the quicker json must not change a letter of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT json_build_array(said, held, null::bigint, 7::bigint)::text ="
            " jsonb_build_array(said, held, null::bigint, 7::bigint)::text"
            " FROM (SELECT %s::text AS said, jsonb_build_object('b', %s::text, 'a', 1.50) AS held)",
            [said, said],
        )
        assert cursor.fetchone() == (True,)
