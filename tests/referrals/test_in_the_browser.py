"""The front door in Chromium: looks, phone, no scripts, and words that stay."""

import pytest
from playwright.sync_api import Page, expect

from accounts.acting import acting_as, acting_as_system
from cases.models import Case
from referrals.models import Decision, Referral
from tests.browsing import DESKTOP, PHONE, faults, sign_in
from tests.cast import PASSWORD, World, make_case, make_family
from tests.fixtures.browser import LiveSite
from tests.referrals.requests import CHILD, MOTHER, SIBLING, decided, make_offer, make_request

LONG = {"given_name": "Maximiliana-Oluwaseun", "family_name": "Featherstonehaugh-Konstantinopoulou"}


def arrange(world: World) -> list[str]:
    """A family with a case, requests of every kind, and the addresses of the desk's pages."""
    family = make_family(world, children=1)
    make_case(world, family)
    known = make_request(CHILD | {"given_name": "Child1"}, SIBLING, MOTHER, urgent=True)
    unrouted = make_request(
        CHILD | LONG, address_kind="refuge", postcode="", worries="Worry " * 300
    )
    offer, done = make_offer(world), make_request(SIBLING)
    decided(done, world.desk)
    pages = [f"/requests/{each.reference}/" for each in (known, unrouted, offer, done)]
    return ["/requests/", "/requests/?stage=new&mine=on", "/requests/call/", *pages]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_is_accessible_and_fits(
    quiet_page: Page, live_site: LiveSite, town: World, size: tuple[int, int]
) -> None:
    page = quiet_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    sign_in(page, live_site, "desk@example.org", PASSWORD)
    page.goto(f"{live_site}/requests/")
    assert faults(page) == []
    for path in arrange(town):
        page.goto(f"{live_site}{path}")
        assert faults(page) == [], path
    page.goto(f"{live_site}/requests/RQ-2026-00001/".replace("2026", str(_year())))
    page.get_by_label("Different for each child").check()
    page.get_by_role("button", name="Record decision").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert faults(page) == []


def test_the_partners_page_is_accessible(
    quiet_page: Page, live_site: LiveSite, town: World
) -> None:
    sign_in(quiet_page, live_site, "school@example.org", PASSWORD)
    quiet_page.goto(f"{live_site}/partner/start/")
    quiet_page.get_by_label("Someone is in danger now").check()
    expect(quiet_page.locator("#danger-numbers")).to_be_visible()
    assert faults(quiet_page) == []
    quiet_page.get_by_role("button", name="Send request").click()
    expect(quiet_page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert faults(quiet_page) == []


def test_what_a_box_opens_is_there_for_every_child_and_adult_added(
    page: Page, live_site: LiveSite, town: World
) -> None:
    sign_in(page, live_site, "desk@example.org", PASSWORD)
    page.goto(f"{live_site}/requests/call/")
    page.get_by_role("button", name="Add another child").click()
    page.get_by_role("button", name="Add another adult").click()
    for box, opened in (
        ("children-1-not_born", "children-1-expected_on_day"),
        ("children-1-elsewhere", "children-1-address"),
        ("adults-1-elsewhere", "adults-1-postcode"),
    ):
        expect(page.locator(f"[name={opened}]")).to_be_hidden()
        page.locator(f"[name={box}]").check()
        expect(page.locator(f"[name={opened}]")).to_be_visible()
    page.get_by_role("button", name="Remove this child").first.click()
    expect(page.locator("[name=children-0-address]")).to_be_visible()
    page.locator("[name=children-0-elsewhere]").uncheck()
    expect(page.locator("[name=children-0-address]")).to_be_hidden()


def test_the_whole_door_without_scripts(plain_page: Page, live_site: LiveSite, town: World) -> None:
    page = plain_page
    page.goto(f"{live_site}/")
    page.get_by_role("button", name="Request support for a family").click()
    page.get_by_label("Someone is in danger now").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("You told us that someone is in danger now")).to_be_visible()
    page.get_by_label("A parent or carer of the family").check()
    page.get_by_label("First name").first.fill("Amara")
    page.get_by_role("button", name="Add another child").click()
    page.get_by_label("First name").nth(1).fill("Chidi")
    page.get_by_label("Postcode", exact=True).fill("WV14 0AA")
    page.get_by_label("What is worrying you?").fill("Late on most mornings")
    page.get_by_label("The family knows and agrees").check()
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("heading", name="Request sent")).to_be_visible()

    sign_in(page, live_site, "desk@example.org", PASSWORD)
    page.get_by_role("link", name="Amara").click()
    page.get_by_role("button", name="Take").click()
    expect(page.get_by_label("Outcome for Amara")).to_be_hidden()
    page.get_by_label("Different for each child").check()
    page.get_by_role("group", name="Outcome for Amara").get_by_label(
        "Early help", exact=True
    ).check()
    page.get_by_role("group", name="Level of need for Amara").get_by_label("Level 2").check()
    page.get_by_label("Reason for Amara").fill("Help with mornings")
    page.get_by_role("group", name="Outcome for Chidi").get_by_label("No further action").check()
    page.get_by_label("Reason for Chidi").fill("He is well")
    page.get_by_label("By telephone, in person or by letter").check()
    page.get_by_role("button", name="Record decision").click()
    expect(page.get_by_text("Decision recorded. Case EH-")).to_be_visible()
    with acting_as_system("looking"):
        assert Decision.objects.count() == 2


def test_return_in_a_field_records_and_judging_keeps_the_words(
    quiet_page: Page, live_site: LiveSite, town: World
) -> None:
    page = quiet_page
    make_family(town, children=1)
    referral = make_request(CHILD | {"given_name": "Child1"})
    sign_in(page, live_site, "desk@example.org", PASSWORD)
    page.get_by_role("link", name="Child1 Okafor").click()
    page.get_by_label("Reason").fill("Help with mornings")
    page.get_by_role("button", name="Same person", exact=True).click()
    expect(page.get_by_label("Reason")).to_have_value("Help with mornings")
    page.get_by_label("Early help", exact=True).check()
    page.get_by_label("By telephone, in person or by letter").check()
    page.get_by_label("Level 2: additional").check()
    page.get_by_label("Level 2: additional").press("Enter")
    expect(page.get_by_text("Decision recorded.")).to_be_visible()
    with acting_as_system("looking"):
        referral = Referral.objects.get(pk=referral.pk)
    with acting_as(town.desk):
        assert Case.objects.get().pk == referral.case_id


def test_return_in_the_search_of_the_directory_searches(
    quiet_page: Page, live_site: LiveSite, town: World
) -> None:
    """Also a second time, once the page has drawn the search anew."""
    page = quiet_page
    make_request(CHILD | {"given_name": "Child1"})
    sign_in(page, live_site, "desk@example.org", PASSWORD)
    page.get_by_role("link", name="Child1 Okafor").click()
    page.get_by_label("Advice and signposting", exact=True).check()
    page.get_by_label("Reason").fill("Help with mornings")
    page.get_by_label("By telephone, in person or by letter").check()
    page.get_by_label("Nothing in the directory fits: advice alone").check()
    for words in ("mornings", "evenings"):
        page.get_by_label("Search the directory").fill(words)
        with page.expect_response("**/directory/*"):
            page.get_by_label("Search the directory").press("Enter")
        expect(page.get_by_text("Try other words")).to_be_visible()
    expect(page.get_by_label("Reason")).to_have_value("Help with mornings")
    with acting_as_system("looking"):
        assert not Decision.objects.exists()


def _year() -> int:
    from django.utils import timezone

    return timezone.localdate().year
