"""What was done outside the database and must not stay when its transaction does not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

Undo = Callable[[], None]

_todo: ContextVar[list[Undo] | None] = ContextVar("todo", default=None)


def if_undone(undo: Undo) -> None:
    """Call `undo` when the transaction in progress, or the savepoint in it, is rolled back.

    Does nothing where the process dies: whoever leaves things outside also sweeps them.
    """
    todo = _todo.get()
    if todo is None:
        return
    todo.append(undo)
    transaction.on_commit(lambda: todo.remove(undo))


@contextmanager
def undoing(*, nested: bool) -> Iterator[None]:
    """Stands around a transaction. What its commit has not confirmed is undone after it."""
    outer, mine = _todo.get(), list[Undo]()
    token = _todo.set(outer if nested and outer is not None else mine)
    done = len(outer or ()) if nested else 0
    try:
        yield
    except BaseException:
        _undo(_todo.get() or [], done)
        raise
    else:
        if not nested:
            _undo(mine, 0)
    finally:
        _todo.reset(token)


def _undo(todo: list[Undo], since: int) -> None:
    for undo in todo[since:]:
        undo()
    del todo[since:]
