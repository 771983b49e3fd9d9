"""The virus scanner: a small clamd on loopback, which is clean, infected, away, slow or odd."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from accounts.acting import acting_as
from audit.refusal import Refused
from cases.actions.filing import add_document
from cases.files.recognising import NotKept
from cases.files.scanning import AWAY, INFECTED, refuse_unclean
from cases.models import Case
from tests.cast import World

CONTENT = b"%PDF-1.7 " + b"x" * 200_000


class Clamd:
    """Reads one INSTREAM and answers with what it was told to."""

    def __init__(self, answer: bytes | None) -> None:
        self.answer, self.got = answer, b""
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        connection, _ = self.socket.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while length := struct.unpack(">I", stream.read(4))[0]:
                self.got += stream.read(length)
            if self.answer is None:
                self.over.wait(10)
            else:
                connection.sendall(self.answer)

    def stop(self) -> None:
        self.over.set()
        self.socket.close()


Started = Callable[[bytes | None], Clamd]


@pytest.fixture
def clamd(settings: Any) -> Iterator[Started]:
    running: list[Clamd] = []

    def start(answer: bytes | None) -> Clamd:
        running.append(Clamd(answer))
        settings.CLAMD_ADDRESS = running[-1].address
        settings.CLAMD_SECONDS = 0.3
        return running[-1]

    yield start
    for one in running:
        one.stop()


def test_every_byte_is_scanned(clamd: Started) -> None:
    scanner = clamd(b"stream: OK\0")
    refuse_unclean(CONTENT)
    assert scanner.got == CONTENT


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (b"stream: Eicar-Test-Signature FOUND\0", INFECTED),
        (b"INSTREAM size limit exceeded. ERROR\0", AWAY),
        (b"stream: OK and more\0", AWAY),
        (b"", AWAY),
        (None, AWAY),  # too slow
    ],
)
def test_anything_but_clean_is_refused(clamd: Started, answer: bytes | None, sentence: str) -> None:
    clamd(answer)
    with pytest.raises(NotKept) as refused:
        refuse_unclean(CONTENT)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nonsense", "127.0.0.1:"])
def test_a_scanner_that_is_away_refuses_every_file(settings: Any, address: str) -> None:
    settings.CLAMD_ADDRESS, settings.CLAMD_SECONDS = address, 0.3
    with pytest.raises(NotKept, match="cannot be checked for viruses"):
        refuse_unclean(CONTENT)


def test_without_a_scanner_nothing_is_asked(settings: Any) -> None:
    settings.CLAMD_ADDRESS = ""
    refuse_unclean(CONTENT)


def test_the_verb_refuses_what_the_scanner_does(world: World, led: Case, clamd: Started) -> None:
    clamd(b"stream: Eicar-Test-Signature FOUND\0")
    with acting_as(world.practitioner), pytest.raises(Refused, match="found something"):
        add_document(case=led, by=world.practitioner, title="T", content=CONTENT)
