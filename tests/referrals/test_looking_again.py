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
