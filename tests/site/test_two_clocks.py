"""Two machines whose clocks differ by seconds: what was done later stays later."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.acting import acting_as
from assessments.actions.answering import Given, save
from assessments.actions.delegating import ask, hand_in, note_read
from assessments.actions.signing_off import send_back
from assessments.models import Assessment, Delegation, SignOff
from assessments.queries.returned import since_the_return
from assessments.queries.sheet import Sheet
from cases.actions.leads.allocating import allocate
from cases.actions.sharing.withdrawing import go_on
from cases.models import Allocation, Withdrawal
from tests.assessments.arranging import started, submitted
from tests.cases.sharing.arranging import join, withdraw
from tests.cast import World, arranged, make_case, make_family

APART = timedelta(seconds=3)


@pytest.mark.parametrize("ahead", [APART, -APART])
def test_what_changed_since_a_return(world: World, ahead: timedelta) -> None:
    assessment = submitted(world)
    by = world.practitioner
    with acting_as(world.manager):
        send_back(assessment=assessment, by=world.manager, comments="Say more")
    of_another_clock(assessment, ahead)
    with acting_as(by):
        row = assessment.answers.get(section="home", question="housing")
        given = Given("home", None, "housing", "Two rooms, no heating", row.version)
        save(assessment=assessment, by=by, answers=[given])
        found = since_the_return(Sheet(Assessment.objects.get(pk=assessment.pk)))
    assert found
    assert [one.question.key for one in found.changed] == ["housing"]


@arranged
def of_another_clock(assessment: Assessment, ahead: timedelta) -> None:
    back = SignOff.objects.get(assessment=assessment)
    SignOff.objects.filter(pk=back.pk).update(at=back.at + ahead)


def test_a_lead_follows_another_at_once(world: World) -> None:
    case, now = make_case(world, make_family(world)), timezone.now()
    with acting_as(world.manager):
        for lead, at in ((world.practitioner, now + APART), (world.team_manager, now)):
            allocate(case=case, lead=lead, by=world.manager, at=at)
        first, second = Allocation.objects.filter(case=case).order_by("pk")
    assert first.ended_at == second.started_at == now + APART


def test_a_section_is_read_as_soon_as_it_is_handed_in(world: World) -> None:
    eha = started(world)
    join(eha.case, world.practitioner2)
    with acting_as(world.practitioner):
        page = Sheet(eha).page("home", None)
        assert page
        row = ask(
            assessment=eha, page=page, writer=world.practitioner2, by=world.practitioner,
            question="How?", due_on=timezone.localdate() + APART + timedelta(days=1),
        )  # fmt: skip
    with acting_as(world.practitioner2):
        hand_in(delegation=row, by=world.practitioner2, note="There was nobody at home")
        Delegation.objects.filter(pk=row.pk).update(handed_in_at=timezone.now() + APART)
    with acting_as(world.practitioner):
        read = note_read(delegation=Delegation.objects.get(pk=row.pk), by=world.practitioner)
    assert read.read_at == read.handed_in_at


def test_a_withdrawal_is_answered_at_once(world: World) -> None:
    case = make_case(world, make_family(world))
    made = withdraw(case, world.manager)
    with acting_as(world.manager):
        Withdrawal.objects.filter(pk=made.pk).update(recorded_at=timezone.now() + APART)
        found = Withdrawal.objects.get(pk=made.pk)
        go_on(
            case=case, by=world.manager, why="Safety", sharing=[], family_told=True, seen=[made.pk]
        )
        found.refresh_from_db()
    assert found.answered_at == found.recorded_at
