"""P12 and R10 of the goals: what the record of every change costs, and how long verifying takes.

    python -m benchmarks.audit

Both are one update of a case and a commit, as the owner; the floor updates the same case in a
copy of the table that has its indexes and row security, and no triggers. Then eight writers at
once, each on a case of its own. At last every chain is verified, in seconds for a million entries.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

from benchmarks.authority import NAME, open_authority
from benchmarks.floor import compare

WRITERS, SECONDS, ROUNDS = 8, 3.0, 5
CHANGE = "UPDATE {} SET level = 5 - level WHERE id = %s"
KEPT, BARE = CHANGE.format("cases_case"), CHANGE.format("benchmark_bare")


def main() -> None:
    open_authority()
    from tests.databases import connect_as_owner

    with connect_as_owner(NAME) as owner:
        cases = _cases(owner)
        _copy(owner)
        change = _changing(owner, cases[0], kept=True)
        bare = _changing(owner, cases[0], kept=False)
        print(compare("P12 a change with its history and chain", change, bare, goal=1.5, rounds=51))
        print(_verifying(owner))
    shares = []
    for _ in range(ROUNDS):
        kept, plain = (_throughput(connect_as_owner, cases, kept=each) for each in (True, False))
        shares.append(kept / plain)
        print(f"eight writers: {kept:.0f} a second with history and chain, {plain:.0f} bare")
    share = sorted(shares)[ROUNDS // 2]
    print(f"P12 throughput of eight writers {share:.2f} of bare (goal: at least 0.65)")


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
    owner.execute("ANALYZE benchmark_bare")


def _changing(connection: Any, case: int, *, kept: bool) -> Callable[[], object]:
    def change() -> None:
        with connection.transaction():
            connection.execute("SET LOCAL app.scope = 'system'")
            connection.execute("SET LOCAL app.request_id = 'benchmark'")
            connection.execute(KEPT if kept else BARE, [case])

    return change


def _throughput(connect: Any, cases: list[int], *, kept: bool) -> float:
    """Changes a second of all writers together."""
    done = [0] * len(cases)

    def write(number: int) -> None:
        with connect(NAME) as connection:
            change = _changing(connection, cases[number], kept=kept)
            until = time.perf_counter() + SECONDS
            while time.perf_counter() < until:
                change()
                done[number] += 1

    threads = [threading.Thread(target=write, args=(number,)) for number in range(len(cases))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / SECONDS


if __name__ == "__main__":
    main()
