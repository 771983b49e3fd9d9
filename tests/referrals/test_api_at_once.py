"""Fifty systems at once, with lost answers and retries, on a server and a database that commit."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from accounts.acting import acting_as_system
from audit.models import Job, KeptAnswer
from referrals.api import sending
from referrals.models import Notification, OutstandingAction, Referral, StepDownRequest
from tests.cast import build_world
from tests.fixtures.database import CommittedDatabase
from tests.referrals.api import (
    NOTIFICATIONS,
    REFERRALS,
    STEP_DOWNS,
    a_notification,
    a_request,
    a_step_down,
    the_police,
    token_of,
)

SENDERS = 50
AT_WORK = 8  # as many requests as the server answers at once; the others wait in its queue


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        return None


class Server(WSGIServer):
    """A real server on loopback, whose workers each have a connection of their own."""

    request_queue_size = 2 * SENDERS

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Quiet)
        self.set_app(WSGIHandler())
        self.workers = ThreadPoolExecutor(AT_WORK)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def process_request(self, request: Any, client_address: Any) -> None:
        self.workers.submit(self._answer, request, client_address)

    def _answer(self, request: Any, client_address: Any) -> None:
        try:
            self.finish_request(request, client_address)
        except OSError:
            pass  # who asked has hung up
        finally:
            self.shutdown_request(request)
            connection.close()

    def stop(self) -> None:
        self.shutdown()
        self.workers.shutdown()
        self.server_close()


@pytest.fixture
def server(committing_db: CommittedDatabase, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr("audit.actions.queueing.wake", lambda job_id: None)
    server = Server()
    yield server
    server.stop()


class Sender:
    """One request, sent until its answer has come: some answers are lost on the way."""

    def __init__(
        self, server: Server, token: str, number: int, path: str = REFERRALS, sent: Any = None
    ) -> None:
        body = json.dumps(sent or a_request(external_reference=f"S-{number}")).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            f"Authorization: Token {token}\r\nIdempotency-Key: key-{number}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.message = head.encode() + body
        self.place, self.chance = ("127.0.0.1", server.server_port), Random(number)

    def __call__(self) -> list[tuple[int, str]]:
        """Lost none to three times, then twice at the same moment."""
        for _ in range(self.chance.randrange(4)):
            self._send_and_hang_up()
        with ThreadPoolExecutor(2) as both:
            return list(both.map(lambda _: self.send(), range(2)))

    def _send_and_hang_up(self) -> None:
        with socket.create_connection(self.place) as line:
            line.sendall(self.message)

    def send(self) -> tuple[int, str]:
        with socket.create_connection(self.place) as line:
            line.settimeout(120)
            line.sendall(self.message)
            answer = b""
            while more := line.recv(65536):
                answer += more
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(head.split()[1]), json.loads(body).get("id", "")


def sent_by_fifty(server: Server) -> list[list[tuple[int, str]]]:
    token = token_of(build_world().school_agency)
    senders: list[Callable[[], Any]] = [Sender(server, token, n) for n in range(SENDERS)]
    with ThreadPoolExecutor(SENDERS) as threads:
        return list(threads.map(lambda sender: sender(), senders))


def test_fifty_at_once_with_lost_answers_create_each_once(server: Server) -> None:
    answers = sent_by_fifty(server)
    assert {status for both in answers for status, _ in both} == {201}
    assert all(first == second for first, second in answers)
    with acting_as_system("looking"):
        said = dict(Referral.objects.values_list("external_reference", "reference"))
        assert Referral.objects.count() == KeptAnswer.objects.count() == SENDERS
    assert said == {f"S-{n}": both[0][1] for n, both in enumerate(answers)}


def test_without_the_key_they_would_be_doubled(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The anti-test: with the check switched off, the same senders leave duplicates."""
    monkeypatch.setattr(sending, "once", lambda *, holder, key, digest, verb: verb())
    answers = sent_by_fifty(server)
    assert all(first[1] != second[1] for first, second in answers)
    with acting_as_system("looking"):
        assert Referral.objects.count() >= 2 * SENDERS


def test_a_notification_sent_eight_times_at_once_is_one(server: Server) -> None:
    build_world()
    token = token_of(the_police(), "notifications:write")
    answers = sent_eight_times(Sender(server, token, 1, NOTIFICATIONS, a_notification()))
    with acting_as_system("looking"):
        assert answers == {(201, Referral.objects.get().reference)}
        assert Notification.objects.count() == 1
        assert Job.objects.filter(kind="tell_schools").count() == 1
        assert Job.objects.filter(kind="send_mail").count() == 1  # duty, of the high risk


def test_a_step_down_sent_eight_times_at_once_is_one(server: Server) -> None:
    token = token_of(build_world().council, "step-downs:write")
    answers = sent_eight_times(Sender(server, token, 1, STEP_DOWNS, a_step_down()))
    with acting_as_system("looking"):
        assert answers == {(201, Referral.objects.get().reference)}
        assert StepDownRequest.objects.count() == OutstandingAction.objects.count() == 1


def sent_eight_times(sender: Sender) -> set[tuple[int, str]]:
    with ThreadPoolExecutor(8) as threads:
        return set(threads.map(lambda _: sender.send(), range(8)))
