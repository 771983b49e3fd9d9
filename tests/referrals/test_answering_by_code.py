"""Whoever sent a request without an account answers the desk’s question behind their code."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.acting import acting_as, acting_as_system
from audit.models import Event
from localities.calendar import closing_moment
from localities.models import Authority
from referrals.actions import asking_back
from referrals.actions.deciding import ForChild, children_to_decide, decide
from referrals.actions.passing_on import Alleged, pass_on
from referrals.answering_words import LOOKED_AT
from referrals.codes import status_code
from referrals.forms.deciding import READ_BY_CODE
from referrals.models import Outcome, Question, Referral
from tests.cast import World
from tests.referrals.requests import (
    CHILD,
    MOTHER,
    SAID,
    SIBLING,
    WORRIES,
    decided,
    make_offer,
    make_request,
)
from tests.referrals.test_answers import from_school, with_address
from tests.referrals.test_doors import text_of

STATUS, ANSWER = reverse("request-status"), reverse("request-status-answer")
ASKED = SAID[Outcome.MORE_INFORMATION]["question"]
WORDS = "With their aunt since half term"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


@pytest.fixture
def public(world: World) -> Referral:
    return asked_of(world, make_request(CHILD, MOTHER, sender="relative"))


def asked_of(world: World, referral: Referral) -> Referral:
    decided(with_address(referral, "", confirmed=False), world.desk, Outcome.MORE_INFORMATION, None)
    return referral


def opened(client: Client, referral: Referral) -> str:
    return text_of(client.post(STATUS, {"code": status_code(referral.reference)}))


def form_on(page: str) -> dict[str, str]:
    """What a browser sends of the form, its box still empty."""
    names = ("one_time_key", "code", "question")
    found = {name: re.search(rf'name="{name}" value="([^"]+)"', page) for name in names}
    return {name: each[1] for name, each in found.items() if each} | {"words": ""}


def stands(referral: Referral) -> tuple[str, str]:
    with acting_as_system("looking"):
        referral.refresh_from_db()
    return referral.stage, referral.returned


def answers() -> list[str]:
    with acting_as_system("looking"):
        return list(Question.objects.order_by("pk").values_list("answer", flat=True))


def test_the_question_is_read_and_answered_and_is_back_at_the_desk(
    client: Client, world: World, public: Referral
) -> None:
    page = opened(client, public)
    assert ASKED in page
    typed = form_on(page)
    assert set(typed) == {"one_time_key", "code", "question", "words"}
    done = client.post(ANSWER, typed | {"words": WORDS})
    assert (done.status_code, done["Location"]) == (302, ANSWER)
    assert public.reference in text_of(client.get(ANSWER))
    assert stands(public) == ("screening", "answered")
    assert answers() == [WORDS]
    event = Event.objects.get(verb="request.answered")
    assert (event.actor_id, event.actor_name) == (None, "Someone not signed in")
    assert event.summary == "The sender answered the question, on the page behind the code"
    after = opened(client, public)
    assert ASKED not in after
    assert WORDS not in after
    assert "We have your answer. It has not been decided yet." in after
    assert "We have your answer" not in opened(Client(), public)
    client.force_login(world.desk)
    seen = text_of(client.get(reverse("request", args=[public.reference])))
    assert WORDS in seen
    assert "From the sender, on the page behind the code" in seen


def test_by_whom_an_answer_came_is_said_of_the_others_too(client: Client, world: World) -> None:
    theirs, rung = make_offer(world), make_request()
    for referral, by in ((theirs, world.school), (rung, world.desk)):
        decided(referral, world.desk, Outcome.MORE_INFORMATION, None)
        with acting_as(by):
            asking_back.answer(referral=referral, words=WORDS, by=by)
    client.force_login(world.desk)
    said = f"From the sender, {world.school.name}", f"Written down by {world.desk.name}"
    for referral, words in zip((theirs, rung), said, strict=True):
        assert words in text_of(client.get(reverse("request", args=[referral.reference])))


def test_whoever_holds_the_code_learns_the_question_and_nothing_else(
    client: Client, public: Referral
) -> None:
    page = opened(client, public)
    page += text_of(client.post(ANSWER, form_on(page)))
    for secret in ("Amara", "Okafor", "Ngozi", "Test Street", "WV14", WORRIES, "Dana", "mornings"):
        assert secret not in page
    assert "It has not been decided yet" in page
    assert LOOKED_AT not in page


def test_who_has_no_code_learns_nothing_and_loses_nothing(client: Client, public: Referral) -> None:
    typed = form_on(opened(client, public)) | {"words": WORDS}
    other = status_code("RQ-2026-99999")
    for code in (other, "", "x" * 61, "2345"):
        page = text_of(client.post(ANSWER, typed | {"code": code, "one_time_key": str(uuid4())}))
        assert WORDS in page
        assert public.reference not in page
        assert ASKED not in page
    assert stands(public) == ("sender", "")


def test_a_code_answers_its_own_question_alone(
    client: Client, world: World, public: Referral
) -> None:
    other = asked_of(world, make_request(sender="relative"))
    mine, theirs = form_on(opened(client, public)), form_on(opened(client, other))
    page = text_of(client.post(ANSWER, mine | {"question": theirs["question"], "words": WORDS}))
    assert asking_back.NO_SUCH_QUESTION in page
    assert answers() == ["", ""]


def test_nothing_written_is_an_error_beside_the_box_and_the_rest_is_kept(
    client: Client, public: Referral
) -> None:
    typed = form_on(opened(client, public))
    page = text_of(client.post(ANSWER, typed | {"words": "   "}))
    assert "Enter your answer" in page
    assert ASKED in page
    again = form_on(page)
    assert (again["code"], again["question"]) == (typed["code"], typed["question"])
    page = text_of(client.post(ANSWER, again | {"words": "a" * 4001}))
    assert "a" * 4001 in page
    assert stands(public) == ("sender", "")


def test_sent_twice_it_is_answered_once(client: Client, public: Referral) -> None:
    typed = form_on(opened(client, public)) | {"words": WORDS}
    for _ in range(2):
        assert client.post(ANSWER, typed).status_code == 302
    assert Event.objects.filter(verb="request.answered").count() == 1


def too_late(world: World, referral: Referral, how: str) -> None:
    """The question ends while somebody writes."""
    with acting_as(world.desk):
        if how == "answered":
            asking_back.answer(referral=referral, words="Rung", by=world.desk)
        elif how == "no_answer":
            question = Question.objects.get()
            asking_back.let_lapse(at=closing_moment(question.answer_by, Authority.current()))
        elif how == "harm":
            [child] = children_to_decide(referral)
            said = [Alleged(child, "The aunt", "A bruise")]
            pass_on(referral=referral, alleged=said, by=world.desk)
        else:
            rows = [ForChild(c, Outcome.ADVICE, "So") for c in children_to_decide(referral)]
            decide(referral=referral, decisions=rows, by=world.desk)


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("answered", "answered"),
        ("no_answer", "no_answer"),
        ("harm", "not_needed"),
        ("decided", "not_needed"),
    ],
)
def test_what_comes_too_late_says_so_and_stays_on_the_screen(
    client: Client, world: World, public: Referral, how: str, why: str
) -> None:
    typed = form_on(opened(client, public)) | {"words": WORDS}
    with acting_as_system("time passes"):
        too_late(world, public, how)
    before = stands(public), answers()
    page = text_of(client.post(ANSWER, typed))
    assert asking_back.TOO_LATE[why] in page
    assert asking_back.NOT_SENT.strip() in page
    assert WORDS in page
    assert (stands(public), answers()) == before
    assert not re.search("harm|bruise|social work", page.split("</main>")[0].split("<main")[1])


def test_an_answer_to_a_question_that_ended_does_not_answer_the_next(
    client: Client, world: World, public: Referral
) -> None:
    typed = form_on(opened(client, public)) | {"words": WORDS}
    with acting_as_system("time passes"):
        too_late(world, public, "answered")
    said = SAID[Outcome.MORE_INFORMATION] | {"question": "And who fetches them?"}
    decided(public, world.desk, Outcome.MORE_INFORMATION, None, said=said)
    page = text_of(client.post(ANSWER, typed))
    assert asking_back.TOO_LATE["answered"] in page
    assert "And who fetches them?" in page
    assert answers() == ["Rung", ""]
    assert client.post(ANSWER, form_on(page) | {"words": "I do"}).status_code == 302
    assert answers() == ["Rung", "I do"]


def test_where_harm_is_alleged_it_goes_to_the_social_worker(client: Client, world: World) -> None:
    referral = with_address(make_request(CHILD, SIBLING, sender="relative"), "", confirmed=False)
    with acting_as(world.social_worker):
        one, other = children_to_decide(referral)
        rows = [ForChild(one, Outcome.HARM, "See", said_by="The aunt", alleged="A bruise")]
        rows += [ForChild(other, Outcome.ADVICE, "So")]
        decide(referral=referral, decisions=rows, by=world.social_worker)
    decided(referral, world.social_worker, Outcome.MORE_INFORMATION, None)
    typed = form_on(opened(client, referral)) | {"words": WORDS}
    assert client.post(ANSWER, typed).status_code == 302
    assert stands(referral) == ("social_work", "answered")


def test_it_is_limited_as_codes_are_and_the_words_stay(
    client: Client, public: Referral, settings: Any
) -> None:
    settings.CODES_AN_HOUR = 3
    typed = form_on(opened(client, public))
    for _ in range(2):
        assert client.post(ANSWER, typed | {"code": status_code("x"), "words": WORDS})
    held = client.post(ANSWER, typed | {"words": WORDS})
    assert held.status_code == 429
    assert "Too many codes were tried" in text_of(held)
    assert WORDS in text_of(held)
    assert ASKED not in text_of(held)
    assert stands(public) == ("sender", "")


def test_the_address_alone_leads_to_the_code(client: Client, public: Referral) -> None:
    answer = client.get(ANSWER)
    assert (answer.status_code, answer["Location"]) == (302, STATUS)


@pytest.mark.parametrize("sender", ["account", "code", "phone"])
def test_the_desk_reads_beside_the_box_who_can_read_the_question(
    client: Client, world: World, sender: str
) -> None:
    if sender == "account":
        referral = from_school(world)
    else:
        referral = make_request(CHILD, SIBLING, sender="relative", door="phone")
    if sender == "code":
        with_address(referral, "", confirmed=False)
    client.force_login(world.desk)
    page = text_of(client.get(reverse("request", args=[referral.reference])))
    assert page.count(READ_BY_CODE) == (3 if sender == "code" else 0)  # for both, or for each
