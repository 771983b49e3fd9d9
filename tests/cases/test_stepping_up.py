"""Passing a family up to social care: asked for, agreed, sent, answered, handed over."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from audit.models import Stale
from audit.refusal import Refused
from cases.actions import answering, stepping_up
from cases.actions.contacting import record_contact
from cases.actions.moving import move
from cases.actions.stepping_down import receive
from cases.blocking import blockers
from cases.journey import Verb
from cases.models import Address, Alert, Case, Closure, CourtOrder, Need, Person, StepUp
from cases.queries.pack import assemble
from cases.queries.pack_shown import as_shown
from tests.cases.helpers import fresh, open_keys
from tests.cast import World, make_family


def ask(case: Case, by: Any, **facts: Any) -> StepUp:
    said = {"why_now": "A new injury.", "tried": "Weekly visits."} | facts
    with acting_as(by):
        return stepping_up.request(case=case, by=by, **said)


def agreed(step_up: StepUp, world: World) -> StepUp:
    with acting_as(world.manager):
        return stepping_up.agree(step_up=step_up, by=world.manager, version=step_up.version)


def accepted(step_up: StepUp, world: World) -> StepUp:
    with acting_as(world.manager):
        return answering.accepted(
            step_up=step_up, by=world.manager, answer_by="Sol Worker", version=step_up.version
        )


def test_a_step_that_is_not_done_is_explained(world: World, led: Case) -> None:
    steps = [{"key": "a", "asks": "The plan was looked at", "done": False, "why": " "}]
    with pytest.raises(Refused, match="Say why this is not done: “The plan was looked at”"):
        ask(led, world.practitioner, checklist=steps)
    steps[0]["why"] = "There is none yet"
    assert ask(led, world.practitioner, checklist=steps).checklist == steps


def test_the_manager_agrees_and_it_is_sent_with_its_pack(
    world: World, led: Case, needs: list[Need]
) -> None:
    with acting_as(world.practitioner):
        record_contact(
            case=led, by=world.practitioner, kind="home_visit", text="A bruise on the arm."
        )
    step_up = ask(led, world.practitioner)
    assert step_up.state == "requested"
    assert step_up.sent_at is None
    sent = agreed(step_up, world)
    assert sent.state == "sent"
    assert sent.agreed_by == world.manager
    assert open_keys(led) >= {"step_up_answer"}
    pack = StepUp.objects.get(pk=sent.pk).pack
    assert pack["case"]["reference"] == led.reference
    assert pack["case"]["lead"] == "Pat Practitioner"
    assert [need["what"] for need in pack["needs"]] == [
        "Secure housing",
        "Getting a good education",
    ]
    assert [contact["text"] for contact in pack["contacts"]] == ["A bruise on the arm."]
    assert {person["name"] for person in pack["people"]} >= {"Ngozi Nowak", "Child1 Nowak"}


def test_a_pack_carries_alerts_and_court_orders(world: World, led: Case) -> None:
    child = led.children.all()[0]
    order = {"child": child, "text": "Father may not come near.", "source": "Court"}
    CourtOrder.objects.create(kind="Non-molestation order", made_on="2026-01-01", **order)
    CourtOrder.objects.create(
        kind="Ended order", made_on="2020-01-01", ends_on="2021-01-01", **order
    )
    Alert.objects.create(
        person=child,
        kind="dog",
        text="Large dog",
        source="Housing",
        recorded_on="2026-11-01",
        review_on="2026-12-01",
    )
    pack = agreed(ask(led, world.practitioner), world).pack
    assert [order["kind"] for order in pack["orders"]] == ["Non-molestation order"]
    assert [alert["text"] for alert in pack["alerts"]] == ["Large dog"]
    shown = as_shown(pack)
    assert shown is not None
    assert shown["dates"][0]["on"] == led.received_on


def test_a_pack_says_nothing_of_what_came_after(world: World, led: Case) -> None:
    with acting_as(world.practitioner):
        record_contact(case=led, by=world.practitioner, kind="phone", text="The next morning.")
        before = timezone.now() - timedelta(days=1)
        pack = assemble(Case.objects.get(pk=led.pk), before)
    assert pack["contacts"] == []
    assert "Last contact with the family" not in {date["what"] for date in pack["dates"]}


def test_a_pack_names_no_address(world: World, led: Case) -> None:
    Address.objects.update(safe_address=True, lines="9 Secret Lane")
    sent = agreed(ask(led, world.practitioner), world)
    assert "Secret Lane" not in str(StepUp.objects.get(pk=sent.pk).pack)
    assert "WV14" not in str(StepUp.objects.get(pk=sent.pk).pack)


def test_the_manager_may_say_no_with_a_reason(world: World, led: Case) -> None:
    step_up = ask(led, world.practitioner)
    with acting_as(world.manager):
        with pytest.raises(Refused, match="Say why"):
            stepping_up.decline(
                step_up=step_up, by=world.manager, words=" ", version=step_up.version
            )
        declined = stepping_up.decline(
            step_up=step_up,
            by=world.manager,
            words="Hold a TAF first.",
            version=step_up.version,
        )
    assert declined.state == "declined"
    assert fresh(led, world).stage == "assessing"
    ask(led, world.practitioner)  # another may follow


def test_urgent_needs_nobodys_agreement(world: World, led: Case) -> None:
    with pytest.raises(Refused, match="Ring social care first"):
        ask(led, world.practitioner, urgent=True, tried="")
    step_up = ask(led, world.practitioner, urgent=True, tried="", rung_whom="Duty, MASH")
    assert step_up.state == "sent"
    assert step_up.agreed_by is None
    assert step_up.rung_at is not None
    assert "step_up_answer" in open_keys(led)


def test_what_there_was_no_time_for_follows(world: World, led: Case) -> None:
    step_up = ask(led, world.practitioner, urgent=True, tried="", rung_whom="Duty, MASH")
    words: dict[str, Any] = {
        "why_now": "A new injury.",
        "child_voice": "",
        "family_told": "Yes",
    }
    with acting_as(world.practitioner):
        with pytest.raises(Refused, match="tried so far"):
            stepping_up.complete(
                step_up=step_up,
                by=world.practitioner,
                tried="",
                version=step_up.version,
                **words,
            )
        whole = stepping_up.complete(
            step_up=step_up,
            by=world.practitioner,
            tried="Weekly visits.",
            version=step_up.version,
            **words,
        )
    assert whole.tried == "Weekly visits."
    assert whole.state == "sent"


def test_returned_with_a_reason_the_case_goes_on(world: World, led: Case) -> None:
    sent = agreed(ask(led, world.practitioner), world)
    with acting_as(world.manager):
        with pytest.raises(Refused, match="reason social care gave"):
            answering.returned(
                step_up=sent,
                by=world.manager,
                answer_by="Sol Worker",
                reason="",
                version=sent.version,
            )
        back = answering.returned(
            step_up=sent,
            by=world.manager,
            answer_by="Sol Worker",
            reason="Below the threshold.",
            version=sent.version,
        )
    assert back.state == "returned"
    assert fresh(led, world).stage == "assessing"
    assert "step_up_answer" not in open_keys(led)


def test_accepted_it_stays_open_until_the_handover(world: World, led: Case) -> None:
    taken = accepted(agreed(ask(led, world.practitioner), world), world)
    now = fresh(led, world)
    assert now.stage == "social_care"
    assert now.with_social_care_on == timezone.localdate()
    assert now.is_live
    with acting_as(world.practitioner):
        with pytest.raises(Refused, match="who in social care leads"):
            answering.handed_over(
                step_up=taken, by=world.practitioner, handover_note="", version=taken.version
            )
        closure = answering.handed_over(
            step_up=taken,
            by=world.practitioner,
            handover_note="Sol Worker leads from today.",
            version=taken.version,
        )
    now = fresh(led, world)
    assert now.stage == "closed"
    assert (closure.reason, closure.group) == ("stepped_up", "stepped_up")
    assert StepUp.objects.get(pk=taken.pk).state == "handed_over"
    assert open_keys(led) == {"closure_3", "closure_6", "closure_12"}  # how it went on is looked at


SUBMITTED = [Verb.SUBMIT]
SIGNED_OFF = [Verb.SUBMIT, Verb.SIGN_OFF]
AGREED = [Verb.SUBMIT, Verb.SIGN_OFF, Verb.AGREE_PLAN]


@pytest.mark.parametrize(
    ("verbs", "stage", "remembered"),
    [
        ([], "assessing", True),
        (SUBMITTED, "sign_off", True),
        (SIGNED_OFF, "planning", True),
        (AGREED, "supporting", True),
        ([], "assessing", False),
        (SIGNED_OFF, "planning", False),
        (AGREED, "supporting", False),
    ],
)
def test_handed_back_the_case_goes_on_where_it_left_off(
    world: World, led: Case, verbs: list[Verb], stage: str, remembered: bool
) -> None:
    with acting_as(world.manager):
        for verb in verbs:
            move(case=led, verb=verb, by=world.manager)
    due_before = open_keys(led)
    taken = accepted(agreed(ask(led, world.practitioner), world), world)
    if not remembered:  # as for a step-up that came from another system
        StepUp.objects.filter(pk=taken.pk).update(pack={})
    with acting_as(world.manager):
        answering.came_back(
            step_up=taken, by=world.manager, reason="No further action", version=taken.version
        )
    assert fresh(led, world).stage == stage
    assert open_keys(led) == due_before


def test_handed_back_before_anybody_led_it_waits_again(world: World, waiting: Case) -> None:
    taken = accepted(agreed(ask(waiting, world.manager), world), world)
    StepUp.objects.filter(pk=taken.pk).update(pack={})
    with acting_as(world.manager):
        answering.came_back(
            step_up=taken, by=world.manager, reason="No further action", version=taken.version
        )
    assert fresh(waiting, world).stage == "waiting"


def test_one_at_a_time(world: World, led: Case) -> None:
    ask(led, world.practitioner)
    with pytest.raises(Refused, match="A step-up is in progress"):
        ask(led, world.practitioner)


def test_nothing_is_answered_twice(world: World, led: Case) -> None:
    sent = agreed(ask(led, world.practitioner), world)
    accepted(sent, world)
    with pytest.raises(Refused, match="Accepted by social care"):
        accepted(sent, world)


def test_a_step_up_changed_meanwhile_is_not_decided(world: World, led: Case) -> None:
    step_up = ask(led, world.practitioner)
    with acting_as(world.manager), pytest.raises(Stale):
        stepping_up.agree(step_up=step_up, by=world.manager, version=step_up.version + 1)


def test_only_a_manager_agrees_and_answers(world: World, led: Case) -> None:
    step_up = ask(led, world.practitioner)
    with acting_as(world.practitioner), pytest.raises(Refused, match="Only a manager"):
        stepping_up.agree(step_up=step_up, by=world.practitioner, version=step_up.version)
    assert blockers(led, "answer_step_up", world.manager) == []
    assert blockers(led, "answer_step_up", world.manager2)


def test_a_family_comes_down_from_social_care_without_a_gap(world: World) -> None:
    family = make_family(world, "Reyes")
    with acting_as_system("arranging a test"):
        step_down = receive(
            family=family,
            children=Person.objects.filter(memberships__family=family, kind="child"),
            locality=world.bilston,
            level=3,
            by=world.desk,
            reason="Child in need plan ended",
            social_care_worker="Sol Worker",
            outstanding="Speech therapy",
        )
        case = step_down.case
    assert (case.door, case.stage) == ("step_down", "waiting")
    assert open_keys(case) == {"allocation", "first_taf"}
    assert not Closure.objects.exists()
