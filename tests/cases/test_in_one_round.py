"""A form that is sent says all that is wrong with it at once: its own faults and the rules’."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from cases.actions.leads.allocating import allocate
from cases.actions.steps import stepping_up
from cases.models import (
    Agreement,
    Case,
    CaseTransfer,
    ClosureRequest,
    Contact,
    Cover,
    Due,
    Membership,
    Need,
    Objection,
    Restriction,
    SharingBasis,
    StepUp,
)
from tests.cases.helpers import sent
from tests.cases.sharing.arranging import share
from tests.cases.test_pages import TICKED, children, closing_form, contact_form, url
from tests.cast import World, make_case, make_family


def faults(client: Client, address: str, typed: dict[str, Any]) -> dict[str, list[str]]:
    """What stands beside each answer, and above the form under "__all__"."""
    page = client.post(address, typed)
    assert page.status_code == 200
    return {field: list(said) for field, said in page.context["form"].errors.items()}


def boxes(name: str, day: date) -> dict[str, int]:
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


@pytest.fixture
def lead(client: Client, world: World) -> Client:
    client.force_login(world.practitioner)
    return client


def test_a_closing(world: World, led: Case, needs: list[Need], lead: Client) -> None:
    housing, education = (f"need_{need.pk}" for need in needs)
    typed = closing_form(led, needs[:1], summary="", family_view="", stays_in_touch="")
    found = faults(lead, url(led, "closure/"), typed)
    assert set(found) == {education, "summary", "family_view", "stays_in_touch"}
    assert found["summary"] == ["Enter summary of the work"]  # once, though two ask for it
    empty = sent(version=led.version)
    assert set(faults(lead, url(led, "closure/"), empty)) == {
        "reason",
        "summary",
        housing,
        education,
    }
    assert not ClosureRequest.objects.exists()


def test_what_an_ending_does_not_ask_for_is_not_asked(
    world: World, led: Case, needs: list[Need], lead: Client
) -> None:
    typed = sent(version=led.version, reason="child_died")
    assert set(faults(lead, url(led, "closure/"), typed)) == {"summary"}


def test_a_manager_s_check_of_risk(
    world: World, led: Case, needs: list[Need], client: Client
) -> None:
    client.force_login(world.manager)
    typed = closing_form(led, needs, reason="disengaged", summary="")
    assert set(faults(client, url(led, "closure/"), typed)) == {"summary", "risk_check"}


def test_a_contact(led: Case, lead: Client) -> None:
    address = url(led, "contacts/new/")
    typed = contact_form(led, kind="", text="", happened_on_day="31")
    assert set(faults(lead, address, typed)) == {"kind", "happened_on", "text"}
    seen = {"children_seen": [children(led)[0].pk], "no_access": "on"}
    found = faults(lead, address, contact_form(led, kind="", happened_on_year="2126", **seen))
    assert set(found) == {"kind", "happened_on", "no_access"}
    assert "a child was seen" in found["no_access"][0]
    typed = contact_form(led, kind="", text="x" * 8001)
    assert [len(said) for said in faults(lead, address, typed).values()] == [1, 1]
    assert not Contact.objects.exists()


def test_a_step_up(led: Case, lead: Client) -> None:
    found = faults(lead, url(led, "step-up/"), sent(**TICKED))
    assert set(found) == {"why_now", "tried"}
    assert set(faults(lead, url(led, "step-up/"), sent(urgent="on"))) == {"why_now", "rung_whom"}
    assert not StepUp.objects.exists()


def test_a_step_of_the_procedure_explained_at_too_great_length(led: Case, lead: Client) -> None:
    key = next(iter(TICKED)).removeprefix("step_")
    ticked = TICKED | {f"step_{key}": "", f"why_{key}": "x" * 501}
    found = faults(lead, url(led, "step-up/"), sent(why_now="Injury", tried="Visits", **ticked))
    assert set(found) == {f"why_{key}"}
    assert "500 characters or fewer" in found[f"why_{key}"][0]


def test_social_care_s_answer(world: World, led: Case, client: Client) -> None:
    with acting_as(world.practitioner):
        made = stepping_up.request(
            case=led,
            by=world.practitioner,
            why_now="Injury",
            urgent=True,
            rung_whom="Sol",
        )
    client.force_login(world.manager)
    version = StepUp.objects.get(pk=made.pk).version
    typed = sent(answer="returned", version=version)
    assert set(faults(client, url(led, "step-up/answer/"), typed)) == {"answer_by", "reason"}
    typed = sent(version=version)
    assert set(faults(client, url(led, "step-up/answer/"), typed)) == {"answer_by", "answer"}


def test_whoever_cannot_do_it_at_all_is_told_that_alone(
    world: World, led: Case, needs: list[Need], lead: Client
) -> None:
    with acting_as(world.practitioner):
        stepping_up.request(case=led, by=world.practitioner, why_now="Injury", tried="Visits")
    found = faults(lead, url(led, "closure/"), sent(version=led.version))
    assert set(found) == {"reason", "summary", "__all__"}
    assert found["__all__"] == ["A step-up is in progress. Record its answer first."]


def test_an_agreement_of_a_child(led: Case, lead: Client) -> None:
    address, today = url(led, "agreements/new/"), boxes("on", timezone.localdate())
    child = {"person": children(led)[0].pk}
    assert set(faults(lead, address, sent(**child, **today))) == {"how", "competence"}
    found = faults(lead, address, sent(**child, **today, competence="x" * 2001))
    assert [len(said) for said in found.values()] == [1, 1]
    assert set(faults(lead, address, sent(**child))) == {"how", "on"}  # of what age is not known
    assert not Agreement.objects.exists()


def test_an_agreement_that_is_withdrawn(world: World, led: Case, lead: Client) -> None:
    today = timezone.localdate()
    lead.post(url(led, "agreements/new/"), sent(how="in_writing", **boxes("on", today)))
    made = Agreement.objects.get()
    typed = sent(reason="", **boxes("on", today - timedelta(days=1)))
    assert set(faults(lead, url(led, f"agreements/{made.pk}/withdrawal/"), typed)) == {
        "reason",
        "on",
    }


def test_a_basis_for_sharing(world: World, led: Case, lead: Client) -> None:
    share(led, world, world.school_agency)
    today = timezone.localdate()
    days = boxes("on", today) | boxes("until", today - timedelta(days=1))
    agency = world.school_agency.pk
    found = faults(lead, url(led, "sharing/new/"), sent(agency=agency, what="The plan", **days))
    assert set(found) == {"agency", "basis", "condition", "until"}
    assert "holds already" in found["agency"][0]
    basis = SharingBasis.objects.get()
    typed = sent(**boxes("on", today - timedelta(days=1)))
    assert set(faults(lead, url(led, f"sharing/{basis.pk}/end/"), typed)) == {"on", "reason"}


def test_facts_about_somebody(world: World, led: Case, lead: Client) -> None:
    one, two = children(led)
    with acting_as(world.practitioner):
        two.change(nhs_number="9434765919")
    typed = sent(
        version=one.version,
        nhs_number="943 476 5919",
        upn="Z",
        **boxes("died_on", (one.date_of_birth or timezone.localdate()) - timedelta(days=1)),
        **boxes("date_of_birth", one.date_of_birth or timezone.localdate()),
    )
    found = faults(lead, url(led, f"people/{one.pk}/facts/"), typed)
    assert {"nhs_number", "upn", "died_on"} <= set(found)
    assert "somebody else’s record" in found["nhs_number"][0]


def test_somebody_new(led: Case, lead: Client) -> None:
    found = faults(lead, url(led, "people/new/"), sent(kind="child"))
    assert {"given_name", "relationship", "household"} <= set(found)
    assert "given_name" not in faults(lead, url(led, "people/new/"), sent(kind="unborn"))
    assert Membership.objects.filter(family=led.family).count() == 3


def test_moving_to_another_locality(world: World, led: Case, lead: Client) -> None:
    found = faults(lead, url(led, "transfers/new/"), sent(to=world.low_hill.pk, why=""))
    assert set(found) == {"why", "summary"}
    assert not CaseTransfer.objects.exists()


def test_a_clock_that_stands_still(led: Case, lead: Client) -> None:
    due = Due.objects.still_open().filter(case=led).earliest("due_on")
    far = boxes("until", timezone.localdate() + timedelta(days=90))
    found = faults(lead, url(led, f"due/{due.pk}/pause/"), sent(**far))
    assert set(found) == {"reason", "until"}


def test_a_cover(world: World, client: Client) -> None:
    client.force_login(world.manager)
    today = timezone.localdate()
    days = boxes("from_date", today + timedelta(days=2)) | boxes("to_date", today)
    found = faults(client, f"/workers/{world.practitioner.pk}/cover/", sent(**days))
    assert set(found) == {"worker", "to_date"}
    assert not Cover.objects.exists()


def test_an_answer_to_an_objection(world: World, led: Case, lead: Client, client: Client) -> None:
    today = timezone.localdate()
    objected = sent(who="Gran", to_what="The school", **boxes("on", today))
    lead.post(url(led, "objections/new/"), objected)
    made = Objection.objects.get()
    client.force_login(world.manager)
    address = url(led, f"objections/{made.pk}/answer/")
    before = boxes("on", today - timedelta(days=1))
    found = faults(client, address, sent(outcome="goes_on", answer="", **before))
    assert {"answer", "on"} <= set(found)
    assert found["on"] == ["The day is before the objection came. Check the date."]
    made.refresh_from_db()
    assert made.answered_on is None


def test_a_hand_over_of_everything(world: World, led: Case, client: Client) -> None:
    """One case without a lead, and one whose lead cannot take it: a partner who leads another."""
    other, theirs = (make_case(world, make_family(world, name)) for name in ("Second", "Third"))
    share(theirs, world, world.school_agency)
    with acting_as(world.manager):
        allocate(case=other, lead=world.practitioner, by=world.manager)
        allocate(case=theirs, lead=world.school, by=world.manager)
    client.force_login(world.manager)
    address = f"/workers/{world.practitioner.pk}/hand-over/"
    found = faults(client, address, sent(**{f"case_{led.pk}": world.school.pk}))
    assert set(found) == {f"case_{other.pk}", "__all__"}
    assert "No sharing basis covers" in found["__all__"][0]


def test_a_restriction(world: World, led: Case, client: Client) -> None:
    client.force_login(world.head)
    named = {"named": [world.head.pk], "deputies": [world.social_worker.pk]}
    found = faults(client, url(led, "access/restriction/"), sent(**named))
    assert set(found) == {"kind", "reason", "__all__"}
    assert any("leads the case" in said for said in found["__all__"])
    assert not Restriction.objects.exists()
