"""Making the papers of a panel: asked for, laid out by a worker, withdrawn after it."""

import uuid
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.acting import acting_as_system
from accounts.roles import Scope
from audit.actions import queueing
from audit.actions.queueing import CannotBeDone, progress
from audit.actions.recording import record
from audit.models import Job
from audit.refusal import refuse_if
from localities.models import Authority
from referrals.models import Panel, PanelItem
from referrals.queries.panels import agenda
from referrals.rules.panels import panel_blockers
from reporting.documents import pdf
from reporting.documents.panel_papers.paper import compose, html_of
from reporting.models import PanelPapers, PanelPapersFile

JOB = "panel_papers"
MAKER = "making the papers of a panel"
OVER = "The panel is not planned any more, so it needs no papers."
Readers = dict[tuple[int, ...], list[int]]  # items, and the users who may all read them


@transaction.atomic
def ask_for_papers(*, panel: Panel, by: Any) -> PanelPapers:
    """Have the papers made, or made anew: the agenda as it stands when a worker begins."""
    locked = Panel.objects.select_for_update(of=("self",)).get(pk=panel.pk)
    refuse_if(panel_blockers(locked, "arrange", by))
    with acting_as_system(MAKER):
        job = queueing.ask(JOB, key=f"{JOB}:{uuid.uuid4()}", by=by, payload={"panel": locked.pk})
        papers, _ = PanelPapers.objects.update_or_create(
            panel=locked, defaults={"job": job, "asked_by": by, "asked_at": timezone.now()}
        )
    record("panel.papers_asked", locked, "Papers asked for", by=by)
    return papers


def produce(job: Job) -> Callable[[], None]:
    """The job: one file for all who may read everything, and one for each other reach."""
    with acting_as_system(MAKER):
        panel = _panel(job)
        readers = readers_of(panel)
    council, files = Authority.current().name, []
    for step, (items, users) in enumerate(readers.items(), start=1):
        progress(job, step, len(readers) + 1, "Laying out the pages")
        with acting_as_system(MAKER, Scope.ALL):  # what is restricted stays closed
            rows = [item for item in agenda(panel) if item.pk in items]
            html = html_of(panel, compose(rows, timezone.localdate()), council=council)
        laid = pdf.lay_out(html)
        files.append((items, users, pdf.write(laid), laid.pages))
    return lambda: _land(panel, files)


def withdraw(job: Job) -> Callable[[], None]:
    """The job after a panel: its papers are no more; that there were some stays on record."""

    def land() -> None:
        with acting_as_system("withdrawing the papers of a panel"):
            papers = PanelPapers.objects.filter(panel=job.payload["panel"]).first()
            if papers is None:
                return
            PanelPapersFile.objects.filter(papers=papers).delete()
            papers.withdrawn_at = timezone.now()
            papers.save(update_fields=["withdrawn_at"])
            record("panel.papers_withdrawn", papers.panel, "Papers withdrawn", by=None)

    return land


def readers_of(panel: Panel) -> Readers:
    """The chair and members by the items they may read: most read all."""
    found: Readers = defaultdict(list)
    seats = panel.members.filter(removed_at__isnull=True).values_list("user_id", flat=True)
    for user in dict.fromkeys([panel.chair_id, *seats]):
        found[items_for(panel, user)].append(user)
    return dict(found)


def items_for(panel: Panel, user: int) -> tuple[int, ...]:
    """The items of a panel somebody may read now. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT panel_items_of(%s, %s) AS item ORDER BY item", [panel.pk, user])
        return tuple(item for (item,) in cursor.fetchall())


def _panel(job: Job) -> Panel:
    panel = Panel.objects.select_related("chair").get(pk=job.payload["panel"])
    if panel.state != Panel.State.PLANNED:
        raise CannotBeDone(OVER)
    return panel


def _land(panel: Panel, files: list[tuple[tuple[int, ...], list[int], bytes, int]]) -> None:
    now = timezone.now()
    with acting_as_system(MAKER):
        papers = PanelPapers.objects.select_related("asked_by").get(panel=panel)
        PanelPapersFile.objects.filter(papers=papers).delete()
        PanelPapersFile.objects.bulk_create(
            PanelPapersFile(
                papers=papers, items=list(items), readers=users, pdf=content, pages=pages,
                produced_at=now,
            )
            for items, users, content, pages in files
        )  # fmt: skip
        # A fact left behind for the panel: what is put on its agenda from now on is late.
        Panel.objects.filter(pk=panel.pk, papers_at__isnull=True).update(papers_at=now)
        count = PanelItem.objects.filter(panel=panel, outcome="").count()
        record("panel.papers_made", panel, f"Papers made: {count} items", by=papers.asked_by)
