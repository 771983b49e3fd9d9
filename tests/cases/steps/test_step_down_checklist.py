"""The checklist of a step-down: what the records show, what is asked, and the gap in words."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.acting import acting_as
from assessments.actions.taking_up import set_left_aside
from audit.models import Event
from audit.models.base import Stale
from audit.refusal import Refused
from cases.actions.steps import answering, stepping_up
from cases.actions.steps.stepping_down import check, note_step_down
from cases.models import Case, StepDown, StepDownAction
from cases.queries.needs_you.lists import step_downs
from cases.queries.steps.step_down import records_of, step_down_of
from cases.rules.step_down_checklist import Records, gap, rows_for, shown, still_open
from tests.assessments.arranging import agreed, led_case, planned_meeting
from tests.assessments.test_pages import Browser
from tests.cast import World, arranged, make_family

TODAY = timezone.localdate()
CLOSES = date(2026, 12, 5)
NOBODY = Records(CLOSES, None, False, "", 0, 0, None, False)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("closes_on", "taf_on", "says"),
    [
        (CLOSES, CLOSES - 2 * DAY, ""),
        (CLOSES, CLOSES, ""),
        (CLOSES, CLOSES + DAY, "planned on 6 December, 1 day after social care closes on 5 Dec"),
        (CLOSES, CLOSES + 3 * DAY, "planned on 8 December, 3 days after social care closes"),
        (CLOSES, None, "No TAF meeting has a date. Social care closes on 5 December."),
        (None, CLOSES, "on 5 December. It is not known when social care closes."),
        (None, None, "No TAF meeting has a date, and it is not known when social care closes."),
    ],
)
def test_a_gap_is_said_in_words(closes_on: date | None, taf_on: date | None, says: str) -> None:
    records = replace(NOBODY, closes_on=closes_on, taf_on=taf_on)
    assert says in gap(records)
    assert bool(gap(records)) == bool(says) != shown(records)["taf_date"].done


def test_what_the_records_show_is_not_asked_and_cannot_be_ticked() -> None:
    told = [{"key": "lead_named", "done": True, "why": ""}]
    rows = {row["key"]: row for row in rows_for(TODAY, told, NOBODY)}
    assert rows["lead_named"] | {"asks": ""} == {
        "key": "lead_named", "asks": "", "reads": "lead", "done": False, "why": "",
        "shows": "Nobody leads this case yet",
    }  # fmt: skip
    assert rows["taken_up"]["done"]  # nothing was left
    assert len(still_open(rows.values())) == 6


@arranged
def stepped_down(world: World, case: Case, closes_on: date | None) -> StepDown:
    return note_step_down(
        case=case, by=world.desk, social_care_worker="Wren Walker", actions=[{"what": "A dentist"}],
        plan="Visits", last_meeting_on=TODAY - DAY, closes_on=closes_on, on=TODAY,
    )  # fmt: skip


def ticked(step_down: StepDown, by: Any, why: str = "") -> StepDown:
    """Everything asked is done; what the records do not show is explained by `why`."""
    with acting_as(by):
        found = step_down_of(step_down.case)
        assert found
        rows = [row | {"done": True, "why": why}
                for row in rows_for(TODAY, found.checklist, records_of(found))]  # fmt: skip
        return check(step_down=found, by=by, checklist=rows, closes_on=found.closes_on,
                     last_meeting_on=found.last_meeting_on, version=found.version)  # fmt: skip


def signs(world: World, who: str = "manager") -> dict[str, tuple[str, ...]]:
    user: Any = world.people[who]
    with acting_as(user):
        return {row.case.reference: row.signs for row in step_downs(user).rows}


def test_the_manager_sees_it_until_it_is_complete_and_there_is_no_gap(world: World) -> None:
    case = agreed(world).case
    step_down = stepped_down(world, case, closes_on=TODAY + 10 * DAY)
    no_date = f"No TAF meeting has a date. Social care closes on {_words(TODAY + 10 * DAY)}."
    assert signs(world)[case.reference] == (no_date, "The checklist is not complete.")
    assert signs(world, "manager2") == {}
    with acting_as(world.practitioner):
        left = StepDownAction.objects.get(case=case)
        set_left_aside(left=left, by=world.practitioner, why="Done since")
    kept = ticked(step_down, world.practitioner)
    assert still_open(kept.checklist) == [
        "The first Team Around the Family meeting is before social care closes"
    ]
    assert kept.checked_at is None
    assert ticked(step_down, world.practitioner, why="The school has no room before").checked_at
    assert signs(world)[case.reference] == (no_date,)  # explained, and still a gap
    planned_meeting(world, case)  # in seven days
    assert signs(world) == {}
    assert Event.objects.filter(verb="step_down.checked", case_id=case.pk).count() == 2


def test_who_may_fill_it_in_and_on_which_version(world: World) -> None:
    step_down = stepped_down(world, led_case(world), closes_on=None)
    blank: dict[str, Any] = {"checklist": [], "last_meeting_on": None, "closes_on": None}
    for by in (world.school, world.social_worker, world.manager2):
        with acting_as(by), pytest.raises((Refused, Case.DoesNotExist)):
            check(step_down=step_down, by=by, version=1, **blank)
    with acting_as(world.manager), pytest.raises(Stale):
        check(step_down=step_down, by=world.manager, version=7, **blank)
    stepped_down(world, step_down.case, closes_on=None)
    with acting_as(world.manager), pytest.raises(Refused, match="handed this family over again"):
        check(step_down=step_down, by=world.manager, version=1, **blank)


def test_the_pages_of_its_lead(world: World) -> None:
    case = led_case(world)
    lead = Browser(world.practitioner)
    assert lead.client.get(f"/cases/{case.reference}/step-down/").status_code == 404
    stepped_down(world, case, closes_on=TODAY + 10 * DAY)
    summary = lead.open("case", case)
    assert "Complete the step-down checklist" in summary
    assert "No TAF meeting has a date" in summary
    assert "No TAF meeting has a date" not in Browser(world.social_worker).open("case", case)
    page = lead.open("case-step-down", case)
    assert "0 of 1 taken up or put aside" in page
    assert "step_lead_named" not in page
    asked = ("worker_handover", "family_agrees", "family_rings")
    done = {f"step_{key}": "on" for key in asked}
    lead.send("case-step-down", case, **done, why_taken_up="At the first meeting")
    assert "1 of 7 steps is neither done nor explained" in lead.open("case-step-down", case)
    planned_meeting(world, case)
    sent = lead.send("case-step-down", case, **done, why_taken_up="At the first meeting",
                     closes_on_day=TODAY.day, closes_on_month=TODAY.month,
                     closes_on_year=TODAY.year + 1)  # fmt: skip
    assert sent.status_code == 302
    summary = lead.open("case", case)
    assert "The checklist was complete" in summary
    assert "Complete the step-down checklist" not in summary


def test_four_step_downs_cost_as_many_queries_as_one(
    world: World, django_assert_num_queries: Any
) -> None:
    for number, count in enumerate((1, 3)):
        for name in ("Ash", "Elm", "Oak")[:count]:
            family = make_family(world, f"{name}{number}", children=1)
            stepped_down(world, led_case(world, family), closes_on=TODAY)
        with acting_as(world.manager), django_assert_num_queries(1):
            step_downs(world.manager)


def _words(day: date) -> str:
    return f"{day.day} {day:%B}"


def test_what_is_handed_back_after_a_step_up_has_the_same_checklist(world: World) -> None:
    case = led_case(world)
    with acting_as(world.manager):
        step_up = stepping_up.request(case=case, by=world.manager, why_now="Injury", tried="Visits")
        step_up = stepping_up.agree(step_up=step_up, by=world.manager, version=step_up.version)
        answering.accepted(
            step_up=step_up, by=world.manager, answer_by="Sol Worker", version=step_up.version
        )
    lead = Browser(world.practitioner)
    said = {"how": "back", "words": "No further action. Pat leads."}
    page = lead.send("case-step-up-handover", case, **said, left="A dentist\n" + "x" * 501)
    assert "to 500 characters, or make it two lines" in page.content.decode()
    assert "A dentist" in page.content.decode()
    lead.send("case-step-up-handover", case, **said, left="A dentist\n\n  Glasses  ")
    with acting_as(world.practitioner):
        found = step_down_of(case)
        assert found
        assert (found.social_care_worker, found.received_on) == ("Sol Worker", TODAY)
        left = StepDownAction.objects.filter(step_down=found)
        assert [action.what for action in left] == ["A dentist", "Glasses"]
    assert "Complete the step-down checklist" in lead.open("case", case)
    assert "No TAF meeting has a date" in lead.open("case", case)
    the_last_meeting_is_added_later(case, lead)
    with acting_as(world.manager):
        assert [row.case.pk for row in step_downs(world.manager).rows] == [case.pk]


def the_last_meeting_is_added_later(case: Case, lead: Browser) -> None:
    assert "No last meeting is recorded" in lead.open("case-step-down", case)
    met = {"day": TODAY.day, "month": TODAY.month, "year": TODAY.year + 1}
    typed = {f"last_meeting_on_{part}": value for part, value in met.items()}
    page = lead.send("case-step-down", case, **typed).content.decode()
    assert "Social care’s last meeting with the family must be today or in the past" in page
    typed["last_meeting_on_year"] = TODAY.year
    assert lead.send("case-step-down", case, **typed).status_code == 302
    assert f"Last meeting {_words(TODAY)}" in lead.open("case-step-down", case)
    lead.send("case-step-down", case)  # a page drawn before the question was on it
    assert f"Last meeting {_words(TODAY)}" in lead.open("case-step-down", case)
    told = Event.objects.filter(verb="step_down.checked", case_id=case.pk).order_by("pk")
    said = f"Step-down checklist written. Social care’s last meeting: {_words(TODAY)} {TODAY.year}"
    assert list(told.values_list("summary", flat=True)) == [said, "Step-down checklist written"]
