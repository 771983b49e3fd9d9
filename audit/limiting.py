"""How often something may be done: counted in the shared cache, by the hour."""

import hashlib
import time

from django.core.cache import cache

HOUR = 3600


def is_over(what: str, who: str, most: int, *, seconds: int = HOUR) -> bool:
    """Count one more of `what` by `who`; whether that makes more than `most` in this window.

    While the cache is away it counts nothing and nobody is over: a request for help weighs more
    than a flood, which the web server and the database still bear. `who` is kept as a digest.
    """
    window = int(time.time() // seconds)
    digest = hashlib.sha256(f"{what} {who} {window}".encode()).hexdigest()[:32]
    key = f"limit-{digest}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # it went in between, with the cache
        return False
