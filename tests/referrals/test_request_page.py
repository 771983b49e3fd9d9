"""A request's page: as written, what we know, the decision; and two people at once."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as
from audit.models import Look
from cases.models import Case, Family
from referrals.models import Decision, MatchJudgement, Outcome, Referral
from tests.cast import World, make_case, make_family
from tests.referrals.requests import CHILD, MOTHER, decided, make_offer, make_request


@pytest.fixture
def desk(client: Client, world: World) -> Client:
    client.force_login(world.desk)
    return client


@pytest.fixture
def family(world: World) -> Family:
    return make_family(world, children=1)


@pytest.fixture
def referral(family: Family) -> Referral:
    child = family.memberships.get(relationship="child").person
    return make_request(CHILD | {"given_name": "Child1", "date_of_birth": child.date_of_birth})


def url(referral: Referral, name: str = "request") -> str:
    return reverse(name, args=[referral.reference])


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def answers(referral: Referral, **more: Any) -> dict[str, Any]:
    referral.refresh_from_db()
    return {
        "one_time_key": str(uuid4()),
        "version": str(referral.version),
        "outcome": "early_help",
        "level": "3",
        "reason": "Help with mornings",
        "tell": "by_hand",
    } | more


def test_what_was_written_and_what_we_know_stand_side_by_side(
    desk: Client, world: World, referral: Referral, family: Family
) -> None:
    case = make_case(world, family)
    page = text_of(desk.get(url(referral)))
    for words in (
        referral.worries, "A parent or carer of the family", "1 Test Street", "Bilston",
        "Likely the same person", "lives at this postcode.",
        "Same date of birth; same first and last name;", case.reference,
        "Same person", "Not the same", "Decide", "Record decision",
    ):  # fmt: skip
        assert words in page
    look = Look.objects.get(kind=Look.Kind.OPENED)
    assert look.what == f"Request {referral.reference}"


def test_nothing_is_preselected(desk: Client, referral: Referral) -> None:
    page = text_of(desk.get(url(referral))).split('id="decide"')[1]
    assert " checked" not in page
    assert " selected" not in page


def test_same_person_tells_the_familys_story(
    desk: Client, world: World, referral: Referral, family: Family
) -> None:
    case = make_case(world, family)
    earlier = make_request(at=timezone.now() - timedelta(days=1))
    described = referral.people.get()
    child = family.memberships.get(relationship="child").person
    earlier.people.update(person=child)
    judgement = {"judgement": f"{described.pk} {child.pk} same", **answers(referral)}
    for key in ("outcome", "level", "reason", "tell"):
        judgement.pop(key)
    answer = desk.post(url(referral, "request-match"), judgement)
    assert answer.headers["Location"] == url(referral)
    page = text_of(desk.get(url(referral)))
    assert family.reference in page
    assert f"{case.reference}</a>, Bilston: <strong>open</strong> since" in page
    assert f"{earlier.reference}</a>" in page
    assert "1 in the last 12 months." in page
    assert f"adds this request to their open case, {case.reference}, in Bilston" in page
    assert "Early help opens the case" not in page
    row = MatchJudgement.objects.get()
    assert "same date of birth" in row.reasons


def test_judging_keeps_a_decision_that_was_begun(
    desk: Client, referral: Referral, family: Family
) -> None:
    child = family.memberships.get(relationship="child").person
    begun = answers(referral, judgement=f"{referral.people.get().pk} {child.pk} not_same")
    page = text_of(desk.post(url(referral, "request-match"), begun))
    referral.refresh_from_db()
    assert "Help with mornings" in page
    assert 'value="early_help" checked' in page
    assert f'name="version" value="{referral.version}"' in page
    assert "There is a problem" not in page


def test_taking_keeps_a_decision_that_was_begun(desk: Client, referral: Referral) -> None:
    page = text_of(desk.post(url(referral, "request-take"), answers(referral)))
    assert "Help with mornings" in page
    assert Referral.objects.get().stage == Referral.Stage.SCREENING


@pytest.mark.parametrize("judgement", ["", "1 2", "x y same", "1 2 maybe", "999999 999999 same"])
def test_a_judgement_about_nobody_is_not_found(
    desk: Client, referral: Referral, judgement: str
) -> None:
    assert desk.post(url(referral, "request-match"), {"judgement": judgement}).status_code == 404


def test_somebody_never_offered_cannot_be_judged(
    desk: Client, world: World, referral: Referral
) -> None:
    stranger = make_family(world, "Zielinski", 0).memberships.get().person
    judgement = f"{referral.people.get().pk} {stranger.pk} same"
    answer = desk.post(url(referral, "request-match"), {"judgement": judgement})
    assert answer.status_code == 404


def test_record_decision(desk: Client, world: World, referral: Referral) -> None:
    answer = desk.post(url(referral, "request-decide"), answers(referral), follow=True)
    with acting_as(world.desk):
        case = Case.objects.get()
    page = text_of(answer)
    assert f"Case {case.reference} is open in Bilston and waits for allocation" in page
    assert "Help with mornings" in page
    assert "Record decision" not in page


def test_reason_and_level_are_required(desk: Client, referral: Referral) -> None:
    page = text_of(
        desk.post(url(referral, "request-decide"), answers(referral, reason="", level=""))
    )
    assert "Enter the reason for the decision" in page
    assert "Choose the level of need. Early help needs one" in page
    nothing = {"reason": "", "level": "", "outcome": ""}
    page = text_of(desk.post(url(referral, "request-decide"), answers(referral, **nothing)))
    assert "Select an outcome" in page
    assert not Decision.objects.exists()


def test_a_locality_is_asked_for_where_the_address_names_none(desk: Client, world: World) -> None:
    referral = make_request(address_kind="refuge", postcode="")
    page = text_of(desk.post(url(referral, "request-decide"), answers(referral)))
    assert "Choose the locality" in page
    desk.post(url(referral, "request-decide"), answers(referral, locality=world.low_hill.pk))
    with acting_as(world.desk):
        assert Case.objects.get().locality == world.low_hill


def test_how_the_family_hears_is_asked_with_nothing_preselected(desk: Client) -> None:
    referral = make_request()
    page = text_of(desk.get(url(referral)))
    assert "How does the person who asked hear of it?" in page
    assert 'name="tell" type="radio" value="by_hand" checked' not in page
    page = text_of(desk.post(url(referral, "request-decide"), answers(referral, tell="")))
    assert "Choose how the person who asked hears of it, or that they are not told" in page
    untold = answers(referral, tell="not_told", why_not_told="He reads her letters")
    assert desk.post(url(referral, "request-decide"), untold).status_code == 302


def test_advice_needs_no_locality(desk: Client) -> None:
    referral = make_request(address_kind="refuge", postcode="")
    advice = answers(referral, outcome="advice", level="", nothing_fits="on")
    assert desk.post(url(referral, "request-decide"), advice).status_code == 302


def test_different_for_each_child(desk: Client, world: World) -> None:
    referral = make_request(CHILD, CHILD | {"given_name": "Chidi"})
    amara, chidi = referral.people.all()
    apart = answers(referral, how="apart", outcome="", level="", reason="") | {
        f"child-{amara.pk}-outcome": "early_help",
        f"child-{amara.pk}-level": "2",
        f"child-{amara.pk}-reason": "Mornings",
        f"child-{chidi.pk}-outcome": "no_action",
        f"child-{chidi.pk}-reason": "",
    }
    page = text_of(desk.post(url(referral, "request-decide"), apart))
    assert "Enter the reason for Chidi Okafor" in page
    assert "Mornings" in page
    apart[f"child-{chidi.pk}-reason"] = "He is well"
    desk.post(url(referral, "request-decide"), apart)
    assert dict(Decision.objects.values_list("child__given_name", "outcome")) == {
        "Amara": "early_help",
        "Chidi": "no_action",
    }


def test_sent_twice_is_one_decision(desk: Client, referral: Referral) -> None:
    form = answers(referral)
    first = desk.post(url(referral, "request-decide"), form)
    second = desk.post(url(referral, "request-decide"), form)
    assert first.headers["Location"] == second.headers["Location"] == url(referral)
    assert Decision.objects.count() == 1


def test_the_second_is_told_what_the_first_decided_and_keeps_their_words(
    desk: Client, world: World, referral: Referral
) -> None:
    form = answers(referral, reason="My own long reason")
    decided(referral, world.social_worker, Outcome.ADVICE, None, "The family wants advice")
    page = text_of(desk.post(url(referral, "request-decide"), form))
    assert "Sol Worker changed this request" in page
    assert "Decided: advice and signposting" in page
    assert "The family wants advice" in page
    assert "My own long reason" in page
    assert Decision.objects.count() == 1


def test_a_request_changed_meanwhile_can_be_decided_after_a_look(
    desk: Client, world: World, referral: Referral
) -> None:
    from referrals.actions.screening import take

    form = answers(referral, reason="My own long reason")
    with acting_as(world.social_worker):
        take(referral=referral, by=world.social_worker)
    page = text_of(desk.post(url(referral, "request-decide"), form))
    assert "Sol Worker took the request" in page
    assert "My own long reason" in page
    assert not Decision.objects.exists()
    referral.refresh_from_db()
    again = desk.post(url(referral, "request-decide"), form | {"version": str(referral.version)})
    assert again.status_code == 302
    assert Decision.objects.count() == 1


def test_an_offer_to_lead_is_said_and_accepted(desk: Client, world: World) -> None:
    offer = make_offer(world)
    page = text_of(desk.get(url(offer)))
    assert "We offer to lead" in page
    assert "Sam School, Hawthorn Primary School, offers to lead." in page
    answer = desk.post(url(offer, "request-decide"), answers(offer), follow=True)
    assert "led by Sam School" in text_of(answer)


def test_a_child_of_two_families_asks_which(desk: Client, world: World, family: Family) -> None:
    from cases.actions.people.registering import add_to_family

    other = make_family(world, "Adeyemi", 0)
    child = family.memberships.get(relationship="child").person
    with acting_as(world.desk):
        add_to_family(family=other, person=child, relationship="child", by=world.desk)
    referral = make_request(CHILD | {"given_name": "Child1"})
    referral.people.update(person=child)
    page = text_of(desk.post(url(referral, "request-decide"), answers(referral)))
    assert "Select which family this is about" in page
    desk.post(url(referral, "request-decide"), answers(referral, family=other.pk))
    with acting_as(world.desk):
        assert Case.objects.get().family == other


def test_a_head_of_service_sees_and_takes_but_does_not_decide(
    client: Client, world: World, referral: Referral
) -> None:
    client.force_login(world.head)
    page = text_of(client.get(url(referral)))
    assert "Only people who work at the early help desk decide." in page
    assert "Record decision" not in page
    client.post(url(referral, "request-decide"), answers(referral))
    assert not Decision.objects.exists()


def test_as_many_queries_for_three_children_as_for_one(
    desk: Client, world: World, family: Family
) -> None:
    make_case(world, family)
    child = family.memberships.get(relationship="child").person
    same = CHILD | {"given_name": "Child1", "date_of_birth": child.date_of_birth}
    make_request(same)  # which the others seem to name too
    counts = []
    for people in ([same], [same, same | {"given_name": "Child2"}, same | MOTHER]):
        referral = make_request(*people)
        desk.get(url(referral))
        with CaptureQueriesContext(connection) as queries:
            desk.get(url(referral))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    # matching 5, the story 6, other requests 5, what stands beside the request 5
    assert counts[0] <= 33


def test_all_that_is_wrong_with_a_decision_is_said_in_one_round(
    desk: Client, world: World, referral: Referral
) -> None:
    Referral.objects.filter(pk=referral.pk).update(locality=None)
    typed = answers(referral, reason="", level="", tell="")
    page = desk.post(url(referral, "request-decide"), typed)
    deciding = page.context["deciding"]
    assert set(deciding.form.errors) == {"reason", "level", "locality"}
    assert set(deciding.telling.errors) == {"tell"}
    page = desk.post(
        url(referral, "request-decide"), answers(referral, outcome="advice", reason="")
    )
    deciding = page.context["deciding"]
    assert set(deciding.form.errors) == {"reason"}
    assert set(deciding.signposts.errors) == {"services"}
    assert not Decision.objects.exists()
