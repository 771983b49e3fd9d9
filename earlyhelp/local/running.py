"""`make demo` and `make run`: from nothing to a site that answers, and back."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from earlyhelp.local.greeting import DEMO_PASSWORD, greeting
from earlyhelp.local.interruptions import Interrupted, Interruptions
from earlyhelp.local.passwords import keep_passwords, write_privately
from earlyhelp.local.place import Place
from earlyhelp.local.ports import web_port
from earlyhelp.local.refusal import Refusal
from earlyhelp.local.requirements_of_the_machine import require_pango
from earlyhelp.local.services import Services
from earlyhelp.local.site import ROOT, Schedule, Web, Worker, begin, finish
from earlyhelp.local.supervisor import Supervisor

VAR = ROOT / "var"


def run_site(*, demo: bool, port: str | None = None) -> None:
    """Serve until somebody asks to stop. Raises Refusal for what a person can put right."""
    began = time.monotonic()
    place = Place(VAR / ("demo" if demo else "site"))
    require_pango()
    with place.locked():
        chosen = web_port(port)
        interruptions = Interruptions()
        supervisor = Supervisor(interruptions, say)
        with interruptions.listening():
            try:
                environment = _start_servers(place, supervisor)
                with _written_down(environment):
                    _prepare(place, environment, interruptions, demo=demo)
                    _start_site(place, environment, supervisor, interruptions, chosen)
                    say(f"Ready in {time.monotonic() - began:.0f} seconds.")
                    say(greeting(chosen, place, demo=demo))
                    supervisor.watch()
            except Interrupted:
                pass
            finally:
                supervisor.stop()
    say("Stopped.")


def _start_servers(place: Place, supervisor: Supervisor) -> dict[str, str]:
    """The environment of the site: with the servers of DATABASE_URL, or with our own."""
    given = [name for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)]
    if len(given) == 1:
        raise Refusal(f"Only {given[0]} is set. Set both DATABASE_URL and REDIS_URL, or neither.")
    if given:
        return {**_kept_secrets(place), **os.environ}
    say("Starting PostgreSQL and Valkey …")
    services = Services(place)
    supervisor.start(services.postgres)
    supervisor.start(services.valkey)
    return {**os.environ, **services.environment()}


def _kept_secrets(place: Place) -> dict[str, str]:
    kept = keep_passwords(place.passwords)
    return {
        "APPLICATION_DATABASE_PASSWORD": kept.application,
        "SECRET_KEY": kept.secret_key,
    }


@contextmanager
def _written_down(environment: Mapping[str, str]) -> Iterator[None]:
    """Let `manage.py` in another terminal find these servers for as long as they run."""
    file = VAR / "run" / "services.env"
    file.parent.mkdir(exist_ok=True)
    names = ("DATABASE_URL", "APPLICATION_DATABASE_PASSWORD", "REDIS_URL", "SECRET_KEY")
    content = "".join(f"{name}='{environment[name]}'\n" for name in names)
    write_privately(file, content)
    try:
        yield
    finally:
        if file.exists() and file.read_text() == content:
            file.unlink()


def _prepare(
    place: Place, environment: Mapping[str, str], interruptions: Interruptions, *, demo: bool
) -> None:
    say("Preparing the database …")
    static = begin(place, environment, "collectstatic", "--noinput", "--verbosity=0")
    try:
        finish(begin(place, environment, "prepare_database", "--migrate"), interruptions)
        if demo:
            _load_demo(place, environment, interruptions)
        finish(static, interruptions)
    finally:
        static.stop()


def _load_demo(place: Place, environment: Mapping[str, str], interruptions: Interruptions) -> None:
    say("Loading the demonstration authority, where the database is empty …")
    with_password = {**environment, "DEMO_PASSWORD": DEMO_PASSWORD}
    finish(begin(place, with_password, "load_demo", "--if-empty"), interruptions)


def _start_site(
    place: Place,
    environment: Mapping[str, str],
    supervisor: Supervisor,
    interruptions: Interruptions,
    port: int,
) -> None:
    say("Starting the site …")
    supervisor.start(Worker(place, environment))
    supervisor.start(Schedule(place, environment))
    supervisor.start(Web(place, environment, port, interruptions))


def say(sentence: str) -> None:
    """To the terminal, while there is one."""
    with suppress(OSError):
        print(sentence, flush=True)
