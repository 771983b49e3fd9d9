"""Deciding: one row per child, and what follows from it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from accounts.acting import acting_as, acting_as_system
from audit.models import Event, Stale
from audit.refusal import Refused
from cases.models import Case, Due, Family, Membership, Person
from referrals.actions.deciding import (
    NO_LEVEL,
    NO_LOCALITY,
    NO_OUTCOME,
    NO_REASON,
    ForChild,
    children_to_decide,
    decide,
)
from referrals.actions.judging import judge
from referrals.models import Decision, MatchJudgement, Outcome, Referral
from tests.cast import World, make_case, make_family
from tests.referrals.requests import CHILD, MOTHER, SAID, SIBLING, decided, make_request

LONDON = ZoneInfo("Europe/London")


def match_with(world: World, referral: Referral, person: Person) -> None:
    described = referral.people.exclude(kind="adult").get()
    with acting_as(world.desk):
        judge(
            described=described,
            person=person,
            verdict=MatchJudgement.Verdict.SAME,
            by=world.desk,
        )
    referral.refresh_from_db()


def test_early_help_registers_the_family_and_opens_the_case(world: World) -> None:
    received = datetime(2026, 11, 18, 10, 0, tzinfo=LONDON)
    referral = make_request(
        CHILD, SIBLING, MOTHER, at=received, going_well="Loves reading", tried="Breakfast club"
    )
    result = decided(referral, world.desk, at=datetime(2026, 11, 19, 9, 0, tzinfo=LONDON))
    case = result.case
    assert case is not None
    with acting_as(world.desk):
        assert case.locality == world.bilston
        assert (case.level, case.stage, case.door) == (3, "waiting", Case.Door.DESK)
        assert case.minded_by == world.manager
        assert str(case.received_on) == "2026-11-18"
        assert str(case.opened_on) == "2026-11-19"
        assert (case.worries, case.strengths) == (referral.worries, "Loves reading")
        assert case.reason.startswith("The family asks for help")
        assert "Breakfast club" in case.reason
        assert [child.name for child in case.children.order_by("pk")] == [
            "Amara Okafor",
            "Chidi Okafor",
        ]
        assert {(m.person.given_name, m.relationship) for m in case.family.memberships.all()} == {
            ("Amara", "child"),
            ("Chidi", "child"),
            ("Ngozi", "mother"),
        }
        assert case.family.name == "Okafor family"
        child = case.children.get(given_name="Amara")
        assert [str(address) for address in child.addresses.all()] == ["1 Test Street, WV14 0AA"]
        assert Due.objects.filter(case=case, key="allocation").exists()
    referral.refresh_from_db()
    assert (referral.stage, referral.case_id) == (Referral.Stage.DECIDED, case.pk)
    decisions = Decision.objects.filter(referral=referral)
    assert {(row.outcome, row.level, row.case_id) for row in decisions} == {
        (Outcome.EARLY_HELP, 3, case.pk)
    }
    assert Event.objects.filter(verb="request.decided", case_id=case.pk).exists()


@pytest.mark.parametrize(
    ("outcome", "stage"),
    [
        (Outcome.ADVICE, "decided"),
        (Outcome.SOCIAL_CARE, "decided"),
        (Outcome.NO_ACTION, "decided"),
        (Outcome.PANEL, "panel"),
        (Outcome.MORE_INFORMATION, "sender"),
        (Outcome.HARM, "social_work"),
    ],
)
def test_other_outcomes_open_no_case(world: World, outcome: str, stage: str) -> None:
    referral = make_request(CHILD, SIBLING)
    result = decided(referral, world.social_worker, outcome, None)
    assert result.case is None
    assert result.referral.stage == stage
    assert Decision.objects.filter(outcome=outcome, superseded_at__isnull=True).count() == 2
    assert not Family.objects.exists()


def test_each_child_apart(world: World) -> None:
    referral = make_request(CHILD, SIBLING)
    amara, chidi = referral.people.all()
    with acting_as(world.desk):
        result = decide(
            referral=referral,
            decisions=[
                ForChild(amara, Outcome.EARLY_HELP, "Needs help with mornings", 2),
                ForChild(
                    chidi,
                    Outcome.HARM,
                    "A bruise",
                    said_by="The school",
                    alleged="Bruises were seen",
                ),
            ],
            by=world.desk,
        )
        assert result.case is not None
        assert [child.given_name for child in result.case.children.all()] == ["Amara"]
        assert result.case.level == 2
        assert "Bruises" not in result.case.reason
    assert {(row.child.given_name, row.outcome) for row in Decision.objects.all()} == {
        ("Amara", "early_help"),
        ("Chidi", "harm"),
    }
    referral.refresh_from_db()
    assert (referral.stage, referral.decided_at) == (Referral.Stage.SOCIAL_WORK, None)


def test_reason_level_outcome_and_place_are_asked_for_at_once(world: World) -> None:
    referral = make_request(CHILD, SIBLING, address_kind="refuge", postcode="")
    amara = referral.people.get(given_name="Amara")
    with acting_as(world.desk), pytest.raises(Refused) as refusal:
        decide(
            referral=referral,
            decisions=[ForChild(amara, Outcome.EARLY_HELP, " ")],
            by=world.desk,
        )
    assert refusal.value.reasons == [NO_OUTCOME, NO_REASON, NO_LEVEL, NO_LOCALITY]
    assert not Decision.objects.exists()


def test_where_the_address_names_no_locality_the_desk_chooses(world: World) -> None:
    referral = make_request(address_kind="refuge", address="The refuge", postcode="")
    result = decided(referral, world.desk, locality=world.low_hill)
    assert result.case is not None
    with acting_as(world.desk):
        assert result.case.locality == world.low_hill
        assert result.case.minded_by == world.manager2
        child = result.case.children.get()
        assert child.addresses.get().safe_address


def test_the_locality_of_the_address_goes_before_a_choice(world: World) -> None:
    result = decided(make_request(), world.desk, locality=world.low_hill)
    assert result.case is not None
    assert result.case.locality == world.bilston


def test_whoever_has_an_address_of_their_own_lives_in_another_home(world: World) -> None:
    """With whoever else has it. What is the children’s address after all makes no home of its own;
    a later request numbers on from the homes there are."""
    away = {"address": "9 Upper Lane", "postcode": "WV14 0AB"}
    father = MOTHER | {"given_name": "Obi", "relationship": "Father"} | away
    sister = CHILD | {"given_name": "Ada", "address": "9 upper lane", "postcode": "wv140ab"}
    here = MOTHER | {"given_name": "Gran", "address": "1 Test Street", "postcode": "WV14 0AA"}
    case = decided(make_request(CHILD, sister, MOTHER, father, here), world.desk).case
    assert case

    def homes() -> dict[str, int]:
        with acting_as(world.manager):
            rows = Membership.objects.filter(family=case.family_id).select_related("person")
            return {row.person.given_name: row.household for row in rows}

    first = {"Amara": 1, "Ngozi": 1, "Gran": 1, "Obi": 2, "Ada": 2}
    assert homes() == first
    aunt = MOTHER | {"given_name": "Efe", "relationship": "Other relative", "postcode": "WV14 1AA"}
    again = make_request(CHILD, aunt)
    with acting_as(world.desk):
        (child,) = (one.person for one in case.case_children.filter(person__given_name="Amara"))
    match_with(world, again, child)
    decided(again, world.desk)
    assert homes() == first | {"Efe": 3}


def test_a_known_child_keeps_their_record_and_safe_address(world: World) -> None:
    family = make_family(world, children=1)
    child = family.memberships.get(relationship="child").person
    child.addresses.update(safe_address=True)
    referral = make_request(CHILD | {"given_name": "Child1"}, address="9 Old Road")
    match_with(world, referral, child)
    result = decided(referral, world.desk)
    assert result.case is not None
    with acting_as(world.desk):
        assert result.case.family == family
        assert list(result.case.children.all()) == [child]
    assert [str(row) for row in child.addresses.all()] == ["1 Test Street, WV14 0AA"]


def test_a_live_case_is_added_to(world: World) -> None:
    family = make_family(world, children=1)
    live = make_case(world, family)
    child = family.memberships.get(relationship="child").person
    referral = make_request(
        CHILD | {"given_name": "Child1"},
        sender="relative",
        sender_name="Rose Neighbour",
        sender_phone="01632 960555",
    )
    match_with(world, referral, child)
    result = decided(referral, world.desk)
    assert result.added_to_live_case
    assert result.case == live
    with acting_as(world.desk):
        note = live.contacts.get()
        assert Case.objects.count() == 1
    assert note.kind == "note"
    assert referral.worries in note.text
    assert "a relative, friend or neighbour" in note.text
    assert "Rose" not in note.text  # who told us is not for everybody around the family


def test_a_new_sibling_joins_the_live_case(world: World) -> None:
    family = make_family(world, children=1)
    live = make_case(world, family)
    child = family.memberships.get(relationship="child").person
    referral = make_request(CHILD | {"given_name": "Child1"}, MOTHER)
    match_with(world, referral, child)
    with acting_as_system("arranging a test"):
        referral.people.create(kind="unborn", family_name="Okafor")
    decided(referral, world.desk)
    with acting_as(world.desk):
        assert live.children.count() == 2


def test_a_child_of_two_homes_needs_to_be_told_which(world: World) -> None:
    from cases.actions.people.registering import add_to_family

    one, other = make_family(world, "Okafor", 1), make_family(world, "Adeyemi", 1)
    child = one.memberships.get(relationship="child").person
    with acting_as(world.desk):
        add_to_family(family=other, person=child, relationship="child", by=world.desk)
    referral = make_request(CHILD | {"given_name": "Child1"})
    match_with(world, referral, child)
    result = decided(referral, world.desk, family=one)
    assert result.case is not None
    with acting_as(world.desk):
        assert result.case.family == one


def test_none_of_the_known_families(world: World) -> None:
    one = make_family(world, "Okafor", 1)
    child = one.memberships.get(relationship="child").person
    referral = make_request(CHILD | {"given_name": "Child1"})
    match_with(world, referral, child)
    result = decided(referral, world.desk, new_family=True)
    assert result.case is not None
    with acting_as(world.desk):
        assert result.case.family != one
        assert list(result.case.children.all()) == [child]


def test_more_information_keeps_the_request_in_the_queue(world: World) -> None:
    referral = make_request(CHILD, SIBLING)
    amara, chidi = referral.people.all()
    with acting_as(world.desk):
        decide(
            referral=referral,
            decisions=[
                ForChild(amara, Outcome.NO_ACTION, "Nothing is needed"),
                ForChild(
                    chidi,
                    Outcome.MORE_INFORMATION,
                    "We cannot tell",
                    **SAID[Outcome.MORE_INFORMATION],
                ),
            ],
            by=world.desk,
        )
    referral.refresh_from_db()
    assert referral.stage == Referral.Stage.SENDER
    assert children_to_decide(referral) == [chidi]
    decided(referral, world.desk, Outcome.ADVICE, None, "He is twelve")
    referral.refresh_from_db()
    assert referral.stage == Referral.Stage.DECIDED
    standing = Decision.objects.filter(superseded_at__isnull=True)
    assert {row.outcome for row in standing} == {Outcome.NO_ACTION, Outcome.ADVICE}
    assert Decision.objects.count() == 3


def test_the_second_to_decide_changes_nothing(world: World) -> None:
    referral = make_request()
    version = referral.version
    decided(referral, world.desk, Outcome.ADVICE, None)
    with pytest.raises(Stale):
        decided(referral, world.social_worker, expected_version=version)
    with pytest.raises(Refused, match="has been decided"):
        decided(referral, world.social_worker)
    assert Decision.objects.get().decided_by == world.desk


def test_what_fails_leaves_nothing_behind(world: World) -> None:
    referral = make_request()
    with pytest.raises(Referral.DoesNotExist):  # a manager does not see a request that waits
        decided(referral, world.manager)
    with pytest.raises(Refused):
        decided(referral, world.head)
    assert not Decision.objects.exists()
    assert not Person.objects.exists()


def test_a_number_of_somebody_else_is_left_out(world: World) -> None:
    family = make_family(world, children=1)
    child = family.memberships.get(relationship="child").person
    Person.objects.filter(pk=child.pk).update(nhs_number="9434765919")
    result = decided(make_request(CHILD | {"nhs_number": "9434765919"}), world.desk)
    assert result.case is not None
    with acting_as(world.desk):
        assert result.case.children.get().nhs_number == ""
