"""Instruments are data: their file, readings on their scales, and which way is better."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from assessments.actions.reviewing import Guest, Minutes, Reading, hold
from assessments.actions.scoring import add_reading, correct
from assessments.instruments import INSTRUMENTS, BadInstruments, read
from assessments.models import Score
from assessments.queries.meetings import readings_of
from assessments.web import trend
from audit.models import Stale
from audit.refusal import Refused
from cases.actions.endings.closing import close_case
from cases.models import Case
from tests.assessments.arranging import led_case
from tests.assessments.test_pages import Browser, date_boxes
from tests.cast import World

TODAY = timezone.localdate()
ROW = """
- key: one
  title: One thing
  lowest: {0}
  highest: 3
  better: {1}
  low: least
  high: most
"""


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (ROW.format(0, "sideways"), "better"),
        (ROW.format(3, "lower"), "above its lowest"),
        (ROW.format(0, "lower") * 2, "twice"),
        (ROW.format(0, "lower") + "  bands: [{from: 1, words: a}]\n", "bands must rise"),
    ],
)
def test_a_faulty_file_says_where(content: str, why: str) -> None:
    with pytest.raises(BadInstruments, match=why):
        read(content.encode())


@pytest.fixture
def case(world: World) -> Case:
    return led_case(world)


def give(world: World, case: Case, key: str, value: int, **facts: Any) -> Score:
    given: dict[str, Any] = {"scorer": "worker", "name": "Pat", "scored_on": TODAY}
    with acting_as(world.practitioner):
        return add_reading(
            case=case,
            by=world.practitioner,
            instrument=INSTRUMENTS[key],
            value=value,
            **(given | facts),
        )


def test_every_scale_ends_where_it_says(world: World, case: Case, settings: Any) -> None:
    """Every instrument × just inside and just outside its scale."""
    settings.LICENSED_INSTRUMENTS = list(INSTRUMENTS)
    for one in INSTRUMENTS.values():
        more = {"area": "Sleep", "trained": True}
        for value in (one.lowest, one.highest):
            assert give(world, case, one.key, value, **more).value == value
        for value in (one.lowest - 1, one.highest + 1):
            with pytest.raises(Refused, match="is from"):
                give(world, case, one.key, value, **more)


@pytest.mark.parametrize(("key", "value"), [("safety", 11), ("level", 0), ("care", 41)])
def test_the_database_keeps_the_scales_too(case: Case, key: str, value: int) -> None:
    row = Score(case=case, instrument=key, value=value, scorer="worker", scored_on=TODAY)
    with pytest.raises(IntegrityError, match="a_score_is_on_its_scale"), transaction.atomic():
        row.save()


def test_a_licensed_one_needs_licence_training_and_area(
    world: World, case: Case, settings: Any
) -> None:
    with pytest.raises(Refused, match="needs a licence"):
        give(world, case, "star", 5, area="Area 1", trained=True)
    settings.LICENSED_INSTRUMENTS = ["star"]
    with pytest.raises(Refused, match="trained in it"):
        give(world, case, "star", 5, area="Area 1")
    with pytest.raises(Refused, match="which area"):
        give(world, case, "star", 5, trained=True)
    assert give(world, case, "star", 5, area="Area 1", trained=True).area == "Area 1"
    with pytest.raises(Refused, match="after it was scored"):
        give(world, case, "sdq", 5, scored_on=TODAY + timedelta(days=1))


@pytest.mark.parametrize("who", ["desk", "practitioner2", "school", "nobody"])
def test_who_may_not_add_one(world: World, case: Case, who: str) -> None:
    by = world.people[who]
    with acting_as(by), pytest.raises((Refused, Case.DoesNotExist)):
        add_reading(
            case=case, by=by, instrument=INSTRUMENTS["sdq"], scorer="worker", value=3,
            scored_on=TODAY,
        )  # fmt: skip


def test_down_is_better_where_it_is() -> None:
    care, sdq = INSTRUMENTS["care"], INSTRUMENTS["sdq"]
    dots = {"Pat": [(date(2026, 10, 1), 4), (date(2026, 11, 1), 2)]}
    said = trend.sentence(dots, care)
    assert said.startswith("Further left is better: 1 means all the child’s needs are met")
    assert said.endswith("to 2 on 1 November 2026: better.")
    assert trend.rows({"Pat": [(date(2026, 10, 1), 15)]}, sdq)[0][2] == "15, somewhat raised"


def test_by_the_page(world: World, case: Case) -> None:
    lead = Browser(world.practitioner)
    assert "Nothing has been scored yet" in lead.open("case-readings", case)
    wrong = lead.send("reading-add", case).content.decode()
    assert "Select what was scored" in wrong
    assert "Outcome star" not in wrong
    child = case.children.all()[0]
    sent = lead.send(
        "reading-add", case, instrument="sdq", value=15, about=child.pk, scorer="parent",
        name="Ngozi Okafor", **date_boxes("scored_on"),
    )  # fmt: skip
    assert sent.status_code == 302
    page = lead.open("case-readings", case)
    assert "Strengths and difficulties, total (0 to 40, lower is better)" in page
    assert "15, somewhat raised" in page
    assert f"{child.name}, Ngozi Okafor" in page
    assert list(readings_of(case)) == ["sdq"]
    assert Score.SAFETY not in readings_of(case)
    meetings = lead.open("case-meetings", case)
    assert "Strengths and difficulties, total (0 to 40, lower is better)" in meetings
    assert "Further left is better" in meetings
    assert reverse("case-readings", args=[case.reference]) in meetings


def put_right(world: World, who: str, score: Score, **facts: Any) -> Score:
    by = world.people[who]
    given: dict[str, Any] = {"value": 5, "scored_on": TODAY, "why": "Read off the wrong line"}
    with acting_as(by):
        return correct(score=score, by=by, **({"version": 1} | given | facts))


@pytest.mark.parametrize("who", ["practitioner", "manager"])
def test_a_wrong_reading_is_put_right_and_stays_on_record(
    world: World, case: Case, who: str
) -> None:
    """Chart, meeting, copy for the family and story show the right one."""
    with acting_as(world.practitioner):
        review = hold(
            case=case, by=world.practitioner, held_on=TODAY,
            record_of=Minutes(
                guests=[Guest("Ngozi", came=True)], readings=[Reading("worker", 9, "Pat")]
            ),
        )  # fmt: skip
    wrong = Score.objects.get(review=review)
    right = put_right(world, who, wrong)
    wrong.refresh_from_db()
    assert (wrong.value, wrong.corrected_by, wrong.corrected_why) == (
        9, world.people[who], "Read off the wrong line"
    )  # fmt: skip
    assert (right.corrects, right.review, right.scorer_name) == (wrong, review, "Pat")
    assert readings_of(case)[Score.SAFETY] == {"Pat": [(TODAY, 5)]}
    lead = Browser(world.practitioner)
    page = lead.open("case-readings", case)
    assert "Read off the wrong line" in page
    assert "<s>9, " in page
    assert "Pat: 5</li>" in lead.open("taf", case, review.pk)
    assert "Pat: 9</li>" not in lead.open("taf", case, review.pk)
    told = " ".join(lead.open("case-story", case).split())
    assert re.search(r"Pat scored [^:]+: 5 \(", told)


def test_what_cannot_be_put_right(world: World, case: Case) -> None:
    wrong = give(world, case, "sdq", 15)
    for facts, why in (
        ({"why": "  "}, "why the reading was wrong"),
        ({"value": 15}, "That is what stands there"),
        ({"value": 41}, "is from 0 to 40"),
        ({"scored_on": TODAY + timedelta(days=1)}, "after it was scored"),
    ):
        with pytest.raises(Refused, match=why):
            put_right(world, "practitioner", wrong, **facts)
    with pytest.raises(Stale):
        put_right(world, "practitioner", wrong, version=2)
    right = put_right(world, "practitioner", wrong)
    with pytest.raises(Refused, match="corrected already"):
        put_right(world, "practitioner", wrong)
    put_right(world, "manager", right, value=6)
    assert [row.value for row in Score.objects.filter(Score.STANDS, case=case)] == [6]


@pytest.mark.parametrize("who", ["desk", "practitioner2", "school", "manager2"])
def test_who_may_not_put_one_right(world: World, case: Case, who: str) -> None:
    wrong = give(world, case, "sdq", 15)
    with pytest.raises((Refused, Case.DoesNotExist)):
        put_right(world, who, wrong)
    assert Score.objects.get(case=case).value == 15


def test_of_a_closed_case_the_manager_alone_puts_one_right(world: World, case: Case) -> None:
    """Chart and story show it; no figure counts readings, so none that was published changes."""
    wrong = give(world, case, "sdq", 15)
    with acting_as(world.manager):
        close_case(
            case=case, by=world.manager, reason="disengaged", outcomes={}, summary="Away.",
            family_view="Thank you.", stays_in_touch="The school",
            risk_check="The school sees the children each day.",
        )  # fmt: skip
    for who in ("practitioner", "desk", "manager2"):
        with pytest.raises((Refused, Case.DoesNotExist), match=r"Only the locality|matching"):
            put_right(world, who, wrong)
    manager = Browser(world.manager)
    assert "Add a reading" not in manager.open("case-readings", case)
    assert "Correct a reading" in manager.open("case-readings", case)
    day_after = {"scored_on": TODAY + timedelta(days=1)}
    with pytest.raises(Refused, match="after it was scored"):
        put_right(world, "manager", wrong, **day_after)
    with acting_as_system("arranging a test"):
        Case.objects.filter(pk=case.pk).update(
            closed_on=TODAY - timedelta(days=1), opened_on=TODAY - timedelta(days=9),
            received_on=TODAY - timedelta(days=9),
        )  # fmt: skip
    with pytest.raises(Refused, match="by the day it closed"):
        put_right(world, "manager", wrong)
    yesterday = TODAY - timedelta(days=1)
    given: dict[str, Any] = {"version": 1, "value": 10, "why": "Typed 15 for 10"}
    given |= {f"scored_on_{part}": getattr(yesterday, part) for part in ("day", "month", "year")}
    assert manager.send("reading-correct", case, wrong.pk, **given).status_code == 302
    page = manager.open("case-readings", case)
    assert "Typed 15 for 10" in page
    assert "<s>15, " in page
    with acting_as(world.manager):
        assert [row.value for row in Score.objects.filter(Score.STANDS, case=case)] == [10]


def test_putting_right_by_the_page(world: World, case: Case) -> None:
    wrong = give(world, case, "sdq", 15)
    lead = Browser(world.practitioner)
    assert "Correct a reading" in lead.open("case-readings", case)
    missing = lead.send("reading-correct", case, wrong.pk, version=1, value="ten")
    said = missing.content.decode()
    assert "The reading must be a whole number" in said
    assert "Enter why the reading was wrong" in said
    assert 'value="ten"' in said
    given = {"version": 1, "value": 10, "why": "Typed 15 for 10"} | date_boxes("scored_on")
    assert lead.send("reading-correct", case, wrong.pk, **given).status_code == 302
    assert "Typed 15 for 10" in lead.open("case-readings", case)
    assert "corrected already" in lead.open("reading-correct", case, wrong.pk)
