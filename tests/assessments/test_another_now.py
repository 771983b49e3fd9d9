"""Somebody an assessment is about is born, dies or leaves while it is written, or afterwards."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as
from assessments.actions.answering import Given, save
from assessments.actions.delegating import ask, hand_in
from assessments.actions.signing_off import sign_off
from assessments.actions.submitting import submit
from assessments.definition import Audience, Definition, Section
from assessments.models import Assessment, Delegation
from assessments.progress import Member, as_written, pages
from assessments.queries.delegated import tasks_of
from assessments.queries.sheet import Sheet
from audit.models import Job
from cases.actions.people import placing
from cases.actions.people.describing import add_person, describe
from cases.models import Case, Need, Person
from tests.assessments.arranging import said, signed_off, started, written
from tests.assessments.test_after_birth import expecting, is_born, signed_off_before_birth
from tests.cases.sharing.arranging import join
from tests.cast import World, arranged

WORDS = "She talks to the baby"
FORM = Definition(
    "f", 1, "F", "2020-01-01",
    sections=(
        Section("baby", "{name}", Audience.UNBORN), Section("words", "{name}", Audience.CHILD),
    ),
)  # fmt: skip


def read(client: Client, by: Any, assessment: Assessment) -> str:
    client.force_login(by)
    url = reverse("assessment-read", args=[assessment.case.reference, assessment.pk])
    return client.get(url).content.decode()


@pytest.mark.parametrize(
    ("kind", "sections", "is_over", "shown"),
    [
        ("unborn", [], False, [("baby", False)]),
        ("child", [], False, [("words", False)]),
        ("child", ["baby"], False, [("baby", True), ("words", False)]),
        ("child", ["baby"], True, [("baby", False)]),  # as it was signed off
        ("child", ["baby", "words"], True, [("baby", True), ("words", False)]),
        ("child", ["v2-baby"], True, [("words", False)]),  # put aside, and shown by itself
    ],
)
def test_which_sections_stand(
    kind: str, sections: list[str], is_over: bool, shown: list[tuple[str, bool]]
) -> None:
    member = Member(4, "Ada Okafor", kind, "Ada")
    members = as_written(FORM, [member], {(key, 4) for key in sections}, is_over=is_over)
    found = pages(FORM, members)
    assert [(page.section.key, page.is_past) for page in found] == shown


def test_after_a_birth_what_was_signed_off_reads_as_before(world: World, client: Client) -> None:
    case, baby = expecting(world)
    before = signed_off_before_birth(world, case)
    then = read(client, world.practitioner, before)
    is_born(world, case, baby)
    page = read(client, world.practitioner, before)
    assert WORDS in then
    assert WORDS in page
    assert page.count("Not answered") == then.count("Not answered")


def test_what_is_being_written_keeps_the_babys_section_and_asks_the_childs(
    world: World, client: Client
) -> None:
    case, baby = expecting(world)
    eha = started(world, case)
    with acting_as(world.practitioner):
        needs = {"health": "Mum smokes ten a day"}
        given = [Given("baby", baby.pk, "pregnancy", WORDS, 0),
                 Given("baby", baby.pk, "needs", needs, 0)]  # fmt: skip
        save(assessment=eha, by=world.practitioner, answers=given)
    is_born(world, case, baby)
    sheet = Sheet(Assessment.objects.get(pk=eha.pk))
    with acting_as(world.practitioner):
        own = {page.section.key: page.is_past for page in sheet.pages if page.person_id == baby.pk}
        assert own == {"words": False, "growing": False, "baby": True}
        missing = {m.page.section.key for m in sheet.missing if m.page.person_id == baby.pk}
        assert missing == {"words", "growing"}
    assert "before the birth" in read(client, world.practitioner, eha)
    written(world, Assessment.objects.get(pk=eha.pk))
    said(eha, "pregnancy", WORDS)
    with acting_as(world.practitioner):
        submit(assessment=eha, by=world.practitioner)
    with acting_as(world.manager):
        sign_off(assessment=eha, by=world.manager)
        assert Need.objects.filter(case=case, person=baby, kind="education").count() == 1
    assert WORDS in read(client, world.practitioner, eha)


def test_who_comes_later_does_not_stand_in_what_was_signed_off(
    world: World, client: Client
) -> None:
    eha = signed_off(world)
    with acting_as(world.practitioner):
        add_person(
            case=eha.case, by=world.practitioner, kind="adult", relationship="partner",
            given_name="Kofi", family_name="Late", on=timezone.localdate() + timedelta(days=1),
        )  # fmt: skip
    assert "Kofi Late" not in read(client, world.practitioner, eha)


@arranged
def asked_about(world: World, eha: Assessment, section: str, person: Person) -> Delegation:
    page = Sheet(eha).page(section, person.pk)
    assert page
    return ask(
        assessment=eha, page=page, writer=world.practitioner2, by=world.practitioner,
        question="How?", due_on=timezone.localdate() + timedelta(days=3),
    )  # fmt: skip


def loses(world: World, case: Case, person: Person) -> None:
    describe(
        case=case, person=person, by=world.practitioner, version=person.version,
        died_on=timezone.localdate(),
    )  # fmt: skip


def leaves(world: World, case: Case, person: Person) -> None:
    placing.leave(case=case, person=person, by=world.practitioner, reason="Moved away")


def born(world: World, case: Case, person: Person) -> None:
    is_born(world, case, person)


@pytest.mark.parametrize(
    ("happens", "why"),
    [(loses, "They have died"), (leaves, "No longer of the family"), (born, "The baby was born")],
)
def test_nobody_is_asked_or_reminded_any_more_and_it_can_be_sent(
    world: World, client: Client, happens: Any, why: str
) -> None:
    case, baby = expecting(world)
    eha = started(world, case)
    join(case, world.practitioner2)
    row = asked_about(world, eha, "baby", baby)
    with acting_as(world.practitioner2):
        assert len(tasks_of(world.practitioner2)) == 1
    letters = Job.objects.filter(kind="send_mail").count()
    with acting_as(world.practitioner):
        happens(world, case, baby)
        row.refresh_from_db()
        assert (row.why_ended, row.ended_by) == (why, world.practitioner)
    assert Job.objects.filter(kind="send_mail").count() == letters + 1  # to the writer: no longer
    with acting_as(world.practitioner2):
        assert tasks_of(world.practitioner2) == []
    written(world, Assessment.objects.get(pk=eha.pk))
    client.force_login(world.practitioner)
    page = client.get(reverse("case-assessment", args=[case.reference])).content.decode()
    assert why in page
    url = reverse("assessment-section", args=[case.reference, eha.pk, "baby", baby.pk])
    assert client.get(url)["Location"] == reverse("case-assessment", args=[case.reference])
    with acting_as(world.practitioner):
        submit(assessment=eha, by=world.practitioner)


def test_after_a_death_written_down_elsewhere_nobody_is_reminded(world: World) -> None:
    """Of another family of theirs: the row stays out, and no reminder comes of it."""
    case, baby = expecting(world)
    eha = started(world, case)
    join(case, world.practitioner2)
    asked_about(world, eha, "baby", baby)
    with acting_as(world.manager):
        Person.objects.filter(pk=baby.pk).update(died_on=timezone.localdate())
    with acting_as(world.practitioner2):
        assert tasks_of(world.practitioner2) == []


def test_what_was_handed_in_empty_of_somebody_born_since_can_be_read(
    world: World, client: Client
) -> None:
    case, baby = expecting(world)
    eha = started(world, case)
    join(case, world.practitioner2)
    row = asked_about(world, eha, "baby", baby)
    with acting_as(world.practitioner2):
        hand_in(delegation=row, by=world.practitioner2, note="She went to her mother")
    is_born(world, case, baby)
    with acting_as(world.practitioner):
        (task,) = tasks_of(world.practitioner)
    client.force_login(world.practitioner)
    page = client.get(task.url, follow=True).content.decode()
    assert "She went to her mother" in page
