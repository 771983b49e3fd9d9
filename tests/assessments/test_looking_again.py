"""After a loss or a death, what plan and meeting still say of them is offered once, and quietly."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from assessments.actions.doing import NewAction
from assessments.actions.looking_again import look_again
from assessments.actions.planning import add_goal
from assessments.models import Action, LookedAgain
from assessments.queries.looking_again import names_them, to_look_at_again
from audit.models import Job
from audit.refusal import Refused
from cases.extensions import tasks_of
from cases.models import Case, Person
from reporting.documents.story.composing import story_of
from tests.assessments.arranging import planned_meeting
from tests.assessments.test_after_birth import expecting, signed_off_before_birth
from tests.cases.helpers import sent
from tests.cases.people.test_deaths import baby_of, lose, planned
from tests.cases.sharing.arranging import join, share
from tests.cast import World, arranged

NOTICE = "Look again at these"


@pytest.fixture
def case(world: World) -> Case:
    """A plan with a goal for a need of the unborn child, two in free words, and a next meeting."""
    case = planned(world)
    more(world, case)
    planned_meeting(world, case)
    return case


@arranged
def more(world: World, case: Case) -> None:
    due = timezone.localdate() + timedelta(days=20)
    for words, to_do in (
        ("The baby comes home to a calm house", "Paint the small room"),
        ("Mornings are calm", "Ask the midwife for a late appointment"),
    ):
        action = NewAction(to_do, Action.OwnerKind.WORKER, world.practitioner.name, due)
        add_goal(case=case, by=world.practitioner, words=words, need=None, actions=[action])


def again_url(case: Case) -> str:
    return f"/cases/{case.reference}/plan/again/{Person.objects.get(kind='unborn').pk}/"


def lost(world: World, case: Case) -> Person:
    with acting_as(world.practitioner):
        return lose(world, case)


def shown(client: Client, url: str) -> str:
    page = client.get(url, follow=True)
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("The baby comes home to a calm house", True),
        ("Everything is ready for the birth", True),
        ("See the midwife every fortnight", True),
        ("A birthday without shouting", False),
        ("Sort out the rent", False),
        ("Babysitting on Fridays", False),
    ],
)
def test_a_baby_is_known_in_free_words(words: str, names: bool) -> None:
    assert names_them(Person(kind="unborn"), words) is names


def test_somebody_born_is_known_by_name_alone() -> None:
    child = Person(kind="child", given_name="Amara", known_as="Mo")
    assert names_them(child, "Amara sleeps through")
    assert not names_them(child, "The baby sleeps; Mo too")  # too short to tell


def test_the_page_after_recording_a_loss_offers_what_was_written_before(
    client: Client, world: World, case: Case
) -> None:
    client.force_login(world.practitioner)
    baby, day = baby_of(case), timezone.localdate()
    typed = {"died_on_day": day.day, "died_on_month": day.month, "died_on_year": day.year}
    answer = client.post(
        f"/cases/{case.reference}/people/{baby.pk}/death/", sent(version=baby.version, **typed)
    )
    assert answer["Location"] == again_url(case)
    page = shown(client, again_url(case))
    for words in ("Find a cot!", "The baby comes home to a calm house", "Paint the small room",
                  "Ask the midwife for a late appointment", "The next meeting", "was lost on",
                  "There is no hurry"):  # fmt: skip
        assert words in page
    assert "Sort out the rent" not in page
    assert "Find a cot (" not in page  # the action was taken out with the loss


def test_the_case_says_it_quietly_until_somebody_has_looked(
    client: Client, world: World, case: Case
) -> None:
    url = f"/cases/{case.reference}/"
    client.force_login(world.practitioner)
    assert NOTICE not in shown(client, url)
    lost(world, case)
    jobs = Job.objects.count()
    assert NOTICE in shown(client, url)
    assert "3 goals of the plan and the next meeting were written before" in shown(client, url)
    client.force_login(world.manager)
    assert NOTICE in shown(client, url)
    share(case, world, world.school_agency)
    join(case, world.school)
    client.force_login(world.school)
    assert NOTICE not in shown(client, url)  # does not change the plan
    client.force_login(world.practitioner)
    sending = sent()
    for _ in range(2):  # a double click has one effect
        assert client.post(again_url(case), sending)["Location"] == url
    assert LookedAgain.objects.filter(case=case).count() == 1
    assert NOTICE not in shown(client, url)
    assert client.get(again_url(case))["Location"].startswith(f"/cases/{case.reference}/people/")
    assert Job.objects.count() == jobs  # nobody is written to
    with acting_as(world.practitioner):
        assert tasks_of(world.practitioner) == []  # nor reminded


def test_where_nothing_names_them_nothing_is_said(client: Client, world: World) -> None:
    case, _baby = expecting(world)
    lost(world, case)
    client.force_login(world.practitioner)
    assert NOTICE not in shown(client, f"/cases/{case.reference}/")
    assert "/people/" in client.get(again_url(case))["Location"]


def test_whoever_does_not_change_the_plan_is_shown_nothing(
    client: Client, world: World, case: Case
) -> None:
    lost(world, case)
    share(case, world, world.school_agency)
    join(case, world.school)
    client.force_login(world.school)
    assert "/people/" in client.get(again_url(case))["Location"]
    assert client.post(again_url(case), sent()).status_code == 200  # with the reason
    with acting_as(world.school), pytest.raises(Refused):
        look_again(case=case, person=Person.objects.get(kind="unborn"), by=world.school)
    assert not LookedAgain.objects.exists()
    client.force_login(world.practitioner2)
    assert client.get(again_url(case)).status_code == 404


def test_of_somebody_who_lives_nothing_is_looked_at_again(
    client: Client, world: World, case: Case
) -> None:
    client.force_login(world.practitioner)
    page = client.post(again_url(case), sent()).content.decode()
    assert "No death and no loss is recorded of" in page
    with acting_as(world.practitioner):
        assert not to_look_at_again(case, baby_of(case))
        with pytest.raises(Refused, match="No death and no loss"):
            look_again(case=case, person=baby_of(case), by=world.practitioner)


def test_the_story_does_not_look_forward_to_them(world: World) -> None:
    case, _baby = expecting(world)
    signed_off_before_birth(world, case)
    today = timezone.localdate()
    with acting_as(world.practitioner):
        before = [one.record.row for one in story_of(case, today).sentences]
    lost(world, case)
    with acting_as(world.practitioner):
        after = story_of(Case.objects.get(pk=case.pk), today)
        told = [one for one in after.sentences if "Unborn" in one.words or "baby" in one.words]
    assert told == []
    assert len(after.sentences) <= len(before)
