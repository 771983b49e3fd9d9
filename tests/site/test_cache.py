"""The shared cache: on a real Valkey, and without one."""

import pytest
import redis
from django.conf import settings as site
from django.core.cache import cache

from earlyhelp.cache import CacheThatMayBeAway


def test_it_keeps_things_in_valkey() -> None:
    cache.set("greeting", "good morning", timeout=60)
    assert cache.get("greeting") == "good morning"
    cache.delete("greeting")
    assert cache.get("greeting", "gone") == "gone"


def test_clearing_it_leaves_the_messages_of_the_broker() -> None:
    with redis.Redis.from_url(site.REDIS_URL) as client:
        client.set(f"{site.KEY_PREFIX}message", "1", ex=60)
        cache.set("greeting", "good morning", timeout=60)
        cache.clear()
        assert cache.get("greeting") is None
        assert client.getdel(f"{site.KEY_PREFIX}message") == b"1"


@pytest.fixture
def away() -> CacheThatMayBeAway:
    return CacheThatMayBeAway("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 1}})


def test_while_away_it_holds_nothing_and_turns_nobody_away(away: CacheThatMayBeAway) -> None:
    away.set("greeting", "good morning")
    assert away.get("greeting", "nothing") == "nothing"
    assert away.delete("greeting") is False


def test_who_waits_for_a_lock_does_not_wait_for_ever(away: CacheThatMayBeAway) -> None:
    assert away.add("lock", "1") is True


def test_while_away_nothing_has_been_counted(away: CacheThatMayBeAway) -> None:
    assert away.incr("visits") == 0
