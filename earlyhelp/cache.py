"""The shared cache. While Valkey is away it holds nothing, and nobody is turned away for it.

Only the limits of wrong passwords and codes go on: each process then counts for itself, so a
guesser has a few times as many attempts as usual, and not as many as they like.
"""

import logging
from typing import Any

import redis
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache

_log = logging.getLogger(__name__)
_AWAY = (redis.ConnectionError, redis.TimeoutError)
_LIMITS = "allauth:rl:"
_stand_in = LocMemCache("limits while Valkey is away", {})


class CacheThatMayBeAway(RedisCache):
    """Django's Redis cache, for a Valkey it shares with the broker and may lose for a while."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except _AWAY as error:
            _noted(error)
            return _stand_in.get(key, default) if key.startswith(_LIMITS) else default

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        try:
            super().set(key, value, timeout, version)
        except _AWAY as error:
            _noted(error)
            if key.startswith(_LIMITS):
                _stand_in.set(key, value, timeout)

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """True while away: who waits for a lock must not wait for ever."""
        try:
            return super().add(key, value, timeout, version)
        except _AWAY as error:
            _noted(error)
            return not key.startswith(_LIMITS) or _stand_in.add(key, value, timeout)

    def delete(self, key: str, version: int | None = None) -> bool:
        try:
            return super().delete(key, version)
        except _AWAY as error:
            _noted(error)
            return key.startswith(_LIMITS) and _stand_in.delete(key)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Nothing has been counted while away."""
        try:
            return super().incr(key, delta, version)
        except _AWAY as error:
            _noted(error)
            return 0

    def clear(self) -> None:
        """Only what is ours: the broker's messages lie in the same Valkey."""
        client = self._cache.get_client(None, write=True)
        for key in client.scan_iter(match=f"{self.key_prefix}:*"):
            client.delete(key)


def _noted(error: redis.RedisError) -> None:
    _log.warning("The cache is away: %s", type(error).__name__)
