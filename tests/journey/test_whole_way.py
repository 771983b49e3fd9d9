"""The whole way, once, in a browser: from a request for support to the panel's report.

Five people: somebody from the public, the desk, a manager, a practitioner and a school. Every
page on the way is looked at with axe.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, expect

from accounts.acting import acting_as
from assessments.actions.loading import load_forms
from cases.actions.allocating import allocate
from localities.procedures import steps_of
from tests.browsing import DESKTOP, PHONE, Person, sign_in
from tests.cast import PASSWORD, World, build_world, make_case
from tests.fixtures.browser import LiveSite

Enter = Callable[..., Any]


@pytest.fixture
def town(live_site: LiveSite) -> World:
    world = build_world()
    load_forms()
    return world


@pytest.fixture
def enter(browser: Browser, live_site: LiveSite, town: World) -> Enter:
    """`with enter("desk") as desk:` somebody signed in, in a browser of their own."""

    @contextmanager
    def entering(who: str = "", size: tuple[int, int] = DESKTOP) -> Iterator[Person]:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        if who:
            sign_in(page, live_site, f"{who}@example.org", PASSWORD)
        yield Person(page, live_site)
        context.close()

    return entering


def test_from_a_request_to_a_closed_case(enter: Enter, worker: Any) -> None:
    with enter() as neighbour:
        _requests_support(neighbour)
    with enter("desk") as desk:
        _decides(desk)
    with enter("manager") as manager:
        _allocates(manager)
    with enter("practitioner", PHONE) as practitioner:
        _adds_a_contact_on_a_phone(practitioner)
    with enter("practitioner") as practitioner:
        _assesses(practitioner)
    with enter("manager") as manager:
        _signs_off(manager)
    with enter("practitioner") as practitioner:
        _plans(practitioner)
        _meets(practitioner)
        _closes(practitioner)
    with enter("manager") as manager:
        _reports(manager)


def test_a_school_offers_to_lead(enter: Enter, worker: Any) -> None:
    with enter("school") as school:
        _offers_to_lead(school)
    with enter("desk") as desk:
        desk.go("/requests/")
        desk.press("Ada Hollis", exact=False)
        desk.sees("Hawthorn Primary School", "offers to lead")
        _records_decision(desk)
    with enter("school") as school:
        school.heading("Our families")
        school.press("Hollis family")
        school.sees("Lead: Sam School")
        school.page.get_by_role("link", name="Assessment", exact=True).click()
        school.press("Continue", exact=False)
        _reads_what_was_sent(school)
    with enter("school2") as other:
        other.heading("Our families")
        other.sees_not("Hollis")


def test_a_step_up_stays_with_us_until_social_care_takes_over(enter: Enter, town: World) -> None:
    case = make_case(town)
    with acting_as(town.manager):
        allocate(case=case, lead=town.practitioner, by=town.manager)
    step_up = f"/cases/{case.reference}/step-up/"
    with enter("practitioner") as practitioner:
        _asks_for_a_step_up(practitioner)
    with enter("manager") as manager:
        _agrees_to_the_step_up(manager)
        _records_the_answer(manager, step_up)
    with enter("practitioner") as practitioner:
        practitioner.press("Okafor family")
        practitioner.sees("With social care")
        practitioner.sees("Social care leads this case")  # why it cannot be closed
    with enter("manager") as manager:
        _records_the_handover(manager, step_up)
        manager.go(f"/cases/{case.reference}/")
        manager.sees("Closed")


def _requests_support(person: Person) -> None:
    person.go("/")
    person.press("Request support for a family")
    person.heading("Is anyone in danger now?")
    person.sees("999", "01632 960001", "01632 960002")
    person.press("Continue")
    person.press("Send request")  # nothing filled in: says what to do and keeps going
    person.heading("There is a problem")
    person.choose("A relative, friend or neighbour")
    person.write("Your name", "Jo Neighbour")
    person.write("Your telephone number", "01632 960111")
    _describes_family(person, "Okafor")
    person.press("Send request")
    person.sees("RQ-", "What happens next")


def _describes_family(person: Person, name: str, first: str = "Amara") -> None:
    person.write("First name", first)
    person.write("Last name", name)
    person.date("Date of birth", date(2017, 3, 2))
    person.write("Address", "1 Test Street")
    person.write("Postcode", "WV14 0AA")
    worries = "What is worrying you?"
    person.write(worries, "The children are often late and tired. There is shouting at night.")
    person.write("What is going well?", "The children are close to each other.")
    person.choose("The family knows and agrees")


def _decides(desk: Person) -> None:
    desk.heading("Triage")
    desk.heading("New")
    desk.press("Amara Okafor", exact=False)
    desk.heading("Decide")
    outcomes = desk.page.locator("input[type=radio][name*=outcome]")
    assert not any(box.is_checked() for box in outcomes.all())  # nothing is preselected
    desk.press("Record decision")
    desk.heading("There is a problem")
    _records_decision(desk)
    desk.go("/requests/")
    desk.heading("Decided today")
    desk.sees("Amara Okafor")


def _records_decision(desk: Person) -> None:
    desk.choose("Early help")
    desk.choose("Level 3: complex")
    desk.write("Reason", "Several needs, and the family wants help.")
    desk.press("Record decision")
    desk.sees("Early help")


def _allocates(manager: Person) -> None:
    manager.go("/waiting-for-allocation/")
    manager.heading("Waiting for allocation")
    manager.press("Allocate", exact=False)
    manager.page.get_by_label("Pat Practitioner", exact=False).check()
    manager.press("Allocate")
    manager.sees("Pat Practitioner")


def _adds_a_contact_on_a_phone(person: Person) -> None:
    person.heading("My families")
    person.press("Okafor family")
    person.press("Add contact")
    person.choose("Home visit")
    person.choose("Amara Okafor")
    person.write("What happened?", "Amara showed me her drawings. She says nights are loud.")
    person.press("Save contact")
    person.sees("Home visit")


def _assesses(person: Person) -> None:
    person.press("Okafor family")
    person.press("Start assessment")
    if "/start/" in person.page.url:
        person.press("Start assessment")
    for _ in range(40):
        if not _fills_section(person):
            break
    person.sees("Submit for sign-off")
    person.press("Submit for sign-off")
    person.sees("Assessment waiting for sign-off")


def _fills_section(person: Person) -> bool:
    """Answer everything on the page and go on; False where there is no section left."""
    if not person.page.get_by_role("button", name="Save and continue").count():
        return False
    _answers_everything(person.page.locator("form[data-autosave-url]"))
    expect(person.page.locator("[data-autosave-status]")).to_contain_text("Saved at")
    person.press("Save and continue")
    return True


def _answers_everything(form: Locator) -> None:
    for box in form.locator("textarea:visible, input[type=text]:visible:not([inputmode])").all():
        box.fill("Seen and heard, in some detail.")
    for group in form.locator("fieldset:has(input[type=radio]:visible)").all():
        group.locator("input[type=radio]").last.check()
    for group in form.locator("fieldset:has(input[type=checkbox])").all():
        group.locator("input[type=checkbox]").first.check()
        for box in group.locator("textarea:visible").all():
            box.fill("What we see, in some detail.")
    for group in form.locator(".govuk-date-input").all():
        for part, value in zip(group.locator("input").all(), ("2", "11", "2026"), strict=True):
            part.fill(value)


def _signs_off(manager: Person) -> None:
    manager.heading("What needs you")
    manager.press("Okafor family", exact=False)
    if "/sign-off/" not in manager.page.url:
        manager.press("Sign off")
    expect(manager.page.get_by_role("button", name="Return with comments")).to_be_visible()
    manager.press("Sign off")
    manager.sees("Plan to be agreed")


def _plans(person: Person) -> None:
    person.go("/my-families/")
    person.press("Okafor family")
    person.page.get_by_role("link", name="Plan", exact=True).click()
    needs = person.page.locator("main a[href*='?need=']")
    while needs.count():
        person.press_on(needs.first)
        _adds_goal(person)
    person.press("Agree plan")
    person.page.locator("input[type=checkbox]:visible").first.check()
    person.date("When did they agree?", timezone.localdate())
    person.press("Agree plan")
    person.sees("Plan and TAF reviews")


def _adds_goal(person: Person) -> None:
    person.write("What will be different?", "Mornings are calm and we get to school on time.")
    person.write("What will be done?", "Set out clothes and bags the evening before")
    person.page.get_by_label("Who does it?").first.select_option(index=1)
    person.date("By when?", timezone.localdate() + timedelta(days=20))
    person.press("Add goal")


def _meets(person: Person) -> None:
    person.press("Record a TAF meeting")
    person.date("When was the meeting?", timezone.localdate())
    person.page.locator(".eh-guests input[type=radio]").first.check()
    person.write("What was talked about and agreed?", "Mornings go better. School sees the change.")
    for box in person.page.get_by_label("Set out clothes", exact=False).all():
        box.check()
    person.press("Save the meeting")
    person.sees("TAF meeting")


def _closes(person: Person) -> None:
    person.go("/my-families/")
    person.press("Okafor family")
    person.press("Close case")
    for group in person.page.locator("fieldset:has(input[name^=need_])").all():
        group.get_by_label("Met", exact=True).check()
    person.choose("Needs met")
    person.write("Summary of the work", "Mornings and evenings are calm. School reports it.")
    person.write("What the family says", "We sleep now.")
    person.write("Who stays in touch", "The school’s family worker")
    person.press("Close case")
    person.sees("Closed")


def _reports(manager: Person) -> None:
    manager.go("/reports/")
    manager.press("Scrutiny panel report", exact=False)
    today = timezone.localdate()
    manager.write("From", f"1/1/{today.year}")
    manager.write("To", today.isoformat())
    manager.press("Produce report")
    link = manager.page.get_by_role("link", name="Download PDF")
    expect(link).to_be_visible(timeout=60_000)
    with manager.page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.endswith(".pdf")


def _offers_to_lead(school: Person) -> None:
    school.heading("Our families")
    school.press("Start an early help assessment")
    school.write("Your job", "Designated safeguarding lead")
    school.write("Telephone number the desk can reach you on", "01632 960222")
    _describes_family(school, "Hollis", "Ada")
    school.press("Send request")
    school.sees("RQ-")


def _reads_what_was_sent(person: Person) -> None:
    """The assessment holds what the request said."""
    texts: list[str] = []
    for _ in range(40):
        boxes = person.page.locator("form[data-autosave-url] textarea").all()
        texts += [box.input_value() for box in boxes]
        if not person.page.get_by_role("button", name="Save and continue").count():
            break
        person.press("Save and continue")
    assert any("There is shouting at night." in text for text in texts)


def _asks_for_a_step_up(person: Person) -> None:
    person.press("Okafor family")
    person.press("Step up to social care")
    person.heading("Is a child in danger? Phone now")
    person.write("Why now?", "Bruises were seen twice this week.")
    person.write("What has been tried?", "Visits, a parenting group, a safety plan.")
    person.write("What has the family been told?", "That we ask social care to help.")
    for step in steps_of("step_up", timezone.localdate()):
        person.page.get_by_label(step.asks).check()
    person.press("Ask for the step-up")
    person.sees("Waiting for the manager")


def _agrees_to_the_step_up(manager: Person) -> None:
    manager.heading("What needs you")
    manager.press("Okafor family", exact=False)
    if "/agreement/" not in manager.page.url:
        manager.press("Answer the step-up")
    manager.heading("The pack that will be sent")
    manager.sees("Bruises were seen twice this week.")
    manager.choose("Yes, send it to social care")
    manager.press("Record decision")
    manager.sees("Sent, waiting for social care")


def _records_the_answer(manager: Person, step_up: str) -> None:
    manager.go(f"{step_up}answer/")
    manager.choose("Accepted")
    manager.write("Who answered?", "K. Lamb, duty social worker")
    manager.press("Record answer")
    manager.sees("Accepted by social care")


def _records_the_handover(manager: Person, step_up: str) -> None:
    manager.go(f"{step_up}handover/")
    manager.choose("Social care has taken over: record the handover and close the case")
    manager.write("Who leads from now on, and what is outstanding?", "Social worker K. Lamb leads.")
    manager.press("Record")
    manager.sees("Handed over")
