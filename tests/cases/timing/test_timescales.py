"""The table of timescales: shown to everybody, changed from a later day, after it was confirmed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from accounts.roles import WITH_DUE_WORK
from audit.models import Event
from audit.refusal import Refused
from cases.actions.sharing.restricting import restrict
from cases.actions.timing.clocks import Happening, happened
from cases.actions.timing.holding_up import pause
from cases.models import Due, NamedPerson, Restriction
from cases.queries.timing.due_work import DueWork, due_work
from localities.actions import timing
from localities.calendar import add_months, add_working_days
from localities.clocks import in_force
from localities.models import Timescale
from localities.timescale_rules import reasons_against_escalation
from localities.timescales import STANDARD
from tests.assessments.arranging import led_case
from tests.cases.helpers import sent
from tests.cast import World, make_case, make_family

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=10)


def change(world: World, key: str = "assessment", **typed: Any) -> Timescale:
    said: dict[str, Any] = {
        "length": 40,
        "unit": "working_days",
        "owner": "lead",
        "because": "40 days",
    }
    from_date = typed.pop("from_date", SOON)
    with acting_as(world.admin):
        terms = timing.Terms(**said | typed)
        return timing.change(key=key, by=world.admin, terms=terms, from_date=from_date)


def typed(day: date, **said: Any) -> dict[str, Any]:
    return sent(
        length=40, unit="working_days", owner="lead", because="40 working days from allocation",
        from_date_day=day.day, from_date_month=day.month, from_date_year=day.year,
    ) | said  # fmt: skip


def test_the_standard_table_says_what_is_agreed() -> None:
    rows = {row.key: (row.length, str(row.unit)) for row in STANDARD}
    working = {"triage": 1, "allocation": 2, "first_contact": 5, "assessment": 30}
    working |= {"taf_copy": 5, "taf_record": 3}
    assert {key: rows[key] for key in working} == {
        key: (days, "working_days") for key, days in working.items()
    }
    assert rows["first_taf"] == rows["review"] == (6, "weeks")
    checks = [rows[f"closure_{months}"] for months in (3, 6, 12)]
    assert checks == [(3, "months"), (6, "months"), (12, "months")]


def test_it_is_confirmed_beside_how_many_are_due_before_it_is_saved(
    world: World, client: Client
) -> None:
    for name in ("Ade", "Bal", "Cole"):
        make_case(world, make_family(world, name))
    client.force_login(world.admin)
    url = "/settings/timescales/allocation/"
    asked = client.post(url, typed(SOON)).content.decode()
    assert "<strong>3</strong> are due now" in asked
    assert not Timescale.objects.filter(key="allocation", length=40).exists()
    again = client.post(url, typed(SOON, again="yes")).content.decode()
    assert 'value="40"' in again  # what was typed is still there
    assert client.post(url, typed(SOON, sure="yes")).status_code == 302
    former, planned = Timescale.objects.filter(key="allocation").order_by("from_date")
    assert former.to_date == SOON - timedelta(days=1)
    assert (planned.from_date, planned.to_date, planned.length) == (SOON, None, 40)
    assert Event.objects.get(verb="timescale.changed").details["due_now"] == 3


def test_what_is_due_keeps_its_date_and_what_begins_later_follows(world: World) -> None:
    case = make_case(world, make_family(world))
    before = Due.objects.get(case=case, key="first_taf").due_on
    change(world, "first_taf", length=4, unit="weeks")
    assert Due.objects.get(case=case, key="first_taf").due_on == before
    happened(case=case, what=Happening.CASE_OPENED, by=None, on=SOON)
    due = Due.objects.get(case=case, key="first_taf", cancelled_on=None)
    assert due.due_on == add_working_days(SOON + timedelta(weeks=4), 0)


@pytest.mark.parametrize("length", [9, 46])
def test_an_assessment_takes_10_to_45_working_days(
    world: World, client: Client, length: int
) -> None:
    with pytest.raises(Refused, match="Choose between 10 and 45 working days"):
        change(world, length=length)
    client.force_login(world.admin)
    page = client.post("/settings/timescales/assessment/", typed(SOON, length=length))
    assert "Choose between 10 and 45 working days" in page.content.decode()
    row = Timescale.objects.get(key="assessment")
    with pytest.raises(IntegrityError, match="10_to_45"), transaction.atomic():
        Timescale.objects.filter(pk=row.pk).update(length=length)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"length": "ten"}, "How long there is must be a whole number, such as 10"),
        ({"length": "0"}, "How long there is must be 1 or more"),
        ({"unit": ""}, "Select what the time is counted in"),
        ({"escalates_after": "2.5"}, "until somebody else is told must be a whole number"),
    ],
)
def test_what_is_typed_wrong_is_said_in_a_sentence(
    world: World, client: Client, wrong: dict[str, str], said: str
) -> None:
    client.force_login(world.admin)
    page = client.post("/settings/timescales/allocation/", typed(SOON, **wrong)).text
    assert said in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"from_date": TODAY}, "choose tomorrow or after"),
        ({"unit": "weeks"}, "counted in working days"),
        ({"key": "nothing"}, "not due any more"),
    ],
)
def test_a_change_is_refused_with_the_reason(
    world: World, wrong: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        change(world, **wrong)


def test_a_planned_change_is_changed_on_its_own_day(world: World) -> None:
    change(world)
    change(world, length=35, because="35 days")
    assert list(in_force(SOON).filter(key="assessment").values_list("length", flat=True)) == [35]
    with pytest.raises(Refused, match="is planned already"):
        change(world, from_date=TODAY + timedelta(days=2))


def test_what_keeps_something_due_in_every_open_case_cannot_end(world: World) -> None:
    with acting_as(world.admin):
        for key in ("first_taf", "review"):
            with pytest.raises(Refused, match="must always have something due"):
                timing.end(key=key, from_date=SOON, by=world.admin)
        timing.end(key="taf_record", from_date=SOON, by=world.admin)
    assert not in_force(SOON).filter(key="taf_record").exists()


def test_something_more_may_fall_due(world: World, client: Client) -> None:
    client.force_login(world.admin)
    said = {"due": "Call to the school", "starts_with": "plan_agreed", "ends_with": "taf_held"}
    assert client.post("/settings/timescales/new/", typed(SOON, **said)).status_code == 302
    row = Timescale.objects.get(key="call-to-the-school")
    assert (row.length, row.from_date) == (40, SOON)
    again = client.post("/settings/timescales/new/", typed(SOON, **said)).content.decode()
    assert "There is something of this name already" in again


def test_everybody_reads_the_table(world: World, client: Client) -> None:
    client.force_login(world.school)
    page = client.get("/timescales/").content.decode()
    assert "Record of the TAF meeting" in page
    assert "/settings/timescales/" not in page


def test_months_end_with_their_last_day() -> None:
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2026, 12, 15), 12) == date(2027, 12, 15)


@pytest.mark.parametrize(
    ("starts_with", "to", "after", "said"),
    [
        ("case_opened", "", None, ""),
        ("case_opened", "", 2, "who is told"),
        ("case_opened", "manager", None, "after how many"),
        ("case_opened", "head", 61, "after how many"),
        ("case_opened", "head", 60, ""),
        ("request_received", "head", 2, "no open case"),
    ],
)
def test_an_escalation_says_to_whom_and_when(
    starts_with: str, to: str, after: int | None, said: str
) -> None:
    reasons = reasons_against_escalation(starts_with, to, after)
    assert bool(reasons) == bool(said)
    assert said in "".join(reasons)


def test_an_escalation_is_changed_on_the_page_from_a_day(world: World, client: Client) -> None:
    """Confirmed with who is told; what begins later follows, what is due already does not."""
    case = make_case(world, make_family(world, "Okafor", children=1))
    client.force_login(world.admin)
    url = "/settings/timescales/allocation/"
    said = typed(SOON, length=2, escalates_to="head", owner="manager")
    answer = client.post(url, said)
    assert "Enter after how many working days they are told: 1 to 60." in answer.content.decode()
    said |= {"escalates_after": 4}
    assert "Head of service, 4 working days late" in client.post(url, said).content.decode()
    client.post(url, said | {"sure": "yes"})
    assert in_force(SOON).get(key="allocation").escalation == "Head of service, 4 working days late"
    before = Due.objects.get(case=case, key="allocation")
    assert before.escalates_on == add_working_days(before.due_on, 2)
    with acting_as(world.manager):
        happened(case=case, what=Happening.CASE_OPENED, by=world.manager, on=SOON)
    after = Due.objects.get(case=case, key="allocation", cancelled_on=None)
    assert after.escalates_on == add_working_days(after.due_on, 4)


def test_late_work_escalates_on_its_day_and_stays_whose_it_is(world: World, client: Client) -> None:
    """The matrix of who is told, the day before and on the day; the lead still has it."""
    case = led_case(world)
    first_contact = Due.objects.filter(case=case, key="first_contact")
    sign_off = Due.objects.filter(case=case, key="assessment")
    Due.objects.filter(case=case).exclude(key__in=["first_contact", "assessment"]).delete()
    sign_off.update(owner="manager", due_on=TODAY - timedelta(days=9), escalates_to="head")
    first_contact.update(due_on=TODAY - timedelta(days=9))
    for day, told in ((TODAY + timedelta(days=1), False), (TODAY, True)):
        first_contact.update(escalates_on=day)
        sign_off.update(escalates_on=day)
        found = {
            name: {row.what for row in due_work_of(user) if "escalated to you" in row.what}
            for name, user in world.people.items()
        }
        manager = {"First contact with the family, escalated to you"} if told else set()
        head = {"Early help assessment, escalated to you"} if told else set()
        assert found.pop("manager") == found.pop("team_manager") == manager
        assert found.pop("head") == head
        assert set().union(*found.values()) == set()
        theirs = {row.what for row in due_work_of(world.practitioner)}
        assert "First contact with the family" in theirs
        client.force_login(world.manager)
        page = client.get("/needs-you/overdue/").content.decode()
        assert ("Escalated to the locality manager" in page) == told
        client.force_login(world.practitioner)
        page = client.get(reverse("case-due", args=[case.reference])).content.decode()
        assert ("Escalated to the head of service" in page) == told
        assert ("Escalates to the head of service on" in page) == (not told)


@pytest.mark.parametrize("level", ["manager", "head"])
def test_late_work_on_a_restricted_record_reaches_only_the_people_named(
    world: World, client: Client, level: str
) -> None:
    """Whoever manages the place without being named hears nothing, and finds nothing. Where nobody
    of the level is named, everybody named is told; else those of the level."""
    case = led_case(world)
    named = [world.practitioner, world.duty, world.desk]
    with acting_as(world.manager):
        restrict(case=case, by=world.manager, kind="staff", reason="Works here",
                 named=[*named[:2], world.manager2, world.head], deputies=[world.desk])  # fmt: skip
    NamedPerson.objects.filter(user=world.head).update(ended_at=timezone.now())  # has left
    late = {"due_on": TODAY - timedelta(days=9), "escalates_on": TODAY}
    with acting_as_system("arranging a test"):
        Due.objects.filter(case=case, key="first_contact").update(escalates_to=level, **late)
        Due.objects.filter(case=case).exclude(key="first_contact").update(escalates_on=SOON)
    assert told_of_late_work(world) == {"duty", "manager2"}
    client.force_login(world.practitioner)
    page = client.get(reverse("case-due", args=[case.reference])).content.decode()
    assert "Escalated to the people named on the record" in page
    of_the_level = world.people[level]
    with acting_as_system("arranging a test"):
        standing = Restriction.objects.get(family=case.family_id)
        NamedPerson.objects.create(
            restriction=standing, family=case.family, user=of_the_level, named_by=world.manager,
            named_at=timezone.now(),
        )  # fmt: skip
    assert told_of_late_work(world) == {level}


def told_of_late_work(world: World) -> set[str]:
    """By name: to whom work escalates in their letter of the morning and in their calendar."""
    told = {name: user for name, user in world.people.items() if user.role in WITH_DUE_WORK}
    return {
        name
        for name, user in told.items()
        if any("escalated to you" in row.what for row in due_work_of(user))
    }


def test_what_stood_still_escalates_later(world: World) -> None:
    case = led_case(world)
    due = Due.objects.get(case=case, key="first_contact")
    with acting_as(world.manager):
        pause(due=due, reason="On holiday", until=add_working_days(TODAY, 5), by=world.manager)
    due.refresh_from_db()
    assert due.escalates_on == add_working_days(due.due_on, 2)


def due_work_of(user: Any) -> list[DueWork]:
    with acting_as(user):
        return due_work(user)


@pytest.mark.parametrize(
    ("changed", "still"),
    [
        ({"length": 4}, "six"),
        ({"unit": "months"}, "six"),
        ({"owner": "manager"}, ""),
        ({"length": 4, "because": "four weeks since the last TAF"}, ""),
    ],
)
def test_words_that_still_say_the_length_of_before_are_asked_about(
    world: World, client: Client, changed: dict[str, Any], still: str
) -> None:
    """They stand after every date: “six weeks since the last TAF”."""
    client.force_login(world.admin)
    said = {
        "length": 6, "unit": "weeks", "owner": "lead", "because": "six weeks since the last TAF",
    } | changed  # fmt: skip
    page = client.post("/settings/timescales/review/", typed(SOON, **said)).text
    assert ("and still say" in page) == bool(still)
    assert ("Save the change" in page) != bool(still)
    if still:
        with pytest.raises(Refused, match=still):
            change(world, "review", **said)
