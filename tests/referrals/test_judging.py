"""Screening: taking a request, and judging whom its people may be."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.acting import acting_as, acting_as_system
from audit.models import Job, Stale
from audit.refusal import Refused
from cases.models import Case, Family, Person
from referrals.actions.judging import judge
from referrals.actions.screening import screen, take
from referrals.models import MatchJudgement, Referral, ReferralPerson
from tests.cast import World, make_case, make_family
from tests.referrals.requests import CHILD, make_request

Known = Referral.Known
Verdict = MatchJudgement.Verdict


@pytest.fixture
def family(world: World) -> Family:
    return make_family(world)


@pytest.fixture
def child(family: Family) -> Person:
    return family.memberships.get(person__given_name="Child1").person


@pytest.fixture
def referral(child: Person) -> Referral:
    return make_request(
        CHILD | {"given_name": "Child1", "date_of_birth": child.date_of_birth},
        CHILD | {"given_name": "Bright", "date_of_birth": None},
        address="9 Other Road",
        postcode="WV10 9AA",
    )


@pytest.fixture
def described(referral: Referral) -> ReferralPerson:
    return referral.people.get(given_name="Child1")


def test_the_job_notes_whether_the_family_may_be_known(referral: Referral) -> None:
    job = Job.objects.get(kind="screen_request")
    assert import_string(settings.JOB_HANDLERS[job.kind]) == screen
    screen(job)()
    referral.refresh_from_db()
    assert referral.known == Known.POSSIBLY
    assert referral.version == 1  # a form that is open stays good


def test_an_unknown_family_is_not_known(world: World) -> None:
    referral = make_request()
    screen(Job.objects.get(kind="screen_request"))()
    referral.refresh_from_db()
    assert referral.known == Known.NOT_KNOWN


def test_the_same_person_links_the_request_with_the_family(
    world: World, referral: Referral, described: ReferralPerson, child: Person, family: Family
) -> None:
    with acting_as(world.desk):
        judge(described=described, person=child, verdict=Verdict.SAME, by=world.desk, reasons=["x"])
    referral.refresh_from_db()
    described.refresh_from_db()
    assert described.person == child
    assert (referral.known, referral.family) == (Known.KNOWN, family)
    assert (referral.stage, referral.taken_by) == (Referral.Stage.SCREENING, world.desk)
    assert MatchJudgement.objects.get().reasons == ["x"]


def test_a_later_word_replaces_an_earlier_one(
    world: World, referral: Referral, described: ReferralPerson, child: Person
) -> None:
    with acting_as(world.desk):
        for verdict in (Verdict.SAME, Verdict.NOT_SAME):
            judge(described=described, person=child, verdict=verdict, by=world.desk)
    referral.refresh_from_db()
    described.refresh_from_db()
    assert described.person is None
    assert referral.family is None
    assert referral.known == Known.POSSIBLY  # the sibling is still to be judged


def test_one_described_is_one_person_and_one_person_is_described_once(
    world: World, referral: Referral, described: ReferralPerson, child: Person, family: Family
) -> None:
    sibling = family.memberships.get(person__given_name="Child2").person
    other = referral.people.get(given_name="Bright")
    with acting_as(world.desk):
        judge(described=described, person=child, verdict=Verdict.SAME, by=world.desk)
        with pytest.raises(Refused, match="Child1 Okafor is matched with"):
            judge(described=described, person=sibling, verdict=Verdict.SAME, by=world.desk)
        with pytest.raises(Refused, match="already matched"):
            judge(described=other, person=child, verdict=Verdict.SAME, by=world.desk)


def test_only_the_desk_judges(world: World, described: ReferralPerson, child: Person) -> None:
    for user in (world.manager, world.practitioner, world.school, world.analyst):
        # To none of them there is such a request.
        with acting_as(user), pytest.raises(Referral.DoesNotExist):
            judge(described=described, person=child, verdict=Verdict.SAME, by=user)


def test_taking_moves_a_request_to_screening(world: World, referral: Referral) -> None:
    with acting_as(world.desk):
        taken = take(referral=referral, by=world.desk, expected_version=1)
    assert (taken.stage, taken.taken_by) == (Referral.Stage.SCREENING, world.desk)
    assert taken.known == Known.POSSIBLY


def test_the_second_to_take_is_told(world: World, referral: Referral) -> None:
    with acting_as(world.desk):
        take(referral=referral, by=world.desk, expected_version=1)
    with acting_as(world.social_worker), pytest.raises(Stale):
        take(referral=referral, by=world.social_worker, expected_version=1)
    referral.refresh_from_db()
    assert referral.taken_by == world.desk


def test_somebody_else_may_take_over_on_purpose(world: World, referral: Referral) -> None:
    with acting_as(world.desk):
        take(referral=referral, by=world.desk)
        with pytest.raises(Refused, match="You have taken"):
            take(referral=Referral.objects.get(), by=world.desk)
    referral.refresh_from_db()
    with acting_as(world.social_worker):
        take(referral=referral, by=world.social_worker, at=timezone.now())
    referral.refresh_from_db()
    assert referral.taken_by == world.social_worker


@pytest.mark.parametrize(("days", "within"), [(10, 3), (100, 6), (300, 12), (400, None)])
def test_whose_help_ended_lately_is_marked_on_the_board_before_the_decision(
    world: World,
    client: Client,
    referral: Referral,
    described: ReferralPerson,
    child: Person,
    days: int,
    within: int | None,
) -> None:
    case = make_case(world, child.memberships.get().family)
    closed = timezone.localdate() - timedelta(days=days)
    with acting_as_system("time passes"):
        Case.objects.filter(pk=case.pk).update(
            received_on=closed, opened_on=closed, stage="closed", closed_on=closed
        )
    with acting_as(world.desk):
        judge(described=described, person=child, verdict=Verdict.SAME, by=world.desk)
    referral.refresh_from_db()
    assert (referral.last_closure_on, referral.rereferred_within) == (closed, within)
    client.force_login(world.desk)
    board = client.get("/requests/").content.decode()
    assert ("months since closing" in board) == bool(within)
    with acting_as(world.desk):
        judge(described=described, person=child, verdict=Verdict.NOT_SAME, by=world.desk)
    referral.refresh_from_db()
    assert (referral.last_closure_on, referral.rereferred_within) == (None, None)
