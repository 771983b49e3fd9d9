"""R15 of the goals: the draft of everything held about a person with 2,000 entries.

    python -m benchmarks.subject_access [rounds]

The draft is found, described, marked, laid out, tagged and stored as a worker does it. The floor
lays out and writes the same HTML alone. The goal is absolute, 60 seconds; the ratio shows what
finding and marking add, whatever the machine.
"""

import sys
from datetime import date
from typing import Any

from benchmarks.authority import NAME, _provide_servers
from benchmarks.floor import compare

ENTRIES = 2000
SECONDS = 60


def main(rounds: int = 5) -> None:
    request, by = _arrange()
    html = _caught(request, by)
    whole = compare(
        f"R15 draft of {ENTRIES} entries",
        lambda: _draft(request, by),
        lambda: _lay_out(html),
        goal=2,
        rounds=rounds,
    )
    print(whole)
    seconds = whole.thing / 1000
    print(f"   {seconds:.1f} s ({'within' if seconds <= SECONDS else 'OVER'} {SECONDS} s)")
    _print_size(request, by)


def _arrange() -> tuple[Any, Any]:
    """A small world of its own, in which one mother's case has a long past."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "earlyhelp.settings")
    os.environ.setdefault("SECRET_KEY", "for-benchmarks-only-" * 4)
    _provide_servers()
    import django

    django.setup()
    import logging

    logging.disable(logging.INFO)
    from tests import databases

    name = f"{NAME}_subject_access"
    databases.clone(databases.migrated(NAME), name)
    databases.point_at(name)
    return _family()


def _family() -> tuple[Any, Any]:
    from accounts.acting import acting_as, acting_as_system
    from cases.actions.leads.allocating import allocate
    from cases.models import Case, Contact
    from tests.cases.page.arranging import fill, long_past, mother_of
    from tests.cases.rights.arranging import governance, proved
    from tests.cast import build_world, make_case, make_family

    world = build_world()
    case = make_case(world, make_family(world, "Nowak", children=4))
    with acting_as(world.manager):
        allocate(case=case, lead=world.practitioner, by=world.manager)
    with acting_as_system("arranging a benchmark"):
        case = Case.objects.select_related("family", "locality").get(pk=case.pk)
        fill(case, world)
        long_past(case, world, ENTRIES)
        Contact.objects.filter(case=case).update(
            text="Rang Ngozi. Child1 and Child2 were at home with Emeka; he has moved to another "
            "place and asks that nobody says where. The school, 01632 960111, will ring on "
            "2 March 2015’s anniversary. Agreed to visit again next week."
        )
        mother = mother_of(case)
    return proved(world, case, mother, received_on=date(2026, 11, 20)), governance(world)


def _draft(request: Any, by: Any) -> None:
    """From the asking to the stored file."""
    from accounts.acting import acting_as
    from audit.actions import queueing
    from audit.models import Job
    from reporting.actions.copying import ask_for_draft
    from reporting.models import Bundle

    queueing.wake = lambda job_id: None  # done here, not by a worker
    with acting_as(by):
        Bundle.objects.filter(request=request).delete()
        Job.objects.filter(kind="subject_access").delete()
        bundle = ask_for_draft(request=request, by=by)
    queueing.run(bundle.job_id)
    job = Job.objects.get(pk=bundle.job_id)
    assert job.state == Job.State.DONE, job.problem


def _caught(request: Any, by: Any) -> str:
    """The draft's HTML, on its way into the layout."""
    from reporting.documents import pdf

    caught: list[str] = []
    real = pdf.lay_out
    pdf.lay_out = lambda html: caught.append(html) or real(html)  # type: ignore[func-returns-value]
    _draft(request, by)
    pdf.lay_out = real
    return caught[-1]


def _lay_out(html: str) -> None:
    from io import BytesIO

    from reporting.documents import pdf

    pdf.lay_out(html).document.write_pdf(BytesIO(), pdf_variant="pdf/ua-1")


def _print_size(request: Any, by: Any) -> None:
    from accounts.acting import acting_as
    from reporting.models import BundleFile, BundleItem

    with acting_as(by):
        items = BundleItem.objects.filter(bundle__request=request)
        pages = BundleFile.objects.get(bundle__request=request).pages
        marked = items.exclude(marks=[]).count()
        print(f"   {items.count()} items, {marked} with marks, {pages} pages")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
