"""A form that is sent says all that is wrong with it at once: its own faults and the rules’."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from assessments.models import PlannedMeeting, Review
from cases.models import Case
from tests.assessments.arranging import agreed, led_case, planned_meeting, signed_off
from tests.assessments.test_pages import Browser, date_boxes
from tests.cast import World, arranged

TODAY = timezone.localdate()


def boxes(name: str, day: Any) -> dict[str, int]:
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


def faults(lead: Browser, name: str, case: Case, **typed: Any) -> dict[str, list[str]]:
    """What stands beside each answer, and above the form under "__all__"."""
    page = lead.send(name, case, **typed)
    assert page.status_code == 200
    return {field: list(said) for field, said in page.context["form"].errors.items()}


def test_a_meeting(world: World) -> None:
    case, lead = agreed(world).case, Browser(world.practitioner)
    none = {"others-TOTAL_FORMS": 0, "others-INITIAL_FORMS": 0, "agreed-TOTAL_FORMS": 0,
            "agreed-INITIAL_FORMS": 0}  # fmt: skip
    first = f"guest-user-{world.practitioner.pk}"
    found = faults(lead, "taf-record", case, **none)
    assert found == {"held_on": ["Enter the day of the meeting"],
                     first: ["Say who came to the meeting."]}  # fmt: skip
    before = case.opened_on - timedelta(days=1)
    days = boxes("held_on", before) | boxes("next_on", before)
    found = faults(lead, "taf-record", case, **none, **days, place="x" * 201)
    assert set(found) == {"held_on", "next_on", "place", first}
    half = {**none, "agreed-TOTAL_FORMS": 1, "agreed-0-words": "Ring the bus"}
    found = faults(lead, "taf-record", case, **half, **date_boxes("held_on"))
    assert set(found) == {first}


def test_an_invitation(world: World) -> None:
    case, lead = led_case(world), Browser(world.practitioner)
    none = {"others-TOTAL_FORMS": 0, "others-INITIAL_FORMS": 0, "minutes": 60}
    found = faults(lead, "taf-invite", case, **none)
    assert set(found) == {"meets_on", "meets_at", "place", "guests"}
    found = faults(lead, "taf-invite", case, **none, place="The Okafor home")
    assert set(found) == {"meets_on", "meets_at", "place", "guests"}
    assert "Leave out “Okafor”" in found["place"][0]


def test_a_reading(world: World) -> None:
    case, lead = led_case(world), Browser(world.practitioner)
    typed = {"instrument": "safety", "value": 40, **date_boxes("scored_on")}
    found = faults(lead, "reading-add", case, **typed)
    assert set(found) == {"about", "scorer", "value"}
    assert found["value"] == ["A reading of How safe and well things are is from 0 to 10."]


def test_a_programme(world: World) -> None:
    case, lead = agreed(world).case, Browser(world.practitioner)
    typed = {"version": 0, "offered": 2, "attended": 3, "ending": "completed"}
    found = faults(lead, "plan-programme-add", case, **typed, **date_boxes("from_on"))
    assert set(found) == {"name", "whom", "attended", "to_on"}
    found = faults(lead, "plan-programme-add", case, version=0, offered=1, attended=0)
    assert set(found) == {"name", "whom", "from_on"}


def test_agreeing_a_plan(world: World) -> None:
    case, lead = signed_off(world).case, Browser(world.practitioner)
    kept = {"one_time_key": "ca6b9fd2-5f1b-4c3c-9a3e-6f0a55a5b1f0", "version": 0}
    page = lead.client.post(f"/cases/{case.reference}/plan/agree/", kept)
    found = page.context["form"].errors
    assert set(found) == {"people", "agreed_on", "__all__"}
    assert "Add at least one goal" in found["__all__"][0]


@arranged
def moved_to(meeting: PlannedMeeting, days: int) -> None:
    starts = meeting.starts_at + timedelta(days=days)
    PlannedMeeting.objects.filter(pk=meeting.pk).update(starts_at=starts)


def test_an_earlier_meeting_asks_nothing_of_those_invited_to_the_next(world: World) -> None:
    case, lead = agreed(world).case, Browser(world.practitioner)
    meeting = planned_meeting(world, case)
    page = lead.open("taf-record", case)
    assert "Gran" not in page
    moved_to(meeting, -7)  # it is today
    assert "Gran: did not answer" in lead.open("taf-record", case)
    mother = case.family.people.get(kind="adult")
    none = {"others-TOTAL_FORMS": 0, "others-INITIAL_FORMS": 0, "agreed-TOTAL_FORMS": 0,
            "agreed-INITIAL_FORMS": 0}  # fmt: skip
    came = {f"guest-person-{mother.pk}": "came"}
    found = faults(lead, "taf-record", case, **none, **came, **date_boxes("held_on"))
    assert "Select whether Gran came" in str(found)
    earlier = boxes("held_on", TODAY - timedelta(days=1))
    assert lead.send("taf-record", case, **none, **came, **earlier).status_code == 302
    assert [row.name for row in Review.objects.get(case=case).attendances.all()] == [mother.name]
    meeting.refresh_from_db()
    assert meeting.is_next
