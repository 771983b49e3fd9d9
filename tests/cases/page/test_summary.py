"""The Summary page and the people it names: the story, agreement, linked families, tree."""

from datetime import date

from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from cases.actions.sharing import agreeing
from cases.models import Case, Parentage, Person, TafMember
from cases.queries.people.kin import kin_of
from cases.queries.people.linked import counted_once, linked_families
from cases.queries.people.members import members_of
from cases.tree.kin import Mark
from cases.tree.words import couples, groups
from tests.cases.page.arranging import SAFE, add_member, children_of, fill, link
from tests.cast import World, make_case


def text_of(client: Client, world: World, case: Case, who: str, tab: str = "") -> str:
    client.force_login(world.people[who])
    return client.get(f"/cases/{case.reference}/{tab}").content.decode()


def test_an_empty_case_says_what_will_be_here(world: World, waiting: Case, client: Client) -> None:
    text = text_of(client, world, waiting, "manager")
    assert "It comes from the assessment when it is signed off." in text
    assert "No plan has been agreed yet." in text
    assert "Nobody’s agreement is recorded." in text
    assert "Not given yet." in text
    assert "Linked families" not in text


def test_agreement_sharing_and_notice_stand_apart(world: World, led: Case, client: Client) -> None:
    fill(led, world)
    text = text_of(client, world, led, "practitioner")
    assert "Ngozi Nowak agreed" in text
    assert "Hawthorn Primary School: The plan (public task" in text
    assert "in Igbo." in text
    agreement = led.family.agreements.get()
    with acting_as(world.practitioner):
        agreeing.withdraw_agreement(
            case=led, agreement=agreement, by=world.practitioner, reason="Enough people come"
        )
    text = text_of(client, world, led, "practitioner")
    assert "Withdrawn" in text
    assert "Enough people come" in text
    assert "eh-box--late" in text


def test_another_family_shows_only_as_far_as_one_may_know(
    world: World, led: Case, client: Client
) -> None:
    other = link(led, world)
    theirs = other.one if other.one != led.family else other.other
    unseen = text_of(client, world, led, "practitioner")
    assert "Another family" in unseen
    assert "Kaya family" not in unseen
    assert "this does not mean that nobody is helping" in unseen
    assert "Pat Practitioner coordinates." in unseen
    make_case(world, theirs, locality=world.low_hill)
    assert "Kaya family" not in text_of(client, world, led, "practitioner")
    assert "Kaya family" not in text_of(client, world, led, "manager")  # of Bilston
    seen = text_of(client, world, led, "head")
    assert "Kaya family" in seen
    assert "It has an open case." in seen


def test_a_child_of_two_families_is_counted_once(world: World, led: Case) -> None:
    link(led, world, "Kaya")
    link(led, world, "Moran")
    with acting_as(world.practitioner):
        found = linked_families(led, world.practitioner)
    assert len(found) == 2
    assert counted_once(found) == ["Child1 Nowak"]


def test_a_safe_address_is_on_the_people_page_alone_and_closed(
    world: World, led: Case, client: Client
) -> None:
    fill(led, world)
    for tab in ("", "timeline/", "history/", "documents/"):
        assert SAFE not in text_of(client, world, led, "practitioner", tab), tab
    text = text_of(client, world, led, "practitioner", "people/")
    inside = text.split("Show the safe address")[1].split("</details>")[0]
    assert SAFE in inside
    assert text.count(SAFE) == 1
    assert "eh-no-print" in text


def test_a_partner_who_does_not_lead_reads_no_safe_address(
    world: World, led: Case, client: Client
) -> None:
    fill(led, world)
    with acting_as(world.practitioner):
        TafMember.objects.create(
            case=led, family=led.family, user=world.school, name="Sam School",
            agency=world.school_agency, joined_on=timezone.localdate(),
        )  # fmt: skip
    text = text_of(client, world, led, "school", "people/")
    assert "Safe address" in text
    assert "Ask the lead practitioner." in text
    assert SAFE not in text
    assert "WV10 9AA" not in text
    assert "1 Test Street" in text
    summary = text_of(client, world, led, "school")
    assert "Record agreement" in summary
    assert "Record a basis for sharing" not in summary
    page = text_of(client, world, led, "school", "sharing/new/")
    assert "Only the lead practitioner or the locality’s manager can do this." in page


def test_a_way_that_is_not_safe_cannot_be_rung_by_a_touch(
    world: World, led: Case, client: Client
) -> None:
    fill(led, world)
    text = text_of(client, world, led, "practitioner", "people/")
    assert 'href="tel:07700900123"' in text
    assert 'href="tel:01632960555"' not in text
    assert "Not safe to use" in text
    assert "He listens in" in text


def test_the_tree_is_drawn_with_words_beside_it(world: World, led: Case, client: Client) -> None:
    fill(led, world)
    for tab in ("", "people/"):
        text = text_of(client, world, led, "practitioner", tab)
        svg = text.split('<svg class="eh-tree__drawing"')[1].split("</svg>")[0]
        assert 'role="img"' in svg
        assert "<title" in svg
        assert "<desc" in svg
        assert "style=" not in svg
    with acting_as(world.practitioner):
        kin = kin_of(members_of(led), timezone.localdate())
    said = [line.words for group in groups(kin) for line in group.people]
    assert any("child of" in words and "this case is about them" in words for words in said)
    assert [group.title for group in groups(kin)] == ["Home 1", "Home 2"]
    assert couples(kin) == ["Ngozi Nowak and Emeka Nowak are separated"]


def test_gender_comes_before_sex_and_the_unborn_have_their_own_mark(
    world: World, led: Case
) -> None:
    fill(led, world)
    child = children_of(led)[0]
    Person.objects.filter(pk=child.pk).update(sex="M", gender="girl_woman")
    kin = kin_of(members_of(led), timezone.localdate())
    marks = {member.id: member.mark for member in kin.members}
    assert marks[child.pk] is Mark.CIRCLE
    assert Mark.TRIANGLE in marks.values()


def test_a_parent_outside_the_family_and_one_who_died_are_drawn_in_no_home(
    world: World, led: Case
) -> None:
    child = children_of(led)[0]
    with acting_as_system("arranging a test"):
        outside = Person.objects.create(kind="adult", given_name="Jan", family_name="Nowak")
        Parentage.objects.create(child=child, parent=outside)
    gran = add_member(
        led, world, "Ada", "grandparent", date_of_birth=date(1950, 1, 1), died_on=date(2019, 2, 3)
    )
    kin = kin_of(members_of(led), timezone.localdate())
    found = {member.id: member for member in kin.members}
    assert found[outside.pk].home == 0
    assert found[gran.pk].died
    assert found[gran.pk].note == "1950 – 2019"


def test_long_and_foreign_names_do_not_break_the_page(
    world: World, led: Case, client: Client
) -> None:
    add_member(led, world, "<b>Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww</b>", "relative")
    add_member(led, world, "بنت خالد الأنصاري", "relative")
    text = text_of(client, world, led, "practitioner", "people/")
    assert "<b>Www" not in text
    assert "بنت" in text


def test_documents_of_every_room_are_listed(world: World, led: Case, client: Client) -> None:
    from cases.actions.steps import stepping_up

    text = text_of(client, world, led, "practitioner", "documents/")
    assert "No documents yet." in text
    with acting_as(world.practitioner):
        found = stepping_up.request(
            case=led, by=world.practitioner, why_now="Injury", urgent=True, rung_whom="Sol"
        )
    text = text_of(client, world, led, "practitioner", "documents/")
    assert "Urgent step-up pack" in text
    page = text_of(client, world, led, "practitioner", f"documents/step-up/{found.pk}/")
    assert "Injury" in page
    assert led.reference in page
