"""People known from another system, loaded from a file."""

from pathlib import Path

import pytest
from django.core.management.base import CommandError
from django.utils import timezone

from accounts.acting import acting_as
from audit.models import Change, Event
from cases.models import Address, ImportedPerson, Person
from referrals.matching import Subject, match
from tests.cast import World
from tests.referrals.files import file_of
from tests.referrals.files import imported as run_command

THIS_YEAR = timezone.localdate().year
COLUMNS = ["given_name", "family_name", "date_of_birth", "sex", "nhs_number", "upn", "address",
           "postcode", "external_id"]  # fmt: skip
AMARA = {
    "given_name": "Zoë",
    "family_name": "O’Neill-Łoś",
    "date_of_birth": "27/03/2016",
    "sex": "F",
    "nhs_number": "943 476 5919",
    "address": "1 Test Street",
    "postcode": "wv140aa",
    "external_id": "A1",
}


def imported(folder: Path, *rows: dict[str, str], options: tuple[str, ...] = ()) -> str:
    text = file_of(*rows, columns=COLUMNS)
    return run_command(folder, text, *options, command="import_people")


def test_a_row_is_a_person_with_search_keys_address_history_and_event(
    world: World, tmp_path: Path
) -> None:
    assert "Written: 1 (1 people)" in imported(tmp_path, AMARA)
    one = Person.objects.get()
    assert (one.given_key, one.family_key) == ("zoe", "oneill los")
    assert (one.kind, one.nhs_number, one.external_id) == ("child", "9434765919", "A1")
    assert one.version == 1
    assert str(one.made_in) == "None"
    assert one.disabilities == []
    assert str(Address.objects.get(person=one)) == "1 Test Street, WV14 0AA"
    assert Change.objects.filter(table="cases_person", row_id=one.pk, operation="insert").exists()
    event = Event.objects.get(verb="person.registered", subject_id=one.pk)
    assert event.summary == "Person recorded: Zoë O’Neill-Łoś"


def test_whoever_may_triage_finds_them_and_others_do_not(world: World, tmp_path: Path) -> None:
    imported(tmp_path, AMARA)
    one = Person.objects.get()
    with acting_as(world.desk):
        found = match([Subject(key=1, given="zoe", family="oneill los", born=one.date_of_birth)])
        assert [each.person for each in found[1]] == [one]
    for who in ("practitioner", "school", "analyst"):
        with acting_as(world.people[who]):
            assert not Person.objects.exists()


def test_the_same_row_changes_nothing_and_a_changed_one_is_told(
    world: World, tmp_path: Path
) -> None:
    imported(tmp_path, AMARA, {"given_name": "Ada"})
    assert "There already: 2. Left out: 0." in imported(tmp_path, AMARA, {"given_name": "Ada"})
    said = imported(tmp_path, AMARA | {"given_name": "Zara"})
    assert "differs from what was imported" in said
    assert Person.objects.count() == ImportedPerson.objects.count() == 2


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_two_people_never_share_a_number(
    world: World, tmp_path: Path, options: tuple[str, ...]
) -> None:
    """In one file, and with somebody on record: the row says whose number it is."""
    imported(tmp_path, AMARA)
    Person.objects.create(kind="child", upn="B801200005001")
    said = imported(
        tmp_path,
        {"given_name": "Ada", "nhs_number": "9434765919"},
        {"given_name": "Bo", "upn": "B801200005001"},
        {"given_name": "Cy", "nhs_number": "4010232137", "external_id": "C1"},
        {"given_name": "Di", "nhs_number": "4010232137", "external_id": "D1"},
        options=options,
    )
    assert "that of the person with external_id A1" in said
    assert "that of somebody already on record" in said
    assert "that of the person with external_id C1" in said
    assert "Left out: 3." in said


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"external_id": "Z"}, "says of nobody"),
        ({"nhs_number": "1234567890"}, "its last digit does not fit"),
        ({"upn": "A123"}, "Check the UPN"),
        ({"given_name": "A", "date_of_birth": "1/1/2090"}, "today or in the past"),
        ({"given_name": "A", "date_of_birth": "1/1/1890"}, f"{THIS_YEAR - 1890} years old"),
        ({"given_name": "A", "sex": "X"}, "Write one of: F, M, I, U"),
        ({"given_name": "A", "postcode": "WV"}, "full postcode"),
        ({"given_name": "A" * 101}, "there is room for 100"),
    ],
)
def test_what_cannot_be_right_is_said(
    world: World, tmp_path: Path, cells: dict[str, str], words: str
) -> None:
    assert words in imported(tmp_path, cells)
    assert not Person.objects.exists()


def test_a_file_without_anybody_in_its_heading_is_refused(world: World, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="“given_name” is missing"):
        run_command(tmp_path, "external_id,sex\n1,F\n", command="import_people")
