"""The steps of the way, each taken by somebody at a browser who looks at every page for faults."""

from datetime import date, timedelta

from django.utils import timezone
from playwright.sync_api import Locator, expect

from localities.procedures import steps_of
from tests.browsing import Person


def requests_support(person: Person, name: str, worries: str = "") -> None:
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
    _describes_family(person, name)
    if worries:
        person.write("What is worrying you?", worries)
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


def decides(desk: Person, child: str) -> None:
    desk.heading("Triage")
    desk.heading("New")
    desk.press(child, exact=False)
    desk.heading("Decide")
    outcomes = desk.page.locator("input[type=radio][name*=outcome]")
    assert not any(box.is_checked() for box in outcomes.all())  # nothing is preselected
    desk.press("Record decision")
    desk.heading("There is a problem")
    records_decision(desk)
    desk.go("/requests/")
    desk.heading("Decided today")
    desk.sees(child)


def records_decision(desk: Person) -> None:
    desk.choose("Early help")
    desk.choose("Level 3: complex")
    desk.write("Reason", "Several needs, and the family wants help.")
    desk.press("Record decision")
    desk.sees("Early help")


def allocates(manager: Person, lead: str) -> None:
    manager.go("/waiting-for-allocation/")
    manager.heading("Waiting for allocation")
    manager.press("Allocate", exact=False)
    manager.page.get_by_label(lead, exact=False).check()
    manager.press("Allocate")
    manager.sees(lead)


def adds_a_contact_on_a_phone(person: Person, family: str) -> None:
    person.go("/")
    person.press(family)
    person.press("Add contact")
    person.choose("Home visit")
    person.page.locator("[name=children_seen]").first.check()
    person.write("What happened?", "Amara showed me her drawings. She says nights are loud.")
    person.press("Save contact")
    person.sees("Contact added.")


def starts_an_assessment(person: Person, family: str) -> None:
    person.press(family)
    person.press("Start assessment")
    if "/start/" in person.page.url:
        person.choose("Early help assessment")
        person.press("Start")


def _turns_to(person: Person, tab: str) -> None:
    """One of the tabs of the case. Its page must be there before anything is counted on it."""
    person.press_on(person.page.get_by_role("link", name=tab, exact=True))
    expect(person.page.locator("[aria-current=page]", has_text=tab).first).to_be_visible()


def goes_on_with_the_assessment(person: Person, family: str) -> None:
    person.press(family)
    _turns_to(person, "Assessment")
    person.press("Continue", exact=False)


def assesses(person: Person) -> None:
    """From the first section to the manager’s desk."""
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


def signs_off(manager: Person, family: str) -> None:
    manager.heading("What needs you")
    manager.press(family, exact=False)
    if "/sign-off/" not in manager.page.url:
        manager.press("Sign off")
    expect(manager.page.get_by_role("button", name="Return with comments")).to_be_visible()
    manager.press("Sign off")
    manager.sees("Plan to be agreed")


def plans(person: Person, family: str, child: str) -> None:
    person.go("/")
    person.press(family)
    _turns_to(person, "Plan")
    needs = person.page.locator("main a[href*='?need=']")
    while needs.count():
        person.press_on(needs.first)
        _adds_goal(person, child)
    person.press("Agree plan")
    person.page.locator("input[type=checkbox]:visible").first.check()
    person.date("When did they agree?", timezone.localdate())
    person.press("Agree plan")
    person.sees("Plan and TAF reviews")


def _adds_goal(person: Person, who: str) -> None:
    person.write("What will be different?", "Mornings are calm and we get to school on time.")
    person.write("What will be done?", "Set out clothes and bags the evening before")
    person.page.get_by_label("Who does it?").first.select_option(label=who)
    person.date("By when?", timezone.localdate() + timedelta(days=20))
    person.press("Add goal")


def meets(person: Person) -> None:
    person.press("Record a TAF meeting")
    person.date("When was the meeting?", timezone.localdate())
    person.page.locator(".eh-guests input[type=radio]").first.check()
    person.write("What was talked about and agreed?", "Mornings go better. School sees the change.")
    for box in person.page.get_by_label("Set out clothes", exact=False).all():
        box.check()
    person.press("Save the meeting")
    person.sees("TAF meeting")


def closes(person: Person, family: str) -> None:
    person.go("/")
    person.press(family)
    person.press("Close case")
    for group in person.page.locator("fieldset:has(input[name^=need_])").all():
        group.get_by_label("Met", exact=True).check()
    person.choose("Needs met")
    person.write("Summary of the work", "Mornings and evenings are calm. School reports it.")
    person.write("What the family says", "We sleep now.")
    person.write("Who stays in touch", "The school’s family worker")
    person.press("Ask a manager to close the case")
    person.sees("Closing waits for a manager")


def authorises_the_closing(manager: Person, family: str) -> None:
    manager.go("/needs-you/closings/")
    manager.press(f"Answer {family}")
    manager.sees("Mornings and evenings are calm.", "We sleep now.")
    manager.choose("Yes, close the case")
    manager.press("Record answer")
    manager.sees("Closed")


def reports(manager: Person) -> None:
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


def offers_to_lead(school: Person) -> None:
    school.heading("Our families")
    school.press("Start an early help assessment")
    school.write("Your job", "Designated safeguarding lead")
    school.write("Telephone number the desk can reach you on", "01632 960222")
    _describes_family(school, "Hollis", "Ada")
    school.press("Send request")
    school.sees("RQ-")


def reads_what_was_sent(person: Person) -> None:
    """The assessment holds what the request said."""
    texts: list[str] = []
    for _ in range(40):
        boxes = person.page.locator("form[data-autosave-url] textarea").all()
        texts += [box.input_value() for box in boxes]
        if not person.page.get_by_role("button", name="Save and continue").count():
            break
        person.press("Save and continue")
    assert any("There is shouting at night." in text for text in texts)


def asks_for_a_step_up(person: Person, family: str) -> None:
    person.press(family)
    person.press("Step up to social care")
    person.heading("Is a child in danger? Phone now")
    person.write("Why now?", "Bruises were seen twice this week.")
    person.write("What has been tried?", "Visits, a parenting group, a safety plan.")
    person.write("What has the family been told?", "That we ask social care to help.")
    for step in steps_of("step_up", timezone.localdate()):
        person.page.get_by_label(step.asks).check()
    person.press("Ask for the step-up")
    person.sees("Waiting for the manager")


def agrees_to_the_step_up(manager: Person, family: str) -> None:
    manager.heading("What needs you")
    manager.press(family, exact=False)
    if "/agreement/" not in manager.page.url:
        manager.press("Answer the step-up")
    manager.heading("The pack that will be sent")
    manager.sees("Bruises were seen twice this week.")
    manager.choose("Yes, send it to social care")
    manager.press("Record decision")
    manager.sees("Sent, waiting for social care")


def records_the_answer(manager: Person, step_up: str, *, accepted: bool) -> None:
    manager.go(f"{step_up}answer/")
    manager.choose("Accepted" if accepted else "Returned with a reason")
    manager.write("Who answered?", "K. Lamb, duty social worker")
    if not accepted:
        manager.write("The reason they gave", "The bruises were looked at and explained.")
    manager.press("Record answer")
    manager.sees("Accepted by social care" if accepted else "bruises were looked at")


def records_the_handover(manager: Person, step_up: str) -> None:
    manager.go(f"{step_up}handover/")
    manager.choose("Social care has taken over: record the handover and close the case")
    manager.write("Who leads from now on, and what is outstanding?", "Social worker K. Lamb leads.")
    manager.press("Record")
    manager.sees("Handed over")


def hands_back(social_worker: Person, name: str) -> None:
    """Social care steps a family down, with one thing outstanding."""
    social_worker.go("/requests/")
    social_worker.press("Record a step-down")
    social_worker.write("Name of the family’s social worker", "Wren Walker")
    social_worker.write("Their telephone number", "01632 960444")
    social_worker.date("When was the last meeting with the family?", timezone.localdate())
    social_worker.write("First name", "Amara")
    social_worker.write("Last name", name)
    social_worker.date("Date of birth", date(2017, 3, 2))
    social_worker.write("Address", "1 Test Street")
    social_worker.write("Postcode", "WV14 0AA")
    social_worker.write("Why is early help right for this family now?", "Home is calm again.")
    social_worker.write("What is to be done", "Book the dentist")
    social_worker.choose("The family knows and agrees")
    social_worker.press("Send to the desk")
    social_worker.sees("Book the dentist")


def says_it_is_the_same(desk: Person) -> None:
    """Every person of the request who is likely known is."""
    while desk.page.locator(".eh-match").get_by_role("button", name="Same person").count():
        button = desk.page.locator(".eh-match").get_by_role("button", name="Same person")
        desk.press_on(button.first)


def takes_up_what_was_left(person: Person, family: str, child: str) -> None:
    person.go("/")
    person.press(family)
    _turns_to(person, "Plan")
    person.press("Make it an action", exact=False)
    person.write("What will be different?", "Amara’s teeth do not hurt.")
    person.page.get_by_label("Who does it?").first.select_option(label=child)
    person.date("By when?", timezone.localdate() + timedelta(days=20))
    person.press_on(person.page.locator("main form button[type=submit]").first)
    person.sees("Book the dentist", "In the plan")


def finds_nobody_in(person: Person, family: str) -> None:
    person.go("/")
    person.press(family)
    person.press("Add contact")
    person.choose("Home visit")
    person.choose("Tried, but nobody was seen or reached")
    person.write("What happened?", "Knocked twice, left a card.")
    person.press("Save contact")
    person.sees("Contact added.")


def answers_a_call(duty: Person, name: str) -> None:
    duty.go("/duty/")
    duty.write("Who is calling?", f"Ngozi {name}")
    duty.page.get_by_role("group", name="Who are they?").get_by_role("radio").first.check()
    duty.write("What is the call about?", "She wants no more visits")
    duty.write("About which family?", f"Amara {name}")
    duty.press("Find the family")
    duty.press(f"Open {name} family for this call")
    duty.write("What was said", "We are fine, do not come again.")
    duty.press("Record this call")
    duty.heading("Duty")


def closes_after_silence(manager: Person, case: str) -> None:
    manager.go(f"{case}closure/")
    for group in manager.page.locator("fieldset:has(input[name^=need_])").all():
        group.get_by_label("Not met", exact=True).check()
    manager.choose("Family stopped taking part")
    manager.write("Summary of the work", "Two visits, nobody in; the mother wants no more.")
    manager.press("Close case")
    manager.heading("There is a problem")  # nothing says yet what makes it safe
    manager.write("Check of risk", "School sees Amara daily and has no worry.")
    manager.press("Close case")
    manager.sees("Closed")
