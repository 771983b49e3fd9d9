"""Going through a file: trying it out, or writing it batch by batch so that nothing is half done.

A batch is one transaction: its rows, its problems, the counts and where the next begins. Killed in
the middle, a batch leaves nothing, and going through the file again goes on behind the last one.
"""

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from django.db import connection
from django.db.models import F

from cases.importing.problems import CannotRead, Problem, problem
from cases.importing.reading import Row, Sheet
from cases.models import ImportRun

A_BATCH = 1000  # requests or people of one transaction: others wait for it no longer than a moment
A_TURN = 0.0005  # seconds, of Python's threads
MOST_PROBLEMS = 10_000  # kept of one file; a file with more is mended first
BESIDE = "Another row of this request has a problem, so none of it was taken"

Entering = Callable[[], AbstractContextManager[Any]]
Progress = Callable[[int], None]
Batch = list[tuple[list[Row], Any]]
Item = TypeVar("Item")


class Ready(Protocol):
    """What rows say, as it could be written. `identity` and `content` are digests."""

    row: int
    rows: int
    reference: str
    identity: bytes
    content: bytes


@dataclass
class Written:
    """What became of a batch, in rows; and how many things (requests, people) that made."""

    things: int = 0
    created: int = 0
    already: int = 0
    wrong: int = 0
    problems: list[Problem] = field(default_factory=list)


class Importer(Protocol):
    """What one kind of file is: its columns, what its rows mean, how a batch is written."""

    columns: Collection[str]
    needed: Collection[str]
    needed_one_of: Collection[str]
    differs: str
    further_up: str
    identified_by: str

    def checked(self, sheet: Sheet) -> Iterator[tuple[list[Row], Any]]:
        """Rows that belong together, with what is ready, or with their problems. What it asks of
        the database it asks when it is called; to go through the rows asks nothing more."""

    def taken(self, identities: list[bytes]) -> Mapping[bytes, bytes]:
        """Of these identities those that were imported before, with their contents."""

    def doubts(self, batch: Sequence[Any]) -> Mapping[int, Problem]:
        """By row, why some of those that are new could not be written after all."""

    def lines(self, batch: Sequence[Any]) -> Any:
        """A batch as it is COPYed into a staging table. Asks nothing of the database."""

    def write(self, batch: Sequence[Any], lines: Any, run: ImportRun, by: Any) -> Written:
        """Write a batch, of which these are the lines, within the caller's transaction."""


@dataclass
class Tried:
    """What an import would do, in rows, and the problems that are kept."""

    rows: int = 0
    things: int = 0
    created: int = 0
    already: int = 0
    wrong: int = 0
    count: int = 0
    problems: list[Problem] = field(default_factory=list)

    def blame(self, rows: int, problems: Iterable[Problem]) -> None:
        self.wrong += rows
        for one in problems:
            self.count += 1
            if len(self.problems) < MOST_PROBLEMS:
                self.problems.append(one)


def try_out(
    sheet: Sheet,
    importer: Importer,
    *,
    entering: Entering,
    progress: Progress = lambda row: None,
) -> Tried:
    """What an import of this file would do now. Reads the record and writes nothing."""
    found, seen = Tried(), dict[bytes, tuple[int, bytes]]()
    for batch in _batches(importer.checked(sheet)):
        ready = []
        for rows, result in batch:
            found.rows += len(rows)
            if isinstance(result, list):
                found.blame(len(rows), _with_beside(rows, result))
            else:
                ready.append(result)
        with entering():
            taken = importer.taken([one.identity for one in ready])
            known = taken.keys() | seen.keys()
            doubts = importer.doubts([one for one in ready if one.identity not in known])
        for one in ready:
            if one.row in doubts:
                found.blame(one.rows, [doubts[one.row]])
            else:
                _try_one(one, taken, seen, importer, found)
        progress(batch[-1][0][-1].number)
    found.problems.sort(key=lambda one: one.row)
    return found


def _try_one(
    one: Ready,
    taken: Mapping[bytes, bytes],
    seen: dict[bytes, tuple[int, bytes]],
    importer: Importer,
    found: Tried,
) -> None:
    earlier, content = seen.get(one.identity, (0, taken.get(one.identity)))
    if content is None:
        seen[one.identity] = (one.row, one.content)
        found.created += one.rows
        found.things += 1
    elif content == one.content:
        found.already += one.rows
    else:
        said = importer.further_up.format(row=earlier) if earlier else importer.differs
        found.blame(one.rows, [problem(one.row, importer.identified_by, one.reference, said)])


def write_through(
    sheet: Sheet,
    importer: Importer,
    *,
    run: ImportRun,
    by: Any,
    entering: Entering,
    progress: Progress = lambda row: None,
) -> None:
    """Write the rows from `run.next_row` on, a batch at a time, each in a transaction.

    While the database writes one, the next is read, checked and put into lines.
    """
    start = run.next_row
    waiting = (
        (rows, result) for rows, result in importer.checked(sheet) if rows[0].number >= start
    )
    for batch, lines in _read_ahead(_with_lines(_batches(waiting), importer)):
        with entering():
            if not _write_batch(batch, lines, importer, run, by):
                return  # somebody else is going through the same file: it is theirs now
        progress(batch[-1][0][-1].number)


def _with_lines(batches: Iterable[Batch], importer: Importer) -> Iterator[tuple[Batch, Any]]:
    for batch in batches:
        yield batch, importer.lines(_ready(batch))


def _ready(batch: Batch) -> list[Any]:
    return [result for _, result in batch if not isinstance(result, list)]


def _read_ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The same, the next one made by a second thread while the caller is at work on the last. It
    has no connection of its own: nothing in `items` may ask the database.

    Whoever writes mostly waits for the database, and then has a moment's work: the reader lets
    them have it at once, not after the five thousandths of a second that Python gives.
    """
    turns = sys.getswitchinterval()
    sys.setswitchinterval(A_TURN)
    try:
        with ThreadPoolExecutor(1, "reading ahead") as beside:
            coming = beside.submit(next, items, None)
            while (item := coming.result()) is not None:
                coming = beside.submit(next, items, None)
                yield item
    finally:
        sys.setswitchinterval(turns)


def _write_batch(batch: Batch, lines: Any, importer: Importer, run: ImportRun, by: Any) -> bool:
    locked = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if locked.next_row != run.next_row or locked.state != ImportRun.State.IMPORTING:
        return False
    ready = _ready(batch)
    written = importer.write(ready, lines, run, by) if ready else Written()
    for rows, result in batch:
        if isinstance(result, list):
            written.wrong += len(rows)
            written.problems += _with_beside(rows, result)
    keep(written.problems, run, locked.problems)
    run.next_row = batch[-1][0][-1].number + 1
    ImportRun.objects.filter(pk=run.pk).update(
        next_row=run.next_row,
        rows=F("rows") + sum(len(rows) for rows, _ in batch),
        things=F("things") + written.things,
        created=F("created") + written.created,
        already=F("already") + written.already,
        wrong=F("wrong") + written.wrong,
        problems=F("problems") + len(written.problems),
        version=F("version") + 1,
    )
    return True


def keep(problems: Iterable[Problem], run: ImportRun, before: int = 0) -> None:
    """Keep what is wrong for whoever brought the file, as long as there are not too many."""
    some = sorted(problems, key=lambda one: one.row)[: max(0, MOST_PROBLEMS - before)]
    if not some:
        return
    cells = zip(
        *((one.row, one.column, one.typed, one.sentence[:500]) for one in some), strict=True
    )
    with connection.cursor() as cursor:  # thousands of rows: without an object for each
        cursor.execute(
            'INSERT INTO cases_importproblem (run_id, "row", "column", typed, sentence)'
            " SELECT %s, * FROM unnest(%s::integer[], %s::text[], %s::text[], %s::text[])",
            [run.pk, *map(list, cells)],
        )


def _with_beside(rows: list[Row], found: list[Problem]) -> list[Problem]:
    """And for each row that is right itself, that it is left out because of another one."""
    named = {one.row for one in found}
    return found + [problem(row.number, "", "", BESIDE) for row in rows if row.number not in named]


def _batches(found: Iterable[tuple[list[Row], Any]]) -> Iterator[Batch]:
    """So many at a time. Where the rest cannot be read, what stands above it comes first."""
    batch: Batch = []
    try:
        for one in found:
            batch.append(one)
            if len(batch) == A_BATCH:
                yield batch
                batch = []
    except CannotRead:
        if batch:
            yield batch
        raise
    if batch:
        yield batch
