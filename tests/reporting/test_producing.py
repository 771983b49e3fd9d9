"""Producing a report: its file, its tags, its pages, and what it reuses."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest
from pypdf import PdfReader

from accounts.acting import acting_as_system
from accounts.models import User
from audit.actions import queueing
from audit.models import Event, Job
from audit.refusal import Refused
from localities.models import Authority, Locality
from reporting.actions.asking import ask_again, ask_for_report
from reporting.actions.producing import STEPS
from reporting.documents import pdf
from reporting.documents.text import Part, parts_of
from reporting.models import Report, ReportFile
from reporting.period import Period
from tests.cast import World
from tests.reporting.city import LOCALITIES, city, make_places
from tests.reporting.facts import Begun, Episode, Facts, write_down

PERIOD = Period(date(2017, 4, 1), date(2017, 12, 31))
TEXTS = {
    "recommendations": "1. Support the next steps.\n2. Note the figures.",
    "progress": "First the figures.\n\n- one point\n- another",
    "legal": "There are no legal implications.",
    "next_steps": "Find out why.",
}


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.actions.queueing.wake", lambda job_id: None)


def produced(by: User, **asked: Any) -> Report:
    report = ask_for_report(by=by, **{"period": PERIOD, "texts": TEXTS, **asked})
    queueing.run(report.job_id)
    report = Report.objects.select_related("job").get(pk=report.pk)
    assert report.job.state == Job.State.DONE, report.job.problem
    return report


def text_of(report: Report) -> str:
    reader = PdfReader(BytesIO(bytes(report.file.pdf)))
    return "\n".join(page.extract_text() for page in reader.pages)


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def a_city(world: World) -> World:
    with acting_as_system("a city"):
        make_places()
    write_down(city(), world.desk)
    return world


def test_the_published_figures_are_printed_again(a_city: World, tmp_path: Path) -> None:
    report = produced(a_city.analyst)
    words = squeezed(text_of(report))
    for printed in ("6,038", "3,236", "9,710", "3,750", "375 (10.0%)", "2,438 (65.0%)", "4,467"):
        assert printed in words
    for line in ("3,817 85.45%", "561 12.56%", "82 1.84%", "7 0.16%"):
        assert line in words
    assert "The percentages sum to 100.01 by rounding; they are not adjusted." in words
    assert "step up more than chance explains" in words or "steps up more than chance" in words
    assert all(name in words for name in LOCALITIES)
    assert "Challenge 3 of Dove" in words
    _is_accessible(report, tmp_path)
    _has_the_committees_form(words)
    _has_bookmarks_and_contents(report, words)


def _is_accessible(report: Report, folder: Path) -> None:
    file = folder / "report.pdf"
    file.write_bytes(bytes(report.file.pdf))
    found = pdfua.validate(str(file))
    assert found.exit_code == 0, found.findings
    with pikepdf.open(file) as document:
        assert str(document.Root.Lang) == "en-GB"
        assert str(document.docinfo.Title) == "Early help progress report"
        scopes = list(_scopes(document.Root.StructTreeRoot.K))
        assert len(scopes) > 100
        assert set(scopes) == {"/Column", "/Row"}
        fonts = {str(font) for font in _fonts(document)}
        assert fonts
        assert all("Public-Sans" in font for font in fonts), fonts


def test_the_check_of_accessibility_finds_what_is_missing(tmp_path: Path) -> None:
    """The anti-test: the same words without tags and language do not pass."""
    laid = pdf.lay_out("<p>Words</p>")
    file = tmp_path / "plain.pdf"
    laid.document.write_pdf(str(file))
    assert pdfua.validate(str(file)).exit_code != 0


def _scopes(node: Any) -> Iterator[str]:
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from _scopes(kid)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        if node.S == "/TH":
            yield str(node.A.Scope)
        if "/K" in node:
            yield from _scopes(node.K)


def _fonts(document: pikepdf.Pdf) -> Iterator[Any]:
    for thing in document.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
            assert "/FontFile2" in thing or "/FontFile3" in thing  # embedded
            yield thing.FontName


def _has_the_committees_form(words: str) -> None:
    order = [
        "Recommendations for action or decision",
        "1.0 Purpose",
        "2.0 Background",
        "3.0 Progress",
        "4.0 Next steps",
        "5.0 Financial implications",
        "6.0 Legal implications",
        "7.0 Equalities implications",
        "8.0 Environmental implications",
        "9.0 Human resources implications",
        "10.0 Background papers",
    ]
    after_contents = words[words.rindex("1.0 Purpose") :]
    places = [words.index(order[0]), *(after_contents.index(title) for title in order[1:])]
    assert places[1:] == sorted(places[1:])
    assert "Support the next steps." in words
    assert "6.1 There are no legal implications." in words
    assert "Wolvermere Council · Early help progress report" in words
    assert "Page 2 of" in words


def _has_bookmarks_and_contents(report: Report, words: str) -> None:
    reader = PdfReader(BytesIO(bytes(report.file.pdf)))
    assert len(reader.pages) == report.file.pages > 6
    assert "Contents" in words
    assert len(reader.outline) > 0


def test_progress_reaches_its_end(world: World) -> None:
    report = produced(world.analyst)
    assert (report.job.step, report.job.steps) == (STEPS, STEPS)
    assert Event.objects.filter(verb="report.produced").get().actor_id == world.analyst.pk


def test_nothing_to_count_is_a_report_that_says_so(world: World) -> None:
    words = squeezed(text_of(produced(world.analyst)))
    assert "No individual children were counted from 1 April to 31 December 2017." in words
    assert "No challenges are on record for this period." in words


def test_one_locality_is_named(world: World) -> None:
    with acting_as_system("a city"):
        make_places()
    day = date(2017, 5, 2)
    begun = [
        Begun(0, day, signed=day, factors=codes)
        for codes in [("3B", "4A"), ("3B", "4A"), ("3B",), ("3B",), ("3B",), *[("21",)] * 6]
    ]
    write_down(Facts([Episode(_place("Bilston"), day, ())], begun=begun), world.desk)
    words = squeezed(text_of(produced(world.analyst, localities=[world.bilston.pk])))
    assert "5 of 11 assessments signed off (45.5%) found at least one factor" in words
    beside = words[words.index("Challenge 1 of Bilston") :]
    assert "Domestic abuse: parent or carer (5 of 11)" in beside
    assert "Mental health: child (2 of" not in words  # fewer than five are not told of a locality
    assert "None of these (" not in beside
    assert "1 April to 31 December 2017 · Bilston" in words
    assert "Challenge 1 of Bilston" in words
    assert "Challenge 1 of Dove" not in words


def _place(name: str) -> int:
    order = Locality.objects.order_by("order", "name")
    return list(order.values_list("name", flat=True)).index(name)


def test_unchanged_inputs_are_served_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first = produced(world.analyst)
    monkeypatch.setattr(pdf, "lay_out", lambda html: pytest.fail("laid out twice"))
    second = produced(world.head)
    assert bytes(second.file.pdf) == bytes(first.file.pdf)
    assert second.file.pk != first.file.pk


def test_a_changed_word_is_a_new_file(world: World) -> None:
    first = produced(world.analyst)
    second = produced(world.analyst, texts={**TEXTS, "purpose": "Another purpose."})
    assert first.file.digest != second.file.digest


def test_what_an_author_types_is_words_and_nothing_else(world: World) -> None:
    hostile = "<script>x</script><img src=file:///etc/passwd> {{ 7|add:7 }} & \x00 =1+1"
    texts = {**TEXTS, "purpose": hostile.replace("\x00", ""), "title": "<b>Bold</b>"}
    words = squeezed(text_of(produced(world.analyst, texts=texts)))
    assert "<script>x</script><img src=file:///etc/passwd> {{ 7|add:7 }} & =1+1" in words
    assert "<b>Bold</b>" in words


@pytest.mark.parametrize(
    "link", ["file:///etc/passwd", "https://example.org/x.css", "data:text/css,*{color:red}"]
)
def test_a_document_reads_nothing_but_the_built_fonts(link: str) -> None:
    with pytest.raises(ValueError, match=r"not for a report|not allowed|protocol"):
        pdf._fetcher().fetch(link)


def test_who_may_no_longer_see_figures_gets_no_report(world: World) -> None:
    report = ask_for_report(by=world.analyst, period=PERIOD)
    User.objects.filter(pk=world.analyst.pk).update(role="practitioner")
    queueing.run(report.job_id)
    report.job.refresh_from_db()
    assert report.job.state == Job.State.FAILED
    assert "may no longer see figures" in report.job.problem
    assert not ReportFile.objects.exists()


def test_a_failed_report_can_be_produced_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = ask_for_report(by=world.analyst, period=PERIOD)
    monkeypatch.setattr(queueing, "PAUSES", ())
    with monkeypatch.context() as broken:
        broken.setattr(pdf, "lay_out", lambda html: 1 / 0)
        queueing.run(report.job_id)
    report.job.refresh_from_db()
    assert report.job.state == Job.State.FAILED
    ask_again(report=report, by=world.head)
    queueing.run(report.job_id)
    assert ReportFile.objects.get().report_id == report.pk


def test_who_may_ask(world: World) -> None:
    with pytest.raises(Refused, match="Only people who may see figures"):
        ask_for_report(by=world.practitioner, period=PERIOD)
    report = produced(world.analyst)
    with pytest.raises(Refused, match="has not failed"):
        ask_again(report=report, by=world.analyst)


def test_the_councils_name_is_printed_whatever_it_is(world: World) -> None:
    Authority.objects.update(name="Ynys & “Môr” Council")
    assert "Ynys & “Môr” Council" in squeezed(text_of(produced(world.analyst)))


def test_paragraphs_and_points() -> None:
    assert parts_of("One\ntwo\n\nThree\n- a\n- b\nFour") == [
        Part(text="One two"),
        Part(text="Three"),
        Part(items=("a", "b")),
        Part(text="Four"),
    ]
    assert parts_of(" \r\n\r\n ") == []
