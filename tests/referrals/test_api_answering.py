"""A system answers by the API what the desk asks about a request that it sent."""

from typing import Any

import pytest

from accounts.acting import acting_as
from audit.models import Event
from referrals.actions.passing_on import Alleged, pass_on
from referrals.models import Outcome, Question, Referral
from tests.cast import World
from tests.referrals.api import PROBLEM, REFERRALS, System, errors_of, system_of
from tests.referrals.requests import SAID, decided

WORDS = {"answer": "With their aunt, since half term."}


@pytest.fixture
def school(world: World) -> System:
    return system_of(world.school_agency)


@pytest.fixture
def asked(world: World, school: System) -> str:
    """Where the answer goes to a question about a request that the school's system sent."""
    place = school.send().json()["id"]
    decided(Referral.objects.get(), world.desk, Outcome.MORE_INFORMATION, None)
    return f"{REFERRALS}{place}/answer/"


def test_the_question_is_read_answered_and_back_at_the_desk(school: System, asked: str) -> None:
    read = school.get(asked.removesuffix("answer/")).json()
    said = SAID[Outcome.MORE_INFORMATION]
    assert (read["status"], read["question"]) == ("asked", said["question"])
    assert read["answer_by"] == said["answer_by"].isoformat()
    answer = school.post(asked, WORDS)
    assert answer.status_code == 200, answer.content
    assert answer.json()["status"] == "being_looked_into"
    assert (answer.json()["question"], answer.json()["answer_by"]) == ("", None)
    question = Question.objects.get()
    assert (question.answer, question.ending) == (WORDS["answer"], "answered")
    referral = Referral.objects.get()
    assert (referral.stage, referral.returned) == ("screening", "answered")
    assert Event.objects.get(verb="request.answered").actor_name.startswith("Hawthorn")


def test_it_is_written_down_once_for_each_key(school: System, asked: str) -> None:
    first = school.post(asked, WORDS, Idempotency_Key="one")
    again = school.post(asked, WORDS, Idempotency_Key="one")
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert Event.objects.filter(verb="request.answered").count() == 1
    other = school.post(asked, {"answer": "Something else"}, Idempotency_Key="one")
    assert other.status_code == 422
    late = school.post(asked, WORDS, Idempotency_Key="two")
    assert (late.status_code, late["Content-Type"]) == (409, PROBLEM)
    assert "No question to the sender waits" in late.json()["detail"]


@pytest.mark.parametrize(
    "body", [{}, {"answer": "  "}, {"answer": None}, {"answer": 7}, {"answer": "x" * 4001}]
)
def test_what_is_wrong_names_the_field_and_writes_nothing(
    school: System, asked: str, body: dict[str, Any]
) -> None:
    refused = school.post(asked, body)
    assert refused.status_code == 400
    assert set(errors_of(refused)) == {"answer"}
    assert Question.objects.get().answer == ""


def test_only_the_agency_that_sent_it_answers_by_a_token_that_may_send(
    world: World, school: System, asked: str
) -> None:
    reads = system_of(world.school_agency, "referrals:read").post(asked, WORDS)
    assert reads.status_code == 403
    assert (
        "referrals:write” or “notifications:write” or “step-downs:write" in reads.json()["detail"]
    )
    assert system_of(world.other_school).post(asked, WORDS).status_code == 404
    assert school.post(f"{REFERRALS}RQ-0000-00000/answer/", WORDS).status_code == 404
    assert school.get(asked).status_code == 405
    assert Question.objects.get().ended_at is None
    assert system_of(world.school_agency, "referrals:write").post(asked, WORDS).status_code == 200


@pytest.mark.parametrize("who", ["system", "school", "desk"])
def test_an_answer_where_harm_is_alleged_goes_to_the_social_worker(
    world: World, school: System, who: str
) -> None:
    """Also from a partner, to whom no allegation is shown."""
    school.send()
    referral = Referral.objects.get()
    with acting_as(world.desk):
        alleged = [Alleged(referral.people.order_by("pk")[0], "The aunt", "His arm is bruised")]
        pass_on(referral=referral, alleged=alleged, by=world.desk)
    decided(referral, world.social_worker, Outcome.MORE_INFORMATION, None)
    if who == "system":
        assert school.post(f"{REFERRALS}{referral.reference}/answer/", WORDS).status_code == 200
    else:
        from referrals.actions.asking_back import answer

        by = world.people[who]
        if who == "school":
            Referral.objects.update(sender_user=by)
        with acting_as(by):
            answer(referral=referral, words="Yes", by=by)
    referral.refresh_from_db()
    assert (referral.stage, referral.returned) == ("social_work", "answered")
