"""Lines of a log without what opens a door by itself."""

import logging
import re
from typing import Any

# Addresses that end in a secret: a calendar's, an invitation's, a new password's, the link that
# confirms an address, and a family's to its plan. Query strings and other addresses hold none.
_SECRET = re.compile(
    r"(/calendar/|/account/invitation/|/account/password/reset/key/|/support/address/|/our-plan/)"
    r"[^\s/?.]+"
)


def masked(text: str) -> str:
    """A line of the log, an address or a referrer, with “…” in place of the secret."""
    return _SECRET.sub(r"\1…", text)


class WithoutSecrets(logging.Filter):
    """For the product's own log: Django names the address of what it refuses."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _masked(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_masked(one) for one in record.args)
        return True


def _masked(value: Any) -> Any:
    return masked(value) if isinstance(value, str) else value
