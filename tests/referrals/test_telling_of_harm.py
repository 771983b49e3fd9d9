"""Managers of an open case hear that harm alleged about the family passed to social work."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.acting import acting_as, acting_as_system
from audit.actions import queueing
from audit.models import Event, Job
from cases.actions.leads.allocating import allocate
from cases.actions.sharing.declaring import declare
from cases.models import Case, Family, Person
from referrals.actions.deciding import ForChild, children_to_decide, decide
from referrals.actions.judging import judge
from referrals.actions.passing_on import Alleged, pass_on
from referrals.actions.telling.of_harm import MAY_BE_THEM, NAMED_PEOPLE, SUBJECT
from referrals.models import Outcome, Referral
from tests.cast import World, build_world, make_case, make_family
from tests.fixtures.database import CommittedDatabase
from tests.referrals.requests import CHILD, SIBLING, WORRIES, decided, make_request

ALLEGED = "His uncle hits him with a belt"


@pytest.fixture
def case(world: World) -> Case:
    return led_case(world)


def led_case(world: World) -> Case:
    found = make_case(world, make_family(world, "Okafor", children=1))
    with acting_as(world.manager):
        allocate(case=found, lead=world.practitioner, by=world.manager)
    return found


def known(world: World, case: Case) -> Referral:
    """A request about the child of the case, whom the desk has recognised."""
    referral = make_request()
    recognise(world, referral)
    return referral


def recognise(world: World, referral: Referral) -> None:
    with acting_as(world.desk):
        child = Person.objects.get(given_name="Child1")
        judge(described=referral.people.get(), person=child, verdict="same", by=world.desk)


def harm(world: World, referral: Referral, words: str = ALLEGED) -> None:
    said = {"said_by": "The school nurse", "alleged": words}
    decided(referral, world.desk, Outcome.HARM, None, "See the allegation", said)
    work()


def work() -> None:
    for job in Job.objects.filter(kind="tell_of_harm", state="waiting"):
        queueing.run(job.pk)


def letters() -> list[dict[str, Any]]:
    rows = Job.objects.filter(kind="send_mail").order_by("pk")
    return [row.payload for row in rows if row.payload["subject"] == SUBJECT]


def told() -> list[str]:
    rows = Event.objects.filter(verb="request.harm_told").order_by("pk")
    return list(rows.values_list("summary", flat=True))


def test_the_managers_hear_that_it_passed_and_not_what_is_alleged(
    world: World, case: Case, client: Client
) -> None:
    referral = known(world, case)
    harm(world, referral)
    sent = letters()
    assert sorted(one["to"][0] for one in sent) == [world.manager.email, world.team_manager.email]
    for one in sent:
        assert case.reference in one["text"]
        for word in ("belt", "uncle", "nurse", "Amara", "Okafor", "Child1"):
            assert word not in one["subject"] + one["text"]
    (said,) = told()
    assert said.startswith(f"The managers of {case.reference} were told that it passed to social")
    assert not Event.objects.filter(verb="request.harm_told", case_id=case.pk).exists()
    client.force_login(world.social_worker)
    page = client.get(reverse("request", args=[referral.reference])).text
    assert f"The managers of {case.reference} were told" in page


def test_once_however_often_the_job_runs(world: World, case: Case) -> None:
    harm(world, known(world, case))
    Job.objects.filter(kind="tell_of_harm").update(state="waiting", finished_at=None)
    work()
    assert len(letters()) == 2
    assert len(told()) == 1


def test_also_where_the_family_is_recognised_only_then(world: World, case: Case) -> None:
    referral = make_request()
    harm(world, referral)
    assert (letters(), told()) == ([], [])
    with acting_as(world.social_worker):
        child = Person.objects.get(given_name="Child1")
        judge(described=referral.people.get(), person=child, verdict="same", by=world.social_worker)
    work()
    assert len(letters()) == 2


@pytest.mark.parametrize(
    "words",
    [
        "Her teaching assistant pinched her",
        "The TEACHER pulled his hair",
        "Pat hits him",  # the lead
        "Mr Manager shook him",
    ],
)
def test_nobody_is_told_where_somebody_who_works_may_be_meant(
    world: World, case: Case, words: str
) -> None:
    harm(world, known(world, case), words)
    assert letters() == []
    assert MAY_BE_THEM in told()[0]


def test_whoever_says_so_may_work_there(world: World, case: Case) -> None:
    """Who is meant is asked of what is alleged, not of who alleges it: “The school nurse”."""
    harm(world, known(world, case))
    assert len(letters()) == 2


def test_not_about_a_record_for_named_people_nor_to_somebody_linked(
    world: World, case: Case
) -> None:
    referral = known(world, case)
    with acting_as(world.head):
        declare(
            case=case,
            user=world.team_manager,
            person=Person.objects.get(given_name="Child1"),
            link="An aunt",
            by=world.head,
        )
    with acting_as_system("arranging"):
        Referral.objects.filter(pk=referral.pk).update(closed_to=[])
    harm(world, referral)
    assert [one["to"] for one in letters()] == [[world.manager.email]]
    with acting_as_system("arranging"):
        Family.objects.update(restricted=True)
        Case.objects.update(restricted=True)
        Job.objects.filter(kind="tell_of_harm").update(state="waiting", finished_at=None)
    work()
    assert len(letters()) == 1
    assert NAMED_PEOPLE in told()[-1]


def test_not_where_no_case_is_open_or_it_was_looked_into_meanwhile(
    world: World, case: Case
) -> None:
    referral = known(world, case)
    said = {"said_by": "The aunt", "alleged": ALLEGED}
    decided(referral, world.desk, Outcome.HARM, None, "See", said)
    decided(referral, world.social_worker, Outcome.NO_ACTION, None)
    work()
    assert letters() == []


def history(client: Client, case: Case, user: Any) -> str:
    client.force_login(user)
    return client.get(reverse("case-history", args=[case.reference])).text


def test_the_history_of_a_case_tells_nothing_of_a_request_that_is_not_the_cases(
    committing_db: CommittedDatabase, client: Client
) -> None:
    """Once the family is recognised the request hangs from it; it is the desk's all the same.
    Committed, since everybody reads what their own transaction wrote."""
    world = build_world()
    case = led_case(world)
    decided(known(world, case), world.desk, Outcome.NO_ACTION, None, "The drop-in is enough")
    harm(world, known(world, case))
    words = (
        "Match judgement",
        "Referral",
        "Amara",
        WORRIES,
        "The drop-in is enough",
        "no further action",
        "arm alleged",
        "arm is alleged",
    )
    assert "Match judgement added" in history(client, case, world.desk)
    for who in (world.practitioner, world.manager):
        seen = history(client, case, who)
        assert [word for word in words if word in seen] == [], who


def test_the_lead_reads_what_became_of_their_own_request_and_not_that_harm_is_alleged_since(
    committing_db: CommittedDatabase, client: Client
) -> None:
    world = build_world()
    referral = make_request()
    case = decided(referral, world.desk).case
    assert case
    with acting_as(world.manager):
        allocate(case=case, lead=world.practitioner, by=world.manager)
    with acting_as(world.desk):
        alleged = [Alleged(referral.people.get(), "The aunt", ALLEGED)]
        pass_on(referral=referral, alleged=alleged, by=world.desk)
    seen = history(client, case, world.practitioner)
    assert "Decided: early help" in seen
    words = ("arm is alleged", "arm alleged", "belt", "aunt")
    assert [word for word in words if word in seen] == []
    assert "belt" in history(client, case, world.social_worker)


def test_of_two_children_the_event_of_the_case_tells_of_the_one_it_is_about(world: World) -> None:
    referral = make_request(CHILD, SIBLING)
    with acting_as(world.desk):
        one, other = children_to_decide(referral)
        rows = [
            ForChild(one, Outcome.EARLY_HELP, "Mornings", 2),
            ForChild(other, Outcome.HARM, "A belt", said_by="The aunt", alleged=ALLEGED),
        ]
        decide(referral=referral, decisions=rows, by=world.desk)
    event = Event.objects.get(verb="request.decided")
    assert event.case_id
    assert (event.summary, event.reason) == ("Decided: early help", "Mornings")
