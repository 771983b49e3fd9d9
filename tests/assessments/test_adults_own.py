"""An adult's health, offending and history: other agencies read what they wrote or were given."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from accounts.models import User
from assessments.models import Answer, Assessment
from audit.refusal import Refused
from cases.actions.sharing.giving import give, take_back
from cases.models import Case, Given, Need
from tests.assessments.arranging import planned
from tests.cases.page.arranging import mother_of
from tests.cases.withheld.arranging import let_in
from tests.cast import World, arranged

SECRET = "She has tablets for her low moods"


@pytest.fixture
def case(world: World) -> Case:
    found = planned(world).case
    write_about_the_mother(found)
    let_in(world, found, world.school)
    return found


@arranged
def write_about_the_mother(case: Case) -> None:
    Answer.objects.filter(case=case, question="own_health").update(value=SECRET)
    Need.objects.create(
        case=case, person=mother_of(case), kind="health", words=SECRET, about_an_adult=True,
        seen_on=case.opened_on,
    )  # fmt: skip


@arranged
def own(case: Case) -> dict[str, Any]:
    return {
        "assessments.answer": Answer.objects.get(case=case, question="own_health"),
        "cases.need": Need.objects.get(case=case, words=SECRET),
    }


def pages(client: Client, user: User, case: Case) -> str:
    client.force_login(user)
    number = Assessment.objects.get(case=case).pk
    base = f"/cases/{case.reference}/"
    parts = ("", "plan/", "history/", "timeline/", "documents/", f"assessment/{number}/",
             f"assessment/{number}/adult/{mother_of(case).pk}/")  # fmt: skip
    return "".join(client.get(base + part).content.decode() for part in parts)


def test_the_verbs_mark_them(case: Case) -> None:
    marked = Answer.objects.filter(case=case, about_an_adult=True)
    assert {row.question for row in marked} == {"own_health", "history", "factors"}


def test_the_council_reads_them_and_another_agency_does_not(
    world: World, case: Case, client: Client
) -> None:
    assert SECRET in pages(client, world.practitioner, case)
    theirs = pages(client, world.school, case)
    assert SECRET not in theirs
    assert "Something recorded here is not shown to you" in theirs
    assert "Improved mental and physical health" not in theirs


@pytest.mark.parametrize("kind", ["assessments.answer", "cases.need"])
def test_given_one_they_read_that_one_alone_until_it_ends(
    world: World, case: Case, client: Client, kind: str
) -> None:
    row = own(case)[kind]
    with acting_as(world.practitioner):
        given = give(
            case=case, by=world.practitioner, kind=kind, row_id=row.pk,
            agency=world.school_agency, why="They plan her support",
        )  # fmt: skip
    assert pages(client, world.school, case).count(SECRET) >= 1
    assert seen_rows(world.school, case) == {kind}
    assert seen_rows(world.school2, case) == set()
    with acting_as(world.practitioner):
        take_back(case=case, by=world.practitioner, given=given)
    assert SECRET not in pages(client, world.school, case)


def seen_rows(user: User, case: Case) -> set[str]:
    """Which of the two the database gives to somebody, with no page between."""
    rows = own(case)
    with acting_as(user):
        return {k for k, row in rows.items() if type(row).objects.filter(pk=row.pk).exists()}


def test_what_was_given_until_yesterday_is_not_read(world: World, case: Case) -> None:
    row = own(case)["cases.need"]
    Given.objects.create(
        case=case, kind="cases.need", row_id=row.pk, agency=world.school_agency, why="x",
        given_by=world.practitioner, given_at=timezone.now(),
        until=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip
    assert seen_rows(world.school, case) == set()


def test_their_own_they_read(world: World, case: Case) -> None:
    rows = own(case)
    Need.objects.filter(pk=rows["cases.need"].pk).update(seen_by_agency=world.school_agency)
    assert seen_rows(world.school, case) == {"cases.need"}


def test_without_the_second_wall_the_rows_are_there(world: World, case: Case) -> None:
    """The anti-test: it is the setting `app.partner` that keeps them back."""
    row = own(case)["cases.need"]
    with acting_as(world.school):
        assert not Need.objects.filter(pk=row.pk).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.partner', '', true)")
        assert Need.objects.filter(pk=row.pk).exists()


def test_only_an_adults_own_is_given_and_not_to_the_council(world: World, case: Case) -> None:
    other = Answer.objects.filter(case=case, about_an_adult=False)[0]
    row = own(case)["cases.need"]
    with acting_as(world.practitioner):
        for kind, number, agency in (
            ("assessments.answer", other.pk, world.school_agency),
            ("cases.need", row.pk, world.council),
        ):
            with pytest.raises(Refused):
                give(
                    case=case, by=world.practitioner, kind=kind, row_id=number, agency=agency,
                    why="x",
                )  # fmt: skip
