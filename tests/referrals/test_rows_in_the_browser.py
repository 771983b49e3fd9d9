"""Rows added in the browser: what they open, and what comes back into them."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from accounts.acting import acting_as
from referrals.models import Draft
from tests.assessments.test_unsent import OPENED
from tests.browsing import faults, sign_in
from tests.cast import PASSWORD, World
from tests.fixtures.browser import LiveSite


def begin(page: Page, site: LiveSite) -> None:
    sign_in(page, site, "school@example.org", PASSWORD)
    page.goto(f"{site}/partner/start/")


def given(page: Page) -> list[str]:
    return [box.input_value() for box in page.get_by_label("First name").all()]


def test_a_row_that_was_added_opens_what_a_tick_opens(
    quiet_page: Page, live_site: LiveSite, town: World
) -> None:
    page = quiet_page
    page.goto(f"{live_site}/support/")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Add another child").click()
    page.get_by_label("Not born yet").nth(1).check()
    expect(page.get_by_text("When is the birth expected?").nth(1)).to_be_visible()
    page.get_by_role("button", name="Add another adult").click()
    page.get_by_label("Lives at another address").last.check()
    expect(page.locator("[name=adults-1-address]")).to_be_visible()
    expect(page.locator("[name=adults-0-address]")).to_be_hidden()
    page.get_by_role("button", name="Remove this adult").first.click()
    expect(page.locator("[name=adults-0-address]")).to_be_visible()
    page.get_by_label("Lives at another address").last.uncheck()
    expect(page.locator("[name=adults-0-address]")).to_be_hidden()
    assert faults(page) == []


def test_sent_with_a_mistake_the_rows_come_back_as_they_were_typed(
    page: Page, live_site: LiveSite, town: World
) -> None:
    """Sent before it saved itself: the words are put back by the script too."""
    begin(page, live_site)
    page.get_by_label("First name").first.fill("Amara")
    page.get_by_label("What is worrying you?").fill("Late and hungry")
    page.get_by_role("button", name="Send", exact=False).first.click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    expect(page.get_by_text("Saved at").first).to_be_visible(timeout=15_000)
    assert given(page) == ["Amara", ""]  # the child, and an adult not named
    assert page.get_by_text("while you were writing").count() == 0
    with acting_as(town.school):
        typed: Any = Draft.objects.get().typed()
    assert typed["children-0-given_name"] == ["Amara"]


def test_after_a_killed_browser_every_row_is_there_again(
    page: Page, live_site: LiveSite, town: World
) -> None:
    begin(page, live_site)
    page.context.route("**/save/", lambda route: route.abort())
    page.get_by_label("First name").first.fill("Amara")
    page.get_by_role("button", name="Add another child").click()
    page.get_by_label("Not born yet").nth(1).check()
    page.get_by_label("First name").nth(1).fill("Chidi")
    page.wait_for_function(f"async () => (await ({OPENED})()).join().includes('Chidi')")
    again = page.context.new_page()
    page.close(run_before_unload=False)
    again.goto(f"{live_site}/partner/start/")
    expect(again.get_by_label("First name").nth(1)).to_have_value("Chidi")
    expect(again.get_by_text("When is the birth expected?").nth(1)).to_be_visible()
    assert given(again) == ["Amara", "Chidi", ""]


def test_words_left_on_a_page_with_errors_are_listed_by_its_title(
    page: Page, live_site: LiveSite, town: World
) -> None:
    begin(page, live_site)
    page.get_by_role("button", name="Send", exact=False).first.click()
    expect(page).to_have_title(re.compile("^Error: Start"))
    page.route("**/save/", lambda route: route.abort())
    page.get_by_label("What is worrying you?").fill("Late and hungry")
    page.wait_for_function(f"async () => (await ({OPENED})()).join().includes('Late')")
    page.goto(f"{live_site}/our-families/")
    listed = page.locator("[data-unsent-list]")
    expect(listed.get_by_role("link", name="Start an early help", exact=False)).to_be_visible()
    assert listed.get_by_text("Error:").count() == 0
