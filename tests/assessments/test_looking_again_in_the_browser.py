"""The page after a loss, in Chromium: by keyboard, on a phone, and nothing that alarms."""

import pytest
from playwright.sync_api import Page, expect

from accounts.acting import acting_as
from cases.models import Case
from tests.assessments.arranging import planned_meeting
from tests.assessments.test_looking_again import more
from tests.browsing import DESKTOP, PHONE, faults, sign_in
from tests.cases.people.test_deaths import baby_of, planned
from tests.cast import PASSWORD, World, build_world
from tests.fixtures.browser import LiveSite


@pytest.fixture
def world(live_site: LiveSite) -> World:
    return build_world()


@pytest.fixture
def case(world: World) -> Case:
    case = planned(world)
    more(world, case)
    with acting_as(world.practitioner):
        planned_meeting(world, case)
    return case


def test_from_recording_the_loss_to_having_looked(
    quiet_page: Page, live_site: LiveSite, world: World, case: Case
) -> None:
    page = quiet_page
    sign_in(page, live_site, "practitioner@example.org", PASSWORD)
    with acting_as(world.practitioner):
        baby, day = baby_of(case), case.opened_on
    page.goto(f"{live_site}/cases/{case.reference}/people/{baby.pk}/death/")
    for name, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(name, exact=True).fill(str(number))
    page.get_by_role("button", name="Record loss").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look again at the plan")
    for size in (DESKTOP, PHONE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert faults(page) == []
    page.goto(f"{live_site}/cases/{case.reference}/")
    assert faults(page) == []
    page.get_by_role("link", name="Look again at these").press("Enter")
    page.get_by_role("button", name="I have looked at these").press("Enter")
    expect(page.get_by_text("Noted. These are not shown here again")).to_be_visible()
    expect(page.get_by_role("link", name="Look again at these")).to_have_count(0)
