"""Receiving a request: every door, one clock, one queue."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from audit.models import Event, Job
from audit.refusal import Refused
from cases.models import Address
from localities.models import Timescale
from referrals.actions.clock import due_at
from referrals.actions.doors.receiving import NO_CHILD
from referrals.models import Referral
from tests.cast import World
from tests.referrals.requests import CHILD, MOTHER, make_offer, make_request

LONDON = ZoneInfo("Europe/London")


def test_a_request_gets_a_reference_a_clock_and_a_locality(world: World) -> None:
    at = datetime(2026, 11, 20, 14, 30, tzinfo=LONDON)  # a Friday
    referral = make_request(CHILD, MOTHER, at=at)
    assert referral.reference == "RQ-2026-00001"
    assert referral.stage == Referral.Stage.NEW
    assert referral.due_at == datetime(2026, 11, 23, 14, 30, tzinfo=LONDON)
    assert referral.locality == world.bilston
    assert [person.name for person in referral.people.all()] == ["Amara Okafor", "Ngozi Okafor"]


def test_the_clock_follows_the_table_of_timescales(world: World) -> None:
    Timescale.objects.filter(key="triage").update(to_date=date(2026, 12, 31))
    triage = Timescale.objects.get(key="triage")
    triage.pk, triage.from_date, triage.to_date, triage.length = None, date(2027, 1, 1), None, 2
    triage.save()
    assert due_at(datetime(2026, 11, 18, 10, 0, tzinfo=LONDON)).date() == date(2026, 11, 19)
    assert due_at(datetime(2027, 1, 6, 10, 0, tzinfo=LONDON)).date() == date(2027, 1, 8)


def test_it_is_written_down_and_screening_is_asked_for(world: World) -> None:
    referral = make_request()
    event = Event.objects.get(subject="referrals.referral", subject_id=referral.pk)
    assert event.verb == "request.received"
    assert event.actor_id is None
    assert Job.objects.get(kind="screen_request").payload == {"id": referral.pk}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"sender": "parent"}, "1A"),
        ({"sender": "young_person"}, "1C"),
        ({"sender": "relative", "sender_name": "Rose"}, "1B"),
        ({"sender": "relative"}, "9"),
        ({"sender": "school", "sender_name": "Sam", "sender_phone": "01632 960100"}, "2A"),
        ({"sender": "police", "sender_name": "Pat", "sender_phone": "01632 960100"}, "6"),
        ({"sender": "parent", "source_code": "5D"}, "5D"),
    ],
)
def test_the_census_source_code_follows_the_sender(
    world: World, facts: dict[str, Any], code: str
) -> None:
    assert make_request(**facts).source_code == code


@pytest.mark.parametrize("kind", [Address.Kind.REFUGE, Address.Kind.OUT_OF_AREA])
def test_a_refuge_and_another_area_wait_for_the_desk_to_choose(world: World, kind: str) -> None:
    assert make_request(address_kind=kind).locality is None


def test_no_fixed_abode_has_the_national_postcode(world: World) -> None:
    referral = make_request(address_kind=Address.Kind.NO_FIXED_ABODE, postcode="", address="")
    assert (referral.postcode, referral.locality) == ("ZZ99 3VZ", None)


def test_a_request_names_a_child(world: World) -> None:
    with pytest.raises(Refused) as refusal:
        make_request(MOTHER)
    assert refusal.value.reasons == [NO_CHILD]


def test_a_child_who_is_not_born_yet_is_a_child(world: World) -> None:
    referral = make_request({"kind": "unborn", "family_name": "Okafor"})
    assert referral.people.get().name == "Unborn child (Okafor)"


def test_every_doubt_is_said_at_once_and_nothing_is_written(world: World) -> None:
    born = date(1980, 1, 1)
    with pytest.raises(Refused) as refusal:
        make_request(CHILD | {"date_of_birth": born}, sender="school", family_knows="not_told")
    assert len(refusal.value.reasons) == 4
    assert all(reason.endswith(".") for reason in refusal.value.reasons)
    assert not Referral.objects.exists()


def test_an_offer_to_lead_needs_agreement(world: World) -> None:
    with pytest.raises(Refused):
        make_offer(world, family_knows="knows", why_not="They are unsure")
