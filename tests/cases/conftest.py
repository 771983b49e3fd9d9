"""Cases at the points of their way that tests of case work begin from."""

import pytest

from accounts.acting import acting_as
from cases.actions.leads.allocating import allocate
from cases.models import Case, Need
from tests.cases.helpers import fresh
from tests.cast import World, make_case, make_family


@pytest.fixture
def waiting(world: World) -> Case:
    """A case of Bilston that nobody leads yet."""
    return make_case(world, make_family(world, "Okafor"))


@pytest.fixture
def led(world: World) -> Case:
    """A case that the practitioner of Bilston leads."""
    case = make_case(world, make_family(world, "Nowak"))
    with acting_as(world.manager):
        allocate(case=case, lead=world.practitioner, by=world.manager)
    return fresh(case, world)


@pytest.fixture
def needs(led: Case, world: World) -> list[Need]:
    """Two needs of the led case."""
    with acting_as(world.practitioner):
        return [
            Need.objects.create(case=led, kind=kind, seen_on=led.opened_on)
            for kind in ("housing", "education")
        ]
