"""What a partner has begun and not sent: kept, theirs, and never lost or overwritten unseen."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from accounts.models import User
from audit.actions import queueing
from audit.models import Job
from audit.refusal import Refused
from referrals.actions.doors import drafting
from referrals.actions.doors.drafting import Given
from referrals.models import Draft, Referral
from referrals.tasks import clear_old_drafts
from tests.cast import World, build_world
from tests.fixtures.database import CommittedDatabase
from tests.fixtures.world import as_nobody
from tests.referrals.requests import typed_form

START, FAMILIES = "/partner/start/", "/our-families/"
DIFFERS = r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"'  # from one answer to the next


@pytest.fixture
def contact(world: World) -> User:
    return world.contact


@pytest.fixture
def colleague(world: World) -> User:
    return User.objects.create_user(
        "colleague@example.org",
        name="Cy Colleague",
        role="partner_practitioner",
        agency=world.school_agency,
    )


def write(by: User, key: UUID | None = None, expected: int = 0, **typed: str) -> drafting.Saved:
    parts = typed or {"worries": "Late every day"}
    given = [Given(name, {name: [value]}, expected) for name, value in parts.items()]
    with acting_as(by):
        return drafting.save(key=key or uuid4(), by=by, given=given)


@pytest.fixture
def draft(world: World) -> Draft:
    return write(world.school).draft


def form(key: Any, **changes: Any) -> dict[str, Any]:
    return typed_form(draft=str(key), **changes)


def drafts(user: User) -> list[Draft]:
    with acting_as(user):
        return list(Draft.objects.all())


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


# Who reads it.


def test_before_it_is_sent_its_author_and_their_contact_read_it(
    world: World, draft: Draft, contact: User, colleague: User, client: Client
) -> None:
    """Row by row and page by page, for everybody."""
    people = world.people | {"contact": contact, "colleague": colleague}
    by_database = {who for who, user in people.items() if drafts(user)}
    by_page = set()
    for who, user in people.items():
        client.force_login(user)
        if client.get(f"/partner/drafts/{draft.key}/").status_code == 200:
            by_page.add(who)
    assert by_database == by_page == {"school", "contact"}
    with as_nobody():
        assert not Draft.objects.exists()


@pytest.mark.parametrize("role", ["partner_practitioner", "agency_contact"])
def test_another_agency_reads_nothing(world: World, draft: Draft, role: str) -> None:
    stranger = User.objects.create_user(
        "s@example.org", name="Stranger", role=role, agency=world.other_school
    )
    assert not drafts(stranger)


def test_an_ended_contact_reads_nothing(world: World, draft: Draft, contact: User) -> None:
    contact.is_active = False
    contact.save()
    assert not drafts(contact)


def test_unseen_is_as_not_there(world: World, draft: Draft, client: Client) -> None:
    client.force_login(world.school2)
    pages = []
    for key in (draft.key, uuid4()):
        answer = client.get(f"/partner/drafts/{key}/")
        text = re.sub(DIFFERS, "", text_of(answer))
        pages.append((answer.status_code, text))
    assert pages[0] == pages[1]


def test_the_page_of_a_contact(world: World, draft: Draft, contact: User, client: Client) -> None:
    """Their agency's drafts, and no family: an agency's contact works with none."""
    client.force_login(contact)
    page = text_of(client.get(FAMILIES))
    assert "Sam School" in page
    assert "Start an early help assessment" not in page
    read = text_of(client.get(f"/partner/drafts/{draft.key}/"))
    assert "Late every day" in read
    assert "Send request" not in read


# Saving.


def test_saved_without_scripts_and_gone_on_with(world: World, client: Client) -> None:
    client.force_login(world.school)
    key = uuid4()
    answer = client.post(START, form(key, save="1", worries="", family_knows=""))
    assert (answer.status_code, answer.headers["Location"]) == (302, FAMILIES)
    page = text_of(client.get(FAMILIES))
    assert "Amara Okafor" in page
    again = text_of(client.get(f"/partner/drafts/{key}/"))
    assert 'value="Amara"' in again
    assert 'value="wv14 0aa"' in again  # as typed, not judged
    assert "There is a problem" not in again
    with acting_as_system("looking"):
        assert not Referral.objects.exists()


def test_saved_while_typing(world: World, client: Client) -> None:
    client.force_login(world.school)
    url = f"/partner/drafts/{uuid4()}/save/"
    typed = {"changed": ["worries"], "worries": "Late", "worries-drawn": "0"}
    first = client.post(url, typed)
    assert first.json()["drawn"] == {"worries": 1}
    assert client.post(url, typed).json()["drawn"] == {"worries": 1}  # its answer was lost
    typed |= {"worries": "Late and hungry", "worries-drawn": "1"}
    assert client.post(url, typed).json()["drawn"] == {"worries": 2}
    (draft,) = drafts(world.school)
    assert draft.typed() == {"worries": ["Late and hungry"]}


def test_signed_out_it_says_so(world: World, client: Client) -> None:
    assert (
        client.post(f"/partner/drafts/{uuid4()}/save/", {"changed": ["worries"]}).status_code == 401
    )


@pytest.mark.parametrize("who", ["desk", "practitioner", "manager", "admin", "nobody"])
def test_others_cannot_save(world: World, client: Client, who: str) -> None:
    client.force_login(world.people[who])
    answer = client.post(f"/partner/drafts/{uuid4()}/save/", {"changed": ["worries"]})
    assert answer.status_code == 404


def test_nobody_writes_into_anothers_draft(
    world: World, draft: Draft, contact: User, colleague: User
) -> None:
    for other in (contact, colleague, world.school2):
        with pytest.raises(Refused):
            write(other, draft.key, 1, worries="Mine")
    assert drafts(world.school)[0].typed() == {"worries": ["Late every day"]}


def test_different_parts_come_together_and_the_same_is_shown(
    world: World, draft: Draft, client: Client
) -> None:
    """Two browsers on one draft."""
    write(world.school, draft.key, 0, tried="Breakfast club")
    write(world.school, draft.key, 1, worries="Late and hungry")
    client.force_login(world.school)
    url = f"/partner/drafts/{draft.key}/save/"
    typed = {"changed": ["worries"], "worries": "Not late at all", "worries-drawn": "1"}
    answer = client.post(url, typed)
    assert answer.status_code == 409
    (conflict,) = answer.json()["conflicts"]
    assert (conflict["part"], conflict["drawn"]) == ("worries", 2)
    assert "Late and hungry" in conflict["html"]
    assert conflict["boxes"] == {"worries": ["Late and hungry"]}
    (now,) = drafts(world.school)
    assert now.typed() == {"worries": ["Late and hungry"], "tried": ["Breakfast club"]}


def test_without_scripts_both_versions_stand_on_the_page_and_nothing_is_sent(
    world: World, draft: Draft, client: Client
) -> None:
    client.force_login(world.school)
    write(world.school, draft.key, 1, worries="Late and hungry")
    typed = form(draft.key, worries="Not late at all", **{"worries-drawn": "1"})
    page = text_of(client.post(START, typed))
    assert "Late and hungry" in page
    assert "Not late at all" in page
    with acting_as_system("looking"):
        assert not Referral.objects.exists()
    marks = dict(re.findall(r'name="(\w+-drawn)" value="(\d+)"', page))
    answer = client.post(START, form(draft.key, worries="Not late at all", **marks))
    assert answer.status_code == 302
    with acting_as_system("looking"):
        assert Referral.objects.get().worries == "Not late at all"


def test_the_version_of_another_is_shown_in_words(
    world: World, draft: Draft, client: Client
) -> None:
    client.force_login(world.school)
    theirs = {
        "children-0-given_name": ["Chidi"],
        "children-0-sex": ["M"],
        "children-0-date_of_birth_day": ["27"],
        "children-0-date_of_birth_month": ["3"],
        "children-0-date_of_birth_year": ["2016"],
        "children-0-elsewhere": ["on"],
        "children-TOTAL_FORMS": ["1"],
    }
    knows = {"family_knows": ["not_told"]}
    with acting_as(world.school):
        given = [drafting.Given("children", theirs, 0), drafting.Given("family_knows", knows, 0)]
        drafting.save(key=draft.key, by=world.school, given=given)
    typed = form(draft.key, **{"children-drawn": "0", "family_knows-drawn": "0"})
    page = text_of(client.post(START, typed))
    said = "First name: Chidi, Date of birth: 27 3 2016, Sex: Male, Lives at another address: yes"
    assert said in page
    assert "<p>The family does not know yet</p>" in page
    assert "<p>not_told</p>" not in page


def test_without_the_marks_words_would_be_lost(world: World, draft: Draft) -> None:
    """The anti-test: a writer who claims to have seen the newest overwrites it."""
    write(world.school, draft.key, 1, worries="Late and hungry")
    (now,) = drafts(world.school)
    write(world.school, draft.key, now.mark("worries"), worries="Not late at all")
    assert drafts(world.school)[0].typed() == {"worries": ["Not late at all"]}


@pytest.fixture
def committed(committing_db: CommittedDatabase) -> World:
    return build_world()


def test_eight_at_once_keep_every_part(committed: World) -> None:
    """All begin the draft at the same moment, each with a part of their own."""
    key, by = uuid4(), committed.school
    names = [
        "worries",
        "tried",
        "going_well",
        "address",
        "postcode",
        "why_not_told",
        "reasons",
        "x",
    ]

    def one(name: str) -> None:
        try:
            write(by, key, 0, **{name: f"about {name}"})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, names))
    (draft,) = drafts(by)
    assert draft.typed() == {name: [f"about {name}"] for name in names}


# Sending.


def test_sent_it_becomes_the_request(world: World, client: Client, contact: User) -> None:
    client.force_login(world.school)
    key = uuid4()
    client.post(START, form(key, save="1"))
    typed = form(key, **{f"{part}-drawn": "1" for part in ("worries", "children")})
    first, again = client.post(START, typed), client.post(START, typed)
    assert first.status_code == again.status_code == 302
    assert first.headers["Location"] == again.headers["Location"]
    with acting_as(world.school):
        referral, draft = Referral.objects.get(), Draft.objects.get()
        assert draft.sent == referral
        assert draft.parts == {}  # the words are the request's now
    client.get(FAMILIES)  # shows that it was saved
    assert "Not sent yet" not in text_of(client.get(FAMILIES))
    assert client.get(f"/partner/drafts/{key}/").status_code == 404
    page = text_of(client.post(START, form(key)))
    with acting_as_system("looking"):
        assert Referral.objects.count() == 1
    assert "sent or deleted already" in page


def test_what_cannot_be_sent_is_kept(world: World, client: Client) -> None:
    client.force_login(world.school)
    page = text_of(client.post(START, form(uuid4(), family_knows="knows", worries="")))
    assert "There is a problem" in page
    assert "Amara Okafor" in text_of(client.get(FAMILIES))


# Handing on, deleting, clearing away.


def test_a_contact_hands_it_on(
    world: World, draft: Draft, contact: User, colleague: User, client: Client
) -> None:
    client.force_login(contact)
    typed = {"one_time_key": str(uuid4()), "to": colleague.pk}
    assert client.post(f"/partner/drafts/{draft.key}/", typed).status_code == 302
    assert not drafts(world.school)
    assert drafts(colleague)[0].typed() == {"worries": ["Late every day"]}


@pytest.mark.parametrize("who", ["school", "desk", "admin"])
def test_others_do_not_hand_it_on(world: World, draft: Draft, colleague: User, who: str) -> None:
    by = world.people[who]
    with acting_as(by), pytest.raises((Refused, Draft.DoesNotExist)):
        drafting.hand_on(draft=draft, to=colleague, by=by)


def test_it_stays_in_the_agency(world: World, draft: Draft, contact: User) -> None:
    with acting_as(contact), pytest.raises(Refused, match="same agency"):
        drafting.hand_on(draft=draft, to=world.school2, by=contact)


def test_its_author_deletes_it(world: World, draft: Draft, client: Client) -> None:
    client.force_login(world.school)
    url = f"/partner/drafts/{draft.key}/delete/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"one_time_key": str(uuid4())}).status_code == 302
    assert not drafts(world.school)


def untouched_for(draft: Draft, days: int) -> None:
    moment = timezone.now() - timedelta(days=days)
    with acting_as_system("days later"):
        Draft.objects.filter(pk=draft.pk).update(started_at=moment, changed_at=moment)


def run_jobs() -> None:
    with acting_as_system("a worker"):
        for job in Job.objects.filter(state="waiting").order_by("pk"):
            queueing.run(job.pk)


def test_its_author_is_told_before_it_is_deleted(world: World, draft: Draft) -> None:
    untouched_for(draft, 24)
    clear_old_drafts()
    run_jobs()
    assert mail.outbox == []
    untouched_for(draft, 25)
    for _ in range(2):
        clear_old_drafts()
        run_jobs()
    (message,) = mail.outbox
    assert message.to == [world.school.email]
    untouched_for(draft, 31)
    clear_old_drafts()  # it was told of today: its five days are not over
    assert drafts(world.school)
    with acting_as_system("five days later"):
        Draft.objects.update(warned_at=timezone.now() - timedelta(days=5, hours=1))
    clear_old_drafts()
    assert not drafts(world.school)


def test_going_on_with_it_starts_the_days_again(world: World, draft: Draft) -> None:
    untouched_for(draft, 26)
    clear_old_drafts()
    write(world.school, draft.key, 1, worries="Still late")
    clear_old_drafts()
    (now,) = drafts(world.school)
    assert now.warned_at is None


def test_where_the_author_has_left_the_contact_is_told(
    world: World, draft: Draft, contact: User
) -> None:
    world.school.is_active = False
    world.school.save()
    untouched_for(draft, 26)
    clear_old_drafts()
    run_jobs()
    assert [message.to for message in mail.outbox] == [[contact.email]]
