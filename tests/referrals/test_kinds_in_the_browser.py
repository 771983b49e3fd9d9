"""The doors of social care and the police, and what goes elsewhere, in Chromium."""

import pytest
from playwright.sync_api import Page, expect

from accounts.acting import acting_as, acting_as_system
from referrals.actions.sending_on import send_request_on
from referrals.models import Notification, Referral, SchoolNotice
from tests.browsing import DESKTOP, PHONE, faults, sign_in
from tests.cast import PASSWORD, World, make_case
from tests.fixtures.browser import LiveSite
from tests.referrals.kinds import (
    arranged_notification,
    make_notification,
    make_step_down,
    name_key_adult,
)
from tests.referrals.requests import make_request


def arrange(world: World) -> list[str]:
    """A request of each kind, and the addresses of the desk's pages about them."""
    name_key_adult(world.school.agency, world.school)
    down, high = make_step_down(world), arranged_notification(world, risk="high")
    make_notification(world, works_at_school="yes", works_at=world.school.agency)
    away, case = make_request(address_kind="out_of_area", postcode=""), make_case(world)
    to = {"council_name": "Dudmere", "phone": "01632 960700", "how": "telephone"}
    with acting_as(world.desk):
        sent = send_request_on(referral=away, by=world.desk, to=to, why="They moved")
    under = {
        down: ("", "files/new/", "source/"),
        high: ("", "screening/", "notification/"),
        away: ("", f"sent-on/{sent.pk}/", "sent-on/new/"),
    }
    pages = [f"/requests/{row.reference}/{part}" for row, parts in under.items() for part in parts]
    own = ["step-down/", "adult/", "waiting-for-others/", ""]
    return [*pages, *(f"/requests/{one}" for one in own), "/notifications/new/",
            f"/cases/{case.reference}/"]  # fmt: skip


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_is_accessible_and_fits(
    quiet_page: Page, live_site: LiveSite, town: World, size: tuple[int, int]
) -> None:
    page = quiet_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    sign_in(page, live_site, "desk@example.org", PASSWORD)
    for path in arrange(town):
        page.goto(f"{live_site}{path}")
        assert faults(page) == [], path
    for path, button in (("/requests/step-down/", "Send to the desk"),
                         ("/notifications/new/", "Send to the desk")):  # fmt: skip
        page.goto(f"{live_site}{path}")
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        assert faults(page) == [], path


def test_the_key_adults_page(quiet_page: Page, live_site: LiveSite, town: World) -> None:
    name_key_adult(town.school.agency, town.school)
    arranged_notification(town)
    page = quiet_page
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    sign_in(page, live_site, "school@example.org", PASSWORD)
    page.get_by_role("link", name="Notice about Amara Okafor").click()
    expect(page.get_by_role("heading", name="An incident was notified")).to_be_visible()
    assert faults(page) == []
    with acting_as_system("looking"):
        assert SchoolNotice.objects.get().seen_at


def test_the_doors_without_scripts(plain_page: Page, live_site: LiveSite, town: World) -> None:
    page = plain_page
    sign_in(page, live_site, "desk@example.org", PASSWORD)
    page.get_by_role("link", name="Record a step-down").click()
    page.get_by_label("Name of the family’s social worker").fill("Wren Walker")
    page.get_by_label("Their telephone number").fill("01632 960444")
    _date(page, "When was the last meeting with the family?")
    page.get_by_label("First name").first.fill("Amara")
    page.get_by_label("Postcode", exact=True).fill("WV14 0AA")
    page.get_by_label("Why is early help right for this family now?").fill("Calmer")
    page.get_by_label("What is to be done").fill("Dentist")
    page.get_by_role("button", name="Add another action").click()
    page.get_by_label("What is to be done").nth(1).fill("Nursery place")
    page.get_by_label("The family knows and agrees").check()
    page.get_by_role("button", name="Send to the desk").click()
    expect(page.locator("main")).to_contain_text("Nursery place")
    expect(page.locator("main")).to_contain_text("Step-down from social care")

    page.goto(f"{live_site}/notifications/new/")
    page.get_by_label("Name of the officer or worker who notifies").fill("PC Poll")
    page.get_by_label("Telephone number the desk can reach them on").fill("01632 960999")
    _date(page, "When was the incident?")
    page.get_by_label("Police reference of the incident").fill("INC-1")
    page.get_by_label("What was reported?").fill("Shouting")
    page.get_by_label("Who reported it?").fill("A neighbour")
    page.get_by_label("First name").first.fill("Amara")
    page.get_by_label("They saw or heard it", exact=True).check()
    page.get_by_label("Postcode", exact=True).fill("WV14 0AA")
    page.get_by_label("High", exact=True).check()
    page.get_by_role("group", name="Is there a safety plan").get_by_label("No", exact=True).check()
    page.get_by_role("group", name="Who is said to have done it?").get_by_label(
        "Not known", exact=True
    ).check()
    page.get_by_role("group", name="Does either of them work").get_by_label(
        "No", exact=True
    ).check()
    page.get_by_role("button", name="Send to the desk").click()
    expect(page.get_by_role("heading", name="High risk: what to do now")).to_be_visible()
    with acting_as_system("looking"):
        assert Referral.objects.count() == 2
        assert Notification.objects.get().risk == "high"


def _date(page: Page, question: str) -> None:
    group = page.get_by_role("group", name=question)
    for part, number in (("Day", "3"), ("Month", "11"), ("Year", "2026")):
        group.get_by_label(part, exact=True).fill(number)
