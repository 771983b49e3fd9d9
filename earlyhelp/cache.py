"""The shared cache. While Valkey is away it holds nothing, and nobody is turned away for it."""

import logging
from typing import Any

import redis
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache

_log = logging.getLogger(__name__)
_AWAY = (redis.ConnectionError, redis.TimeoutError)


class CacheThatMayBeAway(RedisCache):
    """Django's Redis cache, for a Valkey it shares with the broker and may lose for a while."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except _AWAY as error:
            return _noted(error, default)

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        try:
            super().set(key, value, timeout, version)
        except _AWAY as error:
            _noted(error, None)

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """True while away: who waits for a lock must not wait for ever."""
        try:
            return super().add(key, value, timeout, version)
        except _AWAY as error:
            return _noted(error, True)

    def delete(self, key: str, version: int | None = None) -> bool:
        try:
            return super().delete(key, version)
        except _AWAY as error:
            return _noted(error, False)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Nothing has been counted while away."""
        try:
            return super().incr(key, delta, version)
        except _AWAY as error:
            return int(_noted(error, 0))

    def clear(self) -> None:
        """Only what is ours: the broker's messages lie in the same Valkey."""
        client = self._cache.get_client(None, write=True)
        for key in client.scan_iter(match=f"{self.key_prefix}:*"):
            client.delete(key)


def _noted(error: redis.RedisError, answer: Any) -> Any:
    _log.warning("The cache is away: %s", type(error).__name__)
    return answer
