"""Factors of the children in need census: kept when an assessment is signed off, and counted."""

from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from assessments.actions.answering import Given, save
from assessments.actions.assessing import start
from assessments.actions.finishing import finish
from assessments.actions.signing_off import send_back, sign_off
from assessments.actions.submitting import submit
from assessments.models import Assessment, Factor
from cases.actions.sharing.giving import give
from cases.models import Case
from reporting.asking import Ask
from reporting.measures.factors_found import MEASURE as FACTORS_FOUND
from reporting.measures.needs_found import MEASURE as NEEDS_FOUND
from reporting.period import Period
from reporting.table import Table
from reporting.tables import table
from tests.assessments.arranging import (
    begun,
    led_case,
    planned,
    signed_off,
    submitted,
    teenager,
    written,
)
from tests.cases.withheld.arranging import let_in
from tests.cast import World, arranged

TODAY = timezone.localdate()


@arranged
def kept(case: Case) -> list[list[str]]:
    """The factors of each assessment of a case, the oldest first."""
    rows = Assessment.objects.filter(case=case).order_by("pk")
    return [sorted(row.factors.values_list("code", flat=True)) for row in rows]


@arranged
def ticked(assessment: Assessment, codes: list[str]) -> None:
    row = assessment.answers.get(question="factors")
    given = Given(row.section, row.person_id, "factors", codes, row.version)
    save(assessment=assessment, by=assessment.started_by, answers=[given])


def counted(world: World, who: str = "analyst", by: str = "factor") -> Table:
    cut = FACTORS_FOUND.cut_of(by)
    assert cut
    with acting_as(world.people[who]):
        return table(Ask(FACTORS_FOUND, cut, Period(TODAY, TODAY)))


def test_they_are_kept_at_the_sign_off_and_not_before(world: World) -> None:
    assessment = submitted(world)
    assert kept(assessment.case) == [[]]
    with acting_as(world.manager):
        sign_off(assessment=assessment, by=world.manager)
    assert kept(assessment.case) == [["3B", "4A"]]


def test_returned_and_sent_again_they_are_kept_once_as_they_stand_at_the_end(world: World) -> None:
    assessment = submitted(world)
    with acting_as(world.manager):
        send_back(assessment=assessment, by=world.manager, comments="Is it drink?")
    assert kept(assessment.case) == [[]]
    assessment.refresh_from_db()
    ticked(assessment, ["1B", "3B"])
    with acting_as(world.practitioner):
        assessment = submit(assessment=assessment, by=world.practitioner)
    with acting_as(world.manager):
        sign_off(assessment=assessment, by=world.manager)
    assert kept(assessment.case) == [["1B", "3B"]]


def test_a_reassessment_has_its_own_and_the_first_keeps_its_own(world: World) -> None:
    case = Case.objects.get(pk=planned(world).case_id)
    with acting_as(world.practitioner):
        anew = start(case=case, by=world.practitioner)
    ticked(anew, ["21"])
    with acting_as(world.practitioner):
        anew = submit(assessment=anew, by=world.practitioner)
    with acting_as(world.manager):
        sign_off(assessment=anew, by=world.manager)
    assert kept(case) == [["3B", "4A"], ["21"]]
    found = counted(world)
    assert (found.total.now.numerator, found.total.now.denominator) == (1, 2)
    assert {row.label: row.now.numerator for row in found.rows} == {
        "Domestic abuse: parent or carer": 1,
        "Mental health: child": 1,
        "None of these": 1,
    }


@pytest.mark.parametrize("key", ["conversation", "young_person"])
def test_records_that_nobody_signs_off_have_none(world: World, key: str) -> None:
    case = led_case(world)
    by = world.practitioner
    about = teenager(case, by).pk if key == "young_person" else None
    record = written(world, begun(case, key, by, about), by)
    with acting_as(by):
        finish(assessment=record, by=by)
    assert kept(case) == [[]]
    assert counted(world).is_empty


def test_whoever_may_not_read_the_answer_does_not_read_them(world: World) -> None:
    assessment = signed_off(world)
    case = assessment.case
    let_in(world, case, world.school)
    assert seen(world, "manager") == ["3B", "4A"]
    assert seen(world, "school") == []
    with acting_as_system("looking at a test"):
        answer = assessment.answers.get(question="factors")
    with acting_as(world.practitioner):
        give(
            case=case, by=world.practitioner, kind="assessments.answer", row_id=answer.pk,
            agency=world.school_agency, why="They plan her support",
        )  # fmt: skip
    assert seen(world, "school") == ["3B", "4A"]
    assert seen(world, "school2") == []


def test_an_analyst_sees_counts_and_no_row(world: World) -> None:
    signed_off(world)
    assert seen(world, "analyst") == []
    found = counted(world)
    assert {row.key: row.now.value for row in found.rows} == {"3B": 100.0, "4A": 100.0}
    assert all(row.standing is None for row in found.rows)  # the same assessment, seen twice
    (note,) = [note for note in found.notes if "add up" in note]
    assert note.startswith("The parts add up to 2, not 1: an assessment with several factors")
    by_place = counted(world, by="factor-locality")
    assert all(row.standing is None for row in by_place.rows)
    assert [(row.series_label, row.now.denominator) for row in by_place.series_totals] == [
        ("Bilston", 1),
        ("Low Hill", 0),
    ]


def seen(world: World, who: str) -> list[str]:
    with acting_as(world.people[who]):
        return sorted(Factor.objects.values_list("code", flat=True))


def test_needs_stand_beside_what_became_of_them(world: World) -> None:
    signed_off(world)
    cut = NEEDS_FOUND.cut_of("need-became")
    assert cut
    with acting_as(world.people["analyst"]):
        found = table(Ask(NEEDS_FOUND, cut, Period(TODAY, TODAY)))
    assert (found.total.now.numerator, found.total.now.also) == (4, 1)
    assert [(row.label, row.series_label, row.now.numerator) for row in found.rows] == [
        ("Getting a good education", "Met", 0),
        ("Getting a good education", "Partly met", 0),
        ("Getting a good education", "Not met", 0),
        ("Getting a good education", "No outcome yet", 4),
    ]


def test_those_of_assessments_signed_off_before_are_found(world: World) -> None:
    """What the migration does to a database in use."""
    case = signed_off(world).case
    with acting_as_system("undoing in a test"):
        Factor.objects.all().delete()
    waiting = submitted(world)
    migration = import_module("assessments.migrations.0014_factors_found")
    with connection.cursor() as cursor:
        cursor.execute(migration.FIND)
    assert kept(case) == [["3B", "4A"]]
    assert kept(waiting.case) == [[]]
