"""The page behind a link as a family meets it: on a phone, without scripts, and away at once."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Browser, Route, expect

from accounts.acting import acting_as
from assessments.actions import linking
from assessments.link_rules import against
from assessments.models import FamilyWord
from tests.browsing import PHONE, faults, noises
from tests.cases.page.arranging import mother_of
from tests.cases.withheld.arranging import family_with_a_past
from tests.cast import arranged, build_world
from tests.fixtures.browser import LiveSite


def test_they_read_answer_and_leave(browser: Browser, live_site: LiveSite) -> None:
    """Right to left; a browser sends what the check of the form's token needs, and no other site
    learns the address; going back after leaving asks for the code."""
    path, code = _given()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    left: list[dict[str, str]] = []

    def elsewhere(route: Route) -> None:
        left.append(route.request.headers)
        route.fulfill(body="Sunny")

    context.route("https://www.bbc.co.uk/**", elsewhere)
    page.goto(f"{live_site}{path}")
    page.get_by_label("Your code").fill(code.lower())
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("main [dir=rtl]").first).to_be_visible()
    page.locator("summary").last.click()
    page.locator("details[open] textarea").fill("Mornings are better")
    page.locator("details[open] button").click()
    page.locator("input[value=agrees]").check()
    page.locator("#plan form button").first.click()
    expect(page.locator("#plan")).to_contain_text("Mornings are better")
    assert _kinds() == ["agrees", "comment"]
    page.locator(".govuk-exit-this-page a").click()
    expect(page.locator("body")).to_have_text("Sunny")
    assert "referer" not in left[0]
    page.go_back()
    expect(page.get_by_label("Your code")).to_be_visible()
    context.close()
    _looks_right(browser, f"{live_site}{path}", code)


def _looks_right(browser: Browser, url: str, code: str) -> None:
    """With scripts, at the width of a phone."""
    width, height = PHONE
    page = browser.new_page(viewport={"width": width, "height": height})
    said = noises(page)
    page.goto(url)
    assert faults(page) == []
    page.get_by_label("Your code").fill(code)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("main [dir=rtl]").first).to_be_visible()
    assert faults(page) == []
    assert said == []
    page.close()


@arranged
def _given() -> tuple[str, str]:
    world = build_world()
    case = family_with_a_past(world)
    mother = mother_of(case)
    until = timezone.localdate() + timedelta(days=9)
    with acting_as(world.practitioner):
        terms = linking.Terms("She lives alone", until, language="ur")
        given = linking.give(case=case, person=mother, by=world.practitioner, terms=terms,
                             seen=list(against(case, mother)))  # fmt: skip
    return "/our-plan/" + given.url.rsplit("/our-plan/", 1)[1], given.code


@arranged
def _kinds() -> list[str]:
    return sorted(FamilyWord.objects.values_list("kind", flat=True))
