"""Somebody leaves: everything they lead changes hands in one action, or nothing does."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from accounts.models import User
from audit.refusal import Refused
from cases.actions.leads.allocating import allocate
from cases.actions.leads.handing_over import hand_over_all
from cases.actions.moving import move
from cases.actions.sharing.restricting import restrict
from cases.journey import Verb
from cases.models import Allocation, Case, Cover
from cases.queries.needs_you import lists
from tests.cases.helpers import sent
from tests.cast import World, make_case, make_family


@pytest.fixture
def three(world: World) -> list[Case]:
    """Three cases of the practitioner, one of them with social care."""
    cases = [make_case(world, make_family(world, name)) for name in ("Ade", "Bal", "Cole")]
    with acting_as(world.manager):
        for case in cases:
            allocate(case=case, lead=world.practitioner, by=world.manager)
        move(case=cases[2], verb=Verb.STEP_UP, by=world.manager)
    return cases


def hand_over(world: World, leads: dict[int, User], by: User | None = None) -> Any:
    by = by or world.manager
    with acting_as(by):
        return hand_over_all(leaver=world.practitioner, leads=leads, by=by)


def leads_of(cases: list[Case]) -> list[str]:
    rows = Allocation.objects.filter(case__in=cases, ended_at=None).order_by("case")
    return [row.user.name for row in rows]


def test_everything_changes_hands_together(world: World, three: list[Case]) -> None:
    waiting = make_case(world, make_family(world, "Dunn"))
    Case.objects.filter(pk=waiting.pk).update(minded_by=world.practitioner)
    day = timezone.localdate() + timedelta(days=2)
    for absent, worker in ((world.duty, world.practitioner), (world.practitioner, world.duty)):
        Cover.objects.create(
            absent=absent, worker=worker, from_date=day, to_date=day, named_by=world.manager,
            named_at=timezone.now(),
        )  # fmt: skip
    chosen = [world.duty, world.team_manager, world.duty]
    hand_over(world, {case.pk: user for case, user in zip(three, chosen, strict=True)})
    assert leads_of(three) == ["Dot Duty", "Tam Manager", "Dot Duty"]
    assert not Allocation.objects.filter(user=world.practitioner, ended_at=None).exists()
    waiting.refresh_from_db()
    assert waiting.minded_by == world.manager
    assert not Cover.objects.standing().exists()
    with acting_as(world.practitioner):
        assert not Case.objects.visible_to(world.practitioner).exists()


def test_nothing_changes_hands_where_one_is_left_out_or_cannot(
    world: World, three: list[Case]
) -> None:
    every = {case.pk: world.duty for case in three}
    first, *rest = three
    others = {case.pk: world.duty for case in rest}
    for leads, said in (
        (others, f"{first.reference}: choose who leads this case."),
        (others | {first.pk: world.desk}, f"{first.reference}: Dana Desk cannot take cases"),
        (others | {first.pk: world.school}, f"{first.reference}: No sharing basis covers"),
        (every | {first.pk + 999: world.duty}, "Somebody else leads one of these cases by now"),
    ):
        with pytest.raises(Refused, match=said):
            hand_over(world, leads)
        assert leads_of(three) == ["Pat Practitioner"] * 3
    with pytest.raises(Refused, match="leads no case that you see"):
        hand_over(world, every, by=world.manager2)


def test_families_that_wait_are_handed_over_by_whoever_leads_none(
    world: World, client: Client
) -> None:
    """Somebody who has left and only looked after families that wait is on the lists too."""
    waiting = make_case(world, make_family(world, "Dunn"))
    Case.objects.filter(pk=waiting.pk).update(minded_by=world.duty)
    User.objects.filter(pk=world.duty.pk).update(is_active=False, ended_on=timezone.localdate())
    with acting_as(world.manager):
        (row,) = lists.left(world.manager).rows
    assert (row.case.pk, row.url) == (waiting.pk, f"/workers/{world.duty.pk}/hand-over/")
    client.force_login(world.manager)
    page = client.get("/workers/").content.decode()
    assert "Looks after 1 family that waits" in page
    assert row.url in page
    page = client.get(row.url).content.decode()
    assert "You will look after 1 family" in page
    assert "Who takes over?" not in page
    assert client.post(row.url, sent()).status_code == 302
    waiting.refresh_from_db()
    assert waiting.minded_by == world.manager
    with acting_as(world.manager):
        assert lists.left(world.manager).rows == []


def test_what_the_manager_does_not_see_is_said_to_stay(
    world: World, three: list[Case], client: Client
) -> None:
    with acting_as(world.head):
        restrict(case=three[0], by=world.head, kind="staff", reason="Works here",
                 named=[world.practitioner, world.head], deputies=[world.desk])  # fmt: skip
    url = f"/workers/{world.practitioner.pk}/hand-over/"
    client.force_login(world.manager)
    page = client.get(url).content.decode()
    assert "leads 1 more case that you do not see" in page
    assert three[0].reference not in page
    done = client.post(url, sent(everyone=world.duty.pk), follow=True).content.decode()
    assert "1 case that you do not see stays with Pat Practitioner" in done
    assert leads_of(three) == ["Pat Practitioner", "Dot Duty", "Dot Duty"]


def test_on_the_page_one_takes_all_but_one(world: World, three: list[Case], client: Client) -> None:
    url = f"/workers/{world.practitioner.pk}/hand-over/"
    client.force_login(world.manager)
    assert "Select who takes over, here or for each case" in client.post(url, sent()).text
    page = client.post(url, sent(**{f"case_{three[1].pk}": world.manager.pk})).text
    for case in (three[0], three[2]):
        assert f"Select who leads {case.reference}, {case.family.name}" in page
    typed = {"everyone": world.duty.pk, f"case_{three[1].pk}": world.manager.pk}
    assert client.post(url, sent(**typed)).status_code == 302
    assert leads_of(three) == ["Dot Duty", "Mo Manager", "Dot Duty"]
    client.force_login(world.manager2)
    assert client.get(url).status_code == 404


def test_cases_of_somebody_who_has_left_are_on_the_managers_list(
    world: World, three: list[Case]
) -> None:
    User.objects.filter(pk=world.practitioner.pk).update(
        is_active=False, ended_on=timezone.localdate()
    )
    with acting_as(world.manager):
        rows = lists.left(world.manager).rows
    assert [row.case.pk for row in rows] == [case.pk for case in three]
    assert rows[0].url == f"/workers/{world.practitioner.pk}/hand-over/"
    hand_over(world, {case.pk: world.duty for case in three})
    with acting_as(world.manager):
        assert lists.left(world.manager).rows == []


def test_somebody_who_has_left_is_still_called_by_their_role(
    world: World, three: list[Case], client: Client
) -> None:
    User.objects.filter(pk=world.practitioner.pk).update(
        is_active=False, ended_on=timezone.localdate()
    )
    client.force_login(world.manager)
    page = client.get("/workers/").text
    assert "Cannot sign in any more" in page
    assert "No role" not in page
