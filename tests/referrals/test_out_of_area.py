"""Families of another council are ours until it has them; adults with no child are signposted."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as
from audit.models import Stale
from audit.refusal import Refused
from cases.actions.endings.closing import close_case
from cases.actions.leads.allocating import allocate
from cases.actions.leads.sending_on import answer_for_case, send_case_on
from cases.closure_reasons import ClosureReason
from cases.models import Case, CaseSentOn, Family, Person
from cases.rules.closing import MOVED_AND_OURS, WITHOUT_RECEIPT
from localities.models import Authority, OtherCouncil, Postcode
from referrals.actions.sending_on import answer_for_request, send_request_on
from referrals.models import AdultContact, Outcome, Referral, RequestSentOn
from referrals.out_of_area import council_of, lives_elsewhere
from referrals.queries.chasing import to_chase
from tests.cast import World, arranged, make_case, make_family
from tests.referrals.kinds import mails
from tests.referrals.requests import CHILD, decided, make_request

TO: dict[str, Any] = {"council_name": "Dudmere", "secure_email": "mash@example.org",
                      "phone": "", "how": "telephone"}  # fmt: skip
KEY = "5b4d8a7e-0f2f-4f6e-9b59-1f4ab3b1a1"
ANSWER: dict[str, Any] = {"answer": "receipt", "answered_by": "Jo, MASH manager"}


def elsewhere(**facts: Any) -> Referral:
    return make_request(address_kind="out_of_area", postcode="", **facts)


def sent_on(world: World, referral: Referral, **to: Any) -> RequestSentOn:
    with acting_as(world.desk):
        return send_request_on(
            referral=referral, by=world.desk, to=TO | to, why="The mother gave the address"
        )


@arranged
def neighbour() -> OtherCouncil:
    Authority.objects.filter(pk=1).update(ons_code="E08000031")
    Postcode.objects.create(
        postcode="DY1 1AA", easting=394000, northing=290000, local_authority="E08000027"
    )
    return OtherCouncil.objects.create(
        name="Dudmere", ons_code="E08000027", secure_email="door@example.org", phone="01632 960700"
    )


def test_a_postcode_of_another_council_names_it(world: World) -> None:
    council = neighbour()
    theirs, ours = make_request(postcode="dy11aa"), make_request()
    assert (lives_elsewhere(theirs), council_of(theirs)) == (True, council)
    assert (lives_elsewhere(ours), council_of(ours)) == (False, None)
    assert lives_elsewhere(elsewhere())


@pytest.mark.parametrize("outcome", Outcome.values)
@pytest.mark.parametrize("state", ["not sent", "sent", "receipt", "refusal"])
def test_a_request_ends_only_once_another_council_has_it_or_refuses(
    world: World, outcome: str, state: str
) -> None:
    """Help and safeguarding never wait; what would end our part does."""
    referral = elsewhere()
    if state != "not sent":
        sent = sent_on(world, referral)
        if state != "sent":
            with acting_as(world.desk):
                answer_for_request(
                    sent=sent, by=world.desk, answer=state, answered_by="Jo", words="Not theirs"
                )
    waits = outcome in {Outcome.ADVICE, Outcome.NO_ACTION} and state in {"not sent", "sent"}
    more: dict[str, Any] = {"locality": world.bilston} if outcome == Outcome.EARLY_HELP else {}
    by = world.social_worker if outcome == Outcome.SOCIAL_CARE else world.desk
    if waits:
        with pytest.raises(Refused, match="receipt or refusal"):
            decided(referral, by, outcome, None, **more)
    else:
        decided(referral, by, outcome, 3, **more)


def test_the_message_names_nobody_and_goes_once(world: World) -> None:
    referral = elsewhere()
    sent = sent_on(world, referral)
    (mail,) = mails()
    assert mail["to"] == ["mash@example.org"]
    assert referral.reference in mail["text"]
    assert "Amara" not in str(mail)
    assert "Okafor" not in str(mail)
    with pytest.raises(Refused, match="sent on already"):
        sent_on(world, referral)
    assert sent.due_on > timezone.localdate()


def test_the_council_of_the_list_gives_its_ways(world: World) -> None:
    council = neighbour()
    sent = sent_on(world, elsewhere(), council=council, secure_email="", council_name="")
    assert (sent.council_name, sent.secure_email) == ("Dudmere", "door@example.org")


@pytest.mark.parametrize(
    ("to", "why", "says"),
    [
        ({"council_name": " "}, "x", "Choose the council"),
        ({"secure_email": ""}, "x", "secure email or the telephone"),
        ({}, " ", "how we know"),
    ],
)
def test_what_is_missing_is_said(world: World, to: dict[str, Any], why: str, says: str) -> None:
    referral = elsewhere()
    with acting_as(world.desk), pytest.raises(Refused, match=says):
        send_request_on(referral=referral, by=world.desk, to=TO | to, why=why)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"answer": ""}, "Choose whether"),
        ({"answered_by": " "}, "who of the other council"),
        ({"on": timezone.localdate() - timedelta(days=3)}, "before it was sent"),
        ({"on": timezone.localdate() + timedelta(days=1)}, "in the future"),
        ({"answer": "refusal"}, "why they refuse"),
    ],
)
def test_an_answer_is_whole(world: World, change: dict[str, Any], says: str) -> None:
    sent = sent_on(world, elsewhere())
    with acting_as(world.desk), pytest.raises(Refused, match=says):
        answer_for_request(sent=sent, by=world.desk, **(ANSWER | change))


def test_an_answer_is_recorded_once(world: World) -> None:
    sent = sent_on(world, elsewhere())
    with acting_as(world.desk):
        answer_for_request(sent=sent, by=world.desk, **ANSWER)
        with pytest.raises((Refused, Stale)):
            answer_for_request(sent=sent, by=world.desk, **ANSWER)


def closed(world: World, case: Case, reason: str = "moved") -> None:
    with acting_as(world.manager):
        close_case(
            case=case, by=world.manager, reason=reason, outcomes={}, summary="Gone",
            risk_check="None known",
        )  # fmt: skip


def test_a_family_that_moved_stays_ours_until_they_answer(world: World) -> None:
    case = make_case(world)
    with acting_as(world.manager):
        allocate(case=case, lead=world.practitioner, by=world.manager)
    with pytest.raises(Refused, match=MOVED_AND_OURS[:30]):
        closed(world, case)
    with acting_as(world.practitioner):
        sent = send_case_on(case=case, by=world.practitioner, to=TO, why="The school told us")
    for reason in set(ClosureReason) - WITHOUT_RECEIPT - {ClosureReason.STEPPED_UP}:
        with pytest.raises(Refused, match=r"Dudmere .* has not answered\."):
            closed(world, case, reason)
    assert Case.objects.get(pk=case.pk).is_live
    with acting_as(world.desk):
        answer_for_case(sent=sent, by=world.desk, **ANSWER)
    closed(world, case)
    assert not Case.objects.get(pk=case.pk).is_live


def test_what_ends_without_anybody_to_hand_over_waits_for_no_council(world: World) -> None:
    case = make_case(world)
    with acting_as(world.manager):
        send_case_on(case=case, by=world.manager, to=TO, why="The school told us")
    closed(world, case, "opened_in_error")
    assert not Case.objects.get(pk=case.pk).is_live


def test_who_may_send_a_case_on(world: World) -> None:
    case = make_case(world)
    for who in ("desk", "practitioner2", "school"):
        with acting_as(world.people[who]), pytest.raises((Refused, Case.DoesNotExist)):
            send_case_on(case=case, by=world.people[who], to=TO, why="x")


def test_the_pages(world: World, client: Client) -> None:
    case = make_case(world)
    client.force_login(world.manager)
    typed = {"one_time_key": f"{KEY}14", "council_name": "Dudmere", "phone": "01632 960700",
             "secure_email": "", "how": "telephone", "why": "They told us"}  # fmt: skip
    url = reverse("case-send-on", args=[case.reference])
    assert client.post(url, typed).status_code == 302
    sent = CaseSentOn.objects.get()
    assert "Sent to Dudmere" in client.get(f"/cases/{case.reference}/documents/").content.decode()
    assert (
        "Send them to the other council"
        in client.get(f"/cases/{case.reference}/closure/").content.decode()
    )
    client.force_login(world.desk)
    today = timezone.localdate()
    said = {"one_time_key": f"{KEY}15", "version": "1", "answer": "receipt", "answered_by": "Jo",
            "on_day": today.day, "on_month": today.month, "on_year": today.year,
            "words": ""}  # fmt: skip
    assert (
        client.post(
            reverse("case-sent-on-answer", args=[case.reference, sent.pk]), said
        ).status_code
        == 302
    )
    sent.refresh_from_db()
    assert (sent.answer, sent.answered_by) == ("receipt", "Jo")


def test_the_pages_of_a_request(world: World, client: Client) -> None:
    referral = elsewhere()
    client.force_login(world.desk)
    page = client.get(reverse("request", args=[referral.reference])).content.decode()
    assert "lives in another council’s area" in page
    typed = {"one_time_key": f"{KEY}16", "council_name": "Dudmere", "phone": "01632 960700",
             "how": "telephone", "why": "They told us"}  # fmt: skip
    url = reverse("request-send-on", args=[referral.reference])
    assert "Select how they" in client.post(url, typed | {"how": ""}).content.decode()
    assert client.post(url, typed).status_code == 302
    sent = RequestSentOn.objects.get()
    answer = client.get(reverse("request-sent-on-answer", args=[referral.reference, sent.pk]))
    assert "What did Dudmere answer?" in answer.content.decode()


def test_the_chase_list_holds_what_has_no_receipt_the_oldest_first(
    world: World, client: Client
) -> None:
    first, second, done = elsewhere(), elsewhere(), elsewhere()
    for referral in (second, first, done):
        sent_on(world, referral)
    RequestSentOn.objects.filter(referral=first).update(due_on=date(2026, 1, 5))
    with acting_as(world.desk):
        answer_for_request(sent=RequestSentOn.objects.get(referral=done), by=world.desk, **ANSWER)
        found = [one.reference for one in to_chase(world.desk).councils]
    assert found == [first.reference, second.reference]
    client.force_login(world.desk)
    page = client.get(reverse("chase")).content.decode()
    assert "Dudmere" in page
    assert "days late" in page or "overdue" in page.lower()


def test_the_chase_list_asks_as_much_for_many_as_for_one(world: World, client: Client) -> None:
    client.force_login(world.desk)
    asked = []
    for more in (1, 2, 9):
        for _ in range(more):
            sent_on(world, elsewhere())
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("chase"))
        asked.append(len(queries))
    assert len(set(asked[1:])) == 1


def test_an_adult_without_a_child_is_told_where_and_not_opened(
    world: World, client: Client
) -> None:
    with pytest.raises(Refused, match="turn to adult services"):
        make_request({"kind": "adult", "given_name": "Ann", "family_name": "Alone"})
    client.force_login(world.desk)
    typed = {"one_time_key": f"{KEY}17", "asked_by": "relative", "about": "Debt",
             "told": "Citizens Advice", "locality": ""}  # fmt: skip
    assert client.post(reverse("adult-signposted"), typed).status_code == 302
    assert AdultContact.objects.get().told == "Citizens Advice"
    for model in (Referral, Case, Family, Person):
        assert not model._base_manager.exists(), model


def test_an_expected_child_is_a_child(world: World) -> None:
    assert make_request({"kind": "unborn", "family_name": "Okafor"}).pk


def test_the_doors_say_where_an_adult_turns(world: World, client: Client) -> None:
    Authority.objects.filter(pk=1).update(adults_phone="01632 960777")
    client.post(reverse("request-support"), {"continue": "1"})
    page = client.get(reverse("request-support-form")).content.decode()
    assert "No child, and nobody is pregnant?" in page
    assert "01632 960777" in page


def test_nothing_is_refused_to_a_family_of_ours(world: World) -> None:
    decided(make_request(CHILD), world.desk, Outcome.ADVICE, None)
    assert make_family(world)
