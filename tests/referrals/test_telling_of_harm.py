"""Managers of an open case hear that harm alleged about the family passed to social work."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from accounts.models import User
from audit.actions import queueing
from audit.models import Change, Event, Job, Look
from cases.actions.leads.allocating import allocate
from cases.actions.sharing.declaring import declare
from cases.actions.steps.stepping_up import request
from cases.models import Allocation, Case, Family, Person, StepUp
from referrals.actions.deciding import ForChild, children_to_decide, decide
from referrals.actions.disagreeing import disagree
from referrals.actions.judging import judge
from referrals.actions.passing_on import Alleged, pass_on
from referrals.actions.telling.of_harm import MAY_BE_THEM, NAMED_PEOPLE, SUBJECT
from referrals.models import Allegation, Decision, Outcome, Referral
from tests.cast import World, build_world, make_case, make_family
from tests.fixtures.database import CommittedDatabase
from tests.referrals.kinds import an_account, make_notification
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


LOOKS = ("triage", "not-answered", "disagreements", "samples", "our-families", "my-families")
MAY_BE_NAMED = (
    "desk_worker",
    "social_worker",
    "head_of_service",
    "locality_manager",
    "practitioner",
    "information_governance",
)


def test_whoever_it_may_name_finds_an_allegation_by_no_way(
    committing_db: CommittedDatabase, client: Client
) -> None:
    """Of the name of whoever is said to have done it, they lead, manage or oversee the case; the
    request is closed to them. Somebody of another name finds it, in the same places."""
    world = build_world()
    case = led_case(world)
    named = an_account("Emeka Nowak", "emeka@example.org", "desk_worker", world.council)
    with acting_as_system("arranging"):
        named.localities.set(world.manager.localities.all())
        allocation = Allocation.objects.get(case=case)
    referral = make_notification(world, reported=ALLEGED)
    recognise(world, referral)
    harm(world, referral)
    decided(referral, world.social_worker, level=2, reason="Help goes on after the belt")
    with acting_as(world.manager):
        dispute(referral, world.manager)
        step_up = request(
            case=case, by=world.manager, why_now="Rung", urgent=True, rung_whom="The MASH",
            rung_at=timezone.now(),
        )  # fmt: skip
    client.force_login(world.social_worker)
    assert client.get(reverse("request", args=[referral.reference])).status_code == 200
    assert client.get(reverse("notification", args=[referral.reference])).status_code == 200
    with acting_as_system("looking"):
        referral.refresh_from_db()
        assert (referral.case, referral.closed_to) == (case, [named.pk])
    for role in MAY_BE_NAMED:
        with acting_as_system("arranging"):
            User.objects.filter(pk=named.pk).update(role=role)
            worker = named if role == "practitioner" else world.practitioner
            Allocation.objects.filter(pk=allocation.pk).update(user=worker)
        found = all_that_is_found(client, User.objects.get(pk=named.pk), case, referral, step_up)
        assert telling(found, referral) == {}, role
    other = all_that_is_found(client, world.social_worker, case, referral, step_up)
    assert {"case-history", "Change", "Event", "Look"} <= telling(other, referral).keys()
    assert {"who-looked", "Look"} <= telling(
        all_that_is_found(client, world.head, case, referral, step_up), referral
    ).keys()


def dispute(referral: Referral, by: Any) -> None:
    standing = Decision.objects.get(referral=referral, superseded_at__isnull=True)
    disagree(decision=standing, why="The belt", wanted="Social care", role="Manager", by=by)


def telling(found: dict[str, str], referral: Referral) -> dict[str, str]:
    return {name: text for name, text in found.items() if tells_of(referral, text)}


def tells_of(referral: Referral, text: str) -> bool:
    return any(words in text for words in ("belt", referral.reference, "INC-77812"))


def all_that_is_found(
    client: Client, user: Any, case: Case, referral: Referral, step_up: StepUp
) -> dict[str, str]:
    """Every page of the case that tells what was done, the lists, the request itself, who looked,
    and the entries themselves, as the database shows them to somebody."""
    client.force_login(user)
    of_case = ("case", "case-history", "case-timeline", "case-story", "case-documents",
               "case-people", "case-due")  # fmt: skip
    urls = {name: reverse(name, args=[case.reference]) for name in of_case}
    urls |= {name: reverse(name) for name in LOOKS}
    urls["request"] = reverse("request", args=[referral.reference])
    urls["pack"] = reverse("case-step-up-pack", args=[case.reference, step_up.pk])
    urls["pack-json"] = reverse("case-step-up-file", args=[case.reference, step_up.pk, "json"])
    urls["who-looked"] = reverse("who-looked-at", args=[case.family.reference])
    found = {}
    for name, url in urls.items():
        answer = client.get(url)
        found[name] = answer.text if answer.status_code == 200 else ""
    with acting_as(user):
        for model in (Change, Event, Look, Allegation, Decision):
            found[model.__name__] = str([vars(row) for row in model.objects.all()])
    return found


def test_an_entry_about_somebody_described_is_not_taken_for_one_about_a_person_of_that_number(
    committing_db: CommittedDatabase, client: Client
) -> None:
    """People known and people described are numbered apart."""
    world = build_world()
    case, referral, described, known_as = led_case(world), make_request(), 0, 0
    stranger = {"kind": "child", "given_name": "Mina", "family_name": "Vale"}
    while not described or described != known_as:
        if described > known_as:
            case = led_case(world)
        else:
            referral = make_request(stranger)
        with acting_as_system("looking"):
            known_as = case.family.people.filter(given_name="Child1").get().pk
            described = referral.people.get().pk
    decided(referral, world.desk, Outcome.NO_ACTION, None, "The drop-in is enough")
    for who in (world.practitioner, world.manager, world.social_worker):
        assert "The drop-in is enough" not in history(client, case, who)
