"""Whether this is a demonstration, in which a password alone signs in.

Two keys to one lock: the row that only `load_demo` writes, and a process started as the
demonstration (`make demo` says so by EARLYHELP_DEMO). A start that finds the row without being
the demonstration refuses; even if it did not, the row alone opens nothing.
"""

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from accounts.models import PasswordAlone

REFUSAL = (
    "This database holds the demonstration, whose accounts sign in with a published password "
    "alone. Start it with make demo, or give this site a database of its own."
)
_seen: set[str] = set()  # a switch that is set stays set: it is asked for until then


def password_alone() -> bool:
    """Whether nobody is asked for a second step here."""
    if not settings.DEMONSTRATION:
        return False
    if "set" not in _seen and PasswordAlone.objects.exists():
        _seen.add("set")
    return "set" in _seen


def let_a_password_be_enough() -> None:
    """Set the switch. For `load_demo` alone."""
    PasswordAlone.objects.get_or_create(pk=1, defaults={"since": timezone.now()})


def fault_of_the_switch() -> str:
    """Why this process must not serve this database, or nothing."""
    if settings.DEMONSTRATION:
        return ""
    try:
        return REFUSAL if PasswordAlone.objects.exists() else ""
    except DatabaseError:  # away, or not migrated: nobody can sign in to it either
        return ""
