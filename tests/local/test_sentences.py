"""What cannot be done here gets a sentence that says what to do."""

import os
import socket
from pathlib import Path

import pytest

from earlyhelp.local import account, lodging, requirements_of_the_machine
from earlyhelp.local.lodging import find_lodging
from earlyhelp.local.place import Place
from earlyhelp.local.ports import DEFAULT_PORT, is_free, web_port
from earlyhelp.local.refusal import Refusal
from earlyhelp.local.services import running

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down to another account")


def test_a_wanted_port_that_is_taken() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with pytest.raises(Refusal, match="is taken or not yours to use"):
            web_port(str(listener.getsockname()[1]))


@pytest.mark.parametrize("wanted", ["eighty", "0", "70000", "-1"])
def test_a_port_that_is_none(wanted: str) -> None:
    with pytest.raises(Refusal, match="is not a port"):
        web_port(wanted)


def test_the_next_free_port_is_taken_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = {DEFAULT_PORT, DEFAULT_PORT + 1}
    monkeypatch.setattr("earlyhelp.local.ports.is_free", lambda port: port not in taken)
    assert web_port(None) == DEFAULT_PORT + 2
    assert web_port("") == DEFAULT_PORT + 2


def test_a_port_somebody_listens_on_is_not_free() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        assert not is_free(listener.getsockname()[1])


def test_a_folder_of_somebody_else(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.make()
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(Refusal, match="belongs to"):
        place.make()


def test_a_folder_that_cannot_be_made(place: Place) -> None:
    place.root.parent.joinpath("servers").write_text("a file in the way")
    with pytest.raises(Refusal, match="cannot be made"):
        place.make()


def test_missing_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirements_of_the_machine, "_PANGO", ("libno-such-thing.so.0",))
    with pytest.raises(Refusal, match=r"apt-get install libpango-1.0-0 libpangoft2-1.0-0"):
        requirements_of_the_machine.require_pango()


def test_a_machine_without_the_wheels(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Refusal, match="Set DATABASE_URL and REDIS_URL"):
        find_lodging(place)


def test_root_without_an_account_to_step_down_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "_CANDIDATES", ("no-such-account",))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(Refusal, match="Run this as an ordinary user"):
        account.account_for_servers()


@as_root
def test_servers_of_root_do_not_run_as_root(place: Place) -> None:
    with running(place) as services:
        for server in (services.postgres, services.valkey):
            assert server.child is not None
            assert server.child.process is not None
            assert Path(f"/proc/{server.child.process.pid}").stat().st_uid != 0


@as_root
def test_a_closed_folder_stays_closed_and_the_servers_live_elsewhere(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = place.root.parent / "elsewhere"
    monkeypatch.setattr(lodging, "_ELSEWHERE", elsewhere)
    closed = place.root.parent / "closed"
    closed.mkdir(mode=0o700)
    inside = Place(closed / "servers")
    for _ in range(2):  # the second time it finds the same data
        with running(inside) as services:
            assert services.postgres.lodging.home.parent == elsewhere
    assert closed.stat().st_mode & 0o777 == 0o700
    assert len(list(elsewhere.iterdir())) == 1
