"""Producing a report: counted, drawn, laid out and tagged by a worker."""

from collections.abc import Callable

from django.utils import timezone

from accounts.acting import acting_as
from accounts.roles import May, may
from audit.actions.queueing import CannotBeDone, progress
from audit.actions.recording import record
from audit.models import Job
from localities.models import Authority
from reporting.documents import pdf
from reporting.documents.scrutiny.figures import FIGURES, asks
from reporting.documents.scrutiny.html import MANY_PAGES, html_of
from reporting.documents.scrutiny.paper import Paper, compose
from reporting.documents.scrutiny.top_factors import beside, by_locality
from reporting.models import Report, ReportFile
from reporting.period import Period
from reporting.queries import ChallengesOf, challenges
from reporting.showing.as_json import table_json
from reporting.table import Table
from reporting.tables import tables

NO_LONGER = "The person who asked for this report may no longer see figures."
STEPS = sum(figure.shown for figure in FIGURES) + 4  # counting, composing, laying out, tagging


def produce(job: Job) -> Callable[[], None]:
    """Make the file of a report. What it returns writes the file in the transaction that marks
    the job done, so that there is never one without the other."""
    report = Report.objects.select_related("asked_by").get(job=job)
    if not may(report.asked_by, May.SEE_FIGURES):
        raise CannotBeDone(NO_LONGER)
    progress(job, 1, STEPS, "Counting")
    counted, found = _count(report)
    paper = _compose(job, report, counted, found)
    html = html_of(paper, contents=True)
    digest = pdf.digest(html)
    if ReportFile.objects.filter(digest=digest).exists():
        return lambda: _land_the_same(report, digest)
    progress(job, STEPS - 1, STEPS, "Laying out the pages")
    laid = pdf.lay_out(html)
    if laid.pages <= MANY_PAGES:
        laid = pdf.lay_out(html_of(paper, contents=False))
    progress(job, STEPS, STEPS, "Making it readable for screen readers")
    content, figures = pdf.write(laid), [table_json(table) for table in counted]
    file = ReportFile(
        report=report,
        pdf=content,
        figures=figures,
        digest=digest,
        pages=laid.pages,
        produced_at=timezone.now(),
    )
    return lambda: _land(file)


def _count(report: Report) -> tuple[list[Table], list[ChallengesOf]]:
    period, localities = _period(report), tuple(report.localities)
    every = asks(period, localities, published=report.published)
    each = by_locality(period, localities, published=report.published)
    with acting_as(report.asked_by):
        *counted, factors = tables([*every, each])
        return counted, beside(challenges(period, localities), factors)


def _compose(job: Job, report: Report, counted: list[Table], found: list[ChallengesOf]) -> Paper:
    composing = compose(
        council=Authority.current().name,
        period=_period(report),
        scope=counted[0].scope,
        texts=report.texts,
        tables=counted,
        challenges=found,
    )
    for step, (words, paper) in enumerate(composing, start=2):
        progress(job, step, STEPS, words)
        if paper:
            return paper
    raise AssertionError("a composition ends with its paper")


def _land(file: ReportFile) -> None:
    ReportFile.objects.filter(report=file.report).delete()
    file.save()
    _record(file)


def _land_the_same(report: Report, digest: str) -> None:
    """Nothing has changed since the same report was produced: its file is this one's too."""
    same = ReportFile.objects.filter(digest=digest).latest("produced_at")
    same.pk, same._state.adding = None, True
    same.report, same.produced_at = report, timezone.now()
    _land(same)


def _record(file: ReportFile) -> None:
    words = f"Produced the report “{file.report.title}”, {file.pages} pages"
    record("report.produced", file.report, words, by=file.report.asked_by)


def _period(report: Report) -> Period:
    return Period(report.from_date, report.to_date)
