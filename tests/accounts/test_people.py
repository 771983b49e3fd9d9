"""Inviting, ending, sleeping and waking: who may, what follows at once, and what does not."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.acting import acting_as, acting_as_system
from accounts.actions import ending, inviting, sleeping
from accounts.actions.accepting import found_by
from accounts.actions.mailing import LASTS
from accounts.models import ApiToken, Invitation, User
from accounts.roles import GIVEN_BY_AGENCIES, ROLES
from accounts.tasks import look_after_accounts
from audit.models import Event, Job
from audit.refusal import Refused
from localities.calendar import term_days_before
from localities.models import SchoolHoliday
from tests.accounts.people import contact_of, letters, link_in, sign_in
from tests.cast import PASSWORD, World, arranged

SITE = "https://early-help.example.org"


def invited(by: User, email: str = "nia@example.org", role: str = "partner_practitioner") -> User:
    with acting_as(by):
        return inviting.invite_new(name="Nia New", email=email, role=role, by=by, site=SITE)


def text_of(letter: Any) -> str:
    return link_in(letter).rstrip("/").rsplit("/", 1)[1]


@pytest.mark.parametrize("role", ROLES)
def test_an_agency_gives_only_its_own_roles(world: World, role: str) -> None:
    contact = contact_of(world.school_agency)
    if role in GIVEN_BY_AGENCIES:
        assert invited(contact, role=role).agency == world.school_agency
    else:
        with pytest.raises(Refused, match="only its own roles"):
            invited(contact, role=role)
        assert not User.objects.filter(email="nia@example.org").exists()


def test_only_contacts_and_administrators_invite(world: World) -> None:
    for name, user in world.people.items():
        if name in {"admin", "contact"}:
            continue
        with pytest.raises(Refused):
            invited(user)
    assert not Invitation.objects.exists()


def test_somebody_invited_may_nothing_until_they_accept(world: World, client: Client) -> None:
    user = invited(contact_of(world.school_agency))
    assert not user.is_active
    client.post("/account/password/reset/", {"email": user.email})
    client.post("/account/login/code/", {"email": user.email})
    assert [letter.subject for letter in letters()] == ["Your account for Early Help"]


def test_a_link_is_kept_nowhere_and_works_once(world: World, client: Client) -> None:
    user = invited(contact_of(world.school_agency))
    job = Job.objects.get(kind="send_sealed_mail")
    (letter,) = letters()
    text = text_of(letter)
    assert text not in str(job.payload)
    assert text not in str(list(Invitation.objects.values()))
    assert user.email not in str(job.payload)
    assert client.get(link_in(letter)).headers["Location"] == "/account/invitation/"
    typed = {"name": "Nia Newer", "password": "three-odd-words", "one_time_key": _key(client)}
    assert client.post("/account/invitation/", typed).headers["Location"] == "/"
    user.refresh_from_db()
    assert (user.name, user.is_active, user.check_password("three-odd-words")) == (
        "Nia Newer", True, True,
    )  # fmt: skip
    assert Client().get(link_in(letter)).status_code == 404


@pytest.mark.parametrize("how", ["expired", "withdrawn", "another", "ended"])
def test_what_closes_a_link(world: World, how: str) -> None:
    contact = contact_of(world.school_agency)
    user = invited(contact)
    (letter,) = letters()
    assert found_by(text_of(letter))
    if how == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    elif how == "another":
        with acting_as(contact):
            inviting.invite(user=user, by=contact, site=SITE)
    elif how == "withdrawn":
        Invitation.objects.update(withdrawn_at=timezone.now())
    else:
        with acting_as(contact):
            ending.end(user=user, by=contact)
    assert found_by(text_of(letter)) is None
    assert Client().get(link_in(letter)).status_code == 404


def test_a_letter_that_lay_too_long_is_not_sent(world: World, monkeypatch: Any) -> None:
    from accounts.actions import mailing

    invited(contact_of(world.school_agency))
    monkeypatch.setattr(mailing, "LASTS", -LASTS)
    assert letters() == []
    assert Job.objects.get(kind="send_sealed_mail").state == "failed"


def test_ending_closes_every_door_at_once(world: World, client: Client) -> None:
    contact, user = contact_of(world.school_agency), world.school
    sign_in(client, user.email)
    assert client.get("/start/").status_code == 200
    with acting_as(contact):
        _, text = ApiToken.make(user=user, name="Power BI")
        ending.end(user=user, by=contact, reason="Left the school")
    assert client.get("/start/").status_code == 302
    token = {"authorization": f"Token {text}"}
    assert Client().get("/api/v1/measures/", headers=token).status_code == 401
    assert "not right" in sign_in(Client(), user.email).content.decode()
    assert ApiToken.objects.get(user=user).revoked_at
    event = Event.objects.get(verb="ended_access")
    assert (event.actor_id, event.reason) == (contact.pk, "Left the school")


def test_pages_of_another_agency_are_not_there(world: World, client: Client) -> None:
    contact = contact_of(world.school_agency)
    client.force_login(contact)
    shown = client.get("/agency/people/").content.decode()
    assert world.school.name in shown
    for other in (world.school2, world.practitioner, world.admin):
        assert other.name not in shown
        for verb in ("end", "wake", "invite"):
            there = client.post(f"/agency/people/{other.pk}/{verb}/", {"one_time_key": _uuid()})
            nobody = client.post(f"/agency/people/999999/{verb}/", {"one_time_key": _uuid()})
            assert (there.status_code, nobody.status_code) == (404, 404)
        with acting_as(contact), pytest.raises(Refused):
            ending.end(user=other, by=contact)
        other.refresh_from_db()
        assert other.is_active


@pytest.mark.parametrize("who", ["desk", "head", "practitioner", "school", "analyst", "admin"])
def test_only_contacts_have_these_pages(world: World, client: Client, who: str) -> None:
    client.force_login(world.people[who])
    for path in ("", "invite/", f"{world.school.pk}/end/"):
        assert client.get(f"/agency/people/{path}").status_code == 404


def test_nobody_ends_themselves(world: World) -> None:
    contact = contact_of(world.school_agency)
    with acting_as(contact), pytest.raises(Refused, match="your own access"):
        ending.end(user=contact, by=contact)


def test_a_list_costs_the_same_for_many(
    world: World, client: Client, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    contact = contact_of(world.school_agency)
    client.force_login(contact)
    client.get("/agency/people/")
    costs = []
    for number in (1, 9):
        for one in range(number):
            invited(contact, email=f"n{number}-{one}@example.org")
        with CaptureQueriesContext(connection) as found:
            client.get("/agency/people/")
        costs.append(len(found))
    assert costs[0] == costs[1]


@arranged
def _last_signed_in(user: User, days: int, today: date) -> None:
    at = datetime(today.year, today.month, today.day, 12, tzinfo=timezone.get_current_timezone())
    User.objects.filter(pk=user.pk).update(last_login=at - timedelta(days=days))


@pytest.mark.usefixtures("strict_doors")
@pytest.mark.parametrize(("days", "sleeps"), [(89, False), (90, True), (91, True)])
def test_an_account_sleeps_after_ninety_days_of_term(world: World, days: int, sleeps: bool) -> None:
    today = date(2026, 11, 25)
    _last_signed_in(world.school, days, today)
    sleeping.send_unused_to_sleep(today)
    world.school.refresh_from_db()
    assert world.school.is_active != sleeps


@pytest.mark.usefixtures("strict_doors")
def test_holidays_do_not_count_and_twice_does_no_more(world: World) -> None:
    today = date(2026, 11, 25)
    SchoolHoliday.objects.create(name="Summer", starts_on="2026-07-20", ends_on="2026-09-01")
    assert term_days_before(today, 90) == date(2026, 7, 14)
    _last_signed_in(world.school, (today - date(2026, 7, 15)).days, today)
    _last_signed_in(world.school2, (today - date(2026, 7, 14)).days, today)
    with acting_as_system("the night's work"):
        assert sleeping.send_unused_to_sleep(today) == 1
        assert sleeping.send_unused_to_sleep(today) == 0
    event = Event.objects.get(verb="fell_asleep")
    assert (event.subject_id, event.actor_name) == (world.school2.pk, "the night's work")


@pytest.mark.usefixtures("strict_doors")
def test_a_token_in_use_keeps_its_user_awake_and_administrators_never_sleep(world: World) -> None:
    today = timezone.localdate()
    for user in (world.analyst, world.school, world.admin):
        _last_signed_in(user, 300, today)
    token, _ = ApiToken.make(user=world.analyst, name="Power BI")
    ApiToken.objects.filter(pk=token.pk).update(used_at=timezone.now())
    look_after_accounts()
    active = {user.pk: user.is_active for user in User.objects.all()}
    assert active[world.analyst.pk]
    assert active[world.admin.pk]
    assert not active[world.school.pk]


@pytest.mark.usefixtures("strict_doors")
def test_their_contact_wakes_them_and_another_cannot(world: World, client: Client) -> None:
    today = timezone.localdate()
    contact, other = contact_of(world.school_agency), contact_of(world.other_school, "other")
    _last_signed_in(world.school, 300, today)
    look_after_accounts()
    assert sign_in(client, world.school.email).url == "/account/inactive/"
    with acting_as(other), pytest.raises(Refused):
        sleeping.wake(user=world.school, by=other)
    with acting_as(contact):
        sleeping.wake(user=world.school, by=contact)
    assert sign_in(client, world.school.email, PASSWORD).status_code == 302
    look_after_accounts()
    world.school.refresh_from_db()
    assert world.school.is_active


def test_in_the_demonstration_nobody_sleeps(world: World) -> None:
    _last_signed_in(world.school, 300, timezone.localdate())
    look_after_accounts()
    world.school.refresh_from_db()
    assert world.school.is_active


HOLIDAYS = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 40)).map(
        lambda it: (date(2026, 1, 1) + timedelta(days=it[0]),
                    date(2026, 1, 1) + timedelta(days=it[0] + it[1]))
    ),
    max_size=4,
)  # fmt: skip


@hypothesis_settings(max_examples=25, deadline=None)
@given(holidays=HOLIDAYS, count=st.integers(1, 60))
def test_days_of_term_are_counted_one_by_one(holidays: list[Any], count: int) -> None:
    """Against the plain way to count, over any holidays, overlapping or not."""
    from unittest import mock

    day = date(2026, 8, 1)
    with mock.patch("localities.calendar.SchoolHoliday.objects") as objects:
        rows = sorted((row for row in holidays if row[0] <= day), reverse=True)
        objects.filter.return_value.order_by.return_value.values_list.return_value = rows
        found = term_days_before(day, count)
    span = [found + timedelta(days=n) for n in range(1, (day - found).days + 1)]
    assert sum(not any(a <= it <= b for a, b in holidays) for it in span) == count


def _key(client: Client) -> str:
    page = client.get("/account/invitation/").content.decode()
    return page.split('name="one_time_key" value="')[1].split('"')[0]


def _uuid() -> str:
    import uuid

    return str(uuid.uuid4())
