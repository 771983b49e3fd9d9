"""Other requests that seem to name the same people, before anybody is recorded."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from cases.actions.people.changing_identity import close_identity
from cases.models import ClosedIdentity
from referrals.models import Outcome, Referral
from referrals.queries.story import WhatWeKnow, what_we_know
from tests.cast import World, make_family
from tests.referrals.requests import CHILD, SIBLING, decided, make_request


def known(referral: Referral, by: Any) -> WhatWeKnow:
    with acting_as(by):
        return what_we_know(Referral.objects.get(pk=referral.pk), by=by)


def test_contacts_that_led_to_nothing_are_counted_and_shown(client: Client, world: World) -> None:
    long_ago = make_request(at=timezone.now() - timedelta(days=400))
    before = [make_request(at=timezone.now() - timedelta(days=days)) for days in (200, 9)]
    for one in (long_ago, *before):
        decided(one, world.desk, Outcome.NO_ACTION, None)
    waits, referral = make_request(), make_request()
    found = known(referral, world.desk)
    assert [(one.reference, one.outcomes, one.seems) for one in found.others] == [
        (waits.reference, [], ("Amara Okafor",)),
        (before[1].reference, ["No further action"], ("Amara Okafor",)),
        (before[0].reference, ["No further action"], ("Amara Okafor",)),
        (long_ago.reference, ["No further action"], ("Amara Okafor",)),
    ]
    assert found.in_twelve_months == 3
    assert known(waits, world.desk).others[0].reference == referral.reference
    client.force_login(world.desk)
    page = client.get(reverse("request", args=[referral.reference])).content.decode()
    assert "3 in the last 12 months." in page
    assert "Seems to name Amara Okafor too" in page


@pytest.mark.parametrize(
    ("given", "family", "born", "seen"),
    [
        ("Amara", "Okafor", date(2016, 3, 27), True),
        ("Amarra", "Okafor", date(2016, 3, 27), True),
        ("Amara Grace", "Okafor", date(2016, 3, 27), True),
        ("Okafor", "Amara", date(2016, 3, 27), True),
        ("Baby", "Okafor", date(2016, 3, 27), True),
        ("Chidi", "Okafor", date(2016, 3, 27), False),  # a twin
        ("Amara", "Okafor", date(2016, 3, 28), False),
        ("Amara", "Okafor", None, False),
        ("Amara", "Bello", date(2016, 3, 27), False),  # perhaps a new name
        ("Amara", "Okafor Bello", date(2016, 3, 27), False),
    ],
)
def test_who_seems_to_be_named(
    world: World, given: str, family: str, born: date | None, seen: bool
) -> None:
    facts = {"given_name": given, "family_name": family, "date_of_birth": born}
    make_request(CHILD | facts)
    assert bool(known(make_request(), world.desk).others) == seen


def test_what_a_link_says_goes_before_what_was_written(world: World) -> None:
    earlier = make_request(at=timezone.now() - timedelta(days=2))
    done = decided(earlier, world.desk)
    referral = make_request(CHILD, SIBLING)
    [one] = known(referral, world.desk).others
    assert one.seems == ("Amara Okafor",)
    person = earlier.people.get().person
    described = referral.people.get(given_name="Amara")
    described.person = person
    described.save()
    [one] = known(referral, world.desk).others
    assert (one.reference, one.seems) == (earlier.reference, ())
    other = make_family(world).memberships.get(relationship="mother").person
    assert done.case is not None
    described.person = other
    described.save()
    assert known(referral, world.desk).others == []


def test_nothing_leads_to_a_former_identity_or_to_what_is_kept_for_others(world: World) -> None:
    earlier = make_request()
    decided(earlier, world.desk)
    kept = make_request()
    with acting_as_system("arranging a test"):
        Referral.objects.filter(pk=kept.pk).update(kept_for=make_family(world))
        person = earlier.people.get().person
        assert person is not None
    with acting_as(world.head):
        close_identity(
            person=person,
            by=world.head,
            why=ClosedIdentity.Why.ADOPTED,
            reason="The court’s order",
            cleared=[world.head],
        )
    assert known(make_request(), world.desk).others == []
