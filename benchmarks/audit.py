"""P12 and R10 of the goals: what the record of every change costs, and how long verifying takes.

    python -m benchmarks.audit

Both sides are one update of a case as the product makes one: by Django, as the application's role,
in a transaction that says who acts. The floor updates the same case in a copy of the table that
has its indexes and row security, and no triggers. Then eight writers at once, each a process with
a case of its own; and once more without Django, which shows the database alone. At last every
chain is verified, in seconds for a million entries.
"""

import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from benchmarks.authority import NAME, open_authority
from benchmarks.floor import compare

WRITERS, SECONDS, ROUNDS = 8, 4.0, 5
STARTING = 25.0  # seconds that eight processes may take to be ready
CHANGE = "UPDATE {} SET level = 5 - level WHERE id = %s"
KEPT, BARE = CHANGE.format("cases_case"), CHANGE.format("benchmark_bare")


def main() -> None:
    open_authority()
    from tests.databases import connect_as_owner

    with connect_as_owner(NAME) as owner:
        cases = _cases(owner)
        _copy(owner)
        print(_verifying(owner))
    change, bare = _changing(cases[0], kept=True), _changing(cases[0], kept=False)
    print(compare("P12 a change with its history and chain", change, bare, goal=1.5, rounds=101))
    share = _share("eight writers", _processes(cases))
    print(f"P12 throughput of eight writers {share:.2f} of bare (goal: at least 0.65)")
    turns = []
    for _ in range(ROUNDS):
        kept, plain = (_threads(connect_as_owner, cases, kept=each) for each in (True, False))
        turns.append((kept, plain))
    alone = _share("without Django", turns)
    print(f"    without Django, by threads of one process {alone:.2f} of bare")


def _share(name: str, rounds: list[tuple[float, float]]) -> float:
    """The median of how many changes there are with the record, for each without."""
    for kept, plain in rounds:
        print(f"    {name}: {kept:.0f} a second with history and chain, {plain:.0f} bare")
    return statistics.median(kept / plain for kept, plain in rounds)


def _verifying(owner: Any) -> str:
    """How long all chains take; the goal is for a million entries."""
    (entries,) = owner.execute("SELECT count(*) FROM audit_seal").fetchone()
    start = time.perf_counter()
    found = owner.execute("SELECT count(*) FROM audit_faults(NULL, NULL)").fetchone()
    taken = time.perf_counter() - start
    million = taken * 1_000_000 / entries
    return (
        f"R10 verifying {entries:,} entries: {taken:.1f} s, {million:.0f} s a million"
        f" (goal: at most 60), {found[0]} faults"
    )


def _cases(owner: Any) -> list[int]:
    owner.execute("SET app.scope = 'system'")
    rows = owner.execute(
        "SELECT id FROM cases_case WHERE level IN (2, 3) AND closed_on IS NULL LIMIT %s", [WRITERS]
    )
    return [number for (number,) in rows]


def _copy(owner: Any) -> None:
    owner.execute("DROP TABLE IF EXISTS benchmark_bare")
    owner.execute("CREATE TABLE benchmark_bare (LIKE cases_case INCLUDING ALL)")
    owner.execute("INSERT INTO benchmark_bare SELECT * FROM cases_case")
    for name, seen in owner.execute(
        "SELECT polname, pg_get_expr(polqual, polrelid) FROM pg_policy"
        " WHERE polrelid = 'cases_case'::regclass AND polcmd = '*'"
    ).fetchall():
        owner.execute(f"CREATE POLICY {name} ON benchmark_bare USING ({seen})")
    owner.execute("ALTER TABLE benchmark_bare ENABLE ROW LEVEL SECURITY")
    owner.execute("ALTER TABLE benchmark_bare FORCE ROW LEVEL SECURITY")
    owner.execute("GRANT SELECT, UPDATE ON benchmark_bare TO earlyhelp_app")
    owner.execute("ANALYZE benchmark_bare")


@cache
def _bare() -> Any:
    """The copy of the table as Django sees it."""
    from django.db import models

    class Bare(models.Model):
        level = models.SmallIntegerField()

        class Meta:
            managed = False
            app_label = "cases"
            db_table = "benchmark_bare"

    return Bare


def _changing(case: int, *, kept: bool) -> Callable[[], object]:
    from django.db.models import F

    from accounts.acting import acting_as_system
    from cases.models import Case

    rows = (Case if kept else _bare())._base_manager.filter(pk=case)

    def change() -> None:
        with acting_as_system("benchmark"):
            rows.update(level=5 - F("level"))

    return change


def _processes(cases: list[int]) -> list[tuple[float, float]]:
    """Changes a second of all writers together, with the record and without, round by round."""
    begin = str(time.time() + STARTING)
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.audit", "write", str(case), begin],
            stdout=subprocess.PIPE,
        )
        for case in cases
    ]
    counts = [json.loads(writer.communicate()[0]) for writer in writers]
    turns = [sum(turn) / SECONDS for turn in zip(*counts, strict=True)]
    return list(zip(turns[::2], turns[1::2], strict=True))


def write(case: str, begin: str) -> None:
    """One of the writers, a process: how many changes it made in each turn, printed."""
    open_authority()
    changes = [_changing(int(case), kept=kept) for kept in (True, False)]
    for change in changes:
        change()
    done = []
    for turn in range(2 * ROUNDS):
        wait = float(begin) + turn * (SECONDS + 1) - time.time()
        if wait < 0:
            sys.exit("This writer was not ready in time: give STARTING more seconds.")
        time.sleep(wait)
        done.append(_count(changes[turn % 2]))
    print(json.dumps(done))


def _count(change: Callable[[], object]) -> int:
    done, until = 0, time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        change()
        done += 1
    return done


def _threads(connect: Any, cases: list[int], *, kept: bool) -> float:
    """The same as the owner, by bare statements."""
    done = [0] * len(cases)

    def write_as_owner(number: int) -> None:
        with connect(NAME) as connection:

            def change() -> None:
                with connection.transaction():
                    connection.execute("SET LOCAL app.scope = 'system'")
                    connection.execute("SET LOCAL app.request_id = 'benchmark'")
                    connection.execute(KEPT if kept else BARE, [cases[number]])

            done[number] = _count(change)

    threads = [
        threading.Thread(target=write_as_owner, args=(number,)) for number in range(len(cases))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / SECONDS


if __name__ == "__main__":
    write(*sys.argv[2:4]) if sys.argv[1:2] == ["write"] else main()
