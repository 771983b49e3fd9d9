"""Passing a family up to social care: asked for, agreed, sent, answered, handed over."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from audit.models import Job, Stale
from audit.refusal import Refused
from cases.actions.contacting import record_contact
from cases.actions.moving import move
from cases.actions.sharing.restricting import restrict
from cases.actions.steps import answering, stepping_up
from cases.actions.steps.stepping_down import receive
from cases.journey import Verb
from cases.models import (
    Address,
    Alert,
    Case,
    Closure,
    CourtOrder,
    Due,
    NamedPerson,
    Need,
    Person,
    StepUp,
)
from cases.queries.my_families import my_families
from cases.queries.needs_you.lists import step_ups
from cases.queries.steps.pack import assemble
from cases.queries.steps.pack_shown import as_shown
from cases.queries.timing.due_work import due_work
from cases.rules.blocking import blockers
from localities.calendar import add_working_days
from tests.cases.helpers import fresh, open_keys, sent
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


@pytest.mark.parametrize("who", ["desk", "social_worker", "duty"])
def test_whoever_knows_of_danger_sends_an_urgent_one_and_no_other(
    world: World, led: Case, who: str, client: Client
) -> None:
    by = world.people[who]
    if who != "duty":  # who works with any family of the locality
        with pytest.raises(Refused, match="Only people who work with this family"):
            ask(led, by)
    client.force_login(by)
    address = f"/cases/{led.reference}/step-up/"
    assert "Is a child in danger? Phone now" in client.get(address).content.decode()
    typed = sent(why_now="He has a knife.", rung_whom="")
    if who != "duty":
        assert "Ring social care first, then tick" in client.post(address, typed).content.decode()
    typed |= {"urgent": "on"}
    assert "write whom you spoke to" in client.post(address, typed).content.decode()
    assert client.post(address, typed | {"rung_whom": "Sol Worker"}).status_code == 302
    found = StepUp.objects.get()
    assert (found.urgent, found.state, found.requested_by) == (True, "sent", by)
    assert "step_up_pack" in open_keys(led)


@pytest.mark.parametrize("who", ["analyst", "school", "manager2", "governance"])
def test_nobody_else_sends_one(world: World, led: Case, who: str) -> None:
    with acting_as_system("a test"), pytest.raises(Refused, match="Only people who work"):
        stepping_up.request(case=led, by=world.people[who], why_now="Danger", urgent=True,
                            rung_whom="Sol")  # fmt: skip


def test_the_managers_are_told_at_once_that_social_care_was_rung(world: World, led: Case) -> None:
    """By e-mail that names no family; not whoever rang, and nobody of another locality."""
    ask(led, world.practitioner, urgent=True, tried="", rung_whom="Duty, MASH")
    letters = [job.payload for job in Job.objects.filter(kind="send_mail")]
    assert {letter["to"][0] for letter in letters} == {
        "manager@example.org", "team_manager@example.org"
    }  # fmt: skip
    for letter in letters:
        assert "Pat Practitioner rang social care" in letter["text"]
        assert "within 1 working day" in letter["text"]
        for said in ("Nowak", led.reference, "A new injury"):
            assert said not in letter["subject"] + letter["text"]


def test_on_a_restricted_record_the_people_named_are_told(world: World, led: Case) -> None:
    """Nobody else may know of it, though they manage the place; where none of those named manages
    it, all of them are told."""
    with acting_as(world.manager):
        restrict(
            case=led, by=world.manager, kind="staff", reason="Works here",
            named=[world.practitioner, world.duty, world.head], deputies=[world.desk],
        )  # fmt: skip
    NamedPerson.objects.filter(user=world.head).update(ended_at=timezone.now())  # has left
    ask(led, world.practitioner, urgent=True, tried="", rung_whom="Duty, MASH")
    letters = Job.objects.filter(kind="send_mail", key__contains="rung")
    assert {job.payload["to"][0] for job in letters} == {"duty@example.org", "desk@example.org"}


def test_the_pack_of_an_urgent_step_up_is_due_until_it_is_whole(world: World, led: Case) -> None:
    """Also while social care leads; of the digest and the calendar of whoever leads the case."""
    today = timezone.localdate()
    step_up = ask(led, world.practitioner, urgent=True, tried="", rung_whom="Duty, MASH")
    (due,) = Due.objects.filter(case=led, key="step_up_pack")
    assert due.due_on == add_working_days(today, 1)
    step_up = accepted(step_up, world)
    with acting_as(world.practitioner):
        assert [row.what for row in due_work(world.practitioner)] == [due.what]
        (row,) = my_families(world.practitioner)
        assert row.due
        assert row.due.what == due.what
        stepping_up.complete(
            step_up=step_up, by=world.practitioner, why_now="A new injury.", tried="Visits",
            child_voice="", family_told="", version=step_up.version,
        )  # fmt: skip
        assert due_work(world.practitioner) == []
    due.refresh_from_db()
    assert due.done_on == today


def test_one_that_says_all_at_once_waits_for_no_pack(world: World, led: Case) -> None:
    ask(led, world.practitioner, urgent=True, rung_whom="Duty, MASH")
    assert "step_up_pack" not in open_keys(led)


@pytest.mark.parametrize("step_left", [False, True], ids=["nothing left", "a step left"])
def test_an_urgent_pack_is_whole_with_the_procedure(
    world: World, led: Case, step_left: bool
) -> None:
    steps = [{"key": "a", "asks": "Told?", "done": not step_left, "why": ""}]
    ask(led, world.practitioner, urgent=True, rung_whom="Duty, MASH", checklist=steps)
    assert ("step_up_pack" in open_keys(led)) == step_left


def test_a_pack_that_social_care_no_longer_wants_is_not_due(world: World, led: Case) -> None:
    step_up = ask(led, world.practitioner, urgent=True, tried="", rung_whom="Duty, MASH")
    with acting_as(world.manager):
        answering.returned(
            step_up=step_up, by=world.manager, answer_by="Sol", reason="Below",
            version=step_up.version,
        )  # fmt: skip
    assert "step_up_pack" not in open_keys(led)


@pytest.mark.parametrize("agrees", [True, False])
def test_a_request_waits_for_the_managers_answer(world: World, led: Case, agrees: bool) -> None:
    step_up = ask(led, world.practitioner)
    with acting_as(world.manager):
        (row,) = step_ups(world.manager).rows
        assert row.due
        assert row.due.what == "Answer to the request to step up"
        answer = stepping_up.agree if agrees else stepping_up.decline
        answer(step_up=step_up, by=world.manager, words="Seen", version=step_up.version)
        rows = step_ups(world.manager).rows
    waits = [row.due.what for row in rows if row.due]
    assert waits == (["Social care’s answer to the step-up"] if agrees else [])


def test_the_handover_is_due_and_what_rested_has_as_long_again(world: World, led: Case) -> None:
    """Forty working days with social care, and the family comes back with what was due before."""
    today = timezone.localdate()
    since = add_working_days(today - timedelta(days=90), 0)
    taken = accepted(agreed(ask(led, world.practitioner), world), world)
    assert "handover" in open_keys(led)
    with acting_as_system("arranging a test"):
        moment = timezone.now() - timedelta(days=90)
        day = timezone.localdate(moment)
        StepUp.objects.filter(pk=taken.pk).update(
            requested_at=moment, agreed_at=moment, sent_at=moment, answered_at=moment
        )
        dues = Due.objects.filter(case=led)
        dues.filter(key="assessment").update(due_on=add_working_days(since, 7), started_on=day)
        dues.filter(key="first_contact").update(due_on=day - timedelta(days=1), started_on=day)
    with acting_as(world.manager):
        assert "Handover by social care" in {row.what for row in due_work(world.manager)}
        answering.came_back(
            step_up=taken, by=world.manager, reason="No further action", version=taken.version
        )
    assert "handover" not in open_keys(led)
    due_on = dict(Due.objects.filter(case=led).values_list("key", "due_on"))
    assert due_on["assessment"] >= add_working_days(today, 7)
    assert due_on["first_contact"] == day - timedelta(days=1)


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


def test_an_answer_is_told_to_whoever_asked_and_stays_in_view(
    world: World, led: Case, client: Client
) -> None:
    """Until another is asked for, or four weeks have gone by."""

    def letters() -> list[tuple[list[str], str]]:
        rows = Job.objects.filter(kind="send_mail", key__contains="step-up").order_by("pk")
        return [(row.payload["to"], row.payload["text"]) for row in rows]

    client.force_login(world.practitioner)
    page = f"/cases/{led.reference}/"
    no = ask(led, world.practitioner)
    with acting_as(world.manager):
        stepping_up.decline(step_up=no, by=world.manager, words="A TAF first", version=no.version)
    assert [to for to, _ in letters()] == [["practitioner@example.org"]]
    assert "not agreed by the manager" in letters()[0][1]
    assert "Nowak" not in letters()[0][1]
    assert "Step-up: not agreed by the manager" in client.get(page).content.decode()
    sent = agreed(ask(led, world.practitioner), world)
    assert "Step-up: sent, waiting" in client.get(page).content.decode()
    said: dict[str, Any] = {"answer_by": "Sol Worker", "reason": "No threshold"}
    with acting_as(world.manager):
        answering.returned(step_up=sent, by=world.manager, version=sent.version, **said)
    assert "returned by social care" in letters()[-1][1]
    assert "Step-up: returned by social care" in client.get(page).content.decode()
    StepUp.objects.update(requested_at=timezone.now() - timedelta(days=29))
    assert "Step-up:" not in client.get(page).content.decode()


def test_with_social_care_one_reason_stands_in_the_way_and_it_is_true(
    world: World, led: Case
) -> None:
    accepted(agreed(ask(led, world.practitioner), world), world)
    for verb in ("step_up", "step_up_urgently", "close"):
        with acting_as(world.manager):
            reasons = blockers(fresh(led, world), verb, world.manager)
        assert len(reasons) == 1
        assert reasons[0].startswith("Social care leads this case.")


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
