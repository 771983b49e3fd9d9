"""Words typed and not sent: a lost line, a killed browser, a killed server, the next person."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.acting import acting_as
from assessments.actions.answering import Given, save
from assessments.models import Answer, Assessment
from tests.assessments.arranging import started
from tests.browsing import DESKTOP, PHONE, faults, sign_in
from tests.cast import PASSWORD, World, build_world
from tests.fixtures.browser import LiveSite

HELPS = "Who already helps this family?"
WORDS = "Only her grandmother, on Sundays"
IN_BROWSER = "JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})"
KEPT = "Object.keys(localStorage).some(name => name.startsWith('eh:unsent:'))"
UNTIL_KEPT_IS = f"""async wanted => {{
  while ({KEPT} !== wanted) await new Promise(done => setTimeout(done, 20));
}}"""
# What the reader of a page opens, with the key that the server gives them, of all that lies there.
OPENED = """async () => {
  const bytes = written => Uint8Array.from(atob(written), one => one.charCodeAt(0));
  const given = bytes(document.body.dataset.unsent.split(" ")[1]);
  const key = await crypto.subtle.importKey("raw", given, "AES-GCM", false, ["decrypt"]);
  const open = async value => {
    const [, iv, sealed] = value.split(".");
    const plain = await crypto.subtle.decrypt({name: "AES-GCM", iv: bytes(iv)}, key, bytes(sealed));
    return new TextDecoder().decode(plain);
  };
  const opened = await Promise.allSettled(Object.values(localStorage).map(open));
  return opened.map(one => one.value ?? null);
}"""


@pytest.fixture
def world(live_site: LiveSite) -> World:
    return build_world()


@pytest.fixture
def assessment(world: World) -> Assessment:
    return started(world)


@pytest.fixture
def computer(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A browser that holds what another one held in its storage, and no cookie of it."""
    opened = []

    def switched_on(left: Any = None) -> Page:
        state = {"cookies": [], "origins": left["origins"] if left else []}
        context = browser.new_context(locale="en-GB", storage_state=state)  # type: ignore[arg-type]
        opened.append(context)
        return context.new_page()

    yield switched_on
    for context in opened:
        context.close()


def section(site: Any, assessment: Assessment) -> str:
    return f"{site}/cases/{assessment.case.reference}/assessment/{assessment.pk}/family/"


def sit_down(page: Page, site: Any, who: str) -> Page:
    sign_in(page, site, f"{who}@example.org", PASSWORD)
    return page


def stored(world: World) -> Any:
    with acting_as(world.manager):
        row = Answer.objects.filter(question="who_helps").first()
        return row and row.value


def manager_writes(world: World, assessment: Assessment, question: str) -> None:
    with acting_as(world.manager):
        save(assessment=assessment, by=world.manager,
             answers=[Given("family", None, question, "The health visitor", 0)])  # fmt: skip


def cut_off(page: Page, site: Any, assessment: Assessment) -> dict[str, Any]:
    """The practitioner types without a line, and the lid is shut. What the browser still holds."""
    sit_down(page, site, "practitioner").goto(section(site, assessment))
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.get_by_label(HELPS).fill(WORDS)
    page.evaluate(UNTIL_KEPT_IS, True)
    left: Any = page.context.storage_state()
    page.evaluate("() => { window.fetch = () => new Promise(() => {}) }")  # killed: no last word
    page.close(run_before_unload=False)
    return dict(left)


def test_a_killed_browser_gives_back_and_sends(
    world: World, assessment: Assessment, live_site: LiveSite, computer: Callable[..., Page]
) -> None:
    left = cut_off(computer(), live_site, assessment)
    manager_writes(world, assessment, "who_lives_where")
    page = sit_down(computer(left), live_site, "practitioner")
    told = page.get_by_role("region", name="You have words that were not sent")
    expect(told).to_contain_text("Who the family is – Okafor family")
    told.get_by_text("Read the words").click()
    expect(told).to_contain_text(WORDS)
    for width, height in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        assert faults(page) == []
    told.get_by_role("link", name="Who the family is").click()
    expect(page.get_by_label(HELPS)).to_have_value(WORDS)
    expect(page.get_by_text("It is back in its place")).to_be_visible()
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved at")
    assert stored(world) == WORDS
    page.evaluate(UNTIL_KEPT_IS, False)
    page.goto(f"{live_site}/my-families/")
    expect(told).to_be_hidden()


def test_what_somebody_else_wrote_meanwhile_is_shown_beside_it(
    world: World, assessment: Assessment, live_site: LiveSite, computer: Callable[..., Page]
) -> None:
    left = cut_off(computer(), live_site, assessment)
    manager_writes(world, assessment, "who_helps")
    page = sit_down(computer(left), live_site, "practitioner")
    page.goto(section(live_site, assessment))
    asks = page.get_by_role("alert")
    expect(asks).to_contain_text("The health visitor")
    expect(page.get_by_label(HELPS)).to_have_value(WORDS)
    assert stored(world) == "The health visitor"
    page.reload()
    asks.get_by_role("button", name="Keep mine").click()
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved at")
    assert stored(world) == WORDS


def test_the_next_person_reads_nothing_and_wipes_nothing(
    world: World, assessment: Assessment, live_site: LiveSite, computer: Callable[..., Page]
) -> None:
    left = cut_off(computer(), live_site, assessment)
    page = sit_down(computer(left), live_site, "manager")
    expect(page.get_by_text("You have words that were not sent")).to_be_hidden()
    lying = page.evaluate(IN_BROWSER)
    for secret in (WORDS, "grandmother", assessment.case.reference, "practitioner", "/cases/"):
        assert secret not in lying
    assert page.evaluate(OPENED) == [None]
    page.goto(section(live_site, assessment))
    expect(page.get_by_label(HELPS)).to_have_value("")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)
    sit_down(page, live_site, "practitioner")
    expect(page.get_by_text("You have words that were not sent")).to_be_visible()
    (opened,) = page.evaluate(OPENED)
    assert WORDS in opened


def test_signing_out_first_sends(
    world: World, assessment: Assessment, live_site: LiveSite, page: Page
) -> None:
    sit_down(page, live_site, "practitioner").goto(section(live_site, assessment))
    page.get_by_label(HELPS).fill(WORDS)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)
    assert stored(world) == WORDS
    assert page.evaluate(IN_BROWSER) == "{}{}"


def test_what_cannot_be_sent_is_asked_about(
    world: World, assessment: Assessment, live_site: LiveSite, page: Page
) -> None:
    sit_down(page, live_site, "practitioner").goto(section(live_site, assessment))
    page.route("**/save/", lambda route: route.abort())
    page.get_by_label(HELPS).fill(WORDS)
    page.get_by_role("button", name="Sign out").click()
    asked = page.get_by_role("dialog", name="Some of what you typed was not sent")
    expect(asked).to_contain_text("Who the family is")
    assert faults(page) == []
    asked.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_label(HELPS)).to_have_value(WORDS)
    page.get_by_role("button", name="Sign out").click()
    asked.get_by_role("button", name="Sign out and throw it away").click()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)
    assert page.evaluate(IN_BROWSER) == "{}{}"
    assert stored(world) is None


def test_a_server_killed_mid_sentence_gets_it_when_it_is_back(
    world: World, assessment: Assessment, live_site: LiveSite, page: Page
) -> None:
    sit_down(page, live_site, "practitioner").goto(section(live_site, assessment))
    page.wait_for_load_state("networkidle")
    live_site.kill()
    page.get_by_label(HELPS).press_sequentially(WORDS)
    expect(page.locator("[data-autosave-status]")).to_contain_text("Your words are still here")
    live_site.start()
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved at")
    assert stored(world) == WORDS
