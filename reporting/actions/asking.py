"""Asking for a report, and asking again for one that failed."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.roles import May, may
from audit.actions import queueing
from audit.actions.recording import record
from audit.models import Job
from audit.refusal import Refused, refuse_if
from localities.models import Locality
from reporting.actions.keeping import keep_texts
from reporting.documents.scrutiny.sections import BY_KEY, KEYS
from reporting.models import Report
from reporting.period import Period

JOB = "scrutiny_report"
NOT_YOURS = "Only people who may see figures can produce reports."
NOT_FAILED = "This report has not failed. It is being produced, or it is ready."
FUTURE = "The period has not begun yet. Choose an earlier “From” date."
UNKNOWN = "One of the localities is no longer on record. Choose again."


@transaction.atomic
def ask_for_report(
    *,
    by: Any,
    period: Period,
    localities: Iterable[int] = (),
    texts: Mapping[str, str] | None = None,
    published: bool = False,
) -> Report:
    """Ask for a scrutiny panel report; a worker produces it. The author's texts are kept.

    No localities means the whole authority. Of a report that is `published` every count is
    rounded (reporting.protecting). Raises Refused where `by` may not see figures,
    the period has not begun, or a locality is not on record.
    """
    chosen = sorted(set(localities))
    refuse_if(_reasons(by, period, chosen))
    written = {key: text for key, text in (texts or {}).items() if key in KEYS}
    keep_texts(by=by, texts=written)
    report = Report.objects.create(
        title=written.get("title", "").strip()[:200] or BY_KEY["title"].if_empty,
        from_date=period.start,
        to_date=period.end,
        localities=chosen,
        texts=written,
        published=published,
        asked_by=by,
        asked_at=timezone.now(),
        job=queueing.ask(JOB, key=f"{JOB}:{uuid.uuid4()}", by=by),
    )
    record("report.asked", report, f"Asked for the report “{report.title}”", by=by)
    return report


@transaction.atomic
def ask_again(*, report: Report, by: Any) -> Report:
    """Have a report that failed produced again. Raises Refused where it has not failed."""
    job = Job.objects.select_for_update().get(pk=report.job_id)
    refuse_if([] if may(by, May.SEE_FIGURES) else [NOT_YOURS])
    if job.state != Job.State.FAILED:
        raise Refused(NOT_FAILED)
    queueing.ask_again(job)
    record("report.asked_again", report, f"Asked again for the report “{report.title}”", by=by)
    return report


def _reasons(by: Any, period: Period, localities: list[int]) -> list[str]:
    reasons = []
    if not may(by, May.SEE_FIGURES):
        reasons.append(NOT_YOURS)
    if period.start > timezone.localdate():
        reasons.append(FUTURE)
    if Locality.objects.filter(pk__in=localities).count() != len(localities):
        reasons.append(UNKNOWN)
    return reasons
