"""The command line's way in for files: `manage.py import_referrals FILE.csv`, say."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.acting import acting_as_system
from audit.actions.recording import record
from cases.actions.filing import tidy_name
from cases.importing import running
from cases.importing.problems import CannotRead, Problem, as_csv
from cases.importing.reading import ENCODINGS, WINDOWS, Sheet, encoding_of, read
from cases.importing.running import Importer, Tried
from cases.models import ImportProblem, ImportRun

A_PIECE = 1 << 18  # bytes read at once
GUESSED = (
    "The file is not UTF-8, so Windows-1252 was assumed. Look at names with accents; if they are "
    "wrong, save the file as “CSV UTF-8” and import that."
)
COUNTS = (
    "Rows read: {rows}. {created_words}: {created} ({things} {what}). There already: {already}. "
    "Left out: {wrong}."
)
State = ImportRun.State


class ImportCommand(BaseCommand):
    """A command that goes through one file. Running it again on the same file changes nothing,
    and finishes one that was broken off."""

    importer: Callable[[], Any]  # makes an Importer
    kind: str
    what: str  # what the rows become, in words

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="try it out, write nothing")
        parser.add_argument("--errors", type=Path, help="where to write what is wrong, as CSV")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            encoding = encoding_of(_pieces(file))
            if encoding == WINDOWS:
                self.stderr.write(GUESSED)
            go = self._try_out if options["dry_run"] else self._write
            problems, count = go(file, encoding)
        except CannotRead as refusal:
            raise CommandError(str(refusal)) from None
        self._say_what_is_wrong(problems, count, options["errors"])

    def _try_out(self, file: Path, encoding: str) -> tuple[list[Problem], int]:
        importer: Importer = self.importer()
        tried = running.try_out(
            self._sheet(file, encoding),
            importer,
            entering=lambda: acting_as_system(f"trying out a file of {self.what}"),
            progress=self._progress,
        )
        self._count(tried, "Would be written")
        self.stdout.write("Nothing was written: this was a dry run.")
        return tried.problems, tried.count

    def _write(self, file: Path, encoding: str) -> tuple[list[Problem], int]:
        importer, name = self.importer(), f"importing a file of {self.what}"
        sheet = self._sheet(file, encoding)
        with acting_as_system(name):
            run = begin(self.kind, file.name, encoding)
        refusal = ""
        try:
            running.write_through(
                sheet,
                importer,
                run=run,
                by=None,
                entering=lambda: acting_as_system(name),
                progress=self._progress,
            )
        except CannotRead as problem:
            refusal = str(problem)
        with acting_as_system(name):
            run = finish(run, refusal, self.what)
            rows = ImportProblem.objects.filter(run=run)
            problems = [Problem(one.row, one.column, one.typed, one.sentence) for one in rows]
            rows.delete()  # they are printed or written now, and kept nowhere else
        self._count(run, "Written")
        if refusal:
            self.stderr.write(refusal)
        return problems, run.problems

    def _sheet(self, file: Path, encoding: str) -> Sheet:
        importer = self.importer()
        return read(
            _pieces(file),
            encoding=encoding,
            columns=importer.columns,
            needed=importer.needed,
            needed_one_of=importer.needed_one_of,
        )

    def _progress(self, row: int) -> None:
        self.stderr.write(f"… row {row}")

    def _count(self, counted: Tried | ImportRun, words: str) -> None:
        self.stdout.write(
            COUNTS.format(
                rows=counted.rows,
                created=counted.created,
                created_words=words,
                things=counted.things,
                what=self.what,
                already=counted.already,
                wrong=counted.wrong,
            )
        )

    def _say_what_is_wrong(self, problems: list[Problem], count: int, errors: Path | None) -> None:
        if errors:
            errors.touch(mode=0o600)
            errors.write_text(as_csv(problems), encoding="utf-8", newline="")
            self.stdout.write(f"{count} problems, written to {errors}.")
        elif problems:
            for one in problems[:20]:
                self.stdout.write(f"Row {one.row} {one.column}: {one.sentence}")
            self.stdout.write(f"{count} problems. Name a file with --errors for all of them.")
        if count > len(problems):
            self.stdout.write(f"Only the first {len(problems)} are listed: mend these first.")


def begin(kind: str, name: str, encoding: str) -> ImportRun:
    """An import from the command line, at once at work."""
    return ImportRun.objects.create(
        kind=kind,
        name=tidy_name(name),
        state=State.IMPORTING,
        encoding=ENCODINGS[encoding],
        asked_at=timezone.now(),
    )


def finish(run: ImportRun, refusal: str, what: str, by: Any = None) -> ImportRun:
    """Everything that could be written is written."""
    locked = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    locked.change(state=State.IMPORTED, ended_at=timezone.now(), refusal=refusal)
    said = f"Imported a file: {locked.things} {what} of {locked.rows} rows, {locked.wrong} left out"
    record("import.finished", locked, said, by=by)
    return locked


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as content:
        while piece := content.read(A_PIECE):
            yield piece
