"""The pages of case work as a browser uses them: one key one effect, stale edits, words kept."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from audit.models import Look
from cases.actions.contacting import record_contact
from cases.actions.steps import stepping_up
from cases.models import (
    Alert,
    Allocation,
    Case,
    Closure,
    ClosureRequest,
    Contact,
    Need,
    Person,
    StepUp,
)
from localities.calendar import add_working_days
from localities.procedures import steps_of
from tests.cases.helpers import fresh, sent
from tests.cast import World

TICKED = {f"step_{step.key}": "on" for step in steps_of("step_up", date(2026, 11, 26))}


def url(case: Case, rest: str) -> str:
    return f"/cases/{case.reference}/{rest}"


def contact_form(case: Case, **typed: Any) -> dict[str, Any]:
    now = {
        "happened_on_day": "1",
        "happened_on_month": "11",
        "happened_on_year": "2026",
        "happened_time": "10:00",
    }
    return sent(kind="home_visit", text="Seen at home.", **now) | typed


def children(case: Case) -> list[Person]:
    return list(Person.objects.filter(case_children__case=case).order_by("pk"))


def test_a_contact_in_one_sending(world: World, led: Case, client: Client) -> None:
    client.force_login(world.practitioner)
    one, two = children(led)
    typed = contact_form(led, children_seen=[one.pk, two.pk], next_step="Ring the school")
    typed[f"alone_{one.pk}"] = "on"
    for _ in range(2):  # the second is the same form sent again
        answer = client.post(url(led, "contacts/new/"), typed)
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/cases/{led.reference}/"
    contact = Contact.objects.get()
    assert contact.next_step == "Ring the school"
    assert contact.is_late_entry
    assert {row.person_id: row.alone for row in contact.sightings.all()} == {
        one.pk: True,
        two.pk: False,
    }


def test_what_was_typed_is_kept_when_something_is_missing(
    world: World, led: Case, client: Client
) -> None:
    client.force_login(world.practitioner)
    typed = contact_form(led, kind="", text="Mother said <b>no</b>.", no_access="on")
    page = client.post(url(led, "contacts/new/"), typed)
    text = page.content.decode()
    assert page.status_code == 200
    assert "There is a problem" in text
    assert "Select what kind of contact it was" in text
    assert "Mother said &lt;b&gt;no&lt;/b&gt;." in text
    assert not Contact.objects.exists()


def test_a_refusal_stands_in_the_error_summary(world: World, led: Case, client: Client) -> None:
    client.force_login(world.practitioner)
    typed = contact_form(led, children_seen=[children(led)[0].pk], no_access="on")
    text = client.post(url(led, "contacts/new/"), typed).content.decode()
    assert "You ticked that nobody was seen or reached" in text
    assert not Contact.objects.exists()


def test_visit_risks_stand_before_the_form(world: World, led: Case, client: Client) -> None:
    Alert.objects.create(
        person=children(led)[0],
        kind="dog",
        text="Large dog, untied",
        source="Housing",
        recorded_on="2026-11-01",
        review_on="2026-12-01",
    )
    client.force_login(world.practitioner)
    text = client.get(url(led, "contacts/new/")).content.decode()
    assert text.index("Large dog, untied") < text.index("What kind of contact?")


def test_only_managers_are_offered_oversight(world: World, led: Case, client: Client) -> None:
    client.force_login(world.practitioner)
    assert "Management oversight" not in client.get(url(led, "contacts/new/")).content.decode()
    client.force_login(world.manager)
    assert "Management oversight" in client.get(url(led, "contacts/new/")).content.decode()


def test_allocating_shows_what_each_holds_and_is_done_once(
    world: World, waiting: Case, client: Client
) -> None:
    client.force_login(world.manager)
    text = client.get(url(waiting, "allocation/")).content.decode()
    assert "0 of 18 cases, 0 children · Practitioner · Bilston team" in text
    assert "checked" not in text
    typed = sent(lead=world.practitioner.pk, note="Start soon", version=waiting.version)
    for _ in range(2):
        answer = client.post(url(waiting, "allocation/"), typed)
        assert answer.headers["Location"] == "/waiting-for-allocation/"
    assert Allocation.objects.get().user == world.practitioner
    assert fresh(waiting, world).stage == "assessing"


def test_nobody_from_elsewhere_can_be_chosen(world: World, waiting: Case, client: Client) -> None:
    client.force_login(world.manager)
    typed = sent(lead=world.practitioner2.pk, version=waiting.version)
    page = client.post(url(waiting, "allocation/"), typed)
    assert "Choose lead practitioner from the list" in page.content.decode()
    assert not Allocation.objects.exists()


def test_an_allocation_made_meanwhile_is_not_undone_unseen(
    world: World, waiting: Case, client: Client
) -> None:
    client.force_login(world.manager)
    old = waiting.version
    client.post(url(waiting, "allocation/"), sent(lead=world.practitioner.pk, version=old))
    page = client.post(url(waiting, "allocation/"), sent(lead=world.manager.pk, version=old))
    text = page.content.decode()
    assert "Someone else changed this while you were working" in text
    assert "Pat Practitioner leads this case now" in text
    assert Allocation.objects.get().user == world.practitioner
    # Having seen it, they may send it again: the page carries the present version.
    now = fresh(waiting, world).version
    assert f'name="version" value="{now}"' in text


def test_who_looks_after_them_meanwhile(world: World, waiting: Case, client: Client) -> None:
    client.force_login(world.manager)
    nobody = client.post(url(waiting, "while-waiting/"), sent(version=waiting.version))
    assert "Select who looks after the family" in nobody.content.decode()
    assert "Enter the day on which they next look" in nobody.content.decode()
    day = timezone.localdate() + timedelta(days=4)
    typed = sent(risk="Alone at night", minded_by=world.manager.pk, version=waiting.version)
    typed |= {"check_on_day": day.day, "check_on_month": day.month, "check_on_year": day.year}
    answer = client.post(url(waiting, "while-waiting/"), typed)
    assert answer.status_code == 302
    now = fresh(waiting, world)
    assert (now.risk, now.minded_by, now.check_on) == ("Alone at night", world.manager, day)
    page = client.get("/waiting-for-allocation/").content.decode()
    assert "Mo Manager" in page
    assert "Last contact: none yet" in page  # nobody has been in touch with them


def test_a_contact_while_they_wait_moves_the_next_check(world: World, waiting: Case) -> None:
    assert waiting.check_on == date(2026, 11, 9)
    with acting_as(world.manager):
        record_contact(case=waiting, by=world.manager, kind="phone", text="All well.")
    today = timezone.localdate()
    assert fresh(waiting, world).check_on == add_working_days(today, 5)


def closing_form(case: Case, needs: list[Need], **typed: Any) -> dict[str, Any]:
    outcomes = {f"need_{need.pk}": "met" for need in needs}
    words = {"summary": "Done.", "family_view": "“Thank you.”", "stays_in_touch": "School"}
    return sent(version=case.version, reason="needs_met", **outcomes, **words) | typed


def test_closing_in_one_sending(world: World, led: Case, needs: list[Need], client: Client) -> None:
    client.force_login(world.practitioner)
    text = client.get(url(led, "closure/")).content.decode()
    assert "checked" not in text
    assert "Stepped up to social care" not in text
    typed = closing_form(led, needs)
    for _ in range(2):
        assert client.post(url(led, "closure/"), typed).status_code == 302
    assert ClosureRequest.objects.get().asked_by == world.practitioner
    assert fresh(led, world).is_live


def test_closing_says_everything_that_is_missing(
    world: World, led: Case, needs: list[Need], client: Client
) -> None:
    client.force_login(world.practitioner)
    typed = closing_form(led, needs[:1], family_view="", stays_in_touch="")
    page = client.post(url(led, "closure/"), typed)
    text = page.content.decode()
    beside = {f"need_{needs[1].pk}", "family_view", "stays_in_touch"}
    assert set(page.context["form"].errors) == beside
    assert "Say what became of the need “Getting a good education”." in text
    assert "Write what the family says" in text
    assert "Say who stays in touch" in text
    assert fresh(led, world).is_live


def test_a_manager_closes_with_a_check_of_risk(
    world: World, led: Case, needs: list[Need], client: Client
) -> None:
    client.force_login(world.manager)
    typed = closing_form(led, needs, reason="not_contactable", risk_check="School sees them.")
    assert client.post(url(led, "closure/"), typed).status_code == 302
    assert Closure.objects.get().group == "other"


def test_a_page_that_cannot_do_it_says_why(world: World, led: Case, client: Client) -> None:
    with acting_as(world.practitioner):
        stepping_up.request(case=led, by=world.practitioner, why_now="Injury", tried="Visits")
    client.force_login(world.practitioner)
    text = client.get(url(led, "closure/")).content.decode()
    assert "A step-up is in progress. Record its answer first." in text
    assert "Summary of the work" not in text


def test_a_step_up_from_asking_to_handover(world: World, led: Case, client: Client) -> None:
    client.force_login(world.practitioner)
    page = client.get(url(led, "step-up/")).content.decode()
    assert "Phone now" in page
    assert "01632 960001" in page
    typed = sent(why_now="Injury", tried="Visits")
    text = client.post(url(led, "step-up/"), typed).content.decode()
    assert "Tick step 1, or enter why it is not done" in text
    typed |= TICKED | {"step_plan_reviewed": "", "why_plan_reviewed": "The meeting is on Friday"}
    for _ in range(2):
        assert client.post(url(led, "step-up/"), typed).status_code == 302
    step_up = StepUp.objects.get()
    undone = [step for step in step_up.checklist if not step["done"]]
    assert [(step["key"], step["why"]) for step in undone] == [
        ("plan_reviewed", "The meeting is on Friday")
    ]
    waiting = client.get(url(led, "step-up/")).content.decode()
    assert "Agree or not" in waiting
    assert "Only a manager of Bilston can do this." in waiting

    client.force_login(world.manager)
    pack = client.get(url(led, "step-up/agreement/")).content.decode()
    assert "The pack that will be sent" in pack
    typed = sent(agrees="yes", version=step_up.version)
    for _ in range(2):
        assert client.post(url(led, "step-up/agreement/"), typed).status_code == 302
    typed = sent(answer="accepted", answer_by="Sol", version=StepUp.objects.get().version)
    for _ in range(2):
        assert client.post(url(led, "step-up/answer/"), typed).status_code == 302
    assert fresh(led, world).stage == "social_care"
    typed = sent(how="over", words="Sol leads.", version=StepUp.objects.get().version)
    for _ in range(2):
        assert client.post(url(led, "step-up/handover/"), typed).status_code == 302
    assert Closure.objects.get().reason == "stepped_up"
    assert "Handed over" in client.get(url(led, "step-up/")).content.decode()


def test_what_an_answer_lacks_is_said_beside_it(world: World, led: Case, client: Client) -> None:
    """And a family handed back leads to the checklist that comes next."""
    client.force_login(world.manager)

    def post(page: str, **typed: Any) -> Any:
        version = StepUp.objects.get().version
        return client.post(url(led, page), sent(version=version, **typed))

    page = client.post(url(led, "step-up/"), sent(why_now="Injury") | TICKED)
    assert set(page.context["form"].errors) == {"tried"}
    client.post(url(led, "step-up/"), sent(why_now="Injury", tried="Visits") | TICKED)
    page = post("step-up/agreement/", agrees="no")
    assert set(page.context["form"].errors) == {"words"}
    post("step-up/agreement/", agrees="yes")
    page = post("step-up/answer/", answer="returned", answer_by="Sol")
    assert set(page.context["form"].errors) == {"reason"}
    post("step-up/answer/", answer="accepted", answer_by="Sol")
    page = post("step-up/handover/", how="back", words="Their assessment ended")
    assert page.headers["Location"] == url(led, "step-down/")


def test_one_address_leads_to_the_page_of_each_state(
    world: World, led: Case, client: Client
) -> None:
    client.force_login(world.manager)
    assert client.get(url(led, "step-up/answer/")).headers["Location"] == url(led, "step-up/")
    with acting_as(world.practitioner):
        stepping_up.request(case=led, by=world.practitioner, why_now="Injury", tried="Visits")
    answer = client.get(url(led, "step-up/answer/"))
    assert answer.headers["Location"] == url(led, "step-up/agreement/")
    with acting_as_system("arranging a test"):
        StepUp.objects.update(state="accepted")
    answer = client.get(url(led, "step-up/answer/"))
    assert answer.headers["Location"] == url(led, "step-up/handover/")


def test_an_urgent_step_up_whose_pack_follows(world: World, led: Case, client: Client) -> None:
    client.force_login(world.practitioner)
    page = client.post(url(led, "step-up/"), sent(why_now="Knife", urgent="on"))
    assert page.context["form"].errors["rung_whom"] == [
        "Ring social care first, then write whom you spoke to."
    ]
    typed = sent(why_now="Knife", urgent="on", rung_whom="Duty worker")
    assert client.post(url(led, "step-up/"), typed).status_code == 302
    assert "Complete the pack" in client.get(url(led, "step-up/")).content.decode()
    typed = sent(why_now="Knife", tried="Visits", version=StepUp.objects.get().version)
    text = client.post(url(led, "step-up/pack/"), typed).content.decode()
    assert "Tick step 1, or enter why it is not done" in text
    typed = sent(**(typed | TICKED))
    assert client.post(url(led, "step-up/pack/"), typed).status_code == 302
    assert "Complete the pack" not in client.get(url(led, "step-up/")).content.decode()
    client.force_login(world.manager)
    assert "Urgent" in client.get("/needs-you/").content.decode()


def test_a_decision_on_an_older_step_up_is_stale(world: World, led: Case, client: Client) -> None:
    with acting_as(world.practitioner):
        made = stepping_up.request(
            case=led, by=world.practitioner, why_now="Injury", tried="Visits"
        )
    client.force_login(world.manager)
    typed = sent(agrees="yes", version=made.version + 7)
    text = client.post(url(led, "step-up/agreement/"), typed).content.decode()
    assert "Someone else changed this while you were working" in text
    assert StepUp.objects.get().state == "requested"


@pytest.mark.parametrize(
    ("rest", "what"),
    [
        ("allocation/", "Allocate"),
        ("contacts/new/", "Add contact"),
        ("closure/", "Close case"),
        ("step-up/", "Step up to social care"),
    ],
)
def test_opening_a_page_of_a_case_is_written_down(
    world: World, led: Case, client: Client, rest: str, what: str
) -> None:
    client.force_login(world.manager)
    client.get(url(led, rest))
    look = Look.objects.get(kind="opened")
    assert (look.what, look.case_id, look.actor_id) == (what, led.pk, world.manager.pk)
