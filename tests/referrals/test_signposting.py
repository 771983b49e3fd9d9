"""Advice names entries of the directory; they are counted and followed up."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from audit.refusal import Refused
from localities.models import Service
from referrals.actions.signposting import follow_up, signpost
from referrals.models import Decision, Signposting
from referrals.queries.signposting import counted
from tests.cast import World
from tests.referrals.requests import make_request


@pytest.fixture
def services(world: World) -> list[Service]:
    return [
        Service.objects.create(key="debt-desk", name="Debt desk", offers="Advice about money"),
        Service.objects.create(key="stay", name="Stay and play", offers="Play for under fives"),
    ]


def typed(referral: Any, **more: Any) -> dict[str, Any]:
    return {
        "one_time_key": str(uuid4()),
        "version": referral.version,
        "outcome": "advice",
        "reason": "One need, which advice meets",
        "tell": "by_hand",
        **more,
    }


def test_searched_beside_the_decision_nothing_typed_is_lost(
    world: World, client: Client, services: list[Service]
) -> None:
    referral = make_request()
    client.force_login(world.desk)
    url = f"/requests/{referral.reference}/directory/"
    page = client.post(url, typed(referral, find="money", services=["stay"])).text
    assert "One need, which advice meets" in page
    assert 'value="debt-desk"' in page
    assert 'value="stay"' in page
    assert "1 found" in page
    assert not Decision.objects.exists()
    assert client.get(url).status_code == 405
    assert "Nothing in the directory fits" in client.post(url, typed(referral, find="zz")).text


def test_advice_names_who_can_help_or_says_that_nothing_fits(
    world: World, client: Client, services: list[Service]
) -> None:
    referral, other = make_request(), make_request()
    client.force_login(world.desk)
    url = f"/requests/{referral.reference}/decision/"
    refused = client.post(url, typed(referral)).text
    assert "Select who can help from the directory" in refused
    assert client.post(url, typed(referral, services=["stay", "debt-desk"])).status_code == 302
    rows = Signposting.objects.filter(referral=referral)
    assert {row.service.key for row in rows} == {"stay", "debt-desk"}
    assert {row.by for row in rows} == {world.desk}
    day = timezone.localdate() + timedelta(weeks=6)
    assert {row.follow_up_on for row in rows} == {day}
    assert "Debt desk" in client.get(f"/requests/{referral.reference}/").text
    done = client.post(f"/requests/{other.reference}/decision/", typed(other, nothing_fits="on"))
    assert done.status_code == 302
    assert not Signposting.objects.filter(referral=other).exists()


def test_another_outcome_names_nobody(
    world: World, client: Client, services: list[Service]
) -> None:
    referral = make_request()
    client.force_login(world.desk)
    client.post(
        f"/requests/{referral.reference}/decision/",
        typed(referral, outcome="no_action", services=["stay"]),
    )
    assert Decision.objects.exists()
    assert not Signposting.objects.exists()


def test_what_is_out_of_date_cannot_be_named(world: World, services: list[Service]) -> None:
    referral = make_request()
    Service.objects.filter(key="stay").update(valid_until=timezone.localdate() - timedelta(days=1))
    with acting_as(world.desk), pytest.raises(Refused, match="not offered"):
        signpost(referral=referral, services=Service.objects.all(), by=world.desk)
    assert not Signposting.objects.exists()


def test_followed_up_once_and_counted(
    world: World, client: Client, services: list[Service]
) -> None:
    referral = make_request()
    with acting_as(world.desk):
        first, second = signpost(referral=referral, services=services, by=world.desk)
    Signposting.objects.filter(pk=first.pk).update(follow_up_on=timezone.localdate())
    client.force_login(world.desk)
    page = client.get("/signposting/").text
    assert page.index("Due</h2>") < page.index("Debt desk") < page.index("Later</h2>")
    url = f"/signposting/{first.pk}/"
    assert "Select whether they went" in client.post(url, {"one_time_key": str(uuid4())}).text
    client.post(url, {"one_time_key": str(uuid4()), "outcome": "went", "note": "Debts sorted"})
    first.refresh_from_db()
    assert (first.outcome, first.followed_up_by, first.note) == (
        "went",
        world.desk,
        "Debts sorted",
    )
    with acting_as(world.desk):
        with pytest.raises(Refused, match="already"):
            follow_up(signposting=first, outcome="did_not_go", by=world.desk)
        found = {one.key: (one.named, one.asked, one.went) for one in counted()}
    assert found == {"debt-desk": (1, 1, 1), "stay": (1, 0, 0)}
    for who in (world.practitioner, world.school, world.chair):
        client.force_login(who)
        assert client.get("/signposting/").status_code == 404
        assert client.get(url).status_code == 404
    with acting_as(world.school):
        assert not Signposting.objects.exists()
        with pytest.raises(Signposting.DoesNotExist):
            follow_up(signposting=second, outcome="went", by=world.school)
