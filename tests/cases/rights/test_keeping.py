"""Retention and legal hold: what is due is listed, what is held stays, figures stay equal."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from accounts.models import User
from audit.models import Job
from audit.refusal import Refused
from cases.actions.rights import keeping
from cases.actions.rights.disposing import KEPT, REMOVED, rows_of
from cases.models import Case, Closure, Disposal, Family, Person
from localities.retention import period_on, periods
from reporting.asking import Ask
from reporting.counting import count
from reporting.measures import MEASURES
from reporting.period import Period
from tests.cases.page.arranging import fill
from tests.cases.rights.arranging import governance, proved, run
from tests.cast import World, make_case, make_family

MARKER = "Qwertyuiop"


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.actions.queueing.wake", lambda job_id: None)


def close(case: Case, on: date = date(2026, 11, 20)) -> None:
    with acting_as_system("arranging a test"):
        Case.objects.filter(pk=case.pk).update(stage="closed", closed_on=on)
        Closure.objects.create(
            case=case, closed_on=on, reason="needs_met", group="early_help", summary=MARKER
        )


def grown_up(case: Case) -> None:
    """The youngest child has turned 25."""
    with acting_as_system("arranging a test"):
        Person.objects.filter(case_children__case=case).update(date_of_birth=date(2000, 1, 2))


def listed(world: World, on: date | None = None) -> list[Disposal]:
    run(keeping.ask_for_listing(on))
    with acting_as(governance(world)):
        return list(Disposal.objects.order_by("pk"))


def test_only_what_is_due_is_listed_once(world: World, led: Case) -> None:
    assert listed(world) == []
    grown_up(led)
    assert listed(world, timezone.localdate() + timedelta(days=1)) == []  # its case is open
    close(led)
    young = make_case(world, make_family(world, "Kaya"))
    close(young)
    found = listed(world, timezone.localdate() + timedelta(days=2))
    assert [one.family_id for one in found] == [led.family_id]
    assert found[0].due_on == date(2025, 1, 2)
    assert "turned 25 on 2 January 2025" in found[0].why
    assert len(listed(world, timezone.localdate() + timedelta(days=3))) == 1
    with acting_as(world.head):
        assert not Disposal.objects.exists()


def test_without_a_birthday_it_counts_from_the_closing(world: World, led: Case) -> None:
    close(led, date(2026, 11, 20))
    with acting_as_system("arranging a test"):
        Person.objects.filter(case_children__case=led).update(date_of_birth=None)
    assert listed(world, date(2051, 11, 19)) == []
    assert [one.family_id for one in listed(world, date(2051, 11, 20))] == [led.family_id]


def test_a_hold_blocks_disposal_before_and_after_the_decision(world: World, led: Case) -> None:
    grown_up(led)
    close(led)
    (due,) = listed(world)
    by = governance(world)
    with acting_as(by):
        held = keeping.hold(by=by, reference=led.reference, reason="An inquiry")
        with pytest.raises(Refused, match="legal hold stands"):
            keeping.agree(disposal=due, by=by, reason="Its time has come")
        keeping.end_hold(held=held, by=by, reason="Inquiry over")
        keeping.agree(disposal=due, by=by, reason="Its time has come")
        keeping.hold(by=by, reference=led.reference, reason="Another inquiry")
    run(Job.objects.get(kind=keeping.DISPOSING))
    with acting_as(by):
        assert Disposal.objects.get(pk=due.pk).state == "due"
    with acting_as_system("looking"):
        assert Family.objects.get(pk=led.family_id).name == "Nowak family"


def test_keeping_longer_lists_it_again_then(world: World, led: Case) -> None:
    grown_up(led)
    close(led)
    (due,) = listed(world)
    by, today = governance(world), timezone.localdate()
    with acting_as(by):
        with pytest.raises(Refused, match="after today"):
            keeping.keep_longer(disposal=due, by=by, reason="x", until=today)
        keeping.keep_longer(disposal=due, by=by, reason="A book", until=today + timedelta(days=10))
    assert len(listed(world, today + timedelta(days=9))) == 1
    assert len(listed(world, today + timedelta(days=11))) == 2


def test_only_information_governance_decides(world: World, led: Case) -> None:
    grown_up(led)
    close(led)
    (due,) = listed(world)
    others = [user for key, user in world.people.items() if key != "governance"]
    for user in others:
        with acting_as(user):
            with pytest.raises(Refused, match="Only information governance"):
                keeping.agree(disposal=due, by=user, reason="x")
            with pytest.raises(Refused, match="Only information governance"):
                keeping.hold(by=user, reference=led.reference, reason="x")


def test_disposal_erases_every_word_and_every_figure_stays(
    world: World, led: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting_as_system("arranging a test"):
        fill(led, world)
    proved(world, led, _mother(led))
    grown_up(led)
    close(led)
    other = make_case(world, make_family(world, "Kaya"))
    planted = _plant(led.family_id)
    assert planted > 40
    before = figures(world.analyst)
    assert any(row.numerator for rows in before.values() for row in rows)
    (due,) = listed(world)
    by = governance(world)
    with acting_as(by):
        keeping.agree(disposal=due, by=by, reason="Its time has come")
    job = run(Job.objects.get(kind=keeping.DISPOSING))
    assert job.state == Job.State.DONE, job.problem
    assert figures(world.analyst) == before
    with acting_as_system("looking"):
        assert list(_tables_with(MARKER)) == []
        for words in ("Nowak", "Emeka", "07700 900123", led.reference, "Safe House"):
            assert list(_tables_with(words)) == [], words
        assert Disposal.objects.get(pk=due.pk).state == "disposed"
        assert Family.objects.get(pk=other.family_id).name == "Kaya family"
    run(job)
    assert len(listed(world, timezone.localdate() + timedelta(days=5))) == 1


def test_a_step_left_out_is_seen(world: World, led: Case, settings: Any) -> None:
    """The anti-test: the copies of another room stay where its step is not named."""
    from reporting.actions import copying

    settings.DISPOSAL_STEPS = []
    request = proved(world, led, _mother(led))
    by = governance(world)
    with acting_as(by):
        copying.ask_for_draft(request=request, by=by)
    run(Job.objects.get(kind="subject_access"))
    grown_up(led)
    close(led)
    (due,) = listed(world)
    with acting_as(by):
        keeping.agree(disposal=due, by=by, reason="Its time has come")
    run(Job.objects.get(kind=keeping.DISPOSING))
    with acting_as_system("looking"):
        from reporting.models import BundleFile

        assert BundleFile.objects.exists()


def test_somebody_of_another_family_keeps_what_is_theirs(world: World, led: Case) -> None:
    from cases.actions.people.registering import add_to_family

    other = make_family(world, "Kaya")
    with acting_as_system("arranging a test"):
        shared = Person.objects.filter(case_children__case=led).first()
        assert shared is not None
        add_to_family(family=other, person=shared, relationship="child", by=world.desk)
    grown_up(led)
    close(led)
    with acting_as_system("looking"):
        people = dict(rows_of(led.family_id))[Person]
        assert shared.pk not in people.values_list("pk", flat=True)


def test_what_is_kept_and_removed_is_there() -> None:
    """A table or column renamed in the lists would silently be erased, or not removed."""
    for label in REMOVED:
        assert apps.get_model(label)
    for label, names in KEPT.items():
        for name in names:
            assert apps.get_model(label)._meta.get_field(name)
    for path in settings.DISPOSAL_STEPS:
        assert path


def test_periods_are_data_with_a_source() -> None:
    assert period_on("early_help_record", date(2026, 11, 25)).age == 25
    assert all(row.source and row.years for row in periods())
    with pytest.raises(LookupError):
        period_on("early_help_record", date(2001, 1, 1))


def figures(user: User) -> dict[str, Any]:
    """Every measure by every cut, over all the time there is."""
    period = Period(date(2010, 1, 1), date(2026, 12, 31))
    asks = [Ask(measure, cut, period) for measure in MEASURES.values() for cut in measure.cuts]
    with acting_as(user):
        return {
            f"{ask.measure.key} by {ask.cut.key}": sorted(rows, key=str)
            for ask, rows in zip(asks, count(asks), strict=True)
        }


def _mother(case: Case) -> Person:
    with acting_as_system("arranging a test"):
        return Person.objects.get(
            memberships__family=case.family_id, memberships__relationship="mother"
        )


def _plant(family_id: int) -> int:
    """A marker in every column of words of every row that belongs to the family."""
    planted = 0
    with acting_as_system("arranging a test"):
        for model, rows in list(rows_of(family_id)):
            names = [field.attname for field in _columns_of_words(model)]
            if names and rows.exists():
                rows.update(**dict.fromkeys(names, MARKER))
                planted += len(names)
    return planted


def _columns_of_words(model: type[models.Model]) -> Iterator["models.Field[Any, Any]"]:
    kept = KEPT.get(model._meta.label, set())
    for field in model._meta.concrete_fields:
        if (
            field.choices
            or field.unique
            or field.primary_key
            or isinstance(field, models.SlugField)
        ):
            continue
        if field.name in {"made_in", "upn", "nhs_number"} or field.name in kept:
            continue
        if isinstance(field, models.CharField | models.TextField) and (field.max_length or 99) > 10:
            yield field


def _tables_with(words: str) -> Iterator[str]:
    """Tables, but the append-only ones, in which these words stand in some row."""
    left_out = {"audit_event", "audit_look", "audit_job"}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table in left_out or model._meta.app_label not in {
                "cases", "assessments", "referrals", "reporting",
            }:  # fmt: skip
                continue
            cursor.execute(
                f"SELECT count(*) FROM {table} one WHERE to_jsonb(one)::text ILIKE %s",
                [f"%{words}%"],
            )
            if cursor.fetchone()[0]:
                yield table
