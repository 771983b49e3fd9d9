"""Who is asking, told to the database for the length of a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection, transaction


@dataclass(frozen=True)
class Actor:
    """The person or process in whose name a transaction is made, as values.

    `scope` is how far they may read cases: "all", "localities" (and their own), "own" or "none".
    """

    id: int | None = None
    name: str = "Someone not signed in"
    scope: str = "none"
    localities: tuple[int, ...] = ()
    request_id: str = ""


_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


def current_actor() -> Actor:
    """The actor of the transaction in progress; an anonymous one outside any."""
    return _actor.get() or Actor()


@contextmanager
def entered(actor: Actor) -> Iterator[Actor]:
    """Open a transaction in which the database knows who is asking.

    Row security, history and log read it. It ends with the transaction; a nested one gives
    way to the outer one when it ends.
    """
    outer, nested = _actor.get(), connection.in_atomic_block
    token = _actor.set(actor)
    try:
        with transaction.atomic():
            _tell(actor)
            yield actor
            # Inside another transaction the setting would outlive this block.
            if nested and not connection.needs_rollback:
                _tell(outer or Actor())
    finally:
        _actor.reset(token)


def become(actor: Actor) -> None:
    """Name who is asking once the transaction has begun: a request's token has been read.

    Holds until the innermost `entered` ends, which then gives way to whoever was before it.
    """
    if _actor.get() is None:
        raise RuntimeError("Nobody has entered a transaction that could change its actor.")
    _actor.set(actor)
    _tell(actor)


def _tell(actor: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.actor_id', %s, true), set_config('app.scope', %s, true),"
            " set_config('app.localities', %s, true)",
            [str(actor.id or ""), actor.scope, ",".join(map(str, actor.localities))],
        )
