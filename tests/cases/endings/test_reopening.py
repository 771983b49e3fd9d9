"""A closing that was wrong is taken back: the case goes on where it left off."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from assessments.models import Assessment, Plan
from audit.days import in_words
from audit.models import Event, Stale
from audit.refusal import Refused
from cases.actions.endings.closing import close_case
from cases.actions.endings.reopening import reopen
from cases.actions.leads.allocating import allocate
from cases.journey import Stage
from cases.models import Allocation, Case, Closure, Due
from cases.queries.endings.sustained import how_it_held, standing_closure
from cases.rules.reopening import ANOTHER, HANDED_OVER, TOO_LATE
from tests.assessments.arranging import agreed, led_case, planned, started
from tests.cases.helpers import fresh, open_keys, sent
from tests.cast import World, make_case, make_family

TODAY = timezone.localdate()
BEFORE = {
    Stage.WAITING: lambda world: make_case(world, make_family(world, "Okafor")),
    Stage.ASSESSING: lambda world: started(world).case,
    Stage.PLANNING: lambda world: planned(world).case,
    Stage.SUPPORTING: lambda world: agreed(world).case,
}


WENT_ON = {
    Stage.PLANNING: ["The plan is written on; it was not agreed yet"],
    Stage.SUPPORTING: ["Plan goes on"],
}


def closed(world: World, case: Case, reason: str = "opened_in_error") -> Case:
    with acting_as(world.manager):
        close_case(case=case, by=world.manager, reason=reason, outcomes={}, summary="A mistake")
    return fresh(case, world)


def again(world: World, case: Case, by: Any = None, **said: Any) -> Case:
    by = by or world.manager
    words: dict[str, Any] = {"reason": "The wrong family was chosen"} | said
    words.setdefault("lead", world.practitioner2)
    with acting_as(by):
        return reopen(case=case, by=by, **words)


@pytest.mark.parametrize("stage", list(BEFORE))
def test_it_goes_on_where_it_left_off(world: World, stage: Stage) -> None:
    """Its plan and its unfinished assessment too; with whoever is named, and with clocks anew."""
    case = closed(world, BEFORE[stage](world))
    assert case.stage == Stage.CLOSED
    again(world, case, lead=None if stage == Stage.WAITING else world.practitioner2)
    now = fresh(case, world)
    assert (now.stage, now.closed_on) == (stage, None)
    with acting_as_system("looking at a test"):
        leads = Allocation.objects.filter(case=case, ended_at=None)
        assert [one.user for one in leads] == (
            [] if stage == Stage.WAITING else [world.practitioner2]
        )
        (closure,) = Closure.objects.filter(case=case)
        assert closure.reopened_on == TODAY
        assert Due.objects.filter(case=case, done_on=None, cancelled_on=None).exists()
        event = Event.objects.get(case_id=case.pk, verb="case.reopen")
        assert event.reason == "The wrong family was chosen"
        unfinished = Assessment.objects.filter(case=case, state=Assessment.State.DRAFT)
        assert unfinished.exists() == (stage == Stage.ASSESSING)
        live = Plan.objects.filter(case=case, state=Plan.State.LIVE, ended_on=None)
        assert live.exists() == (stage == Stage.SUPPORTING)
        said = Event.objects.filter(case_id=case.pk, verb="plan.went_on")
        assert list(said.values_list("summary", flat=True)) == WENT_ON.get(stage, [])
    assert not any(key.startswith("closure_") for key in open_keys(case))
    if stage == Stage.WAITING:
        assert now.minded_by == world.manager
        assert "allocation" in open_keys(case)


def test_who_led_when_it_closed_sees_it_no_more(world: World) -> None:
    case = closed(world, led_case(world))
    for lead, sees in ((world.practitioner2, False), (world.practitioner, True)):
        with acting_as(world.practitioner):
            assert Case.objects.visible_to(world.practitioner).filter(pk=case.pk).exists()
        again(world, case, lead=lead)
        with acting_as(world.practitioner):
            seen = Case.objects.visible_to(world.practitioner).filter(pk=case.pk)
            assert seen.exists() == sees
        if not sees:
            with acting_as(world.manager):
                allocate(case=fresh(case, world), lead=world.practitioner, by=world.manager)
            closed(world, fresh(case, world))


def test_it_can_close_again_and_counts_once(world: World) -> None:
    case = closed(world, started(world).case)
    again(world, case)
    closed(world, fresh(case, world))
    with acting_as_system("looking at a test"):
        assert Closure.objects.filter(case=case, reopened_on=None).count() == 1
        assert Closure.objects.filter(case=case).count() == 2


def test_no_look_is_taken_at_a_closing_that_was_taken_back(world: World) -> None:
    with acting_as(world.manager):
        case = started(world).case
    closed(world, case, "transferred")
    assert "closure_3" in open_keys(case)
    again(world, case)
    assert "closure_3" not in open_keys(case)
    with acting_as(world.manager):
        assert standing_closure(fresh(case, world)) is None
        assert how_it_held(case, None, world.manager) is None


def test_it_is_refused_with_the_reason(world: World) -> None:
    case = closed(world, started(world).case)
    for by, said, reason in (
        (world.practitioner, {}, "Only a manager of Bilston"),
        (world.duty, {}, "Only a manager of Bilston"),
        (world.manager, {"reason": " "}, "Write what was wrong"),
        (world.manager, {"lead": None}, "Select who leads"),
        (world.manager, {"lead": world.desk}, "cannot take cases"),
    ):
        with pytest.raises(Refused, match=reason):
            again(world, case, by, **said)
    with pytest.raises(Stale):
        again(world, case, version=case.version - 1)
    with acting_as_system("arranging a test"):
        closure = Closure.objects.filter(case=case)
        closure.update(closed_on=TODAY - timedelta(days=29))
    with pytest.raises(Refused) as late:
        again(world, case)
    assert late.value.reasons == [TOO_LATE]
    with acting_as_system("arranging a test"):
        closure.update(closed_on=TODAY, reason="stepped_up")
    with pytest.raises(Refused) as handed_over:
        again(world, case)
    assert handed_over.value.reasons == [HANDED_OVER]
    with acting_as_system("arranging a test"):
        closure.update(reason="opened_in_error")
        other = make_case(world, case.family)
    with pytest.raises(Refused) as another:
        again(world, case)
    assert another.value.reasons == [ANOTHER]
    closed(world, other)
    again(world, case)
    with pytest.raises(Refused, match="The case is open"):
        again(world, case)


def test_on_its_page(world: World, client: Client) -> None:
    case = closed(world, led_case(world))
    url = reverse("case-reopen", args=[case.reference])
    summary = reverse("case", args=[case.reference])
    for user, offered in ((world.practitioner, False), (world.manager, True)):
        client.force_login(user)
        assert (url in client.get(summary).content.decode()) == offered
    page = client.get(url).text
    assert "Open the case again" in page
    assert f"Closed on {in_words(TODAY)} by Mo Manager: Opened in error or a duplicate." in page
    assert f"until {in_words(TODAY + timedelta(days=28))}" in page
    assert "Pat Practitioner led it when it closed" in page
    page = client.post(url, sent(reason="", version=case.version)).content.decode()
    assert "Write what was wrong with the closing" in page
    assert "Select who leads the case from now on" in page
    typed = {"reason": "The wrong family", "lead": world.practitioner.pk, "version": case.version}
    done = client.post(url, sent(**typed), follow=True).content.decode()
    assert "The case is open again" in done
    assert fresh(case, world).stage == Stage.ASSESSING
    why = f"opened again on {in_words(TODAY)} by Mo Manager, because the closing was wrong"
    client.force_login(world.practitioner)
    page = client.get(summary).text
    assert why in page
    assert "The wrong family" in page
    client.force_login(world.manager)
    assert "The case is open." in client.get(url).content.decode()
    client.force_login(world.manager2)
    assert client.get(url).status_code == 404
