"""The question who helps, drafts and a change of school in Chromium: looks, phone, no scripts."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.acting import acting_as, acting_as_system
from audit.models import Look
from cases.actions.leads.allocating import allocate
from cases.actions.people.describing import describe
from cases.models import Asking, Case, Person, SchoolChange, SharingBasis, TafMember
from referrals.models import Draft
from tests.browsing import DESKTOP, PHONE, faults, sign_in
from tests.cast import PASSWORD, World, make_case, make_family
from tests.fixtures.browser import LiveSite

LONG = "Featherstonehaugh-Konstantinopoulou"
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


def arrange(world: World) -> tuple[Case, Person]:
    case = make_case(world, make_family(world, LONG, children=1))
    with acting_as_system("arranging a test"):
        allocate(case=case, lead=world.practitioner, by=world.manager)
        TafMember.objects.create(
            case=case,
            family=case.family,
            user=world.school,
            name=world.school.name,
            agency=world.school_agency,
            joined_on=date(2026, 11, 2),
        )
        SharingBasis.objects.create(
            family=case.family, agency=world.school_agency, what="Plan", from_date="2026-11-02"
        )
        child = Person.objects.get(given_name="Child1", family_name=LONG)
        Person.objects.filter(pk=child.pk).update(school=world.school_agency)
        child.refresh_from_db()
    return case, child


def look(page: Page, name: str, size: tuple[int, int], shots: Any) -> None:
    assert faults(page) == [], name
    if shots:
        page.screenshot(path=f"{shots}/{name}-{size[0]}.png", full_page=True)


@pytest.fixture
def shots(request: pytest.FixtureRequest) -> Any:
    """A folder for pictures, where somebody asked for them: EARLYHELP_SHOTS."""
    import os

    return os.environ.get("EARLYHELP_SHOTS")


def ask(page: Page, site: LiveSite, first: str) -> None:
    page.goto(f"{site}/helping/")
    page.get_by_label("I am worried about a child").check()
    page.get_by_label("What makes you ask now?").fill("No coat again")
    page.get_by_label("First name").fill(first)
    page.get_by_label("Last name").fill(LONG)
    for part, number in (("Day", 2), ("Month", 3), ("Year", 2015)):
        page.get_by_label(part, exact=True).fill(str(number))
    page.get_by_label("Postcode they live at").fill("wv14 0aa")
    page.get_by_role("button", name="Ask", exact=True).click()


@SIZES
def test_asking_who_helps(
    quiet_page: Page, live_site: LiveSite, town: World, size: tuple[int, int], shots: Any
) -> None:
    arrange(town)
    page = quiet_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    sign_in(page, live_site, "school@example.org", PASSWORD)
    page.goto(f"{live_site}/helping/")
    look(page, "helping", size, shots)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert").first).to_be_visible()
    look(page, "helping-errors", size, shots)
    ask(page, live_site, "Nobody")
    expect(page.get_by_role("heading", name="There is nothing we can show")).to_be_visible()
    look(page, "helping-no", size, shots)
    ask(page, live_site, "Child1")
    expect(page.get_by_role("heading", name="Yes, somebody is helping")).to_be_visible()
    look(page, "helping-yes", size, shots)
    page.get_by_label("Your telephone number").fill("")
    page.get_by_role("button", name="Ask for a call").click()
    look(page, "helping-call-errors", size, shots)
    page.get_by_label("Your telephone number").fill("01632 960100")
    page.get_by_role("button", name="Ask for a call").click()
    expect(page.get_by_text("has been asked to call you")).to_be_visible()
    assert LONG not in page.url
    sign_out_and_in(page, live_site, "practitioner@example.org")
    page.goto(f"{live_site}/my-families/")
    look(page, "my-families-asked", size, shots)
    page.get_by_role("link", name="Please call Sam School").click()
    look(page, "call-back", size, shots)
    with acting_as_system("looking"):
        assert Asking.objects.filter(wanted_at__isnull=False).count() == 1
        assert Look.objects.filter(kind="searched").count() == 2


def sign_out_and_in(page: Page, site: LiveSite, email: str) -> None:
    page.context.clear_cookies()
    sign_in(page, site, email, PASSWORD)


def test_asking_without_scripts(plain_page: Page, live_site: LiveSite, town: World) -> None:
    arrange(town)
    sign_in(plain_page, live_site, "school@example.org", PASSWORD)
    ask(plain_page, live_site, "Child1")
    expect(plain_page.get_by_text("Wolvermere Council").first).to_be_visible()


@SIZES
def test_a_draft_saves_itself(
    page: Page, live_site: LiveSite, town: World, size: tuple[int, int], shots: Any
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    sign_in(page, live_site, "school@example.org", PASSWORD)
    page.goto(f"{live_site}/partner/start/")
    look(page, "draft-new", size, shots)
    page.get_by_label("First name").first.fill("Amara")
    page.get_by_label("Last name").first.fill(LONG)
    page.get_by_role("button", name="Add another child").click()
    page.get_by_label("First name").nth(1).fill("Chidi")
    page.get_by_label("What is worrying you?").fill("Late and hungry")
    expect(page.get_by_text("Saved at")).to_be_visible(timeout=15_000)
    page.goto(f"{live_site}/our-families/")
    look(page, "our-families-draft", size, shots)
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_label("First name").first).to_have_value("Amara")
    expect(page.get_by_label("First name").nth(1)).to_have_value("Chidi")
    look(page, "draft-again", size, shots)
    clash_on(page, town)
    look(page, "draft-clash", size, shots)
    page.get_by_role("button", name="Keep mine").click()
    expect(page.get_by_text("Saved at")).to_be_visible(timeout=15_000)
    with acting_as(town.school):
        assert Draft.objects.get().typed()["worries"] == ["Late on most days"]
    page.goto(f"{live_site}/our-families/")
    page.get_by_role("link", name="Delete").click()
    page.wait_for_url("**/delete/")
    look(page, "draft-delete", size, shots)
    sign_out_and_in(page, live_site, town.contact.email)
    page.goto(f"{live_site}/our-families/")
    look(page, "our-families-contact", size, shots)
    page.get_by_role("link", name="Read").click()
    page.wait_for_url("**/partner/drafts/**")
    look(page, "draft-read", size, shots)


def clash_on(page: Page, world: World) -> None:
    """Another browser of the same author changes the words this one is about to."""
    from referrals.actions.doors import drafting

    with acting_as(world.school):
        draft = Draft.objects.get()
        given = drafting.Given("worries", {"worries": ["Late, and thin"]}, draft.mark("worries"))
        drafting.save(key=draft.key, by=world.school, given=[given])
    page.get_by_label("What is worrying you?").fill("Late on most days")
    expect(page.get_by_text("Late, and thin")).to_be_visible(timeout=15_000)


@SIZES
def test_a_change_of_school(
    quiet_page: Page, live_site: LiveSite, town: World, size: tuple[int, int], shots: Any
) -> None:
    case, child = arrange(town)
    by = town.practitioner
    with acting_as(by):
        describe(case=case, person=child, by=by, version=child.version, school=town.other_school)
    with acting_as_system("looking"):
        change = SchoolChange.objects.get()
    page = quiet_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    sign_in(page, live_site, "school@example.org", PASSWORD)
    page.goto(f"{live_site}/our-families/")
    look(page, "our-families-note", size, shots)
    page.get_by_role("link", name="Leave a last note").click()
    look(page, "school-note", size, shots)
    page.get_by_label("What should the new school know?").fill("Reads best in the morning. " * 20)
    page.get_by_role("button", name="Leave note").click()
    expect(page.get_by_text("Your note has been left")).to_be_visible()
    sign_out_and_in(page, live_site, "manager@example.org")
    page.goto(f"{live_site}/needs-you/")
    look(page, "needs-you", size, shots)
    page.goto(f"{live_site}/cases/{case.reference}/school-changes/{change.pk}/")
    look(page, "school-change", size, shots)
    page.get_by_role("button", name="Save").click()
    look(page, "school-change-errors", size, shots)
