"""Ending a case."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from audit.models import Event, Stale
from audit.refusal import Refused
from cases.actions.endings.closing import close_case
from cases.actions.leads.allocating import allocate
from cases.actions.moving import move
from cases.closure_reasons import RISK_CHECKED, ClosureReason
from cases.journey import Verb
from cases.models import Allocation, Case, Closure, Need, SharingBasis, TafMember
from tests.cases.helpers import fresh, open_keys
from tests.cast import World

ended: list[tuple[Any, Any, date]] = []


def note_the_end(*, case: Case, by: Any, on: date) -> None:
    """What another room does when a case ends."""
    ended.append((case.pk, by.pk, on))


def close(case: Case, by: Any, needs: list[Need], **facts: Any) -> Closure:
    said: dict[str, Any] = {
        "reason": "needs_met",
        "outcomes": {need.pk: ("met", "") for need in needs},
        "summary": "The family moved into a safe home.",
        "family_view": "“We are fine now.”",
        "stays_in_touch": "The school",
    }
    with acting_as(by):
        return close_case(case=case, by=by, **(said | facts))


def test_a_manager_closes_a_case(world: World, led: Case, needs: list[Need]) -> None:
    TafMember.objects.create(
        case=led, family=led.family, name="Val Visitor", joined_on=timezone.localdate()
    )
    closure = close(led, world.manager, needs)
    now = fresh(led, world)
    allocation = Allocation.objects.get(case=led)
    assert (now.stage, now.closed_on) == ("closed", timezone.localdate())
    assert (closure.reason, closure.group) == ("needs_met", "early_help")
    assert {row.need_id: row.outcome for row in closure.outcomes.all()} == {
        need.pk: "met" for need in needs
    }
    assert allocation.ended_at is not None
    assert allocation.end_reason == "closed"
    assert not TafMember.objects.filter(left_on__isnull=True).exists()
    assert open_keys(led) == {"closure_3", "closure_6", "closure_12"}
    assert Event.objects.filter(case_id=led.pk, verb="case.close").exists()


def test_the_lead_still_reads_what_they_closed(world: World, led: Case, needs: list[Need]) -> None:
    close(led, world.manager, needs)
    with acting_as(world.practitioner):
        assert Case.objects.visible_to(world.practitioner).filter(pk=led.pk).exists()
        assert Case.objects.filter(pk=led.pk).exists()


def test_a_partner_who_led_reads_what_was_closed(world: World, waiting: Case) -> None:
    with acting_as_system("arranging a test"):
        SharingBasis.objects.create(
            family=waiting.family,
            agency=world.school_agency,
            what="The plan",
            from_date=timezone.localdate(),
        )
        allocate(case=waiting, lead=world.school, by=world.manager)
    close(waiting, world.manager, [])
    with acting_as(world.school):
        assert Case.objects.visible_to(world.school).get().stage == "closed"


def test_other_rooms_end_what_hangs_from_it(
    world: World, led: Case, needs: list[Need], settings: Any
) -> None:
    ended.clear()
    settings.CASE_CLOSING_STEPS = ["tests.cases.endings.test_closing.note_the_end"]
    close(led, world.manager, needs)
    assert ended == [(led.pk, world.manager.pk, timezone.localdate())]


def test_a_closing_in_the_past_is_dated_so(world: World, led: Case, needs: list[Need]) -> None:
    day = timezone.localdate() - timedelta(days=2)
    with acting_as_system("arranging a test"):
        Case.objects.filter(pk=led.pk).update(received_on=day, opened_on=day)
    close(led, world.manager, needs, on=day)
    assert fresh(led, world).closed_on == day


def test_each_need_has_an_outcome(world: World, led: Case, needs: list[Need]) -> None:
    with pytest.raises(Refused) as refusal:
        close(led, world.manager, needs[:1])
    assert refusal.value.reasons == ["Say what became of the need “Getting a good education”."]


@pytest.mark.parametrize(
    ("reason", "outcome", "words"),
    [
        ("needs_met", "partly", "Not every need is met"),
        ("partly_met", "not_met", "No need is met or partly met"),
    ],
)
def test_the_reason_agrees_with_the_outcomes(
    world: World, led: Case, needs: list[Need], reason: str, outcome: str, words: str
) -> None:
    outcomes = {need.pk: (outcome, "") for need in needs}
    with pytest.raises(Refused, match=words):
        close(led, world.manager, needs, reason=reason, outcomes=outcomes)


@pytest.mark.parametrize("reason", sorted(RISK_CHECKED))
def test_silence_is_closed_by_a_manager_who_checked_the_risk(
    world: World, led: Case, needs: list[Need], reason: ClosureReason
) -> None:
    outcomes = {need.pk: ("not_met", "") for need in needs}
    facts = {"reason": reason, "outcomes": outcomes, "family_view": "", "stays_in_touch": ""}
    with pytest.raises(Refused, match="Only a manager of Bilston"):
        close(led, world.practitioner, needs, risk_check="None seen", **facts)
    with pytest.raises(Refused, match="check of risk"):
        close(led, world.manager, needs, **facts)
    checked = {"risk_check": "School sees both daily."}
    if reason == ClosureReason.MOVED:  # tests/referrals/test_out_of_area.py: once it has a receipt
        with pytest.raises(Refused, match="receipt or refusal is recorded"):
            close(led, world.manager, needs, **checked, **facts)
        return
    close(led, world.manager, needs, **checked, **facts)
    assert fresh(led, world).stage == "closed"


def test_only_a_handover_closes_what_is_stepped_up(
    world: World, led: Case, needs: list[Need]
) -> None:
    with pytest.raises(Refused, match="handover is recorded"):
        close(led, world.manager, needs, reason="stepped_up")


def test_a_waiting_case_is_closed_by_the_manager_for_another_reason(
    world: World, waiting: Case
) -> None:
    with pytest.raises(Refused, match="Nobody has worked with this family"):
        close(waiting, world.manager, [])
    close(waiting, world.manager, [], reason="opened_in_error")
    assert fresh(waiting, world).stage == "closed"


def test_nothing_closes_while_sign_off_is_waited_for(
    world: World, led: Case, needs: list[Need]
) -> None:
    with acting_as(world.practitioner):
        move(case=led, verb=Verb.SUBMIT, by=world.practitioner)
    with pytest.raises(Refused, match="Sign it off or return it first"):
        close(led, world.manager, needs)


def test_a_case_changed_meanwhile_is_not_closed(world: World, led: Case, needs: list[Need]) -> None:
    with pytest.raises(Stale):
        close(led, world.manager, needs, version=led.version - 1)
    assert fresh(led, world).is_live


def test_a_case_closes_once(world: World, led: Case, needs: list[Need]) -> None:
    close(led, world.manager, needs)
    with pytest.raises(Refused, match="The case is closed"):
        close(led, world.manager, needs)
    assert Closure.objects.count() == 1
