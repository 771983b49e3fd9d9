"""How many requests the public's form takes in an hour, and what it says then."""

import re
from typing import Any

import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from audit.limiting import is_over
from earlyhelp.cache import CacheThatMayBeAway
from referrals.models import Referral
from tests.cast import World
from tests.referrals.requests import typed_form

FORM = reverse("request-support-form")


@pytest.fixture
def public(client: Client, world: World, settings: Any) -> Client:
    settings.REQUESTS_AN_HOUR, settings.REQUESTS_AN_HOUR_FROM_ALL = 2, 3
    cache.clear()
    return client


def sent_from(client: Client, address: str) -> Any:
    client.post(reverse("request-support"), {}, REMOTE_ADDR=address)
    return client.post(FORM, typed_form(), REMOTE_ADDR=address)


def test_one_address_is_held_with_the_words_kept_and_a_number_to_ring(public: Client) -> None:
    assert [sent_from(public, "192.0.2.1").status_code for _ in range(3)] == [302, 302, 429]
    page = sent_from(public, "192.0.2.1").content.decode()
    assert "ring the early help desk on 01632 960003" in page
    assert typed_form()["worries"] in page
    assert Referral.objects.count() == 2
    assert sent_from(public, "192.0.2.2").status_code == 302


def test_all_together_are_held(public: Client) -> None:
    found = [sent_from(public, f"192.0.2.{number}").status_code for number in range(1, 5)]
    assert found == [302, 302, 302, 429]


def test_somebody_signed_in_is_not_counted(public: Client, world: World) -> None:
    public.force_login(world.school)
    assert {sent_from(public, "192.0.2.1").status_code for _ in range(4)} == {302}


def test_what_is_not_sent_is_not_counted(public: Client) -> None:
    public.post(reverse("request-support"), {})
    wrong = typed_form(worries="")
    assert {public.post(FORM, wrong).status_code for _ in range(5)} == {200}
    assert sent_from(public, "127.0.0.1").status_code == 302


def test_without_the_cache_nobody_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    away = CacheThatMayBeAway("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 1}})
    monkeypatch.setattr("audit.limiting.cache", away)
    assert not any(is_over("request", "192.0.2.1", 0) for _ in range(3))


def test_the_cache_holds_no_address() -> None:
    is_over("request", "192.0.2.77", 5)
    client: Any = cache._cache.get_client(None)  # type: ignore[attr-defined]
    keys = [key.decode() for key in client.scan_iter(match=f"{site.KEY_PREFIX}*")]
    assert any(re.search(r"limit-\w{32}$", key) for key in keys)
    assert not any("192.0.2.77" in key for key in keys)
