"""The environment the site's processes run in: where the servers are, and the secrets."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from earlyhelp.local.passwords import keep_passwords, write_privately
from earlyhelp.local.place import Place
from earlyhelp.local.refusal import Refusal
from earlyhelp.local.services import Services
from earlyhelp.local.supervisor import Supervisor

_SERVERS = ("DATABASE_URL", "REDIS_URL")
_WRITTEN_DOWN = (*_SERVERS, "APPLICATION_DATABASE_PASSWORD", "SECRET_KEY", "EARLYHELP_DEMO")


def environment_with_servers(
    place: Place, supervisor: Supervisor, say: Callable[[str], None]
) -> dict[str, str]:
    """With the servers of DATABASE_URL and REDIS_URL, or with our own, started here."""
    given = [name for name in _SERVERS if os.environ.get(name)]
    if len(given) == 1:
        raise Refusal(f"Only {given[0]} is set. Set both DATABASE_URL and REDIS_URL, or neither.")
    if given:
        return {**_kept_secrets(place), **os.environ}
    say("Starting PostgreSQL and Valkey …")
    services = Services(place)
    supervisor.start(services.postgres)
    supervisor.start(services.valkey)
    return {**os.environ, **services.environment()}


@contextmanager
def written_down(environment: Mapping[str, str], file: Path) -> Iterator[None]:
    """Let `manage.py` in another terminal find these servers for as long as they run."""
    file.parent.mkdir(exist_ok=True)
    found = {name: environment[name] for name in _WRITTEN_DOWN if name in environment}
    content = "".join(f"{name}='{value}'\n" for name, value in found.items())
    write_privately(file, content)
    try:
        yield
    finally:
        if file.exists() and file.read_text() == content:
            file.unlink()


def _kept_secrets(place: Place) -> dict[str, str]:
    """For servers that are given without them."""
    kept = keep_passwords(place.passwords)
    return {
        "APPLICATION_DATABASE_PASSWORD": kept.application,
        "SECRET_KEY": kept.secret_key,
    }
