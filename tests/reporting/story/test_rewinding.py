"""A story as it stood: what was changed since is taken back, whatever it was."""

from datetime import date
from typing import Any

from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.acting import acting_as
from assessments.actions.planning import change_goal
from assessments.models import Goal
from cases.models import Need
from reporting.documents.story.reading import Facts, facts_of
from reporting.documents.story.rewinding import as_of, changes_since
from reporting.documents.story.sentences import Row
from tests.cases.page.arranging import children_of
from tests.cases.withheld.arranging import family_with_a_past
from tests.cast import World
from tests.reporting.story.facts import NOTHING

LATER = date(2100, 1, 1)
steps = st.lists(
    st.tuples(st.sampled_from(["insert", "update", "delete"]), st.integers(1, 4),
              st.sampled_from(["words", "kind"]), st.text(max_size=3)),
    max_size=30,
)  # fmt: skip


class Table:
    """Needs, and what the database notes of each change of them."""

    def __init__(self) -> None:
        self.rows: dict[int, Row] = {}
        self.changes: list[Row] = []

    def do(self, operation: str, row: int, column: str, text: str) -> None:
        held = self.rows.get(row)
        if operation == "insert" and held is None:
            self.rows[row] = {"id": row, "words": text, "kind": "housing", "seen_on": "2026-01-01"}
            self._note(operation, row, None)
        elif operation == "update" and held and held[column] != text:
            self.rows[row] = held | {column: text}
            self._note(operation, row, {column: held[column]})
        elif operation == "delete" and held:
            del self.rows[row]
            self._note(operation, row, held)

    def _note(self, operation: str, row: int, before: Row | None) -> None:
        change = {"table": "cases_need", "row_id": row, "operation": operation, "before": before}
        self.changes.insert(0, change)


@settings(max_examples=80, deadline=None)
@given(steps, st.integers(0, 30))
def test_taking_back_the_changes_since_gives_what_stood(every: list[Any], at: int) -> None:
    table = Table()
    for step in every[:at]:
        table.do(*step)
    stood, noted = dict(table.rows), len(table.changes)
    for step in every[at:]:
        table.do(*step)
    since = table.changes[: len(table.changes) - noted]
    gone = {change["row_id"] for change in since if change["operation"] == "delete"}
    now = NOTHING.rows | {"needs": list(table.rows.values())}
    found = as_of(now, since, LATER)["needs"]
    assert {row["id"]: row for row in found if row["id"] not in gone} == {
        number: row for number, row in stood.items() if number not in gone
    }


def test_words_changed_since_are_told_as_they_were_by_the_history_of_the_database(
    world: World,
) -> None:
    case = family_with_a_past(world)
    goal = Goal.objects.get(case=case)
    moment = _now()
    with acting_as(world.practitioner):
        change_goal(
            goal=goal, by=world.practitioner, version=goal.version, words="Something else",
            need=goal.need,
        )  # fmt: skip
        child = children_of(case)[0]
        Need.objects.create(case=case, person=child, kind="finance", seen_on="2026-01-01")
        now = facts_of(case, LATER)
        then = as_of(now.rows, changes_since(case, moment), LATER)
    assert [row["words"] for row in now.of("goals")] == ["Something else"]
    assert [row["words"] for row in then["goals"]] == ["Supper without a quarrel over cards"]
    assert len(then["needs"]) == len(now.of("needs")) - 1


def test_a_day_before_anything_was_written_tells_of_nothing(world: World) -> None:
    case = family_with_a_past(world)
    with acting_as(world.practitioner):
        found: Facts = facts_of(case, LATER, case.opened_on)
    assert found.past
    assert {kind for kind, rows in found.rows.items() if rows} <= {"case", "due"}
    assert found.of("case")[0]["worries"] == ""


def _now() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
