"""Nothing is typed twice: what a new assessment starts from, whose it stays, who may not see it."""

from datetime import date
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.acting import acting_as
from assessments.actions.answering import Given, save
from assessments.actions.assessing import start
from assessments.actions.carrying import confirm
from assessments.actions.finishing import finish
from assessments.actions.signing_off import sign_off
from assessments.actions.submitting import submit
from assessments.carrying import Held, Source, carried
from assessments.models import Answer, Assessment, Score
from assessments.queries.sheet import Sheet
from assessments.queries.since import since
from cases.actions.leads.allocating import hand_to
from cases.actions.sharing.withholding import acts_for
from cases.journey import Stage
from cases.models import Case, Withheld
from tests.assessments.arranging import begun, led_case, said, signed_off, teenager, written
from tests.cases.page.arranging import mother_of
from tests.cases.withheld.arranging import let_in
from tests.cast import World, arranged

SPOTS = [(s, p, q) for s in "abc" for p in (None, 1, 2) for q in "xyz"]
PLACES = [(s, q) for s in "abc" for q in "xyz"]
VALUES = (None, "", "one", "two")


def a_source(chance: Random, number: int) -> Source:
    """Answers at some places, of which some go on, each to a place of its own."""
    spots = chance.sample(SPOTS, chance.randrange(len(SPOTS)))
    answers = [
        Held(100 * number + place, *spot, chance.choice(VALUES)) for place, spot in enumerate(spots)
    ]
    going = chance.randrange(len(PLACES) + 1)
    pairs = zip(chance.sample(PLACES, going), chance.sample(PLACES, going), strict=True)
    ways = {old: (new, lambda value: value) for old, new in pairs}
    return Source(number, date(2026, 1, 1), tuple(answers), ways)


@given(st.integers(0, 100_000))
def test_no_answer_is_lost_none_is_invented_and_the_first_source_wins(seed: int) -> None:
    chance = Random(seed)
    found = [a_source(chance, number) for number in range(3)]
    asked, taken = (set(chance.sample(SPOTS, chance.randrange(len(SPOTS)))) for _ in range(2))
    along = carried(found, asked, taken)
    by_spot = {one.spot: one for one in along}
    assert len(by_spot) == len(along)
    assert set(by_spot) <= asked - taken
    expected: dict[Any, Held] = {}
    for source in found:
        for held in source.answers:
            way = source.ways.get((held.section, held.question))
            if way and held.value is not None:
                spot = (way[0][0], held.person, way[0][1])
                expected.setdefault(spot, held)
    assert {spot: one.held for spot, one in by_spot.items()} == {
        spot: held for spot, held in expected.items() if spot in asked - taken
    }
    assert all(one.value == one.held.value for one in along)


@arranged
def talked(world: World, case: Case, by: Any) -> Assessment:
    """A conversation on record, finished on the third of November."""
    record = written(world, begun(case, "conversation", by), by)
    said(record, "going_well", "They eat together")
    return finish(assessment=record, by=by, on=date(2026, 11, 3))


def answers(assessment: Assessment) -> dict[str, Answer]:
    """Those to the questions of the whole family."""
    rows = Answer.objects.filter(assessment=assessment, person=None)
    return {row.question: row for row in rows.select_related("saved_by")}


def test_a_conversation_goes_on_in_the_assessment_until_it_is_edited_or_confirmed(
    world: World, client: Client
) -> None:
    case = led_case(world, reason="Mum asked the school for help")
    talk = talked(world, case, world.duty)
    with acting_as(world.practitioner):
        eha = start(case=case, by=world.practitioner)
        found = answers(eha)
        assert set(found) == {
            "what_brought", "family_view", "strengths", "worries", "first_steps"
        }  # fmt: skip
        assert {row.carried_from_id for row in found.values()} == {talk.pk}
        assert {row.saved_by for row in found.values()} == {world.duty}
        assert found["strengths"].value == "They eat together"
    client.force_login(world.practitioner)
    url = reverse("assessment-section", args=[case.reference, eha.pk, "meaning"])
    page = client.get(url).content.decode()
    assert page.count("From the conversation of 3 November 2026, written by Dot Duty") == 2
    assert "All 2 are still right" in page
    with acting_as(world.practitioner):
        edited = Given("meaning", None, "worries", "Late most days", found["worries"].version)
        save(assessment=eha, by=world.practitioner, answers=[edited])
        view = Sheet(eha).page("meaning", None)
        assert view is not None
        every = [question.key for question in view.questions]
        assert confirm(assessment=eha, by=world.practitioner, page=view, questions=every) == 1
        now = answers(eha)
    assert {key for key, row in now.items() if row.carried_from_id} == {
        "what_brought", "strengths", "first_steps"
    }  # fmt: skip
    assert (now["worries"].saved_by, now["family_view"].saved_by) == (
        world.practitioner, world.duty
    )  # fmt: skip
    assert now["family_view"].value == found["family_view"].value
    assert answers(talk)["worries"].value != "Late most days"  # the record stays as it was
    submit_url = reverse("assessment-submit", args=[case.reference])
    assert "nobody has said that they still hold" in client.get(submit_url).content.decode()


def test_what_parents_may_not_know_stays_kept_from_them_where_it_goes_on(
    world: World, client: Client
) -> None:
    case = led_case(world)
    amara = teenager(case, world.practitioner)
    own = written(world, begun(case, "young_person", world.practitioner, amara.pk))
    said(own, "own_words", "Ask me before you ring dad")
    said(own, "parents_may_see", "no")
    let_in(world, case, world.school)
    with acting_as(world.practitioner):
        finish(assessment=own, by=world.practitioner)
        eha = start(case=case, by=world.practitioner)
        copies = Answer.objects.filter(assessment=eha, person=amara)
        assert {row.question for row in copies} == {"own_words", "own_score", "good"}
        marks = Withheld.objects.filter(row_id__in=copies.values("pk"))
        assert {mark.person_id for mark in marks} == {mother_of(case).pk}
        assert marks.count() == 3
    url = reverse("assessment-section", args=[case.reference, eha.pk, "words", amara.pk])
    client.force_login(world.school)
    assert "Ask me before you ring dad" in client.get(url).content.decode()
    with acting_as(world.practitioner):
        agency, mother = world.school_agency, mother_of(case)
        acts_for(case=case, by=world.practitioner, agency=agency, person=mother)
    assert "Ask me before you ring dad" not in client.get(url).content.decode()


@arranged
def to_be_assessed_again(case: Case, lead: Any = None) -> Case:
    """Social care handed the case back: it is at its assessment again."""
    Case.objects.filter(pk=case.pk).update(stage=Stage.ASSESSING)
    return Case.objects.select_related("locality", "family").get(pk=case.pk)


@pytest.fixture
def again(world: World) -> tuple[Assessment, Assessment]:
    """An assessment that was signed off, and the one that follows it."""
    last = signed_off(world)
    case = to_be_assessed_again(last.case)
    with acting_as(world.practitioner):
        return last, start(case=case, by=world.practitioner)


def test_an_assessment_follows_the_last_and_says_what_changed(
    world: World, again: tuple[Assessment, Assessment], client: Client
) -> None:
    last, new = again
    with acting_as(world.practitioner):
        before = {(r.section, r.person_id, r.question): r.value for r in last.answers.all()}
        now = {(r.section, r.person_id, r.question): r for r in new.answers.all()}
        assert {key: row.value for key, row in now.items()} == before
        assert new.follows_id == last.pk
        row = now["home", None, "housing"]
        housing = Given("home", None, "housing", "Notice to leave by May", row.version)
        save(assessment=new, by=world.practitioner, answers=[housing])
        found = since(Sheet(Assessment.objects.select_related("form", "case").get(pk=new.pk)))
        assert found is not None
        assert [(one.question.key, one.now) for one in found.changed] == [
            ("housing", ["Notice to leave by May"])
        ]
        assert found.unchanged == len(before) - 1
        submit(assessment=new, by=world.practitioner)
    client.force_login(world.manager)
    page = client.get(reverse("assessment-sign-off", args=[new.case.reference])).content.decode()
    assert "1 answer changed" in page
    assert "What was seen and heard, in some detail." in page
    assert "Notice to leave by May" in page
    assert "As on " in page
    client.force_login(world.practitioner)
    url = reverse("assessment-section", args=[new.case.reference, new.pk, "home"])
    assert "Notice to leave by May" in client.get(url).content.decode()
    before_it = scores(new.case)
    with acting_as(world.manager):
        sign_off(assessment=new, by=world.manager)
    assert scores(new.case) == before_it  # no score that nobody confirmed is a new reading


@arranged
def scores(case: Case) -> int:
    return Score.objects.filter(case=case).count()


def test_an_adults_own_goes_on_as_theirs_and_a_partner_carries_none_they_may_not_read(
    world: World, again: tuple[Assessment, Assessment], client: Client
) -> None:
    last, new = again
    own = {"own_health", "history", "factors"}
    with acting_as(world.practitioner):
        marked = Answer.objects.filter(assessment=new, about_an_adult=True)
        assert {row.question for row in marked} == own
        Assessment.objects.filter(pk=new.pk).update(state="ended")
    let_in(world, last.case, world.school)
    with acting_as(world.school):
        assert not Answer.objects.filter(assessment=new, question__in=own).exists()
    theirs = led_by_the_school(world, last.case)
    with acting_as(world.school):
        found = start(case=theirs, by=world.school)
        kept = {row.question for row in found.answers.all()}
    assert not kept & own
    assert "housing" in kept
    with acting_as(world.practitioner):
        assert not Answer.objects.filter(assessment=found, question__in=own).exists()


@arranged
def led_by_the_school(world: World, case: Case) -> Case:
    hand_to(case=case, lead=world.school, by=world.manager)
    return Case.objects.select_related("locality", "family").get(pk=case.pk)
