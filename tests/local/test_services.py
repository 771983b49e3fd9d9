"""PostgreSQL and Valkey from the wheels: private, with passwords, and whole after a kill."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

from earlyhelp.local.place import Place
from earlyhelp.local.refusal import Refusal
from earlyhelp.local.services import Services, running
from tests.fixtures.worker import wait_until


def test_the_owner_is_no_superuser_and_no_network_is_listened_on(place: Place) -> None:
    with running(place) as services, psycopg.connect(services.postgres.url) as owner:
        row = owner.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls,"
            " current_setting('listen_addresses'), current_setting('server_version_num')::int"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row is not None
    assert row[:5] == (False, True, True, True, "")
    assert row[5] >= 180000


def test_settings_for_another_postgresql_change_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PGPORT": "1", "PGHOST": "nowhere", "PGUSER": "nobody"}.items():
        monkeypatch.setenv(name, value)
    with running(place) as services, psycopg.connect(services.postgres.url) as owner:
        assert owner.execute("SELECT current_user").fetchone() == ("earlyhelp_owner",)


def test_nobody_gets_in_without_a_password(place: Place) -> None:
    with running(place) as services:
        with pytest.raises(psycopg.OperationalError, match="no password supplied"):
            psycopg.connect(host=str(services.postgres.socket), user="postgres", dbname="postgres")
        with (
            redis.Redis(port=services.valkey.port) as client,
            pytest.raises(redis.AuthenticationError),
        ):
            client.ping()


def test_passwords_and_socket_are_private(place: Place) -> None:
    with running(place) as services:
        assert services.postgres.socket is not None
        assert services.postgres.socket.stat().st_mode & 0o777 == 0o700
        assert place.passwords.stat().st_mode & 0o777 == 0o600
        assert len(str(services.postgres.socket / ".s.PGSQL.5432")) < 107


def test_data_stay_from_one_run_to_the_next(place: Place) -> None:
    with running(place) as services:
        write(services)
    with running(place) as services:
        assert_written(services)


def test_a_second_supervisor_is_refused(place: Place) -> None:
    with (
        place.locked(),
        pytest.raises(Refusal, match=rf"running already \(process {os.getpid()}\)"),
        running(place),
    ):
        pass


def test_a_killed_supervisor_takes_its_servers_with_it_and_loses_nothing(place: Place) -> None:
    supervisor = supervisor_process(place)
    url, port = told(supervisor)
    with psycopg.connect(url) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 1 AS one")
    supervisor.kill()
    supervisor.wait()
    wait_until(lambda: not answers(port))
    with running(place) as services, psycopg.connect(services.postgres.url) as owner:
        assert owner.execute("SELECT one FROM kept").fetchone() == (1,)


def test_killed_servers_and_their_files_are_mended(place: Place) -> None:
    place.make()
    killed = start(place)
    write(killed)
    for server in (killed.postgres, killed.valkey):
        assert server.child is not None
        assert server.child.process is not None
        server.child.process.kill()
        server.child.process.wait()
    with running(place) as services:
        assert_written(services)


def test_a_used_again_process_number_is_not_taken_for_the_server(place: Place) -> None:
    with running(place) as services:
        data = services.postgres.lodging.home / "postgres" / "data"
    # Process 1 lives, and so does this one: neither is PostgreSQL.
    for number in (1, os.getpid()):
        (data / "postmaster.pid").write_text(f"{number}\n{data}\n1700000000\n5432\n/tmp\n\n")
        with running(place) as services:
            psycopg.connect(services.postgres.url).close()


def test_servers_without_a_supervisor_are_ended_first(place: Place) -> None:
    place.make()
    orphaned = start(place)
    write(orphaned)
    with running(place) as services:
        assert_written(services)
    for server in (orphaned.postgres, orphaned.valkey):
        assert server.child is not None
        assert not server.child.alive


def test_a_cluster_half_made_is_made_again(place: Place) -> None:
    place.make()
    half = Services(place).postgres.lodging.folder("postgres") / "data.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18")
    with running(place) as services:
        psycopg.connect(services.postgres.url).close()


def test_lost_passwords_get_a_sentence(place: Place) -> None:
    with running(place):
        pass
    place.passwords.unlink()
    with pytest.raises(Refusal, match="are not those of the data"), running(place):
        pass


def start(place: Place) -> Services:
    """Both servers, with nobody to stop them."""
    services = Services(place)
    services.postgres.start()
    services.valkey.start()
    return services


def write(services: Services) -> None:
    with psycopg.connect(services.postgres.url) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 1 AS one")
    with redis.Redis.from_url(services.valkey.url) as client:
        client.set("kept", "1")
        client.execute_command("WAITAOF", 1, 0, 5000)


def assert_written(services: Services) -> None:
    with psycopg.connect(services.postgres.url) as owner:
        assert owner.execute("SELECT one FROM kept").fetchone() == (1,)
    with redis.Redis.from_url(services.valkey.url) as client:
        assert client.get("kept") == b"1"


def supervisor_process(place: Place) -> subprocess.Popen[str]:
    """Another process that runs servers in `place` until it is killed."""
    program = (
        "import signal, sys; from pathlib import Path\n"
        "from earlyhelp.local.place import Place; from earlyhelp.local.services import running\n"
        "with running(Place(Path(sys.argv[1]))) as services:\n"
        "    print(services.postgres.url, services.valkey.port, flush=True)\n"
        "    signal.pause()\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, str(place.root)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent.parent,
    )


def told(supervisor: subprocess.Popen[str]) -> tuple[str, int]:
    assert supervisor.stdout is not None
    url, port = supervisor.stdout.readline().split()
    return url, int(port)


def answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0
