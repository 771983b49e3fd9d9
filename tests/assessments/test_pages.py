"""A walk through the pages by their forms, and how many questions each asks of the database."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from assessments.actions.planning import add_goal, agree
from assessments.actions.reviewing import Guest, Minutes, Reading, hold
from assessments.models import Action, Assessment, Goal, NeedSetAside, Plan, Review
from assessments.queries.plan import needs_of
from audit.models import OneTimeKey
from cases.actions.people.registering import add_to_family, register_person
from cases.journey import Stage
from cases.models import Case, CaseChild, Need, TafMember
from tests.assessments.arranging import (
    action_by,
    agreed,
    every_answer,
    give,
    goal_of,
    led_case,
    planned,
    signed_off,
    started,
    submitted,
    written,
)
from tests.cast import World, make_family

TODAY = timezone.localdate()
A_DAY = {"day": TODAY.day, "month": TODAY.month, "year": TODAY.year}


def date_boxes(name: str) -> dict[str, int]:
    return {f"{name}_{part}": value for part, value in A_DAY.items()}


def hidden(page: str) -> dict[str, str]:
    """The hidden boxes of a page's own form."""
    main = page[page.index("<main") :]
    tags = re.findall(r'<input[^>]*type="hidden"[^>]*>', main)
    return {_of("name", tag): _of("value", tag) for tag in tags}


def _of(attribute: str, tag: str) -> str:
    found = re.search(rf'{attribute}="([^"]*)"', tag)
    return found[1] if found else ""


class Browser:
    """Somebody's browser without scripts."""

    def __init__(self, user: Any) -> None:
        self.client = Client()
        self.client.force_login(user)

    def open(self, name: str, case: Case, /, *more: Any) -> str:
        answer = self.client.get(reverse(name, args=[case.reference, *more]))
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def send(self, name: str, case: Case, /, *more: Any, **typed: Any) -> Any:
        """Open the page, fill its form in, send it."""
        kept = hidden(self.open(name, case, *more))
        return self.client.post(reverse(name, args=[case.reference, *more]), kept | typed)


def now(case: Case) -> Case:
    with acting_as_system("looking"):
        return Case.objects.get(pk=case.pk)


def test_the_way_from_start_to_meeting(world: World) -> None:
    case = led_case(world)
    lead, manager = Browser(world.practitioner), Browser(world.manager)
    answer = lead.send("assessment-start", case, form="eha")
    assessment = Assessment.objects.get(case_id=case.pk)
    assert answer["Location"].endswith(f"/assessment/{assessment.pk}/family/")
    assert "Some answers are needed" in lead.open("assessment-submit", case)
    written(world, assessment)
    lead.send("assessment-submit", case)
    assert now(case).stage == Stage.SIGN_OFF
    page = manager.send("assessment-sign-off", case, verdict="return").content.decode()
    assert "Write what should be changed" in page
    manager.send("assessment-sign-off", case, verdict="return", comments="Say more of dad")
    assert now(case).stage == Stage.ASSESSING
    assert "Say more of dad" in lead.open("assessment-section", case, assessment.pk, "family")
    lead.send("assessment-submit", case)
    manager.send("assessment-sign-off", case, verdict="sign_off")
    assert now(case).stage == Stage.PLANNING
    the_plan(world, case, lead)
    the_meeting(case, lead)


def test_whoever_wrote_it_is_offered_to_return_it_and_not_to_sign_it_off(world: World) -> None:
    case = led_case(world, lead=world.manager)
    submitted(world, case, world.manager)
    page = Browser(world.manager).open("assessment-sign-off", case)
    assert "Another manager signs it off." in page
    assert 'value="sign_off"' not in page
    assert 'value="return"' in page


def the_plan(world: World, case: Case, lead: Browser) -> None:
    assert "Add at least one goal" in lead.open("plan-agree", case)
    first, *rest = list(Need.objects.filter(case_id=case.pk).order_by("pk"))
    lead.send(
        "plan-goal-add",
        case,
        words="Mornings without shouting",
        need=first.pk,
        **{
            "actions-TOTAL_FORMS": 1,
            "actions-INITIAL_FORMS": 0,
            "actions-0-words": "Make a chart",
            "actions-0-who": f"user-{world.practitioner.pk}",
        },
        **date_boxes("actions-0-due_on"),
    )
    action = Action.objects.get(case_id=case.pk)
    assert (action.owner_name, action.owner_user) == ("Pat Practitioner", world.practitioner)
    goal = Goal.objects.get(case_id=case.pk)
    lead.send("plan-need-aside", case, rest[0].pk, needs=[need.pk for need in rest], goal=goal.pk)
    assert NeedSetAside.objects.filter(why="Answered by “Mornings without shouting”").count() == 3
    answer = lead.send("plan-agree", case, **date_boxes("agreed_on"))
    assert "Select who of the family agreed the plan" in answer.content.decode()
    lead.send("plan-agree", case, people=["Ngozi Okafor"], others="Gran", **date_boxes("agreed_on"))
    assert now(case).stage == Stage.SUPPORTING
    assert Plan.objects.get(case_id=case.pk).agreed_with == "Ngozi Okafor, Gran"


def the_meeting(case: Case, lead: Browser) -> None:
    lead.send("taf-member-add", case, name="Helen Visitor", role="Health visitor")
    member = TafMember.objects.get(case_id=case.pk)
    mother = case.family.people.get(kind="adult")
    child = case.family.people.filter(kind="child")[0]
    action = Action.objects.get(case_id=case.pk)
    typed = {
        f"guest-taf-{member.pk}": "away",
        f"guest-person-{mother.pk}": "came",
        f"score-{child.pk}": "4",
        "score-worker": "6",
        f"done-{action.pk}": "on",
        f"result-{action.pk}": "It hangs on the fridge",
        "minutes": "We went through the plan",
        "others-TOTAL_FORMS": 1,
        "others-INITIAL_FORMS": 0,
        "others-0-name": "Uncle Ben",
        "agreed-TOTAL_FORMS": 1,
        "agreed-INITIAL_FORMS": 0,
        "agreed-0-words": "Ring the bus company",
        "agreed-0-who": f"person-{mother.pk}",
        "agreed-0-goal": "new",
        **date_boxes("agreed-0-due_on"),
        **date_boxes("held_on"),
    }
    more = lead.send("taf-record", case, **typed, **{"agreed-add": "1"}).content.decode()
    assert "Action agreed <span data-number>2</span>" in more
    assert "There is a problem" not in more
    assert "Uncle Ben" in more
    answer = lead.send("taf-record", case, **typed)
    assert "Action agreed 1: Enter what will be different</a>" in answer.content.decode()
    answer = lead.send("taf-record", case, **typed, **{"agreed-0-new_goal": "In school on time"})
    assert answer.status_code == 302
    review = Review.objects.get(case_id=case.pk)
    assert sorted(review.attendances.values_list("name", "came")) == [
        ("Helen Visitor", False), ("Ngozi Okafor", True), ("Uncle Ben", True),
    ]  # fmt: skip
    assert sorted(review.scores.values_list("scorer", "value")) == [("child", 4), ("worker", 6)]
    action.refresh_from_db()
    assert action.result == "It hangs on the fridge"
    agreed_now = Action.objects.get(agreed_at=review)
    assert (agreed_now.words, agreed_now.owner_name) == ("Ring the bus company", mother.name)
    assert agreed_now.goal.words == "In school on time"
    assert "Ring the bus company" in lead.open("taf", case, review.pk)
    assert "Ring the bus company" in lead.open("case-plan", case)
    lead.send("taf-copy", case, review.pk, **date_boxes("copied_on"))
    assert "Given" in lead.open("case-meetings", case)
    lead.send("taf-member-remove", case, member.pk)
    member.refresh_from_db()
    assert member.left_on == TODAY


def test_what_is_written_of_something_gone_meanwhile_is_not_lost(world: World) -> None:
    case, lead = agreed(world).case, Browser(world.practitioner)
    lead.send("taf-member-add", case, name="Helen Visitor", role="Health visitor")
    member, action = TafMember.objects.get(case_id=case.pk), Action.objects.get(case_id=case.pk)
    mother = case.family.people.get(kind="adult")
    kept = hidden(lead.open("taf-record", case))
    typed = kept | date_boxes("held_on") | {
        f"guest-taf-{member.pk}": "came", f"guest-person-{mother.pk}": "came",
        f"done-{action.pk}": "on", f"result-{action.pk}": "It hangs on the fridge",
    }  # fmt: skip
    with acting_as_system("meanwhile"):
        Action.objects.filter(pk=action.pk).update(done_on=TODAY)
        TafMember.objects.filter(pk=member.pk).update(left_on=TODAY)
    url = reverse("taf-record", args=[case.reference])
    page = lead.client.post(url, typed).content.decode()
    assert "It hangs on the fridge" in page
    assert "Helen Visitor is no longer in the team." in page
    assert not Review.objects.filter(case_id=case.pk).exists()
    again = hidden(page) | date_boxes("held_on") | {f"guest-person-{mother.pk}": "came"}
    assert lead.client.post(url, again).status_code == 302


def test_an_action_is_changed_ticked_and_taken_out(world: World) -> None:
    plan = planned(world)
    case, lead = plan.case, Browser(world.practitioner)
    action = goal_of(plan).actions.get()
    boxes = date_boxes("due_on")
    lead.send("plan-action", case, action.pk, words="Draw a chart", who="other-family", **boxes)
    action.refresh_from_db()
    assert action.words != "Draw a chart"  # the name of somebody else was not given
    lead.send("plan-action", case, action.pk, words="Draw a chart", who="other-family",
              name="Aunt Bisi", **boxes)  # fmt: skip
    action.refresh_from_db()
    assert (action.words, action.owner_name, action.owner_kind) == (
        "Draw a chart", "Aunt Bisi", "family",
    )  # fmt: skip
    lead.send("plan-action-done", case, action.pk, result="Done well", **date_boxes("done_on"))
    goal = goal_of(plan)
    lead.send("plan-action-add", case, goal.pk, words="Buy pens", who="other-worker", name="Kim",
              **boxes)  # fmt: skip
    pens = Action.objects.get(words="Buy pens")
    lead.send("plan-action-drop", case, pens.pk, why="Gran has some")
    lead.send("plan-goal", case, goal.pk, words="Calm mornings", need="other",
              **date_boxes("reached_on"))  # fmt: skip
    page = lead.open("case-plan", case)
    for words in (
        "Calm mornings",
        "Done well",
        "Gran has some",
        "Taken out",
        "1 of 1 goal reached",
    ):
        assert words in page


def test_two_people_change_one_goal_the_second_sees_both(world: World) -> None:
    plan = planned(world)
    case, goal = plan.case, goal_of(plan)
    one, two = Browser(world.practitioner), Browser(world.manager)
    kept = hidden(two.open("plan-goal", case, goal.pk))
    one.send("plan-goal", case, goal.pk, words="Calm mornings", need="other")
    url = reverse("plan-goal", args=[case.reference, goal.pk])
    page = two.client.post(url, kept | {"words": "Quiet mornings", "need": "other"})
    shown = page.content.decode()
    assert "Calm mornings" in shown
    assert ">Quiet mornings</textarea>" in shown
    goal.refresh_from_db()
    assert goal.words == "Calm mornings"
    again = hidden(shown) | {"words": "Quiet mornings", "need": "other"}
    assert two.client.post(url, again).status_code == 302


@pytest.mark.parametrize("clicks", [2, 3])
def test_a_form_sent_again_has_one_effect(world: World, clicks: int) -> None:
    case, lead = led_case(world), Browser(world.practitioner)
    url = reverse("assessment-start", args=[case.reference])
    kept = hidden(lead.open("assessment-start", case)) | {"form": "eha"}
    places = {lead.client.post(url, kept)["Location"] for _ in range(clicks)}
    assert len(places) == 1
    assert Assessment.objects.filter(case_id=case.pk).count() == 1
    assert OneTimeKey.objects.count() == 1
    url = reverse("taf-record", args=[case.reference])
    mother = case.family.people.get(kind="adult")
    typed = {f"guest-person-{mother.pk}": "came", "others-TOTAL_FORMS": 0,
             "others-INITIAL_FORMS": 0}  # fmt: skip
    sent = hidden(lead.open("taf-record", case)) | date_boxes("held_on") | typed
    for _ in range(clicks):
        assert lead.client.post(url, sent).status_code == 302
    assert Review.objects.filter(case_id=case.pk).count() == 1


def test_add_another_keeps_what_was_typed(world: World) -> None:
    case, lead = signed_off(world).case, Browser(world.practitioner)
    page = lead.send("plan-goal-add", case, words="Sleep", **{
        "actions-TOTAL_FORMS": 1, "actions-INITIAL_FORMS": 0, "actions-0-words": "Buy a bed",
        "actions-add": "1",
    }).content.decode()  # fmt: skip
    assert "Action <span data-number>2</span>" in page
    assert ">Buy a bed</textarea>" in page
    assert "There is a problem" not in page


def test_another_that_was_left_blank_is_left_out(world: World) -> None:
    case, lead = signed_off(world).case, Browser(world.practitioner)
    need = Need.objects.filter(case_id=case.pk)[0]
    answer = lead.send("plan-goal-add", case, words="Sleep", need=need.pk, **{
        "actions-TOTAL_FORMS": 2, "actions-INITIAL_FORMS": 0, "actions-0-words": "Buy a bed",
        "actions-0-who": f"user-{world.practitioner.pk}", "actions-1-words": "",
    }, **date_boxes("actions-0-due_on"))  # fmt: skip
    assert answer.status_code == 302
    assert Action.objects.get(case_id=case.pk).words == "Buy a bed"


def test_what_may_not_be_done_is_greyed_with_its_reasons(world: World) -> None:
    case = submitted(world).case
    page = Browser(world.practitioner).open("case-plan", case)
    assert "The assessment must be signed off first." in page
    assert 'aria-disabled="true"' in page
    page = Browser(world.practitioner).open("plan-agree", case)
    assert "This cannot be done now" in page
    assert "<form" not in page[page.index("<main") :]


def test_the_case_lists_its_documents(world: World) -> None:
    plan = agreed(world)
    with acting_as(world.practitioner):
        hold(case=plan.case, by=world.practitioner, held_on=TODAY,
             record_of=Minutes(guests=[Guest("Ngozi", came=True)]))  # fmt: skip
    page = Browser(world.practitioner).open("case-documents", plan.case)
    for title in ("Early help assessment", "The family’s plan", "Record of a TAF meeting"):
        assert title in page


# How many questions a page asks of the database does not grow with what is written.


def asked(django_assert_max_num_queries: Any, browser: Browser, url: str) -> int:
    browser.client.get(url)  # fills what is kept in memory
    with django_assert_max_num_queries(40) as context:
        assert browser.client.get(url).status_code == 200
    return len(context)


def grow(world: World, case: Case, children: int) -> None:
    with acting_as_system("more children"):
        for number in range(children):
            child = register_person(
                by=world.desk, kind="child", given_name=f"More{number}", family_name="Okafor"
            )
            add_to_family(family=case.family, person=child, relationship="child", by=world.desk)
            CaseChild.objects.create(case=case, person=child, joined_on=TODAY)


def test_pages_of_an_assessment(world: World, django_assert_max_num_queries: Any) -> None:
    assessment = started(world)
    case, lead = assessment.case, Browser(world.practitioner)
    places = [("assessment-section", assessment.pk, "family"), ("case-assessment",),
              ("assessment-read", assessment.pk), ("assessment-submit",)]  # fmt: skip
    urls = [reverse(str(name), args=[case.reference, *more]) for name, *more in places]
    give(world, assessment, world.practitioner, every_answer(assessment))
    few = [asked(django_assert_max_num_queries, lead, url) for url in urls]
    grow(world, case, 4)
    give(world, assessment, world.practitioner, every_answer(assessment))
    many = [asked(django_assert_max_num_queries, lead, url) for url in urls]
    assert few == many
    assert max(few) <= 16


def test_pages_of_a_plan_and_its_meetings(world: World, django_assert_max_num_queries: Any) -> None:
    plan = agreed(world)
    case, lead = plan.case, Browser(world.practitioner)
    names = ["case-plan", "case-meetings", "case-documents", "taf-record", "plan-goal-add"]
    urls = [reverse(name, args=[case.reference]) for name in names]
    add_meetings(world, case, 1)
    few = [asked(django_assert_max_num_queries, lead, url) for url in urls]
    add_meetings(world, case, 3)
    with acting_as(world.practitioner):
        for need in needs_of(case):
            add_goal(case=case, by=world.practitioner, words="More", need=need,
                     actions=[action_by(world), action_by(world)])  # fmt: skip
    many = [asked(django_assert_max_num_queries, lead, url) for url in urls]
    assert few == many
    assert max(few) <= 17  # the documents ask once more: was domestic abuse notified?


def add_meetings(world: World, case: Case, count: int) -> None:
    with acting_as(world.practitioner):
        for _ in range(count):
            guests = [Guest("Ngozi", came=True), Guest("Sam", True, world.school_agency)]
            said = Minutes(guests=guests, readings=[Reading("worker", 5, "Pat")])
            hold(case=case, by=world.practitioner, held_on=TODAY, record_of=said)
            TafMember.objects.create(case=case, family=case.family, name="Helen", joined_on=TODAY)


def test_how_often_is_asked_with_what_holds_if_nothing_is_said(world: World) -> None:
    browser = Browser(world.practitioner)
    case = signed_off(world).case
    blocked = browser.open("plan-agree", case)
    assert ">Back to the plan</a>" in blocked.split("This cannot be done now")[1]
    case = planned(world, led_case(world, make_family(world, "Quist"))).case
    text = browser.open("plan-agree", case)
    assert text.count("very 6 weeks") == 1
    assert "Not agreed: 6 weeks then" in text
    with acting_as(world.practitioner):
        agree(case=case, by=world.practitioner, agreed_with="Ngozi Quist")
    assert "As before: not agreed: 6 weeks then" in browser.open("taf-record", case)
    Case.objects.filter(pk=case.pk).update(contact_every=2)
    assert "As before: every 2 weeks" in browser.open("taf-record", case)
