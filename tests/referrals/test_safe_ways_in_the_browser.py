"""How the family may safely be told, and a notification that came by the API, in Chromium."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.acting import acting_as_system
from referrals.models import Answer, Referral
from tests.browsing import DESKTOP, PHONE, sign_in
from tests.cast import PASSWORD, World
from tests.fixtures.browser import LiveSite
from tests.referrals.api import NOTIFICATIONS, a_notification, system_of, the_police
from tests.referrals.requests import make_offer
from tests.referrals.test_answers_in_the_browser import look

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
NUMBER = "01632 960301, while he is at work"
REASON = "He opens her letters and looks at her telephone"


@SIZES
def test_it_is_asked_and_answered(
    quiet_page: Page, live_site: LiveSite, town: World, size: tuple[int, int]
) -> None:
    page = quiet_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{live_site}/support/")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("A school or nursery").check()
    page.get_by_label("Your name").fill("Sam School")
    page.get_by_label("Your telephone number").fill("01632 960100")
    page.get_by_label("First name").first.fill("Amara")
    page.get_by_label("Postcode", exact=True).fill("WV14 0AA")
    page.get_by_label("What is worrying you?").fill("Late and hungry")
    page.get_by_label("The family knows and agrees").check()
    expect(page.get_by_label("Which number, and when is it safe to ring?")).to_be_hidden()
    page.get_by_label("By telephone").check()
    page.get_by_role("button", name="Send request").click()
    look(page, "safe-way-wrong")
    page.get_by_role("link", name="Enter the telephone number, and when").click()
    expect(page.get_by_label("Which number, and when is it safe to ring?")).to_be_focused()
    page.keyboard.type(NUMBER)
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_text("safely be told by telephone")).to_be_visible()
    look(page, "safe-way-receipt")
    expect(page.locator("main")).not_to_contain_text("01632 960301")


@SIZES
def test_the_desk_reads_it_and_records_who_was_told(
    quiet_page: Page, live_site: LiveSite, town: World, size: tuple[int, int]
) -> None:
    said = make_offer(town, safe_way="phone", safe_way_words=NUMBER)
    nobody = make_offer(town, safe_way="do_not", safe_way_words=REASON)
    page = quiet_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    sign_in(page, live_site, "desk@example.org", PASSWORD)
    page.goto(f"{live_site}{reverse('request-tell', args=[said.reference])}")
    look(page, "tell-the-family")
    page.get_by_label("Decided").check()
    page.get_by_label("The family", exact=True).check()
    page.get_by_label("By letter").check()
    page.get_by_label("What were they told?").fill("That we help")
    page.get_by_role("button", name="Record answer").click()
    look(page, "tell-the-family-wrong")
    page.get_by_label("By telephone").check()
    page.get_by_role("button", name="Record answer").click()
    expect(page.get_by_text("recorded")).to_be_visible()

    page.goto(f"{live_site}/requests/{nobody.reference}/")
    expect(page.get_by_text(f"{Referral.SafeWay.DO_NOT.label}, the sender says")).to_be_visible()
    tick = page.get_by_label("Record that the family is not told, as the sender asks")
    expect(tick).not_to_be_checked()
    page.get_by_label("No further action").first.check()
    page.get_by_label("Reason", exact=True).fill("The school supports them")
    tick.check()
    expect(page.get_by_label("Why are they not told?")).to_have_value(REASON)
    look(page, "decide-not-told")
    page.get_by_role("button", name="Record decision").click()
    with acting_as_system("looking"):
        told = set(Answer.objects.filter(who="family").values_list("way", flat=True))
    assert told == {"phone", "not_told"}


@SIZES
def test_a_notification_that_came_by_the_api(
    quiet_page: Page, live_site: LiveSite, town: World, size: tuple[int, int]
) -> None:
    police = system_of(the_police(), "notifications:write")
    reference = police.post(NOTIFICATIONS, a_notification()).json()["id"]
    page = quiet_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    sign_in(page, live_site, "desk@example.org", PASSWORD)
    expect(page.get_by_text("Domestic abuse notification, high risk")).to_be_visible()
    page.goto(f"{live_site}/requests/{reference}/")
    expect(page.get_by_text("Shouting was heard")).to_be_visible()
    expect(page.get_by_text("another system")).to_be_visible()
    look(page, "notification-by-api")


@SIZES
def test_the_page_of_a_new_token(
    quiet_page: Page, live_site: LiveSite, town: World, size: tuple[int, int]
) -> None:
    page = quiet_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    sign_in(page, live_site, "admin@example.org", PASSWORD)
    page.goto(f"{live_site}/settings/tokens/new/")
    page.get_by_label("What will use it?").fill("Records")
    page.get_by_label("Which agency does it belong to?").select_option("Hawthorn Primary School")
    page.get_by_label("Send domestic abuse notifications").check()
    for part, typed in (("Day", "31"), ("Month", "3"), ("Year", "2027")):
        page.get_by_label(part, exact=True).fill(typed)
    look(page, "token-new")
    page.get_by_role("button", name="Make the token").click()
    expect(page.get_by_text("is for agencies of the kind “Police” alone").first).to_be_visible()
    look(page, "token-new-wrong")
