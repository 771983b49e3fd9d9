"""The servers the tests use: those of DATABASE_URL and REDIS_URL, else ones of their own."""

import atexit
import os
import sys
from contextlib import ExitStack
from pathlib import Path

from earlyhelp.local.place import Place
from earlyhelp.local.refusal import Refusal
from earlyhelp.local.services import running

# A test's data need not survive a power cut; what never ends should say which statement it was.
_QUICK = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "statement_timeout": "600s",
}


def provide_servers() -> None:
    """Put into the environment where PostgreSQL and Valkey are, starting them if need be."""
    if "DATABASE_URL" in os.environ:
        _require("REDIS_URL", "APPLICATION_DATABASE_PASSWORD")
        return
    root = Path(__file__).parent.parent
    stack = ExitStack()
    try:
        services = stack.enter_context(running(Place(root / "var" / "test"), _QUICK))
    except Refusal as refusal:
        sys.exit(str(refusal))
    atexit.register(stack.close)
    os.environ.update(services.environment())


def _require(*names: str) -> None:
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        sys.exit(f"With DATABASE_URL, set {' and '.join(missing)} too.")
