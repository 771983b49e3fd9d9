"""The gallery in Chromium: looks, keyboard, scripts on and off."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browsing import DESKTOP, PHONE, faults
from tests.browsing import sign_in as enter
from tests.fixtures.browser import LiveSite
from tests.frontend.conftest import PASSWORD
from tests.frontend.gallery import views


def sign_in(page: Page, site: LiveSite) -> None:
    enter(page, site, "manager@example.org", PASSWORD)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_part_is_accessible_and_fits(
    quiet_page: Page, gallery_site: LiveSite, size: tuple[int, int]
) -> None:
    page = quiet_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{gallery_site}/account/login/")
    assert faults(page) == []
    sign_in(page, gallery_site)
    for path in ("/", "/questions/", "/section/", "/accessibility/", "/account/password/change/"):
        page.goto(f"{gallery_site}{path}")
        assert faults(page) == [], path
    page.goto(f"{gallery_site}/questions/")
    page.get_by_label("Home visit").check()
    page.get_by_role("button", name="Send request").click()
    expect(page).to_have_title("Error: Every question – Early Help – Wolvermere Council")
    assert faults(page) == []


def test_the_menu_folds_on_a_phone(quiet_page: Page, gallery_site: LiveSite) -> None:
    quiet_page.set_viewport_size({"width": 390, "height": 844})
    sign_in(quiet_page, gallery_site)
    expect(quiet_page.get_by_role("link", name="Reports")).to_be_hidden()
    quiet_page.get_by_role("button", name="Menu").click()
    expect(quiet_page.get_by_role("link", name="Reports")).to_be_visible()


def test_the_first_tab_stop_leads_to_the_content(quiet_page: Page, gallery_site: LiveSite) -> None:
    quiet_page.goto(f"{gallery_site}/")
    quiet_page.keyboard.press("Tab")
    expect(quiet_page.get_by_role("link", name="Skip to main content")).to_be_focused()


def test_the_councils_colour_is_used(quiet_page: Page, gallery_site: LiveSite) -> None:
    quiet_page.goto(f"{gallery_site}/")
    expect(quiet_page.locator(".eh-header")).to_have_css("background-color", "rgb(91, 42, 110)")


def test_a_child_is_added_and_taken_out_with_scripts(
    quiet_page: Page, gallery_site: LiveSite
) -> None:
    page = quiet_page
    page.goto(f"{gallery_site}/questions/")
    first = page.get_by_role("group", name="Child 1", exact=True)
    expect(first.get_by_role("button", name="Remove")).to_be_hidden()
    first.get_by_label("First name").fill("Ada")
    page.get_by_role("button", name="Add another child").click()
    second = page.get_by_role("group", name="Child 2", exact=True)
    expect(second.get_by_label("First name")).to_be_focused()
    second.get_by_label("First name").fill("Ben")
    second.get_by_label("Female").check()
    first.get_by_role("button", name="Remove").click()
    assert page.get_by_role("group", name="Child 2", exact=True).count() == 0
    expect(first.get_by_label("First name")).to_have_value("Ben")
    expect(page.locator("[name=children-0-sex]:checked")).to_have_value("f")
    expect(page.locator("[name=children-TOTAL_FORMS]")).to_have_value("1")
    assert faults(page) == []


def test_a_child_is_added_without_scripts_and_return_sends_the_form(
    browser: Browser, gallery_site: LiveSite
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{gallery_site}/questions/")
    page.locator("[name=words]").fill("Long words\n\nthat must not be lost")
    page.locator("[name=children-0-first_name]").fill("Ada")
    page.get_by_role("button", name="Add another child").click()
    expect(page.locator("[name=children-0-first_name]")).to_have_value("Ada")
    expect(page.locator("[name=words]")).to_have_value("Long words\n\nthat must not be lost")
    expect(page.get_by_text("There is a problem")).to_have_count(0)
    expect(page.locator("[name=who_else]")).to_be_visible()
    page.locator("[name=children-1-first_name]").press("Enter")
    expect(page.get_by_text("There is a problem")).to_be_visible()
    expect(page.locator("[name=children-1-first_name]")).to_have_count(1)
    context.close()


def test_ticking_danger_repeats_the_numbers(quiet_page: Page, gallery_site: LiveSite) -> None:
    quiet_page.goto(f"{gallery_site}/questions/")
    numbers = quiet_page.locator("#danger-numbers")
    expect(numbers).to_be_hidden()
    quiet_page.get_by_label("Someone is in danger now").check()
    expect(numbers).to_contain_text("01632 960001")
    quiet_page.get_by_label("Someone is in danger now").uncheck()
    expect(numbers).to_be_hidden()


def test_typing_finds_one_of_many(quiet_page: Page, gallery_site: LiveSite) -> None:
    quiet_page.goto(f"{gallery_site}/questions/")
    box = quiet_page.locator("input[role=combobox]")  # once the select has come to life
    expect(box).to_be_visible()
    box.fill("low")
    quiet_page.get_by_role("option", name="Low Hill Primary").click()
    assert quiet_page.locator("select[name=school]").input_value() == "2"


def test_an_error_is_seen_at_the_box_that_finds_as_one_types(
    quiet_page: Page, gallery_site: LiveSite
) -> None:
    page = quiet_page
    page.goto(f"{gallery_site}/questions/")
    box = page.locator("input[role=combobox]")
    expect(box).to_have_css("border-color", "rgb(11, 12, 12)")
    school = page.locator("select[name=school]")
    school.evaluate("it => { it.options[1].value = 'closed'; it.value = 'closed' }")
    page.get_by_role("button", name="Send request").click()
    expect(page.locator(".govuk-form-group--error:has(input[role=combobox])")).to_be_visible()
    expect(box).to_have_css("border-color", "rgb(202, 53, 53)")
    assert faults(page) == []
    said = page.locator("#id_school-error")
    for typed in ("", "low", ""):  # its own description comes and goes
        box.fill(typed)
        expect(box).to_have_attribute("aria-describedby", re.compile(r"\bid_school-error\b"))
        expect(box).to_have_accessible_description(re.compile("Choose school from the list"))
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(said).to_be_visible()


def test_a_section_is_saved_as_it_is_typed(quiet_page: Page, gallery_site: LiveSite) -> None:
    views.SAVED.clear()
    quiet_page.goto(f"{gallery_site}/section/")
    quiet_page.get_by_label("Worries").fill("Not sleeping")
    expect(quiet_page.get_by_text("Saved at 14:32")).to_be_visible()
    expect(quiet_page.locator("[name=version]")).to_have_value("2")
    sent = views.SAVED[0]
    assert sent["worries"] == ["Not sleeping"]
    assert sent["changed"] == ["worries"]
    assert sent["version"] == ["1"]
    assert "strengths" not in sent
    assert len(sent["one_time_key"][0]) == 36


def test_a_refused_save_keeps_the_words_and_says_why(page: Page, gallery_site: LiveSite) -> None:
    page.goto(f"{gallery_site}/section/")
    page.get_by_label("Worries").fill("Please refuse this")
    expect(page.get_by_text("Grace Hill changed this at 14:30.")).to_be_visible()
    expect(page.get_by_label("Worries")).to_have_value("Please refuse this")


def test_a_save_that_did_not_arrive_is_sent_again_with_its_key(
    page: Page, gallery_site: LiveSite
) -> None:
    views.SAVED.clear()
    page.goto(f"{gallery_site}/section/")
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.request.post_data or "")
        route.abort()

    page.route("**/save/", lose)
    page.get_by_label("Worries").fill("Not sleeping")
    expect(page.get_by_text("Your words are still here")).to_be_visible()
    page.unroute("**/save/")
    expect(page.get_by_text("Saved at 14:32")).to_be_visible()
    assert views.SAVED[0]["one_time_key"][0] in lost[0]


def test_progress_moves_by_itself_to_the_end(quiet_page: Page, gallery_site: LiveSite) -> None:
    quiet_page.goto(f"{gallery_site}/progress/")
    expect(quiet_page.get_by_text("step 1 of 3")).to_be_visible()
    expect(quiet_page.get_by_text("The report is ready")).to_be_visible(timeout=15_000)
    assert faults(quiet_page) == []


def test_signing_out_ends_it(quiet_page: Page, gallery_site: LiveSite) -> None:
    sign_in(quiet_page, gallery_site)
    quiet_page.get_by_role("button", name="Sign out").click()
    expect(quiet_page.get_by_role("link", name="Sign in")).to_be_visible()
