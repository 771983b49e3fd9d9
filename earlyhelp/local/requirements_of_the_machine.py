"""What no wheel carries and the machine must have."""

import ctypes

from earlyhelp.local.refusal import Refusal

_PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0")


def require_pango() -> None:
    """The libraries that reports are set with."""
    missing = [name for name in _PANGO if not _loads(name)]
    if missing:
        raise Refusal(
            f"Reports are set with Pango, and this machine lacks {' and '.join(missing)}. "
            "Install both libraries and start again. On Debian and Ubuntu:\n"
            "    sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0"
        )


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
