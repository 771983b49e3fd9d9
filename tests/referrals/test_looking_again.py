"""A manager of a place looks again at what was decided on requests that no case came of."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from audit.models import Job
from audit.refusal import Refused
from referrals.actions import disagreeing, sampling
from referrals.actions.returning import reopen
from referrals.actions.telling.of_disagreements import DISPUTED
from referrals.actions.telling.of_overturning import SUBJECT
from referrals.models import Decision, Disagreement, Outcome, Referral, Sample
from referrals.queries.for_managers import open_disagreements, samples_for
from tests.cast import World, make_family
from tests.referrals.requests import decided, make_request

CAST = ["manager", "team_manager", "manager2", "practitioner", "duty", "school", "analyst", "chair"]
OF_THE_PLACE = {"manager", "team_manager"}


def drawn(world: World, **facts: Any) -> Sample:
    """A decision to do nothing further, on a request from Bilston, that chance has chosen."""
    decided(make_request(**facts), world.desk, Outcome.NO_ACTION, None)
    today = timezone.localdate()
    with acting_as_system("drawing"):
        Sample.objects.all().delete()
        sampling.draw(week=today - timedelta(days=today.weekday()))
        return Sample.objects.latest("pk")


def disputed(world: World) -> Disagreement:
    decided(make_request(), world.desk, Outcome.NO_ACTION, None)
    with acting_as(world.desk):
        return disagreeing.disagree(decision=Decision.objects.get(), why="No", by=world.desk)


def letters_of_overturning() -> Any:
    return Job.objects.filter(kind="send_mail", payload__subject=SUBJECT)


def seen(user: Any) -> bool:
    """What the application's rule shows, which is what the database lets through."""
    with acting_as(user):
        mine = Referral.objects.visible_to(user).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM referrals_referral")
            assert mine == bool(cursor.fetchone()[0])
            cursor.execute("SELECT count(*) FROM referrals_decision")
            assert mine == bool(cursor.fetchone()[0])
        return mine


@pytest.mark.parametrize("who", CAST)
def test_a_drawn_decision_is_there_for_managers_of_the_place_alone(world: World, who: str) -> None:
    drawn(world)
    user = world.people[who]
    assert seen(user) == (who in OF_THE_PLACE)
    with acting_as(user):
        assert samples_for(user).exists() == (who in OF_THE_PLACE)


@pytest.mark.parametrize("verdict", ["agreed", "overturned"])
def test_they_judge_it_and_it_is_gone_from_the_others(world: World, verdict: str) -> None:
    sample = drawn(world)
    with acting_as(world.manager):
        sampling.judge_sample(sample=sample, verdict=verdict, reason="Read", by=world.manager)
    with acting_as_system("looking"):
        stage = Referral.objects.get().stage
    assert stage == ("screening" if verdict == "overturned" else "decided")
    assert (seen(world.manager), seen(world.team_manager)) == (True, False)


@pytest.mark.parametrize("verdict", ["agreed", "overturned"])
def test_whoever_decided_is_told_of_what_is_overturned(world: World, verdict: str) -> None:
    sample = drawn(world)
    with acting_as(world.manager):
        sampling.judge_sample(sample=sample, verdict=verdict, reason="He bled", by=world.manager)
    told = [job.payload for job in letters_of_overturning()]
    assert [each["to"] for each in told] == (
        [[world.desk.email]] if verdict == "overturned" else []
    )
    for each in told:
        assert f"/requests/{sample.decision.referral.reference}/" in each["text"]
        for word in ("Amara", "Okafor", "bled", world.manager.name):
            assert word not in each["text"] + each["subject"]


@pytest.mark.parametrize("outcome", ["stands", "changed", "withdrawn"])
def test_whoever_decided_hears_once_how_a_disagreement_ended(world: World, outcome: str) -> None:
    raised = disputed(world)
    with acting_as(world.head):
        disagreeing.settle(disagreement=raised, outcome=outcome, settled="Talked", by=world.head)
    settled = Job.objects.filter(kind="send_mail", payload__subject=DISPUTED)
    told = [job.payload["to"] for job in [*settled, *letters_of_overturning()]]
    assert told == [[world.desk.email]]
    assert settled.exists() == (outcome != "changed")


@pytest.mark.parametrize("why", ["by themselves", "named since", "restricted since", "left"])
def test_nobody_is_told_of_it_who_knows_or_may_not(world: World, why: str) -> None:
    raised = disputed(world)
    kept_for = make_family(world, "Bright", children=1) if why == "restricted since" else None
    with acting_as_system("arranging"):
        if why == "named since":
            Referral.objects.update(closed_to=[world.desk.pk])
        Referral.objects.update(kept_for=kept_for)
        type(world.desk).objects.filter(pk=world.desk.pk).update(is_active=why != "left")
    by = world.desk if why == "by themselves" else world.manager
    with acting_as_system("overturning"):
        reopen(Decision.objects.get(pk=raised.decision_id), by, "Looked anew", timezone.now())
        assert not letters_of_overturning().exists()


def test_what_is_not_drawn_is_not_there(world: World) -> None:
    decided(make_request(), world.desk, Outcome.NO_ACTION, None)
    assert not seen(world.manager)


@pytest.mark.parametrize("why", ["named", "restricted", "elsewhere", "nowhere"])
def test_not_what_is_kept_for_others(world: World, why: str) -> None:
    drawn(world)
    changes: dict[str, Any] = {"locality": world.low_hill if why == "elsewhere" else None}
    if why == "named":
        changes = {"closed_to": [world.manager.pk]}
    elif why == "restricted":
        changes = {"kept_for": make_family(world, "Okafor", children=1)}
    with acting_as_system("arranging"):
        Referral.objects.update(**changes)
    assert not seen(world.manager)


def test_a_disagreement_is_theirs_from_the_second_stage_on(world: World) -> None:
    raised = disputed(world)
    assert not seen(world.manager)
    with acting_as(world.desk):
        disagreeing.escalate(disagreement=raised, by=world.desk, note="Not agreed")
    told = Job.objects.filter(kind="send_mail", payload__subject="A disagreement waits for you")
    assert {job.payload["to"][0] for job in told} == {
        world.manager.email, world.team_manager.email, world.head.email,
    }  # fmt: skip
    with acting_as(world.manager):
        assert [each.row for each in open_disagreements(world.manager)] == [raised]
        disagreeing.settle(
            disagreement=raised, outcome="changed", settled="Looked anew", by=world.manager
        )
    with acting_as_system("looking"):
        assert Referral.objects.get().returned == "overturned"
    assert (seen(world.manager), seen(world.team_manager)) == (True, False)


def test_nobody_samples_their_own(world: World) -> None:
    sample = drawn(world)
    with acting_as_system("arranging"):
        Decision.objects.update(decided_by=world.manager)
    with acting_as(world.manager):
        assert not samples_for(world.manager).exists()
        with pytest.raises(Refused, match="You took this decision yourself"):
            sampling.judge_sample(sample=sample, verdict="agreed", reason="So", by=world.manager)


def test_on_their_pages(world: World, client: Client) -> None:
    sample = drawn(world)
    client.force_login(world.manager)
    assert "decision to look at again" in client.get(reverse("needs-you")).text
    assert "Amara Okafor" in client.get(reverse("samples")).text
    url = reverse("sample", args=[sample.pk])
    typed = {"one_time_key": str(uuid4()), "verdict": "agreed", "reason": "Read it"}
    assert client.post(url, typed).status_code == 302
    assert "Of 1 looked at this year, 0 were overturned" in client.get(reverse("samples")).text


def test_what_was_looked_at_stands_by_its_quarter(world: World, client: Client) -> None:
    sample = drawn(world)
    with acting_as(world.manager):
        said = "The nurse was not asked"
        sampling.judge_sample(sample=sample, verdict="overturned", reason=said, by=world.manager)
    client.force_login(world.manager)
    page = client.get(reverse("samples")).text
    for words in ("1 looked at, 1 overturned", "The nurse was not asked", world.manager.name):
        assert words in page
    assert reverse("sample", args=[sample.pk]) in page
    before = client.get(reverse("samples"), {"quarter": "1"}).text
    assert "The nurse was not asked" not in before
    assert "None that you may see" in before
    with acting_as_system("a quarter ago"):
        Sample.objects.update(judged_at=timezone.now() - timedelta(days=92))
    assert "The nurse was not asked" not in client.get(reverse("samples")).text
    ago = [client.get(reverse("samples"), {"quarter": back}).text for back in ("1", "2")]
    assert sum("The nurse was not asked" in each for each in ago) == 1
    for odd in ("8", "-1", "x", "²"):
        assert client.get(reverse("samples"), {"quarter": odd}).status_code == 200
    client.force_login(world.team_manager)
    assert "The nurse was not asked" not in client.get(reverse("samples")).text
