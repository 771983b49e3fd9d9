"""The web server's own log of requests, without what opens a door by itself."""

import re
from typing import Any

from gunicorn.glogging import Logger

# Addresses that end in a secret: a calendar's, an invitation's, a new password's, and the link
# that confirms an address. Query strings and other addresses hold none.
_SECRET = re.compile(
    r"(/calendar/|/account/invitation/|/account/password/reset/key/|/support/address/)[^\s/?.]+"
)


def masked(text: str) -> str:
    """A line of the log, an address or a referrer, with “…” in place of the secret."""
    return _SECRET.sub(r"\1…", text)


class AccessLog(Logger):
    """Named in deploy/process."""

    def atoms(self, *args: Any) -> dict[str, Any]:
        """What a line is put together from."""
        atoms = super().atoms(*args)
        return {key: masked(it) if isinstance(it, str) else it for key, it in atoms.items()}
