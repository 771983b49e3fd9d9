"""The three roles of the database, and which of them a process connects as.

The *owner* owns tables and functions and runs migrations. The *application's role* is
what the web and the workers connect as: it owns nothing, so row security binds it. The
*counting role* cannot log in; it owns the functions that count and match over rows the
person asking may not read.
"""

from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

APPLICATION_ROLE = "earlyhelp_app"
COUNTING_ROLE = "earlyhelp_counting"

# Commands that change the schema or hold no person's authority: they connect as the owner.
OWNER_COMMANDS = frozenset({"migrate", "prepare_database", "sqlmigrate", "dbshell"})

# What the owner's URL says of the server holds for every role; these do not.
_OURS = {"user", "password", "dbname", "host", "port"}


def connection_settings(url: str, *, role: str, application_password: str) -> dict[str, Any]:
    """Django's settings for the database at `url`, connecting as "owner" or as "application"."""
    parts = _parts(url)
    user, password = parts.get("user", ""), parts.get("password", "")
    if role == "application":
        user, password = APPLICATION_ROLE, application_password
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "earlyhelp"),
        "USER": user,
        "PASSWORD": password,
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "ATOMIC_REQUESTS": False,  # acting_as opens the transaction
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": _options(parts),
    }


def _parts(url: str) -> dict[str, str]:
    if not url.startswith(("postgres://", "postgresql://")):
        raise ValueError("DATABASE_URL must begin with postgresql://")
    try:
        return {key: str(value) for key, value in conninfo_to_dict(url).items()}
    except ProgrammingError as error:
        raise ValueError(
            "DATABASE_URL cannot be read. It has the form postgresql://owner:password@host/name, "
            "and signs such as @ or / in the password are written %40 and %2F."
        ) from error


def _options(parts: dict[str, str]) -> dict[str, str]:
    others = {key: value for key, value in parts.items() if key not in _OURS}
    others["options"] = f"{others.get('options', '')} -c synchronous_commit=on".strip()
    return others
