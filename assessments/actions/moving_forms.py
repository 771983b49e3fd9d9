"""Moving work in progress to another version of its form, and taking that back.

A few hundred assessments at a time: the command gives each batch a transaction, so that nobody
waits long, and a move that is interrupted goes on where it stopped when it is asked for again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from psycopg.types.json import Jsonb

from assessments.adult_information import QUESTIONS
from assessments.answers_moved import Held, Step, in_the_way, steps
from assessments.form_changes import Changes, Place, changes, sections_now
from assessments.models import (
    Answer,
    Assessment,
    Delegation,
    FormMove,
    FormVersion,
    PromptSetAside,
)
from assessments.queries.forms import definition
from audit.actions.recording import record_each

BATCH = 250
State = Assessment.State
WRITING = [State.DRAFT, State.RETURNED]  # what waits for sign-off stays as it was submitted


@dataclass
class Moved:
    """What a move did, or would do."""

    changes: Changes
    assessments: int = 0
    along: dict[Place, int] = field(default_factory=lambda: defaultdict(int))
    aside: dict[Place, int] = field(default_factory=lambda: defaultdict(int))

    def count(self, planned: Sequence[Step]) -> None:
        for step in planned:
            counts = self.aside if step.aside else self.along
            counts[step.held.section, step.held.question] += 1

    def add(self, other: "Moved") -> None:
        """What another part of the same move did."""
        self.assessments += other.assessments
        for counts, more in ((self.along, other.along), (self.aside, other.aside)):
            for place, number in more.items():
                counts[place] += number


def on_version(form: FormVersion) -> list[int]:
    """The assessments being written on a version, the oldest first."""
    rows = Assessment.objects.filter(form=form, state__in=WRITING)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def try_move(*, old: FormVersion, new: FormVersion) -> Moved:
    """What a move would do. Writes nothing."""
    found = Moved(changes(definition(old), definition(new)))
    for numbers in batches(on_version(old)):
        found.assessments += len(numbers)
        for planned in _planned(found.changes, numbers).values():
            found.count(planned)
    return found


def move(
    *,
    old: FormVersion,
    new: FormVersion,
    by: Any = None,
    only: Sequence[int] | None = None,
    at: datetime | None = None,
) -> Moved:
    """Move the assessments being written on `old` to `new`: all, or `only` these. Those that
    were moved already are left alone."""
    found = Moved(changes(definition(old), definition(new)))
    for numbers in batches(on_version(old) if only is None else only):
        _move(found, numbers, old, new, {}, by, at or timezone.now())
    return found


def take_back(
    *,
    old: FormVersion,
    new: FormVersion,
    by: Any = None,
    only: Sequence[int] | None = None,
    at: datetime | None = None,
) -> Moved:
    """Take back the moves from `old` to `new` of what is still being written: the answers of
    then come back, and what was written since goes along or aside."""
    found = Moved(changes(definition(new), definition(old)))
    wanted = on_version(new) if only is None else only
    standing = FormMove.objects.filter(from_form=old, to_form=new, undone_by=None, undoes=None)
    moves = dict(standing.filter(assessment__in=wanted).values_list("assessment_id", "pk"))
    for numbers in batches([number for number in wanted if number in moves]):
        _move(found, numbers, new, old, moves, by, at or timezone.now())
    return found


def batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), BATCH):
        yield numbers[start : start + BATCH]


@transaction.atomic
def _move(
    found: Moved,
    numbers: Sequence[int],
    old: FormVersion,
    new: FormVersion,
    undone: dict[int, int],
    by: Any,
    at: datetime,
) -> None:
    rows = Assessment.objects.select_for_update().filter(pk__in=numbers, form=old)
    assessments = list(rows.filter(state__in=WRITING).order_by("pk"))
    planned = _planned(found.changes, [row.pk for row in assessments])
    _make_room([number for each in planned.values() for number in in_the_way(each)])
    _write([step for each in planned.values() for step in each])
    Assessment.objects.filter(pk__in=[row.pk for row in assessments]).update(
        form=new, version=F("version") + 1
    )
    _rename_asked(found.changes, [row.pk for row in assessments])
    FormMove.objects.bulk_create(
        FormMove(
            assessment=row,
            case_id=row.case_id,
            from_form=old,
            to_form=new,
            moved_at=at,
            moved_by=by,
            answers_moved=sum(not step.aside for step in planned[row.pk]),
            answers_aside=sum(step.aside for step in planned[row.pk]),
            undoes_id=undone.get(row.pk),
        )
        for row in assessments
    )
    for row in assessments:
        found.count(planned[row.pk])
    _note(assessments, new, by)
    found.assessments += len(assessments)


def _planned(found: Changes, numbers: Sequence[int]) -> dict[int, list[Step]]:
    held: dict[int, list[Held]] = {number: [] for number in numbers}
    columns = ("assessment_id", "pk", "section", "question", "person_id", "value")
    for number, *answer in Answer.objects.filter(assessment__in=numbers).values_list(*columns):
        held[number].append(Held(*answer))
    return {number: steps(found, answers) for number, answers in held.items()}


def _make_room(numbers: Sequence[int]) -> None:
    """Answers that change places go by way of a place that is nobody's."""
    if not numbers:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE assessments_answer SET section = 'moving-' || id WHERE id = ANY (%s)",
            [list(numbers)],
        )


def _write(planned: Sequence[Step]) -> None:
    """In one statement."""
    if not planned:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE assessments_answer answer
            SET section = step.section, question = step.question, value = step.value,
                version = answer.version + 1,
                about_an_adult = answer.about_an_adult OR step.of_an_adult
            FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::jsonb[], %s::boolean[])
                AS step (id, section, question, value, of_an_adult)
            WHERE answer.id = step.id
            """,
            [
                [step.held.id for step in planned],
                [step.section for step in planned],
                [step.question for step in planned],
                [Jsonb(step.value) for step in planned],
                [(step.section, step.question) in QUESTIONS for step in planned],
            ],
        )


def _rename_asked(found: Changes, numbers: Sequence[int]) -> None:
    """Whoever was asked to write a section is asked for the one it became, and a prompt that was
    not relevant there stays away. Where two sections became one and both are out, the second keeps
    its old name: a section is out to one person at a time."""
    became = sections_now(found)
    _rename(Delegation, became, numbers, lambda row: () if row.is_out else (row.pk,))
    _rename(PromptSetAside, became, numbers, lambda row: (row.kind, row.about))


def _rename(
    model: Any, became: Mapping[str, str], numbers: Sequence[int], also: Callable[[Any], Any]
) -> None:
    """By way of a place that is nobody's, as answers go. `also`: what else tells two rows apart."""
    rows = list(model.objects.filter(assessment__in=numbers).order_by("pk") if became else ())
    to = _without_clash(rows, became, also)
    model.objects.filter(pk__in=to).update(
        section=Concat(Value("moving-"), Cast("pk", CharField()))
    )
    for section in set(to.values()):
        here = [number for number, wanted in to.items() if wanted == section]
        model.objects.filter(pk__in=here).update(section=section)


def _without_clash(
    rows: Sequence[Any], became: Mapping[str, str], also: Callable[[Any], Any]
) -> dict[int, str]:
    """Which rows get which section. One that would stand where another does stays."""
    to = {row.pk: became[row.section] for row in rows if row.section in became}
    while True:
        there: set[Any] = set()
        for row in sorted(rows, key=lambda row: row.pk in to):  # those that stay first
            place = row.assessment_id, to.get(row.pk, row.section), row.person_id, also(row)
            if place in there and row.pk in to:
                del to[row.pk]
                break
            there.add(place)
        else:
            return to


def _note(moved: Sequence[Assessment], form: FormVersion, by: Any) -> None:
    record_each(
        "assessment.form_moved",
        Assessment,
        [row.pk for row in moved],
        f"Assessment moved to {form}",
        by=by,
        cases=[row.case_id for row in moved],
        families=[row.family_id for row in moved],
    )
