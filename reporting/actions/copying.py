"""Making the copy a person asked for: drafted by a worker, reviewed, produced by a worker."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.acting import acting_as
from accounts.roles import May, may
from audit.actions import queueing
from audit.actions.queueing import CannotBeDone, progress
from audit.actions.recording import looked, record
from audit.models import Job, Look
from audit.refusal import refuse_if
from cases.models import Dispute, RightsRequest
from localities.models import Authority
from reporting.documents import pdf
from reporting.documents.subject_access.describing import Describer, Item
from reporting.documents.subject_access.finding import facts_of, rows_about
from reporting.documents.subject_access.marking import Marker
from reporting.documents.subject_access.paper import data_of, html_of
from reporting.models import Bundle, BundleFile, BundleItem

DRAFT, FINAL = "subject_access", "subject_access_final"
NOT_YOURS = "Only information governance makes copies for people."
NOT_PROVED = "Identity has not been proved. Record what was seen first."
NO_PERSON = "Say first which person on record this is."
NOT_ASKED = "This request is not for a copy."
UNDECIDED = "{} of {} items are not decided. Nothing undecided can be sent."
NO_DRAFT = "The draft is not ready."
SENT = "The request has been answered."
GONE = "Nothing was found: the request has ended, or its proof of identity was withdrawn."
STEPS = 4


def draft_blockers(request: RightsRequest, by: Any) -> list[str]:
    """Why no draft can be made now."""
    reasons = [] if may(by, May.HANDLE_RIGHTS) else [NOT_YOURS]
    if request.kind != RightsRequest.Kind.SUBJECT_ACCESS:
        return [*reasons, NOT_ASKED]
    if not request.is_open:
        return [*reasons, SENT]
    if request.person_id is None:
        reasons.append(NO_PERSON)
    if request.proved_on is None:
        reasons.append(NOT_PROVED)
    return reasons


def final_blockers(request: RightsRequest, by: Any) -> list[str]:
    """Why the final copy cannot be produced now."""
    if reasons := draft_blockers(request, by):
        return reasons
    items = BundleItem.objects.filter(bundle__request=request)
    all_of_them = items.count()
    if not all_of_them:
        return [NO_DRAFT]
    left = items.filter(decision=BundleItem.Decision.UNDECIDED).count()
    return [UNDECIDED.format(left, all_of_them)] if left else []


@transaction.atomic
def ask_for_draft(*, request: RightsRequest, by: Any) -> Bundle:
    """Ask for everything held about the person of a request. A worker finds and marks it."""
    locked = RightsRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    refuse_if(draft_blockers(locked, by))
    already = Bundle.objects.select_related("job").filter(request=locked).first()
    if already:
        if already.job.state == Job.State.FAILED:
            Bundle.objects.filter(pk=already.pk).update(asked_by=by, asked_at=timezone.now())
            queueing.ask_again(already.job)
        return already
    bundle = Bundle.objects.create(
        request=locked,
        asked_by=by,
        asked_at=timezone.now(),
        job=queueing.ask(DRAFT, key=f"{DRAFT}:{locked.pk}", by=by),
    )
    record("rights.draft_asked", locked, f"Asked for the draft copy of {locked.reference}", by=by)
    return bundle


@transaction.atomic
def ask_for_final(*, request: RightsRequest, by: Any) -> Bundle:
    """Ask for the copy that is sent, from what was decided."""
    bundle = Bundle.objects.select_for_update(of=("self",)).get(request=request)
    refuse_if(final_blockers(request, by))
    bundle.final_job = queueing.ask(FINAL, key=f"{FINAL}:{request.pk}:{uuid.uuid4()}", by=by)
    bundle.asked_by = by
    bundle.save(update_fields=["final_job", "asked_by"])
    record("rights.copy_asked", request, f"Asked for the final copy of {request.reference}", by=by)
    return bundle


def draft(job: Job) -> Callable[[], None]:
    """The job: find, describe and mark everything, and lay out the draft."""
    bundle, by = _of(Bundle.objects.filter(job=job), job)
    with acting_as(by):
        request = _request(bundle, by)
        progress(job, 1, STEPS, "Finding what is held")
        looked(
            Look.Kind.EXPORTED,
            f"Everything held about the person of {request.reference}",
            by=by,
            person=request.person_id,
        )
        rows, facts = rows_about(request.pk), facts_of(request.pk)
        if not rows:
            raise CannotBeDone(GONE)
        found = Describer(facts).items(rows)
        progress(job, 2, STEPS, "Marking what is about other people")
        items = marked(bundle, found, Marker(facts))
        html = _html(request, items, final=False)
    progress(job, 3, STEPS, "Laying out the pages")
    laid = pdf.lay_out(html)
    file = _file(bundle, BundleFile.Kind.DRAFT, request, items, laid)
    return lambda: _land_draft(bundle, by, items, file)


def final(job: Job) -> Callable[[], None]:
    """The job: lay out what was decided to be sent, if every item is still decided."""
    bundle, by = _of(Bundle.objects.filter(final_job=job), job)
    with acting_as(by):
        request = _request(bundle, by)
        if reasons := final_blockers(request, by):
            raise CannotBeDone(" ".join(reasons))
        items = list(BundleItem.objects.filter(bundle=bundle))
        html = _html(request, items, final=True)
    progress(job, 3, STEPS, "Laying out the pages")
    file = _file(bundle, BundleFile.Kind.FINAL, request, items, pdf.lay_out(html))
    return lambda: _land_final(bundle, by, items, file)


def marked(bundle: Bundle, found: Iterable[Item], marker: Marker) -> list[BundleItem]:
    """Items to be decided, numbered, with their marks."""
    return [
        BundleItem(
            bundle=bundle,
            number=number,
            part=item.part,
            source=item.source,
            source_id=item.source_id,
            title=item.title,
            happened_on=item.on,
            lines=item.lines,
            marks=marks_of(item.lines, marker),
        )
        for number, item in enumerate(found, start=1)
    ]


def marks_of(lines: Iterable[list[str]], marker: Marker) -> list[list[Any]]:
    return [
        [number, mark.start, mark.end, mark.what, mark.whose]
        for number, (_label, words) in enumerate(lines)
        for mark in marker.marks(words)
    ]


def _of(bundles: Any, job: Job) -> tuple[Bundle, Any]:
    """The bundle of a job and who asked: read as them, for nobody else sees it."""
    from accounts.models import User

    by = User.objects.get(pk=job.asked_by_id or 0)
    with acting_as(by):
        bundle = bundles.select_related("request").first()
    if bundle is None or not may(by, May.HANDLE_RIGHTS):
        raise CannotBeDone(NOT_YOURS)
    return bundle, by


def _request(bundle: Bundle, by: Any) -> RightsRequest:
    request = RightsRequest.objects.get(pk=bundle.request_id)
    if reasons := draft_blockers(request, by):
        raise CannotBeDone(" ".join(reasons))
    return request


def _html(request: RightsRequest, items: list[BundleItem], *, final: bool) -> str:
    disputes = Dispute.objects.filter(
        person=request.person_id, decision=Dispute.Decision.NOT_CORRECTED
    )
    council = Authority.current().name
    return html_of(request, items, council=council, final=final, statements=disputes)


def _file(
    bundle: Bundle, kind: str, request: RightsRequest, items: list[BundleItem], laid: pdf.Laid
) -> BundleFile:
    final = kind == BundleFile.Kind.FINAL
    return BundleFile(
        bundle=bundle,
        kind=kind,
        pdf=pdf.write(laid),
        data=data_of(request, items, final=final),
        pages=laid.pages,
        produced_at=timezone.now(),
    )


def _land_draft(bundle: Bundle, by: Any, items: list[BundleItem], file: BundleFile) -> None:
    with acting_as(by):
        BundleItem.objects.filter(bundle=bundle).delete()
        BundleItem.objects.bulk_create(items, batch_size=1000)
        _replace(file)
        words = f"Draft copy of {bundle.request.reference}: {len(items)} items"
        record("rights.drafted", bundle.request, words, by=by)


def _land_final(bundle: Bundle, by: Any, items: list[BundleItem], file: BundleFile) -> None:
    """Written only if nothing was decided otherwise while the pages were laid out."""
    with acting_as(by):
        now = dict(BundleItem.objects.filter(bundle=bundle).values_list("pk", "version"))
        if now != {item.pk: item.version for item in items}:
            raise RuntimeError("an item was decided anew while the copy was laid out")
        _replace(file)
        RightsRequest.objects.get(pk=bundle.request_id).change(copy_made_on=timezone.localdate())
        words = f"Final copy of {bundle.request.reference}: {file.pages} pages"
        record("rights.copied", bundle.request, words, by=by)


def _replace(file: BundleFile) -> None:
    BundleFile.objects.filter(bundle=file.bundle, kind=file.kind).delete()
    file.save()


def erase_copies(family_id: int, by: Any) -> None:
    """A step of disposal: copies made for people of the family go whole. Within the product's
    own transaction."""
    theirs = RightsRequest.objects.filter(person__memberships__family=family_id)
    Bundle.objects.filter(request__in=theirs).delete()
