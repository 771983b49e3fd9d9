"""`make demo` and `make run`: from nothing to a site that answers, and back."""

import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress

from earlyhelp.local.environment import environment_with_servers, written_down
from earlyhelp.local.greeting import greeting
from earlyhelp.local.interruptions import Interrupted, Interruptions
from earlyhelp.local.place import Place
from earlyhelp.local.ports import web_port
from earlyhelp.local.preparing import loading_the_demonstration, prepare
from earlyhelp.local.requirements_of_the_machine import require_pango
from earlyhelp.local.site import ROOT, Schedule, Web, Worker
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
        with interruptions.listening(), ExitStack() as stack, suppress(Interrupted):
            stack.callback(supervisor.stop)
            environment = environment_with_servers(place, supervisor, say)
            if demo:  # its accounts may sign in with their password alone
                environment["EARLYHELP_DEMO"] = "true"
            stack.enter_context(written_down(environment, VAR / "run" / "services.env"))
            ours = {"SITE_URL": f"http://localhost:{chosen}"} | environment  # as letters say it
            _start(place, ours, supervisor, interruptions, chosen, demo=demo)
            say(f"Ready in {time.monotonic() - began:.0f} seconds.")
            say(greeting(chosen, place, demo=demo))
            supervisor.watch()
    say("Stopped.")


def _start(
    place: Place,
    environment: Mapping[str, str],
    supervisor: Supervisor,
    interruptions: Interruptions,
    port: int,
    *,
    demo: bool,
) -> None:
    say("Preparing the database …")
    prepare(place, environment, interruptions)
    with ExitStack() as stack:
        if demo:
            stack.enter_context(loading_the_demonstration(place, environment, interruptions, say))
        say("Starting the site …")
        web = Web(place, environment, port, interruptions)
        worker, schedule = Worker(place, environment), Schedule(place, environment)
        supervisor.expect(worker, schedule, web)  # the web stops first
        for server in (web, worker, schedule):  # and is what people wait for
            supervisor.start(server)


def say(sentence: str) -> None:
    """To the terminal, while there is one."""
    with suppress(OSError):
        print(sentence, flush=True)
