"""Withdrawal, objections, what one wrote and the duty view in Chromium, wide and on a phone."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.acting import acting_as
from cases.actions.contacting import record_contact
from cases.models import Case
from tests.browsing import DESKTOP, PHONE, faults, sign_in
from tests.cases.sharing.arranging import join, share, withdraw
from tests.cases.test_in_the_browser import LONG, led
from tests.cast import PASSWORD, World
from tests.fixtures.browser import LiveSite

SHOTS = os.environ.get("EARLYHELP_SHOTS", "")


def arrange(world: World) -> Case:
    case = led(world, LONG)
    for agency in (world.school_agency, world.other_school):
        share(case, world, agency)
    join(case, world.school)
    with acting_as(world.school):
        record_contact(case=case, by=world.school, kind="note", text="Tired in class. " * 40)
    withdraw(case, world.practitioner)
    return case


def look(page: Page, name: str) -> None:
    """At both widths: nothing wrong; and a picture, where one is asked for."""
    for width, size in (("wide", DESKTOP), ("phone", PHONE)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert faults(page) == [], (name, width)
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)


@pytest.mark.browser
def test_a_withdrawal_and_its_answer(town: World, live_site: LiveSite, page: Page) -> None:
    case = arrange(town)
    sign_in(page, live_site, "manager@example.org", PASSWORD)
    page.goto(f"{live_site}/needs-you/")
    look(page, "needs-you")
    page.get_by_role("link", name="Decide what follows").first.click()
    look(page, "withdrawal")
    page.get_by_role("button", name="Go on without agreement").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    look(page, "withdrawal-wrong")
    for path in ("", "objections/new/", "sharing/new/"):
        page.goto(f"{live_site}/cases/{case.reference}/{path}")
        look(page, f"case-{path.strip('/').replace('/', '-') or 'summary'}")


@pytest.mark.browser
def test_what_one_wrote_and_duty(town: World, live_site: LiveSite, page: Page) -> None:
    case = arrange(town)
    sign_in(page, live_site, "school@example.org", PASSWORD)
    page.goto(f"{live_site}/our-families/written/")
    look(page, "written")
    page.context.clear_cookies()
    sign_in(page, live_site, "duty@example.org", PASSWORD)
    page.goto(f"{live_site}/duty/")
    page.get_by_role("button", name="Find the family").click()
    look(page, "duty-wrong")
    page.get_by_label("Who is calling?").fill("Ngozi")
    page.get_by_label("Somebody of the family").check()
    page.get_by_label("What is the call about?").fill("The meeting")
    page.get_by_label("About which family?").fill(LONG)
    page.get_by_role("button", name="Find the family").click()
    look(page, "duty-found")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("heading", name=case.family.name).first).to_be_visible()
    look(page, "duty-family")
    page.get_by_label("What was said").fill("She is coming.")
    page.get_by_role("button", name="Record this call").click()
    expect(page.get_by_text("Call recorded")).to_be_visible()
