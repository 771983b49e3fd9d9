"""Who must prove twice who they are: every role × how they signed in × what they may then open."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from accounts.roles import ROLES, May, SecondStep
from tests.accounts.people import code_now, give_app, letters, sign_in
from tests.cast import PASSWORD, World, arranged

INSIDE = (
    "/",
    "/start/",
    "/find/",
    "/settings/",
    "/agency/people/",
    "/api/v1/measures/",
    "/triage/",
)
SET_UP = ("/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/")


@arranged
def person(role: str, world: World) -> User:
    return User.objects.create_user(
        f"{role}.new@example.org", PASSWORD, name="Robin New", role=role, agency=world.school_agency
    )


def test_whoever_reads_records_or_configures_needs_one() -> None:
    for role in ROLES.values():
        reads = role.scope != "none" or May.CONFIGURE in role.may or May.SEE_LOOKS in role.may
        assert role.second_step != SecondStep.NONE or not reads
    partners = {k for k, role in ROLES.items() if role.second_step == SecondStep.EMAIL_CODE}
    assert partners == {"partner_practitioner", "agency_contact"}


@pytest.mark.usefixtures("strict_doors")
@pytest.mark.parametrize("role", ROLES)
def test_password_alone_opens_nothing(world: World, client: Client, role: str) -> None:
    user = person(role, world)
    where = sign_in(client, user.email).url
    if ROLES[role].second_step == SecondStep.EMAIL_CODE:
        assert where == "/account/login/code/confirm/"
        assert client.get("/start/").headers["Location"].startswith("/account/login/")
        return
    assert where == "/"
    for path in INSIDE:
        response = client.get(path)
        assert (response.status_code, response.headers["Location"]) == (302, "/account/2fa/"), path
    for path in SET_UP:
        assert client.get(path).status_code == 200, path
    assert client.post("/account/logout/").status_code == 302


@pytest.mark.usefixtures("strict_doors")
@pytest.mark.parametrize("role", ROLES)
def test_an_app_opens_what_the_role_may(world: World, client: Client, role: str) -> None:
    user = person(role, world)
    give_app(user)
    assert sign_in(client, user.email).url == "/account/2fa/authenticate/"
    assert client.get("/start/").status_code == 302
    assert (
        client.post("/account/2fa/authenticate/", {"code": code_now()}).headers["Location"] == "/"
    )
    assert client.get("/start/").status_code == 200


@pytest.mark.usefixtures("strict_doors")
def test_a_recovery_code_works_once(world: World, client: Client) -> None:
    codes = give_app(world.practitioner)
    for expected in ("/", None):
        sign_in(client, world.practitioner.email)
        response = client.post("/account/2fa/authenticate/", {"code": codes[0]})
        assert response.headers.get("Location") == expected
        client.post("/account/logout/")


class Clock:
    """The clock of the codes, which stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0  # the first second of a code's own thirty

    def time(self) -> float:
        return self.now

    def move(self, seconds: int) -> None:
        """Also what allauth remembers of used codes is forgotten by then."""
        self.now += seconds
        cache.clear()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(totp, "time", found)
    return found


SIGN_IN, CONFIRM = "/account/2fa/authenticate/", "/account/2fa/reauthenticate/"


def is_taken(client: Client, user: User, where: str, code: str) -> bool:
    if where == SIGN_IN:
        client.post("/account/logout/")
        sign_in(client, user.email)
    answer = client.post(where, {"code": code})
    assert answer.status_code == 302 or "This code was used" in answer.text
    return answer.status_code == 302


@pytest.mark.usefixtures("strict_doors")
@pytest.mark.parametrize("again", [SIGN_IN, CONFIRM])
@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_a_used_code_is_refused_for_as_long_as_it_is_good(
    world: World, client: Client, clock: Clock, again: str, ahead: int
) -> None:
    """Of a telephone whose clock is right, or thirty seconds before or behind ours."""
    user = world.practitioner
    give_app(user)
    clock.now += 30 * ahead
    code = code_now()
    clock.now -= 30 * ahead
    assert is_taken(client, user, SIGN_IN, code)
    good_for = 30 * (2 + ahead)  # from now on
    for seconds in range(0, good_for, 15):
        assert not is_taken(client, user, again, code), seconds
        clock.move(15)
    assert is_taken(client, user, SIGN_IN, code_now())


@pytest.mark.usefixtures("strict_doors")
def test_a_code_used_to_confirm_or_to_set_the_app_up_signs_nobody_in(
    world: World, client: Client, clock: Clock, django_capture_on_commit_callbacks: Any
) -> None:
    user = world.practitioner
    sign_in(client, user.email)
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        first = code_now(secret)
        assert client.post("/account/2fa/totp/activate/", {"code": first}).status_code == 302
    clock.move(40)
    assert not is_taken(client, user, SIGN_IN, first)
    assert is_taken(client, user, SIGN_IN, code_now(secret))
    clock.move(30)
    second = code_now(secret)
    assert is_taken(client, user, CONFIRM, second)
    clock.move(40)
    assert not is_taken(client, user, SIGN_IN, second)


@pytest.mark.usefixtures("strict_doors")
def test_removing_the_only_one_closes_the_site_again(world: World, client: Client) -> None:
    give_app(world.practitioner)
    sign_in(client, world.practitioner.email)
    client.post("/account/2fa/authenticate/", {"code": code_now()})
    assert client.get("/start/").status_code == 200
    assert client.post("/account/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=world.practitioner).exists()
    assert client.get("/start/").headers["Location"] == "/account/2fa/"


def test_secrets_lie_sealed(world: World) -> None:
    give_app(world.practitioner)
    kept = Authenticator.objects.get(user=world.practitioner, type="totp").data["secret"]
    assert "JBSWY3DP" not in kept


@pytest.mark.usefixtures("strict_doors")
def test_a_partner_signs_in_by_a_code(world: World, client: Client) -> None:
    client.post("/account/login/code/", {"email": world.school.email})
    (letter,) = letters()
    code = letter.body.split("Your code: ")[1].split()[0]
    assert client.post("/account/login/code/confirm/", {"code": code}).headers["Location"] == "/"
    assert client.get("/start/").status_code == 200


@pytest.mark.usefixtures("strict_doors")
@pytest.mark.parametrize("who", ["practitioner", "unknown", "ended"])
def test_others_are_answered_alike_and_get_no_letter(
    world: World, client: Client, who: str, django_assert_num_queries: Any
) -> None:
    User.objects.filter(pk=world.school2.pk).update(is_active=False)
    emails = {"practitioner": world.practitioner.email, "ended": world.school2.email}

    def asked(email: str) -> list[Any]:
        visitor = Client()
        first = visitor.post("/account/login/code/", {"email": email})
        page = visitor.get(first.headers["Location"])
        wrong = visitor.post(first.headers["Location"], {"code": "ABCD-EFGH"})
        return [
            first.status_code,
            first.headers["Location"],
            page.status_code,
            _plain(page),
            _plain(wrong),
        ]

    known, other = asked(world.school.email), asked(emails.get(who, "who@example.org"))
    assert known == other
    assert [letter.to for letter in letters()] == [[world.school.email]]


def test_known_and_unknown_cost_the_same(world: World, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    costs = []
    for email in (world.school.email, "who@example.org"):
        with CaptureQueriesContext(connection) as found:
            Client().post("/account/login/code/", {"email": email})
        costs.append(len(found))
    assert abs(costs[0] - costs[1]) <= 1, costs


def _plain(response: Any) -> str:
    import re

    return re.sub(r'value="[A-Za-z0-9]{60,}"|nonce="[^"]*"', "", response.content.decode())
