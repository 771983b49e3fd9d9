"""Several people writing in one assessment: what is different merges, what is the same asks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from accounts.acting import acting_as
from assessments.actions import answering
from assessments.actions.answering import Given, Saved, save
from assessments.models import Answer, Assessment
from audit.models import Event
from audit.refusal import Refused
from tests.assessments.arranging import started
from tests.cast import World, build_world, make_family
from tests.fixtures.database import CommittedDatabase


@pytest.fixture
def assessment(world: World) -> Assessment:
    return started(world)


def family(question: str, value: Any, expected: int = 0) -> Given:
    return Given("family", None, question, value, expected)


def give(assessment: Assessment, by: Any, *answers: Given) -> Saved:
    with acting_as(by):
        return save(assessment=assessment, by=by, answers=answers)


def value_of(question: str) -> Any:
    return Answer.objects.get(question=question, section="family").value


def test_different_answers_of_two_people_merge(world: World, assessment: Assessment) -> None:
    give(assessment, world.practitioner, family("who_lives_where", "Two homes"))
    give(assessment, world.manager, family("who_helps", "The health visitor"))
    assert value_of("who_lives_where") == "Two homes"
    assert value_of("who_helps") == "The health visitor"


def test_the_same_answer_changed_twice_is_handed_back(world: World, assessment: Assessment) -> None:
    give(assessment, world.manager, family("who_helps", "Nobody"))
    result = give(
        assessment,
        world.practitioner,
        family("who_helps", "The health visitor"),
        family("who_lives_where", "One home"),
    )
    (conflict,) = result.conflicts
    assert conflict.theirs.value == "Nobody"
    assert conflict.theirs.saved_by == world.manager
    assert conflict.given.value == "The health visitor"
    assert value_of("who_helps") == "Nobody"
    assert value_of("who_lives_where") == "One home"


def test_having_seen_theirs_one_may_replace_it(world: World, assessment: Assessment) -> None:
    give(assessment, world.manager, family("who_helps", "Nobody"))
    result = give(assessment, world.practitioner, family("who_helps", "The health visitor", 1))
    assert not result.conflicts
    assert value_of("who_helps") == "The health visitor"
    assert result.saved[0].version == 2


def test_sending_the_same_again_does_no_harm(world: World, assessment: Assessment) -> None:
    for _ in range(3):
        result = give(assessment, world.practitioner, family("who_helps", "The health visitor"))
        assert not result.conflicts
    assert Answer.objects.get(question="who_helps").version == 1


def test_an_answer_can_be_taken_out_again(world: World, assessment: Assessment) -> None:
    give(assessment, world.practitioner, family("who_helps", "The health visitor"))
    give(assessment, world.practitioner, family("who_helps", None, 1))
    assert value_of("who_helps") is None


@pytest.mark.parametrize(
    "given",
    [
        Given("nowhere", None, "who_helps", "Words", 0),
        Given("family", None, "unasked", "Words", 0),
        Given("family", 987654, "who_helps", "Words", 0),
        Given("words", None, "own_words", "Words", 0),
        Given("family", None, "who_helps", "x" * 10_001, 0),
        Given("family", None, "who_helps", 7, 0),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_is_written(
    world: World, assessment: Assessment, given: Given
) -> None:
    with pytest.raises(Refused):
        give(assessment, world.practitioner, family("who_lives_where", "One home"), given)
    assert not Answer.objects.filter(question="who_lives_where").exists()


def test_a_person_of_another_family_has_no_page(world: World, assessment: Assessment) -> None:
    stranger = make_family(world, "Bal").people.filter(kind="child")[0]
    with pytest.raises(Refused):
        give(assessment, world.practitioner, Given("words", stranger.pk, "own_words", "Words", 0))


@pytest.mark.parametrize("who", ["desk", "analyst", "nobody"])
def test_others_do_not_write(world: World, assessment: Assessment, who: str) -> None:
    with pytest.raises((Refused, Assessment.DoesNotExist)):
        give(assessment, world.people[who], family("who_helps", "Words"))
    assert not Answer.objects.filter(question="who_helps").exists()


def test_a_sitting_is_one_event(world: World, assessment: Assessment) -> None:
    for number in range(5):
        give(assessment, world.practitioner, family("who_helps", f"Words {number}", number))
    give(assessment, world.manager, family("who_lives_where", "One home"))
    events = Event.objects.filter(verb="assessment.written").values_list("actor_name", flat=True)
    assert sorted(events) == ["Mo Manager", "Pat Practitioner"]


# Eight editors at once, really committing.

EDITORS, EDITS = 8, 10


def by_turns(run: Callable[[int], int]) -> int:
    """Run eight editors at once; how many edits they were told were saved."""

    def one(number: int) -> int:
        try:
            return run(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(EDITORS) as pool:
        return sum(pool.map(one, range(EDITORS)))


def append_mark(assessment: Assessment, by: Any, mark: str) -> bool:
    """Read the answer, add a mark to it, save: what an editor does. Whether it was saved."""
    with acting_as(by):
        row = Answer.objects.filter(assessment=assessment, question="who_helps").first()
        text, version = (str(row.value), row.version) if row else ("", 0)
    return not give(assessment, by, family("who_helps", text + mark, version)).conflicts


@pytest.fixture
def shared(committing_db: CommittedDatabase) -> tuple[World, Assessment]:
    world = build_world()
    return world, started(world)


def keep_adding(world: World, assessment: Assessment) -> Callable[[int], int]:
    def run(number: int) -> int:
        marks = (f"[{number}.{edit}]" for edit in range(EDITS))
        return sum(append_mark(assessment, world.practitioner, mark) for mark in marks)

    return run


def marks_kept(world: World) -> int:
    with acting_as(world.practitioner):
        return str(value_of("who_helps")).count("[")


def test_eight_editors_of_one_answer_lose_nothing(shared: tuple[World, Assessment]) -> None:
    world, assessment = shared
    told = by_turns(keep_adding(world, assessment))
    assert 0 < told == marks_kept(world)


def test_without_the_check_the_same_editors_lose_words(
    shared: tuple[World, Assessment], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The anti-test: with the protection off, what it protects from happens."""
    monkeypatch.setattr(answering, "_may_replace", lambda theirs, given: True)
    world, assessment = shared
    told = by_turns(keep_adding(world, assessment))
    assert marks_kept(world) < told
