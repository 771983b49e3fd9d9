"""The papers of a panel: what stands in them, who reads them and until when."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.acting import acting_as, acting_as_system
from accounts.idling import CONFIRMED
from audit.actions import queueing
from audit.models import Job, Look
from audit.refusal import Refused
from cases.actions.sharing.declaring import declare
from referrals.actions.judging import judge
from referrals.actions.panels import holding
from referrals.actions.panels.arranging import WITHDRAW
from referrals.models import Outcome, Panel
from referrals.queries.panels import agenda
from reporting.actions.papering import ask_for_papers, items_for, readers_of
from reporting.documents.panel_papers.paper import compose, html_of
from reporting.models import PanelPapers, PanelPapersFile
from tests.cast import World, make_case
from tests.referrals.panels import its_day_comes, make_panel, on_agenda, waiting
from tests.referrals.requests import CHILD, MOTHER, decided, make_request


def made(world: World, panel: Panel) -> None:
    with acting_as(world.desk):
        ask_for_papers(panel=panel, by=world.desk)
    with acting_as_system("a worker"):
        queueing.run(Job.objects.filter(kind="panel_papers").latest("pk").pk)
        job = Job.objects.filter(kind="panel_papers").latest("pk")
    assert job.state == Job.State.DONE, job.problem
    panel.refresh_from_db()


def files_of(user: Any) -> list[PanelPapersFile]:
    with acting_as(user):
        return list(PanelPapersFile.objects.order_by("pk"))


def known_request(world: World) -> Any:
    """A request about a child of a live case, put to the panel."""
    case = make_case(world)
    child = case.children.order_by("pk")[0]
    facts = {"given_name": child.given_name, "family_name": child.family_name}
    referral = make_request(CHILD | facts | {"date_of_birth": child.date_of_birth})
    with acting_as(world.desk):
        judge(described=referral.people.get(), person=child, verdict="same", by=world.desk)
    referral.refresh_from_db()
    decided(referral, world.desk, Outcome.PANEL, level=None)
    return case, child, referral


def test_what_stands_in_them_is_the_least_that_is_needed(world: World) -> None:
    panel = make_panel(world, world.school)
    described = CHILD | {"nhs_number": "9434765919", "upn": "", "school_name": "Hawthorn"}
    on_agenda(
        world,
        panel,
        waiting(
            world,
            described,
            MOTHER,
            sender_name="Secret Sender",
            sender_phone="01632 960777",
            address="1 Hidden Lane",
        ),
    )
    html = html_of(panel, compose(agenda(panel), panel.meets_at.date()), council="Council")
    for words in ("Amara Okafor", "Late and hungry", "Mother", "Hawthorn", "Nobody plainly leads"):
        assert words in html
    for words in ("Hidden Lane", "WV14", "9434765919", "Secret Sender", "960777", "Ngozi"):
        assert words not in html


def test_what_early_help_knows_is_told_in_facts(world: World) -> None:
    _case, child, referral = known_request(world)
    panel = make_panel(world)
    on_agenda(world, panel, referral)
    paper = compose(agenda(panel), panel.meets_at.date())[0]
    assert paper.known == [
        f"Known to early help: {child.name}.",
        "The family has an open case.",
    ]


def test_members_alone_find_them_each_without_the_families_they_are_linked_to(
    world: World,
) -> None:
    case, child, referral = known_request(world)
    panel = make_panel(world, world.school, world.school2)
    first, second = on_agenda(world, panel, referral), on_agenda(world, panel, waiting(world))
    with acting_as(world.manager):
        declare(case=case, person=child, user=world.school2, by=world.manager, link="aunt")
    assert sorted(map(len, readers_of(panel))) == [1, 2]
    made(world, panel)
    for who in (world.chair, world.school):
        (file,) = files_of(who)
        assert file.items == [first.pk, second.pk]
        assert bytes(file.pdf).startswith(b"%PDF")
    (file,) = files_of(world.school2)
    assert file.items == [second.pk]
    for who in (world.desk, world.head, world.practitioner, world.governance, world.admin):
        assert files_of(who) == []


def test_who_confirms_first_comes_to_a_page_that_has_the_file(world: World, client: Client) -> None:
    """A file that was sent leaves whoever asked on the page that asked who they are."""
    _case, _child, referral = known_request(world)
    panel = make_panel(world, world.school)
    on_agenda(world, panel, referral)
    made(world, panel)
    client.force_login(world.school)
    session = client.session
    session[CONFIRMED] = 0
    session.save()
    address = f"/panels/{panel.pk}/papers/download/"
    answer = client.get(address)
    confirm = f"{reverse('confirm')}?{urlencode({'next': address})}"
    assert (answer.status_code, answer["Location"]) == (302, confirm)
    session[CONFIRMED] = time.time()
    session.save()
    page = client.get(address, headers={"Referer": "http://testserver/account/reauthenticate/"})
    assert "Your file is ready" in page.text
    assert f'href="{address}"' in page.text


def test_they_are_downloaded_on_record_and_a_link_declared_later_closes_them(
    world: World, client: Client
) -> None:
    case, child, referral = known_request(world)
    panel = make_panel(world, world.school)
    on_agenda(world, panel, referral)
    made(world, panel)
    url = f"/panels/{panel.pk}/papers/download/"
    client.force_login(world.school)
    answer = client.get(url)
    assert answer["Content-Type"] == "application/pdf"
    look = Look.objects.filter(kind=Look.Kind.DOWNLOADED, actor_id=world.school.pk).get()
    assert look.what == f"Papers of panel {panel.pk}"
    with acting_as(world.manager):
        declare(case=case, person=child, user=world.school, by=world.manager, link="aunt")
    assert client.get(url).status_code == 302
    assert "has changed since" in client.get(f"/panels/{panel.pk}/papers/").text
    client.force_login(world.desk)
    assert client.get(url).status_code == 404
    client.force_login(world.school2)
    assert client.get(url).status_code == 404


def test_what_is_added_once_they_are_made_is_late_and_marked(world: World) -> None:
    panel = make_panel(world, world.school)
    on_agenda(world, panel, waiting(world))
    made(world, panel)
    with pytest.raises(Refused, match="cannot wait"):
        on_agenda(world, panel, waiting(world, CHILD | {"given_name": "Bola"}))
    late = waiting(world, CHILD | {"given_name": "Chi"})
    on_agenda(world, panel, late, why_late="Eviction on Friday")
    papers = compose(agenda(panel), panel.meets_at.date())
    assert [paper.item.late for paper in papers] == [False, True]
    html = html_of(panel, papers, council="Council")
    assert "Eviction on Friday" in html
    made(world, panel)
    (file,) = files_of(world.school)
    assert len(file.items) == 2


def test_after_the_panel_they_are_withdrawn(world: World, client: Client) -> None:
    panel = make_panel(world, world.school)
    item = on_agenda(world, panel, waiting(world))
    made(world, panel)
    its_day_comes(panel)
    with acting_as(world.chair):
        item.refresh_from_db()
        item.panel = panel
        holding.defer(item=item, by=world.chair, version=item.version, reason="School is away")
        holding.hold(panel=panel, by=world.chair, version=panel.version)
    assert files_of(world.school) == []  # at once, before any job has run
    assert files_of(world.chair) == []
    with acting_as_system("a worker"):
        queueing.run(Job.objects.get(kind=WITHDRAW).pk)
        assert not PanelPapersFile.objects.exists()
        assert PanelPapers.objects.get().withdrawn_at is not None
    client.force_login(world.school)
    assert client.get(f"/panels/{panel.pk}/papers/download/").status_code == 404
    assert "Withdrawn on" in client.get(f"/panels/{panel.pk}/papers/").text


def test_nobody_recorded_it_and_its_members_read_the_papers_no_longer(
    world: World, client: Client
) -> None:
    panel = make_panel(world, world.school)
    on_agenda(world, panel, waiting(world))
    made(world, panel)
    Panel.objects.filter(pk=panel.pk).update(meets_at=timezone.now() - timedelta(days=2))
    assert files_of(world.school) == []
    assert len(files_of(world.chair)) == 1
    client.force_login(world.school)
    assert client.get(f"/panels/{panel.pk}/papers/download/").status_code == 404
    assert "until the day after" in client.get(f"/panels/{panel.pk}/papers/").text


def test_the_chair_and_the_desk_alone_have_them_made(world: World) -> None:
    panel = make_panel(world, world.school)
    with acting_as(world.school), pytest.raises(Refused, match="Only the panel’s chair"):
        ask_for_papers(panel=panel, by=world.school)
    with acting_as(world.chair):
        ask_for_papers(panel=panel, by=world.chair)
    assert items_for(panel, world.school.pk) == ()
