"""Guessing is slow: by account, by address, and while the shared cache is away."""

from typing import Any

import pytest
import redis
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from django.test import Client
from django.urls import reverse

from accounts import account_urls
from audit.models import Event
from earlyhelp import cache as shared
from tests.accounts.people import give_app, letters, sign_in
from tests.cast import PASSWORD, World

MANY = "too many attempts"


def wrong(email: str, address: str = "10.0.0.1") -> str:
    page = Client(REMOTE_ADDR=address).post(
        "/account/login/", {"login": email, "password": "wrong"}
    )
    return str(page.content.decode())


def test_five_wrong_passwords_close_an_account_whatever_the_address(world: World) -> None:
    for number in range(5):
        assert MANY not in wrong(world.desk.email, f"10.0.0.{number}")
    assert MANY in wrong(world.desk.email, "10.0.0.99")
    right = sign_in(Client(REMOTE_ADDR="10.0.0.98"), world.desk.email)
    assert MANY in right.content.decode()
    assert sign_in(Client(), world.manager.email).status_code == 302
    assert Event.objects.filter(verb="sign_in_refused", subject_id=world.desk.pk).count() == 7


def test_thirty_wrong_passwords_close_an_address_whatever_the_account(world: World) -> None:
    for number in range(30):
        assert MANY not in wrong(f"who{number}@example.org")
    assert MANY in wrong("another@example.org")
    assert MANY not in wrong("another@example.org", "10.0.0.2")


def test_the_limit_ends(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(6):
        last = wrong(world.desk.email)
    assert MANY in last
    now = ratelimit.time.time()
    monkeypatch.setattr(ratelimit.time, "time", lambda: now + 301)
    assert sign_in(Client(), world.desk.email).status_code == 302


def test_without_the_cache_each_process_goes_on_counting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any, **kwargs: Any) -> Any:
        raise redis.ConnectionError

    shared._stand_in.clear()
    for name in ("get", "set", "add", "delete"):
        monkeypatch.setattr(RedisCache, name, away)
    assert cache.get("anything else") is None
    for _ in range(5):
        assert MANY not in wrong(world.desk.email)
    assert MANY in wrong(world.desk.email)
    assert sign_in(Client(), world.manager.email).status_code == 302
    shared._stand_in.clear()


@pytest.mark.usefixtures("strict_doors")
def test_guessing_codes_of_the_second_step(world: World, client: Any) -> None:
    give_app(world.practitioner)
    sign_in(client, world.practitioner.email)
    for _ in range(5):
        said = client.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()
        assert MANY not in said
    assert MANY in client.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()


def test_a_code_by_email_is_guessed_three_times(world: World, client: Any) -> None:
    client.post("/account/login/code/", {"email": world.school.email})
    for _ in range(2):
        page = client.post("/account/login/code/confirm/", {"code": "AAAA-AAAA"})
        assert page.status_code == 200
    gone = client.post("/account/login/code/confirm/", {"code": "AAAA-AAAA"})
    assert gone.headers["Location"] == reverse("account_request_login_code")


@pytest.mark.parametrize("path", ["/account/password/reset/", "/account/login/code/"])
def test_letters_to_one_address_are_few(world: World, path: str) -> None:
    for number in range(9):
        Client(REMOTE_ADDR=f"10.0.1.{number}").post(path, {"email": world.school.email})
    assert len(letters()) == 5


def test_what_is_written_of_a_refusal_names_nothing_typed(world: World) -> None:
    wrong("secret-word-typed-in-the-wrong-box@example.org")
    event = Event.objects.get(verb="sign_in_refused")
    assert "secret" not in f"{event.summary}{event.details}{event.actor_name}"
    assert event.subject_id is None


def test_what_is_not_used_is_not_there(world: World, client: Any) -> None:
    client.force_login(world.desk)
    for pattern in account_urls.CLOSED:
        assert client.get(reverse(str(pattern.name))).status_code == 404, pattern
    for path in ("3rdparty/signup/", "social/connections/", "password/set/", "phone/change/",
                 "signup/passkey/", "2fa/trust/", "confirm-email/x/"):  # fmt: skip
        assert client.get(f"/account/{path}").status_code == 404, path


def test_signing_in_is_written_down(world: World, client: Any) -> None:
    sign_in(client, world.desk.email, PASSWORD)
    event = Event.objects.get(verb="signed_in")
    assert (event.actor_id, event.summary) == (world.desk.pk, "Signed in with password")
