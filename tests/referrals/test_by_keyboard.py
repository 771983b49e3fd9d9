"""The front door and the desk by keyboard alone, from the first page to the decision."""

from playwright.sync_api import Page, expect

from accounts.acting import acting_as_system
from referrals.models import Decision
from tests.browsing import Keys
from tests.cast import PASSWORD, World
from tests.fixtures.browser import LiveSite
from tests.referrals.requests import CHILD, make_request


def test_the_desk_by_keyboard_alone(quiet_page: Page, live_site: LiveSite, town: World) -> None:
    page, keys = quiet_page, Keys(quiet_page)
    make_request(CHILD)
    page.goto(f"{live_site}/requests/")
    keys.write(page.get_by_label("Email address"), "desk@example.org")
    keys.write(page.get_by_label("Password"), PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Triage", exact=True)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    main = page.locator("main")
    keys.press(main.get_by_role("link", name=str(CHILD["given_name"])))
    keys.press(main.get_by_role("button", name="Take", exact=True))
    keys.choose(main.get_by_role("group", name="Outcome", exact=True), "Early help")
    keys.choose(main.get_by_role("group", name="Level of need", exact=True), "Level 2: additional")
    keys.write(main.get_by_label("Reason", exact=True), "Help with mornings")
    keys.tick(main.get_by_label("By telephone, in person or by letter"))
    keys.press(main.get_by_role("button", name="Record decision"))
    expect(page.get_by_text("Decision recorded.")).to_be_visible()
    with acting_as_system("looking at a test"):
        assert Decision.objects.get().reason == "Help with mornings"
