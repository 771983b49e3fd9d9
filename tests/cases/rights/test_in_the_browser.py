"""People's requests in Chromium: looks, phone, by keyboard, without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.acting import acting_as, acting_as_system
from audit.models import Job
from cases.actions.rights import disputing, keeping
from cases.actions.rights import requests as rights
from cases.models import Case, Disposal, Person
from reporting.actions import copying
from reporting.models import BundleItem
from tests.browsing import DESKTOP, PHONE, faults, sign_in
from tests.cases.page.arranging import fill
from tests.cases.rights.arranging import asked, governance, proved, run
from tests.cast import PASSWORD, World, make_case, make_family
from tests.fixtures.browser import LiveSite

LONG = "Featherstonehaugh-Konstantinopoulou"


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.actions.queueing.wake", lambda job_id: None)


def led(world: World, name: str) -> Case:
    from cases.actions.leads.allocating import allocate

    case = make_case(world, make_family(world, name))
    with acting_as(world.manager):
        allocate(case=case, lead=world.practitioner, by=world.manager)
    with acting_as_system("arranging a test"):
        case = Case.objects.select_related("family", "locality").get(pk=case.pk)
        fill(case, world)
    return case


def arrange(world: World) -> tuple[str, list[str], str]:
    """A request with its draft, the addresses of information governance, and the worker's."""
    by, case = governance(world), led(world, LONG)
    with acting_as_system("arranging a test"):
        mother = Person.objects.get(
            memberships__family=case.family_id, memberships__relationship="mother"
        )
    request = proved(world, case, mother)
    wrong = asked(world, case, mother, kind="rectification")
    with acting_as(world.practitioner):
        disputing.dispute(
            request=wrong, by=world.practitioner, item=mother, words="The facts about her",
            statement="My name is not spelt like this. " * 9,
        )  # fmt: skip
    with acting_as(by):
        unknown = rights.receive(
            by=by, kind="subject_access", asker="solicitor", words="All of it. " * 60,
            given_name="Ngozi", family_name=LONG, date_of_birth=mother.date_of_birth,
        )  # fmt: skip
        keeping.hold(by=by, reference=case.reference, reason="A claim. " * 30)
        due = Disposal.objects.create(
            family_id=case.family_id, reference="FA-2026-00001", name=f"{LONG} family",
            why="The youngest child turned 25 on 2 January 2025.", due_on="2025-01-02",
            listed_on="2026-11-25", record_class="early_help_record",
        )  # fmt: skip
        copying.ask_for_draft(request=request, by=by)
        dispute = wrong.disputes.get()
    run(Job.objects.get(kind="subject_access"))
    ref = request.reference
    pages = [
        reverse("rights"),
        f"{reverse('rights')}?kind=erasure",
        reverse("rights-new"),
        reverse("rights-holds"),
        reverse("rights-hold-new"),
        reverse("rights-disposal"),
        reverse("rights-disposal-decide", args=[due.pk]),
        reverse("rights-request", args=[ref]),
        reverse("rights-request", args=[wrong.reference]),
        reverse("rights-identify", args=[unknown.reference]),
        reverse("rights-ask-proof", args=[unknown.reference]),
        reverse("rights-prove", args=[unknown.reference]),
        reverse("rights-extend", args=[ref]),
        reverse("rights-answer", args=[ref]),
        reverse("rights-name-part", args=[wrong.reference]),
        reverse("rights-dispute", args=[wrong.reference, dispute.pk]),
        reverse("copy", args=[ref]),
        f"{reverse('copy-items', args=[ref])}?show=undecided",
        reverse("copy-item", args=[ref, 2]),
        reverse("privacy"),
    ]
    return ref, pages, reverse("case-rights-new", args=[case.reference])


def test_every_page_at_both_widths(town: World, live_site: LiveSite, quiet_page: Page) -> None:
    _ref, pages, passing_on = arrange(town)
    found: dict[str, list[str]] = {}
    for who, addresses in (("governance", pages), ("practitioner", [passing_on])):
        quiet_page.context.clear_cookies()
        sign_in(quiet_page, live_site, f"{who}@example.org", PASSWORD)
        for width, height in (DESKTOP, PHONE):
            quiet_page.set_viewport_size({"width": width, "height": height})
            for address in addresses:
                quiet_page.goto(f"{live_site}{address}")
                if wrong := faults(quiet_page):
                    found[f"{address} {width}"] = wrong
    assert found == {}


def test_an_item_is_decided_by_keyboard(town: World, live_site: LiveSite, quiet_page: Page) -> None:
    ref, _pages, _passing_on = arrange(town)
    sign_in(quiet_page, live_site, "governance@example.org", PASSWORD)
    quiet_page.goto(f"{live_site}{reverse('copy-item', args=[ref, 1])}")
    quiet_page.get_by_label("Black out what is marked").focus()
    quiet_page.keyboard.press("Space")
    quiet_page.get_by_role("button", name="Save and go to the next").focus()
    quiet_page.keyboard.press("Enter")
    expect(quiet_page.get_by_text("Decision on item 1 saved.")).to_be_visible()


def test_from_review_to_copy_without_scripts(
    town: World, live_site: LiveSite, plain_page: Page
) -> None:
    ref, _pages, _passing_on = arrange(town)
    by = governance(town)
    sign_in(plain_page, live_site, "governance@example.org", PASSWORD)
    plain_page.goto(f"{live_site}{reverse('copy-items', args=[ref])}?show=undecided")
    plain_page.get_by_role("button", name="as they are").click()
    expect(plain_page.locator("main")).to_contain_text("will be sent as they are")
    with acting_as(by):
        from reporting.actions.judging import decide

        for item in BundleItem.objects.filter(decision="undecided"):
            decide(item=item, by=by, decision="redact")
    plain_page.goto(f"{live_site}{reverse('copy', args=[ref])}")
    plain_page.get_by_role("button", name="Produce the copy").click()
    run(Job.objects.get(kind="subject_access_final"))
    plain_page.goto(f"{live_site}{reverse('copy', args=[ref])}")
    expect(plain_page.get_by_role("link", name="Download the copy to send (PDF)")).to_be_visible()
