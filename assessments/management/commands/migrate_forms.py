"""manage.py migrate_forms: move assessments being written to another version of their form."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.acting import acting_as_system
from assessments.actions.moving_forms import (
    Moved,
    batches,
    move,
    on_version,
    take_back,
    try_move,
)
from assessments.form_changes import Place
from assessments.models import FormVersion


class Command(BaseCommand):
    help = (
        "Moves assessments being written from one version of a form to another. Answers that the "
        "new version does not take are kept with the assessment and stay readable. --dry-run says "
        "what would happen; --undo takes a move back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("form", help="the form’s key, such as eha")
        parser.add_argument("--from", dest="old", type=int, required=True, help="version number")
        parser.add_argument("--to", dest="new", type=int, required=True, help="version number")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")
        parser.add_argument("--undo", action="store_true", help="take back the move FROM to TO")

    def handle(self, *args: Any, **options: Any) -> None:
        old, new = (_version(options["form"], options[name]) for name in ("old", "new"))
        if old == new:
            raise CommandError("--from and --to are one version. Give two.")
        if options["dry_run"]:
            found = _tried(*((new, old) if options["undo"] else (old, new)))
        else:
            found = _done(old, new, undo=options["undo"])
        for line in _told(found, tried=options["dry_run"]):
            self.stdout.write(line)


def _tried(old: FormVersion, new: FormVersion) -> Moved:
    with acting_as_system("migrate_forms"):
        return try_move(old=old, new=new)


def _done(old: FormVersion, new: FormVersion, *, undo: bool) -> Moved:
    """Batch by batch, each in a transaction of its own."""
    verb = take_back if undo else move
    with acting_as_system("migrate_forms"):
        every = on_version(new if undo else old)
        found = verb(old=old, new=new, only=[])
    for numbers in batches(every):
        with acting_as_system("migrate_forms"):
            found.add(verb(old=old, new=new, only=numbers))
    return found


def _version(key: str, number: int) -> FormVersion:
    found = FormVersion.objects.filter(key=key, number=number).first()
    if found is None:
        known = [f"{row.key} {row.number}" for row in FormVersion.objects.all()]
        raise CommandError(
            f"There is no version {number} of “{key}”. Published are: {', '.join(known)}."
        )
    return found


def _told(found: Moved, *, tried: bool) -> Iterator[str]:
    old, new = found.changes.old, found.changes.new
    whole = f"{found.assessments:,} assessments from version {old.number} to {new.number}"
    yield f"Would move {whole}." if tried else f"Moved {whole}."
    for place, answers in sorted(found.along.items()):
        yield f"  {_named(place)} → {_where(found, place)}: {answers:,} answers"
    for lost in found.changes.lost:
        kept = found.aside.pop(lost.place, 0)
        yield f"  {_named(lost.place)}: {lost.why} {kept:,} answers are kept aside."
    for place, answers in sorted(found.aside.items()):
        yield f"  {_named(place)}: {answers:,} answers do not fit any more and are kept aside."
    for section, question in found.changes.added:
        needed = " It is needed before sign-off." if question.required else ""
        yield f"  {_named((section.key, question.key))} is new: “{question.words}”.{needed}"


def _named(place: Place) -> str:
    return ".".join(place)


def _where(found: Moved, place: Place) -> str:
    way = found.changes.way(place)
    return _named(way.new) if way else "back in its place"
