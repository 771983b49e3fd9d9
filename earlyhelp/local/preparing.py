"""The steps between running servers and a site that can answer."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from earlyhelp.local.greeting import DEMO_PASSWORD
from earlyhelp.local.interruptions import Interruptions
from earlyhelp.local.noting import is_noted, note, refresh_statistics
from earlyhelp.local.place import Place
from earlyhelp.local.site import begin, finish
from earlyhelp.local.static import begin_collecting, note_collected


def prepare(place: Place, environment: Mapping[str, str], interruptions: Interruptions) -> None:
    """The database as the owner, and the static files beside it, where they are not ready."""
    static = begin_collecting(place, environment)
    try:
        if not (is_noted(environment, demo=False) or is_noted(environment, demo=True)):
            finish(begin(place, environment, "prepare_database", "--migrate"), interruptions)
            note(environment, demo=False)
        if static:
            finish(static, interruptions)
            note_collected()
    finally:
        if static:
            static.stop()


@contextmanager
def loading_the_demonstration(
    place: Place,
    environment: Mapping[str, str],
    interruptions: Interruptions,
    say: Callable[[str], None],
) -> Iterator[None]:
    """Loads it, where the database is empty, while the block runs."""
    if is_noted(environment, demo=True):
        yield
        return
    say("Loading the demonstration authority, where the database is empty …")
    with_password = {**environment, "DEMO_PASSWORD": DEMO_PASSWORD}
    loading = begin(place, with_password, "load_demo", "--if-empty")
    try:
        yield
        finish(loading, interruptions)
        refresh_statistics(environment)
        note(environment, demo=True)
    finally:
        loading.stop()
