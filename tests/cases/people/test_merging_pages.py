"""The pages that find another record, compare two, make them one and split them."""

import html

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as_system
from accounts.models import User
from audit.models import Look
from cases.models import (
    Address,
    Case,
    ChildSeen,
    Contact,
    CourtOrder,
    Merge,
    Person,
    Withheld,
)
from tests.cases.helpers import sent
from tests.cases.people.merging import child_of, merged_by, pair
from tests.cast import World, make_family

MERGERS = {"desk", "social_worker", "head"}  # who see families of every locality


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def two(world: World) -> tuple[Person, Person]:
    kept, merged = pair(world)
    Person.objects.filter(pk=merged.pk).update(given_name="Chidi", given_key="chidi", sex="F")
    return Person.objects.get(pk=kept.pk), Person.objects.get(pk=merged.pk)


def versions(kept: Person, merged: Person) -> dict[str, str]:
    return {"version": str(kept.version), "other_version": str(merged.version)}


def test_from_the_people_page_to_one_record_and_back(
    world: World, two: tuple[Person, Person]
) -> None:
    kept, merged = two
    client = signed_in(world.desk)
    case = Case.objects.get(family__memberships__person=kept)
    finding = reverse("person-same", args=[kept.pk])
    assert finding in client.get(reverse("case-people", args=[case.reference])).content.decode()
    comparing = reverse("person-merge", args=[kept.pk, merged.pk])
    found = client.post(finding, {"q": "chidi okafor"}).content.decode()
    assert comparing in found
    shown = client.get(comparing).content.decode()
    assert "checked" not in shown  # nothing is preselected
    assert "Open cases:" in shown
    assert "will belong to 2 families" in shown
    typed = versions(kept, merged) | {"stands_given_name": "merged", "reason": "One child"}
    refused = client.post(comparing, sent(**typed))
    assert refused.status_code == 200
    assert "One child" in refused.content.decode()
    answer = client.post(comparing, sent(**typed, stands_sex="merged"))
    made = Merge.objects.get()
    assert answer.headers["Location"] == reverse("merge", args=[made.pk])
    page = client.get(answer.headers["Location"]).content.decode()
    assert "One child" in page
    assert "1 membership" in page
    splitting = reverse("merge-split", args=[made.pk])
    assert client.get(splitting).status_code == 200
    kept.refresh_from_db()
    typed = {"version": "1", "kept_version": str(kept.version), "reason": "Two children"}
    assert client.post(splitting, sent(**typed)).status_code == 302
    merged.refresh_from_db()
    assert merged.merged_into_id is None


def test_a_link_to_the_merged_record_leads_to_the_kept_one(
    world: World, two: tuple[Person, Person]
) -> None:
    kept, merged = two
    made = merged_by(world.desk, kept, merged)
    case = Case.objects.get(family=merged_family(made))
    client = signed_in(world.manager2)
    page = client.get(reverse("case-person", args=[case.reference, merged.pk]))
    assert page.status_code == 200
    assert "Child1" in page.content.decode()
    elsewhere = signed_in(world.practitioner)
    assert (
        elsewhere.get(reverse("case-person", args=[case.reference, merged.pk])).status_code == 404
    )


def merged_family(made: Merge) -> int:
    row = made.rows.get(what="moved", table="cases_casechild")
    family: int = Case.objects.get(case_children=row.row_id).family_id
    return family


def test_what_somebody_else_changed_meanwhile_is_shown_and_what_was_typed_stays(
    world: World, two: tuple[Person, Person]
) -> None:
    kept, merged = two
    typed = versions(kept, merged) | {"stands_given_name": "kept", "stands_sex": "kept"}
    Person.objects.get(pk=merged.pk).change(upn="B801200005001", family_name="Okafore")
    client = signed_in(world.desk)
    answer = client.post(
        reverse("person-merge", args=[kept.pk, merged.pk]), sent(**typed, reason="One child")
    )
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Someone else changed this" in shown
    assert "Okafore" in shown
    assert "One child" in shown
    assert not Merge.objects.exists()


def test_who_finds_the_pages(world: World, two: tuple[Person, Person]) -> None:
    kept, merged = two
    pages = [reverse("person-same", args=[kept.pk]),
             reverse("person-merge", args=[kept.pk, merged.pk])]  # fmt: skip
    for who, user in world.people.items():
        client = signed_in(user)
        found = [client.get(page).status_code == 200 for page in pages]
        one_of_theirs = who in {"manager", "team_manager"}
        assert found == [who in MERGERS or one_of_theirs, who in MERGERS], who
    made = merged_by(world.desk, kept, merged)
    for who, user in world.people.items():
        status = signed_in(user).get(reverse("merge", args=[made.pk])).status_code
        managers = {"manager", "manager2", "team_manager"}
        assert (status == 200) == (who in MERGERS | managers), who


def test_every_look_is_in_the_families_looks(world: World, two: tuple[Person, Person]) -> None:
    kept, merged = two
    signed_in(world.desk).get(reverse("person-merge", args=[kept.pk, merged.pk]))
    families = set(Look.objects.values_list("family_id", flat=True))
    assert families == {row.memberships.get().family_id for row in two}


def test_the_search_asks_the_same_number_of_questions_for_each_found(world: World) -> None:
    first = child_of(make_family(world, "Okafor"))
    client = signed_in(world.desk)

    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.post(reverse("person-same", args=[first.pk]), {"q": "child1 okafor"})
        return len(seen)

    questions()
    counts = []
    for wanted in (1, 2, 6):
        for _ in range(wanted):
            make_family(world, "Okafor", children=1)
        counts.append(questions())
    assert len(set(counts)) == 1


def test_a_split_says_at_which_contact_and_of_which_family(
    world: World, two: tuple[Person, Person]
) -> None:
    kept, merged = two
    cases = [Case.objects.get(family__memberships__person=one) for one in two]
    made = merged_by(world.desk, kept, merged)
    with acting_as_system("arranging"):
        for case in cases:
            contact = Contact.objects.create(
                case=case, by=world.desk, kind="home_visit", text="Seen",
                happened_at=timezone.now(), recorded_at=timezone.now(),
            )  # fmt: skip
            ChildSeen.objects.create(contact=contact, case=case, person_id=kept.pk)
    client = signed_in(world.desk)
    page = html.unescape(client.get(reverse("merge-split", args=[made.pk])).content.decode())
    for case in cases:
        assert f"{case.family.name} ({case.reference})" in page
    assert page.count("Home visit of ") == len(cases)
    for case, which in zip(cases, ("kept", "other"), strict=True):
        assert f"the {which} record ({case.family.name}, {case.reference})" in page
    again = client.post(reverse("merge-split", args=[made.pk]), sent()).content.decode()
    assert "<title>Error: Split two records" in again


def test_before_a_merge_it_says_what_the_other_family_will_meet(
    world: World, two: tuple[Person, Person]
) -> None:
    comparing = reverse("person-merge", args=[one.pk for one in two])
    client = signed_in(world.desk)
    assert "safe address" not in client.get(comparing).content.decode()
    with acting_as_system("arranging"):
        Address.objects.filter(person=two[0]).update(safe_address=True)
        CourtOrder.objects.create(
            child=two[1], kind="Order", text="No contact", source="Seen",
            made_on=timezone.localdate(),
        )  # fmt: skip
        Withheld.objects.create(
            family=two[1].memberships.get().family, kind="cases.person", row_id=two[1].pk,
            name="Somebody", why="domestic_abuse", set_by=world.desk, set_at=timezone.now(),
        )  # fmt: skip
    said = html.unescape(client.get(comparing).content.decode())
    assert "A safe address is recorded." in said
    assert "A court order is recorded." in said
    assert "will be marked for each family" in said
