"""Who is asking, told to the database for the length of a transaction."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields, replace
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from audit.undoing import undoing


@dataclass(frozen=True)
class Reach:
    """Whose records somebody reaches, as lists of ids the database keeps for the transaction.

    `localities`: those they serve. `own`: cases they lead, led to the end, or are in the team of,
    and earlier cases of families they lead.
    `opened`: families opened to them by name or in an emergency. `closed`: families they must
    never see, being linked to somebody in them; `closed_people`: the people of those.
    `withheld`: items not to be shared with whom their agency acts for, as "cases.address:12".
    `partner`: their agency, where it is not the council; `given`: items about adults' health,
    offending or history that were given to it. `acting`: families in which it acts for somebody.
    `former`: people of a closed identity they are not cleared for. `covering`: colleagues they
    cover for today.
    """

    localities: Any = ()
    own: Any = ()
    opened: Any = ()
    closed: Any = ()
    closed_people: Any = ()
    withheld: Any = ()
    partner: Any = ()
    given: Any = ()
    acting: Any = ()
    former: Any = ()
    covering: Any = ()


NOBODY = Reach()
LISTS = tuple(each.name for each in fields(Reach))


@dataclass(frozen=True)
class Actor:
    """The person or process in whose name a transaction is made, as values.

    `scope` is how far they may read cases: "system" (the product itself), "all", "localities"
    (and their own), "own" or "none". `oversight` is "all" for who may read every look and event.
    """

    id: int | None = None
    name: str = "Someone not signed in"
    scope: str = "none"
    oversight: str = ""
    agency: int | None = None
    request_id: str = ""
    token: str = ""  # of this entry: what it has made is there for it, though nobody else sees it
    reach: Reach = field(default=NOBODY)


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
    before = _actor.set(actor)
    try:
        with undoing(nested=nested), transaction.atomic():
            _actor.set(_tell(replace(actor, token=uuid4().hex)))
            yield current_actor()
            # Inside another transaction the setting would outlive this block.
            if nested and not connection.needs_rollback:
                _tell(outer or Actor())
    finally:
        _actor.reset(before)


def become(actor: Actor) -> None:
    """Name who is asking once the transaction has begun: a request's token has been read.

    Holds until the innermost `entered` ends, which then gives way to whoever was before it.
    """
    if _actor.get() is None:
        raise RuntimeError("Nobody has entered a transaction that could change its actor.")
    _actor.set(_tell(replace(actor, token=current_actor().token)))


@contextmanager
def as_the_product() -> Iterator[Actor]:
    """Go on with the product's own sight, in the name of who is asking, until the block ends.

    For a verb that must reach every row, whoever sees it. The caller has asked what the person
    may do, and shows nothing of what was read.
    """
    with entered(replace(current_actor(), scope="system")) as actor:
        yield actor


def because(reason: str) -> None:
    """Say why, for the history of every change the rest of this transaction makes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.reason', %s, true)", [reason])


def in_bulk(what: str) -> None:
    """Have the history keep one entry for each statement from here to the commit.

    For loading a whole authority at once, in the product's own name (scope "system"): each entry
    says which table and how many rows, and not what was in them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.bulk', %s, true)", [what])


def reach_again() -> None:
    """Ask anew what the actor reaches, after a verb has changed it within this transaction."""
    if _actor.get() is not None:
        _actor.set(_tell(current_actor()))


@contextmanager
def reading_without(items: Iterable[str], **more: Iterable[Any]) -> Iterator[None]:
    """Read as if these items ("cases.address:12") were not there, until the block ends; `more`
    says for which `partner`, and what it was `given`.

    With none: read what is withheld from the actor, to look for its words in what goes out.
    """
    before = current_actor()
    _withhold(replace(before, reach=replace(before.reach, withheld=tuple(items), **more)))
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _withhold(before)


def _withhold(actor: Actor) -> None:
    _actor.set(actor)
    with connection.cursor() as cursor:
        for name in ("withheld", "partner", "given"):
            listed = ",".join(map(str, getattr(actor.reach, name)))
            cursor.execute("SELECT set_config(%s, %s, true)", [f"app.{name}", listed])


def reach_of(user_id: int) -> Reach:
    """What a user reaches now. The database's function `reach_of` is installed by `cases`."""
    actor = current_actor()
    if actor.id == user_id and actor.scope not in {"none", "system"}:
        return actor.reach
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reach_of(%s)", [user_id])
        return Reach(*(tuple(ids) for ids in cursor.fetchone()))


# Settings that row policies and triggers read, each with what `current_setting` will give.
_SAY = """
SELECT set_config('app.actor_id', %(id)s, true), set_config('app.actor_name', %(name)s, true),
       set_config('app.scope', %(scope)s, true), set_config('app.oversight', %(oversight)s, true),
       set_config('app.agency', %(agency)s, true),
       set_config('app.request_id', %(request_id)s, true),
       set_config('app.token', %(token)s, true),
"""
_SAY_REACH = ", ".join(
    f"set_config('app.{name}', array_to_string(reach.{name}, ','), true), reach.{name}"
    for name in LISTS
)
_KEEP_REACH = ", ".join(f"set_config('app.{name}', %({name})s, true)" for name in LISTS)


def _tell(actor: Actor) -> Actor:
    """Tell the database, and learn what the actor reaches, in one statement."""
    asks = actor.id is not None and actor.scope not in {"none", "system"}
    values = {
        "id": str(actor.id or ""),
        "name": actor.name,
        "scope": actor.scope,
        "oversight": actor.oversight,
        "agency": str(actor.agency or ""),
        "request_id": actor.request_id,
        "token": actor.token,
    }
    # Somebody without an account reaches what they were let in to by name, and nothing else.
    reach = actor.reach if actor.id is None and actor.scope == "own" else NOBODY
    if actor.id is not None and actor.scope == "none" and actor.oversight:
        reach = _shut(actor.id)
    values |= {name: ",".join(map(str, getattr(reach, name))) for name in LISTS}
    sql = f"{_SAY} {_SAY_REACH} FROM reach_of(%(id)s::bigint) reach" if asks else _SAY + _KEEP_REACH
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    if not asks:
        return replace(actor, reach=reach)
    return replace(actor, reach=Reach(*(tuple(ids) for ids in row[-2 * len(LISTS) + 1 :: 2])))


def _shut(user_id: int) -> Reach:
    """Of somebody who oversees records and reaches none of their own: the families they are linked
    to, which they do not oversee."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT closed, closed_people FROM reach_of(%s)", [user_id])
        closed, people = cursor.fetchone()
    return Reach(closed=tuple(closed), closed_people=tuple(people))
