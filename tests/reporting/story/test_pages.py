"""The page “Story”: who sees what of it, what is asked of the database, and a day that is over."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from assessments.models import Answer
from audit.models import Look
from cases.actions.rights import disputing
from cases.models import Case, Contact, Need, Person
from reporting.documents.story.composing import NOT_FOR_THEM, story_of
from tests.cases.page.arranging import long_past, mother_of
from tests.cases.rights.arranging import governance, proved
from tests.cases.withheld.arranging import (
    HIDDEN_STREET,
    NOTE,
    acts_for_father,
    family_with_a_past,
    items_of_each_kind,
    keep_from_father,
    let_in,
)
from tests.cast import World, make_case, make_family

READERS = ["practitioner", "desk", "school"]
# Each kind of item of which a story tells, and the words by which one sees that it does.
TOLD = {
    "cases.person": "Zebedee",
    "cases.contact": "allotment",
    "cases.need": "library at noon",
    "assessments.answer": "bakery",
    "assessments.goal": "quarrel over cards",
    "assessments.action": "chart for the mornings",
    "assessments.intervention": "Kestrel canoe club",
}


@pytest.fixture
def case(world: World) -> Case:
    """A family in whose story something of every kind is told."""
    found = family_with_a_past(world)
    Contact.objects.filter(text=NOTE).update(significant=True)
    let_in(world, found, world.school)
    return found


def page(client: Client, user: Any, case: Case, query: str = "") -> str:
    client.force_login(user)
    answer: Any = client.get(f"/cases/{case.reference}/story/{query}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.parametrize("who", READERS)
def test_every_record_is_there_for_the_reader_and_its_page_opens(
    world: World, case: Case, client: Client, who: str
) -> None:
    reader = world.people[who]
    Need.objects.create(case=case, kind="domestic_abuse", seen_on=case.opened_on,
                        about_an_adult=True, seen_by_agency=world.council)  # fmt: skip
    text = page(client, reader, case)
    with acting_as(reader):
        story = story_of(case, timezone.localdate())
        for sentence in story.sentences:
            kind, row = sentence.record.key
            assert apps.get_model(kind)._default_manager.filter(pk=row).exists(), sentence
            assert sentence.words in text
    assert len(story.sentences) > 15
    for url in {sentence.record.url for sentence in story.sentences}:
        assert url in text
        assert client.get(url).status_code == 200, url
    assert ("Safe from domestic abuse" in text) == (who != "school")


@pytest.mark.parametrize("kind", TOLD)
def test_nothing_of_what_is_hidden_shows(
    world: World, case: Case, client: Client, kind: str
) -> None:
    row = items_of_each_kind(case)[kind]
    if kind == "assessments.answer":
        row = Answer.objects.get(case=case, question="worries").pk
        Answer.objects.filter(pk=row).update(value="Two rooms over a bakery")
    assert TOLD[kind] in page(client, world.school, case)  # the anti-test
    keep_from_father(world, case, kind, row)
    acts_for_father(world, case, world.school.agency)
    assert TOLD[kind] not in page(client, world.school, case)
    assert TOLD[kind] in page(client, world.practitioner, case)


def test_a_hidden_address_is_found_in_a_text_too_long_to_be_told_whole(
    world: World, case: Case, client: Client
) -> None:
    """Cut in the middle of the street’s name, its beginning would pass the last look."""
    words = " ".join(["word"] * 59)
    Answer.objects.filter(case=case, question="worries").update(
        value=f"{words} {HIDDEN_STREET} is damp"
    )
    row = items_of_each_kind(case)["cases.address"]
    assert "word 12 …" in page(client, world.school, case)
    keep_from_father(world, case, "cases.address", row)
    acts_for_father(world, case, world.school.agency)
    text = page(client, world.school, case)
    assert "word 12" not in text
    assert "Quince" not in text


def test_to_another_agency_an_empty_place_does_not_say_that_nothing_is_recorded(
    world: World, case: Case, client: Client
) -> None:
    Answer.objects.filter(case=case).update(about_an_adult=True, saved_by_agency=world.council)
    Need.objects.filter(case=case).update(about_an_adult=True, seen_by_agency=world.council)
    Case.objects.filter(pk=case.pk).update(worries="", reason="")
    text = page(client, world.school, case)
    assert NOT_FOR_THEM in text
    assert "not recorded yet" not in text


def test_what_a_person_disputes_is_told_with_what_they_say(
    world: World, case: Case, client: Client
) -> None:
    need = Need.objects.filter(case=case).order_by("pk")[0]
    request = proved(world, case, mother_of(case), kind="rectification")
    with acting_as(governance(world)):
        disputing.dispute(
            request=request, by=governance(world), item=need, words="Need",
            statement="I was never late",
        )  # fmt: skip
    text = page(client, world.practitioner, case)
    assert "Disputed, being looked into" in text
    assert "I was never late" in text


def test_a_case_with_nothing_yet(world: World, client: Client) -> None:
    case = make_case(world, make_family(world, "Quist"))
    text = page(client, world.manager, case)
    assert "What is going well is not recorded yet." in text
    assert "No next step is recorded yet." in text or "due on" in text
    url = f"/cases/{case.reference}/assessment/"
    assert re.search(rf'going well is not recorded yet\. <a [^>]*href="{url}"', text)


def test_two_thousand_entries_are_told_as_briefly(world: World, case: Case, client: Client) -> None:
    long_past(case, world, 2000)
    with acting_as(world.practitioner):
        assert story_of(case, timezone.localdate()).length <= 480
    assert "The family was last reached by home visit." in page(client, world.practitioner, case)


def test_a_day_that_is_over(world: World, case: Case, client: Client) -> None:
    day = f"{case.opened_on:%Y-%m-%d}"
    text = page(client, world.practitioner, case, f"?on={day}")
    assert "As it stood on" in text
    assert "quarrel over cards" not in text
    assert "shown as they are now" not in text
    assert "shown as they are now" in page(client, world.school, case, f"?on={day}")
    baby = Person.objects.get(given_name="Zebedee")
    Person.objects.filter(pk=baby.pk).update(died_on=timezone.localdate())
    grandfather = page(client, world.practitioner, case)
    assert "has died" in grandfather
    yesterday = timezone.localdate() - timedelta(days=1)
    assert "has died" not in page(client, world.practitioner, case, f"?on={yesterday}")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("x", "“As it stood on” must be a real date"),
        ("1/1/2100", "The day must be today or in the past"),
        ("1/1/2001", "when the case was opened, or later"),
    ],
)
def test_a_wrong_day_keeps_what_was_typed_and_says_why(
    world: World, case: Case, client: Client, typed: str, reason: str
) -> None:
    text = page(client, world.practitioner, case, f"?on={typed}")
    assert reason in text
    assert f'value="{typed}"' in text
    assert "What worries" in text


def test_a_look_is_written_and_who_may_not_see_finds_nothing(
    world: World, case: Case, client: Client
) -> None:
    page(client, world.practitioner, case)
    assert Look.objects.filter(what=f"Story of {case.reference}", case_id=case.pk).exists()
    client.force_login(world.school2)
    assert client.get(f"/cases/{case.reference}/story/").status_code == 404
    client.force_login(world.practitioner)
    assert f'href="/cases/{case.reference}/story/"' in client.get(f"/cases/{case.reference}/").text
