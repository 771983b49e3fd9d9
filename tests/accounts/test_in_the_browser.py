"""Signing in, as people at a keyboard do: apps, keys, codes, going away and coming back."""

import time
from importlib import import_module
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect

from accounts.acting import acting_as_system
from accounts.actions.inviting import invite_new
from accounts.idling import LAST_USE
from accounts.models import User
from cases.actions.leads.allocating import allocate
from tests.accounts.people import code_now, contact_of, give_app, letters, link_in
from tests.browsing import DESKTOP, PHONE, Person, faults, sign_in
from tests.cast import PASSWORD, World, arranged, make_case

SHOTS = "/tmp/signin"


@pytest.fixture
def home(live_site: Any) -> str:
    """By name: a browser gives no passkey to a bare number."""
    return str(live_site).replace("127.0.0.1", "localhost")


@pytest.fixture
def key(page: Page) -> Any:
    """A hardware key in the socket, which its owner touches and unlocks at once."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools


def let_pass(seconds: float) -> None:
    """For every session of the site, without waiting."""
    store = import_module("django.contrib.sessions.backends.db").SessionStore
    for row in Session.objects.all():
        session = store(row.session_key)
        if LAST_USE in session:
            session[LAST_USE] = time.time() - seconds
            session.save()


def enter(page: Page, home: str, user: User) -> None:
    page.goto(f"{home}/account/login/")
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()


@pytest.mark.usefixtures("strict_doors")
def test_an_app_and_its_recovery_codes(town: World, home: str, page: Page) -> None:
    person = Person(page, home)
    enter(page, home, town.practitioner)
    person.heading("Your second step")
    person.look()
    person.press("Set up an authenticator app")
    secret = page.locator(".eh-secret").inner_text()
    person.write("Code that the app shows", "000000")
    person.press("Save")
    person.sees("This code is not right")
    person.write("Code that the app shows", code_now(secret))
    person.press("Save")
    person.heading("Your recovery codes")
    code = page.locator(".eh-codes code").first.inner_text()
    person.press("I have saved them")
    person.heading("My families")
    page.get_by_role("button", name="Sign out").click()
    enter(page, home, town.practitioner)
    person.heading("Second step")
    person.look()
    person.write("Code", code)
    person.press("Sign in")
    person.heading("My families")


@pytest.mark.usefixtures("strict_doors")
def test_a_key_is_added_asked_for_and_signs_in_alone(
    town: World, home: str, page: Page, key: Any
) -> None:
    person = Person(page, home)
    enter(page, home, town.practitioner)
    person.press("Add a passkey or key")
    person.write("What do you call it?", "Blue key")
    person.choose("Sign in with it alone")
    page.get_by_role("button", name="Add it").click()
    person.heading("Your recovery codes")
    person.go("/account/2fa/webauthn/")
    person.sees("Blue key")
    page.get_by_role("button", name="Sign out").click()
    enter(page, home, town.practitioner)
    person.heading("Second step")
    page.get_by_role("button", name="Use your passkey or key").click()
    person.heading("My families")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{home}/account/login/")
    page.get_by_role("button", name="Use a passkey or key").click()
    person.heading("My families")
    assert person.said == []


def test_a_file_waits_on_a_page_for_whoever_signs_in_on_the_way_to_it(
    town: World, home: str, page: Page
) -> None:
    """It leaves the page as it is: the one to sign in on would stay, as if nothing had happened."""
    page.goto(f"{home}/imports/example/")
    page.get_by_label("Email address").fill(town.head.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    person = Person(page, home)
    person.heading("Your file is ready")
    person.look()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the file").click()
    assert waiting.value.suggested_filename == "example-requests.csv"


def test_a_warning_comes_and_staying_is_one_press(town: World, home: str, page: Page) -> None:
    page.clock.install()
    sign_in(page, home, town.practitioner.email, PASSWORD)
    let_pass(28 * 60 + 10)
    page.clock.fast_forward("28:10")
    dialog = page.get_by_role("dialog", name="Are you still here?")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("You will be signed out in 2 minutes")
    assert faults(page) == []
    page.screenshot(path=f"{SHOTS}/warning.png")
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("05:00")
    expect(dialog).to_be_hidden()


def test_typed_text_survives_in_the_same_browser(town: World, home: str, page: Page) -> None:
    page.clock.install()
    path = _a_form(town)
    sign_in(page, home, town.practitioner.email, PASSWORD)
    page.goto(f"{home}{path}")
    page.get_by_label("What happened?").fill("She said that it is better now.")
    let_pass(31 * 60)
    page.clock.fast_forward("31:00")
    over = page.get_by_role("dialog", name="You have been signed out")
    expect(over).to_be_visible()
    page.screenshot(path=f"{SHOTS}/over.png")
    over.get_by_role("link", name="Sign in again").click()
    _type_in(page, town.practitioner)
    expect(page).to_have_url(f"{home}{path}")
    expect(page.get_by_label("What happened?")).to_have_value("She said that it is better now.")
    expect(page.get_by_text("What you had typed is back")).to_be_visible()
    assert faults(page) == []


def test_nobody_else_in_that_browser_gets_it(town: World, home: str, page: Page) -> None:
    page.clock.install()
    path = _a_form(town)
    sign_in(page, home, town.practitioner.email, PASSWORD)
    page.goto(f"{home}{path}")
    page.get_by_label("What happened?").fill("Only for my eyes")
    let_pass(31 * 60)
    page.clock.fast_forward("31:00")
    page.get_by_role("link", name="Sign in again").click()
    _type_in(page, town.manager)
    expect(page.locator("body")).not_to_contain_text("Only for my eyes")
    expect(page.get_by_label("What happened?")).to_have_value("")
    assert "Only for my eyes" not in page.evaluate("JSON.stringify({...localStorage})")
    assert page.evaluate("Object.keys(sessionStorage).length") == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_sent_too_late_is_kept_and_sent(
    town: World, home: str, browser: Browser, scripts: bool
) -> None:
    page = browser.new_context(java_script_enabled=scripts).new_page()
    path = _a_form(town)
    sign_in(page, home, town.practitioner.email, PASSWORD)
    page.goto(f"{home}{path}")
    page.get_by_label("What happened?").fill("Said without scripts.")
    let_pass(31 * 60)
    page.get_by_role("button", name="Save contact").click()
    page.wait_for_url("**/account/login/**")
    expect(page.locator("body")).not_to_contain_text("Said without scripts.")
    _type_in(page, town.practitioner)
    expect(page.get_by_role("heading", name="What you typed is kept")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Said without scripts.")
    page.screenshot(path=f"{SHOTS}/kept-{scripts}.png", full_page=True)
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_label("What happened?")).to_have_value("Said without scripts.")
    page.goto(f"{home}/account/kept/")
    expect(page.locator("main")).not_to_contain_text("Said without scripts.")
    page.context.close()


def test_somebody_else_at_that_computer_never_sees_it(
    town: World, home: str, plain_page: Page
) -> None:
    page, path = plain_page, _a_form(town)
    sign_in(page, home, town.practitioner.email, PASSWORD)
    page.goto(f"{home}{path}")
    page.get_by_label("What happened?").fill("Only for my eyes")
    let_pass(31 * 60)
    page.get_by_role("button", name="Save contact").click()
    page.wait_for_url("**/account/login/**")
    _type_in(page, town.manager)
    expect(page.get_by_role("heading", name="Nothing is kept for you")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("Only for my eyes")


@pytest.mark.usefixtures("strict_doors")
def test_an_invited_partner_comes_in(town: World, home: str, page: Page) -> None:
    contact = contact_of(town.school_agency)
    with acting_as_system("arranging"):
        invite_new(name="Nia New", email="nia@example.org", role="partner_practitioner",
                   by=contact, site=home)  # fmt: skip
    (letter,) = letters()
    person = Person(page, home)
    person.go(link_in(letter))
    assert page.url == f"{home}/account/invitation/"
    person.write("Password", "short")
    person.press("Come in")
    person.sees("at least 12 characters")
    person.write("Password", "three-odd-words")
    person.press("Come in")
    person.heading("Our families")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{home}{link_in(letter)}")
    person.heading("This invitation no longer works")


@pytest.mark.usefixtures("strict_doors")
def test_ending_somebody_signs_them_out_at_their_next_click(
    town: World, home: str, browser: Browser, page: Page
) -> None:
    contact = contact_of(town.school_agency)
    for user in (contact, town.school):
        give_app(user)
    theirs = browser.new_context().new_page()
    enter(theirs, home, town.school)
    theirs.get_by_label("Code").fill(code_now())
    theirs.get_by_role("button", name="Sign in", exact=True).click()
    expect(theirs.get_by_role("heading", name="Our families")).to_be_visible()
    enter(page, home, contact)
    person = Person(page, home)
    person.write("Code", code_now())
    person.press("Sign in")
    person.heading("Our people")
    page.get_by_role("link", name=f"End access of {town.school.name}").click()
    person.look()
    person.press("End access")
    person.sees("can no longer sign in")
    theirs.reload()
    expect(theirs.get_by_role("heading", name="Sign in")).to_be_visible()
    theirs.context.close()


def test_every_page_about_an_account_has_our_looks(town: World, home: str, page: Page) -> None:
    contact = contact_of(town.school_agency)
    long = "Wilhelmina-Alexandrina Featherstonehaugh-Cholmondeley of the Very Long Name"
    User.objects.filter(pk=town.school.pk).update(name=long, email=f"{'w' * 50}@example.org")
    paths = [
        "/account/login/", "/account/login/code/", "/account/password/reset/",
        "/account/password/reset/done/", "/account/inactive/", "/account/3rdparty/login/cancelled/",
        "/account/3rdparty/login/error/", "/account/invitation/",
    ]  # fmt: skip
    inside = [
        "/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/",
        "/account/2fa/webauthn/add/", "/account/sessions/", "/account/kept/",
        "/account/password/change/", "/account/reauthenticate/", "/account/logout/",
        "/agency/people/", "/agency/people/invite/", f"/agency/people/{town.school.pk}/end/",
    ]  # fmt: skip
    for group in (paths, inside):
        if group is inside:
            sign_in(page, home, contact.email, PASSWORD)
        for path in group:
            for size in (DESKTOP, PHONE):
                page.set_viewport_size({"width": size[0], "height": size[1]})
                page.goto(f"{home}{path}")
                assert faults(page) == [], path
                name = path.strip("/").replace("/", "-")
                page.screenshot(path=f"{SHOTS}/{name}-{size[0]}.png", full_page=True)


@arranged
def _a_form(town: World) -> str:
    case = make_case(town)
    allocate(case=case, lead=town.practitioner, by=town.manager)
    return f"/cases/{case.reference}/contacts/new/"


def _type_in(page: Page, user: User) -> None:
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()
