"""Three families through their whole life, in browsers, by people who each do their own part.

Who takes part: a neighbour without an account, the desk, the MASH’s social worker, a manager, two
practitioners, a school that leads, and a duty worker. Every page on the way is looked at with axe.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser

from accounts.acting import acting_as_system
from assessments.actions.loading import load_forms
from cases.models import Case, Closure
from tests.browsing import DESKTOP, PHONE, Person, sign_in
from tests.cast import PASSWORD, World, build_world
from tests.fixtures.browser import LiveSite
from tests.journey import steps

Enter = Callable[..., Any]


@pytest.fixture
def town(live_site: LiveSite) -> World:
    world = build_world()
    world.practitioner2.localities.set([world.bilston])
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


def test_a_school_leads_until_needs_are_met(enter: Enter, worker: Any) -> None:
    with enter("school") as school:
        steps.offers_to_lead(school)
    with enter("desk") as desk:
        desk.go("/requests/")
        desk.press("Ada Hollis", exact=False)
        desk.sees("Hawthorn Primary School", "offers to lead")
        steps.records_decision(desk)
    with enter("school") as school:
        school.heading("Our families")
        school.press("Hollis family")
        school.sees("Lead: Sam School")
        case = school.page.url
        school.go("/")
        steps.goes_on_with_the_assessment(school, "Hollis family")
        steps.reads_what_was_sent(school)
    with enter("school", PHONE) as school:
        steps.adds_a_contact_on_a_phone(school, "Hollis family")
    with enter("school") as school:
        steps.goes_on_with_the_assessment(school, "Hollis family")
        steps.assesses(school)
    with enter("manager") as manager:
        steps.signs_off(manager, "Hollis family")
    with enter("school") as school:
        steps.plans(school, "Hollis family", "Ada Hollis")
        steps.meets(school)
        steps.closes(school, "Hollis family")
    with enter("manager") as manager:
        steps.authorises_the_closing(manager, "Hollis family")
    with enter("school2") as other:
        other.heading("Our families")
        other.sees_not("Hollis")
        assert other.page.request.get(case).status == 404
    with enter("manager") as manager:
        steps.reports(manager)
    assert endings() == ["needs_met"]


def test_to_social_care_and_back(enter: Enter, worker: Any) -> None:
    with enter() as neighbour:
        steps.requests_support(neighbour, "Okafor")
    with enter("desk") as desk:
        steps.decides(desk, "Amara Okafor")
    with enter("manager") as manager:
        steps.allocates(manager, "Pat Practitioner")
    with enter("practitioner", PHONE) as practitioner:
        steps.adds_a_contact_on_a_phone(practitioner, "Okafor family")
    step_up = f"/cases/{latest_case().reference}/step-up/"
    for accepted in (False, True):
        with enter("practitioner") as practitioner:
            steps.asks_for_a_step_up(practitioner, "Okafor family")
        with enter("manager") as manager:
            steps.agrees_to_the_step_up(manager, "Okafor family")
            steps.records_the_answer(manager, step_up, accepted=accepted)
    with enter("practitioner") as practitioner:
        practitioner.press("Okafor family")
        practitioner.sees("With social care")
        practitioner.sees("Social care leads this case")  # why it cannot be closed
    with enter("manager") as manager:
        steps.records_the_handover(manager, step_up)
        manager.go(step_up.removesuffix("step-up/"))
        manager.sees("Closed")
    with enter("social_worker") as social_worker:
        steps.hands_back(social_worker, "Okafor")
    with enter("desk") as desk:
        desk.press("Amara Okafor", exact=False)
        steps.says_it_is_the_same(desk)
        desk.sees("Re-referral within 3 months.", "stepped up to social care")
        steps.records_decision(desk)
    with enter("manager") as manager:
        steps.allocates(manager, "Pat Practitioner")
    with enter("practitioner") as practitioner:
        steps.starts_an_assessment(practitioner, "Okafor family")
        steps.assesses(practitioner)
    with enter("manager") as manager:
        steps.signs_off(manager, "Okafor family")
    with enter("practitioner") as practitioner:
        steps.takes_up_what_was_left(practitioner, "Okafor family", "Amara Okafor")
        steps.plans(practitioner, "Okafor family", "Amara Okafor")
        practitioner.sees("Book the dentist")
    assert endings() == ["stepped_up"]
    assert latest_case().stage == "supporting"


def test_not_reached_and_asked_for_again(enter: Enter, worker: Any) -> None:
    with enter() as neighbour:
        steps.requests_support(neighbour, "Marsh")
    with enter("desk") as desk:
        steps.decides(desk, "Amara Marsh")
    with enter("manager") as manager:
        steps.allocates(manager, "Pia Practitioner")
    with enter("practitioner2", PHONE) as practitioner:
        for _ in range(2):
            steps.finds_nobody_in(practitioner, "Marsh family")
        practitioner.press("Close case")
        practitioner.sees("Silence alone never closes a case.")  # it is for a manager to weigh
    with enter("duty") as duty:
        steps.answers_a_call(duty, "Marsh")
    with enter("manager") as manager:
        steps.closes_after_silence(manager, f"/cases/{latest_case().reference}/")
    with enter("practitioner2") as practitioner:
        practitioner.sees_not("Marsh")
    with enter() as neighbour:
        steps.requests_support(neighbour, "Marsh", "The lights were off again last night.")
    with enter("desk") as desk:
        desk.press("Amara Marsh", exact=False)
        steps.says_it_is_the_same(desk)
        desk.sees("Re-referral within 3 months.", "family stopped taking part")
        desk.sees("1 in the last 12 months")
        steps.records_decision(desk)
    with enter("manager") as manager:
        steps.allocates(manager, "Pia Practitioner")
    with enter("practitioner2") as practitioner:
        practitioner.press("Marsh family")
        practitioner.sees("Assessment")
    assert endings() == ["disengaged"]
    assert latest_case().stage == "assessing"


def latest_case() -> Case:
    with acting_as_system("looking at a test"):
        return Case.objects.order_by("-pk")[:1].get()


def endings() -> list[str]:
    """The reasons of the closures that stand."""
    with acting_as_system("looking at a test"):
        standing = Closure.objects.filter(reopened_on=None).order_by("pk")
        return list(standing.values_list("reason", flat=True))
