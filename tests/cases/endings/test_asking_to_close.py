"""A lead practitioner asks for a closing; a manager authorises it or says what is missing."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from audit.models import Event, Stale
from audit.refusal import Refused
from cases.actions.endings.asking_to_close import ask_to_close, authorise, send_back, take_back
from cases.actions.endings.closing import close_case
from cases.actions.steps import stepping_up
from cases.closure_reasons import RISK_CHECKED, ClosureReason
from cases.models import Case, Closure, ClosureRequest, Due, Need, NeedOutcome
from tests.cases.helpers import fresh, open_keys, sent
from tests.cast import World

NOT_ASKED_FOR = {ClosureReason.STEPPED_UP, ClosureReason.MOVED}
WORDS = {
    "summary": "The family moved into a safe home.",
    "family_view": "“We are fine now.”",
    "child_view": "“I sleep.”",
    "stays_in_touch": "The school",
    "may_ask": "phone",
}


def ask(case: Case, by: Any, needs: list[Need], outcome: str = "met", **facts: Any) -> Any:
    outcomes = {need.pk: (outcome, "As they say") for need in needs}
    with acting_as(by):
        return ask_to_close(
            case=case, by=by, **({"reason": "needs_met", "outcomes": outcomes} | WORDS | facts)
        )


def answer(verb: Any, asked: ClosureRequest, by: Any, **facts: Any) -> Any:
    with acting_as(by):
        return verb(asked=asked, by=by, **({"version": asked.version} | facts))


def test_everything_goes_on_until_the_manager_closes_it_with_the_words_of_the_lead(
    world: World, led: Case, needs: list[Need]
) -> None:
    before = open_keys(led)
    asked = ask(led, world.practitioner, needs)
    assert fresh(led, world).is_live
    assert open_keys(led) == before | {"closing"}
    closure = answer(authorise, asked, world.manager)
    assert (closure.closed_by, closure.asked_by) == (world.manager, world.practitioner)
    assert {name: getattr(closure, name) for name in WORDS} == WORDS
    outcomes = NeedOutcome.objects.filter(closure=closure).values_list("outcome", "note")
    assert set(outcomes) == {("met", "As they say")}
    assert not fresh(led, world).is_live
    assert Due.objects.get(case=led, key="closing").done_on == timezone.localdate()
    assert ClosureRequest.objects.get().state == "authorised"


@pytest.mark.parametrize("reason", sorted(set(ClosureReason) - NOT_ASKED_FOR))
def test_any_ending_may_be_asked_for_and_some_want_the_managers_check_of_risk(
    world: World, led: Case, needs: list[Need], reason: ClosureReason
) -> None:
    outcome = "partly" if reason == ClosureReason.PARTLY_MET else "met"
    asked = ask(led, world.practitioner, needs, outcome, reason=reason)
    if reason in RISK_CHECKED:
        with pytest.raises(Refused, match="Write your check of risk"):
            answer(authorise, asked, world.manager)
        assert ClosureRequest.objects.get().state == "waiting"  # nothing half done
    closure = answer(authorise, asked, world.manager, risk_check="School sees both daily.")
    assert (closure.reason, closure.risk_check) == (reason, "School sees both daily.")


def test_what_is_missing_is_said_to_whoever_asks(
    world: World, led: Case, needs: list[Need]
) -> None:
    for facts, words in (
        ({"summary": " "}, "Write a short summary"),
        ({"outcomes": {}}, "Say what became of the need"),
        ({"reason": "stepped_up"}, "handover is recorded"),
        ({"reason": "moved"}, "receipt or refusal is recorded"),
    ):
        with pytest.raises(Refused, match=words):
            ask(led, world.practitioner, needs, **facts)
    with pytest.raises(Stale):
        ask(led, world.practitioner, needs, version=led.version - 1)
    assert not ClosureRequest.objects.exists()


def test_one_closing_is_asked_for_at_a_time(world: World, led: Case, needs: list[Need]) -> None:
    ask(led, world.practitioner, needs)
    with pytest.raises(Refused, match="A manager has been asked"):
        ask(led, world.practitioner, needs)


def test_a_closing_sent_back_says_why_and_is_corrected_without_typing_again(
    world: World, led: Case, needs: list[Need], client: Client
) -> None:
    asked = ask(led, world.practitioner, needs)
    with pytest.raises(Refused, match="Say what is missing"):
        answer(send_back, asked, world.manager, words=" ")
    answer(send_back, asked, world.manager, words="Ask the father too.")
    assert fresh(led, world).is_live
    assert "closing" not in open_keys(led)
    assert "closing_again" in open_keys(led)
    client.force_login(world.practitioner)
    assert "Closing sent back: correct it" in client.get(f"/cases/{led.reference}/").text
    page = client.get(f"/cases/{led.reference}/closure/").content.decode()
    for words in (
        "Ask the father too.",
        "Mo Manager",
        *(w for n, w in WORDS.items() if n != "may_ask"),
    ):
        assert words in page
    assert page.count("checked") == len(needs) + 2  # each outcome, the reason, and may we ask
    ask(led, world.practitioner, needs)
    assert "closing_again" not in open_keys(led)


def test_asked_again_the_manager_reads_what_it_was_sent_back_with_and_what_is_new(
    world: World, led: Case, needs: list[Need], client: Client
) -> None:
    client.force_login(world.manager)
    address = f"/cases/{led.reference}/closure/asked/"
    first = ask(led, world.practitioner, needs)
    assert "Sent back by" not in client.get(address).content.decode()
    answer(send_back, first, world.manager, words="Ask the father too.")
    second = ask(led, world.practitioner, needs)
    assert "Nothing in it was changed since." in client.get(address).content.decode()
    answer(send_back, second, world.manager, words="Really ask him.")
    outcomes = {need.pk: ("met", "As they say") for need in needs[1:]} | {needs[0].pk: ("met", "")}
    third = ask(led, world.practitioner, needs, outcomes=outcomes, family_view="He agrees.")
    page = client.get(address).content.decode()
    assert "Ask the father too." not in page
    assert "Really ask him." in page
    assert "Written anew since: What the family says; What became of “" in page
    assert page.count("What became of “") == 1
    answer(authorise, third, world.manager)
    assert "“I sleep.”" in client.get(f"/cases/{led.reference}/").content.decode()


def test_it_is_taken_back_by_whoever_works_with_the_family(
    world: World, led: Case, needs: list[Need]
) -> None:
    asked = ask(led, world.practitioner, needs)
    answer(take_back, asked, world.practitioner)
    assert "closing" not in open_keys(led)
    with pytest.raises(Refused, match="now at “Taken back”"):
        answer(authorise, asked, world.manager)


@pytest.mark.parametrize("who", ["practitioner", "manager2", "desk", "analyst", "school"])
def test_nobody_else_answers(world: World, led: Case, needs: list[Need], who: str) -> None:
    asked = ask(led, world.practitioner, needs)
    for verb, facts in ((authorise, {"risk_check": "None"}), (send_back, {"words": "No"})):
        with acting_as_system("a test"), pytest.raises(Refused, match="Only a manager of Bilston"):
            verb(asked=asked, by=world.people[who], version=asked.version, **facts)
    assert fresh(led, world).is_live


def test_two_answers_at_one_time_are_one(world: World, led: Case, needs: list[Need]) -> None:
    asked = ask(led, world.practitioner, needs)
    answer(send_back, asked, world.manager, words="Ask the father too.")
    with pytest.raises(Refused, match="now at “Sent back”"):
        answer(authorise, asked, world.head)
    assert not Closure.objects.exists()


def test_a_step_up_and_a_new_need_come_first(world: World, led: Case, needs: list[Need]) -> None:
    asked = ask(led, world.practitioner, needs)
    with acting_as(world.practitioner):
        stepping_up.request(case=led, by=world.practitioner, why_now="Injury", tried="Visits")
    with pytest.raises(Refused, match="A step-up is in progress"):
        answer(authorise, asked, world.manager)
    with acting_as(world.manager):
        found = led.step_ups.get()
        stepping_up.decline(step_up=found, by=world.manager, words="No", version=found.version)
    with acting_as_system("arranging a test"):
        Need.objects.create(case=led, kind="finance", words="Rent", seen_on=timezone.localdate())
    with pytest.raises(Refused, match="Say what became of the need"):
        answer(authorise, asked, world.manager)


def test_a_closing_otherwise_overtakes_it(world: World, led: Case, needs: list[Need]) -> None:
    ask(led, world.practitioner, needs)
    with acting_as(world.manager):
        close_case(case=led, by=world.manager, reason="child_died", outcomes={},
                   summary="Amara died.", risk_check="Siblings are with their aunt.")  # fmt: skip
    assert ClosureRequest.objects.get().state == "overtaken"
    assert Closure.objects.get().asked_by is None


def test_the_pages_of_lead_and_manager(
    world: World, led: Case, needs: list[Need], client: Client
) -> None:
    asked = ask(led, world.practitioner, needs)
    client.force_login(world.practitioner)
    address = f"/cases/{led.reference}/closure/asked/"
    assert client.get(f"/cases/{led.reference}/closure/")["Location"] == address
    page = client.get(address).content.decode()
    assert "We are fine now." in page
    assert "Do you authorise" not in page
    assert "Take back" in page
    client.force_login(world.manager)
    assert "Answer the closing" in client.get(f"/cases/{led.reference}/").content.decode()
    assert "Needs met" in client.get("/needs-you/closings/").content.decode()
    empty = sent(version=asked.version, answer="no", words="")
    assert "Say what is missing" in client.post(address, empty).content.decode()
    typed = sent(version=asked.version, answer="yes")
    for _ in range(2):  # a double click
        assert client.post(address, typed)["Location"] == f"/cases/{led.reference}/"
    assert Closure.objects.count() == 1
    assert client.get(address)["Location"] == f"/cases/{led.reference}/"
    verbs = set(Event.objects.filter(case_id=led.pk).values_list("verb", flat=True))
    assert {"closure.asked", "case.close"} <= verbs


def test_taking_it_back_on_the_page(
    world: World, led: Case, needs: list[Need], client: Client
) -> None:
    asked = ask(led, world.practitioner, needs)
    client.force_login(world.practitioner)
    address = f"/cases/{led.reference}/closure/asked/take-back/"
    assert client.get(address).status_code == 405
    client.post(address, sent(version=asked.version + 3))
    assert ClosureRequest.objects.get().state == "waiting"  # somebody changed it meanwhile
    client.post(address, sent(version=asked.version))
    assert ClosureRequest.objects.get().state == "taken_back"
