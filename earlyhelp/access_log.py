"""The web server's own log of requests, without what opens a door by itself."""

from typing import Any

from gunicorn.glogging import Logger

from earlyhelp.masking import masked


class AccessLog(Logger):
    """Named in deploy/process."""

    def atoms(self, *args: Any) -> dict[str, Any]:
        """What a line is put together from."""
        atoms = super().atoms(*args)
        return {key: masked(it) if isinstance(it, str) else it for key, it in atoms.items()}
