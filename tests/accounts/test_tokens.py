"""Tokens of other systems: made and revoked in the settings, shown once, held to their scopes."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions.issuing import account_of, issue, revoke
from accounts.idling import CONFIRMED
from accounts.models import ApiToken, User
from accounts.models.token import TokenScope
from audit.models import Change, Event
from audit.refusal import Refused
from tests.cast import World

NEW = "/settings/tokens/new/"
UNTIL = timezone.localdate() + timedelta(days=365)


def typed(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "one_time_key": str(uuid4()),
        "name": "Pupil records",
        "agency": world.school_agency.pk,
        "scopes": ["referrals:write", "referrals:read"],
        "account": "",
        "expires_on_day": UNTIL.day,
        "expires_on_month": UNTIL.month,
        "expires_on_year": UNTIL.year,
    } | changes


def text_on(page: Any) -> str:
    found = re.search(r"<code class=\"eh-breaks\">(.+?)</code>", page.content.decode())
    assert found, page.content.decode()
    return found[1]


def test_a_token_is_made_shown_once_and_revoked(world: World, client: Client) -> None:
    client.force_login(world.admin)
    form = typed(world)
    text = text_on(client.post(NEW, form))
    token = ApiToken.objects.get()
    assert (token.agency, token.made_by, token.expires_on) == (
        world.school_agency,
        world.admin,
        UNTIL,
    )
    assert token.user.role == "partner_system"
    assert not token.user.has_usable_password()
    headers = {"Authorization": f"Token {text}"}
    other = Client()
    assert other.get("/api/v1/referrals/", headers=headers).status_code == 200
    page = client.get("/settings/tokens/").content.decode()
    assert "Pupil records" in page
    assert "by Ada Admin" in page
    assert text not in page
    again = client.post(NEW, form, follow=True).content.decode()
    assert "made already" in again
    assert ApiToken.objects.count() == 1
    url = f"/settings/tokens/{token.pk}/revoke/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"one_time_key": str(uuid4())}).status_code == 302
    assert other.get("/api/v1/referrals/", headers=headers).status_code == 401
    assert list(Event.objects.values_list("verb", flat=True).order_by("id")[:9]) == [
        "token.issued",
        "token.revoked",
    ]
    assert text not in str(list(Event.objects.values()) + list(Change.objects.values()))
    assert token.digest not in str(list(Change.objects.values()))


def test_only_who_configures_finds_them(world: World, client: Client) -> None:
    token, _ = ApiToken.make(user=world.analyst, name="x")
    for name, user in world.people.items():
        client.force_login(user)
        for path in ("/settings/tokens/", NEW, f"/settings/tokens/{token.pk}/revoke/"):
            assert client.get(path).status_code == (200 if name == "admin" else 404), (name, path)


def test_a_new_one_is_for_who_proved_lately_who_they_are(world: World, client: Client) -> None:
    client.force_login(world.admin)
    session = client.session
    session[CONFIRMED] = 0
    session.save()
    assert client.get(NEW).headers["Location"].startswith("/account/confirm/")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"scopes": []}, "Select what it is for"),
        ({"agency": ""}, "Select which agency"),
        ({"expires_on_year": 2100}, "within two years"),
        ({"expires_on_year": 2020}, "today or later"),
        ({"account": "nobody.here@example.org"}, "Nobody who can sign in"),
        ({"account": "school2@example.org"}, "works for another agency"),
        ({"scopes": ["matches:read"]}, "see and screen requests"),
        ({"scopes": ["notifications:write"]}, "agencies of the kind “Police” alone"),
        ({"scopes": ["step-downs:write"]}, "agencies of the kind “Council” alone"),
        ({"scopes": ["figures:read"], "account": "desk@example.org"}, "see figures"),
    ],
)
def test_what_stands_against_one_is_said(
    world: World, client: Client, changes: dict[str, Any], said: str
) -> None:
    client.force_login(world.admin)
    page = client.post(NEW, typed(world, **changes)).content.decode()
    if "Select which agency" in said:
        assert "error" in page
    else:
        assert said in page
    assert "Pupil records" in page
    assert not ApiToken.objects.exists()


def test_the_list_costs_as_many_queries_however_long(world: World, client: Client) -> None:
    client.force_login(world.admin)
    counts = set()
    for more in (1, 2, 20):
        for _ in range(more):
            issue(name="x", agency=world.school_agency, scopes=["referrals:read"], by=world.admin)
        client.get("/settings/tokens/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/settings/tokens/")
        counts.add(len(asked))
    assert len(counts) == 1


def test_one_account_for_all_systems_of_an_agency(world: World) -> None:
    assert account_of(world.school_agency) == account_of(world.school_agency)
    assert account_of(world.school_agency) != account_of(world.other_school)


def test_nobody_signs_in_with_a_systems_account(world: World, client: Client) -> None:
    account = account_of(world.school_agency)
    for password in ("", "!", account.password):
        client.post("/account/login/", {"login": account.email, "password": password})
        assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("how", ["last day over", "agency ended", "account ended"])
def test_a_token_ends(world: World, client: Client, how: str) -> None:
    token, text = issue(
        name="x", agency=world.school_agency, scopes=["referrals:read"], by=None, expires_on=UNTIL
    )
    headers = {"Authorization": f"Token {text}"}
    assert client.get("/api/v1/referrals/", headers=headers).status_code == 200
    yesterday = timezone.localdate() - timedelta(days=1)
    if how == "last day over":
        ApiToken.objects.update(expires_on=yesterday)
    elif how == "agency ended":
        type(world.school_agency).objects.filter(pk=world.school_agency.pk).update(
            ended_on=yesterday
        )
    else:
        User.objects.filter(pk=token.user_id).update(is_active=False)
    assert client.get("/api/v1/referrals/", headers=headers).status_code == 401


def test_revoked_again_nothing_changes(world: World) -> None:
    token, _ = ApiToken.make(user=world.analyst, name="x")
    first = revoke(token=token, by=world.admin).revoked_at
    assert revoke(token=token, by=world.desk).revoked_at == first
    assert Event.objects.filter(verb="token.revoked").count() == 1


def test_the_command_makes_one_for_an_agency(world: World, capsys: Any) -> None:
    call_command(
        "make_api_token", world.school_agency.name, "Pupils", scope=["referrals:write"], days=30
    )
    token = ApiToken.objects.get()
    assert (token.agency, token.scopes) == (world.school_agency, [TokenScope.SEND])
    assert token.expires_on == timezone.localdate() + timedelta(days=30)
    with pytest.raises(CommandError, match="needs an account"):
        call_command("make_api_token", world.school_agency.name, "x", scope=["matches:read"])


def test_an_ended_agency_gets_none(world: World) -> None:
    world.school_agency.ended_on = timezone.localdate()
    with pytest.raises(Refused, match="has ended"):
        issue(name="x", agency=world.school_agency, scopes=["referrals:read"], by=None)
