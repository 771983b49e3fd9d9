"""Bringing in a file of requests: kept and tried out, then imported or given up, then deleted."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.acting import acting_as
from accounts.models import User
from accounts.roles import May, may
from audit.actions import queueing
from audit.actions.queueing import CannotBeDone, Landing, progress
from audit.actions.recording import record
from audit.models import Job
from audit.refusal import Refused, refuse_if
from cases.actions.filing import tidy_name
from cases.files.recognising import NotKept, recognised
from cases.files.scanning import refuse_unclean
from cases.importing import running
from cases.importing.problems import CannotRead
from cases.importing.reading import ENCODINGS, UTF_8, Sheet, encoding_of, read
from cases.importing.running import A_BATCH
from cases.models import Document, ImportPart, ImportProblem, ImportRun
from referrals.importing.requests import Requests

State = ImportRun.State

DELETED_AFTER = timedelta(days=14)
COUNTED = ("rows", "things", "created", "already", "wrong", "problems")
A_PART = 1 << 18  # bytes of one row of the file's table
ONLY_HEAD = "Only the head of service imports requests from a file."
NOT_CHECKED = "This file is not waiting to be imported."
NOTHING_NEW = "There is nothing in this file to import."
NOT_A_TABLE = (
    "The selected file is not a table of text. In your spreadsheet choose “Save as” and “CSV "
    "UTF-8”, and choose that file. It may hold no signs that do not print, and nothing that a "
    "browser could take for a page, such as <script"
)
ANOTHER = "Somebody else is at work on this import."


def reasons_against_importing(run: ImportRun, by: Any) -> list[str]:
    """Why a file that was tried out cannot be imported now."""
    if not may(by, May.IMPORT):
        return [ONLY_HEAD]
    if run.state != State.CHECKED:
        return [NOT_CHECKED]
    return [] if run.created else [NOTHING_NEW]


@transaction.atomic
def bring(*, by: Any, content: bytes, name: str) -> ImportRun:
    """Keep a file and have it tried out. Raises Refused for what is no table of text, or not
    clean. Nothing of it is written to the record."""
    refuse_if([] if may(by, May.IMPORT) else [ONLY_HEAD])
    text, encoding = _as_text(content)
    run = ImportRun.objects.create(
        kind=ImportRun.Kind.REQUESTS,
        name=tidy_name(name),
        encoding=ENCODINGS[encoding],
        asked_by=by,
        asked_at=timezone.now(),
    )
    starts = range(0, len(text), A_PART)
    ImportPart.objects.bulk_create(
        [
            ImportPart(run=run, number=n, content=text[start : start + A_PART])
            for n, start in enumerate(starts)
        ],
        batch_size=4,
    )
    run.change(job=queueing.ask("check_import", key=f"check import {run.pk}", by=by))
    record("import.brought", run, "Brought a file of requests, to be tried out", by=by)
    return run


@transaction.atomic
def start(*, run: ImportRun, by: Any, expected: int | None = None) -> ImportRun:
    """Import a file that was tried out: a worker does it."""
    locked = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    refuse_if(reasons_against_importing(locked, by))
    ImportProblem.objects.filter(run=locked).delete()
    job = queueing.ask("write_import", key=f"write import {locked.pk}", by=by)
    nothing: dict[str, Any] = dict.fromkeys(COUNTED, 0)
    begun: dict[str, Any] = nothing | {"state": State.IMPORTING, "job": job}
    locked.change(expected=expected, **begun)
    record("import.started", locked, "Began to import a file of requests", by=by)
    return locked


@transaction.atomic
def give_up(*, run: ImportRun, by: Any, expected: int | None = None) -> ImportRun:
    """Delete a file that was tried out, with its problems. Nothing of it was written."""
    locked = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    refuse_if([] if may(by, May.IMPORT) else [ONLY_HEAD])
    if locked.state not in {State.CHECKED, State.REFUSED}:
        raise Refused(NOT_CHECKED)
    now = timezone.now()
    locked.change(expected=expected, state=State.GIVEN_UP, ended_at=now, cleared_at=now)
    _delete_file(locked, problems=True)
    record("import.given_up", locked, "Deleted a file of requests that was not imported", by=by)
    return locked


def check(job: Job) -> Landing:
    """The job: try the file out. What would be done is noted in the transaction that ends it."""
    run, by = _of(job)
    try:
        found = running.try_out(
            _sheet(run),
            Requests(),
            entering=lambda: acting_as(by),
            progress=_shown(job, run, "Looked at up to row {}"),
        )
    except CannotRead as refusal:
        said = str(refusal)
        return lambda: _land_refusal(run, by, said)
    return lambda: _land_tried(run, by, found)


def carry_out(job: Job) -> Landing:
    """The job: write the file, batch by batch. A job taken up again goes on where it stopped."""
    run, by = _of(job)
    refusal = ""
    try:
        running.write_through(
            _sheet(run),
            Requests(),
            run=run,
            by=by,
            entering=lambda: acting_as(by),
            progress=_shown(job, run, "Imported up to row {}"),
        )
    except CannotRead as problem:
        refusal = str(problem)
    return lambda: _land_written(run, by, refusal)


def clear_away(now: datetime | None = None) -> None:
    """Every night: delete files and problems that are two weeks old, whatever became of them."""
    moment = now or timezone.now()
    old = ImportRun.objects.filter(asked_at__lte=moment - DELETED_AFTER, cleared_at__isnull=True)
    for run in old.select_for_update(of=("self",)):
        _delete_file(run, problems=True)
        waiting = run.state == State.CHECKED
        ended: dict[str, Any] = {"state": State.GIVEN_UP, "ended_at": moment} if waiting else {}
        run.change(cleared_at=moment, **ended)
        record("import.cleared", run, "Deleted what was kept of an import, 14 days old", by=None)


def _as_text(content: bytes) -> tuple[bytes, str]:
    """The file in UTF-8, by the house's rules for what may be kept; and what it was written in."""
    try:
        encoding = encoding_of([content] if content else [])
        text = content if encoding == UTF_8 else content.decode(encoding).encode()
        refuse_unclean(content)
        kind, _ = recognised(text)
    except CannotRead as refusal:
        raise Refused(str(refusal)) from None
    except NotKept as refusal:
        unreadable = "must be a PDF" in str(refusal)
        raise Refused(NOT_A_TABLE if unreadable else str(refusal)) from None
    if kind != Document.Kind.TEXT:
        raise Refused(NOT_A_TABLE)
    return text, encoding


def _of(job: Job) -> tuple[ImportRun, Any]:
    by = User.objects.get(pk=job.asked_by_id or 0)
    if not may(by, May.IMPORT):
        raise CannotBeDone(ONLY_HEAD)
    with acting_as(by):
        return ImportRun.objects.get(job=job), by


def _sheet(run: ImportRun) -> Sheet:
    importer = Requests()
    return read(
        list(_pieces(run)),  # no longer than the page lets in; what reads ahead may not ask for it
        encoding=UTF_8,
        columns=importer.columns,
        needed=importer.needed,
        needed_one_of=importer.needed_one_of,
    )


def _pieces(run: ImportRun) -> Iterator[bytes]:
    """The file, a part at a time, each read in the name of whoever brought it."""
    for number in range(_parts(run)):
        with acting_as(run.asked_by):
            part = ImportPart.objects.get(run=run, number=number)
        yield bytes(part.content)


def _parts(run: ImportRun) -> int:
    with acting_as(run.asked_by):
        return ImportPart.objects.filter(run=run).count()


def _shown(job: Job, run: ImportRun, words: str) -> Callable[[int], None]:
    """Says how far it is, for the bar: of about so many batches as the file has lines for."""
    lines = sum(piece.count(b"\n") for piece in _pieces(run))
    steps = lines // A_BATCH + 1

    def show(row: int) -> None:
        progress(job, min(row // A_BATCH + 1, steps), steps, words.format(f"{row:,}"))

    return show


def _land_refusal(run: ImportRun, by: Any, refusal: str) -> None:
    with acting_as(by):
        _delete_file(run, problems=True)
        now = timezone.now()
        run.change(state=State.REFUSED, ended_at=now, refusal=refusal, cleared_at=now)
        record("import.refused", run, "A file of requests could not be read", by=by)


def _land_tried(run: ImportRun, by: Any, found: running.Tried) -> None:
    with acting_as(by):
        running.keep(found.problems, run)
        counts = {name: getattr(found, name) for name in COUNTED if name != "problems"}
        run.change(state=State.CHECKED, problems=found.count, **counts)
        record("import.tried", run, f"Tried out a file of {found.rows} rows", by=by)


def _land_written(run: ImportRun, by: Any, refusal: str) -> None:
    with acting_as(by):
        locked = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if locked.state != State.IMPORTING or locked.next_row != run.next_row:
            raise RuntimeError(ANOTHER)
        locked.change(state=State.IMPORTED, ended_at=timezone.now(), refusal=refusal)
        _delete_file(locked, problems=False)
        said = f"Imported {locked.things} requests of {locked.rows} rows, {locked.wrong} left out"
        record("import.finished", locked, said, by=by)


def _delete_file(run: ImportRun, *, problems: bool) -> None:
    tables: Iterable[Any] = (ImportPart, ImportProblem) if problems else (ImportPart,)
    for table in tables:
        table.objects.filter(run=run).delete()
