"""Locality surgeries: who puts which case forward, who sees it there, what comes of it."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from audit.models import Event, Job, Stale
from audit.refusal import Refused
from cases.actions.endings.closing import close_case
from cases.actions.leads.allocating import allocate
from cases.actions.leads.handing_over import hand_over_all
from cases.actions.sharing.restricting import restrict
from cases.actions.surgeries.advising import advise, finish_next_step, not_discussed
from cases.actions.surgeries.arranging import Guest, arrange, attend, call_off, rearrange
from cases.actions.surgeries.putting_forward import put_forward, withdraw
from cases.extensions import tasks_of
from cases.models import Case, Contact, Surgery, SurgeryItem
from cases.queries.surgeries import agenda, surgeries_for, who_could
from cases.rules.surgery import CLOSES
from localities.calendar import add_working_days
from tests.assessments.arranging import led_case
from tests.assessments.test_pages import Browser
from tests.cases.helpers import sent
from tests.cases.sharing.arranging import share
from tests.cast import World, make_case, make_family
from tests.letters import the_letter

TODAY = timezone.localdate()
DAY = timedelta(days=1)


def surgery_on(world: World, day: date = TODAY, locality: Any = None) -> Surgery:
    with acting_as(world.head):
        return arrange(
            locality=locality or world.bilston, by=world.head, on=day, place="10 to 12, the hub",
            led_by="Sade Bright, social work consultant",
        )  # fmt: skip


def asked(world: World, surgery: Surgery, case: Case, by: Any = None, **facts: Any) -> SurgeryItem:
    by = by or world.practitioner
    with acting_as(by):
        return put_forward(case=case, surgery=surgery, by=by, question="What now?", **facts)


def test_advice_stands_in_the_timeline_and_its_next_step_on_a_list(world: World) -> None:
    case, lead = led_case(world), world.practitioner
    item = asked(world, surgery_on(world), case)
    assert item.late
    with acting_as(lead):
        with pytest.raises(Refused, match="on the agenda of a surgery already"):
            put_forward(case=case, surgery=item.surgery, by=lead, question="Again?")
        known: dict[str, Any] = {"item": item, "by": lead, "version": 1, "advice": "Ask the GP"}
        with pytest.raises(Refused, match="by whom and by when"):
            advise(**known, next_step="Ring")
        with pytest.raises(Refused, match="Pia Practitioner does not see"):
            advise(**known, next_step="Ring", next_who=world.practitioner2, next_by=TODAY)
        assert world.manager in who_could(item)
        done = advise(**known, next_step="Ring the GP", next_who=lead, next_by=TODAY + DAY)
        assert done.contact
        contact = Contact.objects.get(pk=done.contact.pk)
        assert contact.text.endswith("Advice (Sade Bright, social work consultant): Ask the GP")
        assert contact.next_step.startswith("Ring the GP (Pat Practitioner, by ")
        assert [(task.what, task.on) for task in tasks_of(lead)] == [("Ring the GP", TODAY + DAY)]
        case.refresh_from_db()
        assert case.last_contact_on is None  # the family was not spoken to
    page = Browser(lead).open("case-timeline", case)
    assert "Advice of a locality surgery" in page
    with acting_as(world.social_worker), pytest.raises(Refused, match="Only the lead"):
        finish_next_step(item=done, by=world.social_worker, version=done.version)
    with acting_as(lead):
        finish_next_step(item=done, by=lead, version=done.version)
        assert tasks_of(lead) == []


def test_a_next_step_of_somebody_who_leaves_is_the_new_leads(world: World) -> None:
    case, lead = led_case(world), world.practitioner
    item = asked(world, surgery_on(world), case)
    with acting_as(lead):
        advise(
            item=item, by=lead, version=1, advice="Ask the GP", next_step="Ring the GP",
            next_who=lead, next_by=TODAY + DAY,
        )  # fmt: skip
    with acting_as(world.manager):
        hand_over_all(leaver=lead, leads={case.pk: world.duty}, by=world.manager)
    with acting_as(world.duty):
        assert [task.what for task in tasks_of(world.duty)] == ["Ring the GP"]
    with acting_as(lead):
        assert tasks_of(lead) == []


@pytest.mark.parametrize("arranged_first", [True, False])
def test_what_is_not_discussed_goes_on_to_the_next_surgery(
    world: World, arranged_first: bool
) -> None:
    case, lead = led_case(world), world.practitioner
    item = asked(world, surgery_on(world), case, unnamed=True)
    if arranged_first:
        surgery_on(world, TODAY + 14 * DAY)
    surgery_on(world, TODAY + 7 * DAY, world.low_hill)
    with acting_as(lead):
        with pytest.raises(Refused, match="why it was not discussed"):
            not_discussed(item=item, by=lead, why=" ", version=1)
        not_discussed(item=item, by=lead, why="No time", version=1)
    if not arranged_first:
        assert not SurgeryItem.objects.filter(outcome="").exists()
        surgery_on(world, TODAY + 14 * DAY)
    with acting_as(lead):
        carried = SurgeryItem.objects.get(case=case, outcome="")
    assert (carried.surgery.held_on, carried.carried_from) == (TODAY + 14 * DAY, item)
    assert (carried.question, carried.unnamed, carried.late) == ("What now?", True, False)
    surgery_on(world, TODAY + 21 * DAY)  # takes along nothing that waits elsewhere
    assert SurgeryItem.objects.filter(case=case).count() == 2


def test_late_withdrawn_and_ended_with_the_case(world: World) -> None:
    case, lead = led_case(world), world.practitioner
    days = [add_working_days(TODAY, CLOSES + 1), add_working_days(TODAY, CLOSES - 1)]
    early, soon = (surgery_on(world, day) for day in days)
    item = asked(world, early, case)
    assert not item.late
    with acting_as(lead):
        with pytest.raises(Refused, match="written down then"):
            advise(item=item, by=lead, advice="Ask", version=1)
        withdraw(item=item, by=lead, why="Settled", version=1)
    again = asked(world, soon, case)
    assert again.late
    with acting_as(world.manager):
        close_case(
            case=case, by=world.manager, reason="aged_out", outcomes={}, summary="Now 18",
            risk_check="Nobody at risk", family_view="Fine", child_view="Fine",
        )  # fmt: skip
        again.refresh_from_db()
    assert (again.outcome, again.outcome_why) == ("withdrawn", "The case was closed")
    assert Event.objects.filter(case_id=case.pk, verb="surgery.withdrawn").count() == 1


def test_who_arranges_and_who_may_put_forward(world: World) -> None:
    case = led_case(world)
    for by in (world.manager2, world.practitioner, world.desk):
        with acting_as(by), pytest.raises(Refused, match="Only a manager of Bilston"):
            arrange(locality=world.bilston, by=by, on=TODAY, place="Hub", led_by="X")
    surgery = surgery_on(world)
    with acting_as(world.head), pytest.raises(Refused, match="has a surgery on that day already"):
        arrange(locality=world.bilston, by=world.head, on=TODAY, place="Hub", led_by="X")
    elsewhere = surgery_on(world, TODAY, world.low_hill)
    with acting_as(world.practitioner), pytest.raises(Refused, match="another locality’s"):
        put_forward(case=case, surgery=elsewhere, by=world.practitioner, question="What now?")
    with acting_as(world.desk), pytest.raises(Refused, match="Only people who work"):
        put_forward(case=case, surgery=surgery, by=world.desk, question="What now?")


def test_a_day_that_changes_takes_its_agenda_along_until_it_was_held(world: World) -> None:
    case = led_case(world)
    surgery, other = surgery_on(world), surgery_on(world, TODAY + DAY)
    item = asked(world, surgery, case)
    known: dict[str, Any] = {"surgery": surgery, "place": "2 to 4", "led_by": "Sade Bright"}
    with acting_as(world.manager2), pytest.raises(Refused, match="Only a manager of Bilston"):
        rearrange(**known, by=world.manager2, on=TODAY + 7 * DAY, version=1)
    with acting_as(world.manager):
        with pytest.raises(Refused, match="on that day already"):
            rearrange(**known, by=world.manager, on=other.held_on, version=1)
        moved = rearrange(**known, by=world.manager, on=TODAY + 7 * DAY, version=1)
        assert [found.pk for found in agenda(moved, world.manager)] == [item.pk]
        moved = rearrange(**known, by=world.manager, on=TODAY, version=moved.version)
        attend(surgery=moved, by=world.manager, version=moved.version, guests=[Guest("Sade")])
        with pytest.raises(Refused, match="was held"):
            rearrange(**known, by=world.manager, on=TODAY + 7 * DAY, version=4)
    page = Browser(world.manager).client.get(f"/surgeries/{other.pk}/change/")
    assert 'value="10 to 12, the hub"' in page.content.decode()


@pytest.mark.parametrize("arranged_first", [True, False])
def test_what_was_put_forward_to_a_surgery_that_is_called_off_goes_on(
    world: World, arranged_first: bool
) -> None:
    """Also a case that whoever calls it off does not see. Whoever asked is told, by no name."""
    plain, shut = led_case(world), led_case(world, make_family(world, "Elm"))
    off = surgery_on(world, TODAY + 7 * DAY)
    for case in (plain, shut):
        asked(world, off, case)
    with acting_as(world.head):
        restrict(
            case=shut, by=world.head, kind="staff", reason="Works at the desk",
            named=[world.practitioner, world.team_manager], deputies=[world.social_worker],
        )  # fmt: skip
    if arranged_first:
        surgery_on(world, TODAY + 14 * DAY)
    with acting_as(world.manager):
        with pytest.raises(Refused, match="why the surgery is called off"):
            call_off(surgery=off, by=world.manager, why=" ", version=1)
        call_off(surgery=off, by=world.manager, why="Sade is ill", version=1)
        with pytest.raises(Refused, match="was called off: Sade is ill"):
            call_off(surgery=off, by=world.manager, why="Again", version=2)
    if not arranged_first:
        surgery_on(world, TODAY + 7 * DAY)  # the day is free again
    with acting_as(world.practitioner):
        waiting = SurgeryItem.objects.filter(outcome="").order_by("case")
        found = [(item.case_id, item.surgery.held_on - TODAY) for item in waiting]
    goes_on = (14 if arranged_first else 7) * DAY
    assert found == [(plain.pk, goes_on), (shut.pk, goes_on)]
    letter = the_letter()
    assert letter["to"] == [world.practitioner.email]
    assert letter["subject"].startswith("The Bilston surgery of ")
    assert ("goes on to the surgery of" in letter["text"]) == arranged_first
    assert not {"Elm", "Nowak", "ill"} & set(letter["text"].split())
    oak = led_case(world, make_family(world, "Oak"))
    with acting_as(world.practitioner), pytest.raises(Refused, match="was called off"):
        asked(world, Surgery.objects.get(pk=off.pk), oak)


def test_whoever_put_a_case_forward_is_told_of_another_day_once(world: World) -> None:
    surgery = surgery_on(world)
    asked(world, surgery, led_case(world))
    known: dict[str, Any] = {"surgery": surgery, "by": world.manager, "place": "10 to 12, the hub"}
    with acting_as(world.manager):
        rearrange(**known, on=TODAY, led_by="Somebody else", version=1)
        assert not Job.objects.filter(kind="send_mail").exists()
        rearrange(**known, on=TODAY + DAY, led_by="Somebody else", version=2)
        with pytest.raises(Stale):
            rearrange(**known, on=TODAY + DAY, led_by="Somebody else", version=2)
    assert the_letter()["to"] == [world.practitioner.email]


def test_calling_off_from_the_page(world: World) -> None:
    surgery = surgery_on(world, TODAY + DAY)
    at = f"/surgeries/{surgery.pk}/call-off/"
    assert Browser(world.practitioner).client.get(at).status_code in {302, 403, 404}
    assert Browser(world.manager2).client.get(at).status_code == 404
    client = Browser(world.manager).client
    missing = client.post(at, sent(version="1", why="")).content.decode()
    assert "Enter why it is called off" in missing
    assert client.post(at, sent(version="1", why="The hub is shut")).status_code == 302
    page = client.get(f"/surgeries/{surgery.pk}/").content.decode()
    assert "The hub is shut" in page
    assert "Call it off" not in page
    assert "Called off" in client.get("/surgeries/").content.decode()


def test_an_agenda_shows_a_case_to_whoever_sees_it_and_to_nobody_else(world: World) -> None:
    """Somebody of another agency who was there sees what a worker told them, not the case."""
    plain = led_case(world)
    schools = make_case(world, make_family(world, "Ash"))
    share(schools, world, world.school_agency)
    with acting_as(world.manager):
        allocate(case=schools, lead=world.school, by=world.manager)
    shut = led_case(world, make_family(world, "Elm"))
    surgery = surgery_on(world)
    for case, by in ((plain, None), (schools, world.school), (shut, None)):
        asked(world, surgery, case, by)
    with acting_as(world.head):
        restrict(
            case=shut, by=world.head, kind="staff", reason="Works at the desk",
            named=[world.practitioner, world.team_manager], deputies=[world.social_worker],
        )  # fmt: skip
    with acting_as(world.manager):
        attend(surgery=surgery, by=world.manager, version=1,
               guests=[Guest("Sue School", world.other_school), Guest("Cy", None)])  # fmt: skip
    expected = {
        "manager": {plain, schools}, "head": {plain, schools}, "practitioner": {plain, shut},
        "school": {schools}, "school2": None, "practitioner2": None, "manager2": None,
        "desk": None, "analyst": None, "governance": None, "chair": None, "admin": None,
    }  # fmt: skip
    for who, cases in expected.items():
        answer = _page(world.people[who], f"/surgeries/{surgery.pk}/")
        assert answer.status_code == (404 if cases is None else 200), who
        with acting_as(world.people[who]):
            seen = {item.case for item in agenda(surgery, world.people[who])}
        for case in (plain, schools, shut):
            assert (case.reference in answer.content.decode()) == (case in (cases or ())), who
        assert cases is None or seen == cases, who
    page = _page(world.school, f"/surgeries/{surgery.pk}/").content.decode()
    assert "Rowan Secondary School: Sue School" in page


def test_the_pages_of_a_manager_and_a_worker(world: World) -> None:
    case = led_case(world, received_on=TODAY - 70 * DAY, on=TODAY - 70 * DAY)
    lead, manager = Browser(world.practitioner), Browser(world.manager)
    assert "Ask a manager of Bilston" in lead.open("case-put-forward", case)
    new = {"locality": world.bilston.pk, "place": "10 to 12", "led_by": "Sade Bright"}
    wrong = manager.client.post("/surgeries/new/", sent(**new)).content.decode()
    assert "Enter which day" in wrong or "Which day" in wrong
    made = manager.client.post("/surgeries/new/", sent(**new, **_boxes("held_on", TODAY)))
    surgery = Surgery.objects.get()
    assert made["Location"] == f"/surgeries/{surgery.pk}/"
    drifting = manager.client.get("/needs-you/drifting/").content.decode()
    assert f"/cases/{case.reference}/surgery/new/?drifts" in drifting
    page = manager.client.get(f"/cases/{case.reference}/surgery/new/?drifts").content.decode()
    assert "No contact for 10 weeks, none since it was opened." in page
    put = lead.send("case-put-forward", case, surgery=surgery.pk, question="What now?")
    assert put.status_code == 302
    assert "put forward to the" in lead.open("case", case)
    assert (
        "On the agenda of a surgery" in manager.client.get("/needs-you/drifting/").content.decode()
    )
    with acting_as_system("reading"):
        item = SurgeryItem.objects.get()
    half = lead.send("case-surgery-item", case, item.pk, discussed="yes", advice="Ask",
                     next_step="Ring the GP")  # fmt: skip
    assert "Select who takes the next step" in half.content.decode()
    lead.send("case-surgery-item", case, item.pk, discussed="yes", advice="Ask the GP",
              next_step="Ring the GP", next_who=world.manager.pk,
              **_boxes("next_by", TODAY + DAY))  # fmt: skip
    assert "Ring the GP" in manager.client.get("/my-families/").content.decode()
    with acting_as_system("reading"):
        item.refresh_from_db()
    done = f"/cases/{case.reference}/surgery/{item.pk}/next-step/"
    answer = manager.client.post(done, sent(version=item.version), follow=True)
    assert "The next step is done" in answer.content.decode()
    there = f"/surgeries/{surgery.pk}/attendance/"
    rows = {"guests-TOTAL_FORMS": 1, "guests-INITIAL_FORMS": 0, "guests-0-name": "Sade Bright"}
    answer = lead.client.post(there, sent(version=surgery.version, **rows), follow=True)
    assert "Others: Sade Bright" in answer.content.decode()


def test_only_a_surgery_that_can_still_be_put_forward_to_is_offered(world: World) -> None:
    case = led_case(world)
    held, soon, later = (surgery_on(world, day) for day in (TODAY, TODAY + DAY, TODAY + 30 * DAY))
    lead = Browser(world.practitioner)
    url = f"/cases/{case.reference}/surgery/new/?drifts"
    offered = lead.client.get(url).content.decode()
    assert "Today, led by Sade Bright" in offered
    assert offered.count("Its agenda is closed: yours is marked late") == 2
    assert re.findall(r'value="(\d+)"[^>]*checked', offered) == [str(later.pk)]
    with acting_as(world.manager):
        attend(surgery=held, by=world.manager, guests=[Guest("Sade Bright")], version=1)
    offered = lead.client.get(url).content.decode()
    assert "Today, led by" not in offered
    assert f'value="{soon.pk}"' in offered
    with acting_as(world.practitioner), pytest.raises(Refused, match="was held"):
        put_forward(case=case, surgery=held, by=world.practitioner, question="What now?")


def test_four_surgeries_with_cases_cost_as_many_queries_as_one(
    world: World, client: Client
) -> None:
    client.force_login(world.manager)
    counts = []
    for number, days in enumerate(([1], [2, 3, 4])):
        for day in days:
            case = led_case(world, make_family(world, f"F{day}", children=1))
            surgery = surgery_on(world, TODAY + day * DAY)
            asked(world, surgery, case)
        if number:
            more = led_case(world, make_family(world, "More", children=1))
            asked(world, surgery, more)
        costs = []
        for url in ("/surgeries/", f"/surgeries/{surgery.pk}/"):
            client.get(url)
            with CaptureQueriesContext(connection) as caught:
                assert client.get(url).status_code == 200
            costs.append(len(caught))
        counts.append(costs)
    with acting_as(world.manager):
        assert surgeries_for(world.manager).count() == 4
    assert counts[0] == counts[1]


def _page(user: Any, url: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(url)


def _boxes(name: str, day: date) -> dict[str, int]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
