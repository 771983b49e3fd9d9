"""The History page of a case: changes of rows in words, whichever way they came."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from accounts.models import User
from audit.context import because
from cases.actions.people.describing import describe
from cases.models import Address, Allocation, Case, Membership, Need, SharingBasis, TafMember
from cases.queries.happenings import Place
from cases.queries.history import Deed, history_of
from tests.cast import World, make_case, make_family


@pytest.fixture
def case(world: World) -> Case:
    made = make_case(world, make_family(world, "Okafor"))
    Allocation.objects.create(case=made, user=world.practitioner, started_at="2026-05-03T09:00Z")
    return made


def newest(case: Case, user: User) -> Deed:
    with acting_as(user):
        return history_of(case)[0][0]


def lines(deed: Deed) -> set[tuple[str, str, str]]:
    return {line for row in deed.rows for line in row.fields}


def test_raw_sql_is_told_in_words_with_who_and_why(world: World, case: Case) -> None:
    with acting_as(world.manager, request_id="raw"), connection.cursor() as cursor:
        because("A mistake in the letter")
        cursor.execute(
            "UPDATE cases_case SET level = 4, plan_agreed_on = '2024-05-03', minded_by_id = %s"
            " WHERE id = %s",
            [world.duty.pk, case.pk],
        )
    deed = newest(case, world.practitioner)
    assert (deed.who, deed.words, deed.why, deed.alone) == (
        "Mo Manager",
        "Changed directly",
        "A mistake in the letter",
        True,
    )
    assert [row.title for row in deed.rows] == ["Case changed"]
    label = dict(Case._meta.get_field("level").flatchoices)
    assert lines(deed) == {
        ("Level of need", label[3], label[4]),
        ("Plan agreed on", "not recorded", "3 May 2024"),
        ("Minded by", "not recorded", "Dot Duty"),
    }


def test_a_bulk_update_stands_as_one_deed_with_every_row(world: World, case: Case) -> None:
    with acting_as_system(
        "arranging",
    ):
        for words in ("One", "Two"):
            Need.objects.create(case=case, kind="x", words=words, seen_on=date(2024, 5, 3))
    with acting_as(world.manager, request_id="bulk"):
        Need.objects.filter(case=case).update(about_an_adult=True)
    deed = newest(case, world.manager)
    assert [row.title for row in deed.rows] == ["Need changed", "Need changed"]
    assert lines(deed) == {("About an adult", "no", "yes")}


def test_a_verbs_changes_stand_beside_its_event(world: World, case: Case) -> None:
    person = Membership.objects.filter(family=case.family_id).order_by("pk")[0].person
    with acting_as(world.practitioner, request_id="verb"):
        describe(
            case=case,
            person=person,
            by=world.practitioner,
            version=person.version,
            first_language="Igbo",
        )
    deed = newest(case, world.manager)
    assert not deed.alone
    assert deed.words
    assert [row.title for row in deed.rows] == ["Person changed"]
    assert ("Igbo" in str(lines(deed))) is True


def test_the_database_role_is_named_where_nobody_said_who_they_are(
    world: World, case: Case
) -> None:
    with connection.cursor() as cursor:
        for name, value in {"actor_id": "", "actor_name": "", "request_id": "psql"}.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [f"app.{name}", value])
        cursor.execute("UPDATE cases_case SET level = 4 WHERE id = %s", [case.pk])
    deed = newest(case, world.manager)
    assert deed.words == "Changed directly in the database"
    assert deed.who.startswith("Someone unknown (database role ")


def test_what_past_members_are_doing_is_not_told(world: World, case: Case) -> None:
    member = Membership.objects.filter(family=case.family_id).order_by("pk")[0]
    member.to_date = timezone.localdate()
    member.save()
    with acting_as_system("arranging"):
        Address.objects.create(person=member.person, lines="4 Hidden Lane")
    with acting_as(world.manager):
        deeds, _ = history_of(case)
    assert "Hidden Lane" not in str(deeds)
    Membership.objects.filter(pk=member.pk).update(to_date=None)
    with acting_as(world.manager):
        assert "Hidden Lane" in str(history_of(case)[0])


def test_partners_read_events_alone(world: World, case: Case) -> None:
    day = case.opened_on
    TafMember.objects.create(
        case=case, family=case.family, user=world.school, name="Sam", joined_on=day
    )
    SharingBasis.objects.create(
        family=case.family, agency=world.school_agency, what="Plan", from_date=day
    )
    with acting_as(world.manager, request_id="raw"):
        Case.objects.filter(pk=case.pk).update(level=4)
    with acting_as(world.school):
        for rows_too in (False, True):
            deeds, _ = history_of(case, rows_too=rows_too)
            assert not any(deed.rows or deed.alone for deed in deeds)
    client = Client()
    client.force_login(world.school)
    assert (
        "Changed directly" not in client.get(f"/cases/{case.reference}/history/").content.decode()
    )


def test_pages_lose_and_double_no_deed(world: World, case: Case) -> None:
    for number in range(23):
        with acting_as(world.manager, request_id=f"request {number}"):
            Case.objects.filter(pk=case.pk).update(level=1 + number % 4)
    with acting_as(world.manager):
        whole, _ = history_of(case, size=1000)
        found: list[Deed] = []
        place: Place | None = None
        while True:
            deeds, following = history_of(case, place, size=5)
            found += deeds
            if not following:
                break
            place = Place.read(following)
    keys = [(deed.at, deed.who, deed.words) for deed in whole]
    assert [(deed.at, deed.who, deed.words) for deed in found] == keys
    assert sum(deed.alone for deed in whole) >= 22


def test_the_page_shows_no_json_and_no_numbers_of_rows(world: World, case: Case) -> None:
    with acting_as(world.manager, request_id="raw"):
        Case.objects.filter(pk=case.pk).update(level=4, minded_by=world.duty)
    client = Client()
    client.force_login(world.practitioner)
    page = client.get(f"/cases/{case.reference}/history/").content.decode()
    assert "Minded by: not recorded" in page
    assert "Dot Duty" in page
    shown = re.findall(r'<ul class="eh-changes">.*?</ul>', page, re.DOTALL)
    assert shown
    assert not any(re.search(r"[{}\[\]]|_id\b|None|&quot;", each) for each in shown)
