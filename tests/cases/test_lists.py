"""The lists people work from: what is on them, in which order, and in how many queries."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from cases.actions.contacting import record_contact
from cases.actions.leads.allocating import allocate, look_after
from cases.actions.moving import move
from cases.actions.steps import stepping_up
from cases.journey import Verb
from cases.models import Case, Due, SharingBasis, TafMember
from cases.queries.leads.waiting import waiting_cases
from cases.queries.leads.workload import workers_for
from cases.queries.my_families import grouped, my_families
from cases.queries.needs_you import lists
from tests.cases.helpers import open_keys
from tests.cast import World, make_case, make_family

NAMES = ["Ade", "Bal", "Cole", "Dunn", "Eze"]


def lead(world: World, case: Case) -> Case:
    with acting_as(world.manager):
        allocate(case=case, lead=world.practitioner, by=world.manager)
    return case


def due(case: Case, **dates: date) -> None:
    Due.objects.filter(case=case, key="first_contact").update(**dates)


def led_cases(world: World, how_many: int) -> list[Case]:
    return [lead(world, make_case(world, make_family(world, name))) for name in NAMES[:how_many]]


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    ("who", "url"),
    [
        ("practitioner", "/my-families/"),
        ("manager", "/needs-you/"),
        ("manager", "/needs-you/overdue/"),
        ("manager", "/waiting-for-allocation/"),
        ("manager", "/workers/"),
    ],
)
def test_a_list_of_four_costs_as_many_queries_as_a_list_of_one(
    world: World, client: Client, who: str, url: str
) -> None:
    counts = []
    client.force_login(world.people[who])
    for names in (NAMES[:1], NAMES[1:4]):
        for name in names:
            case = lead(world, make_case(world, make_family(world, name)))
            due(case, due_on=date(2020, 1, 1))
            make_case(world, make_family(world, f"{name}-Waiting"))
            with acting_as(world.practitioner):
                stepping_up.request(
                    case=case, by=world.practitioner, why_now="Injury", tried="Visits"
                )
        client.get(url)  # what is read once per process has been read
        counts.append(queries_of(client, url))
    assert counts[0] == counts[1]
    assert counts[0] <= 26  # “What needs you” has seventeen lists, each one query


@pytest.mark.parametrize(
    ("today", "title", "last_day"),
    [
        (date(2026, 11, 18), "This week", date(2026, 11, 22)),  # a Wednesday
        (date(2026, 11, 21), "Next week", date(2026, 11, 29)),  # a Saturday
    ],
)
def test_my_families_in_order_of_what_is_due(
    world: World, monkeypatch: pytest.MonkeyPatch, today: date, title: str, last_day: date
) -> None:
    cases = led_cases(world, 4)
    Due.objects.exclude(key="first_contact").delete()
    days = [last_day + timedelta(days=1), last_day, today - timedelta(days=2)]
    for case, day in zip(cases[:3], days, strict=True):
        due(case, due_on=day)
    Due.objects.filter(case=cases[3]).update(cancelled_on=today)
    monkeypatch.setattr(timezone, "localdate", lambda *arguments: today)
    with acting_as(world.practitioner):
        groups = grouped(my_families(world.practitioner))
    assert [(group.title, [row.case.family.name for row in group.rows]) for group in groups] == [
        ("Overdue", ["Cole family"]),
        (title, ["Bal family"]),
        ("Later", ["Ade family", "Dunn family"]),
    ]


def test_the_lead_sees_their_own_work_before_the_managers(world: World) -> None:
    case = led_cases(world, 1)[0]
    with acting_as(world.practitioner):
        move(case=case, verb=Verb.SUBMIT, by=world.practitioner)
        Due.objects.filter(case=case).update(due_on=date(2030, 1, 1))
        Due.objects.filter(case=case, key="first_taf").update(owner="manager", due_on="2020-01-01")
        row = my_families(world.practitioner)[0]
    assert row.due is not None
    assert row.due.owner == "lead"


def test_a_family_of_the_taf_is_marked_and_leaves_with_its_basis(world: World) -> None:
    case = led_cases(world, 1)[0]
    today = timezone.localdate()
    TafMember.objects.create(
        case=case, family=case.family, user=world.school, name="Sam School", joined_on=today
    )
    with acting_as(world.school):
        assert my_families(world.school) == []
    basis = SharingBasis.objects.create(
        family=case.family, agency=world.school_agency, what="The plan", from_date=today
    )
    with acting_as(world.school):
        row = my_families(world.school)[0]
    assert row.mark == "You are in the Team Around the Family"
    assert row.lead == "Pat Practitioner"
    basis.to_date = today - timedelta(days=1)
    basis.from_date = today - timedelta(days=9)
    basis.save()
    with acting_as(world.school):
        assert my_families(world.school) == []


def test_a_family_with_social_care_shows_no_due_of_ours(world: World) -> None:
    case = led_cases(world, 1)[0]
    with acting_as(world.manager):
        move(case=case, verb=Verb.STEP_UP, by=world.manager)
    assert open_keys(case)
    with acting_as(world.practitioner):
        row = my_families(world.practitioner)[0]
    assert row.with_social_care
    assert row.due is None


def test_waiting_longest_first_with_who_looks_after_them(world: World) -> None:
    today = timezone.localdate()
    for name, days in (("Ade", 1), ("Bal", 9), ("Cole", 4)):
        case = make_case(world, make_family(world, name))
        with acting_as_system("arranging a test"):
            opened = today - timedelta(days=days)
            Case.objects.filter(pk=case.pk).update(received_on=opened, opened_on=opened)
            case.refresh_from_db()
            look_after(
                case=case,
                by=world.manager,
                risk="Alone at night",
                minded_by=world.manager,
                version=case.version,
            )
    with acting_as(world.manager):
        first = waiting_cases(world.manager, size=2)
        second = waiting_cases(world.manager, first.next_after, size=2)
        assert waiting_cases(world.manager2).rows == waiting_cases(world.practitioner).rows == []
    assert [(row.case.family.name, row.days) for row in first.rows] == [
        ("Bal family", 9),
        ("Cole family", 4),
    ]
    assert [row.case.family.name for row in second.rows] == ["Ade family"]
    assert first.remaining == 3
    assert not second.has_more
    assert first.rows[0].case.minded_by == world.manager
    assert first.rows[0].due is not None


def test_what_needs_a_manager(world: World) -> None:
    signing, late, stepping = led_cases(world, 3)
    waiting = make_case(world, make_family(world, "Eze"))
    with acting_as(world.practitioner):
        move(case=signing, verb=Verb.SUBMIT, by=world.practitioner)
        stepping_up.request(case=stepping, by=world.practitioner, why_now="Injury", tried="Visits")
    due(late, due_on=date(2020, 1, 1))
    with acting_as(world.manager):
        found = {
            key: [row.case.pk for row in query(world.manager).rows]
            for key, (_title, query) in lists.LISTS.items()
        }
        elsewhere = {key: query(world.manager2).rows for key, (_t, query) in lists.LISTS.items()}
    assert found["allocate"] == [waiting.pk]
    assert found["sign-off"] == [signing.pk]
    assert found["overdue"][0] == late.pk
    assert found["step-ups"] == [stepping.pk]
    assert not any(elsewhere.values())


def test_one_alone_is_said_as_one(world: World, client: Client) -> None:
    [case] = led_cases(world, 1)
    with acting_as(world.practitioner):
        stepping_up.request(case=case, by=world.practitioner, why_now="Injury", tried="Visits")
    client.force_login(world.manager)
    assert "1</span> step-up</a>" in client.get("/needs-you/").text


def test_urgent_step_ups_stand_first(world: World) -> None:
    one, two = led_cases(world, 2)
    with acting_as(world.practitioner):
        stepping_up.request(case=one, by=world.practitioner, why_now="Injury", tried="Visits")
        stepping_up.request(
            case=two, by=world.practitioner, why_now="Injury", urgent=True, rung_whom="Duty"
        )
    with acting_as(world.manager):
        rows = lists.step_ups(world.manager).rows
    assert [row.case.pk for row in rows] == [two.pk, one.pk]


def test_workers_with_what_they_hold_now_in_one_query(
    world: World, django_assert_num_queries: Any
) -> None:
    led_cases(world, 2)
    waiting = make_case(world, make_family(world, "Eze"))
    with acting_as(world.manager), django_assert_num_queries(1):
        workers = workers_for(waiting)
    assert [(w.name, w.cases, w.children, w.manages) for w in workers] == [
        ("Dot Duty", 0, 0, False),  # the most room first, managers last
        ("Pat Practitioner", 2, 4, False),
        ("Mo Manager", 0, 0, True),
        ("Tam Manager", 0, 0, True),
    ]


def test_a_partner_may_lead_where_a_basis_covers_them(world: World) -> None:
    waiting = make_case(world)
    SharingBasis.objects.create(
        family=waiting.family,
        agency=world.school_agency,
        what="The plan",
        from_date=timezone.localdate(),
    )
    with acting_as(world.manager):
        assert "Sam School" in [worker.name for worker in workers_for(waiting)]


def test_caseloads_count_what_the_manager_may_not_read(world: World) -> None:
    elsewhere = make_case(world, make_family(world, "Ade"), locality=world.low_hill)
    with acting_as(world.head):
        allocate(case=elsewhere, lead=world.practitioner, by=world.head)
    waiting = make_case(world, make_family(world, "Bal"))
    with acting_as(world.manager):
        workers = {worker.name: worker.cases for worker in workers_for(waiting)}
        assert not Case.objects.filter(pk=elsewhere.pk).exists()
    assert workers["Pat Practitioner"] == 1


def test_last_contact_is_on_the_list(world: World, client: Client) -> None:
    case = led_cases(world, 1)[0]
    with acting_as(world.practitioner):
        record_contact(case=case, by=world.practitioner, kind="phone", text="All well.")
    client.force_login(world.practitioner)
    text = client.get("/my-families/").content.decode()
    today = timezone.localdate()
    assert f"{today:%a} {today.day} {today:%b %Y}" in text
    assert "First TAF meeting" in text


@pytest.mark.parametrize(
    "after", ["x", "2026-13-01.4", "2026-01-01", "2026-01-01.x", "2026-01-01." + "9" * 30]
)
def test_any_place_in_a_list_may_be_asked_for(world: World, client: Client, after: str) -> None:
    client.force_login(world.manager)
    assert client.get("/waiting-for-allocation/", {"after": after}).status_code == 200


def test_empty_lists_say_how_something_gets_there(world: World, client: Client) -> None:
    client.force_login(world.manager)
    assert "No family is waiting" in client.get("/waiting-for-allocation/").content.decode()
    assert "Nothing is overdue" in client.get("/needs-you/").content.decode()
    client.force_login(world.practitioner)
    assert "You have no families" in client.get("/my-families/").content.decode()
