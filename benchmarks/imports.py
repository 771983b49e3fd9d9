"""P9 and P4 of the goals: importing requests, against COPY of the same file into a staging table.

    python -m benchmarks.imports [REQUESTS [SCREENED]]

The import does everything: reading, validating, numbering, matching on numbers and exact keys,
history, events and their seals. Two floors: COPY of the file's cells by a Python program (what
any loader of CSV files does first), and COPY of its bytes as they are; both into a table of text
with the file's columns, logged as any other. Memory is the growth of this process's peak while it
goes through the large file, after a small one. On a busy machine a clock on the wall says little:
what the processors spent is printed too. The database and Python work side by side, so of an
import the longer of the two counts; of COPY both.

A peer: what most programs do with such a file, `save()` of each row's cells in one transaction.
The goal says of it that it takes 12 to 21 times what COPY takes, so it tells how the COPY that was
measured there compares with this one.

Then the job behind each batch, whether each family may be known: SCREENED requests over a stock of
100,000 people, a fifth of the children among them. One worker; a second core would take a second.
"""

import csv
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import log10
from pathlib import Path
from typing import Any

from benchmarks.authority import NAME, open_authority
from benchmarks.region import CITY, open_region

REQUESTS, SCREENED, ROUNDS = 10_000, 2_000, 3
SAVED = 1_000  # requests that are saved row by row, to compare with
GOAL, MEMORY, GROWTH, SCREENING = 15.0, 64, 1.05, 500


def main() -> None:
    given = [int(one) for one in sys.argv[1:]]
    many, screened = [*given, *(REQUESTS, SCREENED)[len(given) :]]
    open_authority()
    with _copy_of(NAME) as owner, tempfile.TemporaryDirectory() as folder:
        _measure(owner, Path(folder), many)
    open_region(CITY)
    with _copy_of(f"earlyhelp_search_{CITY}"), tempfile.TemporaryDirectory() as folder:
        _screen(Path(folder), screened)


@contextmanager
def _copy_of(database: str) -> Iterator[Any]:
    """A copy to write to, dropped afterwards; gives a connection as its owner."""
    from tests import databases

    copy = f"{NAME}_imports"
    databases.clone(database, copy)
    databases.point_at(copy)
    try:
        with databases.connect_as_owner(copy) as owner:
            yield owner
    finally:
        databases.point_at(database)
        databases.drop(copy)


def _measure(owner: Any, folder: Path, many: int) -> None:
    small = folder / "small.csv"
    people = known_people()
    write_file(small, many // 10, people)
    _import(_file(folder / "first.csv", 200, people))  # once round, so that all is loaded
    few = _import(small).wall
    saved = folder / "saved.csv"
    each_saved = _spent_on_each(write_file(saved, SAVED, people), _save_each(owner, saved))
    before = _peak()
    rounds = []
    for number in range(ROUNDS):  # another file each time: the same again would change nothing
        large = folder / f"large-{number}.csv"
        rows = write_file(large, many, people)
        cells, raw = _copy_cells(owner, large), _copy_bytes(owner, large)
        all_ = _import(large)
        rounds.append((all_.wall / cells.wall, all_, cells, raw, rows))
        print(f"   round {number + 1}: {rounds[-1][0]:.1f}×", flush=True)
    ratio, all_, cells, raw, rows = sorted(rounds, key=lambda one: one[0])[len(rounds) // 2]
    database, python = 1e6 * all_.database / rows, 1e6 * all_.python / rows
    floor, spent = _spent_on_each(rows, cells), _spent_on_each(rows, all_)
    print(f"{many} requests in {rows} rows: {all_.wall:.1f} s, {rows / all_.wall:.0f} rows/s")
    print(f"P9 against COPY of its cells ({cells.wall:.2f} s): {ratio:.1f}× (goal {GOAL:g}×)")
    print(f"   against COPY of its bytes ({raw.wall:.2f} s): {all_.wall / raw.wall:.1f}×")
    print(f"   of the processors: {database:.0f} µs a row in the database, {python:.0f} in Python,"
          f" COPY {floor:.1f}: {max(database, python) / floor:.1f}×")  # fmt: skip
    print(f"   save() of each row: {each_saved:.0f} µs of the processors, {each_saved / floor:.0f}×"
          f" COPY; an import of it takes {spent / each_saved:.2f} of that")  # fmt: skip
    print(f"P9 memory: +{(_peak() - before) / 1024:.0f} MB (goal +{MEMORY} MB)")
    growth = log10(all_.wall / few)
    print(f"P4 growth from a tenth of it, as an exponent: {growth:.2f} (goal {GROWTH})")


def _screen(folder: Path, many: int) -> None:
    from accounts.acting import acting_as_system
    from audit.actions import queueing
    from audit.models import Job
    from localities.models import Authority
    from referrals.models import Referral, ReferralPerson

    with acting_as_system("benchmark"):
        Authority.objects.get_or_create(pk=1, defaults={"name": "Wolvermere Council"})
    _import(_file(folder / "screened.csv", many, known_people(every=40)))
    with acting_as_system("benchmark"):
        jobs = list(Job.objects.filter(kind="screen_imported").values_list("pk", flat=True))
        rows = ReferralPerson.objects.count()
    start, used = time.perf_counter(), time.process_time()
    for job in jobs:
        queueing.run(job)
    took, used = time.perf_counter() - start, time.process_time() - used
    with acting_as_system("benchmark"):
        left = Referral.objects.filter(known=Referral.Known.UNCHECKED).count()
    print(f"P9 whether they are known: {rows} people in {took:.1f} s, {rows / took:.0f} a second"
          f" (goal {SCREENING}), {used:.1f} s of it Python; {left} not looked for")  # fmt: skip


@dataclass(frozen=True)
class Took:
    """Seconds: on the wall, and what the processors spent in this process and in the database."""

    wall: float
    python: float
    database: float


def _took(backend: int, work: Callable[[], object]) -> Took:
    wall, python, database = time.perf_counter(), time.process_time(), _spent_by(backend)
    work()
    return Took(
        time.perf_counter() - wall, time.process_time() - python, _spent_by(backend) - database
    )


def _spent_on_each(rows: int, took: Took) -> float:
    """Microseconds of the processors for each row, here and in the database."""
    return 1e6 * (took.python + took.database) / rows


def _spent_by(process: int) -> float:
    """Seconds of processors, where the server is on this machine and that is Linux; else nought."""
    kept = Path(f"/proc/{process}/schedstat")
    return int(kept.read_text().split()[0]) / 1e9 if kept.exists() else 0.0


def _import(file: Path) -> Took:
    from django.core.management import call_command
    from django.db import connection

    connection.ensure_connection()
    with Path("/dev/null").open("w") as nothing:
        return _took(
            connection.connection.info.backend_pid,
            lambda: call_command("import_referrals", file, stdout=nothing, stderr=nothing),
        )


def _copy_cells(owner: Any, file: Path) -> Took:
    def work() -> None:
        with file.open(encoding="utf-8", newline="") as lines, owner.cursor() as cursor:
            reader = csv.reader(lines)
            next(reader)
            with cursor.copy("COPY benchmark_staging FROM STDIN") as copy:
                for row in reader:
                    copy.write_row(row)

    _empty_table(owner, file)
    return _took(owner.info.backend_pid, work)


def _copy_bytes(owner: Any, file: Path) -> Took:
    def work() -> None:
        statement = "COPY benchmark_staging FROM STDIN (FORMAT csv, HEADER)"
        with file.open("rb") as content, owner.cursor().copy(statement) as copy:
            while piece := content.read(1 << 16):
                copy.write(piece)

    _empty_table(owner, file)
    return _took(owner.info.backend_pid, work)


def _save_each(owner: Any, file: Path) -> Took:
    """Each row's cells as an object of Django's, saved on its own, all in one transaction."""
    from django.db import connection, transaction

    bare = _bare(file)

    def work() -> None:
        with file.open(encoding="utf-8", newline="") as lines, transaction.atomic():
            for row in csv.DictReader(lines):
                bare(**row).save()

    _empty_table(owner, file)
    owner.execute("ALTER TABLE benchmark_staging ADD id bigserial PRIMARY KEY")
    owner.execute("GRANT INSERT ON benchmark_staging TO earlyhelp_app")
    owner.execute("GRANT USAGE ON benchmark_staging_id_seq TO earlyhelp_app")
    connection.ensure_connection()
    return _took(connection.connection.info.backend_pid, work)


def _bare(file: Path) -> Any:
    """The floor's table as Django sees it."""
    from django.db import models

    class Meta:
        managed = False
        app_label = "referrals"
        db_table = "benchmark_staging"

    cells = {name: models.TextField() for name in _columns(file)}
    return type("Bare", (models.Model,), {"__module__": __name__, "Meta": Meta, **cells})


def _columns(file: Path) -> list[str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return next(csv.reader(lines))


def _empty_table(owner: Any, file: Path) -> None:
    columns = ", ".join(f"{name} text" for name in _columns(file))
    owner.execute("DROP TABLE IF EXISTS benchmark_staging")
    owner.execute(f"CREATE TABLE benchmark_staging ({columns})")


def known_people(every: int = 1) -> list[tuple[str, str, str]]:
    """Some who are known: one in five of a file's children is one of them."""
    from accounts.acting import acting_as_system
    from cases.models import Person

    with acting_as_system("benchmark"):
        rows = (
            Person.objects.filter(date_of_birth__isnull=False)
            .order_by("pk")
            .values_list("given_name", "family_name", "date_of_birth")[: 2000 * every : every]
        )
        return [(given, family, str(day)) for given, family, day in rows]


def write_file(file: Path, many: int, people: list[tuple[str, str, str]]) -> int:
    from referrals.importing.columns import COLUMNS

    rows = 0
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(COLUMNS))
        writer.writeheader()
        for row in _rows(many, people, file.name):
            writer.writerow(row)
            rows += 1
    return rows


def _file(file: Path, many: int, people: list[tuple[str, str, str]]) -> Path:
    write_file(file, many, people)
    return file


def _rows(many: int, people: list[tuple[str, str, str]], mark: str) -> Iterator[dict[str, str]]:
    """Requests of one to three people, of believable length."""
    chance = random.Random(mark)  # noqa: S311  a file to measure with
    given, family, _ = zip(*people, strict=True)
    for number in range(many):
        reference = f"{mark}-{number}"
        known = chance.choice(people) if chance.random() < 0.2 else None
        surname = known[1] if known else chance.choice(family)
        born = f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{chance.randint(2009, 2024)}"
        yield {
            "reference": reference, "sender": "school", "sender_name": chance.choice(given),
            "sender_phone": "01632 960100", "sender_role": "Safeguarding lead",
            "address": f"{chance.randint(1, 200)} Test Street", "postcode": "WV14 0AA",
            "worries": "Late and hungry on most mornings. " * chance.randint(1, 6),
            "family_knows": "agrees", "kind": "child",
            "given_name": known[0] if known else chance.choice(given), "family_name": surname,
            "date_of_birth": known[2] if known else born, "sex": chance.choice("FM"),
            "school_name": "Hawthorn Primary School",
        }  # fmt: skip
        for _ in range(chance.choice((0, 0, 1))):
            yield {"reference": reference, "kind": "adult", "given_name": chance.choice(given),
                   "family_name": surname, "relationship": "Mother"}  # fmt: skip


def _peak() -> float:
    """Of this process, in kilobytes."""
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    main()
