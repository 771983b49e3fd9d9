"""A database with the demonstration authority in it, on real servers, as the application's role."""

import atexit
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType

NAME = "earlyhelp_benchmark"


def open_authority() -> None:
    """Start the servers if none are given, and point Django at a loaded demonstration.

    The database is kept between runs, and made anew when anything it is made of has changed.
    """
    databases, migrated = start(NAME)
    if not _loaded(databases):
        print("Loading the demonstration authority …", file=sys.stderr)
        databases.clone(migrated, NAME)
        databases.point_at(NAME)
        _load(databases)
    databases.point_at(NAME)


def start(name: str) -> tuple[ModuleType, str]:
    """Servers, Django, and a migrated database that can be cloned; what clones, and its name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "earlyhelp.settings")
    os.environ.setdefault("SECRET_KEY", "for-benchmarks-only-" * 4)
    os.environ["EARLYHELP_DEMO"] = "true"  # its people sign in without a second step
    _provide_servers()
    import django

    django.setup()
    from tests import databases

    return databases, databases.migrated(name)


def _provide_servers() -> None:
    if "DATABASE_URL" in os.environ:
        return
    from earlyhelp.local.place import Place
    from earlyhelp.local.services import running

    stack = ExitStack()
    place = Place(Path(__file__).parent.parent / "var" / "benchmarks")
    services = stack.enter_context(running(place))
    atexit.register(stack.close)
    os.environ.update(services.environment())


def _loaded(databases: object) -> bool:
    from django.db import connection
    from django.db.utils import OperationalError, ProgrammingError

    databases.point_at(NAME)  # type: ignore[attr-defined]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT value FROM benchmark_loaded")
            return bool(cursor.fetchone()[0] == _fingerprint())
    except (OperationalError, ProgrammingError):
        connection.close()
        return False


def _load(databases: object) -> None:
    from django.core.management import call_command

    call_command("load_demo", verbosity=0)
    with databases.connect_as_owner(NAME) as owner:  # type: ignore[attr-defined]
        owner.execute("CREATE TABLE benchmark_loaded (value text)")
        owner.execute("INSERT INTO benchmark_loaded VALUES (%s)", [_fingerprint()])
        owner.execute("ANALYZE")


def _fingerprint() -> str:
    import hashlib

    from earlyhelp.local.noting import fingerprint

    root = Path(__file__).parent.parent
    digest = hashlib.sha256(fingerprint().encode())
    for file in sorted(root.glob("earlyhelp/demo/**/*")):
        if file.suffix in {".py", ".csv", ".yaml"}:
            digest.update(file.read_bytes())
    return digest.hexdigest()
