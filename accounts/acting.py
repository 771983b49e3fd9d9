"""The one door to the database: every request, task and command enters through acting_as."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from accounts.roles import May, Scope, role_of
from audit.context import Actor, Reach, become, current_actor, entered
from audit.context import reach_of as reach_of_id


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
def acting_as_system(name: str, scope: Scope = Scope.SYSTEM) -> Iterator[Actor]:
    """A transaction of the product itself, such as loading the demonstration.

    A job that only needs what the desk may see says `Scope.ALL`: restricted records stay closed.
    """
    with entered(Actor(name=name, scope=scope)) as actor:
        yield actor


@contextmanager
def acting_by_link(name: str, *, case_id: int) -> Iterator[Actor]:
    """In the name of somebody without an account who was let in to one case: row security shows
    them that case and what hangs from it, and no other row."""
    request_id = current_actor().request_id
    alone = Actor(name=name, scope=Scope.OWN, request_id=request_id, reach=Reach(own=(case_id,)))
    with entered(alone) as actor:
        yield actor


def _actor(user: Any, request_id: str) -> Actor:
    role = role_of(user)
    if not role.key:
        return Actor(request_id=request_id)
    oversight = "all" if May.SEE_LOOKS in role.may and role.scope == Scope.NONE else ""
    return Actor(user.pk, user.name, role.scope, oversight, user.agency_id, request_id)


def reach_of(user: Any) -> Reach:
    """Whose records a user reaches, asked once per transaction of the person who asks."""
    if isinstance(stood_in := getattr(user, "reach", None), Reach):  # a query's stand-in
        return stood_in
    return reach_of_id(user.pk or 0)


def served_localities(user: Any) -> tuple[int, ...]:
    """Ids of the localities a user serves."""
    return reach_of(user).localities
