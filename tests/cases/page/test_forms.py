"""The forms about a family as a browser uses them: one effect, words kept, both versions shown."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from cases.actions.people.describing import describe
from cases.forms.people.facts import facts_of
from cases.models import Address, Agreement, Alert, Case, Person, PrivacyNotice
from tests.cases.helpers import sent
from tests.cases.page.arranging import add_member, children_of, fill, mother_of
from tests.cast import World


def facts_form(person: Person, **typed: Any) -> dict[str, Any]:
    """The facts form as it is drawn, with something typed over it."""
    values = {name: value for name, value in facts_of(person).items() if value not in (None, "")}
    born = values.pop("date_of_birth", None)
    if born:
        values |= {"date_of_birth_day": born.day, "date_of_birth_month": born.month}
        values |= {"date_of_birth_year": born.year}
    values = {name: value for name, value in values.items() if value is not False}
    return sent(**(values | {"version": person.version} | typed))


def day(name: str, when: Any) -> dict[str, int]:
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


@pytest.fixture
def pat(client: Client, world: World) -> Client:
    client.force_login(world.practitioner)
    return client


def test_facts_are_saved_once(world: World, led: Case, pat: Client) -> None:
    child = children_of(led)[0]
    url = f"/cases/{led.reference}/people/{child.pk}/facts/"
    typed = facts_form(child, known_as="Bo", nhs_number="943 476 5919", disabilities=["LD"])
    for _ in range(2):
        answer = pat.post(url, typed)
        assert answer.headers["Location"] == f"/cases/{led.reference}/people/#person-{child.pk}"
    now = Person.objects.get(pk=child.pk)
    assert (now.known_as, now.nhs_number, now.disabilities) == ("Bo", "9434765919", ["LD"])
    assert now.date_of_birth == child.date_of_birth
    assert now.version == 2


def test_somebody_elses_words_are_shown_beside_mine_and_mine_are_kept(
    world: World, led: Case, pat: Client
) -> None:
    child = children_of(led)[0]
    url = f"/cases/{led.reference}/people/{child.pk}/facts/"
    typed = facts_form(child, known_as="Mine", ethnicity="BAFR")
    with acting_as(world.manager):
        describe(case=led, person=child, by=world.manager, version=1, known_as="Theirs", sex="F")
    page = pat.post(url, typed).content.decode()
    assert "Someone else changed this while you were working" in page
    assert "What somebody else wrote meanwhile" in page
    table = page.split("<tbody")[1].split("</tbody")[0]
    assert "Theirs" in table
    assert "Mine" in table
    assert "Female" in table
    assert "Black or Black British: African" in table
    assert 'name="known_as" value="Mine"' in page or 'value="Mine"' in page
    assert 'name="version" value="2"' in page
    assert Person.objects.get(pk=child.pk).known_as == "Theirs"
    assert pat.post(url, typed | {"version": 2}).status_code == 302
    assert Person.objects.get(pk=child.pk).known_as == "Mine"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"nhs_number": "943 476 5918"}, "Check the NHS number"),
        ({"upn": "A801200005001"}, "Check the UPN"),
        ({"date_of_birth_year": 2099}, "Date of birth must be today or in the past"),
        ({"disabilities": ["NONE", "LD"]}, "Untick “No disability”"),
        ({"sex": "Q"}, "Choose sex from the list"),
        ({"given_name": "x" * 101}, "Given names must be 100 characters or fewer"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    world: World, led: Case, pat: Client, typed: dict[str, Any], said: str
) -> None:
    child = children_of(led)[0]
    url = f"/cases/{led.reference}/people/{child.pk}/facts/"
    page = pat.post(url, facts_form(child, known_as="Keep me") | typed).content.decode()
    assert "There is a problem" in page
    assert said in page
    assert "Keep me" in page
    assert Person.objects.get(pk=child.pk).version == 1


def test_an_unborn_child_is_asked_when_it_is_expected(world: World, led: Case, pat: Client) -> None:
    unborn = add_member(led, world, "", "child", kind="unborn")
    url = f"/cases/{led.reference}/people/{unborn.pk}/"
    page = pat.get(url + "facts/").content.decode()
    assert 'name="expected_on_day"' in page
    assert 'name="date_of_birth_day"' not in page
    typed = {"given_name": "Ada", "family_name": "Nowak", "sex": "F", "version": 1}
    answer = pat.post(url + "birth/", sent(**typed, **day("born_on", timezone.localdate())))
    assert answer.status_code == 302
    assert Person.objects.get(pk=unborn.pk).name == "Ada Nowak"
    assert "Ada Nowak" in pat.get(f"/cases/{led.reference}/people/").content.decode()


def test_adding_a_child_with_nothing_preselected(world: World, led: Case, pat: Client) -> None:
    mother = mother_of(led)
    url = f"/cases/{led.reference}/people/new/"
    page = pat.get(url).content.decode()
    assert " checked" not in page
    assert '<option value="U" selected' in page  # sex: not known
    typed = {"kind": "child", "given_name": "Ola", "relationship": "child", "household": "1"}
    answer = pat.post(url, sent(**typed, sex="U", parents=[mother.pk], concerned="on"))
    assert answer.status_code == 302
    assert Person.objects.get(given_name="Ola").case_children.get().case_id == led.pk


def test_an_address_for_those_who_moved_together(world: World, led: Case, pat: Client) -> None:
    mother, children = mother_of(led), children_of(led)
    url = f"/cases/{led.reference}/people/{mother.pk}/addresses/new/"
    typed = sent(kind="home", lines="2 New Road", postcode="wv140aa", others=[children[0].pk])
    assert pat.post(url, typed | day("on", timezone.localdate())).status_code == 302
    moved = Address.objects.filter(lines="2 New Road", postcode="WV14 0AA")
    assert {address.person_id for address in moved} == {mother.pk, children[0].pk}
    page = pat.post(url, sent(kind="home", lines="x", postcode="nowhere")).content.decode()
    assert "Enter a full postcode, like WV14 0AA" in page


def test_place_asks_only_after_those_old_enough(world: World, led: Case, pat: Client) -> None:
    mother, (one, other) = mother_of(led), children_of(led)
    page = pat.get(f"/cases/{led.reference}/people/{one.pk}/place/").content.decode()
    assert f'name="parent_{mother.pk}"' in page
    assert f'name="parent_{other.pk}"' not in page
    assert 'name="partner"' not in page
    typed = {"relationship": "child", "household": "2", f"parent_{mother.pk}": "adoptive"}
    url = f"/cases/{led.reference}/people/{one.pk}/place/"
    assert pat.post(url, sent(**typed, version=led.family.version)).status_code == 302
    assert one.parentages.get().kind == "adoptive"
    page = pat.post(url, sent(**typed, version=led.family.version)).content.decode()
    assert "Someone else changed this while you were working" in page


def test_a_refusal_stands_in_the_error_summary(world: World, led: Case, pat: Client) -> None:
    child = children_of(led)[0]
    url = f"/cases/{led.reference}/people/{child.pk}/leaving/"
    typed = sent(reason="Gone") | day("on", timezone.localdate())
    page = pat.post(url, typed).content.decode()
    assert "There is a problem" in page
    assert "A case is about at least one child who stays." in page


def test_every_other_form_saves(world: World, led: Case, pat: Client) -> None:
    fill(led, world)
    today = timezone.localdate()
    person = led.family.people.get(memberships__relationship="mother")
    child, base = children_of(led)[0], f"/cases/{led.reference}/"
    alert, way = Alert.objects.get(), person.contact_ways.earliest("pk")
    basis, agreement = led.family.sharing_bases.get(), led.family.agreements.get()
    soon = day("review_on", today.replace(year=today.year + 1, day=1))
    forms: dict[str, dict[str, Any]] = {
        f"people/{person.pk}/ways/new/": {
            "kind": "email", "value": "a@example.org", "safe_to_contact": "unknown",
        },
        f"people/{person.pk}/ways/{way.pk}/": {"safe_to_contact": "no", "ended": "on"},
        f"people/{person.pk}/alerts/new/": {
            "kind": "house", "text": "Stairs", "source": "Seen", **soon,
        },
        f"people/{person.pk}/alerts/{alert.pk}/": {"holds": "yes", "reason": "Seen", **soon},
        f"people/{child.pk}/orders/new/": {
            "kind": "Order", "text": "…", "source": "Seen", **day("made_on", today),
        },
        f"people/{child.pk}/responsibilities/new/": {"holder": person.pk, "source": "Mother"},
        "agreements/new/": {"how": "in_writing", "person": person.pk, **day("on", today)},
        "sharing/new/": {
            "agency": world.other_school.pk, "what": "Dates", "basis": "public_task",
            "condition": "none",
            **day("on", today),
        },
        f"sharing/{basis.pk}/end/": {"reason": "Left", **day("on", today)},
        "privacy-notices/new/": {"language": "Polish", **day("on", today)},
        "objections/new/": {"who": "A neighbour", "to_what": "All of it", **day("on", today)},
        f"agreements/{agreement.pk}/withdrawal/": {"reason": "Enough", **day("on", today)},
    }  # fmt: skip
    for path, typed in forms.items():
        answer = pat.post(base + path, sent(**typed))
        assert answer.status_code == 302, (path, answer.content.decode()[-3000:])
        assert pat.post(base + path, sent()).status_code in (200, 404), path
    assert Agreement.objects.count() == 2
    assert PrivacyNotice.objects.filter(language="Polish").exists()
    text = pat.get(base).content.decode()
    assert "Rowan Secondary School: Dates" in text


@pytest.mark.parametrize("who", ["desk", "social_worker"])
def test_a_reader_cannot_send(world: World, led: Case, client: Client, who: str) -> None:
    client.force_login(world.people[who])
    child = children_of(led)[0]
    url = f"/cases/{led.reference}/people/{child.pk}/facts/"
    page = client.post(url, facts_form(child, known_as="Bo")).content.decode()
    assert "Only people who work with this family can do this." in page
    assert Person.objects.get(pk=child.pk).known_as == ""
