"""Which port of this machine is free."""

import socket

from earlyhelp.local.refusal import Refusal

DEFAULT_PORT = 8000


def free_port() -> int:
    """Any free port of loopback."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def web_port(wanted: str | None) -> int:
    """`wanted`, or the first free one from 8000 on where none is asked for."""
    if wanted:
        return _exactly(wanted)
    for port in range(DEFAULT_PORT, DEFAULT_PORT + 100):
        if is_free(port):
            return port
    raise Refusal("Every port from 8000 to 8099 is taken. Choose one yourself: make demo PORT=9000")


def is_free(port: int) -> bool:
    """Whether a server could listen on this port now."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _exactly(wanted: str) -> int:
    if not wanted.isdigit() or not 1 <= int(wanted) <= 65535:
        raise Refusal(f"PORT={wanted} is not a port. Give a number from 1024 to 65535.")
    if not is_free(int(wanted)):
        raise Refusal(
            f"Port {wanted} is taken or not yours to use. Choose another with PORT=, or leave "
            "PORT out and the next free one is taken."
        )
    return int(wanted)
