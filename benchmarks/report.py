"""P7 of the goals: a whole scrutiny report, against WeasyPrint's layout of the same pages alone.

    python -m benchmarks.report

The report is counted, drawn, laid out, tagged and stored as a worker does it; nothing is reused
between rounds. The floor lays out and writes the same HTML. Also printed: the highest memory of
this process, whether time is linear in pages, and how soon an unchanged report is served.
"""

import itertools
import resource
import statistics
import time
from datetime import date
from typing import Any

from benchmarks.authority import open_authority
from benchmarks.floor import compare

ROUNDS = 5
_numbers = itertools.count(1)


def main() -> None:
    open_authority()
    import logging

    logging.disable(logging.INFO)
    whole = compare("P7 report of nine months", _produce, _layout_alone(), goal=2, rounds=ROUNDS)
    print(whole)
    print(f"   unchanged inputs: {_median(_produce_unchanged):.0f} ms")
    _print_memory()
    _print_growth()


def _produce(texts: dict[str, str] | None = None) -> Any:
    """From the asking to the stored file, with a word that was never there before."""
    from accounts.acting import acting_as
    from accounts.models import User
    from audit.actions import queueing
    from reporting.actions.asking import ask_for_report
    from reporting.models import Report
    from reporting.period import Period

    queueing.wake = lambda job_id: None  # done here, not by a worker
    analyst = User.objects.get(email="analyst@example.org")
    words = {"purpose": f"Round {next(_numbers)} at {time.time()}"} if texts is None else texts
    with acting_as(analyst):
        period = Period(date(2017, 4, 1), date(2017, 12, 31))
        asked = ask_for_report(by=analyst, period=period, texts=words)
    queueing.run(asked.job_id)
    report = Report.objects.select_related("job").get(pk=asked.pk)
    assert report.job.state == "done", report.job.problem
    return report


def _produce_unchanged() -> None:
    _produce({})


def _layout_alone() -> Any:
    """The same pages: their HTML is caught on its way into the layout."""
    from reporting.documents import pdf

    caught: list[str] = []
    real = pdf.lay_out
    pdf.lay_out = lambda html: caught.append(html) or real(html)  # type: ignore[func-returns-value]
    _produce()
    pdf.lay_out = real
    html = caught[-1]

    def lay_out() -> None:
        from io import BytesIO

        real(html).document.write_pdf(BytesIO(), pdf_variant="pdf/ua-1")

    return lay_out


def _median(call: Any) -> float:
    call()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def _print_memory() -> None:
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    verdict = "within" if megabytes <= 300 else "OVER"
    print(f"   highest memory: {megabytes:.0f} MB ({verdict} the goal of 300 MB)")


def _print_growth() -> None:
    """Time a page, in a short and in a long report: the same if it is linear."""
    for paragraphs in (1, 400):
        words = "\n\n".join(
            ["A paragraph of a report that goes on for a line or two. " * 3] * paragraphs
        )
        start = time.perf_counter()
        report = _produce({"progress": f"{words} {time.time()}"})
        spent = (time.perf_counter() - start) * 1000
        pages = report.file.pages
        print(f"   {pages:3} pages: {spent:6.0f} ms, {spent / pages:4.0f} ms a page")


if __name__ == "__main__":
    main()
