"""Whatever is in a file: it is taken, or a sentence says what to do."""

import csv
import io
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import Change, Event, Job
from cases.importing.problems import CannotRead, Problem, as_csv, problem
from cases.importing.reading import UTF_8, WINDOWS, encoding_of, read
from cases.models import ImportProblem, ImportRun
from referrals.answering_words import SUBJECTS
from referrals.importing.columns import COLUMNS, NEEDED, NEEDED_ONE_OF
from referrals.importing.requests import Requests
from referrals.models import Referral, ReferralPerson
from tests.cast import World
from tests.referrals.files import file_of, imported, person, row


def test_the_same_file_again_changes_nothing(world: World, tmp_path: Path) -> None:
    text = file_of(row(), person("HPS-1", kind="adult", given_name="Ngozi"), row(reference=""))
    assert "Written: 3 (2 requests). There already: 0." in imported(tmp_path, text)
    assert "Written: 0 (0 requests). There already: 3." in imported(tmp_path, text)
    assert Referral.objects.count() == 2
    assert ReferralPerson.objects.count() == 3


def test_a_dry_run_says_the_same_and_writes_nothing(world: World, tmp_path: Path) -> None:
    text = file_of(row(), row(reference="2", worries=""), row(reference="3"), row(reference="3"))
    said = imported(tmp_path, text, "--dry-run")
    assert "Would be written: 2 (2 requests)" not in said  # rows of reference 3 are one request
    assert "Would be written: 3 (2 requests). There already: 0. Left out: 1." in said
    assert not Referral.objects.exists()
    assert not ImportRun.objects.exists()
    assert "Written: 3 (2 requests). There already: 0. Left out: 1." in imported(tmp_path, text)


def test_a_changed_row_of_the_same_reference_is_told_and_left(world: World, tmp_path: Path) -> None:
    imported(tmp_path, file_of(row()))
    said = imported(tmp_path, file_of(row(worries="Something else")))
    assert "it says something else" in said
    assert Referral.objects.get().worries == row()["worries"]


def test_rows_of_one_request_that_are_apart_name_each_other(world: World, tmp_path: Path) -> None:
    text = file_of(row(), row(reference="2"), row(given_name="Chidi"))
    assert "Row 2 of this file has the same reference" in imported(tmp_path, text, "--dry-run")
    assert "Row 2 of this file has the same reference" in imported(tmp_path, text)


def test_what_belongs_to_a_request_that_was_left_out_is_no_request_of_its_own(
    world: World, tmp_path: Path
) -> None:
    """Else the mended row would be refused, as its reference was taken."""
    text = file_of(row(worries=""), row(reference="2"), row(given_name="Chidi"))
    for how in (["--dry-run"], []):
        said = imported(tmp_path, text, *how)
        assert "Row 2 of this file has the same reference" in said
        assert "Left out: 2." in said
    mended = file_of(row(), row(given_name="Chidi"), row(reference="2"))
    assert "Written: 2 (1 requests). There already: 1." in imported(tmp_path, mended)


def test_the_same_reference_of_another_agency_is_another_request(
    world: World, tmp_path: Path
) -> None:
    first, other = world.school_agency.name, world.school2.agency
    assert other
    between = row(reference="2"), row(reference="3")
    text = file_of(
        row(agency=first, worries=""), between[0], row(agency=other.name), between[1], row()
    )
    said = imported(tmp_path, text)
    assert "Written: 3 (3 requests). There already: 0. Left out: 2." in said
    assert "Row 6 reference: Row 2 of this file" in said


def test_what_is_wrong_goes_into_a_file_and_the_rest_is_imported(
    world: World, tmp_path: Path
) -> None:
    errors = tmp_path / "errors.csv"
    text = file_of(
        row(),
        row(reference="2", date_of_birth="31/02/2016", nhs_number="1234567890", sex="=1+1"),
        row(reference="3", sender_phone=""),
        person("3", kind="adult", given_name="Ngozi"),
    )
    imported(tmp_path, text, "--errors", errors)
    assert Referral.objects.count() == 1
    lines = list(csv.reader(io.StringIO(errors.read_text("utf-8-sig"))))
    assert lines[0] == ["row", "column", "typed", "problem"]
    assert [line[:3] for line in lines[1:]] == [
        ["3", "date_of_birth", "31/02/2016"],
        ["3", "sex", "'=1+1"],
        ["4", "sender_phone", ""],
        ["5", "", ""],
    ]
    assert all(line[3].endswith(".") for line in lines[1:])
    assert not ImportProblem.objects.exists()


@pytest.mark.parametrize("column", ["reference", "sender_phone", "safe_way_words"])
def test_a_number_that_a_spreadsheet_shortened_is_not_taken(
    world: World, tmp_path: Path, column: str
) -> None:
    more = {"safe_way": "phone"} if column == "safe_way_words" else {}
    text = file_of(row(**(more | {column: "1.632E+09"})))
    said = imported(tmp_path, text, "--errors", tmp_path / "errors.csv")
    assert "shortened this number" in (tmp_path / "errors.csv").read_text("utf-8-sig"), said
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"PK\x03\x04\x00\x00", "CSV UTF-8"),
        ("sender,worries".encode("utf-16"), "UTF-16"),
        (b"a,b,c\n1,2,3\n", "names none of the columns"),
        (b"sender,worries,family_knows,given_nam\n", "Did you mean “given_name”?"),
        (b"sender,worries,family_knows,first_name\n", "Did you mean “given_name”?"),
        (b"sender,worries,family_knows,Surname\n", "Did you mean “family_name”?"),
        (b"sender,worries,family_knows,given_name,zzz\n", "There is no column “zzz”"),
        (b"sender,worries,given_name\n", "“family_knows” is missing"),
        (b"sender,sender,worries,family_knows,given_name\n", "there twice"),
        (b"sender,worries,family_knows\n", "“given_name” is missing"),
        (b"sender,,worries,family_knows,given_name\n", "Column 2 has rows and no name"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_mend(
    world: World, tmp_path: Path, text: bytes, words: str
) -> None:
    with pytest.raises(CommandError, match=words.replace("?", r"\?")):
        imported(tmp_path, text)
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_separators_and_encodings(
    world: World, tmp_path: Path, separator: str, encoding: str
) -> None:
    text = file_of(row(given_name="Zoë", worries="a; b, “c”"), separator=separator)
    imported(tmp_path, text.encode(encoding))
    assert ReferralPerson.objects.get().given_name == "Zoë"
    assert Referral.objects.get().worries == "a; b, “c”"


def test_a_quotation_mark_that_is_never_closed_stops_the_rest(world: World, tmp_path: Path) -> None:
    text = file_of(row(reference="1"), row(reference="2")) + '2,"never closed\n' + "more\n"
    imported(tmp_path, text)
    assert Referral.objects.count() == 1
    assert "Row 4 cannot be read" in ImportRun.objects.get().refusal


@pytest.mark.parametrize("typed", ["27/03/2016", "27-3-2016", "27.03.2016", "2016-03-27",
                                   "2016-03-27 00:00:00"])  # fmt: skip
def test_dates(world: World, tmp_path: Path, typed: str) -> None:
    imported(tmp_path, file_of(row(date_of_birth=typed)))
    assert str(ReferralPerson.objects.get().date_of_birth) == "2016-03-27"


CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["=cmd|' /C calc'!A0", '="0123"', "31/02/2016", "2016-13-01", "\x00", "a\u202eb", "9" * 40,
         "yes", "child", "unborn", "school", "agrees", "HPS-1", "’", "27/03/2016", "x" * 5000]
    ),
)  # fmt: skip
NAMES = st.one_of(st.sampled_from([*COLUMNS]), st.text(max_size=12))


@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    heading=st.lists(NAMES, max_size=8),
    body=st.lists(st.lists(CELLS, max_size=10), max_size=6),
    separator=st.sampled_from([",", ";", "\t"]),
    right=st.booleans(),
    noise=st.binary(max_size=20),
    encoding=st.sampled_from(["utf-8", "cp1252", "utf-16"]),
)
def test_a_thousand_bad_files_each_get_a_sentence(
    db: None,
    heading: list[str],
    body: list[list[str]],
    separator: str,
    right: bool,
    noise: bytes,
    encoding: str,
) -> None:
    """Nothing but CannotRead is ever raised, and every problem is a sentence for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow([*NEEDED, *NEEDED_ONE_OF] if right else heading)
    writer.writerows(body)
    content = out.getvalue().encode(encoding, "replace") + noise
    for sentence in said_of(content):
        assert sentence.endswith(".")
        assert 10 < len(sentence) < 500


def said_of(content: bytes) -> list[str]:
    """Every sentence about the file, as it goes back to its sender."""
    found: list[Problem] = []
    try:
        kind = encoding_of([content])
        assert kind in (UTF_8, WINDOWS)
        importer = Requests()
        sheet = read(
            [content],
            encoding=kind,
            columns=importer.columns,
            needed=importer.needed,
            needed_one_of=importer.needed_one_of,
        )
        for _, result in importer.checked(sheet):
            found += result if isinstance(result, list) else []
    except CannotRead as refusal:
        return [str(refusal), *(one.sentence for one in found)]
    as_csv(found).encode()
    return [one.sentence for one in found]


def test_no_cell_of_the_list_is_a_formula() -> None:
    """Whatever begins like one has an apostrophe before it."""
    cells = ["=1", "+1", "-1", "@x", " =1", "\t=1"]
    text = as_csv(problem(2, "worries", cell, cell) for cell in cells)
    lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1:]
    assert [line[2].lstrip(" ")[:1] for line in lines] == ["'"] * len(cells)


@pytest.mark.parametrize(
    "words",
    ["\\N", "\\.", "ends in \\", "one\ttwo", "a\\tb", "first\r\nsecond\n\nthird", "{a,b}", "\\x41"],
)
def test_words_that_mean_something_to_copy_arrive_as_they_were_typed(
    world: World, tmp_path: Path, words: str
) -> None:
    name = words.split(maxsplit=1)[0]
    imported(tmp_path, file_of(row(worries=words, tried=words, given_name=name)))
    one = Referral.objects.get()
    assert (one.worries, one.tried) == (words, words)
    assert one.people.get().given_name == name


@pytest.mark.parametrize("many", [0, 1, 3])
def test_danger_in_a_file_alerts_duty_at_once_and_once(
    world: World, tmp_path: Path, settings: Any, many: int
) -> None:
    settings.DUTY_EMAIL = "duty-mash@example.org"
    rows = [row(reference=str(n), urgent="yes" if n < many else "no") for n in range(5)]
    rows.append(person("4", kind="adult", given_name="Ngozi"))
    rows.append(row(reference="6", urgent="yes", worries=""))  # left out
    imported(tmp_path, file_of(*rows), "--dry-run")
    assert not Job.objects.filter(kind="send_mail").exists()
    for _ in range(2):
        imported(tmp_path, file_of(*rows))
    found = [job.payload for job in Job.objects.filter(kind="send_mail")]
    assert len(found) == bool(many)
    for alert in found:
        assert alert["to"] == ["duty-mash@example.org"]
        assert alert["subject"] == SUBJECTS["danger"]
        assert ("3 requests" if many == 3 else "A request says") in alert["text"]
        assert reverse("triage") in alert["text"]
        assert not re.search("Amara|Okafor|Ngozi", alert["text"])


def test_every_entry_of_an_import_has_a_salt_of_its_own(world: World, tmp_path: Path) -> None:
    imported(tmp_path, file_of(*(row(reference=str(number)) for number in range(20))))
    salts = [
        *Change.objects.filter(table__startswith="referrals_").values_list("salt", flat=True),
        *Event.objects.filter(verb="request.received").values_list("salt", flat=True),
    ]
    assert len(salts) == 60
    assert None not in salts
    assert len(set(salts)) == 60


def test_python_gives_turns_as_before_once_a_file_is_through(world: World, tmp_path: Path) -> None:
    before = sys.getswitchinterval()
    imported(tmp_path, file_of(row(), row(reference="2", worries="")))
    assert sys.getswitchinterval() == before


def test_a_batch_is_gone_through_once_also_where_its_tables_are_known_to_be_empty(
    world: World, tmp_path: Path
) -> None:
    """As they are whenever the server counts them. A plan that goes through the requests again for
    each person reads a hundred thousand lines for these three hundred."""
    names = ["referrals_stagedrequest", "referrals_stagedperson"]

    def bring_in(mark: str) -> None:
        rows = [row(reference=f"{mark}-{number}") for number in range(300)]
        assert "Written: 300 (300 requests)" in imported(tmp_path, file_of(*rows))

    def read_so_far() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sum(idx_tup_fetch + seq_tup_read) FROM pg_stat_xact_all_tables"
                " WHERE relname = ANY (%s)",
                [names],
            )
            return int(cursor.fetchone()[0])

    bring_in("before")
    with connection.cursor() as cursor:
        cursor.execute("SELECT for_tests.count_again(%s)", [names])
    before = read_so_far()
    bring_in("after")
    assert 300 < read_so_far() - before < 20 * 300
