"""The desk's pages besides the decision: who comes in, what they say, nothing lost."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as
from referrals.actions.asking_back import answer
from referrals.actions.disagreeing import disagree, escalate
from referrals.actions.returning import take_decision_back
from referrals.actions.sampling import draw
from referrals.models import Allegation, Decision, Disagreement, Outcome, Referral, Sample
from tests.cast import World
from tests.referrals.requests import (
    CHILD,
    SAID,
    SIBLING,
    WORRIES,
    decided,
    make_offer,
    make_request,
)
from tests.referrals.test_doors import text_of


def page_of(name: str, referral: Referral) -> str:
    return reverse(name, args=[referral.reference])


def key() -> dict[str, Any]:
    return {"one_time_key": str(uuid4())}


def day(name: str, ahead: int) -> dict[str, Any]:
    chosen = timezone.localdate() + timedelta(days=ahead)
    parts = {"day": chosen.day, "month": chosen.month, "year": chosen.year}
    return {f"{name}_{part}": str(value) for part, value in parts.items()}


@pytest.fixture
def desk(client: Client, world: World) -> Client:
    client.force_login(world.desk)
    return client


def test_a_clock_is_paused_and_goes_on_from_the_page(desk: Client, world: World) -> None:
    referral = make_request()
    url = page_of("request-pause", referral)
    again = desk.post(url, key() | {"reason": "The school answers on Friday"})
    assert "The school answers on Friday" in again.content.decode()
    desk.post(url, key() | {"reason": "The school rings back"} | day("until", 1))
    page = desk.get(page_of("request", referral)).content.decode()
    assert "The school rings back" in page
    assert "Let the clock go on" in page
    desk.post(page_of("request-resume", referral), key())
    assert Referral.objects.get().paused_until is None


def test_an_allegation_stands_in_the_words_of_who_said_it(desk: Client, world: World) -> None:
    referral = make_request()
    child = referral.people.get()
    said = {"children": [child.pk], "said_by": "Her aunt", "words": "He hit her"}
    page = desk.post(page_of("request-pass-on", referral), key() | said, follow=True)
    text = page.content.decode()
    assert "<strong>Her aunt says</strong> about Amara Okafor" in text
    assert "No social worker has looked into it yet" in text
    assert "Harm is alleged: a social worker decides." in text
    assert "Record decision" not in text
    assert desk.get(page_of("request-hand-back", referral)).status_code == 404
    desk.force_login(world.social_worker)
    desk.post(page_of("request-hand-back", referral), key() | {"found": "A game; no mark"})
    desk.force_login(world.desk)
    text = desk.get(page_of("request", referral)).content.decode()
    assert "Sol Worker, social worker, looked into it" in text
    offered = text.split('id="decide-form"')[1]
    assert 'value="no_action"' not in offered
    assert 'value="social_care"' not in offered
    assert "only a social worker decides on no further action" in offered


def test_harm_in_the_decision_names_its_source(desk: Client, world: World) -> None:
    referral = make_request()
    form = key() | {"version": referral.version, "outcome": "harm", "reason": "A bruise"}
    url = page_of("request-decide", referral)
    page = desk.post(url, form).content.decode()
    assert "Say who alleges harm" in page
    assert not Decision.objects.exists()
    desk.post(url, form | key() | {"said_by": "The nurse", "alleged": "She saw a bruise"})
    assert Allegation.objects.get().said_by == "The nurse"


def test_a_question_goes_to_the_sender_who_answers_it(client: Client, world: World) -> None:
    referral = make_offer(world)
    decided(referral, world.desk, Outcome.MORE_INFORMATION, None)
    client.force_login(world.school)
    ours = client.get(reverse("our-families")).content.decode()
    assert "The desk asks you a question" in ours
    page = client.get(page_of("request-answer", referral)).content.decode()
    assert SAID[Outcome.MORE_INFORMATION]["question"] in page
    client.post(page_of("request-answer", referral), key() | {"words": "With their aunt"})
    client.force_login(world.desk)
    assert "With their aunt" in client.get(page_of("request", referral)).content.decode()
    board = client.get(reverse("triage")).content.decode()
    assert "The sender has answered" in board


@pytest.mark.parametrize("name", ["request-answer", "request-disagree"])
def test_nobody_else_answers_or_disagrees(client: Client, world: World, name: str) -> None:
    referral = make_offer(world)
    decided(referral, world.desk, Outcome.ADVICE, None)
    for who, status in {"school": 200, "desk": 200, "head": 200, "school2": 404,
                        "practitioner": 404, "manager": 404, "analyst": 404}.items():  # fmt: skip
        client.force_login(world.people[who])
        assert client.get(page_of(name, referral)).status_code == status, who


def test_the_head_samples_and_a_locality_manager_sees_what_lies_there(
    client: Client, world: World
) -> None:
    decided(make_request(), world.desk, Outcome.NO_ACTION, None, "Nothing new")
    today = timezone.localdate()
    draw(week=today - timedelta(days=today.weekday()))
    url = reverse("sample", args=[Sample.objects.get().pk])
    client.force_login(world.manager2)
    assert client.get(url).status_code == 404
    assert "Nothing to look at again" in client.get(reverse("samples")).content.decode()
    client.force_login(world.manager)
    page = client.get(url).content.decode()
    assert "Nothing new" in page
    assert WORRIES in page
    assert reverse("request", args=[Referral.objects.get().reference]) not in page
    client.force_login(world.head)
    assert "Amara Okafor" in client.get(reverse("samples")).content.decode()
    assert "decision to look at again" in client.get(reverse("needs-you")).content.decode()
    assert reverse("request", args=[Referral.objects.get().reference]) in text_of(client.get(url))
    client.post(url, key() | {"verdict": "overturned", "reason": "The nurse was not asked"})
    page = client.get(reverse("samples")).content.decode()
    assert "Of 1 looked at this year, 1 was overturned" in page
    judged = client.get(url).content.decode()
    assert "has looked at this decision already" in judged
    assert "Do you agree" not in judged
    client.force_login(world.desk)
    text = client.get(page_of("request", Referral.objects.get())).content.decode()
    assert "A decision was overturned" in text
    assert f"<strong>Overturned</strong> by {world.head.name}" in text
    assert "The nurse was not asked" in text
    assert "Record decision" in text


def test_the_desk_reads_about_whom_it_decides_again_and_why(client: Client, world: World) -> None:
    referral = make_request(CHILD, SIBLING)
    decided(referral, world.desk, Outcome.NO_ACTION, None)
    client.force_login(world.desk)
    assert "Still to be decided" not in text_of(client.get(page_of("request", referral)))
    with acting_as(world.desk):
        first = Decision.objects.get(referral=referral, child__given_name="Chidi")
        take_decision_back(decision=first, reason="Meant for his sister", by=world.desk)
    page = text_of(client.get(page_of("request", referral)))
    assert "Still to be decided: <strong>Chidi Okafor</strong>" in page
    assert "What was decided for the others stands" in page
    assert "Taken back as a mistake" in page
    assert "Meant for his sister" in page


def test_a_question_about_all_children_leaves_no_others(client: Client, world: World) -> None:
    referral = make_request(CHILD, SIBLING)
    decided(referral, world.desk, Outcome.MORE_INFORMATION, None)
    with acting_as(world.desk):
        answer(referral=referral, words="At their gran’s", by=world.desk)
    client.force_login(world.desk)
    page = text_of(client.get(page_of("request", referral)))
    assert "Still to be decided: <strong>Amara Okafor, Chidi Okafor</strong>" in page
    assert "What was decided for the others stands" not in page


def test_nothing_is_higher_than_the_last_stage(client: Client, world: World) -> None:
    decided(make_request(), world.desk, Outcome.NO_ACTION, None)
    with acting_as(world.head):
        raised = disagree(decision=Decision.objects.get(), why="No", by=world.head)
    client.force_login(world.head)
    for stage in (1, 2):
        assert "Take it a stage higher" in text_of(client.get(f"/disagreements/{raised.pk}/"))
        with acting_as(world.head):
            escalate(disagreement=raised, by=world.head, from_stage=stage)
    page = text_of(client.get(f"/disagreements/{raised.pk}/"))
    assert "Take it a stage higher" not in page
    assert "It is settled" in page


def test_i_disagree_from_the_senders_list_to_its_end(client: Client, world: World) -> None:
    referral = make_offer(world)
    decided(referral, world.desk, Outcome.ADVICE, None, "The drop-in is right")
    client.force_login(world.school)
    page = client.get(page_of("request-disagree", referral)).content.decode()
    assert "The drop-in is right" not in page
    home = reverse("our-families")
    assert page_of("request-disagree", referral) in client.get(home).content.decode()
    client.post(page_of("request-disagree", referral), key() | {"why": "He is not safe there"})
    raised = Disagreement.objects.get()
    text = client.get(home).content.decode()
    assert "You disagree: practitioner to practitioner, to be settled by" in text
    assert page_of("request-disagree", referral) not in text
    url = reverse("disagreement", args=[raised.pk])
    assert client.get(url).status_code == 404
    client.force_login(world.desk)
    assert "Disagreement: 1" in client.get(reverse("triage")).content.decode()
    assert "Sam School" in client.get(reverse("disagreements")).content.decode()
    assert 'name="stage" value="1"' in client.get(url).content.decode()
    client.post(url, key() | {"what": "escalate", "note": "We talked twice"})
    page = client.get(url).content.decode()
    assert "We talked twice" in page
    assert "At this stage a manager settles it." in page
    client.force_login(world.head)
    typed = key() | {"what": "settle", "outcome": "", "settled": "A worker is needed", "stage": 1}
    page = client.post(url, typed).content.decode()
    assert "A worker is needed" in page
    typed |= {"outcome": "stands"}
    page = client.post(url, typed | key()).content.decode()
    for kept in ("It is at stage 2 now", "A worker is needed", 'name="stage" value="2"'):
        assert kept in page
    typed |= {"stage": 2}
    client.post(url, typed | key() | {"outcome": "changed"})
    assert Referral.objects.get().returned == "overturned"
    client.force_login(world.school)
    text = client.get(home).content.decode()
    assert "Your disagreement is settled: the request is decided again." in text
    assert "A worker is needed" not in text


def test_somebody_else_has_it_says_who_and_since_when(desk: Client, world: World) -> None:
    from referrals.actions.screening import take

    referral = make_request()
    with acting_as(world.social_worker):
        take(referral=referral, by=world.social_worker)
    page = desk.get(page_of("request", referral)).content.decode()
    assert "Sol Worker has taken this request" in page
    assert "Take over from Sol Worker" in page
    referral.refresh_from_db()
    desk.post(page_of("request-take", referral), {"version": referral.version})
    assert Referral.objects.get().taken_by == world.desk


def test_two_who_decide_the_second_keeps_every_word(client: Client, world: World) -> None:
    referral = make_request()
    first, second = Client(), client
    first.force_login(world.desk)
    second.force_login(world.social_worker)
    url = page_of("request-decide", referral)
    shared = {"version": referral.version}
    first.post(
        url,
        key()
        | shared
        | {
            "outcome": "advice",
            "reason": "The drop-in helps",
            "nothing_fits": "on",
            "tell": "by_hand",
        },
    )
    typed = {"outcome": "more_information", "reason": "Unclear", "question": "Who is at home?"}
    page = second.post(url, key() | shared | typed | day("answer_by", 1)).content.decode()
    for words in ("Dana Desk changed this request at", "Decided: advice and signposting",
                  "The drop-in helps", "More information needed", "Unclear",
                  "Who is at home?"):  # fmt: skip
        assert words in page
    assert Decision.objects.count() == 1


def test_a_disagreement_about_a_request_somebody_does_not_see_is_not_there(
    client: Client, world: World
) -> None:
    decided(make_request(), world.desk, Outcome.ADVICE, None)
    with acting_as(world.desk):
        raised = disagree(decision=Decision.objects.get(), why="So", by=world.desk)
    client.force_login(world.manager)
    assert client.get(reverse("disagreement", args=[raised.pk])).status_code == 404
    assert "Dana Desk" not in client.get(reverse("disagreements")).content.decode()
