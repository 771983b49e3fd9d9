"""A step-up that social care returned is disputed: stages, clock, outcome; safety never waits."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from audit.models import Job, Stale
from audit.refusal import Refused
from cases.actions.endings.closing import end_case
from cases.actions.sharing.restricting import restrict
from cases.actions.steps import answering, disputing, stepping_up
from cases.closure_reasons import ClosureReason
from cases.journey import Verb
from cases.models import Case, Due, StepUp, StepUpDispute
from cases.queries.needs_you.lists import step_ups
from localities.calendar import add_working_days
from tests.cases.helpers import sent
from tests.cast import World

Stage, Outcome = StepUpDispute.Stage, StepUpDispute.Outcome
REASON = "The bruises were explained."


@pytest.fixture
def returned(world: World, led: Case) -> StepUp:
    with acting_as(world.practitioner):
        step_up = stepping_up.request(
            case=led, by=world.practitioner, why_now="A bruise", tried="Visits"
        )
    with acting_as(world.manager):
        step_up = stepping_up.agree(step_up=step_up, by=world.manager, version=step_up.version)
        return answering.returned(
            step_up=step_up, by=world.manager, answer_by="Sol Worker", reason=REASON,
            version=step_up.version,
        )  # fmt: skip


def disputed(step_up: StepUp, by: Any, why: str = "There are new ones.") -> StepUpDispute:
    with acting_as(by):
        return disputing.dispute(step_up=step_up, why=why, by=by)


def higher(found: StepUpDispute, by: Any) -> StepUpDispute:
    with acting_as(by):
        return disputing.escalate(dispute=found, by=by, words="No", version=found.version)


def settled(found: StepUpDispute, by: Any, outcome: str, words: str = "Agreed") -> StepUpDispute:
    with acting_as(by):
        return disputing.settle(
            dispute=found, outcome=outcome, words=words, by=by, version=found.version
        )


def told(found: StepUpDispute) -> set[str]:
    """Who was written to at its present stage."""
    letters = Job.objects.filter(key__startswith=f"mail dispute {found.pk} {found.stage}")
    return {address for job in letters for address in job.payload["to"]}


def test_a_returned_step_up_is_disputed_once_and_its_managers_are_told(
    world: World, returned: StepUp
) -> None:
    found = disputed(returned, world.practitioner)
    today = timezone.localdate()
    assert (found.stage, found.due_on) == (Stage.PRACTITIONERS, add_working_days(today, 2))
    assert found.answer == REASON
    with pytest.raises(Refused, match="disputed already"):
        disputed(returned, world.practitioner)
    letters = Job.objects.filter(key__startswith=f"mail dispute {found.pk} 1")
    assert told(found) == {world.manager.email, world.team_manager.email}
    assert not any(returned.case.family.name in str(job.payload) for job in letters)


@pytest.mark.parametrize("state", ["requested", "sent", "accepted"])
def test_only_an_answer_that_returns_it_is_disputed(
    world: World, returned: StepUp, state: str
) -> None:
    with acting_as(world.manager):
        StepUp.objects.filter(pk=returned.pk).update(state=state)
    with pytest.raises(Refused, match="has not returned"):
        disputed(returned, world.practitioner)


def test_nothing_that_keeps_a_child_safe_waits_for_it(world: World, returned: StepUp) -> None:
    found = disputed(returned, world.practitioner)
    with acting_as(world.practitioner):
        again = stepping_up.request(
            case=returned.case, by=world.practitioner, why_now="A break", urgent=True,
            rung_whom="Sol Worker",
        )  # fmt: skip
    assert again.state == StepUp.State.SENT
    with pytest.raises(Refused, match="Another step-up is in progress"):
        settled(found, world.manager, Outcome.AGAIN)
    assert settled(found, world.manager, Outcome.WITHDRAWN).ended_at


def test_stage_after_stage_each_with_its_days(world: World, returned: StepUp) -> None:
    found, today = disputed(returned, world.practitioner), timezone.localdate()
    for stage, days in ((Stage.MANAGERS, 3), (Stage.HEADS, 5)):
        found = higher(found, world.manager)
        assert (found.stage, found.due_on) == (stage, add_working_days(today, days))
    assert found.said.split("\n\n") == ["Practitioner to practitioner: No", "Between managers: No"]
    with pytest.raises(Refused, match="no higher stage"):
        higher(found, world.manager)


def test_the_heads_of_service_are_told_once_it_is_theirs(world: World, returned: StepUp) -> None:
    found = higher(disputed(returned, world.practitioner), world.manager)
    assert told(found) == {world.team_manager.email}  # whoever acts needs no letter
    late = found.due_on + timedelta(days=1)
    assert disputing.escalate_what_is_late(late) == 1
    with acting_as(world.manager):
        found = StepUpDispute.objects.get()
    managers = {world.manager.email, world.team_manager.email}
    assert told(found) == managers | {world.head.email}


def test_the_heads_hear_of_a_restricted_record_only_where_they_are_named(
    world: World, returned: StepUp
) -> None:
    with acting_as(world.manager):
        restrict(
            case=returned.case, by=world.manager, kind="staff", reason="A colleague’s family",
            named=[world.manager, world.practitioner, world.social_worker],
            deputies=[world.team_manager],
        )  # fmt: skip
    found = higher(higher(disputed(returned, world.practitioner), world.manager), world.manager)
    assert world.head.email not in told(found)


def test_a_stage_whose_time_ran_out_goes_higher_once(world: World, returned: StepUp) -> None:
    found = disputed(returned, world.practitioner)
    late = found.due_on + timedelta(days=1)
    assert disputing.escalate_what_is_late(found.due_on) == 0
    assert disputing.escalate_what_is_late(late) == 1
    assert disputing.escalate_what_is_late(found.due_on) == 0
    with acting_as(world.manager):
        assert StepUpDispute.objects.get().stage == Stage.MANAGERS


@pytest.mark.parametrize("outcome", [Outcome.STANDS, Outcome.WITHDRAWN, Outcome.AGAIN])
def test_it_ends_with_what_was_agreed(world: World, returned: StepUp, outcome: str) -> None:
    found = settled(disputed(returned, world.practitioner), world.manager, outcome)
    assert (found.outcome, found.settled, found.ended_by) == (outcome, "Agreed", world.manager)
    with pytest.raises(Refused, match="settled"):
        settled(found, world.manager, outcome)
    with acting_as(world.manager):
        now = StepUp.objects.get(pk=returned.pk)
        clock = Due.objects.still_open().filter(case=returned.case, key="step_up_answer")
        again = outcome == Outcome.AGAIN
        assert now.state == (StepUp.State.SENT if again else StepUp.State.RETURNED)
        assert clock.exists() == again
        if again:
            answering.accepted(
                step_up=now, by=world.manager, answer_by="Sol Worker", version=now.version
            )


def test_only_a_manager_settles_and_says_what_was_agreed(world: World, returned: StepUp) -> None:
    found = disputed(returned, world.practitioner)
    with pytest.raises(Refused, match="Only a manager of Bilston"):
        settled(found, world.practitioner, Outcome.STANDS)
    with pytest.raises(Refused, match="Write what was said"):
        settled(found, world.manager, Outcome.STANDS, words=" ")
    for outcome in ("", Outcome.OVERTAKEN, "anything"):
        with pytest.raises(Refused, match="Select what happens now"):
            settled(found, world.manager, outcome)


def test_two_managers_at_once_the_second_reads_what_the_first_said(
    world: World, returned: StepUp
) -> None:
    found = disputed(returned, world.practitioner)
    higher(StepUpDispute.objects.get(pk=found.pk), world.manager)
    with pytest.raises(Stale):
        settled(found, world.manager, Outcome.STANDS)


def test_it_ends_with_its_case(world: World, returned: StepUp) -> None:
    disputed(returned, world.practitioner)
    with acting_as(world.manager):
        end_case(
            case=returned.case, by=world.manager, verb=Verb.CLOSE,
            reason=ClosureReason.OPENED_IN_ERROR, summary="Not ours",
        )  # fmt: skip
        found = StepUpDispute.objects.get()
    assert (found.outcome, found.ended_by) == (Outcome.OVERTAKEN, world.manager)


def test_from_the_page_of_the_step_up_to_the_managers_list_and_back(
    world: World, returned: StepUp, client: Client
) -> None:
    page = f"/cases/{returned.case.reference}/step-up/"
    client.force_login(world.practitioner)
    assert "Dispute this answer" in client.get(page).text
    assert REASON in client.get(f"{page}dispute/").text
    assert (
        "Answer the question: Why is it disputed?"
        in client.post(f"{page}dispute/", sent(why="")).text
    )
    client.post(f"{page}dispute/", sent(why="There are new ones."))
    with acting_as(world.practitioner):
        found = StepUpDispute.objects.get()
    shown = client.get(page).text
    assert "There are new ones." in shown
    assert "Practitioner to practitioner, by" in shown
    assert client.get(f"{page}dispute/answer/").status_code == 404
    client.force_login(world.manager)
    with acting_as(world.manager):
        [row] = step_ups(world.manager).rows
    assert row.due is not None
    assert (row.due.what, row.due.on, row.url) == (
        "Settle the dispute", found.due_on, f"{page}dispute/answer/"
    )  # fmt: skip
    assert "Returned by social care" in client.get("/needs-you/").text
    form = client.get(row.url).text
    assert "There are new ones." in form
    words, version = "They do not agree.", found.version
    client.post(row.url, sent(outcome="higher", words=words, version=version))
    client.post(row.url, sent(outcome="again", words=words, version=version + 1))
    with acting_as(world.manager):
        found.refresh_from_db()
    assert (found.stage, found.outcome) == (Stage.MANAGERS, Outcome.AGAIN)
    shown = client.get(page).text
    assert "Social care’s answer is awaited" in shown
    assert REASON in shown
    with acting_as(world.manager):
        assert [row.step_up.state for row in step_ups(world.manager).rows if row.step_up] == [
            "sent"
        ]
