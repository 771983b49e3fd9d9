"""Cover: while it lasts the cases of who is away are there; before, after, without it nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from accounts.models import User
from audit.days import in_words
from audit.models import Event
from audit.refusal import Refused
from cases.actions.leads.covering import end_cover, name_cover
from cases.actions.sharing.declaring import declare
from cases.actions.sharing.restricting import restrict
from cases.actions.timing import holding_up
from cases.models import Case, Cover, Due, SharingBasis
from cases.queries.my_families import my_families
from tests.cases.helpers import sees, sent
from tests.cases.page.arranging import mother_of
from tests.cast import World, make_case, make_family

TODAY = timezone.localdate()


def covered(
    world: World, worker: User, first: int = 0, last: int = 7, by: User | None = None
) -> Cover:
    """`worker` covers for the practitioner, from and to so many days from today."""
    by = by or world.manager
    with acting_as(by):
        cover = name_cover(
            absent=world.practitioner, worker=worker, from_date=TODAY,
            to_date=TODAY + timedelta(days=7), by=by,
        )  # fmt: skip
    Cover.objects.filter(pk=cover.pk).update(
        from_date=TODAY + timedelta(days=first), to_date=TODAY + timedelta(days=last)
    )
    return cover


@pytest.mark.parametrize(
    ("first", "last", "seen"),
    [(1, 9, False), (0, 0, True), (-3, 0, True), (0, 5, True), (-9, -1, False)],
)
def test_the_cases_are_seen_from_the_first_day_to_the_last(
    world: World, led: Case, first: int, last: int, seen: bool
) -> None:
    assert not sees(world.practitioner2, led)
    covered(world, world.practitioner2, first, last)
    assert sees(world.practitioner2, led) is seen
    assert sees(world.practitioner, led)
    assert not sees(world.school2, led)


@pytest.mark.parametrize(("first", "last"), [(1, 9), (-3, 0), (-9, -1)])
def test_whoever_allocates_sees_who_is_away(
    world: World, led: Case, client: Client, first: int, last: int
) -> None:
    waits = make_case(world, make_family(world, "Waits"))
    covered(world, world.practitioner2, first, last)
    client.force_login(world.manager)
    page = client.get(f"/cases/{waits.reference}/allocation/").text
    from_day, to_day = (in_words(TODAY + timedelta(days=days)) for days in (first, last))
    words = f", away from {from_day} until {to_day}" if first > 0 else f", away until {to_day}"
    assert (f"1 of 18 cases, 2 children{words}" in page) == (last >= 0)
    assert (", away" in page) == (last >= 0)


def test_it_is_over_with_the_click_that_ends_it(world: World, led: Case) -> None:
    cover = covered(world, world.practitioner2)
    with acting_as(world.manager):
        end_cover(cover=cover, by=world.manager)
    assert not sees(world.practitioner2, led)


def test_families_that_wait_are_covered_with_who_looks_after_them(
    world: World, waiting: Case
) -> None:
    Case.objects.filter(pk=waiting.pk).update(minded_by=world.practitioner)
    covered(world, world.practitioner2)
    assert sees(world.practitioner2, waiting)
    other = make_case(world, make_family(world, "Other"))
    assert not sees(world.practitioner2, other)


def test_no_wall_falls_for_it(world: World, led: Case) -> None:
    """Restricted records, families they are linked to and other agencies stay outside."""
    covered(world, world.school)
    assert not sees(world.school, led)
    SharingBasis.objects.create(
        family=led.family, agency=world.school_agency, what="The plan", from_date=TODAY
    )
    assert sees(world.school, led)
    Cover.objects.all().delete()
    covered(world, world.practitioner2)
    assert sees(world.practitioner2, led)
    with acting_as(world.manager):
        declare(
            case=led, person=mother_of(led), user=world.practitioner2, by=world.manager,
            link="cousin",
        )  # fmt: skip
    assert not sees(world.practitioner2, led)


def test_a_restricted_record_stays_with_whom_it_names(world: World, led: Case) -> None:
    covered(world, world.practitioner2)
    with acting_as(world.head):
        restrict(
            case=led, by=world.head, kind="staff", reason="Works here",
            named=[world.practitioner, world.social_worker], deputies=[world.head],
        )  # fmt: skip
    assert not sees(world.practitioner2, led)


def test_the_due_work_is_on_their_list_and_theirs_to_do(world: World, led: Case) -> None:
    due = Due.objects.filter(case=led, done_on=None).latest("due_on")
    until = TODAY + timedelta(days=3)
    with acting_as(world.duty), pytest.raises(Refused, match="Only the lead"):
        holding_up.pause(due=due, reason="Away", until=until, by=world.duty)
    cover = covered(world, world.duty)
    with acting_as(world.duty):
        (row,) = my_families(world.duty)
        assert (row.mark, row.lead) == ("You cover for their lead", "Pat Practitioner")
        assert row.due is not None
        holding_up.pause(due=due, reason="Away", until=until, by=world.duty)
    over = {"from_date": TODAY - timedelta(days=2), "to_date": TODAY - timedelta(days=1)}
    Cover.objects.filter(pk=cover.pk).update(**over)
    with acting_as(world.duty):
        assert my_families(world.duty) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"worker": "desk"}, "Dana Desk cannot take cases"),
        ({"worker": "practitioner"}, "Nobody covers for themselves"),
        ({"absent": "practitioner2"}, "Only a manager of the locality"),
        ({"by": "practitioner"}, "Only a manager of the locality"),
        ({"from_date": TODAY - timedelta(days=1)}, "today or later"),
        ({"to_date": TODAY - timedelta(days=1)}, "must be the first or a later"),
        ({"to_date": TODAY + timedelta(days=200)}, "three months at most"),
    ],
)
def test_naming_cover_is_refused_with_the_reason(
    world: World, wrong: dict[str, Any], said: str
) -> None:
    values = {"absent": "practitioner", "worker": "duty", "by": "manager"}
    days: dict[str, Any] = {"from_date": TODAY, "to_date": TODAY + timedelta(days=5)}
    people: dict[str, Any] = {key: world.people[wrong.get(key, who)] for key, who in values.items()}
    days |= {key: day for key, day in wrong.items() if key in days}
    with acting_as(people["by"]), pytest.raises(Refused, match=said):
        name_cover(**people, **days)
    assert not Cover.objects.exists()


def test_one_covers_at_a_time_and_nobody_who_is_away(world: World) -> None:
    covered(world, world.duty)
    with pytest.raises(Refused, match="Dot Duty covers for Pat Practitioner until"):
        covered(world, world.team_manager)
    with acting_as(world.head), pytest.raises(Refused, match="Dot Duty covers for Pat"):
        name_cover(
            absent=world.practitioner2, worker=world.practitioner, from_date=TODAY, to_date=TODAY,
            by=world.head,
        )  # fmt: skip


def test_it_is_named_and_ended_on_the_page(world: World, led: Case, client: Client) -> None:
    client.force_login(world.manager)
    url = f"/workers/{world.practitioner.pk}/cover/"
    last = TODAY + timedelta(days=4)
    days = {
        f"{name}_{part}": getattr(day, part)
        for name, day in (("from_date", TODAY), ("to_date", last))
        for part in ("day", "month", "year")
    }
    assert "Select who covers" in client.post(url, sent(**days)).content.decode()
    typed = sent(worker=world.duty.pk, why="Annual leave", **days)
    page = client.post(url, typed, follow=True).content.decode()
    assert "Covered by Dot Duty" in page
    assert Event.objects.filter(verb="cover.named").count() == 1
    cover = Cover.objects.get()
    for other in (world.manager2, world.practitioner):
        client.force_login(other)
        assert client.get(url).status_code == 404
        assert client.post(f"/covers/{cover.pk}/end/", sent()).status_code == 404
    client.force_login(world.manager)
    client.post(f"/covers/{cover.pk}/end/", sent())
    cover.refresh_from_db()
    assert cover.ended_by == world.manager


def test_what_stays_closed_is_said(world: World, led: Case, client: Client) -> None:
    client.force_login(world.manager)
    make = {"from_date": TODAY, "to_date": TODAY}
    days = {
        f"{name}_{part}": getattr(day, part)
        for name, day in make.items()
        for part in ("day", "month", "year")
    }
    with acting_as(world.manager):
        declare(case=led, person=mother_of(led), user=world.duty, by=world.manager, link="cousin")
    url = f"/workers/{world.practitioner.pk}/cover/"
    page = client.post(url, sent(worker=world.duty.pk, **days), follow=True).content.decode()
    assert f"Closed to them all the same: {led.reference}" in page
    assert "That is every case: end this cover and name somebody else" in page
