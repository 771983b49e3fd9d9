"""A decision that was a mistake is undone: on record, and decided again."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.acting import acting_as
from audit.models import Event
from audit.refusal import Refused
from cases.models import Case
from referrals.actions.deciding import children_to_decide
from referrals.actions.disagreeing import disagree
from referrals.actions.returning import take_decision_back
from referrals.models import Decision, Outcome, Referral
from tests.cast import World
from tests.referrals.requests import CHILD, SIBLING, decided, make_request


def undo(referral: Referral, by: Any, reason: str = "The wrong box") -> Referral:
    with acting_as(by):
        standing = Decision.objects.filter(referral=referral, superseded_at__isnull=True)
        return take_decision_back(decision=standing.order_by("pk")[0], reason=reason, by=by)


def test_it_is_the_desks_again_with_its_clock_and_decided_anew(world: World) -> None:
    referral = make_request()
    decided(referral, world.desk, Outcome.NO_ACTION, None)
    back = undo(referral, world.desk)
    assert (back.stage, back.returned, back.decided_at) == ("screening", "corrected", None)
    event = Event.objects.get(verb="request.corrected")
    assert (event.reason, event.summary) == (
        "The wrong box",
        "A mistake, taken back: no further action",
    )
    decided(referral, world.desk, Outcome.ADVICE, None)
    first, second = Decision.objects.order_by("pk")
    assert first.superseded_at
    assert first.overturned_at is None  # a mistake, and no other view of the matter
    assert (second.outcome, second.superseded_at) == ("advice", None)


def test_of_two_children_one_is_decided_again(world: World) -> None:
    referral = make_request(CHILD, SIBLING)
    decided(referral, world.desk, Outcome.ADVICE, None)
    with acting_as(world.desk):
        wrong = Decision.objects.order_by("pk")[0]
        back = take_decision_back(decision=wrong, reason="The wrong child", by=world.desk)
        assert children_to_decide(back) == [wrong.child]
        with pytest.raises(Refused, match="Nothing that ends this request is decided"):
            take_decision_back(decision=wrong, reason="Again", by=world.desk)


def test_a_case_that_was_opened_goes_on(world: World) -> None:
    referral = make_request()
    case = decided(referral, world.desk).case
    undo(referral, world.desk)
    assert Case.objects.live().get() == case


@pytest.mark.parametrize(
    ("who", "harm", "why"),
    [
        ("head", False, "Only people who work at the early help desk decide"),
        ("practitioner", False, "Only people who work at the early help desk decide"),
        ("desk", True, "only a social worker takes back"),
        ("social_worker", True, ""),
    ],
)
def test_who_undoes(world: World, who: str, harm: bool, why: str) -> None:
    referral = make_request()
    if harm:
        decided(referral, world.desk, Outcome.HARM, None)
    by = world.social_worker if harm else world.desk
    decided(referral, by, Outcome.NO_ACTION, None)
    decision = Decision.objects.get(superseded_at__isnull=True)
    with acting_as(world.people["desk" if who in ("head", "practitioner") else who]):
        if not why:
            take_decision_back(decision=decision, reason="So", by=world.people[who])
            return
        with pytest.raises(Refused, match=why):
            take_decision_back(decision=decision, reason="So", by=world.people[who])


def test_not_without_a_reason_nor_while_somebody_disagrees(world: World) -> None:
    referral = make_request()
    decided(referral, world.desk, Outcome.NO_ACTION, None)
    with pytest.raises(Refused, match="Write what the mistake was"):
        undo(referral, world.desk, " ")
    with acting_as(world.desk):
        disagree(decision=Decision.objects.get(), why="No", by=world.desk)
    with pytest.raises(Refused, match="disagrees already"):
        undo(referral, world.desk)


def test_on_its_page(world: World, client: Client) -> None:
    referral = make_request()
    case = decided(referral, world.desk).case
    assert case
    client.force_login(world.desk)
    page = client.get(reverse("request", args=[referral.reference])).text
    url = reverse("request-undo", args=[referral.reference])
    assert url in page
    asked = client.get(url).text
    assert f"{case.reference} stays open" in asked
    assert "Enter what the mistake was" in client.post(url, {"one_time_key": str(uuid4())}).text
    typed = {"one_time_key": str(uuid4()), "reason": "Meant for another request"}
    for _ in range(2):  # pressed twice
        assert client.post(url, typed).status_code == 302
    page = client.get(reverse("request", args=[referral.reference])).text
    assert "A decision was a mistake" in page
    assert "Record decision" in page
    assert url not in page
    client.force_login(world.manager)
    assert client.get(url).status_code == 404
