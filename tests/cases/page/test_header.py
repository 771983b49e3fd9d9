"""The top of the case's pages: what is next, what may be done, and the reasons why not."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from cases.actions.endings.closing import close_case
from cases.actions.steps import stepping_up
from cases.extensions import Action
from cases.models import Alert, Case, Due, Person
from cases.queries.header import Header, header
from tests.cases.page.arranging import children_of, fill, mother_of
from tests.cast import World


def seen(case: Case, world: World, who: str, tab: str = "summary") -> Header:
    with acting_as(world.people[who]):
        return header(Case.objects.get(pk=case.pk), world.people[who], tab)


def labels(found: Header) -> dict[str, list[str]]:
    return {action.label: action.reasons for action in found.actions}


def test_the_manager_of_a_waiting_case_allocates(world: World, waiting: Case) -> None:
    found = seen(waiting, world, "manager")
    assert found.step
    assert found.step.label == "Allocate"
    assert "Allocate" not in labels(found)
    assert labels(found)["Start assessment"] == [
        "Nobody leads this case yet. It is waiting for allocation."
    ]


def test_the_lead_starts_and_sees_what_is_not_yet_allowed(world: World, led: Case) -> None:
    found = seen(led, world, "practitioner")
    assert found.step
    assert found.step.label == "Add contact"
    assert found.lead == "Pat Practitioner"
    assert labels(found)["Agree plan"] == ["The assessment must be signed off first."]
    assert labels(found)["Start assessment"] == []
    reasons = [bool(action.reasons) for action in found.actions]
    assert reasons == sorted(reasons)  # what may be done stands first


def test_each_label_stands_once(world: World, led: Case) -> None:
    for who in ("practitioner", "manager", "head"):
        found = seen(led, world, who)
        names = [action.label for action in found.actions]
        names += [found.step.label] if found.step else []
        assert len(names) == len(set(names)), who


def test_somebody_who_only_reads_is_offered_nothing(world: World, led: Case) -> None:
    with acting_as(world.practitioner):
        stepping_up.request(case=led, by=world.practitioner, why_now="Injury", tried="Visits")
    found = seen(led, world, "desk")
    assert found.step is None
    assert found.actions == []
    assert found.only_reason.startswith("You can read this case.")
    assert found.whose == "A manager of Bilston answers the request to step up."


@pytest.mark.parametrize("who", ["desk", "social_worker"])
def test_the_desk_may_ring_social_care_and_is_offered_nothing_else(
    world: World, led: Case, who: str
) -> None:
    found = seen(led, world, who)
    assert labels(found) == {"Step up to social care": []}


def test_a_closed_case_says_so_once(world: World, led: Case, client: Client) -> None:
    with acting_as(world.manager):
        close_case(
            case=led, by=world.manager, reason="not_contactable", outcomes={}, summary="Gone away",
            risk_check="No risk known",
        )  # fmt: skip
    found = seen(led, world, "manager")
    assert found.actions == []
    # Nor is whoever led greeted with what cannot be done, some of it for a second reason too.
    former = seen(led, world, "practitioner")
    assert (former.actions, former.only_reason) == ([], "The case is closed.")
    client.force_login(world.manager)
    text = client.get(f"/cases/{led.reference}/").content.decode()
    assert text.count("The case is closed.") == 1
    assert "eh-verb__greyed" not in text


def test_a_step_up_in_progress_is_in_view(world: World, led: Case) -> None:
    with acting_as(world.practitioner):
        stepping_up.request(case=led, by=world.practitioner, why_now="Injury", tried="Visits")
    found = seen(led, world, "manager")
    assert found.step_up == "Waiting for the manager"
    assert found.step
    assert found.step.label == "Answer the step-up"
    assert labels(found)["Close case"] == ["A step-up is in progress. Record its answer first."]


def test_what_is_due_first_is_said_with_its_lateness(
    world: World, led: Case, client: Client
) -> None:
    Due.objects.filter(case=led).update(due_on=timezone.localdate() - timedelta(days=3))
    client.force_login(world.practitioner)
    text = client.get(f"/cases/{led.reference}/").content.decode()
    assert "3 days late" in text
    assert "six weeks from opening" in text


def test_warnings_stand_before_any_address_or_number(
    world: World, led: Case, client: Client
) -> None:
    fill(led, world)
    client.force_login(world.practitioner)
    text = client.get(f"/cases/{led.reference}/people/").content.decode()
    first = min(text.index("1 Test Street"), text.index("07700 900123"))
    for words in ("Large dog, untied", "Housing officer", "He must not come to the school"):
        assert text.index(words) < first
    assert "should have been looked at again" in text


def test_warnings_that_ended_are_gone(world: World, led: Case) -> None:
    fill(led, world)
    Alert.objects.update(ended_on=timezone.localdate())
    children_of(led)[0].court_orders.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert seen(led, world, "practitioner").cautions == []


def test_warnings_of_people_who_left_are_gone(world: World, led: Case) -> None:
    fill(led, world)
    left: Person = mother_of(led)
    left.memberships.update(to_date=timezone.localdate())
    titles = [caution.title for caution in seen(led, world, "practitioner").cautions]
    assert titles == ["Non-molestation order"]


def test_rooms_add_actions_that_the_hub_does_not_know(
    world: World, led: Case, settings: Any
) -> None:
    settings.CASE_ACTIONS = ["tests.cases.page.test_header.offered"]
    found = seen(led, world, "practitioner")
    assert labels(found)["Bake a cake"] == ["There is no flour."]


def offered(case: Case, user: Any) -> list[Action]:
    return [Action("Bake a cake", "/cake/", ["There is no flour."])]


@pytest.mark.parametrize("tab", ["summary", "people", "timeline", "documents", "history"])
def test_the_part_shown_is_marked(world: World, led: Case, tab: str) -> None:
    current = [one["text"].lower() for one in seen(led, world, "manager", tab).tabs
               if one["current"]]  # fmt: skip
    assert current == [tab]
