"""A partner offers to lead: what the desk's acceptance gives them, and what stays hidden."""

from accounts.acting import acting_as
from audit.models import Job
from cases.models import Case, SharingBasis, TafMember
from referrals.models import Outcome
from referrals.queries import sent_by
from tests.cast import World, make_case, make_family
from tests.referrals.requests import CHILD, decided, make_offer
from tests.referrals.test_deciding import match_with


def test_accepting_makes_the_sender_lead_with_the_assessment_asked_for(world: World) -> None:
    result = decided(make_offer(world), world.desk)
    case = result.case
    assert case is not None
    with acting_as(world.school):  # the database lets them see this case, and only this
        assert [row.pk for row in Case.objects.visible_to(world.school)] == [case.pk]
        assert Case.objects.get().stage == "assessing"
    assert case.door == Case.Door.PARTNER
    assert case.allocations.get().user == world.school
    basis = SharingBasis.objects.get(family=case.family_id)
    assert (basis.agency, basis.basis) == (world.school_agency, "public_task")
    assert TafMember.objects.get(case=case).user == world.school
    job = Job.objects.get(kind="open_partner_assessment")
    assert job.payload == {"case": case.pk, "user": world.school.pk}


def test_the_child_goes_to_the_school_that_asks(world: World) -> None:
    result = decided(make_offer(world), world.desk)
    assert result.case is not None
    assert result.case.children.get().school == world.school_agency


def test_the_desk_may_leave_the_offer(world: World) -> None:
    result = decided(make_offer(world), world.desk, accept_offer=False)
    assert result.case is not None
    assert result.case.stage == "waiting"
    assert not SharingBasis.objects.exists()
    assert not Job.objects.filter(kind="open_partner_assessment").exists()


def test_a_sender_who_has_left_does_not_become_lead(world: World) -> None:
    offer = make_offer(world)
    world.school.is_active = False
    world.school.save()
    result = decided(offer, world.desk)
    assert result.case is not None
    assert result.case.stage == "waiting"


def test_a_family_with_a_live_case_reveals_nothing(world: World) -> None:
    family = make_family(world, children=1)
    live = make_case(world, family)
    child = family.memberships.get(relationship="child").person
    known = make_offer(world, CHILD | {"given_name": "Child1"})
    match_with(world, known, child)
    result = decided(known, world.desk)
    assert result.case == live
    assert not SharingBasis.objects.exists()
    with acting_as(world.school):
        assert not Case.objects.exists()
    unknown = make_offer(world, CHILD | {"given_name": "Bright"})
    decided(unknown, world.desk, Outcome.ADVICE, None)
    with acting_as(world.school):
        states = {request.reference: request.state for request in sent_by(world.school)}
    assert states == {known.reference: "Looked at", unknown.reference: "Looked at"}


def test_what_was_sent_stands_as_far_as_the_sender_may_know(world: World) -> None:
    waiting, accepted = make_offer(world), make_offer(world, CHILD | {"given_name": "Bright"})
    case = decided(accepted, world.desk).case
    assert case is not None
    with acting_as(world.school):
        rows = {row.reference: row for row in sent_by(world.school)}
    assert rows[waiting.reference].state == "Received"
    assert rows[accepted.reference].state == "Early help agreed. You lead"
    assert rows[accepted.reference].case_reference == case.reference
    assert rows[accepted.reference].children == ["Bright Okafor"]
    with acting_as(world.school2):
        assert sent_by(world.school2) == []
