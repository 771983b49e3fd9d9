"""The council's virus scanner: clamd, asked over TCP by INSTREAM. Touches no database.

Where `CLAMD_ADDRESS` names one, no file is kept that it has not called clean: away, too slow
or saying something else, the file is refused.
"""

import logging
import socket
import struct

from django.conf import settings

from cases.files.recognising import NotKept

AWAY = (
    "Files cannot be checked for viruses just now, so none is kept. Try again in a few minutes; "
    "if it stays so, tell your administrator."
)
INFECTED = (
    "The virus scanner found something in the selected file. It was not kept. Do not open it, "
    "and tell your IT service desk."
)
_CHUNK = 64 * 1024
_log = logging.getLogger(__name__)


def refuse_unclean(content: bytes) -> None:
    """Raises NotKept unless the scanner calls the bytes clean; without a scanner does nothing."""
    if not settings.CLAMD_ADDRESS:
        return
    try:
        said = _asked(content)
    except (OSError, ValueError) as problem:
        _log.warning("the virus scanner is away: %s", type(problem).__name__)
        raise NotKept(AWAY) from None
    if said.endswith("FOUND"):
        _log.warning("the virus scanner found something in a file that was refused")
        raise NotKept(INFECTED)
    if said != "stream: OK":
        _log.warning("the virus scanner gave no verdict")
        raise NotKept(AWAY)


def _asked(content: bytes) -> str:
    host, _, port = settings.CLAMD_ADDRESS.rpartition(":")
    with socket.create_connection((host, int(port)), settings.CLAMD_SECONDS) as connection:
        connection.settimeout(settings.CLAMD_SECONDS)
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            connection.sendall(struct.pack(">I", len(chunk)) + chunk)
        connection.sendall(struct.pack(">I", 0))
        return _answer(connection)


def _answer(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < 4096:
        more = connection.recv(4096)
        if not more:
            break
        answer += more
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()
