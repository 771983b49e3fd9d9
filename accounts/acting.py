"""The one door to the database: every request, task and command enters through acting_as."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from accounts.roles import Scope, role_of
from audit.context import Actor, become, current_actor, entered


@contextmanager
def acting_as(user: Any, *, request_id: str = "") -> Iterator[Actor]:
    """A transaction in the name of `user` (or of somebody not signed in).

    Tells the database who is asking, for row security, history and log. It commits when the
    block ends and rolls back when the block raises.
    """
    with entered(_actor(user, request_id)) as actor:
        yield actor


def go_on_as(user: Any) -> None:
    """Let the transaction in progress go on in the name of `user`, known only now by a token."""
    become(_actor(user, current_actor().request_id))


@contextmanager
def acting_as_system(name: str) -> Iterator[Actor]:
    """A transaction of the product itself, such as loading the demonstration."""
    with entered(Actor(name=name, scope=Scope.ALL)) as actor:
        yield actor


def _actor(user: Any, request_id: str) -> Actor:
    role = role_of(user)
    if not role.key:
        return Actor(request_id=request_id)
    localities: tuple[int, ...] = ()
    if role.scope == Scope.LOCALITIES:
        localities = served_localities(user)
    return Actor(user.pk, user.name, role.scope, localities, request_id)


def served_localities(user: Any) -> tuple[int, ...]:
    """Ids of the localities a user serves, read once per instance of the user."""
    if not hasattr(user, "_served_localities"):
        rows = user.localities.through.objects.filter(user_id=user.pk)
        user._served_localities = tuple(sorted(rows.values_list("locality_id", flat=True)))
    return user._served_localities
