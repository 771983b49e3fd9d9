"""PostgreSQL and Valkey of one place, together, and the environment that reaches them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from earlyhelp.local.lodging import find_lodging
from earlyhelp.local.passwords import Passwords, keep_passwords
from earlyhelp.local.place import Place
from earlyhelp.local.postgres import Postgres
from earlyhelp.local.valkey import Valkey


class Services:
    """The two servers of one place. Start PostgreSQL first; stop it last."""

    def __init__(self, place: Place, postgres_settings: Mapping[str, str] | None = None) -> None:
        self.place = place
        self.passwords: Passwords = keep_passwords(place.passwords)
        lodging = find_lodging(place)
        self.postgres = Postgres(
            lodging, self.passwords, place.log / "postgres.log", postgres_settings or {}
        )
        self.valkey = Valkey(lodging, self.passwords, place.log / "valkey.log")

    def environment(self) -> dict[str, str]:
        """What the site reads to find these servers."""
        return {
            "DATABASE_URL": self.postgres.url,
            "APPLICATION_DATABASE_PASSWORD": self.passwords.application,
            "REDIS_URL": self.valkey.url,
            "SECRET_KEY": self.passwords.secret_key,
        }


@contextmanager
def running(place: Place, postgres_settings: Mapping[str, str] | None = None) -> Iterator[Services]:
    """Both servers, for as long as the block lasts. For tests and tools."""
    with place.locked():
        services = Services(place, postgres_settings)
        started = []
        try:
            for server in (services.postgres, services.valkey):
                started.append(server)
                server.start()
            yield services
        finally:
            for server in reversed(started):
                if server.child:
                    server.child.stop()
                server.stopped()
