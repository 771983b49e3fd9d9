"""Installing the named database functions that count and match over rows the asker may not read.

Each app keeps its functions in `sql/*.sql`. They are installed again after every migrate, are
owned by the counting role, which cannot log in, and may be called by the application's role
alone. Every function fixes its search path, so nobody can put a table in its way; a formula
(`RETURN …`) reads no table and is put in place where it is used.
"""

import re
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

_CREATED = re.compile(r"CREATE OR REPLACE FUNCTION\s+(\w+)\s*\(", re.IGNORECASE)


def install_after_migrate(app: AppConfig) -> None:
    """Have the functions of this app installed whenever its tables are up to date."""
    post_migrate.connect(_install, sender=app, dispatch_uid=f"functions of {app.name}")


def names_in(sql: str) -> list[str]:
    """The functions a file creates."""
    return _CREATED.findall(sql)


def _install(sender: AppConfig, using: str, plan: Any = None, **kwargs: Any) -> None:
    files = sorted((Path(sender.path) / "sql").glob("*.sql"))
    with connections[using].cursor() as cursor:
        cursor.execute("GRANT CREATE ON SCHEMA public TO earlyhelp_counting")
        # A function may call one of an app that comes later: bodies are checked when they run.
        cursor.execute("SET check_function_bodies = off")
        for file in files:
            sql = file.read_text(encoding="utf-8")
            cursor.execute(sql)
            for name in names_in(sql):
                _hand_over(cursor, name)
        cursor.execute("RESET check_function_bodies")
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM earlyhelp_counting")


def _hand_over(cursor: Any, name: str) -> None:
    cursor.execute(
        "SELECT oid::regprocedure::text, prosqlbody IS NOT NULL FROM pg_proc"
        " WHERE proname = %s AND pronamespace = 'public'::regnamespace",
        [name],
    )
    for signature, is_formula in cursor.fetchall():
        if not is_formula:  # what a formula names was settled when it was written
            cursor.execute(f"ALTER FUNCTION {signature} SET search_path = public, pg_temp")
            cursor.execute(f"ALTER FUNCTION {signature} SECURITY DEFINER")
        cursor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO earlyhelp_app")
        cursor.execute(f"ALTER FUNCTION {signature} OWNER TO earlyhelp_counting")
