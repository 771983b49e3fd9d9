"""Writing an assessment in Chromium: saved as one types, together, offline, without scripts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect

from accounts.acting import acting_as
from assessments.actions.answering import Given, save
from assessments.models import Answer, Assessment
from cases.models import Person
from tests.assessments.arranging import agreed, led_case, started, submitted
from tests.browsing import DESKTOP, PHONE, faults, quiet, sign_in
from tests.cast import PASSWORD, World, arranged, build_world, make_family
from tests.fixtures.browser import LiveSite

HELPS = "Who already helps this family?"
LIVES = "Who is in the family, and who lives where?"
LONG = "Bartholomew-Maximilian Featherstonehaugh"


@pytest.fixture
def world(live_site: LiveSite) -> World:
    return build_world()


@pytest.fixture
def assessment(world: World) -> Assessment:
    return started(world)


@pytest.fixture
def enter(browser: Browser, live_site: LiveSite, world: World) -> Callable[..., Any]:
    """`with enter("manager") as page:` somebody signed in, in a browser of their own."""

    @contextmanager
    def entering(who: str, **options: Any) -> Iterator[Page]:
        context = browser.new_context(locale="en-GB", timezone_id="Europe/London", **options)
        page = context.new_page()
        sign_in(page, live_site, f"{who}@example.org", PASSWORD)
        yield page
        context.close()

    return entering


@pytest.fixture
def writer(page: Page, live_site: LiveSite, assessment: Assessment) -> Page:
    """The practitioner at the first section."""
    sign_in(page, live_site, "practitioner@example.org", PASSWORD)
    page.goto(address(live_site, assessment))
    return page


@arranged
def eldest(assessment: Assessment, kind: str) -> Person:
    """The oldest adult or child of the family."""
    return assessment.family.people.filter(kind=kind).order_by("date_of_birth")[0]


def address(site: Any, assessment: Assessment, tail: str = "family/") -> str:
    return f"{site}/cases/{assessment.case.reference}/assessment/{assessment.pk}/{tail}"


def stored(world: World, question: str) -> Any:
    with acting_as(world.manager):
        row = Answer.objects.filter(question=question).first()
        return row and row.value


def status(page: Page) -> Any:
    return page.locator("[data-autosave-status]")


@contextmanager
def saving(page: Page) -> Iterator[None]:
    """What is typed within is saved by itself, and the page says so."""
    with page.expect_response(lambda answer: answer.url.endswith("/save/") and answer.ok):
        yield
    expect(status(page)).to_contain_text("Saved at")


def test_what_is_typed_is_there_after_a_reload(writer: Page, world: World) -> None:
    with saving(writer):
        writer.get_by_label(HELPS).fill("The health visitor, every other week")
    assert stored(world, "who_helps") == "The health visitor, every other week"
    writer.reload()
    expect(writer.get_by_label(HELPS)).to_have_value("The health visitor, every other week")


def test_all_kinds_of_answer_are_saved_as_they_are_given(
    writer: Page, world: World, live_site: LiveSite, assessment: Assessment
) -> None:
    child = eldest(assessment, "child")
    writer.goto(address(live_site, assessment, f"words/{child.pk}/"))
    seen = writer.get_by_role("group", name="When did you last see Child1?")
    with saving(writer):
        for part, text in (("Day", "3"), ("Month", "11"), ("Year", "2026")):
            seen.get_by_label(part).fill(text)
        writer.get_by_label("Alone").check()
        writer.get_by_label("0", exact=True).check()
    writer.goto(address(live_site, assessment, f"growing/{child.pk}/"))
    with saving(writer):
        writer.get_by_label("Secure housing").check()
        writer.get_by_label("What do you see?").locator("visible=true").fill("Damp in the bedroom")
    answers = ("seen_on", "how_seen", "own_score", "needs")
    assert [stored(world, one) for one in answers] == [
        "2026-11-03", "alone", 0, {"housing": "Damp in the bedroom"},
    ]  # fmt: skip


def test_none_of_these_unticks_the_other_factors(
    writer: Page, world: World, live_site: LiveSite, assessment: Assessment
) -> None:
    writer.goto(address(live_site, assessment, "meaning/"))
    with saving(writer):
        writer.get_by_label("Neglect").check()
        writer.get_by_label("None of these").check()
    expect(writer.get_by_label("Neglect")).not_to_be_checked()
    assert stored(world, "factors") == ["21"]


def test_two_people_write_in_different_boxes(
    writer: Page, world: World, enter: Callable[..., Any], live_site: LiveSite,
    assessment: Assessment,
) -> None:  # fmt: skip
    with enter("manager") as manager:
        manager.goto(address(live_site, assessment))
        with saving(manager), saving(writer):
            manager.get_by_label(LIVES).fill("Two homes")
            writer.get_by_label(HELPS).fill("The health visitor")
    writer.get_by_role("button", name="Save and continue").click()
    expect(writer).to_have_url(address(live_site, assessment, "agreement/"))
    assert stored(world, "who_lives_where") == "Two homes"
    assert stored(world, "who_helps") == "The health visitor"


def manager_writes(world: World, assessment: Assessment, words: str) -> None:
    with acting_as(world.manager):
        row = Answer.objects.filter(question="who_helps").first()
        given = Given("family", None, "who_helps", words, row.version if row else 0)
        save(assessment=assessment, by=world.manager, answers=[given])


@pytest.mark.parametrize(
    ("choice", "kept"), [("Keep mine", "School"), ("Use theirs", "The health visitor")]
)
def test_the_same_box_shows_both_and_asks(
    writer: Page, world: World, assessment: Assessment, choice: str, kept: str
) -> None:
    manager_writes(world, assessment, "The health visitor")
    writer.get_by_label(HELPS).fill("School")
    asks = writer.get_by_role("alert")
    expect(asks).to_contain_text("Mo Manager changed this")
    expect(asks).to_contain_text("The health visitor")
    expect(writer.get_by_label(HELPS)).to_have_value("School")
    expect(status(writer)).to_contain_text("Not all saved")
    assert stored(world, "who_helps") == "The health visitor"
    assert faults(writer) == []
    asks.get_by_role("button", name=choice).click()
    expect(asks).to_have_count(0)
    expect(status(writer)).to_contain_text("Saved at")
    expect(writer.get_by_label(HELPS)).to_have_value(kept)
    assert stored(world, "who_helps") == kept
    writer.reload()
    expect(writer.get_by_label(HELPS)).to_have_value(kept)


def test_without_a_line_the_words_stay_and_are_sent_when_it_is_back(
    writer: Page, world: World
) -> None:
    writer.context.set_offline(True)
    writer.get_by_label(HELPS).fill("The health visitor")
    expect(status(writer)).to_contain_text("Your words are still here")
    expect(writer.get_by_label(HELPS)).to_have_value("The health visitor")
    assert stored(world, "who_helps") is None
    writer.context.set_offline(False)
    expect(status(writer)).to_contain_text("Saved at")
    assert stored(world, "who_helps") == "The health visitor"


def test_an_answer_that_was_lost_on_its_way_back_is_no_clash(writer: Page, world: World) -> None:
    lost: list[int] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    writer.route("**/save/", lose)
    writer.get_by_label(HELPS).fill("The health visitor")
    expect(status(writer)).to_contain_text("Your words are still here")
    assert lost == [200]
    writer.unroute("**/save/")
    expect(status(writer)).to_contain_text("Saved at")
    expect(writer.get_by_role("alert")).to_have_count(0)
    assert stored(world, "who_helps") == "The health visitor"


def test_signed_out_in_the_middle_nothing_is_lost(
    writer: Page, world: World, live_site: LiveSite
) -> None:
    other = writer.context.new_page()
    other.goto(f"{live_site}/")
    other.get_by_role("button", name="Sign out").click()
    writer.get_by_label(HELPS).fill("The health visitor")
    expect(status(writer)).to_contain_text("Sign in again in another tab")
    sign_in(other, live_site, "practitioner@example.org", PASSWORD)
    writer.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(status(writer)).to_contain_text("Saved at")
    assert stored(world, "who_helps") == "The health visitor"


def test_without_scripts_each_section_saves_on_sending(
    world: World, assessment: Assessment, enter: Callable[..., Any], live_site: LiveSite
) -> None:
    with enter("practitioner", java_script_enabled=False) as page:
        page.goto(address(live_site, assessment))
        page.get_by_label(HELPS).fill("The health visitor")
        manager_writes(world, assessment, "Nobody")
        page.get_by_role("button", name="Save and continue").click()
        expect(page.get_by_role("alert").first).to_contain_text("Mo Manager changed the same words")
        page.get_by_label(HELPS).fill("The health visitor; nobody else")
        page.get_by_role("button", name="Save and continue").click()
        expect(page.get_by_role("heading", name="Agreement and sharing")).to_be_visible()
    assert stored(world, "who_helps") == "The health visitor; nobody else"


@pytest.mark.parametrize("scripts", [False, True])
def test_what_is_seen_of_a_need_that_is_not_ticked_is_asked_about_unless_it_was_folded_away(
    world: World,
    assessment: Assessment,
    enter: Callable[..., Any],
    live_site: LiveSite,
    scripts: bool,
) -> None:
    child = eldest(assessment, "child")
    with enter("practitioner", java_script_enabled=scripts) as page:
        page.goto(address(live_site, assessment, f"growing/{child.pk}/"))
        page.get_by_label("Secure housing").check()
        page.locator("[name=needs-housing]").fill("Damp in the bedroom")
        page.get_by_label("Secure housing").uncheck()
        page.get_by_role("button", name="Save and continue").click()
        if scripts:
            expect(page.get_by_role("heading", level=1)).not_to_contain_text("health, learning")
            return
        expect(page.get_by_role("alert").first).to_contain_text("Tick “Secure housing”, or delete")
        expect(page.locator("[name=needs-housing]")).to_have_value("Damp in the bedroom")
        page.get_by_label("Secure housing").check()
        page.get_by_role("button", name="Save and continue").click()
        expect(page.get_by_role("heading", level=1)).not_to_contain_text("health, learning")
    assert stored(world, "needs") == {"housing": "Damp in the bedroom"}


def test_every_page_is_accessible_and_fits(
    page: Page, world: World, assessment: Assessment, live_site: LiveSite
) -> None:
    big = make_family(world, LONG, children=6)
    whole = agreed(world, led_case(world, big)).case.reference
    sent = submitted(world, led_case(world, make_family(world, "Bal"))).case.reference
    begun, number = assessment.case.reference, assessment.pk
    paths = {
        "practitioner": [
            f"/cases/{begun}/assessment/",
            *(f"/cases/{begun}/assessment/{number}/{one}/" for one in ("family", "meaning")),
            f"/cases/{begun}/assessment/submit/",
            f"/cases/{sent}/assessment/",
            *(f"/cases/{whole}/{one}/" for one in ("assessment", "plan", "meetings")),
            *(
                f"/cases/{whole}/{one}/"
                for one in ("plan/goals/add", "meetings/record", "team/add")
            ),
        ],
        "manager": [f"/cases/{sent}/assessment/sign-off/"],
    }
    for looked in quiet(page):
        for who, addresses in paths.items():
            sign_in(looked, live_site, f"{who}@example.org", PASSWORD)
            for path in addresses:
                for width, height in (DESKTOP, PHONE):
                    looked.set_viewport_size({"width": width, "height": height})
                    looked.goto(f"{live_site}{path}")
                    assert faults(looked) == [], (path, width)
            looked.get_by_role("button", name="Sign out").click()


def test_every_question_has_its_boxes_within_its_part(
    writer: Page, live_site: LiveSite, assessment: Assessment
) -> None:
    """What the script takes for a part is what the server reads as one answer."""
    adult = eldest(assessment, "adult")
    writer.goto(address(live_site, assessment, f"adult/{adult.pk}/"))
    names = writer.evaluate(
        "[...document.querySelector('form[data-autosave-parts]').elements]"
        ".filter(box => box.name && box.type !== 'hidden').map(box => box.name.split('-')[0])"
    )
    marks = writer.evaluate(
        "[...document.querySelectorAll('[name$=-drawn]')].map(box => box.name.slice(0, -6))"
    )
    assert set(names) == set(marks)


@arranged
def carried_over(assessment: Assessment, *questions: str) -> None:
    """Answers that came along from somewhere, and that nobody has confirmed."""
    for question in questions:
        Answer.objects.create(
            assessment=assessment, case=assessment.case, section="family", question=question,
            value="As it was", saved_at=timezone.now(), saved_by=assessment.started_by,
            carried_from=assessment, carried_on=assessment.started_on,
        )  # fmt: skip


def test_what_was_carried_over_is_ones_own_once_it_is_saved(
    page: Page, live_site: LiveSite, assessment: Assessment
) -> None:
    carried_over(assessment, "who_lives_where", "who_helps")
    sign_in(page, live_site, "practitioner@example.org", PASSWORD)
    page.goto(address(live_site, assessment))
    marks, said = page.locator(".eh-carried"), page.locator("[data-carried]")
    expect(marks).to_have_count(2)
    expect(said).to_contain_text("2 answers on this page were carried over")
    with saving(page):
        page.get_by_label(HELPS).fill("The health visitor")
    expect(marks).to_have_count(1)
    expect(said).to_contain_text("1 answer on this page was carried over")
    expect(said.get_by_role("button")).to_have_count(0)
    with saving(page):
        page.get_by_label(LIVES).fill("All at home")
    expect(marks).to_have_count(0)
    expect(said).to_have_count(0)
