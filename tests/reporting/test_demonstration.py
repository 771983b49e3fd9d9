"""The demonstration authority: the published figures again, through the API and in print."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from accounts.models import User
from audit.actions import queueing
from reporting.actions.asking import ask_for_report
from reporting.period import Period

NINE_MONTHS = {"from": "2017-04-01", "to": "2017-12-31"}


@pytest.fixture
def analyst(demo: Any, client: Client, monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setattr("audit.actions.queueing.wake", lambda job_id: None)
    user = User.objects.get(email="analyst@example.org")
    client.force_login(user)
    return user


def test_every_published_figure_through_the_api(analyst: User, client: Client) -> None:
    def ask(key: str, **more: str) -> Any:
        return client.get(f"/api/v1/measures/{key}/", {**NINE_MONTHS, **more}).json()

    worked = ask("children_worked_with", **{"from": "2016-09-01"})
    assert worked["totals"]["numerator"] == 9_710
    referred = ask("referrals_to_early_help")["totals"]
    assert (referred["numerator"], referred["also"]) == (6_038, 3_236)
    outcomes = ask("closure_outcomes", by="outcome")
    assert [row["numerator"] for row in outcomes["rows"]] == [2_438, 375, 937]
    assert outcomes["totals"]["numerator"] == 3_750
    step_ups = ask("step_ups")
    assert (step_ups["totals"]["numerator"], step_ups["totals"]["value"]) == (375, 10.0)
    above = {row["label"] for row in step_ups["rows"] if row["value"] > 10}
    assert above == {"Bingley", "Children’s Village", "Graiseley", "Bilston"}
    shortest = sorted(ask("days_open")["rows"], key=lambda row: row["value"])[:4]
    assert {row["label"] for row in shortest} == above
    ehas = ask("ehas_by_agency", **{"from": "2017-10-01"})
    assert [(row["label"], row["numerator"], row["value"]) for row in ehas["rows"]] == [
        ("City of Wolverhampton Council", 3_817, 85.45),
        ("School / Education", 561, 12.56),
        ("Independent / Voluntary", 82, 1.84),
        ("Health", 7, 0.16),
    ]
    starts = sorted(ask("starts", **{"from": "2016-09-01"})["rows"], key=_size)[-2:]
    assert {row["label"] for row in starts} == {"Children’s Village", "Whitmore Reans"}
    places = [row["label"] for row in sorted(ask("referrals_to_early_help")["rows"], key=_size)]
    assert places[-1] == "Children’s Village"
    assert places.index("Graiseley") > places.index("Whitmore Reans")


def _size(row: dict[str, Any]) -> int:
    return int(row["numerator"])


def test_the_report_of_nine_months_prints_them(analyst: User) -> None:
    report = ask_for_report(by=analyst, period=Period(date(2017, 4, 1), date(2017, 12, 31)))
    queueing.run(report.job_id)
    report.job.refresh_from_db()
    assert report.job.state == "done", report.job.problem
    pages = PdfReader(BytesIO(bytes(report.file.pdf))).pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    for printed in ("6,038", "3,236", "375", "3,817 85.45%", "561 12.56%", "82 1.84%", "7 0.16%"):
        assert printed in words
    assert "The percentages sum to 100.01 by rounding" in words
