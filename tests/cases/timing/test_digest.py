"""The letter of the morning: once a day, to whom something is due, and with nobody's name."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from audit.models import Job
from cases.actions.leads.covering import name_cover
from cases.actions.timing import digesting
from cases.models import Case, Cover, Due
from cases.queries.timing.due_work import due_work
from earlyhelp.settings import CELERY_BEAT_SCHEDULE, CELERY_TIMEZONE
from localities.calendar import add_working_days
from tests.cases.helpers import sent
from tests.cast import World

THURSDAY = date(2026, 11, 26)
SATURDAY = date(2026, 11, 28)


@pytest.fixture
def late(led: Case) -> Case:
    """The led case: its first contact two days late, its assessment due today, its first TAF
    tomorrow."""
    for key, days in (("first_contact", -2), ("assessment", 0), ("first_taf", 1)):
        day = THURSDAY + timedelta(days=days)
        Due.objects.filter(case=led, key=key).update(due_on=day, started_on=day)
    return led


def letters() -> dict[str, Any]:
    return {
        job.payload["to"][0]: job.payload
        for job in Job.objects.filter(kind="send_mail", key__startswith="mail digest")
    }


def test_whoever_leads_is_told_how_much_of_what_without_a_name(world: World, late: Case) -> None:
    assert digesting.send_digests(THURSDAY) == 1
    (letter,) = letters().values()
    assert letter["to"] == ["practitioner@example.org"]
    assert letter["subject"] == "Early help: 2 things are due, 1 of them late"
    lines = "- Early help assessment: 1\n- First contact with the family: 1, 1 late"
    assert lines in letter["text"]
    assert "/my-families/" in letter["text"]
    assert "First TAF meeting" not in letter["text"]
    for said in ("Nowak", "Ngozi", "Child1", late.reference, "Bilston"):
        assert said not in letter["subject"] + letter["text"]


def test_a_second_run_writes_to_nobody_twice_and_the_next_day_again(
    world: World, late: Case
) -> None:
    for day in (THURSDAY, THURSDAY, THURSDAY + timedelta(days=1)):
        digesting.send_digests(day)
    assert Job.objects.filter(key__startswith="mail digest").count() == 2


def test_nobody_is_written_to_at_a_weekend_or_about_nothing(world: World, late: Case) -> None:
    assert digesting.send_digests(SATURDAY) == 0
    Due.objects.filter(case=late).update(due_on=SATURDAY)
    assert digesting.send_digests(THURSDAY) == 0
    assert letters() == {}


def test_cover_and_managers_are_told_of_their_own(world: World, late: Case) -> None:
    today = timezone.localdate()
    name_cover(
        absent=world.practitioner, worker=world.practitioner2, from_date=today, to_date=today,
        by=world.manager,
    )  # fmt: skip
    Cover.objects.update(from_date=date(2020, 1, 1), to_date=date(2099, 1, 1))
    Due.objects.filter(case=late, key="assessment").update(owner="manager")
    digesting.send_digests(THURSDAY)
    found = letters()
    assert set(found) == {
        "practitioner@example.org",
        "practitioner2@example.org",
        "manager@example.org",
        "team_manager@example.org",
    }
    assert "First contact" in found["practitioner2@example.org"]["text"]
    assert "/needs-you/" in found["manager@example.org"]["text"]


def test_who_wants_none_gets_one_only_of_what_escalates_to_them(
    world: World, late: Case, client: Client
) -> None:
    """The choice is one's own and on by default; lists and calendar stay as they are."""
    url = "/my-settings/email/"
    for user in (world.practitioner, world.manager):
        client.force_login(user)
        assert "half past seven" in client.get("/my-settings/").content.decode()
        assert "Select yes or no" in client.post(url, sent()).content.decode()
        client.post(url, sent(wanted="no"))
        assert "Switched off" in client.get("/my-settings/").content.decode()
    Due.objects.filter(case=late).update(escalates_on=THURSDAY + timedelta(days=9999))
    assert digesting.send_digests(THURSDAY) == 0
    with acting_as(world.practitioner):
        assert due_work(world.practitioner)
    Due.objects.filter(case=late, key="first_contact").update(escalates_on=timezone.localdate())
    Due.objects.filter(case=late, key="first_taf").update(owner="manager", due_on=THURSDAY)
    day = add_working_days(timezone.localdate(), 1)
    digesting.send_digests(day)
    letter = letters()["manager@example.org"]
    assert "First contact with the family, escalated to you: 1" in letter["text"]
    assert "First TAF meeting" not in letter["text"]
    assert "practitioner@example.org" not in letters()
    client.force_login(world.practitioner)
    client.post(url, sent(wanted="yes"))
    digesting.send_digests(add_working_days(day, 1))
    assert "practitioner@example.org" in letters()


def test_nobody_chooses_a_letter_that_they_never_get(world: World, client: Client) -> None:
    client.force_login(world.analyst)
    page = client.post("/my-settings/email/", sent(wanted="no")).content.decode()
    assert "Nothing falls due for you" in page
    world.analyst.refresh_from_db()
    assert world.analyst.digest


def test_one_failure_keeps_nobody_else_from_theirs(
    world: World, late: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = due_work

    def fails(user: Any) -> Any:
        if user in (world.team_manager, world.manager):
            raise RuntimeError("no work today")
        return asked(user)

    monkeypatch.setattr(digesting, "due_work", fails)
    assert digesting.send_digests(THURSDAY) == 1


def test_it_is_written_at_half_past_seven_here() -> None:
    (row,) = (r for r in CELERY_BEAT_SCHEDULE.values() if "digest" in r["task"])
    assert (row["schedule"].hour, row["schedule"].minute) == ({7}, {30})
    assert CELERY_TIMEZONE == "Europe/London"
