"""Case work in Chromium: looks, phone, no scripts, and what a thumb can do in a minute."""

import pytest
from playwright.sync_api import Page, expect

from accounts.acting import acting_as, acting_as_system
from cases.actions.leads.allocating import allocate
from cases.actions.steps import answering, stepping_up
from cases.models import Alert, Case, Contact, Need, StepUp
from tests.browsing import DESKTOP, PHONE, Keys, faults, sign_in
from tests.cast import PASSWORD, World, make_case, make_family
from tests.fixtures.browser import LiveSite

LONG = "Featherstonehaugh-Konstantinopoulou"


def led(world: World, name: str) -> Case:
    case = make_case(world, make_family(world, name, children=3))
    with acting_as_system("arranging a test"):
        allocate(case=case, lead=world.practitioner, by=world.manager)
        Need.objects.create(case=case, kind="housing", words="Arrears. " * 60, seen_on="2026-11-02")
        Alert.objects.create(
            person=case.family.people.all()[0],
            kind="dog",
            text="Large dog, not tied",
            source="Housing",
            recorded_on="2026-11-02",
            review_on="2026-12-02",
        )
    return case


def asked(world: World, name: str, to: str) -> Case:
    case, by = led(world, name), world.manager
    with acting_as(by):
        step_up = stepping_up.request(case=case, by=by, why_now="Why. " * 99, tried="Visits")
        if to != "requested":
            step_up = stepping_up.agree(step_up=step_up, by=by, version=step_up.version)
        if to == "accepted":
            answering.accepted(step_up=step_up, by=by, answer_by="Sol", version=step_up.version)
    return case


def arrange(world: World) -> list[str]:
    """Families with long names at every point, and the addresses of the pages about them."""
    waiting = make_case(world, make_family(world, LONG, children=5))
    mine = led(world, "O’Neill-Łoś")
    states = {
        state: asked(world, state.capitalize(), state)
        for state in ("requested", "sent", "accepted")
    }
    at = {
        "requested": ["step-up/", "step-up/agreement/", "closure/"],
        "sent": ["step-up/", "step-up/answer/", "step-up/pack/"],
        "accepted": ["step-up/", "step-up/handover/"],
    }
    pages = ["/my-families/", "/needs-you/", "/needs-you/step-ups/", "/waiting-for-allocation/"]
    pages += ["/find/", f"/cases/{waiting.reference}/allocation/"]
    pages += [f"/cases/{mine.reference}/{p}" for p in ("contacts/new/", "closure/", "step-up/")]
    return pages + [
        f"/cases/{states[state].reference}/{path}" for state, paths in at.items() for path in paths
    ]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_is_accessible_and_fits(
    quiet_page: Page, live_site: LiveSite, town: World, size: tuple[int, int]
) -> None:
    page = quiet_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    sign_in(page, live_site, "manager@example.org", PASSWORD)
    for path in ["/needs-you/", "/waiting-for-allocation/", "/my-families/", *arrange(town)]:
        page.goto(f"{live_site}{path}")
        assert faults(page) == [], path
        send = page.locator("main form button[type=submit]")
        if send.count() and "/find/" not in path:
            send.first.click()
            expect(page.get_by_role("alert")).to_be_visible()
            assert faults(page) == [], f"{path} with its errors"


def test_a_contact_with_a_thumb(quiet_page: Page, live_site: LiveSite, town: World) -> None:
    case = led(town, "Nowak")
    page = quiet_page
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    sign_in(page, live_site, "practitioner@example.org", PASSWORD)
    page.goto(f"{live_site}/cases/{case.reference}/")
    page.get_by_role("button", name="Add contact").click()
    expect(page.get_by_text("Large dog, not tied")).to_be_visible()
    page.get_by_label("Home visit").check()
    alone = page.get_by_label("Child2 Nowak was seen alone")
    expect(alone).to_be_hidden()
    page.get_by_label("Child2 Nowak", exact=True).check()
    alone.check()
    page.get_by_label("What happened?").fill("She showed me her room.")
    page.get_by_role("button", name="Save contact").click()
    expect(page.get_by_text("Contact added.")).to_be_visible()
    with acting_as(town.practitioner):
        contact = Contact.objects.get()
        assert [(s.person.given_name, s.alone) for s in contact.sightings.all()] == [
            ("Child2", True)
        ]
        assert not contact.is_late_entry


def test_an_urgent_step_up_without_scripts(
    plain_page: Page, live_site: LiveSite, town: World
) -> None:
    case = led(town, "Nowak")
    page = plain_page
    sign_in(page, live_site, "practitioner@example.org", PASSWORD)
    page.goto(f"{live_site}/cases/{case.reference}/step-up/")
    expect(page.get_by_role("heading", name="Phone now")).to_be_visible()
    expect(page.get_by_role("link", name="01632 960001").first).to_be_visible()
    page.get_by_label("This is urgent").check()
    page.get_by_label("Why now?").fill("A new injury.")
    page.get_by_role("button", name="Ask for the step-up").click()
    expect(page.get_by_text("Ring social care first").first).to_be_visible()
    expect(page.get_by_label("Why now?")).to_have_value("A new injury.")
    page.get_by_label("Whom did you speak to?").fill("Duty social worker")
    page.get_by_role("button", name="Ask for the step-up").click()
    expect(page.get_by_text("Sent to social care").first).to_be_visible()
    with acting_as(town.practitioner):
        assert StepUp.objects.get().state == "sent"


def test_finding_from_any_page(quiet_page: Page, live_site: LiveSite, town: World) -> None:
    led(town, "Nowak")
    page = quiet_page
    sign_in(page, live_site, "practitioner@example.org", PASSWORD)
    page.get_by_label("Find a person or family").fill("novak")
    page.get_by_role("button", name="Find a person or family").click()
    expect(page.get_by_role("heading", name="Find a person or family")).to_be_visible()
    assert "novak" not in page.url
    page.get_by_role("link", name="Nowak family").click()
    expect(page.get_by_role("heading", name="Nowak family")).to_be_visible()


def test_a_contact_by_keyboard_alone(quiet_page: Page, live_site: LiveSite, town: World) -> None:
    page, keys = quiet_page, Keys(quiet_page)
    case = led(town, "Okafor")
    sign_in(page, live_site, "practitioner@example.org", PASSWORD)
    main = page.locator("main")
    keys.press(main.get_by_role("link", name="Okafor family").first)
    keys.press(main.get_by_role("button", name="Add contact"))
    keys.choose(main.get_by_role("group", name="What kind of contact?"), "Telephone call")
    keys.tick(main.get_by_role("group", name="Children seen").get_by_role("checkbox").first)
    keys.write(main.get_by_label("What happened?"), "Mornings are calmer.")
    keys.press(main.get_by_role("button", name="Save contact"))
    expect(page.get_by_text("Mornings are calmer.").first).to_be_attached()
    with acting_as_system("looking at a test"):
        assert Contact.objects.get(case=case).text == "Mornings are calmer."
