"""Reports in a browser: made, watched and taken away; with scripts, without, and on a phone."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.acting import acting_as_system
from reporting.measures import MEASURES
from tests.browsing import DESKTOP, PHONE, Person, faults, sign_in
from tests.cast import PASSWORD, World, build_world
from tests.fixtures.browser import LiveSite
from tests.fixtures.database import CommittedDatabase
from tests.fixtures.worker import CeleryProcess
from tests.reporting.city import make_places
from tests.reporting.facts import write_down
from tests.reporting.histories import history

MINUTES = 120_000


@pytest.fixture
def busy(committing_db: CommittedDatabase) -> World:
    world = build_world()
    with acting_as_system("a city"):
        make_places()
    write_down(history(60, seed=3), world.desk)
    return world


@pytest.fixture
def analyst(busy: World, live_site: LiveSite, page: Page) -> Person:
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    sign_in(page, live_site.url, "analyst@example.org", PASSWORD)
    return Person(page, live_site.url)


def test_a_report_from_asking_to_the_file(
    analyst: Person, worker: CeleryProcess, tmp_path: Path
) -> None:
    analyst.go("/reports/")
    analyst.press("Scrutiny panel report")
    analyst.write("From", "1/3/2017")
    analyst.write("To", "2017-05-31")
    analyst.choose("Bilston")
    analyst.write("Purpose", "To say how it goes.")
    analyst.press("Produce report")
    ready = analyst.page.get_by_role("link", name="Download PDF")
    expect(ready).to_be_visible(timeout=MINUTES)  # put there without loading the page again
    analyst.look()
    with analyst.page.expect_download() as taken:
        ready.click()
    file = tmp_path / "report.pdf"
    taken.value.save_as(file)
    assert taken.value.suggested_filename == "scrutiny-report-2017-03-01-to-2017-05-31.pdf"
    assert file.read_bytes().startswith(b"%PDF")
    analyst.go("/reports/")
    analyst.sees("1 March to 31 May 2017", "Bilston", "Ready")


def test_without_scripts_a_link_shows_how_far_it_is(
    busy: World, live_site: LiveSite, browser: Browser
) -> None:
    with browser.new_context(java_script_enabled=False) as plain:
        page = plain.new_page()
        page.goto(f"{live_site.url}/account/login/")
        page.get_by_label("Email address").fill("analyst@example.org")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.goto(f"{live_site.url}/reports/new/")
        page.get_by_role("button", name="Year so far").click()
        expect(page.get_by_label("From")).to_have_value(f"1/4/{_years_start()}")
        page.get_by_role("button", name="Produce report").click()
        expect(page.get_by_role("status")).to_contain_text("Waiting for a worker")
        page.get_by_role("link", name="See how far it is").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Early help progress report")


def test_enter_produces_the_report_and_no_shortcut(analyst: Person) -> None:
    analyst.go("/reports/new/")
    analyst.write("From", "1/3/2017")
    analyst.page.get_by_label("To", exact=True).press("Enter")
    analyst.page.wait_for_url("**/reports/*/")


def test_every_figure_can_be_read_on_a_desk_and_on_a_phone(analyst: Person) -> None:
    for key, measure in MEASURES.items():
        for size, cut in ((DESKTOP, measure.cuts[-1]), (PHONE, measure.cuts[0])):
            analyst.page.set_viewport_size({"width": size[0], "height": size[1]})
            asked = f"start=1/3/2017&end=31/5/2017&by={cut.key}"
            analyst.page.goto(f"{analyst.site}/reports/figures/{key}/?{asked}")
            assert faults(analyst.page) == [], (key, cut.key, size)
    assert analyst.said == []


def test_the_form_and_its_errors_on_a_phone(analyst: Person) -> None:
    analyst.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    analyst.go("/reports/new/")
    analyst.write("From", "yesterday")
    analyst.press("Produce report")
    analyst.sees("“From” must be a real date, like 1/4/2017")
    analyst.go("/reports/")


def _years_start() -> int:
    today = date.today()  # noqa: DTZ011  the year alone
    return today.year if today.month >= 4 else today.year - 1
