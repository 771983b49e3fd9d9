"""A change of school: the old one's people leave at once, a handover is offered, nobody is left."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from accounts.models import User
from audit.actions import queueing
from audit.models import Event, Job
from audit.refusal import Refused
from cases.actions.leads.allocating import allocate
from cases.actions.people import changing_school
from cases.actions.people.describing import describe
from cases.actions.people.registering import add_to_family, record_address
from cases.models import Case, Person, SchoolChange, SharingBasis, TafMember
from tests.cases.helpers import fresh, sent
from tests.cast import World, make_case, make_family


@pytest.fixture
def case(led: Case, world: World) -> Case:
    """Hawthorn is in the team; the elder child goes there, the younger nowhere."""
    join(led, world)
    with acting_as_system("arranging a test"):
        Person.objects.filter(pk=child(1).pk).update(school=world.school_agency)
    return led


def join(case: Case, world: World) -> None:
    with acting_as_system("arranging a test"):
        TafMember.objects.create(
            case=case,
            family=case.family,
            user=world.school,
            name=world.school.name,
            agency=world.school_agency,
            joined_on="2026-11-02",
        )
        SharingBasis.objects.create(
            family=case.family, agency=world.school_agency, what="Plan", from_date="2026-11-02"
        )


def child(number: int) -> Person:
    with acting_as_system("looking"):
        return Person.objects.filter(given_name=f"Child{number}").latest("pk")


def move(case: Case, world: World, by: User | None = None, to: Any = "rowan") -> None:
    by = by or world.practitioner
    new = world.other_school if to == "rowan" else to
    person = child(1)
    with acting_as(by):
        describe(case=case, person=person, by=by, version=person.version, school=new)


def run_jobs() -> None:
    with acting_as_system("a worker"):
        for job in Job.objects.filter(state="waiting").order_by("pk"):
            queueing.run(job.pk)


def sees(user: User, case: Case) -> bool:
    with acting_as(user):
        return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def change_of(case: Case) -> SchoolChange:
    with acting_as_system("looking"):
        return SchoolChange.objects.select_related("old", "new").get(case=case)


def test_the_old_school_no_longer_sees_it_and_the_record_says_why(world: World, case: Case) -> None:
    assert sees(world.school, case)
    move(case, world)
    assert not sees(world.school, case)
    with acting_as_system("looking"):
        assert not TafMember.objects.filter(case=case, left_on__isnull=True).exists()
        assert SharingBasis.objects.get(family=case.family_id).stopped_at
        left = Event.objects.get(verb="taf.left")
    assert left.reason == "Child1 Nowak left Hawthorn Primary School"
    assert sees(world.practitioner, case)


@pytest.mark.parametrize("who", ["practitioner", "manager", "school"])
def test_whoever_writes_the_new_school_ends_it(world: World, case: Case, who: str) -> None:
    """The old school's own worker too, who loses sight of the record in that moment."""
    move(case, world, by=world.people[who])
    assert not sees(world.school, case)
    assert change_of(case).writers == [world.school.pk]


def test_without_the_verb_access_would_go_on(world: World, case: Case) -> None:
    with acting_as_system("written past the verb"):
        Person.objects.filter(pk=child(1).pk).update(school=world.other_school)
    assert sees(world.school, case)


def test_a_school_that_was_not_in_the_team_is_nobodys_business(world: World, led: Case) -> None:
    with acting_as_system("arranging a test"):
        Person.objects.filter(pk=child(1).pk).update(school=world.school_agency)
    move(led, world)
    with acting_as_system("looking"):
        assert not SchoolChange.objects.exists()


def test_while_a_sibling_goes_there_only_the_lead_is_asked(world: World, case: Case) -> None:
    with acting_as_system("arranging a test"):
        Person.objects.filter(pk=child(2).pk).update(school=world.school_agency)
    move(case, world)
    change = change_of(case)
    assert sees(world.school, case)
    assert (change.still_there, change.writers) == (True, [])
    with acting_as(world.practitioner):
        changing_school.settle(
            case=case, change=change, outcome="ended", why="Not needed", by=world.practitioner
        )
    assert not sees(world.school, case)
    assert change_of(case).writers == [world.school.pk]


def test_where_the_old_school_stays(world: World, case: Case) -> None:
    with acting_as_system("arranging a test"):
        Person.objects.filter(pk=child(2).pk).update(school=world.school_agency)
    move(case, world)
    with acting_as(world.practitioner):
        changing_school.settle(
            case=case,
            change=change_of(case),
            outcome="stays",
            why="For Child2",
            by=world.practitioner,
        )
    assert sees(world.school, case)


def hand_over(world: World, case: Case, to: User, by: User) -> None:
    with acting_as(by):
        changing_school.hand_over(
            case=case, change=change_of(case), to=to, basis="public_task", what="The plan", by=by
        )


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("practitioner", True), ("manager", True), ("head", True), ("school2", False)],
)
def test_who_hands_over(world: World, case: Case, who: str, allowed: bool) -> None:
    move(case, world)
    if allowed:
        hand_over(world, case, world.school2, world.people[who])
    else:
        with pytest.raises((Refused, Case.DoesNotExist)):
            hand_over(world, case, world.school2, world.people[who])
    assert sees(world.school2, case) is allowed


def test_handed_over_once_and_to_the_new_school_alone(world: World, case: Case) -> None:
    move(case, world)
    with pytest.raises(Refused, match="works at the new school"):
        hand_over(world, case, world.school, world.practitioner)
    hand_over(world, case, world.school2, world.practitioner)
    with pytest.raises(Refused, match="seen to already"):
        hand_over(world, case, world.school2, world.practitioner)


def test_no_handover_says_why(world: World, case: Case) -> None:
    move(case, world, to=None)
    change = change_of(case)
    by = world.practitioner
    with acting_as(by), pytest.raises(Refused, match="Write why"):
        changing_school.settle(case=case, change=change, outcome="no_handover", why=" ", by=by)
    with acting_as(by), pytest.raises(Refused, match="not recorded"):
        changing_school.hand_over(
            case=case, change=change, to=world.school2, basis="public_task", what="x", by=by
        )


def test_a_case_the_old_school_led_is_given_to_the_manager(
    world: World, case: Case, client: Client
) -> None:
    with acting_as(world.manager):
        allocate(case=fresh(case, world), lead=world.school, by=world.manager)
    move(case, world, by=world.school)
    assert not sees(world.school, case)
    assert fresh(case, world).minded_by == world.manager
    client.force_login(world.manager)
    assert "Name a lead" in client.get("/needs-you/").content.decode()
    with acting_as(world.manager):
        allocate(case=fresh(case, world), lead=world.practitioner, by=world.manager)
    assert "Name a lead" not in client.get("/needs-you/").content.decode()
    assert "Hand over" in client.get("/needs-you/").content.decode()


def test_other_families_of_the_child_follow(world: World, case: Case) -> None:
    """A case that whoever wrote it cannot see: its own people leave too, by a job at once."""
    other = make_case(world, make_family(world, "Eze", 1), locality=world.low_hill)
    person = child_named("Nowak")
    with acting_as_system("arranging a test"):
        add_to_family(family=other.family, person=person, relationship="child", by=world.desk)
    join(other, world)
    by = world.practitioner
    with acting_as(by):
        describe(case=case, person=person, by=by, version=person.version, school=world.other_school)
    run_jobs()
    assert not sees(world.school, other)
    assert sees(world.manager2, other)


def child_named(family_name: str) -> Person:
    with acting_as_system("looking"):
        return Person.objects.get(given_name="Child1", family_name=family_name)


# The last note.


@pytest.fixture
def moved(world: World, case: Case) -> SchoolChange:
    move(case, world)
    return change_of(case)


def test_the_old_school_leaves_one_note_without_the_record(
    world: World, case: Case, moved: SchoolChange, client: Client
) -> None:
    client.force_login(world.school)
    assert "Leave a last note about Child1 Nowak" in client.get("/our-families/").content.decode()
    url = f"/school-notes/{moved.pk}/"
    page = client.get(url).content.decode()
    assert "Rowan Secondary School" in page
    assert case.reference not in page
    assert client.get(f"/cases/{case.reference}/").status_code == 404
    assert client.post(url, sent(words="He reads best in the morning.")).status_code == 302
    assert client.get(url).status_code == 404
    client.force_login(world.practitioner)
    shown = client.get(f"/cases/{case.reference}/school-changes/{moved.pk}/").content.decode()
    assert "He reads best in the morning." in shown


@pytest.mark.parametrize("who", ["school2", "desk", "practitioner", "manager2", "analyst"])
def test_the_note_is_the_old_schools_alone(
    world: World, moved: SchoolChange, client: Client, who: str
) -> None:
    client.force_login(world.people[who])
    assert client.get(f"/school-notes/{moved.pk}/").status_code == 404


def test_the_note_has_its_time(world: World, moved: SchoolChange, client: Client) -> None:
    with acting_as_system("later"):
        SchoolChange.objects.update(note_until=timezone.localdate() - timedelta(days=1))
    client.force_login(world.school)
    assert client.get(f"/school-notes/{moved.pk}/").status_code == 404
    with acting_as(world.school), pytest.raises(Refused, match="time for a last note"):
        changing_school.leave_note(change=moved, by=world.school, words="Late")


def test_a_school_that_would_lead_to_a_safe_address_is_not_named(
    world: World, case: Case, client: Client
) -> None:
    with acting_as_system("arranging a test"):
        record_address(person=child(2), by=world.desk, kind="refuge", safe_address=True)
    move(case, world)
    client.force_login(world.school)
    page = client.get(f"/school-notes/{change_of(case).pk}/").content.decode()
    assert "another school" in page
    assert "Rowan" not in page


def test_the_mail_names_nobody(world: World, moved: SchoolChange) -> None:
    run_jobs()
    (message,) = mail.outbox
    assert message.to == [world.school.email]
    assert not re.search("Child1|Nowak|Rowan", f"{message.subject}{message.body}")


# The pages.

READERS = {"desk", "social_worker", "manager", "head", "practitioner", "duty", "team_manager"}


def test_who_finds_the_page_of_the_change(
    world: World, case: Case, moved: SchoolChange, client: Client
) -> None:
    found = set()
    for who, user in world.people.items():
        client.force_login(user)
        if client.get(f"/cases/{case.reference}/school-changes/{moved.pk}/").status_code == 200:
            found.add(who)
    assert found == READERS


def test_the_lead_hands_over_on_the_page(
    world: World, case: Case, moved: SchoolChange, client: Client
) -> None:
    client.force_login(world.practitioner)
    assert "Child1 Nowak left Hawthorn" in client.get("/my-families/").content.decode()
    url = f"/cases/{case.reference}/school-changes/{moved.pk}/"
    text = client.post(url, sent(outcome="handed_over")).content.decode()
    assert "Select who joins the team" in text
    typed = sent(outcome="handed_over", to=world.school2.pk, basis="public_task", what="The plan")
    assert client.post(url, typed).status_code == 302
    assert sees(world.school2, case)
    assert "left Hawthorn" not in client.get("/my-families/").content.decode()


def test_whoever_ended_their_own_access_is_led_home(
    world: World, case: Case, client: Client
) -> None:
    client.force_login(world.school)
    person = child(1)
    url = f"/cases/{case.reference}/people/{person.pk}/facts/"
    form = re.findall(r'name="version" value="(\d+)"', client.get(url).content.decode())
    typed = {
        "version": form[0],
        "given_name": "Child1",
        "family_name": "Nowak",
        "date_of_birth_day": 2,
        "date_of_birth_month": 3,
        "date_of_birth_year": 2015,
        "sex": "M",
        "gender": person.gender,
        "ethnicity": person.ethnicity,
        "send": person.send,
        "school": world.other_school.pk,
    }
    answer = client.post(url, sent(**typed))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert not sees(world.school, case)
