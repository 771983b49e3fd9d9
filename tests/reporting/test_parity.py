"""One table, four ways: page, PDF, CSV and API show the same numbers."""

import csv
import io
import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from audit.actions import queueing
from reporting.actions.asking import ask_for_report
from reporting.documents.scrutiny.figures import FIGURES
from reporting.measures import MEASURES
from reporting.period import Period
from reporting.showing.words import percent, trimmed
from tests.cast import World
from tests.reporting.facts import write_down
from tests.reporting.histories import history

PERIOD = Period(date(2017, 3, 1), date(2017, 5, 31))
DATES = {"from": "2017-03-01", "to": "2017-05-31"}


@pytest.fixture
def busy(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("audit.actions.queueing.wake", lambda job_id: None)
    write_down(history(120, seed=7), world.desk)
    client.force_login(world.analyst)
    return world


def test_page_file_and_api_show_the_same_numbers(busy: World, client: Client) -> None:
    for key, measure in MEASURES.items():
        for cut in measure.cuts:
            asked = {**DATES, "by": cut.key}
            answer = client.get(f"/api/v1/measures/{key}/", asked).json()
            file = client.get(f"/api/v1/measures/{key}/", {**asked, "format": "csv"})
            page = client.get(
                f"/reports/figures/{key}/",
                {"start": DATES["from"], "end": DATES["to"], "by": cut.key},
            )
            rows = [*answer["rows"], answer["totals"]]
            assert rows[-1]["numerator"] or key == "cafs_by_agency", f"{key} counts nothing"
            _same_as_file(rows, file.content.decode("utf-8-sig"))
            _same_as_page(rows, key, page.content.decode())


def test_the_report_prints_what_the_api_gives(busy: World, client: Client) -> None:
    report = ask_for_report(by=busy.analyst, period=PERIOD)
    queueing.run(report.job_id)
    report.job.refresh_from_db()
    pages = PdfReader(BytesIO(bytes(report.file.pdf))).pages
    printed = _numbers(" ".join(page.extract_text() for page in pages))
    assert len(report.file.figures) == len(FIGURES)
    for figure, kept in zip(FIGURES, report.file.figures, strict=True):
        asked = {**DATES, "by": figure.cut}
        answer = client.get(f"/api/v1/measures/{figure.measure}/", asked).json()
        assert kept == answer
        if figure.shown:
            for row in [*answer["rows"], answer["totals"]]:
                assert _as_printed(figure.measure, row) <= printed, (figure, row)


def _same_as_file(rows: list[dict[str, Any]], text: str) -> None:
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [
        (line["label"], line["numerator"], line["denominator"], line["value"], line["also"])
        for line in lines
    ] == [
        (
            row["label"],
            _cell(row["numerator"]),
            _cell(row["denominator"]),
            _cell(row["value"]),
            _cell(row.get("also")),
        )
        for row in rows
    ]
    assert [line["before_numerator"] for line in lines] == [
        _cell((row["before"] or {}).get("numerator")) for row in rows
    ]


def _same_as_page(rows: list[dict[str, Any]], key: str, page: str) -> None:
    main = page[page.index('<p class="govuk-body-l">') : page.index("</main>")]
    shown = _numbers(re.sub(r"<[^>]+>", " ", main))
    for row in rows:
        assert _as_printed(key, row) <= shown, row


def _as_printed(key: str, row: dict[str, Any]) -> set[str]:
    """The numbers of a row as a table prints them."""
    measure = MEASURES[key]
    found = {f"{row['numerator']:,}"}
    if "also" in row and not row.get("series"):
        found.add(f"{row['also']:,}")
    if measure.is_percentage and row["denominator"] and "series" not in row:
        found.add(percent(row["numerator"], row["denominator"], measure.decimals).rstrip("%"))
    elif row["value"] is not None and not measure.is_percentage:
        found.add(trimmed(row["value"]))
    return found


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d[\d,]*(?:\.\d+)?", text))


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
