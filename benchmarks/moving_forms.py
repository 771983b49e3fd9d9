"""Moving live assessments to a new version of their form, against writing the same rows plainly.

    python -m benchmarks.moving_forms [ASSESSMENTS]

Writes as many families with an assessment in progress, every question of it answered, publishes a
version that renames a section, a question and an option and drops a question, then runs
`manage.py migrate_forms` there and back as an administrator would. The floor is one statement
that changes each answer that was moved, with the same history. The goal is in seconds: 60 for
3,500.
"""

import contextlib
import sys
import time
from copy import deepcopy
from datetime import date
from io import StringIO
from typing import Any

from benchmarks.authority import start

NAME = "earlyhelp_benchmark_forms"
ASSESSMENTS, GOAL = 3_500, 60.0


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else ASSESSMENTS
    databases, migrated = start(NAME)
    databases.drop(NAME)
    databases.clone(migrated, NAME)
    databases.point_at(NAME)
    try:
        answers = write(many)
        with databases.connect_as_owner(NAME) as owner:
            owner.execute("ANALYZE")
        _measure(many, answers)
    finally:
        databases.drop(NAME)


def _measure(many: int, answers: int) -> None:
    print(f"{many:,} assessments in progress with {answers:,} answers")
    there, moved = _timed("--from=2", "--to=3")
    floor = _floor()
    back, _ = _timed("--from=2", "--to=3", "--undo")
    print(moved.splitlines()[0])
    for name, seconds in (("moved", there), ("taken back", back)):
        verdict = "within" if seconds <= GOAL else "OVER"
        print(
            f"{name:<12}{seconds:6.1f} s  floor {floor:5.1f} s  {seconds / floor:5.1f}×"
            f"  ({verdict} the goal of {GOAL:g} s)"
        )


def _timed(*options: str) -> tuple[float, str]:
    from django.core.management import call_command

    said = StringIO()
    begun = time.perf_counter()
    call_command("migrate_forms", "eha", *options, stdout=said)
    return time.perf_counter() - begun, said.getvalue()


def _floor() -> float:
    """As many answers as were moved, each changed once, by one statement."""
    from django.db import connection
    from django.db.models import F

    from accounts.acting import acting_as_system
    from assessments.models import Answer

    begun = time.perf_counter()
    with contextlib.suppress(_Enough), acting_as_system("benchmark"):
        moved = Answer.objects.filter(version__gt=1)
        moved.update(saved_at=F("saved_at"), version=F("version") + 1)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        raise _Enough
    return time.perf_counter() - begun


class _Enough(Exception):
    """What was only measured is taken back."""


def write(many: int) -> int:
    """Families, each with a case and an assessment in progress. How many answers they have."""
    from accounts.acting import acting_as_system
    from assessments.models import Answer, Assessment
    from tests.assessments.arranging import led_case, started, written
    from tests.cast import build_world

    with acting_as_system("benchmark"):
        world = build_world()
        first = written(world, started(world, led_case(world)))
        first = Assessment.objects.select_related("case__family").get(pk=first.pk)
        _publish(first.form)
        copies = _copies(first, many - 1)
        own = list(Answer.objects.filter(assessment=first))
        Answer.objects.bulk_create(
            [_as(row, assessment=one, case_id=one.case_id) for one in copies for row in own],
            batch_size=5_000,
        )
        return Answer.objects.count()


def _copies(first: Any, many: int) -> list[Any]:
    """The same family again and again: a move reads its answers and none of its people."""
    from assessments.models import Assessment
    from cases.models import Case, Family

    families = Family.objects.bulk_create(
        [_as(first.case.family, reference=f"FB-{number:07}") for number in range(many)]
    )
    cases = Case.objects.bulk_create(
        [
            _as(first.case, reference=f"EH-2025-{number:06}", family=family)
            for number, family in enumerate(families)
        ]
    )
    return Assessment.objects.bulk_create(
        [_as(first, case=case, family_id=case.family_id) for case in cases]
    )


def _as(row: Any, **facts: Any) -> Any:
    """A new row like this one."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    for name in ("id", "made_in", "sort_name"):
        values.pop(name, None)
    for name in facts:
        values.pop(f"{name}_id", None)
    return type(row)(**(values | facts))


def _publish(form: Any) -> None:
    from assessments.models import FormVersion

    definition = deepcopy(form.definition) | {"number": form.number + 1}
    family, *_ = definition["sections"]
    words = next(one for one in definition["sections"] if one["key"] == "words")
    words |= {"key": "child_words", "was": "words"}
    family["questions"][0] |= {
        "key": "asked_anew",
        "was": f"family.{family['questions'][0]['key']}",
    }
    family["questions"].pop(1)
    chosen = next(question for question in words["questions"] if question.get("options"))
    option = chosen["options"][0]
    option |= {"was": option["value"], "value": "by_another_name"}
    FormVersion.objects.create(
        key=form.key,
        number=form.number + 1,
        title=form.title,
        effective_from=date(2026, 11, 1),
        definition=definition,
        digest="benchmark",
    )


if __name__ == "__main__":
    main()
