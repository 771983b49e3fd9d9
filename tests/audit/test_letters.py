"""E-mail: a job for each recipient, tried for long, once as far as mail can; what comes back."""

import io
import re
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.utils import timezone

from audit.actions import queueing
from audit.actions.bouncing import note_bounce
from audit.actions.posting import number_of, post, send
from audit.models import Job
from tests.fixtures.mail import MailSystem

TO, OTHER = "a@example.org", "b@example.org"


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broker that is down: nobody is woken, the sweeper finds what waits."""

    def down(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError("away")

    monkeypatch.setattr("audit.actions.queueing.current_app.send_task", down)


def posted(*to: str, key: str = "k") -> list[Job]:
    return post(to=to or (TO,), subject="About your request", text="Hello", by=None, key=key)


def sweep() -> None:
    """What the schedule does every few seconds."""
    for number in queueing.due_jobs():
        queueing.run(number)


def later(job: Job) -> timedelta:
    """Let the pause go by; how long it was."""
    job.refresh_from_db()
    pause = job.run_after - timezone.now()
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now())
    return pause


def test_a_broker_that_is_down_loses_no_letter(db: Any, mail_system: MailSystem) -> None:
    posted(TO, OTHER)
    queueing.wake(1)
    sweep()
    assert sorted(to for _, to, _ in mail_system.taken) == [TO, OTHER]
    sweep()
    assert len(mail_system.taken) == 2


def test_each_recipient_has_a_letter_alone_and_one_refused_stops_no_other(
    db: Any, mail_system: MailSystem
) -> None:
    mail_system.answers[TO] = "550 5.1.1 no such user"
    jobs = posted(TO, OTHER)
    sweep()
    states = [Job.objects.get(pk=job.pk) for job in jobs]
    assert [job.state for job in states] == ["failed", "done"]
    assert "(550)" in states[0].problem
    assert "Check the address" in states[0].problem
    assert TO not in states[0].problem
    assert all(OTHER not in letter for _, to, letter in mail_system.taken if to == TO)


def test_asked_twice_with_one_key_it_goes_once(db: Any, mail_system: MailSystem) -> None:
    assert posted() == posted()
    sweep()
    assert len(mail_system.taken) == 1


def test_a_mail_system_that_says_later_is_asked_again_for_more_than_a_day(
    db: Any, mail_system: MailSystem
) -> None:
    mail_system.answers[TO] = "451 4.3.0 try later"
    [job] = posted()
    sweep()
    pauses = []
    while not Job.objects.get(pk=job.pk).ended:
        pauses.append(later(job))
        sweep()
    assert pauses == sorted(pauses)
    assert sum(pauses, timedelta()) > timedelta(hours=24)
    job.refresh_from_db()
    assert "day and a half" in job.problem
    queueing.ask_again(job)
    mail_system.answers.clear()
    sweep()
    assert len(mail_system.taken) == 1


def test_a_mail_system_that_is_not_there_loses_nothing(db: Any, mail_system: MailSystem) -> None:
    [job] = posted()
    port, site.EMAIL_PORT = site.EMAIL_PORT, 1
    sweep()
    site.EMAIL_PORT = port
    assert later(job) > timedelta(seconds=5)
    sweep()
    assert [to for _, to, _ in mail_system.taken] == [TO]


def test_a_worker_killed_in_the_middle_sends_again_under_the_same_name(
    db: Any, mail_system: MailSystem
) -> None:
    """At least once: the letter was taken and nobody wrote that down."""
    [job] = posted()
    claimed = queueing._claim(job.pk)
    assert claimed
    send(claimed)  # and here the worker dies
    sweep()
    assert len(mail_system.taken) == 1  # its lease still holds
    Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    sweep()
    sweep()
    names = [
        re.findall(r"^Message-ID: (.*)$", text, re.MULTILINE) for _, _, text in mail_system.taken
    ]
    assert len(names) == 2
    assert names[0] == names[1]


def test_a_connection_that_ends_before_the_answer_is_tried_again_under_the_same_name(
    db: Any, mail_system: MailSystem
) -> None:
    mail_system.dies.add(TO)
    [job] = posted()
    sweep()
    mail_system.dies.clear()
    later(job)
    sweep()
    ids = {re.search(r"Message-ID: (.*)", text)[1] for _, _, text in mail_system.taken}  # type: ignore[index]
    assert (len(mail_system.taken), len(ids)) == (2, 1)
    job.refresh_from_db()
    assert job.state == "done"


def test_a_letter_says_where_it_comes_back_to(db: Any, mail_system: MailSystem) -> None:
    site.MAIL_BOUNCES_TO = "bounces@example.org"
    try:
        [job] = posted()
        sweep()
    finally:
        site.MAIL_BOUNCES_TO = ""
    [(sender, _, text)] = mail_system.taken
    assert sender == f"bounces+{number_of(job)}@example.org"
    assert f"From: {site.DEFAULT_FROM_EMAIL}" in text
    assert "Auto-Submitted: auto-generated" in text


def report_about(name: str, *, action: str = "failed", to: str = "desk@example.org") -> bytes:
    """A delivery report as mail systems write it."""
    return (
        f"From: MAILER-DAEMON@example.org\r\nTo: {to}\r\nSubject: Undelivered\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nYour mail to a@example.org failed.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example.org\r\n\r\n"
        f"Final-Recipient: rfc822; a@example.org\r\nAction: {action}\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {name}\r\n"
        "Subject: About\r\n\r\nHi\r\n"
        "--b--\r\n"
    ).encode()


def sent(key: str = "k") -> Job:
    [job] = posted(key=key)
    Job.objects.filter(pk=job.pk).update(state="done", finished_at=timezone.now())
    return job


@pytest.mark.parametrize("by", ["message-id", "address"])
def test_what_comes_back_is_a_failure_of_that_letter(db: Any, by: str) -> None:
    job, other = sent(), sent("other")
    name = f"<{number_of(job)}@example.org>"
    report = (
        report_about(name)
        if by == "message-id"
        else report_about("<x@y>", to=f"bounces+{number_of(job)}@example.org")
    )
    assert note_bounce(report) == job
    job.refresh_from_db()
    other.refresh_from_db()
    assert (job.state, other.state) == ("failed", "done")
    assert "there is no such address (5.1.1)" in job.problem
    assert TO not in job.problem
    assert note_bounce(report) == job  # told twice


@pytest.mark.parametrize("report", [b"", b"hello", b"\xff\xfe", report_about("<1.00@x>")])
def test_what_names_no_letter_of_ours_changes_nothing(db: Any, report: bytes) -> None:
    job = sent()
    assert note_bounce(report) is None
    job.refresh_from_db()
    assert job.state == "done"


def test_a_forged_name_changes_nothing(db: Any) -> None:
    job = sent()
    assert note_bounce(report_about(f"<{job.pk}.{'0' * 20}@example.org>")) is None


def test_a_delay_is_no_failure(db: Any) -> None:
    job = sent()
    assert note_bounce(report_about(f"<{number_of(job)}@x>", action="delayed")) is None


def test_a_mail_systems_pipe(db: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    job = sent()
    pipe = io.TextIOWrapper(io.BytesIO(report_about(f"<{number_of(job)}@x>")))
    monkeypatch.setattr(sys, "stdin", pipe)
    call_command("note_bounce")
    assert f"letter {job.pk} came back" in capsys.readouterr().out
