"""After a death, or a loss before birth, nobody is asked for or reminded of anything about them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessments.actions.doing import NewAction
from assessments.actions.planning import add_goal
from assessments.link_rules import against
from assessments.models import Action, Plan
from assessments.queries.plan import gaps_of
from audit.models import Event
from audit.refusal import Refused
from cases.actions.people.describing import add_person, describe, record_birth, record_death
from cases.models import Case, Need, Person
from cases.queries.people.members import cards_of
from cases.queries.sharing.withheld import audience_of, warnings_for
from tests.assessments.arranging import agreed, led_case
from tests.cases.helpers import sent
from tests.cases.page.arranging import mother_of
from tests.cast import World, arranged, make_family

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world: World) -> Case:
    """A plan agreed before a birth, with an action for a need of the unborn child."""
    return planned(world)


@arranged
def planned(world: World) -> Case:
    case = agreed(world, led_case(world, make_family(world, "Okafor"))).case
    add_person(
        case=case, by=world.practitioner, kind=Person.Kind.UNBORN, relationship="child",
        concerned=True, family_name="Okafor",
        expected_on=timezone.localdate() + timedelta(days=70),
    )  # fmt: skip
    need = Need.objects.create(
        case=case, person=baby_of(case), kind="health", words="Is expected soon",
        seen_on=timezone.localdate(),
    )  # fmt: skip
    due = timezone.localdate() + timedelta(days=14)
    for about, words in ((need, "Find a cot"), (None, "Sort out the rent")):
        action = NewAction(words, Action.OwnerKind.WORKER, world.practitioner.name, due)
        add_goal(case=case, by=world.practitioner, words=f"{words}!", need=about, actions=[action])
    return Case.objects.select_related("family", "locality").get(pk=case.pk)


def baby_of(case: Case) -> Person:
    return case.family.people.get(kind=Person.Kind.UNBORN)


def lose(world: World, case: Case) -> Person:
    baby = baby_of(case)
    return record_death(
        case=case, person=baby, by=world.practitioner, version=baby.version,
        died_on=timezone.localdate(),
    )  # fmt: skip


def test_what_was_planned_for_them_is_taken_out_and_nothing_else(world: World, case: Case) -> None:
    lose(world, case)
    taken_out = Action.objects.filter(case=case, dropped_on__isnull=False)
    assert [(action.words, action.result) for action in taken_out] == [
        ("Find a cot", "They have died")
    ]


def test_a_plan_is_agreed_without_a_word_on_what_they_needed(world: World, case: Case) -> None:
    plan = Plan.objects.get(case=case)
    Need.objects.create(
        case=case, person=baby_of(case), kind="housing", words="A room", seen_on=case.opened_on
    )
    assert any("Secure housing" in gap for gap in gaps_of(case, plan))
    lose(world, case)
    assert gaps_of(case, plan) == []


def test_the_lists_say_that_no_birth_is_due(client: Client, world: World, case: Case) -> None:
    client.force_login(world.practitioner)
    assert "due" in children_on_my_families(client)
    lose(world, case)
    said = children_on_my_families(client)
    assert "(due" not in said
    assert f"died {timezone.localdate():%B %Y}" in said


def children_on_my_families(client: Client) -> str:
    text = client.get("/my-families/").content.decode().replace("\xa0", " ")
    return " ".join(text[text.index("Unborn child") :][:90].replace("&nbsp;", " ").split())


def test_nobody_asks_for_parental_responsibility_of_them(world: World, case: Case) -> None:
    whom = audience_of(case, f"person-{mother_of(case).pk}")
    assert whom
    assert "Unborn" in " ".join(warnings_for(case, whom))
    lose(world, case)
    assert "Unborn" not in " ".join(warnings_for(case, whom))


def test_a_link_to_the_plan_shuts_until_somebody_has_looked(world: World, case: Case) -> None:
    before = against(case, mother_of(case))
    lose(world, case)
    new = against(case, mother_of(case)).keys() - before.keys()
    assert new == {f"death-{Person.objects.get(kind='unborn').pk}"}


def test_no_birth_is_asked_for_or_recorded_after_a_loss(world: World, case: Case) -> None:
    baby = lose(world, case)
    _rows, cards = cards_of(case, timezone.localdate(), clear=True)
    names = {name for card in cards if card.person == baby for _words, name in card.verbs}
    assert not names & {"case-birth", "case-death"}
    with pytest.raises(Refused, match="A loss is recorded"):
        record_birth(
            case=case, person=baby, by=world.practitioner, version=baby.version,
            born_on=timezone.localdate(), given_name="Ada", family_name="Okafor", sex="F",
        )  # fmt: skip


def test_it_stands_in_the_timeline_in_words_either_way(world: World, case: Case) -> None:
    lose(world, case)
    mother = mother_of(case)
    describe(
        case=case, person=mother, by=world.practitioner, version=mother.version,
        died_on=timezone.localdate(),
    )  # fmt: skip
    said = Event.objects.filter(verb="person.died").order_by("pk").values_list("summary", flat=True)
    day = f"{timezone.localdate():%-d %B %Y}"
    assert list(said) == [
        f"Unborn child (Okafor) was lost on {day}",
        f"{mother.name} died on {day}",
    ]


def test_the_page_is_found_from_the_card_and_works(
    client: Client, world: World, case: Case
) -> None:
    client.force_login(world.practitioner)
    baby = baby_of(case)
    page = f"/cases/{case.reference}/people/{baby.pk}/death/"
    assert page in client.get(f"/cases/{case.reference}/people/").content.decode()
    assert "When was the baby lost?" in client.get(page).content.decode()
    day = timezone.localdate()
    typed = {"died_on_day": day.day, "died_on_month": day.month, "died_on_year": day.year}
    assert client.post(page, sent(version=baby.version, **typed)).status_code == 302
    baby.refresh_from_db()
    assert baby.died_on == day
    again = client.post(page, sent(version=baby.version, **typed)).content.decode()
    assert "A date of death is recorded already" in again
