"""Whoever leads a family now reads what early help did for it before, and nobody besides."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from accounts.models import User
from cases.actions.endings.closing import close_case
from cases.actions.leads.allocating import allocate
from cases.actions.leads.covering import name_cover
from cases.actions.sharing.agreeing import record_agreement
from cases.actions.sharing.restricting import restrict
from cases.models import Agreement, Allocation, Case, Closure, SharingBasis
from tests.cases.helpers import sees
from tests.cases.withheld.arranging import let_in
from tests.cast import World, make_case
from tests.referrals.kinds import an_account

TODAY, CLOSED = timezone.localdate(), date(2026, 11, 10)


@pytest.fixture
def earlier(world: World, led: Case) -> Case:
    """A case of Bilston that its practitioner led to the end."""
    ended(world, led)
    with acting_as_system("arranging a test"):
        # A while ago, as of a family that comes back.
        Closure.objects.filter(case=led).update(closed_on=CLOSED)
        Case.objects.filter(pk=led.pk).update(closed_on=CLOSED)
        return Case.objects.select_related("family", "locality").get(pk=led.pk)


def ended(world: World, case: Case, reason: str = "aged_out") -> Case:
    by = world.manager if case.locality == world.bilston else world.manager2
    with acting_as(by):
        close_case(case=case, by=by, reason=reason, outcomes={}, summary="He is 18")
    case.refresh_from_db()
    return case


def again(world: World, earlier: Case, lead: User | None = None) -> Case:
    """The family comes back, in Low Hill."""
    today = {"received_on": TODAY, "on": TODAY}
    case = make_case(world, earlier.family, world.low_hill, minded_by=world.manager2, **today)
    if lead:
        with acting_as(world.manager2):
            allocate(case=case, lead=lead, by=world.manager2)
    with acting_as_system("arranging a test"):
        return Case.objects.select_related("family", "locality").get(pk=case.pk)


def test_the_lead_of_a_family_that_came_back_sees_its_earlier_case(
    world: World, earlier: Case
) -> None:
    assert not sees(world.practitioner2, earlier)
    again(world, earlier, world.practitioner2)
    assert sees(world.practitioner2, earlier)
    with acting_as_system("arranging a test"):
        held = Allocation.objects.filter(user=world.practitioner2)
        held.update(ended_at=timezone.now(), end_reason="reassigned")
    assert not sees(world.practitioner2, earlier)


def test_whoever_looks_after_a_family_that_waits_sees_it_too(world: World, earlier: Case) -> None:
    assert not sees(world.manager2, earlier)
    case = again(world, earlier)
    assert sees(world.manager2, earlier)
    with acting_as(world.manager2):
        allocate(case=case, lead=world.practitioner2, by=world.manager2)
    assert not sees(world.manager2, earlier)


def test_whoever_covers_for_the_lead_sees_it(world: World, earlier: Case) -> None:
    again(world, earlier, world.practitioner2)
    other = an_account("Per Practitioner", "per@example.org", "practitioner", world.council)
    assert not sees(other, earlier)
    with acting_as(world.manager2):
        name_cover(
            absent=world.practitioner2,
            worker=other,
            from_date=TODAY,
            to_date=TODAY + timedelta(days=7),
            by=world.manager2,
        )
    assert sees(other, earlier)


def test_a_partner_does_not_neither_leading_nor_in_the_team(world: World, earlier: Case) -> None:
    case = make_case(world, earlier.family, on=TODAY)
    with acting_as(world.manager):
        let_in(world, case, world.school)
        allocate(case=case, lead=world.school, by=world.manager)
    assert sees(world.school, case)
    assert not sees(world.school, earlier)


def test_who_led_it_before_does_not_see_the_new_one(world: World, earlier: Case) -> None:
    case = again(world, earlier, world.practitioner2)
    assert sees(world.practitioner, earlier)
    assert not sees(world.practitioner, case)


def test_a_restricted_record_stays_with_those_named(world: World, earlier: Case) -> None:
    again(world, earlier, world.practitioner2)
    with acting_as(world.manager):
        restrict(
            case=earlier, by=world.manager, kind="staff", reason="A colleague’s family",
            named=[world.manager, world.desk], deputies=[world.head],
        )  # fmt: skip
    assert not sees(world.practitioner2, earlier)


def test_the_summary_leads_to_it_and_says_how_it_ended(
    world: World, client: Client, earlier: Case
) -> None:
    mistaken = ended(world, again(world, earlier), "opened_in_error")
    case = again(world, earlier, world.practitioner2)
    client.force_login(world.practitioner2)
    page = client.get(reverse("case", args=[case.reference])).content.decode()
    block = page.split('id="before"')[1].split("</section>")[0]
    assert reverse("case", args=[earlier.reference]) in block
    assert "2 November 2026 to 10 November 2026, Bilston. Closed: young person reached 18" in block
    assert mistaken.reference not in block
    assert client.get(reverse("case", args=[earlier.reference])).status_code == 200
    of_the_earlier = client.get(reverse("case", args=[earlier.reference])).content.decode()
    assert 'id="before"' not in of_the_earlier


def test_what_was_agreed_for_the_help_before_is_to_be_asked_again(
    world: World, client: Client, earlier: Case
) -> None:
    mother = earlier.family.people.get(given_name="Ngozi")
    Agreement.objects.create(
        family=earlier.family, person=mother, how="by_phone", given_on=date(2026, 11, 3),
        recorded_at=timezone.now(), recorded_by=world.practitioner,
    )  # fmt: skip
    SharingBasis.objects.create(
        family=earlier.family,
        agency=world.school_agency,
        basis="public_task",
        what="The plan",
        from_date=date(2026, 11, 3),
    )
    case = again(world, earlier, world.practitioner2)
    client.force_login(world.practitioner2)
    page = reverse("case", args=[case.reference])
    assert "That was for the help before: ask again." in client.get(page).content.decode()
    assert "From the help before: check that it still holds." in client.get(page).content.decode()
    with acting_as(world.practitioner2):
        record_agreement(case=case, by=world.practitioner2, how="in_person", person=mother)
    assert client.get(page).content.decode().count("ask again") == 1
    of_the_earlier = client.get(reverse("case", args=[earlier.reference])).content.decode()
    assert "help before" not in of_the_earlier


def test_the_story_tells_of_it(world: World, client: Client, earlier: Case) -> None:
    case = again(world, earlier, world.practitioner2)
    client.force_login(world.practitioner2)
    url = reverse("case-story", args=[case.reference])
    told = (
        "Early help worked with the family before, from 2 November 2026 to 10 November 2026: "
        "young person reached 18."
    )
    assert told in client.get(url).content.decode()
