"""The pages of panels, from arranging one to its end, without scripts."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from cases.actions.people.registering import add_to_family
from cases.models import Allocation, Case
from localities.models import Service
from referrals.actions.judging import judge
from referrals.actions.panels.arranging import add_member
from referrals.actions.panels.setting_agenda import take_off
from referrals.models import Decision, Outcome, Panel, PanelItem, Referral, Signposting
from tests.cast import World, make_family
from tests.referrals.panels import its_day_comes, make_panel, on_agenda, waiting
from tests.referrals.requests import CHILD, decided, make_request


def key(**typed: Any) -> dict[str, Any]:
    return {"one_time_key": str(uuid4())} | typed


def test_the_whole_way(world: World, client: Client) -> None:
    referral = waiting(world)
    client.force_login(world.desk)
    assert "On none yet" in client.get("/panels/").text
    day = timezone.localdate() + timedelta(days=7)
    typed = {"meets_on_day": day.day, "meets_on_month": day.month, "meets_on_year": day.year}
    wrong = client.post("/panels/new/", key(**typed, meets_time="10:00", chair=world.chair.pk))
    assert "Say where the panel meets" in wrong.text
    empty = client.post("/panels/new/", key()).text
    for sentence in (
        "Enter the day the panel meets",
        "Enter when it begins",
        "Say where the panel",
    ):
        assert sentence in empty
    client.post(
        "/panels/new/", key(**typed, meets_time="10:00", chair=world.chair.pk, place="Civic Centre")
    )
    panel = Panel.objects.get()
    here = f"/panels/{panel.pk}/"
    assert "Nobody has an account" in client.post(f"{here}members/", key(user="x@example.org")).text
    client.post(f"{here}members/", key(user="school@example.org"))
    client.post(f"{here}agenda/", key(requests=[referral.reference]))
    item = PanelItem.objects.get()
    page = client.get(here).text
    assert "Amara Okafor" in page
    assert "Sam School" in page
    assert "What it decides is recorded then" in page
    client.force_login(world.school)
    assert "Amara Okafor" in client.get(f"{here}items/{item.pk}/").text
    assert client.post(f"{here}items/{item.pk}/", key(outcome="advice")).status_code == 200
    its_day_comes(panel)
    client.force_login(world.chair)
    assert client.get("/")["Location"] == "/panels/"
    decision = client.post(
        f"{here}items/{item.pk}/",
        key(version=1, outcome="early_help", level="3", reason="One lead for all",
            lead="practitioner2@example.org"),
    )  # fmt: skip
    assert decision.status_code == 302
    assert Allocation.objects.get().user == world.practitioner2
    member = panel.members.get()
    assert "Who came is not recorded yet" in client.get(here).text
    client.post(f"{here}attendance/", key(**{f"member-{member.pk}": "attended"}))
    assert "Who came is not recorded yet" not in client.get(here).text
    assert client.post(f"{here}held/", key()).status_code == 302
    panel.refresh_from_db()
    assert panel.state == "held"
    client.force_login(world.school)
    assert client.get(f"{here}items/{item.pk}/").status_code == 404
    assert "Amara" not in client.get(here).text


def test_an_empty_list_says_no_more_than_its_reader_sees(world: World, client: Client) -> None:
    make_panel(world)
    client.force_login(world.manager)
    page = client.get("/panels/").text
    assert "No panel that you chair or sit on is planned." in page
    assert "No request that you see waits for a panel." in page
    assert "Every case you see that a panel decided on has a lead." in page
    Panel.objects.all().delete()
    client.force_login(world.desk)
    page = client.get("/panels/").text
    assert "No panel is planned." in page
    assert "Every case a panel decided on has a lead." in page


def test_each_child_apart_on_its_page(world: World, client: Client) -> None:
    brother = CHILD | {"given_name": "Chidi", "date_of_birth": date(2018, 5, 1)}
    panel = make_panel(world, world.school)
    referral = waiting(world, CHILD, brother)
    item = on_agenda(world, panel, referral)
    its_day_comes(panel)
    url = f"/panels/{panel.pk}/items/{item.pk}/"
    client.force_login(world.chair)
    assert "Different for each child" in client.get(url).text
    amara, chidi = referral.people.order_by("pk")
    typed = key(version=1, how="apart", lead="practitioner2@example.org") | {
        f"child-{amara.pk}-outcome": "early_help",
        f"child-{amara.pk}-reason": "Mornings",
        f"child-{chidi.pk}-outcome": "advice",
        f"child-{chidi.pk}-reason": "",
    }
    page = client.post(url, typed).text
    for missing in (
        "Choose the level of need",
        "Enter the reason for Chidi Okafor",
        "Select who can help from the directory",
    ):  # all in one round
        assert missing in page
    assert "Mornings" in page  # nothing typed is lost
    assert not Allocation.objects.exists()
    nobody_helps = {f"child-{amara.pk}-outcome": "no_action", f"child-{chidi.pk}-reason": "Well"}
    page = client.post(url, typed | nobody_helps | key()).text
    assert "A lead is named for early help alone" in page
    whole = {f"child-{amara.pk}-level": "3", f"child-{chidi.pk}-reason": "He is well"}
    assert "Select who can help from the directory" in client.post(url, typed | whole | key()).text
    whole["nothing_fits"] = "on"
    sent = typed | whole | key()
    for _ in range(2):  # a double click has one effect
        assert client.post(url, sent)["Location"] == f"/panels/{panel.pk}/"
    client.force_login(world.desk)
    late = client.post(url, typed | whole | key() | {f"child-{amara.pk}-reason": "Too late"}).text
    for words in ("Cy Chair recorded what the panel decided while you wrote", "Too late"):
        assert words in late
    standing = Decision.objects.filter(referral=referral, superseded_at__isnull=True)
    assert dict(standing.values_list("child__given_name", "outcome")) == {
        "Amara": "early_help",
        "Chidi": "advice",
    }
    assert Allocation.objects.get().user == world.practitioner2
    client.force_login(world.school)
    page = client.get(url).text
    for words in ("Early help", "Mornings", "He is well"):
        assert words in page


@pytest.mark.parametrize(
    ("who", "found"),
    [("desk", 200), ("chair", 200), ("head", 200), ("school", 200), ("school2", 404),
     ("practitioner", 404), ("admin", 404), ("analyst", 404), ("contact", 404)],
)  # fmt: skip
def test_who_finds_a_panel(world: World, client: Client, who: str, found: int) -> None:
    panel = make_panel(world, world.school)
    item = on_agenda(world, panel, waiting(world))
    client.force_login(world.people[who])
    for url in (f"/panels/{panel.pk}/", f"/panels/{panel.pk}/items/{item.pk}/"):
        assert client.get(url).status_code == found, url
    assert client.get("/panels/").status_code == found
    for verb in ("defer", "back", "off"):
        url = f"/panels/{panel.pk}/items/{item.pk}/{verb}/"
        assert client.get(url).status_code == found
        client.post(url, key(version=1, reason="Because", to=""))
    item.refresh_from_db()
    assert (item.outcome == "taken_off") == (who in {"desk", "chair"})


@pytest.mark.parametrize("many", [1, 3, 12])
def test_as_many_queries_for_many_items_as_for_one(world: World, client: Client, many: int) -> None:
    panel = make_panel(world, world.school)
    for number in range(many):
        on_agenda(world, panel, waiting(world, CHILD | {"given_name": f"Child{number}"}))
        waiting(world, CHILD | {"given_name": f"Waits{number}"})
    client.force_login(world.desk)
    for url in ("/panels/", f"/panels/{panel.pk}/"):
        client.get(url)
        with CaptureQueriesContext(connection) as counted:
            assert client.get(url).status_code == 200
        asked = [q for q in counted if "referrals_" in q["sql"]]
        assert len(asked) <= (9 if url == "/panels/" else 7), [q["sql"][:90] for q in asked]


def test_deferred_from_its_page_to_the_next(world: World, client: Client) -> None:
    panel, following = make_panel(world), make_panel(world, days=21)
    item = on_agenda(world, panel, waiting(world))
    its_day_comes(panel)
    client.force_login(world.chair)
    url = f"/panels/{panel.pk}/items/{item.pk}/defer/"
    typed = key(version=1, to=following.pk)
    assert "Enter why" in client.post(url, typed).text
    client.post(url, typed | {"reason": "School is away", "one_time_key": str(uuid4())})
    with acting_as_system("looking"):
        assert PanelItem.objects.filter(panel=following, outcome="").exists() or (
            Referral.objects.get().stage == "panel"
        )


@pytest.mark.parametrize(
    ("who", "start"),
    [("manager", "/needs-you/"), ("practitioner", "/my-families/"), ("school", "/our-families/")],
)
def test_who_sits_on_a_panel_finds_it_where_they_start(
    world: World, client: Client, who: str, start: str
) -> None:
    client.force_login(world.people[who])
    panel = make_panel(world)
    assert "Early help panel" not in client.get(start).text
    with acting_as(world.desk):
        add_member(panel=panel, user=world.people[who], by=world.desk)
    assert f'href="/panels/{panel.pk}/"' in client.get(start).text


def test_a_panel_whose_day_is_over_says_that_nobody_closed_its_record(
    world: World, client: Client
) -> None:
    panel = make_panel(world)
    client.force_login(world.chair)
    assert "Not recorded yet" not in client.get("/panels/").text
    Panel.objects.filter(pk=panel.pk).update(meets_at=timezone.now() - timedelta(days=1))
    assert "Not recorded yet" in client.get("/panels/").text
    Panel.objects.filter(pk=panel.pk).update(state="held", held_at=timezone.now())
    assert "Not recorded yet" not in client.get("/panels/").text


@pytest.mark.parametrize("who", ["chair", "desk"])
def test_advice_of_a_panel_names_who_can_help_and_is_followed_up(
    world: World, client: Client, who: str
) -> None:
    with acting_as_system("arranging a test"):
        service = Service.objects.create(
            key="club", name="Homework club", offers="Help with homework"
        )
    panel, referral = make_panel(world), waiting(world)
    item = on_agenda(world, panel, referral)
    its_day_comes(panel)
    client.force_login(world.people[who])
    here = f"/panels/{panel.pk}/items/{item.pk}/"
    said = key(version=1, outcome="advice", reason="The club is right")
    assert "Select who can help from the directory" in client.post(here, said).text
    page = client.post(f"{here}?search=directory", said | {"find": "homework"}).text
    assert "Homework club" in page
    assert "The club is right" in page
    assert "Select who can help" not in page
    assert client.post(here, said | key(services=service.key)).status_code == 302
    row = Signposting.objects.get()
    assert (row.referral, row.service, row.by) == (referral, service, world.people[who])
    client.force_login(world.desk)
    assert "Homework club" in client.get("/signposting/").text


@pytest.mark.parametrize("who", ["chair", "desk"])
def test_of_a_child_of_two_homes_it_is_said_which_family_it_is_about(
    world: World, client: Client, who: str
) -> None:
    one, other = (make_family(world, name, children=1) for name in ("Hughes", "Khan"))
    child = one.memberships.get(relationship="child").person
    with acting_as_system("arranging a test"):
        add_to_family(family=other, person=child, relationship="child", by=world.desk)
    referral = make_request()
    with acting_as(world.desk):
        judge(described=referral.people.get(), person=child, verdict="same", by=world.desk)
    decided(referral, world.desk, Outcome.PANEL, level=None)
    panel = make_panel(world)
    item = on_agenda(world, panel, referral)
    its_day_comes(panel)
    client.force_login(world.people[who])
    here = f"/panels/{panel.pk}/items/{item.pk}/"
    assert "Which family is this about?" in client.get(here).text
    said = key(version=1, outcome="early_help", level="2", reason="One lead", family=other.pk)
    assert client.post(here, said).status_code == 302
    assert Case.objects.get().family == other


def test_the_desk_takes_back_what_is_on_no_agenda(world: World, client: Client) -> None:
    referral = waiting(world)
    here = f"/requests/{referral.reference}/"
    client.force_login(world.desk)
    assert "Take it back from the panel" in client.get(here).text
    assert "why the desk decides" in client.post(f"{here}taken-back/", key(reason="")).text
    item = on_agenda(world, make_panel(world), referral)
    assert "Take it back from the panel" not in client.get(here).text
    refused = client.post(f"{here}taken-back/", key(reason="A lead is found")).text
    assert "It is on the agenda of a panel. Take it off there first." in refused
    assert "A lead is found" in refused
    with acting_as(world.desk):
        take_off(item=item, by=world.desk, version=1, reason="The desk decides")
    client.post(f"{here}taken-back/", key(reason="A lead is found"))
    referral.refresh_from_db()
    assert (referral.stage, referral.returned, referral.taken_by) == (
        "screening",
        "taken_back",
        None,
    )
    assert "Taken back before a panel met" in client.get(here).text
    client.force_login(world.head)
    assert client.get(f"{here}taken-back/").status_code == 404
