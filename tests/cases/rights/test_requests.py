"""A request's way: every move from every state, who may, and how it may be answered."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from audit.models import Event
from audit.refusal import Refused
from cases.actions.rights import disputing
from cases.actions.rights import requests as rights
from cases.actions.rights.keeping import end_hold, hold
from cases.models import Case, Contact, Disposal, Dispute, LegalHold, Person, RightsRequest
from cases.queries.rights.statements import statements_beside
from cases.rights_way import MOVES, State, Verb, can_move
from tests.cases.helpers import sent
from tests.cases.rights.arranging import asked, governance, proved
from tests.cast import World, make_case, make_family
from tests.fixtures.world import as_nobody

READERS = {
    "practitioner", "manager", "team_manager", "duty", "desk", "social_worker", "head",
}  # fmt: skip
VERBS: dict[Verb, Any] = {
    Verb.ASK_PROOF: lambda r, by: rights.ask_proof(request=r, by=by, what="A passport"),
    Verb.PROVE: lambda r, by: rights.prove(request=r, by=by, proof="Passport"),
    Verb.EXTEND: lambda r, by: rights.extend(request=r, by=by, reason="Very much to read"),
    Verb.ANSWER: lambda r, by: rights.answer(
        request=r, by=by, outcome="nothing_held", told="A letter"
    ),
    Verb.WITHDRAW: lambda r, by: rights.withdraw(request=r, by=by, reason="Changed their mind"),
}


def test_who_answers_names_the_part_in_words_and_it_stands_beside_the_person(
    world: World, led: Case, client: Client
) -> None:
    """They read no case, so the part is named as the person names it."""
    wrong, by = proved(world, led, mother(led), kind="rectification"), governance(world)
    client.force_login(by)
    url = f"/rights/{wrong.reference}/disputes/new/"
    typed = {"part": "Home visit, 3 May 2026", "statement": "Nobody came"}
    assert client.post(url, sent(part="", statement="Nobody came")).status_code == 200
    assert client.post(url, sent(**typed)).status_code == 302
    again = client.post(url, sent(**typed)).content.decode()
    assert "is disputed in this request already" in again
    assert "Nobody came" in again
    assert "Home visit, 3 May 2026" in client.get(f"/rights/{wrong.reference}/").content.decode()
    with acting_as(world.practitioner):
        (one,) = statements_beside([mother(led)])["cases.person", mother(led).pk]
        assert (one.item_words, one.statement) == ("Home visit, 3 May 2026", "Nobody came")
        with pytest.raises(Refused, match="Only information governance"):
            disputing.dispute_in_words(
                request=wrong, by=world.practitioner, part="x", statement="y"
            )
    other = asked(world, led, mother(led))
    assert client.get(f"/rights/{other.reference}/disputes/new/").status_code == 404


def mother(case: Case) -> Person:
    with acting_as_system("arranging a test"):
        return Person.objects.get(
            memberships__family=case.family_id, memberships__relationship="mother"
        )


def at(world: World, case: Case, state: State) -> RightsRequest:
    request = asked(world, case, mother(case), received_on=timezone.localdate())
    by = governance(world)
    with acting_as(by):
        for verb in {
            State.NEW: [],
            State.IDENTITY: [Verb.ASK_PROOF],
            State.WORKING: [Verb.PROVE],
            State.ANSWERED: [Verb.PROVE, Verb.ANSWER],
            State.WITHDRAWN: [Verb.WITHDRAW],
        }[state]:
            request = VERBS[verb](request, by)
    return request


@pytest.mark.parametrize("verb", list(Verb))
@pytest.mark.parametrize("state", list(State))
def test_every_move_from_every_state(world: World, led: Case, state: State, verb: Verb) -> None:
    request, by = at(world, led, state), governance(world)
    target = next(move.target for move in MOVES if move.verb == verb)
    with acting_as(by):
        if can_move(state, verb):
            VERBS[verb](request, by)
            found = RightsRequest.objects.get(pk=request.pk)
            assert found.state == target
            assert found.due_on == found.clock()
            assert Event.objects.filter(verb=f"rights.{verb.value}").exists()
        else:
            with pytest.raises(Refused, match="cannot be done"):
                VERBS[verb](request, by)
            assert RightsRequest.objects.get(pk=request.pk).state == state


def test_nobody_else_moves_or_reads_it(world: World, led: Case) -> None:
    request = proved(world, led, mother(led))
    with acting_as_system("arranging a test"):  # its makers' own transaction has ended
        Person.objects.update(made_in=None)
    for name, user in world.people.items():
        if name == "governance":
            continue
        with acting_as(user):
            sees = RightsRequest.objects.filter(pk=request.pk).exists()
            assert sees == (name in READERS), name
            for verb, act in VERBS.items():
                with pytest.raises((Refused, RightsRequest.DoesNotExist)):
                    act(request, user)
                assert verb
    with as_nobody():
        assert not RightsRequest.objects.exists()


def test_who_does_not_see_the_case_cannot_pass_one_on(world: World, led: Case) -> None:
    for user in (world.practitioner2, world.school, world.analyst, world.admin, world.nobody):
        with acting_as(user), pytest.raises(Refused, match="only from a case you see"):
            rights.receive(by=user, kind="subject_access", asker="self", words="x", case=led)
    other = make_case(world, make_family(world, "Kaya"), locality=world.low_hill)
    with acting_as(world.practitioner), pytest.raises(Refused, match="not of this family"):
        rights.receive(
            by=world.practitioner, kind="subject_access", asker="self", words="x", case=led,
            person=mother(other),
        )  # fmt: skip


def test_the_clock_waits_for_proof_and_can_be_extended_once_in_time(
    world: World, led: Case
) -> None:
    today = timezone.localdate()
    late = asked(world, led, mother(led), received_on=date(2026, 1, 5))
    by = governance(world)
    with acting_as(by):
        assert late.due_on == date(2026, 2, 5)
        waiting = rights.ask_proof(request=late, by=by, what="A passport")
        assert waiting.due_on is None
        proved_now = rights.prove(request=waiting, by=by, proof="Passport")
        assert proved_now.due_on is not None
        assert proved_now.due_on > today
        rights.extend(request=proved_now, by=by, reason="Much to read, told by letter")
        with pytest.raises(Refused, match="already"):
            rights.extend(request=proved_now, by=by, reason="Again")
    old = proved(world, led, mother(led), received_on=today - timedelta(days=60))
    with acting_as(by), pytest.raises(Refused, match="first month has passed"):
        rights.extend(request=old, by=by, reason="Late")


def test_how_it_may_be_answered(world: World, led: Case) -> None:
    request, by = proved(world, led, mother(led)), governance(world)
    with acting_as(by):
        with pytest.raises(Refused, match="final copy has not been produced"):
            rights.answer(request=request, by=by, outcome="sent", told="Posted")
        with pytest.raises(Refused, match="not answered in that way"):
            rights.answer(request=request, by=by, outcome="upheld", told="x")


def test_a_hold_stops_erasure(world: World, led: Case) -> None:
    request, by = proved(world, led, mother(led), kind="erasure"), governance(world)
    with acting_as(by):
        held = hold(by=by, reference=led.reference, reason="A claim")
        with pytest.raises(Refused, match="legal hold stands"):
            rights.answer(request=request, by=by, outcome="erased", told="x")
        end_hold(held=LegalHold.objects.get(pk=held.pk), by=by, reason="Settled")
        with pytest.raises(Refused, match="a case is still open"):
            rights.answer(request=request, by=by, outcome="erased", told="Told by letter")
    with acting_as_system("arranging a test"):
        Case.objects.filter(pk=led.pk).update(stage="closed", closed_on=timezone.localdate())
    with acting_as(by):
        rights.answer(request=request, by=by, outcome="erased", told="Told by letter")
        assert Disposal.objects.get().family_id == led.family_id


def test_who_is_meant_is_found_by_name_and_birthday_and_nothing_else(
    world: World, led: Case
) -> None:
    by = governance(world)
    with acting_as(by):
        request = rights.receive(
            by=by, kind="subject_access", asker="self", words="My file", given_name="ngozi",
            family_name="NOWAK", date_of_birth=date(1990, 5, 4),
        )  # fmt: skip
        found = rights.candidates(request)
        assert [row[0] for row in found] == [mother(led).pk]
        with pytest.raises(Refused, match="not among those"):
            rights.identify(request=request, by=by, person_id=found[0][0] + 1)
        rights.identify(request=request, by=by, person_id=found[0][0])
        assert rights.candidates(RightsRequest.objects.get(pk=request.pk)) == []
    with acting_as(world.desk):
        assert rights.candidates(request) == []


def test_a_disputed_item_carries_the_statement_until_it_is_corrected(
    world: World, led: Case
) -> None:
    with acting_as(world.practitioner):
        contact = Contact.objects.create(
            case=led, kind="phone", happened_at=timezone.now(), recorded_at=timezone.now(),
            by=world.practitioner, text="She shouted",
        )  # fmt: skip
    request, by = proved(world, led, mother(led), kind="rectification"), governance(world)
    with acting_as(by):
        found = disputing.dispute(
            request=request, by=by, item=contact, words="Call", statement="I did not shout"
        )
        with pytest.raises(Refused, match="not decided yet"):
            rights.answer(request=request, by=by, outcome="statement", told="x")
        disputing.decide(dispute=found, by=by, corrected=False, reason="Both stand")
    for user in (world.practitioner, world.manager, by):
        with acting_as(user):
            beside = statements_beside([contact])
            assert [one.statement for one in beside["cases.contact", contact.pk]] == [
                "I did not shout"
            ]
    with acting_as_system("arranging a test"):
        Person.objects.update(made_in=None)
    with acting_as(world.practitioner2):
        assert statements_beside([contact]) == {}
    with acting_as(by):
        Dispute.objects.filter(pk=found.pk).update(decision="corrected")
        assert statements_beside([contact]) == {}
