"""“Import requests from a file”: tried out, imported by a worker, mended."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.acting import acting_as, acting_as_system
from audit.actions import queueing
from audit.models import Job, Look
from cases.importing import running
from cases.models import ImportPart, ImportProblem, ImportRun
from referrals.actions.doors import importing
from referrals.actions.doors.importing import DELETED_AFTER
from referrals.importing.requests import Requests
from referrals.models import Referral
from tests.cast import World
from tests.referrals.files import file_of, row


def bring(client: Client, text: str | bytes) -> Any:
    content = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile("requests.csv", content)
    return client.post("/imports/new/", {"one_time_key": str(uuid4()), "file": file})


def work() -> None:
    """Do every job that waits, as a worker would."""
    with acting_as_system("a worker"):
        waiting = list(Job.objects.filter(state="waiting", kind__endswith="_import"))
    for job in waiting:
        queueing.run(job.pk)


@pytest.fixture
def head(world: World, client: Client) -> Client:
    client.force_login(world.head)
    return client


TEXT = file_of(row(), row(reference="2", worries=""))


def test_a_file_is_tried_out_imported_and_deleted(world: World, head: Client) -> None:
    page = bring(head, TEXT).url
    assert "Waiting for a worker" in head.get(page).content.decode()
    work()
    tried = head.get(page).content.decode()
    assert "Nothing has been written yet" in tried
    assert "Tell us what is worrying you" in tried
    assert not Referral.objects.exists()
    run = ImportRun.objects.get()
    answer = {"one_time_key": str(uuid4()), "version": run.version}
    assert head.post(f"{page}go/", answer)["Location"] == page
    assert head.post(f"{page}go/", answer)["Location"] == page  # sent twice: once
    work()
    run.refresh_from_db()
    assert (run.state, run.created, run.wrong) == ("imported", 1, 1)
    assert Referral.objects.get().door == "file"
    assert not ImportPart.objects.exists()
    problems = head.get(f"{page}problems/")
    assert "worries" in problems.content.decode()
    assert Look.objects.filter(kind=Look.Kind.DOWNLOADED).count() == 1


def test_a_file_is_given_up(world: World, head: Client) -> None:
    page = bring(head, TEXT).url
    work()
    version = ImportRun.objects.get().version
    head.post(f"{page}stop/", {"one_time_key": str(uuid4()), "version": version})
    assert ImportRun.objects.get().state == "given_up"
    assert not ImportPart.objects.exists()
    assert not ImportProblem.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "not a table of text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a table of text"),
        (b"sender,worries\nschool,<script>alert(1)</script>\n", "not a table of text"),
        ("sender;worries".encode("utf-16"), "UTF-16"),
    ],
)
def test_what_is_no_table_is_refused_at_once(
    world: World, head: Client, content: bytes, words: str
) -> None:
    answer = bring(head, content)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_a_heading_that_cannot_be_read_is_told_on_the_page(world: World, head: Client) -> None:
    page = bring(head, "nothing,known\n1,2\n").url
    work()
    assert "names none of the columns" in head.get(page).content.decode()
    assert not ImportPart.objects.exists()


def test_only_whoever_brought_it_sees_it(world: World, head: Client) -> None:
    page = bring(head, TEXT).url
    work()
    with acting_as(world.desk):
        assert not ImportRun.objects.exists()
        assert not ImportPart.objects.exists()
        assert not ImportProblem.objects.exists()
    for who in ("desk", "manager", "admin", "school"):
        other = Client()
        other.force_login(world.people[who])
        for url in ("/imports/", "/imports/new/", page, f"{page}problems/", f"{page}progress/"):
            assert other.get(url).status_code == 404


def test_after_two_weeks_nothing_is_kept(world: World, head: Client) -> None:
    bring(head, TEXT)
    work()
    run = ImportRun.objects.get()
    importing.clear_away(run.asked_at + DELETED_AFTER)
    run.refresh_from_db()
    assert run.state == "given_up"
    assert not ImportPart.objects.exists()
    assert not ImportProblem.objects.exists()


@pytest.mark.parametrize("many", [1, 3, 20])
def test_the_list_asks_as_much_for_many_as_for_one(
    world: World, head: Client, many: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(many):
        bring(head, file_of(row(reference=str(number))))
    head.get("/imports/")
    with django_assert_max_num_queries(12):
        assert head.get("/imports/").status_code == 200


def test_broken_off_between_batches_it_goes_on_and_counts_each_row_once(
    world: World, head: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a killed worker leaves is the batches that were committed, and where the next begins."""
    monkeypatch.setattr(running, "A_BATCH", 2)
    page = bring(head, file_of(*(row(reference=str(n)) for n in range(7)))).url
    work()
    version = ImportRun.objects.get().version
    head.post(f"{page}go/", {"one_time_key": str(uuid4()), "version": version})
    run, stopped = ImportRun.objects.get(), []

    def stop(row: int) -> None:
        stopped.append(row)
        if len(stopped) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        running.write_through(
            importing._sheet(run), Requests(), run=run, by=world.head,
            entering=lambda: acting_as(world.head), progress=stop,
        )  # fmt: skip
    assert Referral.objects.count() == 4
    assert ImportRun.objects.get().next_row == 6
    work()
    run.refresh_from_db()
    assert (run.state, run.rows, run.created, run.things) == ("imported", 7, 7, 7)
    assert Referral.objects.count() == 7
