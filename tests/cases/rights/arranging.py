"""A request about a record, at the points of its way that tests begin from."""

from datetime import date
from typing import Any

from accounts.acting import acting_as
from accounts.models import User
from audit.models import Job
from cases.actions.rights import requests as rights
from cases.models import Case, Person, RightsRequest
from tests.cast import World


def governance(world: World) -> User:
    """Who answers people's requests and sees no case."""
    return world.governance


def asked(
    world: World, case: Case, person: Person, kind: str = "subject_access", **more: Any
) -> RightsRequest:
    """Passed on by the worker who leads the case."""
    with acting_as(world.practitioner):
        return rights.receive(
            by=world.practitioner,
            kind=kind,
            asker="self",
            words="I want to see my file",
            case=case,
            person=person,
            **{"received_on": date(2026, 11, 20)} | more,
        )


def proved(world: World, case: Case, person: Person, **more: Any) -> RightsRequest:
    """The same, with identity proved."""
    request, by = asked(world, case, person, **more), governance(world)
    with acting_as(by):
        return rights.prove(request=request, by=by, proof="Passport, seen at the hub")


def run(job: Job) -> Job:
    from audit.actions import queueing

    queueing.run(job.pk)
    job.refresh_from_db()
    return job
