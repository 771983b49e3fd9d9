"""Objections have a record, a month, and an answer; agreements with agencies an end."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from audit.refusal import Refused
from cases.actions.sharing import objecting
from cases.actions.sharing.objecting import month_after
from cases.models import Case, Objection, SharingBasis
from cases.queries.needs_you.lists import objections
from cases.queries.sharing.sharing_agreements import agreements_for
from cases.rules.sharing import warning_about
from localities.models import SharingAgreement
from tests.cases.helpers import sent
from tests.cases.sharing.arranging import join, share, withdraw
from tests.cast import World


@pytest.mark.parametrize(
    ("came", "due"),
    [
        (date(2026, 11, 25), date(2026, 12, 25)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2027, 1, 31)),
    ],
)
def test_a_month_to_answer(came: date, due: date) -> None:
    assert month_after(came) == due


@pytest.mark.parametrize(("outcome", "sees"), [("stops", False), ("goes_on", True)])
def test_stopped_meanwhile_and_answered(world: World, led: Case, outcome: str, sees: bool) -> None:
    basis = share(led, world, world.school_agency)
    join(led, world.school)
    objection = _object(led, world, basis)
    assert not _sees(world, led)
    with acting_as(world.practitioner), pytest.raises(Refused, match="Only a manager"):
        _answer(led, world.practitioner, objection, outcome)
    with acting_as(world.manager):
        _answer(led, world.manager, objection, outcome)
        with pytest.raises(Refused, match="was answered on"):
            _answer(led, world.manager, objection, outcome)
    assert _sees(world, led) is sees


def test_it_waits_in_the_managers_list_until_it_is_answered(world: World, led: Case) -> None:
    objection = _object(led, world, share(led, world, world.school_agency))
    for who, sees in (("manager", True), ("head", True), ("manager2", False)):
        user = world.people[who]
        with acting_as(user):
            rows = objections(user).rows
        assert [row.url.split("/")[-3] for row in rows] == [str(objection.pk)] * sees
    assert _waiting(world) == [(led.reference, objection.due_on)]
    with acting_as(world.manager):
        _answer(led, world.manager, objection, "stops")
    assert _waiting(world) == []


def _waiting(world: World) -> list[Any]:
    with acting_as(world.manager):
        return [(row.case.reference, row.due and row.due.on) for row in
                objections(world.manager).rows]  # fmt: skip


def test_an_answer_never_revives_what_a_withdrawal_stopped(world: World, led: Case) -> None:
    basis = share(led, world, world.school_agency)
    join(led, world.school)
    objection = _object(led, world, basis)
    withdraw(led, world.practitioner)
    with acting_as(world.manager), pytest.raises(Refused, match="has not answered yet"):
        _answer(led, world.manager, objection, "goes_on")
    assert not _sees(world, led)


def test_half_an_answer_is_refused_by_the_database(world: World, led: Case) -> None:
    _object(led, world, share(led, world, world.school_agency))
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.update(answered_on=timezone.localdate())


def test_a_missing_agreement_with_the_agency_warns_and_does_not_block(
    world: World, led: Case, client: Client
) -> None:
    client.force_login(world.manager)
    today = timezone.localdate()
    typed = sent(
        agency=world.other_school.pk, what="The plan", basis="public_task", condition="none",
        on_day=today.day, on_month=today.month, on_year=today.year,
    )  # fmt: skip
    answer = client.post(f"/cases/{led.reference}/sharing/new/", typed, follow=True)
    assert "an administrator to add it under Settings" in answer.content.decode()
    assert SharingBasis.objects.holding().filter(agency=world.other_school).exists()
    page = client.get(f"/cases/{led.reference}/").content.decode()
    assert "No sharing agreement with this agency is in force." in page
    _standing(world, days=100)
    page = client.get(f"/cases/{led.reference}/").content.decode()
    assert "No sharing agreement with this agency is in force." not in page
    assert not warning_about(world.council)


@pytest.mark.parametrize(
    ("days", "soon", "ended"), [(100, 0, 0), (60, 1, 0), (0, 1, 0), (-1, 0, 1)]
)
def test_what_ends_is_seen_in_time(world: World, days: int, soon: int, ended: int) -> None:
    _standing(world, days=days)
    for_manager, for_head = agreements_for(world.manager), agreements_for(world.head)
    assert (len(for_manager.soon), len(for_manager.ended)) == (soon, 0)
    assert (len(for_head.soon), len(for_head.ended)) == (soon, ended)
    _standing(world, days=500)
    assert not agreements_for(world.head).ended


def _standing(world: World, days: int) -> SharingAgreement:
    today = timezone.localdate()
    return SharingAgreement.objects.create(
        agency=world.other_school, title="Early help", purposes="Early help", document="IG/7",
        from_date=today - timedelta(days=400), to_date=today + timedelta(days=days),
    )  # fmt: skip


def _object(case: Case, world: World, basis: SharingBasis) -> Objection:
    with acting_as(world.practitioner):
        return objecting.record_objection(
            case=case, by=world.practitioner, who="The mother", to_what="The school knowing",
            basis=basis, stop_meanwhile=True,
        )  # fmt: skip


def _answer(case: Case, by: object, objection: Objection, outcome: str) -> None:
    objecting.answer_objection(
        case=case, objection=objection, by=by, outcome=outcome, answer="Told by letter"
    )


def _sees(world: World, case: Case) -> bool:
    with acting_as(world.school):
        return Case.objects.visible_to(world.school).filter(pk=case.pk).exists()
