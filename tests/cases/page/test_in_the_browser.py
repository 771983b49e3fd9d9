"""The case page in Chromium: looks, phone, no scripts, and a tree that fits."""

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.acting import acting_as, acting_as_system
from cases.actions.leads.allocating import allocate
from cases.models import Case
from tests.browsing import DESKTOP, PHONE, faults, sign_in
from tests.cases.page.arranging import add_member, children_of, fill, link
from tests.cast import PASSWORD, World, build_world, make_case, make_family
from tests.fixtures.browser import LiveSite

LONG = "Maximiliana-Oluwaseun"


@pytest.fixture
def world(live_site: LiveSite) -> World:
    return build_world()


@pytest.fixture
def full(world: World) -> Case:
    case = make_case(world, make_family(world, "Nowak"))
    with acting_as(world.manager):
        allocate(case=case, lead=world.practitioner, by=world.manager)
    with acting_as_system("arranging a test"):
        case = Case.objects.select_related("family", "locality").get(pk=case.pk)
        fill(case, world)
    add_member(case, world, LONG, "grandparent", household=3)
    link(case, world)
    return case


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_part_is_accessible_and_fits(
    quiet_page: Page, live_site: LiveSite, world: World, full: Case, size: tuple[int, int]
) -> None:
    page = quiet_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    sign_in(page, live_site, "practitioner@example.org", PASSWORD)
    with acting_as_system("arranging a test"):
        child = children_of(full)[0].pk
    forms = [f"people/{child}/facts/", f"people/{child}/place/", "people/new/", "agreements/new/"]
    for part in ["", "people/", "timeline/", "documents/", "history/", *forms]:
        page.goto(f"{live_site}/cases/{full.reference}/{part}")
        assert faults(page) == [], part
    page.goto(f"{live_site}/cases/{full.reference}/people/new/")
    page.get_by_role("button", name="Add person").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert faults(page) == []


def test_names_in_the_tree_do_not_touch(
    quiet_page: Page, live_site: LiveSite, world: World, full: Case
) -> None:
    """Measured by the browser, in the fonts people see."""
    sign_in(quiet_page, live_site, "practitioner@example.org", PASSWORD)
    for part in ("", "people/"):
        quiet_page.goto(f"{live_site}/cases/{full.reference}/{part}")
        boxes = quiet_page.locator(".eh-tree__drawing g text").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect())"
            ".map(box => [box.x, box.y, box.right, box.bottom])"
        )
        assert len(boxes) > 8
        for i, (left, top, right, bottom) in enumerate(boxes):
            for left2, top2, right2, bottom2 in boxes[i + 1 :]:
                apart = right <= left2 or right2 <= left or bottom - 3 <= top2 or bottom2 - 3 <= top
                assert apart, part


def test_the_timeline_is_filtered_without_scripts(
    browser: Browser, live_site: LiveSite, world: World, full: Case
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_site, "practitioner@example.org", PASSWORD)
    page.goto(f"{live_site}/cases/{full.reference}/timeline/")
    page.get_by_label("Visits and meetings in person").check()
    page.get_by_role("button", name="Show").click()
    lines = page.locator(".eh-line")
    expect(lines).to_have_count(1)
    lines.first.locator("summary").click()
    expect(page.get_by_text("Seen at home.")).to_be_visible()
    page.get_by_role("link", name="Show everything").click()
    assert lines.count() > 5
    context.close()
