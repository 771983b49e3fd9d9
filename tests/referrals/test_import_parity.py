"""A request that came in a file is the request that `receive` would have written, to the column."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.acting import acting_as
from audit.models import Change, Event, Job
from cases.actions.sharing.declaring import declare
from cases.actions.sharing.restricting import restrict
from cases.importing.reading import UTF_8, read
from localities.models import Agency
from referrals.actions.doors.receiving import receive
from referrals.importing.checking import Ready
from referrals.importing.requests import Requests
from referrals.models import ImportedRequest, Referral, ReferralPerson
from referrals.sources import source_code
from tests.cast import World, make_case, make_family
from tests.referrals.files import file_of, imported, person, row

ITS_OWN = {"id", "reference", "received_at", "due_at", "referral_id"}

NHS, OTHER_NHS, UPN = "943 476 5919", "4010232137", "B801200005001"

FILES: dict[str, list[dict[str, str]]] = {
    "as little as may be": [row(reference="", address="", postcode="", date_of_birth="")],
    "a public sender without a name": [
        row(sender="relative", sender_name="", sender_phone="", sender_email="")
    ],
    "everything said": [
        row(
            agency="hawthorn primary school",
            urgent="yes",
            sender_role="DSL",
            sender_email="sam@example.org",
            reasons="education|health",
            going_well="Loves\nreading",
            tried='Breakfast "club"',
            family_knows="knows",
            why_not="Unsure",
            safe_way="letter",
            safe_way_words="9 Other Road, not the address above",
            sex="F",
            school_name="Hawthorn",
            nhs_number=NHS,
            upn=UPN,
        ),
        person("HPS-1", kind="unborn", family_name="Okafor", expected_on="2026-12-24"),
        person("HPS-1", kind="adult", given_name="Zoë", family_name="O’Neill-Łoś", sex="female",
               date_of_birth="1990-05-04", relationship="Mother"),
    ],
    "no fixed abode": [row(address_kind="no_fixed_abode", address="", postcode="")],
    "a refuge": [row(address_kind="refuge", address="")],
    "another postcode": [row(postcode="B1 1AA")],
    "its own census code": [row(source_code="5c")],
}  # fmt: skip


@pytest.mark.parametrize("what", FILES)
def test_a_row_is_what_receive_would_have_written(world: World, tmp_path: Path, what: str) -> None:
    text = file_of(*FILES[what])
    ready = ready_of(text)
    one = receive(
        by=None,
        door=Referral.Door.FILE,
        people=ready.people,
        external_reference=ready.reference,
        **ready.facts,
    )
    imported(tmp_path, text)
    assert_alike(one, Referral.objects.exclude(pk=one.pk).get())


def test_the_census_code_follows_what_the_agency_is_now(world: World, tmp_path: Path) -> None:
    """A worker lives for days, and the administrator may put right of what kind an agency is."""
    codes = []
    for reference, kind in (("1", Agency.Kind.EDUCATION), ("2", Agency.Kind.HEALTH)):
        Agency.objects.filter(name="Hawthorn Primary School").update(kind=kind)
        imported(tmp_path, file_of(row(reference=reference, agency="hawthorn primary school")))
        codes.append(Referral.objects.latest("pk").source_code)
    assert codes[0] != codes[1]
    assert codes == [source_code("school", named=True), source_code("health", named=True)]


def test_of_a_restricted_family_it_is_kept_as_at_every_other_door(
    world: World, tmp_path: Path
) -> None:
    """Known by name and date, swapped names, NHS number; in a restricted family, or linked."""
    kept = make_case(world, make_family(world, "Kept", nhs_number="", children=1))
    child = kept.family.people.get(given_name="Child1")
    child.change(nhs_number="9434765919")
    with acting_as(world.manager):
        restrict(
            case=kept, by=world.manager, kind="staff", reason="A colleague’s family",
            named=[world.manager, world.social_worker], deputies=[world.head],
        )  # fmt: skip
    linked = make_case(world, make_family(world, "Linked", children=1))
    with acting_as(world.manager):
        declare(
            case=linked, person=linked.family.people.get(given_name="Child1"),
            user=world.desk, by=world.manager, link="cousin",
        )  # fmt: skip
    rows = [
        row(reference="1", given_name="Child1", family_name="Kept", date_of_birth="2/3/2015"),
        row(reference="2", given_name="Kept", family_name="Child1", date_of_birth="2/3/2015"),
        row(reference="3", given_name="Somebody", family_name="Else", nhs_number=NHS),
        row(reference="4", given_name="Child1", family_name="Linked", date_of_birth="2/3/2015"),
        row(reference="5", given_name="Child1", family_name="Other", date_of_birth="2/3/2015"),
    ]
    singly = []
    for each in rows:
        ready = ready_of(file_of(each))
        facts = ready.facts | {"external_reference": ready.reference}
        singly.append(receive(by=None, door="file", people=ready.people, **facts))
    imported(tmp_path, file_of(*rows))
    came = Referral.objects.exclude(pk__in=[one.pk for one in singly]).order_by("pk")
    for one, other in zip(singly, came, strict=True):
        assert_alike(one, other)
    assert [bool(one.kept_for_id) for one in came] == [True, True, True, False, False]
    assert [world.desk.pk in one.closed_to for one in came] == [False, False, False, True, False]


def test_the_references_are_consecutive_and_of_the_year_it_was_received(
    world: World, tmp_path: Path
) -> None:
    rows = [row(reference=str(n), received_on="2/11/2025" if n % 2 else "") for n in range(6)]
    imported(tmp_path, file_of(*rows))
    found = Referral.objects.order_by("pk").values_list("reference", flat=True)
    years = [reference[3:7] for reference in found]
    assert years == [str(timezone.localdate().year), "2025"] * 3
    assert sorted(found)[:3] == [f"RQ-2025-0000{n}" for n in (1, 2, 3)]


def test_a_day_in_the_past_starts_the_clock_when_the_office_opened(
    world: World, tmp_path: Path
) -> None:
    imported(tmp_path, file_of(row(received_on="20/11/2026")))  # a Friday
    one = Referral.objects.get()
    assert f"{one.received_at:%Y-%m-%d %H:%M}" == "2026-11-20 09:00"
    assert f"{one.due_at:%Y-%m-%d %H:%M}" == "2026-11-23 09:00"


def test_what_other_columns_hold_is_as_when_nothing_is_said(world: World, tmp_path: Path) -> None:
    """The anti-test of drift: a column that the file has not is written as the model has it."""
    imported(tmp_path, file_of(row()))
    one, plain = Referral.objects.get(), Referral()
    for name in ("stage", "known", "offers_to_lead", "taken_by_id", "taken_at", "case_id"):
        assert getattr(one, name) == getattr(plain, name)
    assert ImportedRequest.objects.get().referral == one


def ready_of(text: str) -> Ready:
    importer = Requests()
    sheet = read([text.encode()], encoding=UTF_8, columns=importer.columns)
    ((_, result),) = importer.checked(sheet)
    assert isinstance(result, Ready), result
    return result


def assert_alike(one: Referral, other: Referral) -> None:
    """Every column of the request, of its people, of its history and its event."""
    assert stored(one) == stored(other)
    people = [list(each.people.order_by("pk")) for each in (one, other)]
    assert [stored(each) for each in people[0]] == [stored(each) for each in people[1]]
    assert history(one, people[0]) == history(other, people[1])
    events = [
        Event.objects.filter(subject="referrals.referral", subject_id=each.pk).values(
            "actor_id", "verb", "summary", "reason", "details", "case_id", "family_id", "request_id"
        )
        for each in (one, other)
    ]
    assert list(events[0]) == list(events[1]) != []
    assert Job.objects.filter(kind="screen_imported").exists()


def stored(row: Any) -> dict[str, Any]:
    """The row as the database holds it, search columns too."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {row._meta.db_table} WHERE id = %s", [row.pk])
        names = [column.name for column in cursor.description]
        values = dict(zip(names, cursor.fetchone(), strict=True))
    return {name: value for name, value in values.items() if name not in ITS_OWN}


def history(one: Referral, people: list[ReferralPerson]) -> list[Any]:
    found = []
    for each in (one, *people):
        changes = Change.objects.filter(table=each._meta.db_table, row_id=each.pk)
        for change in changes.order_by("pk"):
            after = {k: v for k, v in (change.after or {}).items() if k not in ITS_OWN}
            found.append((change.operation, change.rows, change.person_id, after, change.before))
    return found
