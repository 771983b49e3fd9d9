"""Saving by a code, the receipt, the status page and the desk's answers in Chromium."""

import os
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.acting import acting_as, acting_as_system
from referrals.actions.asking_back import answer
from referrals.actions.doors.replying import open_reply_path
from referrals.codes import status_code
from referrals.models import Outcome, Referral
from tests.browsing import DESKTOP, PHONE, faults, sign_in
from tests.cast import PASSWORD, World
from tests.fixtures.browser import LiveSite
from tests.referrals.requests import CHILD, SAID, decided, make_request

LONG = "Featherstonehaugh-Konstantinopoulou"
ANSWER_BY = SAID[Outcome.MORE_INFORMATION]["answer_by"]
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


def look(page: Page, name: str) -> None:
    assert faults(page) == [], name
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    if shots := os.environ.get("EARLYHELP_SHOTS"):
        page.screenshot(path=f"{shots}/{name}-{width}.png", full_page=True)


def fill(page: Page) -> None:
    page.get_by_label("A relative, friend or neighbour").check()
    page.get_by_label("First name").first.fill("Amara")
    page.get_by_label("Last name").first.fill(LONG)
    page.get_by_label("Lives at another address").first.check()
    page.get_by_label("Their address (optional)").first.fill("9 Other Road")


@SIZES
def test_saved_gone_on_with_sent_and_looked_at(
    quiet_page: Page, live_site: LiveSite, town: World, size: tuple[int, int]
) -> None:
    page = quiet_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{live_site}/support/")
    look(page, "first")
    page.get_by_role("button", name="Continue").click()
    fill(page)
    look(page, "form")
    page.get_by_role("button", name="Save and come back later").click()
    expect(page.get_by_role("heading", name="Saved. Write down your code")).to_be_visible()
    look(page, "saved")
    code = page.locator(".eh-code").inner_text()
    page.get_by_role("link", name="Go on with it").click()
    page.get_by_label("Your code").fill("2222 2222 2222 2222")
    page.get_by_role("button", name="Continue").click()
    look(page, "resume-wrong")
    page.get_by_label("Your code").fill(code.lower())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("Last name").first).to_have_value(LONG)
    expect(page.get_by_label("Their address (optional)").first).to_have_value("9 Other Road")
    look(page, "resumed")
    page.get_by_label("Postcode", exact=True).fill("WV14 0AA")
    page.get_by_label("What is worrying you?").fill("Late and hungry")
    page.get_by_label("The family knows and agrees").check()
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_text("Request sent")).to_be_visible()
    look(page, "receipt")
    status = page.locator(".eh-code").inner_text()
    page.reload()
    expect(page.locator(".eh-code")).to_have_text(status)
    with acting_as_system("looking"):
        referral = Referral.objects.get()
    decided(referral, town.desk, Outcome.ADVICE, None)
    page.goto(f"{live_site}/support/status/")
    look(page, "status-code")
    page.get_by_label("Your code").fill(status)
    page.get_by_label("Your code").press("Enter")
    expect(page.get_by_text("received and looked at")).to_be_visible()
    look(page, "status")


@SIZES
def test_the_desk_answers(
    quiet_page: Page, live_site: LiveSite, town: World, size: tuple[int, int]
) -> None:
    child: dict[str, Any] = CHILD | {"family_name": LONG}
    for number in range(2):
        referral = make_request(child, sender_name=f"{LONG} {number}", sender_phone="01632 960200")
        decided(referral, town.desk, Outcome.ADVICE, None)
    page = quiet_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    sign_in(page, live_site, "desk@example.org", PASSWORD)
    page.get_by_role("link", name="Not answered yet").click()
    look(page, "not-answered")
    page.get_by_role("link", name="Record the answer").first.click()
    look(page, "answer")
    page.get_by_role("button", name="Record answer").click()
    look(page, "answer-wrong")
    page.get_by_label("Decided").check()
    page.get_by_label("They are not told").check()
    page.get_by_label("Why not?").fill("She must not be rung at home")
    page.get_by_role("button", name="Record answer").click()
    expect(page.get_by_role("link", name="Record the answer")).to_have_count(1)


def test_without_scripts_it_is_saved_and_gone_on_with(
    plain_page: Page, live_site: LiveSite, town: World
) -> None:
    page = plain_page
    page.goto(f"{live_site}/support/")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("First name").first.fill("Amara")
    page.get_by_role("button", name="Save and come back later").click()
    code = page.locator(".eh-code").inner_text()
    page.goto(f"{live_site}/support/saved/")
    page.get_by_label("Your code").fill(code)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("First name").first).to_have_value("Amara")


def asked(town: World) -> Referral:
    """By the desk, of somebody without an account."""
    child: dict[str, Any] = CHILD | {"family_name": LONG}
    referral = make_request(child, sender="relative", sender_name="Rae Neighbour")
    with acting_as_system("arranging"):
        open_reply_path(referral=referral)
    said = {"question": f"{LONG}?\n\nWho fetches them from school?", "answer_by": ANSWER_BY}
    decided(referral, town.desk, Outcome.MORE_INFORMATION, None, said=said)
    return referral


def open_with_code(page: Page, site: LiveSite, referral: Referral) -> None:
    page.goto(f"{site}/support/status/")
    page.get_by_label("Your code").fill(status_code(referral.reference))
    page.get_by_label("Your code").press("Enter")


@SIZES
def test_a_question_is_answered_behind_the_code(
    quiet_page: Page, live_site: LiveSite, town: World, size: tuple[int, int]
) -> None:
    referral, page = asked(town), quiet_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_with_code(page, live_site, referral)
    expect(page.get_by_text("Who fetches them from school?")).to_be_visible()
    look(page, "question")
    page.get_by_role("button", name="Send your answer").click()
    expect(page.get_by_role("link", name="Enter your answer")).to_be_visible()
    look(page, "question-wrong")
    page.get_by_label("Your answer").fill("Their grandmother does, from Monday")
    page.get_by_role("button", name="Send your answer").click()
    expect(page.get_by_role("heading", name="Answer sent")).to_be_visible()
    look(page, "question-sent")
    sign_in(page, live_site, "desk@example.org", PASSWORD)
    page.goto(f"{live_site}/requests/{referral.reference}/")
    expect(page.get_by_text("Their grandmother does, from Monday")).to_be_visible()
    look(page, "question-at-the-desk")


def test_without_scripts_a_question_is_answered_and_a_late_answer_stays_on_the_screen(
    plain_page: Page, live_site: LiveSite, town: World
) -> None:
    referral, page = asked(town), plain_page
    open_with_code(page, live_site, referral)
    page.get_by_label("Your answer").fill("Their grandmother does")
    with acting_as(town.desk):
        answer(referral=referral, words="They rang", by=town.desk)
    page.get_by_role("button", name="Send your answer").click()
    expect(page.get_by_text("This question was answered already.").first).to_be_visible()
    expect(page.get_by_text("Their grandmother does")).to_be_visible()
    expect(page.get_by_role("button", name="Send your answer")).to_have_count(0)
    if shots := os.environ.get("EARLYHELP_SHOTS"):
        page.screenshot(path=f"{shots}/question-late.png", full_page=True)
